"""Finding: one thing wrong in one shot, in words, and the edits that mend it."""

from __future__ import annotations

from typing import Any, NamedTuple

from storyboard.edit import Add, Change, Remove, Reorder, Set
from storyboard.story import Story


class Finding(NamedTuple):
    """`what`: the sort of fault, in two words; `detail`: a sentence; `fix`: what to do about it, in words; `changes`: what to do about
    it as edits, the best first, any one of which is enough; none where only a writer can help. A fault of a cut names the second shot."""

    shot: str
    what: str
    detail: str
    fix: str
    changes: tuple[Change, ...] = ()

    @property
    def change(self) -> Change | None:
        return self.changes[0] if self.changes else None


def change(note: str, *ops: Set | Add | Remove | Reorder) -> Change:
    return Change(ops=ops, note=note)


def in_shot(shot: str, field: str, value: Any) -> Set:
    return Set(target=f"shot:{shot}", field=field, value=value)


def of_presence(shot: str, who: str, field: str, value: Any) -> Set:
    """A field of somebody in a shot: "where", "facing", "costume"."""
    return in_shot(shot, f"subjects.{who}.{field}", value)


def names(story: Story) -> dict[str, str]:
    """What people, places and things are called, by id."""
    return {c.id: c.name for c in story.characters} | {s.id: s.name for s in story.settings} | {t.id: t.name for t in story.things}


def fresh(story: Story, stem: str) -> str:
    """An id for a shot or line that none has yet: the stem and a letter or number."""
    return free(stem, taken_ids(story))


def taken_ids(story: Story) -> set[str]:
    return {shot.id for shot in story.shots} | {line.id for shot in story.shots for line in shot.lines}


def free(stem: str, taken: set[str]) -> str:
    return next(i for i in (f"{stem[:58]}-{n}" for n in (*"bcdefgh", *range(2, 1000))) if i not in taken)
