"""The score by others: a sound font, MusicGen and ACE-Step, each one piece of exactly the film's length, with tiny made-up weights."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from generator import music_ace, music_musicgen, music_soundfont, wav
from generator.music_windows import OVERLAP_S, asked, joined, windows
from generator.rig import Rig
from storyboard.errors import Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, Mood, MusicParams, NetMusicParams, Section, samples_of
from tests.generator import tiny_music

FILM = NetMusicParams(
    sections=(Section(start_frame=0, end_frame=400, mood=Mood.CALM), Section(start_frame=400, end_frame=800, mood=Mood.STORMY, tempo_bpm=120)),
    words="A lamp in the dark.", total_frames=800,
)  # fmt: skip


class FakeSynth:
    """Stands for tinysoundfont: a click of its velocity where a key goes down."""

    def __init__(self, gain: float, samplerate: int):
        self.pending, self.programs = 0.0, {}

    def sfload(self, name: str) -> int:
        if Path(name).read_bytes() != b"font":
            raise RuntimeError("no presets")
        return 0

    def program_select(self, channel: int, font: int, bank: int, preset: int, is_drums: bool) -> None:
        self.programs[channel] = preset

    def control_change(self, *_: int) -> None: ...

    def noteon(self, channel: int, key: int, velocity: int) -> None:
        assert channel in self.programs
        self.pending += velocity / 127

    def noteoff(self, *_: int) -> None: ...

    def generate(self, count: int) -> memoryview:
        out = np.zeros((count, 2), np.float32)
        out[0], self.pending = 0.1 * self.pending, 0.0
        return memoryview(out.tobytes())


@pytest.fixture
def font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "tinysoundfont", SimpleNamespace(Synth=FakeSynth))
    (tmp_path / "soundfont.sf2").write_bytes(b"font")
    return tmp_path / "soundfont.sf2"


def test_a_sound_font_plays_the_same_notes(font: Path, tmp_path: Path):
    params = MusicParams(sections=FILM.sections, total_frames=300)
    media = music_soundfont.make(params, {}, Rig(tmp_path, {"soundfont": font}))
    played = wav.read(media.path)
    assert media.frames == samples_of(300) and np.abs(played).max() > 0.01
    assert np.abs(played[-2:]).max() < 1e-3


def test_a_font_that_is_none_and_a_package_that_is_not_there_are_said(font: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    params = MusicParams(sections=FILM.sections, total_frames=100)
    font.write_bytes(b"else")
    with pytest.raises(Corrupt, match="fabula weights --set-up"):
        music_soundfont.make(params, {}, Rig(tmp_path, {"soundfont": font}))
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)
    with pytest.raises(Missing, match="pip install --no-deps tinysoundfont"):
        music_soundfont.make(params, {}, Rig(tmp_path, {"soundfont": font}))


def test_windows_cover_the_film_and_end_with_scenes():
    found = list(windows(FILM, 28.0))
    assert [(w.start, w.end) for w in found] == [(0, samples_of(400)), (samples_of(400), samples_of(800))]
    assert "felt piano" in found[0].words and "felt piano" not in found[1].words and found[1].words.startswith("A lamp in the dark;")
    assert found[1].bpm == 120 and "final chord" in found[1].words and "final chord" not in found[0].words
    assert asked(FILM, 0, samples_of(800))[0].index("calm") < asked(FILM, 0, samples_of(800))[0].index("stormy")


def test_windows_are_joined_without_a_seam():
    """Each window hears the end of the one before; a tone that goes on has no step where they meet, though the second is louder."""
    heard: list[int] = []

    def tone(window, before):
        heard.append(len(before))
        t = np.arange(window.start - len(before), window.end) / SAMPLE_RATE
        return np.stack([np.sin(2 * np.pi * 220 * t)] * 2, axis=1) * (0.2 if not len(before) else 0.3)

    whole = np.concatenate(list(joined(FILM, 28.0, tone)))
    assert len(whole) == samples_of(800) and heard == [0, int(OVERLAP_S * SAMPLE_RATE)]
    assert np.abs(np.diff(whole, axis=0)).max() < 0.02
    level = np.sqrt(np.square(whole[SAMPLE_RATE:-2 * SAMPLE_RATE, 0]).reshape(-1)[: 30 * SAMPLE_RATE].reshape(30, -1).mean(axis=1))
    assert level.max() / level.min() < 1.05


@pytest.mark.parametrize(("maker", "name", "build"), [(music_musicgen, "musicgen", tiny_music.musicgen), (music_ace, "ace", tiny_music.ace)])
def test_a_model_makes_one_piece_of_the_films_length(maker, name, build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(maker, "LONGEST_S", 28.0)
    build(tmp_path / name)

    def made(turn: str) -> bytes:
        (tmp_path / turn).mkdir()
        media = maker.make(FILM, {}, Rig(tmp_path / turn, {name: tmp_path / name}))
        assert media.frames == samples_of(800)
        return hashlib.sha256(media.path.read_bytes()).digest()

    assert made("a") == made("b")
    levels = np.square(wav.read(tmp_path / "a" / "music.wav")[: 32 * SAMPLE_RATE]).reshape(32, -1).mean(axis=1)
    assert (levels > 1e-6).all()


@pytest.mark.parametrize(("maker", "name"), [(music_musicgen, "musicgen"), (music_ace, "ace")])
def test_a_folder_that_is_no_model_is_said(maker, name, tmp_path: Path):
    (tmp_path / name).mkdir()
    with pytest.raises(Corrupt, match=f"set up as {name} cannot be loaded"):
        maker.make(FILM, {}, Rig(tmp_path, {name: tmp_path / name}))
