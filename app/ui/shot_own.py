"""What a person brings to a shot, and a part of it again: own pictures and film, a range of its clip retaken, a note on this shot alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from app import changes
from app.proposals import Note
from app.shots import ShotView
from app.ui import proposed
from app.ui.markup import Html, button, join, picture, tag
from app.ui.place import Place
from app.ui.shell import Answer, Shell
from app.ui.shot_form import words
from app.ui.sizes import size_of
from app.ui.tongue import Tongue
from storyboard.errors import BadInput
from storyboard.staging import Action, Emotion
from storyboard.story import Acting
from storyboard.timing import frames_of

PICTURES = [".png", ".jpg", ".jpeg", ".webp"]
FILMS = [".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi"]


@dataclass(frozen=True)
class Own:
    """The components of this part of the page."""

    given: Any
    note: gr.Textbox
    proposed: Any
    fields: tuple[Any, ...]


def on(shell: Shell, event: Any, do: Callable[..., Answer | None], inputs: Sequence[Any] = ()) -> None:
    """An event of the page, of the shot that is looked at: the film's first where the address names none. They go one after another, so that a
    field is saved before what follows it."""

    def here(place: Place, *values: Any) -> Answer | None:
        return do(place if place.shot else place.at(shot=shell.studio.story(place.story).shots[0].id), *values)

    shell.on(event, here, inputs, concurrency_id="shot-page", concurrency_limit=1)


def build(shell: Shell) -> Own:
    """The note and the uploads."""
    t = shell.t
    with gr.Column(elem_classes=["fb-card", "fb-pad"]):
        gr.HTML(tag("h2", t("Change it with a note")), apply_default_css=False)
        note = gr.Textbox(
            label=t("Note on this shot"), lines=2, max_length=2000, elem_id="shot-note", placeholder=t("closer, and make her sadder"),
            info=t("Only this shot may change, and nothing before you have seen what would."),
        )  # fmt: skip
        ask = gr.Button(t("Show what would change"), elem_id="shot-revise")
        proposed = shell.panel("shot-proposed")
    with gr.Column(elem_classes=["fb-card", "fb-pad"]):
        gr.HTML(tag("h2", t("Your own pictures and film")), apply_default_css=False)
        given = shell.panel("shot-given")
        with gr.Row():
            at = gr.Number(label=t("Second of the shot"), value=0.0, minimum=0, step=0.1, elem_id="shot-at", info=t("for a picture: where in the shot it is seen; for a film: where in your file the shot begins"))
            first = gr.UploadButton(t("First picture"), file_types=PICTURES, elem_id="shot-first")
            between = gr.UploadButton(t("Picture at that second"), file_types=PICTURES, elem_id="shot-between")
            last = gr.UploadButton(t("Last picture"), file_types=PICTURES, elem_id="shot-last")
            film = gr.UploadButton(t("Film instead of the clip"), file_types=FILMS, elem_id="shot-film")
    for event, do, inputs in (
        (ask.click, lambda place, said: _ask(shell, place, said, proposed), [note]),
        (proposed.do, lambda place, _: _decided(shell, place), []),
        (given.do, lambda place, data: _given(shell, place, data), []),
        (first.upload, lambda place, path: _picture(shell, place, path, None), [first]),
        (between.upload, lambda place, path, second: _picture(shell, place, path, frames_of(float(second or 0)) or None), [between, at]),
        (last.upload, lambda place, path: _picture(shell, place, path, "end"), [last]),
        (film.upload, lambda place, path, second: _film(shell, place, path, float(second or 0)), [film, at]),
    ):
        on(shell, event, do, inputs)
    return Own(given, note, proposed, (given, note, proposed, at))


# own pictures and film


def given_html(t: Tongue, view: ShotView) -> Html:
    """What a person gave for the shot, with a button that takes it back."""
    pins = view.shot.pins
    rows = [(t("First picture"), pins.still, "still"), (t("Last picture"), pins.last, "last")]
    rows += [(t("Picture at {s} s", s=f"{one.frame / 24:.2f}"), one.picture, f"key-{one.frame}") for one in view.shot.keyframes]
    cards = [
        tag("li", picture(sha, words), tag("strong", words), button(t("Take it back"), "back", data_what=what, aria_label=f"{t('Take it back')}: {words}"), class_="take-card")
        for words, sha, what in rows if sha
    ]  # fmt: skip
    about = t("A picture of yours is the frame the shot begins with, goes through or ends on; a film of yours stands instead of the clip.")
    return join(tag("p", about, class_="fb-quiet"), tag("ul", *cards, class_="take-strip") if cards else None)


def _picture(shell: Shell, place: Place, path: str | None, at: Any) -> Answer:
    if not path:
        return Answer(updates={})
    head = shell.studio.own(place.story, f"still:{place.shot}", Path(path), at, size_of(shell.studio, place.story))
    told = shell.studio.remarks(head, size_of(shell.studio, place.story)).get(f"clip:{place.shot}", "")
    return Answer(f"{shell.t('It is in the shot now. Undo takes it out again.')} {told}".strip())


def _film(shell: Shell, place: Place, path: str | None, begin: float) -> Answer:
    if not path:
        return Answer(updates={})
    _, said = shell.studio.own_film(place.story, f"clip:{place.shot}", Path(path), begin, size_of(shell.studio, place.story))
    return Answer(" ".join([shell.t("Your film stands for this shot now. Undo takes it out again."), *(f"{one}." for one in said)]))


def _given(shell: Shell, place: Place, data: Mapping[str, Any]) -> Answer:
    story, what = shell.studio.story(place.story), str(data["what"])
    shot = next((one for one in story.shots if one.id == place.shot), None)
    if shot is None:
        raise BadInput(shell.t("This shot is not in the film any more."))
    if what.startswith("key-"):
        kept = [one.model_dump(mode="json") for one in shot.keyframes if what != f"key-{one.frame}"]
        asked = changes.parsed([f"shot:{shot.id}.keyframes={json.dumps(kept)}"])
    else:
        asked = changes.parsed([f"shot:{shot.id}.pins.{'last' if what == 'last' else 'still'}=null"])
    shell.studio.edit(place.story, asked)
    return Answer(shell.t("Taken back; undo brings it again."))


# a note on this shot


def proposal_html(shell: Shell, view: ShotView) -> Html:
    """The edit that waits, if it is of this shot as it is now."""
    return proposed.html(shell.studio, shell.t, view.head, shell.t("Change it so and make the shot"), view.name)


def _ask(shell: Shell, place: Place, said: str, panel: Any) -> Answer:
    head = shell.studio.find(place.story)
    shell.studio.revise(head, Note(said, shot=place.shot))
    return Answer(updates={panel: proposal_html(shell, shell.studio.shot(head, place.shot, size_of(shell.studio, place.story)))})


def _decided(shell: Shell, place: Place) -> Answer:
    studio = shell.studio
    head = studio.accept(studio.proposed(studio.find(place.story)))
    studio.order(head, size_of(studio, place.story), f"shot:{place.shot}")
    return Answer(shell.t("Changed, and it is being made. Undo brings the shot back as it was."))


# a part of it again


def retake_html(t: Tongue, view: ShotView) -> Html:
    """A range of the clip in seconds, and who does something else in it."""
    most = f"{view.shot.frames / 24:.2f}"
    ready = any(one.standing in ("in use", "chosen") for one in view.of(f"clip:{view.shot.id}"))
    if not ready:
        return tag("section", tag("h2", t("Only a part of it again")), tag("p", t("Make the shot first: a retake keeps the rest of its clip."), class_="fb-quiet"), class_="fb-card fb-pad")
    cast = [(one.character, view.story.character(one.character).name) for one in view.shot.subjects]
    who = [tag("option", t("nobody does anything else"), value=""), *(tag("option", name, value=one) for one, name in cast)]
    acts = [tag("option", one.words, value=one.value) for one in words(t, Action, t("the same"))]
    moods = [tag("option", one.words, value=one.value) for one in words(t, Emotion, t("the same"))]
    spans = [
        tag("label", tag("span", label), tag("input", type="number", name_=name, value=value, min="0", max=most, step="0.01"), button(here, "here", data_name=name, class_="fb-quiet"), class_="fb-field")
        for label, name, value, here in ((t("From second"), "begin", "0", t("from where it plays")), (t("To second"), "end", most, t("to where it plays")))
    ]
    fields = [
        tag("label", tag("span", label), tag("select", *options, name_=name), class_="fb-field")
        for label, options, name in ((t("Who does something else"), who, "who"), (t("Does"), acts, "action"), (t("Feels"), moods, "emotion"))
    ]
    about = t("The rest of the clip stays as it is, to the pixel. Another seed alone hardly shows; let somebody do something else in the part.")
    return tag(
        "section", tag("h2", t("Only a part of it again")), tag("p", about, class_="fb-quiet"), tag("div", *spans, *fields, class_="fb-fields"),
        tag("p", button(t("Take this part again"), "retake", data_gather=True)), class_="fb-card fb-pad", data_group=True,
    )  # fmt: skip


def retake(shell: Shell, place: Place, values: Mapping[str, str]) -> Answer:
    studio, size = shell.studio, size_of(shell.studio, place.story)
    try:
        span = float(values["begin"]), float(values["end"])
    except (KeyError, ValueError) as error:
        raise BadInput(shell.t("Give the part as two times in seconds, as in 1.0 and 2.0.")) from error
    asked = {name: values[name] for name in ("action", "emotion") if values.get(name)}
    acting = (Acting.model_validate({"character": values["who"], **asked}),) if values.get("who") and asked else ()
    head, said = studio.retake(studio.find(place.story), f"clip:{place.shot}", span, acting, size)
    studio.order(head, size, f"shot:{place.shot}")
    return Answer(" ".join([shell.t("That part is being taken again."), *(f"{one}." for one in said)]))
