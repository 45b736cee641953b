"""The lints: clean stories pass, each fault is found where it is."""

from __future__ import annotations

from typing import Any

import pytest

from agents.brief import Brief
from agents.writer_offline import OfflineWriter
from agents.writing import write
from bench import by_hand
from storyboard import timing
from storyboard.continuity import check
from storyboard.memo import MemoryMemo
from storyboard.staging import Action, Facing
from storyboard.story import Story

HEROES = ("fox", "robot", "baker", "ghost", "wolf", "girl", "dragon", "sailor", "penguin", "wizard")
DEEDS = ("befriends the wind", "steals a star", "loses a key", "learns to swim", "travels to the castle")


def test_fifty_offline_stories_are_clean():
    for hero in HEROES:
        for deed in DEEDS:
            assert check(write(f"A {hero} {deed}", Brief(seed=len(hero)), OfflineWriter(), MemoryMemo())) == []


@pytest.fixture
def tale(tale: Story) -> Story:
    """The shared tale, its slots and lengths as today's speech rate wants them."""
    scenes = []
    for scene in tale.scenes:
        shots = []
        for shot in scene.shots:
            lines = tuple(x.model_copy(update={"slot": timing.slot_for(x.text, "en")}) for x in shot.lines)
            whole = shot.model_copy(update={"lines": lines})
            shots.append(whole.model_copy(update={"frames": max(whole.frames, timing.needed(whole))}))
        scenes.append(scene.model_copy(update={"shots": tuple(shots)}))
    return tale.model_copy(update={"scenes": tuple(scenes)})


def whats(story: Story, **more: Any) -> set[str]:
    return {f.what for f in check(story, **more)}


def changed(tale: Story, shot: int, **fields: Any) -> Story:
    """The tale with fields of one shot of its first scene replaced."""
    shots = list(tale.scenes[0].shots)
    shots[shot] = shots[shot].model_copy(update=fields)
    return tale.model_copy(update={"scenes": (tale.scenes[0].model_copy(update={"shots": tuple(shots)}), *tale.scenes[1:])})


def test_the_tale_is_clean(tale: Story):
    assert whats(tale) == set()


def test_too_long_and_too_short(tale: Story):
    assert "too long" in whats(tale, longest=70)
    assert "too short" in whats(changed(tale, 1, frames=20))
    line = tale.scenes[0].shots[2].lines[0]
    assert "too long" in whats(changed(tale, 2, lines=(line.model_copy(update={"slot": 20}),)))


def test_the_line_of_action(tale: Story):
    mira, bo = tale.scenes[0].shots[2].subjects
    swapped = (mira.model_copy(update={"where": bo.where}), bo.model_copy(update={"where": mira.where}))
    two = changed(changed(tale, 0, subjects=(mira, bo)), 2, subjects=swapped)
    assert "line crossed" in whats(two)


def test_eyelines(tale: Story):
    mira, bo = tale.scenes[0].shots[2].subjects
    away = bo.model_copy(update={"facing": Facing.RIGHT, "action": Action.TALK, "target": "mira"})
    assert "eyeline" in whats(changed(tale, 2, subjects=(mira, away)))


def test_orphans_props_wardrobe_and_doubles(tale: Story):
    extra = tale.characters[0].model_copy(update={"id": "ana", "name": "Ana"})
    assert {"orphan", "look-alike"} <= whats(tale.model_copy(update={"characters": (*tale.characters, extra)}))
    mira, bo = tale.scenes[0].shots[2].subjects
    held = tuple(p.model_copy(update={"prop": "lamp"}) for p in (mira, bo))
    assert "prop twice" in whats(changed(tale, 2, subjects=held))
    assert "wardrobe" in whats(changed(tale, 2, subjects=(mira.model_copy(update={"costume": "night"}), bo)))
    spot = bo.model_copy(update={"where": mira.where})
    assert "same spot" in whats(changed(tale, 2, subjects=(mira, spot)))


def test_jumps_and_silence(tale: Story):
    first = tale.scenes[0].shots[0]
    assert "jump cut" in whats(changed(tale, 1, size=first.size, focus=None, subjects=first.subjects, camera=first.camera))
    quiet = tale
    for index in range(3):
        quiet = changed(quiet, index, lines=())
    assert "silent story" in whats(quiet)


def test_findings_name_the_shot_and_the_fix(tale: Story):
    found = check(changed(tale, 1, frames=20))[0]
    assert found.shot == "s1-2" and found.detail and found.fix


SQUARE = """
title A Square
cast ben man rust vest | cleo woman purple dress | dot crow black -
places square village
things bucket bowl
== square day clear
wide | ben standing L> ; dot standing C. ; cleo standing R< | N: There was one well and there were two houses.
medium | ben talking L> =cleo ; cleo standing R< | ben: My grandfather dug it himself.
close | cleo talking C< =ben | cleo: And mine was the one who held the lamp.
full | ben standing L> ; dot jumping R. +bucket |
"""


def square(*more: str, **instead: str) -> list[tuple[str, str]]:
    """(shot, what) of the square, lines of its shot list put in place of others, or behind."""
    text = SQUARE
    for old, new in instead.items():
        line = next(row for row in text.splitlines() if row.startswith(f"{old} |"))
        text = text.replace(line, new)
    return [(f.shot, f.what) for f in check(by_hand.story(text + "\n".join(more)))]


@pytest.mark.parametrize(
    ("more", "instead", "found"),
    [
        ((), {}, []),
        ((), {"full": "full | dot standing L. +bucket ; ben standing R< |"}, [("sc1-4", "line crossed")]),  # of two of the three
        (("wide | cleo standing L> ; dot standing C. ; ben standing R< |",), {}, []),  # a wide after nearer ones, to the end: on purpose
        (("wide | cleo standing L> ; dot standing C. ; ben standing R< |", "medium | ben standing L> ; cleo standing R< |"), {}, [("sc1-5", "line crossed")]),
        (("-> dissolve full | cleo standing L> ; ben standing R< |",), {}, []),  # time has passed
        ((), {"close": "close | cleo talking C> =ben | cleo: And mine was the one who held the lamp."}, [("sc1-3", "eyeline")]),
        (("wide | ben walking C> |", "full | ben walking C< |"), {}, [("sc1-6", "direction")]),
        (("wide | ben walking C> |", "full | ben walking C. |", "medium | ben walking C< |"), {}, []),  # the turn is seen
        (("== square night clear", "full | ben walking C> |"), {}, [("sc2-1", "time jump")]),
        (("== square night clear", "-> fade full | ben walking C> |"), {}, []),
        (("medium | cleo standing R< +bucket |",), {}, [("sc1-5", "prop passed unseen")]),
        (("medium | dot giving L> +bucket =cleo ; cleo taking R< |", "close | cleo standing C< +bucket |"), {"full": "full | dot jumping L. +bucket |"}, []),
        (("insert bucket | |", "insert bucket | |"), {}, [("sc1-6", "jump cut")]),
        (("== square day clear", "full | ben standing L. | cleo: And what was it good for, all of that?"), {}, []),  # a voice that comes over
    ],
)  # fmt: skip
def test_the_rules_and_what_is_no_fault(more: tuple[str, ...], instead: dict[str, str], found: list[tuple[str, str]]):
    assert square(*more, **instead) == found
