"""The film terms of other people's scripts: how a shot, a camera move, a transition or a manner of speaking is asked for.

The words of storyboard.grammar come first, then the abbreviations of the trade (Katz, "Film Directing Shot by Shot").
"""

from __future__ import annotations

import re
from typing import TypeVar

from storyboard import lexicon
from storyboard.document import Word
from storyboard.grammar import MOVE_WORDS, Angle, Camera, Lens, Move, Size, Transition
from storyboard.sound import Delivery

Term = TypeVar("Term", bound=Word)
SLOW, PLAIN = 0.3, 0.6  # of the largest move

SIZES: tuple[tuple[Size, str], ...] = (
    (Size.EXTREME_WIDE, r"extreme (?:wide|long)|\b(?:ews|els|xws|xls|vls|vws)\b|establishing|\bmaster\b|大远景"),
    (Size.EXTREME_CLOSE, r"extreme close|\b(?:ecu|xcu|bcu)\b|大特写"),
    (Size.INSERT, r"\binsert\b|\bdetail\b|cut-?in|插入"),
    (Size.MEDIUM_CLOSE, r"medium close|\bmcu\b|bust|近景"),
    (Size.CLOSE, r"\bclose\b|close-?up|\bcu\b|特写"),
    (Size.MEDIUM, r"\bmedium|\bmid\b|\b(?:ms|mls|mws)\b|cowboy|american|two[- ]shot|\b2-?shot|中景"),
    (Size.FULL, r"\bfull\b|\bfs\b|head to (?:toe|foot)|全景"),
    (Size.WIDE, r"\bwide|\blong shot|\b(?:ws|ls)\b|远景"),
)
ANGLES: tuple[tuple[Angle, str], ...] = (
    (Angle.OVER_SHOULDER, r"over[- ](?:the[- ])?shoulder|\bo\.?t\.?s\b|过肩"), (Angle.OVERHEAD, r"overhead|bird'?s[- ]?eye|top[- ](?:down|shot)|顶拍"),
    (Angle.DUTCH, r"dutch|canted|tilted frame|倾斜"), (Angle.LOW, r"\blow\b|worm'?s|仰"), (Angle.HIGH, r"\bhigh\b|俯"), (Angle.EYE, r"\beye\b|straight|平视"),
)
LENSES: tuple[tuple[Lens, str], ...] = ((Lens.LONG, r"\blong|tele|长焦"), (Lens.WIDE, r"\bwide|fish-?eye|广角"), (Lens.NORMAL, r"normal|standard|标准"))
MOVES: tuple[tuple[Move, float, str], ...] = (
    (Move.HANDHELD, 1, r"hand-?held|shak"), (Move.FOCUS, 1, r"focus|rack"), (Move.ROLL, 1, r"\broll"),
    (Move.ZOOM, -1, r"zoom(?:s|ing)? (?:slowly )?out"), (Move.ZOOM, 1, r"zoom|推近"), (Move.PEDESTAL, -1, r"(?:crane|boom|jib|pedestal)\w* down|lower"),
    (Move.PEDESTAL, 1, r"crane|boom|\bjib|pedestal|ris(?:e|ing)"), (Move.TILT, -1, r"tilt\w* down"), (Move.TILT, 1, r"tilt"), (Move.PAN, -1, r"pan\w* left"),
    (Move.PAN, 1, r"\bpan|whip|摇"), (Move.TRUCK, -1, r"(?:truck|track|slid|crab)\w* (?:to the )?left"), (Move.DOLLY, -1, r"(?:pull|dolly|track|push)\w* (?:out|back)|拉"),
    (Move.DOLLY, 1, r"push|dolly|(?:track|mov)\w* (?:in|forward)|推"), (Move.TRUCK, 1, r"truck|track|slid|crab|follow|steadi|移|跟"),
    (Move.STATIC, 0, r"static|still|locked|fixed|none|tripod|固定"),
)  # fmt: skip
CHANGES: tuple[tuple[Transition, str], ...] = (
    (Transition.MATCH, r"match(ed|ing)? cut|匹配剪辑"), (Transition.DISSOLVE, r"dissolv|\bmix\b|叠化"), (Transition.FADE, r"\bfade|black|white|淡"), (Transition.WIPE, r"\bwipe|划"), (Transition.CUT, r"cut|intercut|back to|切"),
)  # fmt: skip
DELIVERIES: tuple[tuple[Delivery, str], ...] = (
    (Delivery.WHISPER, r"whisper|sotto|under (?:his|her|their) breath|hush|mutter|murmur|低声|小声|耳语"),
    (Delivery.SHOUT, r"shout|yell|scream|roar|bellow|loud|\bcalls?\b|calling|furious|angr|crossly|喊|大声|吼"),
    (Delivery.TIRED, r"tired|weary|wearily|yawn|exhaust|sleep|slowly|疲|困"),
    (Delivery.SAD, r"\bsad|sob|cry|crying|tear|weep|mourn|grie|heartbroken|悲|哭|难过"),
    (Delivery.EXCITED, r"excit|happ|delight|laugh|eager|gleeful|cheer|grin|amaz|panic|afraid|scared|fright|breathless|urgent|quickly|兴奋|高兴|激动|惊|笑"),
    (Delivery.TENDER, r"tender|soft|gent|warm|loving|kind|quiet|calm|smil|温柔|轻声|微笑"),
)  # fmt: skip


