"""What the watcher found in the whole film: each thing with its shot and what helps, then its notes, then what could not be read and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.bills import Bill
from app.progress import clock
from app.ui import watch
from app.ui.markup import Html, button, link, tag
from app.ui.place import Place
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from app.watching import Amiss, Cost, Watched

if TYPE_CHECKING:
    from app.ui.screening import Seen

LISTED = 60  # of findings, and of notes; the rest are counted


def html(shell: Shell, now: Seen, everything: bool = False) -> Html:
    """`everything`: of a long film too, whose steps are looked at only when somebody asks. The animatic is drawn throughout: nothing reads it."""
    t = shell.t
    if now.is_animatic or now.film is None:
        return Html("")
    if not now.steps and not everything:
        inside: list[Html | None] = [tag("p", button(t("Show what the watcher found"), "watched"))]
    else:
        inside = _told(t, now, shell.studio.readings(now.head, now.size, steps=now.steps))
    return tag("section", tag("h2", t("The watcher")), *inside, class_="fb-card fb-pad screen-watch", aria_label=t("The watcher"))


def _told(t: Tongue, now: Seen, known: Watched) -> list[Html | None]:
    if not known.is_watched:
        return [tag("p", t("This story is not watched."), class_="fb-quiet")]
    sums = t("Takes read: {n}. The watcher: {said}.", n=len(known.reads), said=watch.count_words(t, len(known.findings), len(known.notes)))
    ask = tag("p", t("Takes that are not read yet: {n}.", n=len(known.unseen)), " ", button(t("Read what is unread"), "read"), class_="fb-row") if known.unseen else None
    notes = tag("details", tag("summary", t("Notes ({n}): these readers err too often to act on", n=len(known.notes))), _list(t, now, known.notes)) if known.notes else None
    return [tag("p", sums), ask, _list(t, now, known.findings) if known.findings else None, notes, watch.unread(t, _gathered(known.unread))]


def _list(t: Tongue, now: Seen, amiss: Sequence[Amiss]) -> Html:
    numbers = {shot.id: number for number, shot in enumerate(now.story.shots, 1)}
    rows = [tag("li", _where(t, now, one, numbers), tag("strong", watch.sort_words(t, one.check.sort)), f": {one.check.words} ", tag("span", t(one.remedy.words), class_="fb-quiet")) for one in amiss[:LISTED]]
    more = tag("li", t("and {n} more", n=len(amiss) - LISTED)) if len(amiss) > LISTED else None
    return tag("ul", *rows, more, class_="screen-found")


def _where(t: Tongue, now: Seen, one: Amiss, numbers: dict[str, int]) -> Html | None:
    if one.shot not in numbers:
        return None
    return tag("span", link(t("Shot {n}", n=numbers[one.shot]), Place("shot", now.head.id, one.shot).address, class_="screen-open"), " ")


def _gathered(unread: Iterable[tuple[str, str]]) -> list[str]:
    """The same sentence of many takes is said once, with how many."""
    steps: dict[str, list[str]] = {}
    for step, words in unread:
        steps.setdefault(words, []).append(step)
    return [f"{', '.join(several[:4])}{f' +{len(several) - 4}' if len(several) > 4 else ''}: {words}" for words, several in steps.items()]


def cost(t: Tongue, told: Cost) -> Html | None:
    """What several takes and retries would add, before it is spent."""
    if not told.takes and not told.retries:
        return None
    takes = t("{n} more takes, about {time} of one core.", n=told.takes, time=clock(told.takes_s, t)) if told.takes else ""
    retries = t("At most {n} retries, about {time}.", n=told.retries, time=clock(told.retries_s, t)) if told.retries else ""
    return tag("p", " ".join((t("To be made with these:"), takes, retries)), class_="fb-quiet")


def bill(t: Tongue, told: Bill) -> Html | None:
    """What services would be asked for what is still to be made, before it is paid."""
    if not told.requests:
        return None
    asked = t("To be made with these, services are asked {n} times at most.", n=told.requests)
    money = t("What that costs is not known: no prices are set.") if told.money is None else t("That costs {money} in money.", money=f"{told.money:.2f}")
    return tag("p", f"{asked} {money}", class_="fb-quiet")
