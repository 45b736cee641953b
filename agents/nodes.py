"""The nodes of the writing graph: one function each, plain data in, plain data out. Whoever writes is in the context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from agents.assemble import Drafts, Names, assemble
from agents.brief import Brief
from agents.drafts import NARRATOR, Cast, Outline, Places, SceneShots, Treatment
from agents.prompting import prompt
from agents.review import ROUNDS, Verdict, findings, scene_number
from agents.state import SceneTask, State
from agents.writer import Prompt, Writer, WriterUnusable
from storyboard.document import Doc
from storyboard.errors import BadReply
from storyboard.story import Story

Answer = TypeVar("Answer", bound=Doc)
SECONDS_A_SHOT = 4.2


class Remark(str):
    """What a person should still be able to read when the next unit has begun: `stays` says so to whoever shows progress."""

    stays = True


@dataclass
class Desk:
    """Who writes, who steps in, who is told."""

    writer: Writer
    fallback: Writer
    tell: Callable[[str], None] = lambda message: None

    def ask(self, question: Prompt, schema: type[Answer], unit: str) -> tuple[Answer, str]:
        """The writer's answer and its name; when it cannot be used, the embedded writer's, and whoever is told hears why."""
        self.tell(unit)
        try:
            return self.writer.ask(question, schema), self.writer.name
        except WriterUnusable:
            raise
        except BadReply as error:
            if self.writer.name == self.fallback.name:
                raise
            self.tell(Remark(f"the embedded writer steps in ({unit}): {' '.join(str(error).split())}"))
            return self.fallback.ask(question, schema), self.fallback.name

    def credit(self, writers: dict[str, str]) -> str:
        """Who wrote a story of these units, for its credits: the embedded writer alone, as if no model had been set, or the model."""
        if set(writers.values()) == {self.fallback.name}:
            return self.fallback.name
        return f"{self.writer.name[:60]} (parts by {self.fallback.name})" if self.fallback.name in writers.values() else self.writer.name


def _data(state: State, *keys: str) -> dict[str, Any]:
    return {key: state[key] for key in ("premise", "brief", *keys)}  # type: ignore[literal-required]


def _seed(state: State) -> int:
    return int(state["brief"]["seed"])


def scenes_wanted(seconds: float) -> tuple[int, int]:
    """(scenes, shots in each) for a wished length."""
    shots = max(8, round(seconds / SECONDS_A_SHOT))
    scenes = max(3, min(40, round(shots / 3.2)))
    return scenes, max(2, min(8, -(-shots // scenes)))


def treatment(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": state["premise"], "seconds": str(round(state["brief"]["seconds"])), "language": state["brief"]["language"] or "en"}
    answer, who = desk.ask(prompt("treatment", values, _data(state), seed=_seed(state)), Treatment, "treatment")
    return {"treatment": answer.model_dump(mode="json"), "writers": {"treatment": who}}


def cast(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": state["premise"], "treatment": state["treatment"]}
    answer, who = desk.ask(prompt("cast", values, _data(state, "treatment"), seed=_seed(state)), Cast, "cast")
    return {"cast": _distinct(answer).model_dump(mode="json"), "writers": {"cast": who}}


def _distinct(answer: Cast) -> Cast:
    """Names made different where a model gave one twice, or named someone like the narrator: the second Tom is Tom 2."""
    taken = {NARRATOR}
    members = []
    for member in answer.members:
        name, number = member.name, 1
        while Names.key(name) in taken:
            number += 1
            name = f"{member.name[:20]} {number}"
        taken.add(Names.key(name))
        members.append(member.model_copy(update={"name": name}))
    return answer.model_copy(update={"members": tuple(members)})


def places(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": state["premise"], "treatment": state["treatment"]}
    answer, who = desk.ask(prompt("places", values, _data(state, "treatment", "cast"), seed=_seed(state)), Places, "places")
    locales = {Names.key(p.name): p for p in reversed(answer.locales)}
    items = {Names.key(i.name): i for i in reversed(answer.items)}
    kept = Places(locales=tuple(reversed(locales.values())), items=tuple(reversed(items.values())))
    return {"places": kept.model_dump(mode="json"), "writers": {"places": who}}


def scenes(state: State, desk: Desk) -> dict[str, Any]:
    count, _ = scenes_wanted(state["brief"]["seconds"])
    people = tuple(m["name"] for m in state["cast"]["members"])
    locales = tuple(p["name"] for p in state["places"]["locales"])
    values = {
        "premise": state["premise"], "treatment": state["treatment"], "count": str(count), "cast": ", ".join(people), "places": ", ".join(locales),
    }  # fmt: skip
    question = prompt("scenes", values, _data(state, "treatment", "cast", "places"), {"who": people, "place": locales}, _seed(state))
    answer, who = desk.ask(question, Outline, "scenes")
    if who != desk.fallback.name:  # a model's scenes are cut to what was asked for, the embedded writer's lengths hold
        answer = answer.model_copy(update={"scenes": answer.scenes[: count + 1]})
    return {"outline": answer.model_dump(mode="json"), "writers": {"scenes": who}, "round": 0}


def shots(task: SceneTask, desk: Desk) -> dict[str, Any]:
    """One scene's shots. It sees its own beat, the beat before and the state carried in, never the whole film."""
    state, number = task["state"], task["number"]
    outline = state["outline"]["scenes"]
    people = tuple(m["name"] for m in state["cast"]["members"])
    items = tuple(i["name"] for i in state["places"]["items"])
    notes = [f"{f['problem']} Fix: {f['fix']}" for f in state.get("findings", []) if f["scene"] == str(number)]
    values = {
        "scene": outline[number - 1], "before": outline[number - 2]["beat"] if number > 1 else "(this is the beginning)",
        "after": outline[number]["beat"] if number < len(outline) else "(this is the end)", "count": str(scenes_wanted(state["brief"]["seconds"])[1]),
        "cast": "; ".join(f"{m['name']}: {m['role']}" for m in state["cast"]["members"]), "items": ", ".join(items),
        "language": state["brief"]["language"] or "en", "notes": " ".join(notes) or "(none)", "want": state["treatment"]["want"],
    }  # fmt: skip
    names = {"who": people, "speaker": (*people, "narrator"), "holds": items, "shows": items}
    data = _data(state, "treatment", "cast", "places", "outline") | {"number": number}
    question = prompt("shots", values, data, names, _seed(state) + state.get("round", 0))
    unit = f"scene {number}"
    answer, who = desk.ask(question, SceneShots, unit)
    if who != desk.fallback.name:
        answer = answer.model_copy(update={"shots": answer.shots[: int(values["count"]) + 2]})
    return {"shots": {str(number): answer.model_dump(mode="json")}, "writers": {unit: who}}


