"""The studio's pages: a Gradio app, one file per page. Pages call only Studio, and keep nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from app.studio import Studio
from app.ui import board, cast, premise, screening, settings, shot, stories, theme
from app.ui.blocks import Blocks
from app.ui.shell import Shell
from app.ui.tongue import Tongue

HERE = Path(__file__).parent


def build(studio: Studio, language: str = "en") -> gr.Blocks:
    """The whole app in one language of tongue.LANGUAGES."""
    with Blocks(title="Fabula", analytics_enabled=False, fill_width=True) as blocks:
        shell = Shell(studio, Tongue(language))
        with gr.Column(elem_id="fb-main"):
            pages = [module.page(shell) for module in PAGES]
        shell.finish(blocks, pages)
    return blocks


PAGES: tuple[Any, ...] = (stories, premise, cast, board, shot, screening, settings)


def dress() -> dict[str, Any]:
    """What mount_gradio_app takes beside the blocks: theme, styles, scripts."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.js")))
    return {"theme": theme.theme(), "css_paths": sorted(HERE.glob("*.css")), "head": f"<script>{scripts}</script>{theme.META}"}
