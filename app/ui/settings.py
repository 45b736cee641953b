"""The Settings page: what new films have, what makes what here, what is refused, whether all is well, how much room it takes, and how scripts
and agents come in. Only the first can be changed here: the rest is told, with where to change it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.ui import settings_here, settings_keys
from app.ui.markup import tag
from app.ui.place import Place
from app.ui.premise import LENGTHS
from app.ui.shell import Answer, Page, Shell, Updates
from storyboard.errors import BadInput
from storyboard.staging import Style

FIELDS = ("size", "style", "minutes", "calls", "tokens", "money")


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-settings") as column:
        gr.HTML(tag("h1", shell.t("Settings")), apply_default_css=False)
        fields = _fields(shell)
        here, keys = shell.panel("settings-here"), shell.panel("settings-keys", js=settings_keys.JS)
    for field in fields[:3]:
        shell.on(field.input, lambda place, *values: _saved(shell, values), fields)
    for field in fields[3:]:
        shell.on(field.blur, lambda place, *values: _saved(shell, values), fields)
    shell.on(here.do, lambda place, data: _done(shell, place, data, here))

    def show(place: Place) -> Updates:
        usual = shell.studio.usual()
        values = {field: getattr(usual, name) for field, name in zip(fields, FIELDS, strict=True)}
        return {**values, here: settings_here.html(shell.studio, shell.t), keys: settings_keys.html(shell.studio, shell.t, place)}

    return Page("settings", column, [*fields, here, keys], show)


def _fields(shell: Shell) -> list[Any]:
    t, studio = shell.t, shell.studio
    sizes = [(t("full: 768 x 432"), "default"), (t("preview: 384 x 216, quicker"), "preview"), (t("tiny: three shots, to try things"), "tiny")]
    styles = [(t("the writer chooses"), ""), *((f"{t(one.value)}: {t(one.meaning)}", one.value) for one in Style)]
    lengths = [(t("as the story needs"), 0.0), *((t(words), minutes) for words, minutes in LENGTHS.items())]
    gr.HTML(tag("h2", t("New films")), apply_default_css=False)
    with gr.Row():
        size = gr.Dropdown(sizes, label=t("Size"), elem_id="settings-size")
        style = gr.Dropdown(styles, label=t("Drawing style"), elem_id="settings-style")
        minutes = gr.Dropdown(lengths, label=t("Length"), elem_id="settings-minutes")
    about = t("Counted for each film. Empty: no limit of yours.") if studio.settings.writer == "openai" else t("The embedded writer costs nothing; this counts once a model writes.")
    priced = t("At FABULA_LLM_PRICE.") if studio.settings.llm_price else t("Needs FABULA_LLM_PRICE: what a million tokens cost.")
    with gr.Row():
        calls = gr.Number(label=t("At most so many calls to the model"), info=about, precision=0, minimum=0, elem_id="settings-calls")
        tokens = gr.Number(label=t("At most so many tokens"), info=about, precision=0, minimum=0, elem_id="settings-tokens")
        money = gr.Number(label=t("At most so much money"), info=priced, minimum=0, elem_id="settings-money")
    return [size, style, minutes, calls, tokens, money]


def _saved(shell: Shell, values: tuple[Any, ...]) -> Answer:
    """What was chosen, kept; the fields stay as they are."""
    chosen = dict(zip(FIELDS, values, strict=True))
    said = {"size": chosen["size"], "style": chosen["style"] or "", "minutes": float(chosen["minutes"] or 0)}
    said |= {"calls": _whole(chosen["calls"]), "tokens": _whole(chosen["tokens"]), "money": chosen["money"] or None}
    studio = shell.studio
    before = studio.usual()
    if said["money"] and not studio.settings.llm_price and said["money"] != before.money:
        raise BadInput("A limit in money needs FABULA_LLM_PRICE, what a million tokens cost, as in 0.15/0.60. Set it and start the studio again.")
    if studio.set_usual(**said) == before:
        return Answer(updates={})
    return Answer(shell.t("New films have this from now on."), updates={})


def _whole(value: Any) -> int | None:
    return int(value) if value else None


def _done(shell: Shell, place: Place, data: dict[str, Any], here: gr.HTML) -> Answer:
    t, studio = shell.t, shell.studio
    if data["do"] == "check":
        found = studio.doctor()
        bad = [one for one in found if not one.is_well]
        words = t("{n} things need a hand; see below.", n=len(bad)) if bad else t("Everything was looked at, every kept file too: all is well.")
        return Answer(words, tone="bad" if bad else "good", updates={here: settings_here.html(studio, t, found)})
    went = studio.clean()
    words = t("Collected {stories} stories, {takes} takes and {files} files: {size}.", stories=went.stories, takes=went.takes, files=went.files, size=settings_here.sized(went.bytes))
    return Answer(words, updates={here: settings_here.html(studio, t)})
