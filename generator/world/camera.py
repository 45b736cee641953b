"""The camera: how a shot frames its figures, how it moves, and where each layer of the place lands in the frame.

Path numbers are frame-relative: [pan x, pan y, log zoom, roll] = camera to the right in frame widths, camera DOWN in frame
heights (a tilt up is negative), natural log of enlargement (in is positive), camera turning clockwise in radians (the picture
turns the other way). They start at 0: the first drawing is the still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from generator.world.layers import DRAWINGS_PER_SECOND, Layer, Matrix
from generator.world.layers import HORIZON as DRAWN_HORIZON
from generator.world.light import way_round
from generator.world.spots import OPEN, Sight, cover_of, over_shoulder, seat_of, spots_of
from storyboard.grammar import Angle, Camera, Ease, Lens, Move, Size
from storyboard.staging import Facing, Staging, Subject, Where

WORLD = 0.87  # the places are shown this much smaller than they are drawn: more of them beside large figures
HORIZON = DRAWN_HORIZON * WORLD

# Largest move (at |amount| 1): frame widths, frame heights, log zoom, radians.
TRAVEL: dict[Move, tuple[float, float, float, float]] = {
    Move.STATIC: (0, 0, 0, 0),
    Move.PAN: (0.35, 0, 0, 0),
    Move.TILT: (0, -0.30, 0, 0),
    Move.ZOOM: (0, 0, 0.50, 0),
    Move.DOLLY: (0, 0, 0.50, 0),
    Move.TRUCK: (0.35, 0, 0, 0),
    Move.PEDESTAL: (0, -0.26, 0, 0),
    Move.ROLL: (0, 0, 0, 0.17),
    Move.HANDHELD: (0, 0, 0, 0),
    Move.FOCUS: (0, 0, 0, 0),
}
TOP_SPEED = (0.03, 0.04, 0.05, 0.02)  # per drawing
PARALLAX = frozenset({Move.DOLLY, Move.TRUCK, Move.PEDESTAL})

# Height of a figure in frame heights; the row of its focal point in the frame; what that is: 0 the feet, 1 the face.
FRAMES: dict[Size, tuple[float, float, float]] = {
    Size.EXTREME_WIDE: (0.36, 0.86, 0.0),
    Size.WIDE: (0.56, 0.87, 0.0),
    Size.FULL: (0.80, 0.93, 0.0),
    Size.MEDIUM: (1.40, 0.36, 1.0),
    Size.MEDIUM_CLOSE: (1.95, 0.44, 1.0),
    Size.CLOSE: (0.60, 0.53, 1.0),  # of the face: its diameter in frame heights
    Size.EXTREME_CLOSE: (1.25, 0.52, 1.0),
    Size.INSERT: (2.2, 0.5, 0.0),
}
HORIZONS: dict[Size, float] = {Size.EXTREME_WIDE: 0.66, Size.WIDE: 0.63, Size.FULL: 0.62, Size.MEDIUM: 0.60}
# What an angle does: shift of the horizon in frame heights, tallness of figures, roll.
ANGLES: dict[Angle, tuple[float, float, float]] = {
    Angle.EYE: (0.0, 1.0, 0.0),
    Angle.HIGH: (-0.30, 0.92, 0.0),
    Angle.LOW: (0.16, 1.05, 0.0),
    Angle.OVERHEAD: (-0.85, 0.74, 0.0),
    Angle.DUTCH: (0.0, 1.0, 0.14),
    Angle.OVER_SHOULDER: (0.0, 1.0, 0.0),
}
DOLLY_SHARE: dict[Lens, float] = {Lens.WIDE: 0.8, Lens.NORMAL: 0.55, Lens.LONG: 0.2}
FARTHEST = 2.6  # how far along the stage the camera goes to find what tells the place
OFF = 9.0  # where those stand who are not in the frame
INSERT_AT = -0.8  # height of the thing an insert shows
BLUR: dict[Lens, float] = {Lens.WIDE: 0.0, Lens.NORMAL: 0.6, Lens.LONG: 1.6}
HEADROOM = 1.8  # head radii from the middle of a face to the top of what it wears
WAIST = 0.42  # a medium shot shows a figure down to here, in shares of its height
MARGIN = 0.03  # frame heights kept free above heads
APART = 1.4  # head radii from the middle of a head to where the next one may begin, in two-shots
SIGHT_ROW = 0.40  # where in the frame, in frame heights, what tells the place is seen behind a near figure
THIRDS = {Where.LEFT: 0.28, Where.CENTER: 0.5, Where.RIGHT: 0.72}


def eased(share: np.ndarray, ease: Ease) -> np.ndarray:
    if ease is Ease.IN:
        return share**2 * (1.5 - 0.5 * share)
    if ease is Ease.OUT:
        return 1.0 - eased(1.0 - share, Ease.IN)
    if ease is Ease.IN_OUT:
        return share**2 * (3.0 - 2.0 * share)
    return share


def path(camera: Camera, frames: int) -> np.ndarray:
    """float32 [frames, 4]: see the head of this file. The last drawing carries the whole move, within the top speed."""
    share = np.linspace(0.0, 1.0, frames) if frames > 1 else np.zeros(1)
    if camera.move is Move.HANDHELD:
        return _handheld(frames, camera.amount)
    curve = eased(share, camera.ease)
    steepest = float(np.max(np.diff(curve), initial=1e-9))
    out = np.zeros((frames, 4), np.float32)
    for k, (travel, top) in enumerate(zip(TRAVEL[camera.move], TOP_SPEED, strict=True)):
        whole = travel * camera.amount
        out[:, k] = np.sign(whole) * min(abs(whole), top / steepest) * curve
    return out


def pulled(camera: Camera, frames: int) -> np.ndarray:
    """float64 [frames]: where a focus pull is: 0 sharp on the place .. 1 sharp on the figures. It holds at both ends. A single
    picture is sharp on the figures: who animates it from there keeps their faces."""
    if frames == 1:
        return np.ones(1)
    share = np.clip(np.linspace(0.0, 1.0, frames) * 2.0 - 0.5, 0.0, 1.0)
    to_figures = camera.amount >= 0
    moved = eased(share, camera.ease) * min(2.0 * abs(camera.amount), 1.0)
    return moved if to_figures else 1.0 - moved


def lead(camera: Camera) -> np.ndarray:
    """float32 [4]: how far before the framing that was asked for a move begins (half of it), whatever the shot's length."""
    return np.array([0.5 * travel * camera.amount for travel in TRAVEL[camera.move]], np.float32)


