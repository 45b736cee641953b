"""The edit table of the design: each edit remakes exactly what hangs on it."""

from __future__ import annotations

import hashlib

import pytest

from storyboard import timing
from storyboard.edit import Change, Reorder, Set, edit
from storyboard.errors import BadInput
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.ways import Way, Ways


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


def found(story: Story, ways: Ways, step: str) -> Step:
    return next(s for s in plan(story, ways) if s.id == step)


def drawn(ways: Ways) -> Ways:
    """Clips are no net's."""
    return ways.model_copy(update={"clip": Way(name="drawn")})


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
    assert remade(tale, after, ways) == {"voice:l1", "clip:s1-3", "effect:s1-3", "mix:film", "scene:s1", "music:score", "film:film"}


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


def test_pictures_by_a_net_have_a_portrait_and_a_strength_for_each_subject(tale, ways):
    shy = changed(tale, Set(target="character:bo", field="strength", value=0.5))
    nets = ways.model_copy(update={"still": ways.clip})
    for kind in ("still", "clip"):
        step = found(shy, nets, f"{kind}:s1-3")
        assert [i.step for i in step.inputs if i.role == "portrait"] == ["portrait:mira", "portrait:bo"]
        assert (step.params.strengths, step.params.path, step.params.steps) == ((1.0, 0.5), "fp32", 4)


def test_who_is_dressed_otherwise_has_a_portrait_so_dressed(tale, ways):
    costumes = [{"id": "day", "outfit": {"garment": "coat"}}, {"id": "night", "outfit": {"garment": "dress"}}, {"id": "same", "outfit": {"garment": "coat"}}]
    dressed = changed(
        tale, Set(target="character:mira", field="costumes", value=costumes),
        Set(target="shot:s1-3", field="subjects", value=[{"character": "mira", "costume": "night"}]),
        Set(target="shot:s2-2", field="subjects", value=[{"character": "mira", "costume": "same"}]),
    )  # fmt: skip
    assert [i.step for s in ("s1-3", "s2-2") for i in found(dressed, ways, f"clip:{s}").inputs[1:]] == ["portrait:mira.night", "portrait:mira"]
    assert found(dressed, ways, "portrait:mira.night").params.outfit.garment == "dress"
    assert [s.id for s in plan(dressed, drawn(ways)) if s.kind == "portrait"] == ["portrait:mira", "portrait:bo"]
    own = changed(dressed, Set(target="character:mira", field="pin", value="a" * 64))
    assert found(own, ways, "clip:s1-3").inputs[1].step == "portrait:mira"


def test_a_strength_remakes_the_clips_its_portrait_is_in(tale, ways):
    after = changed(tale, Set(target="character:bo", field="strength", value=0.5))
    assert remade(tale, after, ways) == {"clip:s1-3", "clip:s2-1", "scene:s1", "scene:s2", "film:film"}
    assert remade(tale, after, drawn(ways)) == set()


def test_smooth_remakes_clips_and_what_hangs_on_them(tale, ways):
    after = changed(tale, Set(target="story", field="direction.smooth", value=True))
    hang = {*(f"clip:{s.id}" for s in tale.shots), "scene:s1", "scene:s2", "film:film"}
    assert remade(tale, after, ways) == remade(tale, after, drawn(ways)) == hang


def test_stills_by_a_net_hang_on_no_words_and_drawn_ones_on_nothing_of_a_net(tale, ways):
    retold = changed(tale, Set(target="shot:s1-2", field="words", value="It shines."))
    assert remade(tale, retold, ways.model_copy(update={"still": ways.clip})) == set()
    assert type(found(tale, ways, "still:s1-2").params).__name__ == "StillParams"


def test_given_pictures_are_inputs_in_order_of_their_drawings(tale, ways):
    given = changed(
        tale, Set(target="shot:s1-2", field="pins.last", value="c" * 64),
        Set(target="shot:s1-2", field="keyframes", value=[{"frame": 10, "picture": "a" * 64}, {"frame": 31, "picture": "b" * 64}]),
    )  # fmt: skip
    clip = found(given, ways, "clip:s1-2")
    shown = [i.step for i in clip.inputs if i.role == "keyframe"]
    assert clip.params.keyframes == (9, 19, 33)  # handles before the shot: 4 drawings; its last frame: 59
    assert [found(given, ways, step).pin for step in shown] == ["a" * 64, "b" * 64, "c" * 64]
    assert remade(tale, given, ways) == {"clip:s1-2", *shown, "scene:s1", "film:film"}
    assert remade(tale, given, drawn(ways)) == set()


@pytest.mark.parametrize(("frames", "says"), [([60], "move it"), ([10, 11], "two frames"), ([20, 10], "in order")])
def test_given_pictures_that_cannot_be_shown_are_refused(tale, frames, says):
    value = [{"frame": frame, "picture": "a" * 64} for frame in frames]
    with pytest.raises(BadInput, match=says):
        changed(tale, Set(target="shot:s1-2", field="keyframes", value=value))


def test_a_net_is_told_that_its_still_is_a_person_s_choice(tale, ways):
    pinned = changed(tale, Set(target="shot:s1-2", field="pins.still", value="a" * 64))
    assert [found(story, ways, "clip:s1-2").params.pinned for story in (tale, pinned)] == [False, True]


def test_the_films_look_remakes_scenes_and_film(tale, ways):
    scenes = {f"scene:{scene.id}" for scene in tale.scenes}
    assert remade(tale, changed(tale, Set(target="story", field="finish.stock", value="noir")), ways) == scenes | {"film:film"}
    assert remade(tale, changed(tale, Set(target="story", field="openings", value="place and time")), ways) == scenes | {"film:film"}
    assert remade(tale, changed(tale, Set(target="story", field="credits", value="full")), ways) == {"music:score", "mix:film", "film:film"}
    assert not {"finish", "opening", "roll"} & {field for step in plan(tale, ways) for field in step.params.model_dump()}


def test_an_aperture_of_ones_own_remakes_the_shots_scene(tale, ways):
    shot, scene = tale.scenes[0].shots[0], tale.scenes[0]
    after = changed(tale, Set(target=f"shot:{shot.id}", field="aperture", value=0.6))
    assert remade(tale, after, ways) == ({f"scene:{scene.id}", "film:film"} if shot.subjects else set())
    everywhere = changed(tale, Set(target="story", field="finish.aperture", value=0.6), Set(target=f"shot:{shot.id}", field="aperture", value=0.0))
    cuts = [cut for step in plan(everywhere, ways) if step.kind == "scene" for cut in step.params.cuts]
    assert cuts[0].focus is None and any(cut.focus and cut.focus.aperture == 0.6 for cut in cuts)


def test_a_focus_pull_is_the_cuts_where_a_net_animates_and_the_drawings_where_not(tale, ways):
    shot = next(shot for shot in tale.shots if shot.subjects)
    after = changed(tale, Set(target=f"shot:{shot.id}", field="camera", value={"move": "focus pull", "amount": 1.0}))
    for made, moves in ((ways, {"static"}), (drawn(ways), {"focus pull"})):
        focus = [cut.focus for step in plan(after, made) if step.kind == "scene" for cut in step.params.cuts if cut.focus]
        clip = found(after, made, f"clip:{shot.id}").params.staging.camera
        assert {str(clip.move)} == moves and [one.pulls for one in focus] == ([True] if made is ways else [])
    own = changed(after, Set(target=f"shot:{shot.id}", field="pins.still", value="a" * 64))
    assert all(cut.focus is None for step in plan(own, ways) if step.kind == "scene" for cut in step.params.cuts)
