"""Which Wan model a file is, read off its tensors; every class of diffusers loads as it was saved, in diffusers' names and the authors'."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from generator.nets.dit_values import VideoDiTConfig
from generator.nets.video_dit import VideoDiT
from generator.nets.wan_keys import RENAMES
from generator.published.loading import load
from generator.published.opening import opened
from generator.published.variants import shapes, variant_of
from generator.published.whole import wan
from storyboard.errors import BadInput
from tests.generator.nets.wan_pairs import CLASSES, pair

NAMES = {"t2v": "t2v", "i2v": "i2v", "flf2v": "flf2v", "a14b-i2v": "i2v-two", "ti2v": "ti2v", "vace": "vace", "anyflow": "anyflow", "anyflow-span": "anyflow"}
SMALL = {"num_layers": 3, "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 40, "text_dim": 20, "freq_dim": 32}


def authors(name: str) -> str:
    """One of diffusers' names in the authors' words, by hand."""
    pairs = [
        ("condition_embedder.image_embedder.norm1", "img_emb.proj.0"), ("condition_embedder.image_embedder.ff.net.0.proj", "img_emb.proj.1"),
        ("condition_embedder.image_embedder.ff.net.2", "img_emb.proj.3"), ("condition_embedder.image_embedder.norm2", "img_emb.proj.4"),
        ("condition_embedder.image_embedder.pos_embed", "img_emb.emb_pos"),
        ("add_k_proj", "k_img"), ("add_v_proj", "v_img"), ("norm_added_k", "norm_k_img"), (".norm2.", ".norm3."),
        ("condition_embedder.time_embedder.linear_1", "time_embedding.0"), ("condition_embedder.time_embedder.linear_2", "time_embedding.2"),
        ("condition_embedder.time_proj", "time_projection.1"),
        ("condition_embedder.text_embedder.linear_1", "text_embedding.0"), ("condition_embedder.text_embedder.linear_2", "text_embedding.2"),
        ("attn1.", "self_attn."), ("attn2.", "cross_attn."), ("to_out.0", "o"), ("to_q", "q"), ("to_k", "k"), ("to_v", "v"),
        ("ffn.net.0.proj", "ffn.0"), ("ffn.net.2", "ffn.2"),
    ]  # fmt: skip
    if name.startswith("vace_blocks."):
        pairs += [("proj_in", "before_proj"), ("proj_out", "after_proj")]
    elif name.startswith("proj_out"):
        return name.replace("proj_out", "head.head")
    if name == "scale_shift_table":
        return "head.modulation"
    for ours, theirs in [*pairs, ("scale_shift_table", "modulation")]:
        name = name.replace(ours, theirs)
    return name


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_told_and_loads_in_both_layouts(name: str, tmp_path: Path):
    wan, own = pair(name)
    wan.save_pretrained(tmp_path / "transformer", max_shard_size="60KB")
    found = opened(tmp_path, "transformer")
    variant = variant_of(found)
    assert variant.name == NAMES[name] and variant.dit == own.config and len({entry.file for entry in found.tensors.values()}) > 1
    assert variant.vae == ("2.2" if name == "ti2v" else "2.1") and variant.image == (name not in ("t2v", "anyflow", "anyflow-span"))
    config = json.loads((tmp_path / "transformer" / "config.json").read_text())
    original = tmp_path / "original"
    original.mkdir()
    save_file({authors(key): tensor.contiguous() for key, tensor in own.state_dict().items()}, original / "model.safetensors")
    (original / "config.json").write_text(json.dumps({"dim": 48, "num_heads": 2, "num_layers": 3, "vace_layers": config.get("vace_layers")}))
    layouts = [tmp_path / "transformer"] if "anyflow" in name else [tmp_path / "transformer", original]  # AnyFlow was published in diffusers' only
    for layout in layouts:
        with torch.device("meta"):
            net = VideoDiT(variant_of(opened(layout, "transformer")).dit)
        load(opened(layout, "transformer"), net)
        assert all(torch.equal(net.state_dict()[key], value) for key, value in own.state_dict().items()), layout


def test_the_swap_of_norms_is_the_only_name_both_layouts_share():
    olds, news = {old.strip(".") for old, _ in RENAMES}, {new.strip(".") for _, new in RENAMES}
    assert olds & news == {"norm2", "norm3", "norm_swapped"}


def test_what_is_not_known_is_said(tmp_path: Path):
    wan, _ = pair("t2v")
    config = {"num_attention_heads": 2, "attention_head_dim": 24}
    tensors = {key: value.contiguous() for key, value in wan.state_dict().items()}
    tensors["patch_embedding.weight"] = torch.ones(48, 20, 1, 2, 2)
    save_file(tensors, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(BadInput, match="takes 20 channels and gives 16"):
        variant_of(opened(tmp_path, "transformer"))


def test_the_published_sizes_are_counted_without_memory():
    """Parameters and tensors of the published nets (Wan-AI on the hub)."""
    big = VideoDiTConfig(num_layers=40, num_attention_heads=40, ffn_dim=13824, text_dim=4096)
    names = shapes(big)
    assert len(names) == 1095 and round(sum(torch.Size(one).numel() for one in names.values()) / 1e9, 3) == 14.288
    small = VideoDiTConfig(num_layers=30, num_attention_heads=12, ffn_dim=8960, text_dim=4096, vace_layers=tuple(range(0, 30, 2)))
    assert round(sum(torch.Size(one).numel() for one in shapes(small).values()) / 1e9, 3) == 2.154


def test_a_shape_of_every_block_is_counted_as_it_is_built():
    for more in ({}, {"vace_layers": (0, 2, 3), "image_dim": 28, "in_channels": 36}):
        config = VideoDiTConfig(**{**SMALL, "num_layers": 5}, **more)
        with torch.device("meta"):
            built = {name: tuple(value.shape) for name, value in VideoDiT(config).state_dict().items()}
        assert shapes(config) == built


def test_a_model_of_fourteen_billion_is_told_at_once(tmp_path: Path):
    """Two experts of the published size, 28 GB of holes each in one file: only the headers are ever read."""
    config = VideoDiTConfig(num_layers=40, num_attention_heads=40, ffn_dim=13824, in_channels=36, text_dim=4096)
    header, at = {}, 0
    for name, shape in shapes(config).items():
        size = 2 * torch.Size(shape).numel()
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    for part in ("transformer", "transformer_2"):
        (tmp_path / part).mkdir()
        with (tmp_path / part / "diffusion_pytorch_model.safetensors").open("wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            file.truncate(8 + len(text) + at)
    words = wan(tmp_path)
    assert words == "i2v-two, 14.29 billion parameters in bf16; it lacks text_encoder, vae"
