"""The truth of a drawing, known because it was drawn: who is where, what stands before what, where joints are, how things move.

    truth_of(staging, 0, (256, 144))      # a Truth: figures, masks, depth, camera
    flow_of(staging, 0, 1, (256, 144))    # a Flow: where every pixel of drawing 0 is in drawing 1

A pixel belongs to what covers more than half of it: every piece is painted alone, so nothing is read back from blended colours.
Pictures are (width, height), arrays [h, w], points and flow in pixels, x to the right, y down. What falls before the lens
(lens.py), glows and cast shadows own no pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from generator.nets.depth import Depth
from generator.world import cast
from generator.world.camera import PARALLAX
from generator.world.hatch import around
from generator.world.layers import HORIZON, STILL, Layer, Matrix, times
from generator.world.pose import Pose
from generator.world.raster import Board, Sheet, flat
from generator.world.render import Actor, Shoot
from generator.world.shapes import Point, Shape, ellipse
from storyboard.grammar import Size
from storyboard.look import Look
from storyboard.staging import Action, Emotion, Staging, Subject

SOLID = (255, 255, 255, 255)
FAINT = 0.3  # of a pixel that a light covers, from which on it goes with its lamp
GROUND = 1.0  # as near as the ground is told to be before the stage line, where it is drawn as if it went on evenly
CLOSE_ENOUGH = 0.05  # pixels: a shape whose points an affine motion meets this well moves by it alone


@dataclass(frozen=True)
class Figure:
    """A subject on screen at one drawing. `joints`: hip, neck, head, left and right hand and foot (the figure's own left; no foot
    for who has no legs, one hand for a snake: the tip of its tail), in pixels; `face`: the middle of its head and the head's
    half-axes; `mouth`: 0 shut .. 1 wide; `gape`: the middle and half-axes of the dark of an open mouth, None for none that is
    drawn; `speaks`: inside a span of speech."""

    slot: int
    look: Look
    action: Action
    emotion: Emotion
    joints: Mapping[str, Point]
    face: tuple[float, float, float, float]
    mouth: float
    speaks: bool
    gape: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Truth:
    """One drawing. `order` names everything that is painted, far to near: "sky", "layer 3", "figure 0" (its slot), "load 0"
    and "cover 0" (what that one works with behind it, and hides behind), "thing"; `front` [h, w] uint8: which of them is seen. `slots` and `faces` [h, w] uint8: whose
    body or face is seen, 0 nobody, k = slot k - 1. `near` [h, w] float32: 0 as far as the sky, 1 where the figures stand, more before them. `camera`: the path
    of camera.py since the first drawing."""

    frame: int
    size: tuple[int, int]
    figures: tuple[Figure, ...]
    order: tuple[str, ...]
    front: np.ndarray
    slots: np.ndarray
    faces: np.ndarray
    near: np.ndarray
    camera: tuple[float, float, float, float]


class Flow(NamedTuple):
    """`moved` float32 [h, w, 2]: pixels (x, y) by which what is seen here goes until the other drawing; `valid` bool [h, w]:
    False where it is hidden then, has left the frame, or is painted of other shapes."""

    moved: np.ndarray
    valid: np.ndarray


class Piece(NamedTuple):
    """Shapes that move as one. `key`: the same piece at every drawing; `thing`: what it is part of; `layer`: that of a place."""

    key: tuple[object, ...]
    thing: str
    matrix: Matrix
    shapes: Sequence[Shape]
    opacity: float = 1.0
    layer: Layer | None = None


def truth_of(staging: Staging, frame: int, size: tuple[int, int]) -> Truth:
    """All that is known of one drawing."""
    with _stencil(staging, size) as (shoot, stencil):
        pieces = _pieces(shoot, frame)
        things = list(dict.fromkeys(piece.thing for piece in pieces))
        front, near = np.zeros(size[::-1], np.uint8), np.zeros(size[::-1], np.float32)
        for piece in pieces:
            covered = stencil.covered(piece, piece.shapes if piece.layer else flat(piece.shapes, SOLID))
            front[covered] = things.index(piece.thing)
            near[covered] = _nearness(piece, size)[covered]
        slots, faces = np.zeros_like(front), np.zeros_like(front)
        for actor, pose, _ in _acted(shoot, frame):
            head = _head(actor.subject.look, pose, _stand(shoot, frame, actor, pose))
            body = front == things.index(f"figure {actor.slot}")
            slots[body] = actor.slot + 1
            faces[body & stencil.covered(Piece((), "", head, ()), (Shape(ellipse((0.0, 0.0), 1.0, 1.0), SOLID),))] = actor.slot + 1
        x, y, zoom, roll = (float(v) for v in shoot.track[frame])
    return Truth(frame, size, figures_of(shoot, frame), tuple(things), front, slots, faces, near, (x, y, zoom, roll))


def depth_of(staging: Staging, size: tuple[int, int]) -> Depth | None:
    """How near everything but the figures of a shot's first drawing is; None for a camera that does not travel."""
    if staging.camera.move not in PARALLAX:
        return None
    with _stencil(staging, size) as (shoot, stencil):
        near, ground = np.zeros(size[::-1], np.float32), np.zeros(size[::-1], bool)
        for piece in _pieces(shoot, 0):
            if piece.layer or piece.thing == "thing":
                lies = piece.layer is not None and piece.layer.ground
                shines = any(shape.role == "glow" for shape in piece.shapes)
                covered = stencil.covered(piece, piece.shapes if piece.layer else flat(piece.shapes, SOLID), FAINT if shines else 0.5)
                near[covered] = np.minimum(_nearness(piece, size), GROUND if lies else np.inf)[covered]
                ground[covered] = lies
        view = shoot.view(0)
    return Depth(near, ground, (view.ox / size[0], view.oy / size[1]), view.dolly)


