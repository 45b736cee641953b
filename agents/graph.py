"""The wiring of the writing graph, in order of work. The nodes are in nodes.py.

treatment -> cast -> places -> scenes -> shots (one per scene) -> review -> (again, at most ROUNDS times, for the scenes found) -> finish
"""

from __future__ import annotations

from functools import partial
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

from agents import nodes
from agents.nodes import Desk
from agents.review import ROUNDS
from agents.state import State

STEPS_AT_MOST = 10 + 3 * ROUNDS


def build(desk: Desk) -> Any:
    """The compiled graph for this desk."""
    graph = StateGraph(State)
    for node in (nodes.treatment, nodes.cast, nodes.places, nodes.scenes, nodes.shots, nodes.review, nodes.finish):
        graph.add_node(node.__name__, partial(node, desk=desk))
    graph.add_edge(START, "treatment")
    graph.add_edge("treatment", "cast")
    graph.add_edge("cast", "places")
    graph.add_edge("places", "scenes")
    graph.add_conditional_edges("scenes", every_scene, ["shots"])
    graph.add_edge("shots", "review")
    graph.add_conditional_edges("review", found_scenes, ["shots", "finish"])
    graph.add_edge("finish", END)
    return graph.compile()


def every_scene(state: State) -> list[Send]:
    return [Send("shots", {"state": state, "number": n}) for n in range(1, len(state["outline"]["scenes"]) + 1)]


def found_scenes(state: State) -> list[Send] | str:
    numbers = sorted({int(f["scene"]) for f in state["findings"]})
    if not numbers or state["round"] > ROUNDS:
        return "finish"
    return [Send("shots", {"state": state, "number": n}) for n in numbers]
