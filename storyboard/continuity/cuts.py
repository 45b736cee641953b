"""Size jumps: a cut shows something new. Between two shots of the same figures size or angle changes; it never leaps the whole ladder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, in_shot
from storyboard.continuity.space import LADDER, MOVING, every_run
from storyboard.edit import Change
from storyboard.grammar import Angle, Size
from storyboard.staging import Action
from storyboard.story import Shot, Story

BODILY = MOVING | {Action.JUMP, Action.DANCE, Action.DANCE_TOGETHER, Action.SIT_DOWN, Action.STAND_UP, Action.SLEEP, Action.HIDE, Action.WORK}
LEAP = 5  # steps of the ladder of sizes: from extreme wide to close-up, from wide to extreme close-up


def jumps(story: Story) -> Iterator[Finding]:
    """The same figures, or the same empty place, at the same size and angle twice running: they seem to start (the 30 degree rule)."""
    for run in every_run(story):
        for at, (before, after) in enumerate(itertools.pairwise(run)):
            if is_jump(before, after):
                fix = "Go nearer, wider, or to another angle."
                following = run[at + 2] if at + 2 < len(run) else None
                yield Finding(
                    after.id, "jump cut", f"shots {before.id} and {after.id} show the same at the same size", fix,
                    tuple(_elsewhere(before, after, following)),
                )  # fmt: skip


def is_jump(before: Shot, after: Shot) -> bool:
    same = {p.character for p in before.subjects} == {p.character for p in after.subjects} and before.focus == after.focus
    return same and before.size is after.size and before.angle is after.angle


def _elsewhere(before: Shot, after: Shot, following: Shot | None) -> Iterator[Change]:
    """The second shot one step nearer or wider, or from above or below: wider first, where the whole body acts."""
    at = LADDER.index(after.size) if after.size in LADDER else None
    nearest = LADDER.index(Size.MEDIUM if len(after.subjects) > 1 else Size.CLOSE)
    nearer = -1 if any(p.action in BODILY for p in after.subjects) else 1
    sizes = [] if at is None else [LADDER[i] for i in (at + nearer, at - nearer, at + 2 * nearer, at - 2 * nearer) if 1 <= i <= nearest]
    tried = [("size", size) for size in sizes] + [("angle", angle) for angle in (Angle.HIGH, Angle.LOW, Angle.EYE) if angle is not after.angle]
    for field, value in tried:
        changed = after.model_copy(update={field: value})
        if not is_jump(before, changed) and not (following and is_jump(changed, following)):
            yield change(f"Show shot {after.id} {'from' if field == 'angle' else 'as'} {value}.", in_shot(after.id, field, value))


def leaps(story: Story) -> Iterator[Finding]:
    """From the whole land straight into a face, or out again, of the same figure."""
    for run in every_run(story):
        for before, after in itertools.pairwise(run):
            shared = {p.character for p in before.subjects} & {p.character for p in after.subjects}
            if shared and before.size in LADDER and after.size in LADDER:
                a, b = LADDER.index(before.size), LADDER.index(after.size)
                if abs(a - b) >= LEAP:
                    fix = "Put a size between them."
                    said = f"the cut goes from {before.size} straight to {after.size}"
                    nearer = -1 if b > a else 1
                    sizes = [LADDER[b + nearer * k] for k in (1, 2, 3)]
                    changes = [change(f"Show shot {after.id} as {size}.", in_shot(after.id, "size", size)) for size in sizes if abs(LADDER.index(size) - a) < LEAP]
                    yield Finding(after.id, "size leap", said, fix, tuple(changes))
