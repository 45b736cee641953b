"""The wiring of the writing graph, in order of work. The nodes are in nodes.py and sequences.py.

treatment -> cast -> places -> scenes -> shots (one per scene) -> lint -> review -> gather -> (again, at most ROUNDS times, for the scenes
found) -> finish. A long film instead of scenes: acts -> sequences (one per act) -> passage (the scenes of one sequence, in order), and a
review of each sequence. Where a person stops at a level to look at it, the graph ends there; what they give back is not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

from agents import nodes, sequences
from agents.desk import Desk
from agents.hierarchy import shape
from agents.review import ROUNDS
from agents.state import State

STEPS_AT_MOST = 200  # the longest film takes about 70


def build(desk: Desk, hierarchical: bool, stop: str | None = None) -> Any:
    """The compiled graph for this desk. `hierarchical`: a long film is written sequence by sequence; `stop`: the level after which it ends.
    What the state it is given has already is not asked for."""
    graph = StateGraph(State)
    for node in (nodes.treatment, nodes.cast, nodes.places, nodes.scenes):
        graph.add_node(node.__name__, partial(unless_given, key=PRODUCT[node.__name__], node=partial(node, desk=desk)))
    for later in (nodes.shots, nodes.lint, nodes.review, nodes.gather, nodes.finish):
        graph.add_node(later.__name__, partial(later, desk=desk))
    graph.add_edge(START, "treatment")
    graph.add_conditional_edges("treatment", lambda state: END if stop == "treatment" else "cast", ["cast", END])
    graph.add_edge("cast", "places")
    if hierarchical:
        for part in (sequences.acts, sequences.sequences, sequences.passage):
            graph.add_node(part.__name__, partial(part, desk=desk))
        graph.add_conditional_edges("places", partial(after_places, stop=stop), ["acts", "scenes", END])
        graph.add_edge("acts", "sequences")
        graph.add_conditional_edges("sequences", after_sequences, ["sequences", "passage"])
        graph.add_conditional_edges("passage", partial(after_passage, stop=stop), ["passage", "shots", END])
    else:
        graph.add_conditional_edges("places", lambda state: END if stop == "cast" else "scenes", ["scenes", END])
    graph.add_conditional_edges("scenes", partial(every_scene, stop=stop), ["shots", "finish", END])
    graph.add_edge("shots", "lint")
    graph.add_conditional_edges("lint", every_script, ["review", "gather"])
    graph.add_edge("review", "gather")
    graph.add_conditional_edges("gather", partial(found_scenes, stop=stop), ["shots", "finish", END])
    graph.add_edge("finish", END)
    return graph.compile()


PRODUCT = {"treatment": "treatment", "cast": "cast", "places": "places", "scenes": "outline"}  # what a node writes


def unless_given(state: State, key: str, node: Callable[[State], dict[str, Any]]) -> dict[str, Any]:
    """What the node writes; nothing where a person has it already."""
    return {} if state.get(key) else node(state)


def after_places(state: State, stop: str | None) -> str:
    if stop == "cast":
        return END
    return "acts" if shape(state["brief"]["seconds"]).long and not state.get("outline") else "scenes"


def after_sequences(state: State) -> str:
    return "sequences" if sequences.next_act(state) < len(state["acts"]) else "passage"


def after_passage(state: State, stop: str | None) -> list[Send] | str:
    return "passage" if len(state["spans"]) < len(state["sequences"]) else every_scene(state, stop)


def every_scene(state: State, stop: str | None) -> list[Send] | str:
    """Every scene's shots; those that a person has are not read again either."""
    if stop == "outline":
        return END
    if state.get("shots"):
        return END if stop == "shots" else "finish"
    return [Send("shots", {"state": state, "number": n}) for n in range(1, len(state["outline"]["scenes"]) + 1)]


def every_script(state: State) -> list[Send] | str:
    return [Send("review", {"state": state, "part": key}) for key in state["scripts"]] or "gather"


def found_scenes(state: State, stop: str | None) -> list[Send] | str:
    numbers = sorted({int(f["scene"]) for f in state["findings"]})
    if not numbers or state["round"] > ROUNDS:
        return END if stop == "shots" else "finish"
    return [Send("shots", {"state": state, "number": n}) for n in numbers]
