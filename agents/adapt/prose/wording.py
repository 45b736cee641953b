"""The words a beat is told in: the author's, without what the film shows ("said the Fox"), and whole also where others around are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from agents.adapt import terms
from agents.adapt.prose import chinese
from agents.adapt.prose.cast import Being
from agents.adapt.prose.mentions import is_verb
from agents.adapt.prose.reading import Beat
from agents.adapt.prose.vocabulary import JOINING, QUIET, SPEECH, SUBJECTS
from storyboard.lexicon import word_set
from storyboard.sound import Delivery

VERBS = "|".join(sorted(SPEECH - {"thought", "told", "began", "smiled", "nodded", "returned", "continued", "offered", "taught"}, key=len, reverse=True))
INTRO = re.compile(rf"[,;]?\s+(?:(?:and|then|but|he|she|they|who|it)\s+)*(?:\w+ly\s+)?(?:{VERBS}|thought|told)\b(?:[^,;:.]{{0,60}})[,:–—]\s*$", re.IGNORECASE)
GOES_ON = re.compile(r"^[^.;]{0,120}?(?:,\s+|\s+)(?:and then|but then|and|but|then)\s+(?=[A-Za-z]+\b)")
JOINT = re.compile(r"^(?:But|And|So|Then|Yet|Therefore|However|Still|Thus|Or|Nor|Besides|Also|Hence|Instead|Moreover|Now then)\b,?\s+(?=\S)")
INVERTED = word_set("was were is are did do does had has have can could would will shall may might must")

OWNED = word_set("his her their")
LEFT = word_set("he she they his her their")


class Worded(NamedTuple):
    """`text`: what the narrator says, "" when the film shows it; `shift`: letters of the beat left out before it; `manner`: how a speech is said."""

    text: str
    shift: int = 0


def told(beat: Beat) -> Worded:
    """A narrated beat as it is told. A tag alone is not; what somebody does beside speaking is."""
    text = beat.text.strip()
    if beat.tag:
        return _beyond(beat)
    if beat.intro:
        cut = INTRO.search(text)
        kept = text[: cut.start()].rstrip(" ,;") if cut else text
        if len(kept.split()) >= 3 and cut is not None and any(is_verb(w) for w in kept.lower().split(",")[-1].split()) and kept.split()[0].lower() not in JOINING - {"and", "but", "so", "then", "for"}:
            return Worded(f"{kept}.")
        if (len(text.split()) <= 9 and beat.row and text.split()[0].lower() not in ("when", "as", "after", "at", "until", "if")) or chinese.SAYS.search(text):
            return Worded("")
    if beat.intro:
        return Worded(text.rstrip(":：,，;；—– ") + ":")
    if text[-1] in ":：,，;；—–":
        text = text.rstrip(":：,，;；—– ") + ("。" if text[-1] in "：，；" else ".")
    return Worded(text[0].upper() + text[1:] if text[0].islower() else text)


def _beyond(beat: Beat) -> Worded:
    """What a tag tells beyond who speaks: "said the man, and threw the pot away" tells that the man threw it away."""
    cut = GOES_ON.match(beat.text)
    if cut is None or beat.speaker is None:
        return Worded("")
    rest = beat.text[cut.end() :].rstrip(" ,:")
    words = [word.lower().strip(",.;") for word in rest.split()]
    if len(words) < 3 or words[0] in SPEECH or not any(is_verb(word) for word in words):
        return Worded("")
    end = "" if rest[-1] in ".!?…" else "."
    if words[0] in SUBJECTS or is_verb(words[0]):  # "and he took it", "and took it": the speaker did
        name = called(beat.speaker)
        opening, left = f"{name[0].upper()}{name[1:]} ", cut.end() + (len(words[0]) + 1 if words[0] in SUBJECTS else 0)
        return Worded(f"{opening}{beat.text[left:].rstrip(' ,:')}{end}", left - len(opening))
    if words[0] in ("the", "a", "an") or rest[0].isupper():
        return Worded(f"{rest[0].upper()}{rest[1:]}{end}", cut.end())
    return Worded("")


def manner(beat: Beat) -> str:
    """How a speech is said, in the words of its tag."""
    words = re.sub(r"\s+", " ", beat.text.strip(" ,.:;!?"))
    found = re.search(rf"\b(?:{'|'.join(sorted(SPEECH, key=len, reverse=True))})\b", words, re.IGNORECASE)
    if found is None:
        return ""
    verb = found[0].lower()
    return " ".join(filter(None, [verb if verb not in ("said", "says", "asked", "replied", "answered", "told") else "", words[found.end() :].strip(" ,")]))[:200]


def delivery(words: str) -> Delivery | None:
    low = words.lower()
    return Delivery.WHISPER if any(word in low for word in QUIET) else terms.delivery(low)


def called(who: Being) -> str:
    """What the narrator calls somebody: "the Fox", "Rufo"."""
    if who.named:
        return who.named
    rows = who.written or who.many
    words = max(rows, key=lambda w: rows[w]) if rows else who.noun
    return f"the {words}"


def alone(text: str, beat: Beat, beings: Sequence[Being], shift: int) -> str:
    """A sentence whose neighbour before is left out: no "But" that answers nothing, and a name where "he" would mean nobody here."""
    cut = JOINT.match(text)
    if cut is not None and text[cut.end() :].split()[0].lower() not in INVERTED:
        kept = text[cut.end() :]
        text, shift = kept[0].upper() + kept[1:], shift + cut.end()
    names: set[int] = set()
    for ref in beat.refs:
        at = beat.row[ref.at].start - shift
        word = re.match(r"[A-Za-z]+", text[max(0, at) :])
        owner = beings[ref.who.owner] if ref.who.owner is not None and not ref.pronoun else None
        meant = ref.who if ref.pronoun else owner if word is not None and word[0].lower() in OWNED else None
        if meant is None:
            names.add(ref.who.number)
        elif word is not None and 0 <= at < min(len(text), 60) and meant.number not in names and word[0].lower() in LEFT:
            name = called(meant) + ("’s" if ref.owner or meant is owner else "")
            name = name[0].upper() + name[1:] if at == 0 else name
            return text[:at] + name + text[at + len(word[0]) :]
    return text
