"""The first drawing as a puppet theatre: its figures are cut out once and moved by their bones before a filled-in plate.

Where everyone is at every drawing is known from the staging (generator/world/keypoints.py), so a clip can be laid out before
any net runs: the plate goes with the camera, every figure with its own bones; who comes in later is cut out of a page of their
own (pages.py), and mouths open as the sketch says. The net redraws what flat puppets cannot show, such as turns of the head.

    camera_alone(first, numbers)          # only the camera moves
    puppet(pages, numbers, keypoints)     # figures too

Letters: F drawings, H W their size, S subjects.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import camera_path, pixels, seen_from
from generator.nets.cutout import cut_out, grown, plate
from generator.nets.depth import Depth, travelled
from generator.nets.mouth import speak
from generator.nets.pages import Page
from generator.nets.skeleton import Skeleton, carried, skeleton, skin

STEP = 2  # pixels between the points at which bones are asked; between them the flow is straight
MOVED = 0.75  # pixels: a figure that moves by so much against the camera shows what was behind it
SHOWN = 0.1  # of a figure's edge in a pixel that is taken to come from the figure: its outline goes with it
ON = 0.5  # half heads by which a figure that the frame cuts goes on beyond it


class Anchor(NamedTuple):
    """Drawings uint8 (F, H, W, 3) made from the pages alone; `flow` float32 (F, H, W, 2): the step (x, y in pixels) from each
    pixel to the place it comes from, on the page `page` uint8 (F, H, W), 0 for the first drawing; `real` float32 (F, H, W): 1 where
    that is so, 0 where no page holds what is seen (what a figure hid, what the camera brings in, a mouth that opens)."""

    frames: np.ndarray
    flow: np.ndarray
    real: np.ndarray
    page: np.ndarray


class Figure(NamedTuple):
    """One cut: whose it is, from which page, its bones and keypoints (11, 3) there, its mask float32 (h, w), the hole it leaves in the
    first drawing (H, W), None for none, and how far its mask goes beyond its bones, in half heads."""

    slot: int
    page: int
    bones: Skeleton
    points: np.ndarray
    mask: np.ndarray
    hole: np.ndarray | None
    margin: float


class Theatre(NamedTuple):
    """All that a clip is laid out of: its pages, the first one without its figures, the figures far to near, and its depth."""

    pages: Sequence[np.ndarray]
    filled: np.ndarray
    figures: Sequence[Figure]
    depth: Depth | None


def camera_alone(first: np.ndarray, numbers: np.ndarray, depth: Depth | None = None) -> Anchor:
    """The first drawing uint8 (H, W, 3) as the camera's path in `numbers` (F, 16) shows it: as if all stood on one plane, or, told its
    depth, with what is far moving less."""
    path = camera_path(numbers)
    return _stack([_held(first, first, path[0]), *(_seen(first, first, step, depth) for step in path[1:])])


def puppet(pages: Sequence[Page], numbers: np.ndarray, keypoints: np.ndarray, depth: Depth | None = None) -> Anchor:
    """The first page with its figures where `keypoints` (F, 4, 11, 3) say, and the camera where `numbers` (F, 16) say, before a plate
    of one plane or of a `depth`. Who is on no page is left out. The first drawing is as it was."""
    path, first = camera_path(numbers), pages[0].picture
    figures = [figure for number, page in enumerate(pages) for figure in figures_of(page, number)]
    figures.sort(key=lambda figure: _nearness(keypoints[:, figure.slot], first.shape[1::-1]))
    if not figures:
        return camera_alone(first, numbers, depth)
    holes = [figure.mask for figure in figures if figure.hole is not None]
    filled = plate(first, np.maximum.reduce(holes) > 0) if holes else first
    theatre = Theatre([page.picture for page in pages], filled, figures, depth)
    after = zip(path[1:], keypoints[1:], strict=True)
    return _stack([_held(first, first, path[0]), *(_drawing(theatre, step, here) for step, here in after)])


def figures_of(page: Page, number: int = 0) -> list[Figure]:
    """Everyone whose keypoints lie in a page, cut out, far to near."""
    height, width = page.picture.shape[:2]
    there = [(slot, bones) for slot, row in enumerate(page.keypoints) if (bones := skeleton(row, width, height)) is not None]
    taken, found = np.zeros((height, width), bool), []
    for slot, bones in sorted(there, key=lambda one: -one[1].unit):  # the larger the head, the nearer
        mask = cut_out(page.picture, bones, taken)
        if mask.any():
            taken |= mask
            hole = None if number else grown(mask).astype(np.float32)
            found.append(Figure(slot, number, bones, page.keypoints[slot], mask.astype(np.float32), hole, _margin(mask, bones)))
    return found[::-1]


def _nearness(rows: np.ndarray, size: tuple[int, int]) -> float:
    """Half the head (pixels) of who has keypoints `rows` (F, 11, 3) when they are first on screen: the larger, the nearer."""
    return next((bones.unit for row in rows if (bones := skeleton(row, *size)) is not None), 0.0)


def _drawing(theatre: Theatre, step: np.ndarray, points: np.ndarray) -> Anchor:
    """One drawing (no leading F) after a camera `step` (4,), figures at `points` (4, 11, 3)."""
    filled = theatre.filled
    size = filled.shape[:2]
    held = _seen(theatre.pages[0], filled, step, theatre.depth)
    source = held.flow + pixels(*size)
    parts, opened = [], np.zeros(size, np.float32)
    for figure in theatre.figures:
        left = np.zeros(size, np.float32) if figure.hole is None else _read(figure.hole, source) * held.real
        now = skeleton(points[figure.slot], *size[::-1])
        if now is not None:
            box = _union(_extent(left > 0), _reach(now, figure.margin), size)
            moved = _moved(box, now, figure.bones)
            if figure.page == 0 and theatre.depth is None:
                against = _largest(moved - held.flow[box])
                left[box] *= np.clip(against / MOVED - 0.1, 0.0, 1.0)
            parts.append((figure, box, moved))
        opened = np.maximum(opened, left)
    picture = held.frames.astype(np.float32)
    picture += opened[..., None] * (_read(filled, source) - picture)
    made = Anchor(picture, held.flow, held.real * (1.0 - opened), held.page)
    for figure, box, moved in parts:
        _lay(made, theatre.pages[figure.page], figure, box, moved)
        speak(made.frames, made.real, points[figure.slot], figure.points)
    return made._replace(frames=picture.round().clip(0, 255).astype(np.uint8))


def _lay(made: Anchor, page: np.ndarray, figure: Figure, box: tuple[slice, slice], moved: np.ndarray) -> None:
    """Lay a figure onto the drawing, where its cut is after it `moved` (h, w, 2) in its box."""
    height, width = page.shape[:2]
    there = moved + _places(box, 1)
    far = _largest(there - np.clip(there, 0, np.array([width - 1, height - 1], np.float32)))
    colour = _read(page, there)
    alpha = _read(figure.mask, there) * (far < ON * figure.bones.unit)
    made.frames[box] += alpha[..., None] * (colour - made.frames[box])
    shown = alpha > SHOWN
    made.flow[box][shown] = moved[shown]
    made.page[box][shown] = figure.page
    made.real[box] += alpha * ((far < 1.0) - made.real[box])


def _moved(box: tuple[slice, slice], now: Skeleton, then: Skeleton) -> np.ndarray:
    """The step (h, w, 2) from each pixel of the box to where the figure's bones had it in the first drawing."""
    coarse = _places(box, STEP)
    flat = coarse.reshape(-1, 2)
    step = (carried(flat, now, then, skin(flat, now)) - flat).reshape(coarse.shape)
    h, w = (side.stop - side.start for side in box)
    return cv2.resize(step, (step.shape[1] * STEP, step.shape[0] * STEP), interpolation=cv2.INTER_LINEAR)[:h, :w]


