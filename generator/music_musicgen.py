"""The score by MusicGen (transformers): from the moods in words, each window continued from the last seconds of the one before.

Its folder, as downloaded (config, safetensors, tokenizer), is set up with `fabula weights --set-up FOLDER --as musicgen`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from generator import wav
from generator.music_windows import Window, joined, resampled
from storyboard.errors import Corrupt, Missing
from storyboard.sound import SAMPLE_RATE, NetMusicParams
from storyboard.take import Media

LONGEST_S = 28.0  # MusicGen was trained on 30 s
GUIDANCE = 3.0


def make(params: NetMusicParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """A stereo wav of exactly `total_frames`. Raises Missing, Corrupt, NoRoom."""
    folder = rig.weights["musicgen"]
    tokenizer, model = rig.loaded(f"musicgen:{folder}", lambda: loaded(folder))
    with wav.Writer(rig.scratch / "music.wav", 2) as out:
        for block in joined(params, LONGEST_S, lambda window, before: continued(tokenizer, model, window, before)):
            out.add(block)
    return out.media


def loaded(folder: Path) -> tuple[Any, Any]:
    try:
        from transformers import AutoTokenizer, MusicgenForConditionalGeneration
    except ImportError as error:
        raise Missing("MusicGen needs the package transformers. Install it: `pip install 'fabula[music]'`.") from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        return tokenizer, MusicgenForConditionalGeneration.from_pretrained(folder, local_files_only=True, use_safetensors=True).eval()
    except (OSError, ValueError, KeyError) as error:
        raise Corrupt(f"What is set up as musicgen cannot be loaded: {error}. Set it up again with `fabula weights --set-up FOLDER --as musicgen`.") from error


def continued(tokenizer: Any, model: Any, window: Window, before: np.ndarray) -> np.ndarray:
    """(n, 2) at 44.1 kHz: what was before, as the model hears it, and the window."""
    import torch

    torch.manual_seed(window.seed)
    rate, per_second = model.config.audio_encoder.sampling_rate, model.config.audio_encoder.frame_rate
    words = tokenizer([window.words], return_tensors="pt")
    given: dict[str, Any] = {"input_ids": words["input_ids"], "attention_mask": words["attention_mask"]}
    if len(before):
        channels = model.config.decoder.audio_channels
        heard = resampled(before, SAMPLE_RATE, rate)
        heard = heard.T if channels == 2 else heard.mean(axis=1)[None]
        given["input_values"] = torch.from_numpy(np.ascontiguousarray(heard[None], dtype=np.float32))
    count = int(np.ceil((window.end - window.start) / SAMPLE_RATE * per_second)) + model.config.decoder.num_codebooks + 1
    with torch.inference_mode():
        made = model.generate(**given, do_sample=True, guidance_scale=GUIDANCE, max_new_tokens=count)
    return resampled(made[0].float().numpy().T, rate, SAMPLE_RATE)
