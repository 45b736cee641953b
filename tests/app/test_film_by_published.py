"""Published picture and video nets by the real command line: set up, named, refused, and a whole film of them; random weights, so its pictures mean nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.settings import settings
from app.ways_of import ways
from storyboard.errors import BadInput
from storyboard.story import Direction
from storyboard.upgrade import load
from tests.app.test_film_by_wan import fabula
from tests.generator.published import tiny_pipelines, tiny_video


def test_a_folder_says_what_it_is_and_how_a_film_is_made_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    asked = Direction(still="diffusers", clip="diffusers")
    bare = ways("default", asked)
    assert bare.still.reads_portraits and bare.still.prompt == "image" and bare.still.weights is None and bare.clip.prompt == "wan-i2v"
    tiny_pipelines.z_image(tmp_path / "z")
    tiny_video.ltx2(tmp_path / "ltx")
    assert main(["weights", "--set-up", str(tmp_path / "z"), "--as", "stills"]) == 0
    assert "stills is set up: Z-Image, 8 steps, text alone" in capsys.readouterr().out
    assert main(["weights", "--set-up", str(tmp_path / "ltx"), "--as", "clips"]) == 0
    assert "LTX-2, 40 steps, begins with the still and takes other pictures" in capsys.readouterr().out
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "Z-Image, 8 steps, text alone; on cpu, 0.0 GiB a maker; it was not used here yet" in told and "LTX-2, 40 steps" in told
    made = ways("default", asked, given=settings())
    assert not made.still.reads_portraits and not made.still.is_net and made.still.weights
    assert (made.clip.steps, made.clip.path, made.clip.canvas, made.clip.reads_portraits) == (40, "fp32", (768, 448), False)


@pytest.mark.parametrize("name", ["stills", "clips"])
def test_a_pipeline_that_is_not_known_is_refused_and_nothing_is_kept(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    tiny_pipelines.z_image(tmp_path / "z")
    index = tmp_path / "z" / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | {"_class_name": "MusicPipeline"}))
    assert main(["weights", "--set-up", str(tmp_path / "z"), "--as", name]) == BadInput.exit_code
    assert f"z is a MusicPipeline, which Fabula does not know how to ask for {name}" in capsys.readouterr().err
    assert not list((tmp_path / "home" / "weights").iterdir())


@pytest.mark.slow
def test_a_film_of_stills_of_which_each_is_the_best_of_two(tmp_path: Path):
    tiny_pipelines.flux2_klein(tmp_path / "klein")
    (tmp_path / "klein" / "sampling.json").write_text('{"steps": 1}')
    code, told, said = fabula(tmp_path, "weights", "--set-up", "klein", "--as", "stills")
    assert code == 0 and told["what"] == "FLUX.2 klein, 1 step, text and up to 5 pictures", said
    name = fabula(tmp_path, "write", "A fox borrows a light", "--still", "diffusers", "--clip", "drawn", "--size", "tiny")[1]["id"]
    assert fabula(tmp_path, "edit", name, "--set", "story.direction.stills=2")[0] == 0
    code, made, said = fabula(tmp_path, "film", name, "--size", "tiny", "--out", "a.mp4")
    assert code == 0 and made["failures"] == [] and (tmp_path / "a.mp4").stat().st_size > 10_000, said
    shot = load((tmp_path / "a.story.json").read_text()).shots[0].id
    takes = fabula(tmp_path, "takes", name, "--step", f"still:{shot}")[1]
    found = {one["way"]: one["sha256"] for one in takes}
    assert sorted(one["way"] for one in takes) == ["best", "diffusers", "diffusers"]
    assert found["best"] in [one["sha256"] for one in takes if one["way"] == "diffusers"]
