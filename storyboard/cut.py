"""The cut: story -> timeline. Picture, dialogue, narration, music and ambience tracks, all in frames from the film's start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from storyboard.credits import roll, roll_frames
from storyboard.grammar import Transition
from storyboard.story import Line, Scene, Shot, Story
from storyboard.subtitles import cues
from storyboard.timing import Cue, Placed, placed

TITLE, CREDITS = 48, 60  # frames of the title card and of short credits
CROSS = 12  # frames a dissolve, fade or wipe takes, centred on the cut


class Picture(NamedTuple):
    """One shot in the film: its scene, its first frame, and how it begins."""

    scene: Scene
    shot: Shot
    start: int
    transition: Transition


class Heard(NamedTuple):
    """One line in the film."""

    line: Line
    start: int


class Stretch(NamedTuple):
    """A scene's span of frames."""

    scene: Scene
    start: int
    frames: int


def total_frames(story: Story) -> int:
    return TITLE + story.frames + credits_frames(story)


def credits_frames(story: Story) -> int:
    return roll_frames(roll(story)) if story.credits == "full" else CREDITS


def picture(story: Story) -> Iterator[Picture]:
    at = TITLE
    for scene in story.scenes:
        for index, shot in enumerate(scene.shots):
            yield Picture(scene, shot, at, opening(shot, first=index == 0))
            at += shot.shown


def opening(shot: Shot, first: bool) -> Transition:
    """A scene's first shot cannot overlap the scene before (scenes are separate files), so it cuts or fades."""
    if first and shot.transition is not Transition.CUT:
        return Transition.FADE
    return shot.transition


def stretches(story: Story) -> Iterator[Stretch]:
    at = TITLE
    for scene in story.scenes:
        frames = sum(shot.shown for shot in scene.shots)
        yield Stretch(scene, at, frames)
        at += frames


def dialogue(story: Story) -> Iterator[Heard]:
    for shown in picture(story):
        for line, start in heard(shown.shot):
            yield Heard(line, shown.start + start)


def voiced(story: Story) -> Iterator[Heard]:
    """The lines that somebody is heard to say."""
    return (one for one in dialogue(story) if story.voices(one.line))


def heard(shot: Shot) -> Iterator[Placed]:
    """The shot's lines, counted from the first frame of it that the film shows."""
    for line, start in placed(shot):
        yield Placed(line, start - shot.trim.begin)


def timed(story: Story) -> Iterator[Cue]:
    """The film's subtitles in order, from its first frame; none reaches into the next."""
    for scene, start, _ in stretches(story):
        for cue in scene_subtitles(story, scene):
            yield cue._replace(start=start + cue.start, end=start + cue.end)


def scene_subtitles(story: Story, scene: Scene, narrow: bool = False) -> list[Cue]:
    """The scene's subtitles, from the scene's first frame. `narrow`: for a square or tall picture."""
    starts = accumulate((shot.shown for shot in scene.shots), initial=0)
    lines = [Placed(story.read(line), at + start) for shot, at in zip(scene.shots, starts, strict=False) for line, start in heard(shot)]
    return cues(lines, sum(shot.shown for shot in scene.shots), story.language, narrow)
