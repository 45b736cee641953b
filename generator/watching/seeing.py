"""What the readers look at: figures and heads cut out of a picture, a chart of colours in the light of a shot, how pictures move.

Letters: T taken drawings, A attributes, C colours of the chart.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from generator.world import cast
from generator.world.light import air, lifted, lit
from generator.world.shapes import rgba
from generator.world.style import Brush, hand_of
from generator.world.truth import Figure
from storyboard.document import Word
from storyboard.grammar import MOVE_WORDS, Move
from storyboard.look import Build, Color, Extra, Garment, Hair, Hat, Kind, Look, Marking, Outfit, Skin
from storyboard.staging import Staging

PICTURE, MASK, FRAMES = (384, 216), (192, 108), 33  # width, height of what is drawn and of who is where; drawings of a shot
TAKEN = tuple(range(0, FRAMES, 3))
SOUGHT = (1, 4, 7, 9)  # which of them are searched for where a figure is
WINDOW, FACE, BODY, BUST, GRID = (64, 64), (40, 40), (80, 80), (80, 80), (32, 18)  # width, height of what readers see
ROOM, AROUND, MARGIN, CHEST = 1.7, 2.2, 1.12, 2.3  # sides of windows round figure and head, of a body and of a bust, in those of their boxes
SMALLEST = 0.012  # share of the drawing a figure must cover to be read
JOINTS = ("head", "neck", "hip", "left hand", "right hand", "left foot", "right foot")
MOVES: tuple[str, ...] = tuple(dict.fromkeys(word for move in Move if move is not Move.FOCUS for word in MOVE_WORDS[move]))
NOTHING = "nothing"  # the colour of what is not worn; a beard has that of the hair
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind), "tone": (*Skin, *Color), "build": tuple(Build), "marking": tuple(Marking), "hair": tuple(Hair), "hair colour": (*Color, NOTHING),
    "garment": tuple(Garment), "garment colour": (*Color, NOTHING), "hat": tuple(Hat), "hat colour": (*Color, NOTHING),
    "extra": tuple(Extra), "extra colour": (*Color, NOTHING),
}  # fmt: skip
CHART: tuple[tuple[str, Skin | Color], ...] = (*(("skin", skin) for skin in Skin), *((role, color) for role in ("fur", "cloth") for color in Color))

Person = tuple[Look, Outfit]
Box = tuple[float, float, float]  # middle and longer side, in pixels of the picture


def attributes_of(person: Person) -> list[int]:
    """The label of each of ATTRIBUTES."""
    look, outfit = person
    tone: Word = look.skin if look.is_person else look.body
    said = (look.kind, tone, look.build, look.marking, look.hair, NOTHING if look.hair is Hair.NONE else look.hair_color,
            outfit.garment, NOTHING if outfit.garment is Garment.NONE else outfit.color, outfit.hat, NOTHING if outfit.hat is Hat.NONE else outfit.hat_color,
            outfit.extra, NOTHING if outfit.extra in (Extra.NONE, Extra.BEARD) else outfit.extra_color)  # fmt: skip
    return [words.index(value) for value, words in zip(said, ATTRIBUTES.values(), strict=True)]


def move_of(staging: Staging) -> int:
    return MOVES.index(staging.camera.words().removeprefix("slow "))


def chart_of(staging: Staging) -> np.ndarray:
    """uint8 [C, 3]: every colour of CHART as the staging's hand draws it in the staging's light, as a photographer's chart would show it."""
    light = air(staging).light()
    brush = Brush(hand_of(staging.style, staging.mix, staging.share), light).own()
    seen = [lit(rgba(color.hex), light) for _, color in CHART]
    raised = [lifted(rgba(color.hex), tone, light, cast.BODY[role]) if role in cast.BODY else tone for (role, color), tone in zip(CHART, seen, strict=True)]
    return np.array([brush.grade(tone, role)[:3] for (role, _), tone in zip(CHART, raised, strict=True)], np.uint8)


def head_of(figure: Figure, lower: float = -0.25) -> Box:
    """The box round a head with some of its hat, its middle so many half heads lower than the face's."""
    x, y, half, _ = figure.face
    return x, y + lower * half, 2 * half


def box_of(mask: np.ndarray) -> Box | None:
    """The box round a figure's mask [h, w]; None where too little of it is seen."""
    if mask.mean() < SMALLEST:
        return None
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    k = PICTURE[0] / mask.shape[1]
    return k * (columns[0] + columns[-1] + 1) / 2, k * (rows[0] + rows[-1] + 1) / 2, k * (1 + max(rows[-1] - rows[0], columns[-1] - columns[0]))


def cut(picture: np.ndarray, box: Box, room: float, size: tuple[int, int]) -> np.ndarray:
    """uint8 [size, size, channels]: a square round the box."""
    x, y, side = box
    scale = size[0] / (room * side)
    matrix = np.array([[scale, 0, size[0] / 2 - scale * x], [0, scale, size[1] / 2 - scale * y]])
    soft = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale) if scale < 0.7 else picture
    return cv2.warpAffine(soft, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def flows_of(pictures: list[np.ndarray]) -> np.ndarray:
    """float16 [T - 1, 18, 32, 2]: how the picture moves from one to the next (dense inverse search, Kroeger et al. 2016)."""
    seek = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    still = np.zeros((144, 256, 2), np.float32)
    small = [cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (256, 144), interpolation=cv2.INTER_AREA) for picture in pictures]
    return np.stack([cv2.resize(seek.calc(a, b, still.copy()), GRID, interpolation=cv2.INTER_AREA) for a, b in pairwise(small)]).astype(np.float16)
