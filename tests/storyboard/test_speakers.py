"""What everyone says so that the watcher can tell who speaks, and what a vision model is asked: steps that nothing else waits for."""

from __future__ import annotations

from storyboard.plan import plan, steps_of_shots
from storyboard.sound import Voice, VoiceBase
from storyboard.speakers import film_voices
from storyboard.story import Story
from storyboard.variants import shot_chain
from storyboard.watching import WatchVoiceParams
from storyboard.ways import Way, Ways


def watched(ways: Ways, **more: object) -> Ways:
    return ways.model_copy(update={"reading": Way(name="watch"), **more})


def voices(tale: Story) -> Story:
    """Each of the cast with a voice of their own."""
    bases = (VoiceBase.GIRL, VoiceBase.MAN)
    cast = tuple(one.model_copy(update={"voice": Voice(base=base)}) for one, base in zip(tale.characters, bases, strict=True))
    return tale.model_copy(update={"characters": cast})


def test_a_line_is_read_beside_everyone_s_sentences_in_its_delivery(tale: Story, ways: Ways):
    story = voices(tale)
    steps = {step.id: step for step in plan(story, watched(ways))}
    read = next(step for step in steps.values() if step.id.startswith("reading:voice:"))
    cast = [i.step for i in read.inputs if i.role == "cast"]
    assert cast == [f"reference:plain.{k}" for k in range(3)] and list(steps).index(cast[-1]) < list(steps).index(read.id)
    assert [steps[name].params.voice for name in cast] == list(film_voices(story))
    assert isinstance(read.params, WatchVoiceParams) and steps[cast[read.params.bound]].params.voice == read.params.voice.voice


def test_a_shot_alone_is_read_as_in_the_whole_film(tale: Story, ways: Ways):
    story = voices(tale)
    whole = {step.id: step for step in plan(story, watched(ways))}
    scene, shot = next((scene, shot) for scene in story.scenes for shot in scene.shots if shot.lines)
    for part in (shot_chain(story, shot.id, watched(ways)), steps_of_shots(story, [(scene, shot)], watched(ways))):
        spoken = [step for step in part if step.id.startswith(("reading:voice:", "reference:"))]
        assert spoken and all(whole[step.id] == step for step in spoken)


def test_who_speaks_is_not_asked_where_it_would_be_paid_for_or_nobody_else_speaks(tale: Story, ways: Ways):
    alone = tale.model_copy(update={"characters": tuple(one.model_copy(update={"voice": tale.narrator}) for one in tale.characters)})
    for story, given in ((voices(tale), watched(ways, enrols=False)), (alone, watched(ways)), (voices(tale), ways)):
        assert not [step.id for step in plan(story, given) if step.id.startswith("reference:")]


def test_a_model_is_asked_about_clips_only_when_the_direction_wants_it_and_nothing_waits_for_it(tale: Story, ways: Ways):
    assert not [step for step in plan(tale, watched(ways)) if step.id.startswith("vision:")]
    steps = plan(tale, watched(ways, vision=Way(name="vision")))
    asked = {step.id for step in steps if step.id.startswith("vision:")}
    assert asked == {f"vision:clip:{shot.id}" for shot in tale.shots} and not [step for step in steps if asked & set(step.behind)]
