"""difference(old, new): what an edit changes, as rows a person can read: what, where, before, after.

Scenes and shots are numbered as people count them ("scene 2, shot 3"), in the new story where they are still there, else in the old.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeGuard

from storyboard.story import Shot, Story

Plain = dict[str, Any]
NOTHING = "-"
LONGEST = 240  # characters of a value in a row
WORDS = {
    "frames": "length", "slot": "time for the line", "setting": "place", "hour": "time of day", "direction.style": "drawing style",
    "direction.tint": "tint", "camera.move": "camera", "camera.amount": "camera amount", "look.body": "colour", "look.kind": "kind",
    "look.accent": "second colour", "look.hair_color": "hair colour", "mood": "music", "tempo": "music's tempo", "text": "line", "words": "what happens",
    "trim.begin": "trimmed at its beginning", "trim.end": "trimmed at its end", "beat": "what changes", "state_in": "state carried in", "state_out": "state carried out",
    **{f"levels.{kind}": f"level of {kind} (dB)" for kind in ("dialogue", "narration", "music", "ambience", "effects")},
}  # fmt: skip
SECONDS = ("frames", "slot", "begin", "end")
LISTS = ("characters", "settings", "things", "scenes")  # of a story, each told by its own rows


class Difference(NamedTuple):
    """One thing that is no longer as it was. `where`: "story", "Mira", "scene 2", "scene 2, shot 3"."""

    what: str
    where: str
    before: str
    after: str

    def words(self) -> str:
        if self.before == NOTHING:
            return f"{self.where}: {self.what}: {self.after}"
        return f"{self.where}: {self.what}: {self.before} -> {self.after if self.after != NOTHING else 'removed'}"


def difference(old: Story, new: Story) -> tuple[Difference, ...]:
    """Every difference, the story's own first, then the cast's, places' and things', then scene by scene."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    names = _names(old) | _names(new)
    rows = list(_fields("story", _without(before, LISTS), _without(after, LISTS), names))
    for kind in ("characters", "settings", "things"):
        rows += _members(before[kind], after[kind], names)
    rows += _scenes(old, new, names)
    return tuple(rows)


def scene_words(story: Story, wanted: str) -> str:
    """ "scene 2" of a scene's id."""
    return f"scene {next(n for n, scene in enumerate(story.scenes, 1) if scene.id == wanted)}"


def shot_words(story: Story, wanted: str) -> str:
    """ "scene 2, shot 3" of a shot's id."""
    return next(f"scene {n}, shot {m}" for n, scene in enumerate(story.scenes, 1) for m, shot in enumerate(scene.shots, 1) if shot.id == wanted)


def _names(story: Story) -> dict[str, str]:
    """What people call what has an id."""
    return {one.id: one.name for group in (story.things, story.settings, story.characters) for one in group}


def _members(before: list[Plain], after: list[Plain], names: Mapping[str, str]) -> Iterator[Difference]:
    """Of the cast, places or things."""
    old, new = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    for key in {**old, **new}:
        if key not in new:
            yield Difference("in the story", old[key]["name"], "yes", NOTHING)
        elif key not in old:
            yield Difference("new in the story", new[key]["name"], NOTHING, new[key].get("place") or new[key].get("prop") or new[key].get("role") or "yes")
        else:
            yield from _fields(old[key]["name"], old[key], new[key], names)


def _scenes(old: Story, new: Story, names: Mapping[str, str]) -> Iterator[Difference]:
    gone = {scene.id for scene in old.scenes} - {scene.id for scene in new.scenes}
    was = {scene.id: scene for scene in old.scenes}
    for scene in old.scenes:
        if scene.id in gone:
            yield Difference("the whole scene", scene_words(old, scene.id), f"{len(scene.shots)} shots: {scene.beat}"[:LONGEST], NOTHING)
    if [s.id for s in old.scenes if s.id not in gone] != [s.id for s in new.scenes if s.id in was]:
        yield Difference("order of the scenes", "story", _order(old, new), _order(new, new))
    homes = {shot.id: scene.id for scene in old.scenes for shot in scene.shots}
    for scene in new.scenes:
        where = scene_words(new, scene.id)
        if scene.id not in was:
            yield Difference("new scene", where, NOTHING, f"{len(scene.shots)} shots: {scene.beat}"[:LONGEST])
            continue
        yield from _fields(where, was[scene.id].model_dump(mode="json", exclude={"shots"}), scene.model_dump(mode="json", exclude={"shots"}), names)
        for shot in was[scene.id].shots:
            if shot.id not in {s.id for s in new.shots}:
                yield Difference("the whole shot", shot_words(old, shot.id), _told(shot, names), NOTHING)
        kept = [s.id for s in was[scene.id].shots if homes.get(s.id) == scene.id and s.id in {n.id for n in scene.shots}]
        if kept != [s.id for s in scene.shots if s.id in kept]:
            yield Difference("order of the shots", where, ", ".join(kept), ", ".join(s.id for s in scene.shots if s.id in kept))
        yield from _shots(old, new, scene.shots, names)


