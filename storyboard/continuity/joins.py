"""How shots are joined: match cuts that match nothing, sound that is moved to no end, lines that talk over one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from storyboard import cut, matching, split_edits
from storyboard.continuity.finding import Finding, change, in_shot, of_presence
from storyboard.edit import Change
from storyboard.grammar import Size, Transition
from storyboard.story import Shot, Story

FAR = 0.08  # shares of the picture that are left between two figures at a match cut: the eye has to jump


def unmatched(story: Story) -> Iterator[Finding]:
    """A match cut between things too far apart, or too different in size, to be brought together."""
    for before, after in itertools.pairwise(story.shots):
        if after.transition is Transition.MATCH and not is_matched(before, after):
            fix = "Show both at one place and size, or cut straight."
            said = f"nothing in shot {after.id} is where shot {before.id} leaves the eye"
            yield Finding(after.id, "unmatched cut", said, fix, tuple(_alike(before, after)))


def is_matched(before: Shot, after: Shot) -> bool:
    old, new = matching.anchor(before, ends=True), matching.anchor(after, ends=False)
    if old is None or new is None:
        return False
    return min(matching.distance(old, new, zooms) for zooms in matching.enlargements(old.size / new.size)) <= FAR


def _alike(before: Shot, after: Shot) -> Iterator[Change]:
    """The second shot's first figure where that of the first is, as large; else a straight cut."""
    if before.subjects and after.subjects:
        who, first = after.subjects[0].character, before.subjects[0]
        placed = after.subjects[0].model_copy(update={"where": first.where, "facing": first.facing})
        for size in (after.size, *([] if before.size in (after.size, Size.INSERT) else [before.size])):
            moved = after.model_copy(update={"size": size, "subjects": (placed, *after.subjects[1:])})
            if is_matched(before, moved):
                ops = [of_presence(after.id, who, "where", placed.where), of_presence(after.id, who, "facing", placed.facing)]
                yield change(f"Put the first of shot {after.id} where the first of shot {before.id} is.", *ops, in_shot(after.id, "size", size))
    yield change("Cut straight.", in_shot(after.id, "transition", Transition.CUT))


def mute_splits(story: Story) -> Iterator[Finding]:
    """A lead or tail where there is nothing to hear sooner or later: nobody speaks, and the place stays the same."""
    for scene in story.scenes if any(split_edits.is_split(one) for one in story.scenes) else ():
        for index, shot in enumerate(scene.shots):
            inside = {"lead": index > 0, "tail": index < len(scene.shots) - 1}
            for field, is_inside in inside.items():
                if getattr(shot, field) and is_inside and not shot.lines:
                    said = f"shot {shot.id} has a {field}, and nothing is heard in it that could come {'sooner' if field == 'lead' else 'later'}"
                    yield Finding(shot.id, "mute split", said, "Give it a line, or take it back.", (change(f"No {field}.", in_shot(shot.id, field, 0)),))


def talked_over(story: Story) -> Iterator[Finding]:
    """A line that begins before the one before it has ended, since one of them is moved."""
    if not any(split_edits.is_split(one) for one in story.scenes):
        return
    owners = {line.id: shot for shot in story.shots for line in shot.lines}
    for one, two in itertools.pairwise(sorted(cut.dialogue(story), key=lambda h: h.start)):
        if two.start < one.start + one.line.slot:
            first, second = owners[one.line.id], owners[two.line.id]
            moved = [(shot, field) for shot in ((second, first) if first is not second else (first,)) for field in ("lead", "tail") if getattr(shot, field)]
            changes = [change(f"No {field} for shot {shot.id}.", in_shot(shot.id, field, 0)) for shot, field in moved]
            said = f"{two.line.text[:40]!r} begins while {one.line.text[:40]!r} is said"
            yield Finding(second.id, "talked over", said, "Move it less.", tuple(changes))
