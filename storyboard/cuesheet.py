"""The cue sheet: when each shot, scene and subtitle of the finished film begins and ends, its title card and credits included.

For who shows the film: times are frames from the film's first, seconds are given at the edges.
"""

from __future__ import annotations

from typing import NamedTuple

from storyboard import cut
from storyboard.closing import closing
from storyboard.story import Scene, Shot, Story
from storyboard.timing import Cue, seconds_of


class Span(NamedTuple):
    """Frames [start, end) of the film."""

    start: int
    end: int

    @property
    def seconds(self) -> tuple[float, float]:
        return seconds_of(self.start), seconds_of(self.end)


class ShotCue(NamedTuple):
    """When a shot is seen. `number`: counted through the film, from 1."""

    shot: Shot
    scene: Scene
    number: int
    span: Span


class Chapter(NamedTuple):
    """A part of the film to jump to: a scene, or a card (`scene` None), and its name."""

    name: str
    scene: Scene | None
    span: Span


class CueSheet(NamedTuple):
    """`is_burned`: the subtitles are in the picture already, so a player must not show them once more."""

    title: str
    frames: int
    shots: tuple[ShotCue, ...]
    chapters: tuple[Chapter, ...]
    subtitles: tuple[Cue, ...]
    is_burned: bool


def cue_sheet(story: Story) -> CueSheet:
    shown = enumerate(cut.picture(story), start=1)
    shots = tuple(ShotCue(one.shot, one.scene, number, Span(one.start, one.start + one.shot.shown)) for number, one in shown)
    return CueSheet(story.title, cut.total_frames(story), shots, chapters(story), tuple(cut.timed(story)), story.is_burned)


def chapters(story: Story) -> tuple[Chapter, ...]:
    """The title card, every scene by its place and time of day, the credits."""
    words = closing(story.language)
    places = ((s, f"{story.setting(s.scene.setting).name}, {words.hour(s.scene.hour)}") for s in cut.stretches(story))
    scenes = (Chapter(name, s.scene, Span(s.start, s.start + s.frames)) for s, name in places)
    end = cut.total_frames(story)
    return (Chapter(story.title, None, Span(0, cut.TITLE)), *scenes, Chapter(words.end, None, Span(end - cut.credits_frames(story), end)))
