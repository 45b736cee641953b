"""Reading: how fast people read what is said, how much fits in two rows, and where a text may break.

The figures are those of Netflix's Timed Text Style Guide (General Requirements; English, Simplified Chinese, Japanese, Korean), read in 2026:
a subtitle stays 5/6 s to 7 s, has at most two rows of 42 letters (16 of full width in Chinese, Japanese and Korean), stands at least two
frames from the next, and asks for at most 17 to 20 letters a second of grown-ups, 13 to 17 of children (9 in Chinese, 12 in Korean, 7 in Japanese).
Fabula aims at 17, which both may read, and calls more than 20 too fast. Spaces and marks count; in scripts of full width a narrow letter counts half.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from storyboard.speech import language_of

ROWS = 2
FRAMES = 24  # a second
SHORTEST, LONGEST = 20, 168  # frames a subtitle stays: 5/6 s to 7 s
APART = 2  # frames between two, at least
CHAIN = 12  # frames: a shorter gap than that flickers, and is closed to APART
NEAR = 3  # frames between a voice's beginning and its subtitle's, at most


class Pace(NamedTuple):
    """What a reader keeps up with. `row`: letters in a row; `rate`: letters a second that are aimed at, `most` that are allowed; `wide`:
    letters of full width count one, others half."""

    row: int
    rate: int
    most: int
    wide: bool = False


USUAL = Pace(42, 17, 20)
WIDE = {"zh": Pace(16, 9, 9, True), "yue": Pace(16, 9, 9, True), "ja": Pace(16, 7, 7, True), "ko": Pace(16, 12, 12, True)}
NARROW_ROW = 32  # letters in a row of a square or tall picture, where 42 would be too small to read
SENTENCE, CLAUSE, COMMA = ".!?…。！？؟।۔", ";:—–；：؛", ",،、，"
CLOSERS = "\"'”’»)]」』）】》〉"
OPENERS = "“‘«([「『（【《〈"
CLINGS = "的了吗呢吧啊着过们么はがをにでとのもへやかねよ"  # a row does not begin with these: they belong to what is before them
JOINS = {  # a row may well begin with one of these: conjunctions and prepositions
    "en": "and but or nor so because although though while when where who which that if than as until unless before after in on at by for from with to into over under about between through",
    "de": "und aber oder denn weil obwohl während wenn wo der die das dass als bis bevor nachdem in an auf bei für von mit zu über unter zwischen durch",
    "fr": "et mais ou donc car parce quand où qui que si comme dans sur à de par pour avec vers sous entre",
    "es": "y pero o porque cuando donde que si como en a de por para con sobre bajo entre hasta",
    "it": "e ma o perché quando dove che se come in a di da per con su tra fra",
}
LEANS = {  # a row does not end with one of these: it belongs to what follows (articles, prepositions, possessives, auxiliaries)
    "en": "a an the this that these those my your his her its our their some any no every each of to in on at by for from with into and but or nor so if as "
    "is are was were be been am have has had do does did will would can could shall should may might must not very i you he she it we they who mr mrs ms dr",
    "de": "der die das den dem des ein eine einen einem einer eines mein dein sein ihr unser kein in an auf bei für von mit zu und aber oder ist war hat ich du er sie es wir nicht",
    "fr": "le la les un une des du de mon ma mes ton ta tes son sa ses notre votre leur ce cette ces à au aux dans sur par pour et ou mais je tu il elle nous vous ils ne",
    "es": "el la los las un una unos unas de del al mi tu su sus en a por para con y o pero que no lo se yo él ella",
    "it": "il lo la i gli le un uno una di del della a al da in con su per e o ma che non mio mia suo sua io lui lei",
}


def pace_of(text: str, language: str, narrow: bool = False) -> Pace:
    """What a reader of this text keeps up with. `narrow`: in a square or tall picture."""
    code = language_of(text, language).split("-")[0].lower()
    pace = WIDE.get("zh" if code == "cmn" else code, USUAL)
    return pace._replace(row=NARROW_ROW) if narrow and not pace.wide else pace


def letters(text: str, pace: Pace) -> float:
    """How many letters a reader counts."""
    if not pace.wide:
        return len(text)
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def frames_to_read(text: str, rate: int, pace: Pace) -> int:
    """How long this takes to read at so many letters a second, in frames."""
    return max(SHORTEST, -int(-letters(text.replace("\n", " "), pace) * FRAMES // rate))


@lru_cache(maxsize=4096)
def pieces(text: str, language: str, pace: Pace, least: float = 0.0, most: float = 1e9) -> tuple[str, ...]:
    """The text cut into subtitles, each of two rows at most and of at most `most` letters: as few as can be, cut where the sense breaks,
    and none of fewer letters than `least` if that can be."""
    text = " ".join(text.split())
    if letters(text, pace) <= min(pace.row, most):
        return (text,)
    ends = [(0, 0.0), *breaks(text, language, pace), (len(text), 0.0)]
    best: list[tuple[float, int]] = [(0.0, 0)]  # the cost to a place, and where its last piece begins
    for j in range(1, len(ends)):
        found = []
        for i in range(j - 1, -1, -1):
            part = text[ends[i][0] : ends[j][0]].strip()
            size = letters(part, pace)
            if size > min(ROWS * pace.row, most) and j - i > 1:
                break
            split = _break(part, language, pace) if size > pace.row else (0, 0.0)
            if split is not None or j - i == 1:
                uneven = 20 * (1 - size / (ROWS * pace.row)) ** 2 + 80 * (size < least)
                found.append((best[i][0] + 40 + 3 * ends[j][1] + (split[1] if split else 60) + uneven, i))
        best.append(min(found) if found else (best[j - 1][0] + 500, j - 1))
    cuts, at = [len(ends) - 1], len(ends) - 1
    while at:
        at = best[at][1]
        cuts.append(at)
    places = [ends[k][0] for k in reversed(cuts)]
    return tuple(part for a, b in pairwise(places) if (part := text[a:b].strip()))


def rows(text: str, language: str, pace: Pace) -> str:
    """In one row where it fits, else in two, broken where the sense breaks and neither row is much longer."""
    text = " ".join(text.split())
    at = _break(text, language, pace) if letters(text, pace) > pace.row else None
    return text if at is None else f"{text[: at[0]].rstrip()}\n{text[at[0] :].lstrip()}"


def fits(text: str, language: str, pace: Pace) -> bool:
    """Whether two rows hold it."""
    return letters(text, pace) <= pace.row or _break(text, language, pace) is not None


def _break(text: str, language: str, pace: Pace) -> tuple[int, float] | None:
    """The best place to begin the second row, and what it costs; None where no place leaves two rows that fit."""
    found = []
    for at, cost in breaks(text, language, pace):
        first, second = letters(text[:at].rstrip(), pace), letters(text[at:].lstrip(), pace)
        if max(first, second) <= pace.row:
            lean = (first - second) / pace.row
            found.append((2 * cost + 14 * lean * lean + (1 if lean > 0 else 0), at))  # the lower row may be the longer one
    return (min(found)[1], min(found)[0]) if found else None


def breaks(text: str, language: str, pace: Pace) -> Iterator[tuple[int, float]]:
    """Where a row or subtitle may end, and how ill the break reads: 0 after a sentence, 9 and more where it tears what belongs together."""
    code = language_of(text, language).split("-")[0].lower()
    joins, leans = (set(table.get(code, "").split()) for table in (JOINS, LEANS))
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if after == " ":
            yield at, _between(text[:at].rsplit(" ", 1)[-1], text[at + 1 :].split(" ", 1)[0], joins, leans)
        elif before != " " and (_is_wide(before) or _is_wide(after)) and after not in SENTENCE + CLAUSE + COMMA + CLOSERS + "ー々" and before not in OPENERS:
            yield at, _after(text[:at]) if _after(text[:at]) < 6 else 12.0 if after in CLINGS else 4.0 if before in CLINGS else 6.0
        elif before != " " and _run(text, at) > 0 and _run(text, at) % max(8, pace.row - 2) == 0:
            yield at, 30.0  # inside a word that is longer than a row


def _between(word: str, then: str, joins: set[str], leans: set[str]) -> float:
    """The cost of a break between two words."""
    marked = _after(word)
    if marked < 6:
        return marked
    last, first = word.strip(OPENERS + CLOSERS).lower(), then.strip(OPENERS + CLOSERS + COMMA + SENTENCE).lower()
    if last in leans:
        return 11.0
    if word[:1].isupper() and then[:1].isupper() and len(word) > 1:
        return 10.0  # a name
    return 3.0 if first in joins else 6.0


def _after(words: str) -> float:
    """The cost of a break after the mark that these words end in."""
    bare = words.rstrip(CLOSERS)
    if re.fullmatch(r"(?:.*\W)?(?:Mr|Mrs|Ms|Dr|St|Prof)\.", bare):
        return 11.0
    for marks, cost in ((SENTENCE, 0.0), (CLAUSE, 1.0), (COMMA, 2.0)):
        if bare and bare[-1] in marks:
            return cost
    return 6.0


def _run(text: str, at: int) -> int:
    """How many letters of the word that `at` is in are before it."""
    return at - 1 - text.rfind(" ", 0, at)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF" and not "\uac00" <= letter <= "\ud7af"  # Korean is written with spaces
