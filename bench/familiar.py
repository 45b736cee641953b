"""What the embedded net knows and what it does not: where the line of generator.familiar lies.

    python -m bench.familiar [--each 30] [--photographs FOLDER]

Unseen drawings of the world, strange pictures (generator.train.strange), noise, and, where a folder is given, photographs through the
door of app.uploads: decibels of familiarity, and how many pictures of each kind only the camera would move.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.record import at_least, record

CANVAS, FULL = (256, 144), (768, 432)


def drawings(count: int) -> list[np.ndarray]:
    from generator.world.render import render_frame
    from generator.world.sample import sample_staging

    return [render_frame(sample_staging(7_000_000 + k, "heldout"), 0, CANVAS) for k in range(count)]


def strange(count: int) -> list[np.ndarray]:
    from generator.train.strange import pictures, warped

    return [warped(picture, np.zeros((1, 4), np.float32))[0] for picture in pictures(count, seed=77)]


def photographs(folder: Path) -> list[np.ndarray]:
    from PIL import Image

    from app.uploads import picture
    from generator.fitting import fitted

    return [fitted(np.asarray(Image.open(io.BytesIO(picture(path, FULL)))), CANVAS) for path in sorted(folder.iterdir())]


def noise(dice: np.random.Generator, grain: int) -> np.ndarray:
    coarse = dice.integers(0, 256, (CANVAS[1] // grain, CANVAS[0] // grain, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, CANVAS, interpolation=cv2.INTER_CUBIC))


def kinds(each: int, photos: Path | None) -> Iterator[tuple[str, Sequence[np.ndarray]]]:
    dice = np.random.default_rng(0)
    yield "unseen drawings", drawings(each)
    yield "strange pictures", strange(each)
    if photos is not None:
        yield "photographs", photographs(photos)
    for grain in (1, 2, 4):
        yield f"noise, grain {grain}", [noise(dice, grain) for _ in range(6)]
    for spread in (10, 25):
        grey = [128 + dice.normal(0, spread, (CANVAS[1], CANVAS[0], 3)) for _ in range(6)]
        yield f"noise on grey, {spread} levels", [picture.clip(0, 255).astype(np.uint8) for picture in grey]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.familiar", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=at_least(2), default=30, help="drawings, and strange pictures")
    parser.add_argument("--photographs", type=Path, help="a folder of pictures")
    asked = parser.parse_args()
    from generator.checkpoints import checked
    from generator.familiar import FAMILIAR, familiarity
    from generator.nets.video_vae import load_vae

    vae, found = load_vae(checked("vae")), {}
    print(f"{'':26}    n   least   10 %  median    most  below {FAMILIAR}")
    for name, pictures in kinds(asked.each, asked.photographs):
        levels = np.array([familiarity(vae, picture) for picture in pictures])
        least, tenth, median, most = (round(float(v), 1) for v in np.percentile(levels, [0, 10, 50, 100]))
        found[name] = {"count": len(levels), "least": least, "tenth": tenth, "median": median, "most": most, "below": int((levels < FAMILIAR).sum())}
        print(f"{name:26} {len(levels):4} {least:7} {tenth:6} {median:7} {most:7} {found[name]['below']:7}", flush=True)
    record("familiar", {"threshold": FAMILIAR, "kinds": found}, parser, asked)


if __name__ == "__main__":
    main()
