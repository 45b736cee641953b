"""The Premise page of a story that is written: what it is about, what is drawn instead of what, and notes that change all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app import authoring, changes
from app.ui import proposed as proposed_edit
from app.ui.markup import Html, join, link, tag
from app.ui.place import Place
from app.ui.shell import Answer, Shell, Updates
from storyboard.edit import Op, Set
from storyboard.staging import Style
from storyboard.story import Story

FIELDS = ("title", "logline", "moral")


@dataclass(frozen=True)
class Parts:
    """The components, and how they are filled and put away."""

    components: Sequence[Any]
    show: Callable[[Place], Updates]
    hide: Callable[[], Updates]


def parts(shell: Shell) -> Parts:
    t = shell.t
    with gr.Column(visible=False, elem_id="premise-story") as column:
        about = shell.panel("premise-about")
        with gr.Group():
            title = gr.Textbox(label=t("Title"), max_length=80, elem_id="story-title")
            logline = gr.Textbox(label=t("Logline"), max_length=600, lines=2, elem_id="story-logline")
            moral = gr.Textbox(label=t("Said at the end"), max_length=600, elem_id="story-moral")
            style = gr.Dropdown([(t.explained(one), one.value) for one in Style], label=t("Drawing style"), elem_id="story-style")
        gr.HTML(tag("h2", t("Change it with a note")), apply_default_css=False)
        note = gr.Textbox(
            label=t("Note"), lines=2, elem_id="story-note", placeholder=t("make the fox kinder, and end in the rain"),
            info=t("Nothing changes before you have seen what would."),
        )  # fmt: skip
        ask = gr.Button(t("Show what would change"), elem_id="story-revise")
        proposed = shell.panel("story-proposed")
        history = shell.panel("story-history")
    fields = [title, logline, moral, style]
    for field in (title, logline, moral):
        shell.on(field.blur, lambda place, *values: _saved(shell, place, values), fields)
    shell.on(style.input, lambda place, *values: _saved(shell, place, values), fields)
    shell.on(ask.click, lambda place, words: _proposed(shell, place, words, proposed), [note])
    shell.on(proposed.do, lambda place, data: _decided(shell, place, data))

    def show(place: Place) -> Updates:
        story = shell.studio.story(place.story)
        return {
            column: gr.update(visible=True), about: _about(shell, place, story), title: story.title, logline: story.logline, moral: story.moral,
            style: story.direction.style.value, note: "", proposed: _waiting(shell, place), history: _history(shell, place),
        }  # fmt: skip

    return Parts([column, about, *fields, note, proposed, history], show, lambda: {column: gr.update(visible=False)})


def _saved(shell: Shell, place: Place, values: Sequence[str]) -> Answer | None:
    """What differs becomes an edit; nothing does when nothing differs."""
    story = shell.studio.story(place.story)
    now = [*(getattr(story, name) for name in FIELDS), story.direction.style.value]
    names = [*FIELDS, "direction.style"]
    ops: list[Op] = [Set(target="story", field=name, value=value) for name, old, value in zip(names, now, values, strict=True) if value != old]
    if not ops:
        return Answer(updates={})
    shell.studio.edit(place.story, changes.changed(ops, "; ".join(f"story.{op.field}" for op in ops if isinstance(op, Set))))
    return Answer(shell.t("Saved."))


def _proposed(shell: Shell, place: Place, words: str, panel: Any) -> Answer:
    shell.studio.revise(shell.studio.find(place.story), words)
    return Answer(updates={panel: _waiting(shell, place)})


def _decided(shell: Shell, place: Place, data: dict[str, Any]) -> Answer | None:
    if data["do"] == "accept":
        shell.studio.accept(shell.studio.proposed(shell.studio.find(place.story)))
        return Answer(shell.t("Changed. Undo brings the story back as it was."))
    return None


def _waiting(shell: Shell, place: Place) -> Html:
    return proposed_edit.html(shell.studio, shell.t, shell.studio.find(place.story), shell.t("Change it so"))


def _about(shell: Shell, place: Place, story: Story) -> Html:
    t = shell.t
    said = [tag("li", one.words()) for one in story.substitutions]
    instead = tag("details", tag("summary", t("Drawn otherwise than the premise says ({n})", n=len(said))), tag("ul", *said), open=len(said) < 6) if said else None
    facts = t("Scenes: {scenes}. Shots: {shots}. {seconds} s, written by {writer}.", scenes=len(story.scenes), shots=len(story.shots), seconds=round(story.frames / 24),
              writer=t(authoring.said(story.writer)))  # fmt: skip
    onward = tag("p", link(t("Look at the shots"), Place("board", place.story).address, class_="fb-button fb-primary"), class_="fb-row")
    return tag("div", tag("h1", story.title), tag("blockquote", story.premise, class_="fb-premise", lang=story.language), tag("p", facts), instead, onward)


def _history(shell: Shell, place: Place) -> Html:
    t = shell.t
    lines = shell.studio.history(place.story)[-30:]
    rows = [tag("li", tag("span", f"{one.number}. {t(one.note or 'edited')}"), " ", tag("time", one.made_at[:16].replace("T", " ")), aria_current="true" if one.is_today else None) for one in reversed(lines)]
    return join(tag("details", tag("summary", t("Every revision ({n})", n=len(lines))), tag("ul", *rows, class_="fb-history")))
