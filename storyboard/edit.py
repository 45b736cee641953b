"""edit(story, change) -> Story: every change a person or an agent can make, as a pure function on documents named by id.

A change is a list of operations, each on a target: "story", "character:mira", "setting:shore", "thing:lamp", "scene:s1",
"shot:s1-2" or "line:s1-2-a". A field may be deep, and reaches into lists by name: "camera.amount", "subjects.mira.facing". `was` is what the one who edits saw: if that has moved meanwhile, the edit is refused (Conflict)
and both values are in the error. Edits in other fields never conflict.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from storyboard import timing
from storyboard.document import Doc
from storyboard.errors import BadInput, Conflict
from storyboard.story import Shot, Story, Trim

Plain = dict[str, Any]
UNSEEN = "\0unseen"  # `was` of an operation that did not look first


class Set(Doc):
    """Put `value` in `field` of `target`; dots reach into a document, "camera.amount", or a list, "subjects.mira.where"."""

    op: Literal["set"] = "set"
    target: str
    field: str
    value: Any
    was: Any = UNSEEN


class Add(Doc):
    """Put a whole document into a list of `target` ("shots" of a scene, "lines" of a shot, "scenes" of the story), after an id or first."""

    op: Literal["add"] = "add"
    target: str
    field: str
    document: Plain
    after: str | None = None


class Remove(Doc):
    """Take the target out of the list it is in."""

    op: Literal["remove"] = "remove"
    target: str


class Reorder(Doc):
    """Move the target behind a sibling (or first), in its own list or in that of `into`."""

    op: Literal["reorder"] = "reorder"
    target: str
    after: str | None = None
    into: str | None = None


Op = Annotated[Set | Add | Remove | Reorder, Field(discriminator="op")]


class Change(Doc):
    """One edit: operations done together or not at all, and a note for people."""

    ops: Annotated[tuple[Op, ...], Field(min_length=1, max_length=10_000)]
    note: str = ""


class _Slot:
    """Where a document stands in the plain story: its list (None for the story itself) and its value."""

    def __init__(self, value: Plain, siblings: list[Plain] | None = None):
        self.value, self.siblings = value, siblings


def edit(story: Story, change: Change) -> Story:
    """The story after the change. BadInput names the field and the rule it breaks; Conflict holds both values."""
    tree = story.model_dump(mode="json")
    done: dict[str, Callable[[Plain, Any], None]] = {"set": _set, "add": _add, "remove": _remove, "reorder": _reorder}
    for op in change.ops:
        done[op.op](tree, op)
    edited = validated(tree)
    asked = {op.target for op in change.ops if isinstance(op, Set) and op.field.partition(".")[0] in ("text", "trim")}
    return filmable(retimed(edited, asked), known={shot.id: shot.frames for shot in story.shots})


def stamped(change: Change, seen: Story) -> Change:
    """The change with every `was` filled from the story the editor looked at."""
    tree = seen.model_dump(mode="json")
    ops = [
        op.model_copy(update={"was": _read(_find(tree, op.target).value, op.field)}) if isinstance(op, Set) and op.was == UNSEEN else op
        for op in change.ops
    ]
    return change.model_copy(update={"ops": tuple(ops)})


def rebase(change: Change, newest: Story) -> Change:
    """The change as an edit of the newest story. Conflict when a field it sets has moved, or its target is gone."""
    tree = newest.model_dump(mode="json")
    for op in change.ops:
        if isinstance(op, Set) and op.was != UNSEEN:
            now = _read(_find(tree, op.target).value, op.field)
            if now not in (op.was, op.value):
                raise Conflict(f"{op.field} of {op.target}", op.value, now)
    return change


def validated(tree: Plain) -> Story:
    """The plain story as a document, or one sentence about the first thing wrong with it."""
    try:
        return Story.model_validate_json(_json(tree))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the story"
        given = "" if first["type"] == "value_error" else f" (given: {str(first.get('input'))[:80]!r})"
        raise BadInput(f"This is not a story Fabula can film: {where}: {first['msg']}{given}. Correct it and try again.") from error


def filmable(story: Story, known: Mapping[str, int] | None = None) -> Story:
    """The story, if no shot is longer than the net draws or trimmed more than it bears; `known`: lengths (frames) that stood before and
    may stay. BadInput."""
    for shot in story.shots:
        if shot.frames > max(timing.LONGEST_SHOT, (known or {}).get(shot.id, 0)):
            asked, most = timing.seconds_of(shot.frames), timing.seconds_of(timing.LONGEST_SHOT)
            raise BadInput(f"Shot {shot.id} would last {asked:.2f} s, and the longest a shot can be is {most:.2f} s. Split it, or say less in it.")
        if shot.trim != timing.fitted(shot):
            raise BadInput(_too_trimmed(shot))
    return story


def _too_trimmed(shot: Shot) -> str:
    free = timing.room(shot.model_copy(update={"trim": Trim()}))
    least = f"half a second ({timing.LEAST_SHOWN} frames) of it is seen"
    rule = f"its lines are heard whole, and {least}" if shot.lines else least
    return (
        f"Shot {shot.id} cannot be trimmed by {shot.trim.begin} frames at its beginning and {shot.trim.end} at its end: {rule}. "
        f"At most {free.begin} at its beginning or {free.end} at its end."
    )


def retimed(story: Story, touched: set[str]) -> Story:
    """Lines whose text changed keep their slot if the new text fits it, else get a new one; shots grow to hold their lines, and a trim that
    was not asked for now gives way to them. `touched`: lines with another text, shots with another trim."""
    tree = story.model_dump(mode="json")
    for target in touched:
        if target.startswith("line:"):
            slot = _find(tree, target).value
            line = next(line for shot in story.shots for line in shot.lines if line.id == slot["id"])
            voice = story.narrator if line.speaker is None else story.character(line.speaker).voice
            if not timing.fits(line, story.language, voice):
                slot["slot"] = timing.slot_for(line.text, story.language, voice, line.delivery)
    for scene in tree["scenes"]:
        for shot in scene["shots"]:
            found = Shot.model_validate_json(_json(shot))
            shot["frames"] = max(timing.even(found.frames), timing.needed(found))
            if found.trim != Trim() and f"shot:{found.id}" not in touched:
                shot["trim"] = timing.fitted(found.model_copy(update={"frames": shot["frames"]})).model_dump()
    return validated(tree)


def _set(tree: Plain, op: Set) -> None:
    place = _find(tree, op.target).value
    *path, last = op.field.split(".")
    now = _read(place, op.field)
    if op.was != UNSEEN and now not in (op.was, op.value):
        raise Conflict(f"{op.field} of {op.target}", op.value, now)
    for part in path:
        place = _inside(place, part, op.field)
    place[place.index(now) if isinstance(place, list) else last] = op.value


def _add(tree: Plain, op: Add) -> None:
    siblings = _list(_find(tree, op.target).value, op.field, op.target)
    siblings.insert(_behind(siblings, op.after), dict(op.document))


def _remove(tree: Plain, op: Remove) -> None:
    slot = _find(tree, op.target)
    if slot.siblings is None:
        raise BadInput("The story itself cannot be removed. Name a character, scene, shot or line.")
    slot.siblings.remove(slot.value)


def _reorder(tree: Plain, op: Reorder) -> None:
    slot = _find(tree, op.target)
    if slot.siblings is None:
        raise BadInput("The story itself cannot be moved. Name a scene, shot or line.")
    slot.siblings.remove(slot.value)
    home = slot.siblings if op.into is None else _list(_find(tree, op.into).value, "shots" if op.into.startswith("scene:") else "lines", op.into)
    home.insert(_behind(home, op.after), slot.value)


def _behind(siblings: list[Plain], after: str | None) -> int:
    if after is None:
        return 0
    ids = [_name(s) for s in siblings]
    if after not in ids:
        raise BadInput(f"There is no {after!r} to stand behind; there are: {', '.join(ids)}.")
    return ids.index(after) + 1


def _list(place: Plain, field: str, target: str) -> list[Plain]:
    found = place.get(field)
    if not isinstance(found, list):
        raise BadInput(f"{target} has no list {field!r}; its fields are: {', '.join(place)}.")
    return found


def _read(place: Plain, field: str) -> Any:
    found: Any = place
    for part in field.split("."):
        found = _inside(found, part, field)
    return found


def _inside(place: Any, part: str, field: str) -> Any:
    """One step of a dotted field: a document's field, or the document of that name in a list."""
    known = {_name(one): one for one in place if isinstance(one, dict)} if isinstance(place, list) else place
    if not isinstance(known, dict) or part not in known:
        names = ", ".join(map(str, known)) if isinstance(known, dict) and known else "none"
        raise BadInput(f"There is no field {field!r} here; the fields are: {names}.")
    return known[part]


