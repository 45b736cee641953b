"""The Shot page."""

from __future__ import annotations

import gradio as gr

from app.ui.markup import tag
from app.ui.shell import Page, Shell


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-shot") as column:
        body = shell.panel("shot-body")
    return Page("shot", column, [body], lambda place: {body: tag("h1", shell.t("Shot"))})
