"""What an edit makes again: the steps that are there before it and not after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from app.explain import explain
from app.ways_of import SIZES, ways
from storyboard.plan import plan
from storyboard.story import Story

if TYPE_CHECKING:
    from app.studio import Studio


class Remade(NamedTuple):
    """Of the steps that were there: ids of those that will be made again, of those that may be (they hang on one whose content is not known
    yet, and may come out the same), and how many stay."""

    will: tuple[str, ...]
    may: tuple[str, ...]
    stay: int

    def words(self) -> str:
        """One sentence for people."""
        if not (self.will or self.may or self.stay):
            return "Nothing of it was made yet."
        parts = [f"{len(ids)} step{'s' * (len(ids) > 1)} will be made again ({_counted(ids)})" for ids in (self.will,) if ids]
        parts += [f"{len(ids)} may be ({_counted(ids)})" for ids in (self.may,) if ids]
        return ", ".join([*parts, f"{self.stay} stay as they are"]) + "."


def remade(studio: Studio, before: Story, after: Story) -> Remade:
    """In the size in which most of the story is made."""
    found = {size: _states(studio, before, size) for size in SIZES}
    size = max(SIZES, key=lambda one: sum(state == "have" for state in found[one].values()))
    had, new = [one for one, state in found[size].items() if state == "have"], _states(studio, after, size)
    gone = {state: tuple(one for one in had if new.get(one) == state) for state in ("will make", "may make")}
    return Remade(gone["will make"], gone["may make"], sum(new.get(one) == "have" for one in had))


def _states(studio: Studio, story: Story, size: str) -> Mapping[str, str]:
    steps = plan(story, ways(size, story.direction, False, studio.settings))
    return {e.step.id: e.state for e in explain(steps, studio.store)}


def _counted(ids: tuple[str, ...]) -> str:
    counts = Counter(one.partition(":")[0] for one in ids)
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" if n > 1 else kind for kind, n in counts.items())
