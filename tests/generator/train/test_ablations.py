"""The ablations at a tiny size: what the other forms are, and every command from data to table."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from generator.nets.clip_net import ClipNet, Told, save_dit
from generator.nets.flow import conditions
from generator.nets.presets import preset_config
from generator.nets.shapes import LatentShape
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, save_vae
from generator.train import fixtures, latents
from generator.train.ablations import __main__ as command
from generator.train.ablations import identity, judge, patch
from generator.train.ablations.budget import Budget
from generator.train.ablations.decoupled import decoupled
from generator.train.ablations.deep import DeepClipNet, DeepConfig, DeepVAE, deep_config, folded_sketch
from generator.train.ablations.report import table

SMALL = VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1)
SMALL_DEEP = DeepConfig(64, 8, 1, 16, 1, 16, 1, 8, 1, between=8, deep_width=16, deep_decoder_depth=1)
WORDS = ("a", "moves")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Clips, a tiny autoencoder, its latents and a tiny clip net that says something."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("ablations")
    fixtures.main(["--out", str(root / "shards"), "--train", "2", "--heldout", "2", "--size", "48", "64"])
    vae, net = VideoVAE(SMALL), tiny()
    save_vae(root / "vae.safetensors", vae, vae.state_dict(), {})
    save_dit(root / "dit.safetensors", net, net.state_dict(), {})
    latents.main(["--shards", str(root / "shards"), "--vae", str(root / "vae.safetensors"), "--out", str(root / "latents"), "--threads", "1"])
    return root


def tiny():
    net = ClipNet(preset_config("tiny", WORDS))
    for part in (net.dit.proj_out, net.dit.condition_embedder.delta_embedder.linear_2, net.dit.pose_embedding):
        torch.nn.init.normal_(part.weight, std=0.1)
    return net.requires_grad_(False)


def asked(net, channels=16, size=(6, 8), portraits=True):
    """A velocity of a window in which one subject is on the left, told with portraits or without."""
    seeded = torch.Generator().manual_seed(5)
    shape = LatentShape(5, *size)
    x, refs = torch.randn(1, channels, *shape, generator=seeded), torch.randn(1, channels, 1, *(6, 6), generator=seeded)
    keypoints = torch.zeros(1, 17, 4, 11, 3)
    keypoints[:, :, 0, :8], keypoints[:, :, 0, 8, :2] = torch.tensor([0.15, 0.5, 1.0]), 0.05
    known = conditions(x, torch.tensor([[True, False, False, False, False]]), x)
    references = net.references([refs], shape) if portraits else None
    made = net.prepare(net.words(["a fox"]), known, Told(torch.zeros(1, 17, 16), keypoints), references)
    return net.velocity(x, torch.full((1, 5), 0.6), known, made)


def test_decoupled_attention_begins_as_the_net_itself_and_learns_as_much():
    torch.manual_seed(0)
    net, other = tiny(), decoupled(tiny())
    other.dit.load_state_dict(net.dit.state_dict())
    other.text.load_state_dict(net.text.state_dict())
    assert torch.equal(asked(net, portraits=False), asked(other)) and not torch.equal(asked(net), asked(other))
    learned = [sum(p.numel() for p in n.identity.parameters()) for n in (net, other)]
    assert learned[0] == learned[1]


def test_decoupled_portraits_act_where_their_subject_is():
    net = decoupled(tiny())
    without = asked(net)
    for block in net.identity.blocks:
        torch.nn.init.normal_(block["v"].lora_up)
    alone = asked_attention(net).detach()
    assert float(alone[:, :, :1].abs().max()) > 1e-3 and float(alone[:, :, -1:].abs().max()) < 1e-5
    assert not torch.equal(without, asked(net))


def asked_attention(net):
    """What portraits add to the first block's cross-attention of ones, (G, y, x, D) for tokens 3 x 4."""
    found = []
    block = net.dit.blocks[0]
    own = type(block).cross_attention

    def both(x, made, layer):
        told = own(block, x, made, layer)
        found.append(told - own(block, x, replace(made, references=None), layer))
        return told

    block.cross_attention = both
    asked(net)
    return found[0].view(5, 3, 4, -1)


