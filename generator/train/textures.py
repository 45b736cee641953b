"""Textures made by chance, unlike anything our renderer draws: gradients, fractal noise, cells, patterns, strokes, and the papers
and screens that pictures are printed on. All pictures are float32 [h, w, 3], levels 0 to 255; fields are float32 [h, w], 0 to 1.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

Size = tuple[int, int]  # width, height in pixels
Dice = np.random.Generator
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
FAINTEST = 16.0  # levels of light by which a picture varies at least


def palette(dice: Dice, count: int) -> np.ndarray:
    """float32 [count, 3]: colours that go together (near hues, opposite ones, or none at all), from dark to light or mixed."""
    hue, spread = dice.uniform(0, 180), float(dice.choice([8.0, 25.0, 60.0, 180.0]))
    hues = (hue + dice.uniform(-spread, spread, count) + 90.0 * (dice.random(count) < 0.15)) % 180
    depth = dice.uniform(0.0, 1.0) ** 0.7
    saturation = np.clip(dice.normal(150 * depth, 45, count), 0, 255)
    values = np.clip(dice.uniform(30, 255, count), 0, 255)
    if dice.random() < 0.4:
        values.sort()
    hsv = np.stack([hues, saturation, values], -1).astype(np.uint8)[None]
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0].astype(np.float32)


def noise(dice: Dice, size: Size, cells: float, octaves: int = 5, gain: float = 0.5) -> np.ndarray:
    """Fractal noise, its coarsest waves about `cells` across the width."""
    width, height = size
    total, level, weight = np.zeros((height, width), np.float32), 1.0, 0.0
    for octave in range(octaves):
        across = cells * 2**octave
        if across > width / 2:
            break
        grid = dice.random((max(int(across * height / width), 1) + 3, int(across) + 3), np.float32)
        total += level * cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
        weight += level
        level *= gain
    total -= total.min()
    return total / max(float(total.max()), 1e-6)


def points(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """x and y of every pixel in frame heights, from the middle."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x - width / 2) / height, (y - height / 2) / height


def coloured(field: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """The field's levels as a walk through the colours."""
    steps = np.linspace(0, len(colours) - 1, 1024)
    table = np.stack([np.interp(steps, np.arange(len(colours)), colours[:, k]) for k in range(3)], 1).astype(np.float32)
    return table[np.clip(field * 1023, 0, 1023).astype(np.int32)]


def gradient(dice: Dice, size: Size) -> np.ndarray:
    """Linear, round or turning, bent by slow noise or not."""
    x, y = points(size)
    a, cx, cy = dice.uniform(0, math.tau), dice.uniform(-0.5, 0.5), dice.uniform(-0.4, 0.4)
    shapes = [x * math.cos(a) + y * math.sin(a), np.hypot(x - cx, y - cy), np.arctan2(y - cy, x - cx) / math.tau]
    field = shapes[int(dice.integers(3))] + dice.choice([0.0, 0.3, 0.8]) * noise(dice, size, dice.uniform(1, 4), 2)
    field = (field - field.min()) / (np.ptp(field) + 1e-6)
    if dice.random() < 0.35:
        field = 0.5 - 0.5 * np.cos(field * math.tau * dice.uniform(1, 5))
    return coloured(field, palette(dice, int(dice.integers(2, 6))))


def spectrum(dice: Dice, size: Size) -> np.ndarray:
    """The statistics of photographs: 1/f light, fainter and slower colour, light from one side, a tone curve."""
    width, height = size[0] // 2, size[1] // 2  # no finer than the frame's own pixels
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :] * width / height)
    fall = 1.0 / np.maximum(radius, 1.5 / height) ** dice.uniform(1.2, 2.2)

    def plane() -> np.ndarray:
        wave = np.exp(1j * dice.uniform(0, math.tau, fall.shape)) * fall
        field = np.fft.irfft2(wave, (height, width)).astype(np.float32)
        return cv2.resize(field / (field.std() + 1e-6), size, interpolation=cv2.INTER_CUBIC)

    light, warm, tint = plane(), plane(), plane()
    x, y = points(size)
    light = light + dice.normal(0, 0.8) * x - abs(dice.normal(0, 0.8)) * y
    cast = dice.normal(0, 14, 3).astype(np.float32)
    base = 128 + dice.normal(0, 25) + dice.uniform(25, 60) * np.tanh(0.6 * light)
    colour = dice.uniform(4, 28)
    rgb = np.stack([base + colour * warm, base + 0.4 * colour * tint, base - colour * warm], -1)
    return rgb + cast


