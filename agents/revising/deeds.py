"""Edit -> operations: names and numbers become ids here, by code, whoever wished it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from agents.revising import bound, conditions, filming, persons, scenery
from agents.revising.at import Bench
from agents.revising.edits import Edit
from storyboard.edit import Change, Op, Set, edit
from storyboard.errors import BadInput
from storyboard.story import Story

DEEDS: dict[str, Callable[[Bench, Edit], list[Op]]] = {
    "weather": scenery.sky("weather", "weather"), "hour": scenery.sky("hour", "hour"), "season": scenery.sky("season", "season"),
    "place": scenery.place, "music": scenery.music, "style": scenery.style, "tint": scenery.tint, "title": scenery.title, "order": scenery.order,
    "rename": persons.renamed, "kind": persons.kind, "colour": persons.colour, "hair": persons.hair, "wears": persons.wears, "temper": persons.tempered,
    "delivery": filming.delivery, "say": filming.say, "replace": filming.replace, "remove": filming.remove, "shorten": filming.shorten,
    "length": filming.length, "size": filming.size, "narration": filming.narration, "state": conditions.stated,
}  # fmt: skip
ALREADY = "it is so already"


class Doing(NamedTuple):
    """What edits come to: operations on the story that was shown, the story after them, what could not be done and what to know."""

    ops: tuple[Op, ...]
    story: Story
    undone: tuple[tuple[Edit, str], ...]  # an edit, and why not
    said: tuple[str, ...]


def done(story: Story, edits: tuple[Edit, ...], only: str | None = None) -> Doing:
    """Each edit in turn, on what those before it left. One that cannot be done leaves the others standing. `only`: the id of the one shot
    that may change."""
    bench = Bench(story, story)
    ops: list[Op] = []
    undone: list[tuple[Edit, str]] = []
    for one in edits if only is None else bound.within(story, edits, only):
        try:
            found = DEEDS[one.what](bench, one)
            if not found:
                raise BadInput(ALREADY)
            after = edit(bench.now, Change(ops=tuple(found)))
            if only is not None:
                bound.check(bench.now, after, only)
            bench.now = after
        except BadInput as error:
            undone.append((one, str(error)))
        else:
            ops += found
    return Doing(tuple(_last(ops)), bench.now, tuple(undone), tuple(dict.fromkeys(bench.said)))


def _last(ops: list[Op]) -> list[Op]:
    """The operations; of several that set one field only the last."""
    final = {(op.target, op.field): n for n, op in enumerate(ops) if isinstance(op, Set)}
    return [op for n, op in enumerate(ops) if not isinstance(op, Set) or final[op.target, op.field] == n]
