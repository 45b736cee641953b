"""Where on its pages every pixel of a made clip comes from, and how far that may be believed.

A net that foresees many futures at once draws their mean, which is soft; where things go is told by it better than how they look.
The puppet (puppet.py) already says where everything comes from, as far as bones tell; an optical flow (DIS: Kroeger, Timofte,
Dai and Van Gool, 2016) from the made drawing to the puppet's says what the net has put elsewhere. What was made is soft and the
pages sharp, so both are softened before they are compared. And where the net does not know, it blurs: where the made drawing
has lost the contrast that its anchor has, the anchor is kept; and on heads: eyes and mouths are smaller than what the autoencoder keeps.

Letters: F drawings, H W their size.
"""

from collections.abc import Iterable
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels, pull
from generator.nets.pages import Sheets, shaded
from generator.nets.puppet import Anchor

SOFT = 1.5  # pixels (deviation) by which drawings are softened before the flow between them is sought
SMOOTH = 2.0  # pixels over which the correction of the flow is one
ALIKE, LEVELS = 2.0, 20.0  # softened by so many pixels, a drawing that differs by so many levels is seen to show something else
LOST, KEPT = 0.8, 0.95  # shares of its anchor's contrast at which a made drawing is no guide at all, and a whole one
COARSE, ABOUT, FAINT = 3.0, 8.0, 0.5  # pixels: contrast is of what an autoencoder keeps, taken about a place; levels a pixel that are none
HIDES = 0.5  # of a pixel that figures must be to hide what is behind
JUMP = 2.0  # pixels by which the flow differs from one pixel to the next where it is torn
EDGE = 4  # how suddenly trust ends there: half a trust is a double image


class Moving(NamedTuple):
    """A made clip uint8 (F, H, W, 3), the anchor's where the net did not know; where it comes from, as in an anchor: `flow` float32
    (F, H, W, 2) of what is behind, `shade` float32 (F, S, 2, 3) of what figures change about them, `front` float32 (F, H, W), `front_flow` and `page` uint8 of figures; `trust` float32 (F, H, W), 0 to 1:
    how far the sheets, pulled so, may stand for it."""

    frames: np.ndarray
    flow: np.ndarray
    shade: np.ndarray
    front: np.ndarray
    front_flow: np.ndarray
    page: np.ndarray
    trust: np.ndarray


def carry(made: np.ndarray, sheets: Sheets, anchor: Anchor, backs: Iterable[np.ndarray] = ()) -> Moving:
    """What the `made` drawings uint8 (F, H, W, 3) take from the sheets their anchor was pulled from; `backs`: what is behind the figures in
    each drawing, where that is not pulled along the flow.

    ValueError when they are not as many as the anchor's."""
    if made.shape != anchor.frames.shape:
        raise ValueError(f"the anchor must be of the clip that was made: {anchor.frames.shape} for {made.shape}")
    grid, seek = pixels(*made.shape[1:3]), cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    sure = steady(np.stack([_sure(*three) for three in zip(made, anchor.frames, anchor.known, strict=True)]))
    sure *= 1.0 - anchor.heads
    shown = np.stack([_mixed(*three) for three in zip(made, anchor.frames, sure, strict=True)])
    steps = steady(np.stack([_moved(*three, seek) for three in zip(shown, anchor.frames, anchor.known, strict=True)]))
    steps *= sure[..., None]
    moved = [_carried(frame, Anchor(*told), grid + step) for frame, step, told in zip(shown, steps, zip(*anchor, strict=True), strict=True)]
    others = iter(backs)
    trust = np.stack([_trusted(one, sheets, next(others, None)) for one in moved])
    return Moving(*(np.stack(part) for part in zip(*moved, strict=True)))._replace(trust=trust)


def unchanged(anchor: Anchor) -> Moving:
    """The anchor as it is, where no net has made anything of it."""
    return Moving(anchor.frames, anchor.flow, anchor.shade, anchor.front, anchor.front_flow, anchor.page, anchor.known)


def pulled(sheets: Sheets, one: Moving, scale: int = 1, back: np.ndarray | None = None) -> np.ndarray:
    """One drawing (no leading F), uint8 (H, W, 3), of what its pixels come from: what is behind (the `back`, if that is given), and
    figures before it. `scale`: of its flow and of the sheets, to the drawings whose shades it has."""
    grid, how = pixels(*one.flow.shape[:2]), cv2.INTER_LINEAR if scale == 1 else cv2.INTER_CUBIC
    out = pull(sheets.behind, grid + one.flow, how) if back is None else back.copy()
    out = shaded(out, sheets.shades, one.shade, scale)
    near = cv2.dilate((one.front > 0).astype(np.uint8), np.ones((3, 3), np.uint8)) * (one.page.astype(np.int32) + 1)
    for number in np.unique(near[near > 0]) - 1:
        ours = near == number + 1
        lines = np.flatnonzero(ours.any(1)), np.flatnonzero(ours.any(0))
        box = slice(lines[0][0], lines[0][-1] + 1), slice(lines[1][0], lines[1][-1] + 1)
        source = (grid + one.front_flow)[box]
        share = _lying(sheets.mattes[number], source, cv2.INTER_LINEAR) * ours[box]
        out[box] = cv2.blendLinear(_lying(sheets.figures[number], source, how), np.ascontiguousarray(out[box]), share, 1.0 - share)
    return out


