"""The head of the board: what film it is, what can be made of it, where in it one is; the animatic, and what making would do."""

from __future__ import annotations

from collections import Counter

from app.boards import WINDOW, Board, Foretold
from app.explain import Explained
from app.progress import clock
from app.ui import screening_watch
from app.ui.markup import Html, button, join, link, media, tag
from app.ui.place import Place
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from storyboard.timing import seconds_of

NAMED = 12  # steps told one by one


def html(t: Tongue, board: Board) -> Html:
    """Title, figures, and what can be made."""
    story = board.story
    figures = t("Shots: {shots} · scenes: {scenes} · {time}", shots=board.total, scenes=len(story.scenes), time=clock(seconds_of(story.frames)))
    acts = [
        button(t("Make the film"), "film", class_="fb-primary fb-key-make", title=t("Makes what is missing or stale, and joins it (Ctrl+Enter)")),
        button(t("Make stale only"), "stale", title=t("Makes again what was made once and is no longer as the story says")),
        button(t("Stills only"), "stills", title=t("Every shot's first picture")),
        button(t("Animatic"), "animatic", title=t("The whole film, drawn, in seconds")),
        button(t("What would be made?"), "foretell"),
    ]
    return tag("div", tag("h1", story.title), tag("p", figures, class_="fb-quiet"), tag("div", *acts, class_="fb-row board-acts"), _jump(t, board), class_="board-top")


def _jump(t: Tongue, board: Board) -> Html | None:
    """To another scene, where not all of them are seen."""
    if board.total <= WINDOW:
        return None
    now = max((begin for begin in board.begins if begin <= board.begin), default=1)
    options = [
        tag("option", t("Scene {n}, from shot {shot}", n=at, shot=begin), value=begin, selected=begin == now) for at, begin in enumerate(board.begins, 1)
    ]  # fmt: skip
    return tag("label", tag("span", t("Go to")), tag("select", *options, data_do="jump"), class_="fb-row board-jump")


def pager(t: Tongue, board: Board, place: Place, keys: bool) -> Html | None:
    """Before and after what is seen. `keys`: these links have the keys."""
    if board.total <= WINDOW:
        return None
    before = place.at(part=str(max(1, board.begin - WINDOW)), shot="").address if board.begin > 1 else None
    after = place.at(part=str(board.end + 1), shot="").address if board.end < board.total else None
    key = {"before": "fb-key-k", "after": "fb-key-j"} if keys else {"before": "", "after": ""}
    return tag(
        "nav", link(t("‹ Before"), before, class_=f"fb-button {key['before']}") if before else None,
        tag("span", t("Shots {begin} to {end} of {total}", begin=board.begin, end=board.end, total=board.total)),
        link(t("After ›"), after, class_=f"fb-button {key['after']}") if after else None, class_="fb-row board-pager",
        aria_label=t("Pages of shots") if keys else t("Pages of shots, below"),
    )  # fmt: skip


def player(shell: Shell, board: Board) -> Html:
    """The newest animatic, to be watched here; while it is made the page knows that somebody waits for it, and plays it when it is there."""
    t = shell.t
    job = next((job for job in shell.studio.jobs(board.head.id) if job.target == "animatic"), None)
    if job is None:
        return Html("")
    if job.is_open:
        return tag("div", data_waits=job.id)
    if not job.film:
        return Html("")
    old = "" if job.revision == board.head.revision else f" {t('(of an earlier revision)')}"
    words = t("Watch the animatic")
    return tag(
        "div", tag("button", f"▶ {words}{old}", type="button", class_="fb-button", data_play=media(job.film, "mp4"), data_words=words), data_ready=job.id, class_="fb-row",
    )  # fmt: skip


def foretold(t: Tongue, told: Foretold) -> Html:
    """What making the film would do, in words."""
    close = button(t("Close"), "foretell-close", class_="fb-quiet", data_close=True)
    if not told.will and not told.may:
        return tag("section", tag("p", t("Everything is there: nothing would be made.")), close, class_="fb-card fb-pad board-told", role="status")
    parts = [tag("p", tag("strong", t("To be made:")), f" {_counted(t, told.will)}")] if told.will else []
    parts += [tag("p", tag("strong", t("Made after them, or kept if they come out the same:")), f" {_counted(t, told.may)}")] if told.may else []
    stay = tag("p", t("{n} steps are there and stay as they are. About {time}.", n=told.stay, time=clock(told.left_s)))
    extra = screening_watch.cost(t, told.cost)
    rows = [tag("li", tag("strong", e.step.id), f" {e.why}") for e in told.will[:NAMED]]
    more = tag("li", t("and {n} more", n=len(told.will) - NAMED)) if len(told.will) > NAMED else None
    return tag(
        "section", tag("h2", t("What would be made")), join(*parts), stay, extra, tag("details", tag("summary", t("Why")), tag("ul", *rows, more)), close,
        class_="fb-card fb-pad board-told", role="status",
    )  # fmt: skip


def _counted(t: Tongue, steps: tuple[Explained, ...]) -> str:
    names = {
        "portrait": t("portraits"), "still": t("stills"), "clip": t("clips"), "voice": t("voices"), "ambience": t("ambience"), "music": t("music"), "effect": t("effects"),
        "scene": t("scenes"), "mix": t("mix"), "film": t("film"), "reading": t("readings"),
    }  # fmt: skip
    return ", ".join(f"{n} {names[kind]}" for kind, n in Counter(e.step.kind for e in steps).items()) + "."
