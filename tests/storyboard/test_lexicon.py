"""Free words to what can be drawn."""

from __future__ import annotations

import pytest

from storyboard import lexicon
from storyboard.look import PEOPLE, Color, Garment, Hat, Kind
from storyboard.staging import Action, Emotion, Hour, Place, Prop, Season, Style, Weather


@pytest.mark.parametrize(
    ("words", "value", "exact"),
    [
        ("fox", Kind.FOX, True), ("vixen", Kind.FOX, True), ("mice", Kind.MOUSE, True), ("wolves", Kind.WOLF, True), ("kangaroo", Kind.RABBIT, False),
        ("a howling storm", Kind.SPIRIT, True), ("🦊", Kind.FOX, True), ("狐狸", Kind.FOX, True), ("الثعلب", Kind.FOX, True), ("השועל", Kind.FOX, True),
        ("an old robot", Kind.ROBOT, True), ("hedgehogs", Kind.MOUSE, False), ("dinosaur", Kind.DRAGON, False), ("her old baker", Kind.OLD_WOMAN, True),
        ("his old baker", Kind.OLD_MAN, True), ("a princess", Kind.GIRL, True),
        ("lion", Kind.LION, True), ("an old donkey", Kind.DONKEY, True), ("lambs", Kind.SHEEP, True), ("山羊", Kind.GOAT, True), ("🐷", Kind.PIG, True),
        ("ponies", Kind.HORSE, True), ("ravens", Kind.CROW, True), ("águila", Kind.EAGLE, True), ("storks", Kind.STORK, True), ("serpent", Kind.SNAKE, True),
        ("turtle", Kind.TORTOISE, True), ("شبح", Kind.GHOST, True), ("giants", Kind.GIANT, True), ("tiger", Kind.CAT, False), ("zebra", Kind.HORSE, False),
        ("llama", Kind.SHEEP, False), ("deer", Kind.GOAT, False), ("snail", Kind.TORTOISE, False), ("flamingo", Kind.STORK, False), ("owl", Kind.BIRD, True),
        ("a summer breeze", Kind.SPIRIT, True), ("ogre", Kind.GIANT, False), ("falcon", Kind.EAGLE, False), ("hippo", Kind.PIG, False),
    ],
)  # fmt: skip
def test_kinds(words: str, value: Kind, exact: bool):
    found = lexicon.kind(words)
    assert found is not None and (found.value, found.exact) == (value, exact)


@pytest.mark.parametrize(
    ("look", "words", "value"),
    [
        (lexicon.place, "in the woods", Place.FOREST), (lexicon.place, "a lighthouse", Place.LIGHTHOUSE), (lexicon.place, "bakery", Place.KITCHEN),
        (lexicon.place, "海边", Place.SEASHORE), (lexicon.prop, "a lost key", Prop.KEY), (lexicon.prop, "moon", Prop.MOON),
        (lexicon.prop, "loaves", Prop.BREAD), (lexicon.action, "searching", Action.LOOK_AROUND), (lexicon.action, "running", Action.RUN), (lexicon.action, "feasting", Action.EAT),
        (lexicon.emotion, "frightened", Emotion.AFRAID), (lexicon.color, "crimson", Color.RED), (lexicon.garment, "a raincoat", Garment.COAT),
        (lexicon.hat, "straw hat", Hat.STRAW), (lexicon.hour, "at midnight", Hour.NIGHT), (lexicon.weather, "foggy", Weather.FOG),
        (lexicon.style, "ink", Style.INK), (lexicon.style, "a linocut", Style.WOODCUT), (lexicon.style, "cutout", Style.CUTOUT),
        (lexicon.season, "on a winter night", Season.WINTER), (lexicon.season, "at Christmas", Season.WINTER), (lexicon.season, "autumn leaves", Season.AUTUMN),
        (lexicon.season, "🌸", Season.SPRING),
    ],
)  # fmt: skip
def test_other_words(look, words: str, value: object):
    found = look(words)
    assert found is not None and found.value is value


