"""Clips by a video service: any server with OpenAI's /videos (create, look whether it is done, fetch), at FABULA_VIDEO_URL.

The shot's prompt and its still leave this machine, nothing else of the story. The number of the order is on disk as soon as it is there: whoever
is broken off while the service works goes on waiting for the same order the next time.
"""

from __future__ import annotations

import io
import json
import math
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from generator import asking
from generator.asking import Asked, answer, client, key_of, once
from generator.encode import read_frames, write_mp4
from generator.fitting import covering
from generator.picture import read_png
from generator.retake import spliced
from generator.rig import Rig, Service
from storyboard.errors import BadInput, BadReply, Corrupt, Missing, StepFailed
from storyboard.params import ServiceClipParams, Size
from storyboard.take import Media

LIMIT_S, WORK_S, LOOK_S = 60.0, 1200.0, 5.0  # for an answer; for the work itself; between looks whether it is done
WITHOUT = "choose direction.clip=dit"
DRAWINGS_A_SECOND = 12
LARGEST = 512 * 2**20
LENGTHS = {"sora": (4, 8, 12)}  # seconds that a model makes; others make any
SIZES = {"sora": ((1280, 720), (720, 1280))}
UNIT = 16  # pixels: sides are asked for in multiples of it
SHORT_S = 0.5  # so much may lack at the end: the last picture stands
DONE, FAILED = ("completed", "succeeded"), ("failed", "cancelled", "canceled", "expired")


class Order(NamedTuple):
    """What was asked for, and under which name everything of it is kept."""

    number: str
    key: str


