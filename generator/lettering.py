"""Text as pictures: which font draws it, where its rows break, and its ink as a mask. Drawn with Pillow, never with a font's name.

Fonts: Alegreya (titles, asides) and Alegreya Sans (subtitles) for Latin with all its accents, Vietnamese, Cyrillic and Greek; Noto
Sans for Hebrew, Arabic, and Chinese and Japanese as far as everyday letters go; the rest (Korean, Indic, Thai, ...) from what the machine
has. Where it has no shaper, Hebrew and Arabic are set by bidi.py, and scripts that need more are not drawn. Letters that no font has
are left out, and a text of which more than half would be missing is not drawn at all: boxes are worse than nothing, and the
side-car subtitles always have every letter. `undrawn` tells beforehand; app/remarks.py says so.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from generator.bidi import HIDDEN, from_left
from generator.fontfile import FontFile, read_font

Role = Literal["title", "aside", "subtitle"]
FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
OWN: dict[Role, str] = {"title": "Alegreya-Bold.ttf", "aside": "Alegreya-MediumItalic.ttf", "subtitle": "AlegreyaSans-Bold.ttf"}
NEXT = ("NotoSansHebrew-SemiBold.ttf", "NotoSansArabic-SemiBold.ttf", "NotoSansSC-Bold.otf")
ROOTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")
SCRIPTS = (
    "Devanagari", "Bengali", "Tamil", "Telugu", "Kannada", "Malayalam", "Gujarati", "Gurmukhi", "Oriya", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Armenian",
    "Georgian", "Ethiopic",
)  # fmt: skip
SYSTEM = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJK-Medium.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJK*.otf", "NotoSans*CJK*", "SourceHanSans*",
    "wqy-*.ttc", "ipag*.ttf", "NanumGothic*.ttf", "DroidSansFallback*.ttf", "Hiragino*.ttc", "PingFang.ttc", "AppleSDGothicNeo.ttc", "msyh*.ttc", "YuGoth*.ttc", "malgun*.ttf",
    *(f"NotoSans{script}-{weight}.ttf" for script in SCRIPTS for weight in ("Bold", "Regular")), "Lohit-*.ttf", "Nirmala*.tt[fc]", "Kohinoor*.ttc", "Thonburi.ttc",
    "leelawui*.ttf", "Loma-Bold.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf",
)  # fmt: skip
SAMPLES = {  # a few letters of each script that a film may be told in
    "Latin": "Straße, été", "Vietnamese": "Tiếng Việt", "Cyrillic": "Жили", "Greek": "Ήταν", "Hebrew": "שלום", "Arabic": "كان", "Chinese": "从前有一只狐狸", "Japanese": "昔々、狐がいた",
    "Traditional Chinese": "燈塔與貓頭鷹", "Korean": "옛날에", "Devanagari": "एक बार", "Bengali": "একদিন", "Tamil": "ஒரு", "Telugu": "ఒక", "Gujarati": "એક", "Thai": "กาลครั้งหนึ่ง",
    "Khmer": "កាល", "Burmese": "တစ်", "Armenian": "Կար", "Georgian": "იყო", "Amharic": "አንድ",
}  # fmt: skip
TRACK, WORD_GAP = 0.004, 0.045  # added between letters and between words, as a share of the size: light on dark reads tighter
FINE = 3  # letters are drawn this many times larger and brought down, so that they stand between pixels
SHAPED = (range(0x0590, 0x10A0), range(0x1780, 0x1800))  # Hebrew to Burmese, and Khmer: letters that run from the right or change with their neighbours
SPACELESS = (range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800))
HEADS, TAILS, STACKERS = frozenset("เแโใไເແໂໃໄ"), frozenset("ะาำๅๆະາຳໆ"), frozenset("\u1039\u17d2")  # written before, and after, their letter; ties to the next
ORDERED = (range(0x0590, 0x0700), range(0x0750, 0x0780))  # of which bidi.py can set these: Hebrew and Arabic
CLOSING = set("、。，．！？；：」』）】〉》…ー々ゃゅょっャュョッ,.!?;:)]}")


class Ink(NamedTuple):
    """A row of text. mask: uint8 [h, w], 255 where there is ink; baseline: rows from the top; left: columns of empty margin."""

    mask: np.ndarray
    baseline: int
    margin: int


class Face(NamedTuple):
    """A font file, what it covers, and whether its text has to be shaped, or, where there is no shaper, ordered."""

    path: Path
    file: FontFile
    shaped: bool
    ordered: bool = False


def undrawn(text: str, role: Role = "subtitle") -> str:
    """The letters of the text that this machine cannot draw, each once, in their order."""
    letters = dict.fromkeys(_curled(_clean(text)))
    face = face_for(text, role)
    return "".join(c for c in letters if c not in HIDDEN and unicodedata.category(c) != "So" and not c.isspace() and not (face and face.file.covers(c)))


def help_for(letters: str) -> str:
    """What would let this machine draw these letters, as a clause."""
    if not _has_shaper() and any(_within(c, SHAPED) and not _within(c, ORDERED) for c in letters):
        return "their script needs the library FriBiDi (apt install libfribidi0, brew install fribidi) and a Noto font"
    return "no font here has them; install one (apt install fonts-noto-core fonts-noto-cjk, or Noto from the maker of your system)"


def drawn_scripts() -> dict[str, str]:
    """Script -> where its letters come from on this machine: "bundled", the name of a system's font, or "" for nowhere."""
    found = {}
    for script, sample in SAMPLES.items():
        face = None if undrawn(sample) else face_for(sample, "subtitle")
        found[script] = "" if face is None else "bundled" if face.path.parent == FONTS else face.path.name
    return found


