"""The best verified earlier view of somebody or of a place, as a picture: the figure cut out of the sharpest drawing that shows it whole, on a plain
card as in a portrait; the place without its figures.

Readings say which clip (storyboard/memory.py); where in it somebody is, and what stands before them, its staging says. What figures hide of a place
is filled in from around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import cv2
import numpy as np

from generator.encode import read_frames
from generator.fitting import fitted
from generator.nets.cutout import plate
from generator.nets.skeleton import FACE, REACH
from generator.picture import read_png
from generator.remembered import card, write_remembered
from generator.rig import Rig
from generator.world.keypoints import points_of
from generator.world.render import Shoot
from generator.world.truth import figures_of
from storyboard.memory import MemoryParams, Remembered, Seen, choose
from storyboard.staging import Staging
from storyboard.take import Media
from storyboard.watching import Reading

STRIDE = 8  # drawings between those that are looked at: nearer ones are hardly different
SOFT = 0.7  # pixels by which the edge of a mask is softened
FILLED = 0.9  # of the card that a figure fills
HALO = 9  # pixels about a figure that go with it out of a place: its outline, its edge of light
JOINTS = 7  # of the points of a figure


class Cut(NamedTuple):
    """A figure in a drawing: which, the drawing uint8 (h, w, 3), its mask (h, w) bool, its points (11, 3), how sharp it is."""

    drawing: int
    picture: np.ndarray
    mask: np.ndarray
    points: np.ndarray
    sharpness: float


def make(params: MemoryParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`inputs`: earlier clips ("clip"), their readings in the same order ("reading"), and of somebody the "portrait"."""
    readings = [Reading.model_validate_json(one.path.read_bytes()) for one in inputs["reading"]]
    chosen, path = choose(params, readings), rig.scratch / "memory.png"
    if chosen.view is None:
        return _portrait(inputs, Remembered(view=None, words=chosen.words), rig)
    seen, clip = params.seen[chosen.view], inputs["clip"][chosen.view]
    if params.facing is None:
        picture = fitted(_emptied(clip, seen.staging), params.size)
        return write_remembered(path, picture, Remembered(view=chosen.view, words=chosen.words))
    best = max(_cuts(clip, seen), key=lambda cut: (cut.sharpness, -cut.drawing), default=None)
    if best is None:
        words = f"The portrait: view {chosen.view + 1} was found right, and no drawing of it shows the whole figure free."
        return _portrait(inputs, Remembered(view=None, words=words), rig)
    picture, points = _carded(best, params.size)
    rows = tuple((float(x), float(y), float(z)) for x, y, z in points.round(5))
    return write_remembered(path, picture, Remembered(view=chosen.view, drawing=best.drawing, points=rows, words=chosen.words))


def _portrait(inputs: Mapping[str, tuple[Media, ...]], told: Remembered, rig: Rig) -> Media:
    return write_remembered(rig.scratch / "memory.png", read_png(inputs["portrait"][0].path), told)


def _emptied(clip: Media, staging: Staging) -> np.ndarray:
    """The first drawing without its figures."""
    first = np.ascontiguousarray(next(read_frames(clip, "12")))
    shoot = Shoot(staging, (clip.width, clip.height))
    try:
        figures = shoot.truth(0, shoot.size) > 0
    finally:
        shoot.close()
    return plate(first, cv2.dilate(figures.astype(np.uint8), np.ones((HALO, HALO), np.uint8)) > 0) if figures.any() else first


def _cuts(clip: Media, seen: Seen) -> Iterator[Cut]:
    """The figure in each drawing that is looked at and shows it whole."""
    shoot = Shoot(seen.staging, (clip.width, clip.height))
    try:
        for drawing, picture in enumerate(read_frames(clip, "12")):
            if drawing % STRIDE or drawing >= seen.staging.frames:
                continue
            points = {figure.slot: points_of(figure, shoot.size) for figure in figures_of(shoot, drawing)}.get(seen.slot)
            mask = shoot.truth(drawing, shoot.size) == seen.slot + 1
            if points is not None and mask.any() and _is_whole(points):
                yield Cut(drawing, np.ascontiguousarray(picture), mask, points, _sharpness(picture, mask))
    finally:
        shoot.close()


def _is_whole(points: np.ndarray) -> bool:
    """Whether head and joints are all in the frame."""
    at = np.concatenate([points[:JOINTS][points[:JOINTS, 2] > 0], [points[FACE] - points[REACH], points[FACE] + points[REACH]]])[:, :2]
    return bool(points[FACE, 2] > 0 and (at > 0).all() and (at < 1).all())


def _sharpness(picture: np.ndarray, mask: np.ndarray) -> float:
    """Of the figure alone: the mean square of its Laplacian."""
    edges = cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.CV_32F)
    return float(np.square(edges[cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]).mean()) if mask.any() else 0.0


def _carded(found: Cut, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The figure on a card of a size (width, height), as large as it allows, and its points there."""
    height, width = found.mask.shape
    rows, columns = np.flatnonzero(found.mask.any(1)), np.flatnonzero(found.mask.any(0))
    middle = np.array([columns[0] + columns[-1] + 1, rows[0] + rows[-1] + 1]) / 2
    scale = FILLED * min(size[0] / (columns[-1] - columns[0] + 1), size[1] / (rows[-1] - rows[0] + 1))
    matrix = np.array([[scale, 0, size[0] / 2 - scale * middle[0]], [0, scale, size[1] / 2 - scale * middle[1]]])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    drawn = cv2.warpAffine(found.picture, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpAffine(cv2.GaussianBlur(found.mask.astype(np.float32), (0, 0), SOFT), matrix, size, flags=cv2.INTER_LINEAR)[..., None]
    shown = (card(size) * (1 - share) + drawn * share).round().astype(np.uint8)
    points, large = found.points.copy(), np.array([width, height])
    points[:JOINTS, :2] = (points[:JOINTS, :2] * large * scale + matrix[:, 2]) / size
    for at in (FACE, FACE + 2):  # the head and the mouth, each with its half-axes behind it
        points[at, :2] = (points[at, :2] * large * scale + matrix[:, 2]) / size
        points[at + 1, :2] = points[at + 1, :2] * large * scale / size
    return shown, points
