"""What a person sets up for the score: one command, whole or not at all, and part of what a take is kept under."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from app import weights
from app.cli import main
from app.exchange import export
from app.settings import settings
from app.ways_of import ways
from generator.checkpoints import brought, paths_of, set_up
from storyboard.digest import file_digest
from storyboard.errors import BadInput, Corrupt, Missing
from storyboard.plan import plan
from storyboard.sound import NetMusicParams
from storyboard.story import Direction

FONT = b"RIFF\x00\x00\x00\x00sfbk" + bytes(64)


@pytest.fixture
def font(tmp_path: Path) -> Path:
    (tmp_path / "Hall.sf2").write_bytes(FONT)
    return tmp_path / "Hall.sf2"


def test_one_command_sets_a_sound_font_up(font: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    assert main(["weights", "--set-up", str(font)]) == 0 and "direction.music=soundfont" in capsys.readouterr().out
    assert main(["weights", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    here = settings()
    chosen = ways("tiny", Direction(music="soundfont"), given=here).music
    assert listed["soundfont"]["digest"] == chosen.weights and listed["musicgen"] is None
    assert paths_of("music", "soundfont", here.weights)["soundfont"].read_bytes() == FONT
    assert not list(here.weights.glob(".part*"))


def test_another_font_is_another_key_and_a_damaged_one_is_refused(font: Path, tmp_path: Path, tale):
    here = settings({"FABULA_HOME": str(tmp_path / "home")})

    def key() -> str:
        story = tale.model_copy(update={"direction": tale.direction.model_copy(update={"music": "soundfont"})})
        return next(s for s in plan(story, ways("tiny", story.direction, given=here)) if s.id == "music:score").key({})

    before = key()
    weights.bring(here.weights, str(font))
    first = key()
    font.write_bytes(FONT + b"more")
    weights.bring(here.weights, str(font))
    assert len({before, first, key()}) == 3
    (here.weights / "soundfont.sf2").write_bytes(FONT + b"worse")
    with pytest.raises(Corrupt, match="not the file that was set up"):
        paths_of("music", "soundfont", here.weights)


def test_what_is_not_set_up_fails_in_its_own_step_with_the_command(tmp_path: Path):
    assert ways("tiny", Direction(music="ace"), given=settings({"FABULA_HOME": str(tmp_path)})).music.weights is None
    with pytest.raises(Missing, match=r"fabula weights --set-up FILE --as ace"):
        paths_of("music", "ace", tmp_path / "weights")


@pytest.mark.parametrize(
    ("source", "name", "error", "says"),
    [
        ("nowhere.sf2", "soundfont", Missing, "is no file"), ("http://example.org/x.sf2", "soundfont", BadInput, "not an https address"),
        ("{here}/text.sf2", "soundfont", BadInput, "is no sound font"), ("{here}", "musicgen", BadInput, "holds no .safetensors"),
        ("{here}/nowhere", "ace", Missing, "is no file and no folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_up_leaves_nothing(source, name, error, says, tmp_path: Path):
    (tmp_path / "text.sf2").write_text("words")
    with pytest.raises(error, match=says):
        weights.bring(tmp_path / "weights", source.format(here=tmp_path), name)
    assert not list((tmp_path / "weights").iterdir())


def test_a_models_folder_is_taken_without_what_could_be_a_program(tmp_path: Path):
    model = tmp_path / "model" / "unet"
    model.mkdir(parents=True)
    save_file({"w": torch.ones(2)}, model / "weights.safetensors")
    (model / "evil.bin").write_bytes(b"e")
    (model / "run.py").write_text("")
    found = weights.bring(tmp_path / "weights", str(tmp_path / "model"), "musicgen")
    assert list(found.files) == ["musicgen/unet/weights.safetensors"]
    assert paths_of("music", "musicgen", tmp_path / "weights")["musicgen"] == tmp_path / "weights" / "musicgen"


def test_a_model_reads_the_authors_words_and_the_composed_score_does_not(tale):
    told = tale.model_copy(update={"score": tale.score.model_copy(update={"words": "a harp"}), "direction": Direction(music="musicgen")})
    found = next(s.params for s in plan(told, ways("tiny", told.direction)) if s.id == "music:score")
    assert isinstance(found, NetMusicParams) and found.words == "a harp"
    plain = next(s for s in plan(tale, ways("tiny", tale.direction)) if s.id == "music:score")
    worded = tale.model_copy(update={"score": told.score})
    assert next(s for s in plan(worded, ways("tiny", tale.direction)) if s.id == "music:score").key({}) == plain.key({})


def test_the_score_goes_out_as_midi(tale, tmp_path: Path):
    assert export(tale, tmp_path / "film.mid").read_bytes()[:4] == b"MThd"


def wan(folder: Path, parts: tuple[str, ...] = ("transformer",)) -> Path:
    """A folder of Wan in diffusers' form with random weights: transformers, and of the other parts as much as tells them."""
    from tests.generator.published.test_opening import TINY, model, weights_of

    for n, part in enumerate(parts):
        model(folder / part, weights_of(TINY, n), shards=2)
    (folder / "vae").mkdir()
    save_file({"decoder.conv_in.weight": torch.ones(2)}, folder / "vae" / "diffusion_pytorch_model.safetensors")
    (folder / "tokenizer").mkdir()
    (folder / "tokenizer" / "spiece.model").write_bytes(b"pieces")
    (folder / "Wan2.1_VAE.pth").write_bytes(b"PK\x03\x04")
    return folder


