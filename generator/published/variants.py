"""Which of Wan's published models opened weights are: told by their tensors, never by a file's name.

How each is sampled (steps, shift, guidance, boundary, rate) is what its authors set: Wan-Video/Wan2.1 and Wan2.2, wan/configs. A folder's own
model_index.json may say another boundary. A file in the authors' names without its config.json has heads of 128, as all published ones do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import torch

from generator.nets.dit_values import VideoDiTConfig
from generator.nets.video_dit import VideoDiT
from generator.nets.weights import differs
from generator.published.opening import Opened, document
from storyboard.errors import BadInput

HEAD = 128  # width of a head where nothing says another
ANOTHER = "It is no Wan model that is known here: text-to-video, picture-to-video, first and last picture, TI2V, VACE and AnyFlow are."


@dataclass(frozen=True)
class Variant:
    """A model and how it is sampled. `image`: a film can begin from a picture; `experts`: 2 when another net takes over where sigma falls below
    `boundary` (of 1); `guidance`: (before that, after it), the same twice for one expert; `rate`, `frames`: what it was trained at."""

    name: str
    dit: VideoDiTConfig
    vae: Literal["2.1", "2.2"]
    image: bool
    experts: Literal[1, 2] = 1
    boundary: float = 0.0
    steps: int = 50
    shift: float = 5.0
    guidance: tuple[float, float] = (5.0, 5.0)
    rate: int = 16
    frames: int = 81


def variant_of(found: Opened) -> Variant:
    """What `found` (a transformer) is. BadInput when its tensors are no such net's, or its config says other sizes than they have."""
    config = config_of(found)
    wrong = differs(shapes(config), {name: entry.shape for name, entry in found.tensors.items()})
    if wrong:
        raise BadInput(f"{found.path} does not fit together ({wrong}). {ANOTHER}")
    two = "transformer_2" in found.parts
    spread = bool((found.about or {}).get("expand_timesteps")) or _residual(found)
    if config.in_channels != config.out_channels:
        return _from_picture(found, config, two)
    if spread or config.out_channels == 48:
        return Variant("ti2v", config, "2.2", True, rate=24, frames=121)
    if config.vace_layers:
        return Variant("vace", config, "2.1", True, shift=16.0)
    if config.far:
        return Variant("anyflow", config, "2.1", False, steps=4, guidance=(1.0, 1.0))
    if two:
        return Variant("t2v-two", config, "2.1", False, 2, _boundary(found, 0.875), 40, 12.0, (4.0, 3.0))
    return Variant("t2v", config, "2.1", False)


def _from_picture(found: Opened, config: VideoDiTConfig, two: bool) -> Variant:
    """36 channels: noise, four masks, the picture's latents; with CLIP's tokens (2.1) or without (2.2)."""
    if config.in_channels != 2 * config.out_channels + 4:
        raise BadInput(f"{found.path} takes {config.in_channels} channels and gives {config.out_channels}. {ANOTHER}")
    if config.image_places:
        return Variant("flf2v", config, "2.1", True, shift=16.0)
    if config.image_dim:
        return Variant("i2v", config, "2.1", True, steps=40)
    return Variant("i2v-two", config, "2.1", True, 2 if two else 1, _boundary(found, 0.9) if two else 0.0, 40, 5.0, (3.5, 3.5))


