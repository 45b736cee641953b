"""Rows that run from the right, set without a shaper: letters in the order in which they stand from left to right, Arabic ones joined.

The order is that of the Unicode Bidirectional Algorithm (UAX 9: W2 to W7, N0 to N2, L2 to L4) without its embedding signs, which are left out.
Arabic letters become the presentation forms that Unicode lists for their places in a word; signs above and below stay with their letter.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence

HIDDEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}  # how a neutral sign sees its neighbour


def runs_right(text: str) -> bool:
    """Whether the first letter with a direction runs from the right."""
    return next((unicodedata.bidirectional(c) in ("R", "AL") for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), False)


def from_left(text: str) -> str:
    """One row as it stands from left to right."""
    clusters = _clusters(_joined([c for c in text if c not in HIDDEN]))
    if not clusters:
        return ""
    levels = _levels(clusters, int(runs_right(text)))
    shown = [MIRRORED.get(c, c) if level % 2 else c for c, level in zip(clusters, levels, strict=True)]
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(shown):
            end = start
            while end < len(shown) and levels[end] >= level:
                end += 1
            shown[start:end], levels[start:end] = shown[start:end][::-1], levels[start:end][::-1]
            start = end + 1
    return "".join(shown)


def _clusters(letters: Sequence[str]) -> list[str]:
    """Each letter with the signs that stand over and under it."""
    found: list[str] = []
    for letter in letters:
        if found and unicodedata.bidirectional(letter) == "NSM":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _levels(clusters: list[str], base: int) -> list[int]:
    """Odd: from the right. Numbers in such a row stand on a level of their own."""
    kinds, own = [unicodedata.bidirectional(c[0]) for c in clusters], "LR"[base]
    _count(kinds, own)
    _pair(kinds, clusters, own)
    start = 0
    while start < len(kinds):  # N1, N2: a sign between two alike is like them, else as the row runs
        end = start
        while end < len(kinds) and kinds[end] not in STRONG:
            end += 1
        before, after = (STRONG[kinds[start - 1]] if start else own), (STRONG[kinds[end]] if end < len(kinds) else own)
        kinds[start:end] = [before if before == after else own] * (end - start)
        start = max(end, start + 1)
    return [_level(kind, base) for kind in kinds]


def _count(kinds: list[str], own: str) -> None:
    """W2 to W7: which signs belong to a number, and which letters a number goes with."""
    last = own
    for i, kind in enumerate(kinds):
        last = kind if kind in ("L", "R", "AL") else last
        kinds[i] = "AN" if kind == "EN" and last == "AL" else kind
    for i in range(1, len(kinds) - 1):
        if kinds[i] in ("CS", "ES") and kinds[i - 1] == kinds[i + 1] and kinds[i - 1] in ("EN", "AN") and (kinds[i] == "CS" or kinds[i - 1] == "EN"):
            kinds[i] = kinds[i - 1]
    for i in range(1, len(kinds)):
        kinds[i] = "EN" if kinds[i] == "ET" and kinds[i - 1] == "EN" else kinds[i]
    for i in range(len(kinds) - 2, -1, -1):
        kinds[i] = "EN" if kinds[i] == "ET" and kinds[i + 1] == "EN" else kinds[i]
    last = own
    for i, kind in enumerate(kinds):
        last = kind if kind in ("L", "R", "AL") else last
        kinds[i] = "L" if kind == "EN" and last == "L" else kind


def _pair(kinds: list[str], clusters: list[str], own: str) -> None:
    """N0: both brackets of a pair run as the row does, unless all inside and what stands before run the other way."""
    open_ones, pairs = list[int](), list[tuple[int, int]]()
    for i, letter in enumerate(clusters):
        if letter in ("(", "[", "{"):
            open_ones.append(i)
        elif letter in (")", "]", "}") and any(MIRRORED[clusters[k]] == letter for k in open_ones):
            while MIRRORED[clusters[open_ones[-1]]] != letter:
                open_ones.pop()
            pairs.append((open_ones.pop(), i))
    for start, end in sorted(pairs):
        inside = {STRONG[kind] for kind in kinds[start + 1 : end] if kind in STRONG}
        if inside:
            before = next((STRONG[kind] for kind in reversed(kinds[:start]) if kind in STRONG), own)
            kinds[start] = kinds[end] = own if own in inside or before == own else before


def _level(kind: str, base: int) -> int:
    if kind == "L":
        return 2 * base
    return 1 if kind in ("R", "AL") else 2


def _joined(letters: list[str]) -> list[str]:
    """Arabic letters in the form of their place: alone, first, middle, last; lam and alef as one."""
    forms, letters = _forms(), _tied(letters)
    bases = [i for i, c in enumerate(letters) if unicodedata.bidirectional(c[0]) != "NSM"]
    found = list(letters)
    for place, i in enumerate(bases):
        own = forms.get(letters[i], {})
        before = forms.get(letters[bases[place - 1]], {}) if place else {}
        after = forms.get(letters[bases[place + 1]], {}) if place + 1 < len(bases) else {}
        tied = (("initial" in before) << 1 & 2 if "final" in own else 0) | (1 if "initial" in own and "final" in after else 0)
        found[i] = own.get(("isolated", "initial", "final", "medial")[tied], letters[i])
    return found


def _tied(letters: list[str]) -> list[str]:
    """Lam and an alef behind it as the one letter they are drawn as; its forms are those of U+FEF5 to U+FEFC."""
    found: list[str] = []
    for letter in letters:
        if found and found[-1] == "\u0644" and found[-1] + letter in _forms():
            found[-1] += letter
        else:
            found.append(letter)
    return found


@functools.cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or two) -> place in a word -> its presentation form. A letter that joins the next has an initial form."""
    found: dict[str, dict[str, str]] = {"\u0640": dict.fromkeys(("isolated", "initial", "final", "medial"), "\u0640")}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        place, *parts = unicodedata.decomposition(chr(code)).split()
        text = "".join(chr(int(part, 16)) for part in parts)
        if len(text) == 1 or text[0] == "\u0644":
            found.setdefault(text, {})[place.strip("<>")] = chr(code)
    return found
