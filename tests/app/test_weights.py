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
from generator.checkpoints import paths_of
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
