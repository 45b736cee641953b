"""The pages of the studio."""

from __future__ import annotations

from typing import Any

from app.studio import Studio


def build(studio: Studio, language: str = "en") -> Any:
    """A page that says what is here, until there are more."""
    import gradio as gr

    with gr.Blocks(title="Fabula") as page:
        gr.Markdown("# Fabula")
    return page
