"""The frame: who is said to speak on screen is in it, who is in it is not said to speak off screen, and there is something to see."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.continuity.coverage import shown
from storyboard.continuity.finding import Finding, change, in_shot, names
from storyboard.edit import Change, Set
from storyboard.grammar import Lens, Size
from storyboard.story import Line, Scene, Shot, Story

UNPEOPLED = frozenset({Size.EXTREME_WIDE, Size.WIDE, Size.FULL})


def speakers(story: Story) -> Iterator[Finding]:
    called = names(story)
    for scene in story.scenes:
        for shot in scene.shots:
            inside = {p.character for p in shot.subjects}
            for line in shot.lines:
                who = called.get(line.speaker or "", line.speaker)
                if line.speaker is None or line.on_screen is (line.speaker in inside):
                    continue
                off = f"Mark the line {line.id} as {'off' if line.on_screen else 'on'} screen."
                flag = change(off, _flag(shot, line))
                if line.on_screen:
                    said = f"{who} speaks on screen and is not in the frame"
                    yield Finding(shot.id, "speaker not in frame", said, off, tuple(_in_or_off(story, scene, (shot, line), [flag])))
                else:
                    yield Finding(shot.id, "speaker in frame", f"{who} is in the frame and speaks off screen", off, (flag,))


def _flag(shot: Shot, line: Line) -> Set:
    return in_shot(shot.id, f"lines.{line.id}.on_screen", not line.on_screen)


def _in_or_off(story: Story, scene: Scene, at: tuple[Shot, Line], off: list[Change]) -> list[Change]:
    """Off screen, where they are seen in the shot before or after; else into the frame."""
    shot, line = at
    place = scene.shots.index(shot)
    near = scene.shots[max(0, place - 1) : place + 2]
    into = list(shown(story, scene, shot, str(line.speaker)))
    return off + into if any(p.character == line.speaker for s in near for p in s.subjects) else into + off


def empty(story: Story) -> Iterator[Finding]:
    """A shot near enough for a figure shows one, an insert shows its thing."""
    for shot in story.shots:
        if shot.pins.still or shot.pins.clip or (shot.focus if shot.size is Size.INSERT else shot.subjects or shot.size in UNPEOPLED):
            continue
        what = "an insert of nothing" if shot.size is Size.INSERT else f"a {shot.size} shot of nobody"
        fix = "Show the place, or put somebody or something in the frame."
        size = Size.MEDIUM if shot.size is Size.INSERT and shot.subjects else Size.WIDE
        changes = [change(fix, in_shot(shot.id, "size", size), in_shot(shot.id, "lens", Lens.WIDE if size is Size.WIDE else shot.lens))]
        if size is Size.WIDE:
            changes.append(change(fix, in_shot(shot.id, "size", Size.EXTREME_WIDE), in_shot(shot.id, "lens", Lens.WIDE)))
        yield Finding(shot.id, "empty frame", f"the shot is {what}", fix, tuple(changes))
