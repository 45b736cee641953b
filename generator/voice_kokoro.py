"""A line by Kokoro (kokoro-onnx, Apache-2.0 weights), where its package is installed and its voices are set up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from generator.dubbing import chosen, dubbed, silence
from generator.neural import installed, say
from storyboard.errors import Missing
from storyboard.sound import VoiceParams
from storyboard.speech import language_of, spoken
from storyboard.take import Media

MODEL, VOICES = "kokoro.onnx", "voices.bin"
TONGUES = {  # language -> letter of its voices' names, and how Kokoro calls the language
    "en": ("a", "en-us"), "es": ("e", "es"), "fr": ("f", "fr-fr"), "hi": ("h", "hi"), "it": ("i", "it"), "ja": ("j", "ja"), "pt": ("p", "pt-br"), "zh": ("z", "cmn"),
}  # fmt: skip
BRITISH = ("b", "en-gb")


def make(params: VoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """Raises Missing, Corrupt, StepFailed."""
    text = spoken(params.text)
    if not text:
        return silence(params, rig)
    files = installed("kokoro", rig).files
    letter, language = _tongue(params)
    names = rig.loaded("kokoro voices", lambda: sorted(np.load(files[VOICES]).files))
    name = chosen(params, _of(names, letter + "f"), _of(names, letter + "m"))
    if params.voice.named and params.voice.named not in names:
        raise Missing(f"Kokoro has no voice {name!r}; there are: {', '.join(names)}.")
    samples, rate = say("kokoro", [files[MODEL], files[VOICES]], {"text": text, "voice": name, "language": language}, rig)
    return dubbed(samples, rate, params, rig)


def _tongue(params: VoiceParams) -> tuple[str, str]:
    tag = language_of(params.text, params.language or params.voice.language).lower()
    if params.voice.named[:1] == "b" or tag == "en-gb":
        return BRITISH
    found = TONGUES.get({"cmn": "zh"}.get(tag.split("-")[0], tag.split("-")[0]))
    if found is None:
        raise Missing(f"Kokoro does not speak {tag!r}; it speaks {', '.join(TONGUES)}. Choose direction.voice=espeak for this story.")
    return found


def _of(names: list[str], start: str) -> list[str]:
    return [name for name in names if name.startswith(start + "_")]
