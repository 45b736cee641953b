"""A long film of the embedded writer: a plot that holds for ten minutes, people who matter all through it, places that return."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from agents import Brief, OfflineWriter, write
from agents.writer_offline.script import PlotScript, spines, threads
from agents.writer_offline.staged import ACTIONS, EMOTIONS, MOVES, SIZES
from bench.told import sentences
from storyboard.continuity import check
from storyboard.memo import MemoryMemo
from storyboard.sound import Mood
from storyboard.staging import Hour, Weather
from storyboard.story import Story

ROAD = "A ferrywoman, her goat, a shy postman, a retired pirate and a curious heron must bring a lost egg back to the lighthouse before the spring storm"
TOWN = "Ina, Marek, Suki, Tobias and a stubborn grandmother keep the last puppet theatre of their town open through one snowy winter"
RIDDLE = "A baker, a clockmaker, a fox, a little girl and a stubborn goose set out over the mountain to find out who stole the morning"
ALONE = "A penguin travels to the desert"


@cache
def story(premise: str) -> Story:
    return write(premise, Brief(seconds=600.0), OfflineWriter(), MemoryMemo())


@pytest.mark.parametrize("premise", [ROAD, TOWN, RIDDLE, ALONE])
def test_ten_minutes_are_ten_minutes(premise: str):
    told = story(premise)
    assert 600 * 24 <= told.frames <= 675 * 24 and len(told.shots) >= 100
    said = sentences(told)
    assert len(said) == len(set(said)), [s for s, n in Counter(said).items() if n > 1]
    assert not check(told)


@pytest.mark.parametrize("premise", [ROAD, TOWN, RIDDLE, ALONE])
def test_five_people_matter_from_the_beginning_to_the_end(premise: str):
    told = story(premise)
    assert len(told.characters) >= 5
    third = len(told.shots) / 3
    for who in told.characters[:5]:
        at = [n for n, shot in enumerate(told.shots) if any(s.character == who.id for s in shot.subjects)]
        spoken = [line for shot in told.shots for line in shot.lines if line.speaker == who.id]
        assert len(at) >= 10 and len(spoken) >= 4, who.name
        assert {int(n // third) for n in at} == {0, 1, 2}, who.name


@pytest.mark.parametrize("premise", [ROAD, TOWN, RIDDLE])
def test_places_return(premise: str):
    visits: list[str] = []
    for scene in story(premise).scenes:
        if scene.setting not in visits[-1:]:
            visits.append(scene.setting)
    assert len(set(visits)) == 5 and sum(n > 1 for n in Counter(visits).values()) >= 3


def test_each_want_has_its_plot():
    for premise, words in ((ROAD, "the way is long"), (TOWN, "nobody comes"), (RIDDLE, "every clue points the wrong way")):
        assert words in story(premise).logline


@pytest.mark.parametrize("plot", [*spines(), *threads()], ids=lambda p: p.name)
def test_every_cue_of_a_long_film_can_be_staged(plot: PlotScript):
    for scene in plot.scenes:
        assert scene.mood in set(Mood) and scene.hour in {*Hour, "same"} and scene.weather in {*Weather, "same"}, scene.beat
        for shot in scene.shots:
            assert shot.macro or (shot.size in SIZES and shot.camera in MOVES and len(shot.subjects) <= 3), scene.beat
            assert all(s.action in ACTIONS and s.emotion in EMOTIONS for s in shot.subjects), scene.beat


def test_threads_have_their_scenes():
    assert all([s.place for s in one.scenes] == ["entry", "one", "two", "three", "gift", "end"] for one in threads())
    assert all({"threads", "for", "shape", "title", "want", "obstacle", "moral"} <= set(one.fields) for one in spines())
