"""Draft: a story on its way, level by level: treatment; cast (with places); outline; shots. A person may look at each, change it, and go on.

What a draft has is given: the graph asks for nothing that is there, and writes what follows from it. A level is approved once a person
has changed it, or gone on from it; an approved level is never written again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field, ValidationError

from agents.brief import Brief
from agents.drafts import NARRATOR, Cast, Places, Scenario, SceneShots, Treatment
from agents.state import State
from storyboard import naming
from storyboard.document import Doc
from storyboard.errors import BadInput

LEVELS = ("treatment", "cast", "outline", "shots")
PARTS = {"treatment": ("treatment",), "cast": ("cast", "places"), "outline": ("acts", "sequences", "spans", "facts", "outline"), "shots": ("shots",)}
DOCUMENTS = ("treatment", "cast", "places", "outline", "shots")  # of the levels, those that a person may change
Plain = dict[str, Any]


class Draft(Doc):
    """`acts`, `sequences`, `spans`, `facts`: of a long film, as in agents.state. `shots`: by the number of the scene. `writers`: who wrote
    each unit. `approved`: the levels that stay as they are."""

    premise: str
    brief: Brief
    treatment: Treatment | None = None
    cast: Cast | None = None
    places: Places | None = None
    acts: tuple[Plain, ...] = ()
    sequences: tuple[Plain, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    facts: tuple[tuple[Plain, ...], ...] = ()
    outline: Scenario | None = None
    shots: dict[str, SceneShots] = Field(default_factory=dict)
    writers: dict[str, str] = Field(default_factory=dict)
    approved: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The last level that is there; "" for none."""
        return next((one for one in reversed(LEVELS) if self.has(one)), "")

    def has(self, level: str) -> bool:
        return {"treatment": self.treatment is not None, "cast": self.places is not None, "outline": self.outline is not None, "shots": bool(self.shots)}[level]


def begun(draft: Draft) -> State:
    """The state a writing begins with: what the draft has."""
    plain = draft.model_dump(mode="json")
    given = {key: plain[key] for level in LEVELS if draft.has(level) for key in PARTS[level]}
    if draft.has("outline") and not draft.acts:
        given = {key: value for key, value in given.items() if key not in ("acts", "sequences", "spans", "facts")}
    read = {"round": 0} if draft.has("outline") else {}
    state = {"premise": draft.premise, "brief": plain["brief"], "shots": {}, "writers": plain["writers"], "readings": {}, "parked": [], **given, **read}
    return cast(State, state)


def taken(draft: Draft, state: Mapping[str, Any]) -> Draft:
    """The draft with the levels that a writing has come to."""
    found = {key: state[key] for parts in PARTS.values() for key in parts if state.get(key)}
    return Draft.model_validate_json(json.dumps(draft.model_dump(mode="json") | found | {"writers": state["writers"]}))


def approved(draft: Draft) -> Draft:
    """The draft with every level that is there approved."""
    return draft.model_copy(update={"approved": tuple(one for one in LEVELS if draft.has(one))})


def changed(draft: Draft, given: Mapping[str, Any]) -> Draft:
    """The draft with levels put in another's place: `given` holds plain documents by their names ("treatment", "cast", "places", "outline",
    "shots"). Levels after the first that changes are taken back, unless they are approved: they will be written from the changed one.
    BadInput: unknown, not there yet, invalid, or a later approved level names what the change takes away."""
    homes = {part: level for level, parts in PARTS.items() for part in parts}
    tree = draft.model_dump(mode="json")
    for part, value in given.items():
        if part not in DOCUMENTS:
            raise BadInput(f"A draft has no level {part!r}; there are: {', '.join(DOCUMENTS)}.")
        if not draft.has(homes[part]):
            raise BadInput(f"The draft has no {part} yet: it is written up to its {draft.level or 'premise'}.")
        tree[part] = value
    if tree == draft.model_dump(mode="json"):
        return draft
    first = min(LEVELS.index(homes[part]) for part in given)
    for level in LEVELS[first + 1 :]:
        if level not in draft.approved and draft.has(level):
            tree |= {part: Draft.model_fields[part].get_default(call_default_factory=True) for part in PARTS[level]}
    own = {homes[part] for part in given} | set(draft.approved)
    return closed(valid(tree | {"approved": [level for level in LEVELS if level in own]}))


def valid(tree: Plain) -> Draft:
    """The plain draft as a document. BadInput names the field and the rule it breaks."""
    try:
        return Draft.model_validate_json(json.dumps(tree, ensure_ascii=False, allow_nan=False))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"The draft cannot be changed so: {where}: {first['msg']} (given: {str(first.get('input'))[:80]!r}).") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The draft cannot be changed so: {error}.") from error


