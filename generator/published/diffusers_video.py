"""Clips by published video nets: the still moves on, at each family's own rate, size and length; longer clips are joined from several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from generator.encode import Quality, read_frames, write_mp4
from generator.fitting import bordered, cropped
from generator.published.families import Family, told
from generator.published.pipelines import dice, running

PRESSED = Quality(33, "veryfast")  # LTX-2 was taught with pictures as H.264 leaves them, and lets sharper ones stand still
EIGHTH = 8  # pixels of a picture to one of CogVideoX's latents


class Shown(NamedTuple):
    """What a clip is made of. `still`: uint8 (h, w, 3), its first picture; `pictures`: others by the frame they are; `size`: width, height; `folder`:
    the family's; `scratch`: where a file may lie for a while."""

    prompt: str
    negative: str
    still: np.ndarray
    pictures: Mapping[int, np.ndarray]
    size: tuple[int, int]
    steps: int
    seed: int
    folder: Path
    scratch: Path


def drawings(pipeline: Any, family: Family, shown: Shown, count: int, rate: int) -> Iterator[np.ndarray]:
    """`count` drawings uint8 (h, w, 3) at `shown.size`, `rate` a second: each is the frame nearest to its moment. LimitReached, Corrupt."""
    places = [round(number * family.rate / rate) for number in range(count)]
    made, last = frames(pipeline, family, shown, places[-1] + 1), -1
    picture = shown.still
    for place in places:
        picture = next(islice(made, place - last - 1, None)) if place > last else picture
        last = place
        yield cropped(picture, shown.size)


def frames(pipeline: Any, family: Family, shown: Shown, count: int) -> Iterator[np.ndarray]:
    """`count` frames at the family's own size, in windows of as many as it makes at once; each goes on from the last picture of the one before."""
    size, done, still = own_size(family, shown), 0, shown.still
    while done < count:
        begin = max(done - 1, 0)  # the frame this window begins with
        length = window(family, count - begin)
        pictures = {place - begin: one for place, one in shown.pictures.items() if begin < place < begin + length}
        made = run(pipeline, family, shown._replace(still=still, pictures=pictures, seed=shown.seed + done), size, length)
        yield from made[done - begin : count - begin]
        done, still = begin + length, made[-1]


def window(family: Family, wanted: int) -> int:
    """How many frames are made at once for `wanted` more."""
    if family.whole:
        return family.longest
    return min(family.longest, max(1, -(-(wanted - 1) // family.beat)) * family.beat + 1)


def own_size(family: Family, shown: Shown) -> tuple[int, int]:
    """Width and height of what the family draws: those it was taught alone, where its places are learned; else those of the clip, on its grid."""
    if family.whole:
        config = told(shown.folder, "transformer/config.json")
        if config.get("use_learned_positional_embeddings"):
            return EIGHTH * int(config["sample_width"]), EIGHTH * int(config["sample_height"])
    width, height = (-(-length // family.side) * family.side for length in shown.size)
    return width, height


def run(pipeline: Any, family: Family, shown: Shown, size: tuple[int, int], length: int) -> np.ndarray:
    """One window, uint8 (length, h, w, 3): the still's own shape again, where the family's is another."""
    from PIL import Image

    asked = {"prompt": shown.prompt, "num_inference_steps": shown.steps, "num_frames": length, **family.more, family.words["negative"]: shown.negative or " "}
    if family.guidance is not None:
        asked[family.words["guidance"]] = family.guidance
    if "still" in family.words:
        asked[family.words["still"]] = Image.fromarray(bordered(shown.still, size))
    if "pictures" in family.words:
        asked |= {family.words["pictures"]: _conditions(shown, size, family.beat), family.words["rate"]: float(family.rate)}
    if family.runs != "HunyuanVideo15ImageToVideoPipeline":  # which takes its size from the picture
        asked |= {"width": size[0], "height": size[1]}
    with running(family):
        made = pipeline(**asked, generator=dice(shown.seed), output_type="np").frames[0]
    pictures = np.round(np.clip(np.nan_to_num(np.asarray(made, np.float32)), 0, 1) * 255).astype(np.uint8)
    return np.stack([cropped(one, _inner(shown.size, (one.shape[1], one.shape[0]))) for one in pictures])


def _inner(size: tuple[int, int], whole: tuple[int, int]) -> tuple[int, int]:
    """The largest (width, height) in the shape of `size` within `whole`, even."""
    scale = min(whole[0] / size[0], whole[1] / size[1])
    width, height = (max(2, 2 * round(length * scale / 2)) for length in size)
    return width, height


def _conditions(shown: Shown, size: tuple[int, int], beat: int) -> list[Any]:
    """LTX-2's own: pictures by the latent they are in, pressed as those it was taught with."""
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
    from PIL import Image

    given = {0: shown.still, **shown.pictures}
    pressed = {place: _pressed(bordered(one, size), shown.scratch) for place, one in given.items()}
    return [LTX2VideoCondition(frames=Image.fromarray(one), index=-(-place // beat), crf=0) for place, one in pressed.items()]


def _pressed(picture: np.ndarray, scratch: Path) -> np.ndarray:
    path = scratch / "pressed.mp4"
    try:
        return next(read_frames(write_mp4(path, [picture], "24", PRESSED)))
    finally:
        path.unlink(missing_ok=True)
