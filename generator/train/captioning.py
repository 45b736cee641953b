"""The words of a clip: what a vision model at an OpenAI-compatible endpoint says of it, or what a person wrote beside the film (film.mp4, film.txt)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator.rig import Rig, Service
from generator.watch_vision import LONGEST, SHOWN, said, seeing, small
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
    shown = [small(video[int(share * (len(video) - 1))]) for share in SHOWN]
    return seeing(rig, service, TOLD + (NAMED.format(name=name) if name else ""), shown, ("--vision", WITHOUT), _words)


def _words(reply: bytes, where: str) -> str:
    words = " ".join(said(reply, where)[:LONGEST].split())
    if not words:
        raise BadReply(f"{where} said nothing of a clip. Choose another model.")
    return words
