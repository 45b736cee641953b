"""Speech as text: what of a line is spoken, in which language, in which phrases, and about how long that takes.

Pure and deterministic: plan times the slots of lines with it, and the voices cut their breaths by it, so they agree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
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
_SAID = {"mr": "Mister", "mrs": "Missis"}
_UNSPOKEN = re.compile(r"[*_#`~<>{}\[\]|\\^=+@\"“”„«»‹›「」『』（）()]+")
_STRESS = "\u2061"  # stands before a word that is said with weight; no text has it
_MARKED = re.compile(r"(?<!\w)(\*{1,3}|_)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
_CAPITALS = re.compile(r"\b[A-ZÄÖÜÉÈÀÑÇА-Я]{2,}\b")
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿāēīōūąęıаеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ]+")
_WORDS = re.compile(r"[^\W\d]+(?:['’][^\W\d]+)*")
_SILENT_E = re.compile(r"(?<=[a-z][^aeiouyltd\W])e(?=[sd]?\b)")


class Phrase(NamedTuple):
    """A run of words said in one breath. `mark`: the mark that closes it; `pause`: seconds of silence after it; `stressed`: which of its
    words are said with weight, counted from 0: *so*, _so_, or in CAPITALS among small letters."""

    text: str
    mark: str
    pause: float
    stressed: tuple[int, ...] = ()

    @property
    def asks(self) -> bool:
        return self.mark in tuple("?？؟")


def spoken(text: str) -> str:
    """What of `text` a voice can say: no emoji, control characters or markup; white space made single."""
    return _spoken(text).replace(_STRESS, "")


def _spoken(text: str) -> str:
    """The same, with _STRESS before each word that is said with weight."""
    words = _UNSPOKEN.sub(" ", "".join(map(_said, _weighed(unicodedata.normalize("NFC", text)[:LONGEST_TEXT]))))
    words = re.sub(r"\s+", " ", words).strip()
    return words if any(unicodedata.category(letter)[0] in "LN" for letter in words) else ""


def _weighed(text: str) -> str:
    text = _MARKED.sub(lambda found: " ".join(_STRESS + word for word in found[2].split()), text.replace(_STRESS, ""))
    if any(letter.islower() for letter in text):
        text = _CAPITALS.sub(lambda found: _STRESS + found[0], text)
    return text


@lru_cache(maxsize=4096)
def _said(letter: str) -> str:
    """The letter, or a space in place of one that no voice says."""
    if letter == _STRESS:
        return letter
    kind = unicodedata.category(letter)
    return " " if kind in ("So", "Sk", "Co", "Cs", "Cn", "Cc") or (kind == "Cf" and letter != "\u200c") or "\ufe00" <= letter <= "\ufe0f" else letter


def language_of(text: str, language: str) -> str:
    """The language to read `text` in: `language`, unless most of its letters belong to a script that one does not use."""
    if text.isascii():
        return language
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
    words = _TITLES.sub(lambda found: _SAID.get(found[1].lower(), found[1]), _spoken(text))
    words = words.replace("--", "—").replace("...", "…").replace(" - ", "—")
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
        stressed = tuple(at for at, word in enumerate(said.split()) if _STRESS in word)
        parts.append(Phrase(said.replace(_STRESS, ""), mark, PAUSES[_MARKS.get(mark, "")], stressed))
    if parts:
        parts[-1] = parts[-1]._replace(pause=0.0)
    return tuple(parts)


_ENDS = re.escape("".join(_MARKS))
_PIECE = re.compile(rf"(?:(?<=\d)[.,:](?=\d)|[^{_ENDS}])+[{_ENDS}]*|[{_ENDS}]+")


class Cost(NamedTuple):
    """Seconds at the natural rate for each vowel group, letter, word, digit, and for each phrase on top."""

    vowels: float
    letter: float
    word: float
    digit: float
    phrase: float


# Least squares on what espeak-ng 1.52 says at 160 words a minute (f5, f2, klatt5; bench of 256 phrases, pauses apart).
COSTS = {
    "ar": Cost(0.000, 0.117, 0.000, 0.330, 0.174),
    "de": Cost(0.008, 0.049, 0.039, 0.320, 0.148),
    "el": Cost(0.036, 0.052, 0.014, 0.313, 0.119),
    "en": Cost(0.048, 0.047, 0.025, 0.392, 0.191),
    "es": Cost(0.022, 0.057, 0.006, 0.235, 0.111),
    "fr": Cost(0.025, 0.044, 0.002, 0.194, 0.159),
    "he": Cost(0.000, 0.085, 0.000, 0.330, 0.169),
    "hi": Cost(0.000, 0.152, 0.000, 0.330, 0.059),
    "it": Cost(0.021, 0.052, 0.030, 0.313, 0.145),
    "ko": Cost(0.000, 0.191, 0.000, 0.330, 0.143),
    "nl": Cost(0.021, 0.050, 0.047, 0.313, 0.143),
    "pl": Cost(0.025, 0.055, 0.043, 0.313, 0.131),
    "pt": Cost(0.016, 0.053, 0.054, 0.313, 0.134),
    "ru": Cost(0.000, 0.051, 0.045, 0.313, 0.124),
    "sv": Cost(0.022, 0.057, 0.043, 0.313, 0.143),
    "tr": Cost(0.037, 0.062, 0.036, 0.313, 0.140),
    "uk": Cost(0.035, 0.060, 0.039, 0.313, 0.151),
    "zh": Cost(0.000, 0.249, 0.000, 0.323, 0.092),
    "ja": Cost(0.000, 0.165, 0.000, 0.330, 0.150),
}
ALPHABETIC = Cost(0.017, 0.052, 0.037, 0.311, 0.148)  # any other language with an alphabet of vowels and consonants
OTHER = Cost(0.0, 0.120, 0.0, 0.330, 0.150)  # any other script
KANJI_S = 1.7  # espeak-ng does not read kanji in Japanese: it names them


@lru_cache(maxsize=4096)  # a line's length is asked for whenever its shot is cut
def spoken_seconds(text: str, language: str) -> float:
    """About how many seconds `text` takes at the natural rate, its inner pauses with it; 0 when nothing in it can be said.

    The language tag may carry a region ("pt-BR"). Mean error of a line against espeak-ng:
    English 6 %, most European languages 2 to 5 %, Chinese and Korean 7 %, Hebrew 6 %, Arabic 9 %, Japanese 16 %.
    """
    parts = phrases(text)
    tongue = language_of(text, language).split("-")[0].lower()
    tongue = {"cmn": "zh", "yue": "zh", "iw": "he"}.get(tongue, tongue)
    return sum(_phrase_seconds(phrase.text.lower(), tongue) + phrase.pause for phrase in parts)


def _phrase_seconds(words: str, tongue: str) -> float:
    if tongue == "en":
        words = _SILENT_E.sub("", words)
    vowels = len(_VOWELS.findall(words))
    cost = COSTS.get(tongue) or (ALPHABETIC if vowels else OTHER)
    letters = sum(letter.isalpha() for letter in words)
    digits = sum(letter.isdigit() for letter in words)
    kanji = sum("\u3400" <= letter <= "\u9fff" for letter in words) if tongue == "ja" else 0
    seconds = cost.vowels * vowels + cost.letter * (letters - kanji) + cost.word * len(_WORDS.findall(words))
    return seconds + cost.digit * digits + cost.phrase + KANJI_S * kanji


def syllables(text: str, language: str) -> int:
    """About how many syllables are said: vowel groups where words are spelled with vowels, letters where a letter is a syllable, else
    half the letters; a digit counts as two. At least 1 for what is said at all."""
    tongue = language_of(text, language).split("-")[0].lower()
    words = " ".join(phrase.text for phrase in phrases(text)).lower()
    letters, digits = sum(letter.isalpha() for letter in words), sum(letter.isdigit() for letter in words)
    if tongue == "en":
        words = _SILENT_E.sub("", words)
    if tongue in ("zh", "cmn", "ja", "ko"):
        count = letters
    elif _VOWELS.search(words):
        count = sum(max(len(_VOWELS.findall(word)), 1) for word in _WORDS.findall(words))
    else:
        count = round(letters / 2)
    return max(count + 2 * digits, 1 if words else 0)
