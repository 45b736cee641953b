"""How a folder of Wan is to be sampled: what its authors set, and what its scheduler says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.published.opening import document, opened
from generator.published.variants import variant_of
from storyboard.params import SamplingParams
from storyboard.ways import Target


class Ready(NamedTuple):
    """What a film has to know of a Wan model before anything is made: whose prompts it reads, whether portraits go along, its steps and how they are
    walked, and what sides of its pictures are multiples of (pixels)."""

    prompt: Target
    portraits: bool
    steps: int
    sampling: SamplingParams
    multiple: int


@lru_cache(maxsize=8)
def ready(folder: Path, _stamp: str) -> Ready:
    """Of a folder of Wan; `_stamp` changes when it does. Missing, BadInput, Corrupt."""
    variant = variant_of(opened(folder, "transformer"))
    told = {"guidance": variant.guidance, "shift": variant.shift} | _scheduler(document(folder / "scheduler" / "scheduler_config.json") or {})
    multiple = 32 if variant.vae == "2.2" else 16
    return Ready("wan-i2v" if variant.image else "wan-t2v", bool(variant.dit.vace_layers), variant.steps, SamplingParams(**told), multiple)


def _scheduler(config: dict[str, Any]) -> dict[str, Any]:
    """What diffusers' scheduler beside the model says: nothing where it is none of these three."""
    if config.get("_class_name") == "FlowMapEulerDiscreteScheduler":
        return {"solver": "euler", "table": "even", "shift": config.get("shift", 1.0)}
    if config.get("_class_name") == "FlowMatchEulerDiscreteScheduler":
        return {"solver": "euler", "table": "euler", "shift": config.get("shift", 1.0)}
    if config.get("_class_name") == "UniPCMultistepScheduler" and config.get("use_flow_sigmas"):
        return {"shift": config.get("flow_shift", 1.0)}
    return {}
