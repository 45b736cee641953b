"""The cut: story -> timeline. Picture, dialogue, narration, music and ambience tracks, all in frames from the film's start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from storyboard.credits import roll, roll_frames
from storyboard.grammar import Transition
from storyboard.sound import Section
from storyboard.story import Line, Scene, Shot, Story
from storyboard.timing import Cue, Placed, cues, placed

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


def heard(shot: Shot) -> Iterator[Placed]:
    """The shot's lines, counted from the first frame of it that the film shows."""
    for line, start in placed(shot):
        yield Placed(line, start - shot.trim.begin)


def subtitles(story: Story) -> Iterator[Cue]:
    """Every subtitle of the film, from the film's first frame."""
    for line, start in dialogue(story):
        yield from cues(line.text, start, line.slot)


def timed(story: Story) -> Iterator[Cue]:
    """The film's subtitles in order; none reaches into the next or past the end."""
    end = total_frames(story)
    for cue, after in pairwise([*subtitles(story), Cue(end, end, "")]):
        yield cue._replace(end=max(cue.start + 1, min(cue.end, after.start)))


def scene_subtitles(scene: Scene) -> Iterator[Cue]:
    """The scene's subtitles, from the scene's first frame."""
    at = 0
    for shot in scene.shots:
        for line, start in heard(shot):
            yield from cues(line.text, at + start, line.slot)
        at += shot.shown


def sections(story: Story) -> tuple[Section, ...]:
    """The score's sections: one per scene, the first from the title on, the last to the end of the credits."""
    found = list(stretches(story))
    spans = []
    for index, (scene, start, frames) in enumerate(found):
        begin = 0 if index == 0 else start
        end = total_frames(story) if index == len(found) - 1 else start + frames
        cuts = tuple(accumulate((shot.shown for shot in scene.shots[:-1]), initial=start))
        intensity = round(0.35 + 0.5 * (index + 1) / len(found), 2)
        spans.append(Section(start_frame=begin, end_frame=end, mood=scene.mood, tempo_bpm=scene.tempo, intensity=intensity, hits=cuts))
    return tuple(spans)
