"""The pages of a PDF as the storyboard uses them: rows and blocks of text in any script, pictures, rules, and the signs of camera moves.

Each text is set in the first of our fonts that has its letters (generator/lettering.py). Sizes of letters are in points, all else in mm.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import uharfbuzz  # noqa: F401  fpdf2 sets scripts that join their letters, or run from the right, with it
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, WrapMode
from PIL import Image

from generator.lettering import Role, drawable, face_for
from storyboard.grammar import Camera, Move
from storyboard.lexicon import CJK

if TYPE_CHECKING:
    from app.exchange.storyboard_pdf import Box

Color = tuple[int, int, int]
Ink = tuple[Role, float, Color]  # which font, points, colour
POINT = 0.3528  # mm
WIDEST = 1000  # pixels of a picture across: 300 dots an inch in a panel
LEADING = 1.24
SIGN = (255, 250, 238)
ARROWS = {Move.PAN: (1, 0), Move.TRUCK: (1, 0), Move.TILT: (0, -1), Move.PEDESTAL: (0, -1)}


class Sheet:
    """A document under way."""

    def __init__(self, size: tuple[float, float], title: str, date: datetime):
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self._pdf = FPDF(unit="mm", format=size)
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_creator("Fabula")
        self._pdf.set_creation_date(date)
        self._pdf.set_text_shaping(True)
        self._families: dict[Path, str] = {}

    def begin(self) -> None:
        self._pdf.add_page()

    def save(self, path: Path) -> None:
        path.write_bytes(bytes(self._pdf.output()))

    def row(self, text: str, at: tuple[float, float], ink: Ink, limit: float, right: bool = False) -> float:
        """One row from (or, with `right`, up to) a place, cut with dots where it would run too long. Returns how long it is."""
        shown = self._inked(text, ink)
        if not shown:
            return 0.0
        while self._pdf.get_string_width(shown) > limit and len(shown) > 2:
            shown = shown[: -2 if shown.endswith("…") else -1].rstrip(" ,.;:") + "…"
        wide: float = self._pdf.get_string_width(shown)
        self._pdf.set_xy(at[0] - wide * right, at[1])
        self._pdf.cell(wide + 0.5, ink[1] * POINT * LEADING, shown)
        return wide

    def block(self, parts: Sequence[tuple[Any, ...]], box: Box, sizes: tuple[float, float]) -> float:
        """Paragraphs of (role, text, colour) in a box, in the largest letters between two sizes in which all of them fit; else cut.
        Returns where they end."""
        largest, smallest = sizes
        size = largest
        while size > smallest and sum(self._height(part, box.w, size) for part in parts) > box.h:
            size -= 0.2
        at = box.y
        for role, text, color in parts:
            shown, tall = self._inked(text, (role, size, color)), size * POINT * LEADING
            rows = self._rows(shown, box.w) if shown else []
            room = int((box.y + box.h - at) / tall + 0.01)
            if len(rows) > room:
                rows = [*rows[: room - 1], rows[room - 1].rstrip(" ,.;:") + "…"] if room > 0 else []
            for row in rows:
                self._pdf.set_xy(box.x, at)
                self._pdf.cell(box.w, tall, row)
                at += tall
            at += 0.5
        return at

    def rule(self, x: float, y: float, w: float, color: Color) -> None:
        self._pdf.set_draw_color(*color)
        self._pdf.set_line_width(0.2)
        self._pdf.line(x, y, x + w, y)

    def picture(self, file: Path, box: Box) -> None:
        """Fitted into the box on a dark ground, as JPEG: a storyboard of a long film stays small."""
        with Image.open(file) as opened:
            image = opened.convert("RGB")
        if image.width > WIDEST:
            image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
        data = io.BytesIO()
        image.save(data, format="JPEG", quality=88)
        wide = min(box.w, box.h * image.width / image.height)
        self._ground(box, (24, 22, 28))
        self._pdf.image(data, box.x + (box.w - wide) / 2, box.y, wide, wide * image.height / image.width)

    def empty(self, box: Box, words: str) -> None:
        self._ground(box, (238, 235, 231))
        self.row(words, (box.x + 3, box.y + box.h / 2 - 2), ("aside", 9, (140, 134, 140)), box.w)

    def tag(self, words: str, at: tuple[float, float]) -> None:
        """A word on a dark label, its middle and top there."""
        self._inked(words, ("subtitle", 7, SIGN))
        wide = self._pdf.get_string_width(words) + 3
        self._pdf.set_fill_color(24, 22, 28)
        self._pdf.rect(at[0] - wide / 2, at[1], wide, 4.2, style="F", round_corners=True, corner_radius=1)
        self.row(words, (at[0] - wide / 2 + 1.5, at[1] + 0.45), ("subtitle", 7, SIGN), wide)

    def move(self, camera: Camera, box: Box) -> None:
        """The camera's move as storyboards show it: an arrow the way it goes, or the frame it ends or begins with."""
        if camera.amount == 0.0:
            return
        if camera.move in ARROWS:
            sign = math.copysign(1, camera.amount)
            dx, dy = ARROWS[camera.move]
            self._arrow((box.x + box.w * (0.5 - 0.1 * dx * sign), box.y + box.h * (0.9 if dx else 0.5 - 0.16 * dy * sign)),
                        (box.x + box.w * (0.5 + 0.1 * dx * sign), box.y + box.h * (0.9 if dx else 0.5 + 0.16 * dy * sign)), box.w * (0 if dx else 0.42))  # fmt: skip
        elif camera.move in (Move.ZOOM, Move.DOLLY):
            share = 0.16 if abs(camera.amount) >= 0.5 else 0.09
            inner = (box.x + box.w * share, box.y + box.h * share, box.w * (1 - 2 * share), box.h * (1 - 2 * share))
            self._corners(inner, inward=camera.amount > 0)

    def _arrow(self, begin: tuple[float, float], end: tuple[float, float], aside: float) -> None:
        """From one place to another, both moved `aside`: a shaft and a filled head, with a dark edge."""
        length = math.hypot(end[0] - begin[0], end[1] - begin[1])
        ux, uy = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
        outline = [(0, 0.45), (length - 3.2, 0.45), (length - 3.2, 1.6), (length, 0), (length - 3.2, -1.6), (length - 3.2, -0.45), (0, -0.45)]
        self._pdf.set_draw_color(24, 22, 28)
        self._pdf.set_fill_color(*SIGN)
        self._pdf.set_line_width(0.35)
        self._pdf.polygon([(begin[0] + aside + ux * along - uy * off, begin[1] + uy * along + ux * off) for along, off in outline], style="DF")

    def _corners(self, frame: tuple[float, float, float, float], inward: bool) -> None:
        """The four corners of the frame the camera comes to (`inward`), or comes from."""
        x, y, w, h = frame
        for color, width in (((24, 22, 28), 1.0), (SIGN, 0.5)):
            self._pdf.set_draw_color(*color)
            self._pdf.set_line_width(width)
            for left, top in ((0, 0), (1, 0), (0, 1), (1, 1)):
                cx, cy = x + w * left, y + h * top
                sx, sy = (1 - 2 * left), (1 - 2 * top)
                self._pdf.line(cx, cy, cx + 4 * sx, cy)
                self._pdf.line(cx, cy, cx, cy + 4 * sy)
                if inward:
                    self._pdf.line(cx - 3 * sx, cy - 3 * sy, cx - 0.8 * sx, cy - 0.8 * sy)
                else:
                    self._pdf.line(cx + 3 * sx, cy + 3 * sy, cx + 0.8 * sx, cy + 0.8 * sy)

    def _ground(self, box: Box, color: Color) -> None:
        self._pdf.set_fill_color(*color)
        self._pdf.rect(box.x, box.y, box.w, box.h, style="F")

    def _height(self, part: tuple[Any, ...], width: float, size: float) -> float:
        shown = self._inked(part[1], (part[0], size, part[2]))
        return len(self._rows(shown, width)) * size * POINT * LEADING + 0.5 if shown else 0.0

    def _rows(self, text: str, width: float) -> list[str]:
        wrap = WrapMode.CHAR if CJK.search(text) or " " not in text else WrapMode.WORD
        return cast(list[str], self._pdf.multi_cell(width, 4, text, dry_run=True, output=MethodReturnValue.LINES, align="L", wrapmode=wrap))

    def _inked(self, text: str, ink: Ink) -> str:
        """Choose font, size and colour for a text; the text as that font has it, "" where none does."""
        role, size, color = ink
        face = face_for(text, role)
        if face is None:
            return ""
        if face.path not in self._families:
            self._families[face.path] = f"face{len(self._families)}"
            self._pdf.add_font(self._families[face.path], fname=str(face.path))
        self._pdf.set_font(self._families[face.path], size=size)
        self._pdf.set_text_color(*color)
        return drawable(text, face)
