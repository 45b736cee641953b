"""A clip's first guess: the first drawing as a puppet play. Its figures are cut out once and moved by their bones before a plate
whose holes are filled from around them, and the camera moves it all; nothing is drawn anew.

Cutting out: GrabCut (Rother et al., 2004) from a rough body around the bones; filling: Telea (2004). A figure's pixels are pulled
from the first drawing by the transforms of their nearest bones, blended by distance (linear blend skinning). Who enters later
was not there to be cut out: they are the net's work.

Letters: F drawings, H W pixels, P = 9 points of a subject (keypoints: see pose.py).
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generator.nets.camera import camera_path, seen_from
from generator.nets.pose import HEAD, REACH

HIP, NECK, HEAD_JOINT = 0, 1, 2
BONES = ((HIP, NECK), (NECK, HEAD), (NECK, 3), (NECK, 4), (HIP, 5), (HIP, 6))  # torso, head, arms, legs
THICK = (1.0, 1.0, 0.45, 0.45, 0.5, 0.5)  # half heads: how far a body reaches from each bone
ROUNDS = 3
STILL = 0.35  # pixels (deviation) by which a figure may differ from what the camera does and be left to it
CROWN = 1.6  # how far beyond its middle a head goes on, in lengths of the bone from the neck
SOFT = 0.05  # how softly one bone's motion goes over into the next's, in half heads squared


class Anchor(NamedTuple):
    """Drawings uint8 (F, H, W, 3); `flow` float32 (F, H, W, 2): the step in pixels (x, y) from each pixel to where in the first drawing
    it comes from; `real` float32 (F, H, W): 1 where that is so, 0 where the first drawing does not hold what is there."""

    frames: np.ndarray
    flow: np.ndarray
    real: np.ndarray


class Cut(NamedTuple):
    """A figure in the first drawing: how far each pixel is its own, float32 (H, W), and its points (P, 3) in pixels."""

    alpha: np.ndarray
    points: np.ndarray


def camera_alone(first: np.ndarray, numbers: np.ndarray) -> Anchor:
    """The first drawing uint8 (H, W, 3) as the camera's path in `numbers` (F, 16) shows it, and nothing else moves."""
    grid = pixels(*first.shape[:2])
    shown = [_held(first, grid, step) for step in camera_path(numbers)]
    return Anchor(*(np.stack(parts) for parts in zip(*shown, strict=True)))


def puppet(first: np.ndarray, numbers: np.ndarray, keypoints: np.ndarray) -> Anchor:
    """The first drawing uint8 (H, W, 3) moved by `keypoints` (F, 4, 9, 3), the first of which are its own, and by the camera's path
    in `numbers` (F, 16)."""
    height, width = first.shape[:2]
    sizes = np.array([width, height], np.float32)
    told = keypoints.astype(np.float32).copy()
    told[..., :2] *= sizes
    cuts = {slot: Cut(alpha, told[0, slot]) for slot, alpha in cut_out(first, told[0]).items()}
    if not cuts:
        return camera_alone(first, numbers)
    hole = cv2.dilate(np.maximum.reduce([cut.alpha for cut in cuts.values()]), np.ones((5, 5)))
    plate = cv2.inpaint(first, (hole > 0.05).astype(np.uint8), 3, cv2.INPAINT_TELEA)
    grid = pixels(height, width)
    shown = []
    for points, step in zip(told, camera_path(numbers), strict=True):
        shown.append(_posed((first, plate, hole), _held(first, grid, step), cuts, points))
    return Anchor(*(np.stack(parts) for parts in zip(*shown, strict=True)))


def pixels(height: int, width: int) -> np.ndarray:
    """Every pixel's own place (H, W, 2), x and y."""
    return np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)


