"""An image service, for real over HTTP on loopback: what is asked, what becomes of the reply, what is never paid twice, and how it can fail."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator import asking, still_api
from generator.picture import read_png, write_png
from generator.rig import Rig, Service
from storyboard.errors import BadReply, FabulaError, Missing, Refused, StepFailed
from storyboard.params import StillParams
from storyboard.staging import Staging
from storyboard.take import Media
from tests.services import KEY, Answer, Services, as_json, painted, refusal, serving

SIZE = (96, 64)
PARAMS = StillParams(staging=Staging(place="forest", hour="dusk", seed=4), prompt="Image 1 is Mira.", negative="a second fox", size=SIZE)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAITS_S", (0.0, 0.0))


PAID: list[str] = []  # of each still, made or not


def still(folder: Path, served: Services | None, portraits: int = 0, model: str = "painter", **more: object) -> tuple[np.ndarray, Rig]:
    folder.mkdir(exist_ok=True)
    rig = Rig(folder, services={"image": served.as_service(model)} if served else {}, replies=folder.parent / "replies")
    rig.begin(folder, bool(more.pop("is_again", False)))
    faces = tuple(write_png(folder / f"{n}.png", np.full((8, 8, 3), 40 * n, np.uint8)) for n in range(portraits))
    try:
        media: Media = still_api.make(PARAMS.model_copy(update=more), {"portrait": faces}, rig)
    finally:
        PAID.append(rig.paid)
    return read_png(media.path), rig


def paid() -> str:
    return PAID[-1]


def test_a_shot_with_nobody_in_it_is_generated_from_its_words(tmp_path: Path):
    with serving() as services:
        picture, rig = still(tmp_path / "a", services)
    (one,) = services.asked
    assert one.path == "/v1/images/generations" and one.headers["authorization"] == f"Bearer {KEY}" and one.headers["idempotency-key"]
    assert one.told == {"model": "painter", "prompt": "Image 1 is Mira.\nLeave out: a second fox", "size": "96x64", "n": 1, "response_format": "b64_json"}
    assert picture.shape == (64, 96, 3) and rig.paid == "yes"


def test_portraits_go_along_in_slot_order(tmp_path: Path):
    with serving() as services:
        still(tmp_path / "a", services, portraits=3)
    (one,) = services.asked
    assert one.path == "/v1/images/edits" and [int(np.asarray(Image.open(io.BytesIO(data))).max()) for data in one.files] == [0, 40, 80]


def test_a_model_of_fixed_sizes_is_asked_for_the_nearest_and_cut_about_its_middle(tmp_path: Path):
    with serving() as services:
        wide, _ = still(tmp_path / "a", services, model="gpt-image-1.5", size=(96, 54))
        still(tmp_path / "b", services, model="dall-e-3", size=(54, 96))
    assert [(one.told["size"], one.told.get("response_format")) for one in services.asked] == [("1536x1024", None), ("1024x1792", "b64_json")]
    whole = np.asarray(Image.open(io.BytesIO(painted("Image 1 is Mira.\nLeave out: a second fox", "1536x1024"))))
    assert wide.shape == (54, 96, 3) and np.array_equal(wide[27, 5], whole[500, 80])


def test_a_shot_may_ask_for_a_model_of_its_own(tmp_path: Path):
    with serving() as services:
        _, rig = still(tmp_path / "a", services)
        rig.begin(tmp_path / "a", False)
        still_api.make(PARAMS.model_copy(update={"model": "dall-e-3"}), {}, rig)
    assert [(one.told["model"], one.told["size"]) for one in services.asked] == [("painter", "96x64"), ("dall-e-3", "1792x1024")]


def test_a_reply_that_was_paid_for_serves_every_later_try(tmp_path: Path):
    with serving() as services:
        first, _ = still(tmp_path / "a", services)
        again, rig = still(tmp_path / "b", services)
        assert np.array_equal(first, again) and rig.paid == "no" and len(services.asked) == 1
        still(tmp_path / "c", services, staging=PARAMS.staging.model_copy(update={"seed": 5}))  # another take is asked for
    assert len(services.asked) == 2


def test_a_busy_service_is_asked_again_and_one_that_broke_off_is_not(tmp_path: Path):
    turns: list[Answer] = [refusal(429), refusal(503), (0, "", b"")]
    with serving(lambda known, _: turns.pop(0) if turns else None) as services:
        with pytest.raises(StepFailed, match="It may be paid for"):
            still(tmp_path / "a", services)
        assert len(services.asked) == 3 and paid() == "perhaps"
        with pytest.raises(StepFailed, match="run again to ask again"):  # by a crew, whose process died: a person decides
            still(tmp_path / "b", services, is_again=True)
        assert len(services.asked) == 3 and paid() == "perhaps"
        still(tmp_path / "c", services)
        still(tmp_path / "d", services, is_again=True)  # its process died after the answer had come
        assert paid() == "yes"
    first, *_, last = services.asked
    assert first.headers["idempotency-key"] == last.headers["idempotency-key"]


def test_a_reply_of_no_use_is_set_aside_and_asked_for_anew(tmp_path: Path):
    turns = [as_json({"data": [{"b64_json": base64.b64encode(b"no picture").decode()}]})]
    with serving(lambda *_: turns.pop() if turns else None) as services:
        with pytest.raises(BadReply, match="cannot be read"):
            still(tmp_path / "a", services)
        assert paid() == "yes" and [one.suffix for one in (tmp_path / "replies").iterdir()] == [".unusable"]
        still(tmp_path / "b", services)
    assert len(services.asked) == 2


@pytest.mark.parametrize(
    ("answer", "kind", "says", "cost"),
    [
        (refusal(401), StepFailed, "FABULA_IMAGE_KEY", "no"), (refusal(400), BadReply, r"400 \(model 'painter', with portraits", "no"),
        (refusal(400, "moderation_blocked"), Refused, "does not allow", "no"), (refusal(429), StepFailed, "FABULA_IMAGE_AT_ONCE", "no"),
        (refusal(429, "insufficient_quota"), StepFailed, "nothing left to pay with", "no"), (refusal(404), BadReply, "FABULA_IMAGE_REFERENCES=no", "no"),
        ((200, "text/html", b"<html>"), BadReply, "images endpoint", "yes"), (as_json({"data": []}), BadReply, "sent no picture", "yes"),
        (as_json({"data": [{"url": "http://127.0.0.1:9/x.png"}]}), BadReply, "base64 was asked for", "yes"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_a_sentence_that_holds_no_key(tmp_path: Path, answer: Answer, kind: type[FabulaError], says: str, cost: str):
    with serving(lambda *_: answer) as services, pytest.raises(kind, match=says) as caught:
        still(tmp_path / "a", services, portraits=1)
    assert KEY not in str(caught.value) and paid() == cost and not (tmp_path / "a" / "still.png").exists()


def test_no_service_and_none_that_answers(tmp_path: Path):
    with pytest.raises(Missing, match="FABULA_IMAGE_URL"):
        still(tmp_path / "a", None)
    rig = Rig(tmp_path, services={"image": Service("http://127.0.0.1:9/v1", "m", KEY, "http://127.0.0.1:9/v1")})
    with pytest.raises(StepFailed, match="cannot be reached"):
        still_api.make(PARAMS, {}, rig)
    assert rig.paid == "no" and not list((tmp_path / "replies").iterdir())
