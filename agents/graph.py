"""The wiring of the writing graph, in order of work. The nodes are in nodes.py and sequences.py.

treatment -> cast -> places -> scenes -> shots (one per scene) -> lint -> review -> gather -> (again, at most ROUNDS times, for the scenes
found) -> finish. A long film instead of scenes: acts -> sequences (one per act) -> passage (the scenes of one sequence, in order), and a
review of each sequence.
"""

from __future__ import annotations

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


def build(desk: Desk, hierarchical: bool) -> Any:
    """The compiled graph for this desk. `hierarchical`: a long film is written sequence by sequence."""
    graph = StateGraph(State)
    for node in (nodes.treatment, nodes.cast, nodes.places, nodes.scenes, nodes.shots, nodes.lint, nodes.review, nodes.gather, nodes.finish):
        graph.add_node(node.__name__, partial(node, desk=desk))
    graph.add_edge(START, "treatment")
    graph.add_edge("treatment", "cast")
    graph.add_edge("cast", "places")
    if hierarchical:
        for part in (sequences.acts, sequences.sequences, sequences.passage):
            graph.add_node(part.__name__, partial(part, desk=desk))
        graph.add_conditional_edges("places", lambda state: "acts" if shape(state["brief"]["seconds"]).long else "scenes", ["acts", "scenes"])
        graph.add_edge("acts", "sequences")
        graph.add_conditional_edges("sequences", after_sequences, ["sequences", "passage"])
        graph.add_conditional_edges("passage", after_passage, ["passage", "shots"])
    else:
        graph.add_edge("places", "scenes")
    graph.add_conditional_edges("scenes", every_scene, ["shots"])
    graph.add_edge("shots", "lint")
    graph.add_conditional_edges("lint", every_script, ["review", "gather"])
    graph.add_edge("review", "gather")
    graph.add_conditional_edges("gather", found_scenes, ["shots", "finish"])
    graph.add_edge("finish", END)
    return graph.compile()


def after_sequences(state: State) -> str:
    return "sequences" if sequences.next_act(state) < len(state["acts"]) else "passage"


def after_passage(state: State) -> list[Send] | str:
    return "passage" if len(state["spans"]) < len(state["sequences"]) else every_scene(state)


def every_scene(state: State) -> list[Send]:
    return [Send("shots", {"state": state, "number": n}) for n in range(1, len(state["outline"]["scenes"]) + 1)]


def every_script(state: State) -> list[Send] | str:
    return [Send("review", {"state": state, "part": key}) for key in state["scripts"]] or "gather"


def found_scenes(state: State) -> list[Send] | str:
    numbers = sorted({int(f["scene"]) for f in state["findings"]})
    if not numbers or state["round"] > ROUNDS:
        return "finish"
    return [Send("shots", {"state": state, "number": n}) for n in numbers]
