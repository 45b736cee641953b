"""Focus: what is sharp in a shot, laid over its frames: the place soft behind the figures, or a pull from the one to the other.

Where the figures are is known from the staging: the drawn world paints them alone, without colour, at a third of the size, drawing by drawing. That is exact
where the world drew the clip, and near enough, with a soft edge, where a net did, which is told the same poses; the thing of an insert is taken to fill
the middle. The ground at their feet is as sharp as they are. The place is blurred without the figures in it, so that nobody gets a halo.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from generator.planar import planes
from generator.world.camera import pulled
from generator.world.render import Shoot
from storyboard.finish import FocusParams
from storyboard.params import Size
from storyboard.staging import Size as Framing
from storyboard.staging import Staging

WIDEST = 0.016  # of the height: the blur (one standard deviation) of the place at an aperture of 1
PULL = 0.009  # the same where a pull has left something; generator/world/render.py draws its pulls so
FINE = 3  # figures are painted this much smaller
FAINTEST = 0.3  # pixels of blur, below which a picture is sharp
EDGE = 0.008  # of the height: softness of the figures' edges, and how far beyond them it is sharp
GROUND = 0.1  # of the height: how far from the feet the ground is sharp


class Focus:
    """The focus of one shot at one size. `over` gives a new frame, or the same one where all is sharp."""

    def __init__(self, params: FocusParams, size: Size):
        self.params, self.size = params, size
        self._figures = Figures(params.staging, size)
        frames = params.staging.frames
        self._nearness = pulled(params.staging.camera, frames) if params.pulls else np.ones(frames)

    def over(self, frame: np.ndarray, drawing: int) -> np.ndarray:
        """The planar frame of a drawing of the shot's clip (12 a second), uint8 [3h/2, w]."""
        drawing = min(max(drawing, 0), len(self._nearness) - 1)
        near, height = float(self._nearness[drawing]), self.size[1]
        behind = max(WIDEST * self.params.aperture, PULL if self.params.pulls else 0.0) * near * height
        before = PULL * (1.0 - near) * height if self.params.pulls else 0.0
        cover = self._figures.cover(drawing)
        if max(behind, before) < FAINTEST or not cover.any():
            return frame
        out = np.array(frame)
        thin = cv2.resize(cover, (cover.shape[1] // 2, cover.shape[0] // 2), interpolation=cv2.INTER_AREA)
        for plane, mask, k in zip(planes(out), (cover, thin, thin), (1, 2, 2), strict=True):
            place = _soft_place(plane, mask, behind / k, before / k)
            plane[:] = _with_figures(plane, place, mask, before / k)
        return out

    def close(self) -> None:
        self._figures.close()


class Figures:
    """Which part of a frame the figures of a staging take, drawing by drawing."""

    def __init__(self, staging: Staging, size: Size):
        self._staging, self._size = staging, size
        self._small = (max(size[0] // FINE, 8), max(size[1] // FINE, 8))
        self._shoot: Shoot | None = None
        self._last: tuple[int, np.ndarray] | None = None
        self._ground: np.ndarray | None = None

    def cover(self, drawing: int) -> np.ndarray:
        """uint8 [h, w]: 255 where a figure is; nothing where nobody is."""
        if self._last is None or self._last[0] != drawing:
            small = _middle(self._small) if self._staging.size is Framing.INSERT else self._painted(drawing)
            edge = max(EDGE * self._small[1], 0.5)
            grown = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(edge) + 1,) * 2))
            grown = cv2.GaussianBlur(np.maximum(grown, self._grounded(small)) if small.any() else grown, (0, 0), edge)
            self._last = (drawing, cv2.resize(grown, self._size, interpolation=cv2.INTER_LINEAR))
        return self._last[1]

    def close(self) -> None:
        if self._shoot is not None:
            self._shoot.close()
            self._shoot = None

    def _painted(self, drawing: int) -> np.ndarray:
        if self._shoot is None:
            self._shoot = Shoot(self._staging, self._small, scenery=False)
        return np.where(self._shoot.truth(drawing, self._small) > 0, 255, 0).astype(np.uint8)

    def _grounded(self, small: np.ndarray) -> np.ndarray:
        """How sharp each row is, by the feet that were seen first: the ground does not come and go with who walks on it."""
        if self._ground is None:
            height = self._small[1]
            feet = int(np.flatnonzero(small.any(axis=1)).max())
            far = np.abs(np.arange(height) - feet) / (GROUND * height)
            rows = 255 * np.clip(1.0 - far * far, 0.0, 1.0) if feet < height - 2 else np.zeros(height)
            self._ground = np.round(rows).astype(np.uint8)[:, None]
        return self._ground


def _middle(size: Size) -> np.ndarray:
    """uint8 [h, w]: an oval in the middle of the frame."""
    return cv2.ellipse(np.zeros(size[::-1], np.uint8), (size[0] // 2, size[1] // 2), (size[0] // 4, int(size[1] * 0.42)), 0, 0, 360, 255, -1)


def _soft_place(plane: np.ndarray, mask: np.ndarray, sigma: float, least: float) -> np.ndarray:
    """The plane without its figures, blurred; under them it goes on as it is about them, `least` pixels far."""
    clear = 255 - mask
    wide = max(sigma, least, 1.0)
    alone, weights = _blurred(_part(plane, clear), wide), _blurred(clear, wide)
    filled = np.where(weights > 12, np.minimum(alone.astype(np.uint16) * 255 // np.maximum(weights, 1), 255), plane).astype(np.uint8)
    if sigma >= FAINTEST:
        return filled if wide == sigma else _blurred(filled, sigma)
    return _mixed(plane, filled, mask)


def _with_figures(plane: np.ndarray, place: np.ndarray, mask: np.ndarray, sigma: float) -> np.ndarray:
    """The figures of the plane, blurred, over the place."""
    if sigma < FAINTEST:
        return _mixed(place, plane, mask)
    return cv2.add(_blurred(_part(plane, mask), sigma), _part(place, 255 - _blurred(mask, sigma)))


def _blurred(plane: np.ndarray, sigma: float) -> np.ndarray:
    """A wide blur is made at half the size; what that takes away by itself is taken off it."""
    if sigma < 2.0:
        return cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    width, height = plane.shape[::-1]
    small = cv2.resize(plane, (max(width // 2, 1), max(height // 2, 1)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), math.sqrt(sigma * sigma - 0.8) / 2, borderType=cv2.BORDER_REPLICATE)
    return cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)


def _part(plane: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return ((plane.astype(np.uint16) * mask + 127) // 255).astype(np.uint8)


def _mixed(low: np.ndarray, high: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """`high` where the mask is 255, `low` where it is 0."""
    return ((high.astype(np.uint16) * mask + low.astype(np.uint16) * (255 - mask) + 127) // 255).astype(np.uint8)
