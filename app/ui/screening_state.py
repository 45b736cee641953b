"""Which film is watched: of which revision and size, whether the story has moved on since, what making it again would make."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.progress import clock
from app.ui.markup import Html, button, join, link, tag
from app.ui.shell import Shell
from app.ui.sizes import shape_of, shapes
from app.ui.tongue import Tongue
from storyboard.differences import difference

if TYPE_CHECKING:
    from app.ui.screening import Seen

TOLD = 5  # differences told; the rest are counted


def html(shell: Shell, now: Seen) -> Html:
    if now.film is None:
        newest = next((one for one in now.films if now.place.part not in shapes(shell.t) or one.size == now.size), None)
        return Html("") if newest is None else tag("p", link(t_watch(shell.t), now.place.at(part=newest.sha256[:12]).address, data_watch=True, class_="fb-button"))
    first = link("", now.place.address, data_watch=True, hidden=True, aria_hidden="true", tabindex=-1)  # followed where no film is on the screen yet
    return tag("section", _standing(shell.t, now), _facts(shell, now), _stand_in(shell.t, now), _moved(shell, now), first, class_="fb-card fb-pad screen-state", aria_label=shell.t("This film"))


def t_watch(t: Tongue) -> str:
    return t("Watch the newest film there is")


def is_todays(now: Seen) -> bool:
    """Whether the film watched is what today's story gives."""
    film = now.film
    if film is None or (now.steps and now.steps[-1].state != "have"):
        return False
    return film.is_today or film.revision == now.head.revision


def _standing(t: Tongue, now: Seen) -> Html:
    if is_todays(now):
        return tag("p", tag("span", t("✓ as the story is today"), class_="fb-badge screen-today"))
    words = t("↻ older than the story")
    return tag("p", tag("span", words, class_="fb-badge screen-stale"), " ", t("The story has changed since this film was made. It stays here to be watched."))


def _stand_in(t: Tongue, now: Seen) -> Html | None:
    """The animatic is on the screen while there is no film."""
    if not now.is_animatic or any(one.target != "animatic" for one in now.films):
        return None
    return tag("p", t("There is no film of this story yet."), " ", button(t("Make the film"), "make", data_target="film", class_="fb-primary"), class_="fb-row")


def _facts(shell: Shell, now: Seen) -> Html:
    t, film = shell.t, now.film
    assert film is not None
    kind = {"animatic": t("Animatic"), "slated": t("Film with slates")}.get(film.target, t("Film"))
    made = film.made_at[:16].replace("T", " ")
    facts = t("{kind} of revision {n}, {w} x {h}, {length}, {mb} MB, made {when} UTC.", kind=kind, n=film.revision, w=film.width, h=film.height,
              length=clock(film.frames / 24), mb=f"{film.bytes / 1e6:.1f}", when=made)  # fmt: skip
    return tag("p", facts, " ", _loudness(shell, now), class_="screen-facts")


def _loudness(shell: Shell, now: Seen) -> Html:
    t = shell.t
    assert now.film is not None
    known = shell.studio.loudness(now.film.sha256, measure=False)
    if known is None:
        return button(t("Measure its loudness"), "measure", class_="fb-quiet")
    return tag("span", t("Loudness {lufs} LUFS, true peak {peak} dB.", lufs=f"{known[0]:.1f}", peak=f"{known[1]:.1f}"))


def _moved(shell: Shell, now: Seen) -> Html | None:
    """What changed since, what would be made, and the button."""
    t, film = shell.t, now.film
    assert film is not None
    if is_todays(now):
        return None
    rows = difference(shell.studio.story(now.head.id, film.revision), now.story) if film.revision != now.head.revision else ()
    told = [tag("li", one.words()) for one in rows[:TOLD]]
    more = tag("li", t("and {n} more", n=len(rows) - TOLD)) if len(rows) > TOLD else None
    target = "animatic" if now.is_animatic else "film"
    if now.steps and now.steps[-1].state == "have":
        act = link(t("Watch the film as it is today"), now.place.at(part="animatic" if now.is_animatic else shape_of(now.size)).address, class_="fb-button fb-primary")
    else:
        act = button(t("Make it again"), "make", data_target=target, class_="fb-primary fb-key-make fb-key-m")
    return join(tag("ul", *told, more, class_="screen-changes") if told else None, tag("p", act, " ", tag("span", to_make(t, now)), class_="fb-row"))


def to_make(t: Tongue, now: Seen) -> str:
    """What is made again, by kind, and how much is kept."""
    if not now.steps:
        return ""
    waits = [one.step.kind for one in now.steps if one.state != "have"]
    if not waits:
        return t("It is there already.")
    kinds = ", ".join(f"{n} x {t(kind)}" if n > 1 else t(kind) for kind, n in Counter(waits).items())
    return t("To be made: {kinds}. {kept} of {all} steps stay as they are.", kinds=kinds, kept=len(now.steps) - len(waits), all=len(now.steps))
