"""Speech as text: what of a line is spoken, in which language, in which phrases, and about how long that takes.

Pure and deterministic: plan times the slots of lines with it, and the voices cut their breaths by it, so they agree.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST_TEXT = 2000  # characters in one line

SCRIPTS: tuple[tuple[str, str], ...] = (  # language spoken where its letters prevail, first and last letter of a block
    ("ja", "\u3040\u30ff"), ("ko", "\uac00\ud7af"), ("zh", "\u3400\u9fff"), ("ar", "\u0600\u06ff"), ("he", "\u0590\u05ff"),
    ("ru", "\u0400\u04ff"), ("el", "\u0370\u03ff"), ("hi", "\u0900\u097f"), ("th", "\u0e00\u0e7f"), ("hy", "\u0531\u058f"),
    ("ka", "\u10a0\u10ff"), ("bn", "\u0980\u09ff"), ("ta", "\u0b80\u0bff"), ("te", "\u0c00\u0c7f"), ("am", "\u1200\u137f"),
)  # fmt: skip
OWN_SCRIPT = {  # languages that are at home in a script not their first
    "zh": {"zh", "yue", "hak", "ja", "cmn"}, "ar": {"ar", "fa", "ur", "ug", "sd", "ku"}, "he": {"he", "yi"}, "ja": {"ja"},
    "ru": {"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "tt", "ba", "cv"}, "hi": {"hi", "mr", "ne", "kok"},
}  # fmt: skip

PAUSES = {",": 0.16, ";": 0.26, ".": 0.40, "…": 0.52, "": 0.0}  # seconds of breath after a phrase, by its mark
_MARKS = {
    **dict.fromkeys(",،、，", ","), **dict.fromkeys(";:؛；：—–", ";"), **dict.fromkeys(".!?。！？؟۔।॥", "."), "…": "…",
}  # fmt: skip
_TITLES = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|Prof|Sr|Jr|vs|etc|No|Hr|Fr|Mme|Sra|Nr)\.(?=\s)", re.IGNORECASE)
_UNSPOKEN = re.compile(r"[*_#`~<>{}\[\]|\\^=+@\"“”„«»‹›「」『』（）()]+")
_LATIN_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāēīōū]+")


class Phrase(NamedTuple):
    """A run of words said in one breath. `mark`: the mark that closes it; `pause`: seconds of silence after it."""

    text: str
    mark: str
    pause: float


def spoken(text: str) -> str:
    """What of `text` a voice can say: no emoji, control characters or markup; white space made single."""
    kept = []
    for letter in unicodedata.normalize("NFC", text)[:LONGEST_TEXT]:
        kind = unicodedata.category(letter)
        if kind in ("So", "Sk", "Co", "Cs", "Cn", "Cc") or (kind == "Cf" and letter != "\u200c") or "\ufe00" <= letter <= "\ufe0f":
            kept.append(" ")
        else:
            kept.append(letter)
    words = _UNSPOKEN.sub(" ", "".join(kept))
    words = re.sub(r"\s+", " ", words).strip()
    return words if any(unicodedata.category(letter)[0] in "LN" for letter in words) else ""


def language_of(text: str, language: str) -> str:
    """The language to read `text` in: `language`, unless most of its letters belong to a script that one does not use."""
    letters = [letter for letter in text if letter.isalpha()]
    own = language.split("-")[0].lower()
    if own == "cmn":
        own = "zh"
    counts = {code: sum(block[0] <= letter <= block[1] for letter in letters) for code, block in SCRIPTS}
    if counts["ja"] and counts["ja"] * 4 > len(letters) - counts["ja"] - counts["zh"]:
        counts["ja"] += counts["zh"]
    code, most = max(counts.items(), key=lambda item: item[1])
    if most * 2 <= len(letters) or own in OWN_SCRIPT.get(code, {code}):
        return language
    return code


def phrases(text: str) -> tuple[Phrase, ...]:
    """`text` cut where a reader breathes; () when nothing in it can be said. The last phrase has no pause."""
    words = _TITLES.sub(r"\1", spoken(text)).replace("--", "—").replace("...", "…").replace(" - ", "—")
    words = re.sub(r"(?<!\w)['’‘]|['’‘](?!\w)", "", words)
    parts: list[Phrase] = []
    for piece in re.findall(_PIECE, words):
        body = piece.strip()
        said = body.strip("".join(_MARKS) + " -")
        if not any(letter.isalnum() for letter in said):
            if parts:
                parts[-1] = parts[-1]._replace(mark=body[-1:] or parts[-1].mark)
            continue
        mark = body[-1] if body[-1] in _MARKS else ""
        parts.append(Phrase(said, mark, PAUSES[_MARKS.get(mark, "")]))
    if parts:
        parts[-1] = parts[-1]._replace(pause=0.0)
    return tuple(parts)


_ENDS = re.escape("".join(_MARKS))
_PIECE = re.compile(rf"(?:(?<=\d)[.,:](?=\d)|[^{_ENDS}])+[{_ENDS}]*|[{_ENDS}]+")


def spoken_seconds(text: str, language: str) -> float:
    return 0.4 * len(text.split())
