"""The cut: story -> timeline. Picture, dialogue, narration, music and ambience tracks, all in frames from the film's start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from storyboard.credits import roll, roll_frames
from storyboard.grammar import AT_ONCE, Transition
from storyboard.split_edits import heard
from storyboard.story import Line, Scene, Shot, Story
from storyboard.subtitles import cues
from storyboard.timing import Cue, Placed

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
    """A scene's first shot cannot overlap the scene before (scenes are separate files), so it cuts, straight or matched, or fades."""
    if first and shot.transition not in AT_ONCE:
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


def air(story: Story) -> Iterator[Stretch]:
    """Where each scene's ambience is heard: its stretch, but for what J and L cuts move at either end. Every frame has one air."""
    found = list(stretches(story))
    moved = [0, *(a.scene.shots[-1].tail - b.scene.shots[0].lead for a, b in pairwise(found)), 0]
    for (scene, start, frames), (first, last) in zip(found, pairwise(moved), strict=True):
        yield Stretch(scene, start + first, frames + last - first)


def timed(story: Story) -> Iterator[Cue]:
    """The film's subtitles in order, from its first frame; none reaches into the next."""
    for run in runs(story):
        for cue in subtitles(story, run):
            yield cue._replace(start=run[0].start + cue.start, end=run[0].start + cue.end)


def runs(story: Story) -> Iterator[list[Stretch]]:
    """The film's scenes, one by one; those that a J or L cut joins stay together, since what is said in one is heard in the other."""
    run: list[Stretch] = []
    for one in stretches(story):
        if run and not (run[-1].scene.shots[-1].tail or one.scene.shots[0].lead):
            yield run
            run = []
        run.append(one)
    yield run


def subtitles(story: Story, run: Sequence[Stretch], narrow: bool = False) -> list[Cue]:
    """The subtitles of scenes that follow one another, from the first one's first frame. `narrow`: for a square or tall picture."""
    shots = [shot for one in run for shot in one.scene.shots]
    starts = accumulate((shot.shown for shot in shots), initial=0)
    lines = [Placed(story.read(line), at + start) for shot, at in zip(shots, starts, strict=False) for line, start in heard(shot)]
    return cues(lines, sum(shot.shown for shot in shots), story.language, narrow)


def scene_subtitles(story: Story, scene: Scene, narrow: bool = False) -> list[Cue]:
    """The subtitles of a scene by itself, from its first frame."""
    return subtitles(story, [Stretch(scene, 0, sum(shot.shown for shot in scene.shots))], narrow)


def read_in(story: Story, scene: Scene) -> list[Cue]:
    """What is read while the scene is seen, from its first frame. A cue on the border to another is in both with its true start (below 0) and
    end (past the scene's), so that it goes on without a blink."""
    if not is_joined(story, scene):
        return scene_subtitles(story, scene)
    run = next(run for run in runs(story) if any(one.scene.id == scene.id for one in run))
    _, start, frames = next(one for one in run if one.scene.id == scene.id)
    moved = [cue._replace(start=cue.start + run[0].start - start, end=cue.end + run[0].start - start) for cue in subtitles(story, run)]
    return [cue for cue in moved if cue.start < frames and cue.end > 0]


def is_joined(story: Story, scene: Scene) -> bool:
    """Whether a J or L cut goes over one of its borders."""
    before, after = beside(story, scene)
    return bool((before and (before.shots[-1].tail or scene.shots[0].lead)) or (after and (scene.shots[-1].tail or after.shots[0].lead)))


def beside(story: Story, scene: Scene) -> tuple[Scene | None, Scene | None]:
    """The scene before and the scene after."""
    at = next(n for n, one in enumerate(story.scenes) if one.id == scene.id)
    return (story.scenes[at - 1] if at else None), (story.scenes[at + 1] if at + 1 < len(story.scenes) else None)