def _lying(values: np.ndarray, source: np.ndarray, how: int) -> np.ndarray:
    x, y = (np.ascontiguousarray(source[..., k]) for k in (0, 1))
    return cv2.remap(values, x, y, how, borderMode=cv2.BORDER_REPLICATE)


def _carried(frame: np.ndarray, told: Anchor, there: np.ndarray) -> Moving:
    """One drawing (no leading F) whose pixels are what its anchor has at the places `there` (H, W, 2); as trusted as that is known."""
    step = there - pixels(*there.shape[:2])
    flow, front_flow = (step + _read(part, there) for part in (told.flow, told.front_flow))
    front, page, known = (_read(part, there) for part in (told.front, told.page, told.known))
    return Moving(frame, flow, told.shade, front, front_flow, page, known)


def _sure(drawing: np.ndarray, told: np.ndarray, real: np.ndarray) -> np.ndarray:
    """How far the net knows what it has made of the anchor's drawing: (H, W), 0 to 1, by the contrast it has kept. Where the anchor
    itself is not real (what was behind somebody, who came in), the net knows more."""
    if np.array_equal(drawing, told):
        return np.ones(drawing.shape[:2], np.float32)
    kept = (_contrast(drawing) + FAINT) / (_contrast(told) + FAINT)
    share = np.clip((kept - LOST) / (KEPT - LOST), 0.0, 1.0)
    return np.maximum(share * share * (3.0 - 2.0 * share), cv2.erode(1.0 - real, np.ones((3, 3))))


def _contrast(picture: np.ndarray) -> np.ndarray:
    """Mean slope of a softened drawing about each pixel, in levels a pixel: (H, W)."""
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), COARSE)
    slope = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8))
    return cv2.GaussianBlur(slope, (0, 0), ABOUT)


def _mixed(drawing: np.ndarray, told: np.ndarray, sure: np.ndarray) -> np.ndarray:
    return cv2.blendLinear(np.ascontiguousarray(drawing), np.ascontiguousarray(told), sure, 1.0 - sure)


def steady(steps: np.ndarray) -> np.ndarray:
    """Steps (F, H, W, ...) with each drawing's weighed against its neighbours' (1 2 1), so that lines do not tremble."""
    padded = np.concatenate([steps[:1], steps, steps[-1:]])
    smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    smooth[0] = steps[0]
    return smooth


def _moved(drawing: np.ndarray, told: np.ndarray, real: np.ndarray, seek: cv2.DISOpticalFlow) -> np.ndarray:
    """The step (H, W, 2) from each pixel of the made drawing to where the anchor's shows it; none where that is not real."""
    if np.array_equal(drawing, told):
        return np.zeros((*real.shape, 2), np.float32)
    step = seek.calc(_grey(drawing), _grey(told), np.zeros((*real.shape, 2), np.float32))
    known = cv2.GaussianBlur(real, (0, 0), SMOOTH) + 1e-3
    return cv2.GaussianBlur(step * real[..., None], (0, 0), SMOOTH) / known[..., None]


def _grey(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), SOFT)


def _read(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The values (H, W, ...) at the pixel next to each place (H, W, 2): between a figure and what is behind it is no middle."""
    return cv2.remap(values, there[..., 0].copy(), there[..., 1].copy(), cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)


def _whole(one: Moving, back: np.ndarray | None) -> np.ndarray:
    """1 where flow (H, W, 2) and page go on, 0 where they jump: there an outline would be torn between two places. What is behind may jump
    where figures hide it or where it is given as a picture, and figures where none is."""
    kernel = np.ones((3, 3), np.uint8)
    jumps = [cv2.morphologyEx(flow, cv2.MORPH_GRADIENT, kernel).max(-1) >= JUMP for flow in (one.flow, one.front_flow)]
    turns = cv2.morphologyEx(one.page, cv2.MORPH_GRADIENT, kernel) > 0
    torn = np.where(one.front > HIDES, jumps[1] | turns, jumps[0] & (back is None))
    return cv2.blur(1.0 - torn.astype(np.float32), (3, 3))


def _trusted(one: Moving, sheets: Sheets, back: np.ndarray | None) -> np.ndarray:
    """How far what a drawing (no leading F) is pulled from may stand for it: (H, W), 0 to 1."""
    stands, real = pulled(sheets, one, back=back), one.trust
    if np.array_equal(stands, one.frames):
        return real * _whole(one, back)
    apart = cv2.absdiff(cv2.GaussianBlur(stands, (0, 0), ALIKE), cv2.GaussianBlur(one.frames, (0, 0), ALIKE))
    most = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    trust = real * np.exp(-((np.arange(256, dtype=np.float32) / LEVELS) ** EDGE))[most]
    return cv2.GaussianBlur(cv2.erode(trust, np.ones((3, 3), np.uint8)), (5, 5), 0) * _whole(one, back)
