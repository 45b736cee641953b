"""What a film's look costs: milliseconds for one frame of 768x432, of each stock and of a soft place behind the figures, on one core.

    python -m bench.looks [--frames 48]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import cv2

from bench.record import at_least, record
from generator.finish import Finisher
from generator.focus import Focus
from generator.planar import from_rgb
from generator.world.render import render_frame
from generator.world.sample import sample_staging
from storyboard.finish import Finish, FocusParams, Stock, params_of
from storyboard.grammar import Camera, Move

SIZE = (768, 432)


def milliseconds(work: Callable[[int], object], frames: int) -> float:
    """Median of the frames after the first, which draws its tables."""
    work(0)
    found = []
    for at in range(1, frames):
        began = time.perf_counter()
        work(at)
        found.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(found), 2)


def measured(frames: int) -> dict[str, float]:
    staging = sample_staging(43, "heldout").model_copy(update={"camera": Camera()})
    pulling = staging.model_copy(update={"camera": Camera(move=Move.FOCUS, amount=1.0)})
    frame = from_rgb(render_frame(staging, 10, SIZE))
    found = {}
    for stock in Stock:
        finisher = Finisher(params_of(Finish(stock=stock)), SIZE)
        found[str(stock)] = milliseconds(lambda at, finisher=finisher: finisher.over(frame, at), frames)
    for name, params in {"aperture 1": FocusParams(staging=staging, aperture=1.0), "focus pull": FocusParams(staging=pulling, pulls=True)}.items():
        focus = Focus(params, SIZE)
        found[name] = milliseconds(lambda at, focus=focus: focus.over(frame, at // 2), frames)
        focus.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=at_least(8), default=48)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    found = measured(given.frames)
    for name, value in found.items():
        print(f"{name:18}{value:8.2f} ms")
    record("looks", {"size": SIZE, "ms_per_frame": found}, parser, given)


if __name__ == "__main__":
    main()
