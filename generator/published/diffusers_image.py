"""Stills by published picture nets: text, and pictures of those in it, in each family's own words."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import signature
from typing import Any, NamedTuple

import numpy as np

from generator.fitting import covering, fitted
from generator.published.families import Family
from generator.published.pipelines import dice, running

LARGER = 2  # a still is drawn at twice its size: these nets were taught with about a million pixels
BESIDE = "The numbered images stand side by side in the one that is given, from left to right."


class Told(NamedTuple):
    """What a still is made of. `pictures`: uint8 (h, w, 3) each, in the order the prompt counts them in; `size`: width, height."""

    prompt: str
    negative: str
    pictures: Sequence[np.ndarray]
    size: tuple[int, int]
    seed: int


def still(pipeline: Any, family: Family, told: Told) -> np.ndarray:
    """uint8 (h, w, 3) at `told.size`. LimitReached, Corrupt."""
    width, height = canvas(told.size, family.side)
    asked = {"prompt": told.prompt, "width": width, "height": height, "num_inference_steps": family.steps, **family.more}
    if family.guidance is not None:
        asked[family.words["guidance"]] = family.guidance
    if "negative" in family.words:
        asked[family.words["negative"]] = told.negative or " "
    if told.pictures and family.references:
        asked |= _shown(family, told)
    with running(family):
        by = pipeline if told.pictures or not family.alone else _alone(pipeline, family)
        made = by(**asked, generator=dice(told.seed), output_type="np").images[0]
    return covering(np.round(np.clip(np.nan_to_num(made), 0, 1) * 255).astype(np.uint8), told.size)


def canvas(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Width and height that a net draws for a picture of `size`: multiples of `side`, no smaller than LARGER times it."""
    width, height = (-(-LARGER * length // side) * side for length in size)
    return width, height


def _shown(family: Family, told: Told) -> dict[str, Any]:
    """The references as the family takes them; a family that takes one is given all of them in a row."""
    from PIL import Image

    given = list(told.pictures[: max(family.references, 1)])
    asked: dict[str, Any] = {}
    if family.references == 1 and len(told.pictures) > 1:
        given, asked = [row(told.pictures)], {"prompt": f"{told.prompt}\n{BESIDE}"}
    pictures = [Image.fromarray(one) for one in given]
    return asked | {family.words["references"]: pictures[0] if family.references == 1 else pictures}


def row(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """Pictures side by side, all as high as the first."""
    height = pictures[0].shape[0]
    return np.concatenate([fitted(one, (round(one.shape[1] * height / one.shape[0]), height)) for one in pictures], axis=1)


def _alone(pipeline: Any, family: Family) -> Any:
    """The same nets as the pipeline that needs no picture."""
    import diffusers

    kind = getattr(diffusers, family.alone)
    made = kind(**{name: part for name, part in pipeline.components.items() if name in signature(kind.__init__).parameters})
    made.set_progress_bar_config(disable=True)
    return made
