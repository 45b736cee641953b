"""What is read in a premise: who, what they want, what stands against it, where, with what, how it feels."""

from __future__ import annotations

import pytest

from agents.writer_offline.premise import read
from storyboard import lexicon
from storyboard.sound import Mood
from storyboard.staging import Place, Prop, Season


def cast(premise: str) -> list[tuple[str, int, str]]:
    return [(b.name or b.noun, b.count, b.part) for b in read(premise).beings]


@pytest.mark.parametrize(
    ("premise", "who"),
    [
        ("Two crows and an old miller look in the frozen town for the missing bell", [("crow", 2, "hero"), ("miller", 1, "friend")]),
        ("A cat, a hen and a badger paint a fence", [("cat", 1, "hero"), ("hen", 1, "friend"), ("badger", 1, "friend")]),
        ("A girl and her horse", [("girl", 1, "hero"), ("horse", 1, "friend")]),
        ("An old bear and a young bear fish together", [("bear", 1, "hero"), ("bear", 1, "friend")]),
        ("4 owls need a nest", [("owl", 4, "hero")]),
        ("Ducks swim to the castle", [("duck", 2, "hero")]),
        ("A family of hedgehogs moves to the city", [("hedgehog", 3, "hero")]),
        ("A rabbit is chased by a wolf", [("rabbit", 1, "hero"), ("wolf", 1, "rival")]),
        ("A thief steals a ring from the queen", [("thief", 1, "hero"), ("queen", 1, "rival")]),
        ("A nurse sends a parcel to a giant", [("nurse", 1, "hero"), ("giant", 1, "object")]),
        ("A sailor meets a star", [("sailor", 1, "hero"), ("star", 1, "object")]),
        ("A painter's parrot learns to whistle", [("parrot", 1, "hero"), ("painter", 1, "owner")]),
        ("Nora the hare wins. She laughs. The hare is proud.", [("Nora", 1, "hero")]),
        ("Mr. Plum sells hats. A goose steals one of them.", [("Mr Plum", 1, "hero"), ("goose", 1, "friend")]),
        ("A kettle dreams of the sea", [("kettle", 1, "hero")]),
        ("A boy in a storm walks to the sea", [("boy", 1, "hero")]),
        ("A mouse with a bear mask", [("mouse", 1, "hero")]),
    ],
)  # fmt: skip
def test_who_is_in_it(premise: str, who: list[tuple[str, int, str]]) -> None:
    assert cast(premise) == who


def test_six_are_cast_and_whoever_is_named_twice() -> None:
    told = "A cat, a dog, a hen, a pig, a goat, a horse and a lamb sing. The lamb sings best."
    nouns = [b.noun for b in read(told).beings]
    assert len(nouns) == 6 and nouns[0] == "cat" and "lamb" in nouns


@pytest.mark.parametrize(
    ("premise", "want"),
    [
        ("Two crows look in the frozen town for the missing bell of the church", "find the missing bell of the church"),
        ("A hen wants to fly over the hill", "fly over the hill"),
        ("A hen who wants a bicycle", "have a bicycle"),
        ("A duke loses his left shoe", "find his left shoe again"),
        ("A goat follows the river to find its mother", "find its mother"),
        ("A dog who cannot bark", "bark"),
        ("A prince who is bored", "find something new to do"),
        ("A lonely whale", "find a friend"),
        ("A mole must cross the desert", "cross the desert"),
        ("A crab befriends a cloud", "befriend a cloud"),
        ("A tailor dreams of becoming a pilot", "become a pilot"),
        ("Twins quarrel over a drum", "win a drum"),
        ("An elf falls in love with a statue", "win the love of a statue"),
        ("A king hides. A crow wants to find him.", "hide"),
    ],
)
def test_what_is_wanted(premise: str, want: str) -> None:
    assert read(premise).want == want


@pytest.mark.parametrize(
    ("premise", "obstacle"),
    [
        ("A hen wants to fly, but her wings are short", "her wings are short"),
        ("A mole wants to sing, but cannot hear", "the mole cannot hear"),
        ("A pilot who is afraid of heights must climb a tower", "the pilot is afraid of heights"),
        ("Two frogs carry a cake across the stormy lake", "the stormy lake"),
        ("A goat sails against the wind", "the wind"),
        ("A knight without a sword guards the gate", "the knight has no sword"),
        ("Nobody trusts the young wolf", "nobody trusts the young wolf"),
        ("A dog fights a proud rooster", "the proud rooster"),
        ("A dog sleeps", None),
    ],
)
def test_what_stands_against_it(premise: str, obstacle: str | None) -> None:
    assert read(premise).obstacle == obstacle


