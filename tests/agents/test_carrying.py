"""What the words of a film do to its people is drawn from then on: by the embedded writer, from scripts and prose, and from a model's answer."""

from __future__ import annotations

import pytest

from agents.adapt import adapt
from agents.adapt.prose import retell
from agents.adapt.screenplays import breakdown
from agents.assemble import presence
from agents.blocking import sides
from agents.brief import Brief
from agents.carrying import carrying
from agents.drafts import Seen, ShotDraft
from agents.writer_offline import OfflineWriter
from agents.writing import write
from storyboard.continuity import check
from storyboard.grammar import Transition
from storyboard.look import Garment, Kind, Look, Outfit
from storyboard.memo import MemoryMemo
from storyboard.screenplay import parse
from storyboard.staging import Hour, Place
from storyboard.states import State, carried
from storyboard.story import Character, Costume, Line, Presence, Scene, Setting, Shot, Story


def tale(*scenes: tuple[Hour, tuple[str, ...]], told: bool = False) -> Story:
    """Scenes of shots with these words, Mira and Bo in each; `told`: the narrator says them."""
    people = tuple(Character(id=n.lower(), name=n, identity=f"{n} is a girl.", look=Look(kind=Kind.GIRL), costumes=(Costume(id="everyday", outfit=Outfit(garment=Garment.COAT)),)) for n in ("Mira", "Bo"))
    both = (Presence(character="mira"), Presence(character="bo"))
    parts = []
    for n, (hour, rows) in enumerate(scenes, 1):
        shots = tuple(
            Shot(id=f"s{n}-{k}", frames=96, subjects=both, words="" if told else text, transition=Transition.FADE if k == 1 and n > 1 else Transition.CUT,
                 lines=(Line(id=f"s{n}-{k}-l", text=text, slot=72),) if told and text else ())
            for k, text in enumerate(rows, 1)
        )  # fmt: skip
        parts.append(Scene(id=f"s{n}", setting="wood", hour=hour, shots=shots))
    return Story(title="T", premise="p", characters=people, settings=(Setting(id="wood", name="the wood", place=Place.FOREST),), scenes=tuple(parts))


def states(story: Story, who: str) -> list[str]:
    known = carried(story)
    return ["+".join(known.get((shot.id, who), ())) for shot in story.shots]


@pytest.mark.parametrize("told", [False, True])
def test_who_falls_into_the_water_is_wet_until_a_later_scene_and_a_torn_coat_stays_torn(told: bool) -> None:
    story = carrying(tale((Hour.DAY, ("They go out.", "Mira slips and falls into the river. A branch tears her coat.", "Bo laughs.")), (Hour.DUSK, ("They sit down.", "Bo sews up Mira's coat.", "They go on.")), told=told))
    assert states(story, "bo") == [""] * 6
    assert states(story, "mira") == ["", "", "torn+wet", "torn", "torn", ""]
    assert not [f for f in check(story) if f.what.startswith("state")]


def test_words_that_say_how_somebody_is_hold_at_once() -> None:
    assert states(carrying(tale((Hour.DAY, ("", "Bo is soaked. Mira stands there in her torn coat.", "")))), "bo") == ["", "wet", "wet"]


def test_wishes_words_of_others_and_what_nearly_was_do_nothing() -> None:
    texts = ("Mira wants to jump into the river.", "Bo never fell into the river.", "Mira will swim.", "Mira almost fell into the lake.", "If Bo jumps into the sea, he is lost.")
    assert set(states(carrying(tale((Hour.DAY, texts))), "mira")) == {""}


def test_mud_is_washed_off_overnight_and_a_fact_of_a_long_film_is_drawn() -> None:
    story = tale((Hour.DAY, ("Bo falls into the mud.", "")), (Hour.NIGHT, ("",)), (Hour.DAWN, ("",)))
    assert states(carrying(story), "bo") == ["", "muddy", "muddy", ""]
    last = story.scenes[2].model_copy(update={"state_in": ("Mira: a torn coat (damage)",)})
    assert states(carrying(story.model_copy(update={"scenes": (*story.scenes[:2], last)})), "mira") == ["", "", "", "torn"]


def test_what_a_shot_says_by_itself_holds() -> None:
    story = tale((Hour.DAY, ("Mira falls into the river.", "", "")))
    shots = list(story.scenes[0].shots)
    shots[1] = shots[1].model_copy(update={"subjects": (Presence(character="mira", state=(State.BANDAGED,)), shots[1].subjects[1])})
    story = story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": tuple(shots)}),)})
    assert states(carrying(story), "mira") == ["", "bandaged", "bandaged"]


def test_the_embedded_writer_draws_its_own_crises() -> None:
    story = write("A robot gets stuck in the mud", Brief(seed=3, seconds=40), OfflineWriter(), MemoryMemo())
    assert any(State.MUDDY in found for found in carried(story).values()) and not check(story)


SCRIPT = "EXT. RIVER - DAY\n\nMIRA walks along the bank with BO.\n\nMira slips and falls into the river.\n\nBO\nMira!\n\nMIRA\nI am fine.\n"
PROSE = "Mira and Bo walked along the river. Mira slipped and fell into the river. \"Mira!\" said Bo. \"I am fine,\" said Mira. Bo laughed and danced."
CHINESE = "狐狸和熊在河边走。狐狸掉进了河里。“狐狸！”熊说。“我没事。”狐狸说。熊笑了。"


def test_a_script_is_read_so() -> None:
    story = adapt(breakdown(parse(SCRIPT))).story
    assert "wet" in states(story, "mira") and set(states(story, "bo")) == {""}


@pytest.mark.parametrize("text", [PROSE, CHINESE])
def test_prose_is_read_so(text: str) -> None:
    story = retell(text).story
    wet = {story.character(who).name for _, who in carried(story)}
    assert len(wet) == 1 and wet <= {"Mira", "狐狸"}


def test_a_model_s_answer_may_say_it() -> None:
    from agents.assemble import Names
    names = Names(proper={"mira": "Mira"}, people={"mira": "mira"}, places={}, things={}, voices={})
    seen = Seen.model_validate({"who": "Mira", "state": ["torn"]})
    assert presence(seen, ShotDraft(subjects=(seen,)), sides(["Mira"]), names, homeward=False).state == (State.TORN,)
    schema = str(ShotDraft.model_json_schema())
    assert all(str(state) in schema for state in State)


def test_a_state_that_a_model_gives_without_a_word_of_it_is_not_drawn() -> None:
    story = tale((Hour.DAY, ("They go out.", "They talk.", "They laugh.")))
    shots = list(story.scenes[0].shots)
    for word, left in (("They talk.", ["", "", ""]), ("Mira's sleeve hangs in rags.", ["", "torn", "torn"])):
        shots[1] = shots[1].model_copy(update={"words": word, "subjects": (Presence(character="mira", state=(State.TORN,)), shots[1].subjects[1])})
        given = story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": tuple(shots)}),)})
        assert states(carrying(given, trusted=False), "mira") == left


def test_a_reviser_is_shown_who_is_wet_and_may_end_it() -> None:
    from agents.revising.deeds import done
    from agents.revising.edits import Edit
    from agents.revising.shown import shown

    story = carrying(tale((Hour.DAY, ("Mira falls into the river.", "They talk.", "They laugh."))))
    assert shown(story).count(", wet") == 2
    after = done(story, (Edit(what="state", scene=1, shot=3, who="Mira", to="dry"),)).story
    assert states(after, "mira") == ["", "wet", ""]