def _held(first: np.ndarray, grid: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Drawing, flow and truth of one drawing that only the camera moved."""
    if not step.any():
        return first, np.zeros_like(grid), np.ones(grid.shape[:2], np.float32)
    source = seen_from(grid, step)
    last = np.array([grid.shape[1] - 1, grid.shape[0] - 1], np.float32)
    real = ((source > -0.5) & (source < last + 0.5)).all(-1).astype(np.float32)
    return read_at(first, source), source - grid, real


def read_at(picture: np.ndarray, source: np.ndarray) -> np.ndarray:
    """The picture read at `source` (H, W, 2), mirrored beyond its border."""
    return cv2.remap(picture, np.ascontiguousarray(source[..., 0]), np.ascontiguousarray(source[..., 1]), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)


def _posed(
    pictures: tuple[np.ndarray, np.ndarray, np.ndarray],
    still: tuple[np.ndarray, np.ndarray, np.ndarray],
    cuts: dict[int, Cut],
    points: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One drawing, with its flow and truth: figures, far to near, before what the camera makes of the plate. Where a figure does
    as the camera does, nothing is cut: no seam can show. `pictures`: first drawing, plate, hole; `still`: the camera's drawing."""
    first, plate, hole = pictures
    picture, flow, real = (part.astype(np.float32) for part in still)
    grid = pixels(*first.shape[:2])
    source = grid + flow
    pulled = {slot: skinned(grid, cut.points, points[slot]) for slot, cut in cuts.items() if points[slot, HEAD, 2]}
    apart = {slot: 1 - np.exp(-0.5 * (np.linalg.norm(place - source, axis=-1) / STILL) ** 2) for slot, place in pulled.items()}
    left = np.zeros(first.shape[:2], np.float32)
    for slot, cut in cuts.items():
        near = cv2.GaussianBlur(cv2.dilate(read_at(cut.alpha, source), np.ones((7, 7))), (5, 5), 0)
        left = np.maximum(left, near * apart.get(slot, 1.0))
    left *= read_at(hole, source)
    picture += left[..., None] * (read_at(plate, source) - picture)
    real = real * (1 - left)
    for slot in sorted(pulled, key=lambda k: float(cuts[k].points[REACH, 1])):
        share = _own(cuts[slot].alpha, pulled[slot]) * apart[slot]
        picture += share[..., None] * (read_at(first, pulled[slot]) - picture)
        solid = share > 0.5
        flow[solid], real[solid] = (pulled[slot] - grid)[solid], 1.0
    return picture.round().clip(0, 255).astype(np.uint8), flow, real


def _own(alpha: np.ndarray, source: np.ndarray) -> np.ndarray:
    """A figure's alpha read at `source`; below the frame a body goes on, beyond its other sides there is nobody."""
    y = np.minimum(source[..., 1], alpha.shape[0] - 1)
    return cv2.remap(alpha, np.ascontiguousarray(source[..., 0]), np.ascontiguousarray(y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)


def skinned(grid: np.ndarray, before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Where in the first drawing each pixel (H, W, 2) of a body with points `now` (P, 3) is, whose points were `before`."""
    half = max(float(now[REACH, :2].mean()), 1.0)
    size = float(before[REACH, :2].mean()) / half
    z = grid[..., 0] + 1j * grid[..., 1]
    total, out = np.zeros(grid.shape[:2], np.float32), np.zeros(grid.shape[:2], np.complex64)
    for (a, b), thick in zip(BONES, THICK, strict=True):
        if not (before[[a, b], 2].all() and now[[a, b], 2].all()):
            continue
        p, q, u, v = (complex(*points[i, :2]) for points in (now, before) for i in (a, b))
        along = np.clip(((z - p) * np.conj(q - p)).real / max(abs(q - p) ** 2, 1e-6), 0, CROWN if b == HEAD else 1)
        away = np.maximum(np.abs(z - p - along * (q - p)) / half - 0.5 * thick, 0)
        weight = ((away**2 + SOFT) ** -2).astype(np.float32)
        turn = _turn(q - p, v - u, size, half)
        pulled = v + turn * (z - q) if b == HEAD else u + turn * (z - p)
        if b > HEAD_JOINT and b != HEAD:  # a limb is as long as its hand or foot says
            pulled += along * ((v - u) - turn * (q - p))
        out += weight * pulled
        total += weight
    out /= np.maximum(total, 1e-9)
    return np.stack([out.real, out.imag], -1).astype(np.float32)


def _turn(now: complex, before: complex, size: float, half: float) -> complex:
    """Rotation of a bone from now back to what it was, at the figure's own size."""
    if abs(now) < 0.2 * half or abs(before) < 0.2 * half:
        return complex(size)
    ratio = before / now
    return size * ratio / abs(ratio)


def cut_out(first: np.ndarray, points: np.ndarray) -> dict[int, np.ndarray]:
    """Alpha (H, W) of each subject in the first drawing by its points (4, P, 3) in pixels; those in whose place nothing is found
    are left out."""
    height, width = first.shape[:2]
    inside = [k for k in range(len(points)) if points[k, HEAD, 2] and -0.1 * width < points[k, HEAD, 0] < 1.1 * width]
    bodies = {k: rough(points[k], (height, width), 1.0) for k in inside}
    cores = {k: rough(points[k], (height, width), 0.4) for k in inside}
    made = {}
    for k in inside:
        others = np.maximum.reduce([np.zeros((height, width), np.uint8), *(cores[o] for o in inside if o != k)])
        alpha = _grabbed(first, (bodies[k], cores[k], rough(points[k], (height, width), 2.0)), others)
        if alpha is not None:
            made[k] = alpha
    return made


def rough(points: np.ndarray, shape: tuple[int, int], thick: float) -> np.ndarray:
    """A body about its bones: uint8 (H, W)."""
    out = np.zeros(shape, np.uint8)
    half = float(points[REACH, :2].mean())
    for (a, b), reach in zip(BONES, THICK, strict=True):
        if points[a, 2] and points[b, 2]:
            cv2.line(out, _at(points[a]), _at(points[b]), 1, max(1, round(2 * thick * reach * half)))
    axes = tuple(max(1, round(float(v) * min(thick, 1.3) * (0.9 if thick <= 1 else 1.0))) for v in points[REACH, :2])
    cv2.ellipse(out, _at(points[HEAD]), axes, 0, 0, 360, 1, -1)
    return out


def _at(point: np.ndarray) -> tuple[int, int]:
    return int(np.clip(point[0], -4096, 4096)), int(np.clip(point[1], -4096, 4096))


def _grabbed(first: np.ndarray, sizes: Sequence[np.ndarray], others: np.ndarray) -> np.ndarray | None:
    body, core, around = sizes
    mask = np.where(around > 0, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    mask[body > 0] = cv2.GC_PR_FGD
    mask[others > 0] = cv2.GC_BGD
    mask[(core > 0) & (others == 0)] = cv2.GC_FGD
    ys, xs = np.nonzero(mask != cv2.GC_BGD)
    if not (mask == cv2.GC_FGD).any() or (mask != cv2.GC_BGD).all():
        return None
    box = (slice(max(ys.min() - 8, 0), ys.max() + 9), slice(max(xs.min() - 8, 0), xs.max() + 9))
    cut = np.ascontiguousarray(mask[box])
    if (cut == cv2.GC_BGD).any():
        cv2.setRNGSeed(0)
        try:
            cv2.grabCut(np.ascontiguousarray(first[box]), cut, None, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
        except cv2.error:
            return None
    sure = ((cut == cv2.GC_FGD) | (cut == cv2.GC_PR_FGD)).astype(np.uint8)
    sure = cv2.morphologyEx(cv2.morphologyEx(sure, cv2.MORPH_CLOSE, np.ones((3, 3))), cv2.MORPH_OPEN, np.ones((2, 2)))
    count, labels = cv2.connectedComponents(sure)
    kept = np.unique(labels[(core[box] > 0) & (sure > 0)])
    out = np.zeros(first.shape[:2], np.float32)
    out[box] = np.isin(labels, kept[kept > 0])
    return cv2.GaussianBlur(cv2.dilate(out, np.ones((2, 2))), (3, 3), 0) if count > 1 and out.any() else None