@pytest.mark.parametrize(("premise", "lack"), [("The cook has lost her spoon", "has lost her spoon"), ("Two bats who cannot see", "cannot see"), ("A wolf without teeth", "has no teeth"),
                                               ("A wolf has no friends", "has no friends"), ("A wolf eats soup", None)])  # fmt: skip
def test_what_is_lacking(premise: str, lack: str | None) -> None:
    assert read(premise).lack == lack


@pytest.mark.parametrize(("premise", "mood"), [("A lonely fox", Mood.SAD), ("A haunted house", Mood.TENSE), ("A clumsy dragon", Mood.PLAYFUL), ("A wedding on a farm", Mood.JOYFUL), ("A fox", None)])
def test_how_it_feels(premise: str, mood: Mood | None) -> None:
    assert read(premise).mood is mood


def test_what_is_searched_and_where() -> None:
    found = read("Three ducks search the winter castle for the lost map of the king")
    assert found.object is not None and (found.object.phrase, found.object.prop, found.object.sort) == ("the lost map of the king", Prop.MAP, "thing")
    assert (found.verb, found.place, found.season) == ("search", Place.CASTLE, Season.WINTER)
    boat = read("A fox builds a ship")
    assert boat.place is None and boat.object is not None and boat.object.noun == "ship"


CHINESE = (
    ("小兔子想要找到丢失的星星", "rabbit", "find the lost star", None),
    ("三只青蛙在河边造了一座房子", "frog", "build a house by the river", None),
    ("老裁缝在森林里寻找国王的帽子", "tailor", "find the king's hat", None),
    ("一只没有朋友的狼害怕黑暗", "wolf", None, "the wolf is afraid of darkness"),
    ("小熊想飞,但是他没有翅膀", "bear", "fly", "he has no wings"),
    ("乌鸦偷了王后的戒指", "crow", "steal the queen's ring", None),
    ("一只猫和老鼠交朋友", "cat", "befriend the mouse", None),
)


@pytest.mark.parametrize(("premise", "hero", "want", "obstacle"), CHINESE)
def test_chinese_is_read_in_english_words(premise: str, hero: str, want: str | None, obstacle: str | None) -> None:
    found = read(premise)
    assert found.beings[0].noun == hero and found.latin and found.premise == premise
    assert want is None or found.want == want
    assert found.obstacle == obstacle
    phrases = [found.want, found.obstacle, found.lack, found.fear, found.place_word, found.prop_word, found.object and found.object.phrase]
    phrases += [word for b in found.beings for word in (b.noun, b.name, *b.adjectives)]
    assert not any(phrase and lexicon.CJK.search(phrase) for phrase in phrases)


def test_chinese_numbers_names_and_words_that_cannot_be_drawn() -> None:
    assert [(b.noun, b.count) for b in read("两只狐狸和一位老医生过河").beings] == [("fox", 2), ("doctor", 1)]
    assert [b.name or b.noun for b in read("丽丽和小明学游泳").beings] == ["Lili", "Xiaoming"]
    assert read("袋鼠想学跳舞").beings[0].asked == "袋鼠"


@pytest.mark.parametrize("premise", ["El lobo busca la llave", "الثعلب والقمر", "🐻🍯", "ねこと月", "qwrt zzz", "。。。", "的的的", "!!!"])
def test_what_cannot_be_parsed_is_read_word_by_word(premise: str) -> None:
    found = read(premise)
    assert not found.latin and found.want is None


def test_every_part_of_a_long_text_is_bounded() -> None:
    found = read("A fox and a wolf and " * 300 + "sing, but " * 200)
    assert len(found.beings) <= 6 and len((found.want or "").split()) <= 14 and len((found.obstacle or "").split()) <= 16


def test_what_is_learned_is_a_skill_whatever_it_is() -> None:
    for premise, skill in (("A fox learns to sail", "sail"), ("A bear learns to cook", "cook"), ("A goat wants to learn to climb", "climb")):
        told = read(premise)
        assert told.verb == "learn" and told.object is not None and (told.object.sort, told.object.phrase.split()[0]) == ("skill", skill)