def test_a_folder_of_wan_is_set_up_told_and_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    folder = wan(tmp_path / "Wan2.2", ("transformer", "transformer_2"))
    assert main(["weights", "--set-up", str(folder), "--as", "wan"]) == 0
    told = capsys.readouterr().out
    assert "t2v-two, 0.03 million parameters in f32; it lacks text_encoder" in told and "direction.clip=wan" in told
    here = settings()
    assert paths_of("clip", "wan", here.weights) == {"wan": here.weights / "wan"} and not list((here.weights / "wan").glob("*.pth"))
    assert main(["weights", "--check", "--json"]) == 0 and json.loads(capsys.readouterr().out) == {"whole": ["wan"]}
    shard = here.weights / "wan" / "transformer_2" / "diffusion_pytorch_model-00002-of-00002.safetensors"
    data = bytearray(shard.read_bytes())
    data[-1] ^= 1
    shard.unlink()
    shard.write_bytes(data)
    with pytest.raises(Corrupt, match="is not the file that was set up"):
        paths_of("clip", "wan", here.weights)
    shard.unlink()
    with pytest.raises(Missing, match=r"00002-of-00002\.safetensors is gone"):
        paths_of("clip", "wan", here.weights)
    assert main(["weights"]) == 0 and "unusable: " in capsys.readouterr().out


def test_files_are_read_whole_only_where_size_or_time_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = tmp_path / "weights"
    weights.bring(here, str(wan(tmp_path / "m")), "wan")
    monkeypatch.setattr("generator.checkpoints.file_digest", lambda path: pytest.fail(f"{path} was read"))
    assert paths_of("clip", "wan", here)


def test_one_file_takes_the_place_of_its_part(tmp_path: Path):
    from generator.published.opening import opened
    from tests.generator.published.test_opening import TINY, authors, weights_of

    here = tmp_path / "weights"
    before = weights.bring(here, str(wan(tmp_path / "m")), "wan")
    tuned = tmp_path / "tuned.safetensors"
    save_file({f"model.diffusion_model.{authors(name)}": value for name, value in weights_of(TINY, 9).items()}, tuned)
    after = weights.bring(here, str(tuned), "wan")
    assert opened(here / "wan", "transformer").tensors["patch_embedding.weight"].name.startswith("model.diffusion_model.")
    kept = {name for name in before.files if "/transformer/" not in name} | {"wan/transformer/config.json", "wan/transformer/diffusion_pytorch_model.safetensors"}
    assert after.files.keys() == kept and after.digest != before.digest
    assert all(after.files[name] == before.files[name] for name in after.files.keys() & before.files.keys())


