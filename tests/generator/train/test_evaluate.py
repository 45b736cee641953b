"""The evaluation: what it measures of what is known, that it runs whole with small nets, and blind pages that are marked."""

import json
import re

import numpy as np
import pytest
import torch

from generator import measures
from generator.nets.animate import Sampling
from generator.nets.clip_net import ClipNet, load_dit, save_dit
from generator.nets.presets import preset_config
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, load_vae, save_vae
from generator.train.evaluate import __main__ as evaluate
from generator.train.evaluate import blind, clips, mouths, obeying, report, shots
from generator.train.evaluate.ways import Engine
from storyboard.errors import BadInput

CANVAS = (64, 48)


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A tiny autoencoder and net that have learned nothing."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("weights")
    dit, vae = ClipNet(preset_config("tiny", ("a", "moves"))), VideoVAE(VideoVAEConfig(16, 8, 1, 16, 1, 16, 1, 8, 1))
    torch.nn.init.normal_(dit.identity.slots)
    save_dit(folder / "dit.safetensors", dit, dit.state_dict(), {})
    save_vae(folder / "vae.safetensors", vae, vae.state_dict(), {})
    return folder


@pytest.fixture(scope="module")
def shot():
    return shots.drawn(next(s for s in shots.clips(8, 3) if shots.can_be_read(s)), CANVAS)


def options(weights, *more):
    names = ("--canvas", *map(str, CANVAS), "--vae", str(weights / "vae.safetensors"), "--dit", str(weights / "dit.safetensors"), "--path", "fp32", "--steps", "1")
    return [*names, *map(str, more)]


