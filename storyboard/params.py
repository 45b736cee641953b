"""Params: what a maker is given beside its inputs, and all that enters its key. Those of sound are in sound.py."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from storyboard.document import Doc
from storyboard.grammar import Transition
from storyboard.look import Color, Look, Outfit
from storyboard.staging import Staging, Style

Size = tuple[int, int]  # width, height in pixels


class PortraitParams(Doc):
    """A character alone on a plain ground: the reference of its identity."""

    look: Look
    outfit: Outfit
    style: Style
    size: Size
    seed: int = 0


class StillParams(Doc):
    """A shot's first picture. `prompt`: the caption; `words`: the author's, for ways that read free text."""

    staging: Staging
    prompt: str
    words: str = ""
    size: Size


class ClipParams(Doc):
    """A shot in motion: `staging.frames` drawings at 12 a second, made on `canvas` in `steps` steps, shown at `size`."""

    staging: Staging
    prompt: str
    size: Size
    canvas: Size
    steps: Annotated[int, Field(ge=1, le=100)] = 1
    seed: int = 0


class CutParams(Doc):
    """One clip in its scene: frames at 24 a second, and how it begins."""

    frames: int
    transition: Transition


class Subtitle(Doc):
    """Text burned over frames [start, end) of the scene."""

    start: int
    end: int
    text: str


class SceneParams(Doc):
    """A scene's picture: clips in order, transitions of `cross` frames centred on the cuts, subtitles."""

    cuts: tuple[CutParams, ...]
    cross: int
    subtitles: tuple[Subtitle, ...]
    size: Size


class FilmParams(Doc):
    """The finished film: title card, scenes, credits, and the mix over all of it."""

    title: str
    credits: tuple[str, ...]
    tint: Color | None
    style: Style
    language: str
    title_frames: int
    credits_frames: int
    size: Size
