"""What the watcher says of a take, and what follows from it: documents and choices, no picture or sound.

A reading is a step of the plan: it reads one take and makes one Reading. A finding leads to another take within `direction.retries`, decides among
`direction.takes`, or is told to the person; it never edits the story by itself, and nothing but a choice waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc
from storyboard.look import Look, Outfit
from storyboard.params import SceneParams, Size
from storyboard.sound import Placement, VoiceParams
from storyboard.staging import Staging

Sort = Literal[
    "identity", "count", "action", "camera", "sharpness", "flicker", "freeze", "hole", "seam", "mouth", "loudness", "click", "sync", "cut", "subtitle", "voice",
]  # fmt: skip


class Check(Doc):
    """One thing read of a take: `value` beside `bound`, both in `unit`, and whether it `holds`. `is_advisory`: its reader errs too often for
    anything to be made anew on its word (generator/watching says how often). `who`: the slot of the subject it is about, or the voice it
    sounds like, -1: the whole take; `at`:
    the drawings or frames [first, after) it is about; `words`: a sentence for people."""

    sort: Sort
    holds: bool
    value: float
    bound: float
    unit: str = ""
    is_advisory: bool = False
    who: Annotated[int, Field(ge=-1)] = -1
    at: tuple[int, int] | None = None
    words: str


class Reading(Doc):
    """What was read of one take. `unread`: sentences, what could not be read and why; `score`: the better of two takes with equally many
    findings has the larger one."""

    checks: tuple[Check, ...] = ()
    unread: tuple[str, ...] = ()
    score: float = 0.0

    @property
    def findings(self) -> tuple[Check, ...]:
        """What is wrong, as surely as its reader is known to be right."""
        return tuple(one for one in self.checks if not one.holds and not one.is_advisory)

    @property
    def notes(self) -> tuple[Check, ...]:
        """What may be wrong: for a person to look at."""
        return tuple(one for one in self.checks if not one.holds and one.is_advisory)


def best(readings: Sequence[Reading]) -> int:
    """Which of several takes stands: the one with the fewest findings, then with the larger score, then with the fewest notes and the least that
    could not be read, then the earlier."""
    return min(range(len(readings)), key=lambda k: (len(readings[k].findings), -readings[k].score, len(readings[k].notes) + len(readings[k].unread), k))


class WatchClipParams(Doc):
    """A clip (or, with one drawing, a still) to be held against its `staging`, shown at `size`. `is_ours`: the staging is true of it; a picture
    or footage that a person brought is only looked at as a picture. `cast`: everyone in the film, whom a subject may be taken for."""

    staging: Staging
    size: Size
    smooth: bool = False
    is_ours: bool = True
    cast: tuple[tuple[Look, Outfit], ...] = ()


class WatchVoiceParams(Doc):
    """A voice to be held against what it was asked to say, and how. `bound`: its place among the film's voices, whose references lie beside it.
    `is_ours`: no person brought it; else only its sound is looked at."""

    voice: VoiceParams
    bound: int = 0
    is_ours: bool = True


class WatchSceneParams(Doc):
    """A scene to be held against its cuts and its subtitles, which are in the `language`; all of it is one place at one time. `narrow`: of a square
    or tall film."""

    scene: SceneParams
    language: str = "en"
    narrow: bool = False


class WatchMixParams(Doc):
    """The film's sound to be held against what was placed in it; `lufs`, `peak_dbtp`: what it was mixed to."""

    total_frames: int
    lufs: float
    peak_dbtp: float
    placements: tuple[Placement, ...] = ()  # of the voices


class ChoiceParams(Doc):
    """Which of several takes of one shot stands: nothing but their readings decides (`best`)."""