def _handheld(frames: int, amount: float) -> np.ndarray:
    """The camera breathes: slow sines, from 0."""
    t = np.arange(frames) / DRAWINGS_PER_SECOND
    level = abs(amount) or 0.5

    def breath(size: float, *waves: tuple[float, float]) -> np.ndarray:
        line = sum((np.sin(2 * math.pi * (t / period + phase)) for period, phase in waves), np.zeros_like(t))
        return size * level * (line - line[0]) / len(waves)

    pan = breath(0.020, (2.3, 0.0), (1.3, 0.3))
    tilt = breath(0.028, (1.9, 0.1), (1.1, 0.6))
    zoom = breath(0.012, (3.7, 0.0))
    roll = breath(0.012, (2.9, 0.2))
    return np.stack([pan, tilt, zoom, roll], 1).astype(np.float32)


@dataclass(frozen=True)
class View:
    """Where the camera is for one drawing. `scale`: pixels per unit on the stage line; `dolly`: how much of that came from
    travelling in; `x`, `y`: camera travel in units; `ox`, `oy`: the vanishing point in pixels; then screen moves."""

    size: tuple[int, int]
    scale: float
    dolly: float
    x: float
    y: float
    ox: float
    oy: float
    pan: tuple[float, float] = (0.0, 0.0)  # pixels the picture is moved by
    zoom: float = 1.0
    roll: float = 0.0
    bodies: tuple[Body, ...] = ()  # who is framed, by slot

    def on_screen(self, x: float, y: float, near: float = 1.0) -> tuple[float, float]:
        """Pixels of a point of a layer, before pan, zoom and roll."""
        k = self._growth(near)
        zoom = self.scale / self.dolly
        return self.ox + zoom * k * (x - near * self.x), self.oy + zoom * k * (y + HORIZON - near * self.y)

    def _growth(self, near: float) -> float:
        return 1.0 / max(1.0 - near * (1.0 - 1.0 / self.dolly), 0.2)

    def fits(self, layer: Layer) -> bool:
        """False when the camera has gone past a layer before the stage."""
        return layer.near <= 1.0 or layer.near * (1.0 - 1.0 / self.dolly) < 0.55

    def matrix(self, layer: Layer) -> Matrix:
        """The layer's units to pixels."""
        if layer.ground:
            return self._screen(self._ground(layer.near))
        k = WORLD * self.scale / self.dolly * self._growth(layer.near)
        cx, cy = self.on_screen(0.0, 0.0, layer.near)
        return self._screen((k, 0.0, cx, 0.0, k, cy))

    def _ground(self, far: float) -> Matrix:
        """The plane from its far edge (nearness `far`) to the stage line, as the affine map that meets both."""
        edge = -HORIZON * (1.0 - far)
        fx, fy = self.on_screen(0.0, edge, far)
        nx, ny = self.on_screen(0.0, 0.0, 1.0)
        sx, sy = (nx - fx) / -edge, (ny - fy) / -edge
        return (self.scale * WORLD, sx * WORLD, nx, 0.0, max(sy, 1e-3) * WORLD, ny)

    def _screen(self, m: Matrix) -> Matrix:
        """Pan, zoom and roll, which move the whole picture."""
        w, h = self.size
        c, s = math.cos(self.roll) * self.zoom, math.sin(self.roll) * self.zoom
        px, py = self.pan
        a, b, tx, d, e, ty = m
        tx, ty = tx + px - w / 2, ty + py - h / 2
        return (c * a + s * d, c * b + s * e, c * tx + s * ty + w / 2, -s * a + c * d, -s * b + c * e, -s * tx + c * ty + h / 2)

    def moved(self, step: np.ndarray, parallax: bool) -> View:
        """The view after a step of the path; travelling moves the camera, the rest moves the picture."""
        px, py, log_zoom, roll = (float(v) for v in step)
        w, h = self.size
        if not parallax:
            return replace(self, pan=(self.pan[0] - px * w, self.pan[1] - py * h), zoom=self.zoom * math.exp(log_zoom), roll=self.roll + roll)
        grown = math.exp(log_zoom)
        cx, cy = w / 2, h / 2  # the point of the stage at the middle of the frame stays there while the camera goes in
        sx = (cx - self.ox) / self.scale + self.x
        sy = (cy - self.oy) / self.scale + self.y
        scale, dolly = self.scale * grown, self.dolly * grown
        return replace(self, scale=scale, dolly=dolly, x=sx - (cx - self.ox) / scale + px * w / scale,
                       y=sy - (cy - self.oy) / scale + py * h / scale, roll=self.roll + roll)


