"""Side-car subtitles, SubRip (.srt) and WebVTT (.vtt), timed from the film's first frame.

Written by hand: a library that passes through Advanced SubStation takes braces in a line for its own commands and drops them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from storyboard.cut import timed
from storyboard.story import Story
from storyboard.timing import RATE, Cue


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """Every line that is heard, in the format of the path's ending."""
    text = vtt(story) if path.suffix == ".vtt" else srt(story)
    path.write_text(text, encoding="utf-8", newline="\n")


def srt(story: Story) -> str:
    blocks = [f"{n}\n{clock(c.start, ',')} --> {clock(c.end, ',')}\n{_timeless(c.text)}\n" for n, c in enumerate(timed(story), start=1)]
    return "\n".join(blocks)


def _timeless(text: str) -> str:
    """Without an arrow between times, which readers look for in every row: a line "00:01,000 --> 00:09,000" would begin a cue."""
    return re.sub(r"(?<=\d)(\s*)-->(?=\s*\d)", r"\1→", text)


def vtt(story: Story) -> str:
    """With a voice tag for each character who speaks (W3C WebVTT 1); the narrator has none. No tag ends in an arrow between times."""
    names = {one.id: escaped(one.name.rstrip("-")) for one in story.characters}
    shown = (f"{clock(c.start, '.')} --> {clock(c.end, '.')}\n{_voiced(c, names)}\n" for c in timed(story))
    return "\n".join(["WEBVTT\n", *shown])


def _voiced(cue: Cue, names: Mapping[str, str]) -> str:
    rows = [escaped(cue.text)] if len(cue.speakers) < 2 else escaped(cue.text).split("\n")
    tags = [names.get(speaker or "") for speaker in cue.speakers]
    return "\n".join(row if tag is None else f"<v {tag}>{row}</v>" for row, tag in zip(rows, tags, strict=True))


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def clock(frame: int, point: str) -> str:
    """Hours, minutes, seconds and thousandths of a frame's beginning."""
    thousandths = round(frame * 1000 / RATE)
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"

