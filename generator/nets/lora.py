"""LoRA: low-rank additions to a net's layers (Hu et al., 2021), in the three forms people have for Wan, merged or live.

    diffusers, peft     transformer.blocks.0.attn1.to_q.lora_A.weight, .lora_B.weight, .lora_B.bias; alpha in the file's metadata
    authors, ComfyUI    diffusion_model.blocks.0.self_attn.q.lora_down.weight, .lora_up.weight (or lora_A, lora_B), .alpha, .diff, .diff_b
    musubi, kohya       lora_unet_blocks_0_self_attn_q.lora_down.weight, .lora_up.weight, .alpha

W becomes W + strength (scale up down + whole), the bias b + strength bias; scale is alpha / rank, or 1 where no alpha is told.
Errors are ValueErrors of one sentence.

Letters: O outputs, I inputs, r rank.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.nets.bytewise import Bytewise
from generator.nets.wan_keys import diffusers_names

PREFIXES = ("base_model.model.", "transformer_2.", "transformer.", "model.diffusion_model.", "diffusion_model.")
KOHYA = "lora_unet_"
LINEAR = (nn.Linear, Bytewise)
# words with a low line of their own in a kohya name, where every dot became one; the longest first
WORDS = (
    "vace_patch_embedding", "condition_embedder", "patch_embedding", "time_projection", "image_embedder", "time_embedding", "text_embedding",
    "scale_shift_table", "time_embedder", "text_embedder", "norm_added_k", "vace_blocks", "before_proj", "add_k_proj", "add_v_proj", "cross_attn",
    "norm_k_img", "after_proj", "self_attn", "time_proj", "linear_1", "linear_2", "proj_out", "proj_in", "img_emb", "norm_q", "norm_k", "to_out",
    "k_img", "v_img", "to_q", "to_k", "to_v",
)  # fmt: skip
ENDS = re.compile(r"\.(?:(lora_A|lora_down|lora\.down)|(lora_B|lora_up|lora\.up))(?:\.default)?\.(weight|bias)$|\.(alpha|diff_b|diff)$")


class Addition(NamedTuple):
    """What is added to one module: down (r, I ...) and up (O, r ...), `scale`, a `bias` (O,), and a `whole` difference of its weight."""

    down: Tensor | None
    up: Tensor | None
    scale: float = 1.0
    bias: Tensor | None = None
    whole: Tensor | None = None

    def at(self, x: Tensor) -> Addition:
        """Where `x` is, as what it is."""
        down, up, bias, whole = (None if one is None else one.to(x) for one in (self.down, self.up, self.bias, self.whole))
        return Addition(down, up, self.scale, bias, whole)

    def delta(self, like: Tensor) -> Tensor:
        """What the weight gains at strength 1, fp32, in the shape of `like`."""
        made = torch.zeros(like.shape, dtype=torch.float32, device=like.device)
        if self.down is not None and self.up is not None:
            made = self.scale * (self.up.to(made).flatten(1) @ self.down.to(made).flatten(1)).view(like.shape)  # (O, I ...)
        return made if self.whole is None else made + self.whole.to(made)


def read(tensors: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None) -> dict[str, Addition]:
    """The additions of one file, by diffusers' module names. ValueError for what is no LoRA, or a kind that is not known here."""
    parts: dict[str, dict[str, Tensor]] = defaultdict(dict)
    for name, tensor in tensors.items():
        match = ENDS.search(name)
        if match is None or (match[3] == "bias" and match[1]):
            raise ValueError(f"{name} is no part of a LoRA that is known here (known: diffusers or peft, the authors' or ComfyUI's, musubi or kohya's)")
        parts[name[: match.start()]]["down" if match[1] else f"up {match[3]}" if match[2] else match[4]] = tensor
    if not parts:
        raise ValueError("it holds no tensors")
    told = _told(metadata or {})
    names = module_names(parts)
    made = {names[name]: _addition(name, held, told(names[name])) for name, held in parts.items()}
    if len(made) < len(parts):
        raise ValueError("it names a module twice")
    return made


