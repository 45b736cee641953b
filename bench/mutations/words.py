"""Faults of words and lengths."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Any

from bench.mutations.planting import Mutant, mutant, with_shot, with_shots
from storyboard import timing
from storyboard.story import Line, Shot, Story

MORE = "and there was nothing else that anybody in the whole of that long and windy valley could have said about it afterwards"


def with_line(story: Story, shot: Shot, line: Line, **fields: Any) -> Story:
    return with_shot(story, shot, lines=tuple(x.model_copy(update=fields) if x is line else x for x in shot.lines))


def _fits(story: Story, line: Line) -> bool:
    voice = story.narrator if line.speaker is None else story.character(line.speaker).voice
    return timing.natural_frames(line.text, story.language, voice, line.delivery) <= line.slot * (1 + timing.STRETCH)


def spoken(story: Story) -> list[tuple[Shot, Line]]:
    return [(shot, line) for shot in story.shots for line in shot.lines]


def long_line(story: Story, dice: Random) -> Mutant | None:
    """A line made longer, its slot left. No fault while the voice, stretched as far as it may be, still fits."""
    sites = []
    for shot, line in spoken(story):
        text = f"{line.text} {' '.join(MORE.split()[: dice.randint(4, 22)])}"[:400]
        if not _fits(story, line.model_copy(update={"text": text})):
            sites.append((shot, line, text))
    if not sites:
        return None
    shot, line, text = dice.choice(sites)
    return mutant(with_line(story, shot, line, text=text), "too long", shot.id)


def short_slot(story: Story, dice: Random) -> Mutant | None:
    """A line's slot cut. No fault while the voice, stretched as far as it may be, still fits."""
    sites = []
    for shot, line in spoken(story):
        slot = max(2, round(line.slot * dice.uniform(0.3, 0.85)))
        if not _fits(story, line.model_copy(update={"slot": slot})):
            sites.append((shot, line, slot))
    if not sites:
        return None
    shot, line, slot = dice.choice(sites)
    return mutant(with_line(story, shot, line, slot=slot), "too long", shot.id)


def short_shot(story: Story, dice: Random) -> Mutant | None:
    """A shot cut below what its lines need, or below two seconds."""
    shot = dice.choice(story.shots)
    return mutant(with_shot(story, shot, frames=max(2, timing.needed(shot) - dice.randint(2, 40)), keyframes=()), "too long, too short", shot.id)


def long_shot(story: Story, dice: Random) -> Mutant | None:
    """A shot held longer than one can be."""
    shot = dice.choice(story.shots)
    return mutant(with_shot(story, shot, frames=timing.LONGEST_SHOT + dice.randint(2, 200)), "too long", shot.id)


def said_again(story: Story, dice: Random) -> Mutant | None:
    """A line said a second time by the same voice. No fault below four words, or six signs of a script without spaces."""
    sites = []
    for (a, line), (b, other) in combinations(spoken(story), 2):
        long = len(line.text.split()) >= 4 or (not line.text.isascii() and sum(c.isalpha() for c in line.text) >= 6)
        if line.speaker == other.speaker and long and a is not b and timing.needed(b) + line.slot - other.slot <= timing.LONGEST_SHOT:
            sites.append((a, line, b, other))
    if not sites:
        return None
    a, line, b, other = dice.choice(sites)
    again = other.model_copy(update={"text": line.text, "slot": line.slot, "delivery": line.delivery})
    told = b.model_copy(update={"lines": tuple(again if x is other else x for x in b.lines)})
    return mutant(with_shots(story, {b.id: (told.model_copy(update={"frames": max(told.frames, timing.needed(told))}),)}), "repeated line", a.id, b.id)


def silent(story: Story, dice: Random) -> Mutant | None:
    """No word in the whole film."""
    return mutant(with_shots(story, {s.id: (s.model_copy(update={"lines": ()}),) for s in story.shots}), "silent story")