def size(words: str) -> Size | None:
    return _exact(words, Size) or _first(words, SIZES)


def angle(words: str) -> Angle | None:
    return _exact(words, Angle) or _first(words, ANGLES)


def lens(words: str) -> Lens | None:
    """By name, or by a focal length in millimetres of a 35 mm frame."""
    length = re.search(r"\b(\d{1,4})\s?mm\b", words.lower())
    if length:
        return Lens.WIDE if int(length[1]) < 35 else Lens.LONG if int(length[1]) > 70 else Lens.NORMAL
    return _exact(words, Lens) or _first(words, LENSES)


def camera(words: str) -> Camera | None:
    """A move, its direction, and whether it is slow."""
    low = " ".join(words.lower().split())
    amount = SLOW if "slow" in low or "gentl" in low or "subtl" in low else PLAIN
    bare = low.removeprefix("slow ")
    for move, said in MOVE_WORDS.items():
        if bare in said:
            way = 1 if bare == said[0] else -1
            return Camera(move=move, amount=0.0 if move is Move.STATIC else way * amount)
    found = next(((move, way) for move, way, pattern in MOVES if re.search(pattern, low)), None)
    return None if found is None else Camera(move=found[0], amount=found[1] * amount)


def transition(words: str) -> Transition | None:
    return _exact(words, Transition) or _first(words, CHANGES)


def delivery(words: str) -> Delivery | None:
    return _exact(words, Delivery) or _first(words, DELIVERIES)


def is_change(words: str) -> bool:
    """Whether a whole paragraph is a transition that Fountain does not know by itself: "FADE IN:", "FADE OUT.", "CUT TO BLACK."."""
    return bool(re.fullmatch(r"(?:SLOW |QUICK )?(?:FADE|DISSOLVE|CUT|WIPE|SMASH CUT|MATCH CUT|JUMP CUT|IRIS)(?: (?:IN|OUT|TO|THROUGH|UP))?(?: (?:BLACK|WHITE))?[:.]?", words))


def is_end(words: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:the end|end|fin|ende|fine|完|剧终|终)\W*", words.lower()))


def first_color(words: str) -> str:
    found = lexicon.color(words)
    return str(found.value) if found and found.exact else ""


def _exact(words: str, terms: type[Term]) -> Term | None:
    low = " ".join(words.lower().split())
    return next((term for term in terms if term.value == low), None)


def _first(words: str, table: tuple[tuple[Term, str], ...]) -> Term | None:
    low = " ".join(words.lower().split())
    return next((term for term, pattern in table if re.search(pattern, low)), None)