def make(params: ServiceClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second, or 24 where it is smooth, at `params.size`. Missing, BadInput, BadReply, StepFailed, Refused."""
    service = rig.service("video", WITHOUT, params.model)
    refused = (f"the clip with {{status}} (model {service.model!r})", "Choose another model, or try again later.")
    asked = Asked(f"The video service at {service.shown}", "FABULA_VIDEO", WITHOUT, refused, "/v1/videos", LIMIT_S, LARGEST)
    order = ordered(params, inputs["still"][0], service, asked, rig)
    film = rig.replies / f"{order.key}.mp4"
    if not film.is_file():
        try:
            _wait(order, service, asked, rig)
            asking.put(film, asking.fetched(asked, lambda: client(service, LIMIT_S).videos.with_streaming_response.download_content(order.number)))
        except Missing as error:
            asking.set_aside(rig.replies / order.key)
            raise BadReply(f"{asked.where} does not know the clip any more that was ordered there. Run again to order it anew.") from error
    try:
        return _clip(params, film, inputs, rig, asked)
    except (BadReply, Corrupt) as error:
        asking.set_aside(film)
        asking.set_aside(rig.replies / order.key)
        raise BadReply(str(error)) from error


def ordered(params: ServiceClipParams, still: Media, service: Service, asked: Asked, rig: Rig) -> Order:
    """The order for a clip: the one that was given before, else a new one."""
    size = size_for(service.model, params.size)
    told: dict[str, Any] = {"model": service.model, "prompt": said(params), "seconds": str(seconds_for(params, service.model)), "size": "{}x{}".format(*size)}
    picture = png(covering(read_png(still.path), size))  # services want it in the size of the clip
    key = key_of(service, told, asking.sha256(picture), params.seed)
    create = client(service, LIMIT_S).videos.with_streaming_response.create
    ask = {**told, "input_reference": ("still.png", picture, "image/png"), "extra_headers": once(key)}
    return Order(answer(rig, asked, key, lambda: create(**ask), lambda reply: _field(reply, "id", asked)), key)


def said(params: ServiceClipParams) -> str:
    """The prompt, with what is not wanted as a sentence of it: these services take no negative prompt."""
    return f"{params.prompt} Leave out: {params.negative}" if params.negative else params.prompt


def seconds_for(params: ServiceClipParams, model: str) -> int:
    """The length to ask for: the shortest that a model makes and that holds the clip. BadInput where none does."""
    seconds = params.staging.frames / DRAWINGS_A_SECOND
    offered = next((lengths for name, lengths in LENGTHS.items() if model.startswith(name)), None)
    found = math.ceil(seconds) if offered is None else next((one for one in offered if one >= seconds), None)
    if found is None:
        raise BadInput(f"The shot is {seconds:.1f} s with its handles, and {model} makes clips of {max(offered or ())} s at most. Split the shot, or {WITHOUT}.")
    return found


def size_for(model: str, size: Size) -> Size:
    """Of the sizes a model offers the one nearest in shape, else the film's own in whole units."""
    for name, offered in SIZES.items():
        if model.startswith(name):
            return min(offered, key=lambda one: abs(math.log(one[0] * size[1] / (one[1] * size[0]))))
    return (-(-size[0] // UNIT) * UNIT, -(-size[1] // UNIT) * UNIT)


def _wait(order: Order, service: Service, asked: Asked, rig: Rig) -> None:
    """Until the clip is there. StepFailed where it takes too long; BadReply where the service gave it up, which ends the order."""
    until = time.monotonic() + WORK_S
    while True:
        reply = asking.fetched(asked, lambda: client(service, LIMIT_S).videos.with_streaming_response.retrieve(order.number))
        status = _field(reply, "status", asked)
        if status in DONE:
            return
        if status in FAILED:
            asking.set_aside(rig.replies / order.key)
            raise BadReply(f"{asked.where} gave the clip up ({status}{_why(reply)}). Say the shot otherwise, or run again to ask again.")
        if time.monotonic() > until:
            raise StepFailed(f"{asked.where} was not done after {WORK_S / 60:.0f} minutes. It goes on there: run again to go on waiting; nothing is paid twice.")
        time.sleep(LOOK_S)


def _why(reply: bytes) -> str:
    """The code of an error, where there is one: what a service writes itself may hold anything."""
    error = json.loads(reply).get("error")
    code = str(error.get("code") or "") if isinstance(error, dict) else ""
    return f": {code}" if code.replace("_", "").isalnum() else ""


def _field(reply: bytes, name: str, asked: Asked) -> str:
    try:
        found = json.loads(reply)[name]
    except (KeyError, TypeError, ValueError) as error:
        raise BadReply(f"{asked.where} gave no usable reply (no {name!r}). Is it a {asked.endpoint} endpoint?") from error
    if not isinstance(found, str) or not 0 < len(found) <= 200:
        raise BadReply(f"{asked.where} gave no usable reply ({name!r} is no word). Is it a {asked.endpoint} endpoint?")
    return found


def _clip(params: ServiceClipParams, film: Path, inputs: Mapping[str, tuple[Media, ...]], rig: Rig, asked: Asked) -> Media:
    rate = "24" if params.smooth else "12"
    count = params.staging.frames * (2 if params.smooth else 1)
    made = held(film, rate, params.size, count, asked.where)
    drawings = made if params.retake is None else spliced(params, inputs["base"][0], made)
    return write_mp4(rig.scratch / "clip.mp4", drawings, rate)


def held(film: Path, rate: str, size: Size, count: int, where: str) -> Iterator[np.ndarray]:
    """The first `count` pictures of what a service sent, cut about their middle; the last stands a little longer where it ends too soon. BadReply."""
    frames = read_frames(Media(film, "mp4"), rate, size)
    try:
        last, found = None, 0
        for last in frames:
            yield last
            found += 1
            if found == count:
                return
        if last is None or count - found > SHORT_S * int(rate):
            raise BadReply(f"{where} sent {found / int(rate):.1f} s where {count / int(rate):.1f} s were asked for. Run again to ask again.")
        for _ in range(count - found):
            yield last
    finally:
        frames.close()


def png(picture: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()
