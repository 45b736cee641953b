"""The Cast page: who is in the film, the places and things. A field is saved when it is left; where something that was made hangs on it, the
page first shows what would be made again, and asks."""

from __future__ import annotations

import json
from pathlib import Path
from secrets import token_hex
from typing import Any

import gradio as gr

from app.db.stories import Head
from app.ui import cast_gallery, cast_person, cast_place, fields
from app.ui.cast_doing import asked, hear, offer
from app.ui.markup import Html, button, join, media, picture, tag
from app.ui.place import Place
from app.ui.shell import Answer, Page, Shell, Updates
from app.ui.sizes import size_of
from storyboard.likeness import likeness
from storyboard.sitting import NARRATOR, SAMPLE, SITTING, portrait_name
from storyboard.story import Character, Setting, Story, Thing

PICTURES = [".png", ".jpg", ".jpeg", ".webp"]
JS = f"{fields.JS}; fabulaCast.fresh(element)"
HEARD = 40  # newest jobs in which a voice is looked for


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-cast") as column, gr.Row(elem_classes=["cast-two"]):
        with gr.Column(elem_classes=["cast-left"]):
            gallery = shell.panel("cast-gallery", js=JS)
        with gr.Column(elem_classes=["cast-right"]):
            pending = shell.panel("cast-pending", js="fabulaCast.near(element)")
            figure = shell.panel("cast-figure")
            own = gr.UploadButton(shell.t("Use a picture of your own"), file_types=PICTURES, elem_id="cast-own")
            form, spoken, heard, rest = (shell.panel(f"cast-{name}", js=JS) for name in ("form", "voice", "heard", "rest"))
    for panel in (gallery, pending, figure, form, spoken, rest):
        shell.on(panel.do, lambda place, data: _do(shell, place, data, pending), concurrency_id="cast-page", concurrency_limit=1)
    shell.on(own.upload, lambda place, path: _own(shell, place, path), [own])
    parts = [gallery, pending, figure, own, form, spoken, heard, rest]

    def show(place: Place) -> Updates:
        head, story, place = _here(shell, place)
        _sit(shell, head)
        who = _character(story, place)
        closer = dict(zip((figure, form, spoken, rest), _closer(shell, place, head, story), strict=True))
        told = {one: tag("div", closer[one], data_shown=token_hex(3)) for one in (form, spoken, rest)}  # never as it was: fields show what is kept
        return {gallery: _gallery(shell, place, head, story), pending: "", heard: _heard(shell, place, head), own: gr.update(visible=who is not None), **closer, **told}

    def live(place: Place) -> Updates:
        head, story, place = _here(shell, place)
        return {gallery: _gallery(shell, place, head, story), figure: _figure(shell, place, head, story), heard: _heard(shell, place, head, plays=True)}

    return Page("cast", column, parts, show, live)


def _here(shell: Shell, place: Place) -> tuple[Head, Story, Place]:
    """The story of a place, and whom we look at: the first of the cast where the address names none."""
    head = shell.studio.find(place.story)
    story = shell.studio.story(head.id, head.revision)
    if not place.part:
        place = place.at(part=f"character:{story.characters[0].id}" if story.characters else NARRATOR)
    return head, story, place


def _sit(shell: Shell, head: Head) -> None:
    """Pictures that are not there are drawn at once, since that takes a second or so; once for a revision."""
    size = size_of(shell.studio, head.id)
    if not all(shell.studio.seated(head, size).values()) and not any(job.target == SITTING and job.revision == head.revision for job in shell.studio.jobs(head.id)):
        shell.studio.sit(head, size)


def _pictures(shell: Shell, head: Head) -> dict[str, str | None]:
    """What there is now; for what is not there yet, how it was last."""
    found = shell.studio.seated(head, size_of(shell.studio, head.id))
    return {step: sha or next((take.sha256 for _, take in shell.studio.takes(head.id, step)), None) for step, sha in found.items()}


def _gallery(shell: Shell, place: Place, head: Head, story: Story) -> Html:
    return cast_gallery.html(shell.t, place, story, _pictures(shell, head))


def _character(story: Story, place: Place) -> Character | None:
    kind, _, wanted = place.part.partition(".")[0].partition(":")
    return next((one for one in story.characters if kind == "character" and one.id == wanted), None)


def _ground(story: Story, place: Place) -> Setting | Thing | None:
    """The place or the thing we look at."""
    found: dict[str, Setting | Thing] = {f"setting:{one.id}": one for one in story.settings}
    found |= {f"thing:{one.id}": one for one in story.things}
    return found.get(place.part)


