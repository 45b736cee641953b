"""The cut as an editing program sees it: pictures and sounds on tracks, in whole frames from the film's start.

Read from the plan rather than from the story, so that whatever the film is made of arrives: every sound the mix places, every transition as
long as the scene makes it. All formats for editing programs are written from this, and their reports too.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from storyboard import continuity, cut, prompts
from storyboard.grammar import Transition
from storyboard.params import SceneParams
from storyboard.plan import plan, stage
from storyboard.sound import SAMPLE_RATE, STORY_RATE, MixParams, Placement
from storyboard.steps import Step
from storyboard.story import Scene, Shot, Story
from storyboard.timing import DRAWINGS, HANDLE, RATE, Cue, drawings
from storyboard.ways import KINDS, Way, Ways

Files = Mapping[str, Path]  # step id -> its file, where there is one
Size = tuple[int, int]
HELD = int(RATE / DRAWINGS)
HEAD = HELD * HANDLE  # frames of a clip before its shot
TITLE_CARD, CREDITS_CARD = "title", "credits"
BENEATH_DB = {"music": -8.0, "ambience": -6.0}  # where nothing ducks under speech, what would cover it lies lower throughout
TRACKS = {"voice": "Dialogue", "narration": "Narration", "effect": "Effects", "ambience": "Ambience", "music": "Music"}


class Origin(NamedTuple):
    """What a cut is told beside its story: the picture's size, and which revision of which story it is ("STORY@REVISION"; "": none that is kept)."""

    size: Size = (768, 432)
    revision: str = ""


USUAL = Origin()


class Shown(NamedTuple):
    """A stretch of the picture: a shot, or one of the film's cards (`shot` None). `begin`: the first frame of its media that is seen,
    of `available` frames. Its beginning is `joined` to what comes before over the frames `before` and `after` the cut."""

    step: str
    name: str
    start: int
    frames: int
    begin: int
    available: int
    scene: str = ""
    shot: Shot | None = None
    joined: Transition = Transition.CUT
    before: int = 0
    after: int = 0

    @property
    def end(self) -> int:
        return self.start + self.frames


class Sound(NamedTuple):
    """One sound: the step that makes it, its role in the mix, where it is heard, how much louder than its file."""

    step: str
    role: str
    name: str
    start: int
    frames: int
    available: int
    gain_db: float = 0.0
    pan: float = 0.0

    @property
    def end(self) -> int:
        return self.start + self.frames


class Track(NamedTuple):
    """Sounds of one role that do not overlap, in order."""

    name: str
    role: str
    sounds: tuple[Sound, ...]


class Note(NamedTuple):
    """Words for whoever cuts, at frames of the film: a scene's beginning, or what is to be known of a shot."""

    start: int
    frames: int
    title: str
    words: str


class Cutlist(NamedTuple):
    """The film as it is cut. `notes`: of shots by id; `findings`: what continuity says of them."""

    title: str
    language: str
    origin: Origin
    frames: int
    pictures: tuple[Shown, ...]
    tracks: tuple[Track, ...]
    scenes: tuple[Note, ...]
    notes: Mapping[str, str]
    findings: Mapping[str, tuple[str, ...]]
    cues: tuple[Cue, ...]

    @property
    def size(self) -> Size:
        return self.origin.size


def cutlist(story: Story, files: Files, origin: Origin = USUAL) -> Cutlist:
    """The story's cut, and how much there is of each file."""
    ways = Ways(**{kind: Way(name="any") for kind in KINDS}, size=origin.size)
    steps = {step.id: step for step in plan(story, ways)}
    found: dict[str, list[str]] = {}
    for one in continuity.check(story):
        found.setdefault(one.shot, []).append(f"{one.what}: {one.detail}. {one.fix}")
    return Cutlist(
        title=story.title, language=story.language, origin=origin, frames=cut.total_frames(story),
        pictures=tuple(_pictures(story, steps)), tracks=tuple(_tracks(list(_sounds(story, steps, files)))), scenes=tuple(_scenes(story)),
        notes={shot.id: note(story, scene, shot) for scene in story.scenes for shot in scene.shots},
        findings={shot: tuple(several) for shot, several in found.items()}, cues=tuple(cut.timed(story)),
    )  # fmt: skip


