"""Published weights are opened whole or refused in one sentence at once; both key layouts and every dtype give equal tensors."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from generator.nets.dit_values import VideoDiTConfig
from generator.nets.video_dit import VideoDiT
from generator.published.loading import load, read
from generator.published.opening import opened
from generator.published.variants import shapes, variant_of
from storyboard.errors import BadInput, Corrupt, FabulaError, Missing

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


def test_dtypes_are_as_asked_and_fp8_comes_with_its_scales(tmp_path: Path):
    tensors = weights_of(TINY)
    for stored in (torch.bfloat16, torch.float16, torch.float32):
        given = {name: tensor.to(stored) for name, tensor in tensors.items()}
        save_file(given, tmp_path / "one.safetensors")
        found = loaded(tmp_path / "one.safetensors", torch.bfloat16)
        assert found["blocks.0.ffn.net.2.weight"].dtype == torch.bfloat16 and found["blocks.0.norm2.weight"].dtype == torch.float32
        assert found["scale_shift_table"].dtype == found["condition_embedder.time_embedder.linear_1.weight"].dtype == torch.float32
        assert equal(loaded(tmp_path / "one.safetensors"), given)
    small = {name: tensor.to(torch.float8_e4m3fn) if tensor.ndim == 2 else tensor for name, tensor in tensors.items()}
    scales = {f"{name.removesuffix('.weight')}.scale_weight": torch.tensor(0.5) for name, tensor in small.items() if tensor.ndim == 2}
    save_file(small | scales | {"scaled_fp8": torch.zeros(2).to(torch.float8_e4m3fn)}, tmp_path / "fp8.safetensors")
    assert equal(loaded(tmp_path / "fp8.safetensors"), {name: tensor.float() * (0.5 if tensor.ndim == 2 else 1) for name, tensor in small.items()})
    kept = dict(read(opened(tmp_path / "fp8.safetensors", "transformer"), ["blocks.0.attn1.to_q.weight"]))["blocks.0.attn1.to_q.weight"]
    assert kept.dtype == torch.float8_e4m3fn and opened(tmp_path / "fp8.safetensors", "transformer").tensors["blocks.0.attn1.to_q.weight"].scale


def test_a_tensor_held_twice_by_a_net_is_read_once(tmp_path: Path):
    net = torch.nn.ModuleDict({"shared": torch.nn.Embedding(4, 3), "encoder": torch.nn.ModuleDict({"embed_tokens": torch.nn.Embedding(4, 3)})})
    net["encoder"]["embed_tokens"].weight = net["shared"].weight
    save_file({"shared.weight": torch.ones(4, 3)}, tmp_path / "model.safetensors")
    load(opened(tmp_path, "text_encoder"), net)
    assert torch.equal(net["encoder"]["embed_tokens"].weight, torch.ones(4, 3)) and net["encoder"]["embed_tokens"].weight is not None


def changed(path: Path, change) -> None:
    """The file with another header, its tensors as they were."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    text = json.dumps(change(header) or header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length :])


def tensor_named(header: dict, name: str = "proj_out.bias") -> dict:
    return header[name]


