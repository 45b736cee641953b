"""Shots made together: who shares a group, that everyone who looks for a clip finds it, and what an edit makes again."""

from __future__ import annotations

import pytest

from storyboard.edit import Set
from storyboard.plan import plan, steps_of_shots
from storyboard.steps import part
from storyboard.story import Story
from storyboard.together import GroupParams, PartParams
from storyboard.variants import place_of, shot_chain, target_of, variants
from storyboard.ways import Way, Ways
from tests.storyboard.test_plan import changed, found, keys, remade

TOGETHER = Way(name="together", path="fp32", steps=4, reads_portraits=True)


@pytest.fixture
def both(ways: Ways) -> Ways:
    return ways.model_copy(update={"together": TOGETHER, "reading": Way(name="watch")})


def asked(story: Story, count: int) -> Story:
    return changed(story, Set(target="story", field="direction.shots_together", value=count))


def groups_of(story: Story, ways: Ways) -> list[str]:
    return [step.id for step in plan(story, ways) if step.id.startswith("group:")]


@pytest.mark.parametrize(
    ("count", "groups"),
    [(1, []), (2, ["group:s1-1+s1-2", "group:s2-1+s2-2"]), (3, ["group:s1-1+s1-2+s1-3", "group:s2-1+s2-2"]), (4, ["group:s1-1+s1-2+s1-3", "group:s2-1+s2-2"])],
)
def test_neighbours_of_a_scene_are_counted_off(tale, both, count, groups):
    assert groups_of(asked(tale, count), both) == groups


def test_one_at_a_time_every_take_stays_what_it_was(tale, ways, both):
    alone = ways.model_copy(update={"reading": both.reading})
    assert keys(tale, both) == keys(tale, alone)


def test_where_the_way_cannot_every_shot_is_alone(tale, ways):
    assert groups_of(asked(tale, 3), ways) == [] and keys(asked(tale, 3), ways) == keys(tale, ways)


@pytest.mark.parametrize(
    ("field", "value"), [("frames", 130), ("pins.still", "a" * 64), ("pins.clip", "a" * 64), ("keyframes", [{"frame": 10, "picture": "b" * 64}])]
)
def test_a_long_shot_and_a_persons_own_pictures_stay_alone_and_move_nobody_else(tale, both, field, value):
    after = changed(asked(tale, 2), Set(target="shot:s1-2", field=field, value=value))
    assert groups_of(after, both) == ["group:s2-1+s2-2"] and found(after, both, "clip:s1-3").way == both.clip


def test_every_step_comes_after_its_inputs_and_each_clip_is_there_with_its_reading(tale, both):
    seen = set[str]()
    for step in plan(asked(tale, 3), both):
        assert set(step.behind) <= seen
        seen.add(step.id)
    assert {f"{mark}clip:{shot.id}" for shot in tale.shots for mark in ("", "reading:")} <= seen


def test_a_clip_is_its_drawings_of_the_groups_file(tale, both):
    story = asked(tale, 3)
    whole = found(story, both, "group:s1-1+s1-2+s1-3").params
    parts = [found(story, both, f"clip:s1-{n}").params for n in (1, 2, 3)]
    assert isinstance(whole, GroupParams) and all(isinstance(one, PartParams) for one in parts)
    lengths = [one.staging.frames for one in whole.shots]
    assert [one.begin for one in parts] == [0, lengths[0], lengths[0] + lengths[1]]
    assert [one.staging for one in parts] == [one.staging for one in whole.shots]


def test_an_edit_of_one_shot_makes_its_group_again_and_no_other(tale, both):
    story = asked(tale, 2)
    again = remade(story, changed(story, Set(target="shot:s1-2", field="seeds.clip", value=9)), both)
    assert {"group:s1-1+s1-2", "clip:s1-1", "clip:s1-2"} <= again
    assert not {one for one in again if "s1-3" in one or "s2" in one or one.startswith(("still:", "voice:"))}


@pytest.mark.parametrize("wanted", ["s1-1", "s1-2", "s1-3"])
def test_a_shot_looked_at_alone_is_the_shot_of_the_film(tale, both, wanted):
    story = asked(tale, 2)
    film = {step.id: step for step in plan(story, both)}
    for chain in (shot_chain(story, wanted, both), steps_of_shots(story, [place_of(story, wanted)], both), part(plan(story, both), f"clip:{wanted}")):
        ids = {step.id for step in chain}
        assert f"clip:{wanted}" in ids and all(film[step.id] == step and set(step.behind) <= ids for step in chain)


def test_a_job_for_a_shot_brings_its_neighbours_pictures_but_not_their_voices(tale, both):
    ids = [step.id for step in variants(asked(tale, 3), both, "shot:s1-2")]
    assert ids[-1] == "clip:s1-2" and "still:s1-3" in ids and "voice:l1" not in ids


def test_takes_with_other_seeds_are_made_of_the_shot_alone(tale, both):
    *_, one = variants(asked(tale, 2), both, target_of("clip:s1-2", [4]))
    assert one.id == "clip:s1-2#4" and one.way == both.clip