def test_the_deep_autoencoder_halves_the_cells_again():
    video = torch.rand(1, 3, 9, 32, 48) * 2 - 1
    net = DeepVAE(SMALL_DEEP)
    made = net.encode(video)
    assert made.shape == (1, 64, 3, 2, 3) and net.decode(made).shape == video.shape
    assert net.encode(video[:, :, :1]).allclose(made[:, :, :1], atol=1e-5)


def test_a_deep_clip_net_has_the_same_tokens_and_as_many_parameters():
    near, far = tiny(), DeepClipNet(deep_config("tiny", WORDS, 64))
    assert sum(p.numel() for p in near.parameters()) == sum(p.numel() for p in far.parameters())
    assert asked(far, 64, (3, 4)).shape == (1, 64, 5, 3, 4)
    keypoints = torch.rand(1, 17, 4, 11, 3)
    sketch = folded_sketch(keypoints, LatentShape(5, 3, 4))
    assert sketch.maps.shape == (1, 208, 5, 3, 4) and sketch.inside.shape == (1, 4, 60)


def test_newcomers_are_whom_the_given_drawings_do_not_show():
    keypoints = torch.zeros(17, 4, 11, 3)
    keypoints[:, 0, :8], keypoints[:, 0, 8, :2] = torch.tensor([0.2, 0.5, 1.0]), 0.05
    keypoints[4:, 1, :8], keypoints[4:, 1, 8, :2] = torch.tensor([0.8, 0.5, 1.0]), 0.05
    window = judge.Window(
        0, "", torch.zeros(16, 5, 6, 8), torch.zeros(16, 5, 6, 8), torch.zeros(17, 16), keypoints, torch.zeros(2, 16, 1, 6, 6),
        torch.ones(2), np.zeros((17, 48, 64, 3), np.uint8), np.zeros((17, 48, 64), bool), np.zeros((17, 48, 64), bool), 1,
    )  # fmt: skip
    found = identity.newcomers(window)
    assert not found[:1].any() and not found[:, :, :3].any() and found[1:, :, 6:].any()


@pytest.mark.parametrize("which", ["flow", "identity"])
def test_a_command_trains_judges_and_writes(folder, tmp_path, which, capsys):
    places = {"latents": "latents", "held": "shards", "held-latents": "latents", "vae": "vae.safetensors", "dit": "dit.safetensors"}
    words = [word for name, place in places.items() for word in (f"--{name}", str(folder / place))]
    words += ["--which", which, "--steps", "1", "--windows", "2", "--out", str(tmp_path), "--results", str(tmp_path / "found.json")]
    command.main(words)
    found = json.loads((tmp_path / "found.json").read_text())[which]
    samples = [row["samples"] for row in found["rows"] if "samples" in row]
    assert samples == [8, 8] and any("difference" in row for row in found["rows"])
    assert "samples" in capsys.readouterr().out


def test_the_patch_ablation_goes_from_clips_to_a_table(folder, tmp_path):
    budget = Budget(1.0, 2, 1e-3, 1e-3, steps=1)
    spending = patch.Spending(budget, budget, crop=32, preset="tiny")
    clips = tmp_path / "clips", tmp_path / "held"
    for place, name in zip(clips, ("train", "heldout"), strict=True):
        place.mkdir()
        (place / f"{name}-000.safetensors").symlink_to(folder / "shards" / f"{name}-000.safetensors")
    rows = patch.run(patch.arms_of("tiny", SMALL, SMALL_DEEP), clips, spending, 2, tmp_path)
    assert [row["trained"] for row in rows[:4]] == ["autoencoder"] * 2 + ["clip net"] * 2
    assert {row["arm"] for row in rows if "all_db" in row} == {"8x, patch 2", "16x, patch 1"}
    encoded = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*-clips/*")}
    again = patch.run(patch.arms_of("tiny", SMALL, SMALL_DEEP), clips, replace(spending, clips=False), 2, tmp_path)
    assert [row for row in again if row.get("way") == "autoencoder"] == [row for row in rows if row.get("way") == "autoencoder"]
    assert len(encoded) == 2 and all(path.stat().st_mtime_ns == when for path, when in encoded.items())


def test_a_table_has_a_head_for_every_kind_of_line():
    text = table([{"arm": "a", "db": 1.5}, {"arm": "bb", "db": 22.25}, {"difference": "b less a", "mean": 0.1}])
    assert text.splitlines() == ["arm  db", "a    1.5", "bb   22.25", "", "difference  mean", "b less a    0.1"]
