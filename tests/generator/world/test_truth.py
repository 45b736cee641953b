"""What the drawn world says of its own drawings is what can be seen in them."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest

from generator.world.camera import path
from generator.world.render import render_frame, render_truth
from generator.world.sample import sample_staging
from generator.world.truth import Flow, Truth, flow_of, truth_of
from storyboard.grammar import Camera, Ease, Move, Size
from storyboard.look import Build, Color, Garment, Kind, Look, Outfit
from storyboard.staging import Action, Facing, Place, Staging, Style, Subject, Where

SMALL = (256, 144)
FOX = Subject(look=Look(kind=Kind.FOX, body=Color.RUST), outfit=Outfit(garment=Garment.COAT, color=Color.NAVY), where=Where.LEFT, facing=Facing.RIGHT)
WOMAN = Subject(look=Look(kind=Kind.WOMAN), outfit=Outfit(garment=Garment.TUNIC, color=Color.GOLD), action=Action.WAVE, where=Where.RIGHT)
CLEARER = 1.5  # dB by which a drawing that is warped back is nearer than one that is not, where something moves; their mean by 6
MOVING = 33.0  # dB between neighbouring drawings, at the most, where something moves
FAITHFUL = {False: 30.0, True: 27.0}  # dB of a drawing that is warped back, at the least; with paper's shadows, which are no surface


PRINT = """
import hashlib
from generator.world.sample import sample_staging
from generator.world.truth import flow_of, truth_of
truth, flow = truth_of(sample_staging(8, "train"), 5, (64, 36)), flow_of(sample_staging(8, "train"), 5, 6, (64, 36))
print(hashlib.sha256(b"".join(a.tobytes() for a in (truth.front, truth.faces, truth.near, *flow))).hexdigest(), truth.figures)
"""


def warped(picture: np.ndarray, flow: Flow) -> np.ndarray:
    h, w = flow.valid.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    return cv2.remap(picture, x + flow.moved[..., 0], y + flow.moved[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def psnr(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> float:
    """dB, of pictures made a little soft: between pixels a sharp edge cannot be brought back."""
    a, b = (cv2.GaussianBlur(picture, (0, 0), 0.8) for picture in (a, b))
    return float(10 * np.log10(255**2 / max(np.mean((a.astype(float) - b)[where] ** 2), 1e-6)))


def test_a_drawing_warped_back_is_the_one_before_it() -> None:
    gains = []
    for seed in range(24):
        staging = sample_staging(seed, "train")
        before, after = (render_frame(staging, f, SMALL) for f in (6, 7))
        flow = flow_of(staging, 6, 7, SMALL)
        plain, moved = psnr(before, after, flow.valid), psnr(before, warped(after, flow), flow.valid)
        assert flow.moved.dtype == np.float32 and flow.valid.mean() > 0.6
        assert moved > FAITHFUL[Style.CUTOUT in (staging.style, staging.mix)] and (moved > plain + CLEARER or plain > MOVING), (seed, plain, moved)
        gains += [moved - plain] if plain < MOVING else []
    assert len(gains) > 5 and np.mean(gains) > 6.0


def test_legs_that_cross_are_not_taken_for_each_other() -> None:
    """Over a whole step the flow of a walker's legs brings the later drawing back, though the legs change their painting order."""
    staging = Staging(place=Place.DESERT, size=Size.FULL, subjects=(FOX.model_copy(update={"action": Action.WALK, "outfit": Outfit()}),))
    for a in range(4, 12):
        before, after = (render_frame(staging, f, SMALL) for f in (a, a + 3))
        flow, truth = flow_of(staging, a, a + 3, SMALL), truth_of(staging, a, SMALL)
        legs = (truth.slots == 1) & (np.arange(SMALL[1])[:, None] > truth.figures[0].joints["hip"][1]) & flow.valid
        assert psnr(before, warped(after, flow), legs) > psnr(before, after, legs)


