"""Cards of stories: what each looks like, how it stands, and its menu. Parts that change while somebody looks come apart from the rest (`states`)."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.cards import Card, Wall
from app.formats import MEANINGS
from app.progress import clock
from app.ui.exports import SHORT
from app.ui.markup import Html, button, join, link, picture, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from app.wall import Unwritten

LONGEST = 140  # letters of a premise on a card
ICONS = {"waiting": "◷", "making": "◐", "failed": "!", "made": "✓", "stale": "↻", "stopped": "■", "unmade": "○"}
TONES = {"waiting": "busy", "making": "busy", "failed": "bad", "made": "good", "stale": "warn", "stopped": "warn", "unmade": "none"}


def wall(t: Tongue, found: Wall) -> Html:
    return tag("ul", *(tag("li", card(t, one)) for one in found.cards), class_="stories-wall", role="list")


def card(t: Tongue, one: Card) -> Html:
    """One story. The picture and the title are one link."""
    head = one.head
    name = f"story-{head.id}"
    shown = link(
        join(tag("div", _poster(t, one), class_="stories-poster", data_slot="poster"), tag("h3", head.title, id=name)),
        Place("board", head.id).address, class_="stories-open",
    )  # fmt: skip
    facts = tag("p", tag("span", clock((one.frames or 0) / 24), title=t("Length")), " · ", t("changed"), " ", _when(t, one.changed_at), class_="fb-quiet stories-facts")
    state = tag("div", _state(t, one), class_="stories-state", data_slot="state")
    return tag("article", shown, tag("div", state, facts, menu(t, one), class_="stories-body"), class_="fb-card stories-card", data_story=head.id, aria_labelledby=name)


def menu(t: Tongue, one: Card) -> Html:
    """What can be done with the story as a whole."""
    story, size = one.head.id, one.job.size if one.job is not None else ""
    about = {"data_story": story}
    title = tag("label", tag("span", t("Title")), tag("input", type="text", value=one.head.title, maxlength=80, data_do="rename", **about), class_="fb-field")
    away = button(t("Bring back"), "take-out", **about) if one.head.is_away else button(t("Archive"), "put-away", **about)
    acts = tag("div", button(t("Duplicate"), "duplicate", **about), away, button(t("Remove"), "remove", class_="fb-danger", **about), class_="fb-row")
    query = f"?size={size}" if size else ""
    lean = f"{query}&lean=1" if query else "?lean=1"
    whole = [
        _download(t("Whole project (.fabula)"), f"/export/{story}.fabula{query}"),
        _download(t("Project without sound and history, smaller"), f"/export/{story}.fabula{lean}"),
    ]  # fmt: skip
    others = [_download(f".{name}: {t(MEANINGS[name])}", f"/export/{story}.{name}{query}") for name in SHORT]
    rest = link(t("All other forms"), Place("screening", story).address)
    film = _download(t("Film (.mp4)"), f"/media/{one.film}.mp4", f"{one.head.title}.mp4") if one.film else None
    files = tag("ul", *(tag("li", each) for each in (film, *whole, *others, rest) if each is not None))
    exports = tag("details", tag("summary", t("Save as")), files, class_="stories-exports")
    summary = tag("summary", t("More"), tag("span", t(" about {title}", title=one.head.title), class_="fb-hidden"))
    return tag("details", summary, title, acts, exports, class_="stories-menu", id=f"menu-{story}")


def _download(words: str, address: str, name: str | bool = True) -> Html:
    return tag("a", words, href=address, download=name)


def states(t: Tongue, found: Wall) -> Html:
    """What may change while the cards stand: patched into them by stories.js. `data-wall` says which cards there should be."""
    names = " ".join(one.head.id for one in found.cards)
    parts = [
        tag("div", tag("div", _poster(t, one), data_slot="poster"), tag("div", _state(t, one), data_slot="state"), data_story=one.head.id) for one in found.cards
    ]  # fmt: skip
    return tag("div", *parts, data_wall=names, hidden=True)


def waiting(t: Tongue, found: Sequence[Unwritten]) -> Html:
    """Premises on their way to a story: being written, stopped, or waiting for a person."""
    if not found:
        return Html("")
    rows = [tag("li", _unwritten(t, one), class_="fb-card stories-waiting") for one in found[:12]]
    more = tag("p", t("And {n} more: `fabula drafts` lists them.", n=len(found) - 12), class_="fb-quiet") if len(found) > 12 else None
    return tag("section", tag("h2", t("Being written")), tag("ul", *rows, class_="stories-drafts", role="list"), more)


def _unwritten(t: Tongue, one: Unwritten) -> Html:
    job, draft = one.job, "" if one.draft is None else one.draft.id
    about = {"data_job": job.id if job is not None else 0, "data_draft": draft}
    premise = one.premise if len(one.premise) <= LONGEST else one.premise[: LONGEST - 1] + "…"
    go = tag("p", premise, class_="stories-premise")
    give_up = button(t("Give up"), "give-up", data_sure=t("Give this up? What is written of it is shown no more."), **about)
    if job is not None and job.is_open:
        told = dict(job.progress or {})
        words = str(told.get("unit", "")) or t("reads the premise") if job.state == "making" else t("waits its turn")
        acts = (link(t("Look"), Place("premise", job=job.id).address, class_="fb-button"), button(t("Stop"), "stop", **about))
        return join(go, _badge(t("writing"), "busy", "◐"), tag("p", words, class_="fb-quiet"), tag("div", *acts, class_="fb-row"))
    if job is None:
        words, badge = t("A draft of the command line: it has its {level}.", level=t(one.draft.level if one.draft else "")), _badge(t("draft"), "warn", "✎")
        return join(go, badge, tag("p", words, class_="fb-quiet"), tag("div", button(t("Go on"), "go-on", **about), give_up, class_="fb-row"))
    look = link(t("Look"), Place("premise", job=job.id).address, class_="fb-button")
    if job.state == "done":
        return join(go, _badge(t("draft"), "warn", "✎"), tag("p", t("It waits for you to look at it and go on."), class_="fb-quiet"), tag("div", look, give_up, class_="fb-row"))
    badge = _badge(t("not written"), "bad", "!") if job.state == "failed" else _badge(t("stopped"), "warn", "■")
    return join(go, badge, tag("p", job.last_error, class_="fb-quiet") if job.last_error else None, tag("div", look, give_up, class_="fb-row"))


def _poster(t: Tongue, one: Card) -> Html:
    title = one.head.title
    return picture(one.poster, t("A picture of {title}", title=title) if one.poster else t("No picture of {title} yet", title=title), 640)


def _state(t: Tongue, one: Card) -> Html:
    """How it stands, in a word and a sign; and the next thing to do about it."""
    share, story, told = one.share, one.head.id, dict(one.job.progress or {}) if one.job is not None else {}
    words = {
        "waiting": t("waits its turn"), "making": t("making"), "failed": t("not made"), "made": t("film made"), "stale": t("changed since its film"), "stopped": t("stopped"),
        "unmade": t("not filmed yet"),
    }[one.state]  # fmt: skip
    if share is not None:
        words = f"{words}, {int(100 * share)} %"
    if told.get("left_s") and one.state == "making":
        words = f"{words}, {t('about {time} left', time=clock(float(told['left_s'])))}"
    meter = tag("progress", max=1, value=f"{share:.3f}", aria_label=t("How much is made")) if share is not None else None
    why = tag("p", one.job.last_error[:200], class_="fb-quiet") if one.state == "failed" and one.job is not None and one.job.last_error else None
    return join(_badge(words, TONES[one.state], ICONS[one.state]), meter, why, tag("div", *_next(t, one, story), class_="fb-row stories-acts"))


def _next(t: Tongue, one: Card, story: str) -> list[Html]:
    """Watch it where there is a film; make it where there is none, or an older one."""
    watch = link(t("Watch"), Place("screening", story).address, class_="fb-button") if one.film else None
    size = one.job.size if one.job is not None else ""
    makes = {"stale": t("Make it again"), "failed": t("Try again"), "stopped": t("Go on"), "unmade": t("Make the film")}.get(one.state)
    make = button(makes, "make", data_story=story, data_size=size) if makes else None
    return [each for each in (watch, make) if each is not None]


def _badge(words: str, tone: str, icon: str) -> Html:
    return tag("span", tag("span", icon, aria_hidden="true"), " ", words, class_=f"fb-badge stories-{tone}")


def _when(t: Tongue, at: str) -> Html:
    """A time, written by the browser in its own zone and language (stories.js); the date where it cannot."""
    return tag("time", at[:10], datetime=at)
