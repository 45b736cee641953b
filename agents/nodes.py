"""The nodes of the writing graph: one function each, plain data in, plain data out. Whoever writes is at the desk. A long film's own
nodes are in sequences.py."""

from __future__ import annotations

from typing import Any

from agents import given, sequences
from agents.assemble import Drafts, assemble
from agents.brief import Brief
from agents.desk import Desk, data, seed
from agents.drafts import NARRATOR, Cast, Outline, Places, Scenario, SceneShots, Treatment
from agents.hierarchy import BEGINNING, END, counted, shape, shots_wanted
from agents.prompting import prompt
from agents.review import ROUNDS, Verdict, findings, scene_number
from agents.state import ReadingTask, SceneTask, State
from agents.writer import Parked
from storyboard import naming
from storyboard.story import Scene, Story

LONGEST_SCRIPT = 12_000  # characters of a script that is read at once
LONGEST_NOTES = 3000  # characters of what is to be mended in one scene


def treatment(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": given.told(state), "seconds": str(round(state["brief"]["seconds"])), "language": state["brief"]["language"] or "en"}
    answer, who = desk.ask(prompt("treatment", values, data(state), seed=seed(state)), Treatment, "treatment")
    return {"treatment": answer.model_dump(mode="json"), "writers": {"treatment": who}}


def cast(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": given.told(state), "treatment": state["treatment"]}
    answer, who = desk.ask(prompt("cast", values, data(state, "treatment"), seed=seed(state)), Cast, "cast")
    return {"cast": _distinct(given.cast_with(answer, Brief.model_validate(state["brief"]))).model_dump(mode="json"), "writers": {"cast": who}}


def _distinct(answer: Cast) -> Cast:
    """Names made different where a model gave one twice, or named someone like the narrator: the second Tom is Tom 2."""
    taken = {NARRATOR}
    members = []
    for member in answer.members:
        name, number = member.name, 1
        while naming.key(name) in taken:
            number += 1
            name = f"{member.name[:20]} {number}"
        taken.add(naming.key(name))
        members.append(member.model_copy(update={"name": name}))
    return answer.model_copy(update={"members": tuple(members)})


def places(state: State, desk: Desk) -> dict[str, Any]:
    values = {"premise": given.told(state), "treatment": state["treatment"]}
    answer, who = desk.ask(prompt("places", values, data(state, "treatment", "cast"), seed=seed(state)), Places, "places")
    answer = given.places_with(answer, Brief.model_validate(state["brief"]))
    locales = {naming.key(p.name): p for p in reversed(answer.locales)}
    items = {naming.key(i.name): i for i in reversed(answer.items)}
    kept = Places(locales=tuple(reversed(locales.values())), items=tuple(reversed(items.values())))
    return {"places": kept.model_dump(mode="json"), "writers": {"places": who}}


def scenes(state: State, desk: Desk) -> dict[str, Any]:
    """All scenes of a short film, in one answer."""
    count = shape(state["brief"]["seconds"]).scenes
    people = tuple(m["name"] for m in state["cast"]["members"])
    locales = tuple(p["name"] for p in state["places"]["locales"])
    values = {
        "premise": given.told(state), "treatment": state["treatment"], "count": str(count), "cast": ", ".join(people), "places": ", ".join(locales),
    }  # fmt: skip
    question = prompt("scenes", values, data(state, "treatment", "cast", "places"), {"who": people, "place": locales}, seed(state))
    answer, who = desk.ask(question, Outline, "scenes")
    if who != desk.fallback.name:  # a model's scenes are cut to what was asked for, the embedded writer's lengths hold
        answer = answer.model_copy(update={"scenes": answer.scenes[: count + 1]})
    return {"outline": answer.model_dump(mode="json"), "writers": {"scenes": who}, "round": 0}


def shots(task: SceneTask, desk: Desk) -> dict[str, Any]:
    """One scene's shots. It sees its own beat, the beats beside it and the state carried in, never the whole film."""
    state, number = task["state"], task["number"]
    outline = state["outline"]["scenes"]
    people = tuple(m["name"] for m in state["cast"]["members"])
    items = tuple(i["name"] for i in state["places"]["items"])
    notes = [f"{f['problem']} Fix: {f['fix']}" for f in state.get("findings", []) if f["scene"] == str(number)]
    count = shots_wanted(state["brief"]["seconds"], len(outline), number)
    before = outline[number - 2]["beat"] if number > 1 else BEGINNING
    values = {
        "scene": outline[number - 1], "before": sequences.before_scene(state, number) if state.get("spans") else before,
        "after": outline[number]["beat"] if number < len(outline) else END, "count": str(count),
        "cast": "; ".join(f"{m['name']}: {m['role']}" for m in state["cast"]["members"]), "items": ", ".join(items),
        "language": state["brief"]["language"] or "en", "notes": " ".join(notes)[:LONGEST_NOTES] or "(none)", "want": state["treatment"]["want"],
    }  # fmt: skip
    names = {"who": people, "speaker": (*people, "narrator"), "holds": items, "shows": items}
    known = data(state, "treatment", "cast", "places", "outline") | {"number": number}
    unit = f"scene {number}"
    # a long film's schema is held to its count; a short one's is as it always was, so that kept replies stay good
    schema = counted(SceneShots, "shots", 1, count + 1) if state.get("spans") else SceneShots
    stands = (SceneShots.model_validate(state["shots"][str(number)]), state["writers"][unit]) if state.get("round", 0) else None
    try:
        answer, who = desk.ask(prompt("shots", values, known, names, seed(state) + state.get("round", 0)), schema, unit, stands=stands)
    except Parked as error:  # the other scenes are written all the same
        return {"parked": [str(error)]}
    if who != desk.fallback.name:
        answer = answer.model_copy(update={"shots": answer.shots[: count + 2]})
    return {"shots": {str(number): answer.model_dump(mode="json")}, "writers": {unit: who}}


def lint(state: State, desk: Desk) -> dict[str, Any]:
    """What the lints find, and the scripts a model is to read: the film's when it is short, else each sequence's that was written anew.
    Parked: a unit waits."""
    if state.get("parked"):
        raise Parked(
            "No usable reply came for " + "; ".join(state["parked"]) + ". Everything else is kept: the same command goes on from there. "
            "Without the wish to park, the embedded writer writes what is missing."
        )
    story, round_ = drafted(state, desk), state.get("round", 0)
    found = [{"scene": str(scene_number(story, f.shot)), "problem": f"In shot {f.shot}: {f.detail}", "fix": f.fix} for f in findings(story)]
    scripts: dict[str, str] = {}
    if story.writer != desk.fallback.name and round_ < ROUNDS:
        anew = {int(f["scene"]) for f in state.get("findings", [])} if round_ else set(range(1, len(story.scenes) + 1))
        parts = {str(n): span for n, span in enumerate(state.get("spans") or [[1, len(story.scenes)]], 1)}
        scripts = {key: script(story, first, last) for key, (first, last) in parts.items() if anew & set(range(first, last + 1))}
    return {"title": story.title, "scripts": scripts, "readings": {f"{round_}.": found}}


def review(task: ReadingTask, desk: Desk) -> dict[str, Any]:
    """A model's answers to the closed questions, on a short film or on one sequence of a long one."""
    state, round_ = task["state"], task["state"].get("round", 0)
    if state.get("spans"):
        return {"readings": {f"{round_}.{task['part']}": sequences.reading(task, desk)}}
    values = {"title": state["title"], "treatment": state["treatment"], "script": state["scripts"][task["part"]]}
    answer, _ = desk.ask(prompt("review", values, data(state), seed=seed(state) + round_), Verdict, "review", needed=False)
    scenes = len(state["outline"]["scenes"])
    return {"readings": {f"{round_}.1": [{"scene": str(n.scene), "problem": n.problem, "fix": n.fix} for n in answer.notes if n.scene <= scenes]}}


def gather(state: State, desk: Desk) -> dict[str, Any]:
    """Everything this round found: it sends its scenes round again, at most ROUNDS times."""
    round_ = state.get("round", 0)
    keys = sorted((k for k in state["readings"] if k.startswith(f"{round_}.")), key=lambda k: int(k.partition(".")[2] or 0))
    return {"findings": [f for key in keys for f in state["readings"][key]], "round": round_ + 1}


def finish(state: State, desk: Desk) -> dict[str, Any]:
    return {"story": drafted(state, desk).model_dump(mode="json")}


def drafted(state: State, desk: Desk) -> Story:
    """The Story as it stands. Where nobody but the embedded writer wrote, it is in English, whatever the model was to write in."""
    writer, brief = desk.credit(state["writers"]), Brief.model_validate(state["brief"])
    if writer == desk.fallback.name:
        brief = brief.model_copy(update={"language": "en"})
    outline = Scenario.model_validate(state["outline"])
    kept = [SceneShots.model_validate(state["shots"][str(n)]) for n in range(1, len(outline.scenes) + 1)]
    drafts = Drafts(
        Treatment.model_validate(state["treatment"]), Cast.model_validate(state["cast"]), Places.model_validate(state["places"]), outline,
        tuple(kept), sequences.carried(state),
    )  # fmt: skip
    return assemble(state["premise"], brief, drafts, writer)


def script(story: Story, first: int, last: int) -> str:
    """Scenes `first` to `last` as a reader sees them: scenes, shots, lines. Scenes are numbered from 1. When they are too long to be read
    at once, each gives up the end of its share, so that every scene is seen."""
    whole = [_scene_script(story, number, scene) for number, scene in enumerate(story.scenes[first - 1 : last], 1)]
    if sum(map(len, whole)) + len(whole) <= LONGEST_SCRIPT:
        return "\n".join(whole)
    return "\n".join(text[: LONGEST_SCRIPT // len(whole) - 1] for text in whole)


def _scene_script(story: Story, number: int, scene: Scene) -> str:
    rows = [f"SCENE {number}, {story.setting(scene.setting).name}: {scene.beat}"]
    for shot in scene.shots:
        said = " / ".join(f"{story.character(x.speaker).name if x.speaker else 'Narrator'}: {x.text}" for x in shot.lines)
        rows.append(f"  {shot.id} {shot.size}. {said or shot.words}")
    return "\n".join(rows)
