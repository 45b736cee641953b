"""The watcher's outside eye: a vision model is asked closed questions about a clip, at an OpenAI-compatible endpoint (FABULA_VISION_URL).

Three small pictures of the clip and the questions leave this machine, nothing else of the story. Whatever is not one of the answers that were
offered counts as unread; what it finds only advises, since nobody here has measured the model.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from generator.asking import Asked, answer, client, key_of, once
from generator.encode import read_frames
from generator.picture import read_png
from generator.rig import Rig, Service
from storyboard.errors import BadReply
from storyboard.questions import AskedClipParams, Question
from storyboard.take import Media
from storyboard.watching import Check, Reading

SHOWN, SIDE = (0.25, 0.5, 0.75), 512  # shares of the clip at which it is looked at; pixels of the longer side
LIMIT_S = 60.0
WITHOUT = "set direction.vision=false"
MOST_TOKENS, LONGEST = 400, 4000  # of a reply; characters of it that are looked at
TOLD = (
    "You are shown {count} of one shot of an animated film{order}. Answer each question about the shot with one of the answers in its brackets, "
    'and nothing else. Reply with one JSON object that has the number of each question and its answer, such as {{"1": "yes"}}.'
)


def make(params: AskedClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """A Reading as json, all of it advisory. Raises Missing where no model is set, BadReply, StepFailed."""
    service = rig.service("vision", WITHOUT)
    reply = asked(rig, service, params.questions, pictures(inputs["clip" if "clip" in inputs else "still"][0]))
    path = rig.scratch / "reading.json"
    path.write_text(understood(params.questions, reply).model_dump_json())
    return Media(path, "json")


def pictures(take: Media) -> tuple[bytes, ...]:
    """JPEGs of three moments of a clip, or of a still."""
    if take.format == "png":
        return (small(read_png(take.path)),)
    wanted = [min(int(share * take.frames), take.frames - 1) for share in SHOWN]
    return tuple(small(frame) for at, frame in enumerate(read_frames(take)) if at in wanted)


def small(frame: np.ndarray) -> bytes:
    """A JPEG of a picture uint8 (H, W, 3), at most SIDE pixels long."""
    picture, out = Image.fromarray(frame), io.BytesIO()
    picture.thumbnail((SIDE, SIDE))
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def asked(rig: Rig, service: Service, questions: Sequence[Question], shown: Sequence[bytes]) -> str:
    """The model's reply, at most LONGEST characters of it."""
    words = "\n".join([TOLD.format(count="a picture" if len(shown) == 1 else f"{len(shown)} pictures", order="" if len(shown) == 1 else ", in order"), *(f"{n}. {one.text} [{', '.join(one.answers)}]" for n, one in enumerate(questions, 1))])
    return seeing(rig, service, words, shown, ("FABULA_VISION", WITHOUT), said)


def seeing(rig: Rig, service: Service, words: str, shown: Sequence[bytes], named: tuple[str, str], read: Callable[[bytes, str], str]) -> str:
    """What `read` makes of the reply of a model that is told `words` and shown pictures, from the service's name for people; kept in the rig's replies, so
    that it is paid once. `named`: how its settings begin, and what does without it. BadReply, StepFailed, Refused."""
    parts: list[Any] = [{"type": "text", "text": words}]
    parts += [{"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{base64.b64encode(one).decode()}"}} for one in shown]
    messages: list[Any] = [{"role": "user", "content": parts}]
    where = f"The vision model at {service.shown}"
    refused = (f"the pictures with {{status}} (model {service.model!r})", "Choose a model that sees, or try again later.")
    asking = Asked(where, *named, refused, "/v1/chat/completions", LIMIT_S)
    key, create = key_of(service, messages), client(service, LIMIT_S).chat.completions.with_streaming_response.create
    told: dict[str, Any] = {"model": service.model, "messages": messages, "max_tokens": MOST_TOKENS, "temperature": 0}
    return answer(rig, asking, key, lambda: create(**told, extra_headers=once(key)), lambda reply: read(reply, where))


def said(reply: bytes, where: str) -> str:
    """What the model wrote, of a chat completion. BadReply."""
    try:
        return str(json.loads(reply)["choices"][0]["message"]["content"] or "")[:LONGEST]
    except (KeyError, IndexError, TypeError, ValueError) as error:  # a reply of no known form
        raise BadReply(f"{where} gave no usable reply ({type(error).__name__}). Is it a /v1/chat/completions endpoint?") from error


def understood(questions: Sequence[Question], reply: str) -> Reading:
    """Each answer that is one of those offered, held against what the shot's documents say; the rest is unread."""
    given, checks, unread = answers(reply), list[Check](), list[str]()
    for number, one in enumerate(questions, 1):
        answer = given.get(str(number), "")
        if answer not in one.answers:
            unread.append(f"{one.text} The vision model gave none of the answers {', '.join(one.answers)}.")
            continue
        words = f"{one.text} The vision model says {answer}; the story says {one.expected}."
        value, bound = (float(one.answers.index(said)) for said in (answer, one.expected))
        checks.append(Check(sort=one.sort, holds=answer == one.expected, value=value, bound=bound, unit="answer", is_advisory=True, who=one.who, words=words))
    return Reading(checks=tuple(checks), unread=tuple(unread))


def answers(reply: str) -> dict[str, str]:
    """Of the first JSON object in a reply: short words and whole numbers, in small letters; empty where there is none."""
    found = re.search(r"\{[^{}]*\}", reply)
    try:
        read = json.loads(found[0]) if found else {}
    except ValueError:
        return {}
    return {str(key): str(value).strip().lower() for key, value in read.items() if isinstance(value, str | int) and not isinstance(value, bool)}
