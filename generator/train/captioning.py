"""The words of a clip: what a vision model at an OpenAI-compatible endpoint says of it, or what a person wrote beside the film (film.mp4, film.txt)."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from generator.asking import Asked, answer, client, key_of, once
from generator.rig import Rig, Service
from generator.watch_vision import LIMIT_S, LONGEST, MOST_TOKENS, SHOWN, SIDE, said
from storyboard.errors import BadInput, BadReply

WITHOUT = "write the words beside the films, film.txt beside film.mp4, and leave --vision-url out"
TOLD = "These are pictures of one clip, in order. Say in two or three plain sentences who is seen, what they do, where it is, the light, and what the camera does. Say only what is seen."
NAMED = " The one it is about is called {name}: use that name, and do not describe what never changes about them."


def written(film: Path) -> str:
    """What a person wrote beside a film. BadInput where there is nothing."""
    beside = film.with_suffix(".txt")
    try:
        words = " ".join(beside.read_text(encoding="utf-8").split()) if beside.is_file() else ""
    except UnicodeDecodeError as error:
        raise BadInput(f"{beside} is no text in UTF-8. Write it anew.") from error
    if not words:
        raise BadInput(f"Nothing says what is seen in {film.name}. Write it into {beside.name} beside it, or give --vision-url and --vision-model.")
    return words


def seen_by(rig: Rig, service: Service, video: np.ndarray, name: str) -> str:
    """What a vision model says of a clip uint8 (F, H, W, 3); kept in the rig's replies, so that it is paid once. BadReply, StepFailed, Refused."""
    parts: list[Any] = [{"type": "text", "text": TOLD + (NAMED.format(name=name) if name else "")}]
    for share in SHOWN:
        shown = base64.b64encode(_small(video[int(share * (len(video) - 1))])).decode()
        parts.append({"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{shown}"}})
    messages: list[Any] = [{"role": "user", "content": parts}]
    where = f"The vision model at {service.shown}"
    refused = (f"the pictures with {{status}} (model {service.model!r})", "Choose a model that sees, or try again later.")
    asking = Asked(where, "--vision", WITHOUT, refused, "/v1/chat/completions", LIMIT_S)
    key, create = key_of(service, messages), client(service, LIMIT_S).chat.completions.with_streaming_response.create
    told: dict[str, Any] = {"model": service.model, "messages": messages, "max_tokens": MOST_TOKENS, "temperature": 0}
    return answer(rig, asking, key, lambda: create(**told, extra_headers=once(key)), lambda reply: _words(reply, where))


def _words(reply: bytes, where: str) -> str:
    words = " ".join(said(reply, where)[:LONGEST].split())
    if not words:
        raise BadReply(f"{where} said nothing of a clip. Choose another model.")
    return words


def _small(frame: np.ndarray) -> bytes:
    picture, out = Image.fromarray(frame), io.BytesIO()
    picture.thumbnail((SIDE, SIDE))
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
