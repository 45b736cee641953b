"""The whole pipeline at a tiny size: shards, autoencoder, latents, animating net; and resuming."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from generator.nets.clip_net import ClipNet, load_dit
from generator.nets.flow import conditions
from generator.nets.presets import preset_config
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, load_vae
from generator.nets.weights import read_weights
from generator.train import dit, fixtures, latents, vae
from generator.train.data import open_clips, open_shard
from generator.train.grow import grown, settled
from generator.train.loop import LoopConfig, lr_share, train
from generator.train.optim import orthogonal

SMALL_VAE = VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch.set_num_threads(1)
    root = tmp_path_factory.mktemp("training")
    arguments = ["--out", str(root / "shards"), "--train", "3", "--heldout", "2", "--size", "48", "64"]
    fixtures.main(arguments)
    return root


@pytest.fixture(scope="module")
def trained_vae(folder):
    task = vae_task(folder)
    config = LoopConfig(folder / "vae.safetensors", steps=2, minutes=1e9, threads=1)
    train(task, config, lambda run: vae.measure_latents(run, task, 2))
    return folder / "vae.safetensors"


@pytest.fixture(scope="module")
def latent_folder(folder, trained_vae):
    arguments = ["--shards", str(folder / "shards"), "--vae", str(trained_vae), "--out", str(folder / "latents")]
    latents.main([*arguments, "--threads", "1"])
    return folder / "latents"


def vae_task(folder):
    torch.manual_seed(0)
    return vae.VAETask(VideoVAE(SMALL_VAE), open_clips(folder / "shards", "train"), vae.VAETraining(batch=2, crop=32))


def test_shards_are_read_back(folder):
    shard = open_shard(folder / "shards" / "train-000.safetensors")
    assert shard.count == 3 and shard.split == "train"
    assert shard.arrays["video"].shape == (3, 33, 48, 64, 3)
    clips = open_clips(folder / "shards", "heldout")
    assert clips.count == 2 and "moves" in clips.caption(1) and clips.stratum(0) in ("static", "pan")
    assert open_clips(folder / "shards", None, 4).count == 4
    with pytest.raises(ValueError, match="no shards"):
        open_clips(folder / "shards", "other")


@pytest.mark.parametrize("bf16", [False, True])
def test_a_run_taken_up_again_is_the_run_not_stopped(folder, tmp_path, bf16):
    config = LoopConfig(tmp_path / "whole.safetensors", steps=4, minutes=1e9, threads=1, bf16=bf16, log_every=1)
    whole = train(vae_task(folder), config)
    config = replace(config, out=tmp_path / "parts.safetensors", stop_after=2)
    train(vae_task(folder), config)
    again = train(vae_task(folder), replace(config, stop_after=None))
    assert again.step == whole.step == 4
    for name, value in whole.task.net.state_dict().items():
        assert torch.equal(value, again.task.net.state_dict()[name]), name
        assert torch.equal(whole.averaged[name], again.averaged[name]), name
    logs = [(tmp_path / f"{name}.jsonl").read_text().splitlines() for name in ("whole", "parts")]
    losses = [[json.loads(line)["loss"] for line in log] for log in logs]
    assert losses[0] == losses[1] and len(losses[0]) == 4


def test_the_autoencoder_measures_its_latents(trained_vae, folder):
    net = load_vae(trained_vae)
    video = open_clips(folder / "shards", "train").tensor(0, "video")[None, :17]
    latent = net.encode(vae.video_from_bytes(video))
    assert float(latent.mean().abs()) < 1.5 and 0.3 < float(latent.std()) < 3


def test_latent_shards(latent_folder):
    clips = open_clips(latent_folder, "train")
    assert clips.tensor(0, "latents").shape == (2, 16, 5, 6, 8)
    assert clips.tensor(0, "latents").dtype == torch.bfloat16
    assert clips.tensor(0, "held").shape == (2, 16, 5, 6, 8)
    assert torch.equal(clips.tensor(0, "held")[0, :, 0], clips.tensor(0, "latents")[0, :, 0])
    assert clips.tensor(0, "since").tolist() == [0, 16]
    assert clips.tensor(0, "numbers").shape == (2, 17, 16)
    assert clips.tensor(0, "keypoints").shape == (2, 17, 4, 11, 3)
    assert 0 < float(clips.tensor(0, "cells").float().mean()) < 1


def dit_task(latent_folder, far=0.0):
    torch.manual_seed(0)
    clips = open_clips(latent_folder, "train")
    net = ClipNet(preset_config("tiny", ("a", "moves")))
    dit.measure_numbers(net, clips)
    return dit.DiTTask(net, clips, dit.DiTTraining(batch=2, far=far), "cpu")


@pytest.mark.parametrize("far", [0.0, 1.0])
def test_shots_of_a_scene_are_learned_as_one_sequence(latent_folder, far):
    clips = open_clips(latent_folder, "train")
    scenes = replace(clips, shards=tuple(replace(shard, together=2) for shard in clips.shards))
    net = ClipNet(preset_config("tiny", ("a", "moves")))
    task = dit.DiTTask(net, scenes, dit.DiTTraining(batch=4, together=2, stills=0.0, far=far), "cpu")
    loss, _ = task.loss(torch.Generator().manual_seed(1), 0.0)
    loss.backward()
    assert bool(torch.isfinite(loss)) and net.dit.proj_out.weight.grad.abs().sum() > 0
    with pytest.raises(ValueError, match="together"):
        dit.DiTTask(net, clips, dit.DiTTraining(batch=4, together=2), "cpu")


def test_latent_frames_of_a_scenes_shots_stand_in_a_row():
    part = torch.arange(4)[:, None, None, None, None].expand(4, 2, 3, 1, 1)
    assert dit.in_row(part, 2)[:, 0, :, 0, 0].tolist() == [[0, 0, 0, 1, 1, 1], [2, 2, 2, 3, 3, 3]]
    assert dit.in_row(part[:, 0, :, 0, 0], 2).tolist() == [[0, 0, 0, 1, 1, 1], [2, 2, 2, 3, 3, 3]]


@pytest.mark.parametrize("far", [0.0, 0.5])
def test_the_animating_net_learns(latent_folder, tmp_path, far):
    task = dit_task(latent_folder, far)
    near = dit.DiTTask(task.net, task.clips, dit.DiTTraining(batch=8), "cpu")
    fixed = torch.Generator()
    with torch.no_grad():
        before = float(near.loss(fixed.manual_seed(99), 0.0)[0])
    train(task, LoopConfig(tmp_path / "dit.safetensors", steps=40, minutes=1e9, threads=1, batch=2))
    with torch.no_grad():
        after = float(near.loss(fixed.manual_seed(99), 0.0)[0])
    assert after < before
    assert load_dit(tmp_path / "dit.safetensors").config.preset == "tiny"


def test_only_the_identity_adapter_learns_when_asked(latent_folder, tmp_path):
    task = dit_task(latent_folder)
    torch.nn.init.normal_(task.net.dit.proj_out.weight, std=0.1)
    task.net.requires_grad_(False)
    task.net.identity.requires_grad_(True)
    before = {name: value.clone() for name, value in task.net.state_dict().items()}
    train(task, LoopConfig(tmp_path / "dit.safetensors", steps=3, minutes=1e9, threads=1, batch=2))
    changed = {name for name, value in task.net.state_dict().items() if not torch.equal(value, before[name])}
    assert changed and all(name.startswith("identity.") for name in changed)


def test_sigmas_by_mode():
    opens = torch.arange(2000) % 2 == 0
    sigma, given = dit.draw_sigmas(opens, 5, torch.Generator().manual_seed(0), 3.0)
    assert (sigma[given] == 0).all() and (sigma[~given] > 0).all()
    assert 0.82 < float(given[:, 0].float().mean()) < 0.88
    assert not given[opens, 1].any() and 0.82 < float(given[~opens, 1].float().mean()) < 0.88
    assert not given.all(dim=1).any()


def test_a_window_inside_a_shot_is_anchored_at_the_opening():
    picture = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    numbers = np.zeros((3, 16), np.float32)
    numbers[:, 0] = (0.5, 0.5, 0.625)  # half a width to the right by the time the clip begins
    nobody = np.zeros((3, 4, 11, 3), np.float32)
    held = latents.anchor_since({"opening": picture, "numbers": numbers, "keypoints": nobody, "before": nobody[:1]})
    assert np.abs(held[0][:, :30].astype(int) - picture[:, 32:62]).max() <= 1
    assert np.abs(held[2][:, :20].astype(int) - picture[:, 40:60]).max() <= 1


def test_weights_of_an_earlier_form_go_on_where_they_were(tmp_path):
    torch.manual_seed(0)
    config = preset_config("tiny", ("a", "fox"))
    old = ClipNet(replace(config, dit=replace(config.dit, pose=0, far=False), text=replace(config.text, places=64)))
    net = grown(old, "tiny", ("a", "owl"))
    assert net.config.text.words == ("a", "fox", "owl") and net.config.dit.far
    theirs, ours = (made.text(made.text.tokens(["a fox, an owl"])) for made in (old, net))
    assert torch.allclose(theirs, ours[:, :64], atol=1e-5)
    assert torch.equal(net.dit.blocks[0].attn1.to_q.weight, old.dit.blocks[0].attn1.to_q.weight)
    again = grown(net, "tiny", ("a", "owl"))
    assert all(torch.equal(value, net.state_dict()[name]) for name, value in again.state_dict().items())


def test_long_steps_of_a_straight_path_are_short_ones(latent_folder):
    """Where the velocity does not change on the way, the mean velocity is the velocity."""
    task = dit_task(latent_folder, far=1.0)
    task.net.velocity = lambda x, sigma, known, made, until=None: torch.full_like(x, 0.25)
    seeded = torch.Generator().manual_seed(3)
    noisy, sigma = torch.randn(2, 16, 3, 4, 4, generator=seeded), torch.full((2, 3), 0.7)
    known = conditions(noisy, torch.zeros(2, 3, dtype=torch.bool), noisy)
    target = torch.randn(noisy.shape, generator=seeded)
    got, wanted = task._far(noisy, sigma, (known, None, target), seeded)
    assert torch.equal(wanted, target) and got.shape == target.shape


def test_a_settled_net_says_what_it_said_whatever_the_length_of_a_step():
    net = ClipNet(preset_config("tiny", ("a", "moves"))).requires_grad_(False)
    torch.nn.init.normal_(net.dit.condition_embedder.delta_embedder.linear_2.weight, std=0.1)
    time = net.dit.condition_embedder.time
    sigma, until = torch.tensor([[0.9, 0.5]]), torch.tensor([[0.1, 0.4]])
    before, lengthy = time(sigma), time(sigma, until)
    settled(net)
    assert torch.allclose(time(sigma), before, atol=1e-5) and not torch.allclose(lengthy, before, atol=1e-3)
    assert torch.equal(time(sigma), time(sigma, until))


def test_a_long_step_adds_no_more_than_its_bound():
    seeded = torch.Generator().manual_seed(0)
    velocity, added = torch.randn(2, 4, 3, 2, 2, generator=seeded), torch.randn(2, 4, 3, 2, 2, generator=seeded)
    added[0] *= 100
    added[1] *= 0.01
    counted = torch.tensor([[False, True, True], [False, True, True]])
    made = dit.bounded(added, velocity, counted)
    assert float(made[0].norm()) == pytest.approx(dit.BOUND * float(velocity[0, :, 1:].norm()), rel=1e-4)
    assert torch.equal(made[1, :, 1:], added[1, :, 1:]) and not made[:, :, 0].any()


def test_a_derivative_is_only_asked_for_between_sigmas_that_are_known():
    asked_at = []

    class Net:
        @staticmethod
        def velocity(x, sigma, known, made, until):
            asked_at.append((sigma, until, torch.is_autocast_enabled("cpu")))
            return x * sigma[:, None, :, None, None]

    task = dit.DiTTask(Net(), None, dit.DiTTraining(far=1.0), "cpu")
    sigma = torch.tensor([[0.0, 1.0, 1.0], [0.0, 0.01, 0.01]])
    noisy = torch.ones(2, 4, 3, 2, 2)
    known = conditions(noisy, sigma == 0, noisy)
    with torch.autocast("cpu", torch.bfloat16):
        got, target = task._far(noisy, sigma, (known, None, noisy), torch.Generator().manual_seed(0))
    assert got.shape == target.shape and torch.isfinite(target).all()
    assert len(asked_at) == 3 and [exact for _, _, exact in asked_at] == [False, False, True]
    for at, until, _ in asked_at:
        assert (at <= 1).all() and (at >= until).all() and (at[:, 0] == 0).all()


def test_the_rate_rises_and_falls():
    assert lr_share(0.0, 0.1) < 0.01 and lr_share(0.1, 0.1) == pytest.approx(1, abs=0.01)
    assert lr_share(0.55, 0.1) == pytest.approx(0.5) and lr_share(1.0, 0.1) == pytest.approx(1e-3)


@pytest.mark.parametrize("shape", [(8, 20), (20, 8)])
def test_muon_updates_are_about_orthogonal(shape):
    made = orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(0)))
    values = torch.linalg.svdvals(made)
    assert float(values.min()) > 0.5 and float(values.max()) < 1.4


def test_the_decoder_goes_on_learning_alone(folder, trained_vae, tmp_path):
    arguments = [
        "--shards",
        str(folder / "shards"),
        "--start-from",
        str(trained_vae),
        "--out",
        str(tmp_path / "vae2.safetensors"),
    ]
    vae.main([*arguments, "--decoder-only", "--steps", "2", "--threads", "1", "--batch", "1", "--crop", "32"])
    before, after = load_vae(trained_vae), load_vae(tmp_path / "vae2.safetensors")
    assert all(torch.equal(a, b) for a, b in zip(before.encoder.parameters(), after.encoder.parameters(), strict=True))
    assert not torch.equal(before.decoder.conv_out.weight, after.decoder.conv_out.weight)
    assert torch.equal(before.latent_std, after.latent_std)


@pytest.mark.slow
def test_a_team_of_two_learns_as_one_and_goes_on(latent_folder, tmp_path):
    alone = ["--latents", str(latent_folder), "--preset", "tiny", "--out", str(tmp_path / "dit.safetensors"), "--threads", "1", "--batch", "2"]
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m", "generator.train.dit", *alone]
    for steps, samples in ((2, 8), (3, 12)):
        subprocess.run([*launcher, "--steps", str(steps)], check=True, capture_output=True, timeout=300)
        assert read_weights(tmp_path / "dit.safetensors", "dit")[1]["samples"] == samples
    logged = [json.loads(line)["step"] for line in (tmp_path / "dit.jsonl").read_text().splitlines()]
    assert logged == [1]  # one of the two writes