def module_names(names: Mapping[str, Any]) -> dict[str, str]:
    """The names of modules in a LoRA file as diffusers' names."""
    bare = {name: _dotted(name.removeprefix(KOHYA)) if name.startswith(KOHYA) else _bare(name) for name in names}
    known = diffusers_names(f"{name}." for name in bare.values())  # a dot at the end, as the names of tensors have one there
    return {name: known[f"{short}."].removesuffix(".") for name, short in bare.items()}


def merge(net: nn.Module, additions: Mapping[str, Addition], strength: float = 1.0) -> None:
    """Put additions into the weights themselves: the fastest, and for good. Counted in fp32, kept in each weight's dtype."""
    targets = _targets(net, additions)
    for name in targets:
        if isinstance(_at(net, name), Bytewise):
            raise ValueError(f"it adds to {name}, which is kept in bytes and takes no merging")
    for name, (weight, bias) in targets.items():
        one = additions[name]
        weight.data = (weight.float() + strength * one.delta(weight)).to(weight.dtype)
        if one.bias is not None and bias is not None:
            bias.data = (bias.float() + strength * one.bias.to(bias.device).float()).to(bias.dtype)


class Live:
    """LoRAs beside the weights of a net, each at a strength that may change, until they are taken off; the net's own weights come back.

    A linear layer adds the products as it runs, wherever its own weights are; the few other weights (norms, a convolution) are written anew at
    each change, and must be at home for it. What a net has packed or fused since does not see them: merge instead. What was prepared before a change
    (keys and values of words and pictures) is to be prepared anew.
    """

    def __init__(self, net: nn.Module) -> None:
        self.net = net
        self.held: dict[str, tuple[Mapping[str, Addition], float]] = {}
        self._hooks: dict[str, Any] = {}
        self._own: dict[str, tuple[Tensor, Tensor | None]] = {}  # of what is written anew
        self._near: dict[tuple[str, str, torch.device, torch.dtype], Addition] = {}  # where and as what a layer is given its tokens

    def put(self, name: str, additions: Mapping[str, Addition], strength: float = 1.0) -> None:
        """Hold a LoRA under `name`, or change the one that is held there. ValueError when it does not fit the net."""
        targets = _targets(self.net, additions)
        written = {module: found for module, found in targets.items() if not isinstance(_at(self.net, module), LINEAR)}
        away = next((module for module, (weight, _) in written.items() if weight.is_meta), None)
        if away is not None:
            raise ValueError(f"it changes {away}, which is not in memory but brought in in turn")
        self.held[name] = (additions, strength)
        for module in targets.keys() - written.keys() - self._hooks.keys():
            self._hooks[module] = self.net.get_submodule(module).register_forward_hook(self._adds(module))
        for module, (weight, bias) in written.items():
            self._own.setdefault(module, (weight.data, None if bias is None else bias.data))
        self._write()

    def take(self, name: str) -> None:
        """Let go of one."""
        del self.held[name]
        self._write()
        for module in [m for m in self._hooks if not any(m in additions for additions, _ in self.held.values())]:
            self._hooks.pop(module).remove()

    def _adds(self, module: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], Tensor]:
        def hook(_: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> Tensor:
            x = given[0]  # (..., I)
            for name, (additions, strength) in self.held.items():
                if module in additions and strength:
                    place = name, module, x.device, x.dtype
                    if place not in self._near:
                        self._near[place] = additions[module].at(x)
                    made = made + strength * _product(self._near[place], x).to(made.dtype)  # (..., O)
            return made

        return hook

    def _write(self) -> None:
        self._near.clear()
        for module, (own, own_bias) in self._own.items():
            weight, bias = _weights(self.net, module)
            assert weight is not None
            given = [(additions[module], strength) for additions, strength in self.held.values() if module in additions]
            weight.data = sum((s * one.delta(own) for one, s in given), own.float()).to(own.dtype) if given else own
            if bias is not None and own_bias is not None:
                bias.data = sum((s * one.bias.float() for one, s in given if one.bias is not None), own_bias.float()).to(own_bias.dtype) if given else own_bias


def _product(one: Addition, x: Tensor) -> Tensor:
    """What a linear layer gains at strength 1."""
    made: Tensor | float = 0.0
    if one.down is not None and one.up is not None:
        made = one.scale * F.linear(F.linear(x, one.down), one.up)  # (..., O)
    if one.whole is not None:
        made = made + F.linear(x, one.whole)  # (..., O)
    if one.bias is not None:
        made = made + one.bias  # (..., O)
    assert isinstance(made, Tensor)
    return made


def _targets(net: nn.Module, additions: Mapping[str, Addition]) -> dict[str, tuple[Tensor, Tensor | None]]:
    """Weight and bias of every module, after all were found to fit."""
    found = {}
    for name, one in additions.items():
        weight, bias = _weights(net, name)
        if weight is None:
            raise ValueError(f"it adds to {name}, which this net does not have: it was made for another model")
        size = tuple(weight.shape)
        if one.down is not None and one.up is not None and (one.up.shape[0], one.down[0].numel()) != (size[0], weight[0].numel()):
            raise ValueError(f"it adds {(one.up.shape[0], one.down[0].numel())} to {name}, which is {size}: it was made for a model of another size")
        if one.whole is not None and one.whole.shape != weight.shape:
            raise ValueError(f"it adds {tuple(one.whole.shape)} to {name}, which is {size}: it was made for a model of another size")
        if one.bias is not None and (bias is None or bias.shape != one.bias.shape):
            raise ValueError(f"it adds a bias of {tuple(one.bias.shape)} to {name}, which has {'none' if bias is None else tuple(bias.shape)}")
        found[name] = (weight, bias)
    return found


def _at(net: nn.Module, name: str) -> Any:
    found: Any = net
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def _weights(net: nn.Module, name: str) -> tuple[Tensor | None, Tensor | None]:
    """Weight and bias of what `name` is: a module, or a table of its own."""
    found = _at(net, name)
    if isinstance(found, nn.Parameter):
        return found, None
    weight, bias = (getattr(found, part, None) for part in ("weight", "bias"))
    return (weight if isinstance(weight, Tensor) else None), (bias if isinstance(bias, Tensor) else None)


def _addition(name: str, held: Mapping[str, Tensor], told: float | None) -> Addition:
    down, up = held.get("down"), held.get("up weight")
    if (down is None) != (up is None):
        raise ValueError(f"{name} has one half of an addition and not the other: the file is not whole")
    if down is None and not held.keys() & {"diff", "diff_b", "up bias"}:
        raise ValueError(f"{name} has an alpha and nothing that it scales: the file is not whole")
    if down is not None and up is not None and (down.ndim < 2 or up.ndim < 2 or up.shape[1] != down.shape[0]):
        raise ValueError(f"the halves of {name} do not fit one another: {tuple(up.shape)} and {tuple(down.shape)}")
    rank = len(down) if down is not None else 1
    alpha = float(held["alpha"].float().item()) if "alpha" in held else told
    return Addition(down, up, 1.0 if alpha is None else alpha / rank, held.get("diff_b", held.get("up bias")), held.get("diff"))


def _told(metadata: Mapping[str, str]) -> Callable[[str], float | None]:
    """The alpha of a module as peft writes it into the metadata of a file."""
    try:
        said: dict[str, Any] = {key.rpartition("transformer.")[2]: value for key, value in json.loads(metadata.get("lora_adapter_metadata", "{}")).items()}
        patterns: dict[str, float] = dict(said.get("alpha_pattern") or {})
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"what its metadata says of its alphas cannot be read ({error})") from error

    def alpha(module: str) -> float | None:
        special = next((value for ending, value in patterns.items() if module == ending or module.endswith(f".{ending}")), None)
        found = special if special is not None else said.get("lora_alpha")
        return None if found is None else float(found)

    return alpha


def _dotted(name: str) -> str:
    return ".".join(re.findall("|".join(WORDS) + r"|[A-Za-z0-9]+", name))


def _bare(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name
