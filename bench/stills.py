"""Twenty-four stills from twenty-four premises through the embedded writer, uncurated: of each film the middle of the shot in its middle.

    python -m bench.stills --out docs/world
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from agents import Brief, OfflineWriter, write
from bench.gold import SAMPLES, read
from generator.world.render import render_clip
from generator.world.sheets import Cell, page, save
from storyboard.memo import MemoryMemo
from storyboard.plan import stage
from storyboard.staging import Staging

COUNT, COLUMNS, SIZE = 24, 4, (440, 248)


def stillings() -> Iterator[tuple[str, Staging]]:
    """Each premise with the middle shot of the film that it and its number, as the seed, give."""
    premises = [sample.premise for sample in read(SAMPLES / "premises.txt")][:COUNT]
    for seed, premise in enumerate(premises):
        story = write(premise, Brief(seed=seed), OfflineWriter(), MemoryMemo())
        shots = [(scene, shot) for scene in story.scenes for shot in scene.shots]
        yield premise, stage(story, *shots[len(shots) // 2])


def still(staging: Staging) -> np.ndarray:
    """uint8 [h, w, 3]: the shot at its middle, where what is done is under way."""
    return render_clip(staging, SIZE, [staging.frames // 2])[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    cells = [Cell(still(staging), premise) for premise, staging in stillings()]
    path = save(page(cells, COLUMNS), asked.out / "stills.jpg")
    print(f"{path}  {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
