"""The readers' part of the rubric: a shot as it is drawn is worth everything, and each planted fault costs the points of its own kind."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from generator.rubric import Around, Said, judged
from generator.rubric_truth import Truth, truth_of
from generator.watching.readers import load
from storyboard.plan import stage
from storyboard.rubric import Criterion
from storyboard.six_shots import six_shots
from storyboard.staging import Action, Prop, Staging
from tests.generator.clips import whole

SIZE = (384, 216)


@pytest.fixture(scope="module")
def staging() -> Staging:
    """Ada runs over the quay with the lantern."""
    story = six_shots()
    scene = story.scenes[2]
    return stage(story, scene, scene.shots[0])


@pytest.fixture(scope="module")
def around() -> Around:
    story = six_shots()
    return Around(tuple((c.look, k.outfit) for c in story.characters for k in c.costumes), tuple((s.place, s.seed) for s in story.settings))


@pytest.fixture(scope="module")
def truth(staging: Staging) -> Truth:
    return truth_of(staging, SIZE)


@pytest.fixture(scope="module")
def said(staging: Staging, around: Around, truth: Truth) -> dict[str, dict[Criterion, Said]]:
    """What is said of the shot as it should be, and of each fault, by its name."""
    torch.set_num_threads(1)
    bruno, ada = six_shots().characters[1], staging.subjects[0]
    played = {
        "right": staging,
        "another": with_ada(staging, look=bruno.look),
        "redressed": with_ada(staging, outfit=around.people[1][1]),
        "stands": with_ada(staging, action=Action.STAND),
        "empty": with_ada(staging, prop=Prop.NONE),
        "elsewhere": staging.model_copy(update={"place": around.places[1][0]}),
        "relaid": staging.model_copy(update={"place_seed": staging.place_seed + 1}),
    }
    assert ada.prop is Prop.LANTERN
    seen = {name: whole(truth_of(one, SIZE).pictures) for name, one in played.items()}
    seen["held"] = np.repeat(seen["right"][:1], len(seen["right"]), 0)
    return dict(zip(seen, judged(load(), truth, around, list(seen.values())), strict=True))


def with_ada(staging: Staging, **changed: object) -> Staging:
    return staging.model_copy(update={"subjects": (staging.subjects[0].model_copy(update=changed),)})


def test_a_shot_as_it_is_drawn_is_worth_everything(said: dict[str, dict[Criterion, Said]]):
    assert {name: (one.points, one.is_sure) for name, one in said["right"].items()} == dict.fromkeys(said["right"], (2, True))


@pytest.mark.parametrize(
    ("fault", "criterion"),
    [("another", Criterion.IDENTITY), ("redressed", Criterion.COSTUME), ("stands", Criterion.ACTION), ("held", Criterion.ACTION), ("empty", Criterion.PROP), ("elsewhere", Criterion.PLACE), ("relaid", Criterion.PLACE)],
)  # fmt: skip
def test_a_planted_fault_costs_points(fault: str, criterion: Criterion, said: dict[str, dict[Criterion, Said]]):
    points = said[fault][criterion].points
    assert points is not None and points < 2


def test_other_clothes_are_no_other_place(said: dict[str, dict[Criterion, Said]]):
    assert said["redressed"][Criterion.PLACE].points == 2 and said["elsewhere"][Criterion.IDENTITY].points == 2


def test_a_clip_that_is_too_short_is_left_to_the_person(truth: Truth, around: Around):
    found = judged(load(), truth, around, [whole(truth.pictures)[:12]])[0]
    assert all(one.points is None and "12 drawings" in one.why for one in found.values())
