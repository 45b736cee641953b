"""The first drawing as a puppet theatre: its figures are cut out once and moved by their bones before a plate.

Where everyone is at every drawing is known from the staging (generator/world/keypoints.py), so a clip can be laid out before
any net runs: the plate goes with the camera, every figure with its own bones; who comes in later is cut out of a page of their
own (pages.py), and everyone has the face that is worn then. The net redraws what flat puppets cannot show, such as turns of the head.

    camera_alone(first, numbers)                                       # only the camera moves
    puppet(theatre_of(first, keypoints), numbers, keypoints)     # figures too

Letters: F drawings, H W their size, S subjects, h w a page or a box.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.fitting import fitted
from generator.nets.camera import camera_path, pixels, seen_from
from generator.nets.cutout import cut_out, grown, pixel, plate, shared
from generator.nets.depth import Apart, Depth, apart, resized, seen_through, travelled
from generator.nets.pages import NOTHING_KNOWN, Known, Page, Shade, Sheets, enlarged, pages_of, playing, shaded, shades_of
from generator.nets.skeleton import Skeleton, carried, skeleton, skin

SUBJECTS = 4
STEP = 2  # pixels between the points at which bones are asked; between them the flow is straight
MOVED = 0.75  # pixels: a figure that moves by so much against the camera shows what was behind it
SHOWN = 0.1  # of a figure's edge in a pixel that is taken to come from the figure: its outline goes with it
ON = 0.5  # half heads by which a figure that the frame cuts goes on beyond it
UNDER = 0.2  # half heads by which who is behind somebody goes on behind them
AROUND = 4  # pixels about a figure in which it is known where they would come from: full-size outlines are finer than the drawings


class Anchor(NamedTuple):
    """Drawings uint8 (F, H, W, 3) made from the pages alone, of two layers. `flow` float32 (F, H, W, 2): the step (x, y in pixels)
    from each pixel to the place in the first drawing from which what is behind comes; `real` float32 (F, H, W): 1 where that is
    so, 0 where it is not known (what the camera brings in, what a figure hid and no plate shows). `shade` float32 (F, S, 2, 3): where
    in the first drawing what each subject changes about them comes from, as affine maps (0: nowhere). `heads` float32 (F, H, W): where heads
    are whose faces are known. `front` float32 (F, H, W): how much of
    a pixel figures are; `front_flow`, `front_real` of these, about them too; `page` uint8 (F, H, W): the page they come from."""

    frames: np.ndarray
    flow: np.ndarray
    real: np.ndarray
    shade: np.ndarray
    heads: np.ndarray
    front: np.ndarray
    front_flow: np.ndarray
    front_real: np.ndarray
    page: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """How far any page holds what is seen: (F, H, W)."""
        return self.real + self.front * (self.front_real - self.real)


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


class Part(NamedTuple):
    """Who plays a part in a drawing, and the same in the first drawing, None for who is not there."""

    figure: Figure
    origin: Figure | None


class Theatre(NamedTuple):
    """All that a clip is laid out of: its pages, the figures cut out of them, far to near (who has several faces once for each, who is cut by the
    frame at first also from their stand-in), from which page everyone is taken in each drawing, (F, S); the first drawing without them (`filled`: as
    its plate shows it, or filled in from around), its depth and shades at that size, and what is known besides."""

    pages: Sequence[Page]
    figures: Sequence[Figure]
    plays: np.ndarray
    filled: np.ndarray
    depth: Apart | None
    shades: Mapping[int, Shade]
    known: Known

    def sheets(self, still: np.ndarray | None = None) -> Sheets:
        """What drawings are pulled from, at their own size or at that of the `still` uint8 (3H, 3W, 3)."""
        pages = list(self.pages) if still is None else enlarged(self.pages, still, self.known)
        return Sheets(
            self._behind(pages[0].picture),
            tuple(page.figures for page in pages),
            tuple(self._matte(number, page) for number, page in enumerate(pages)),
            self._shades(pages[0].picture),
        )

    def cast(self, frames: int) -> list[list[Part]]:
        """Who is laid in each drawing, far to near, and with each their cut in the first drawing."""
        cuts = {(figure.slot, figure.page): figure for figure in self.figures}
        any_of = {figure.slot: figure for figure in self.figures}
        return [[Part(cuts.get((slot, int(self.plays[f, slot])), one), cuts.get((slot, 0))) for slot, one in any_of.items()] for f in range(frames)]

    def _shades(self, picture: np.ndarray) -> dict[int, Shade]:
        here = [figure for figure in self.figures if figure.page == 0]
        at = {figure.slot: float(_foot(figure.bones)[0]) / self.filled.shape[1] for figure in here}
        return {} if self.known.plate is None else shades_of(self.known.plate, at, (picture.shape[1], picture.shape[0]))

    def backs(self, numbers: np.ndarray, still: np.ndarray | None = None) -> Iterator[np.ndarray]:
        """What is behind the figures in each drawing of a clip with these `numbers` (F, 16) where the camera travels, uint8 (H, W, 3) or
        (3H, 3W, 3) of the `still`; nothing where it does not: there it is pulled along the flow."""
        if self.known.depth is not None:
            picture = self._behind(self.pages[0].picture if still is None else still)
            made_of = apart(resized(self.known.depth, (picture.shape[1], picture.shape[0])))
            for step in camera_path(numbers):
                yield picture if not step.any() else travelled(picture, made_of, step).picture if still is None else seen_through(picture, made_of, step)

    def _behind(self, picture: np.ndarray) -> np.ndarray:
        return picture if self.known.plate is None else fitted(self.known.plate.bare, (picture.shape[1], picture.shape[0]))

    def _matte(self, number: int, page: Page) -> np.ndarray:
        size, own = (page.picture.shape[1], page.picture.shape[0]), [figure.mask for figure in self.figures if figure.page == number]
        mask = np.maximum.reduce(own) if own else np.zeros(self.pages[number].picture.shape[:2], np.float32)
        if page.matte is None:
            return cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
        return page.matte * (cv2.resize(grown(mask > 0).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0)

    def holes(self) -> np.ndarray:
        """Where the first drawing shows figures, and a little about them: bool (H, W)."""
        masks = [figure.mask for figure in self.figures if figure.page == 0]
        return grown(np.maximum.reduce(masks) > 0) if masks else np.zeros(self.pages[0].picture.shape[:2], bool)


def camera_alone(first: np.ndarray, numbers: np.ndarray, depth: Depth | None = None) -> Anchor:
    """The first drawing uint8 (H, W, 3) as the camera's path in `numbers` (F, 16) shows it: as if all stood on one plane, or, told its
    depth, with what is far moving less."""
    return puppet(empty_theatre(first, Known(depth=depth)), numbers, np.zeros((len(numbers), 0, 0, 0), np.float32))


def empty_theatre(first: np.ndarray, known: Known = NOTHING_KNOWN) -> Theatre:
    """That of a first drawing uint8 (H, W, 3) whose figures nobody knows."""
    page = Page(first, first, None, np.zeros((0, 0, 0), np.float32))
    return Theatre((page,), (), np.zeros((0, 0), np.int64), first, _apart(known, first), {}, Known(depth=known.depth))


def _apart(known: Known, first: np.ndarray) -> Apart | None:
    return None if known.depth is None else apart(resized(known.depth, (first.shape[1], first.shape[0])))


def theatre_of(first: np.ndarray, keypoints: np.ndarray, known: Known = NOTHING_KNOWN) -> Theatre:
    """That of a first drawing uint8 (H, W, 3) in a clip with `keypoints` (F, 4, 11, 3)."""
    pages = pages_of(first, keypoints, known)
    figures = [figure for number, page in enumerate(pages) for figure in figures_of(page, number)]
    figures.sort(key=lambda figure: _nearness(keypoints[:, figure.slot], first.shape[1::-1]))
    theatre = Theatre(pages, figures, playing(pages, known, len(keypoints)), first, _apart(known, first), {}, known)
    sheets = theatre.sheets()
    filled = plate(first, theatre.holes()) if known.plate is None and theatre.holes().any() else sheets.behind
    return theatre._replace(filled=filled, shades=sheets.shades)


def puppet(theatre: Theatre, numbers: np.ndarray, keypoints: np.ndarray) -> Anchor:
    """The theatre's figures where `keypoints` (F, 4, 11, 3) say, and the camera where `numbers` (F, 16) say. Who is on no page is left out.
    The first drawing is as it was."""
    path, first = camera_path(numbers), theatre.pages[0].picture
    front = np.clip(sum((figure.mask for figure in theatre.figures if figure.page == 0), np.zeros(first.shape[:2], np.float32)), 0, 1)
    opening = _empty(first, np.zeros((*first.shape[:2], 2), np.float32), 1 - front)._replace(front=front)
    opening.shade[[figure.slot for figure in theatre.figures if figure.page == 0]] = np.eye(2, 3)
    later = zip(path[1:], keypoints[1:], theatre.cast(len(keypoints))[1:], strict=True)
    return _stack([opening, *(_drawing(theatre, step, here, cast) for step, here, cast in later)])


def figures_of(page: Page, number: int = 0) -> list[Figure]:
    """Everyone whose keypoints lie in a page, cut out, far to near."""
    height, width = page.picture.shape[:2]
    there = [(slot, bones) for slot, row in enumerate(page.keypoints) if (bones := skeleton(row, width, height)) is not None]
    there.sort(key=lambda one: -one[1].unit)  # the larger the head, the nearer
    found = list[Figure]()
    for (slot, bones), mask in zip(there, _masks(page, [bones for _, bones in there]), strict=True):
        if mask.any():
            hole = None if number else grown(mask).astype(np.float32)
            share = mask.astype(np.float32) if page.matte is None else mask * page.matte
            found.append(Figure(slot, number, bones, page.keypoints[slot], share, hole, _margin(mask, bones)))
    return found[::-1]


def _masks(page: Page, bones: Sequence[Skeleton]) -> list[np.ndarray]:
    """The figures of a page, near to far, by its matte or by their bones alone."""
    if page.matte is not None:
        return _under(shared(page.matte, bones), bones)
    masks = list[np.ndarray]()
    for one in bones:
        masks.append(cut_out(page.picture, one, np.logical_or.reduce(masks) if masks else np.zeros(page.picture.shape[:2], bool)))
    return masks


def _under(masks: list[np.ndarray], bones: Sequence[Skeleton]) -> list[np.ndarray]:
    """The masks of figures, near to far, each going on a little behind those before it: where they part, no gap opens."""
    out = masks[:1]
    for number in range(1, len(masks)):
        side = 2 * round(UNDER * bones[number].unit) + 1
        wider = cv2.dilate(masks[number].astype(np.uint8), np.ones((side, side), np.uint8)) > 0
        out.append(masks[number] | (wider & np.logical_or.reduce(masks[:number])))
    return out


def _nearness(rows: np.ndarray, size: tuple[int, int]) -> float:
    """Half the head (pixels) of who has keypoints `rows` (F, 11, 3) when they are first on screen: the larger, the nearer."""
    return next((bones.unit for row in rows if (bones := skeleton(row, *size)) is not None), 0.0)


def _drawing(theatre: Theatre, step: np.ndarray, points: np.ndarray, cast: Sequence[Part]) -> Anchor:
    """One drawing (no leading F) after a camera `step` (4,), with this `cast`, far to near, at `points` (4, 11, 3)."""
    filled, told, depth = theatre.filled, theatre.known.plate is not None, theatre.depth
    size = filled.shape[:2]
    held = _seen(filled if told else theatre.pages[0].picture, filled, step, depth)
    source = held.flow + pixels(*size)
    parts, opened = [], np.zeros(size, np.float32)
    for figure, origin in cast:
        left = np.zeros(size, np.float32) if origin is None or origin.hole is None else _read(origin.hole, source) * held.real
        now = skeleton(points[figure.slot], *size[::-1])
        if now is not None:
            if origin is not None:
                held.shade[figure.slot] = _stands(now, origin.bones)
            box = _union(_extent(left > 0), _reach(now, figure.margin), size)
            moved = _moved(box, now, figure.bones)
            if origin is not None and depth is None and np.array_equal(origin.points, figure.points):
                against = _largest(moved - held.flow[box])
                left[box] *= np.clip(against / MOVED - 0.1, 0.0, 1.0)
            parts.append((figure, box, moved))
            if theatre.known.worn is not None:
                cv2.ellipse(held.heads, pixel(now.head), pixel(now.reach), 0, 0, 360, 1.0, -1)
        opened = np.maximum(opened, left)
    real, picture = held.real, shaded(held.frames, theatre.shades, held.shade).astype(np.float32)
    if not told:
        picture += opened[..., None] * (_read(filled, source) - picture)
        real = real * (1.0 - opened)
    made = held._replace(frames=picture, real=real)
    for figure, box, moved in parts:
        _lay(made, theatre.pages[figure.page].figures, figure, box, moved)
    flow, page = _beyond(made.front > SHOWN, made.front_flow, made.page)
    return made._replace(frames=picture.round().clip(0, 255).astype(np.uint8), front_flow=flow, page=page)


def _stands(now: Skeleton, then: Skeleton) -> np.ndarray:
    """The affine map (2, 3) from what is about a figure on the ground now to what was about it then."""
    share = then.unit / now.unit
    return np.concatenate([share * np.eye(2), (_foot(then) - share * _foot(now))[:, None]], axis=1)


def _foot(bones: Skeleton) -> np.ndarray:
    """Where a figure stands: below its hip, as low as it goes."""
    return np.array([bones.start[0][0] if bones.held[0] else bones.head[0], _span(bones)[1][1]])


def _lay(made: Anchor, page: np.ndarray, figure: Figure, box: tuple[slice, slice], moved: np.ndarray) -> None:
    """Lay a figure onto the drawing, where its cut is after it `moved` (h, w, 2) in its box."""
    height, width = page.shape[:2]
    there = moved + _places(box, 1)
    far = _largest(there - np.clip(there, 0, np.array([width - 1, height - 1], np.float32)))
    alpha = _read(figure.mask, there) * (far < ON * figure.bones.unit)
    made.frames[box] += alpha[..., None] * (_read(page, there) - made.frames[box])
    shown = alpha > SHOWN
    made.front_flow[box][shown] = moved[shown]
    made.page[box][shown] = figure.page
    made.front_real[box] += alpha * ((far < 1.0) - made.front_real[box])
    made.front[box] += alpha * (1.0 - made.front[box])


def _beyond(shown: np.ndarray, flow: np.ndarray, page: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flow and page of figures, where they are `shown` (H, W) and AROUND pixels about: the nearest figure's."""
    if not shown.any():
        return flow, page
    away, labels = cv2.distanceTransformWithLabels((~shown).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    nearest = np.zeros(labels.max() + 1, np.int64)
    nearest[labels[shown]] = np.flatnonzero(shown)
    about = (away > 0) & (away <= AROUND)
    flow[about], page[about] = flow.reshape(-1, 2)[nearest[labels[about]]], page.ravel()[nearest[labels[about]]]
    return flow, page


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


def _seen(first: np.ndarray, filled: np.ndarray, step: np.ndarray, depth: Apart | None) -> Anchor:
    """One drawing (no leading F) as the camera shows it after `step` (4,); of a depth, the picture is the `filled` one."""
    if depth is None or not step.any():
        return _held(first, filled, step)
    return _empty(*travelled(filled, depth, step))


def _empty(picture: np.ndarray, flow: np.ndarray, real: np.ndarray) -> Anchor:
    """A drawing without figures."""
    size = picture.shape[:2]
    front, there = np.zeros(size, np.float32), pixels(*size)
    shade = np.zeros((SUBJECTS, 2, 3), np.float32)
    return Anchor(picture, flow, real, shade, front.copy(), front, 0 * there, front + 1, np.zeros(size, np.uint8))


def _held(first: np.ndarray, filled: np.ndarray, step: np.ndarray) -> Anchor:
    """One drawing (no leading F): the first as the camera shows it after `step` (4,). What comes into frame repeats the border
    of what is filled in: measured closer to the truth than a mirror image, and nobody is drawn out into it."""
    height, width = first.shape[:2]
    grid = pixels(height, width)
    if not step.any():
        return _empty(first, np.zeros_like(grid), np.ones((height, width), np.float32))
    source = seen_from(grid, step)
    x, y = source[..., 0], source[..., 1]
    inside = (x > -0.5) & (y > -0.5) & (x < width - 0.5) & (y < height - 0.5)
    picture = _read(first, source)
    if not inside.all():
        picture = np.where(inside[..., None], picture, _read(filled, source))
    return _empty(picture, source - grid, inside.astype(np.float32))


def _largest(steps: np.ndarray) -> np.ndarray:
    return np.maximum(np.abs(steps[..., 0]), np.abs(steps[..., 1]))


def _read(picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    return cv2.remap(picture, source[..., 0].copy(), source[..., 1].copy(), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _stack(drawings: list[Anchor]) -> Anchor:
    return Anchor(*(np.stack(part) for part in zip(*drawings, strict=True)))
