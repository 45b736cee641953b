"""The Cast page."""

from __future__ import annotations

import gradio as gr

from app.ui.markup import tag
from app.ui.shell import Page, Shell


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-cast") as column:
        body = shell.panel("cast-body")
    return Page("cast", column, [body], lambda place: {body: tag("h1", shell.t("Cast"))})
