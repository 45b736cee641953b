"""The cut: story -> timeline. Picture, dialogue, narration, music and ambience tracks, all in frames from the film's start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from storyboard.grammar import AT_ONCE, Transition
from storyboard.sound import Section
from storyboard.split_edits import heard, is_split
from storyboard.story import Line, Scene, Shot, Story
from storyboard.timing import Cue, cues

TITLE, CREDITS = 48, 60  # frames of the title card and of the credits
END = "The End"
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
    return TITLE + story.frames + CREDITS


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


def air(story: Story) -> Iterator[Stretch]:
    """Where each scene's ambience is heard: its stretch, but for what J and L cuts move at either end. Every frame has one air."""
    found = list(stretches(story))
    moved = [0, *(a.scene.shots[-1].tail - b.scene.shots[0].lead for a, b in pairwise(found)), 0]
    for (scene, start, frames), (first, last) in zip(found, pairwise(moved), strict=True):
        yield Stretch(scene, start + first, frames + last - first)


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
    """The subtitles of the scene's own lines, from the scene's first frame."""
    at = 0
    for shot in scene.shots:
        for line, start in heard(shot):
            yield from cues(line.text, at + start, line.slot)
        at += shot.shown


class Read(NamedTuple):
    """A subtitle as a scene shows it, from the scene's first frame: it may have begun before that, and may go on in the next scene."""

    cue: Cue
    goes_on: bool


def read_in(story: Story, scene: Scene) -> Iterator[Read]:
    """What is read while the scene is seen: its own subtitles, and what J and L cuts bring over its borders. A cue on the border is in both
    scenes with its true start and end, so that it goes on without a blink."""
    if not any(is_split(one) for one in story.scenes):
        yield from (Read(cue, False) for cue in scene_subtitles(scene))
        return
    found = list(stretches(story))
    at = next(n for n, one in enumerate(found) if one.scene.id == scene.id)
    _, first, frames = found[at]
    for one in found[max(0, at - 1) : at + 2]:
        for cue in scene_subtitles(one.scene):
            moved = cue._replace(start=cue.start + one.start - first, end=cue.end + one.start - first)
            is_over = crosses(cue, one)
            if moved.start < frames and moved.end > 0 and (is_over or one is found[at]):
                yield Read(moved, is_over and moved.end > frames)


def crosses(cue: Cue, stretch: Stretch) -> bool:
    """Whether a cue of a scene is brought over its border by the lead of its first shot or the tail of its last."""
    shots = stretch.scene.shots
    return (cue.start < 0 and shots[0].lead > 0) or (cue.end > stretch.frames and shots[-1].tail > 0)


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