def review(state: State, desk: Desk) -> dict[str, Any]:
    """Lints, and for a model the closed questions. What is found sends its scenes round again, at most ROUNDS times."""
    story = drafted(state, desk)
    found = [{"scene": str(scene_number(story, f.shot)), "problem": f"In shot {f.shot}: {f.detail}", "fix": f.fix} for f in findings(story)]
    if story.writer != desk.fallback.name and state.get("round", 0) < ROUNDS:
        values = {"title": story.title, "script": script(story)}
        answer, _ = desk.ask(prompt("review", values, _data(state), seed=_seed(state) + state.get("round", 0)), Verdict, "review")
        found += [{"scene": str(n.scene), "problem": n.problem, "fix": n.fix} for n in answer.notes if n.scene <= len(story.scenes)]
    return {"findings": found, "round": state.get("round", 0) + 1}


def finish(state: State, desk: Desk) -> dict[str, Any]:
    return {"story": drafted(state, desk).model_dump(mode="json")}


def drafted(state: State, desk: Desk) -> Story:
    """The Story as it stands. Where nobody but the embedded writer wrote, it is in English, whatever the model was to write in."""
    writer, brief = desk.credit(state["writers"]), Brief.model_validate(state["brief"])
    if writer == desk.fallback.name:
        brief = brief.model_copy(update={"language": "en"})
    outline = Outline.model_validate(state["outline"])
    kept = [SceneShots.model_validate(state["shots"][str(n)]) for n in range(1, len(outline.scenes) + 1)]
    return assemble(
        state["premise"], brief,
        Drafts(Treatment.model_validate(state["treatment"]), Cast.model_validate(state["cast"]), Places.model_validate(state["places"]), outline, tuple(kept)),
        writer,
    )  # fmt: skip


def script(story: Story) -> str:
    """The story as a reader sees it: scenes, shots, lines."""
    rows = []
    for number, scene in enumerate(story.scenes, 1):
        rows.append(f"SCENE {number}, {story.setting(scene.setting).name}: {scene.beat}")
        for shot in scene.shots:
            said = " / ".join(f"{story.character(x.speaker).name if x.speaker else 'Narrator'}: {x.text}" for x in shot.lines)
            rows.append(f"  {shot.id} {shot.size}. {said or shot.words}")
    return "\n".join(rows)[:12_000]