def _closer(shell: Shell, place: Place, head: Head, story: Story) -> tuple[Html | str, ...]:
    """Figure, form, voice, and the rest of whom or what we look at."""
    t, who = shell.t, _character(story, place)
    if who is not None:
        library = [one.kept.entry.name for one in shell.studio.shelved() if one.kept.entry.kind == "character"]
        voice = cast_person.voice(t, story, who.id, who.voice)
        return _figure(shell, place, head, story), cast_person.html(t, place, story, who), voice, cast_person.rest(t, place, story, who, library)
    if place.part == NARRATOR:
        return tag("h2", t("The narrator")), "", cast_person.voice(t, story, NARRATOR, story.narrator), ""
    one = _ground(story, place)
    return (_figure(shell, place, head, story), cast_gallery.gone(t) if one is None else cast_place.html(t, place, story, one), "", "")


def _figure(shell: Shell, place: Place, head: Head, story: Story) -> Html:
    """The picture of whom or what we look at, large, and how to have one's own."""
    t, who, pictures = shell.t, _character(story, place), _pictures(shell, head)
    if who is None:
        step = place.part.replace("setting:", "place:", 1)
        one = _ground(story, place)
        return Html("") if one is None else tag("figure", picture(pictures.get(step), one.name, 960), class_="cast-figure cast-wide")
    costume = who.costume(place.part.partition(".")[2])
    step = portrait_name(who.id, "" if who.pin or costume is who.costumes[0] else costume.id)
    seen = picture(pictures.get(step), f"{who.name}: {likeness(who.look, costume.outfit)}", 640)
    name = join(tag("h2", who.name), tag("p", who.role) if who.role else None)
    if who.pin is None:
        return tag("figure", seen, tag("figcaption", name, t("Drawn exactly from the look: change the look to change the picture.")), class_="cast-figure")
    told = shell.studio.remarks(head, size_of(shell.studio, head.id)).get(f"portrait:{who.id}", "")
    back = button(t("Back to the drawn portrait"), "back", data_who=who.id)
    return tag("figure", seen, tag("figcaption", name, t("A picture of your own."), tag("p", f"{told}.", class_="fb-warn") if told else None, back), class_="cast-figure")


def _heard(shell: Shell, place: Place, head: Head, plays: bool = False) -> Html:
    """What was last asked to be heard, when it can be."""
    t, kind = shell.t, place.part.partition(".")[0]
    who = kind.removeprefix("character:")
    job = next((one for one in shell.studio.jobs(head.id)[:HEARD] if one.target == f"{SAMPLE}:{who}"), None)
    if job is None or not (kind == NARRATOR or kind.startswith("character:")):
        return Html("")
    if job.is_open:
        return tag("p", t("The voice is being made..."), class_="fb-quiet", role="status")
    if job.film is None:
        return tag("p", job.last_error or t("It was stopped."), class_="fb-warn")
    return tag("audio", src=media(job.film, "wav"), controls=True, autoplay=plays, aria_label=t("How {name} sounds", name=who), class_="cast-heard")


def _do(shell: Shell, place: Place, data: dict[str, Any], pending: Any) -> Answer | None:
    """What a person did in a panel of the page."""
    studio, t = shell.studio, shell.t
    head, story, place = _here(shell, place)
    do, values = data["do"], json.loads(data.get("values") or "{}")
    if do == "hear":
        return hear(shell, head, story, data, values)
    if do == "keep":
        target = f"{data.get('kind', 'character')}:{data['who']}"
        kept = studio.keep(head, [target])[0]
        return Answer(t("{name} is in the library, version {n}.", name=kept.entry.name, n=kept.version))
    if do == "back":
        studio.choose(head.id, f"portrait:{data['who']}", None)
        return Answer(t("The portrait is drawn again. Your picture is kept: undo brings it back."))
    if do == "leave":
        return Answer(t("Left as it is."))
    change = asked(shell, head, story, data, values)
    if change is None:
        return Answer(updates={})
    return offer(shell, place, head, (change, do == "save"), pending)


def _own(shell: Shell, place: Place, path: str | None) -> Answer:
    head, story, place = _here(shell, place)
    who = _character(story, place)
    if not path or who is None:
        return Answer(updates={})
    size = size_of(shell.studio, head.id)
    head = shell.studio.own(head.id, f"portrait:{who.id}", Path(path), size=size)
    told = shell.studio.remarks(head, size).get(f"portrait:{who.id}", "")
    return Answer(f"{shell.t('Your picture is the portrait of {name} now. Undo takes it out again.', name=who.name)} {told + '.' if told else ''}".strip())
