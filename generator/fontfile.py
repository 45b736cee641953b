"""What a font file can draw and how its letters stand together: cmap and kern, read from the file itself.

Pillow tells neither, and its plain layout kerns by a 64th of what it should (11.3: pixels added to 26.6 numbers), while its other
layout needs a system library that not every machine has. Read here, letters stand alike on every machine.
OpenType 1.9: https://learn.microsoft.com/typography/opentype/spec/cmap (formats 4 and 12), .../kern (format 0).
"""

from __future__ import annotations

import functools
import struct
from pathlib import Path
from typing import NamedTuple


class FontFile(NamedTuple):
    """glyphs: code point -> glyph number. pairs: (glyph, glyph) -> units to add between them. em: units of the font's size."""

    glyphs: dict[int, int]
    pairs: dict[tuple[int, int], int]
    em: int

    def covers(self, letter: str) -> bool:
        return letter.isspace() or ord(letter) in self.glyphs

    def kern(self, left: str, right: str) -> float:
        """Share of the font's size to add between two letters."""
        pair = (self.glyphs.get(ord(left), 0), self.glyphs.get(ord(right), 0))
        return self.pairs.get(pair, 0) / self.em


@functools.lru_cache(maxsize=16)
def read_font(path: Path) -> FontFile:
    """The font at `path` (ttf, otf; of a collection the first)."""
    data = path.read_bytes()
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        tables[tag] = data[offset : offset + length]
    em = struct.unpack_from(">H", tables[b"head"], 18)[0]
    return FontFile(_glyphs(tables[b"cmap"]), _pairs(tables.get(b"kern", b"")), em)


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Unicode subtables only, the wide one last so that it has the last word."""
    count = struct.unpack_from(">H", cmap, 2)[0]
    found: dict[int, int] = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)
        if (platform == 0 and encoding != 5) or (platform == 3 and encoding in (1, 10)):
            form = struct.unpack_from(">H", cmap, offset)[0]
            if form == 4:
                found = _narrow(cmap[offset:]) | found
            elif form == 12:
                found = found | _wide(cmap[offset:])
    return found


def _narrow(table: bytes) -> dict[int, int]:
    """cmap format 4: segments of 16-bit code points."""
    doubled = struct.unpack_from(">H", table, 6)[0]
    count = doubled // 2

    def row(at: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", table, at)

    found = {}
    ends, starts, deltas, ranges = row(14), row(16 + doubled), row(16 + 2 * doubled), row(16 + 3 * doubled)
    for index, (end, start, delta, reach) in enumerate(zip(ends, starts, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if reach:
                at = 16 + 3 * doubled + 2 * index + reach + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, at)[0] if at + 2 <= len(table) else 0
                if glyph == 0:
                    continue
            found[code] = (glyph + delta) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}


def _wide(table: bytes) -> dict[int, int]:
    """cmap format 12: groups of 32-bit code points."""
    groups = struct.unpack_from(">I", table, 12)[0]
    found = {}
    for index in range(groups):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
        found.update({code: glyph + code - start for code in range(start, end + 1)})
    return found


def _pairs(kern: bytes) -> dict[tuple[int, int], int]:
    if len(kern) < 18 or struct.unpack_from(">HH", kern) != (0, 1):
        return {}
    count = struct.unpack_from(">H", kern, 10)[0]
    rows = (struct.unpack_from(">HHh", kern, 18 + 6 * index) for index in range(count))
    return {(left, right): value for left, right, value in rows}
