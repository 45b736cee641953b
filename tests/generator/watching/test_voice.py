"""The watcher hears whose voice a line is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from generator import voice_espeak, wav
from generator.rig import Rig
from generator.watching import voice as reader
from storyboard.sound import SAMPLE_RATE, Delivery, Voice, VoiceBase, VoiceParams, line_seconds
from storyboard.speakers import reference
from storyboard.take import Media
from storyboard.watching import Reading, WatchVoiceParams

CAST = (Voice(base=VoiceBase.GIRL), Voice(base=VoiceBase.MAN), Voice(base=VoiceBase.WOMAN_LOW))
TEXT = "There is a little door at the end of the garden."
Read = Callable[..., Reading]


def line(voice: Voice) -> VoiceParams:
    return VoiceParams(text=TEXT, voice=voice, language="en", slot_frames=round(24 * line_seconds(TEXT, voice, Delivery.PLAIN, "en")) + 8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voices")


@pytest.fixture(scope="module")
def cast(folder: Path) -> tuple[Media, ...]:
    made = []
    for k, voice in enumerate(CAST):
        media = voice_espeak.make(reference(voice, Delivery.PLAIN, "en"), {}, Rig(folder))
        made.append(wav.write(folder / f"reference-{k}.wav", wav.read(media.path)[:, 0]))
    return tuple(made)


@pytest.fixture(scope="module")
def said(folder: Path) -> np.ndarray:
    """The line by the man."""
    return wav.read(voice_espeak.make(line(CAST[1]), {}, Rig(folder)).path)[:, 0].copy()


@pytest.fixture
def read(tmp_path: Path, cast: tuple[Media, ...]) -> Read:
    def _read(samples: np.ndarray, bound: int = 1, is_ours: bool = True) -> Reading:
        media = wav.write(tmp_path / "voice.wav", samples)
        params = WatchVoiceParams(voice=line(CAST[1]).model_copy(update={"voice": CAST[bound]}), bound=bound, is_ours=is_ours)
        return reader.read(params, {"voice": (media,), "cast": cast}, Rig(tmp_path))

    return _read


def wrong(found: Reading) -> set[str]:
    return {one.unit for one in found.checks if not one.holds}


def test_a_line_as_it_was_made_has_nothing_wrong_with_it(read: Read, said: np.ndarray):
    found = read(said)
    who = next(one for one in found.checks if one.unit == reader.WHO.unit)
    assert (wrong(found), found.unread, who.who) == (set(), (), 1) and who.value > 0.2


def test_another_s_voice_is_told_and_named(read: Read, said: np.ndarray):
    found = read(said, bound=0)  # a girl is asked for, the man speaks
    who = next(one for one in found.checks if one.unit == reader.WHO.unit)
    assert who.who == 1 and not who.holds and "voice 2 of the cast" in who.words
    assert reader.PITCH.unit in wrong(found)


def test_what_a_person_brought_is_not_asked_who_it_is(read: Read, said: np.ndarray):
    assert wrong(read(said, bound=0, is_ours=False)) == set()


@pytest.mark.parametrize(("fault", "told"), [
    (lambda x: np.clip(x, -0.4 * np.abs(x).max(), 0.4 * np.abs(x).max()), reader.FLAT),
    (lambda x: np.where(np.arange(len(x)) == len(x) // 2, 0.9, x), reader.CLICK),
    (lambda x: np.concatenate([np.zeros(int(0.4 * SAMPLE_RATE)), x[: -int(0.4 * SAMPLE_RATE)]]), reader.BEGINS),
    (lambda x: np.where(np.arange(len(x)) > 0.35 * len(x), 0.0, x), reader.SAID),
    (lambda x: np.zeros_like(x), reader.SAID),
    (lambda x: x[: -SAMPLE_RATE // 2], reader.SLOT),
])  # fmt: skip
def test_faults_of_the_sound_are_told(read: Read, said: np.ndarray, fault, told):
    assert told.unit in wrong(read(fault(said)))


def test_what_cannot_be_told_is_said(read: Read, tmp_path: Path, said: np.ndarray):
    params = WatchVoiceParams(voice=line(CAST[1]))
    alone = reader.read(params, {"voice": (wav.write(tmp_path / "voice.wav", said),)}, Rig(tmp_path))
    assert any("Who speaks was not read" in one for one in alone.unread)
    mute = params.model_copy(update={"voice": params.voice.model_copy(update={"text": "..."})})
    assert any("nothing to say" in one for one in reader.read(mute, {"voice": (wav.write(tmp_path / "voice.wav", said * 0),)}, Rig(tmp_path)).unread)
