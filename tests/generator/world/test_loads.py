"""What figures push, pick up, work at, sleep in and hide behind is there, and is not part of them."""

from __future__ import annotations

import numpy as np
import pytest

from generator.world.render import render_truth
from generator.world.sample import sample_staging
from generator.world.spots import TONES, UNLIKE, cover_of
from generator.world.truth import Truth, flow_of, truth_of
from storyboard.grammar import Size
from storyboard.look import Color, Kind, Look
from storyboard.staging import Action, Facing, Place, Prop, Staging, Subject, Where

BOX = (256, 144)


def alone(action: Action, kind: Kind = Kind.BOY, place: Place = Place.MEADOW, **more: object) -> Staging:
    subject = Subject(**{"look": Look(kind=kind), "action": action, "facing": Facing.RIGHT, **more})
    return Staging(place=place, size=Size.FULL, subjects=(subject,), motion=0.6)


def seen(truth: Truth, name: str) -> np.ndarray:
    """bool [h, w]: where this is what is seen; nowhere when it is not there."""
    return truth.front == truth.order.index(name) if name in truth.order else np.zeros_like(truth.front, bool)


@pytest.mark.parametrize("kind", [Kind.WOMAN, Kind.MOUSE, Kind.GIANT, Kind.GHOST, Kind.EAGLE])
def test_what_is_pushed_goes_along_at_the_palms(kind: Kind) -> None:
    staging = alone(Action.PUSH, kind)
    edges, palms = [], []
    for frame in range(0, 33, 4):
        truth = truth_of(staging, frame, BOX)
        load = seen(truth, "load 0")
        assert load.mean() > 0.02 and not (load & (truth.slots > 0)).any()
        edges.append(float(np.nonzero(load.any(0))[0][0]))
        palms.append(max(truth.figures[0].joints[f"{side} hand"][0] for side in ("left", "right")))
    tall = BOX[1] * 0.8
    assert edges == sorted(edges) and edges[-1] > edges[0] + 0.04 * BOX[0]
    assert all(abs(palm - edge) < 0.22 * tall for palm, edge in zip(palms, edges, strict=True))


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_there_is_something_to_push_to_work_at_and_to_pick_up_everywhere(place: Place) -> None:
    for action in (Action.PUSH, Action.WORK, Action.TAKE):
        assert seen(truth_of(alone(action, place=place), 0, (128, 72)), "load 0").any(), action


def test_what_lies_there_is_picked_up_and_then_held() -> None:
    staging = alone(Action.TAKE)
    before, after = (truth_of(staging, frame, BOX) for frame in (0, 30))
    assert seen(before, "load 0").any() and not seen(after, "load 0").any()
    bare = staging.model_copy(update={"subjects": (staging.subjects[0].model_copy(update={"action": Action.STAND, "prop": Prop.NONE}),)})
    assert (after.slots == 1).sum() > (truth_of(bare, 30, BOX).slots == 1).sum()


def test_who_sleeps_has_a_blanket_up_to_the_chin() -> None:
    for kind in (Kind.GIRL, Kind.CAT, Kind.STORK, Kind.GIANT):
        truth = truth_of(alone(Action.SLEEP, kind, facing=Facing.CAMERA), 4, BOX)
        body, face = truth.slots == 1, truth.faces == 1
        assert seen(truth, "cover 0").sum() > (body & ~face).sum() / 2
        _, _, a, b = truth.figures[0].face
        assert face.sum() > 0.6 * np.pi * a * b, kind


def test_a_cover_is_of_another_tone_than_who_hides() -> None:
    for color in Color:
        staging = alone(Action.HIDE, Kind.FROG, look=Look(kind=Kind.FROG, body=color))
        cover = cover_of(staging, 0)
        assert cover is not None and cover.kind in TONES
        if color is Color.GREEN:
            assert cover.kind != "bush"
    assert UNLIKE > 60


def test_who_hides_looks_out_on_the_still() -> None:
    for kind in (Kind.FROG, Kind.FOX, Kind.MAN):
        truth = truth_of(alone(Action.HIDE, kind, facing=Facing.CAMERA), 0, BOX)
        assert (truth.faces == 1).any() and seen(truth, "cover 0").any()


def test_a_leap_stays_in_the_frame() -> None:
    for kind in (Kind.FOX, Kind.GIANT, Kind.MOUSE):
        staging = alone(Action.JUMP, kind)
        assert not any((render_truth(staging, frame, (64, 36))[0] > 0).any() for frame in range(0, 33, 2)), kind


def test_an_arm_goes_round_who_is_hugged_and_is_nobody_elses() -> None:
    pair = tuple(Subject(look=Look(kind=kind), action=Action.HUG, target=1 - slot, where=where, facing=facing)
                 for slot, (kind, where, facing) in enumerate(((Kind.GIRL, Where.LEFT, Facing.RIGHT), (Kind.BEAR, Where.RIGHT, Facing.LEFT))))  # fmt: skip
    staging = Staging(place=Place.MEADOW, size=Size.FULL, subjects=pair)
    truth = truth_of(staging, 12, BOX)
    girl, bear = truth.figures[0], truth.figures[1]
    hands = [bear.joints[f"{side} hand"] for side in ("left", "right")]
    assert min(x for x, _ in hands) < girl.joints["neck"][0] + 0.02 * BOX[0]
    assert any(truth.slots[int(y), int(x)] == 2 for x, y in hands)
    assert flow_of(staging, 12, 13, BOX).valid.mean() > 0.9


def test_samples_hold_their_cues() -> None:
    staged = (sample_staging(seed, "train") for seed in range(400))
    chased = [s.subjects[a.target] for s in staged for a in s.subjects if a.action is Action.CHASE and a.target >= 0]
    assert chased and all(s.action is not Action.STAND for s in chased)
