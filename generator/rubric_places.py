"""Which place, and which thing in the hands, a clip's drawings fit best: each candidate is drawn under the shot's own camera and light, and held
against what is seen where it would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np

from generator.fitting import fitted
from generator.rubric_truth import LOOKED, Truth
from generator.watching.seeing import PICTURE
from generator.world.render import Shoot
from storyboard.grammar import Size
from storyboard.staging import Place, Prop, Staging

SMALL = (192, 108)  # what places are compared at
AT = (2, 5, 8)  # which of the looked-at drawings are compared
LAYOUTS, OTHERS = 4, 8  # other layouts of the same place; other things that could be held
WINDOW = 9  # pixels of the window in which structure is compared
DIFFERS = 24  # levels by which a thing shows
SLACK = 3  # pixels by which a thing may be elsewhere than it is drawn
FEWEST = 60  # pixels of a thing that can be told
BESIDE = 3 * PICTURE[0] // SMALL[0]  # pixels round figures that count as theirs


def nearest_place(truth: Truth, takes: Sequence[np.ndarray], places: Sequence[tuple[Place, int]]) -> list[int]:
    """For each of several takes, uint8 [T, P, Q, 3]: 2, this place in this layout fits best; 1, another layout of it; 0, another place."""
    own = (truth.staging.place, truth.staging.place_seed)
    layouts = [(own[0], own[1] + 1009 * k) for k in range(1, LAYOUTS + 1)]
    others = [(place, own[1]) for place in Place if place is not own[0]]
    candidates = list(dict.fromkeys([own, *places, *layouts, *others]))
    free = [~_wide(truth.masks[k] > 0, BESIDE) for k in AT]
    drawn = [_places(truth.staging, one) for one in candidates]
    best = (candidates[int(np.argmin([_apart(pictures, one, free) for one in drawn]))] for pictures in takes)
    return [2 if one == own else 1 if one[0] is own[0] else 0 for one in best]


def _apart(pictures: np.ndarray, drawn: Sequence[np.ndarray], free: Sequence[np.ndarray]) -> float:
    return float(np.mean([unlike(fitted(pictures[k], SMALL), one, where) for k, one, where in zip(AT, drawn, free, strict=True)]))


def _places(staging: Staging, place: tuple[Place, int]) -> list[np.ndarray]:
    shoot = Shoot(staging.model_copy(update={"place": place[0], "place_seed": place[1]}), SMALL)
    try:
        return [shoot.draw(LOOKED[k], ()) for k in AT]
    finally:
        shoot.close()


def unlike(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> float:
    """How far two pictures uint8 [h, w, 3] are apart where [h, w] is true: their colours, and how little of their structure is the same."""
    colours = np.abs(cv2.GaussianBlur(a, (0, 0), 2).astype(np.float32) - cv2.GaussianBlur(b, (0, 0), 2)).mean(2)
    x, y = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (a, b))
    mx, my = (cv2.blur(one, (WINDOW, WINDOW)) for one in (x, y))
    xx, yy, xy = (cv2.blur(p, (WINDOW, WINDOW)) - m for p, m in ((x * x, mx * mx), (y * y, my * my), (x * y, mx * my)))
    alike = (2 * xy + 30) / (xx + yy + 30)
    return float((colours / 255 + (1 - alike) / 2)[where].mean())


def nearest_thing(truth: Truth, takes: Sequence[np.ndarray]) -> list[int | None]:
    """For each of several takes, uint8 [T, P, Q, 3]: 2, the right thing fits best in most of the drawings looked at; 1, in some; 0, in none.
    Where nothing is meant to be held: 2 where nothing fits best in most, else 0. The worst of all figures; None where nobody is near enough to
    show what they hold."""
    found = list[list[int | None]]()
    for slot, right in held(truth.staging):
        drawn = {prop: list(_with(truth.staging, slot, prop)) for prop in things(truth.staging, slot, right)}
        found.append([_points(pictures, drawn, right) for pictures in takes])
    return [min((one for one in column if one is not None), default=None) for column in zip(*found, strict=True)] if found else [None] * len(takes)


def held(staging: Staging) -> list[tuple[int, Prop]]:
    """What is in the hands of each slot; of an insert what it shows, as slot -1."""
    if staging.size is Size.INSERT:
        return [] if staging.focus is Prop.NONE else [(-1, staging.focus)]
    return [(slot, subject.held) for slot, subject in enumerate(staging.subjects)]


def things(staging: Staging, slot: int, right: Prop) -> list[Prop]:
    """The right thing, nothing, and OTHERS more, each of which would be seen as another."""
    told = {right: right}
    for prop in (Prop.NONE, *np.random.default_rng(staging.seed).permutation(np.array(Prop, object)).tolist()):
        seen = prop if slot < 0 else staging.subjects[slot].model_copy(update={"prop": prop}).held
        if len(told) < OTHERS + 2 and (slot >= 0 or prop is not Prop.NONE):
            told.setdefault(seen, prop)
    return list(told)


def _with(staging: Staging, slot: int, prop: Prop) -> Iterator[np.ndarray]:
    subjects = tuple(s.model_copy(update={"prop": prop}) if k == slot else s for k, s in enumerate(staging.subjects))
    changed = {"focus": prop} if slot < 0 else {"subjects": subjects}
    shoot = Shoot(staging.model_copy(update=changed), PICTURE)
    try:
        for k in AT:
            yield shoot.draw(LOOKED[k])
    finally:
        shoot.close()


def _points(pictures: np.ndarray, drawn: Mapping[Prop, Sequence[np.ndarray]], right: Prop) -> int | None:
    """Points of a thing; None where it would not be seen."""
    said = [_best(pictures[k], {prop: several[n] for prop, several in drawn.items()}, right) for n, k in enumerate(AT)]
    kept = [one for one in said if one is not None]
    if not kept:
        return None
    hits = sum(one is right for one in kept)
    return 2 if 2 * hits > len(kept) else int(hits > 0 and right is not Prop.NONE)


def _best(picture: np.ndarray, drawn: Mapping[Prop, np.ndarray], right: Prop) -> Prop | None:
    """The thing with which a drawing fits best where things differ; None where they hardly do."""
    plain = drawn.get(Prop.NONE, drawn[right])
    shown = np.maximum.reduce([np.abs(one.astype(np.int16) - plain).max(2) for one in drawn.values()]) > DIFFERS
    if shown.sum() < FEWEST:
        return None
    ys, xs = np.nonzero(_wide(shown, 2))
    y0, y1, x0, x1 = max(ys.min() - SLACK, SLACK), min(ys.max() + SLACK + 1, PICTURE[1] - SLACK), max(xs.min() - SLACK, SLACK), min(xs.max() + SLACK + 1, PICTURE[0] - SLACK)
    where = _wide(shown, 2)[y0:y1, x0:x1]
    part = picture[y0:y1, x0:x1].astype(np.float32)
    moves = [(dy, dx) for dy in range(-SLACK, SLACK + 1) for dx in range(-SLACK, SLACK + 1)]
    far = {prop: min(float(np.abs(part - one[y0 + dy : y1 + dy, x0 + dx : x1 + dx])[where].mean()) for dy, dx in moves) for prop, one in drawn.items()}
    return min(far, key=lambda prop: far[prop])


def _wide(mask: np.ndarray, pixels: int) -> np.ndarray:
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * pixels + 1, 2 * pixels + 1), np.uint8)) > 0
