"""Figures laid into a picture before the net draws it: each cut out of a picture of their own and moved by their bones to where the shot has them.

A picture of one's own is the portrait, or an earlier view that stands in for it (memory_frame.py), which says itself where in it the figure
is. A portrait that a person brought says nothing of that: the net is shown it, and nobody is laid out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.familiar import own_portrait
from generator.fitting import fitted
from generator.nets.camera import NUMBERS
from generator.nets.pages import SCALE, Known, StandIn
from generator.nets.puppet import puppet, theatre_of
from generator.picture import read_png
from generator.remembered import card, remembered
from generator.world.keypoints import points_of
from generator.world.portrait import portrayed
from storyboard.staging import Staging
from storyboard.take import Media


def views(staging: Staging, portraits: Sequence[Media]) -> dict[int, StandIn]:
    """By slot, of everyone whose picture says where in it they are."""
    found = {slot: _view(staging, slot, media) for slot, media in enumerate(portraits[: len(staging.subjects)])}
    return {slot: view for slot, view in found.items() if view is not None}


def _view(staging: Staging, slot: int, media: Media) -> StandIn | None:
    picture, told = read_png(media.path), remembered(media.path)
    if told is not None and told.points:
        return StandIn(picture, card(picture.shape[1::-1]), np.array(told.points, np.float32))
    if not own_portrait(staging, slot, picture):
        return None
    subject, size = staging.subjects[slot], (picture.shape[1], picture.shape[0])
    blank, figure = portrayed(subject.look, subject.outfit, staging.style, size)
    return StandIn(picture, blank, points_of(figure, size))


def laid(ground: np.ndarray, sketch: np.ndarray, figures: Mapping[int, StandIn]) -> np.ndarray:
    """The ground uint8 (H, W, 3) with the figures where `sketch` (4, 11, 3) says."""
    large = (ground.shape[1], ground.shape[0])
    grown = {slot: _enlarged(one, large) for slot, one in figures.items()}
    rows = np.stack([np.zeros_like(sketch), sketch])
    return puppet(theatre_of(ground, rows, Known(stand_ins=grown)), np.zeros((2, NUMBERS), np.float32), rows).frames[1]


def _enlarged(one: StandIn, size: tuple[int, int]) -> StandIn:
    """So large that a page, which is SCALE times smaller, has all the picture has."""
    side = SCALE * max(one.picture.shape[0], min(size))
    larger = (round(side * one.picture.shape[1] / one.picture.shape[0]), side)
    return one._replace(picture=fitted(one.picture, larger), blank=fitted(one.blank, larger))
