"""Hatching as shapes: tapering strokes that begin on the dark side of a form, and long strokes over grounds and skies.

Everything is computed from the outline alone, so the same form is hatched the same way in every process.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from generator.world.shapes import Box, Command, Shape

Path = tuple[Command, ...]
GOLDEN = 0.6180339887
FINEST = 56  # strokes on one form at most
_BENDS = tuple(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (0.3, 0.65, 1.0))


def around(shapes: Sequence[Shape]) -> Box:
    """The box round all that is solid; zeros of nothing."""
    boxes = [s.extent for s in shapes if s.role not in ("glow", "shadow")]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, low = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(low)


def edges(path: Path) -> np.ndarray:
    """float [N, 4]: the outline as straight pieces x0 y0 x1 y1, every part closed."""
    out: list[tuple[float, float, float, float]] = []
    x = y = first_x = first_y = 0.0
    for step in path:
        if len(step) == 7:
            _, a, b, c, d, e, f = step
            x0, y0 = x, y
            for k0, k1, k2, k3 in _BENDS:
                px, py = k0 * x0 + k1 * a + k2 * c + k3 * e, k0 * y0 + k1 * b + k2 * d + k3 * f
                out.append((x, y, px, py))
                x, y = px, py
        elif len(step) == 3:
            if step[0] == "M":
                if (x, y) != (first_x, first_y):
                    out.append((x, y, first_x, first_y))
                first_x, first_y = step[1], step[2]
            else:
                out.append((x, y, step[1], step[2]))
            x, y = step[1], step[2]
    out.append((x, y, first_x, first_y))
    return np.array(out)


def wedges(path: Path, box: Box, light: tuple[float, float], pitch: float, reach: float) -> Path:
    """Strokes across a form, thick at its dark edge, pointed towards the light. `light`: the way to it; `reach`: the share of the
    form they cross; `pitch`: units between them. Empty for forms too small to carry four."""
    norm = math.hypot(*light)
    ux, uy = light[0] / norm, light[1] / norm
    size = min(box[2] - box[0], box[3] - box[1])
    if size < 2.4 * pitch:
        return ()
    pieces = edges(path)
    s0, q0 = pieces[:, 0] * ux + pieces[:, 1] * uy, -pieces[:, 0] * uy + pieces[:, 1] * ux
    s1, q1 = pieces[:, 2] * ux + pieces[:, 3] * uy, -pieces[:, 2] * uy + pieces[:, 3] * ux
    low, high = _span(box, ux, uy, float(q0.min()), float(q0.max()))
    pitch = max(pitch, (high - low) / FINEST)
    lines = np.arange(low + 0.5 * pitch, high, pitch)
    if len(lines) < 3:
        return ()
    line, side = ((q0 <= lines[:, None]) != (q1 <= lines[:, None])).nonzero()
    at = s0[side] + (lines[line] - q0[side]) / (q1[side] - q0[side]) * (s1[side] - s0[side])
    crossed: list[list[float]] = [[] for _ in lines]
    for k, along in zip(line.tolist(), at.tolist(), strict=True):
        crossed[k].append(along)
    starts = []
    for k, row in enumerate(crossed):
        row.sort()
        for i in range(0, len(row) - 1, 2):
            span = row[i + 1] - row[i]
            length = min(span * reach * (0.62 + 0.76 * ((k * GOLDEN) % 1.0)), 14 * pitch + 0.3 * span)
            if length > 0.6 * pitch:
                starts.append((row[i], lines[k], length, 0.3 * pitch * min(1.0, 0.4 + span / (6 * pitch))))
    return _strokes(np.array(starts), ux, uy) if starts else ()


def _span(box: Box, ux: float, uy: float, low: float, high: float) -> tuple[float, float]:
    """The part of the form across the strokes that lies within the box."""
    corners = [-x * uy + y * ux for x in (box[0], box[2]) for y in (box[1], box[3])]
    return max(low, min(corners)), min(high, max(corners))


def _strokes(starts: np.ndarray, ux: float, uy: float) -> Path:
    """Pointed, slightly bent strokes towards the light, from rows of (along, across, length, half width)."""
    s, q, length, half = starts.T
    sag = 0.10 * length
    along = np.stack([s, s + 0.45 * length, s + length, s + 0.45 * length, s], 1)
    across = np.stack([q - half, q - 0.7 * half - 0.2 * sag, q + sag, q + 0.7 * half - 0.2 * sag, q + half], 1)
    points = np.stack([along * ux - across * uy, along * uy + across * ux], 2).reshape(-1, 10).tolist()
    out: list[Command] = []
    for ax, ay, cx, cy, tx, ty, dx, dy, bx, by in points:
        out += (("M", ax, ay), ("C", cx, cy, cx, cy, tx, ty), ("C", dx, dy, dx, dy, bx, by))
    return tuple(out)


def rows(box: Box, pitch: float, up: bool) -> Path:
    """Long level strokes, pointed at both ends: over skies (`up`: closer together towards the top) and grounds (wider apart
    towards the viewer)."""
    left, top, right, low = box
    out: list[Command] = []
    y, k = (low - pitch, 0) if up else (top + 0.4 * pitch, 0)
    while (y > top) if up else (y < low):
        share = (low - y) / max(low - top, 1e-6) if up else (y - top) / max(low - top, 1e-6)
        x = left + 1.7 * ((k * GOLDEN) % 1.0)
        while x < right:
            k += 1
            long = (0.35 + 1.1 * ((k * GOLDEN * 3) % 1.0)) * (0.6 + share)
            half = pitch * (0.05 + 0.10 * share) * (0.6 + 0.6 * ((k * GOLDEN * 7) % 1.0))
            out += [("M", x, y), ("C", x + 0.3 * long, y - half, x + 0.7 * long, y - half, x + long, y),
                    ("C", x + 0.7 * long, y + half, x + 0.3 * long, y + half, x, y), ("Z",)]  # fmt: skip
            x += long * (1.35 + 1.5 * ((k * GOLDEN * 5) % 1.0)) + 0.1
        step = pitch * ((1.25 - 0.6 * share) if up else (0.5 + 1.6 * share))
        y, k = (y - step if up else y + step), k + 1
    return tuple(out)