def _pictures(story: Story, steps: Mapping[str, Step]) -> Iterator[Shown]:
    """The title, every shot, the credits: one after another, with no frame between them."""
    from generator.scene_moviepy import joins

    total = cut.total_frames(story)
    yield Shown("film:film", TITLE_CARD, 0, cut.TITLE, 0, total)
    at = cut.TITLE
    for scene in story.scenes:
        params = steps[f"scene:{scene.id}"].params
        assert isinstance(params, SceneParams)
        first = at
        for shot, one, join in zip(scene.shots, params.cuts, joins(params.cuts, params.cross), strict=True):
            before, after = at - first - join.start, join.end - (at - first)
            yield Shown(
                f"clip:{shot.id}", shot.id, at, one.frames, HEAD + one.begin, HELD * drawings(shot), scene.id, shot, one.transition, before, after
            )
            at += one.frames
    yield Shown("film:film", CREDITS_CARD, at, total - at, at, total)


def _sounds(story: Story, steps: Mapping[str, Step], files: Files) -> Iterator[Sound]:
    """Everything the mix places, in order of time."""
    step = steps["mix:film"]
    params = step.params
    assert isinstance(params, MixParams)
    by_role: dict[str, list[str]] = {}
    for one in step.inputs:
        by_role.setdefault(one.role, []).append(one.step)
    said = {f"voice:{line.id}": line.text for shot in story.shots for line in shot.lines}
    for placement in sorted(params.placements, key=lambda p: (p.start_frame, p.role, p.index)):
        name = by_role[placement.role][placement.index]
        yield _sound(placement, name, said.get(name, name.partition(":")[2]), (params.total_frames, length(files.get(name))))


def _sound(placement: Placement, step: str, name: str, lengths: tuple[int, int | None]) -> Sound:
    """`lengths`: frames of the film, and of the sound's file where there is one. No sound is longer than either."""
    total, there = lengths
    left = total - placement.start_frame
    frames = min(placement.frames or there or left, left, there or left)
    gain_db = placement.gain_db + BENEATH_DB.get(placement.role, 0.0)
    return Sound(step, placement.role, name, placement.start_frame, frames, there or frames, gain_db, placement.pan)


def _tracks(sounds: Sequence[Sound]) -> Iterator[Track]:
    """As many tracks of each role as its overlaps need: no sound is moved or cut because of another."""
    roles = [*TRACKS, *sorted({one.role for one in sounds} - set(TRACKS))]
    for role in roles:
        rows: list[list[Sound]] = []
        for one in sounds:
            if one.role == role and one.frames > 0:
                row = next((row for row in rows if row[-1].end <= one.start), None)
                rows.append([one]) if row is None else row.append(one)
        for number, row in enumerate(rows, 1):
            name = TRACKS.get(role, role.capitalize())
            yield Track(name if number == 1 else f"{name} {number}", role, tuple(row))


def _scenes(story: Story) -> Iterator[Note]:
    for stretch in cut.stretches(story):
        scene, setting = stretch.scene, story.setting(stretch.scene.setting)
        yield Note(stretch.start, stretch.frames, f"Scene {scene.id}: {setting.name}, {scene.hour}", scene.beat or f"{scene.mood}, {scene.weather}")


def note(story: Story, scene: Scene, shot: Shot) -> str:
    """What is to be known of a shot, in lines: what happens, how it is framed, what is said, what it was made from."""
    camera = [str(shot.size), str(shot.angle), str(shot.lens), shot.camera.words()]
    told = prompts.compile(story, scene, shot, stage(story, scene, shot), "embedded", False)
    lines = [shot.words, ", ".join(camera)]
    for line in shot.lines:
        who = "Narrator" if line.speaker is None else story.character(line.speaker).name
        lines.append(f"{who}: {line.text}")
    lines.append(f"Prompt: {told.text}")
    lines.append(f"Seeds: still {shot.seeds.still}, clip {shot.seeds.clip}")
    return "\n".join(one for one in lines if one)


def length(file: Path | None) -> int | None:
    """Frames at 24 a second that a sound lasts, the last one begun; None: there is no file, or no plain wav."""
    if file is None:
        return None
    try:
        with wave.open(str(file)) as opened:
            return -(-opened.getnframes() * STORY_RATE // (opened.getframerate() or SAMPLE_RATE)) or None
    except (OSError, EOFError, wave.Error):
        return None
