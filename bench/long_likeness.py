"""Whether people and places stay who and what they are, by how many shots lie between two looks at them.

What the world's readers see of somebody in a clip (generator/watching: twelve attributes of looks and clothes) is compared with what they see of the
same one in a later shot: the share of attributes read alike. Beside it a floor: what is read of two different ones. A place is compared by the
colours of what lies behind the figures, at the same hour and in the same weather: the share of colours that both have (an intersection of
histograms of hue and lightness); its floor are two different places. Nothing here knows what was asked for: this is consistency, not truth; the share
that is read as asked stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from statistics import fmean
from typing import Any, NamedTuple

import cv2
import numpy as np

from generator.encode import read_frames
from storyboard.params import ClipParams
from storyboard.staging import Facing, Staging
from storyboard.take import Media

SIZE = (384, 216)
BINS = ((1, 1), (2, 5), (6, 10), (11, 20), (21, 35), (36, 50))  # shots between two looks
FARTHEST = 50
LOOKS = ("kind", "tone", "build", "marking", "hair", "hair colour")  # of identity; the rest is costume


class Seen(NamedTuple):
    """Somebody in a shot: its number in the film, who, what is read of each attribute, and what was asked."""

    shot: int
    who: str
    read: tuple[int, ...]
    asked: tuple[int, ...]


class Behind(NamedTuple):
    """A place in a shot: which, at what hour and weather, in what size of shot; its colours as a histogram."""

    shot: int
    place: str
    light: tuple[str, str]
    size: str
    colours: np.ndarray


class Look(NamedTuple):
    """What one clip shows."""

    people: list[Seen]
    place: Behind


def look(readers: Any, number: int, clip: Media, params: ClipParams, names: tuple[str, ...], place: str) -> Look:
    """Read a clip. `names`: who is in it, in slot order."""
    from generator.watching.drawn import drawn

    staging = params.staging
    size = (SIZE[0], 2 * round(SIZE[0] * clip.height / clip.width / 2))
    every = 2 if params.smooth else 1
    frames = [f for n, f in enumerate(read_frames(clip, size=size)) if n % every == 0]
    asked = drawn(staging, size)
    people = list(_people(readers, number, np.stack(frames), staging, asked, names))
    middle = len(asked.at) // 2
    ground = asked.masks[middle] == 0
    colours = _colours(frames[min(asked.at[middle], len(frames) - 1)], ground)
    return Look(people, Behind(number, place, (str(staging.hour), str(staging.weather)), str(staging.size), colours))


def _people(readers: Any, number: int, frames: np.ndarray, staging: Staging, asked: Any, names: tuple[str, ...]) -> Iterator[Seen]:
    import torch

    from generator.watching.seeing import BODY, BUST, CHEST, MARGIN, attributes_of, box_of, chart_of, cut, head_of
    from storyboard.grammar import Size

    if staging.size not in (Size.FULL, Size.WIDE):  # what the readers learned on
        return
    chart = torch.from_numpy(chart_of(staging))
    for slot, subject in enumerate(staging.subjects):
        cuts = []
        for k, at in enumerate(asked.at):
            box, figure = box_of(asked.masks[k] == slot + 1), asked.figures[k].get(slot)
            if box is not None and figure is not None and at < len(frames):
                cuts.append((cut(frames[at], box, MARGIN, BODY), cut(frames[at], head_of(figure, 0.15), CHEST, BUST)))
        if cuts and subject.facing is not Facing.AWAY:
            bodies, busts = (torch.from_numpy(np.stack(part)) for part in zip(*cuts, strict=True))
            with torch.inference_mode():
                said = [told.mean(0) for told in readers.who(bodies, busts, chart[None].expand(len(bodies), -1, -1))]
            labels = tuple(attributes_of((subject.look, subject.outfit)))
            yield Seen(number, names[slot], tuple(int(told.argmax()) for told in said), labels)


def _colours(picture: np.ndarray, where: np.ndarray) -> np.ndarray:
    mask = cv2.resize(where.astype(np.uint8), picture.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    found = cv2.calcHist([cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)], [0, 1, 2], mask, [4, 8, 8], [0, 256, 96, 160, 96, 160])
    found = cv2.GaussianBlur(found.reshape(4, 64), (0, 0), 0.5).ravel()
    total = found.sum()
    return found / total if total else found


def by_distance(looks: list[Look]) -> list[dict[str, Any]]:
    """For each span of shots between two looks: identity, costume and place, how many pairs, and how many characters and places have them."""
    from generator.watching.seeing import ATTRIBUTES

    names = tuple(ATTRIBUTES)
    identity = [k for k, name in enumerate(names) if name in LOOKS]
    costume = [k for k in range(len(names)) if k not in identity]
    seen, places = [one for each in looks for one in each.people], [each.place for each in looks]
    rows = []
    for low, high in BINS:
        pairs = [(a, b) for a, b in combinations(seen, 2) if low <= b.shot - a.shot <= high]
        same, other = [p for p in pairs if p[0].who == p[1].who], [p for p in pairs if p[0].who != p[1].who]
        grounds = [(a, b) for a, b in combinations(places, 2) if low <= b.shot - a.shot <= high and a.light == b.light and a.size == b.size]
        here, there = [p for p in grounds if p[0].place == p[1].place], [p for p in grounds if p[0].place != p[1].place]
        rows.append({
            "shots apart": f"{low}-{high}" if low != high else str(low), "pairs": len(same),
            "identity": _alike(same, identity), "identity, two people": _alike(other, identity),
            "costume": _alike(same, costume), "costume, two people": _alike(other, costume),
            "pairs of a place": len(here), "place": _overlap(here), "two places": _overlap(there),
        })  # fmt: skip
    return rows


def as_asked(looks: list[Look]) -> float | None:
    """The share of attributes that are read as they were asked for."""
    found = [a == b for each in looks for one in each.people for a, b in zip(one.read, one.asked, strict=True)]
    return round(fmean(found), 3) if found else None


def _alike(pairs: list[tuple[Seen, Seen]], which: list[int]) -> float | None:
    found = [fmean(a.read[k] == b.read[k] for k in which) for a, b in pairs]
    return round(fmean(found), 3) if found else None


def _overlap(pairs: list[tuple[Behind, Behind]]) -> float | None:
    found = [float(np.minimum(a.colours, b.colours).sum()) for a, b in pairs]
    return round(fmean(found), 3) if found else None
