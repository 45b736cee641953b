"""Pictures of the drawn world: a Staging in, uint8 pictures out. The same staging gives the same bytes in every process.

    render_frame(staging, 0, (768, 432))      # the still
    render_clip(staging, (256, 144))          # uint8 [F, h, w, 3]
    render_truth(staging, 0, (64, 36))        # uint8 [h, w]: 0 nobody, k = subject of slot k
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from generator.world import cast, motion
from generator.world.camera import ANGLES, BLUR, INSERT_AT, PARALLAX, Body, View, cast_in, lead, over_shoulder, path, pulled, spots, view_of
from generator.world.frames import NEAR
from generator.world.insert import insert_shapes
from generator.world.layers import DRAWINGS_PER_SECOND, Layer, Matrix, Part, Site, about, inverse, times
from generator.world.lens import Lens
from generator.world.light import Air, Light, air
from generator.world.places import layers_of
from generator.world.pose import Pose
from generator.world.raster import Board, Sheet, flat
from generator.world.seats import cover_shapes, seated
from generator.world.shapes import Gradient, Rgba, Shape, ellipse, mix, polygon, rgba
from generator.world.spots import cover_of, seat_of
from generator.world.style import dressed
from storyboard.grammar import Move, Size
from storyboard.look import Look, Outfit
from storyboard.staging import Action, Facing, Staging, Style, Subject

SLOT_COLORS: tuple[Rgba, ...] = ((255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (255, 255, 255, 255))
HALF_WIDE, LOWEST = 1.83, 0.3  # what a foreground is drawn for: half the width of the frame, and its lower edge, in units
PULL = 0.011  # blur of what a focus pull leaves, in frame heights
FAINTEST = 0.3  # pixels of blur that nobody sees
FRAMING = 33  # drawings over which a framing is judged, whatever the shot's length: a longer shot begins with the same still


@dataclass(frozen=True)
class Actor:
    """A subject in the frame: where it stands (units, stage line), how much of its walk is shown, its size."""

    slot: int
    subject: Subject
    x: float
    y: float
    travel: float
    scale: float
    tall: float


class Shoot:
    """One staging at one size, ready to be drawn drawing by drawing. Close it when done."""

    def __init__(self, staging: Staging, size: tuple[int, int]) -> None:
        self.staging, self.size = staging, size
        self.air = air(staging)
        self.light = self.air.light()
        self.track = path(staging.camera, staging.frames)
        judged = staging.model_copy(update={"frames": FRAMING})
        self.bodies = tuple(on_seat(judged, k, body_of(s, judged, k)) for k, s in enumerate(staging.subjects))
        self.base = view_of(judged, self.bodies, size)
        self.actors = tuple(replace(a, x=a.x + self.base.x, y=a.y - seat_height(judged, a.slot)) for a in actors_of(judged, self.base))
        self.lead = lead(staging.camera)
        self.board = Board(size)
        self._truth: Board | None = None
        self._last: tuple[int, list[tuple[Actor, Pose, tuple[Shape, ...]]]] = (-1, [])
        self._layers: list[tuple[Layer, list[tuple[Part, Sheet]]]] = []
        self._build()

    def _build(self) -> None:
        dark = self.air.glow if self.air.dark else 0.0
        self.figures = Sheet()
        added = False
        for layer in layers_of(self.staging):
            front = layer.near > 1.0
            if front and not added:
                self.board.add(self.figures, "front")
                added = True
            parts = [(part, self.board.add(Sheet(dressed(part.shapes, self.staging.style, dark, layer.near)), "front" if front else "back"))
                     for part in layer.parts]
            self._layers.append((layer, parts))
        if not added:
            self.board.add(self.figures, "front")

    def view(self, frame: int) -> View:
        """The camera at a drawing: the framing, led in by half the move, and the path so far."""
        travelled = self.staging.camera.move
        return self.base.moved(self.track[frame] - self.lead, travelled in PARALLAX)

    def draw(self, frame: int) -> np.ndarray:
        """uint8 [h, w, 3]"""
        view, t = self.view(frame), frame / DRAWINGS_PER_SECOND
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
        self.figures.replace(self._figures(frame, view, t))
        self.board.paint("back", True)
        behind, before = self._softness(view, frame)
        _blur(self.board.pixels, behind)
        if before > FAINTEST:
            self._lay_soft(before)
        else:
            self.board.paint("front", False)
        return self.board.pixels[..., :3].copy()

    def _close(self) -> bool:
        """In close frames nothing stands before the figures."""
        return self.staging.size in (Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE, Size.EXTREME_CLOSE, Size.INSERT)

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

    def _figures(self, frame: int, view: View, t: float) -> list[tuple[Matrix, Sequence[Shape]]]:
        """Everyone on screen with their shadow, back to front, then the thing an insert shows."""
        groups: list[tuple[Matrix, Sequence[Shape]]] = []
        if self.staging.size is Size.INSERT:
            still = dressed(insert_shapes(self.staging, self.light, t), self.staging.style, self._night(), 1.0)
            return [(self._stage(view, self.base.x, INSERT_AT, 1.0, 1.0), still)]
        for actor, pose, figure in self._acted(frame):
            shapes = dressed(figure, self.staging.style, self._night(), 1.0)
            x, rise = actor.x + pose.dx * actor.travel, pose.dy
            if not self._close():
                groups.append((self._stage(view, x, 0.0, 1.0, 1.0), [shadow(self.air, actor, -rise)]))
            groups.append((self._stage(view, x, actor.y + rise * actor.scale, actor.scale, actor.scale * actor.tall), shapes))
            cover = cover_of(self.staging, actor.slot)
            if cover is not None:
                body = self.bodies[actor.slot]
                size = min(1.0, max(-body.face[1] - 0.4 * body.radius, 0.15) / cover.height)  # the eyes look out over it
                shapes = dressed(cover_shapes(Site(self.air, self.staging.place_seed), cover), self.staging.style, self._night(), 1.0)
                groups.append((self._stage(view, actor.x, 0.0, size, size), shapes))
        return groups

    def _acted(self, frame: int) -> list[tuple[Actor, Pose, tuple[Shape, ...]]]:
        """Everyone on screen at a drawing with their pose and shapes; kept for the truth of the same drawing."""
        if self._last[0] != frame:
            out = []
            for actor in self.actors:
                if on_screen(actor.subject, frame, self.staging.frames):
                    pose = pose_of(self.staging, actor.slot, frame, target_dx(actor, self.actors))
                    out.append((actor, pose, cast.figure(actor.subject, pose, self.light)))
            self._last = (frame, out)
        return self._last[1]

    def _night(self) -> float:
        return self.air.glow if self.air.dark else 0.0

    def _stage(self, view: View, x: float, y: float, sx: float, sy: float) -> Matrix:
        """A figure's own units to pixels."""
        px, py = view.on_screen(x, y)
        return view._screen((view.scale * sx, 0.0, px, 0.0, view.scale * sy, py))

    def truth(self, frame: int, size: tuple[int, int]) -> np.ndarray:
        """uint8 [h, w]: which subject covers each pixel."""
        if self._truth is None or (self._truth.width, self._truth.height) != size:
            self._truth = Board(size)
            self._bodies = self._truth.add(Sheet(), "front")
        view, groups = self.view(frame), []
        shrink = size[0] / self.size[0]
        for actor, pose, figure in self._acted(frame):
            m = self._stage(view, actor.x + pose.dx * actor.travel, actor.y + pose.dy * actor.scale, actor.scale, actor.scale * actor.tall)
            groups.append((times((shrink, 0, 0, 0, shrink, 0), m), flat(figure, SLOT_COLORS[actor.slot])))
        self._bodies.replace(groups)
        self._truth.paint("front", True)
        return slots_of(self._truth.pixels)

    def close(self) -> None:
        self.board.close()
        if self._truth is not None:
            self._truth.close()


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


