"""The words within a row of a screenplay: marks of emphasis, escapes and notes, put on (`literal`) and taken off (`plain`).

Marks as in Fountain (https://fountain.io/syntax): *italics*, **bold**, ***both***, _underline_; a backslash makes a mark plain; a
note stands in [[ ]]. One pass over the text, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import punctuation
from typing import NamedTuple

OPEN, CLOSE = "[[", "]]"


class _Piece(NamedTuple):
    """A bit of text; `mark`: it is a run of asterisks or underscores that may open or close emphasis."""

    text: str
    mark: bool = False
    opens: bool = False
    closes: bool = False


def plain(text: str) -> str:
    """What is read: without notes, marks of emphasis and escapes, on one row, white space made single."""
    rows = (_unmarked(list(_pieces(row))) for row in without_notes(text).split("\n"))
    return " ".join(" ".join(rows).split())


def literal(words: str) -> str:
    """Words on one row, written so that `plain` gives them back: whatever would be a mark, a note or a cut is escaped."""
    flat, out, before = " ".join(words.split()), [], ""
    for letter in flat:
        escaped = letter in "\\*_" or (letter == before == "[")
        out.append("\\" + letter if escaped else letter)
        before = letter
    return "".join(out)


def without_notes(text: str) -> str:
    return " ".join(part for part, is_note in noted(text) if not is_note)


def noted(text: str) -> Iterator[tuple[str, bool]]:
    """(text, whether it is a note), in order; notes without their brackets. A bracket that nothing closes is text."""
    at = 0
    while (start := text.find(OPEN, at)) >= 0 and (end := text.find(CLOSE, start + 2)) >= 0:
        if start > at:
            yield text[at:start], False
        yield text[start + 2 : end], True
        at = end + 2
    if at < len(text):
        yield text[at:], False


def _pieces(row: str) -> Iterator[_Piece]:
    at, size, text = 0, len(row), []
    while at < size:
        letter = row[at]
        if letter == "\\" and at + 1 < size and row[at + 1] in punctuation:
            text.append(row[at + 1])
            at += 2
            continue
        if letter not in "*_":
            text.append(letter)
            at += 1
            continue
        end = at
        while end < size and row[end] == letter:
            end += 1
        if text:
            yield _Piece("".join(text))
            text = []
        yield _mark(row, at, end)
        at = end
    if text:
        yield _Piece("".join(text))


def _mark(row: str, at: int, end: int) -> _Piece:
    """A run of marks: it opens before what is no space and closes behind it; underscores not in the middle of a word."""
    before, after = row[at - 1] if at else " ", row[end] if end < len(row) else " "
    opens, closes = not after.isspace(), not before.isspace()
    if row[at] == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    fits = end - at <= (3 if row[at] == "*" else 1)
    return _Piece(row[at:end], True, opens and fits, closes and fits)


def _unmarked(pieces: list[_Piece]) -> str:
    """The pieces without the marks that come in pairs."""
    open_: dict[str, int] = {}  # an open mark, and where it stands among those open
    stack: list[int] = []
    gone: set[int] = set()
    for index, piece in enumerate(pieces):
        if not piece.mark:
            continue
        if piece.closes and piece.text in open_:
            depth = open_[piece.text]
            gone |= {stack[depth], index}
            for dead in stack[depth:]:
                open_.pop(pieces[dead].text, None)
            del stack[depth:]
        elif piece.opens:
            if piece.text not in open_:
                open_[piece.text] = len(stack)
            stack.append(index)
    return "".join(piece.text for index, piece in enumerate(pieces) if index not in gone)
