"""Memory: which earlier views a still goes back to, which of them is taken, and what an edit remakes then."""

from __future__ import annotations

import pytest

from storyboard.edit import Change, Set, edit
from storyboard.grammar import Size
from storyboard.memory import RETURNS, VIEWS, MemoryParams, choose
from storyboard.plan import plan, steps_of_shots
from storyboard.staging import Facing
from storyboard.steps import Step
from storyboard.story import Direction, Story
from storyboard.variants import framings, shot_chain
from storyboard.watching import Check, Reading
from storyboard.ways import Way, Ways
from tests.storyboard.test_plan import keys

COUNT = 3 * RETURNS


@pytest.fixture
def long(tale: Story) -> Story:
    """One scene of many shots in which Mira is seen whole in one place."""
    scene = tale.scenes[0]
    one = scene.shots[0].model_copy(update={"lines": (), "size": Size.FULL})
    shots = [one.model_copy(update={"id": f"s1-{n}"}) for n in range(COUNT)]
    tree = tale.model_dump(mode="json") | {"scenes": [scene.model_copy(update={"shots": tuple(shots)}).model_dump(mode="json")]}
    return Story.model_validate(tree | {"direction": {"still": "tiny", "memory": "returning"}})


@pytest.fixture
def nets(ways: Ways) -> Ways:
    return ways.model_copy(update={"still": Way(name="tiny", path="fp32", reads_portraits=True), "reading": Way(name="watch")})


def of(story: Story, ways: Ways) -> dict[str, Step]:
    return {step.id: step for step in plan(story, ways)}


def changed(story: Story, target: str, field: str, value: object) -> Story:
    return edit(story, Change(ops=(Set(target=target, field=field, value=value),)))


def test_who_returns_after_many_shots_is_taken_from_the_first_and_the_nearest_of_the_clips_long_before(long, nets):
    steps, number = of(long, nets), COUNT - 1
    seen = [i.step for i in steps[f"memory:s1-{number}.mira"].inputs if i.role == "clip"]
    assert seen == ["clip:s1-0", *(f"clip:s1-{n}" for n in range(number - RETURNS - VIEWS + 2, number - RETURNS + 1))]
    assert [(i.role, i.step) for i in steps[f"still:s1-{number}"].inputs] == [("portrait", f"memory:s1-{number}.mira"), ("place", f"memory:s1-{number}")]
    assert [i.step for i in steps[f"still:s1-{RETURNS - 1}"].inputs] == ["portrait:mira"]


def test_every_step_comes_after_its_inputs(long, nets):
    known = set[str]()
    for step in plan(long, nets):
        assert set(step.behind) <= known
        known.add(step.id)


def test_usually_only_places_are_kept_in_mind(long, nets):
    usual = changed(long, "story", "direction.memory", "places")
    assert [i.step for i in of(usual, nets)[f"still:s1-{COUNT - 1}"].inputs] == ["portrait:mira", f"memory:s1-{COUNT - 1}"]
    assert usual.direction.memory == Direction().memory


def test_without_memory_nothing_is_as_if_it_were_not_there(long, nets, ways):
    for story, made in ((changed(long, "story", "direction.memory", "none"), nets), (long, ways)):  # drawn stills are exact as they are
        assert not [step for step in plan(story, made) if step.kind == "memory"]


@pytest.mark.parametrize(("field", "value"), [("size", "close-up"), ("subjects.mira.action", "hiding"), ("pins.clip", "a" * 64)])
def test_a_view_that_does_not_show_somebody_whole_is_not_looked_at(long, nets, field, value):
    step = of(changed(long, "shot:s1-0", field, value), nets)[f"memory:s1-{COUNT - 1}.mira"]
    assert "clip:s1-0" not in [i.step for i in step.inputs]


