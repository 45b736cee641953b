"""What a memory's picture says of itself, in the picture file: where the figure is in it, which view it is of, and why that one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from storyboard.memory import Remembered
from storyboard.take import Media

NAME = "fabula memory"  # of the text in the file
CARD = (226, 219, 205)  # the ground a figure is shown on


def card(size: tuple[int, int]) -> np.ndarray:
    """The ground alone, uint8 (h, w, 3), of a size (width, height)."""
    return np.full((size[1], size[0], 3), CARD, np.uint8)


def write_remembered(path: Path, picture: np.ndarray, told: Remembered) -> Media:
    """A picture uint8 (h, w, 3) with what is told of it, always the same bytes for the same of both."""
    note = PngImagePlugin.PngInfo()
    note.add_text(NAME, told.model_dump_json())
    Image.fromarray(picture).save(path, format="PNG", pnginfo=note, compress_level=6)
    return Media(path, "png", 1, "0", picture.shape[1], picture.shape[0])


def remembered(path: Path) -> Remembered | None:
    """What a picture says of itself; None where it is no memory's."""
    with Image.open(path) as picture:
        text = getattr(picture, "text", {}).get(NAME)
    return None if text is None else Remembered.model_validate_json(text)
