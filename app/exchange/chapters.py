"""The film's chapters as WebVTT, for players that jump by scene."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path

from app.exchange.subtitles import clock
from storyboard.cuesheet import chapters
from storyboard.story import Story


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    path.write_text(vtt(story), encoding="utf-8", newline="\n")


def vtt(story: Story) -> str:
    """The title card, the scenes by place and time of day, the credits."""
    shown = ((one, " ".join(one.name.split())) for one in chapters(story))
    rows = (f"{clock(one.span.start, '.')} --> {clock(one.span.end, '.')}\n{html.escape(name, quote=False)}\n" for one, name in shown)
    return "\n".join(["WEBVTT\n", *rows])