def marble(dice: Dice, size: Size) -> np.ndarray:
    """Noise that noise has bent: marble, clouds, contour lines, wood."""
    width, height = size
    field = noise(dice, size, dice.uniform(2, 9), 5, dice.uniform(0.4, 0.62))
    pull = dice.uniform(20, 160)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    field = cv2.remap(field, x + pull * (noise(dice, size, 3, 3) - 0.5), y + pull * (noise(dice, size, 3, 3) - 0.5), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    kind = dice.integers(4)
    if kind == 0:
        field = np.abs(field - 0.5) * 2
    elif kind == 1:
        field = (field * dice.uniform(3, 8)) % 1.0
        field = cv2.GaussianBlur(np.minimum(field * 4, (1 - field) * 4).clip(0, 1), (0, 0), 1.2)
    elif kind == 2:
        field = 0.5 + 0.5 * np.sin(math.tau * (points(size)[int(dice.integers(2))] * dice.uniform(2, 8) + 2.5 * field))
    return coloured(field, palette(dice, int(dice.integers(3, 8))))


def cells(dice: Dice, size: Size) -> np.ndarray:
    """Voronoi cells: stained glass, pebbles, cracked earth, low polygons."""
    width, height = size
    seeds = np.full((height, width), 255, np.uint8)
    count = int(dice.integers(20, 420))
    seeds[dice.integers(0, height, count), dice.integers(0, width, count)] = 0
    distance, labels = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    colours = palette(dice, 7)[dice.integers(0, 7, labels.max() + 1)] + dice.normal(0, 12, (labels.max() + 1, 3))
    if dice.random() < 0.5:  # the cells carry a slow picture
        under = spectrum(dice, size) if dice.random() < 0.5 else gradient(dice, size)
        ys, xs = np.nonzero(seeds == 0)
        colours[labels[ys, xs]] = 0.7 * under[ys, xs] + 0.3 * colours[labels[ys, xs]]
    picture = colours[labels].astype(np.float32)
    if dice.random() < 0.6:  # round them
        picture *= (1.15 - dice.uniform(0.2, 0.6) * distance / (distance.max() + 1e-6))[..., None]
    if dice.random() < 0.6:
        edge = cv2.morphologyEx(labels.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
        line = cv2.dilate(edge.astype(np.float32), np.ones((int(dice.integers(1, 5)),) * 2))
        picture = laid(picture, palette(dice, 1)[0] * dice.choice([0.15, 1.0]), cv2.GaussianBlur(line, (0, 0), 1.0))
    return picture


def pattern(dice: Dice, size: Size) -> np.ndarray:
    """Stripes, checks, dots, waves and plaid, turned by any angle."""
    x, y = points(size)
    a, rate = dice.uniform(0, math.pi), dice.uniform(3, 16)
    u, v = rate * (x * math.cos(a) + y * math.sin(a)), rate * (y * math.cos(a) - x * math.sin(a))
    bend = dice.choice([0.0, 0.0, 0.4]) * np.sin(v * dice.uniform(0.5, 2))
    edge = float(dice.choice([1.5, 8.0]))
    waves_u, waves_v = np.sin(math.pi * (u + bend)), np.sin(math.pi * v)
    kind = dice.integers(5)
    if kind == 0:
        field = _sharp(waves_u, edge)
    elif kind == 1:
        field = _sharp(waves_u * waves_v, edge)
    elif kind == 2:
        field = _sharp(0.12 * dice.uniform(0.5, 1.5) - (u % 1 - 0.5) ** 2 - (v % 1 - 0.5) ** 2, 8 * edge)
    elif kind == 3:
        field = 0.5 * _sharp(waves_u, edge) + 0.5 * _sharp(waves_v, edge)
    else:
        field = _sharp(np.sin(math.pi * (v + 0.8 * np.abs((u % 2) - 1))), edge)
    ground = coloured(field, palette(dice, int(dice.integers(2, 5))))
    return ground * (0.75 + 0.4 * noise(dice, size, 3, 4))[..., None] if dice.random() < 0.5 else ground


def _sharp(wave: np.ndarray, edge: float) -> np.ndarray:
    return np.asarray(0.5 + 0.5 * np.tanh(edge * wave), np.float32)


def strokes(dice: Dice, under: np.ndarray) -> np.ndarray:
    """The picture painted over with strokes along a slow field, large ones first."""
    height, width = under.shape[:2]
    canvas = cv2.GaussianBlur(under, (0, 0), 14)
    angle = math.tau * noise(dice, (width, height), dice.uniform(1, 3), 2) * dice.uniform(0.3, 1.2) + dice.uniform(0, math.tau)
    finest = dice.choice([2.5, 4.0, 7.0])
    for breadth in (finest * 4, finest * 2, finest):
        count = int(min(0.9 * width * height / (breadth * breadth * 5), 3500))
        soft = cv2.GaussianBlur(under, (0, 0), breadth / 2)
        for x, y, jitter, light in zip(dice.integers(0, width, count), dice.integers(0, height, count), dice.normal(0, 0.25, count), dice.normal(0, 9, count), strict=True):
            turn, length = angle[y, x] + jitter, 2.2 * breadth
            dx, dy = length * math.cos(turn), length * math.sin(turn)
            colour = tuple(float(c) + light for c in soft[y, x])
            cv2.line(canvas, (int(x - dx), int(y - dy)), (int(x + dx), int(y + dy)), colour, max(int(breadth), 1), cv2.LINE_4)
    return cv2.GaussianBlur(canvas, (0, 0), 0.9)


def laid(picture: np.ndarray, over: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """`over` (a picture or one colour) over the picture where `cover` (0 to 1) says."""
    out = np.subtract(over, picture, dtype=np.float32)
    out *= cover.astype(np.float32)[..., None]
    out += picture
    return out


def halftone(dice: Dice, picture: np.ndarray) -> np.ndarray:
    """Printed: dots, lines or hatching of ink whose size follows the light."""
    x, y = points(picture.shape[1::-1])
    a, rate = dice.uniform(0, math.pi), dice.uniform(26, 50)
    u, v = rate * (x * math.cos(a) + y * math.sin(a)), rate * (y * math.cos(a) - x * math.sin(a))
    screen = 0.5 + 0.25 * (np.cos(math.tau * u) + np.cos(math.tau * v)) if dice.random() < 0.6 else 0.5 + 0.5 * np.cos(math.tau * (u + 0.3 * np.sin(0.7 * v)))
    light = cv2.GaussianBlur(picture @ LUMA / 255, (0, 0), 2)
    ink = _sharp(screen - light, 5.0)
    paper = np.array([248, 244, 232], np.float32) * dice.uniform(0.88, 1.0)
    ground = paper if dice.random() < 0.5 else np.clip(picture * 0.5 + 130, 0, 255)
    return laid(np.broadcast_to(ground, picture.shape), palette(dice, 1)[0] * 0.4, ink)


def printed(dice: Dice, picture: np.ndarray) -> np.ndarray:
    """What becomes of a picture on its way: paper, few colours, drawn outlines, tone, a lens's dark corners, a cast."""
    size = picture.shape[1::-1]
    if dice.random() < 0.08:
        levels = float(dice.integers(3, 7))
        picture = cv2.GaussianBlur(np.round(cv2.GaussianBlur(picture, (0, 0), 3) / 255 * levels) / levels * 255, (0, 0), 0.8)
    if dice.random() < 0.06:
        picture = halftone(dice, picture)
    if dice.random() < 0.12:
        light = cv2.GaussianBlur(picture @ LUMA, (0, 0), 1.6)
        edges = np.abs(cv2.Laplacian(light, cv2.CV_32F, ksize=5)) / dice.uniform(120, 400)
        picture = laid(picture, palette(dice, 1)[0] * 0.25, cv2.GaussianBlur(np.clip(edges - 0.3, 0, 1), (0, 0), 0.8))
    if dice.random() < 0.3:
        grain = 0.6 * noise(dice, size, 120, 2) + 0.4 * noise(dice, size, 12, 3) - 0.5
        picture = picture + dice.uniform(8, 34) * grain[..., None]
    if dice.random() < 0.12:
        picture = laid(picture, np.repeat((picture @ LUMA)[..., None], 3, -1) * dice.uniform(0.85, 1.1, 3), np.full(picture.shape[:2], dice.uniform(0.6, 1), np.float32))
    contrast = float((picture[::4, ::4] @ LUMA).std())
    if contrast < FAINTEST:  # nothing would be learnt from it
        picture = 128 + (picture - picture.mean()) * min(2 * FAINTEST / max(contrast, 1.0), 8.0)
    picture = 255 * np.clip(picture.astype(np.float32) / 255, 0, 1) ** np.float32(dice.uniform(0.75, 1.35))
    if dice.random() < 0.3:
        x, y = points(size)
        picture = picture * (1 - dice.uniform(0.1, 0.4) * np.clip(x * x / 2 + y * y, 0, 1.4))[..., None]
    return np.clip(picture * dice.normal(1, 0.04, 3) + dice.normal(0, 6), 0, 255).astype(np.float32)