def test_the_whole_command(weights, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(clips, "MANY", 2)
    files = ("--out", tmp_path / "engine.json", "--html", tmp_path / "page.html", "--sheet", tmp_path / "sheet.png")
    evaluate.main(options(weights, "--rows", "clips", "mouths", "pictures", "--count", "2", *files))
    said, found = capsys.readouterr().out, json.loads((tmp_path / "engine.json").read_text())
    assert "joint success" in said and found["state"] == "whole" and found["split"] in said
    names = {row["name"] for row in found["rows"]}
    assert {"camera class", "vae round trip, faces", "mouth opening and its speech, 250 ms"} <= names
    assert all({"mean", "low", "high", "of"} == set(row["value"]) for row in found["rows"])
    page = (tmp_path / "page.html").read_text()
    assert len(page) < 3_000_000 and "data:image/webp" in page and not re.search(r"src='http", page)
    assert (tmp_path / "sheet.png").stat().st_size > 1000


def test_the_split_is_told_before_anything_is_made(weights, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("stop here")

    monkeypatch.setattr(clips, "measure", broken)
    with pytest.raises(RuntimeError, match="stop here"):
        evaluate.main(options(weights, "--rows", "clips", "--count", "2", "--out", tmp_path / "engine.json"))
    kept = json.loads((tmp_path / "engine.json").read_text())
    assert kept["state"] == "begun" and kept["split"] == shots.fingerprint(shots.clips(2, 90)) != shots.fingerprint(shots.clips(2, 91))


def test_the_truth_is_its_own_ceiling(shot):
    assert measures.psnr(shot.video, shot.video) > 70
    assert measures.motion(shot.video, shot.masks > 0) > 0
    assert len(shot.figures) == len(shot.video) == len(shot.numbers) == len(shot.keypoints) == 33
    told = measures.sharpness(shot.video)
    assert told.shape == (33,) and (told > 0).all()


def test_who_enters_is_not_in_the_first_drawing():
    for people in (1, 2):
        made = shots.drawn(shots.entering(1, 5, people)[0], CANVAS)
        assert not made.masks[0].any() and set(np.unique(made.masks[-5])) >= set(range(1, people + 1))


def test_a_known_motion_is_found():
    dice = np.random.default_rng(0)
    large = np.repeat(np.repeat(dice.integers(0, 255, (40, 60, 3), dtype=np.uint8), 4, 0), 4, 1)
    fitted = measures.global_motion(large[10:130, 10:210], large[12:132, 13:213], np.ones((120, 200), bool))
    assert fitted is not None and np.allclose(fitted[:, 2], (-3, -2), atol=0.1) and np.allclose(fitted[:, :2], np.eye(2), atol=0.01)


def test_a_mouth_is_read_by_its_speech():
    staging = shots.talking(1, 90)[0]
    true, silent = shots.drawn(staging, (128, 80)), shots.drawn(mouths.quiet(staging), (128, 80))
    said, still = (mouths.courses((true, silent), (seen, silent.seen)) for seen in (true.seen, silent.seen))
    assert len(said["own"]) == 1 and said["own"][0] > mouths.READABLE and still["own"] == [0.0]
    course = np.array([0.0, 1.0, 0.0, 1.0])
    assert np.allclose(mouths.without(2 * course + 1, course), 0)


def test_a_changed_word_keeps_the_first_view():
    change = next(edit for edit in obeying.edits(1, 4) if edit.word == "camera")
    before, after = (shots.drawn(staging, CANVAS, change.before) for staging in (change.before, change.after))
    assert measures.psnr(before.video[:1], after.video[:1]) > 30 and before.caption != after.caption


def test_means_and_rows():
    assert measures.mean_of([1.0, 1.0, float("nan")]) == (1.0, 1.0, 1.0, 2)
    black, grey = np.zeros((2, 4, 4, 3), np.uint8), np.full((2, 4, 4, 3), 25, np.uint8)
    assert measures.psnr(black, grey) == pytest.approx(20.17, abs=0.01)
    assert np.isnan(measures.psnr(black, grey, np.zeros((2, 4, 4), bool)))
    rows = [measures.Row("a", "share", measures.mean_of([1.0]), target=0.5), measures.Row("a", "error", measures.mean_of([1.0]), target=0.5, least=False, unit="px")]
    assert [row.holds for row in rows] == [True, False]
    assert measures.Row("a", "nothing", measures.mean_of([]), target=0.5).holds is None
    assert "100.0 %" in report.table(rows) and "<= 0.50 px" in report.table(rows)
    assert np.isnan(measures.share_of(0.6, 0.0))


def test_blind_pages_hide_their_order_and_are_marked(weights, tmp_path, capsys):
    engine = Engine(load_vae(weights / "vae.safetensors"), load_dit(weights / "dit.safetensors"), Sampling(1), CANVAS)
    blind.write(engine, tmp_path, (2, 7, False))
    order = json.loads((tmp_path / "key.json").read_text())["order"]
    assert (tmp_path / "page-01.png").is_file() and all(set(ways) == set(blind.NAMES) for ways in order.values())
    answers = {number: "ABC"[ways.index("clip")] for number, ways in order.items()}
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    blind.main(["--out", str(tmp_path), "--answers", str(tmp_path / "answers.json")])
    assert "100.0%  DiT clip is best" in capsys.readouterr().out
    with pytest.raises(BadInput, match="best first"):
        blind.marked(order, {"1": "AA"})
    assert blind.marked(order, {"1": "="})["DiT clip over drawn animatic (50% .. 50%, n=1)"] == 0.5


def test_blind_pages_of_own_pictures_have_two_ways(weights, tmp_path):
    engine = Engine(load_vae(weights / "vae.safetensors"), load_dit(weights / "dit.safetensors"), Sampling(1), CANVAS)
    blind.write(engine, tmp_path, (1, 7, True))
    order = json.loads((tmp_path / "key.json").read_text())["order"]
    assert [sorted(ways) for ways in order.values()] == [sorted(blind.OWN)]
    with pytest.raises(BadInput, match="letters of AB"):
        blind.marked(order, {"1": "C"})
