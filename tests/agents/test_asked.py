"""Nothing a premise names is put in another's place, or left out, in silence."""

from __future__ import annotations

import pytest

from agents.asked import unmet, wishes
from agents.brief import Brief
from agents.writer_offline import OfflineWriter
from agents.writing import write
from bench.coverage import MEASURED, measure
from bench.gold import read
from bench.premises import PREMISES
from storyboard import lexicon
from storyboard.look import Kind
from storyboard.memo import MemoryMemo
from storyboard.story import LEFT_OUT, Story, Substitution

DRAWN = ("fox", "A lighthouse keeper befriends a storm", "A wolf and a rabbit share an umbrella in the city")


def story(premise: str) -> Story:
    return write(premise, Brief(), OfflineWriter(), MemoryMemo())


def said(premise: str) -> dict[str, Substitution]:
    return {one.asked: one for one in story(premise).substitutions}


@pytest.mark.parametrize("premise", DRAWN)
def test_what_is_drawn_as_asked_is_not_spoken_of(premise: str) -> None:
    assert not [one for one in story(premise).substitutions if one.kind in ("character", "place")]


def test_a_third_character_is_in_the_film() -> None:
    tale = story("A fox, an owl and a bear share a boat on the river")
    assert {"fox", "owl", "bear"} <= {c.role for c in tale.characters}
    seen = {p.character for shot in tale.shots for p in shot.subjects}
    assert {c.id for c in tale.characters} <= seen
    assert not [one for one in tale.substitutions if one.kind == "character"]


def test_as_many_as_asked_for_are_in_the_film() -> None:
    tale = story("Three wolves and a girl wait for the snow")
    assert [c.role for c in tale.characters].count("wolf") == 3
    assert not [asked for asked in said("Two mice steal the moon") if "mice" in asked]


def test_fewer_than_asked_for_is_said() -> None:
    assert said("Nine wolves wait for the snow")["9 wolves"].drawn == "6"


def test_what_no_table_knows_is_missed_too() -> None:
    found = said("A girl polishes the samovar of her grandmother")
    assert found["samovar"].kind == "prop"


def test_who_is_cast_and_what_must_be_are_no_things() -> None:
    premise = "A ferrywoman, her goat and a curious heron must bring a lost egg back to the lighthouse before the spring storm"
    assert set(said(premise)) == {"heron"}


def test_second_places_and_deeds_are_missed() -> None:
    found = said("A cat sleeps in the library and dances in the desert")
    assert all(found[word].drawn == LEFT_OUT for word in ("library", "desert") if word in found)
    assert len({"library", "desert"} & set(found)) == 1


@pytest.mark.parametrize(
    ("seed", "reported"),
    [(0, set()), (1, set()), (2, set()), (3, set()), (4, set()), (5, set()), (6, {'The text says "read"; no shot shows it.'}), (7, set())],
)
def test_nothing_silly_is_said_of_the_eight_premises(seed: int, reported: set[str]) -> None:
    tale = write(PREMISES[seed], Brief(seed=seed), OfflineWriter(), MemoryMemo())
    assert {one.words() for one in tale.substitutions} <= reported


@pytest.mark.parametrize("deed", ["wants", "learned", "lost", "became", "smells", "finds", "decides"])
def test_what_no_picture_can_show_is_told_and_not_missed(deed: str) -> None:
    assert not [wish for wish in wishes(f"A fox {deed} a bear") if wish.word == deed]


def test_an_ability_is_told_when_it_is_somebodys() -> None:
    assert [wish.word for wish in wishes("A fox loses her sense of taste and her laugh, and a bear laughs")] == ["fox", "bear", "laughs"]


def test_a_word_that_follows_a_noun_is_no_thing() -> None:
    for premise in ("A girl follows a white fox across the snow", "A blind elephant walks through the city", "A boy runs his race bravely along the river"):
        assert not {"across", "through", "along", "bravely"} & {wish.word for wish in wishes(premise)}
    assert "saw" in {wish.word for wish in wishes("A carpenter drops his saw")} and "saw" not in {wish.word for wish in wishes("A bear saw a fox")}


def test_what_a_place_shows_is_not_missed() -> None:
    assert "water" not in said("A frog who is afraid of water must cross the river") and "sand" not in said("A camel digs in the sand of the desert")


@pytest.mark.parametrize("premise", ["One summer a boy finds a key", "In the autumn a fox meets a bear", "A girl walks through the late winter with a wolf"])
def test_a_season_is_drawn_and_nobody(premise: str) -> None:
    tale = story(premise)
    assert not [one for one in tale.substitutions if lexicon.season(one.asked)]
    assert {scene.season for scene in tale.scenes} == {lexicon.season(premise).value}
    assert Kind.SPIRIT not in {c.look.kind for c in tale.characters if lexicon.season(c.role)}


def test_a_season_may_be_somebody() -> None:
    assert Kind.SPIRIT in {c.look.kind for c in story("A boy befriends the winter").characters}


def test_every_wish_is_drawn_or_reported() -> None:
    for premise in ("An old king gives a lantern and a map to the frog on the mountain at night", "狐狸和熊在森林里跳舞", "El zorro baila con la luna en el castillo"):
        tale = story(premise)
        assert not unmet(premise, tale), "what is missed is missed twice"
        assert list(wishes(premise))


def test_words_are_wished_for_once_and_longest_first() -> None:
    words = [wish.word for wish in wishes("The lighthouse keeper and the other lighthouse keeper lit a lighthouse")]
    assert words[0] == "lighthouse keeper" and words.count("lighthouse keeper") == 1
    assert all(lexicon.kind(wish.word) for wish in wishes("fox and bear"))


def test_of_the_sample_premises_nothing_is_dropped() -> None:
    for path in MEASURED:
        assert measure(read(path))[1] == []


def test_an_owner_is_named_without_the_s_and_the_way_home_is_no_house() -> None:
    named = [wish.word for wish in wishes("Pim, come home! The miller's boy waits on the other side")]
    assert "Two" not in [wish.word for wish in wishes("Chapter Two. The forge burned")]
    assert "miller's" not in named and "home" not in named and "side" not in named