def flow_of(staging: Staging, a: int, b: int, size: tuple[int, int]) -> Flow:
    """Where what is seen at each pixel of drawing `a` is in drawing `b`. Places move by their matrices; every shape of a figure
    by the affine motion that fits its points best, and what that leaves over is spread between the points."""
    with _stencil(staging, size) as (shoot, stencil):
        here, there = ([part for piece in _pieces(shoot, f) for part in _parts(piece)] for f in (a, b))
        lasting = set.intersection(*({part.key for piece in _cast(shoot, f) for part in _parts(piece)} for f in range(min(a, b), max(a, b) + 1)))
        at = {part.key: k for k, part in enumerate(there) if part.layer or part.key in lasting}
        links = [at.get(part.key, -1) for part in here]
        before, after = _owners(stencil, here), _owners(stencil, there)
    flow, valid = np.zeros((*size[::-1], 2), np.float32), np.zeros(size[::-1], bool)
    for k, link in enumerate(links):
        ys, xs = np.nonzero(before == k)
        if link < 0 or not len(ys):
            continue
        middle = np.stack([xs, ys], 1) + 0.5
        moved = _motion(here[k], there[link], middle)
        flow[ys, xs] = moved
        tx, ty = np.floor(middle + moved).astype(int).T
        inside = (tx >= 0) & (tx < size[0]) & (ty >= 0) & (ty < size[1])
        valid[ys[inside], xs[inside]] = after[ty[inside], tx[inside]] == link
    return Flow(flow, valid)


