"""The score: one continuous piece, exact length, same bytes, no clicks, hits on their frames, in the harmony it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from generator import music_synth, wav
from generator.arrange import score
from generator.beats import sections_of
from generator.harmony import Key, chord, dominant, led
from generator.rig import Rig
from storyboard.sound import SAMPLE_RATE, STORY_RATE, Mood, MusicParams, Section, samples_of


def section(start, end, mood, tempo=90, intensity=0.5, hits=()):
    return Section(start_frame=start, end_frame=end, mood=mood, tempo_bpm=tempo, intensity=intensity, hits=hits)


FILM = MusicParams(
    sections=(
        section(0, 90, Mood.CALM, 80, 0.4), section(90, 180, Mood.TENSE, 100, 0.6, (150,)), section(180, 270, Mood.JOYFUL, 112, 0.8),
    ),
    seed=5,
    total_frames=270,
)  # fmt: skip


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> np.ndarray:
    folder = tmp_path_factory.mktemp("music")
    media = music_synth.make(FILM, {}, Rig(folder))
    assert (media.frames, media.rate, media.format) == (samples_of(270), str(SAMPLE_RATE), "wav")
    return wav.read(media.path)


def loudness_of(samples: np.ndarray, seconds: float) -> np.ndarray:
    """Level in dB of every stretch of `seconds`."""
    hop = int(seconds * SAMPLE_RATE)
    power = np.square(samples[: len(samples) // hop * hop].reshape(-1, 2 * hop)).mean(axis=1)
    return 10 * np.log10(power + 1e-12)


def test_length_and_level(played):
    assert played.shape == (samples_of(270), 2)
    assert 0.1 < np.abs(played).max() < 0.95
    assert abs(float(played.mean())) < 1e-3


def test_it_never_stops_before_the_end(played):
    """No gap of 0.3 s anywhere: above all not where the mood changes."""
    levels = loudness_of(played, 0.1)[1:-12]
    quiet = levels < levels.max() - 40
    assert not any(quiet[k : k + 3].all() for k in range(len(quiet) - 2))


def test_no_click(played):
    assert np.abs(np.diff(played, axis=0)).max() < 0.15
    for frame in (90, 180):  # at a boundary nothing jumps more than it does elsewhere
        at = samples_of(frame)
        assert np.abs(np.diff(played[at - 50 : at + 50], axis=0)).max() <= np.abs(np.diff(played, axis=0)).max()
    assert np.abs(played[:4]).max() < 0.01 and np.abs(played[-4:]).max() < 0.01


def test_a_hit_stands_out(played):
    at = int(150 / STORY_RATE * SAMPLE_RATE)
    before, after = (np.square(played[a:b]).mean() for a, b in ((at - 9000, at - 200), (at + 200, at + 9000)))
    assert after > 1.5 * before


def test_same_params_same_bytes_and_another_seed_is_another_piece(tmp_path: Path):
    def digest(name, seed):
        (tmp_path / name).mkdir()
        params = FILM.model_copy(update={"seed": seed, "total_frames": 60})
        return hashlib.sha256(music_synth.make(params, {}, Rig(tmp_path / name)).path.read_bytes()).hexdigest()

    assert digest("a", 1) == digest("b", 1) != digest("c", 2)


def test_blocks_do_not_show(monkeypatch):
    """Played in blocks of 1.5 s or all at once: the same sound."""
    notes, total = score(FILM.model_copy(update={"total_frames": 96})), samples_of(96)
    whole = np.concatenate(list(music_synth.performed(notes, total)))
    monkeypatch.setattr(music_synth, "BLOCK", int(1.5 * SAMPLE_RATE))
    parts = np.concatenate(list(music_synth.performed(notes, total)))
    assert np.abs(whole - parts).max() < 1e-9


@pytest.mark.parametrize("mood", list(Mood))
@pytest.mark.parametrize("seed", [0, 7])
def test_every_mood_can_be_composed_at_any_length(mood, seed):
    for frames, intensity in ((1, 0.5), (30, 0.0), (200, 0.1), (1000, 1.0)):
        params = MusicParams(sections=(section(0, frames, mood, 100, intensity, (0, frames - 1)),), seed=seed, total_frames=frames)
        notes = score(params)
        assert notes
        for note in notes:
            assert 0 <= note.start_s < frames / STORY_RATE and note.seconds > 0
            assert 24 <= note.pitch <= 104 and 0 < note.level <= 1.1


def test_gaps_overlaps_and_slivers_between_sections_are_healed():
    params = MusicParams(
        sections=(section(50, 100, Mood.SAD), section(90, 300, Mood.NIGHT), section(300, 305, Mood.TENSE, hits=(302,)),
            section(305, 400, Mood.CALM), section(600, 900, Mood.CALM)),
        total_frames=500,
    )  # fmt: skip
    found = sections_of(params)
    assert [(s.start_frame, s.end_frame, s.mood) for s in found] == [(0, 90, "sad"), (90, 305, "night"), (305, 500, "calm")]
    assert found[1].hits == (302,)
    first = sections_of(MusicParams(sections=(section(0, 9, Mood.TENSE, hits=(4,)), section(9, 200, Mood.CALM)), total_frames=200))
    assert [(s.start_frame, s.end_frame, s.mood, s.hits) for s in first] == [(0, 200, "calm", (4,))]
    assert sections_of(MusicParams(total_frames=48))[0].end_frame == 48


def test_the_film_ends_on_its_tonic():
    notes = [n for n in score(FILM) if n.instrument in ("bass", "cello", "horn", "flute")]
    last = max(notes, key=lambda n: n.start_s + n.seconds)
    ground = next(n for n in reversed(notes) if n.instrument == "bass")
    assert last.pitch % 12 == ground.pitch % 12
    assert ground.start_s + ground.seconds == pytest.approx(270 / STORY_RATE, abs=0.3)


def test_voices_lead_smoothly_and_keep_their_order():
    key, voices = Key(60, "ionian"), None
    for degree in (1, 5, 6, 4, 1, 4, 5, 1):
        to = chord(key, degree)
        after = led(voices, to)
        assert list(after) == sorted(set(after)) and {p % 12 for p in after} == set(to.classes)
        assert voices is None or sum(abs(a - b) for a, b in zip(after, voices, strict=True)) <= 12
        voices = after
    assert dominant(Key(60, "aeolian")).classes == (7, 11, 2, 5)