@dataclass(frozen=True)
class Body:
    """A figure as the camera sees it: height in units, the middle of its face (x, y) and the face's radius."""

    height: float
    face: tuple[float, float]
    radius: float


def cast_in(staging: Staging) -> tuple[int, ...]:
    """The subjects that stand in the frame: close frames hold the first only; inserts nobody."""
    if staging.size is Size.INSERT:
        return ()
    if over_shoulder(staging):
        return (0, 1)
    if staging.size in (Size.CLOSE, Size.EXTREME_CLOSE):
        return tuple(range(min(1, len(staging.subjects))))
    return tuple(range(len(staging.subjects)))


def view_of(staging: Staging, bodies: tuple[Body, ...], size: tuple[int, int]) -> View:
    """The framing of the shot before its camera moves."""
    w, h = size
    tall, focal, part = FRAMES[staging.size]
    shown = cast_in(staging)
    dy, squat, roll = ANGLES[staging.angle]
    height = min(max(max((bodies[k].height for k in shown), default=0.95), 0.82), 1.4)
    face = staging.size in (Size.CLOSE, Size.EXTREME_CLOSE)
    if face and shown:
        scale = tall * h / (2.0 * bodies[0].radius)
        scale = min(scale, 1.4 * tall * h / (2 * 0.1))
        point = bodies[0].face[1] * squat
    elif face:
        scale, point = 2.6 * h, -0.8
    elif staging.size is Size.INSERT:
        scale, point = tall * h, INSERT_AT
    else:
        scale = min(tall * h / height, _room(staging, tuple(bodies[k] for k in shown)) * w)
        point = -0.75 * part
        if part and shown:
            scale, point = _faces(tuple(bodies[k] for k in shown), staging.size, h, (scale, focal * h), squat)
        elif shown:
            top = squat * min(bodies[k].face[1] - HEADROOM * bodies[k].radius for k in shown)
            scale = min(scale, (focal - MARGIN) * h / -top)
    oy = h * (HORIZONS.get(staging.size, 0.56) + dy * (1.0 if not face else 0.6))
    view = replace(_solved(staging, size, scale, (point, focal * h, oy), roll), bodies=bodies)
    return _to_seat(staging, view) if staging.size in OPEN else _sighted(staging, view, (point, focal * h))


