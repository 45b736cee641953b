"""Pictures of things made by chance, unlike anything our renderer draws: pasted shapes, line drawings, rooms of shaded bodies out of
a lens's focus, faces. All pictures are float32 [h, w, 3], levels 0 to 255.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from generator.train import textures as t
from generator.train.textures import Dice, Size

FILLS = (t.gradient, t.spectrum, t.marble, t.cells, t.pattern)
SKIN = np.array([[246, 214, 190], [232, 190, 158], [206, 156, 120], [160, 110, 80], [112, 74, 54], [74, 48, 38]], np.float32)


def outline(dice: Dice, radius: float, kind: int) -> np.ndarray:
    """float64 [n, 2]: the corners of a shape about (0, 0): polygon, star, soft blob, leaf, torn paper, box."""
    n = {0: int(dice.integers(3, 8)), 1: 2 * int(dice.integers(4, 9)), 5: 4}.get(kind, 48)
    angle = np.linspace(0, math.tau, n, endpoint=False)
    reach = np.ones(n)
    if kind == 1:
        reach[1::2] = dice.uniform(0.35, 0.7)
    elif kind in (2, 4):
        for wave in range(1, 7 if kind == 2 else 20):
            reach += dice.normal(0, 0.22 / wave if kind == 2 else 0.03) * np.cos(wave * angle + dice.uniform(0, math.tau))
    elif kind == 3:
        reach = np.abs(np.cos(angle)) ** 0.5 * 0.5 + 0.5
    across = np.array([1.0, dice.uniform(0.35, 1.0)])
    turn = dice.uniform(0, math.tau) if kind != 5 else math.pi / 4 + dice.normal(0, 0.2)
    corners = np.stack([np.cos(angle) * reach, np.sin(angle) * reach], 1)
    turned = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    corners = corners @ turned * across if kind == 5 else (corners * across) @ turned
    return np.asarray(corners * radius)


def pasted(picture: np.ndarray, corners: np.ndarray, paper: np.ndarray, cover: float, soft: float = 0.0) -> None:
    """Lay a paper (a picture as large, or one colour) over the picture inside the corners; only there is anything computed."""
    low = np.maximum(np.floor(corners.min(0) - 3 * soft - 1), 0).astype(int)
    high = np.minimum(np.ceil(corners.max(0) + 3 * soft + 2), picture.shape[1::-1]).astype(int)
    if np.any(high <= low):
        return
    here = (slice(low[1], high[1]), slice(low[0], high[0]))
    mask = np.zeros(tuple((high - low)[::-1]), np.uint8)
    cv2.fillPoly(mask, [np.round((corners - low) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    field: np.ndarray = mask.astype(np.float32) * (cover / 255)
    field = cv2.GaussianBlur(field, (0, 0), soft) if soft > 0 else field
    picture[here] = t.laid(picture[here], paper[here] if paper.ndim == 3 else paper, field)


def lined(picture: np.ndarray, corners: np.ndarray, ink: np.ndarray, breadth: float, closed: bool = True) -> None:
    """Draw a line through the corners into the picture."""
    cv2.polylines(picture, [np.round(corners * 16).astype(np.int32)], closed, tuple(map(float, ink)), max(round(float(breadth)), 1), cv2.LINE_8, 4)


def collage(dice: Dice, size: Size) -> np.ndarray:
    """Shapes cut from papers, pasted with shadows or outlines or neither."""
    width, height = size
    picture = FILLS[int(dice.integers(len(FILLS)))](dice, size)
    if dice.random() < 0.6:
        picture = 0.35 * picture + 0.65 * t.palette(dice, 1)[0]
    papers = [FILLS[int(dice.integers(len(FILLS)))](dice, size) for _ in range(2)]
    colours, has_lines, has_shadows = t.palette(dice, 8), dice.random() < 0.5, dice.random() < 0.5
    ink, breadth = t.palette(dice, 1)[0] * 0.3, dice.uniform(2, 6)
    largest = dice.uniform(0.12, 0.34) * height
    for _ in range(int(dice.integers(8, 60))):
        corners = outline(dice, largest * dice.uniform(0.25, 1.0), int(dice.integers(6))) + dice.uniform(0, 1, 2) * (width, height)
        if has_shadows:
            pasted(picture, corners + np.array([6, 7]), np.zeros(3, np.float32), 0.4, soft=5.0)
        paper = papers[int(dice.integers(2))] if dice.random() < 0.4 else colours[int(dice.integers(8))]
        pasted(picture, corners, paper, float(dice.choice([1.0, 1.0, 0.6])))
        if has_lines:
            lined(picture, corners, ink, breadth)
    return picture


def doodle(dice: Dice, size: Size) -> np.ndarray:
    """Lines on paper: scribbles, hatching, curls, stick people, houses, letters; coloured in or not."""
    width, height = size
    paper = np.array([250, 247, 238], np.float32) * dice.uniform(0.85, 1) if dice.random() < 0.7 else t.palette(dice, 1)[0]
    picture = np.broadcast_to(paper, (height, width, 3)).copy()
    is_dark = float(paper.mean()) < 110
    inks = [np.full(3, 245.0 if is_dark else 30.0), *t.palette(dice, 3)]
    breadth = dice.choice([2.0, 3.0, 5.0, 8.0])
    for _ in range(int(dice.integers(2, 9))):
        corners = outline(dice, dice.uniform(0.08, 0.4) * height, int(dice.choice([0, 2, 3, 5]))) + dice.uniform(0, 1, 2) * (width, height)
        pasted(picture, corners, t.palette(dice, 1)[0], float(dice.choice([0.3, 0.5, 0.9])))
    for _ in range(int(dice.integers(12, 50))):
        ink, at, big = inks[int(dice.integers(4))], dice.uniform(0, 1, 2) * (width, height), dice.uniform(0.05, 0.25) * height
        kind = dice.integers(6)
        if kind == 0:
            _stick(dice, picture, (at, big), ink, breadth)
        elif kind == 1:  # a scribble
            steps = np.cumsum(dice.normal(0, big / 5, (30, 2)), 0)
            lined(picture, at + cv2.GaussianBlur(steps, (1, 7), 1.5), ink, breadth, closed=False)
        elif kind == 2:  # hatching
            a = dice.uniform(0, math.pi)
            along, over = np.array([math.cos(a), math.sin(a)]), np.array([-math.sin(a), math.cos(a)])
            for k in range(int(dice.integers(5, 14))):
                lined(picture, np.stack([at + over * k * 9 - along * big * 0.6, at + over * k * 9 + along * big * 0.6]), ink, breadth * 0.6, closed=False)
        elif kind == 3:
            lined(picture, at + outline(dice, big, int(dice.integers(6))), ink, breadth)
        elif kind == 4:  # a curl
            turn = np.linspace(0, math.tau * dice.uniform(1, 4), 80)[:, None]
            lined(picture, at + turn / turn.max() * big * np.concatenate([np.cos(turn), np.sin(turn)], 1), ink, breadth, closed=False)
        else:
            letters = "".join(chr(c) for c in dice.integers(65, 91, int(dice.integers(1, 6))))
            cover = np.zeros((height, width), np.uint8)
            cv2.putText(cover, letters, tuple(at.astype(int).tolist()), int(dice.integers(8)), big / 30, (255,), max(int(breadth), 1), cv2.LINE_AA)
            picture = t.laid(picture, ink, cover.astype(np.float32) / 255)
    return cv2.GaussianBlur(picture, (0, 0), 0.9)


def _stick(dice: Dice, picture: np.ndarray, stand: tuple[np.ndarray, float], ink: np.ndarray, breadth: float) -> None:
    """A stick person, or a house, as a child draws them."""
    at, big = stand
    if dice.random() < 0.4:
        box = np.array([[-0.6, 0], [0.6, 0], [0.6, 0.9], [-0.6, 0.9], [-0.6, 0], [0, -0.6], [0.6, 0]])
        return lined(picture, at + box * big, ink, breadth, closed=False)
    turn = np.linspace(0, math.tau, 24)[:, None]
    ring = np.concatenate([np.cos(turn), np.sin(turn)], 1)
    lined(picture, at + ring * big * 0.35 - (0, big), ink, breadth)
    for x in (-0.12, 0.12):
        lined(picture, at + ring * big * 0.04 + (x * big, -1.05 * big), ink, breadth)
    limbs = np.array([[[0, -0.65], [0, 0.25]], [[0, 0.25], [-0.35, 1.0]], [[0, 0.25], [0.35, 1.0]], [[-0.5, dice.uniform(-0.8, 0.1)], [0, -0.4]], [[0, -0.4], [0.5, dice.uniform(-0.8, 0.1)]]])
    for limb in limbs:
        lined(picture, at + limb * big, ink, breadth, closed=False)
    return None


def lensed(dice: Dice, size: Size) -> np.ndarray:
    """As a lens sees: far light out of focus, a floor in perspective, shaded bodies with shadows, the near ones blurred again."""
    width, height = size
    x, y = t.points(size)
    picture = cv2.GaussianBlur(t.spectrum(dice, size), (0, 0), dice.uniform(4, 16))
    if dice.random() < 0.5:
        for _ in range(int(dice.integers(8, 40))):  # lights out of focus
            turn = np.linspace(0, math.tau, 7 if dice.random() < 0.2 else 32)[:, None]
            disc = dice.uniform(8, 30) * np.concatenate([np.cos(turn), np.sin(turn)], 1) + dice.uniform(0, 1, 2) * (width, 0.6 * height)
            pasted(picture, disc, 0.4 * t.palette(dice, 1)[0] + 150, float(dice.uniform(0.15, 0.6)), soft=1.5)
    edge = dice.uniform(-0.05, 0.3)
    if dice.random() < 0.7:
        away = np.clip(y - edge, 1e-3, None)
        texture = FILLS[int(dice.integers(len(FILLS)))](dice, size)
        floor = cv2.remap(texture, (width / 2 + 90 * x / (away + 0.08)).astype(np.float32), (60 / (away + 0.05)).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        picture = t.laid(picture, cv2.GaussianBlur(floor, (0, 0), 2.0) * (0.6 + 0.5 * np.clip(away, 0, 1))[..., None], np.clip((y - edge) * 40, 0, 1))
    light = dice.normal(0, 1, 3)
    light = light / np.linalg.norm(light) * (1, 1, 1)
    light[2], light[1] = abs(light[2]) + 0.5, -abs(light[1])
    count = int(dice.integers(3, 12))
    for near in np.linspace(0, 1, count):
        at = (dice.uniform(-0.9, 0.9), edge - 0.25 + 0.6 * near + dice.normal(0, 0.08))
        body(dice, picture, (*at, (0.06 + 0.16 * near) * dice.uniform(0.6, 1.5)), light)
        if dice.random() < 0.25:
            picture = cv2.GaussianBlur(picture, (0, 0), 1.6)
    return picture


def body(dice: Dice, picture: np.ndarray, place: tuple[float, float, float], light: np.ndarray) -> None:
    """Draw a shaded, textured body at (x, y, radius) in frame heights into the picture, its shadow below it."""
    width, height = picture.shape[1::-1]
    cx, cy, r = place
    stretch, lean = dice.uniform(0.6, 1.7), dice.normal(0, 0.2)
    low = np.clip(np.array([cx - 3 * r, cy - 2 * r]) * height + (width / 2, height / 2), 0, None).astype(int)
    high = np.minimum(np.array([cx + 3 * r, cy + 3 * r]) * height + (width / 2, height / 2), (width, height)).astype(int)
    if np.any(high - low < 4):
        return
    here = (slice(low[1], high[1]), slice(low[0], high[0]))
    x, y = (field[here] for field in t.points((width, height)))
    u, v = (x - cx - lean * (y - cy)) / r, (y - cy) / (r * stretch)
    inside = u * u + v * v if dice.random() < 0.7 else np.maximum(np.abs(u), np.abs(v)) ** 2
    shade = np.clip((u * light[0] + v * light[1] + np.sqrt(np.clip(1 - inside, 0, 1)) * light[2]) / np.linalg.norm(light), 0, 1)
    skin: np.ndarray = t.palette(dice, 1)[0]
    if dice.random() < 0.4:
        skin = 0.5 * skin + 0.5 * FILLS[int(dice.integers(len(FILLS)))](dice, (int(high[0] - low[0]), int(high[1] - low[1])))
    lit = skin * (0.25 + 0.9 * shade)[..., None] + dice.choice([0, 130]) * (shade**24)[..., None]
    under = np.exp(-(((x - cx) / (1.1 * r)) ** 2 + ((y - cy - 0.95 * r * stretch) / (0.3 * r)) ** 2))
    picture[here] = t.laid(picture[here] * (1 - 0.55 * under)[..., None], lit, np.clip((1 - inside) * r * height / 3, 0, 1))


def face(dice: Dice, size: Size) -> np.ndarray:
    """Somebody from the shoulders up before something, painted in soft light: no face of our renderer."""
    x, y = t.points(size)
    picture = cv2.GaussianBlur(FILLS[int(dice.integers(len(FILLS)))](dice, size), (0, 0), float(dice.choice([0.5, 5.0, 12.0])))
    skin = SKIN[int(dice.integers(len(SKIN)))] * dice.uniform(0.85, 1.1) + dice.normal(0, 6, 3) if dice.random() < 0.8 else t.palette(dice, 1)[0]
    hair, cloth, r = t.palette(dice, 1)[0] * 0.6, t.palette(dice, 1)[0], dice.uniform(0.1, 0.2)
    cx, cy, turn, side = dice.uniform(-0.25, 0.25), dice.uniform(-0.12, 0.02), dice.normal(0, 0.15), dice.choice([-1.0, 1.0])
    u, v = (x - cx + turn * (y - cy)) / r, (y - cy) / (1.3 * r)
    soft = r * size[1] / dice.uniform(2, 14)

    def over(field: np.ndarray, colour: np.ndarray) -> None:
        nonlocal picture
        shade = np.clip(1.0 + 0.28 * side * u - 0.12 * v, 0.55, 1.35)
        picture = t.laid(picture, colour * shade[..., None], np.clip(field * soft, 0, 1))

    wild = 0.5 * (t.noise(dice, size, 14, 3) - 0.5)
    over(1 - ((u / 1.25) ** 2 + ((v + 0.25 - dice.uniform(0, 0.6)) / 1.25) ** 2) + wild, hair)
    over(1 - ((u / 2.3) ** 2 + ((v - 2.6) / 1.35) ** 2), cloth)
    over(1 - ((u / 0.42) ** 2 + ((v - 1.1) / 0.6) ** 2), skin * 0.85)
    over(1 - (u * u + v * v), skin)
    over(np.minimum(1.05 - (u * u + v * v), -0.45 - v - dice.normal(0, 0.3) * u + wild), hair)
    for at in (-0.38, 0.38):
        over(0.5 - 40 * ((u - at) ** 2 / 2.5 + (v + 0.05) ** 2), np.array([240, 238, 232], np.float32))
        over(0.5 - 75 * ((u - at - 0.05 * side) ** 2 + (v + 0.05) ** 2), hair * 0.5)
        over(0.4 - 60 * ((u - at) ** 2 / 8 + (v + 0.28 + 0.3 * (u - at) ** 2) ** 2 * 4), hair)
    over(0.35 - 55 * ((u - 0.06 * side) ** 2 * 2 + (v - 0.22) ** 2 / 3), skin * 0.8)
    over(0.5 - 60 * ((u**2) / 9 + (v - 0.55 + dice.normal(0, 0.5) * u * u) ** 2 * 2), skin * (0.75, 0.45, 0.45))
    return picture
