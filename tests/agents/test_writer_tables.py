"""What the embedded writer's tables promise: every cue can be staged, every plot says early what is wanted, motifs and sayings fit."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

import pytest

from agents.writer_offline.knowledge import crises, group, variants
from agents.writer_offline.script import PlotScript, plots, trials
from agents.writer_offline.staged import ACTIONS, EMOTIONS, MOVES, SIZES
from storyboard import lexicon
from storyboard.look import Kind
from storyboard.sound import Mood
from storyboard.staging import Hour, Weather

FOLDER = Path(__file__).resolve().parent.parent.parent / "agents/writer_offline"
LONGEST_SAYING = 72


def table(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, delimiters=(":",), comment_prefixes=(";",), strict=True)
    parser.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("plot", [*plots(), PlotScript("trials", {}, trials())], ids=lambda p: p.name)
def test_every_cue_can_be_staged(plot: PlotScript):
    for scene in plot.scenes:
        assert scene.mood in set(Mood) and scene.hour in set(Hour) and scene.weather in {*Weather, "same", "crisis"}, scene.beat
        for shot in scene.shots:
            assert shot.macro or (shot.size in SIZES and shot.camera in MOVES and len(shot.subjects) <= 2), scene.beat
            assert all(s.action in {*ACTIONS, "skill"} and s.emotion in EMOTIONS for s in shot.subjects), scene.beat


@pytest.mark.parametrize("plot", plots(), ids=lambda p: p.name)
def test_a_plot_says_what_a_stranger_must_know(plot: PlotScript):
    assert {"for", "shape", "title", "want", "obstacle", "moral"} <= set(plot.fields)
    needed = [[s for s in scene.shots if s.speeches and not s.level] for scene in plot.scenes]
    assert sum(map(len, needed[:2])) >= 3  # the want, what stands in the way, and who comes
    assert needed[-1]  # the ending is said


def test_half_of_the_plots_have_a_middle_of_their_own():
    troubled = [p for p in plots() if any(s.macro == "crisis" for scene in p.scenes for s in scene.shots)]
    assert len(troubled) <= len(plots()) / 2


def test_every_trouble_can_be_named_by_a_premise():
    said = table("crises.ini")
    assert all(said[c.name]["says"].split() for c in crises())
    assert all(word == word.lower() for c in crises() for word in said[c.name]["says"].split())


def test_every_sort_of_being_has_its_sayings():
    said = table("concepts.ini")
    assert all(len(variants(said[group(k)]["says"])) == 4 for k in Kind)
    assert all(len(v) <= LONGEST_SAYING for s in said.sections() for v in variants(said[s].get("says", "")))


def test_motifs_change_and_can_be_seen():
    said = table("motifs.ini")
    assert len(said.sections()) >= 24
    for name in said.sections():
        found = lexicon.prop(said[name]["prop"])
        assert found and found.exact and said[name]["where"] in ("in", "out", "any"), name
        assert len({len(variants(said[name][part])) for part in ("first", "low", "last")}) == 1, name
