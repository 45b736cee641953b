"""What does not fit is brought in from the files in turn: the same latents, or a sentence that says what it would take."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from generator.nets.streaming import Streamed
from generator.published import room
from generator.published.asking import Asked
from generator.published.autoencoder import Autoencoder
from generator.published.opening import opened
from generator.published.room import Fit, fit, tokens
from generator.published.text import text_encoder
from generator.published.variants import variant_of
from generator.published.wan import pipeline
from generator.published.wearing import Worn
from generator.published.words_kept import KeptWords
from storyboard.errors import BadInput, Missing
from tests.generator.published import tiny_models

ASKED = Asked("A fox walks.", "blurred", frames=5, size=(64, 32), steps=2, seed=3)


@pytest.fixture(scope="module", params=["t2v_two", "vace"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as deep:
        deep.setitem(tiny_models.SIZES, "num_layers", 4)
        getattr(tiny_models, request.param)(made)
    return made


def variant(folder: Path):
    return variant_of(opened(folder, "transformer"))


def test_what_does_not_fit_is_streamed_and_gives_the_same(folder: Path):
    found = fit(variant(folder), "fp32", 16)
    assert found.kept is None and found.least <= found.whole
    home, away = pipeline(folder), pipeline(folder, count=16, room=found.least)
    assert not isinstance(home.nets[0].blocks, Streamed) and all(isinstance(net.blocks, Streamed) for net in away.nets)
    assert torch.equal(home.latents(ASKED), away.latents(ASKED))


def test_what_is_kept_in_fp8_stays_so(folder: Path, tmp_path: Path):
    path = next((folder / "transformer").glob("*.safetensors"))
    tensors = load_file(path)
    name = "blocks.1.ffn.net.2.weight"
    scale = tensors[name].abs().max() / 448
    rounded = (tensors[name] / scale).to(torch.float8_e4m3fn)
    kinds = {"plain": {name: rounded.float() * scale}, "fp8": {name: rounded, name.replace("weight", "scale_weight"): scale}}
    nets = {}
    for kind, changed in kinds.items():
        save_file(tensors | changed, tmp_path / f"{kind}.safetensors")
        found = opened(tmp_path / f"{kind}.safetensors", "transformer")
        nets[kind] = room.streamed(found, variant(folder).dit, "fp32", Fit("cpu", 0, 0, 0, 0))
    assert next(p for n, p in nets["fp8"].blocks[1].named_parameters() if n == "ffn.net.2.weight").dtype == torch.float8_e4m3fn
    weights = []
    for net in nets.values():
        for layer, block in enumerate(net.blocks):
            if layer == 1:
                weights.append(block.ffn.net[2](torch.eye(40)))
    assert torch.allclose(*weights, atol=1e-6)


def test_what_fits_in_no_way_is_a_sentence(folder: Path):
    with pytest.raises(BadInput, match=r"even with two blocks in memory, and 0\.0 are free"):
        pipeline(folder, count=16, room=1000)
    with pytest.raises(BadInput, match=r"GiB in int8 and 0\.0 are free\. Set FABULA_PATH=bf16"):
        pipeline(folder, "int8", count=16, room=1000)


def test_what_is_free_is_what_the_machine_and_the_container_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 4000 kB\n")
    monkeypatch.setattr(room, "MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(room, "GROUP", tmp_path)
    assert room.free("cpu") == int(0.9 * 4000 * 1024)
    for name, text in {"memory.max": "3000000", "memory.current": "1000000"}.items():
        (tmp_path / name).write_text(text)
    assert room.free("cpu") == 1_800_000
    (tmp_path / "memory.max").write_text("max")
    assert room.free("cpu") == int(0.9 * 4000 * 1024)
    monkeypatch.setattr(room, "MEMORY", tmp_path / "nowhere")
    assert room.free("cpu") is None


def test_tokens_of_a_clip_are_those_the_net_is_given(folder: Path):
    assert tokens(variant(folder), (832, 480), 81) == 32760


def test_with_loras_on_what_does_not_fit_is_a_sentence(folder: Path, tmp_path: Path):
    save_file({"transformer.blocks.0.attn1.to_q.lora_A.weight": torch.ones(2, 48), "transformer.blocks.0.attn1.to_q.lora_B.weight": torch.ones(48, 2)}, tmp_path / "l.safetensors")
    found = fit(variant(folder), "fp32", 16)
    with pytest.raises(BadInput, match="Take the LoRAs off"):
        pipeline(folder, worn=[Worn(tmp_path / "l.safetensors", 1.0)], count=16, room=found.least)


def test_a_prompt_is_read_once_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch):
    reader = KeptWords(folder, folder.with_name("words"))
    first = reader.read(["A fox walks.", "blurred"])
    plain = text_encoder(folder).words("A fox walks.")
    assert torch.equal(first[0].states, plain.states) and first[0].length == plain.length
    monkeypatch.setattr("generator.published.words_kept.text_encoder", lambda _: pytest.fail("the encoder was loaded again"))
    again = reader.words("A  fox walks.")
    assert torch.equal(again.states, plain.states) and again.length == plain.length
    with pytest.raises(pytest.fail.Exception):
        reader.words("A cat walks.")
    monkeypatch.undo()
    for kept in (folder.with_name("words")).glob("*"):
        kept.write_bytes(kept.read_bytes()[:40])
    assert torch.equal(reader.words("A fox walks.").states, plain.states)
    with pytest.raises(Missing, match="has no folder tokenizer"):
        KeptWords(folder / "vae", folder)


@pytest.mark.parametrize("channels", [16, 48])
def test_pictures_come_a_latent_frame_at_a_time_and_are_diffusers(channels: int):
    coder = Autoencoder(tiny_models.vae(channels))
    latents = torch.randn(1, channels, 3, 4, 2, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        whole = coder.net.decode(latents * coder.deviation + coder.mean, return_dict=False)[0][0]
    wanted = ((whole + 1) * 127.5).round().byte().permute(1, 2, 3, 0).numpy()
    assert np.array_equal(coder.decode(latents), wanted) and wanted.std() > 1
    assert [len(part) for part in coder.decoded(latents)] == [1, 4, 4]
