"""Finish: how a film looks when its pictures are done. A stock gives the whole look by one word; every part of it can be set by itself.

Nothing here changes a clip: the finish is laid over the frames of a scene, so another look makes scenes and film again and nothing else.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc, Share, Word
from storyboard.staging import Staging

Turn = Annotated[float, Field(ge=-1.0, le=1.0)]
Bars = Literal["none", "1.85", "2.0", "2.39"]


class Stock(Word):
    CLEAN = "clean", "the pictures as they were made"
    PAPER = "storybook paper", "a warm page with a faint tooth, a little darker at its edges"
    SIXTEEN = "16 mm", "lively grain, warm colours, a lens that bends the edges a little"
    OLD = "old film", "brown and white, coarse grain, dark corners, a soft lens"
    DREAM = "dream", "light that blooms, pale colours, a soft place round the figures"
    NOIR = "noir", "black and white, deep shadows, heavy corners"
    CINEMA = "wide screen", "black bars of 2.39, fine grain, a softer place behind the figures"


class Finish(Doc):
    """The film's look. A part that is None is as the stock has it; 0 is without. `grain`, `vignette` (dark corners), `glow` (bright places
    bloom), `fade` (1: black and white), `contrast`, `aberration` (coloured fringes towards the corners): 0 to 1. `warmth`: -1 blue to 1
    brown. `distortion`: 1 barrel, -1 pincushion. `aperture`: how soft the place is behind the figures. `letterbox`: the shape left between bars."""

    stock: Stock = Stock.CLEAN
    grain: Share | None = None
    vignette: Share | None = None
    aperture: Share | None = None
    glow: Share | None = None
    fade: Share | None = None
    warmth: Turn | None = None
    contrast: Share | None = None
    distortion: Turn | None = None
    aberration: Share | None = None
    letterbox: Bars | None = None


STOCKS: dict[Stock, Finish] = {
    Stock.CLEAN: Finish(),
    Stock.PAPER: Finish(grain=0.22, vignette=0.2, warmth=0.28, fade=0.12),
    Stock.SIXTEEN: Finish(grain=0.42, vignette=0.3, warmth=0.18, contrast=0.15, distortion=0.2, aberration=0.25),
    Stock.OLD: Finish(grain=0.8, vignette=0.65, fade=0.92, warmth=0.5, contrast=0.3, glow=0.15, distortion=0.3),
    Stock.DREAM: Finish(glow=0.7, vignette=0.15, fade=0.2, warmth=0.1, aperture=0.5, aberration=0.2, grain=0.1),
    Stock.NOIR: Finish(fade=1.0, contrast=0.8, vignette=0.7, grain=0.4),
    Stock.CINEMA: Finish(letterbox="2.39", grain=0.15, vignette=0.2, aperture=0.35, contrast=0.12, aberration=0.1),
}

Amount = Annotated[float, Field(exclude_if=lambda value: value == 0.0)]  # no part of a key where it does nothing


class FinishParams(Doc):
    """What the maker of scenes, and of the film's cards, is told of the look: see Finish. `bars`: the shape between them, None: none."""

    grain: Amount = 0.0
    vignette: Amount = 0.0
    glow: Amount = 0.0
    fade: Amount = 0.0
    warmth: Amount = 0.0
    contrast: Amount = 0.0
    distortion: Amount = 0.0
    aberration: Amount = 0.0
    bars: Annotated[float | None, Field(exclude_if=lambda ratio: ratio is None)] = None


class FocusParams(Doc):
    """What is sharp in one shot. `staging`: where its figures are. `aperture`: how soft the place behind them is, 0 to 1. `pulls`: the focus moves
    as `staging.camera` says, from the place to the figures or back."""

    staging: Staging
    aperture: Share = 0.0
    pulls: bool = False


def amount(finish: Finish, name: str) -> float:
    """One amount of the look: the film's own, else its stock's, else 0."""
    own = getattr(finish, name)
    return float((own if own is not None else getattr(STOCKS[finish.stock], name)) or 0.0)


def params_of(finish: Finish) -> FinishParams:
    amounts = {name: amount(finish, name) for name in FinishParams.model_fields if name != "bars"}
    bars = finish.letterbox or STOCKS[finish.stock].letterbox or "none"
    return FinishParams(**amounts, bars=None if bars == "none" else float(bars))
