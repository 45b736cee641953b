"""Lines of different kinds as text: each run of lines with the same columns is a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def table(rows: Sequence[dict[str, object]]) -> str:
    """Text with a head over every kind of line."""
    return "\n\n".join(_part(list(same)) for _, same in groupby(rows, key=tuple))


def _part(rows: list[dict[str, object]]) -> str:
    cells = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    return "\n".join("  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip() for line in cells)
