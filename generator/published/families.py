"""Which published pipelines make stills and clips, and what each calls what we tell it. A folder's model_index.json says which one it is.

Nothing here imports torch: `fabula explain` asks too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from generator.published.opening import table
from generator.published.sources import sources
from storyboard.errors import BadInput, Corrupt

INDEX, NET = "model_index.json", "transformer/config.json"
EIGHTH = 8  # pixels of a picture to one of CogVideoX's latents
LIBRARIES = frozenset({"diffusers", "transformers", "ltx2", "stable_diffusion"})  # of a pipeline's parts: whatever else it names is not imported


class Form(NamedTuple):
    """How a folder says which form of its family it holds (a field of one of its files), and what is otherwise of that form."""

    file: str
    field: str
    value: object
    otherwise: Mapping[str, Any]


class Family(NamedTuple):
    """One family. `runs`: its class in diffusers; `words`: what it calls our words (references, negative, guidance, ...); `steps`, `guidance`: its
    authors' (None: it has none to set); `side`: what the sides of its pictures are multiples of; `more`: what else it is asked with.

    Of stills: `references`: pictures it takes at once, 0: it reads text alone; `alone`: the class for a picture without references, where its own
    needs one; `needs`: a package beside diffusers and transformers. Of clips: `rate`: frames a second; `beat`: it makes a multiple of so many frames and one
    more; `longest`: frames it makes at once; `whole`: it was taught clips of that length and size only;
    `sized`: it is told the size, and does not take that of the still."""

    kind: Literal["still", "clip"]
    name: str
    runs: str
    steps: int
    side: int = 16
    guidance: float | None = None
    words: Mapping[str, str] = {}
    more: Mapping[str, Any] = {}
    form: Form | None = None
    references: int = 0
    alone: str = ""
    needs: str = ""
    rate: int = 24
    beat: int = 4
    longest: int = 121
    whole: bool = False
    sized: bool = True


SCALE, NEGATIVE, SHOWN = {"guidance": "guidance_scale"}, {"negative": "negative_prompt"}, {"references": "image"}
TRUE, BOTH = {"guidance": "true_cfg_scale"} | NEGATIVE, SCALE | NEGATIVE


def quick(file: str, field: str, value: object, steps: int, guidance: float) -> Form:
    """The distilled form of a family."""
    return Form(file, field, value, {"steps": steps, "guidance": guidance})


STILLS: dict[str, Family] = {
    "Flux2Pipeline": Family("still", "FLUX.2", "Flux2Pipeline", 28, guidance=4.0, words=SCALE | SHOWN, references=6),
    "Flux2KleinPipeline": Family(
        "still", "FLUX.2 klein", "Flux2KleinPipeline", 50, guidance=4.0, words=SCALE | SHOWN, references=5, form=quick(INDEX, "is_distilled", True, 4, 1.0)
    ),
    "Flux2KleinKVPipeline": Family("still", "FLUX.2 klein KV", "Flux2KleinKVPipeline", 4, words=SHOWN, references=5),
    "QwenImageEditPlusPipeline": Family(
        "still", "Qwen-Image-Edit", "QwenImageEditPlusPipeline", 40, guidance=4.0, words=TRUE | SHOWN, references=4, alone="QwenImagePipeline", needs="torchvision"
    ),
    "QwenImage21Pipeline": Family("still", "Qwen-Image 2.1", "QwenImage21Pipeline", 40, 32, words=SHOWN, references=5, needs="torchvision"),
    "ZImageOmniPipeline": Family("still", "Z-Image Omni", "ZImageOmniPipeline", 50, guidance=4.0, words=BOTH | SHOWN, references=5),
    "FluxKontextPipeline": Family("still", "FLUX.1 Kontext", "FluxKontextPipeline", 28, guidance=2.5, words=SCALE | SHOWN, references=1),
    "ZImagePipeline": Family(
        "still", "Z-Image", "ZImagePipeline", 50, guidance=4.0, words=BOTH, form=quick("scheduler/scheduler_config.json", "shift", 3.0, 8, 0.0)
    ),
    "QwenImagePipeline": Family("still", "Qwen-Image", "QwenImagePipeline", 50, guidance=4.0, words=TRUE),
    "FluxPipeline": Family("still", "FLUX.1", "FluxPipeline", 28, guidance=3.5, words=SCALE, form=quick(NET, "guidance_embeds", False, 4, 0.0)),
    "StableDiffusion3Pipeline": Family("still", "Stable Diffusion 3.5", "StableDiffusion3Pipeline", 28, guidance=4.5, words=BOTH),
    "StableDiffusionXLPipeline": Family("still", "SDXL", "StableDiffusionXLPipeline", 30, 8, guidance=5.0, words=BOTH),
}  # fmt: skip
LTX2 = Family(
    "clip", "LTX-2", "LTX2ConditionPipeline", 40, 32, 4.0, BOTH | {"pictures": "conditions", "rate": "frame_rate"}, beat=8, longest=241,
    more={"use_cross_timestep": False, "stg_scale": 0.0, "modality_scale": 1.0, "audio_modality_scale": 1.0, "guidance_rescale": 0.0},
    form=Form(NET, "use_prompt_embeddings", False, {"name": "LTX-2.3", "steps": 30, "guidance": 3.0, "more": {}}),
)  # fmt: skip
CLIPS: dict[str, Family] = {
    "HunyuanVideo15ImageToVideoPipeline": Family("clip", "HunyuanVideo 1.5", "HunyuanVideo15ImageToVideoPipeline", 50, words=NEGATIVE | {"still": "image"}, sized=False),
    **dict.fromkeys(("LTX2Pipeline", "LTX2ImageToVideoPipeline", "LTX2ConditionPipeline"), LTX2),
    "CogVideoXImageToVideoPipeline": Family(
        "clip", "CogVideoX", "CogVideoXImageToVideoPipeline", 50, guidance=6.0, words=BOTH | {"still": "image"}, rate=8, longest=49, whole=True,
        form=Form(NET, "patch_size_t", 2, {"name": "CogVideoX 1.5", "rate": 16, "longest": 81}),
    ),
}  # fmt: skip
KNOWN = {"stills": STILLS, "clips": CLIPS}  # by the name a folder is set up as
OWN = "sampling.json"  # a person's own word on steps and guidance, in the folder


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
    form = family.form
    if form is not None and told(folder, form.file).get(form.field) == form.value:
        family = family._replace(**form.otherwise)
    return _own(folder, family)


def _own(folder: Path, family: Family) -> Family:
    """The family as a person says, who knows a form that its files do not tell: {"steps": 8, "guidance": 1.0}. BadInput."""
    if not (folder / OWN).is_file():
        return family
    own = told(folder, OWN)
    steps, guidance = own.get("steps", family.steps), own.get("guidance", family.guidance)
    if type(steps) is not int or not 1 <= steps <= 100 or own.keys() - {"steps", "guidance"} or not (guidance is None or type(guidance) in (int, float)):
        raise BadInput(f"{OWN} of {folder.name} says {json.dumps(own)[:100]}; it may say steps, from 1 to 100, and guidance, a number.")
    if guidance is not None and "guidance" not in family.words:
        raise BadInput(f"{OWN} of {folder.name} says a guidance, and {family.name} has none to set. Take it out.")
    return family._replace(steps=steps, guidance=guidance)


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


def stored_in(folder: Path) -> Literal["fp32", "bf16"]:
    """What the net of a pipeline is computed in: bf16 where its weights are kept in anything shorter than fp32. Missing, BadInput, Corrupt."""
    net = next((folder / name for name in ("transformer", "unet") if (folder / name).is_dir()), folder)
    headers, _ = table(sources(net))
    kinds = {str(one["dtype"]) for header in headers for name, one in header.items() if name != "__metadata__" and len(one["shape"]) > 1}
    return "fp32" if kinds <= {"F32", "F64"} else "bf16"


def canvas_of(folder: Path, family: Family, size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of what a video family draws for clips of `size`: those it was taught alone, where its places are learned; else `size` on its
    grid. Corrupt."""
    config = told(folder, NET) if family.whole else {}
    if config.get("use_learned_positional_embeddings"):
        return EIGHTH * int(config["sample_width"]), EIGHTH * int(config["sample_height"])
    width, height = (-(-length // family.side) * family.side for length in size)
    return width, height


def words_of(folder: Path, known: Mapping[str, Family]) -> str:
    """What a folder holds, in words. Corrupt, BadInput."""
    family = family_of(folder, known)
    if family.kind == "clip":
        more = "begins with the still" + (" and takes other pictures" if "pictures" in family.words else "")
    else:
        more = f"text and up to {family.references} pictures" if family.references > 1 else "text and one picture" if family.references else "text alone"
    return f"{family.name}, {family.steps} step{'' if family.steps == 1 else 's'}, {more}"
