"""A LoRA and an identity adapter taught to a tiny published model with random weights: they learn, are worn, and go on where they were stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from generator.nets.identity import stand_in
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import VideoDiT
from generator.published import faces
from generator.published.asking import Asked
from generator.published.loading import load
from generator.published.loras import additions
from generator.published.opening import opened
from generator.published.variants import variant_of
from generator.published.wan import pipeline
from generator.published.wearing import Worn
from generator.train import identity, loop
from generator.train.low_rank import Frugal, LowRanks
from storyboard.params import SamplingParams
from tests.generator.published import tiny_models

FAST = ["--fp32", "--threads", "1", "--log-every", "1", "--rank", "2", "--lr", "0.02", "--seed", "3"]


@pytest.fixture(scope="module")
def ti2v(tmp_path_factory) -> Path:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("ti2v")
    tiny_models.ti2v(folder)
    return folder


def clips(folder: Path, rate: str = "24", frames: int = 5) -> Path:
    """One clip of a ball that rolls, and its words."""
    video = np.zeros((1, frames, 64, 64, 3), np.uint8)
    for at in range(frames):
        video[0, at, 20:40, 4 + 8 * at : 24 + 8 * at] = (220, 120, 30)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"video": torch.from_numpy(video)}, folder / "own-000.safetensors", {"captions": json.dumps(["a fox walks"]), "rate": rate})
    return folder


def told(base: Path, shards: Path, out: Path, *more: str) -> None:
    identity.main(["--base", str(base), "--clips", str(shards), "--out", str(out), *FAST, *more])


def losses(file: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in file.with_suffix(".jsonl").read_text().splitlines()]


def test_a_lora_learns_and_changes_the_clip(ti2v: Path, tmp_path: Path):
    told(ti2v, clips(tmp_path / "shards"), tmp_path / "mira", "--steps", "60", "--batch", "4")
    file = tmp_path / "mira" / "lora.safetensors"
    found = losses(file)
    assert np.mean(found[-10:]) < 0.9 * np.mean(found[:10])
    assert len(additions(tmp_path / "mira")) == 20  # two blocks: eight projections and two feed-forward layers each
    asked = Asked("a fox walks", "", 5, (64, 64), 2, sampling=SamplingParams(guidance=(1.0, 1.0)))
    plain, worn = (pipeline(ti2v, worn=one).latents(asked) for one in ((), (Worn(tmp_path / "mira", 1.0),)))
    assert torch.equal(pipeline(ti2v, worn=(Worn(tmp_path / "mira", 0.0),)).latents(asked), plain) and (worn - plain).abs().mean() > 1e-3


def test_stopped_and_taken_up_again_gives_the_same_weights(ti2v: Path, tmp_path: Path, monkeypatch):
    shards, config = clips(tmp_path / "shards"), loop.loop_config
    told(ti2v, shards, tmp_path / "through", "--steps", "4")
    with monkeypatch.context() as stopping:
        stopping.setattr(identity, "loop_config", lambda chosen: replace(config(chosen), stop_after=2))
        told(ti2v, shards, tmp_path / "halted", "--steps", "4")
    halfway = load_file(tmp_path / "halted" / "lora.safetensors")
    told(ti2v, shards, tmp_path / "halted", "--steps", "4")
    one, two = (load_file(tmp_path / name / "lora.safetensors") for name in ("through", "halted"))
    assert all(torch.equal(one[name], two[name]) for name in one) and any(not torch.equal(halfway[name], two[name]) for name in two)


def test_what_cannot_be_learned_is_one_sentence(ti2v: Path, tmp_path: Path):
    good = clips(tmp_path / "good")
    (tmp_path / "empty").mkdir()
    for base, shards, more, says in (
        (tmp_path / "nowhere", good, (), "There is nothing at"), (tmp_path / "empty", good, (), "holds no .safetensors"), (ti2v, tmp_path / "empty", (), "holds no shards of clips"),
        (ti2v, clips(tmp_path / "slow", "16"), (), "--rate 24"), (ti2v, clips(tmp_path / "odd", frames=6), (), r"takes 1 \+ 4 n frames"), (ti2v, good, ("--rank", "0"), "A rank is from 1 to 48"),
        (ti2v, good, ("--expert", "high"), "has one net"), (ti2v, good, ("--adapter",), "--portraits FOLDER together"),
    ):  # fmt: skip
        with pytest.raises(SystemExit, match=says):
            told(base, shards, tmp_path / "out", "--steps", "1", *more)
    assert not list((tmp_path / "out").glob("*.safetensors"))
    told(ti2v, good, tmp_path / "out", "--steps", "1")
    with pytest.raises(SystemExit, match="a run of another rank"):
        told(ti2v, good, tmp_path / "out", "--steps", "1", "--rank", "4")


def test_an_adapter_learns_to_show_portraits(tmp_path: Path, monkeypatch):
    tiny_models.t2v(tmp_path / "base")
    (tmp_path / "faces").mkdir()
    cv2.imwrite(str(tmp_path / "faces" / "mira.png"), np.full((40, 30, 3), 90, np.uint8))
    monkeypatch.setattr(faces, "SIDE", 64)
    words = ("--adapter", "--portraits", str(tmp_path / "faces"), "--steps", "12")
    told(tmp_path / "base", clips(tmp_path / "shards", "16"), tmp_path / "out", *words)
    tensors = load_file(tmp_path / "out" / "Stand-In.safetensors")
    adapter = stand_in(tensors, variant_of(opened(tmp_path / "base", "transformer")).dit)
    assert len(tensors) == 12 and adapter.is_trained()
    (tmp_path / "base" / "stand_in").mkdir()
    save_file(tensors, tmp_path / "base" / "stand_in" / "Stand-In.safetensors")
    asked = Asked("a fox walks", "", 5, (64, 64), 2, sampling=SamplingParams(guidance=(1.0, 1.0)))
    face = cv2.imread(str(tmp_path / "faces" / "mira.png"))
    with_it, without = (pipeline(tmp_path / "base").latents(replace(asked, references=one)) for one in ((face,), ()))
    assert (with_it - without).abs().mean() > 1e-3


def test_each_of_two_experts_learns_in_its_own_file(tmp_path: Path):
    tiny_models.t2v_two(tmp_path / "base")
    shards = clips(tmp_path / "shards", "16")
    for side in ("high", "low"):
        told(tmp_path / "base", shards, tmp_path / "out", "--steps", "2", "--expert", side)
        for line in (tmp_path / "out" / f"lora_{side.upper()}.jsonl").read_text().splitlines():
            assert (json.loads(line)["sigma"] >= 0.875) == (side == "high")
    assert len(additions(tmp_path / "out", 1)) == len(additions(tmp_path / "out", 2)) == 20


def test_a_net_that_begins_from_a_picture_is_shown_the_first_frame(tmp_path: Path):
    tiny_models.i2v(tmp_path / "base")
    told(tmp_path / "base", clips(tmp_path / "shards", "16"), tmp_path / "out", "--steps", "2", "--batch", "2")
    assert "blocks.1.attn2.add_k_proj" in additions(tmp_path / "out")


def test_blocks_that_are_counted_twice_give_the_same_gradients(ti2v: Path):
    found = opened(ti2v, "transformer")
    config, gradients = variant_of(found).dit, []
    for form in (VideoDiT, Frugal):
        net = form(config).eval()
        load(found, net)
        torch.manual_seed(0)
        pairs = LowRanks(net, 2)
        x, shape = torch.randn(1, 48, 2, 4, 4), LatentShape(2, 4, 4)
        made = net.prepare(shape, net.words(torch.randn(1, 6, 20)))
        net.velocity(x, torch.tensor([[0.0, 0.5]]), made).pow(2).mean().backward()
        gradients.append({name: one.grad for name, one in pairs.named_parameters()})
        assert not any(one.requires_grad for one in net.parameters())
    assert all(torch.equal(gradients[0][name], gradients[1][name]) for name in gradients[0]) and gradients[0]["pairs.blocks/0/attn2/to_k.lora_B"].any()
