"""The score by ACE-Step (diffusers): from the moods in words, each window painted on from the last seconds of the one before.

Its folder, a pipeline in diffusers' form, is set up with `fabula weights --set-up FOLDER --as ace`.
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

LONGEST_S = 60.0
STEPS = 8  # what its distilled checkpoints are made for


def make(params: NetMusicParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """A stereo wav of exactly `total_frames`. Raises Missing, Corrupt, NoRoom."""
    folder = rig.weights["ace"]
    pipeline = rig.loaded(f"ace:{folder}", lambda: loaded(folder))
    with wav.Writer(rig.scratch / "music.wav", 2) as out:
        for block in joined(params, LONGEST_S, lambda window, before: continued(pipeline, window, before)):
            out.add(block)
    return out.media


def loaded(folder: Path) -> Any:
    try:
        from diffusers import AceStepPipeline
    except ImportError as error:
        raise Missing("ACE-Step needs the packages diffusers and transformers. Install them: `pip install 'fabula[music]'`.") from error
    try:
        pipeline = AceStepPipeline.from_pretrained(folder, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError) as error:
        raise Corrupt(f"What is set up as ace cannot be loaded: {error}. Set it up again with `fabula weights --set-up FOLDER --as ace`.") from error
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def continued(pipeline: Any, window: Window, before: np.ndarray) -> np.ndarray:
    """(n, 2) at 44.1 kHz: what was before, and the window painted on to it."""
    import torch

    torch.manual_seed(window.seed)  # its autoencoder draws from the global dice
    rate, new_s, before_s = pipeline.sample_rate, (window.end - window.start) / SAMPLE_RATE, len(before) / SAMPLE_RATE
    more: dict[str, Any] = {}
    if len(before):
        heard = resampled(np.concatenate([before, np.zeros((window.end - window.start, 2))]), SAMPLE_RATE, rate)
        source = torch.from_numpy(np.ascontiguousarray(heard.T, dtype=np.float32))
        more = {"task_type": "repaint", "src_audio": source, "repainting_start": before_s, "repainting_end": before_s + new_s}
    with torch.inference_mode():
        made = pipeline(
            prompt=window.words, lyrics="[Instrumental]", audio_duration=before_s + new_s, num_inference_steps=STEPS, bpm=window.bpm,
            generator=torch.Generator().manual_seed(window.seed), **more,
        )  # fmt: skip
    return resampled(made.audios[0].float().cpu().numpy().T, rate, SAMPLE_RATE)
