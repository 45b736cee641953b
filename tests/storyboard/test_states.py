"""Carried state: it begins in a shot, holds until it ends, and is said and keyed only where it is."""

from __future__ import annotations

import pytest

from app.db.documents import fingerprint, joined, split
from storyboard.caption import caption
from storyboard.continuity import check, mend
from storyboard.document import plain
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.grammar import Size, Transition
from storyboard.look import Garment, Kind, Look, Outfit
from storyboard.memory import past
from storyboard.plan import stage
from storyboard.prompts import compile
from storyboard.staging import Place, Staging, Subject
from storyboard.states import State, carried, sentence, words
from storyboard.states_words import being, ending, happening
from storyboard.story import Character, Costume, Presence, Scene, Setting, Shot, Story

T, W, B = State.TORN, State.WET, State.BANDAGED


def shot(name: str, *who: Presence, words: str = "") -> Shot:
    return Shot(id=name, frames=48, subjects=who or (Presence(character="mira"),), words=words)


def tale(*shots: Shot, second: tuple[Shot, ...] = (), third: tuple[Shot, ...] = ()) -> Story:
    coats = tuple(Costume(id=i, outfit=Outfit(garment=g)) for i, g in (("everyday", Garment.COAT), ("ball", Garment.DRESS)))
    people = tuple(Character(id=i, name=i.title(), identity=f"{i.title()} is a girl.", look=Look(kind=Kind.GIRL), costumes=coats) for i in ("mira", "bo"))
    parts = [Scene(id=f"s{n}", setting="wood", hour=hour, shots=part) for n, (part, hour) in enumerate(((shots, "day"), (second, "dusk"), (third, "night")), 1) if part]
    return Story(title="T", premise="p", characters=people, settings=(Setting(id="wood", name="the wood", place=Place.FOREST),), scenes=tuple(parts))


def seen(story: Story) -> list[tuple[State, ...]]:
    return [carried(story).get((one.id, "mira"), ()) for one in story.shots]


def mira(*states: State, costume: str | None = None, carries: bool = False) -> Presence:
    return Presence(character="mira", costume=costume, state=None if carries else states)


def test_a_state_holds_from_shot_to_shot_and_over_scenes_until_it_ends() -> None:
    story = tale(shot("a"), shot("b", mira(T)), shot("c"), second=(shot("d"), shot("e", mira()), shot("f")))
    assert seen(story) == [(), (T,), (T,), (T,), (), ()]
    assert carried(story).get(("b", "bo"), ()) == ()
    staged = [stage(story, scene, one).subjects[0].state for scene in story.scenes for one in scene.shots]
    assert staged == seen(story)


def test_clothes_keep_their_state_and_a_bandage_goes_along() -> None:
    story = tale(shot("a", mira(T, B)), shot("b", mira(costume="ball", carries=True)), shot("c", mira(W, costume="ball")), shot("d"))
    assert seen(story) == [(T, B), (B,), (W,), (T,)]


def test_people_type_states_as_words() -> None:
    story = tale(shot("a"), shot("b"), shot("c"))
    for typed in ("torn, wet", "Wet and torn", ["wet", "torn", "torn"]):
        typed_in = edit(story, Change(ops=(Set(target="shot:b", field="subjects.mira.state", value=typed),)))
        assert seen(typed_in) == [(), (T, W), (T, W)]
    assert seen(edit(typed_in, Change(ops=(Set(target="shot:c", field="subjects.mira.state", value="none"),)))) == [(), (T, W), ()]
    with pytest.raises(BadInput, match="state"):
        edit(story, Change(ops=(Set(target="shot:b", field="subjects.mira.state", value="on fire"),)))


def test_a_story_without_states_is_the_document_it_was() -> None:
    story = tale(shot("a"), shot("b"))
    assert '"state"' not in repr(plain(stage(story, story.scenes[0], story.scenes[0].shots[0])))
    marked = edit(story, Change(ops=(Set(target="shot:b", field="subjects.mira.state", value="torn"),)))
    assert fingerprint(marked) != fingerprint(story) and joined(split(marked)) == marked
    older = split(story)
    for document in older.values():
        for one in document.get("subjects", []):
            del one["state"]
    assert fingerprint(joined(older)) == fingerprint(story)