def _name(document: Plain) -> str:
    """What a document in a list goes by: its id; a presence's is its character's."""
    return str(document.get("id", document.get("character", "")))


KINDS = ("character", "setting", "thing", "scene", "shot", "line")  # what has an id


def _find(tree: Plain, target: str) -> _Slot:
    if target == "story":
        return _Slot(tree)
    kind, _, wanted = target.partition(":")
    for slot in _all(tree, kind):
        if slot.value["id"] == wanted:
            return slot
    if kind not in KINDS:
        raise BadInput(f"The story has no {target!r}: a target is story, or one of {', '.join(KINDS)} with its id, as in shot:{tree['scenes'][0]['shots'][0]['id']}.size.")
    known = ", ".join(f"{kind}:{slot.value['id']}" for slot in _all(tree, kind)) or "none of that kind"
    raise BadInput(f"The story has no {target!r}; there are: {known}.")


def _all(tree: Plain, kind: str) -> Iterator[_Slot]:
    lists = {"character": tree["characters"], "setting": tree["settings"], "thing": tree["things"], "scene": tree["scenes"]}
    if kind in lists:
        yield from (_Slot(value, lists[kind]) for value in lists[kind])
    for scene in tree["scenes"] if kind in ("shot", "line") else ():
        for shot in scene["shots"]:
            if kind == "shot":
                yield _Slot(shot, scene["shots"])
            else:
                yield from (_Slot(line, shot["lines"]) for line in shot["lines"])


def _json(tree: Plain) -> str:
    try:
        return json.dumps(tree, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError) as error:  # an infinite number, a value nested thousands deep
        raise BadInput(f"This is not a story Fabula can film: {error}. Correct it and try again.") from error