def test_nothing_flows_where_nothing_moves() -> None:
    staging = Staging(place=Place.LIBRARY, subjects=(FOX,))
    flow, truth = flow_of(staging, 0, 9, SMALL), truth_of(staging, 0, SMALL)
    place = truth.slots == 0
    still = np.abs(flow.moved[place]).max(1) == 0.0
    assert still.mean() > 0.97 and flow.valid[place].mean() > 0.9
    assert np.abs(flow.moved[truth.slots == 1]).max() > 0.5


@pytest.mark.parametrize(("move", "axis"), [(Move.PAN, 0), (Move.TILT, 1)], ids=str)
def test_a_turning_camera_moves_the_whole_picture_by_its_path(move: Move, axis: int) -> None:
    camera = Camera(move=move, amount=0.6, ease=Ease.LINEAR)
    staging = Staging(place=Place.CASTLE, camera=camera)
    flow = flow_of(staging, 4, 12, SMALL).moved
    way = path(camera, staging.frames)
    wanted = -(way[12] - way[4])[axis] * SMALL[axis]
    assert abs(wanted) > 5
    assert np.median(np.abs(flow[..., axis] - wanted)) < 0.01 and (np.abs(flow - np.eye(2)[axis] * wanted).max(2) < 0.05).mean() > 0.6


