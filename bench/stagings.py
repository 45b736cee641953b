"""Random stagings, held to what a picture owes its viewer: it can be drawn, everyone is in the frame, heads are whole and apart, bodies
hardly cover each other, nothing stands before a face, feet are on the ground.

    python -m bench.stagings [--count 5000] [--processes 2]

The camera stands, the drawing is the shot's middle one. Not asked: heads of those who leap, hide, come, go or fall to the ground (they
may be cut for a moment), distance between those who touch, feet in frames that do not show them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bench.record import at_least, record
from generator.world.camera import FRAMES
from generator.world.render import Shoot
from generator.world.sample import SPLITS, sample_staging
from generator.world.spots import OPEN, over_shoulder
from generator.world.truth import figures_of
from storyboard.grammar import Angle, Camera, Size
from storyboard.look import AIRY
from storyboard.staging import Action, Staging

SMALL = (192, 108)
LEAST = 0.004  # share of the picture that shows whoever is in the frame
SHARED = 0.12  # of the smaller of two figures in a frame: as much as may be hidden by the other
RESTLESS = {Action.JUMP, Action.HIDE, Action.SIT_DOWN, Action.STAND_UP, Action.ENTER, Action.LEAVE, Action.CHASE}  # may be cut for a moment
TOUCHING = {Action.HUG, Action.TAKE, Action.GIVE, Action.DANCE_TOGETHER, Action.ARGUE, Action.PUSH, Action.CHASE}
UPRIGHT = {Action.STAND, Action.WAVE, Action.TALK, Action.POINT, Action.GIVE, Action.CRY, Action.LOOK_UP, Action.LOOK_AROUND}
WHOLE = OPEN | {Size.MEDIUM}
GROUND = 5  # pixels of 108 by which feet may miss the line they stand on
Head = tuple[int, float, float, float]  # slot, x, y, radius in pixels


def heads(shoot: Shoot, frame: int) -> tuple[Head, ...]:
    """The heads in the picture as circles."""
    return tuple((figure.slot, *figure.face[:3]) for figure in figures_of(shoot, frame))


@dataclass(frozen=True)
class Sampled:
    """A staging at its middle drawing."""

    staging: Staging
    shoot: Shoot

    @property
    def frame(self) -> int:
        return self.staging.frames // 2

    @cached_property
    def mask(self) -> np.ndarray:
        """uint8 [h, w]: whose body is seen."""
        return self.shoot.truth(self.frame, SMALL)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        return heads(self.shoot, self.frame)

    @cached_property
    def front(self) -> np.ndarray:
        """bool [h, w]: where something stands before the figures."""
        self.shoot.draw(self.frame)
        self.shoot.figures.replace([])
        self.shoot.board.paint("front", True)
        return np.asarray(self.shoot.board.pixels[..., 3] > 60)

    def does(self, actions: set[Action]) -> bool:
        return bool({s.action for s in self.staging.subjects} & actions)


def sampled(seed: int) -> Sampled:
    """A random staging with a standing camera; close its shoot when done."""
    staging = sample_staging(seed, SPLITS[seed % 2]).model_copy(update={"camera": Camera()})
    return Sampled(staging, Shoot(staging, SMALL))


def circle(head: Head) -> np.ndarray:
    rows, columns = np.mgrid[: SMALL[1], : SMALL[0]]
    return np.asarray((columns - head[1]) ** 2 + (rows - head[2]) ** 2 < head[3] ** 2)


def in_frame(one: Sampled) -> bool | None:
    going = {slot for slot, *_ in one.heads if one.staging.subjects[slot].action in RESTLESS}
    stay = [slot for slot, *_ in one.heads if slot not in going]
    return all((one.mask == slot + 1).mean() > LEAST for slot in stay) if stay else None


def heads_whole(one: Sampled) -> bool | None:
    if one.staging.size not in WHOLE or over_shoulder(one.staging):
        return None
    asked = [head for head in one.heads if one.staging.subjects[head[0]].action not in RESTLESS]
    inside = [radius <= x <= SMALL[0] - radius and radius <= y <= SMALL[1] - 0.9 * radius for _, x, y, radius in asked]
    return all(inside) if inside else None


def _pair(one: Sampled) -> bool:
    return len(one.heads) == 2 and not over_shoulder(one.staging) and not one.does(TOUCHING | RESTLESS)


def heads_apart(one: Sampled) -> bool | None:
    if not _pair(one):
        return None
    (_, ax, ay, ar), (_, bx, by, br) = one.heads
    return bool(np.hypot(ax - bx, ay - by) > ar + br)


def bodies_apart(one: Sampled) -> bool | None:
    if not _pair(one):
        return None
    together = int((one.mask > 0).sum())
    alone = [int((one.shoot.truth(one.frame, SMALL, actor.slot) > 0).sum()) for actor, _ in one.shoot.posed(one.frame)]
    return sum(alone) - together <= SHARED * min(alone) + 4


def faces_free(one: Sampled) -> bool | None:
    if one.does(RESTLESS):
        return None
    faces = [face for face in map(circle, one.heads) if face.any()]
    return all((one.front & face).sum() <= 0.02 * face.sum() for face in faces) if faces else None


def feet_on_ground(one: Sampled) -> bool | None:
    staging = one.staging
    if staging.size not in OPEN or staging.angle is Angle.DUTCH:
        return None
    row = FRAMES[staging.size][1] * SMALL[1]
    standing = [slot for slot, *_ in one.heads if staging.subjects[slot].action in UPRIGHT and staging.subjects[slot].look.kind not in AIRY]
    lowest = [np.flatnonzero((one.mask == slot + 1).any(1)).max(initial=0) for slot in standing]
    return all(abs(at - row) < GROUND for at in lowest) if lowest else None


CHECKS: dict[str, Callable[[Sampled], bool | None]] = {  # None: does not apply
    "everyone in the frame": in_frame, "heads whole": heads_whole, "heads apart": heads_apart, "bodies apart": bodies_apart,
    "faces free": faces_free, "feet on the ground": feet_on_ground,
}  # fmt: skip


def held(seed: int) -> dict[str, bool]:
    """What applies to the staging of a seed, and whether it holds; "drawn" is always asked."""
    try:
        one = sampled(seed)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return {"drawn": False}
    try:
        picture = one.shoot.draw(one.frame)
        found = {name: check(one) for name, check in CHECKS.items()}
    finally:
        one.shoot.close()
    return {"drawn": bool(picture.std() > 1.0), **{name: holds for name, holds in found.items() if holds is not None}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=at_least(1), default=5000)
    parser.add_argument("--processes", type=at_least(1), default=os.cpu_count() or 1)
    asked = parser.parse_args()
    began, right, of, wrong = time.monotonic(), Counter[str](), Counter[str](), dict[str, list[int]]()
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for seed, found in enumerate(pool.imap(held, range(asked.count), 50)):
            for name, holds in found.items():
                right[name] += holds
                of[name] += 1
                wrong.setdefault(name, []).extend([] if holds else [seed])
    for name in of:
        print(f"{name:24} {right[name]:5} of {of[name]:5}  {right[name] / of[name]:.2%}  {'not: ' + ', '.join(map(str, wrong[name][:6])) if wrong[name] else ''}")
    print(f"in {time.monotonic() - began:.0f} s")
    record("stagings", {name: {"holds": right[name], "of": of[name]} for name in of}, parser, asked)


if __name__ == "__main__":
    main()