def _faces(bodies: tuple[Body, ...], size: Size, h: int, wish: tuple[float, float], squat: float) -> tuple[float, float]:
    """Scale, and the height that goes to the wished pixel row: the middle of the faces. No head of a medium shot or of several is
    cut off, however tall it is and whatever it wears; then more is seen below, or the figures are smaller."""
    scale, row = wish
    middle = squat * float(np.mean([b.face[1] for b in bodies]))
    if len(bodies) < 2 and size is not Size.MEDIUM:
        return scale, middle
    top = squat * min(b.face[1] - HEADROOM * b.radius for b in bodies)
    low = squat * max(max(b.face[1] + b.radius, -WAIST * b.height if size is Size.MEDIUM else -math.inf) for b in bodies)  # who lies is lower
    scale = min(scale, (1.0 - 2 * MARGIN) * h / (low - top))
    return scale, min(middle, top + (row - MARGIN * h) / scale)


def _room(staging: Staging, bodies: tuple[Body, ...]) -> float:
    """The largest scale, in frame widths per unit, at which the figures stand side by side with their heads apart."""
    if len(bodies) < 2:
        return 99.0
    tight = {Size.MEDIUM: 0.7, Size.MEDIUM_CLOSE: 1.02}.get(staging.size, 1.1)
    heads = sum(2 * APART * b.radius for b in bodies) - APART * (bodies[0].radius + bodies[-1].radius)
    return min(tight * {2: 1.0, 3: 0.72, 4: 0.56}[len(bodies)], 0.74 / heads)


def _solved(staging: Staging, size: tuple[int, int], scale: float, aim: tuple[float, float, float], roll: float) -> View:
    """The camera that shows the stage at `scale` with the height aim[0] at the pixel row aim[1], horizon at aim[2]."""
    w, h = size
    point, row, oy = aim
    plain = FRAMES[Size.WIDE][0] * h
    lens = {Lens.WIDE: 0.86, Lens.NORMAL: 1.0, Lens.LONG: 1.3}[staging.lens]
    zoomed = (scale / plain) ** (1.0 - DOLLY_SHARE[staging.lens]) * lens
    dolly = scale / (plain * zoomed)
    y = point + HORIZON - (row - oy) / scale
    return View(size, scale, dolly, 0.0, y, w / 2, oy, roll=roll)


def _to_seat(staging: Staging, view: View) -> View:
    """The camera goes along to a seat or a hiding place, so that who is alone there is at a third of the frame."""
    spot = (seat_of(staging, 0) or cover_of(staging, 0)) if len(staging.subjects) == 1 else None
    if spot is None:
        return view
    third = THIRDS[Where.LEFT if spot.x < 0 else Where.RIGHT] - 0.5
    return replace(view, x=spot.x - third * view.size[0] / view.scale)


