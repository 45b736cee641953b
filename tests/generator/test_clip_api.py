"""A video service, for real over HTTP on loopback: what is ordered, what becomes of it, and that one order is paid once, whoever is broken off."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator import asking, clip_api
from generator.encode import count_frames, read_frames
from generator.picture import write_png
from generator.rig import Rig
from storyboard.errors import BadInput, BadReply, Missing, StepFailed
from storyboard.params import ServiceClipParams
from storyboard.staging import Staging
from storyboard.take import Media
from tests.services import KEY, Answer, Services, as_json, filmed, refusal, serving

SIZE = (64, 36)
PARAMS = ServiceClipParams(staging=Staging(place="forest", hour="dusk", frames=30), prompt="The fox turns.", negative="cuts", size=SIZE)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAITS_S", (0.0, 0.0))
    monkeypatch.setattr(clip_api, "LOOK_S", 0.0)


def clip(folder: Path, served: Services | None, model: str = "mover", **more: object) -> tuple[Media, Rig]:
    folder.mkdir(exist_ok=True)
    rig = Rig(folder, services={"video": served.as_service(model)} if served else {}, replies=folder.parent / "replies")
    still = write_png(folder / "still.png", np.full((36, 64, 3), 90, np.uint8))
    return clip_api.make(PARAMS.model_copy(update=more), {"still": (still,)}, rig), rig


def light(media: Media) -> list[int]:
    return [int(frame.mean().round()) for frame in read_frames(media)]


def test_a_still_and_a_prompt_become_a_clip_of_the_shot_s_length(tmp_path: Path):
    with serving() as services:
        media, rig = clip(tmp_path / "a", services)
    create, *_ = services.asked
    assert create.path == "/v1/videos" and {**create.told} == {"model": "mover", "prompt": "The fox turns. Leave out: cuts", "seconds": "3", "size": "64x48"}
    assert Image.open(io.BytesIO(create.files[0])).size == (64, 48) and create.headers["idempotency-key"]
    assert [one.path.rpartition("/")[2] for one in services.asked[1:]] == [services.asked[1].path.split("/")[-1], "content"]
    assert (media.rate, media.frames, count_frames(media.path), (media.width, media.height)) == ("12", 30, 30, SIZE) and rig.paid == "yes"
    seen = light(media)
    assert np.abs(np.array(seen[5:]) - 2 * np.arange(5, 30)).max() <= 3  # every second frame of what came


def test_smooth_clips_and_lengths_and_sizes_that_a_model_offers(tmp_path: Path):
    with serving() as services:
        media, _ = clip(tmp_path / "a", services, "sora-2-pro", smooth=True, staging=PARAMS.staging.model_copy(update={"frames": 60}))
        with pytest.raises(BadInput, match="12 s at most"):
            clip(tmp_path / "b", services, "sora-2", staging=PARAMS.staging.model_copy(update={"frames": 150}))
    assert (media.rate, media.frames) == ("24", 120) and len(services.of("/videos")) == 1
    assert (services.asked[0].told["seconds"], services.asked[0].told["size"]) == ("8", "1280x720")


def test_who_is_broken_off_waits_for_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    turns: list[Answer | None] = [None, as_json({"status": "in_progress"}), refusal(500), as_json({"status": "in_progress"})]
    with serving(lambda *_: turns.pop(0) if turns else None) as services:
        with pytest.raises(BadReply, match="500"):
            clip(tmp_path / "a", services)
        monkeypatch.setattr(clip_api, "WORK_S", 0.0)
        with pytest.raises(StepFailed, match="nothing is paid twice"):
            clip(tmp_path / "b", services)
        media, rig = clip(tmp_path / "c", services)
        again, _ = clip(tmp_path / "d", services)
    assert len(services.of("/v1/videos")) == 1 and rig.paid == "no" and media.path.read_bytes() == again.path.read_bytes()


def test_a_clip_that_the_service_gave_up_or_made_too_short_is_ordered_anew(tmp_path: Path):
    turns: list[Answer | None] = [None, as_json({"status": "failed", "error": {"code": "moderation_blocked", "message": f"no {KEY}"}})]
    short: list[Answer | None] = [None, None, (200, "video/mp4", filmed(24))]
    with serving(lambda *_: turns.pop(0) if turns else short.pop(0) if short else None) as services:
        with pytest.raises(BadReply, match=r"gave the clip up \(failed: moderation_blocked\)"):
            clip(tmp_path / "a", services)
        with pytest.raises(BadReply, match=r"1\.0 s where 2\.5 s were asked for"):
            clip(tmp_path / "b", services)
        clip(tmp_path / "c", services)
    assert len(services.of("/v1/videos")) == 3


def test_an_order_that_the_service_has_forgotten_is_given_anew(tmp_path: Path):
    turns: list[Answer | None] = [None, refusal(404)]
    with serving(lambda *_: turns.pop(0) if turns else None) as services:
        with pytest.raises(BadReply, match="order it anew"):
            clip(tmp_path / "a", services)
        clip(tmp_path / "b", services)
    assert len(services.of("/v1/videos")) == 2


def test_the_last_picture_stands_where_a_little_lacks(tmp_path: Path):
    with serving(lambda _, request: (200, "video/mp4", filmed(52)) if request.path.endswith("content") else None) as services:
        media, _ = clip(tmp_path / "a", services)
    seen = light(media)
    assert len(seen) == 30 and max(seen[-4:]) - min(seen[-4:]) <= 2


@pytest.mark.parametrize(("path", "answer", "says"), [
    ("videos", as_json({"object": "video"}), "no 'id'"), ("videos", refusal(401), "FABULA_VIDEO_KEY"), ("content", (200, "video/mp4", b"no film"), "cannot be read"),
])  # fmt: skip
def test_what_cannot_be_used_is_said_in_a_sentence_that_holds_no_key(tmp_path: Path, path: str, answer: Answer, says: str):
    with serving(lambda _, request: answer if request.path.endswith(path) else None) as services, pytest.raises((BadReply, StepFailed), match=says) as caught:
        clip(tmp_path / "a", services)
    assert KEY not in str(caught.value) and not (tmp_path / "a" / "clip.mp4").exists()
    assert not list((tmp_path / "replies").glob("*.mp4"))


def test_no_service(tmp_path: Path):
    with pytest.raises(Missing, match="FABULA_VIDEO_URL"):
        clip(tmp_path / "a", None)
