"""Where on its pages every pixel of a made clip comes from, and how far that may be believed.

A net that foresees many futures at once draws their mean, which is soft; where things go is told by it better than how they look.
The puppet (puppet.py) already says where everything comes from, as far as bones tell; an optical flow (DIS: Kroeger, Timofte,
Dai and Van Gool, 2016) from the made drawing to the puppet's says what the net has put elsewhere. What was made is soft and the
pages sharp, so both are softened before they are compared. And where the net does not know, it blurs: where the made drawing
has lost the contrast that its anchor has, the anchor is kept.

Letters: F drawings, H W their size.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import pixels, pull
from generator.nets.puppet import Anchor

SOFT = 1.5  # pixels (deviation) by which drawings are softened before the flow between them is sought
SMOOTH = 2.0  # pixels over which the correction of the flow is one
ALIKE, LEVELS = 2.0, 20.0  # softened by so many pixels, a drawing that differs by so many levels is seen to show something else
LOST, KEPT = 0.7, 0.92  # shares of its anchor's contrast at which a made drawing is no guide at all, and a whole one
COARSE, ABOUT, FAINT = 3.0, 8.0, 0.5  # pixels: contrast is of what an autoencoder keeps, taken about a place; levels a pixel that are none
JUMP = 2.0  # pixels by which the flow differs from one pixel to the next where it is torn
EDGE = 4  # how suddenly trust ends there: half a trust is a double image


class Moving(NamedTuple):
    """A made clip uint8 (F, H, W, 3), the anchor's where the net did not know; `flow` float32 (F, H, W, 2): the step (x, y in pixels) from each pixel to the place it
    comes from, on the page `page` uint8 (F, H, W); `trust` float32 (F, H, W), 0 to 1: how far the page, pulled so, may stand for it."""

    frames: np.ndarray
    flow: np.ndarray
    trust: np.ndarray
    page: np.ndarray


def carry(made: np.ndarray, pages: Sequence[np.ndarray], anchor: Anchor) -> Moving:
    """What the `made` drawings uint8 (F, H, W, 3) take from the pages uint8 (h, w, 3) their anchor was cut from.

    ValueError when they are not as many as the anchor's."""
    if made.shape != anchor.frames.shape:
        raise ValueError(f"the anchor must be of the clip that was made: {anchor.frames.shape} for {made.shape}")
    grid, seek = pixels(*made.shape[1:3]), cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    sure = steady(np.stack([_sure(*three) for three in zip(made, anchor.frames, anchor.real, strict=True)]))
    shown = np.stack([_mixed(*three) for three in zip(made, anchor.frames, sure, strict=True)])
    steps = steady(np.stack([_moved(*three, seek) for three in zip(shown, anchor.frames, anchor.real, strict=True)]))
    steps *= sure[..., None]
    flows, trusts, where = [], [], []
    for drawing, step, told, real, page in zip(shown, steps, anchor.flow, anchor.real, anchor.page, strict=True):
        there = grid + step
        flows.append(step + _read(told, there))
        where.append(_read(page, there))
        stands = pulled(pages, where[-1], grid + flows[-1], cv2.INTER_LINEAR)
        trusts.append(_trusted(drawing, stands, _read(real, there)) * _whole(flows[-1], where[-1]))
    return Moving(shown, np.stack(flows), np.stack(trusts), np.stack(where))


def pulled(pages: Sequence[np.ndarray], page: np.ndarray, source: np.ndarray, how: int) -> np.ndarray:
    """The drawing (H, W, 3) whose pixels come from the places `source` (H, W, 2) of the pages whose numbers are `page` (H, W)."""
    out = pull(pages[0], source, how)
    for number in np.unique(page[page > 0]):
        out[page == number] = pull(pages[number], source, how)[page == number]
    return out


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


def _whole(flow: np.ndarray, page: np.ndarray) -> np.ndarray:
    """1 where the flow (H, W, 2) goes on, 0 where it jumps or turns a page: there an outline would be torn between two places."""
    jump = cv2.morphologyEx(flow, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    turns = cv2.morphologyEx(page, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    return cv2.blur(((np.maximum(jump[..., 0], jump[..., 1]) < JUMP) & ~turns).astype(np.float32), (3, 3))


def _trusted(drawing: np.ndarray, stands: np.ndarray, real: np.ndarray) -> np.ndarray:
    """How far what is pulled from the pages may stand for the drawing: (H, W), 0 to 1."""
    if np.array_equal(stands, drawing):
        return real
    apart = cv2.absdiff(cv2.GaussianBlur(stands, (0, 0), ALIKE), cv2.GaussianBlur(drawing, (0, 0), ALIKE))
    most = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    trust = real * np.exp(-((np.arange(256, dtype=np.float32) / LEVELS) ** EDGE))[most]
    return cv2.GaussianBlur(cv2.erode(trust, np.ones((3, 3), np.uint8)), (5, 5), 0)
