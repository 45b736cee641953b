"""The edit table of the design: each edit remakes exactly what hangs on it."""

from __future__ import annotations

import hashlib

import pytest

from storyboard import timing
from storyboard.edit import Change, Reorder, Set, edit
from storyboard.plan import plan
from storyboard.story import Story
from storyboard.ways import Ways


def keys(story: Story, ways: Ways) -> dict[str, str]:
    """Every step's key when each step's media is a function of its key, as with makers that are deterministic."""
    made: dict[str, str] = {}
    found: dict[str, str] = {}
    for step in plan(story, ways):
        found[step.id] = step.key(made)
        made[step.id] = step.pin or hashlib.sha256(found[step.id].encode()).hexdigest()
    return found


def remade(before: Story, after: Story, ways: Ways) -> set[str]:
    old = set(keys(before, ways).values())
    return {step for step, key in keys(after, ways).items() if key not in old}


def changed(story: Story, *ops: Set | Reorder) -> Story:
    return edit(story, Change(ops=ops))


def test_every_step_comes_after_its_inputs_and_the_last_makes_the_film(tale, ways):
    seen: set[str] = set()
    steps = plan(tale, ways)
    for step in steps:
        assert {i.step for i in step.inputs} <= seen
        seen.add(step.id)
    assert steps[-1].kind == "film" and len(seen) == len(steps)


def test_the_title_remakes_the_film_only(tale, ways):
    assert remade(tale, changed(tale, Set(target="story", field="title", value="The Light")), ways) == {"film:film"}


def test_a_line_that_fits_its_slot(tale, ways):
    after = changed(tale, Set(target="line:l1", field="text", value="Who left you there, little lamp?"))
    assert after.shots[2].lines[0].slot == tale.shots[2].lines[0].slot
    assert remade(tale, after, ways) == {"voice:l1", "mix:film", "scene:s1", "film:film"}


def test_a_line_that_does_not_fit(tale, ways):
    text = "Who left you here in the dark wood, little lamp? Will they come back?"
    after = changed(tale, Set(target="line:l1", field="text", value=text))
    assert after.shots[2].lines[0].slot == timing.slot_for(text, "en")
    assert after.shots[2].frames > tale.shots[2].frames
    assert remade(tale, after, ways) == {"voice:l1", "clip:s1-3", "mix:film", "scene:s1", "music:score", "film:film"}


def test_the_order_of_shots(tale, ways):
    after = changed(tale, Reorder(target="shot:s1-1", after="s1-2"))
    assert remade(tale, after, ways) == {"scene:s1", "music:score", "mix:film", "film:film"}


def test_one_look(tale, ways):
    after = changed(tale, Set(target="character:mira", field="look.body", value="grey"))
    chain = {"portrait:mira", *(f"{kind}:{s}" for kind in ("still", "clip") for s in ("s1-1", "s1-3", "s2-2"))}
    assert remade(tale, after, ways) == chain | {"scene:s1", "scene:s2", "film:film"}


def test_a_seed_of_one_clip(tale, ways):
    after = changed(tale, Set(target="shot:s1-2", field="seeds.clip", value=7))
    assert remade(tale, after, ways) == {"clip:s1-2", "scene:s1", "film:film"}


def test_a_transition_remakes_its_scene_only(tale, ways):
    after = changed(tale, Set(target="shot:s1-2", field="transition", value="dissolve"))
    assert remade(tale, after, ways) == {"scene:s1", "film:film"}


def test_undoing_remakes_nothing(tale, ways):
    there = changed(tale, Set(target="character:mira", field="look.body", value="grey"))
    back = changed(there, Set(target="character:mira", field="look.body", value="rust"))
    assert remade(tale, back, ways) == set()


def test_a_pin_stands_in_for_what_would_be_made(tale, ways):
    after = changed(tale, Set(target="shot:s1-2", field="pins.still", value="a" * 64))
    assert remade(tale, after, ways) == {"clip:s1-2", "scene:s1", "film:film"}


def test_ids_never_enter_params(tale, ways):
    renamed = tale.model_dump_json().replace('"mira"', '"vixen"').replace('"s1-2"', '"first-of-all"')
    assert set(keys(Story.model_validate_json(renamed), ways).values()) == set(keys(tale, ways).values())


@pytest.mark.parametrize("way", ["still", "clip"])
def test_portraits_are_inputs_where_the_way_reads_them(tale, ways, way):
    reads = ways.model_copy(update={way: getattr(ways, way).model_copy(update={"reads_portraits": True})})
    step = next(s for s in plan(tale, reads) if s.id == f"{way}:s1-3")
    assert [i.step for i in step.inputs if i.role == "portrait"] == ["portrait:mira", "portrait:bo"]
