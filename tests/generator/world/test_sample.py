"""Any staging that can be sampled can be drawn."""

from __future__ import annotations

import numpy as np

from generator.world.render import render_clip
from generator.world.sample import SPLITS, sample_staging
from storyboard.staging import Action, Place, Style, Subject

TINY = (64, 36)


def drawn(seeds: range) -> list[tuple[int, str]]:
    """Every seed whose first or last drawing is no picture, with what is wrong."""
    wrong = []
    for seed in seeds:
        staging = sample_staging(seed, SPLITS[seed % 2])
        try:
            clip = render_clip(staging, TINY, [0, staging.frames - 1])
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            wrong.append((seed, f"{type(error).__name__}: {error}"))
            continue
        if clip.shape != (2, *TINY[::-1], 3) or clip.dtype != np.uint8 or clip.std() < 1.0:
            wrong.append((seed, f"{clip.shape} {clip.dtype} {clip.std():.1f}"))
    return wrong


def test_three_hundred_stagings_can_be_drawn() -> None:
    assert not drawn(range(300))


def test_samples_know_every_word_of_the_vocabulary() -> None:
    stagings = [sample_staging(seed, "train") for seed in range(1500)]
    people: list[Subject] = [s for staging in stagings for s in staging.subjects]
    assert {s.place for s in stagings} == set(Place) and {s.style for s in stagings} == set(Style)
    assert {s.action for s in people} == set(Action)
    for name, words in (("kind", "look"), ("build", "look"), ("marking", "look"), ("hair", "look"), ("garment", "outfit"), ("hat", "outfit"), ("extra", "outfit")):
        values = {getattr(getattr(s, words), name) for s in people}
        assert values == set(type(next(iter(values)))), name
