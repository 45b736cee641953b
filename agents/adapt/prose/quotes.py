"""A paragraph cut into what is told and what is said: curly, straight, French, German, Chinese and Japanese quotation marks."""

from __future__ import annotations

import re
from typing import NamedTuple

PAIRS = {"“": "”", "«": "»", "「": "」", "『": "』", "„": "“”", "‹": "›", "‘": "’", '"': '"', "'": "'", "＂": "＂", "〝": "〞"}
SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(—–-]))[‘'](?=[^\W\d_])(?=[^‘]{1,1500}?[,.!?…—][’'](?!\w))")
CLOSED = re.compile(r"[,.!?…—-][’'](?![^\W_])")
LONGEST_OPEN = 1500  # letters of speech that nobody closed
ENDS = tuple(",.!?…—;:。！？，；：～、")


class Piece(NamedTuple):
    text: str
    said: bool


def pieces(paragraph: str) -> list[Piece]:
    """What is told and what is said, in order. Words that are only set off ("the so-called "wise" owl") stay in the telling."""
    double = any(sign in paragraph for sign in "“«「『„‹\"＂〝")
    out: list[Piece] = []
    told, at, size = 0, 0, len(paragraph)
    singles = {hit.start() for hit in SINGLE.finditer(paragraph)} if not double and ("'" in paragraph or "‘" in paragraph) else set()
    marks = re.compile("[‘']" if not double else "[“«「『„‹\"＂〝]")
    while (hit := marks.search(paragraph, at)) is not None:
        start = hit.start()
        if not double and start not in singles:
            at = start + 1
            continue
        end = _closed(paragraph, start)
        inside = paragraph[start + 1 : end].strip()
        if end >= size and len(inside) > LONGEST_OPEN:
            at = start + 1
            continue
        if _is_said(inside, paragraph[:start][-2:], paragraph[end + 1 :][:1]):
            out += [Piece(paragraph[told:start].strip(), said=False), Piece(inside, said=True)]
            told = end + 1
        at = end + 1
    out.append(Piece(paragraph[told:].strip(), said=False))
    return [piece for piece in out if any(c.isalnum() for c in piece.text)]


def _closed(paragraph: str, start: int) -> int:
    """Where the speech ends that begins here: at its closing mark, else at the paragraph's end."""
    sign = paragraph[start]
    if sign in "'‘":
        hit = CLOSED.search(paragraph, start + 1)
        return hit.end() - 1 if hit else len(paragraph)
    found = [place for close in PAIRS[sign] if (place := paragraph.find(close, start + 1)) >= 0]
    return min(found, default=len(paragraph))


def _is_said(inside: str, before: str, after: str) -> bool:
    if not any(c.isalnum() for c in inside):
        return False
    ended = inside.endswith(ENDS) or after in "，。"
    opened = not before.strip() or before.strip()[-1] in ",:.!?…—–-;，：。！？；”\"»」』)"
    return ended or (opened and (len(inside) > 30 or before.strip()[-1:] in (",", ":", "：", "，")))