def config_of(found: Opened) -> VideoDiTConfig:
    """Sizes of the net, read off its tensors. BadInput when one that tells is missing, or when the config beside them says another."""
    shape = {name: entry.shape for name, entry in found.tensors.items()}
    try:
        patch, out = shape["patch_embedding.weight"], shape["proj_out.weight"]
        width, heads = patch[0], _heads(found, patch[0])
        sizes: dict[str, Any] = {
            "num_layers": _count(shape, "blocks."), "num_attention_heads": heads, "attention_head_dim": width // heads,
            "ffn_dim": shape["blocks.0.ffn.net.0.proj.weight"][0], "in_channels": patch[1], "out_channels": out[0] // math.prod(patch[2:]),
            "text_dim": shape["condition_embedder.text_embedder.linear_1.weight"][1], "freq_dim": shape["condition_embedder.time_embedder.linear_1.weight"][1],
            "patch_size": patch[2:], "far": "condition_embedder.delta_embedder.linear_1.weight" in shape, "eps": float((found.config or {}).get("eps", 1e-6)),
        }  # fmt: skip
        if sizes["far"]:
            sizes |= {"deltatime_type": (found.config or {}).get("deltatime_type", "r"), "gate_value": (found.config or {}).get("gate_value", 0.25)}
        if "condition_embedder.image_embedder.norm1.weight" in shape:
            sizes["image_dim"] = shape["condition_embedder.image_embedder.norm1.weight"][0]
            sizes["image_places"] = shape.get("condition_embedder.image_embedder.pos_embed", (0, 0))[1]
        if "vace_patch_embedding.weight" in shape:
            sizes |= {"vace_channels": shape["vace_patch_embedding.weight"][1], "vace_layers": _vace_layers(found, shape, sizes["num_layers"])}
    except (KeyError, IndexError, ZeroDivisionError) as error:
        raise BadInput(f"{found.path} lacks a tensor that tells its sizes ({error}), or has it in another form. {ANOTHER}") from error
    _agrees(found, sizes)
    return VideoDiTConfig(**sizes)


def shapes(config: VideoDiTConfig) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the whole net. Blocks are alike, so two of them are built, without memory, and the rest are counted."""
    vace = config.vace_layers
    small = replace(config, num_layers=min(config.num_layers, 2), vace_layers=tuple(range(min(len(vace), 2))))
    with torch.device("meta"):
        built = {name: tuple(value.shape) for name, value in VideoDiT(small).state_dict().items()}
    made = dict(built)
    for start, count in (("blocks.", config.num_layers), ("vace_blocks.", len(vace))):
        like = {name.removeprefix(f"{start}1."): shape for name, shape in built.items() if name.startswith(f"{start}1.")}
        made |= {f"{start}{n}.{rest}": shape for n in range(2, count) for rest, shape in like.items()}
    return made


def _agrees(found: Opened, sizes: Mapping[str, Any]) -> None:
    """The config beside the tensors, in diffusers' words or the authors', says the same sizes."""
    said = found.config or {}
    same = {"dim": "width", "num_heads": "num_attention_heads", "in_dim": "in_channels", "out_dim": "out_channels"}
    have = {**sizes, "width": sizes["num_attention_heads"] * sizes["attention_head_dim"]}
    for key, value in said.items():
        mine = have.get(same.get(key, key))
        if mine is not None and key != "eps" and value is not None and (list(value) if isinstance(value, list) else value) != (list(mine) if isinstance(mine, tuple) else mine):
            raise BadInput(f"{found.path}: config.json says {key} {value}, the tensors have {mine}. One of them belongs to another model.")


def _heads(found: Opened, width: int) -> int:
    said = found.config or {}
    heads = said.get("num_attention_heads") or said.get("num_heads") or width // HEAD
    if not isinstance(heads, int) or heads < 1 or width % heads:
        told = f"{heads} heads do not divide" if heads else "how many heads there are cannot be told from"
        raise BadInput(f"{found.path}: {told} a width of {width}. Put its own config.json beside the weights.")
    return heads


def _count(shape: Mapping[str, tuple[int, ...]], start: str) -> int:
    return len({name.split(".")[1] for name in shape if name.startswith(start)})


def _vace_layers(found: Opened, shape: Mapping[str, tuple[int, ...]], layers: int) -> tuple[int, ...]:
    """Where the hints go in: as the config says, else evenly spread."""
    count = _count(shape, "vace_blocks.")
    said = (found.config or {}).get("vace_layers")
    return tuple(said) if isinstance(said, list) and len(said) == count else tuple(range(0, layers, -(-layers // count)))[:count]


def _boundary(found: Opened, usual: float) -> float:
    said = (found.about or {}).get("boundary_ratio")
    return float(said) if isinstance(said, int | float) else usual


def _residual(found: Opened) -> bool:
    """Whether the autoencoder beside it is that of Wan 2.2."""
    return bool((document(found.path.parent / "vae" / "config.json") or {}).get("is_residual"))
