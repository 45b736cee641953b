"""The Shot page: every field of one shot in film words, what it looks like, what making it would do, its takes, and ways to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import gradio as gr

from app import changes
from app.shots import ShotView
from app.ui import fields, shot_form, shot_own, shot_picture, takes, watch
from app.ui.markup import Html, link, tag
from app.ui.place import Place
from app.ui.shell import Answer, Page, Shell, Updates
from app.ui.sizes import size_of
from storyboard.differences import difference
from storyboard.edit import Change, Set
from storyboard.errors import BadInput
from storyboard.filled import change_of
from storyboard.story import Story

JS = f"{fields.JS}; fabulaShot(element)"


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-shot") as column:
        head = shell.panel("shot-head")
        with gr.Row(elem_classes=["shot-two"]):
            with gr.Column(elem_classes=["shot-look"]):
                frame, seen, status, part = (shell.panel(f"shot-{name}", js=JS) for name in ("frame", "watcher", "status", "part"))
            with gr.Column(elem_classes=["shot-tell"]):
                form = shell.panel("shot-form", js=JS)
        kept, framed = shell.panel("shot-takes"), shell.panel("shot-framings")
        own = shot_own.build(shell)
    for panel in (frame, status, part, form, seen, kept, framed):
        shot_own.on(shell, panel.do, lambda place, data: _do(shell, place, data, looked))

    def looked(place: Place) -> Updates:
        """What may change while somebody looks, or types: everything but fields."""
        view, here = _view(shell, place)
        if view is None:
            return {head: _gone(shell, place)}
        failures = _failures(shell, place)
        found = shell.studio.readings(view.head, here, view.shot.id)
        return {
            head: shot_picture.head(shell.t, view), frame: shot_picture.frame(shell.t, view), status: shot_picture.status(shell.t, view, failures),
            part: shot_own.retake_html(shell.t, view), seen: watch.shot(shell.t, view, found), kept: takes.html(shell.t, view), framed: takes.framings(shell.t, shell.studio.framings(view.head, view.shot.id, here)),
        }  # fmt: skip

    def show(place: Place) -> Updates:
        view, _ = _view(shell, place)
        if view is None:
            return {head: _gone(shell, place), **dict.fromkeys((frame, status, part, form, seen, kept, framed, own.given, own.proposed), "")}
        told = {form: fields.anew(shot_form.html(shell.t, view)), own.given: shot_own.given_html(shell.t, view)}
        return {**looked(place), **told, own.proposed: shot_own.proposal_html(shell, view), own.note: ""}

    return Page("shot", column, [head, frame, status, part, form, seen, kept, framed, *own.fields], show, looked)


def _view(shell: Shell, place: Place) -> tuple[ShotView | None, str]:
    """The shot of a place (the film's first where it names none) and the size it is looked at in; None when it is not in the film."""
    head = shell.studio.find(place.story)
    story, size = shell.studio.story(head.id, head.revision), size_of(shell.studio, place.story)
    wanted = place.shot or story.shots[0].id
    return (shell.studio.shot(head, wanted, size) if wanted in {one.id for one in story.shots} else None), size


def _gone(shell: Shell, place: Place) -> Html:
    t = shell.t
    board = link(t("Look at the board"), Place("board", place.story).address, class_="fb-button fb-primary")
    return tag("div", tag("h1", t("This shot is not in the film any more")), tag("p", t("Undo brings it back, if it was removed.")), tag("p", board), class_="fb-empty")


def _failures(shell: Shell, place: Place) -> dict[str, str]:
    """What of this shot the newest job could not make."""
    job = next(iter(shell.studio.jobs(place.story)), None)
    told = dict(job.progress or {}).get("failures", {}) if job else {}
    mine = {f"still:{place.shot}", f"clip:{place.shot}"}
    return {step: one["message"] for step, one in told.items() if one["state"] == "failed" and (step.partition("#")[0] in mine or step.startswith(f"voice:{place.shot}"))}


def _do(shell: Shell, place: Place, data: dict[str, Any], looked: Any) -> Answer | None:
    """What a person did in a panel of the page."""
    studio = shell.studio
    head = studio.find(place.story)
    story, size = studio.story(head.id, head.revision), size_of(studio, place.story)
    do = data["do"]
    if do == "set":
        return _saved(shell, place, data, looked)
    if do in ("come", "go", "say", "unsay", "earlier"):
        change = _recast(story, place.shot, data)
        if change is not None:
            studio.edit(place.story, change, head.revision)
        return None
    if do in ("make", "draw", "framings", "candidates", "watch"):
        return _ordered(shell, place, data, looked)
    if do == "retake":
        return shot_own.retake(shell, place, json.loads(data.get("values") or "{}"))
    if do == "mend":
        found = studio.shot(head, place.shot, size).findings[int(data["finding"])]
        studio.edit(place.story, found.changes[0], head.revision)
        return Answer(shell.t("Mended: {what}.", what=found.what))
    return _chosen(shell, place, data, size)


def _chosen(shell: Shell, place: Place, data: Mapping[str, Any], size: str) -> Answer | None:
    """A take or a framing is chosen, or a choice is taken back."""
    studio, t = shell.studio, shell.t
    if data["do"] == "choose":
        studio.choose(place.story, data["step"], data["sha"])
        return Answer(t("This take is used from now on."))
    if data["do"] == "unpin":
        studio.choose(place.story, data["step"], None)
        return Answer(t("No take is chosen; what its fields make is used."))
    if data["do"] == "another":
        head = studio.another(place.story, data["step"])
        studio.order(head, size, data["step"])
        return Answer(t("Another take is being made; the older ones are kept."))
    if data["do"] == "whole":
        studio.edit(place.story, changes.parsed([f"shot:{place.shot}.retake=null"]))
        return Answer(t("The whole clip is one take again."))
    if data["do"] == "frame":
        head = studio.find(place.story)
        found = next((one for one in studio.framings(head, place.shot, size) if one.name == data["name"]), None)
        if found is not None:
            studio.edit(place.story, found.change, head.revision)
            return Answer(t("Framed so: {words}.", words=found.words))
    return Answer(updates={})


def _ordered(shell: Shell, place: Place, data: Mapping[str, Any], looked: Any) -> Answer:
    studio, head, size = shell.studio, shell.studio.find(place.story), size_of(shell.studio, place.story)
    if data["do"] == "candidates":
        studio.candidates(head, data["step"], int(data["count"]), size)
    elif data["do"] == "framings":
        studio.order(head, size, f"framing:{place.shot}")
    elif data["do"] == "watch":
        studio.watch(head, size)
    elif data["do"] == "draw":
        studio.order(head, size, f"still:{place.shot}")
    else:
        studio.order(head, size, f"shot:{place.shot}")
    return Answer(updates=looked(place))


def _saved(shell: Shell, place: Place, data: Mapping[str, Any], looked: Any) -> Answer | None:
    """A field that was left. The fields stay as they are on the page, unless the edit moved others too (a longer line makes a longer shot)."""
    before = shell.studio.story(place.story)
    asked = fields.operation(data, fields.now(before, data["target"], data["field"]))
    if asked is None:
        return Answer(updates={})
    shell.studio.edit(place.story, Change(ops=(asked,), note=f"{asked.target}: {data.get('label', asked.field)}"))
    alone = _is_alone(before, shell.studio.story(place.story), asked)
    return Answer(updates=looked(place)) if alone else Answer(shell.t("Saved."))


def _is_alone(before: Story, after: Story, asked: Set) -> bool:
    """Whether nothing but the field itself moved, so that the form on the page is still true."""
    return asked.field not in ("camera.move", "visible") and not asked.field.endswith(".visible") and len(difference(before, after)) <= 1


def _recast(story: Story, wanted: str, data: Mapping[str, Any]) -> Change | None:
    """Somebody comes or goes, a line is added, removed or said earlier."""
    shot = next((one for one in story.shots if one.id == wanted), None)
    if shot is None:
        raise BadInput(f"{story.title} has no shot {wanted!r} any more.")
    there, lines = [{"character": one.character} for one in shot.subjects], [{"id": line.id, "text": line.text} for line in shot.lines]
    do = data["do"]
    if do == "come":
        free = next((where for where in ("center", "left", "right") if where not in {one.where.value for one in shot.subjects}), "center")
        return change_of(story, wanted, {"subjects": [*there, {"character": data["value"], "where": free}]}) if data["value"] else None
    if do == "go":
        return change_of(story, wanted, {"subjects": [one for one in there if one["character"] != data["who"]]})
    if do == "unsay":
        return change_of(story, wanted, {"lines": [one for one in lines if one["id"] != data["line"]]})
    if do == "earlier":
        at = next((n for n, one in enumerate(lines) if one["id"] == data["line"]), 0)
        moved = [*lines[: max(at - 1, 0)], *lines[at : at + 1], *lines[max(at - 1, 0) : at], *lines[at + 1 :]]
        return change_of(story, wanted, {"lines": moved})
    values = json.loads(data.get("values") or "{}")
    speaker = values.get("speaker") or None
    seen = speaker in {one.character for one in shot.subjects}
    return change_of(story, wanted, {"lines": [*lines, {"text": values.get("text", ""), "speaker": speaker, "on_screen": seen or speaker is None}]})
