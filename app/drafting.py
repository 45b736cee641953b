"""Drafts: a story written up to a level, kept for a person to look at, change and go on with, in any process and at any time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from app import authoring
from app.accounts import premise_key, spender
from app.authoring import Approve, Premise
from app.changes import json_of, value_of
from app.db.papers import Paper
from app.db.store import Store
from app.settings import Settings
from storyboard.errors import BadInput
from storyboard.library import Entry
from storyboard.story import Story

KIND = "draft"


@dataclass(frozen=True)
class Draft:
    """A story on its way. `level`: the last that is there; `approved`: those that stay as they are; `levels`: the documents themselves."""

    id: str
    premise: Premise
    level: str
    approved: tuple[str, ...]
    levels: dict[str, Any]
    paper: Paper
    taken_back: tuple[str, ...] = ()

    def words(self, level: str = "") -> str:
        """The level, or all that are there, for people."""
        from agents.levels_words import words

        return words(_agents_draft(self), level)

    def plain(self) -> dict[str, Any]:
        return {"id": self.id, "premise": self.premise.text, "level": self.level, "approved": list(self.approved), "levels": self.levels}


class Home(NamedTuple):
    """What writing needs of a home: where it is kept, who writes, and who approves what that costs (None: nobody)."""

    store: Store
    settings: Settings
    approve: Approve | None = None


def start(home: Home, premise: Premise, stop: str, progress: Callable[[Any], None]) -> Draft:
    """A premise written up to a level. Replies are remembered, so after a crash the same call goes on."""
    from agents.writing import begin, go_on

    store, settings, approve = home
    begun = begin(premise.text, authoring.brief(premise), authoring.writer(settings), progress)
    writer = authoring.asked_first(settings, premise.limits, begun, approve, spender(store, premise_key(premise)))
    found: Any = go_on(begun, writer, store.memo, progress, stop)
    same = next((one for one in all_of(store) if one.premise == premise and one.levels == _levels(found)), None)  # asked for twice, it is one draft
    made = same or _draft(store.papers.add(KIND, _content(premise, found)))
    store.ledger.move(premise_key(premise), made.id)
    return made


def go_on(home: Home, draft: Draft, stop: str | None, progress: Callable[[Any], None]) -> Draft | Story:
    """The draft written on, up to a later level, or with `stop` None to its end: what is there is approved by that. BadInput."""
    from agents import writing
    from agents.levels import LEVELS

    if stop is not None and LEVELS.index(stop) <= LEVELS.index(draft.level):
        raise BadInput(f"The draft is written up to its {draft.level} already: stop at a later level ({', '.join(LEVELS[LEVELS.index(draft.level) + 1 :]) or 'none is left'}), or leave --stop out to finish it.")
    given = _agents_draft(draft)
    if draft.premise.limits:
        given = given.model_copy(update={"brief": given.brief.model_copy(update={"limits": given.brief.limits.model_copy(update=dict(draft.premise.limits))})})
    writer = authoring.asked_first(home.settings, draft.premise.limits, given, home.approve, spender(home.store, draft.id))
    found: Any = writing.go_on(given, writer, home.store.memo, progress, stop)
    if stop is None:
        return authoring.finished(found, draft.premise, progress)
    return _draft(home.store.papers.put(draft.paper, _content(draft.premise, found)))


def change(store: Store, draft: Draft, sets: Iterable[str], file: Path | None = None) -> Draft:
    """The draft with fields ("treatment.ending=They stay.") or whole levels (a JSON file) put in another's place. BadInput, Conflict."""
    from agents.levels import LEVELS, changed, put

    found = before = _agents_draft(draft)
    if file is not None:
        found = changed(found, _read(file))
    for text in sets:
        path, equals, value = text.partition("=")
        if not equals or not path.strip():
            raise BadInput(f"{text!r} is not LEVEL.FIELD=VALUE, as in treatment.ending=They stay, cast.Mira.hat=beret or outline.2.weather=rain.")
        found = put(found, path.strip(), value_of(value))
    if found == before:
        raise BadInput("There is nothing to change. Give --set treatment.ending=... or --change levels.json.")
    gone = tuple(level for level in LEVELS if before.has(level) and not found.has(level))
    return replace(_draft(store.papers.put(draft.paper, _content(draft.premise, found))), taken_back=gone)


def of(store: Store, wanted: str) -> Draft:
    """A draft by its id, or the beginning of it. Missing; BadInput when it has become a story."""
    paper = store.papers.get(KIND, wanted)
    if paper.ended_at is not None:
        raise BadInput(f"The draft {paper.id} has become the story {paper.subject}: `fabula edit` and `fabula revise` change that.")
    return _draft(paper)


def became(store: Store, wanted: str) -> str:
    """The id of the story that a draft has become; "" while it is one."""
    paper = store.papers.get(KIND, wanted)
    return paper.subject if paper.ended_at is not None else ""


def all_of(store: Store) -> list[Draft]:
    """Those that wait, the newest first."""
    return [_draft(paper) for paper in store.papers.all(KIND)]


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(json_of(file))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{file} cannot be read as JSON: {error}.") from error
    levels = found.get("levels", found) if isinstance(found, dict) else None
    if not isinstance(levels, dict) or not levels:
        raise BadInput(f'{file} holds no levels: give an object such as {{"treatment": {{...}}}}; `fabula draft ID --json` prints those there are.')
    return levels


def _levels(found: Any) -> dict[str, Any]:
    from agents.levels import DOCUMENTS

    plain = found.model_dump(mode="json")
    return {part: plain[part] for part in DOCUMENTS if plain[part]}


def premise_of(plain: Mapping[str, Any]) -> Premise:
    """What `plain_premise` gave."""
    return Premise(**{**plain, "given": tuple(Entry.model_validate(one) for one in plain.get("given", ()))})


def plain_premise(premise: Premise) -> dict[str, Any]:
    """A premise as JSON."""
    return asdict(premise) | {"pictures": dict(premise.pictures), "limits": dict(premise.limits), "given": [one.model_dump(mode="json") for one in premise.given]}


def _content(premise: Premise, found: Any) -> dict[str, Any]:
    return {"premise": plain_premise(premise), "draft": found.model_dump(mode="json")}


def _agents_draft(draft: Draft) -> Any:
    from agents.levels import valid

    return valid(draft.paper.content["draft"])


def _draft(paper: Paper) -> Draft:
    from agents.levels import valid

    found = valid(paper.content["draft"])
    return Draft(paper.id, premise_of(paper.content["premise"]), found.level, found.approved, _levels(found), paper)
