"""mend(story): every finding that an edit mends, mended; an edit that brings a new finding up is not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from storyboard.continuity.finding import Finding
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Story

Check = Callable[[Story], list[Finding]]
Key = tuple[str, str]
ROUNDS = 4  # what was mended may bare what it hid


class Mended(NamedTuple):
    """The story, what was found and mended in it, the edits that did it as one change (None: there was nothing to do), and what is left."""

    story: Story
    done: tuple[Finding, ...]
    change: Change | None
    left: tuple[Finding, ...]


def mend(story: Story, check: Check, sorts: Collection[str] | None = None) -> Mended:
    """`sorts`: only findings of these sorts ("jump cut"); None: all."""
    work = _Work(story, check)
    for _ in range(ROUNDS):
        before = len(work.done)
        work.mend([f for f in work.found if f.changes and (sorts is None or f.what in sorts)])
        if len(work.done) == before:
            break
    note = f"mended {len(work.done)} finding{'' if len(work.done) == 1 else 's'}"
    return Mended(work.story, tuple(work.done), Change(ops=tuple(work.ops), note=note) if work.ops else None, tuple(work.found))


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
        self.ops: list[object] = []

    def mend(self, findings: Sequence[Finding]) -> None:
        there = set(map(key, self.found))
        batch = [f for f in findings if key(f) in there]
        if not batch:
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
