"""Pictures of the drawn world: a Staging in, uint8 pictures out. The same staging gives the same bytes in every process.

    render_frame(staging, 0, (768, 432))      # the still
    render_clip(staging, (256, 144))          # uint8 [F, h, w, 3]
    render_truth(staging, 0, (64, 36))        # uint8 [h, w]: 0 nobody, k = subject of slot k
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import cv2
import numpy as np

from generator.world import blocking, cast, motion
from generator.world.camera import (
    ANGLES,
    BLUR,
    HEADROOM,
    INSERT_AT,
    PARALLAX,
    Body,
    View,
    cast_in,
    lead,
    path,
    pulled,
    spots,
    view_of,
)
from generator.world.cast import ARMS
from generator.world.frames import NEAR
from generator.world.insert import insert_shapes
from generator.world.layers import DRAWINGS_PER_SECOND, Layer, Matrix, Part, Site, about, inverse, times
from generator.world.lens import Lens
from generator.world.light import air
from generator.world.loads import loads
from generator.world.places import layers_of
from generator.world.pose import Pose, near
from generator.world.raster import Board, Laid, Sheet, flat
from generator.world.seats import cover_shapes, furnished, peeped_over, seated
from generator.world.shade import Ground, ground_of
from generator.world.shapes import Rgba, Shape
from generator.world.spots import OPEN, TASKS, cover_of, over_shoulder, seat_of
from generator.world.style import Brush, hand_of
from storyboard.grammar import Move, Size
from storyboard.staging import Action, Facing, Staging, Subject, Where

SLOT_COLORS: tuple[Rgba, ...] = ((255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (255, 255, 255, 255))
STAYS = ("thing", "load", "cover")  # what is in a drawing without its figures
SHADES = ("shadow", "glow")  # what figures change about them
PARTS = (*STAYS, *SHADES, "edge", "body", "reach")
NOBODY: Rgba = (0, 0, 0, 255)  # what covers a figure and is none
HALF_WIDE, LOWEST = 1.83, 0.3  # what a foreground is drawn for: half the width of the frame, and its lower edge, in units
PULL = 0.011  # blur of what a focus pull leaves, in frame heights
FAINTEST = 0.3  # pixels of blur that nobody sees
LOW = (Action.SIT, Action.SIT_DOWN, Action.STAND_UP, Action.SLEEP, Action.HIDE)  # drawn before those who stand
RISING = (Action.SIT_DOWN, Action.STAND_UP, Action.TAKE, Action.HIDE, Action.PUSH)
OVERHEAD = -0.9  # units of a foreground: what ends above this hangs in from the upper edge
HATTED = 1.3  # head radii from the middle of a head to its top
FRAMING = 33  # drawings over which a framing is judged, whatever the shot's length: a longer shot begins with the same still


@dataclass(frozen=True)
class Actor:
    """A subject in the frame: where it stands (units, stage line), how far it may go, how much of its way is shown, its size."""

    slot: int
    subject: Subject
    x: float
    y: float = 0.0
    room: float = math.inf
    travel: float = 1.0
    scale: float = 1.0
    tall: float = 1.0


class Group(NamedTuple):
    """Shapes painted together. `part` of the subject of `slot`: "shadow", "load" (what it works with, behind it), "glow", "edge", "body", "reach" (an arm
    that lies round another), "cover" (what is before it); "thing" of an insert."""

    part: str
    slot: int
    laid: Laid


class Stood(NamedTuple):
    """What stands on the stage: a Group's part and slot, its own units to pixels, its shapes in plain colours."""

    part: str
    slot: int
    matrix: Matrix
    shapes: Sequence[Shape]


