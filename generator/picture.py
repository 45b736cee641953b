"""PNG in and out, as uint8 arrays [h, w, 3]. Only pictures our own makers wrote come through here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from storyboard.errors import Corrupt, NoRoom
from storyboard.take import Media


def write_png(path: Path, picture: np.ndarray) -> Media:
    """RGB, no metadata, always the same bytes for the same picture."""
    done, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 6])
    if not done:
        raise ValueError(f"a picture of shape {picture.shape} could not be encoded as PNG")
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise NoRoom(f"The picture could not be written to {path.parent}: {error.strerror}. Free some space and run again.") from error
    height, width = picture.shape[:2]
    return Media(path, "png", 1, "0", width, height)


def read_png(path: Path) -> np.ndarray:
    found = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if found is None:
        raise Corrupt(f"The picture {path.name} cannot be read. It is made again on the next run.")
    return cv2.cvtColor(found, cv2.COLOR_BGR2RGB)
