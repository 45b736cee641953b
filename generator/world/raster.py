"""The rasteriser: shapes to pixels, by ThorVG's software canvas through its C interface.

A `Board` is one bitmap with two sheets that are painted one over the other: "back" (the place) and "front" (figures and what
stands before them); between the two the back may be blurred. Paints are kept between drawings: only matrices, opacities and
the figures' shapes change, which is what makes a clip fast.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter

import cv2
import numpy as np

from generator.world.shapes import Gradient, Rgba, Shape

Affine = tuple[float, float, float, float, float, float]  # x' = a x + b y + c ; y' = d x + e y + f  (row by row)
Laid = tuple[Affine, Sequence[Shape], float]  # shapes, where they lie, and how opaque they are together
CODES = bytes.maketrans(b"ZMLC", bytes(range(4)))  # ThorVG's path commands
FINE = 512.0  # paths are handed over this much larger: ThorVG rounds the widths of strokes to 1/32 before it scales them


_letter, _points, _FINE = itemgetter(0), itemgetter(slice(1, None)), np.float32(FINE)
_Nine = ctypes.c_float * 9


class _Stop(ctypes.Structure):
    _fields_ = [("offset", ctypes.c_float), ("rgba", ctypes.c_uint8 * 4)]


_P, _F, _U8, _U32 = ctypes.c_void_p, ctypes.c_float, ctypes.c_uint8, ctypes.c_uint32
_CType = type[ctypes.c_void_p] | type[ctypes.c_float] | type[ctypes.c_uint8] | type[ctypes.c_uint32] | type[ctypes.c_char_p] | type[ctypes.c_bool]
_SIGNATURES: dict[str, tuple[_CType | None, list[_CType]]] = {
    "swcanvas_create": (_P, [_U8]),
    "swcanvas_set_target": (None, [_P, _P, _U32, _U32, _U32, _U8]),
    "canvas_add": (None, [_P, _P]),
    "canvas_update": (None, [_P]),
    "canvas_draw": (None, [_P, ctypes.c_bool]),
    "canvas_sync": (None, [_P]),
    "canvas_destroy": (None, [_P]),
    "scene_new": (_P, []),
    "scene_add": (None, [_P, _P]),
    "scene_remove": (None, [_P, _P]),
    "paint_set_transform": (None, [_P, _P]),
    "paint_set_opacity": (None, [_P, _U8]),
    "paint_set_visible": (None, [_P, ctypes.c_bool]),
    "shape_new": (_P, []),
    "shape_append_path": (None, [_P, ctypes.c_char_p, _U32, _P, _U32]),
    "shape_set_fill_color": (None, [_P, _U8, _U8, _U8, _U8]),
    "shape_set_gradient": (None, [_P, _P]),
    "shape_set_stroke_width": (None, [_P, _F]),
    "shape_set_stroke_color": (None, [_P, _U8, _U8, _U8, _U8]),
    "shape_set_stroke_cap": (None, [_P, _U8]),
    "shape_set_stroke_join": (None, [_P, _U8]),
    "shape_set_paint_order": (None, [_P, ctypes.c_bool]),
    "linear_gradient_new": (_P, []),
    "linear_gradient_set": (None, [_P, _F, _F, _F, _F]),
    "radial_gradient_new": (_P, []),
    "radial_gradient_set": (None, [_P, _F, _F, _F, _F, _F, _F]),
    "gradient_set_color_stops": (None, [_P, _P, _U32]),
}


class _Tvg:
    """The C functions of ThorVG that are used here, with their types (those of _SIGNATURES); a pointer is an int."""

    swcanvas_create: Callable[[int], int]
    swcanvas_set_target: Callable[[int, int, int, int, int, int], None]
    canvas_add: Callable[[int, int], None]
    canvas_update: Callable[[int], None]
    canvas_draw: Callable[[int, bool], None]
    canvas_sync: Callable[[int], None]
    canvas_destroy: Callable[[int], None]
    scene_new: Callable[[], int]
    scene_add: Callable[[int, int], None]
    scene_remove: Callable[[int, int | None], None]
    paint_set_transform: Callable[[int, ctypes.Array[ctypes.c_float]], None]
    paint_set_opacity: Callable[[int, int], None]
    paint_set_visible: Callable[[int, bool], None]
    shape_new: Callable[[], int]
    shape_append_path: Callable[[int, bytes, int, int, int], None]
    shape_set_fill_color: Callable[[int, int, int, int, int], None]
    shape_set_gradient: Callable[[int, int], None]
    shape_set_stroke_width: Callable[[int, float], None]
    shape_set_stroke_color: Callable[[int, int, int, int, int], None]
    shape_set_stroke_cap: Callable[[int, int], None]
    shape_set_stroke_join: Callable[[int, int], None]
    shape_set_paint_order: Callable[[int, bool], None]
    linear_gradient_new: Callable[[], int]
    linear_gradient_set: Callable[[int, float, float, float, float], None]
    radial_gradient_new: Callable[[], int]
    radial_gradient_set: Callable[[int, float, float, float, float, float, float], None]
    gradient_set_color_stops: Callable[[int, ctypes.Array[_Stop], int], None]

    def __init__(self) -> None:
        import thorvg_python.engine as engine

        library = engine.THORVG_LIB
        if library is None:
            raise OSError("thorvg-python is installed without its library: reinstall thorvg-python")
        library.tvg_engine_init(ctypes.c_uint32(0))
        for name, (result, arguments) in _SIGNATURES.items():
            function = ctypes.CFUNCTYPE(result, *arguments)(("tvg_" + name, library))
            setattr(self, name, function)


@lru_cache(maxsize=1)
def tvg() -> _Tvg:
    return _Tvg()


def paint_of(shape: Shape) -> int:
    """A new ThorVG paint (a pointer) of the shape; whoever adds it to a scene or canvas gives it away."""
    lib = tvg()
    ops = "".join(map(_letter, shape.path)).encode().translate(CODES)
    points = array("f", chain.from_iterable(map(_points, shape.path)))
    view = np.frombuffer(points, np.float32)
    np.multiply(view, _FINE, view)
    paint = lib.shape_new()
    lib.shape_append_path(paint, ops, len(ops), points.buffer_info()[0], len(points) // 2)
    if isinstance(shape.fill, Gradient):
        lib.shape_set_gradient(paint, _gradient_of(shape.fill))
    elif shape.fill is not None:
        lib.shape_set_fill_color(paint, *shape.fill)
    if shape.stroke is not None and shape.width > 0:
        lib.shape_set_stroke_width(paint, shape.width * FINE)
        lib.shape_set_stroke_color(paint, *shape.stroke)
        lib.shape_set_stroke_cap(paint, 1)
        lib.shape_set_stroke_join(paint, 1)
        lib.shape_set_paint_order(paint, shape.fill is not None)
    return paint


def _gradient_of(fill: Gradient) -> int:
    lib = tvg()
    (ax, ay), (bx, by) = fill.a, fill.b
    ax, ay, bx, by = ax * FINE, ay * FINE, bx * FINE, by * FINE
    if fill.kind == "linear":
        gradient = lib.linear_gradient_new()
        lib.linear_gradient_set(gradient, ax, ay, bx, by)
    else:
        gradient = lib.radial_gradient_new()
        radius = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1e-2)
        lib.radial_gradient_set(gradient, ax, ay, radius, ax, ay, 0.0)
    lib.gradient_set_color_stops(gradient, _stops_of(fill.stops), len(fill.stops))
    return gradient


@lru_cache(maxsize=4096)
def _stops_of(told: tuple[tuple[float, Rgba], ...]) -> ctypes.Array[_Stop]:
    """The stops as ThorVG reads them; the same few colours come back in every drawing."""
    stops = (_Stop * len(told))()
    for slot, (offset, color) in zip(stops, told, strict=True):
        slot.offset, slot.rgba = offset, (ctypes.c_uint8 * 4)(*color)
    return stops


class Sheet:
    """One group of shapes that moves together; a scene of ThorVG that lives as long as its board. `placed`: where it lies now,
    and how opaque it is, 0..255."""

    def __init__(self, shapes: Sequence[Shape] = ()) -> None:
        self.shapes = tuple(shapes)
        self.scene = tvg().scene_new()
        self._gradients: list[tuple[int, Gradient]] = []
        self.placed: tuple[Affine, int] | None = None
        for shape in shapes:
            paint = paint_of(shape)
            if isinstance(shape.fill, Gradient):
                self._gradients.append((paint, shape.fill))
            tvg().scene_add(self.scene, paint)

    def replace(self, groups: Sequence[Laid]) -> None:
        """Throw away what is on the sheet and lay these groups on it, each with its own matrix and opacity."""
        lib = tvg()
        lib.scene_remove(self.scene, None)
        for affine, shapes, opacity in groups:
            if not shapes:
                continue
            group = Sheet(shapes)
            group.place(affine, opacity)
            lib.scene_add(self.scene, group.scene)

    def place(self, affine: Affine, opacity: float = 1.0) -> None:
        """Where the sheet lies and how opaque it is."""
        lib, level = tvg(), min(max(round(opacity * 255), 0), 255)
        if (affine, level) == self.placed:
            return
        lib.paint_set_visible(self.scene, level > 0)
        if level:
            a, b, c, d, e, f = affine
            lib.paint_set_transform(self.scene, _Nine(a / FINE, b / FINE, c, d / FINE, e / FINE, f, 0.0, 0.0, 1.0))
            lib.paint_set_opacity(self.scene, level)
            if self.placed is not None:  # ThorVG keeps a gradient as it first lay: say it again
                for paint, gradient in self._gradients:
                    lib.shape_set_gradient(paint, _gradient_of(gradient))
        self.placed = (affine, level)


class Board:
    """A bitmap of (width, height) with a back and a front canvas on the same pixels."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.pixels = np.zeros((self.height, self.width, 4), np.uint8)
        self._canvases = {name: tvg().swcanvas_create(0) for name in ("back", "front")}
        for canvas in self._canvases.values():
            tvg().swcanvas_set_target(canvas, self.pixels.ctypes.data, self.width, self.width, self.height, 0)

    def add(self, sheet: Sheet, where: str) -> Sheet:
        tvg().canvas_add(self._canvases[where], sheet.scene)
        return sheet

    def paint(self, where: str, clear: bool) -> None:
        """Paint one canvas into the pixels, over what is there unless `clear`."""
        lib, canvas = tvg(), self._canvases[where]
        lib.canvas_update(canvas)
        lib.canvas_draw(canvas, clear)
        lib.canvas_sync(canvas)

    def picture(self) -> np.ndarray:
        """What is painted, uint8 [h, w, 3], as an array of its own."""
        return cv2.cvtColor(self.pixels, cv2.COLOR_RGBA2RGB)

    def close(self) -> None:
        """Free both canvases and everything on them."""
        for canvas in self._canvases.values():
            tvg().canvas_destroy(canvas)
        self._canvases = {}


def flat(shapes: Sequence[Shape], color: Rgba) -> list[Shape]:
    """The shapes as one opaque silhouette; glows and shadows are no part of a body."""
    out = []
    for shape in shapes:
        if shape.role in ("glow", "shadow"):
            continue
        fill = color if shape.fill is not None else None
        stroke = color if shape.stroke is not None and shape.width > 0 else None
        out.append(Shape(shape.path, fill, stroke, shape.width, shape.role, shape.part))
    return out
