"""LoRA files of every form merge equally, and live they do what merged ones do."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
import torch
from diffusers.loaders.lora_conversion_utils import _convert_musubi_wan_lora_to_diffusers, _convert_non_diffusers_wan_lora_to_diffusers
from torch import Tensor

from generator.nets.bytewise import keep_in_bytes
from generator.nets.dit_values import Hints
from generator.nets.lora import Live, merge, read
from generator.nets.streaming import stream
from tests.generator.nets.wan_pairs import SHAPE, pair, random, sigmas

AUTHORS = {
    "attn1.to_q": "self_attn.q", "attn1.to_k": "self_attn.k", "attn1.to_v": "self_attn.v", "attn1.to_out.0": "self_attn.o",
    "attn2.to_q": "cross_attn.q", "attn2.to_k": "cross_attn.k", "attn2.to_v": "cross_attn.v", "attn2.to_out.0": "cross_attn.o",
    "attn2.add_k_proj": "cross_attn.k_img", "attn2.add_v_proj": "cross_attn.v_img", "ffn.net.0.proj": "ffn.0", "ffn.net.2": "ffn.2",
}  # fmt: skip
RANK, ALPHA = 4, 2.0


@pytest.fixture(scope="module", params=["t2v", "i2v"])
def net(request):
    return pair(request.param)[1]


def halves(net, seed: int = 3) -> dict[str, tuple[Tensor, Tensor]]:
    """module (diffusers' name) -> down, up for every linear layer of the blocks."""
    draw = torch.Generator().manual_seed(seed)
    layers = {name: one for name, one in net.named_modules() if name.startswith("blocks.") and isinstance(one, torch.nn.Linear)}
    return {n: (torch.randn(RANK, one.in_features, generator=draw) / 9, torch.randn(one.out_features, RANK, generator=draw) / 9) for n, one in layers.items()}


def short(name: str) -> str:
    _, number, rest = name.split(".", 2)
    return f"blocks.{number}.{AUTHORS[rest]}"


def forms(net) -> dict[str, tuple[dict[str, Tensor], dict[str, str]]]:
    """The same LoRA in every form: tensors, metadata."""
    given, alpha = halves(net), torch.tensor(ALPHA)
    comfy, low, kohya, ours = {}, {}, {}, {}
    for name, (down, up) in given.items():
        ours |= {f"transformer.{name}.lora_A.weight": down, f"transformer.{name}.lora_B.weight": up}
        old = short(name)
        comfy |= {f"diffusion_model.{old}.lora_down.weight": down, f"diffusion_model.{old}.lora_up.weight": up, f"diffusion_model.{old}.alpha": alpha}
        low |= {f"diffusion_model.{old}.lora_A.weight": down * (ALPHA / RANK), f"diffusion_model.{old}.lora_B.weight": up}
        flat = "lora_unet_" + old.replace(".", "_")
        kohya |= {f"{flat}.lora_down.weight": down, f"{flat}.lora_up.weight": up, f"{flat}.alpha": alpha}
    told = {"lora_adapter_metadata": json.dumps({"transformer.r": RANK, "transformer.lora_alpha": ALPHA, "transformer.alpha_pattern": {}})}
    peft = {name.replace("transformer.", "base_model.model.").replace(".weight", ".default.weight"): value for name, value in ours.items()}
    return {"diffusers": (ours, told), "peft": (peft, told), "comfy": (comfy, {}), "comfy A B": (low, {}), "kohya": (kohya, {})}


def run(net) -> Tensor:
    """One velocity of the net, on the same noise, words and picture."""
    config = net.config
    hints = Hints(image=net.pictures(random(1, 5, config.image_dim, seed=7))) if config.image_dim else Hints()
    made = net.prepare(SHAPE, net.words(random(1, 7, config.text_dim, seed=5)), hints)
    return net.velocity(random(1, config.in_channels, *SHAPE, seed=6), sigmas([500]).float(), made)


def test_every_form_merges_equally(net):
    merged = {}
    for form, (tensors, metadata) in forms(net).items():
        merged[form] = deepcopy(net)
        merge(merged[form], read(tensors, metadata), 0.7)
    own = net.state_dict()
    for name, (down, up) in halves(net).items():
        wanted = own[f"{name}.weight"] + 0.7 * ALPHA / RANK * up @ down
        for form, one in merged.items():
            torch.testing.assert_close(one.state_dict()[f"{name}.weight"], wanted, rtol=0, atol=1e-6, msg=lambda words, form=form: f"{form}: {words}")
    assert all(torch.equal(merged["comfy"].state_dict()[n], merged["kohya"].state_dict()[n]) for n in own)
    assert all(torch.equal(merged["diffusers"].state_dict()[n], merged["comfy"].state_dict()[n]) for n in own)


def test_what_diffusers_makes_of_each_form_merges_equally(net):
    """Beside diffusers' own conversion, which folds alpha into the halves."""
    for form, convert in (("comfy", _convert_non_diffusers_wan_lora_to_diffusers), ("kohya", _convert_musubi_wan_lora_to_diffusers)):
        tensors, _ = forms(net)[form]
        theirs, ours = read(convert({name: value.clone() for name, value in tensors.items()})), read(tensors)
        assert theirs.keys() == ours.keys()
        for name, one in ours.items():
            like = net.get_submodule(name).weight
            torch.testing.assert_close(theirs[name].delta(like), one.delta(like), rtol=1e-5, atol=1e-6)


def test_a_lora_of_text_leaves_what_reads_pictures_and_one_of_pictures_needs_it():
    text, picture = pair("t2v")[1], pair("i2v")[1]
    before = {name: value.clone() for name, value in picture.state_dict().items()}
    merge(picture, read(forms(text)["comfy"][0]))
    gained = {name for name, value in picture.state_dict().items() if not torch.equal(value, before[name])}
    assert gained == {f"{name}.weight" for name in halves(text)} and not any("add_" in name for name in gained)
    with pytest.raises(ValueError, match=r"add_k_proj, which this net does not have: it was made for another model"):
        merge(text, read(forms(picture)["comfy"][0]))


def extras(net) -> dict[str, Tensor]:
    """What distilled LoRAs hold beside halves: biases, whole differences of norms and of the head, embeddings."""
    draw, dim = torch.Generator().manual_seed(8), net.config.dim
    made = {
        "blocks.0.self_attn.q.diff_b": (dim,), "blocks.0.ffn.0.diff_b": (40,), "blocks.1.norm3.diff": (dim,), "blocks.1.norm3.diff_b": (dim,), "blocks.2.self_attn.norm_q.diff": (dim,),
        "head.head.diff": tuple(net.proj_out.weight.shape), "head.head.diff_b": tuple(net.proj_out.bias.shape), "patch_embedding.diff": tuple(net.patch_embedding.weight.shape),
        "time_embedding.0.lora_down.weight": (RANK, 32), "time_embedding.0.lora_up.weight": (dim, RANK), "time_projection.1.diff_b": (6 * dim,), "blocks.0.modulation.diff": (1, 6, dim),
        "patch_embedding.lora_down.weight": (RANK, *net.patch_embedding.weight.shape[1:]), "patch_embedding.lora_up.weight": (dim, RANK, 1, 1, 1),
    }  # fmt: skip
    return {f"diffusion_model.{name}": torch.randn(shape, generator=draw) / 9 for name, shape in made.items()}


def test_differences_reach_norms_biases_tables_and_convolutions(net):
    merged, tensors = deepcopy(net), extras(net)
    merge(merged, read(tensors), 0.5)
    before, after = net.state_dict(), merged.state_dict()
    gained = {name: after[name] - before[name] for name in before if not torch.equal(after[name], before[name])}
    told = {name.removeprefix("diffusion_model."): 0.5 * value for name, value in tensors.items()}
    wanted = {
        "blocks.0.attn1.to_q.bias": "blocks.0.self_attn.q.diff_b", "blocks.0.ffn.net.0.proj.bias": "blocks.0.ffn.0.diff_b", "blocks.1.norm2.weight": "blocks.1.norm3.diff",
        "blocks.1.norm2.bias": "blocks.1.norm3.diff_b", "blocks.2.attn1.norm_q.weight": "blocks.2.self_attn.norm_q.diff", "proj_out.weight": "head.head.diff", "proj_out.bias": "head.head.diff_b",
        "condition_embedder.time_proj.bias": "time_projection.1.diff_b", "blocks.0.scale_shift_table": "blocks.0.modulation.diff",
    }  # fmt: skip
    assert gained.keys() == {*wanted, "patch_embedding.weight", "condition_embedder.time_embedder.linear_1.weight"}
    for name, old in wanted.items():
        torch.testing.assert_close(gained[name], told[old], rtol=0, atol=1e-6)


def test_live_is_merged_and_goes_without_a_trace(net):
    first, second = forms(net)["comfy"][0], extras(net)
    merged = deepcopy(net)
    merge(merged, read(first), 0.8)
    merge(merged, read(second), -0.4)
    own, plain = {name: value.clone() for name, value in net.state_dict().items()}, run(net)
    live = Live(net)
    live.put("mira", read(first), 0.1)
    live.put("style", read(second), -0.4)
    live.put("mira", read(first), 0.8)
    wanted = run(merged)
    assert float((run(net) - wanted).norm() / wanted.norm()) < 2e-6 < float((plain - wanted).norm() / wanted.norm())
    live.take("style")
    live.take("mira")
    assert torch.equal(run(net), plain) and all(torch.equal(net.state_dict()[name], value) for name, value in own.items())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t, n: t.pop(f"{n}.lora_up.weight"), "one half of an addition"),
        (lambda t, n: t.update({f"{n}.lora_up.weight": torch.ones(48, RANK + 1)}), "do not fit one another"),
        (lambda t, n: t.update({f"{n}.dora_scale": torch.ones(48)}), "no part of a LoRA that is known"),
        (lambda t, n: t.update({"diffusion_model.blocks.9.self_attn.q.diff_b": torch.ones(48)}), "blocks.9.attn1.to_q, which this net does not have"),
        (lambda t, n: t.update({f"{n}.lora_up.weight": torch.ones(50, RANK)}), "made for a model of another size"),
        (lambda t, n: t.update({f"{n}.diff_b": torch.ones(50)}), "adds a bias of"),
        (lambda t, n: (t.clear(), t.update({f"{n}.alpha": torch.tensor(1.0)})), "nothing that it scales"),
        (lambda t, n: t.clear(), "no tensors"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(change, says):
    _, net = pair("t2v")
    before = {name: value.clone() for name, value in net.state_dict().items()}
    tensors, _ = forms(net)["comfy"]
    change(tensors, "diffusion_model.blocks.0.self_attn.q")
    with pytest.raises(ValueError, match=says):
        merge(net, read(tensors))
    assert all(torch.equal(net.state_dict()[name], value) for name, value in before.items())


def test_live_beside_blocks_that_are_brought_in_in_turn_and_weights_in_bytes():
    net = pair("t2v")[1]
    given = read(forms(net)["kohya"][0])
    merged, streamed, small = deepcopy(net), deepcopy(net), deepcopy(net)
    merge(merged, given, 4.0)
    stream(streamed, "blocks")
    for block in small.blocks:
        keep_in_bytes(block, "int8")
    before = run(small)
    for one in (streamed, small):
        Live(one).put("mira", given, 4.0)
    wanted = run(merged)
    assert float((run(streamed) - wanted).norm() / wanted.norm()) < 2e-6
    assert float((run(small) - wanted).norm() / wanted.norm()) < 0.05 < float((before - wanted).norm() / wanted.norm())
    with pytest.raises(ValueError, match="kept in bytes and takes no merging"):
        merge(small, given)
    with pytest.raises(ValueError, match=r"changes blocks\.1\.norm2, which is not in memory"):
        Live(streamed).put("style", read(extras(net)))
