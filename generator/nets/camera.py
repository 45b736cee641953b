"""Per-frame numbers: camera path, motion and speech of each drawing, gathered per latent frame.

Numbers come per drawing (F, 16): 0 to 3 the camera's path (pan right in frame widths, pan down in frame heights, log
zoom, roll clockwise in radians), 4 to 7 its change since the drawing before, then motion amount, mouth openness of up
to four subjects and features of the time since the shot began. The net gets one vector per latent frame that holds the
numbers of all its drawings, so nothing is averaged away, and the clock as waves, because steps, waves and breaths come
round again and a small net cannot make a sine of seconds.
"""

import math

import cv2
import numpy as np
from einops import rearrange
from torch import Tensor, arange, cat

from generator.nets.shapes import FRAMES_PER_LATENT, VideoShape

NUMBERS = 16
PATH = 4
CLOCK = 13
LONGEST_CLOCK = 76 / 12 / 4  # seconds / 4 of the last drawing of the longest shot trained on
CLOCK_WAVES = 20  # waves of the clock: 1 to 20 in the longest shot, up to about 3 a second
NUMBERS_PER_LATENT = NUMBERS * FRAMES_PER_LATENT + 2 * CLOCK_WAVES


def relative_numbers(numbers: Tensor) -> Tensor:
    """Numbers (..., F, 16) with the camera's path counted from the first drawing of the window."""
    path = numbers[..., :PATH] - numbers[..., :1, :PATH]
    return cat([path, numbers[..., PATH:]], dim=-1)


def latent_numbers(numbers: Tensor) -> Tensor:
    """Numbers (B, F, 16) to (B, G, 64): latent 0 holds drawing 0 four times, latent i drawings 4 i - 3 to 4 i."""
    if numbers.shape[-1] != NUMBERS:
        raise ValueError(f"each drawing needs {NUMBERS} numbers, given {numbers.shape[-1]}")
    VideoShape(numbers.shape[1], 8, 8).latent()
    whole = cat([numbers[:, :1].expand(-1, FRAMES_PER_LATENT - 1, -1), numbers], dim=1)  # (B, 4 G, 16)
    return rearrange(whole, "b (g t) n -> b g (t n)", t=FRAMES_PER_LATENT)  # (B, G, 64)


def latent_clock(numbers: Tensor) -> Tensor:
    """Numbers (B, F, 16), not scaled, to sines and cosines of the clock at each latent's last drawing, (B, G, 40)."""
    turns = numbers[:, ::FRAMES_PER_LATENT, CLOCK, None] / LONGEST_CLOCK  # (B, G, 1)
    angles = 2 * math.pi * turns * arange(1, CLOCK_WAVES + 1, device=numbers.device)  # (B, G, 20)
    return cat([angles.sin(), angles.cos()], dim=-1)


def camera_path(numbers: np.ndarray) -> np.ndarray:
    """The camera's path in `numbers` (F, 16), counted from the first drawing: (F, 4)."""
    return numbers[:, :PATH].astype(np.float64) - numbers[:1, :PATH].astype(np.float64)


def seen_from(points: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Where in the first drawing the points (H, W, 2), x and y in pixels, of a drawing lie after a camera `step` (4,)."""
    matrix = _matrix(step, *points.shape[:2])
    back = np.linalg.inv(matrix[:, :2])
    return ((points - matrix[:, 2]) @ back.T).astype(np.float32)


def pixels(height: int, width: int) -> np.ndarray:
    """Every pixel's own place (H, W, 2), x and y."""
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def pull(picture: np.ndarray, source: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
    """The picture read at `source` (H, W, 2), x and y in pixels. Beyond its sides and its top it is mirrored (scenery and sky
    go on); below, its border goes on (ground, and the clothes of those whom the frame cuts)."""
    x, y = np.ascontiguousarray(source[..., 0]), np.minimum(source[..., 1], np.float32(picture.shape[0] - 1))
    return cv2.remap(picture, x, y, how, borderMode=cv2.BORDER_REFLECT_101)


def _matrix(step: np.ndarray, height: int, width: int) -> np.ndarray:
    """The affine map (2, 3) from pixels of the first drawing to pixels after the step."""
    pan_x, pan_y, log_zoom, roll = step.tolist()
    c, s = math.exp(log_zoom) * math.cos(roll), math.exp(log_zoom) * math.sin(roll)
    x, y = (width - 1) / 2, (height - 1) / 2
    turn = np.array([[c, s], [-s, c]])
    shift = turn @ np.array([-pan_x * width - x, -pan_y * height - y]) + np.array([x, y])
    return np.concatenate([turn, shift[:, None]], axis=1)
