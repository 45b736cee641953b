"""Shared seams: which cuts ask for one, and what hangs on what then."""

from __future__ import annotations

import pytest

from storyboard.edit import Change, Set, edit
from storyboard.plan import plan, stage
from storyboard.seams import place_in
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.variants import shot_chain
from storyboard.ways import Way, Ways
from tests.storyboard.test_plan import remade


@pytest.fixture
def split(tale: Story) -> Story:
    """Mira walks through three shots that are framed alike, and a fourth that is not."""
    scene = tale.scenes[0]
    first = scene.shots[0].model_copy(update={"lines": ()})
    shots = [first.model_copy(update={"id": f"s1-{n}"}).model_dump(mode="json") for n in range(4)]
    shots[3]["size"] = "close-up"
    tree = tale.model_dump(mode="json") | {"scenes": [scene.model_dump(mode="json") | {"shots": shots}], "direction": {"seams": "shared"}}
    return Story.model_validate(tree)


@pytest.fixture
def nets(ways: Ways) -> Ways:
    return ways.model_copy(update={"still": Way(name="tiny", path="fp32", reads_portraits=True)})


def changed(story: Story, target: str, field: str, value: object) -> Story:
    return edit(story, Change(ops=(Set(target=target, field=field, value=value),)))


def runs(story: Story) -> list[tuple[int, int]]:
    scene = story.scenes[0]
    return [(found.begun, found.whole) for found in (stage(story, scene, shot) for shot in scene.shots)]


def of(story: Story, ways: Ways) -> dict[str, Step]:
    return {step.id: step for step in plan(story, ways)}


def test_a_shot_that_goes_on_begins_where_the_one_before_it_ends(split):
    each, last = place_in(split.shots[0]), stage(split, split.scenes[0], split.shots[2]).frames
    assert runs(split) == [(0, 2 * each + last), (each, 2 * each + last), (2 * each, 2 * each + last), (0, 0)]


def test_apart_every_shot_begins_anew_and_no_key_knows_of_seams(split):
    apart = changed(split, "story", "direction.seams", "apart")
    assert runs(apart) == 4 * [(0, 0)]
    assert not {"begun", "whole"} & set(stage(apart, apart.scenes[0], apart.shots[1]).model_dump())


@pytest.mark.parametrize(
    ("field", "value"),
    [("transition", "dissolve"), ("angle", "low angle"), ("camera", {"move": "pan", "amount": 1.0}), ("subjects.mira.action", "waving"), ("pins.still", "a" * 64), ("subjects", [])],
)
def test_a_cut_that_shows_something_else_asks_for_no_seam(split, field, value):
    assert runs(changed(split, "shot:s1-1", field, value))[1][0] == 0


def test_a_match_cut_on_the_same_figure_goes_on(split):
    assert runs(changed(split, "shot:s1-1", "transition", "match cut"))[1][0] > 0


def test_who_stands_needs_to_know_nothing_of_what_comes_after(split):
    for number in range(3):
        split = changed(split, f"shot:s1-{number}", "subjects.mira.action", "standing")
    assert [whole for _, whole in runs(split)] == 4 * [0]


def test_an_edit_reaches_a_neighbour_only_over_a_shared_seam(split, ways):
    longer = changed(split, "shot:s1-1", "frames", 90)
    assert {"clip:s1-0", "clip:s1-1", "clip:s1-2"} <= remade(split, longer, ways) and "clip:s1-3" not in remade(split, longer, ways)
    apart = changed(split, "story", "direction.seams", "apart")
    after = remade(apart, changed(apart, "shot:s1-1", "frames", 90), ways)
    assert {step for step in after if step.startswith("clip:")} == {"clip:s1-1"}


def test_a_still_by_a_net_is_taken_from_the_clip_it_goes_on_from(split, nets):
    steps = of(split, nets)
    carried = steps["still:s1-1"]
    assert (carried.way.name, [i.step for i in carried.inputs], carried.params.drawing) == ("carried", ["clip:s1-0"], place_in(split.shots[0]))
    assert [steps[f"still:s1-{n}"].way.name for n in (0, 3)] == ["tiny", "tiny"]
    rain = changed(split, "scene:s1", "weather", "rain")
    assert of(rain, nets)["still:s1-1"].way.name == "tiny"  # rain would be seen twice


def test_a_shot_alone_is_made_of_what_the_film_makes_it_of(split, nets):
    chain = {step.id: step for step in shot_chain(split, "s1-2", nets)}
    assert chain["still:s1-2"] == of(split, nets)["still:s1-2"] and {"clip:s1-0", "clip:s1-1"} <= set(chain)
    assert all(set(step.behind) <= set(chain) for step in chain.values())
