"""Ways as people say them, and results held against one another."""

from __future__ import annotations

import pytest

from app.film_bench_change import against
from app.film_bench_result import Pictures, Result, Tried
from app.film_bench_ways import asked_ways, story_of
from storyboard.errors import BadInput
from storyboard.rubric import Criterion, Mark
from storyboard.six_shots import six_shots

SHOTS = ("a", "b", "c", "d", "e")


def test_a_way_is_a_name_edits_or_a_size():
    drawn, own, more = asked_ways(["drawn", "own size=preview", "direction.still=tiny direction.smooth=true"], "default")
    assert story_of(six_shots(), drawn).direction.clip == "drawn" and story_of(six_shots(), own).direction.still == "tiny"
    assert story_of(six_shots(), more).direction.smooth and (drawn.size, own.size) == ("default", "preview")
    assert asked_ways(["animatic"], "tiny")[0].target == "animatic"


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ([], "1 to 6"), (["dritt"], "'dritt' is no way"), (["drawn", "drawn"], "given twice"), (["drawn size=huge"], "There is no size 'huge'"),
        (["direction.still='"], "cannot be read"), ([""], "without a word"),
    ],
)  # fmt: skip
def test_what_is_no_way_is_refused_with_what_there_is(ways: list[str], words: str):
    with pytest.raises(BadInput, match=words):
        asked_ways(ways, "default")


@pytest.mark.parametrize("edit", ["direction.still=oil", "direction.nothing=1", "shot:s9-9.size=full"])
def test_an_edit_that_the_story_does_not_take_names_the_way(edit: str):
    with pytest.raises(BadInput, match="cannot be made of this story"):
        story_of(six_shots(), asked_ways([edit], "default")[0])


def result(points: list[int], advisory: tuple[str, ...] = (), title: str = "The Lamp", readers: str = "one") -> Result:
    """One way with these points for identity, shot by shot."""
    marks = tuple(Mark(shot=shot, criterion=Criterion.IDENTITY, points=given, is_advisory=shot in advisory) for shot, given in zip(SHOTS, points, strict=True))
    shots = tuple(Pictures(shot=shot, motion=1.0, diversity=2.0, redundancy=0.1) for shot in SHOTS)
    way = Tried(name="dit", size="default", story="x@1", film="0" * 64, film_s=4, wall_s=1, made_s=1, by_kind={}, bytes=1, marks=marks, shots=shots)
    return Result(title=title, story="s", seed=0, shots=SHOTS, of_shots=5, readers={"oracle-who": readers}, ways=(way,))


def test_what_fell_in_every_shot_is_a_regression_and_what_fell_in_one_is_chance():
    assert [row.name for row in against(result([1, 1, 1, 1, 0]), result([2] * 5)).regressions] == ["identity", "all that was judged"]
    assert not against(result([2, 2, 2, 2, 1]), result([2] * 5)).regressions
    assert not against(result([2] * 5), result([1, 1, 1, 1, 0])).regressions


def test_advisory_marks_make_no_regression():
    assert not against(result([0, 0, 0, 0, 2], advisory=("a", "b", "c", "d")), result([2] * 5)).regressions


def test_other_readers_are_said_and_another_story_is_refused():
    assert any("Other readers" in note for note in against(result([2] * 5), result([2] * 5, readers="two")).notes)
    with pytest.raises(BadInput, match="different stories"):
        against(result([2] * 5), result([2] * 5, title="The Key"))