def test_captions_and_prompts_say_what_is_there_and_else_nothing() -> None:
    bare = Staging(place=Place.FOREST, subjects=(Subject(look=Look(kind=Kind.FOX)),))
    marked = bare.model_copy(update={"subjects": (bare.subjects[0].model_copy(update={"state": (T, W)}),)})
    assert caption(marked) == caption(bare)[:-1] + ", torn and wet."
    story = tale(shot("a", mira(T)), shot("b"))
    for target in ("wan-t2v", "image"):
        told = compile(story, story.scenes[0], story.shots[1], stage(story, story.scenes[0], story.shots[1]), target).text
        assert "Mira's coat is torn" in told
    assert words((T, W, B)) == "torn, wet and bandaged"
    assert len({sentence(state, "Mira", Garment.NONE) for state in State}) == len(State)


@pytest.mark.parametrize(("text", "found"), [
    ("Mira slips and falls into the cold river.", W), ("Bo tears the sleeve of his coat on a thorn.", T), ("米拉掉进了河里。", W), ("A wave breaks over her.", W),
    ("他的外套被划破了。", T), ("She tumbles into a puddle of mud.", State.MUDDY), ("The nurse bandages his paw.", B), ("He crawls out of the chimney.", State.SOOTY),
])  # fmt: skip
def test_words_put_somebody_into_a_state(text: str, found: State) -> None:
    assert happening(text) == (found,)


@pytest.mark.parametrize("text", ["A tear ran down her cheek.", "She looks into the water.", "Rain falls on the sea.", "He fell asleep by the river.", "She tears the letter open.", "他看着河水。", "The fox jumps over the log."])
def test_words_that_put_nobody_into_one(text: str) -> None:
    assert happening(text) == being(text) == ()


def test_words_say_that_somebody_is_in_a_state_and_what_ends_it() -> None:
    assert being("Soaked, she stands in her torn red coat.") == (T, W) and being("他浑身湿透了。") == (W,)
    assert ending("Bo sews up the coat.") == (T,) and W in ending("She dries by the fire.") and State.MUDDY in ending("他洗了澡。")


def whats(story: Story) -> list[tuple[str, str]]:
    return [(f.shot, f.what) for f in check(story) if f.what.startswith("state")]


def test_what_comes_from_nowhere_is_found_and_mended() -> None:
    gained = tale(shot("a"), shot("b", mira(T)), shot("c"))
    assert whats(gained) == [("b", "state gained")]
    assert whats(tale(shot("a"), shot("b", mira(T), words="A thorn tears her coat."), shot("c"))) == []
    assert whats(tale(shot("a", words="A thorn tears her coat."), shot("x", Presence(character="bo")), shot("b", mira(T)))) == []
    lost = tale(shot("a", mira(T)), shot("b", mira()), shot("c"))
    assert whats(lost) == [("b", "state lost")]
    assert whats(tale(shot("a", mira(T)), shot("b", mira(), words="Bo mends her coat."), shot("c"))) == []
    for story in (gained, lost):
        mended = mend(story, {"state gained", "state lost"})
        assert len(mended.done) == 1 and whats(mended.story) == []
    assert seen(mend(lost, {"state lost"}).story) == [(T,), (T,), (T,)]


def test_water_dries_when_time_passes() -> None:
    story = tale(shot("a", mira(T, W)), second=(shot("b").model_copy(update={"transition": Transition.FADE}), shot("c")))
    assert whats(story) == [("b", "state lasts")]
    mended = mend(story, {"state lasts"}).story
    assert whats(mended) == [] and seen(mended) == [(T, W), (T,), (T,)]


def test_who_is_torn_is_remembered_torn() -> None:
    """No earlier view without the tear stands in for somebody who has it."""
    story = tale(*(shot(f"a{n}").model_copy(update={"size": Size.FULL}) for n in range(3)), second=(shot("b", mira(T)).model_copy(update={"size": Size.FULL}), shot("c").model_copy(update={"size": Size.FULL})))
    rows = [[one.shot.id for one in found] for found in past(story).people.values()]
    assert rows == [["a0", "a1", "a2"], ["b", "c"]]