def _sighted(staging: Staging, view: View, figure: tuple[float, float]) -> View:
    """The same framing of the figures with the camera moved along the stage, and higher or lower, until what tells the place
    stands behind them where the frame is free; of several sights the one that is least far. `figure`: the height that stays at
    its pixel row."""
    w, h = view.size
    share, (point, row) = _free(staging), figure

    def along(sight: Sight) -> float:
        return (WORLD * sight.x - share * w * view.dolly / (view._growth(sight.near) * view.scale)) / max(sight.near, 0.15)

    sight = min(spots_of(staging.place, staging.place_seed).sights, key=lambda s: abs(along(s)))
    stays = view._growth(sight.near) * sight.near / view.dolly  # how much of the camera's rise the sight goes along with
    _, at = view.on_screen(0.0, WORLD * sight.y, sight.near)
    oy = view.oy + (SIGHT_ROW * h - at) / max(1.0 - stays, 0.2)
    oy = min(max(oy, view.oy - 0.08 * h), view.oy + 0.22 * h)
    return replace(view, oy=oy, x=min(max(along(sight), -FARTHEST), FARTHEST), y=point + HORIZON - (row - oy) / view.scale)


def _free(staging: Staging) -> float:
    """Where the frame is free behind near figures, in frame widths from the middle: before the face of one, between two."""
    shown, hand = cast_in(staging), way_round(staging.place_seed)
    if len(shown) != 1 and not over_shoulder(staging):
        return 0.0
    first = staging.subjects[shown[0]]
    if over_shoulder(staging):
        return -0.33 if first.where is Where.LEFT else 0.33
    facing = {Facing.LEFT: -1, Facing.RIGHT: 1}.get(first.facing, hand)
    return 0.31 * {Where.LEFT: 1, Where.RIGHT: -1}.get(first.where, facing)


def spots(staging: Staging, view: View) -> tuple[float, ...]:
    """Where each subject stands, in units along the stage (0 = the middle of the frame), by slot."""
    w, _ = view.size
    wide = w / view.scale
    shown = cast_in(staging)
    if len(shown) == 1 and len(staging.subjects) >= 1:
        at = {shown[0]: _alone(staging, staging.subjects[shown[0]])}
    else:
        widest = sorted(view.bodies[k].radius for k in shown)[-2:]
        gap = max(0.52, APART * sum(widest)) if len(shown) > 1 else 0.0
        at = _spread([(THIRDS[staging.subjects[k].where], k) for k in shown], min(gap / wide, 0.8 / max(len(shown) - 1, 1)))
    out = [(at[k] - 0.5) * wide if k in at else OFF for k in range(len(staging.subjects))]
    for k in at:
        seat, cover = seat_of(staging, k), cover_of(staging, k)
        if seat is not None:
            out[k] = seat.x - view.x
        elif cover is not None:  # what it hides behind is drawn with it, so both stay in the frame
            out[k] = min(max(cover.x - view.x, -0.3 * wide), 0.3 * wide)
        elif staging.size not in OPEN:
            out[k] -= view.bodies[k].face[0]
    return tuple(out)


def _alone(staging: Staging, subject: Subject) -> float:
    """One figure: its third in wide frames; in close ones a little lead room before its face."""
    lead = {"to the left": 1.0, "to the right": -1.0}.get(str(subject.facing), 0.0)
    third = THIRDS[subject.where] - 0.5
    keep = {Size.MEDIUM: 0.62, Size.MEDIUM_CLOSE: 0.45, Size.CLOSE: 0.30, Size.EXTREME_CLOSE: 0.12}.get(staging.size, 1.0)
    return 0.5 + third * keep + lead * 0.035


def _spread(wishes: list[tuple[float, int]], gap: float) -> dict[int, float]:
    """Positions in frame widths at least `gap` apart, in the wished order, kept within the frame."""
    order = sorted(wishes)
    at = [x for x, _ in order]
    for _ in range(8):
        for i in range(len(at) - 1):
            short = gap - (at[i + 1] - at[i])
            if short > 0:
                at[i], at[i + 1] = at[i] - short / 2, at[i + 1] + short / 2
    low, high = min(at, default=0.5), max(at, default=0.5)
    shift = max(0.0, 0.13 - low) - max(0.0, high - 0.87)
    return {k: x + shift for (_, k), x in zip(order, at, strict=True)}
