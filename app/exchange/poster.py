"""The poster: the film's best picture under its title, 2:3, as PNG or JPEG.

A shot of the drawn world is drawn anew in the poster's shape and size; a picture that a net made or a person brought is cropped about who
is in it and enlarged. The letters are those of the film's cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from generator.cards import block
from generator.lettering import drawable, face_for, ink
from storyboard.errors import Missing
from storyboard.grammar import Angle, Size
from storyboard.plan import stage
from storyboard.reframe import GOING, window
from storyboard.staging import Hour
from storyboard.story import Shot, Story

SIZE = (1200, 1800)
LIKED = {Size.FULL: 3.0, Size.MEDIUM: 2.6, Size.WIDE: 2.2, Size.MEDIUM_CLOSE: 1.6, Size.EXTREME_WIDE: 0.6, Size.CLOSE: 0.8}
WIDER = {Size.FULL: Size.WIDE, Size.MEDIUM: Size.FULL, Size.MEDIUM_CLOSE: Size.MEDIUM, Size.CLOSE: Size.MEDIUM}  # drawn so, to leave room for the title
MOODS = {Hour.NIGHT: 0.7, Hour.DUSK: 0.6, Hour.DAWN: 0.5}
CREAM, NIGHT = np.array([255, 248, 233], np.float32), np.array([14, 11, 22], np.float32)
HEAD, FOOT = 0.44, 0.2  # shares of the height that darken toward the edge, for the title and the names
TITLE, NAMES = 0.094, 0.026  # sizes of the letters, as shares of the height


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """In the format of the path's ending. Missing when the shot it takes has no picture yet."""
    shot = best(story)
    page = lettered(_picture(story, shot, media or {}), story)
    picture = Image.fromarray(page)
    if path.suffix == ".png":
        picture.save(path, format="PNG", optimize=True)
    else:
        picture.save(path, format="JPEG", quality=90, optimize=True)


def best(story: Story) -> Shot:
    """The shot that says most of the film: its main characters, seen whole and standing, in a light of some mood, rather late than early."""
    main = [character.id for character in story.characters[:2]]
    marks: list[tuple[float, int]] = []
    for at, shot in enumerate(story.shots):
        scene = next(s for s in story.scenes if shot in s.shots)
        who = {p.character for p in shot.subjects}
        mark = LIKED.get(shot.size, 0.0) + 2.2 * sum(one in who for one in main) + MOODS.get(scene.hour, 0.0)
        mark -= 2.0 * any(p.action in GOING or p.visible != (0.0, 1.0) for p in shot.subjects) + 0.8 * (shot.angle is Angle.OVER_SHOULDER) + 1.5 * (len(who) > 2)
        marks.append((mark + 0.6 * at / len(story.shots), -at))
    return story.shots[-max(marks)[1]]


def _picture(story: Story, shot: Shot, media: Mapping[str, Path]) -> np.ndarray:
    """uint8 [h, w, 3] of SIZE."""
    scene = next(s for s in story.scenes if shot in s.shots)
    staging = stage(story, scene, shot).model_copy(update={"frames": 1, "size": WIDER.get(shot.size, shot.size)})
    if story.direction.still == "drawn" and shot.pins.still is None:
        from generator.world.render import render_frame

        return render_frame(staging, 0, SIZE)
    file = media.get(f"still:{shot.id}")
    if file is None:
        raise Missing(f"The poster takes the first picture of shot {shot.id}, and that is not made yet. Make the film, or `fabula film` and ask again.")
    with Image.open(file) as opened:
        still = opened.convert("RGB")
    found = window(staging, shot.frames, still.size, SIZE)
    share = SIZE[0] * still.height / (SIZE[1] * still.width)
    left = min(max((found.middle(0) if found else 0.5) - share / 2, 0.0), max(0.0, 1 - share)) * still.width
    return np.asarray(still.resize(SIZE, Image.Resampling.LANCZOS, (left, 0, min(left + share * still.width, still.width), still.height)))


def lettered(picture: np.ndarray, story: Story) -> np.ndarray:
    """With the title over its darkened head, and who is in it at its foot."""
    page = picture.astype(np.float32)
    down = np.linspace(0, 1, page.shape[0], dtype=np.float32)[:, None, None]
    for depth, most in ((np.clip(1 - down / HEAD, 0, 1), 0.86), (np.clip(1 - (1 - down) / FOOT, 0, 1), 0.9)):
        shade = depth * depth * (3 - 2 * depth) * most
        page += (NIGHT - page) * shade
    rows, _ = block(story.title, "title", TITLE, 0.118, SIZE)
    for row in rows:
        _set(page, row.text, row.size, row.middle, "title")
    names = " · ".join(character.name for character in story.characters[:4])
    for row in block(names, "aside", NAMES, 0.94, SIZE)[0] if names else ():
        _set(page, row.text, row.size, row.middle, "aside")
    _set(page, "a film made with Fabula", 0.014, 0.972, "aside", 0.7)
    return np.clip(page + 0.5, 0, 255).astype(np.uint8)


def _set(page: np.ndarray, text: str, size: float, middle: float, role: str, strength: float = 1.0) -> None:
    """One row of letters across the middle, with a soft shade of its own. `size`, `middle`: shares of the height."""
    face = face_for(text, "title" if role == "title" else "aside")
    if face is None:
        return
    height, width = page.shape[:2]
    drawn = ink(drawable(text, face), face, size * height)
    mask = drawn.mask.astype(np.float32) / 255 * strength
    top, left = round(middle * height + size * height * 0.33 - drawn.baseline), (width - mask.shape[1]) // 2
    soft = max(2, round(size * height * 0.05))
    for cover, color, dy in ((_spread(mask, soft) * 0.6, NIGHT, soft // 2), (mask, CREAM, 0)):
        y, x = max(0, top + dy), max(0, left)
        part = cover[y - top - dy :, x - left :][: height - y, : width - x, None]
        box = page[y : y + part.shape[0], x : x + part.shape[1]]
        box += (color - box) * part


def _spread(mask: np.ndarray, radius: int) -> np.ndarray:
    from PIL import ImageFilter

    blurred = Image.fromarray((mask * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, np.float32) / 255
