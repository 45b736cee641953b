"""What is seen while a story is written: the unit in hand, every level as soon as it is there, and the fields to change one before going on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.db.jobs import Job
from app.drafting import Draft
from app.ui.markup import Html, button, join, tag
from app.ui.place import Place
from app.ui.shell import Answer, Shell
from storyboard.errors import BadInput, Missing

LEVELS = ("treatment", "cast", "outline", "shots")
MOST_FIELDS = 400


def html(shell: Shell, place: Place) -> Html:
    """The writing of the job that is looked at."""
    t, job = shell.t, shell.studio.job(place.job)
    told = dict(job.progress or {})
    draft = _draft(shell, told.get("draft", "")) if not job.story else None
    titles = {"queued": t("The story waits to be written"), "making": t("The story is being written"), "done": t("Written so far"), "failed": t("The story could not be written")}
    remarks = tag("ul", *(tag("li", one) for one in told.get("said", [])), class_="fb-remarks") if told.get("said") else None
    return tag(
        "div", tag("h1", titles.get(job.state, t("Writing was stopped"))), tag("blockquote", shell.studio.writing(job).premise.text, class_="fb-premise"),
        remarks, _levels(shell, draft, job) if draft else None, _next(shell, job, draft), class_="fb-writing",
    )  # fmt: skip


def _draft(shell: Shell, wanted: str) -> Draft | None:
    """The draft, while it is one: it becomes a story a moment before its job says so."""
    try:
        return shell.studio.find_draft(wanted) if wanted else None
    except (BadInput, Missing):
        return None


def do(shell: Shell, place: Place, data: dict[str, Any]) -> Answer | None:
    """Change a field of the draft, go on, try again, approve what it costs."""
    job = shell.studio.job(place.job)
    writing, told = shell.studio.writing(job), dict(job.progress or {})
    if data["do"] == "set":
        changed = shell.studio.change_draft(shell.studio.find_draft(told["draft"]), [f"{data['path']}={data['value']}"])
        gone = shell.t("Written again when you go on: {levels}.", levels=", ".join(changed.taken_back)) if changed.taken_back else shell.t("Kept.")
        return Answer(gone)
    goes_on = replace(writing, draft=told.get("draft", "") or writing.draft, is_approved=writing.is_approved or data["do"] == "approve")
    if data["do"] in ("on", "film", "level"):
        goes_on = replace(goes_on, stop=data.get("level") or None, make="film" if data["do"] == "film" else "")
    return Answer(go=Place("premise", job=shell.studio.order_story(goes_on).id))


def _next(shell: Shell, job: Job, draft: Draft | None) -> Html | None:
    t, told = shell.t, dict(job.progress or {})
    if job.is_open:
        return None
    if job.state == "done" and draft is not None:
        later = LEVELS[LEVELS.index(draft.level) + 1 :]
        steps = [button(t("Go on to {level}", level=t(later[0])), "level", data_level=later[0])] if later else []
        words = tag("p", t("Change what you like. Going on approves what is here."), class_="fb-quiet")
        return join(words, tag("p", button(t("Finish it and make the film"), "film", class_="fb-primary"), button(t("Finish the story"), "on"), *steps, class_="fb-row"))
    approve = button(t("Approve, and write it"), "approve", class_="fb-primary") if told.get("unapproved") else None
    again = button(t("Go on from here"), "again") if approve is None else None
    return join(tag("p", job.last_error or t("What is written is kept."), class_="fb-warn"), tag("p", approve, again, class_="fb-row"))


def _levels(shell: Shell, draft: Draft, job: Job) -> Html:
    """Each level: words while it is written, fields when it waits for a person."""
    if job.is_open:
        return tag("pre", draft.words(), class_="fb-words", aria_label=shell.t("What is written so far"))
    return join(*(_level(shell, name, draft.levels[name], is_open=name == draft.level) for name in draft.levels))


def _level(shell: Shell, name: str, document: Any, is_open: bool) -> Html:
    return tag("details", tag("summary", shell.t(name)), _fields(name, document), open=is_open)


def _fields(path: str, document: Any) -> Html:
    """Every text of a level as a field, what is in a list of several together. Its path is what `change_draft` takes: members of a list are
    reached by name where they have one, else counted from 1."""
    texts, groups = [], []
    for key, value in _members(document):
        within = f"{path}.{key}"
        if isinstance(value, str):
            texts.append(_field(within, key if isinstance(key, str) else f"{path.rpartition('.')[2]} {key}", value))
        elif isinstance(value, dict):
            groups.append(tag("fieldset", tag("legend", str(key)), _fields(within, value), class_="fb-group"))
        elif isinstance(value, list):
            groups.append(_fields(within, value))
    return join(tag("div", *texts[:MOST_FIELDS], class_="fb-fields") if texts else None, *groups[:MOST_FIELDS])


def _members(document: Any) -> list[tuple[str | int, Any]]:
    if isinstance(document, dict):
        return list(document.items())
    return [(value.get("name") or number if isinstance(value, dict) else number, value) for number, value in enumerate(document, 1)]


def _field(path: str, name: str, value: str) -> Html:
    entry = tag("textarea", value, rows=2, data_do="set", data_path=path) if len(value) > 40 else tag("input", type="text", value=value, data_do="set", data_path=path)
    return tag("label", tag("span", name.replace("_", " ")), entry, class_="fb-field")