def closed(draft: Draft) -> Draft:
    """The draft, if every name in it is somebody's or something's of its own cast and places. BadInput."""
    if draft.cast is None or draft.places is None:
        return draft
    _told_apart("cast", [one.name for one in draft.cast.members])
    _told_apart("places", [one.name for one in draft.places.locales] + [one.name for one in draft.places.items])
    if draft.outline is None:
        return draft
    people = {naming.key(one.name) for one in draft.cast.members}
    locales, items = {naming.key(one.name) for one in draft.places.locales}, {naming.key(one.name) for one in draft.places.items}
    for number, scene in enumerate(draft.outline.scenes, 1):
        _known(f"outline.{number}.who", scene.who, people)
        _known(f"outline.{number}.place", (scene.place,), locales)
    for key, kept in draft.shots.items():
        for number, shot in enumerate(kept.shots, 1):
            at = f"shots.{key}.{number}"
            _known(f"{at}.subjects", [one.who for one in shot.subjects], people)
            _known(f"{at}.lines", [one.speaker for one in shot.lines], people | {NARRATOR})
            _known(at, [one for one in (shot.shows, *(s.holds for s in shot.subjects)) if one], items)
    if draft.spans and draft.spans[-1][1] != len(draft.outline.scenes):
        raise BadInput(f"The draft's sequences hold {draft.spans[-1][1]} scenes and its outline {len(draft.outline.scenes)}: change scenes, but neither add nor remove any.")
    if draft.shots and set(draft.shots) != {str(n) for n in range(1, len(draft.outline.scenes) + 1)}:
        raise BadInput("The shots are not those of the outline's scenes, which are as many as before.")
    return draft


def _told_apart(part: str, names: list[str]) -> None:
    """BadInput when two have one name: whatever names them later could mean either."""
    for number, name in enumerate(names):
        if naming.key(name) in map(naming.key, names[:number]):
            raise BadInput(f"The draft cannot be changed so: two of its {part} would be called {name}. Give another name.")


def _known(where: str, names: Any, known: set[str]) -> None:
    for name in names:
        if naming.key(name) not in known:
            raise BadInput(f"{where} names {name!r}, which the draft's cast and places do not have; there are: {', '.join(sorted(known))}.")


def put(draft: Draft, path: str, value: Any) -> Draft:
    """One field changed, as in "treatment.ending", "cast.Rufo.garment", "places.the harbour.place", "outline.2.beat", "shots.2.3.lines.1.text".
    BadInput."""
    part, *steps = path.split(".")
    plain = draft.model_dump(mode="json").get(part)
    if part not in DOCUMENTS or not plain or not steps:
        changed(draft, {part: plain} if steps else {path: None})
        raise BadInput(f"{path!r} names no field of the draft, as treatment.ending and outline.2.beat do.")
    at: Any = plain
    for step in steps[:-1]:
        at = _inside(at, step, path)
    last = steps[-1]
    if isinstance(at, list):
        at[_index(at, last, path)] = value
    elif isinstance(at, dict) and last in at:
        at[last] = value
    else:
        whole = _inside(at, last, path)  # BadInput when there is no such thing at all
        raise BadInput(f"{path!r} is all of {last}; name one of its fields: {_there(whole)}.")
    return changed(draft, {part: plain})


def _inside(at: Any, step: str, path: str) -> Any:
    if isinstance(at, dict) and step in at:
        return at[step]
    if isinstance(at, dict):  # "cast.Rufo", "places.the harbour", "outline.2", "shots.2.3"
        for inner in at.values():
            if isinstance(inner, list) and (found := _place(inner, step)) is not None:
                return inner[found]
    if isinstance(at, list):
        return at[_index(at, step, path)]
    raise BadInput(f"There is no {step!r} in {path!r}; there are: {_there(at)}.")


def _index(row: list[Any], step: str, path: str) -> int:
    found = _place(row, step)
    if found is None:
        raise BadInput(f"There is no {step!r} in {path!r}; there are: {_there(row)}.")
    return found


def _place(row: list[Any], step: str) -> int | None:
    """Where a name, or a number from 1, stands in a list."""
    if step.isdecimal():
        return int(step) - 1 if 1 <= int(step) <= len(row) else None
    return next((n for n, one in enumerate(row) if isinstance(one, dict) and naming.key(str(one.get("name", one.get("who", "")))) == naming.key(step)), None)


def _there(at: Any) -> str:
    if isinstance(at, dict):
        names = [str(one.get("name", n)) for inner in at.values() if isinstance(inner, list) for n, one in enumerate(inner, 1) if isinstance(one, dict)]
        return ", ".join([*at, *names])
    if isinstance(at, list):
        return ", ".join(str(one.get("name", n)) if isinstance(one, dict) else str(n) for n, one in enumerate(at, 1)) or "none"
    return "nothing inside"
