"""A child process around Kokoro or Piper: one JSON a row in, one out. `python -m generator.neural_child kokoro|piper FILE...`

Both read text with espeak-ng (GPL-3), and Piper is GPL-3 itself, so they are loaded here and nowhere else. The model stays loaded for the next line.
Files: of Kokoro its model and its voices; of Piper a voice's .onnx (its .onnx.json beside it).
In: {"text", "voice", "language", "seed", "path"}. Out: {"rate": Hz, "samples": how many 32-bit floats are in `path`}, or {"error": what}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

Spoken = tuple[np.ndarray, int]


def kokoro(files: list[str]) -> Callable[[dict[str, Any]], Spoken]:
    from kokoro_onnx import Kokoro

    model = Kokoro(*files)

    def say(job: dict[str, Any]) -> Spoken:
        if job["voice"] not in model.get_voices():
            raise ValueError(f"it has no voice {job['voice']!r}; there are: {', '.join(sorted(model.get_voices()))}")
        samples, rate = model.create(job["text"], job["voice"], 1.0, job["language"])
        return samples, rate

    return say


def piper(files: list[str]) -> Callable[[dict[str, Any]], Spoken]:
    import onnxruntime
    from piper import PiperVoice, SynthesisConfig

    model = PiperVoice.load(files[0])

    def say(job: dict[str, Any]) -> Spoken:
        onnxruntime.set_seed(job["seed"] % 2**31)  # its noise is drawn inside the net
        speaker = int(job["voice"]) if job["voice"] else None
        chunks = list(model.synthesize(job["text"], SynthesisConfig(speaker_id=speaker)))
        if not chunks:
            raise ValueError("it said nothing")
        return np.concatenate([one.audio_float_array for one in chunks]), chunks[0].sample_rate

    return say


def answer(say: Callable[[dict[str, Any]], Spoken], row: str) -> dict[str, Any]:
    job = json.loads(row)
    try:
        samples, rate = say(job)
        np.asarray(samples, "<f4").ravel().tofile(job["path"])
    except Exception as error:  # whatever a model raises becomes a failed line that says what
        return {"error": f"{type(error).__name__}: {error}"[:400]}
    return {"rate": int(rate), "samples": int(np.size(samples))}


def main(way: str, files: list[str]) -> int:
    out, sys.stdout = sys.stdout, sys.stderr  # what the packages print is no answer
    try:
        say = {"kokoro": kokoro, "piper": piper}[way](files)
    except Exception as error:  # a model that does not load ends the child; who asked is told why
        print(json.dumps({"error": f"{type(error).__name__}: {error}"[:400], "loading": True}), file=out, flush=True)
        return 1
    for row in sys.stdin:
        print(json.dumps(answer(say, row)), file=out, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
