"""One window of a clip by a published video net: from its first picture, and others where the family takes them, in each family's own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from generator.encode import Quality, read_frames, write_mp4
from generator.fitting import bordered, covering
from generator.published.families import Family
from generator.published.pipelines import dice, running

PRESSED = Quality(33, "veryfast")  # LTX-2 was taught with pictures as H.264 leaves them, and lets sharper ones stand still


class Shown(NamedTuple):
    """What a window is made of. `pictures`: uint8 (h, w, 3) by the frame they are, the first among them; `length`: in frames; `canvas`: width and height
    of what the net draws, `size`: of what is shown of it; `scratch`: where a file may lie for a while."""

    prompt: str
    negative: str
    pictures: Mapping[int, np.ndarray]
    length: int
    canvas: tuple[int, int]
    size: tuple[int, int]
    steps: int
    seed: int
    scratch: Path


def window(pipeline: Any, family: Family, shown: Shown) -> np.ndarray:
    """uint8 (length, h, w, 3) at `shown.size`. LimitReached, Corrupt."""
    from PIL import Image

    count = family.longest if family.whole else shown.length
    asked = {"prompt": shown.prompt, "num_inference_steps": shown.steps, "num_frames": count, **family.more, family.words["negative"]: shown.negative or " "}
    if family.guidance is not None:
        asked[family.words["guidance"]] = family.guidance
    if "still" in family.words:
        asked[family.words["still"]] = Image.fromarray(bordered(shown.pictures[0], shown.canvas))
    if "pictures" in family.words:
        asked |= {family.words["pictures"]: _conditions(shown, family.beat), family.words["rate"]: float(family.rate)}
    if family.sized:
        asked |= dict(zip(("width", "height"), shown.canvas, strict=True))
    with running(family):
        made = pipeline(**asked, generator=dice(shown.seed), output_type="np").frames[0]
    pictures = np.round(np.clip(np.nan_to_num(np.asarray(made, np.float32)), 0, 1) * 255).astype(np.uint8)
    return np.stack([covering(one, shown.size) for one in pictures[: shown.length]])


def _conditions(shown: Shown, beat: int) -> list[Any]:
    """LTX-2's own: pictures by the latent they are in, pressed as those it was taught with."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
    from PIL import Image

    pressed = {place: _pressed(bordered(one, shown.canvas), shown.scratch) for place, one in shown.pictures.items()}
    return [LTX2VideoCondition(frames=Image.fromarray(one), index=-(-place // beat), crf=0) for place, one in pressed.items()]


def _pressed(picture: np.ndarray, scratch: Path) -> np.ndarray:
    path = scratch / "pressed.mp4"
    try:
        return next(read_frames(write_mp4(path, [picture], "24", PRESSED)))
    finally:
        path.unlink(missing_ok=True)
