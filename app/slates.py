"""Slates: what stands in a film for a shot or a sound that could not be made, so that the rest can be seen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.db.store import Store
from storyboard.effects import EffectParams
from storyboard.params import ClipParams
from storyboard.plan import OWN
from storyboard.sound import AmbienceParams, MusicParams, VoiceParams, samples_of
from storyboard.speakers import REFERENCE
from storyboard.steps import Step
from storyboard.take import Event, Media

GROUND, LETTERS = (38, 38, 44), (236, 232, 222)


def with_slates(steps: Sequence[Step], failures: Mapping[str, Event], store: Store) -> tuple[Step, ...]:
    """The plan with a slate or silence pinned for each clip and sound that failed; failed pictures and references nobody needs now are left out."""
    found = []
    for step in steps:
        if step.id not in failures or step.kind in ("scene", "mix", "film"):
            found.append(step)
        elif step.way != OWN and not step.id.startswith(REFERENCE) and step.kind in ("clip", "voice", "music", "ambience", "effect"):
            found.append(step.model_copy(update={"pin": _kept(step, store)}))
    return tuple(found)


def _kept(step: Step, store: Store) -> str:
    with tempfile.TemporaryDirectory(dir=store.settings.scratch) as folder:
        return store.bring(slate(step, Path(folder))).sha256


def slate(step: Step, folder: Path) -> Media:
    """A file of the length the step would have had."""
    from generator import wav
    from generator.encode import write_mp4

    params = step.params
    if isinstance(params, ClipParams):
        picture = card(step, params.size)
        return write_mp4(folder / "slate.mp4", _held(picture, params.staging.frames), "12")
    frames = {VoiceParams: "slot_frames", MusicParams: "total_frames", AmbienceParams: "frames", EffectParams: "frames"}[type(params)]
    return wav.write(folder / "slate.wav", np.zeros(max(1, samples_of(getattr(params, frames))), np.float32))


def card(step: Step, size: tuple[int, int]) -> np.ndarray:
    """uint8 [h, w, 3]: the shot's name and what should happen in it."""
    from app.sheet import Ink, letter

    width, height = size
    page = np.full((height, width, 3), GROUND, np.uint8)
    left, room = round(width * 0.08), round(width * 0.84)
    letter(page, (left, round(height * 0.36)), step.id.partition(":")[2], Ink(max(8, height // 9), "title", LETTERS, room))
    letter(page, (left, round(height * 0.54)), step.about or "this shot could not be made", Ink(max(6, height // 20), "subtitle", LETTERS, room))
    return page


def _held(picture: np.ndarray, count: int) -> Iterator[np.ndarray]:
    for _ in range(count):
        yield picture
