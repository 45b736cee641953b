"""Which published pipelines make stills and clips, and what each calls what we tell it. A folder's model_index.json says which one it is.

Nothing here imports torch: `fabula explain` asks too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from storyboard.errors import BadInput, Corrupt

INDEX = "model_index.json"
LIBRARIES = frozenset({"diffusers", "transformers", "ltx2", "stable_diffusion"})  # of a pipeline's parts: whatever else it names is not imported


class Quick(NamedTuple):
    """How a folder says that it holds the distilled form of its family, and the steps and the guidance which that wants."""

    file: str
    field: str
    value: object
    steps: int
    guidance: float | None


class Family(NamedTuple):
    """One family. `runs`: its class in diffusers; `words`: what it calls our words (references, negative, guidance); `steps`, `guidance`: its
    authors' (None: it has none to set); `side`: what the sides of its pictures are multiples of.

    Of stills: `references`: pictures it takes at once, 0: it reads text alone; `alone`: the class for a picture without references, where its own needs one; `needs`: a
    package beside diffusers and transformers. Of clips: `rate`: frames a second; `beat`: it makes a multiple of so many frames and one more; `longest`: frames it makes at once."""

    kind: str
    name: str
    runs: str
    steps: int
    side: int = 16
    guidance: float | None = None
    words: Mapping[str, str] = MappingProxyType({})
    references: int = 0
    alone: str = ""
    needs: str = ""
    quick: Quick | None = None
    rate: int = 24
    beat: int = 4
    longest: int = 121


SCALE, TRUE = MappingProxyType({"guidance": "guidance_scale"}), MappingProxyType({"guidance": "true_cfg_scale", "negative": "negative_prompt"})
BOTH = MappingProxyType({"guidance": "guidance_scale", "negative": "negative_prompt"})
SHOWN = {"references": "image"}

STILLS: dict[str, Family] = {
    "Flux2Pipeline": Family("still", "FLUX.2", "Flux2Pipeline", 28, guidance=4.0, words=SCALE | SHOWN, references=6),
    "Flux2KleinPipeline": Family(
        "still", "FLUX.2 klein", "Flux2KleinPipeline", 50, guidance=4.0, words=SCALE | SHOWN, references=5, quick=Quick(INDEX, "is_distilled", True, 4, 1.0)
    ),
    "Flux2KleinKVPipeline": Family("still", "FLUX.2 klein KV", "Flux2KleinKVPipeline", 4, words=SHOWN, references=5),
    "QwenImageEditPlusPipeline": Family(
        "still", "Qwen-Image-Edit", "QwenImageEditPlusPipeline", 40, guidance=4.0, words=TRUE | SHOWN, references=4, alone="QwenImagePipeline",
        needs="torchvision",
    ),
    "QwenImage21Pipeline": Family("still", "Qwen-Image 2.1", "QwenImage21Pipeline", 40, 32, words=SHOWN, references=5),
    "ZImageOmniPipeline": Family("still", "Z-Image Omni", "ZImageOmniPipeline", 50, guidance=4.0, words=BOTH | SHOWN, references=5),
    "FluxKontextPipeline": Family("still", "FLUX.1 Kontext", "FluxKontextPipeline", 28, guidance=2.5, words=SCALE | SHOWN, references=1),
    "ZImagePipeline": Family(
        "still", "Z-Image", "ZImagePipeline", 50, guidance=4.0, words=BOTH, quick=Quick("scheduler/scheduler_config.json", "shift", 3.0, 8, 0.0)
    ),
    "QwenImagePipeline": Family("still", "Qwen-Image", "QwenImagePipeline", 50, guidance=4.0, words=TRUE),
    "FluxPipeline": Family(
        "still", "FLUX.1", "FluxPipeline", 28, guidance=3.5, words=SCALE, quick=Quick("transformer/config.json", "guidance_embeds", False, 4, 0.0)
    ),
    "StableDiffusion3Pipeline": Family("still", "Stable Diffusion 3.5", "StableDiffusion3Pipeline", 28, guidance=4.5, words=BOTH),
    "StableDiffusionXLPipeline": Family("still", "SDXL", "StableDiffusionXLPipeline", 30, 8, guidance=5.0, words=BOTH),
}


def family_of(folder: Path, known: Mapping[str, Family]) -> Family:
    """What is in `folder`, with the steps and the guidance of its form. Corrupt: it is no pipeline in diffusers' form. BadInput: one that is
    not in `known`, or that wants something else than diffusers and transformers imported."""
    index = told(folder, INDEX)
    wanted = index.get("_class_name")
    family = known.get(wanted) if isinstance(wanted, str) else None
    if family is None:
        names = ", ".join(dict.fromkeys(one.name for one in known.values()))
        raise BadInput(f"{folder.name} is a {wanted}, which Fabula does not know how to ask for {next(iter(known.values())).kind}s. Set up one of: {names}.")
    for part, of in index.items():
        if isinstance(of, list) and of and of[0] is not None and of[0] not in LIBRARIES:
            raise BadInput(f"{INDEX} of {folder.name} wants {of[0]!r} imported for its {part}: only parts of diffusers and transformers are loaded. Get the folder from its authors.")
    quick = family.quick
    if quick is not None and told(folder, quick.file).get(quick.field) == quick.value:
        return family._replace(steps=quick.steps, guidance=quick.guidance)
    return family


def told(folder: Path, name: str) -> dict[str, Any]:
    """One of a folder's json files. Corrupt."""
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except OSError as error:
        raise Corrupt(f"{folder.name} holds no {name}: it is not a whole pipeline in diffusers' form. Download its folder again and set it up again.") from error
    except ValueError as error:
        raise Corrupt(f"{name} of {folder.name} is no JSON: {error}. Download it again and set it up again.") from error
    if not isinstance(found, dict):
        raise Corrupt(f"{name} of {folder.name} holds no fields. Download it again and set it up again.")
    return found


def stored_in(folder: Path) -> str:
    """What the weights of a pipeline's net are stored in, which it is computed in: "bf16" for all that is shorter than fp32."""
    net = next((folder / name for name in ("transformer", "unet") if (folder / name).is_dir()), folder)
    first = next(iter(sorted(net.glob("*.safetensors"))), None)
    if first is None:
        raise Corrupt(f"{folder.name}/{net.name} holds no safetensors. Download the folder again and set it up again.")
    with first.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        try:
            head = json.loads(file.read(min(length, 100_000_000)))
            kinds = {str(one["dtype"]) for name, one in head.items() if name != "__metadata__" and len(one["shape"]) > 1}
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise Corrupt(f"{first.name} of {folder.name} is no safetensors file, or cut short. Download it again and set it up again.") from error
    return "fp32" if kinds <= {"F32", "F64"} else "bf16"
