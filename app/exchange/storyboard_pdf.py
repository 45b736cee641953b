"""The storyboard to print: a panel for every shot with its first picture, camera, time, action, lines and sounds; six or three to a page.

Three to a page leave ruled room for notes. Written by fpdf2 (the extra `pdf`); letters are those of the film's cards and subtitles, in
every script that a font is there for, and real text: it can be found and copied. The same story gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.exchange.pdf_panel import Panel, panels
from storyboard.story import Story

if TYPE_CHECKING:
    from app.exchange.pdf_page import Sheet

PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}  # mm
MARGIN, HEAD, FOOT, GUTTER = 13.0, 19.0, 9.0, 7.0
DATE = datetime(2000, 1, 1, tzinfo=UTC)  # told in every file, so that the same story gives the same bytes
INK, SOFT, FAINT = (34, 30, 40), (116, 110, 122), (208, 203, 210)


class Box(NamedTuple):
    """A part of a page, in mm from its upper left corner."""

    x: float
    y: float
    w: float
    h: float


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """A4, six shots to a page."""
    _written(story, path, media or {}, "A4", _six)


def write_three(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """A4, three shots to a page and room for notes."""
    _written(story, path, media or {}, "A4", _three)


def write_letter(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    _written(story, path, media or {}, "Letter", _six)


def write_three_letter(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    _written(story, path, media or {}, "Letter", _three)


def _written(story: Story, path: Path, media: Mapping[str, Path], paper: str, drawn: Callable[[Sheet, Panel, Box], None]) -> None:
    from app.exchange.pdf_page import Sheet  # its library is only loaded where a PDF is made

    found = list(panels(story, media))
    size = PAPERS[paper]
    columns = 2 if drawn is _six else 1
    each, count = 3 * columns, -(-len(found) // (3 * columns))
    sheet = Sheet(size, story.title, DATE)
    across, down = (size[0] - 2 * MARGIN - (columns - 1) * GUTTER) / columns, (size[1] - MARGIN - HEAD - FOOT - 2 * GUTTER) / 3
    for at, panel in enumerate(found):
        if at % each == 0:
            sheet.begin()
            _head(sheet, story, (at // each + 1, count), size)
        column, row = at % each % columns, at % each // columns
        drawn(sheet, panel, Box(MARGIN + column * (across + GUTTER), HEAD + row * (down + GUTTER), across, down))
    sheet.save(path)


def _head(sheet: Sheet, story: Story, page: tuple[int, int], size: tuple[float, float]) -> None:
    """The title, what the film is about, and which page this is."""
    width = size[0] - 2 * MARGIN
    used = sheet.row(story.title, (MARGIN, 8.2), ("title", 15, INK), width * 0.5)
    sheet.row(story.logline, (MARGIN + used + 4, 9.6), ("aside", 9.5, SOFT), width - used - 26)
    sheet.row(f"{page[0]} / {page[1]}", (size[0] - MARGIN, 9.4), ("subtitle", 9, SOFT), 20, right=True)
    sheet.rule(MARGIN, 16.2, width, FAINT)
    seconds = story.frames / 24
    told = f"{len(story.shots)} shots, {int(seconds // 60)}:{seconds % 60:02.0f} min, {story.direction.style}. Times count from the film's first frame, with its title."
    sheet.row(told, (MARGIN, size[1] - 8.6), ("aside", 7.5, SOFT), width)


def _six(sheet: Sheet, panel: Panel, box: Box) -> None:
    """The picture above, what is told of it below."""
    tall = box.w * panel.shape[1] / panel.shape[0]
    tall = min(tall, box.h * 0.62)
    _picture(sheet, panel, Box(box.x, box.y, box.w, tall))
    at = _numbered(sheet, panel, Box(box.x, box.y + tall + 1.6, box.w, 0))
    _told(sheet, panel, Box(box.x, at, box.w, box.y + box.h - at))


def _three(sheet: Sheet, panel: Panel, box: Box) -> None:
    """The picture at the left, what is told of it beside it, ruled room for notes under that."""
    across = min(box.w * 0.6, (box.h - 4) * panel.shape[0] / panel.shape[1])
    tall = across * panel.shape[1] / panel.shape[0]
    _picture(sheet, panel, Box(box.x, box.y, across, tall))
    side, width = box.x + across + 5, box.w - across - 5
    at = _numbered(sheet, panel, Box(side, box.y - 0.6, width, 0))
    row = _told(sheet, panel, Box(side, at, width, box.y + tall - at)) + 7
    while row <= box.y + tall + 0.5:
        sheet.rule(side, row, width, FAINT)
        row += 7


def _picture(sheet: Sheet, panel: Panel, box: Box) -> None:
    """The still in its frame, and the camera's move drawn over it."""
    if panel.still is None:
        sheet.empty(box, "not drawn yet")
    else:
        sheet.picture(panel.still, box)
    sheet.move(panel.move, box)
    if panel.transition != "cut":
        sheet.tag(panel.transition, (box.x + box.w / 2, box.y + 1.6))


def _numbered(sheet: Sheet, panel: Panel, box: Box) -> float:
    """The shot's number, its time at the right, its framing below. Returns where they end."""
    used = sheet.row(str(panel.number), (box.x, box.y - 0.5), ("title", 13, INK), 14)
    sheet.row(panel.scene, (box.x + used + 2.2, box.y + 1.1), ("subtitle", 7.5, SOFT), box.w - used - 31)
    sheet.row(panel.time, (box.x + box.w, box.y + 1.1), ("subtitle", 7.5, SOFT), 28, right=True)
    sheet.row(panel.framing, (box.x, box.y + 5.2), ("subtitle", 7.5, INK), box.w)
    return box.y + 9.4


def _told(sheet: Sheet, panel: Panel, box: Box) -> float:
    """What happens, what is said and heard, in letters as large as the room allows. Returns where they end."""
    parts: list[tuple[Any, ...]] = [("aside", panel.words, INK)] if panel.words else []
    parts += [("subtitle", f"{who}: {text}", INK) for who, text in panel.lines]
    parts += [("aside", f"Sounds: {panel.sounds}", SOFT)] if panel.sounds else []
    return sheet.block(parts, box, (8.6, 6.2))
