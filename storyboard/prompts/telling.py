"""Telling: one shot with all that a prompt says of it, and what of it may be said: nobody who is off screen is named."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyboard.caption import article
from storyboard.document import Word
from storyboard.staging import Prop, Staging, Subject
from storyboard.story import Character, Scene, Setting, Shot, Story, Thing

DETERMINED = re.compile(r"(the|a|an|my|our|your|his|her|its|their|this|that|some|above|under|inside|at|in|on|by|behind|near|outside|home)\b|\S+['’]s?\s", re.I)
QUOTED = re.compile(r"[\"“”„«»「」]|(?<!\w)['’]\w")
SHORT = 4  # letters: a shorter part of a name is no name
KINDRED = 5  # letters in common make two nouns one: harbor, harbour


class Telling(NamedTuple):
    """`staging`: what the shot shows, by plan.stage; `pictures`: whether the subjects' portraits go along with the prompt; `still`: it is of
    the shot's first picture, in which nobody is who comes into view later."""

    story: Story
    scene: Scene
    shot: Shot
    staging: Staging
    pictures: bool = True
    still: bool = False

    @property
    def setting(self) -> Setting:
        return self.story.setting(self.scene.setting)

    @property
    def slots(self) -> list[int]:
        """Of those who are in view."""
        return [slot for slot, one in enumerate(self.staging.subjects) if not self.still or one.visible[0] == 0.0]

    def subject(self, slot: int) -> Subject:
        return self.staging.subjects[slot]

    def character(self, slot: int) -> Character:
        return self.story.character(self.shot.subjects[slot].character)

    def name(self, slot: int) -> str:
        return tidy(self.character(slot).name)

    def thing(self, wanted: str | None) -> Thing | None:
        return self.story.thing(wanted) if wanted else None

    def names_absent(self, text: str) -> bool:
        """Whether the text names somebody of the story who is not in view."""
        there = {self.name(slot) for slot in self.slots}
        absent = [tidy(c.name) for c in self.story.characters if tidy(c.name) not in there]
        parts = [part for name in absent for part in name.split() if len(part) >= SHORT and part[0].isupper() and not any(part in one for one in there)]
        return any(_names(text, one) for one in (*absent, *parts))

    def own_words(self) -> str:
        """The author's words of this shot, where they say more than the staging, speak no line, and name nobody who is not there."""
        words = tidy(self.shot.words)
        said = {w.casefold() for w in re.findall(r"\w+", words)}
        if not words or QUOTED.search(words) or self.names_absent(words) or said <= self._staged_words():
            return ""
        return sentence(words)

    def _staged_words(self) -> set[str]:
        known = [*(self.name(slot) for slot in self.slots), *(t.name for t in self.story.things), "seen close", str(self.staging.focus)]
        known += [f"{s.action} {s.emotion} {p.action} {p.emotion}" for s, p in zip(self.staging.subjects, self.shot.subjects, strict=True)]
        return {w.casefold() for one in known for w in re.findall(r"\w+", one)}


def _names(text: str, name: str) -> bool:
    return name in text if not name.isascii() else re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def tidy(text: str) -> str:
    """Words in one line with single spaces: what a person typed cannot begin a line of its own."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """Begun with a capital and ended with a stop, its words as they are; empty stays empty."""
    text = tidy(text)
    if not text:
        return ""
    return text[0].upper() + text[1:] + stop(text)


def stop(text: str) -> str:
    """The full stop that a text wants, in its own script; none when it has one."""
    return "" if text[-1] in ".!?…。！？" else "。" if "\u2e80" < text[-1] < "\uff00" else "."


def called(story: Story, one: Setting | Thing, noun: str) -> str:
    """What a place or thing goes by in a sentence: its name with an article, the author's words, and `noun`, what it is drawn as, where
    the name does not tell. Where the drawn world only has something near, it is what the premise asked for."""
    name, words = tidy(one.name), tidy(one.words).rstrip(".")
    said = name if DETERMINED.match(name) or not name[:1].islower() else f"the {name}"
    if words and words.casefold() not in name.casefold():
        return f"the {words}" if words in _asked_for(story, one) else f"{said} ({words})"
    return said if stands_in(story, one) or kindred(name, f"{noun} {_drawn(one)}") else f"{said} ({noun})"


def stands_in(story: Story, one: Setting | Thing) -> bool:
    """Whether the author means something else than what is drawn in its stead."""
    return bool(one.words) or any(asked.casefold() in one.name.casefold() for asked in _asked_for(story, one))


def _asked_for(story: Story, one: Setting | Thing) -> list[str]:
    return [s.asked for s in story.substitutions if s.drawn == str(_drawn(one))]


def _drawn(one: Setting | Thing) -> Word:
    return one.prop if isinstance(one, Thing) else one.place


def kindred(name: str, nouns: str) -> bool:
    """Whether a name has one of these nouns in it: harbour and harbor, shore and seashore."""
    heads, words = ({w for w in re.findall(r"\w+", text.casefold()) if w not in ("the", "a", "an", "of")} for text in (nouns, name))
    long = [(w, h) for w in words for h in heads if min(len(w), len(h)) >= SHORT]
    return bool(heads & words) or any(w[:KINDRED] == h[:KINDRED] or w in h or h in w for w, h in long)


def held_words(telling: Telling, slot: int) -> str:
    """What the subject has in its hands, "the lamp (a lantern)"; empty when nothing."""
    held, presence = telling.subject(slot).held, telling.shot.subjects[slot]
    if held is Prop.NONE:
        return ""
    thing = telling.thing(presence.prop)
    return thing_words(telling, thing) if thing is not None and thing.prop is held else noun_of(held)


def thing_words(telling: Telling, thing: Thing) -> str:
    said = called(telling.story, thing, noun_of(thing.prop))
    return noun_of(thing.prop) if telling.names_absent(said) else said


def noun_of(prop: Prop) -> str:
    return article(str(prop))