def face_for(text: str, role: Role) -> Face | None:
    """The first font that has every letter, else the one with the most; None when it has less than half, or needs a shaper."""
    cleaned = _clean(text).replace(" ", "")
    letters = [c for c in cleaned if unicodedata.category(c)[0] in "LMN"] or list(cleaned)  # a small picture among them changes no font
    complex_ones = [c for c in letters if _within(c, SHAPED)]
    shaper = _has_shaper()
    if complex_ones and not shaper and not all(_within(c, ORDERED) for c in complex_ones):
        return None
    shaped = shaper and bool(complex_ones or any(map(unicodedata.combining, letters)))
    best, most = None, len(letters) / 2
    for path in _paths(role):
        file = read_font(path)
        count = sum(map(file.covers, letters))
        if count > most:
            best, most = Face(path, file, shaped, bool(complex_ones) and not shaper), count
        if count == len(letters):
            break
    return best


def _within(letter: str, ranges: tuple[range, ...]) -> bool:
    return any(ord(letter) in one for one in ranges)


def _has_shaper() -> bool:
    """Pillow's other layout, which needs a library (FriBiDi) that not every machine has."""
    return bool(features.check("raqm"))


def drawable(text: str, face: Face) -> str:
    """The text as this face draws it: composed, on one row, without the letters the face lacks."""
    return " ".join("".join(letter for letter in _curled(_clean(text)) if face.file.covers(letter)).split())


def width(text: str, face: Face, size: float) -> float:
    """How many pixels wide the text is."""
    return _advance(text, face, size * FINE) / FINE


def wrap(text: str, face: Face, size: float, limit: float) -> list[str]:
    """The text in as few rows as fit `limit` pixels, evened out so that no row hangs short."""
    pieces = [part for piece in _pieces(text) for part in (_syllables(piece) if width(piece, face, size) > limit else [piece])]
    rows = _filled(pieces, face, size, limit)
    if len(rows) > 1:
        low, high = limit / 2, limit
        for _ in range(8):  # the narrowest limit that takes no more rows
            middle = (low + high) / 2
            tried = _filled(pieces, face, size, middle)
            if len(tried) <= len(rows):
                rows, high = tried, middle
            else:
                low = middle
    return rows


