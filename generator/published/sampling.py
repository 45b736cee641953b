"""How a folder of Wan is to be sampled: what its authors set, its scheduler, and what a person wrote beside it.

A model taught few steps (distilled, or with a few-step LoRA merged in) is told by a file `sampling.json` in its folder, all of it optional:

    {"steps": 4, "guidance": [1, 1], "shift": 5, "solver": "euler", "table": "original", "sigmas": [1, 0.75, 0.5, 0.25]}

With `sigmas` their number is that of the steps.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from generator.published.faces import has_faces
from generator.published.opening import document, opened
from generator.published.variants import Variant, variant_of
from storyboard.errors import BadInput
from storyboard.params import SamplingParams
from storyboard.ways import Target

OWN = "sampling.json"
MOST = 100
FLOW_MAP: dict[str, Any] = {"solver": "euler", "table": "even"}  # of a net that is told where a step ends


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
    steps, sampling = _told(folder, variant)
    return Ready("wan-i2v" if variant.image else "wan-t2v", bool(variant.dit.vace_layers) or has_faces(folder), steps, sampling, 32 if variant.vae == "2.2" else 16)


def _told(folder: Path, variant: Variant) -> tuple[int, SamplingParams]:
    own = document(folder / OWN) or {}
    known = {"steps", *SamplingParams.model_fields} - {"loras"}
    odd = sorted(own.keys() - known)
    steps = own.get("steps", len(own.get("sigmas", ())) or variant.steps)
    if odd or not isinstance(steps, int) or not 1 <= steps <= MOST:
        raise BadInput(f"{folder / OWN} says {odd[0] if odd else f'steps {steps!r}'}; it may say {', '.join(sorted(known))}, and from 1 to {MOST} steps.")
    usual = {"guidance": variant.guidance, "shift": variant.shift, **(FLOW_MAP if variant.dit.far else {}), **_scheduler(document(folder / "scheduler" / "scheduler_config.json") or {})}
    try:
        found = SamplingParams.model_validate(usual | {name: value for name, value in own.items() if name != "steps"})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{folder / OWN}: {first['loc'][0]} {first['msg'].lower()}, given {first['input']!r}.") from error
    if found.sigmas and len(found.sigmas) != steps:
        raise BadInput(f"{folder / OWN} gives {len(found.sigmas)} sigmas for {steps} steps. Leave the steps out, or make them as many.")
    return steps, found


def _scheduler(config: dict[str, Any]) -> dict[str, Any]:
    """What diffusers' scheduler beside the model says: nothing where it is none of these three."""
    if config.get("_class_name") == "FlowMatchEulerDiscreteScheduler":
        return {"solver": "euler", "table": "euler", "shift": config.get("shift", 1.0)}
    if config.get("_class_name") == "FlowMapEulerDiscreteScheduler":
        return FLOW_MAP | {"shift": config.get("shift", 1.0)}
    if config.get("_class_name") == "UniPCMultistepScheduler" and config.get("use_flow_sigmas"):
        return {"shift": config.get("flow_shift", 1.0)}
    return {}
