"""Plain prose becomes a story: who is in it, who says what, what each shot shows, and what a shorter film tells."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

import agents
from agents import Brief, OfflineWriter
from agents.adapt import Adapted
from agents.adapt.prose import Wish, retell
from agents.adapt.prose.page import page
from agents.adapt.prose.parts import LATIN, parts
from agents.adapt.prose.quotes import pieces
from agents.adapt.prose.tale import is_tale
from app.exchange.fountain import is_screenplay
from bench.gold import SAMPLES
from bench.novel import novel
from storyboard import continuity
from storyboard.errors import BadInput, FabulaError
from storyboard.grammar import Size
from storyboard.memo import MemoryMemo
from storyboard.staging import Action, Emotion, Hour, Place
from storyboard.story import Story

TALES: list[dict[str, Any]] = json.loads((SAMPLES / "own_tales.json").read_text(encoding="utf-8"))
NAMES = [tale["title"] for tale in TALES]


def told(title: str) -> Adapted:
    return retell(next(tale["text"] for tale in TALES if tale["title"] == title))


def lines(story: Story) -> list[tuple[str, str]]:
    return [("" if line.speaker is None else story.character(line.speaker).name, line.text) for shot in story.shots for line in shot.lines]


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


@pytest.mark.parametrize("tale", TALES, ids=NAMES)
def test_every_tale_is_told_by_those_who_are_in_it(tale: dict[str, Any]):
    story = retell(tale["text"]).story
    cast = {c.name for c in story.characters}
    assert set(tale["cast"]) <= cast
    assert continuity.check(story) == []
    heard = lines(story)
    for who, begins in tale["said"]:
        assert (who, True) in [(speaker, letters(text).startswith(letters(begins)) or letters(begins) in letters(text)) for speaker, text in heard], (who, begins)
    narrated = [text for speaker, text in heard if not speaker]
    assert len(set(narrated)) == len(narrated) and all(len(text) <= 160 for text in narrated)
    shown = {p.character for shot in story.shots for p in shot.subjects}
    assert shown == {c.id for c in story.characters}


@pytest.mark.parametrize("tale", TALES, ids=NAMES)
def test_what_is_said_is_said_word_for_word(tale: dict[str, Any]):
    story = retell(tale["text"]).story
    said = letters(" ".join(text for speaker, text in lines(story) if speaker))
    for one in page(tale["text"]).chapters:
        for paragraph in one.paragraphs:
            for piece in pieces(paragraph):
                if piece.said and "I am the best" not in piece.text:  # the gold bell says that, whom nobody plays
                    assert letters(piece.text) in said


def test_each_shot_shows_what_its_words_say():
    story = told("How the Baker Lost His Temper").story
    seen = {(story.character(p.character).name, p.action) for shot in story.shots for p in shot.subjects}
    assert {("Odo", Action.STAND_UP), ("King", Action.ENTER), ("King", Action.TALK)} <= seen
    crying = next(p for shot in told("Mr Bell's Umbrella").story.shots for p in shot.subjects if p.action is Action.CRY)
    assert crying.character == "nell" and crying.emotion is Emotion.SAD


def test_places_and_times_begin_scenes():
    story = told("The Wolf Who Counted").story
    places = [story.setting(scene.setting).place for scene in story.scenes]
    assert len(story.scenes) >= 3 and places[-1] is Place.MEADOW and all(scene.shots[0].size in (Size.WIDE, Size.FULL) for scene in story.scenes)
    assert [scene.hour for scene in told("The Lantern in the Ice").story.scenes][-2:] == [Hour.NIGHT, Hour.DAWN]


def test_stand_ins_and_crowds_are_reported():
    story = retell("An Armadillo came to the feast of the Animals. The Animals laughed at the Armadillo. \"Go home,\" they said. The Armadillo went home and wept.").story
    said = {(s.asked.lower(), s.drawn) for s in story.substitutions if s.kind == "character"}
    assert ("armadillo", "tortoise") in said and ("animals", "3") in said and len(story.characters) == 4


def test_one_being_under_several_names_is_one():
    story = retell(
        "Old Mr Farrow kept bees. A woman named Tilda Gray bought his honey. “Good morning, Farrow,” said Miss Gray. “Good morning, Tilda,” replied the old man. "
        "Mr Farrow gave her a jar. Gray paid him and walked home, and the old man watched her go."
    ).story
    assert sorted(c.name for c in story.characters) == ["Old Mr Farrow", "Tilda Gray"]
    assert [who for who, _ in lines(story) if who] == ["Tilda Gray", "Old Mr Farrow"]


def test_turns_without_names_go_to_and_fro():
    story = retell('The Rat met the Cat on the bridge.\n\n"Let me pass," said the Rat.\n\n"Why?"\n\n"I am late."\n\n"So am I."\n\nThe Cat stepped aside.').story
    assert [who for who, _ in lines(story) if who] == ["Rat", "Cat", "Rat", "Cat"]


def test_a_sentence_is_cut_at_clauses():
    text = "The miller, who had not slept for three nights, climbed the stairs with a candle in his hand, and when he came to the top he saw that the wheel had stopped."
    cut = parts(text)
    assert " ".join(cut) == text and 2 <= len(cut) <= 3 and max(map(len, cut)) <= LATIN + 12


@pytest.mark.parametrize(("words", "minutes"), [(6_000, 1), (6_000, 6), (30_000, 10)])
def test_a_novel_is_told_in_the_wished_length(words: int, minutes: float):
    begun = time.perf_counter()
    adapted = retell(novel(words), Wish(seconds=minutes * 60))
    assert abs(adapted.story.frames / 24 / (minutes * 60) - 1) <= 0.15
    assert "sentences and speeches" in adapted.remarks[-1] and time.perf_counter() - begun < 30
    narrated = [line.text for shot in adapted.story.shots for line in shot.lines if line.speaker is None]
    assert len(set(narrated)) == len(narrated)


def test_a_dropped_neighbour_leaves_no_pronoun_behind():
    text = novel(4_000)
    story = retell(text, Wish(seconds=40)).story
    for scene in story.scenes:
        first = next((line.text for shot in scene.shots for line in shot.lines), "")
        assert first.split()[0] not in ("He", "She", "They", "But"), first


def test_a_short_text_is_not_padded():
    adapted = retell(TALES[0]["text"], Wish(seconds=1200))
    assert adapted.story.frames / 24 < 120 and "nothing is added" in adapted.remarks[-1]


def test_a_premise_that_is_a_tale_is_retold():
    text = TALES[3]["text"]
    assert is_tale(text) and is_tale(TALES[10]["text"]) and not is_tale("A fox wants the moon. It is far away.") and not is_tale("A lighthouse keeper befriends a storm")
    story = agents.write(text, Brief(), OfflineWriter(), MemoryMemo())
    assert {c.name for c in story.characters} == {"Goat", "Hedgehog"} and story.writer == "offline" and ("Hedgehog", "A plum.") in lines(story)
    assert agents.write(text, Brief(), OfflineWriter(), MemoryMemo()) == story


def test_a_screenplay_is_told_from_prose():
    assert is_screenplay("INT. HOUSE - DAY\n\nTOM\nHello.\n") and is_screenplay("Title: X\nCredit: by\n\nFADE IN:") and is_screenplay("\nTOM\nHello.\n\nMARY\nHello.\n")
    assert not any(is_screenplay(tale["text"]) for tale in TALES) and not is_screenplay("CHAPTER I\n\nThe fox ran.\n\nCHAPTER II\n\nHe slept.")


def test_chapters_breaks_and_titles_are_read():
    read = page("# A Book\n\nby Jo Ann\n\n## Chapter 1\n\nOne *day*.\n\n***\n\nTwo.\n\n第二章 风\n\n他走了。\n\nIV.\n\nFour.")
    assert (read.title, read.author) == ("A Book", "Jo Ann")
    assert [(c.title, c.paragraphs) for c in read.chapters] == [("Chapter 1", ("One day.", "", "Two.")), ("第二章 风", ("他走了。",)), ("IV.", ("Four.",))]


@pytest.mark.parametrize("text", [
    "", " \n", "!?.,;" * 400, '"' * 3000, "“" * 3000 + "x", '"A" ' * 800, '"x," said he. ' * 500, "a" * 60_000, "and " * 5000, "\0A fox ran.\0", "# a\n\n" * 500, "A fox \ud800 ran home.", "[a](" * 3000, "_a *b " * 3000,
    "كان الثعلب جائعا. قال الثعلب: «أريد العنب». ثم ذهب إلى البيت. " * 5, "狐狸走进森林。乌龟说：“你好。”他笑了。" * 50, "\x1b[31mA fox ran.\x1b[0m", " ".join(f"Bob{i} ran to Al{i}." for i in range(400)),
])  # fmt: skip
def test_hostile_prose_is_a_sentence_or_a_story(text: str):
    begun = time.perf_counter()
    try:
        story = retell(text, Wish(seconds=30)).story
        assert story.shots and story.frames > 0
    except FabulaError as error:
        assert isinstance(error, BadInput) and "no sentence" in str(error)
    assert time.perf_counter() - begun < 10
