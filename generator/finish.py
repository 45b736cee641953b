"""Finish: the film's look laid over one planar frame after another: lens, light, colour, corners, grain, bars, in this order.

Everything that does not change with the frame is made once, as tables and maps; the rest is whole numbers and OpenCV's fixed-point kernels,
so the same frame looks alike on every machine. Coloured fringes are a shift of the two colour planes against the light, which is all that a planar picture
holds of them. Grain is fresh in every frame: a sheet of seeded noise, twice as large as the picture, laid down at another place and way round.
"""

from __future__ import annotations

import cv2
import numpy as np

from generator.planar import height_of, planes
from storyboard.finish import FinishParams
from storyboard.params import Size

LOW, HIGH = 16, 235  # black and white of video
BEND = 0.12  # of the half diagonal, by which a lens moves the corners at most
FRINGE = 0.006  # of the half diagonal, by which colours part in the corners at most
DARK = 0.85  # of the light that the corners lose at most
GRAIN = 11.0  # levels (one standard deviation) of the grain in the middle greys at most
BRIGHT = np.uint8(96)  # light from which on a place blooms
BLOOM = 0.9  # of the light of bright places that is laid over all about them at most
BROWN = (-26, 15)  # blue and red of a page's brown at most


class Finisher:
    """One look at one size. `over` gives a new frame, or the same one where the look does nothing."""

    def __init__(self, params: FinishParams, size: Size):
        self.params, self.size = params, size
        self._is_plain = params == FinishParams()
        if self._is_plain:
            return
        width, height = size
        self._maps = _lens_maps(params, size)
        self._light, self._color = _tables(params)
        self._warm = np.clip(np.arange(256) * 2 - 2 * LOW, 0, 256).astype(np.int16)  # black stays black
        chance = np.random.Generator(np.random.PCG64(20_240_101))
        self._dither = chance.integers(0, 256, (height, width), dtype=np.uint16)
        self._kept = [_corners(params.vignette, (width // k, height // k)) for k in (1, 2)] if params.vignette else []
        self._grain = _sheet(params.grain, size, chance) if params.grain else None
        self._shape = _grain_shape()
        self.bar = bar(params, size)

    def over(self, frame: np.ndarray, at: int) -> np.ndarray:
        """Frame number `at`, uint8 [3h/2, w], as the film shows it."""
        if self._is_plain:
            return frame
        out = np.array(frame)
        light, *colors = planes(out)
        if self._maps:
            bent = (light, *colors) if self.params.distortion else colors  # fringes alone leave the light as it is
            for plane, (near, far) in zip(bent, self._maps[-len(bent) :], strict=True):
                plane[:] = cv2.remap(plane, near, far, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        if self.params.glow:
            self._bloom(light)
        light[:] = cv2.LUT(light, self._light)
        self._color_all(light, colors)
        if self._kept:
            self._darken(light, colors)
        if self._grain is not None:
            self._lay_grain(light, at)
        if self.bar:
            for plane, k, black in zip((light, *colors), (1, 2, 2), (LOW, 128, 128), strict=True):
                plane[: self.bar // k] = plane[height_of(frame) // k - self.bar // k :] = black
        return out

    def _bloom(self, light: np.ndarray) -> None:
        """Light of bright places over what is about them: at a quarter of the size, as it is soft."""
        width, height = self.size
        small = cv2.resize((np.maximum(light, BRIGHT) - BRIGHT), (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), max(height / 4 * 0.05, 0.6))
        wide = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint16)
        room = np.maximum(np.uint8(HIGH), light) - light  # a screen: what is white stays so
        light += (wide * room // np.uint16(HIGH - LOW) * np.uint16(round(256 * BLOOM * self.params.glow)) >> 8).astype(np.uint8)

    def _color_all(self, light: np.ndarray, colors: list[np.ndarray]) -> None:
        if self.params.fade:
            for plane in colors:
                plane[:] = cv2.LUT(plane, self._color)
        if self.params.warmth:
            much = cv2.LUT(cv2.resize(light, colors[0].shape[::-1], interpolation=cv2.INTER_AREA), self._warm)
            for plane, most in zip(colors, BROWN, strict=True):
                plane[:] = np.clip(plane + (much.astype(np.int32) * round(most * self.params.warmth) + 128 >> 8), LOW, 240).astype(np.uint8)

    def _darken(self, light: np.ndarray, colors: list[np.ndarray]) -> None:
        """Darker, and less coloured, towards the corners; broken up by still noise, so that a smooth sky does not band."""
        kept, thin = self._kept
        light[:] = ((np.maximum(light, LOW) - np.uint8(LOW)).astype(np.uint16) * kept + self._dither >> 8).astype(np.uint8) + np.uint8(LOW)
        for plane in colors:
            moved = (plane.astype(np.int32) - 128) * thin
            plane[:] = (moved + 128 * 256 + 128 >> 8).astype(np.uint8)

    def _lay_grain(self, light: np.ndarray, at: int) -> None:
        """Strongest in the middle greys, hardly any in black and in white."""
        assert self._grain is not None
        chance = np.random.Generator(np.random.PCG64(at))
        width, height = self.size
        x, y, turned = int(chance.integers(0, width)), int(chance.integers(0, height)), int(chance.integers(0, 4))
        sheet = self._grain[y : y + height, x : x + width][:: -1 if turned & 1 else 1, :: -1 if turned & 2 else 1]
        moved = light + (sheet * cv2.LUT(light, self._shape).astype(np.int16) + 64 >> 7)
        light[:] = np.clip(moved, LOW, HIGH).astype(np.uint8)


def bar(params: FinishParams, size: Size) -> int:
    """Rows of each black bar, even, so that chroma fits."""
    width, height = size
    return 0 if params.bars is None else max(0, round((height - width / params.bars) / 4) * 2)


def _lens_maps(params: FinishParams, size: Size) -> list[tuple[np.ndarray, np.ndarray]]:
    """For light, blue and red: where each sample is taken from, as OpenCV's fixed-point maps. Empty without a lens of its own. From radius
    s r (1 + k r^2), r = 1 in the corners (Brown 1966, first term); s is such that the picture fills the frame."""
    if not (params.distortion or params.aberration):
        return []
    bend, found = BEND * params.distortion, []
    fill = 1.0 / (1.0 + bend * (1.0 if bend > 0 else min(size) ** 2 / (size[0] ** 2 + size[1] ** 2)))
    for k, fringe in ((1, 0.0), (2, FRINGE * params.aberration), (2, -FRINGE * params.aberration)):
        w, h = size[0] // k, size[1] // k
        x, y = _from_middle((w, h))
        square = (x * x + y * y) / (w * w + h * h) * 4
        grown = fill * (1.0 + bend * square) * (1.0 + fringe * square)
        found.append(cv2.convertMaps((x * grown + (w - 1) / 2).astype(np.float32), (y * grown + (h - 1) / 2).astype(np.float32), cv2.CV_16SC2))
    return found


def _from_middle(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Pixels to the right of the middle [1, w], and down from it [h, 1]."""
    width, height = size
    return (np.arange(width) - (width - 1) / 2)[None], (np.arange(height) - (height - 1) / 2)[:, None]


def _corners(amount: float, size: Size) -> np.ndarray:
    """uint16 [h, w]: how much light stays, 256 in the middle."""
    x, y = _from_middle(size)
    far = np.sqrt(((x / size[0]) ** 2 + (y / size[1]) ** 2) * 2)  # 1 in the corners, whatever the frame's shape
    lost = np.clip((far - 0.3) / 0.75, 0, 1)
    return np.round(256 * (1 - DARK * amount * lost * lost * (3 - 2 * lost))).astype(np.uint16)


def _tables(params: FinishParams) -> tuple[np.ndarray, np.ndarray]:
    """For light: steeper in the middle greys. For colour: nearer to none."""
    levels = np.arange(256)
    v = np.clip((levels - LOW) / (HIGH - LOW), 0, 1)
    steep = v * v * (3 - 2 * v)
    light = LOW + (HIGH - LOW) * (v + params.contrast * (steep - 0.04 * (1 - v) - v))
    return np.clip(np.round(light), LOW, HIGH).astype(np.uint8), np.round(128 + (levels - 128) * (1 - params.fade)).astype(np.uint8)


def _sheet(amount: float, size: Size, chance: np.random.Generator) -> np.ndarray:
    """int16 [2h, 2w]: noise in levels, in clumps of about a pixel in 432 rows; sums of whole numbers throughout."""
    width, height = size
    noise = chance.integers(-127, 128, (4, 2 * height, 2 * width), dtype=np.int16).sum(axis=0, dtype=np.int32)
    for _ in range(max(1, round(height / 432))):
        for axis in (0, 1):
            noise = 2 * noise + np.roll(noise, 1, axis) + np.roll(noise, -1, axis)
    return np.round(noise * (GRAIN * amount / noise.std())).astype(np.int16)


def _grain_shape() -> np.ndarray:
    """uint8 [256]: the grain's strength at each level of light, 128 at most."""
    v = np.clip((np.arange(256) - LOW) / (HIGH - LOW), 0, 1)
    return np.round(128 * (0.1 + 0.9 * np.sqrt(np.clip(4 * v * (1 - v), 0, 1)))).astype(np.uint8)
