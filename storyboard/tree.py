"""The plain story an edit works on: JSON values, in which scenes and shots stay the frozen documents they were until an edit reaches them.

So an edit of one shot costs that shot, not the film. Documents go by name: an id, or, for a presence, its character.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from storyboard.document import Doc
from storyboard.errors import BadInput
from storyboard.story import Scene, Shot, Story

Plain = dict[str, Any]
KINDS = ("character", "setting", "thing", "scene", "shot", "line")  # what has an id
OF_STORY = {"character": "characters", "setting": "settings", "thing": "things", "scene": "scenes"}
INSIDE: dict[type[Doc], str] = {Story: "scenes", Scene: "shots"}  # the lists that stay closed


class Slot:
    """Where a document stands in the plain story: its list (None where it is in none) and its value."""

    def __init__(self, value: Any, siblings: list[Any] | None = None):
        self.value, self.siblings = value, siblings


def opened(document: Doc) -> Plain:
    """The document as JSON values, fields in its order; its scenes or shots as they are."""
    inner = INSIDE.get(type(document), "")
    plain = document.model_dump(mode="json", exclude={inner} if inner else None)
    return {name: list(getattr(document, name)) if name == inner else plain[name] for name in type(document).model_fields}


def whole(value: Any) -> Any:
    """The value with nothing left closed."""
    if isinstance(value, Doc):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [whole(one) for one in value]
    return {name: whole(one) for name, one in value.items()} if isinstance(value, dict) else value


def validated(tree: Plain) -> Story:
    """The plain story as a document, or one sentence about the first thing wrong with it (BadInput)."""
    try:
        if any(isinstance(one, Doc) for scene in tree["scenes"] for one in (scene, *_part(scene, "shots"))):
            return _closed_story(tree)
    except (ValidationError, BadInput, KeyError, TypeError):
        tree = whole(tree)  # to be told where in the whole story it is
    try:
        return Story.model_validate_json(as_json(tree))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the story"
        given = "" if first["type"] == "value_error" else f" (given: {str(first.get('input'))[:80]!r})"
        raise BadInput(f"This is not a story Fabula can film: {where}: {first['msg']}{given}. Correct it and try again.") from error


def _closed_story(tree: Plain) -> Story:
    """What stayed closed is not read again. Another scene stands for those while the rest is read."""
    scenes = tuple(one if isinstance(one, Scene) else _closed_scene(one) for one in tree["scenes"])
    stand_in = {"id": "x", "setting": tree["settings"][0]["id"], "shots": [{"id": "x", "frames": 1}]}
    rest = Story.model_validate_json(as_json({**tree, "scenes": [stand_in]}))
    return Story.model_validate({**dict(rest), "scenes": scenes})


def _closed_scene(plain: Plain) -> Scene:
    shots = tuple(one if isinstance(one, Shot) else Shot.model_validate_json(as_json(one)) for one in plain["shots"])
    rest = Scene.model_validate_json(as_json({**plain, "shots": [{"id": "x", "frames": 1}]}))
    return Scene.model_validate({**dict(rest), "shots": shots})


def open_at(siblings: list[Any], at: int) -> Plain:
    """The document in its list as plain values, from now on."""
    if isinstance(siblings[at], Doc):
        siblings[at] = opened(siblings[at])
    found: Plain = siblings[at]
    return found


def find(tree: Plain, target: str) -> Slot:
    """The target ("story", "shot:s1-2", "character:mira.costumes.ball"), opened. BadInput names those there are."""
    head, _, path = target.partition(".")
    found = Slot(tree) if head == "story" else _named(tree, head)
    for part in path.split(".") if path else ():
        within = inside(found.value, part, path)
        found = Slot(within, found.value if isinstance(found.value, list) else None)
    return found


def _named(tree: Plain, target: str) -> Slot:
    kind, _, wanted = target.partition(":")
    home = _home(tree, kind, wanted)
    if home is not None:
        return Slot(open_at(home, [name(one) for one in home].index(wanted)), home)
    if kind not in KINDS:
        shot = next(iter(_names(tree, "shot")), "s1-1")
        raise BadInput(f"The story has no {target!r}: a target is story, or one of {', '.join(KINDS)} with its id, as in shot:{shot}.size.")
    known = ", ".join(f"{kind}:{one}" for one in _names(tree, kind)) or "none of that kind"
    raise BadInput(f"The story has no {target!r}; there are: {known}.")


def _home(tree: Plain, kind: str, wanted: str) -> list[Any] | None:
    """The list that the document is in; what it is in is opened."""
    if kind in OF_STORY:
        siblings: list[Any] = tree[OF_STORY[kind]]
        return siblings if any(name(one) == wanted for one in siblings) else None
    for at, scene in enumerate(tree["scenes"] if kind in ("shot", "line") else ()):
        for place, shot in enumerate(_part(scene, "shots")):
            if kind == "shot" and name(shot) == wanted:
                return list_of(open_at(tree["scenes"], at), "shots", "")
            if kind == "line" and any(name(line) == wanted for line in _part(shot, "lines")):
                return list_of(open_at(open_at(tree["scenes"], at)["shots"], place), "lines", "")
    return None


def _names(tree: Plain, kind: str) -> list[str]:
    """Ids of a kind, in order."""
    if kind in OF_STORY:
        return [name(one) for one in tree[OF_STORY[kind]]]
    shots = [shot for scene in tree["scenes"] for shot in _part(scene, "shots")]
    return [name(one) for one in (shots if kind == "shot" else [line for shot in shots for line in _part(shot, "lines")])]


def read(place: Plain, field: str) -> Any:
    """The value of a dotted field, opened as far as it is reached."""
    found: Any = place
    for part in field.split("."):
        found = inside(found, part, field)
    return found


def inside(place: Any, part: str, field: str) -> Any:
    """One step of a dotted field: a document's field, or the document of that name in a list."""
    known = {name(one): at for at, one in enumerate(place) if isinstance(one, dict | Doc)} if isinstance(place, list) else place
    if not isinstance(known, dict) or part not in known:
        names = ", ".join(map(str, known)) if isinstance(known, dict) and known else "none"
        raise BadInput(f"There is no field {field!r} here; the fields are: {names}.")
    return open_at(place, known[part]) if isinstance(place, list) else known[part]


def list_of(place: Plain, field: str, target: str) -> list[Any]:
    found = place.get(field)
    if not isinstance(found, list):
        raise BadInput(f"{target} has no list {field!r}; its fields are: {', '.join(place)}.")
    return found


def name(document: Any) -> str:
    """What a document in a list goes by: its id; a presence's is its character's, a relation's are both: mira>bo. "" for what is no document."""
    if isinstance(document, Doc):
        return str(getattr(document, "id", ""))
    if isinstance(document, dict) and "a" in document and "b" in document:
        return f"{document['a']}>{document['b']}"
    return str(document.get("id", document.get("character", ""))) if isinstance(document, dict) else ""


def as_json(tree: Plain) -> str:
    try:
        return json.dumps(tree, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError) as error:  # an infinite number, a value nested thousands deep
        raise BadInput(f"This is not a story Fabula can film: {error}. Correct it and try again.") from error


def _part(document: Any, field: str) -> Any:
    """A list of the document's; none of what is no document, which is refused when the story is read."""
    found = getattr(document, field, ()) if isinstance(document, Doc) else document.get(field, ()) if isinstance(document, dict) else ()
    return found if isinstance(found, list | tuple) else ()
