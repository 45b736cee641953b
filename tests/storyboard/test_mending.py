"""Planted faults are found where they are, and the edits that findings carry mend them. The full figures are bench.continuity's."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from agents import Brief, Endpoint, OfflineWriter, OpenAIWriter, write
from bench import by_hand
from bench.continuity import interval, is_found, mends
from bench.mediocre import mediocre
from bench.mutations import OPERATORS, Operator
from storyboard.continuity import check, mend, sound
from storyboard.edit import edit
from storyboard.memo import MemoryMemo
from storyboard.story import Story


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """Two of the embedded writer, one of a mediocre model, mended, and the shot lists by hand."""
    own = [write(premise, Brief(seed=3, seconds=90), OfflineWriter(), MemoryMemo()) for premise in ("A fox loses a key", "Two mice steal the moon")]
    with mediocre(4) as server:
        writer = OpenAIWriter(Endpoint(base_url=server.url, model="mediocre", api_key="none", timeout_seconds=20.0, retries=1, pause_seconds=0.0))
        model = write("A fox finds a lamp", Brief(seed=4), writer, MemoryMemo())
    return [*own, mend(model).story, *(by_hand.story(text) for text in by_hand.ALL)]


def test_clean_stories_are_clean(stories: list[Story]):
    assert {story.title: check(story) for story in stories if check(story)} == {}


def test_what_was_altered_by_hand_stays_clean():
    for text in by_hand.ALL:
        for seed in range(3):
            assert check(by_hand.altered(by_hand.story(text), Random(seed))) == []


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda o: o.__name__)
def test_a_planted_fault_is_found_and_mended(stories: list[Story], operator: Operator):
    planted = [m for n, story in enumerate(stories) if (m := operator(story, Random(n))) is not None]
    assert planted
    found = [(m, f) for m in planted if (f := is_found(m, Counter())) is not None]
    assert len(found) >= 0.9 * len(planted)
    assert sum(mends(m.story, f) != "none" for m, f in found) >= 0.9 * len(found)


def test_a_sound_change_leaves_nothing_new(stories: list[Story]):
    by_name = {op.__name__: op for op in OPERATORS}
    for name in ("cross_the_line", "same_size", "hide_speaker", "other_clothes"):
        story = by_name[name](stories[0], Random(5)).story
        for finding in check(story):
            change = sound(story, finding)
            assert change is not None
            left = Counter((f.shot, f.what) for f in check(edit(story, change)))
            assert left < Counter((f.shot, f.what) for f in check(story))


def test_mend_does_it_all_at_once(stories: list[Story]):
    story = stories[0]
    for seed, operator in enumerate(OPERATORS[:-2]):  # all but look-alikes and silence, which leave little to plant in
        planted = operator(story, Random(seed))
        if planted is not None and planted.sorts != {"unknown name"}:
            story = planted.story
    mended = mend(story)
    assert len(mended.done) > 10
    assert len(mended.left) <= 3
    assert mended.change is not None and check(mended.story) == list(mended.left)


def test_mend_of_some_sorts_leaves_the_others(stories: list[Story]):
    by_name = {op.__name__: op for op in OPERATORS}
    story = by_name["idle_prop"](by_name["same_size"](stories[0], Random(1)).story, Random(1)).story
    assert {f.what for f in mend(story, {"jump cut"}).left} == {"unused prop"}


def test_nothing_to_mend(stories: list[Story]):
    mended = mend(stories[0])
    assert (mended.story, mended.done, mended.change) == (stories[0], (), None)


def test_intervals():
    low, high = interval(90, 100)
    assert 0.82 < low < 0.9 < high < 0.95
