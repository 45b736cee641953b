"""The contact sheet: every shot's first, middle and last picture in a row, its framing and what happens under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from app.deliver import place
from generator.encode import read_frames
from generator.lettering import Role, drawable, face_for, ink, width
from storyboard.story import Shot, Story, Trim
from storyboard.take import Media
from storyboard.timing import DRAWINGS, HANDLE, RATE

HELD = int(RATE / DRAWINGS)  # frames a drawing is held on twos
PICTURE = (264, 148)  # width, height of one picture
GAP, MARGIN, TEXT_H, HEAD_H = 4, 20, 52, 84
PAPER, TEXT, SOFT, EMPTY = (24, 24, 27), (240, 238, 232), (176, 174, 168), (48, 48, 54)


def draw_sheet(story: Story, clips: Mapping[str, Media], path: Path, words: bool = True) -> Path:
    """A PNG at `path`. `clips`: step id ("clip:s1-1") -> media; a shot without one shows empty frames. `words` False: the
    pictures alone, for whoever judges what they say by themselves."""
    shots = story.shots
    columns = 1 if len(shots) <= 5 else 2 if len(shots) <= 40 else 3
    rows = -(-len(shots) // columns)
    head_h = HEAD_H if words else MARGIN
    cell_w, cell_h = 3 * PICTURE[0] + 2 * GAP + MARGIN, PICTURE[1] + (TEXT_H if words else MARGIN)
    page = np.full((head_h + rows * cell_h + MARGIN, MARGIN + columns * cell_w, 3), PAPER, np.uint8)
    if words:
        letter(page, (MARGIN, 14), story.title, Ink(30, "title"))
        under = f"{len(shots)} shots, {story.frames / 24:.0f} s, {story.direction.style}: first, middle and last picture of each"
        letter(page, (MARGIN, 54), under, Ink(15, color=SOFT))
    for number, shot in enumerate(shots):
        column, row = divmod(number, rows)
        corner, clip = (MARGIN + column * cell_w, head_h + row * cell_h), clips.get(f"clip:{shot.id}")
        _pictures(page, corner, [None] * 3 if clip is None else three(clip, shot.trim))
        if words:
            _words(page, corner, shot, filmed=clip is not None)
    return place(path, lambda part: Image.fromarray(page).save(part, format="PNG"))


def _pictures(page: np.ndarray, corner: tuple[int, int], pictures: Sequence[np.ndarray | None]) -> None:
    left, top = corner
    w, h = PICTURE
    for n, picture in enumerate(pictures):
        x = left + n * (w + GAP)
        page[top : top + h, x : x + w] = EMPTY if picture is None else fitted(picture)


def _words(page: np.ndarray, corner: tuple[int, int], shot: Shot, filmed: bool) -> None:
    left, top = corner
    w, h = PICTURE
    camera = shot.camera.words()
    framing = f"{shot.id}: {shot.size}, {shot.angle}, {camera}, {shot.shown / 24:.1f} s"
    room = 3 * w + 2 * GAP
    letter(page, (left, top + h + 5), framing if filmed else framing + " (not filmed)", Ink(15, limit=room))
    letter(page, (left, top + h + 25), shot.words or " ".join(line.text for line in shot.lines), Ink(14, color=SOFT, limit=room))


def three(clip: Media, trim: Trim) -> list[np.ndarray]:
    """The first, middle and last picture that the film shows of a clip."""
    share = Fraction(clip.rate) / RATE  # the clip's pictures in a frame of the film
    first, last = (int((HANDLE * HELD + cut) * share) for cut in (trim.begin, trim.end))
    first, last = (first, clip.frames - 1 - last) if clip.frames > first + last + 2 else (0, clip.frames - 1)
    wanted = (first, (first + last) // 2, last)
    found = {n: frame for n, frame in enumerate(read_frames(clip)) if n in wanted}
    return [found[n] for n in wanted]


def fitted(picture: np.ndarray) -> np.ndarray:
    """Scaled to fit the frame, centred on its ground."""
    image = Image.fromarray(picture)
    scale = min(PICTURE[0] / image.width, PICTURE[1] / image.height)
    image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", PICTURE, EMPTY)
    framed.paste(image, ((PICTURE[0] - image.width) // 2, (PICTURE[1] - image.height) // 2))
    return np.asarray(framed)


class Ink(NamedTuple):
    """How a row of text looks: pixels high, which font, colour, the most pixels it may be long."""

    size: int = 15
    role: Role = "subtitle"
    color: tuple[int, int, int] = TEXT
    limit: int = 10_000


def letter(page: np.ndarray, corner: tuple[int, int], text: str, how: Ink) -> None:
    """One row of text on the page, cut with dots where it would run too long."""
    face, size = face_for(text, how.role), how.size
    if face is None or not text.strip():
        return
    shown = drawable(text, face)
    while width(shown, face, size) > min(how.limit, page.shape[1] - corner[0] - MARGIN) and len(shown) > 4:
        shown = shown[: -5 if shown.endswith("...") else -2].rstrip() + "..."
    drawn = ink(shown, face, size)
    x, y = max(0, corner[0] - drawn.margin), corner[1]
    mask = drawn.mask[: page.shape[0] - y, : page.shape[1] - x, None] / 255.0
    ground = page[y : y + mask.shape[0], x : x + mask.shape[1]]
    ground[:] = (ground * (1 - mask) + np.array(how.color) * mask + 0.5).astype(np.uint8)