class Shoot:
    """One staging at one size, ready to be drawn drawing by drawing; without its scenery the figures stand on clear ground, lit by no
    lamps. Close it when done."""

    def __init__(self, staging: Staging, size: tuple[int, int], scenery: bool = True) -> None:
        self.staging, self.size = staging, size
        self.air = air(staging)
        self.light = self.air.light()
        self.track = path(staging.camera, staging.frames)
        judged = staging.model_copy(update={"frames": FRAMING, "begun": 0, "whole": 0})
        self.bodies = tuple(on_seat(judged, k, body_of(s, judged, k)) for k, s in enumerate(staging.subjects))
        self.base = view_of(judged, self.bodies, size)
        self.actors = tuple(replace(a, x=a.x + self.base.x, y=a.y - seat_height(judged, a.slot)) for a in actors_of(judged, self.base))
        self.lead = lead(staging.camera)
        self.brush = Brush(hand_of(staging.style, staging.mix, staging.share), self.light, self.base.scale / size[1])
        self.own = self.brush.own()
        layers = furnished(staging, self.air, layers_of(staging), body_of) if scenery else ()
        self.ground: Ground = ground_of(staging, self.air, layers, self.base)
        self.board = Board(size)
        self._truth: Board | None = None
        self._given: Mapping[int, Pose] = {}
        self._last: tuple[tuple[int, Mapping[int, Pose]], list[tuple[Actor, Pose, tuple[Shape, ...]]]] = ((-1, {}), [])
        self._layers: list[tuple[Layer, list[tuple[Part, Sheet]]]] = []
        self._build(layers)

    def _build(self, layers: Sequence[Layer]) -> None:
        self.figures = Sheet()
        added = False
        for layer in layers:
            front = layer.near > 1.0
            if front and not added:
                self.board.add(self.figures, "front")
                added = True
            parts = [(part, self.board.add(Sheet(self.brush.dressed(part.shapes, layer.near)), "front" if front else "back"))
                     for part in layer.parts if layer.near != NEAR or not self._hangs_before(layer, part)]
            self._layers.append((layer, parts))
        if not added:
            self.board.add(self.figures, "front")

    def _hangs_before(self, layer: Layer, part: Part) -> bool:
        """Whether what hangs into the frame from above, a bough, would cover a head on its way through the shot's first drawings."""
        low, k = max(y for _, y in _corners(part.shapes)), self._matrix(self.view(0), layer)
        if low > OVERHEAD or over_shoulder(self.staging) or self._close():
            return False
        (x0, _), (x1, y1) = ((k[0] * x + k[2], k[4] * y + k[5]) for x, y in _corners(part.shapes))
        judged = self.staging.model_copy(update={"frames": FRAMING, "begun": 0, "whole": 0})
        for actor in self.actors:
            for frame in range(0, FRAMING, 8):
                pose = pose_of(judged, actor.slot, frame, target_dx(judged, actor, self.actors), actor.room)
                x, y, r = cast.head(actor.subject.look, pose)
                px, py = self.base.on_screen(actor.x + pose.dx * actor.travel + x, actor.y + pose.dy + y * actor.tall)
                if x0 < px + r * self.base.scale and px - r * self.base.scale < x1 and py - HATTED * r * self.base.scale < y1:
                    return True
        return False

    def seconds(self, frame: float) -> float:
        """How long all has moved at a drawing."""
        return (self.staging.begun + frame) / DRAWINGS_PER_SECOND

    def view(self, frame: int) -> View:
        """The camera at a drawing: the framing, led in by half the move, and the path so far."""
        travelled = self.staging.camera.move
        return self.base.moved(self.track[frame] - self.lead, travelled in PARALLAX)

    def draw(self, frame: int, shown: Collection[str] = PARTS, moment: float | None = None, poses: Mapping[int, Pose] = {}) -> np.ndarray:
        """uint8 [h, w, 3]; `shown`: which groups, besides the place; `moment`: the second at which the place stands still, None where it does
        not; `poses`: by slot, other poses than the drawing's."""
        self._given = poses
        stands = 0.0 if self.staging.place_stands else moment
        view, t = self.view(frame), self.seconds(frame) if stands is None else stands
        for layer, parts in self._layers:
            matrix, fits = self._matrix(view, layer), view.fits(layer) and not (layer.near > 1.0 and self._close())
            for part, sheet in parts:
                if not fits:
                    sheet.place(matrix, 0.0)
                elif part.motion is None:
                    sheet.place(matrix)
                else:
                    moved, opacity = part.motion(t)
                    sheet.place(times(matrix, moved), opacity)
        self.figures.replace([group.laid for group in self._figures(frame, view, self.seconds(frame)) if group.part in shown])
        self.board.paint("back", True)
        behind, before = self._softness(view, frame)
        _blur(self.board.pixels, behind)
        if before > FAINTEST:
            self._lay_soft(before)
        else:
            self.board.paint("front", False)
        return self.board.picture()

    def veil(self, frame: int) -> np.ndarray:
        """The shadows of the figures and the light about them alone: uint8 [h, w, 4], colours times how much they hide, then that."""
        board = Board(self.size)
        sheet = board.add(Sheet(), "front")
        sheet.replace([group.laid for group in self._figures(frame, self.view(frame), self.seconds(frame)) if group.part in SHADES])
        board.paint("front", True)
        alone = board.pixels.copy()
        board.close()
        return alone

    def _close(self) -> bool:
        """In close frames nothing stands before the figures."""
        return self.staging.size not in OPEN

    def _matrix(self, view: View, layer: Layer) -> Matrix:
        """The layer's units to pixels. A sun or moon is set wholly into the frame that its edge would cut; a foreground is set
        anew for every framing, so that it keeps the corners, and then moves with the camera."""
        matrix = view.matrix(layer)
        if layer.near == NEAR:
            w, h = self.size
            k = w / (2 * HALF_WIDE)
            moved = times(matrix, inverse(self.base.matrix(layer)))
            grown = max(1.0 / np.hypot(moved[0], moved[3]), 1.0)  # it does not shrink into a frame that opens
            moved = times(about(w / 2, h / 2, grown, 0.0, 0.0, grown), moved)
            return times(moved, (k, 0.0, w / 2, 0.0, k, h - LOWEST * k))
        if layer.lamp is None:
            return matrix
        dx, dy = kept_whole(self.view(0).matrix(layer), layer.lamp, self.size)
        return times((1.0, 0.0, dx, 0.0, 1.0, dy), matrix)

    def _softness(self, view: View, frame: int) -> tuple[float, float]:
        """Pixels of blur of the place and of the figures: soft behind near figures by the lens; a focus pull trades one for the other."""
        h = self.size[1]
        near = max(view.scale * view.zoom / h - 0.9, 0.0)
        behind = min(BLUR[self.staging.lens] * near * 0.008, 0.012) * h
        if self.staging.camera.move is not Move.FOCUS:
            return behind, 0.0
        share = pulled(self.staging.camera, self.staging.frames)[frame]
        return max(behind, PULL * h) * share, PULL * h * (1.0 - share)

    def _lay_soft(self, sigma: float) -> None:
        """Paint the front out of focus over what is there."""
        pixels = self.board.pixels
        back = pixels[..., :3].astype(np.float32)
        self.board.paint("front", True)
        _blur(pixels, sigma)
        clear = 1.0 - pixels[..., 3:].astype(np.float32) / 255.0
        pixels[..., :3] = np.clip(pixels[..., :3] + back * clear + 0.5, 0, 255).astype(np.uint8)

    def _figures(self, frame: int, view: View, t: float) -> list[Group]:
        """Everyone on screen with their shadow and the light round them, back to front, then the thing an insert shows."""
        if self.staging.size is Size.INSERT:
            thing = self.own.dressed(insert_shapes(self.staging, self.ground.insert_light(), t))
            return [Group("thing", -1, (self._stage(view, self.base.x, INSERT_AT, 1.0, 1.0), thing, 1.0))]
        acted, groups = self._acted(frame), list[Group]()
        if not self._close():
            for actor, pose, figure in acted:
                if actor.scale > 1.0:  # whose shoulder it is stands before the stage, its feet below the frame
                    continue
                x = actor.x + pose.dx * actor.travel
                under = self.ground.under(figure, cast.height(actor.subject.look), -pose.dy, self._stage(view, x, 0.0, 1.0, actor.tall))
                groups += [Group("shadow", actor.slot, laid) for laid in under]
        lit = {actor.slot: self.ground.at(t).light_at(actor.x + pose.dx * actor.travel, actor.subject) for actor, pose, _ in acted}
        for part, slot, m, shapes in self._standing(view, frame):
            brush = self.own if part in ("body", "reach") else self.brush
            if part == "body":
                about = self.ground.behind(shapes, lit[slot], self.own)
                groups.append(Group("glow", slot, (m, [shape for shape in about if shape.role == "glow"], 1.0)))
                groups.append(Group("edge", slot, (m, [shape for shape in about if shape.role != "glow"], 1.0)))
                groups.append(Group("glow", slot, (m, brush.dressed([shape for shape in shapes if shape.role == "glow"]), 1.0)))
                shapes = [shape for shape in shapes if shape.role != "glow"]
            groups.append(Group(part, slot, (m, brush.dressed(shapes), 1.0)))
        return groups

    def _standing(self, view: View, frame: int) -> list[Stood]:
        """Everyone on screen with what they work with and hide behind, in plain colours, back to front; an arm that goes round somebody last."""
        out, reaching = list[Stood](), list[Stood]()
        acted = self._acted(frame)
        for n, (actor, pose, figure) in enumerate(acted):
            x, y = actor.x + pose.dx * actor.travel, actor.y + pose.dy * actor.scale
            m, ground = self._stage(view, x, y, actor.scale, actor.scale * actor.tall), self._stage(view, x, actor.y, actor.scale, actor.scale * actor.tall)
            around = set[str]()
            if actor.subject.action is Action.HUG and n + 1 < len(acted):
                around = {ARMS[near(pose)]}
                reaching.append(Stood("reach", actor.slot, m, tuple(s for s in figure if s.part in around)))
            things = loads(Site(self.air, self.staging.place_seed), self.staging, actor.slot, (pose, figure), self.seconds(frame))
            out += [Stood("load", actor.slot, ground, things.behind)] if things.behind else []
            out.append(Stood("body", actor.slot, m, tuple(s for s in figure if s.part not in around)))
            out += [Stood("cover", actor.slot, ground, things.over)] if things.over else []
            out += self._cover(view, actor)
        return [*out, *reaching]

    def _cover(self, view: View, actor: Actor) -> list[Stood]:
        """What the figure hides behind, so high that the eyes look out over it."""
        cover = cover_of(self.staging, actor.slot)
        if cover is None:
            return []
        k = peeped_over(self.bodies[actor.slot], cover)
        return [Stood("cover", actor.slot, self._stage(view, actor.x, 0.0, k, k), cover_shapes(Site(self.air, self.staging.place_seed), cover))]

    def posed(self, frame: int) -> list[tuple[Actor, Pose]]:
        """Everyone on screen at a drawing, with what they hold by then, and their pose."""
        now, out = blocking.handed(self.staging, self.seconds(frame)), list[tuple[Actor, Pose]]()
        for actor in self.actors:
            if on_screen(actor.subject, frame, self.staging.frames):
                pose = pose_of(now, actor.slot, frame, target_dx(self.staging, actor, self.actors), actor.room)
                out.append((replace(actor, subject=actor.subject.model_copy(update={"prop": now.subjects[actor.slot].prop})), pose))
        return out

    def _acted(self, frame: int) -> list[tuple[Actor, Pose, tuple[Shape, ...]]]:
        """Everyone on screen at a drawing, their pose and shapes; kept for the truth of the same drawing."""
        if self._last[0] != (frame, self._given):
            out, ground = [], self.ground.at(self.seconds(frame))
            for actor, own in self.posed(frame):
                pose = self._given.get(actor.slot, own)
                out.append((actor, pose, cast.figure(actor.subject, pose, ground.light_at(actor.x + pose.dx * actor.travel, actor.subject))))
            self._last = ((frame, self._given), out)
        return self._last[1]

    def _stage(self, view: View, x: float, y: float, sx: float, sy: float) -> Matrix:
        """A figure's own units to pixels."""
        px, py = view.on_screen(x, y)
        return view._screen((view.scale * sx, 0.0, px, 0.0, view.scale * sy, py))

    def truth(self, frame: int, size: tuple[int, int], alone: int | None = None) -> np.ndarray:
        """uint8 [h, w]: which subject covers each pixel; what one hides behind is nobody. `alone`: the slot of one, as if nobody else were there."""
        if self._truth is None or (self._truth.width, self._truth.height) != size:
            self._truth = Board(size)
            self._bodies = self._truth.add(Sheet(), "front")
        shrink = (size[0] / self.size[0], 0.0, 0.0, 0.0, size[0] / self.size[0], 0.0)
        groups = [(times(shrink, m), flat(shapes, SLOT_COLORS[slot]) if part in ("body", "reach") else flat(self.brush.dressed(shapes), NOBODY), 1.0)
                  for part, slot, m, shapes in self._standing(self.view(frame), frame) if alone in (None, slot)]
        self._bodies.replace(groups)
        self._truth.paint("front", True)
        return slots_of(self._truth.pixels)

    def close(self) -> None:
        self.board.close()
        if self._truth is not None:
            self._truth.close()