def bad_weights(kind: str, folder: Path) -> Path:
    """A folder of a whole model, then harmed."""
    model(folder, weights_of(TINY), shards=3 if "shard" in kind or "index" in kind else 1)
    file = next(iter(sorted(folder.glob("*.safetensors"))))
    index = folder / "diffusion_pytorch_model.safetensors.index.json"
    harms = {
        "truncated": lambda: file.write_bytes(file.read_bytes()[:-100]),
        "truncated in the header": lambda: file.write_bytes(file.read_bytes()[:500]),
        "longer": lambda: file.write_bytes(file.read_bytes() + b"more"),
        "empty": lambda: file.write_bytes(b""),
        "pickle": lambda: file.write_bytes(b"PK\x03\x04" + bytes(500)),
        "old pickle": lambda: file.write_bytes(b"\x80\x02}q\x00." + bytes(500)),
        "pickles only": lambda: (file.rename(folder / "diffusion_pytorch_model.bin"), file.with_suffix(".bin").write_bytes(b"PK\x03\x04")),
        "web page": lambda: file.write_bytes(b"<!DOCTYPE html><html>" + bytes(50)),
        "pointer": lambda: file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"),
        "gguf": lambda: file.write_bytes(b"GGUF" + bytes(500)),
        "header no json": lambda: file.write_bytes(struct.pack("<Q", 100) + b"{" * 100 + bytes(50)),
        "header deep": lambda: file.write_bytes(struct.pack("<Q", 200_001) + b'{"a":' + b"[" * 199_996),
        "header huge": lambda: file.write_bytes(struct.pack("<Q", 2**60) + b"{" + bytes(100)),
        "header lies of a size": lambda: changed(file, lambda h: tensor_named(h).update(shape=[63])),
        "header lies of a dtype": lambda: changed(file, lambda h: tensor_named(h).update(dtype="F16")),
        "header lies of a place": lambda: changed(file, lambda h: tensor_named(h).update(data_offsets=[0, 256])),
        "header with an unknown dtype": lambda: changed(file, lambda h: tensor_named(h).update(dtype="I4")),
        "header with a negative size": lambda: changed(file, lambda h: tensor_named(h).update(shape=[-64])),
        "header with words for numbers": lambda: changed(file, lambda h: tensor_named(h).update(data_offsets=["0", "256"])),
        "header with a name twice": lambda: (lambda t: file.write_bytes(struct.pack("<Q", len(t)) + t + bytes(4)))(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'),
        "header no table": lambda: (lambda t: file.write_bytes(struct.pack("<Q", len(t)) + t))(b'{"a":[1,2]}'),
        "missing shard": lambda: file.unlink(),
        "missing shard without index": lambda: (index.unlink(), file.unlink()),
        "shards of two models": lambda: (folder / "diffusion_pytorch_model-00002-of-00003.safetensors").write_bytes(file.read_bytes()),
        "index no json": lambda: index.write_text("{"),
        "index without a map": lambda: index.write_text("{}"),
        "index leads out": lambda: index.write_text(json.dumps({"weight_map": {"a": "../../secret.safetensors"}})),
        "config no json": lambda: (folder / "config.json").write_text("no"),
        "wrong shapes": lambda: save_file(weights_of(TINY) | {"blocks.1.attn1.to_q.weight": torch.ones(24, 23)}, file),
        "a tensor gone": lambda: save_file({n: t for n, t in weights_of(TINY).items() if n != "blocks.1.ffn.net.2.bias"}, file),
        "a tensor more": lambda: save_file(weights_of(TINY) | {"control_adapter.conv.weight": torch.ones(2)}, file),
        "config of another": lambda: (folder / "config.json").write_text(json.dumps(CONFIG | {"num_layers": 40})),
        "heads that do not divide": lambda: (folder / "config.json").write_text(json.dumps(CONFIG | {"num_attention_heads": 7})),
        "another net": lambda: save_file({"encoder.weight": torch.ones(2)}, file),
        "several sets": lambda: (file.rename(folder / "a.safetensors"), save_file({"b": torch.ones(1)}, folder / "b.safetensors")),
        "no model": lambda: [one.unlink() for one in folder.iterdir()],
        "nothing": lambda: ([one.unlink() for one in folder.iterdir()], folder.rmdir()),
    }
    harms[kind]()
    return folder


BAD: list[tuple[str, type[FabulaError], str]] = [
    ("truncated", Corrupt, "is damaged: it has"), ("truncated in the header", Corrupt, "its header alone"), ("longer", Corrupt, "is damaged: it has"),
    ("empty", BadInput, "does not begin as one"), ("pickle", BadInput, "is a pickle"), ("old pickle", BadInput, "is a pickle"), ("pickles only", BadInput, "only pickles such as"),
    ("web page", BadInput, "is a web page"), ("pointer", BadInput, "git lfs pull"), ("gguf", BadInput, "is a GGUF"),
    ("header no json", Corrupt, "header cannot be read"), ("header deep", Corrupt, "header cannot be read"), ("header huge", BadInput, "not a safetensors file"),
    ("header lies of a size", Corrupt, "a place of another size"), ("header lies of a dtype", Corrupt, "a place of another size"),
    ("header lies of a place", Corrupt, "does not begin where"), ("header with an unknown dtype", Corrupt, "does not say what proj_out.bias is"),
    ("header with a negative size", Corrupt, "a place of another size"), ("header with words for numbers", Corrupt, "a place of another size"),
    ("header with a name twice", Corrupt, "a name twice"), ("header no table", Corrupt, "does not say what a is"),
    ("missing shard", Missing, "lacks diffusion_pytorch_model-00001-of-00003.safetensors, one of 3 files"), ("missing shard without index", Missing, "one of 3 files"),
    ("shards of two models", Corrupt, "does not hold the tensors that the index says"), ("index no json", Corrupt, "cannot be read"), ("index without a map", Corrupt, "which file holds which tensor"),
    ("index leads out", Corrupt, "no weights file beside it"), ("config no json", Corrupt, "cannot be read"),
    ("wrong shapes", BadInput, r"other size: blocks.1.attn1.to_q.weight \(24, 23\) instead of \(24, 24\)"), ("a tensor gone", BadInput, "missing: blocks.1.ffn.net.2.bias"),
    ("a tensor more", BadInput, "unknown: control_adapter.conv.weight"), ("config of another", BadInput, "num_layers 40, the tensors have 3"),
    ("heads that do not divide", BadInput, "7 heads do not divide"), ("another net", BadInput, "holds no transformer"), ("several sets", BadInput, "several sets of weights"),
    ("no model", BadInput, "is not the folder of a model"), ("nothing", Missing, "There is nothing at"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "error", "says"), BAD)
def test_bad_weights_are_one_sentence_and_nothing_is_loaded(kind: str, error: type[FabulaError], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = bad_weights(kind, tmp_path / "model")
    monkeypatch.setattr("generator.published.loading.safe_open", lambda *_, **__: pytest.fail("a tensor was read"))
    with pytest.raises(error, match=says) as told:
        variant_of(opened(folder, "transformer"))
    words = str(told.value)
    assert words.endswith(".") and "\n" not in words and len(words) < 420


def test_a_net_of_another_size_is_refused_before_a_tensor_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = opened(model(tmp_path / "m", weights_of(TINY)), "transformer")
    monkeypatch.setattr("generator.published.loading.safe_open", lambda *_, **__: pytest.fail("a tensor was read"))
    with pytest.raises(BadInput, match="does not fit the net"):
        load(found, VideoDiT(VideoDiTConfig(num_layers=2)))


def test_the_authors_folder_keeps_its_transformer_itself(tmp_path: Path):
    model(tmp_path, weights_of(TINY))
    (tmp_path / "vae").mkdir()
    save_file({"decoder.conv1.weight": torch.ones(1)}, tmp_path / "vae" / "diffusion_pytorch_model.safetensors")
    assert variant_of(opened(tmp_path, "transformer")).name == "t2v" and opened(tmp_path, "vae").tensors
    with pytest.raises(Missing, match="has no text_encoder"):
        opened(tmp_path, "text_encoder")


def test_a_folder_of_parts_says_what_it_lacks(tmp_path: Path):
    model(tmp_path / "transformer", weights_of(TINY))
    (tmp_path / "vae").mkdir()
    (tmp_path / "vae" / "config.json").write_text("{}")  # its weights were not downloaded
    assert opened(tmp_path, "transformer").parts == {"transformer"}
    with pytest.raises(Missing, match="has no text_encoder"):
        opened(tmp_path, "text_encoder")


def test_equal_files_by_name_or_place_are_equal_tensors(tmp_path: Path):
    """The authors' folder of two experts, high_noise_model and low_noise_model, is diffusers' transformer and transformer_2."""
    first, second = weights_of(TINY, 1), weights_of(TINY, 2)
    model(tmp_path / "d" / "transformer", first)
    model(tmp_path / "d" / "transformer_2", second)
    for name, tensors in (("high_noise_model", first), ("low_noise_model", second)):
        (tmp_path / "a" / name).mkdir(parents=True)
        save_file({authors(one): tensor for one, tensor in tensors.items()}, tmp_path / "a" / name / "diffusion_pytorch_model.safetensors")
        (tmp_path / "a" / name / "config.json").write_text(json.dumps({"dim": 24, "num_heads": 2, "num_layers": 3, "in_dim": 16, "out_dim": 16, "model_type": "t2v"}))
    for kind in ("transformer", "transformer_2"):
        theirs, ours = (opened(tmp_path / which, kind) for which in "ad")
        assert theirs.parts == ours.parts == {"transformer", "transformer_2"} and variant_of(theirs) == variant_of(ours)
        assert equal(dict(read(theirs, theirs.tensors)), dict(read(ours, ours.tensors)))
    assert variant_of(opened(tmp_path / "a", "transformer")).experts == 2
