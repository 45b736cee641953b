"""Foley: what sounds when; what is one take; what no edit of a picture remakes; what cannot be made is said."""

from __future__ import annotations

import pytest

from storyboard import cut, foley, lexicon
from storyboard.edit import Change, Set, edit
from storyboard.effects import Effect, Ground, ground
from storyboard.plan import plan, stage
from storyboard.staging import Place, Season, Weather
from storyboard.story import Story
from storyboard.ways import Ways


def changed(story: Story, *ops: Set) -> Story:
    return edit(story, Change(ops=ops))


def effects(story: Story, ways: Ways) -> dict[str, str]:
    """Step id -> digest of what it is given."""
    return {s.id: s.key({}) for s in plan(story, ways) if s.kind == "effect"}


def test_an_effect_lies_where_its_shot_does(tale):
    starts = {shot.id: start for _, shot, start, _ in cut.picture(tale)}
    found = {one.step: one for one in foley.sounds(tale, stage)}
    assert set(found) == {"effect:s1-1", "effect:s1-3", "effect:s2-2"}  # who waves is not heard, nor is the lamp
    assert found["effect:s1-3"].start == starts["s1-3"] and found["effect:s1-3"].params.frames == tale.shots[2].shown
    trimmed = changed(tale, Set(target="shot:s1-3", field="trim.begin", value=6))
    assert {one.step: one for one in foley.sounds(trimmed, stage)}["effect:s1-3"].params.begin == found["effect:s1-3"].params.begin + 6


def test_the_same_sound_is_one_take(tale, ways):
    twice = changed(tale, Set(target="shot:s1-1", field="sounds", value=["a knock at the door"]), Set(target="shot:s1-3", field="sounds", value=["knocking"]))
    knocks = [one for one in foley.sounds(twice, stage) if one.params.effect is Effect.KNOCK]
    steps = [s.id for s in plan(twice, ways) if s.id.startswith("effect:knock")]
    mix = next(s for s in plan(twice, ways) if s.kind == "mix")
    assert len(knocks) == 2 and len(steps) == 1
    number = [i.step for i in mix.inputs if i.role == "effect"].index(steps[0])
    assert sorted(p.start_frame for p in mix.params.placements if p.role == "effect" and p.index == number) == [k.start for k in knocks]


def test_a_colour_makes_no_sound(tale, ways):
    before = effects(tale, ways)
    assert before
    for field, value in (("direction.style", "woodcut"), ("direction.tint", "red")):
        assert effects(changed(tale, Set(target="story", field=field, value=value)), ways) == before
    assert effects(changed(tale, Set(target="character:mira", field="look.body", value="violet")), ways) == before
    assert effects(changed(tale, Set(target="scene:s1", field="weather", value="snow")), ways) != before


def test_ones_own_footage_has_no_steps_of_ours(tale):
    acted = next(one.step.removeprefix("effect:") for one in foley.sounds(tale, stage) if one.params.effect is Effect.ACTING)
    own = changed(tale, Set(target=f"shot:{acted}", field="pins.clip", value="a" * 64))
    assert f"effect:{acted}" not in {one.step for one in foley.sounds(own, stage)}


@pytest.mark.parametrize(
    ("words", "effect"),
    [("a door slams", "door"), ("footsteps on the stairs", "footsteps"), ("The wind howling", "gust"), ("敲门声", "knock"), ("远处传来雷声", "thunder"),
     ("an owl hoots", "owl"), ("church bell", "toll"), ("coins", "clink")],
)  # fmt: skip
def test_words_for_sounds(words, effect):
    found = lexicon.effect(words)
    assert found is not None and found.value == effect


def test_every_effect_has_words():
    assert {lexicon.effect(str(one)).value for one in Effect if one is not Effect.ACTING} == set(Effect) - {Effect.ACTING}


def test_what_nothing_sounds_like_is_said(tale):
    asked = changed(tale, Set(target="shot:s1-1", field="sounds", value=["bagpipes", "a knock", "an explosion"]))
    said = foley.unheard(asked)["effect:s1-1"]
    assert "'bagpipes'" in said and "'an explosion' is heard as: thunder" in said and "knock' is" not in said
    assert not foley.unheard(tale)


def test_the_ground_underfoot():
    assert ground(Place.KITCHEN, Weather.SNOW, Season.WINTER) is Ground.WOOD
    assert ground(Place.FOREST, Weather.CLEAR, Season.WINTER) is Ground.SNOW
    assert ground(Place.SEASHORE, Weather.CLEAR, Season.SUMMER) is Ground.SAND
