"""Stills by an image service: any server with OpenAI's /images/generations and /images/edits, at FABULA_IMAGE_URL.

The shot's prompt and the portraits of those in it leave this machine, nothing else of the story. What comes back is cut about its middle to the
film's shape. A shot with somebody in it is an edit of their portraits, in the order in which its prompt numbers them.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from generator.asking import Asked, answer, client, key_of, once
from generator.fitting import covering
from generator.picture import write_png
from generator.rig import Rig, Service
from storyboard.digest import file_digest
from storyboard.errors import BadReply
from storyboard.params import Size, StillParams
from storyboard.take import Media

LIMIT_S = 180.0  # a picture takes a minute where many ask
WITHOUT = "choose direction.still=drawn"
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 64 * 10**6
OFFERED = {  # models that make pictures of these sizes only; others are asked for the film's own
    "gpt-image-1": ((1536, 1024), (1024, 1536), (1024, 1024)), "dall-e-3": ((1792, 1024), (1024, 1792), (1024, 1024)), "dall-e-2": ((1024, 1024),),
}  # fmt: skip
ALWAYS_BYTES = ("gpt-image", "chatgpt-image")  # they send the picture itself, and refuse to be asked for it
UNIT = 16  # pixels: sides are asked for in multiples of it


def make(params: StillParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """The picture at `params.size`. `inputs`: {"portrait": one for each subject, in slot order}. Missing, BadReply, StepFailed, Refused."""
    service = rig.service("image", WITHOUT, params.model)
    portraits = inputs.get("portrait", ())
    refused = (f"the still with {{status}} (model {service.model!r}, {'with portraits' if portraits else 'no portraits'})", _help(portraits))
    endpoint = "/v1/images/edits" if portraits else "/v1/images/generations"
    asking = Asked(f"The image service at {service.shown}", "FABULA_IMAGE", WITHOUT, refused, endpoint, LIMIT_S)
    told: dict[str, Any] = {"model": service.model, "prompt": said(params), "size": "{}x{}".format(*size_for(service.model, params.size)), "n": 1}
    if not service.model.startswith(ALWAYS_BYTES):
        told["response_format"] = "b64_json"
    key = key_of(service, told, [file_digest(one.path) for one in portraits], params.staging.seed)
    picture = answer(rig, asking, key, lambda: _ask(service, told | {"extra_headers": once(key)}, portraits), lambda reply: opened(reply, asking.where))
    return write_png(rig.scratch / "still.png", covering(picture, params.size))


def said(params: StillParams) -> str:
    """The prompt, with what is not wanted as a line of it: these services take no negative prompt."""
    return f"{params.prompt}\nLeave out: {params.negative}" if params.negative else params.prompt


def size_for(model: str, size: Size) -> Size:
    """The size to ask for: of those a model offers the one nearest in shape, else the film's own in whole units."""
    for name, offered in OFFERED.items():
        if model.startswith(name) or (name == "gpt-image-1" and model.startswith(ALWAYS_BYTES)):
            return min(offered, key=lambda one: abs(np.log(one[0] * size[1] / (one[1] * size[0]))))
    return (-(-size[0] // UNIT) * UNIT, -(-size[1] // UNIT) * UNIT)


def _ask(service: Service, told: dict[str, Any], portraits: tuple[Media, ...]) -> Any:
    images = client(service, LIMIT_S).images.with_streaming_response
    if not portraits:
        return images.generate(**told)
    files = [(f"{number}.png", one.path.read_bytes(), "image/png") for number, one in enumerate(portraits, 1)]
    return images.edit(image=files[0] if len(files) == 1 else files, **told)  # servers that take one picture know no list


def _help(portraits: tuple[Media, ...]) -> str:
    return "Choose a model that takes pictures, or set FABULA_IMAGE_REFERENCES=no." if portraits else "Choose another model, or try again later."


def opened(reply: bytes, where: str) -> np.ndarray:
    """The picture of a reply, uint8 [h, w, 3]. BadReply."""
    try:
        data = base64.b64decode(json.loads(reply)["data"][0]["b64_json"], validate=True)
    except (KeyError, IndexError, TypeError, ValueError, binascii.Error) as error:
        raise BadReply(f"{where} sent no picture ({type(error).__name__}); base64 was asked for (b64_json). Is it a /v1/images endpoint?") from error
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise BadReply(f"{where} sent a picture of {found.width}x{found.height}, more than {MOST_PIXELS // 10**6} million pixels. Choose another model.")
            return np.asarray(found.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadReply(f"{where} sent a picture that cannot be read ({type(error).__name__}); it should be PNG, JPEG or WebP. Try again.") from error