def test_unknown_words_are_none():
    for look in (lexicon.kind, lexicon.place, lexicon.prop, lexicon.action, lexicon.color):
        assert look("xyzzy") is None and look("") is None


def test_every_value_has_a_word():
    for values, look in (
        (Kind, lexicon.kind),
        (Place, lexicon.place),
        (Color, lexicon.color),
        (Action, lexicon.action),
        (Emotion, lexicon.emotion),
        (Garment, lexicon.garment),
        (Hat, lexicon.hat),
    ):
        for value in (v for v in values if v.name != "NONE"):
            found = look(str(value))
            assert found is not None and found.value is value, value
    assert all(lexicon.prop(str(p)).value is p for p in Prop if p is not Prop.NONE)


def test_every_action_has_one_line():
    values = [line.partition(": ")[0] for line in lexicon.tables.ACTIONS.split("\n") if line]
    assert sorted(values) == sorted(map(str, Action))


def test_the_last_word_is_the_head():
    assert lexicon.kind("lighthouse keeper").word == "lighthouse keeper"
    assert lexicon.kind("a baker and a fox").value is Kind.FOX


def test_what_is_done_is_not_what_it_is_done_with():
    assert lexicon.action("receiving a present").value is Action.TAKE
    assert lexicon.kind("a giant man").value is Kind.GIANT


def test_scripts_without_spaces_are_cut():
    assert "狐狸" in lexicon.tokens("小狐狸寻找月亮") and "月亮" in lexicon.tokens("小狐狸寻找月亮")


@pytest.mark.parametrize(
    ("look", "words", "value"),
    [
        (lexicon.season, "冬天的狐狸", Season.WINTER), (lexicon.season, "小狐狸在秋天遇到熊", Season.AUTUMN), (lexicon.season, "桜の咲く春に狐が歩く", Season.SPRING),
        (lexicon.style, "一部水墨动画", Style.INK), (lexicon.style, "中国剪纸风格", Style.CUTOUT), (lexicon.hour, "夜晚的森林", Hour.NIGHT),
    ],
)  # fmt: skip
def test_seasons_and_styles_are_found_in_scripts_without_spaces(look, words: str, value: object):
    found = look(words)
    assert found is not None and found.value is value


def test_there_are_many_words():
    known = sum(len(lexicon._table(getattr(lexicon.tables, name))) for name in ("KINDS", "ROLES", "PLACES", "PROPS", "ACTIONS"))
    assert known > 1000


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("village square", Place.VILLAGE), ("the town square", Place.VILLAGE), ("pond", Place.RIVER), ("living room", Place.COTTAGE), ("room", Place.COTTAGE),
        ("moon surface", Place.SPACE), ("sky castle", Place.CLOUDS), ("a castle in the sky", Place.CLOUDS), ("ship deck", Place.SEA), ("a field with a windmill", Place.MEADOW),
    ],
)  # fmt: skip
def test_places_are_found_by_what_strangers_call_them(words, value):
    found = lexicon.place(words)
    assert found is not None and found.value is value and found.exact


@pytest.mark.parametrize(("words", "kind"), [("a mouse librarian", Kind.MOUSE), ("the robot chef", Kind.ROBOT), ("fox doctor", Kind.FOX)])
def test_a_creature_before_a_role_has_that_role(words: str, kind: Kind) -> None:
    found = lexicon.kind(words)
    assert found is not None and found.value is kind


@pytest.mark.parametrize("words", ["a camel driver", "the bear hunter", "a lion tamer", "the night watchman"])
def test_who_deals_with_creatures_is_a_person(words: str) -> None:
    found = lexicon.kind(words)
    assert found is not None and found.value in PEOPLE


@pytest.mark.parametrize(("words", "action"), [("looks up", Action.LOOK_UP), ("walks away", Action.LEAVE), ("dances with her", Action.DANCE_TOGETHER), ("points off to the left", Action.POINT), ("lying down asleep", Action.SLEEP), ("left the house", Action.LEAVE)])
def test_verbs_of_two_words_are_found_in_every_form(words: str, action: Action) -> None:
    found = lexicon.action(words)
    assert found is not None and found.value is action
