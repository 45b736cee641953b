"""Lengths: a shot holds its lines, a line fits its slot, and one shot is neither longer than the net draws nor too short to read."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard import timing
from storyboard.continuity.finding import Finding, change, in_shot, names
from storyboard.continuity.split import split
from storyboard.edit import Change
from storyboard.story import Line, Scene, Shot, Story

SHORTEN = "Shorten the lines or split the shot."


def lengths(story: Story, longest: int = timing.LONGEST_SHOT) -> Iterator[Finding]:
    for scene in story.scenes:
        for shot in scene.shots:
            if shot.frames > longest:
                said = f"the shot has {shot.frames} frames, and one shot holds {longest}"
                yield Finding(shot.id, "too long", said, "Split it in two shots.", _cut_down(story, scene, shot, longest))
            if shot.frames < timing.SHORTEST:
                fix = "Hold it longer."
                said = f"the shot has {shot.frames} frames, fewer than {timing.SHORTEST}"
                held = max(timing.SHORTEST, timing.needed(shot))
                yield Finding(shot.id, "too short", said, fix, (change(fix, in_shot(shot.id, "frames", held)),) if held <= longest else split(story, scene, shot))
            elif timing.needed(shot) > shot.frames:
                said = f"its lines need {timing.needed(shot)} frames, it has {shot.frames}"
                yield Finding(shot.id, "too long", said, SHORTEN, _longer(story, scene, shot, longest))
            yield from _slots(story, scene, shot, longest)


def _slots(story: Story, scene: Scene, shot: Shot, longest: int) -> Iterator[Finding]:
    called = names(story)
    for line in shot.lines:
        voice = next((c.voice for c in story.characters if c.id == line.speaker), story.narrator)
        needs = timing.natural_frames(line.text, story.language, voice, line.delivery)
        if needs > line.slot * (1 + timing.STRETCH):
            said = f"the line {line.text[:40]!r} of {called.get(line.speaker or '', 'the narrator')} takes {needs} frames, its slot has {line.slot}"
            slot = timing.slot_for(line.text, story.language, voice, line.delivery)
            yield Finding(shot.id, "too long", said, "Shorten the line or lengthen its slot.", _roomier(story, scene, shot, (line, slot, longest)))


def _roomier(story: Story, scene: Scene, shot: Shot, wanted: tuple[Line, int, int]) -> tuple[Change, ...]:
    """The slot made long enough, and the shot with it; the shot split, where one shot does not hold that."""
    line, slot, longest = wanted
    held = shot.model_copy(update={"lines": tuple(x.model_copy(update={"slot": slot}) if x is line else x for x in shot.lines)})
    if timing.needed(held) > longest:
        return split(story, scene, shot)
    return (change("Give the line the time it takes.", in_shot(shot.id, f"lines.{line.id}.slot", slot)),)


def _longer(story: Story, scene: Scene, shot: Shot, longest: int) -> tuple[Change, ...]:
    needed = timing.needed(shot)
    return (change("Hold the shot until all is said.", in_shot(shot.id, "frames", needed)),) if needed <= longest else split(story, scene, shot)


def _cut_down(story: Story, scene: Scene, shot: Shot, longest: int) -> tuple[Change, ...]:
    """Cut to the longest where its lines still fit; else in two."""
    if timing.needed(shot) > longest or any(k.frame >= longest for k in shot.keyframes):
        return split(story, scene, shot)
    return (change("Cut the shot to the longest that can be drawn.", in_shot(shot.id, "frames", longest)),)
