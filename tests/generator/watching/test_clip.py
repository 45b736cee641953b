"""Reading pictures: sound takes have nothing wrong, faults are found, and what cannot be read is said."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from generator import clip_drawn, watch
from generator.checkpoints import checked
from generator.rig import Rig
from generator.watching import bounds, clip
from generator.watching.drawn import drawn
from generator.watching.likeness import compared
from generator.world.render import render_clip
from storyboard.grammar import Camera, Move, Size
from storyboard.look import Color, Garment, Kind, Look, Outfit
from storyboard.params import ClipParams
from storyboard.staging import Action, Facing, Place, Staging, Subject, Where
from storyboard.take import Media
from storyboard.watching import Reading, WatchClipParams

SIZE = (384, 216)
MIRA = Subject(look=Look(kind=Kind.GIRL), outfit=Outfit(garment=Garment.DRESS, color=Color.RED), action=Action.WAVE)
STAGING = Staging(place=Place.MEADOW, size=Size.FULL, subjects=(MIRA,), frames=25)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Rig:
    return Rig(tmp_path_factory.mktemp("scratch"), {f"oracle-{name}": checked(f"oracle-{name}") for name in ("who", "deed", "way")})


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    return render_clip(STAGING, SIZE)


@pytest.fixture(scope="module")
def take(rig: Rig) -> Media:
    return clip_drawn.make(ClipParams(staging=STAGING, size=SIZE), {}, rig)


def found(pictures: np.ndarray, rig: Rig, staging: Staging = STAGING) -> Reading:
    """What is read of drawings as if they were a take of the staging."""
    true = drawn(staging, SIZE)
    return clip.told(clip.measured(WatchClipParams(staging=staging, size=SIZE), pictures, true, true, rig), ())


def wrong(reading: Reading) -> set[str]:
    return {str(one.sort) for one in (*reading.findings, *reading.notes)}


def test_a_sound_take_has_no_findings_and_the_same_reading_twice(take: Media, rig: Rig) -> None:
    params = WatchClipParams(staging=STAGING, size=SIZE, cast=((MIRA.look, MIRA.outfit),))
    first, again = (watch.make(params, {"clip": (take,)}, rig).path.read_bytes() for _ in range(2))
    reading = Reading.model_validate_json(first)
    assert first == again and reading.findings == ()
    assert {"identity", "count", "action", "camera", "sharpness", "flicker", "freeze", "hole", "seam"} <= {one.sort for one in reading.checks}


def test_somebody_else_and_other_clothes_are_seen(rig: Rig) -> None:
    dressed = STAGING.model_copy(update={"subjects": (MIRA.model_copy(update={"outfit": Outfit(garment=Garment.DRESS, color=Color.NAVY)}),)})
    assert "identity" in wrong(found(render_clip(dressed, SIZE), rig))


def test_nobody_where_somebody_should_be_is_seen(pictures: np.ndarray, rig: Rig) -> None:
    gone = np.concatenate([pictures[:10], render_clip(STAGING.model_copy(update={"subjects": ()}), SIZE)[10:]])
    assert "count" in wrong(found(gone, rig))


def test_what_goes_wrong_with_drawings_is_seen(pictures: np.ndarray, rig: Rig) -> None:
    held = pictures.copy()
    held[6:] = pictures[6]
    soft = np.stack([cv2.GaussianBlur(one, (0, 0), 3.0) for one in pictures])
    torn = np.concatenate([pictures[:12], soft[12:13], pictures[13:]])
    lit = np.stack([np.clip(one.astype(np.int16) + 5 * (k % 2), 0, 255).astype(np.uint8) for k, one in enumerate(pictures)])
    for sort, made in (("freeze", held), ("sharpness", soft), ("hole", torn), ("flicker", lit), ("camera", np.roll(pictures, 30, axis=2))):
        assert sort in wrong(found(made, rig)), sort


def test_what_somebody_does_is_not_taken_for_the_camera() -> None:
    beside = MIRA.model_copy(update={"where": Where.LEFT, "facing": Facing.RIGHT})
    for size in (Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE):
        near = STAGING.model_copy(update={"size": size, "subjects": (beside,), "camera": Camera(move=Move.DOLLY, amount=0.3)})
        other = near.model_copy(update={"subjects": (beside.model_copy(update={"action": Action.RUN}),)})
        true, still = drawn(near, SIZE), near.model_copy(update={"camera": Camera(), "size": size})
        acting, unmoved = ({one.name: one.value for one in compared(render_clip(staging, SIZE), true)} for staging in (other, still))
        assert acting["path"] < 0.5 < 0.7 < unmoved["path"], size


def test_a_mouth_that_does_not_follow_the_speech_is_seen(rig: Rig) -> None:
    near = STAGING.model_copy(update={"size": Size.CLOSE, "subjects": (MIRA.model_copy(update={"action": Action.TALK, "speech": ((0, 12),)}),)})
    late = near.model_copy(update={"subjects": (near.subjects[0].model_copy(update={"speech": ((12, 25),)}),)})
    sound, unsound = (found(render_clip(staging, SIZE), rig, near) for staging in (near, late))
    assert "mouth" in {one.sort for one in sound.checks} and "mouth" not in wrong(sound) and "mouth" in wrong(unsound)


def test_what_cannot_be_read_is_said(take: Media, rig: Rig) -> None:
    brought = clip.read(WatchClipParams(staging=STAGING, size=SIZE, is_ours=False), {"clip": (take,)}, rig)
    assert "brought" in brought.unread[0] and not {one.sort for one in brought.checks} & {"identity", "count", "action", "camera"}
    tiny = STAGING.model_copy(update={"frames": 5})
    small = clip.read(WatchClipParams(staging=tiny, size=(64, 64)), {"clip": (clip_drawn.make(ClipParams(staging=tiny, size=(64, 64)), {}, rig),)}, rig)
    assert "64 pixels" in small.unread[0]


def test_a_note_is_no_finding() -> None:
    for name, one in bounds.BOUNDS.items():
        worse = clip.Measure(name, one.reader.bound + 1.0)
        assert not bounds.checked(worse).holds and bounds.checked(worse).is_advisory == one.reader.is_advisory
        assert bounds.checked(worse, is_sure=False).is_advisory


def test_a_still_is_read_too(rig: Rig, tmp_path: Path, pictures: np.ndarray) -> None:
    from generator.picture import write_png

    still = write_png(tmp_path / "still.png", pictures[0])
    reading = clip.read(WatchClipParams(staging=STAGING.model_copy(update={"frames": 1}), size=SIZE), {"still": (still,)}, rig)
    assert reading.findings == () and {"identity", "count"} <= {one.sort for one in reading.checks}
