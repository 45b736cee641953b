"""The nodes of a long film between places and shots: acts, the sequences of each act, the scenes of each sequence; and the reading of
one sequence. Each writes one part with a bounded window, in order, so that the state is carried on."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from agents import given
from agents.desk import Desk, data, seed
from agents.drafts import Act, Acts, Passage, Sequences
from agents.hierarchy import BEGINNING, END, SCENES_A_SEQUENCE, counted, moment, shape, share, state_words, told_after, told_before
from agents.prompting import prompt
from agents.review import Note
from agents.state import ReadingTask, State
from storyboard.document import Doc

OPENING = 2000  # characters of the premise a part of a long film is written with; the whole is in the treatment and in the acts


class Reading(Doc):
    """Answers to closed questions about one sequence; `notes` only where an answer is no. Scenes are numbered within the sequence."""

    follows: Literal["yes", "no"] = "yes"
    turns: Literal["yes", "no"] = "yes"
    holds: Literal["yes", "no"] = "yes"
    refers: Literal["yes", "no"] = "yes"
    notes: Annotated[tuple[Note, ...], Field(max_length=4)] = ()


def acts(state: State, desk: Desk) -> dict[str, Any]:
    """The acts; a film with few sequences is one act, which its treatment already tells."""
    wanted = shape(state["brief"]["seconds"])
    begun: dict[str, Any] = {"sequences": [], "spans": [], "facts": [], "outline": {"scenes": []}}
    if wanted.acts == 1:
        told = state["treatment"]
        return {"acts": [Act(beat=told["want"], turns=told["ending"]).model_dump(mode="json")], **begun}
    values = {
        "premise": given.told(state), "treatment": state["treatment"], "count": str(wanted.acts),
        "minutes": f"{state['brief']['seconds'] / 60:.0f}", **_names(state),
    }  # fmt: skip
    question = prompt("acts", values, data(state, "treatment", "cast", "places") | {"count": wanted.acts}, seed=seed(state))
    answer, who = desk.ask(question, counted(Acts, "acts", wanted.acts - 1, wanted.acts), "acts")
    found = [act.model_dump(mode="json") for act in answer.acts[: wanted.acts]]
    return {"acts": found, "writers": {"acts": who}, **begun}


def next_act(state: State) -> int:
    """The number (from 0) of the first act that has no sequences yet."""
    return 1 + max((s["act"] for s in state["sequences"]), default=-1)


def sequences(state: State, desk: Desk) -> dict[str, Any]:
    """The sequences of the next act."""
    number, total = next_act(state), len(state["acts"])
    count = share(shape(state["brief"]["seconds"]).sequences, total, number)
    before = " ".join(act["turns"] for act in state["acts"][:number]) or BEGINNING
    values = {
        "premise": given.told({**state, "premise": state["premise"][:OPENING]}), "treatment": state["treatment"], "act": state["acts"][number], "before": before,
        "after": state["acts"][number + 1]["beat"] if number + 1 < total else END, "count": str(count), "number": str(number + 1),
        "total": str(total), **_names(state),
    }  # fmt: skip
    known = data(state, "treatment", "cast", "places", "acts") | {"number": number, "count": count}
    unit = f"sequences of act {number + 1}"
    answer, who = desk.ask(prompt("sequences", values, known, seed=seed(state)), counted(Sequences, "sequences", max(1, count - 1), count), unit)
    found = [{**one.model_dump(mode="json"), "act": number} for one in answer.sequences[:count]]
    return {"sequences": [*state["sequences"], *found], "writers": {unit: who}}


def passage(state: State, desk: Desk) -> dict[str, Any]:
    """The scenes of the next sequence, and the state at its end."""
    number, total, written = len(state["spans"]), len(state["sequences"]), state["outline"]["scenes"]
    count = min(SCENES_A_SEQUENCE + 2, max(1, share(shape(state["brief"]["seconds"]).scenes, total, number)))
    facts = state["facts"][-1] if state["facts"] else []
    people, locales = _cast(state), _locales(state)
    values = {
        "treatment": state["treatment"], **_window(state, number), "now": moment(written[-1] if written else None) or BEGINNING,
        "after": told_after(state["sequences"], number), "count": str(count), "number": str(number + 1), "total": str(total), **_names(state),
    }  # fmt: skip
    known = data(state, "treatment", "cast", "places", "sequences") | {"number": number, "count": count, "facts": facts}
    question = prompt("passage", values, known, {"who": people, "place": locales}, seed(state))
    unit = f"sequence {number + 1}"
    answer, who = desk.ask(question, counted(Passage, "scenes", max(1, count - 1), count + 1), unit)
    scenes = [scene.model_dump(mode="json") for scene in answer.scenes]
    scenes = scenes if who == desk.fallback.name else scenes[:count]
    return {
        "outline": {"scenes": [*written, *scenes]}, "spans": [*state["spans"], [len(written) + 1, len(written) + len(scenes)]],
        "facts": [*state["facts"], [fact.model_dump(mode="json") for fact in answer.state]], "writers": {unit: who}, "round": 0,
    }  # fmt: skip


def reading(task: ReadingTask, desk: Desk) -> list[dict[str, str]]:
    """What a model finds in one sequence of a long film, by the numbers of the whole film's scenes."""
    state, number = task["state"], int(task["part"]) - 1
    first, last = state["spans"][number]
    values = {**_window(state, number), "title": state["title"], "script": state["scripts"][task["part"]]}
    question = prompt("reading", values, data(state), seed=seed(state) + state.get("round", 0))
    answer, _ = desk.ask(question, Reading, f"review of sequence {number + 1}", needed=False)
    return [{"scene": str(first + n.scene - 1), "problem": n.problem, "fix": n.fix} for n in answer.notes if n.scene <= last - first + 1]


def carried(state: State) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By scene number: the facts carried into the first scene of each sequence, and out of the last."""
    found: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    held: tuple[str, ...] = ()
    for (first, last), facts in zip(state.get("spans", []), state.get("facts", []), strict=True):
        left = tuple(state_words(facts))
        found[first] = (held, left if first == last else ())
        if last != first:
            found[last] = ((), left)
        held = left
    return found


def before_scene(state: State, number: int) -> str:
    """What a scene of a long film is told of what came before it: the scene before, and the state its sequence began with."""
    scenes = state["outline"]["scenes"]
    sequence = next((n for n, (first, last) in enumerate(state["spans"]) if first <= number <= last), 0)
    facts = state["facts"][sequence - 1] if sequence else []
    said = moment(scenes[number - 2]) if number > 1 else BEGINNING
    return f"{said} State: {'; '.join(state_words(facts))}." if facts else said


def _window(state: State, number: int) -> dict[str, Any]:
    """What came before sequence `number` (from 0), the state it begins with, and its plan."""
    one = state["sequences"][number]
    facts = state["facts"][number - 1] if number else []
    return {
        "before": told_before(state["acts"], state["sequences"], number), "state": "; ".join(state_words(facts)) or "(nothing yet)",
        "sequence": {"beat": one["beat"], "turns": one["turns"]},
    }  # fmt: skip


def _cast(state: State) -> tuple[str, ...]:
    return tuple(m["name"] for m in state["cast"]["members"])


def _locales(state: State) -> tuple[str, ...]:
    return tuple(p["name"] for p in state["places"]["locales"])


def _names(state: State) -> dict[str, str]:
    return {"cast": ", ".join(_cast(state)), "places": ", ".join(_locales(state))}