def _corners(shapes: Sequence[Shape]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The upper left and lower right corner of the points of some shapes."""
    steps: Any = [step for shape in shapes for step in shape.path if len(step) > 1]
    xs, ys = [v for step in steps for v in step[1::2]], [v for step in steps for v in step[2::2]]
    return (min(xs), min(ys)), (max(xs), max(ys))


def _blur(pixels: np.ndarray, sigma: float) -> None:
    if sigma > FAINTEST:
        cv2.GaussianBlur(pixels, (0, 0), sigma, dst=pixels, borderType=cv2.BORDER_REPLICATE)


def kept_whole(matrix: Matrix, lamp: tuple[float, float, float], size: tuple[int, int]) -> tuple[float, float]:
    """Pixels by which a round lamp (middle and radius in the matrix's units) is moved so that the frame does not cut it: into the
    frame, a little way from its edge; nowhere when it is wholly inside or wholly outside."""
    a, b, c, d, e, f = matrix
    x, y, radius = lamp
    at, r = (a * x + b * y + c, d * x + e * y + f), np.hypot(a, d) * radius
    if any(v < -r or v > whole + r for v, whole in zip(at, size, strict=True)):
        return 0.0, 0.0
    dx, dy = (float(np.clip(v, 1.6 * r, whole - 1.6 * r) - v) for v, whole in zip(at, size, strict=True))
    return dx, dy


def slots_of(pixels: np.ndarray) -> np.ndarray:
    """Slot numbers of a picture painted in SLOT_COLORS on clear ground."""
    r, g, b = (pixels[..., k] > 127 for k in range(3))
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[r], mask[g], mask[b] = 1, 2, 3
    mask[r & g & b] = 4
    return mask


def seat_height(staging: Staging, slot: int) -> float:
    """How high over the ground this subject sits; 0 on the ground itself."""
    seat = seat_of(staging, slot)
    return 0.0 if seat is None else seat.height


def on_seat(staging: Staging, slot: int, body: Body) -> Body:
    """The body as high as its seat."""
    return replace(body, face=(body.face[0], body.face[1] - seat_height(staging, slot)))


def on_screen(subject: Subject, frame: int, frames: int) -> bool:
    share = frame / max(frames - 1, 1)
    return subject.visible[0] <= share <= subject.visible[1]


def pose_of(staging: Staging, slot: int, frame: float, aim: float = 0.0, room: float = math.inf) -> Pose:
    """The pose of a subject at a drawing, or between two; `aim`: how far to the right its target stands, `room`: how far it may go, in units."""
    subject = staging.subjects[slot]
    if slot == 1 and over_shoulder(staging):
        subject = subject.model_copy(update={"facing": Facing.AWAY})
    other = blocking.partner(staging, slot)
    rise = 0.0 if other is None else cast.height(staging.subjects[other].look) - cast.height(subject.look)
    whole = staging.whole or staging.begun + staging.frames
    moment = motion.Moment((staging.begun + frame) / DRAWINGS_PER_SECOND, whole / DRAWINGS_PER_SECOND, room, rise, TASKS[staging.place])
    pose = motion.pose(subject, moment, staging.motion, slot, aim, motion.mouth(subject.speech, frame))
    seat = seat_of(staging, slot)
    return seated(pose, subject.look, seat) if seat else pose


def body_of(subject: Subject, staging: Staging, slot: int) -> Body:
    """What the framing needs to know, averaged over the shot so that the camera does not follow a nod; of who rises or goes down
    between how it is at first and its highest."""
    if subject.action is Action.JUMP and staging.size in OPEN:
        drawings: tuple[int, ...] = tuple(range(0, staging.frames, 2))
    else:
        drawings = (0, staging.frames // 3, 2 * staging.frames // 3)
    heads, hands, aim = [], [], 0.0 if blocking.partner(staging, slot) is None else 0.5 if subject.where is Where.LEFT else -0.5
    for frame in drawings:
        pose = pose_of(staging, slot, frame, aim)
        cx, cy, radius = cast.head(subject.look, pose)
        heads.append((cx, cy + pose.dy, radius))
        hands += [at[1] + pose.dy for name, at in cast.joints(subject, pose).items() if name.endswith("hand")]
    x, y, radius = np.mean(heads, 0)
    if len(drawings) > 3:  # a leap, hands up, is held by the frame
        y = min(min(cy for _, cy, _ in heads) - 0.4 * radius, min(hands, default=0.0) - 0.15 * cast.height(subject.look) + HEADROOM * radius)
    y = (heads[0][1] + 2 * min(cy for _, cy, _ in heads)) / 3 if subject.action in RISING else y
    return Body(cast.height(subject.look), (float(x), float(y)), float(radius))


def actors_of(staging: Staging, view: View) -> tuple[Actor, ...]:
    """The subjects in the frame, those farther back first, who hugs behind the smaller one; places are counted from the middle of the frame."""
    tall = ANGLES[staging.angle][1]
    where = blocking.together(staging, spots(staging, view), [body.radius for body in view.bodies])
    if over_shoulder(staging):
        both = [Actor(slot, staging.subjects[slot], where[slot], travel=0.0, tall=tall) for slot in (0, 1)]  # who goes, goes on the spot
        return _over_shoulder(both[0], both[1], staging, view)
    ways = blocking.ways(staging, where, view.size[0] / view.scale)
    out = [Actor(slot, staging.subjects[slot], *ways[slot], tall=tall) for slot in cast_in(staging)]
    return tuple(sorted(out, key=lambda a: (a.subject.action in LOW, -cast.height(a.subject.look) if a.subject.action is Action.HUG else 0.0)))


def _over_shoulder(seen: Actor, back: Actor, staging: Staging, view: View) -> tuple[Actor, ...]:
    """The first subject's face past the second's near shoulder, which is large and at the edge."""
    wide = view.size[0] / view.scale
    side = 1.0 if seen.subject.where.value == "left" else -1.0
    scale = 1.3
    head = body_of(back.subject, staging, 1)
    _, stage_y = view.on_screen(0.0, 0.0)
    row = 0.6 * view.size[1]
    y = (row - stage_y) / view.scale - head.face[1] * scale
    subject = back.subject.model_copy(update={"facing": Facing.AWAY})
    return (replace(seen, x=-side * 0.13 * wide), replace(back, subject=subject, x=side * 0.42 * wide, y=y, scale=scale))


def target_dx(staging: Staging, actor: Actor, actors: Sequence[Actor]) -> float:
    """How far to the right the one it deals with stands at first; 0 without one."""
    other = blocking.partner(staging, actor.slot)
    return next((a.x - actor.x for a in actors if a.slot == other), 0.0)


def render_frame(staging: Staging, frame: int, size: tuple[int, int]) -> np.ndarray:
    """One drawing without what is before the lens: uint8 [h, w, 3] at (width, height)."""
    shoot = Shoot(staging, size)
    try:
        return shoot.draw(frame)
    finally:
        shoot.close()


def render_clip(staging: Staging, size: tuple[int, int], frames: Sequence[int] | None = None) -> np.ndarray:
    """All drawings, or those named, seen through the weather: uint8 [F, h, w, 3]."""
    return np.stack(list(drawings(staging, size, frames)))


def drawings(staging: Staging, size: tuple[int, int], frames: Sequence[int] | None = None) -> Iterator[np.ndarray]:
    """The drawings of a clip one by one, so that memory does not grow with its length."""
    shoot, lens = Shoot(staging, size), Lens(staging, size)
    try:
        for frame in range(staging.frames) if frames is None else frames:
            yield lens.over(shoot.draw(frame), frame)
    finally:
        shoot.close()
        lens.close()


def render_plates(staging: Staging, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first drawing without what is before the lens and without its figures, uint8 [h, w, 3]: with nothing of them, and with their
    shadows and the light about them; and these alone where they show, uint8 [h, w, 4], colours times how much they hide, then that."""
    shoot = Shoot(staging, size)
    try:
        bare, shaded, veil = shoot.draw(0, STAYS), shoot.draw(0, (*STAYS, *SHADES)), shoot.veil(0)
    finally:
        shoot.close()
    veil[(bare == shaded).all(-1)] = 0
    return bare, shaded, veil


def render_frames(staging: Staging, size: tuple[int, int], moment: float | None = None) -> Iterator[np.ndarray]:
    """All drawings without what is before the lens, one by one: uint8 [h, w, 3] at (width, height); `moment` as in `Shoot.draw`."""
    shoot = Shoot(staging, size)
    try:
        for frame in range(staging.frames):
            yield shoot.draw(frame, moment=moment)
    finally:
        shoot.close()


def render_truth(staging: Staging, frame: int, size: tuple[int, int]) -> np.ndarray:
    """Who is where: uint8 [h, w], 0 nobody, k = the subject of slot k (counted from 1)."""
    shoot = Shoot(staging, size)
    try:
        return shoot.truth(frame, size)
    finally:
        shoot.close()