def _places(box: tuple[slice, slice], step: int) -> np.ndarray:
    """Pixels of a box, x and y, one every `step`, in the middle of those it stands for."""
    ys, xs = (np.arange(side.start, side.stop, step, dtype=np.float32) + (step - 1) / 2 for side in box)
    return np.stack(np.meshgrid(xs, ys), -1)


def _margin(mask: np.ndarray, bones: Skeleton) -> float:
    low, high = _span(bones)
    ys, xs = np.nonzero(mask)
    over = max(low[0] - xs.min(), low[1] - ys.min(), xs.max() - high[0], ys.max() - high[1], 0)
    return float(over) / bones.unit


def _span(bones: Skeleton) -> tuple[np.ndarray, np.ndarray]:
    ends = np.concatenate([bones.start[bones.held], bones.end[bones.held], [bones.head - bones.reach, bones.head + bones.reach]])
    return ends.min(0), ends.max(0)


def _reach(bones: Skeleton, margin: float) -> tuple[float, float, float, float]:
    low, high = _span(bones)
    wide = margin * bones.unit + 2
    return low[0] - wide, low[1] - wide, high[0] + wide, high[1] + wide


def _extent(mask: np.ndarray) -> tuple[float, float, float, float] | None:
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return (xs[0], ys[0], xs[-1], ys[-1]) if len(ys) else None


def _union(
    one: tuple[float, float, float, float] | None, two: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[slice, slice]:
    """The box of pixels, inside the picture, that holds both."""
    x0, y0, x1, y1 = two if one is None else (*np.minimum(one[:2], two[:2]), *np.maximum(one[2:], two[2:]))
    x, y = (slice(int(np.clip(a, 0, n - 1)), int(np.clip(b + 2, 1, n))) for a, b, n in ((x0, x1, size[1]), (y0, y1, size[0])))
    return y, x


def _seen(first: np.ndarray, filled: np.ndarray, step: np.ndarray, depth: Depth | None) -> Anchor:
    """One drawing (no leading F) as the camera shows it after `step` (4,); of a depth, the picture is the `filled` one."""
    if depth is None or not step.any():
        return _held(first, filled, step)
    return Anchor(*travelled(filled, depth, step), np.zeros(first.shape[:2], np.uint8))


def _held(first: np.ndarray, filled: np.ndarray, step: np.ndarray) -> Anchor:
    """One drawing (no leading F): the first as the camera shows it after `step` (4,). What comes into frame repeats the border
    of what is filled in: measured closer to the truth than a mirror image, and nobody is drawn out into it."""
    height, width = first.shape[:2]
    grid = pixels(height, width)
    if not step.any():
        return Anchor(first, np.zeros_like(grid), np.ones((height, width), np.float32), np.zeros((height, width), np.uint8))
    source = seen_from(grid, step)
    x, y = source[..., 0], source[..., 1]
    inside = (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    picture = _read(first, source)
    if not inside.all():
        picture = np.where(inside[..., None], picture, _read(filled, source))
    return Anchor(picture, source - grid, inside.astype(np.float32), np.zeros((height, width), np.uint8))


def _largest(steps: np.ndarray) -> np.ndarray:
    return np.maximum(np.abs(steps[..., 0]), np.abs(steps[..., 1]))


def _read(picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    return cv2.remap(picture, source[..., 0].copy(), source[..., 1].copy(), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _stack(drawings: list[Anchor]) -> Anchor:
    return Anchor(*(np.stack(part) for part in zip(*drawings, strict=True)))
