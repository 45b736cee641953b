"""edit(story, change) -> Story: every change a person or an agent can make, as a pure function on documents named by id.

A change is a list of operations, each on a target: "story", "character:mira", "setting:shore", "thing:lamp", "scene:s1",
"shot:s1-2" or "line:s1-2-a". A field may be deep, and reaches into lists by name: "camera.amount", "subjects.mira.facing"; so may a target,
"character:mira.costumes.ball", "story.relations.mira>bo". What follows from an edit is in it: words made of a look are made anew, and
lines whose text or voice changed get the time they need. `was` is what the one who edits saw: if that has moved meanwhile, the edit is refused (Conflict)
and both values are in the error. Edits in other fields never conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from storyboard import timing
from storyboard.document import Doc
from storyboard.errors import BadInput, Conflict
from storyboard.likeness import retold
from storyboard.remembered import remembered
from storyboard.split_edits import bounded
from storyboard.story import Line, Scene, Shot, Story, Trim
from storyboard.tree import Plain, find, inside, list_of, name, open_at, opened, read, validated, whole

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


def edit(story: Story, change: Change) -> Story:
    """The story after the change. BadInput names the field and the rule it breaks; Conflict holds both values."""
    tree = opened(story)
    done: dict[str, Callable[[Plain, Any], None]] = {"set": _set, "add": _add, "remove": _remove, "reorder": _reorder}
    for op in change.ops:
        done[op.op](tree, op)
    edited = retold(story, validated(tree))
    asked = {op.target for op in change.ops if isinstance(op, Set) and op.field.partition(".")[0] in ("text", "trim")}
    split = {op.target for op in change.ops if isinstance(op, Set) and op.field in ("lead", "tail")}
    return filmable(bounded(retimed(edited, asked | revoiced(story, edited)), split), known=story)


def stamped(change: Change, seen: Story) -> Change:
    """The change with every `was` filled from the story the editor looked at."""
    tree = opened(seen)
    ops = [
        op.model_copy(update={"was": whole(read(find(tree, op.target).value, op.field))}) if isinstance(op, Set) and op.was == UNSEEN else op
        for op in change.ops
    ]
    return change.model_copy(update={"ops": tuple(ops)})


def rebase(change: Change, newest: Story) -> Change:
    """The change as an edit of the newest story. Conflict when a field it sets has moved, or its target is gone."""
    tree = opened(newest)
    for op in change.ops:
        if isinstance(op, Set) and op.was != UNSEEN:
            _agrees(op, read(find(tree, op.target).value, op.field))
    return change


def _agrees(op: Set, now: Any) -> None:
    """Conflict when the field is neither as the editor saw it nor as it shall be."""
    if op.was != UNSEEN and (said := whole(now)) not in (op.was, op.value):
        raise Conflict(f"{op.field} of {op.target}", op.value, said)


def filmable(story: Story, known: Story | None = None) -> Story:
    """The story, if no shot is trimmed more than it bears, or longer than the net draws; those that were so long in `known` may stay.
    BadInput."""
    for scene in story.scenes:
        for shot in scene.shots if _longest(scene) > timing.LONGEST_SHOT else ():
            before = next((one.frames for one in known.shots if one.id == shot.id), 0) if known else 0
            if shot.frames > max(timing.LONGEST_SHOT, before):
                asked, most = timing.seconds_of(shot.frames), timing.seconds_of(timing.LONGEST_SHOT)
                raise BadInput(f"Shot {shot.id} would last {asked:.2f} s, and the longest a shot can be is {most:.2f} s. Split it, or say less in it.")
        if (shorn := _too_trimmed(scene)) is not None:
            raise BadInput(_trim_refused(shorn))
    return story


def _trim_refused(shot: Shot) -> str:
    free = timing.room(shot.model_copy(update={"trim": Trim()}))
    least = f"half a second ({timing.LEAST_SHOWN} frames) of it is seen"
    rule = f"its lines are heard whole, and {least}" if shot.lines else least
    return (
        f"Shot {shot.id} cannot be trimmed by {shot.trim.begin} frames at its beginning and {shot.trim.end} at its end: {rule}. "
        f"At most {free.begin} at its beginning or {free.end} at its end."
    )


def retimed(story: Story, asked: set[str]) -> Story:
    """Lines whose text changed keep their slot if the new text fits it, else get a new one; shots grow to hold their lines, and a trim gives
    way to them. `asked`: lines whose text is new, shots whose trim is, which is refused rather than changed."""
    tree = opened(story)
    for target in asked:
        if target.startswith("line:"):
            slot = find(tree, target).value
            line = Line.model_validate(slot)
            voice = story.narrator if line.speaker is None else story.character(line.speaker).voice
            if not timing.fits(line, story.language, voice):
                slot["slot"] = timing.slot_for(line.text, story.language, voice, line.delivery)
    for at, scene in enumerate(tree["scenes"]):
        if isinstance(scene, dict) or not _is_timed(scene):
            shots = open_at(tree["scenes"], at)["shots"]
            for place, shot in enumerate(shots):
                typed = shot if isinstance(shot, Shot) else Shot.model_validate(shot)
                if found := _changes(typed, trimmed=f"shot:{typed.id}" in asked):
                    open_at(shots, place).update(found)
    return validated(tree) if any(isinstance(scene, dict) for scene in tree["scenes"]) else story


def _changes(shot: Shot, trimmed: bool = False) -> Plain:
    """Fields of a shot that must change: whole drawings, as many as its lines need, and a trim that leaves those lines whole."""
    frames = max(timing.even(shot.frames), timing.needed(shot))
    trim = shot.trim if trimmed else timing.fitted(shot.model_copy(update={"frames": frames}))
    found: Plain = {} if frames == shot.frames else {"frames": frames}
    return found if trim == shot.trim else {**found, "trim": trim.model_dump()}


@remembered
def _is_timed(scene: Scene) -> bool:
    """Whether its shots may stay as they are."""
    return not any(_changes(shot) for shot in scene.shots)


@remembered
def _longest(scene: Scene) -> int:
    return max(shot.frames for shot in scene.shots)


@remembered
def _too_trimmed(scene: Scene) -> Shot | None:
    return next((shot for shot in scene.shots if shot.trim != timing.fitted(shot)), None)


def revoiced(before: Story, after: Story) -> set[str]:
    """The lines whose speaker has another voice than before."""
    old, new = ({None: one.narrator, **{c.id: c.voice for c in one.characters}} for one in (before, after))
    changed = {who for who in new if who in old and old[who] != new[who]}
    if not changed:
        return set()
    return {f"line:{line.id}" for shot in after.shots for line in shot.lines if line.speaker in changed}


def _set(tree: Plain, op: Set) -> None:
    place = find(tree, op.target).value
    *path, last = op.field.split(".")
    now = read(place, op.field)
    _agrees(op, now)
    for part in path:
        place = inside(place, part, op.field)
    place[place.index(now) if isinstance(place, list) else last] = op.value


def _add(tree: Plain, op: Add) -> None:
    siblings = list_of(find(tree, op.target).value, op.field, op.target)
    siblings.insert(_behind(siblings, op.after), dict(op.document))


def _remove(tree: Plain, op: Remove) -> None:
    slot = find(tree, op.target)
    if slot.siblings is None:
        raise BadInput(f"{op.target} cannot be removed. Name a character, scene, shot or line, or one of a list inside: character:mira.costumes.ball.")
    slot.siblings.remove(slot.value)


def _reorder(tree: Plain, op: Reorder) -> None:
    slot = find(tree, op.target)
    if slot.siblings is None:
        raise BadInput(f"{op.target} cannot be moved. Name a scene, shot or line.")
    slot.siblings.remove(slot.value)
    home = slot.siblings if op.into is None else list_of(find(tree, op.into).value, "shots" if op.into.startswith("scene:") else "lines", op.into)
    home.insert(_behind(home, op.after), slot.value)


def _behind(siblings: list[Any], after: str | None) -> int:
    if after is None:
        return 0
    ids = [name(s) for s in siblings]
    if after not in ids:
        raise BadInput(f"There is no {after!r} to stand behind; there are: {', '.join(ids)}.")
    return ids.index(after) + 1
