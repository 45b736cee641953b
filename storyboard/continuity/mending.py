"""mend(story): every finding that an edit mends, mended; an edit that brings a new finding up is not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from storyboard.continuity.finding import Finding
from storyboard.edit import Change, Op, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Story

Check = Callable[[Story], list[Finding]]
Key = tuple[str, str]
ROUNDS = 3  # what was mended may bare what it hid
MOST = 8_000  # operations, about
WHOLE = 60  # edits tried on the whole film, for what is not one scene's own


class Mended(NamedTuple):
    """The story, what was found and mended in it, the edits that did it as one change (None: there was nothing to do), and what is left."""

    story: Story
    done: tuple[Finding, ...]
    change: Change | None
    left: tuple[Finding, ...]


def mend(story: Story, check: Check, sorts: Collection[str] | None = None) -> Mended:
    """Scene by scene, each beside the scenes before and after it, so that the time it takes grows with the film and not with its square;
    then what concerns the whole film (cast, places, things). `sorts`: only findings of these sorts ("jump cut"); None: all."""
    done, ops = list[Finding](), list[Op]()
    found = check(story)
    for _ in range(ROUNDS):
        before = len(done)
        wanted = [f for f in found if f.changes and (sorts is None or f.what in sorts)]
        for at in sorted({_scene(story, f.shot) for f in wanted if _is_local(f)}):
            if len(ops) > MOST:  # as many as one change holds: the rest waits for the next time
                break
            story, work = _locally(story, at, wanted, check)
            done, ops = done + work.done, ops + work.ops
        work = _Work(story, check)
        work.mend([f for f in wanted if not _is_local(f)])
        story, found, done, ops = work.story, work.found, done + work.done, ops + work.ops
        if len(done) == before:
            break
    note = f"mended {len(done)} finding{'' if len(done) == 1 else 's'}"
    return Mended(story, tuple(done), Change(ops=tuple(ops), note=note) if ops else None, tuple(found))


def mend_shots(part: Story, check: Check, shots: Collection[str]) -> Mended:
    """As `mend`, of these shots of a part of a film, and by no edit that reaches beyond scenes."""
    work = _Work(part, check)
    work.mend([f for f in work.found if f.changes and f.shot in shots and _is_local(f)])
    note = f"mended {len(work.done)} finding{'' if len(work.done) == 1 else 's'}"
    return Mended(work.story, tuple(work.done), Change(ops=tuple(work.ops), note=note) if work.ops else None, tuple(work.found))


def _is_local(finding: Finding) -> bool:
    """Whether all it may change is in scenes: shots, lines, hours."""
    return all(op.target.partition(":")[0] in ("shot", "line", "scene") for change in finding.changes for op in change.ops)


def _scene(story: Story, shot: str) -> int:
    return next((at for at, scene in enumerate(story.scenes) if any(s.id == shot for s in scene.shots)), 0)


def _locally(story: Story, at: int, wanted: Sequence[Finding], check: Check) -> tuple[Story, _Work]:
    """The story with one scene's findings mended, looked at with its neighbours alone. What such a part lacks (people seen elsewhere) is
    lacking before and after, so it is no news."""
    low, high = max(0, at - 1), at + 2
    work = _Work(story.model_copy(update={"scenes": story.scenes[low:high]}), check)
    inside = {shot.id for shot in story.scenes[at].shots}
    work.mend([f for f in wanted if f.shot in inside and _is_local(f)])
    return story.model_copy(update={"scenes": (*story.scenes[:low], *work.story.scenes, *story.scenes[high:])}), work


def key(finding: Finding) -> Key:
    return finding.shot, finding.what


def sound(story: Story, finding: Finding, check: Check) -> Change | None:
    """The first of the finding's changes after which it is gone and nothing new is found."""
    for one in finding.changes:
        work = _Work(story, check)
        if work.made([(finding, one)]):
            return one
    return None


class _Work:
    """A story while it is mended. Many findings are mended by one edit; where that brings something up, by halves, and at last one by one."""

    def __init__(self, story: Story, check: Check):
        self.story, self.check, self.found = story, check, check(story)
        self.done: list[Finding] = []
        self.ops: list[Op] = []
        self.tried = 0

    def mend(self, findings: Sequence[Finding]) -> None:
        there = set(map(key, self.found))
        batch = [f for f in findings if key(f) in there]
        if not batch or self.tried > WHOLE:
            return
        if len(batch) == 1:
            fresh = next(f for f in self.found if key(f) == key(batch[0]))
            any(self.made([(fresh, one)]) for one in fresh.changes)
            return
        chosen, touched = [], set[tuple[str, str]]()
        for finding in batch:
            places = {(op.target, op.field if isinstance(op, Set) else op.op) for op in finding.changes[0].ops}
            if not places & touched:
                chosen.append((finding, finding.changes[0]))
                touched |= places
        if not self.made(chosen):
            half = len(batch) // 2
            self.mend(batch[:half])
            self.mend(batch[half:])

    def made(self, chosen: Sequence[tuple[Finding, Change]]) -> bool:
        """Whether the changes could be made: every finding is gone, and nothing new is found."""
        ops = tuple(op for _, change in chosen for op in change.ops)
        self.tried += 1
        try:
            edited = edit(self.story, Change(ops=ops))
        except BadInput:  # it breaks another rule of the story (a picture a person gave is in the way): this is no way to mend it
            return False
        left = self.check(edited)
        before, after = Counter(map(key, self.found)), Counter(map(key, left))
        if not after <= before or any(after[key(f)] >= before[key(f)] for f, _ in chosen):
            return False
        self.story, self.found = edited, left
        self.done += [f for f, _ in chosen]
        self.ops += ops
        return True