class _Stencil:
    """Paints pieces alone and says what they cover."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.board = Board(size)
        self.sheet = self.board.add(Sheet(), "front")

    def covered(self, piece: Piece, shapes: Sequence[Shape], least: float = 0.5) -> np.ndarray:
        """bool [h, w]: more than that share of the pixel, by these shapes where the piece lies."""
        self.sheet.replace([(piece.matrix, shapes, 1.0)])
        self.board.paint("front", True)
        return self.board.pixels[..., 3] * piece.opacity > 255 * least


@contextmanager
def _stencil(staging: Staging, size: tuple[int, int]) -> Iterator[tuple[Shoot, _Stencil]]:
    shoot, stencil = Shoot(staging, size), _Stencil(size)
    try:
        yield shoot, stencil
    finally:
        shoot.close()
        stencil.board.close()


def _name(index: int, layer: Layer) -> str:
    return "sky" if index == 0 and layer.near == 0.0 else f"layer {index}"


def _pieces(shoot: Shoot, frame: int) -> list[Piece]:
    """Everything in a drawing as it was just painted, far to near: a piece for each part of a place, for each figure and each cover."""
    shoot.draw(frame)
    out: list[Piece] = []
    for i, (layer, parts) in enumerate(shoot._layers):
        if layer.near > 1.0 and all(piece.layer for piece in out):
            out += _cast(shoot, frame)
        for k, (_, sheet) in enumerate(parts):
            matrix, level = sheet.placed or (STILL, 0)
            if level:
                out.append(Piece(("layer", i, k), _name(i, layer), matrix, sheet.shapes, level / 255, layer))
    return out if any(not piece.layer for piece in out) else out + _cast(shoot, frame)


def _cast(shoot: Shoot, frame: int) -> list[Piece]:
    """Those on screen with the line of their style and what they hide behind, back to front, or the thing an insert shows."""
    found = []
    for part, slot, (matrix, shapes, _) in shoot._figures(frame, shoot.view(frame), shoot.seconds(frame)):
        name = {"body": f"figure {slot}", "reach": f"figure {slot}", "load": f"load {slot}", "cover": f"cover {slot}", "thing": part}.get(part)
        if name is not None:
            found.append(Piece((name, part), name, matrix, shapes))
    return found


def _acted(shoot: Shoot, frame: int) -> list[tuple[Actor, Pose, tuple[Shape, ...]]]:
    return [] if shoot.staging.size is Size.INSERT else shoot._acted(frame)


def figures_of(shoot: Shoot, frame: int) -> tuple[Figure, ...]:
    """Everyone on screen at a drawing of a shoot."""
    return tuple(_figure(shoot.staging, frame, actor, pose, (shapes, _stand(shoot, frame, actor, pose))) for actor, pose, shapes in _acted(shoot, frame))


def measured(subject: Subject, pose: Pose, shapes: Sequence[Shape], stand: Matrix) -> Figure:
    """A figure in its pose, its shapes laid out by `stand`; alone and silent."""
    parts = {shape.part for shape in shapes}
    joints = {name: _through(stand, point) for name, point in cast.joints(subject, pose).items()
              if not name.endswith("foot") or name.replace("foot", "leg") in parts}
    a, b, x, d, e, y = _head(subject.look, pose, stand)
    face = (x, y, float(np.hypot(a, d)), float(np.hypot(b, e)))
    return Figure(0, subject.look, subject.action, subject.emotion, joints, face, pose.mouth, False, _gape(shapes, stand))


def _stand(shoot: Shoot, frame: int, actor: Actor, pose: Pose) -> Matrix:
    """Where a figure in its pose lands: its own units to pixels."""
    x, y = actor.x + pose.dx * actor.travel, actor.y + pose.dy * actor.scale
    return shoot._stage(shoot.view(frame), x, y, actor.scale, actor.scale * actor.tall)


def _head(look: Look, pose: Pose, stand: Matrix) -> Matrix:
    """The unit circle to the head on the picture."""
    x, y, radius = cast.head(look, pose)
    return times(stand, (radius, 0.0, x, 0.0, radius, y))


def _parts(piece: Piece) -> list[Piece]:
    """A layer's part as it is; a figure shape by shape, keyed by its part of the body, role and kind of path, and which of those
    that are alike: a kind of shape of which there are more or fewer at another drawing has no partner there. Glass and blushes
    own no pixel: what is seen through them moves by itself."""
    if piece.layer:
        return [piece]
    kinds = [(shape.part, shape.role, "".join(step[0] for step in shape.path)) for shape in piece.shapes]
    return [piece._replace(key=(*piece.key, *kind, kinds.count(kind), kinds[:n].count(kind)), shapes=(shape,))
            for n, (kind, shape) in enumerate(zip(kinds, piece.shapes, strict=True)) if shape.role not in ("glow", "shadow")]


def _owners(stencil: _Stencil, pieces: Sequence[Piece]) -> np.ndarray:
    """int32 [h, w]: which piece is seen, -1 where nothing is."""
    out = np.full(stencil.board.pixels.shape[:2], -1, np.int32)
    for k, piece in enumerate(pieces):
        if piece.opacity > 0.5:
            out[stencil.covered(piece, piece.shapes)] = k
    return out


def _motion(a: Piece, b: Piece, at: np.ndarray) -> np.ndarray:
    """float [n, 2]: how far the points `at` [n, 2] of piece `a` go until it is `b`."""
    if a.layer:
        m, n = (np.array(matrix, np.float64).reshape(2, 3) for matrix in (a.matrix, b.matrix))
        own = np.linalg.solve(m[:, :2], (at - m[:, 2]).T)  # the points in the layer's units
        return ((n - m)[:, :2] @ own + (n - m)[:, 2:]).T
    here, there = _points(a), _points(b)
    middle = here.mean(0)
    basis = np.column_stack([here - middle, np.ones(len(here))])
    step = np.linalg.lstsq(basis, there - here, rcond=1e-6)[0]
    moved = np.column_stack([at - middle, np.ones(len(at))]) @ step
    rest = there - here - basis @ step
    if np.abs(rest).max() < CLOSE_ENOUGH:
        return moved
    weight = 1.0 / (((at[:, None] - here[None]) ** 2).sum(2) + 0.25)
    return moved + (weight @ rest) / weight.sum(1, keepdims=True)


def _points(piece: Piece) -> np.ndarray:
    """float [n, 2]: the points of the paths in pixels."""
    a, b, c, d, e, f = piece.matrix
    numbers = np.array([v for shape in piece.shapes for step in shape.path for v in step[1:]], np.float64).reshape(-1, 2)
    return np.column_stack([a * numbers[:, 0] + b * numbers[:, 1] + c, d * numbers[:, 0] + e * numbers[:, 1] + f])


def _nearness(piece: Piece, size: tuple[int, int]) -> np.ndarray:
    """float32 [h, w]: a standing layer's own; on the ground by how far down a pixel is between the far edge and the stage line."""
    if piece.layer is None or not piece.layer.ground:
        return np.full(size[::-1], piece.layer.near if piece.layer else 1.0, np.float32)
    a, b, c, d, e, f = piece.matrix
    x, y = np.meshgrid(np.arange(size[0]) + 0.5 - c, np.arange(size[1]) + 0.5 - f)
    height = (a * y - d * x) / (a * e - b * d)
    return np.maximum(1.0 + height / HORIZON, piece.layer.near).astype(np.float32)


def _figure(staging: Staging, frame: int, actor: Actor, pose: Pose, shown: tuple[Sequence[Shape], Matrix]) -> Figure:
    """`shown`: what is painted of a figure, and where it stands."""
    subject = staging.subjects[actor.slot]
    speaks = any(start <= frame < end for start, end in subject.speech)
    return replace(measured(actor.subject, pose, *shown), slot=actor.slot, look=subject.look, action=subject.action, emotion=subject.emotion, speaks=speaks)


def _gape(shapes: Sequence[Shape], stand: Matrix) -> tuple[float, float, float, float] | None:
    dark = [shape for shape in shapes if shape.role == "mouth"]
    if not dark:
        return None
    left, top, right, low = around(dark)
    a, b, _, d, e, _ = stand
    wide, high = float(np.hypot(a, d)), float(np.hypot(b, e))
    return *_through(stand, ((left + right) / 2, (top + low) / 2)), wide * (right - left) / 2, high * (low - top) / 2


def _through(m: Matrix, point: Point) -> Point:
    x, y = point
    return m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]
