"""A line by Piper (piper-tts), where its package is installed and voices are set up: each an .onnx with its .onnx.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.dubbing import chosen, dubbed, silence
from generator.neural import installed, say
from storyboard.errors import Corrupt, Missing
from storyboard.sound import VoiceParams
from storyboard.speech import language_of, spoken
from storyboard.take import Media

MOST_SPEAKERS = 64  # of one file that characters are given


def make(params: VoiceParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """A voice is named as its file, with a speaker's number where it has several: en_US-libritts_r-medium:12. Raises Missing, Corrupt, StepFailed."""
    text = spoken(params.text)
    if not text:
        return silence(params, rig)
    files = installed("piper", rig).files
    known = rig.loaded("piper voices", lambda: voices(files))
    tongue = language_of(params.text, params.language or params.voice.language).lower().split("-")[0]
    mine = [name for name, language in known.items() if language == tongue]
    if params.voice.named and params.voice.named not in known:
        raise Missing(f"Piper has no voice {params.voice.named!r} here; there are: {', '.join(list(known)[:40])}.")
    if not mine and not params.voice.named:
        raise Missing(f"No voice of Piper that is set up speaks {tongue!r}. Set one up with `fabula voices --set-up piper --from FOLDER`.")
    stem, _, speaker = chosen(params, mine, mine).partition(":")
    samples, rate = say("piper", [files[f"{stem}.onnx"]], {"text": text, "voice": speaker, "seed": params.seed}, rig)
    return dubbed(samples, rate, params, rig)


def voices(files: Mapping[str, Path]) -> dict[str, str]:
    """Every voice by name, with its language."""
    found: dict[str, str] = {}
    for name in sorted(files):
        if name.endswith(".onnx") and f"{name}.json" in files:
            try:
                told = json.loads(files[f"{name}.json"].read_text())
                language, count = str(told["language"]["family"]), int(told.get("num_speakers", 1))
            except (ValueError, KeyError, TypeError) as error:
                raise Corrupt(f"{files[f'{name}.json']} is no description of a Piper voice ({error}). Set it up again.") from error
            stem = name.removesuffix(".onnx")
            found |= {stem if count == 1 else f"{stem}:{speaker}": language for speaker in range(min(count, MOST_SPEAKERS))}
    return found
