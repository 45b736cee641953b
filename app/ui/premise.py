"""The Premise page: one sentence becomes a film. Before: the field and the choices. While it is written: what is written, as it happens.
After: what the film is about, what is drawn instead of what, and notes that change the whole story."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.authoring import Premise
from app.ui import premise_story, premise_writing
from app.ui.markup import Html, button, tag
from app.ui.place import Place
from app.ui.shell import Answer, Page, Shell, Updates
from app.writing_lane import Writing
from storyboard.staging import Style

EXAMPLES = (
    "A lighthouse keeper befriends a storm",
    "A fox finds a lamp that grants very small wishes",
    "Two robots look for the last seed before winter",
    "An old baker teaches a young owl to read",
)
LENGTHS = {"half a minute": 0.5, "a minute": 1.0, "two minutes": 2.0, "five minutes": 5.0, "ten minutes": 10.0}
LEVELS = {"": "write it to the end", "treatment": "the treatment", "cast": "the cast", "outline": "the scenes", "shots": "the shots"}


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-premise") as column:
        with gr.Column(elem_id="premise-new") as new:
            text, make, write_first = field(shell, "premise")
            choices = _choices(shell)
        seen = shell.panel("premise-seen")
        story = premise_story.parts(shell)
    shell.on(make.click, lambda place, premise, *chosen: _order(shell, premise, chosen, "film"), [text, *choices])
    shell.on(write_first.click, lambda place, premise, *chosen: _order(shell, premise, chosen, ""), [text, *choices])
    shell.on(seen.do, lambda place, data: premise_writing.do(shell, place, data))

    def show(place: Place) -> Updates:
        is_new = not place.story and not place.job
        if place.story:
            return {new: gr.update(visible=False), seen: "", **story.show(place)}
        told = "" if is_new else premise_writing.html(shell, place)
        return {new: gr.update(visible=is_new), seen: told, **story.hide(), **(_usual(shell, choices) if is_new else {})}

    def live(place: Place) -> Updates:
        return {seen: premise_writing.html(shell, place)} if place.job and not place.story else {}

    return Page("premise", column, [new, *choices, seen, *story.components], show, live)


def field(shell: Shell, name: str) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """The one field a film needs, and its two buttons; on the home page too."""
    t = shell.t
    gr.HTML(tag("h1", t("What is the film about?")), apply_default_css=False)
    text = gr.Textbox(
        label=t("Premise"), placeholder=t("One sentence, such as: {example}", example=t(EXAMPLES[0])), lines=2, max_lines=8, elem_id=f"{name}-text", max_length=20_000,
        info=t("One sentence is enough. A whole tale is told in its own words."),
    )  # fmt: skip
    with gr.Row():
        make = gr.Button(t("Make the film"), variant="primary", elem_id=f"{name}-make", elem_classes=["fb-key-make"])
        write_first = gr.Button(t("Write the story first"), elem_id=f"{name}-write")
    chips = shell.panel(f"{name}-examples", _examples(shell))
    shell.on(chips.do, lambda place, data: Answer(updates={text: data["premise"]}))
    return text, make, write_first


def order(shell: Shell, text: str, make: str = "film") -> Answer:
    """Write this premise with the usual choices, and make `make` of it."""
    return _ordered(shell, Writing(shell.studio.usual_premise(text), make=make))


def _ordered(shell: Shell, writing: Writing) -> Answer:
    return Answer(go=Place("premise", job=shell.studio.order_story(writing).id))


def _examples(shell: Shell) -> Html:
    t = shell.t
    chips = [button(t(one), "example", data_premise=t(one), class_="fb-quiet") for one in EXAMPLES]
    return tag("div", tag("span", t("Or try:"), class_="fb-quiet"), *chips, class_="fb-row")


def _choices(shell: Shell) -> list[Any]:
    t, studio = shell.t, shell.studio
    sizes = [(t("full: 768 x 432"), "default"), (t("preview: 384 x 216, quicker"), "preview"), (t("tiny: three shots, to try things"), "tiny")]
    with gr.Accordion(t("More choices"), open=False, elem_id="premise-choices"):
        with gr.Row():
            style = gr.Dropdown([(t("the writer chooses"), ""), *((t.explained(one), one.value) for one in Style)], value="", label=t("Drawing style"))
            length = gr.Dropdown([(t("as the story needs"), 0.0), *((t(words), minutes) for words, minutes in LENGTHS.items())], value=0.0, label=t("Length"))
            size = gr.Dropdown(sizes, value=studio.usual_size, label=t("Size"), elem_id="premise-size")
        with gr.Row():
            smooth = gr.Dropdown([(t("12 a second, as drawn by hand"), False), (t("24 a second, smooth"), True)], value=False, label=t("Drawings"))
            clip = gr.Dropdown([(t("by the model, from the still"), "dit"), (t("drawn throughout, quicker"), "drawn")], value="dit", label=t("How shots move"))
            stop = gr.Dropdown([(t(words), level) for level, words in LEVELS.items()], value="", label=t("Stop to look at"), elem_id="premise-stop")
        with gr.Row():
            seed = gr.Number(0, precision=0, minimum=0, maximum=2**31 - 1, label=t("Seed"), info=t("Another seed tells and casts it otherwise."))
            cast = gr.Dropdown([], multiselect=True, label=t("From the library"), info=t("Who or what of earlier films plays again."), allow_custom_value=True)
            calls = gr.Number(None, precision=0, minimum=1, label=t("At most so many calls to the model"), visible=studio.settings.writer == "openai")
        gr.HTML(_about_writer(shell), apply_default_css=False)
    return [style, length, size, smooth, clip, stop, seed, cast, calls]


def _usual(shell: Shell, choices: list[Any]) -> Updates:
    """The choices as Settings has them, and the library as it is now."""
    style, length, size, *_, cast, calls = choices
    usual, shelf = shell.studio.usual(), [one.kept.entry.name for one in shell.studio.shelved()]
    return {style: usual.style, length: usual.minutes, size: shell.studio.usual_size, cast: gr.update(choices=shelf, value=[], visible=bool(shelf)), calls: usual.calls}


def _about_writer(shell: Shell) -> Html:
    t = shell.t
    aspect = t("Films are wide, 16:9.")
    if shell.studio.settings.writer == "openai":
        return tag("p", t("The story is written by {writer}, in the language of the premise.", writer=shell.studio.writer), " ", aspect, class_="fb-quiet")
    words = t("The story is written by the embedded writer: it reads English and Chinese and writes English. A model's endpoint writes in the premise's own language.")
    return tag("p", words, " ", aspect, class_="fb-quiet")


def _order(shell: Shell, text: str, chosen: tuple[Any, ...], make: str) -> Answer:
    style, length, size, smooth, clip, stop, seed, cast, calls = chosen
    pictures = {name: value for name, value, usual in (("smooth", smooth, False), ("clip", clip, "dit")) if value != usual}
    premise = Premise(
        text, int(seed or 0), length or None, style or None, size, pictures, {"calls": int(calls)} if calls else {}, given=shell.studio.given(cast or ()),
    )  # fmt: skip
    return _ordered(shell, Writing(premise, stop=stop or None, make="" if stop else make))
