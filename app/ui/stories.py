"""The Stories page, the home: a premise to begin with, every story as a card, what is on its way to be one, and files in and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import gradio as gr

from app.ui import stories_cards
from app.ui.markup import Html, button, join, link, tag
from app.ui.place import Place
from app.ui.premise import field, order
from app.ui.shell import Answer, Page, Shell, Updates
from app.wall import ON_A_PAGE, Wall
from app.writing_lane import Writing
from storyboard.edit import Change, Set
from storyboard.errors import BadInput

FILES = [".fabula", ".fountain", ".spmd", ".json", ".csv", ".tsv", ".txt", ".md", ".markdown"]
MANY = 8  # stories from which on there is something to search in


def page(shell: Shell) -> Page:
    t = shell.t
    with gr.Column(visible=False, elem_id="page-stories") as column:
        text, make, write_first = field(shell, "home")
        waiting = shell.panel("stories-waiting")
        with gr.Row(elem_id="stories-tools"):
            heading = shell.panel("stories-heading")
            search = gr.Textbox(label=t("Search"), placeholder=t("Words of a title"), elem_id="stories-search", max_length=80, visible=False)
            bring = gr.UploadButton(t("Bring in a file"), file_types=FILES, elem_id="stories-bring", elem_classes=["fb-key-b"])
        wall = shell.panel("stories-wall", js="fabulaStories.wall(element)")
        states = shell.panel("stories-states", js="watch('value', () => fabulaStories.states(element, trigger))")
    shell.on(make.click, lambda place, premise: order(shell, premise), [text])
    shell.on(write_first.click, lambda place, premise: order(shell, premise, ""), [text])
    shell.on(waiting.do, lambda place, data: _waiting_does(shell, data))
    shell.on(bring.upload, lambda place, file: _brought(shell, file), [bring], show_progress="full")
    shell.on(wall.do, lambda place, data: _does(shell, place, data))
    shell.on(states.do, lambda place, data: Answer(updates={shell.notice: gr.skip(), **shown(place)}))

    def searched(place: Place, words: str) -> Answer:
        if place.page != "stories" or words.strip() == _asked(place)[0]:  # the field was filled by us
            return Answer(updates={shell.notice: gr.skip()})
        there = place.at(part=_part(words, _asked(place)[1], 1))
        return Answer(updates={shell.place: there, shell.notice: gr.skip(), **shown(there)})

    shell.on(search.change, searched, [search], trigger_mode="always_last")  # `input` is not told of what is pasted

    def shown(place: Place, known: Wall | None = None) -> Updates:
        """Everything but the fields."""
        found = known or shell.studio.wall(*_asked(place))
        html = join(stories_cards.wall(t, found) if found.cards else _empty(t, place), _pages(t, place, found))
        return {waiting: stories_cards.waiting(t, shell.studio.unwritten()), heading: _heading(shell, place, found), wall: html, states: stories_cards.states(t, found)}

    def show(place: Place) -> Updates:
        words, found = _asked(place)[0], shell.studio.wall(*_asked(place))
        return {**shown(place, found), search: gr.update(value=words, visible=bool(words) or found.total > MANY)}

    def live(place: Place) -> Updates:
        found = shell.studio.wall(*_asked(place))
        return {waiting: stories_cards.waiting(t, shell.studio.unwritten()), states: stories_cards.states(t, found)}

    return Page("stories", column, [text, waiting, heading, search, wall, states], show, live)


def _asked(place: Place) -> tuple[str, bool, int]:
    """What of the stories is looked at: words of the title, whether those put away, which page."""
    said = dict(parse_qsl(place.part))
    number = said.get("page", "1")
    return said.get("words", "")[:80], "away" in said, int(number) if number.isdecimal() and 0 < len(number) < 7 else 1


def _part(words: str, is_away: bool, number: int) -> str:
    said: dict[str, Any] = {"words": words.strip()[:80] or None, "away": 1 if is_away else None, "page": number if number > 1 else None}
    return urlencode({name: value for name, value in said.items() if value is not None})


def _heading(shell: Shell, place: Place, found: Wall) -> Html:
    """Which stories these are, how many, and the way to the others."""
    t = shell.t
    _, is_away, _ = _asked(place)
    here = Place()
    other = here if is_away else here.at(part=_part("", True, 1))
    count = tag("span", t("{n} in all", n=found.total), class_="fb-quiet")
    others = link(t("Back to your stories") if is_away else t("Archived"), other.address, class_="fb-tab")
    return tag("div", tag("h2", t("Archived stories") if is_away else t("Your stories")), count if found.total > 1 else None, others, class_="fb-row stories-heading")


def _empty(t: Any, place: Place) -> Html:
    """Nothing to show, and what to do then."""
    words, is_away, _ = _asked(place)
    if words:
        said = t("No title has {words}.", words=f"“{words}”")
        return tag("div", tag("p", said), link(t("Show all stories"), place.at(part=_part("", is_away, 1)).address, class_="fb-button"), class_="fb-empty")
    if is_away:
        said = t("Nothing is archived. A story's menu archives it: it is kept with all that was made for it, and no longer shown among the others.")
        return tag("div", tag("p", said), link(t("Back to your stories"), Place().address, class_="fb-button"), class_="fb-empty")
    said = t("No stories yet. Write one sentence above and make the film, or bring in a screenplay, a shot list, a tale or an archive.")
    return tag("div", tag("p", said), class_="fb-empty")


def _pages(t: Any, place: Place, found: Wall) -> Html | None:
    """Links to the pages near this one, where there are several."""
    words, is_away, number = _asked(place)
    last = max(1, -(-found.total // ON_A_PAGE))
    if last == 1:
        return None
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})

    def to(one: int, said: Any, **more: Any) -> Html:
        return link(said, place.at(part=_part(words, is_away, one)).address, class_=f"fb-tab {more.pop('key', '')}".strip(), **more)

    links = [to(one, str(one), aria_current="page" if one == number else None, aria_label=t("Page {n}", n=one)) for one in near]
    before = to(number - 1, t("Newer"), key="fb-key-k") if number > 1 else None
    after = to(number + 1, t("Older"), key="fb-key-j") if number < last else None
    return tag("nav", before, links, after, class_="fb-row stories-pages", aria_label=t("Pages of stories"))


def _brought(shell: Shell, file: Any) -> Answer:
    """A file that came in, as a story; the board shows it."""
    from pathlib import Path

    if not file:
        raise BadInput(shell.t("No file was given."))
    head, said = shell.studio.take_in(Path(str(file)))
    words = tag("div", shell.t("{title} is here.", title=head.title), tag("ul", *(tag("li", one) for one in said)) if said else None)
    return Answer(words, go=Place("board", head.id))


def _waiting_does(shell: Shell, data: dict[str, Any]) -> Answer | None:
    """Go on with a draft of the command line, or let something go."""
    job, draft = int(data.get("job") or 0), str(data.get("draft") or "")
    if data["do"] == "go-on":
        found = shell.studio.find_draft(draft)
        return Answer(go=Place("premise", job=shell.studio.order_story(Writing(found.premise, draft=found.id)).id))
    if data["do"] == "stop":
        shell.studio.stop(job)
        return Answer(shell.t("Stopping. What is finished is kept."))
    shell.studio.give_up(job, draft)
    return Answer(shell.t("It no longer waits."))


def _does(shell: Shell, place: Place, data: dict[str, Any]) -> Answer | None:
    """What a card's menu does."""
    t, studio, story = shell.t, shell.studio, str(data["story"])
    head = studio.head(story)
    if data["do"] == "rename":
        title = " ".join(str(data["value"]).split())
        if not title or title == head.title:
            return None
        studio.edit(story, Change(ops=(Set(target="story", field="title", value=title),), note="story.title"))
        return Answer(t("It is called {title} now. Its film shows the title, so the film is made again when you wish.", title=title))
    if data["do"] == "duplicate":
        studio.duplicate(head)
        return Answer(t("{title} is there twice now, the copy first. They share all that is made, so nothing of it is made again.", title=head.title))
    if data["do"] == "make":
        studio.order(head, str(data.get("size") or studio.usual_size))
        return Answer(t("The film of {title} is ordered.", title=head.title))
    if data["do"] == "take-out":
        studio.take_out(story)
        return Answer(t("{title} is among your stories again.", title=head.title))
    if data["do"] == "put-away":
        studio.put_away(story)
        return _undoable(t, t("{title} is archived: kept with all that was made for it, and not shown here.", title=head.title), "take-out", story)
    studio.remove(story)
    return _undoable(t, t("{title} is removed. It is kept for a month.", title=head.title), "restore", story)


def _undoable(t: Any, words: str, do: str, story: str) -> Answer:
    return Answer(join(words, " ", button(t("Undo"), do, data_story=story)))