def _shots(old: Story, new: Story, shots: tuple[Shot, ...], names: Mapping[str, str]) -> Iterator[Difference]:
    was = {shot.id: shot for shot in old.shots}
    homes = {shot.id: scene.id for scene in old.scenes for shot in scene.shots}
    now = {shot.id: scene.id for scene in new.scenes for shot in scene.shots}
    for shot in shots:
        where = shot_words(new, shot.id)
        if shot.id not in was:
            yield Difference("new shot", where, NOTHING, _told(shot, names))
            continue
        if homes[shot.id] != now[shot.id]:
            yield Difference("moved", where, shot_words(old, shot.id), where)
        yield from _fields(where, was[shot.id].model_dump(mode="json"), shot.model_dump(mode="json"), names)


def _told(shot: Shot, names: Mapping[str, str]) -> str:
    said = " / ".join(f"{names.get(x.speaker, x.speaker) if x.speaker else 'Narrator'}: {x.text}" for x in shot.lines)
    return f"{shot.size}: {said or shot.words}"[:LONGEST]


def _order(shown: Story, newest: Story) -> str:
    there = {scene.id for scene in newest.scenes}
    return ", ".join(scene.id for scene in shown.scenes if scene.id in there)


def _fields(where: str, before: Plain, after: Plain, names: Mapping[str, str], path: str = "") -> Iterator[Difference]:
    """Field by field; documents inside are gone into, and lists of documents by their names."""
    for key in after:
        old, new, field = before.get(key), after[key], f"{path}{key}"
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _fields(where, old, new, names, f"{field}.")
        elif _is_named(old) and _is_named(new) and (old or new):
            yield from _named(where, key, old, new, names)
        else:
            yield Difference(_word(field), where, _value(key, old, names), _value(key, new, names))


def _is_named(value: Any) -> TypeGuard[list[Plain]]:
    """Whether a list holds documents that have names."""
    return isinstance(value, list) and all(isinstance(one, dict) and ("id" in one or "character" in one) for one in value)


def _named(where: str, kind: str, before: list[Plain], after: list[Plain], names: Mapping[str, str]) -> Iterator[Difference]:
    """Lines, figures, costumes: each by its name."""
    old, new = ({str(one.get("id", one.get("character"))): one for one in row} for row in (before, after))
    for key in {**old, **new}:
        shown = old.get(key) or new[key]
        who = _speaker(shown, names) if kind == "lines" else names.get(key, key)
        if key in old and key in new:
            at = where if kind == "costumes" else f"{where}, {who}"
            yield from _fields(at, old[key], new[key], names)
        else:
            text = shown.get("text") or shown.get("words") or shown.get("action") or key
            yield Difference("line" if kind == "lines" else "in the shot", f"{where}, {who}", text if key in old else NOTHING, text if key in new else NOTHING)


def _speaker(line: Plain, names: Mapping[str, str]) -> str:
    return names.get(line["speaker"], line["speaker"]) if line.get("speaker") else "narrator"


def _without(tree: Plain, keys: tuple[str, ...]) -> Plain:
    return {key: value for key, value in tree.items() if key not in keys}


def _word(field: str) -> str:
    return WORDS.get(field) or field.removeprefix("outfit.").removeprefix("look.").replace(".", " ").replace("_", " ")


def _value(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A value as people say it."""
    if value is None or value in ("", [], ()):
        return NOTHING
    if key in SECONDS and isinstance(value, int):
        return f"{value / 24:.2f} s"
    if isinstance(value, str):
        return names.get(value, value)[:LONGEST] if key in ("setting", "character", "speaker", "prop", "focus", "target", "a", "b") else value[:LONGEST]
    if isinstance(value, list):
        return "; ".join(_value("", one, names) for one in value)[:LONGEST]
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())[:LONGEST]
    return str(value)