def test_another_costume_is_another_memory(long, nets):
    costumes = [{"id": "day", "outfit": {"garment": "coat"}}, {"id": "ball", "outfit": {"garment": "dress"}}]
    story = changed(long, "character:mira", "costumes", costumes)
    for number in range(COUNT - 1):
        story = changed(story, f"shot:s1-{number}", "subjects.mira.costume", "ball")
    assert f"memory:s1-{COUNT - 1}.mira" not in of(story, nets) and f"memory:s1-{COUNT - 2}.mira" in of(story, nets)


def test_an_edit_of_an_early_shot_touches_the_memories_that_look_at_it_and_stills_only_through_their_bytes(long, nets):
    steps, after = of(long, nets), of(changed(long, "shot:s1-1", "seeds.clip", 9), nets)
    looking = {name for name, step in steps.items() if step.kind == "memory" and "clip:s1-1" in step.behind}
    assert looking == {f"memory:s1-{RETURNS + n}{who}" for n in (1, 2, 3) for who in ("", ".mira")}
    again = [name for name, step in steps.items() if step.key(dict.fromkeys(step.behind, "same")) != after[name].key(dict.fromkeys(step.behind, "same"))]
    assert "clip:s1-1" in again and not [name for name in again if steps[name].kind in ("memory", "still")]


def test_a_shot_alone_has_the_keys_it_has_in_the_film(long, nets):
    number, whole = COUNT - 1, keys(long, nets)
    place = (long.scenes[0], long.shots[number])
    for steps in (steps_of_shots(long, [place], nets), shot_chain(long, f"s1-{number}", nets)):
        made: dict[str, str] = {}
        for step in steps:
            made[step.id] = whole[step.id]
        assert f"still:s1-{number}" in made and all(set(step.behind) <= set(made) for step in steps)
        assert {s.id: s for s in steps}[f"still:s1-{number}"] == of(long, nets)[f"still:s1-{number}"]
    assert framings(long, nets, f"s1-{number}")


def reading(holds: bool | None, margin: float = 1.0, **faults: bool) -> Reading:
    known = () if holds is None else (Check(sort="identity", holds=holds, value=margin, bound=0.0, who=0, words=""),)
    others = (Check.model_validate({"sort": sort, "holds": held, "value": 0.0, "bound": 0.0, "words": ""}) for sort, held in faults.items())
    return Reading(checks=(*known, *others))


def asked(long: Story, nets: Ways, **more: object) -> MemoryParams:
    params = of(long, nets)[f"memory:s1-{COUNT - 1}.mira"].params
    assert isinstance(params, MemoryParams)
    return params.model_copy(update=more)


def test_the_view_is_taken_that_is_right_and_most_surely_who_it_should_be(long, nets):
    params = asked(long, nets)
    assert choose(params, [reading(True, 1), reading(False, 9), reading(True, 3), reading(True, 2, sharpness=False)]).view == 2


def test_a_view_turned_as_they_return_comes_first(long, nets):
    turned = changed(long, "shot:s1-0", "subjects.mira.facing", "away")
    params = asked(turned, nets, facing=Facing.AWAY)
    assert choose(params, [reading(True, 1), *3 * [reading(True, 5)]]).view == 0


def test_where_no_view_is_right_it_is_the_portrait_and_says_why(long, nets):
    chosen = choose(asked(long, nets), [reading(False), reading(None), reading(True, flicker=False), reading(False)])
    assert chosen.view is None and all(word in chosen.words for word in ("portrait", "view 2: who it is was not read", "view 3: flicker"))


def test_a_place_stays_as_it_was_first_seen(long, nets):
    params = of(long, nets)[f"memory:s1-{COUNT - 1}"].params
    assert isinstance(params, MemoryParams) and params.facing is None
    assert choose(params, 4 * [reading(None)]).view == 0
    assert choose(params, [reading(None, hole=False), *3 * [reading(None)]]).view == 1
    none = choose(params, 4 * [reading(None, hole=False)])
    assert none.view == 0 and "none was found right" in none.words
