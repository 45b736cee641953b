"""Published weights are opened whole or refused in one sentence at once; both key layouts and every dtype give equal tensors."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from generator.nets.video_dit import VideoDiT, VideoDiTConfig
from generator.published.loading import load
from generator.published.opening import opened
from generator.published.variants import shapes

TINY = VideoDiTConfig(num_layers=3, num_attention_heads=2, attention_head_dim=12, ffn_dim=32, in_channels=16, out_channels=16, text_dim=16, freq_dim=16)
CONFIG = {"_class_name": "WanTransformer3DModel", "num_layers": 3, "num_attention_heads": 2, "attention_head_dim": 12, "ffn_dim": 32, "in_channels": 16, "out_channels": 16, "text_dim": 16, "freq_dim": 16}
# our names -> the authors', written down apart from wan_keys.py
AUTHORS = {
    "condition_embedder.time_embedder.linear_1": "time_embedding.0", "condition_embedder.time_embedder.linear_2": "time_embedding.2",
    "condition_embedder.time_proj": "time_projection.1",
    "condition_embedder.text_embedder.linear_1": "text_embedding.0", "condition_embedder.text_embedder.linear_2": "text_embedding.2",
    "proj_out": "head.head", "patch_embedding": "patch_embedding",
    "attn1.to_q": "self_attn.q", "attn1.to_k": "self_attn.k", "attn1.to_v": "self_attn.v", "attn1.to_out.0": "self_attn.o",
    "attn1.norm_q": "self_attn.norm_q", "attn1.norm_k": "self_attn.norm_k",
    "attn2.to_q": "cross_attn.q", "attn2.to_k": "cross_attn.k", "attn2.to_v": "cross_attn.v", "attn2.to_out.0": "cross_attn.o",
    "attn2.norm_q": "cross_attn.norm_q", "attn2.norm_k": "cross_attn.norm_k",
    "norm2": "norm3", "ffn.net.0.proj": "ffn.0", "ffn.net.2": "ffn.2",
}  # fmt: skip


def weights_of(config: VideoDiTConfig, seed: int = 0) -> dict[str, Tensor]:
    """Random tensors of a whole net, under diffusers' names."""
    draw = torch.Generator().manual_seed(seed)
    return {name: torch.randn(shape, generator=draw) for name, shape in shapes(config).items()}


def authors(name: str) -> str:
    """The original name of one of ours."""
    if name == "scale_shift_table":
        return "head.modulation"
    start, rest = ("", name) if not name.startswith("blocks.") else (".".join(name.split(".")[:2]) + ".", name.split(".", 2)[2])
    if rest == "scale_shift_table":
        return f"{start}modulation"
    module, _, last = rest.rpartition(".")
    return f"{start}{AUTHORS[module]}.{last}"


def model(folder: Path, tensors: dict[str, Tensor], shards: int = 1) -> Path:
    """A folder in diffusers' form."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG))
    if shards == 1:
        save_file(tensors, folder / "diffusion_pytorch_model.safetensors")
        return folder
    names, table = sorted(tensors), {}
    for n in range(shards):
        held, file = names[n::shards], f"diffusion_pytorch_model-{n + 1:05}-of-{shards:05}.safetensors"
        save_file({name: tensors[name] for name in held}, folder / file)
        table |= dict.fromkeys(held, file)
    (folder / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": table}))
    return folder


def loaded(path: Path, dtype: torch.dtype = torch.float32, config: VideoDiTConfig = TINY) -> dict[str, Tensor]:
    with torch.device("meta"):
        net = VideoDiT(config)
    load(opened(path, "transformer"), net, dtype)
    return net.state_dict()


def equal(found: dict[str, Tensor], wanted: dict[str, Tensor]) -> bool:
    return found.keys() == wanted.keys() and all(torch.equal(found[name].float(), wanted[name].float()) for name in wanted)


def test_every_layout_gives_equal_tensors(tmp_path: Path):
    tensors = weights_of(TINY)
    original = {authors(name): tensor for name, tensor in tensors.items()}
    save_file(original, tmp_path / "original.safetensors")
    save_file({f"model.diffusion_model.{name}": tensor for name, tensor in original.items()}, tmp_path / "repackaged.safetensors")
    save_file({f"diffusion_model.{name}": tensor for name, tensor in tensors.items()}, tmp_path / "prefixed.safetensors")
    assert equal(loaded(model(tmp_path / "whole", tensors)), tensors)
    assert equal(loaded(model(tmp_path / "pipe" / "transformer", tensors, 3).parent), tensors)
    for name in ("original", "repackaged", "prefixed"):
        assert equal(loaded(tmp_path / f"{name}.safetensors"), tensors), name
