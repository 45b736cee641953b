"""Portraits: one figure alone on a plain soft ground.

    render_portrait(look, outfit, style, (432, 432))          # from the front; `view`: one of PORTRAITS
    drawn, blank, figure = stand_in(staging, slot, light, (432, 432))      # turned, lit and laden as in a shot, with its joints; [picture of each face]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from generator.world import cast, motion
from generator.world.expressions import with_face
from generator.world.hatch import around
from generator.world.light import Light
from generator.world.pose import Pose
from generator.world.raster import Board, Sheet
from generator.world.scenery import contact
from generator.world.shapes import Gradient, Shape, polygon, rgba
from generator.world.style import Brush, hand_of
from generator.world.truth import Figure, measured
from storyboard.look import Look, Outfit
from storyboard.staging import Action, Facing, Staging, Style, Subject

PORTRAITS = {"front": Facing.CAMERA, "three-quarter": Facing.RIGHT, "side": Facing.RIGHT, "back": Facing.AWAY, "face": Facing.CAMERA}
Placed = tuple[float, float, float]  # the scale, and the pixel of the feet


def render_portrait(look: Look, outfit: Outfit, style: Style, size: tuple[int, int], view: str = "front") -> np.ndarray:
    """One figure, whole, on a plain soft ground, as large from every side: uint8 [h, w, 3]. `view`: one of PORTRAITS.

    Raises ValueError at any other word."""
    if view not in PORTRAITS:
        raise ValueError(f"view is {view!r}: use one of {', '.join(PORTRAITS)}")
    light = Light()
    figure = cast.figure(*_standing(look, outfit, view), light)
    return _on_card(figure, _framed(look, outfit, size, None if view == "face" else figure), Brush(hand_of(style), light), size)


def portrayed(look: Look, outfit: Outfit, style: Style, size: tuple[int, int]) -> tuple[np.ndarray, Figure]:
    """Of the portrait from the front: its ground with nothing of the figure but its shadow, uint8 [h, w, 3], and where in it the figure is."""
    light, (subject, pose) = Light(), _standing(look, outfit, "front")
    figure = cast.figure(subject, pose, light)
    scale, x, y = placed = _framed(look, outfit, size, figure)
    return _on_card((), placed, Brush(hand_of(style), light), size), measured(subject, pose, figure, (scale, 0.0, x, 0.0, scale, y))


def stand_in(
    staging: Staging, slot: int, light: Light, size: tuple[int, int], faces: Sequence[Pose | None] = (None,)
) -> tuple[list[np.ndarray], np.ndarray, Figure]:
    """The subject of a slot at rest, as they are turned and what they hold, in the light of their shot: a picture uint8 [h, w, 3] with each of the
    `faces` (None: their own), its ground with nothing of them but a light about them, and where in it they are."""
    subject = staging.subjects[slot].model_copy(update={"action": Action.STAND, "speech": (), "visible": (0.0, 1.0)})
    pose = _rest(subject)
    figure = cast.figure(subject, pose, light)
    scale, x, y = placed = _framed(subject.look, subject.outfit, size, figure)
    card = partial(_on_card, placed=placed, brush=Brush(hand_of(staging.style), light), size=size)
    pictures = [card(cast.figure(subject, with_face(pose, face), light)) for face in faces]
    blank = card([shape for shape in figure if shape.role == "glow"])
    return pictures, blank, measured(subject, pose, figure, (scale, 0.0, x, 0.0, scale, y))


def _on_card(figure: Sequence[Shape], placed: Placed, brush: Brush, size: tuple[int, int]) -> np.ndarray:
    (scale, cx, cy), (w, h) = placed, size
    ground = Gradient("radial", (w / 2, h * 0.45), (w / 2 + 0.75 * max(w, h), h * 0.45), ((0.0, rgba("#efe8da")), (1.0, rgba("#cfc6b8"))))
    back = Shape(polygon([(0, 0), (w, 0), (w, h), (0, h)]), ground, role="sky")
    spot = contact((cx, cy), 0.22 * scale, 0.035 * scale, rgba("#6b6070", 0.25))
    board = Board(size)
    sheet = board.add(Sheet(), "back")
    drawn = Brush(brush.hand, brush.light, min(scale / h, 0.9)).own().dressed(figure)
    sheet.replace([((1.0, 0, 0, 0, 1.0, 0), [back, spot], 1.0), ((scale, 0, cx, 0, scale, cy), drawn, 1.0)])
    board.paint("back", True)
    picture = board.picture()
    board.close()
    return picture


def _standing(look: Look, outfit: Outfit, view: str) -> tuple[Subject, Pose]:
    """Who is portrayed, and how they stand: at rest, turned so that this view of them is seen."""
    subject = Subject(look=look, outfit=outfit, facing=PORTRAITS[view])
    pose = _rest(subject)
    return subject, replace(pose, yaw=math.pi / 2, head_yaw=math.pi / 2, feet=((0.05, 0.0, 0.16), (0.05, 0.0, -0.12))) if view == "side" else pose


def _rest(subject: Subject) -> Pose:
    return motion.pose(subject, motion.Moment(0.0, 2.75), 0.3, 0, 0.0)


def _framed(look: Look, outfit: Outfit, size: tuple[int, int], drawn: Sequence[Shape] | None) -> Placed:
    """All of what is drawn in the frame, hat and tail too; with nothing drawn, the face."""
    w, h = size
    if drawn is None:
        x, y, radius = cast.head(look, _standing(look, outfit, "face")[1])
        scale = 0.34 * h / radius
        return scale, w / 2 - x * scale, 0.57 * h - y * scale
    boxes = [around(cast.figure(*_standing(look, outfit, view), Light())) for view in PORTRAITS if view != "face"]
    wide, tall = max(right - left for left, _, right, _ in boxes), max(max(low, 0.0) - top for _, top, _, low in boxes)
    scale = min(0.84 * h / cast.height(look) * min(1.0, 1.5 * w / h), 0.92 * h / tall, 0.94 * w / wide)
    left, _, right, low = around(drawn)
    return scale, min(max(w / 2, 0.03 * w - left * scale), 0.97 * w - right * scale), min(0.93 * h, 0.96 * h - max(low, 0.0) * scale)
