"""Answers of the pages: what an event says nothing of is left alone."""

from __future__ import annotations

import asyncio
from typing import Any

import gradio as gr
import pytest
from gradio.components.base import Component

from app.ui.blocks import NOTHING, Blocks


def built(said: Any) -> tuple[Blocks, list[Any]]:
    with Blocks() as blocks:
        state, text, panel, number = gr.State("here"), gr.Textbox(), gr.HTML(), gr.Number()
        parts = {"state": state, "text": text, "panel": panel, "number": number}
        gr.Button().click(lambda: {parts[name]: value for name, value in said.items()}, None, list(parts.values()))
    return blocks, list(blocks.fns.values())


def answered(said: dict[str, Any]) -> tuple[list[Any], Any]:
    from gradio.state_holder import SessionState

    blocks, (event,) = built(said)
    state = SessionState(blocks)
    found = asyncio.run(blocks.process_api(event, [], state))
    return found["data"], state[event.outputs[0]._id]


def test_only_what_is_told_is_sent():
    data, kept = answered({"panel": "<p>new</p>"})
    assert data == [None, NOTHING, "<p>new</p>", NOTHING]
    assert kept == "here"


def test_several_parts_states_and_updates():
    data, kept = answered({"state": "there", "text": gr.update(visible=False), "number": 3})
    assert (data[0], data[1]["visible"], data[2], data[3], kept) == (None, False, NOTHING, 3, "there")


def test_what_is_not_told_is_not_made_anew(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    real = Component.__init__
    monkeypatch.setattr(Component, "__init__", lambda self, *given, **more: (made.append(type(self).__name__), real(self, *given, **more))[1])
    blocks, (event,) = built({"panel": "new"})
    made.clear()
    asyncio.run(blocks.process_api(event, [], None))
    assert made == []