def pose_of(staging: Staging, slot: int, frame: int, aim: float = 0.0) -> Pose:
    """The pose of a subject at a drawing; `aim`: how far to the right its target stands, in units."""
    subject = staging.subjects[slot]
    if slot == 1 and over_shoulder(staging):
        subject = subject.model_copy(update={"facing": Facing.AWAY})
    moment = motion.Moment(frame / DRAWINGS_PER_SECOND, staging.frames / DRAWINGS_PER_SECOND)
    pose = motion.pose(subject, moment, staging.motion, slot, aim, motion.mouth(subject.speech, frame))
    seat = seat_of(staging, slot)
    return seated(pose, subject.look, seat) if seat else pose


def body_of(subject: Subject, staging: Staging, slot: int) -> Body:
    """What the framing needs to know, averaged over the shot so that the camera does not follow a nod."""
    heads = []
    for frame in {0, staging.frames // 3, 2 * staging.frames // 3}:
        pose = pose_of(staging, slot, frame)
        cx, cy, radius = cast.head(subject.look, pose)
        heads.append((cx, cy + pose.dy, radius))
    x, y, radius = np.mean(heads, 0)
    return Body(cast.height(subject.look), (float(x), float(y)), float(radius))


def actors_of(staging: Staging, view: View) -> tuple[Actor, ...]:
    """The subjects in the frame, those farther back first; walks are shortened to what the frame can show."""
    tall = ANGLES[staging.angle][1]
    where = spots(staging, view)
    out = []
    for slot in cast_in(staging):
        subject = staging.subjects[slot]
        first, last = (pose_of(staging, slot, f).dx for f in (0, staging.frames - 1))
        way = abs(last - first)
        room = (0.30 if staging.size in (Size.EXTREME_WIDE, Size.WIDE, Size.FULL) else 0.12) * view.size[0] / view.scale
        travel = min(1.0, room / way) if way > 1e-6 else 1.0
        x = where[slot] - travel * (first + last) / 2
        out.append(Actor(slot, subject, x, 0.0, travel, 1.0, tall))
    if over_shoulder(staging):
        return _over_shoulder(out[0], out[1], staging, view)
    return tuple(sorted(out, key=lambda a: a.subject.action in (Action.SIT, Action.SLEEP)))


def _over_shoulder(seen: Actor, back: Actor, staging: Staging, view: View) -> tuple[Actor, ...]:
    """The first subject's face past the second's near shoulder, which is large and at the edge."""
    wide = view.size[0] / view.scale
    side = 1.0 if seen.subject.where.value == "left" else -1.0
    scale = 1.45
    head = body_of(back.subject, staging, 1)
    _, stage_y = view.on_screen(0.0, 0.0)
    row = 0.52 * view.size[1]
    y = (row - stage_y) / view.scale - head.face[1] * scale
    subject = back.subject.model_copy(update={"facing": Facing.AWAY})
    return (replace(seen, x=-side * 0.13 * wide), replace(back, subject=subject, x=side * 0.42 * wide, y=y, scale=scale))


def target_dx(actor: Actor, actors: Sequence[Actor]) -> float:
    """How far to the right the action's target stands; towards the other one when none is named."""
    others = {a.slot: a.x for a in actors if a.slot != actor.slot}
    if actor.subject.target in others:
        return others[actor.subject.target] - actor.x
    return 0.0


def shadow(air: Air, actor: Actor, lift: float) -> Shape:
    """The cast shadow: a soft ellipse thrown away from the light, paler under a leap."""
    dark, length = air.shadow
    height = cast.height(actor.subject.look)
    half = 0.17 * height * (1.0 + 0.35 * (length - 1.0))
    x = -air.side * 0.16 * height * (length - 0.4)
    fade = 1.0 / (1.0 + 4.0 * max(lift, 0.0))
    tone = mix(rgba("#1a1a38"), rgba(air.haze), 0.15)
    stops = ((0.0, (*tone[:3], round(255 * dark * 1.5 * fade))), (0.55, (*tone[:3], round(255 * dark * fade))), (1.0, (*tone[:3], 0)))
    fill = Gradient("radial", (x, 0.0), (x + half * 1.25, 0.0), stops)
    return Shape(ellipse((x, 0.0), half * 1.25, 0.045 * height * 1.2), fill, role="shadow")


def render_frame(staging: Staging, frame: int, size: tuple[int, int]) -> np.ndarray:
    """One drawing without what is before the lens: uint8 [h, w, 3] at (width, height)."""
    shoot = Shoot(staging, size)
    try:
        return shoot.draw(frame)
    finally:
        shoot.close()


def render_clip(staging: Staging, size: tuple[int, int], frames: Sequence[int] | None = None) -> np.ndarray:
    """All drawings, or those named, seen through the weather: uint8 [F, h, w, 3]."""
    shoot, lens = Shoot(staging, size), Lens(staging, size)
    try:
        return np.stack([lens.over(shoot.draw(f), f) for f in (range(staging.frames) if frames is None else frames)])
    finally:
        shoot.close()
        lens.close()


def render_truth(staging: Staging, frame: int, size: tuple[int, int]) -> np.ndarray:
    """Who is where: uint8 [h, w], 0 nobody, k = the subject of slot k (counted from 1)."""
    shoot = Shoot(staging, size)
    try:
        return shoot.truth(frame, size)
    finally:
        shoot.close()


def render_portrait(look: Look, outfit: Outfit, style: Style, size: tuple[int, int], view: str = "front") -> np.ndarray:
    """One figure on a plain soft ground: uint8 [h, w, 3]. `view`: front, left, right, back or face."""
    facing = {"left": Facing.LEFT, "right": Facing.RIGHT, "back": Facing.AWAY}.get(view, Facing.CAMERA)
    subject = Subject(look=look, outfit=outfit, facing=facing)
    pose = motion.pose(subject, motion.Moment(0.0, 2.75), 0.3, 0, 0.0, 0.0)
    light = Light()
    w, h = size
    scale, cx, cy = _portrait_frame(look, pose, size, view == "face")
    ground = Gradient("radial", (w / 2, h * 0.45), (w / 2 + 0.75 * max(w, h), h * 0.45), ((0.0, rgba("#efe8da")), (1.0, rgba("#cfc6b8"))))
    back = Shape(polygon([(0, 0), (w, 0), (w, h), (0, h)]), ground, role="sky")
    spot = Shape(ellipse((cx, cy), 0.22 * scale, 0.035 * scale), rgba("#6b6070", 0.25), role="shadow")
    board = Board(size)
    sheet = board.add(Sheet(), "back")
    sheet.replace([((1.0, 0, 0, 0, 1.0, 0), [back, spot]), ((scale, 0, cx, 0, scale, cy), dressed(cast.figure(subject, pose, light), style))])
    board.paint("back", True)
    picture = board.pixels[..., :3].copy()
    board.close()
    return picture


def _portrait_frame(look: Look, pose: Pose, size: tuple[int, int], face: bool) -> tuple[float, float, float]:
    """Scale and the pixel of the feet."""
    w, h = size
    if face:
        x, y, radius = cast.head(look, pose)
        scale = 0.34 * h / radius
        return scale, w / 2 - x * scale, 0.54 * h - y * scale
    scale = 0.84 * h / cast.height(look)
    return scale, w / 2, 0.93 * h