def test_what_was_published_with_other_digests_is_damaged(tmp_path: Path):
    folder = wan(tmp_path / "m")
    name, note = "vae/diffusion_pytorch_model.safetensors", folder / ".cache/huggingface/download/vae/diffusion_pytorch_model.safetensors.metadata"
    note.parent.mkdir(parents=True)
    for wanted in (lambda bad: note.write_text(f"0123\n{bad}\n1700000000.0\n"), lambda bad: (note.unlink(missing_ok=True), (folder / "SHA256SUMS").write_text(f"{bad}  {name}\n"))):
        wanted("ab" * 32)
        with pytest.raises(Corrupt, match=r"vae/diffusion_pytorch_model\.safetensors of .* is damaged: .* published with abababababab"):
            weights.bring(tmp_path / "weights", str(folder), "wan")
        assert not list((tmp_path / "weights").iterdir())
        wanted(file_digest(folder / name))
        assert weights.bring(tmp_path / "other", str(folder), "wan").files
    blobs = tmp_path / "hub" / "blobs"
    blobs.mkdir(parents=True)
    (folder / "SHA256SUMS").unlink()
    (folder / name).rename(blobs / ("cd" * 32))
    (folder / name).symlink_to(blobs / ("cd" * 32))
    with pytest.raises(Corrupt, match="published with cdcdcdcdcdcd"):
        weights.bring(tmp_path / "weights", str(folder), "wan")


def test_a_lora_is_set_up_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    for side in ("HIGH", "LOW"):
        (tmp_path / "pair").mkdir(exist_ok=True)
        save_file({"diffusion_model.blocks.0.ffn.0.diff_b": torch.ones(2)}, tmp_path / "pair" / f"mira_{side}.safetensors")
    assert main(["weights", "--set-up", str(tmp_path / "pair"), "--as", "lora-mira"]) == 0
    assert main(["weights", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out.partition("\n")[2])
    here = settings().weights
    assert listed["lora-mira"]["digest"] == set_up("lora-mira", here).digest and listed["wan"] is None
    assert sorted(one.name for one in brought("lora-mira", here).iterdir()) == ["mira_HIGH.safetensors", "mira_LOW.safetensors"]
    (tmp_path / "no.safetensors").write_bytes(b"PK\x03\x04" + bytes(40))
    for source, name, code in (("no.safetensors", "lora-mira", 2), ("pair", "lora-Mira", 2), ("pair", "loras", 2), ("nowhere", "lora-a", 4), ("pair", "", 2)):
        assert main(["weights", "--set-up", str(tmp_path / source), *(["--as", name] if name else [])]) == code
    assert brought("lora-mira", here)  # what was there is there


@pytest.mark.parametrize(
    ("harm", "error", "says"),
    [
        (lambda f: (f / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(b"PK\x03\x04" + bytes(60)), BadInput, "is a pickle"),
        (lambda f: (f / "transformer" / "diffusion_pytorch_model-00001-of-00002.safetensors").unlink(), Missing, "one of 2 files"),
        (lambda f: (f / "transformer" / "diffusion_pytorch_model-00001-of-00002.safetensors").write_text("version https://git-lfs.github.com/spec/v1"), BadInput, "git lfs pull"),
        (lambda f: (f / "transformer").rename(f / "unet"), Missing, "has no transformer"),
        (lambda f: (f / "transformer" / "config.json").write_text('{"num_layers": 30, "num_attention_heads": 2}'), BadInput, "the tensors have 3"),
    ],
)
def test_bad_folders_leave_nothing(harm, error, says, tmp_path: Path):
    folder = wan(tmp_path / "m")
    harm(folder)
    with pytest.raises(error, match=says):
        weights.bring(tmp_path / "weights", str(folder), "wan")
    assert not list((tmp_path / "weights").iterdir())
