"""Rules: whole words in any script, simple evasions seen through, nothing refused that only looks like it."""

from __future__ import annotations

import pytest

from storyboard.rules import Rules, Said, said_in
from tests.app import fakes


def refused(rules: Rules, text: str) -> list[str]:
    return [one.found for one in rules.judge([Said("the premise", text)])]


GUN = Rules(words=("gun", "snuff film", "枪", "пистолет"))


@pytest.mark.parametrize("text", [
    "a gun", "GUNS!", "two guns", "a g u n", "a g.u.n", "g-u-n", "gu\u200bn", "ＧＵＮ", "gün", "a ɡun g\u0443n gun", "a g*u*n", "a snuff\nfilm", "snuff films", "他有一把枪",
    "у него пистолет", "ПИСТОЛЕТ",
])  # fmt: skip
def test_what_is_not_wanted_is_found(text: str):
    assert refused(GUN, text)


@pytest.mark.parametrize("text", ["she has begun", "a gunnel", "Gunnar", "snuff and film", "gu n", "", "a burgundy coat", "they run", "1 9 u n", "I a m"])
def test_what_only_looks_like_it_passes(text: str):
    assert refused(GUN, text) == []


@pytest.mark.parametrize("text", ["Ada Lovelace", "ada lovelace's film", "Lovelace, Ada", "AdaLovelace", "Adа Lovelace", "a d a l o v e l a c e"])
def test_people_are_not_shown(text: str):
    assert refused(Rules(likeness=("Ada Lovelace",)), text) == ["Ada Lovelace"]
    assert refused(Rules(likeness=("Ada Lovelace",), likeness_allowed=("ada  LOVELACE",)), text) == []


def test_one_who_shares_a_name_is_shown():
    assert refused(Rules(likeness=("Ada Lovelace",)), "Ada and a lovelace collar; Ada Smith; Lovelaces of Ada") == []


def test_the_list_for_children_knows_its_themes():
    children = Rules(audience="children")
    assert refused(children, "the pirate was murdered with a machine gun") == ["murder", "gun"]
    assert refused(children, "他用手枪自杀") and not refused(children, "a brave knight with a sword and smoke from the chimney")
    assert children.judge([Said("scene 3, shot 2, line", "a bomb")])[0].words() == (
        'scene 3, shot 2, line says "bomb", which the list for children (weapons) does not allow'
    )


def test_every_text_of_a_story_is_judged():
    story = fakes.story(scenes=2, shots=2)
    texts = {one.where for one in said_in(story)}
    assert {"the premise", "the title", "scene 1, shot 1", "scene 1, shot 1, line"} <= texts
    assert any(where.startswith("the cast (") for where in texts)


def test_no_text_crashes_or_takes_long():
    rules = Rules(audience="children", words=("(", "a+b", "\u200b", "x" * 80))
    for text in ("", "\ud800", "a " * 20_000, "ꙮ" * 5000, "\u202e" * 100, "g.u." * 5000):
        rules.judge([Said("x", text)])