def test_far_things_pass_slower_than_near_ones_when_the_camera_travels() -> None:
    staging = Staging(place=Place.MEADOW, camera=Camera(move=Move.TRUCK, amount=0.8))
    flow, near = flow_of(staging, 8, 16, SMALL).moved[..., 0], truth_of(staging, 8, SMALL).near
    assert np.abs(flow[near < 0.05]).mean() < 0.2 * np.abs(flow[near > 0.95]).mean()


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_joints_lie_in_their_figure_and_feet_on_the_ground(kind: Kind) -> None:
    for facing in Facing:
        subject = Subject(look=Look(kind=kind), outfit=Outfit(garment=Garment.TUNIC), facing=facing)
        truth = truth_of(Staging(place=Place.MEADOW, size=Size.FULL, subjects=(subject,)), 2, SMALL)
        joints, body = truth.figures[0].joints, truth.slots == 1
        wide = cv2.dilate(body.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
        ground = np.nonzero(body.any(1))[0].max()
        for name, (x, y) in joints.items():
            assert 0 <= int(x) < SMALL[0] and 0 <= int(y) < SMALL[1] and wide[int(y), int(x)], (kind, facing, name)
            assert "foot" not in name or ground - y < 0.12 * SMALL[1], (kind, facing, name)
        assert joints["head"][1] < joints["neck"][1] < joints["hip"][1] < min((joints[n][1] for n in joints if "foot" in n), default=ground)


def test_who_has_no_legs_has_no_feet() -> None:
    for kind, has in ((Kind.SPIRIT, False), (Kind.FOX, True)):
        joints = truth_of(Staging(place=Place.MEADOW, subjects=(Subject(look=Look(kind=kind)),)), 0, (64, 36)).figures[0].joints
        assert ("left foot" in joints) == ("right foot" in joints) == has


@pytest.mark.parametrize("action", [Action.STAND, Action.SLEEP, Action.WAVE, Action.POINT, Action.READ], ids=str)
def test_the_hand_of_a_snake_is_the_tip_of_its_tail(action: Action) -> None:
    for facing in (Facing.LEFT, Facing.CAMERA, Facing.RIGHT):
        subject = Subject(look=Look(kind=Kind.SNAKE), action=action, facing=facing)
        truth = truth_of(Staging(place=Place.MEADOW, size=Size.FULL, subjects=(subject,)), 16, SMALL)
        joints, figure = truth.figures[0].joints, truth.figures[0]
        assert len([name for name in joints if "hand" in name]) == 1
        assert np.hypot(joints["head"][0] - figure.face[0], joints["head"][1] - figure.face[1]) < 1.0
        wide = cv2.dilate((truth.slots == 1).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        assert all(wide[int(y), int(x)] for x, y in joints.values()), (facing, joints)


def test_left_is_the_figures_own() -> None:
    joints = truth_of(Staging(place=Place.MEADOW, subjects=(WOMAN.model_copy(update={"action": Action.STAND}),)), 0, SMALL).figures[0].joints
    assert joints["left hand"][0] > joints["right hand"][0] and joints["left foot"][0] > joints["right foot"][0]


def test_who_stands_before_whom_is_who_is_seen() -> None:
    wide = Subject(look=Look(kind=Kind.BEAR, build=Build.ROUND), where=Where.LEFT)
    pair = (wide, wide.model_copy(update={"where": Where.RIGHT}))
    staging = Staging(place=Place.MEADOW, size=Size.MEDIUM_CLOSE, subjects=pair)
    truth = truth_of(staging, 3, SMALL)
    alone = {k: truth_of(staging.model_copy(update={"subjects": tuple(_hidden(s, k != n) for n, s in enumerate(pair))}), 3, SMALL) for k in (0, 1)}
    both = (alone[0].slots == 1) & (alone[1].slots == 2)
    assert both.sum() > 20
    front = max((0, 1), key=lambda k: truth.order.index(f"figure {k}"))
    assert (truth.slots[both] == front + 1).all() and (truth.front[both] == truth.order.index(f"figure {front}")).all()


def _hidden(subject: Subject, hide: bool) -> Subject:
    return subject.model_copy(update={"visible": (1.0, 1.0)}) if hide else subject


def test_masks_agree_with_each_other_and_with_the_training_masks() -> None:
    for seed in range(12):
        staging = sample_staging(seed, "heldout")
        truth = truth_of(staging, 4, SMALL)
        assert ((truth.faces == 0) | (truth.faces == truth.slots)).all()
        assert all((truth.slots == f.slot + 1).any() == (truth.front == truth.order.index(f"figure {f.slot}")).any() for f in truth.figures)
        rough = render_truth(staging, 4, SMALL)
        open_ = truth.near <= 1.0  # what stands before the figures hides them in the one, not in the other
        assert (rough != truth.slots)[open_].mean() < 0.05  # outlines are the body's here
        for figure in truth.figures:
            assert figure.look == staging.subjects[figure.slot].look
        assert truth.camera == tuple(float(v) for v in path(staging.camera, staging.frames)[4])


def test_faces_are_where_heads_are() -> None:
    for style in Style:
        truth = truth_of(Staging(place=Place.VILLAGE, style=style, size=Size.MEDIUM, subjects=(FOX, WOMAN)), 0, SMALL)
        for figure in truth.figures:
            x, y = np.argwhere(truth.faces == figure.slot + 1).mean(0)[::-1]
            assert abs(x - figure.face[0]) < 4 and abs(y - figure.face[1]) < 4
            assert (truth.faces == figure.slot + 1).sum() > 0.7 * np.pi * figure.face[2] * figure.face[3]


def test_speech_is_told_by_slot() -> None:
    speaker = WOMAN.model_copy(update={"speech": ((3, 9),)})
    staging = Staging(place=Place.KITCHEN, subjects=(FOX, speaker))
    said = {f: {figure.slot: figure for figure in truth_of(staging, f, (64, 36)).figures} for f in (1, 5)}
    assert said[5][1].speaks and not said[5][0].speaks and not said[1][1].speaks
    assert said[5][1].mouth > said[1][1].mouth


def test_an_insert_shows_a_thing_and_nobody() -> None:
    staging = next(s for s in (sample_staging(k, "train") for k in range(400)) if s.size is Size.INSERT)
    truth = truth_of(staging, 0, SMALL)
    assert not truth.figures and not truth.slots.any() and (truth.front == truth.order.index("thing")).mean() > 0.01


def test_another_process_tells_the_same_truth() -> None:
    said = [subprocess.run([sys.executable, "-c", PRINT], capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert said[0] == said[1] and len(said[0]) > 64


def test_the_same_truth_twice() -> None:
    staging = sample_staging(8, "train")
    one, two = (truth_of(staging, 5, SMALL) for _ in range(2))
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("front", "slots", "faces", "near"))
    assert isinstance(one, Truth) and one.figures == two.figures and one.order == two.order
    assert all(np.array_equal(a, b) for a, b in zip(flow_of(staging, 5, 6, SMALL), flow_of(staging, 5, 6, SMALL), strict=True))
