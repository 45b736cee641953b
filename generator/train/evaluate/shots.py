"""The shots that are measured: sampled, held out, and drawn with all that is true of them.

Every list of shots follows from a seed alone, so the split is fixed before anything is made; `fingerprint` tells it.

Letters: F drawings, H W the canvas, P Q the picture readers see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count as numbered
from itertools import islice

import numpy as np

from generator.fitting import fitted
from generator.train.oracle.lessons import EVEN, STRIDE, readable
from generator.watching.seeing import FRAMES, PICTURE, Person, attributes_of
from generator.world.keypoints import sketched
from generator.world.numbers import numbers
from generator.world.render import Shoot
from generator.world.sample import FILMS, Often, sample_staging
from generator.world.truth import Figure, figures_of
from storyboard.caption import caption
from storyboard.digest import digest
from storyboard.grammar import Move, Size
from storyboard.staging import Action, Facing, Staging

SPLIT = "heldout"
SCALE = 3  # how much larger a film's picture is than the canvas
LONG = 65  # drawings of a shot of more than four windows
TALKING = Often({Size.MEDIUM: 2, Size.MEDIUM_CLOSE: 2, Size.CLOSE: 1}, FILMS.moves, {Action.TALK: 1})
LATE, SLIVER = 0.05, 0.5  # share of a shot after which who enters is on screen; of who is seen in the end, how much may be seen then
SPEECH = 9  # where in the numbers the mouths are


@dataclass(frozen=True, eq=False)
class Shot:
    """One shot as it should be. `still`: its first drawing at full size; `first`: the same at the canvas, which is all that the way of
    making is given of it; `seen`: the drawings as readers see them; `figures`: who is where, in pixels of `seen`."""

    staging: Staging
    still: np.ndarray  # uint8 (3H, 3W, 3)
    video: np.ndarray  # uint8 (F, H, W, 3)
    seen: np.ndarray  # uint8 (F, P, Q, 3)
    masks: np.ndarray  # uint8 (F, H, W): 0 nobody, k = slot k - 1
    figures: tuple[dict[int, Figure], ...]
    numbers: np.ndarray  # float32 (F, 16)
    keypoints: np.ndarray  # float32 (F, 4, 11, 3)

    @property
    def first(self) -> np.ndarray:
        return self.video[0]

    @property
    def caption(self) -> str:
        return caption(self.staging)

    @property
    def person(self) -> Person:
        return person_of(self.staging, 0)


def person_of(staging: Staging, slot: int) -> Person:
    return staging.subjects[slot].look, staging.subjects[slot].outfit


def recast(staging: Staging, other: Staging) -> Staging:
    """The same shot, its first part played by the first of another."""
    look, outfit = person_of(other, 0)
    return staging.model_copy(update={"subjects": (staging.subjects[0].model_copy(update={"look": look, "outfit": outfit}), *staging.subjects[1:])})


def drawn(staging: Staging, canvas: tuple[int, int], before: Staging | None = None) -> Shot:
    """The shot, drawn at full size and reduced by area. `before`: a staging whose framing and first view it keeps, so that both may begin
    with the same picture."""
    full = (SCALE * canvas[0], SCALE * canvas[1])
    shoot = _shoot(staging, full, before)
    try:
        still = shoot.draw(0)
        video, seen, figures, masks = [], [], [], []
        for frame in range(staging.frames):
            picture = shoot.draw(frame)
            video.append(fitted(picture, canvas))
            seen.append(fitted(picture, PICTURE))
            figures.append({figure.slot: _seen_figure(figure, full) for figure in figures_of(shoot, frame)})
            masks.append(shoot.truth(frame, canvas))
        sketch = sketched(shoot)
    finally:
        shoot.close()
    return Shot(staging, still, np.stack(video), np.stack(seen), np.stack(masks), tuple(figures), numbers(staging), sketch)


def _shoot(staging: Staging, size: tuple[int, int], before: Staging | None) -> Shoot:
    shoot = Shoot(staging, size)
    if before is not None:
        other = Shoot(before, size)
        places = {actor.slot: (actor.x, actor.y) for actor in other.actors}
        shoot.lead, shoot.base = other.lead, other.base
        shoot.actors = tuple(replace(a, x=places[a.slot][0], y=places[a.slot][1]) if a.slot in places else a for a in shoot.actors)
        other.close()
    return shoot


def _seen_figure(figure: Figure, size: tuple[int, int]) -> Figure:
    wide, high = PICTURE[0] / size[0], PICTURE[1] / size[1]
    x, y, half, tall = figure.face
    joints = {name: (px * wide, py * high) for name, (px, py) in figure.joints.items()}
    return replace(figure, joints=joints, face=(x * wide, y * high, half * wide, tall * high))


def fingerprint(stagings: Sequence[Staging]) -> str:
    """SHA-256 of a split."""
    return digest("split", *(staging.model_dump_json() for staging in stagings))


def can_be_read(staging: Staging) -> bool:
    """Whether the readers, who learned on whole figures, may be asked about its first subject."""
    return bool(staging.subjects) and staging.size in EVEN.sizes and staging.subjects[0].facing is not Facing.AWAY


def clips(count: int, seed: int) -> tuple[Staging, ...]:
    """As films have them (even places) and, in odd ones, whole figures with moves and actions sampled evenly, as readers read them."""
    found: list[Staging] = []
    for number in numbered(seed * STRIDE):
        if len(found) == count:
            return tuple(found)
        even = len(found) % 2 == 0
        staging = sample_staging(number, SPLIT) if even else readable(number, SPLIT)
        if staging is not None and (even or can_be_read(staging)):
            found.append(staging.model_copy(update={"frames": FRAMES}))
    raise AssertionError("numbers do not end")


def long_shots(count: int, seed: int) -> tuple[Staging, ...]:
    """Whole figures in shots of more than four windows."""
    shots = (s for number in numbered(seed * STRIDE + 100_000) if (s := readable(number, SPLIT)) is not None and can_be_read(s))
    stays = (s for s in shots if s.subjects[0].action not in (Action.ENTER, Action.LEAVE))
    return tuple(s.model_copy(update={"frames": LONG}) for s in islice(stays, count))


def entering(count: int, seed: int, people: int) -> tuple[Staging, ...]:
    """So many people come in from the edge whom the first drawing does not show: who steps in at once is on screen from the third drawing on."""
    return tuple(islice(_entering(seed * STRIDE + 200_000 * people, people), count))


def _entering(start: int, people: int) -> Iterator[Staging]:
    often = EVEN._replace(actions={Action.ENTER: 40, Action.STAND: 1}, moves={**EVEN.moves, Move.STATIC: 8})
    for number in numbered(start):
        staging = sample_staging(number, SPLIT, often)
        enter = all(subject.action is Action.ENTER for subject in staging.subjects)
        if len(staging.subjects) == people and enter and staging.size in EVEN.sizes:
            late = tuple(subject.model_copy(update={"visible": (LATE, 1.0)}) for subject in staging.subjects)
            staging = staging.model_copy(update={"frames": FRAMES, "subjects": late})
            if _comes_in(staging):
                yield staging


def _comes_in(staging: Staging) -> bool:
    """Whether little of anyone is seen at first, and everyone in the end."""
    small = (128, 72)
    shoot = Shoot(staging, small, scenery=False)
    try:
        first, last = shoot.truth(2, small), shoot.truth(FRAMES - 5, small)
    finally:
        shoot.close()
    spans = [((first == slot + 1).sum(), (last == slot + 1).sum()) for slot in range(len(staging.subjects))]
    return all(then > 0.015 * last.size and before < SLIVER * then for before, then in spans)


def talking(count: int, seed: int) -> tuple[Staging, ...]:
    """Near figures who speak, and now and then one who listens."""
    shots = (sample_staging(number, SPLIT, TALKING).model_copy(update={"frames": FRAMES}) for number in numbered(seed * STRIDE + 600_000))
    return tuple(islice((s for s in shots if _speaks(s)), count))


def _speaks(staging: Staging) -> bool:
    facing = any(s.facing is not Facing.AWAY for s in staging.subjects)
    return facing and bool((numbers(staging)[:, SPEECH : SPEECH + 4].std(0) > 0.05).any())


def strangers(count: int, seed: int) -> list[list[int]]:
    """Labels of other held-out people, none twice."""
    found: dict[tuple[int, ...], None] = {}
    for number in numbered(seed * STRIDE + 900_000):
        staging = sample_staging(number, SPLIT)
        for slot in range(len(staging.subjects)):
            found[tuple(attributes_of(person_of(staging, slot)))] = None
        if len(found) >= count:
            return [list(labels) for labels in list(found)[:count]]
    raise AssertionError("numbers do not end")