def ink(text: str, face: Face, size: float) -> Ink:
    """One row of text as a mask."""
    fine = size * FINE
    font = _font(face.path, round(fine), face.shaped)
    margin, baseline = round(0.3 * size), round(1.15 * size)
    across, down = -(-int(_advance(text, face, fine)) // FINE) + 2 * margin, round(1.6 * size)
    picture = Image.new("L", (across * FINE, down * FINE), 0)
    pen = ImageDraw.Draw(picture)
    if face.shaped:
        pen.text((margin * FINE, baseline * FINE), text, fill=255, font=font, anchor="ls")
    else:
        for letter, at in _placed(text, face, fine):
            pen.text((round(margin * FINE + at), baseline * FINE), letter, fill=255, font=font, anchor="ls")
    return Ink(np.asarray(picture.reduce(FINE)), baseline, margin)


def _placed(text: str, face: Face, fine: float) -> list[tuple[str, float]]:
    """Each letter with where it begins, from left to right; the last, empty, is where the row ends."""
    if face.ordered:
        return _ordered(text, face, fine)
    at, before, found = 0.0, "", []
    for letter in text:
        at += face.file.kern(before, letter) * fine if before else 0.0
        found.append((letter, at))
        at += _step(face.path, round(fine), letter) + fine * (WORD_GAP if letter == " " else TRACK)
        before = letter
    return [*found, ("", at)]


def _ordered(text: str, face: Face, fine: float) -> list[tuple[str, float]]:
    """A row that runs from the right: no track between joined letters, and a sign over or under a letter stands in its middle."""
    at, middle, found = 0.0, 0.0, []
    for letter in from_left(text):
        if unicodedata.combining(letter):
            left, _, right, _ = _font(face.path, round(fine), False).getbbox(letter)
            found.append((letter, middle - (left + right) / 2))
            continue
        step = _step(face.path, round(fine), letter) + (fine * WORD_GAP if letter == " " else 0.0)
        found.append((letter, at))
        at, middle = at + step, at + step / 2
    return [*found, ("", at)]


def _advance(text: str, face: Face, fine: float) -> float:
    if face.shaped:
        return float(_font(face.path, round(fine), True).getlength(text))
    return _placed(text, face, fine)[-1][1]


def _filled(pieces: list[str], face: Face, size: float, limit: float) -> list[str]:
    rows: list[str] = []
    for piece in pieces:
        joined = rows[-1] + piece if rows else piece
        if rows and width(joined.rstrip(), face, size) > limit:
            rows.append(piece)
        elif rows:
            rows[-1] = joined
        else:
            rows.append(piece)
    return [row.strip() for row in rows]


def _pieces(text: str) -> list[str]:
    """Where a row may break: after a space, and between letters of scripts that are written without spaces."""
    pieces: list[str] = []
    for word in text.split(" "):
        start = len(pieces)
        for letter in word:
            wide = unicodedata.east_asian_width(letter) in "WF" and letter not in CLOSING
            if len(pieces) == start or wide:
                pieces.append(letter)
            else:
                pieces[-1] += letter
        if len(pieces) > start:
            pieces[-1] += " "
    return pieces


def _syllables(piece: str) -> list[str]:
    """A piece in a script that sets no spaces between words (Thai, Lao, Burmese, Khmer), where it may break at need: before a letter that
    stands on the line by itself, and never behind a vowel that is written first. Any other piece stays whole."""
    if not any(_within(c, SPACELESS) for c in piece):
        return [piece]
    found = piece[:1]
    for before, letter in pairwise(piece):
        bound = unicodedata.category(letter)[0] != "L" or letter in TAILS or before in HEADS or before in STACKERS
        found += letter if bound else "\0" + letter
    return found.split("\0")


def _curled(text: str) -> str:
    """Typewriter quotes as a printer sets them."""
    text = re.sub(r"(^|(?<=[\s(\[—-]))\"", "“", text)
    text = re.sub(r"(^|(?<=[\s(\[—-]))'", "‘", text)
    return text.replace('"', "”").replace("'", "’")


def _clean(text: str) -> str:
    """Composed letters, without what is never seen (controls, joiners of emoji)."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))


@functools.cache
def _paths(role: Role) -> tuple[Path, ...]:
    return (FONTS / OWN[role], *(FONTS / name for name in NEXT), *_system())


@functools.cache
def _system() -> tuple[Path, ...]:
    files = sorted(path for root in ROOTS if Path(root).is_dir() for path in Path(root).rglob("*.[to]t[fc]"))
    return tuple(path for pattern in SYSTEM for path in files if path.match(pattern))


@functools.lru_cache(maxsize=20_000)
def _step(path: Path, size: int, letter: str) -> float:
    return float(_font(path, size, False).getlength(letter))


@functools.lru_cache(maxsize=64)
def _font(path: Path, size: int, shaped: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(path), max(size, 4), layout_engine=engine)
