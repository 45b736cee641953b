"""The shell around the pages: header and navigation, the bar of what is being made, notices, and the two loops of the studio.

    a person does something -> handler(place, values) -> Answer -> the page is shown anew from the database
    once a second           -> has anything changed?  -> only what may change while somebody looks is sent

A page is a module with `page(shell) -> Page`: it builds its components in a column, says how they are filled (`show`), what may change by
itself (`live`: panels of HTML, never a field somebody types in), and wires its events with `shell.on`. Nothing is kept in the browser or
in the session but the Place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import gradio as gr

from app.studio import Studio
from app.ui import bar
from app.ui.markup import Html, button, join, link, tag
from app.ui.place import Place, place_of
from app.ui.tongue import LANGUAGES, Tongue
from storyboard.edit import Change, Set
from storyboard.errors import BadInput, Conflict, FabulaError, Missing

TICK_S = 1.0
ACT = "fabula.panel(element, trigger, 'do', watch)"
HEADER = "fabula.header(element, trigger, 'go', 'do'); document.documentElement.lang = element.querySelector('header').lang; watch('value', () => fabula.at(element.querySelector('header').dataset.address));"
Updates = dict[Any, Any]  # component -> value or gr.update


def nothing(_place: Place) -> Updates:
    return {}


@dataclass(frozen=True)
class Page:
    """A page as the shell knows it. `parts`: every component that `show` or `live` may change."""

    name: str
    column: gr.Column
    parts: Sequence[Any]
    show: Callable[[Place], Updates]
    live: Callable[[Place], Updates] = nothing


@dataclass(frozen=True)
class Answer:
    """What came of an event: a sentence, another place to be at, or only these updates (else the page is shown anew)."""

    say: Any = ""
    go: Place | None = None
    updates: Updates | None = None
    tone: Literal["good", "bad"] = "good"


@dataclass(frozen=True)
class _Wish:
    """An event of a page, wired when all pages are there."""

    event: Callable[..., Any]
    do: Callable[..., Answer | None]
    inputs: Sequence[Any]
    page: str
    told: bool
    options: dict[str, Any] = field(default_factory=dict)


class Shell:
    """What every page stands in. `t` says texts in the interface's language."""

    def __init__(self, studio: Studio, tongue: Tongue):
        self.studio, self.t = studio, tongue
        self._wishes: list[_Wish] = []
        self._pages: dict[str, Page] = {}
        self.place, self._pulse = gr.State(Place()), gr.State("")
        self.header = gr.HTML(self._header(Place()), elem_id="fb-header", js_on_load=HEADER, apply_default_css=False)
        self.notice = self.panel("fb-notice")
        self.bar = self.panel("fb-bar")
        self.timer = gr.Timer(TICK_S)

    # what pages are built of

    def panel(self, elem_id: str, html: str = "", js: str = "") -> gr.HTML:
        """A part of a page in HTML of ours (markup.py). Its buttons (`data-do`) and fields reach `shell.on(panel.do, ...)` as a dict:
        {"do": ..., "value": ..., and the other data- attributes}. `js`: more to do once, with `element` and `trigger` in reach."""
        return gr.HTML(html, elem_id=elem_id, js_on_load=f"{ACT};{js}", apply_default_css=False, padding=False)

    def on(self, event: Callable[..., Any], do: Callable[..., Answer | None], inputs: Sequence[Any] = (), page: str = "", **options: Any) -> None:
        """When `event` (button.click, field.blur, panel.do) happens: do(place, *values of inputs); a panel's data comes as the first value.
        None: the page is shown anew. Errors of storyboard.errors become the notice, and nothing else changes."""
        told = getattr(event, "args", ()) != () and isinstance(getattr(event, "args", (None,))[0], gr.HTML)
        self._wishes.append(_Wish(event, do, inputs, page, told, options))

    def finish(self, blocks: gr.Blocks, pages: Sequence[Page]) -> None:
        """Wire everything, once all pages are built."""
        self._pages = {page.name: page for page in pages}
        shared = [self.place, self._pulse, self.header, self.notice, self.bar, *(page.column for page in pages)]
        everything = [*shared, *(part for page in pages for part in page.parts)]
        options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(self._arrive, None, everything, **options)
        self.header.go(self._went, self.place, everything, **options, trigger_mode="multiple")
        self.timer.tick(self._tick, [self.place, self._pulse], everything, **options, trigger_mode="once", queue=False)
        self.on(self.header.do, self._header_does)
        self.on(self.notice.do, self._notice_does)
        self.on(self.bar.do, self._bar_does)
        for wish in self._wishes:
            run = self._told(wish) if wish.told else self._run(wish)
            wish.event(run, [self.place, *wish.inputs], everything, **{**options, "trigger_mode": "multiple", **wish.options})

    # going and looking

    def visit(self, place: Place, say: Html | str = "") -> Updates:
        """Everything that must be sent to be at `place`. A story that is not there leads home, and says so."""
        page = self._pages[place.page]
        try:
            if place.story:
                place = place.at(story=self.studio.head(place.story).id)
            elif place.page not in ("stories", "premise", "settings"):
                return self.visit(Place())
            shown = page.show(place)
        except (Missing, BadInput) as error:
            if place.page == "stories":
                raise
            return self.visit(Place(), self.said(str(error), "bad"))
        columns = {one.column: gr.update(visible=one is page) for one in self._pages.values()}
        return {self.place: place, self._pulse: self._beat(place), self.header: self._header(place), self.notice: say, self.bar: self._bar(place), **columns, **shown}

    def said(self, words: Any, tone: str = "good") -> Html:
        """A sentence for the notice."""
        icon = {"good": "✓", "bad": "!"}[tone]
        mark = tag("span", icon, class_="fb-mark", aria_hidden="true")
        close = button("×", "close", class_="fb-quiet", aria_label=self.t("Close this message"))
        return tag("div", mark, tag("div", words), close, class_=f"fb-said fb-{tone}", role="alert" if tone == "bad" else "status")

    def _arrive(self, request: gr.Request) -> Updates:
        return self.visit(place_of(dict(request.query_params)))

    def _went(self, event: gr.EventData, _place: Place) -> Updates:
        from urllib.parse import parse_qsl, urlsplit

        return self.visit(place_of(dict(parse_qsl(urlsplit(str(event._data.get("address", ""))).query))))

    def _tick(self, place: Place, pulse: str) -> Updates | Any:
        beat = self._beat(place)
        if beat == pulse:
            return {self._pulse: gr.skip()}
        moved = self._next_place(place)
        if moved is not None:
            return self.visit(moved)
        try:
            return {self._pulse: beat, self.header: self._header(place), self.bar: self._bar(place), **self._pages[place.page].live(place)}
        except (Missing, BadInput) as error:
            return self.visit(Place(), self.said(str(error), "bad"))

    def _next_place(self, place: Place) -> Place | None:
        """Where a person who waits for a story to be written is led when it is."""
        if place.page != "premise" or not place.job:
            return None
        job = self.studio.job(place.job)
        if job.state != "done" or not job.story:
            return None
        return Place("board" if self.studio.writing(job).make else "premise", job.story)

    # events

    def _run(self, wish: _Wish) -> Callable[..., Updates]:
        def run(place: Place, *values: Any) -> Updates:
            return self._answered(wish, place, *values)

        return run

    def _told(self, wish: _Wish) -> Callable[..., Updates]:
        def run(event: gr.EventData, place: Place, *values: Any) -> Updates:
            return self._answered(wish, place, dict(event._data or {}), *values)

        return run

    def _answered(self, wish: _Wish, place: Place, *values: Any) -> Updates:
        try:
            answer = wish.do(place, *values) or Answer()
        except Conflict as error:
            return {self.notice: self._conflict(error)}
        except FabulaError as error:
            return {self.notice: self.said(str(error), "bad")}
        say = self.said(answer.say, answer.tone) if answer.say else ""
        if answer.go is not None:
            return self.visit(answer.go, say)
        if answer.updates is not None:
            return {self.notice: say, **answer.updates}
        return self.visit(place, say)

    def _conflict(self, error: Conflict) -> Html:
        """Both texts, and the choice. Nothing is lost: theirs stands, mine is in the button."""
        import json

        name, _, target = error.field.partition(" of ")
        mine, theirs = (json.dumps(one, ensure_ascii=False) if not isinstance(one, str) else one for one in (error.ours, error.theirs))
        both = tag(
            "dl", tag("dt", self.t("Yours")), tag("dd", mine, class_="fb-mine"), tag("dt", self.t("Theirs, which stands now")), tag("dd", theirs, class_="fb-theirs"),
            class_="fb-both",
        )  # fmt: skip
        choice = tag(
            "p", button(self.t("Use mine"), "mine", data_target=target, data_field=name, data_json=json.dumps(error.ours)), button(self.t("Keep theirs"), "theirs"),
        )  # fmt: skip
        words = self.t("Somebody else changed this field while you did: {field}.", field=error.field)
        return self.said(join(tag("p", words), both, choice), "bad")

    def _header_does(self, place: Place, data: dict[str, Any]) -> Answer | None:
        moved = {"undo": self.studio.undo, "redo": self.studio.redo}[data["do"]](place.story)
        last = next((one.note for one in self.studio.history(moved.id) if one.number == moved.revision), "")
        return Answer(self.t("Revision {number}: {note}", number=moved.revision, note=self.t(last or "as written")))

    def _notice_does(self, place: Place, data: dict[str, Any]) -> Answer | None:
        import json

        if data["do"] == "mine":
            change = Change(ops=(Set(target=data["target"], field=data["field"], value=json.loads(data["json"])),), note=f"{data['target']}.{data['field']}")
            self.studio.edit(place.story, change)
            return Answer(self.t("Yours stands now. Undo brings theirs back."))
        if data["do"] in ("restore", "take-out"):
            {"restore": self.studio.restore, "take-out": self.studio.take_out}[data["do"]](data["story"])
        return None

    def _bar_does(self, place: Place, data: dict[str, Any]) -> Answer | None:
        return bar.do(self.studio, self.t, place, data)

    # what stands on every page

    def _beat(self, place: Place) -> str:
        return self.studio.pulse(place.story) + (str(self.studio.job(place.job)) if place.job else "")

    def _bar(self, place: Place) -> Html:
        return bar.html(self.studio, self.t, place)

    def _header(self, place: Place) -> Html:
        t = self.t
        brand = link(join(tag("span", "❧", aria_hidden="true"), " Fabula"), Place().address, class_="fb-brand", aria_label=t("Fabula: all stories"))
        return tag("header", brand, self._story_links(place), self._side(place), class_="fb-header", lang=t.language, data_address=place.address)

    def _story_links(self, place: Place) -> Html:
        t = self.t
        if not place.story:
            names = {"stories": t("Stories"), "premise": t("New film")}
            links = [link(words, Place(name).address, class_="fb-tab", aria_current="page" if name == place.page else None) for name, words in names.items()]
            return tag("nav", *links, aria_label=t("Pages"), class_="fb-tabs")
        head = self.studio.find(place.story)
        names = {"premise": t("Premise"), "cast": t("Cast"), "board": t("Board"), "shot": t("Shot"), "screening": t("Screening")}
        links = [
            link(words, Place(name, place.story, place.shot if name in ("shot", "board") else "").address, class_="fb-tab",
                 aria_current="page" if name == place.page else None) for name, words in names.items()
        ]  # fmt: skip
        steps = tag(
            "span", button("↶", "undo", class_="fb-quiet fb-key-undo", aria_label=t("Undo"), title=t("Undo (Ctrl+Z)")),
            button("↷", "redo", class_="fb-quiet fb-key-redo", aria_label=t("Redo"), title=t("Redo (Ctrl+Shift+Z)")), class_="fb-undo",
        )  # fmt: skip
        return join(tag("span", head.title, class_="fb-title", title=head.title), tag("nav", *links, aria_label=t("Pages of this film"), class_="fb-tabs"), steps)

    def _side(self, place: Place) -> Html:
        t = self.t
        other = next(code for code in LANGUAGES if code != t.language)
        home = "/zh/" if other == "zh" else "/"
        return tag(
            "span", link(t("Settings"), Place("settings", place.story).address, class_="fb-tab fb-key-help", aria_current="page" if place.page == "settings" else None),
            tag("a", LANGUAGES[other], href=home + place.address, lang=other, class_="fb-tab", data_language=other),
            tag("button", "◐", type="button", class_="fb-button fb-quiet", data_theme=True, aria_label=t("Dark or light"), title=t("Dark or light")), class_="fb-side",
        )  # fmt: skip
