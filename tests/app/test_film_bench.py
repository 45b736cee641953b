"""`fabula bench film` at size tiny: films, report, blind pairs and their answers, and an earlier result."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app import cli
from app.authoring import beginning
from app.film_bench_pairs import read_key
from app.film_bench_result import Result, read_result
from app.settings import settings
from app.studio import Studio
from storyboard.rubric import Criterion
from storyboard.six_shots import six_shots
from storyboard.story import Story
from storyboard.upgrade import dump

INK = "drawn story.direction.style=woodcut"


def short() -> Story:
    """Two shots that nobody watches."""
    story = beginning(six_shots(), 2)
    return story.model_copy(update={"direction": story.direction.model_copy(update={"watch": False})})


@pytest.fixture(scope="module")
def home(memory: Path) -> Iterator[Path]:
    """A home in which two shots were benched in two ways."""
    folder = memory / "film-bench"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("FABULA_")]:
            patch.delenv(name)
        patch.setenv("FABULA_HOME", str(folder / "home"))
        patch.chdir(folder)
        (folder / "story.json").write_text(dump(short()))
        assert cli.main(["bench", "film", "--story", "story.json", "--size", "tiny", "--ways", "drawn", INK, "--out", "out", "--seed", "3"]) == 0
        yield folder


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = cli.main(["bench", "film", *words, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else said.err


@pytest.fixture
def result(home: Path) -> Result:
    return read_result(home / "out" / "result.json")


def test_both_films_are_there_and_the_story_is_as_it_was(home: Path, result: Result):
    films = [(home / "out" / f"{n}.mp4").read_bytes() for n in (1, 2)]
    assert [way.name for way in result.ways] == ["drawn", INK] and films[0] != films[1]
    with Studio(settings({"FABULA_HOME": str(home / "home")})) as studio:
        shown = [head for head in studio.stories() if not head.is_away]
        assert [(head.title, head.revision) for head in shown] == [("The Lantern of the Quay", 1)]
        assert studio.story(shown[0].id) == short()


def test_what_the_readers_cannot_tell_is_left_to_the_person(result: Result):
    marks = [mark for way in result.ways for mark in way.marks]
    assert len(marks) == 2 * 2 * len(Criterion)
    assert all(mark.points is None and "too small" in mark.why for mark in marks)


def test_a_film_moves_more_than_its_frozen_floor(result: Result):
    assert all(one.motion > 0 for way in result.ways for one in way.shots)
    assert all(one.motion == 0 and one.redundancy == 1 for one in result.floor.frozen)
    assert all(still.motion < slide.motion for still, slide in zip(result.floor.frozen, result.floor.slideshow, strict=True))


def test_the_report_says_what_points_mean_and_what_was_left(home: Path):
    page = (home / "out" / "report.html").read_text()
    assert "What points mean" in page and "sixty strangers" in page and "Left to the person (24 marks" in page
    assert "http" not in page


def test_the_pairs_sheet_hides_which_way_is_which(home: Path, result: Result):
    given = sorted(path.name for path in (home / "out" / "pairs").iterdir())
    assert given == ["answers.csv", "pairs-01.png", "pairs.html"]
    words = (home / "out" / "pairs" / "pairs.html").read_text()
    assert not any(name in words for name in (*INK.split(), result.ways[0].film[:12], result.ways[1].film[:12]))
    assert np.asarray(Image.open(home / "out" / "pairs" / "pairs-01.png")).shape[1] > 6 * 320
    key = read_key(home / "out" / "key.json")
    assert all(set(several) == {"drawn", INK} for several in key.order.values()) and set(key.shots.values()) == set(result.shots)


def test_answers_are_scored_with_the_key(home: Path, capsys: pytest.CaptureFixture[str]):
    key = read_key(home / "out" / "key.json")
    letters = {number: "AB"[several.index(INK)] for number, several in key.order.items()}
    (home / "one.json").write_text(json.dumps(letters))
    (home / "two.csv").write_text("number,answer\n" + f"1,{letters['1'].lower()}\n2,=\n")
    code, told = asked(capsys, "--answers", "one.json", "two.csv", "--out", "out")
    pooled = told["pooled"][0]
    assert code == 0 and (pooled["a"], pooled["wins"], pooled["losses"], pooled["ties"]) == ("drawn", 0, 3, 1)
    assert pooled["share"] == 0 and pooled["low"] == 0 and 0.6 < pooled["high"] < 0.8


@pytest.mark.parametrize(("answers", "words"), [('{"9": "A"}', "shots 1 to 2"), ('{"1": "C"}', "best first"), ("[1]", "no answers"), ("{", "not JSON"), ("{}", "no answer in it")])
def test_answers_that_cannot_be_read_are_refused(answers: str, words: str, home: Path, capsys: pytest.CaptureFixture[str]):
    (home / "bad.json").write_text(answers)
    code, told = asked(capsys, "--answers", "bad.json", "--out", "out")
    assert code == 2 and words in told and told.count("\n") == 1


def repeating(result: Result, share: float) -> Result:
    """The result as if it were of more shots, so much of which repeats itself."""
    ids = tuple(f"s{n}" for n in range(6))
    ways = (way.model_copy(update={"shots": tuple(way.shots[0].model_copy(update={"shot": one, "redundancy": share}) for one in ids)}) for way in result.ways)
    return result.model_copy(update={"shots": ids, "ways": tuple(ways)})


def test_a_regression_against_an_earlier_result_ends_in_its_own_exit_code(home: Path, result: Result, capsys: pytest.CaptureFixture[str]):
    code, told = asked(capsys, "--result", "out/result.json", "--against", "out/result.json")
    assert code == 0 and told["regressions"] == []
    earlier, now = (repeating(result, share) for share in (0.0, 0.5))
    for name, one in (("earlier", earlier), ("now", now)):
        (home / f"{name}.json").write_text(one.model_dump_json())
    code, told = asked(capsys, "--result", "now.json", "--against", "earlier.json")
    assert code == 10 and told["regressions"] == ["drawn: redundancy", f"{INK}: redundancy"]


def test_the_same_bench_again_makes_nothing_anew(home: Path, result: Result, capsys: pytest.CaptureFixture[str]):
    code, told = asked(capsys, "--story", "story.json", "--size", "tiny", "--ways", "drawn", "--out", "again", "--shots", "1", "--against", "out/result.json")
    assert code == 0 and told["result"]["ways"][0]["film"] == result.ways[0].film and told["result"]["ways"][0]["wall_s"] < 5
    assert len(told["result"]["shots"]) == 1 and any("1 shots that both results judged" in note for note in told["notes"])
    assert not (home / "again" / "pairs").exists()
