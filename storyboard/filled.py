"""change_of(): what a person filled in about a shot, as one edit with only what differs from what they saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storyboard import timing
from storyboard.edit import Add, Change, Op, Remove, Reorder, Set
from storyboard.errors import BadInput
from storyboard.sound import Delivery
from storyboard.story import Line, Shot, Story

Values = Mapping[str, Any]
SCENE = "scene."  # before a field of the shot's scene


def change_of(before: Story, wanted: str, values: Values) -> Change | None:
    """`before`: the story as the person saw it; `values`: plain values by field of the shot ("size", "camera.amount"), of its scene
    ("scene.weather"), "subjects" (all of them, in order) and "lines" (all of them, in order; one without an id is new, one without words goes).
    None: nothing differs. Every operation knows what was seen, so that two people's edits meet as `rebase` says. BadInput: no such shot."""
    found = next(((scene, shot) for scene in before.scenes for shot in scene.shots if shot.id == wanted), None)
    if found is None:
        raise BadInput(f"{before.title} has no shot {wanted!r}; it may have been removed meanwhile.")
    scene, shot = found
    plain, around = shot.model_dump(mode="json"), scene.model_dump(mode="json", exclude={"shots"})
    ops: list[Op] = []
    for field, value in values.items():
        if field == "lines":
            ops += _lines(before, shot, value)
        elif field == "subjects":
            ops += _subjects(shot, plain["subjects"], value)
        elif field.startswith(SCENE):
            ops += _set(f"scene:{scene.id}", field.removeprefix(SCENE), around, value)
        else:
            ops += _set(f"shot:{wanted}", field, plain, value)
    names = [f"{op.field}" if isinstance(op, Set) else "lines" for op in ops]
    return Change(ops=tuple(ops), note=f"shot {wanted}: {', '.join(dict.fromkeys(names))}"[:200]) if ops else None


def _set(target: str, field: str, seen: Mapping[str, Any], value: Any) -> Iterator[Op]:
    was: Any = seen
    for part in field.split("."):
        was = was[part]
    if was != value:
        yield Set(target=target, field=field, value=value, was=was)


def _subjects(shot: Shot, seen: list[dict[str, Any]], wanted: Sequence[Values]) -> Iterator[Op]:
    """Field by field where the same figures are there, so that two people may change two of them; else all of them at once."""
    target, whole = f"shot:{shot.id}", [{**next((s for s in seen if s["character"] == one["character"]), {}), **one} for one in wanted]
    if [one["character"] for one in whole] == [one["character"] for one in seen] and len({one["character"] for one in seen}) == len(seen):
        for was, one in zip(seen, whole, strict=True):
            for field, value in one.items():
                if was.get(field) != value:
                    yield Set(target=target, field=f"subjects.{one['character']}.{field}", value=value, was=was.get(field))
    else:
        yield Set(target=target, field="subjects", value=whole, was=seen)


def _lines(story: Story, shot: Shot, wanted: Sequence[Values]) -> Iterator[Op]:
    told = [dict(one) for one in wanted if str(one.get("text", "")).strip()]
    known = {line.id: line for line in shot.lines}
    kept = [one["id"] for one in told if one.get("id") in known]
    for line in shot.lines:
        if line.id not in kept:
            yield Remove(target=f"line:{line.id}")
    if kept != [line.id for line in shot.lines if line.id in kept]:
        for after, name in zip((None, *kept), kept, strict=False):
            yield Reorder(target=f"line:{name}", after=after)
    taken, last = {line.id for one in story.shots for line in one.lines}, None
    for one in told:
        name = one.get("id")
        if name in known:
            seen = known[name].model_dump(mode="json")
            for field in ("speaker", "text", "delivery", "on_screen"):
                if field in one:
                    yield from _set(f"line:{name}", field, seen, one[field])
        else:
            name = next(f"{shot.id}-l{n}" for n in range(1, 10_000) if f"{shot.id}-l{n}" not in taken)
            taken.add(name)
            yield Add(target=f"shot:{shot.id}", field="lines", document=_new(story, name, one), after=last)
        last = name


def _new(story: Story, name: str, told: Values) -> dict[str, Any]:
    """A line with a slot its words fit in."""
    speaker, text = told.get("speaker"), " ".join(str(told["text"]).split())
    delivery = Delivery(told.get("delivery", Delivery.PLAIN))
    voice = story.narrator if speaker is None else story.character(speaker).voice
    slot = timing.slot_for(text, story.language, voice, delivery)
    return Line(id=name, speaker=speaker, text=text, delivery=delivery, on_screen=told.get("on_screen", True), slot=slot).model_dump(mode="json")
