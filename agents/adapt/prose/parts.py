"""A sentence cut into what one shot tells: at a clause's border where there is one, each part no longer than a shot can say."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.adapt.prose.mentions import is_verb
from agents.adapt.prose.vocabulary import SMALL
from storyboard.lexicon import CJK

LATIN, SIGNS = 78, 19  # letters, or signs of a script without spaces, that one shot tells
SHORTEST = 14  # letters of a part
STRONG = re.compile(r"[;:—–.!?…。！？；：][”\"’')]*\s*|[,，、][”\"’')]*\s+|，")
JOINTS = re.compile(r"\s+(?=(?:and|but|when|while|until|till|because|where|who|which|if|though|although|so that|that|as|for|to|in order|with|after|before|into|than|or|at|from|by)\b)", re.IGNORECASE)
SPACES = re.compile(r"\s+")
COSTS = ((STRONG, 0.0), (JOINTS, 6.0), (SPACES, 70.0))
LISTED = 14.0  # what a comma between two like words costs


def parts(text: str) -> list[str]:
    """The parts in order; together they are the text."""
    most = SIGNS if CJK.search(text[:40]) else LATIN
    if len(text) <= most:
        return [text]
    cuts = [0, *_best(text, most), len(text)]
    return [piece for a, b in pairwise(cuts) if (piece := text[a:b].strip())]


def _listed(text: str, comma: re.Match[str]) -> float:
    """What it costs more to cut at a comma: dear after "and," and where a list goes on."""
    before, after = text[: comma.start()].rsplit(None, 1)[-1:], text[comma.end() :].split(None, 1)[:1]
    if before and before[0].lower() in ("and", "but", "or", "so", "then"):
        return 60.0
    word = after[0].lower().strip(",.;:") if after else ""
    return 0.0 if not word or word in SMALL or is_verb(word) or word.endswith("ing") else LISTED


def _best(text: str, most: int) -> list[int]:
    """The places to cut at: as few as can be, at the strongest borders, of even lengths."""
    price: dict[int, float] = {}
    for pattern, cost in COSTS:
        for hit in pattern.finditer(text):
            price.setdefault(hit.end(), cost + (_listed(text, hit) if pattern is STRONG and hit[0][0] == "," else 0.0))
    if CJK.search(text[:40]):
        price |= {at: 40.0 for at in range(most, len(text), most) if at not in price}
    places = sorted(at for at in price if 0 < at < len(text))
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for at in [*places, len(text)]:
        found = None
        for before, (total, cuts) in reversed(best.items()):
            length = at - before
            if length > most * 2:
                break
            over, short = max(0, length - most), max(0, SHORTEST - length)
            cost = total + 20.0 + price.get(at, 0.0) + over * 4.0 + short * 3.0 + (length - most * 0.75) ** 2 / 200
            if found is None or cost < found[0]:
                found = (cost, [*cuts, at])
        best[at] = found or (best[max(best)][0] + 1000.0, [*best[max(best)][1], at])
    return best[len(text)][1][:-1]
