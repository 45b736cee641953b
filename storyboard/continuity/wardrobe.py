"""Wardrobe: what somebody wears stays the same until time passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.space import joined, runs
from storyboard.story import Shot, Story


def wardrobe(story: Story) -> Iterator[Finding]:
    called = names(story)
    first = {c.id: c.costumes[0].id for c in story.characters}
    for span in spans(story):
        worn: dict[str, list[tuple[str, str]]] = {}
        for shot in span:
            for one in shot.subjects:
                worn.setdefault(one.character, []).append((shot.id, one.costume or first.get(one.character, "")))
        for who, row in worn.items():
            count = Counter(costume for _, costume in row)
            usual = max(count, key=lambda c: (count[c], c == row[0][1]))
            for shot_id, costume in row:
                if costume != usual:
                    fix = f"Let {called.get(who)} wear {usual} here too."
                    said = f"{called.get(who)} wears {costume}, and {usual} in the shots about it, and no time passes"
                    yield Finding(shot_id, "wardrobe", said, fix, (change(fix, of_presence(shot_id, who, "costume", usual)),))


def spans(story: Story) -> Iterator[tuple[Shot, ...]]:
    """The film's shots, parted wherever time passes: runs, and scenes that follow each other at once."""
    span: list[Shot] = []
    for at, scene in enumerate(story.scenes):
        for number, run in enumerate(runs(scene)):
            if span and not (number == 0 and joined(story.scenes[at - 1], scene)):
                yield tuple(span)
                span = []
            span += run
    yield tuple(span)
