"""Kokoro and Piper by stand-ins for their packages, in the real child process: who gets which voice, what goes wrong and how it is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app import voices
from app.settings import settings
from generator import voice_kokoro, voice_piper, wav
from generator.dubbing import chosen
from generator.hearing import pitch
from generator.rig import Rig
from storyboard.errors import Missing, StepFailed
from storyboard.sound import SAMPLE_RATE, Voice, VoiceBase, VoiceParams, samples_of

KOKORO = """
import os, numpy as np
class Kokoro:
    def __init__(self, model, voices): self.names = list(np.load(voices).files)
    def get_voices(self): return self.names
    def create(self, text, voice, speed, lang):
        if "die" in text: os._exit(7)
        if "fail" in text: raise RuntimeError("no phonemes for " + lang)
        print("loading...")  # a package that prints is not an answer
        hz = 100 + 10 * self.names.index(voice)
        return (0.2 * sum(np.sin(2 * np.pi * hz * k * np.arange(36000) / 24000) for k in (1, 2, 3))).astype("f4"), 24000
"""
PIPER = """
import numpy as np
class SynthesisConfig:
    def __init__(self, speaker_id=None): self.speaker_id = speaker_id
class Chunk:
    sample_rate = 22050
    def __init__(self, hz): self.audio_float_array = (0.2 * sum(np.sin(2 * np.pi * hz * k * np.arange(22050) / 22050) for k in (1, 2, 3))).astype("f4")
class PiperVoice:
    load = classmethod(lambda cls, path: cls())
    def synthesize(self, text, config): return [Chunk(100 + 10 * (config.speaker_id or 0))]
"""
NAMES = ("af_bella", "af_heart", "am_adam", "am_eric", "zf_xiaobei", "zm_yunxi")


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A home with both ways set up, and stand-ins for their packages."""
    stubs, source = tmp_path / "stubs", tmp_path / "source"
    for folder in (stubs, source, tmp_path / "scratch"):
        folder.mkdir()
    for name, text in (("kokoro_onnx", KOKORO), ("piper", PIPER), ("onnxruntime", "def set_seed(seed): assert seed == 7")):
        (stubs / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(stubs))
    monkeypatch.setenv("PYTHONPATH", str(stubs))
    (source / "kokoro-v1.0.onnx").write_bytes(b"net")
    with (source / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **{name: np.zeros(1) for name in NAMES})
    (source / "en_US-many-medium.onnx").write_bytes(b"net")
    (source / "en_US-many-medium.onnx.json").write_text(json.dumps({"language": {"family": "en"}, "num_speakers": 20}))
    given = settings({"FABULA_HOME": str(tmp_path / "home")})
    for way in ("kokoro", "piper"):
        voices.set_up(given, way, str(source))
    return Rig(tmp_path / "scratch", voices=given.voices)


def hz(maker, rig: Rig, text: str = "The lamp went out.", language: str = "en", **voice) -> float:
    params = VoiceParams(text=text, voice=Voice(language=language, **voice), language=language, slot_frames=48, seed=7)
    media = maker.make(params, {}, rig)
    assert media.frames == samples_of(48) and media.rate == str(SAMPLE_RATE)
    return round(pitch(wav.read(media.path)[:, 0]).median)


def test_kokoro_gives_each_character_a_voice_of_its_sex_and_language(rig):
    assert [hz(voice_kokoro, rig, base=base) for base in (VoiceBase.WOMAN, VoiceBase.WOMAN_LOW, VoiceBase.MAN, VoiceBase.MAN_DEEP)] == [100, 110, 120, 130]
    assert hz(voice_kokoro, rig, "灯灭了，没有人知道。", "zh", base=VoiceBase.MAN) == 150
    assert hz(voice_kokoro, rig, named="am_eric", base=VoiceBase.WOMAN) == 130


def test_piper_gives_each_character_a_speaker(rig):
    found = [hz(voice_piper, rig, base=base) for base in (VoiceBase.WOMAN, VoiceBase.WOMAN_LOW, VoiceBase.MAN)]
    assert len(set(found)) == 3 and hz(voice_piper, rig, named="en_US-many-medium:12") == 220


def test_what_there_is_not_is_said_with_what_there_is(rig):
    with pytest.raises(Missing, match="am_adam"):
        hz(voice_kokoro, rig, named="am_nobody")
    with pytest.raises(Missing, match="does not speak 'de'"):
        hz(voice_kokoro, rig, "Guten Tag.", "de")
    with pytest.raises(Missing, match="speaks 'fr'"):
        hz(voice_piper, rig, "Bonjour.", "fr")


def test_a_line_that_fails_is_told_and_the_next_one_is_said(rig):
    with pytest.raises(StepFailed, match="no phonemes for en-us"):
        hz(voice_kokoro, rig, "You fail me.")
    assert hz(voice_kokoro, rig) == 100


def test_a_child_that_dies_is_told_and_another_one_is_started(rig):
    with pytest.raises(StepFailed, match="ended with code 7"):
        hz(voice_kokoro, rig, "I shall die.")
    assert hz(voice_kokoro, rig) == 100


def test_characters_stay_apart_as_far_as_there_are_voices():
    women, men = tuple(f"w{k}" for k in range(7)), tuple(f"m{k}" for k in range(7))
    found = [chosen(VoiceParams(text="x", voice=Voice(base=base), slot_frames=1), women, men) for base in VoiceBase]
    assert len(set(found)) == len(VoiceBase)
    many = tuple(f"s{k}" for k in range(20))
    assert len({chosen(VoiceParams(text="x", voice=Voice(base=base), slot_frames=1), many, many) for base in VoiceBase}) == len(VoiceBase)
