"""The Screening page: the film is watched, trimmed, balanced and taken away.

`place.part` says what is watched: "" the film, "wide", "square" or "tall" the film in that shape, "animatic" the animatic, or the beginning of a
digest, an older film. `place.shot` is the
shot whose trim is open. The player's markup hangs on the film alone, so that an edit on this page does not stop what plays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.db.stories import Head
from app.explain import Explained
from app.screenings import Screening
from app.ui import fields, screening_away, screening_cut, screening_look, screening_player, screening_state, screening_watch
from app.ui.markup import Html
from app.ui.place import Place
from app.ui.shell import Answer, Page, Shell, Updates
from app.ui.sizes import in_shape, shapes, size_of
from storyboard.story import Story

ANIMATIC = "animatic"
LONG = 120  # shots: of a longer film it is not worked out at every look which steps are there
NEW_FILM = "watch('value', () => fabulaScreening.ready(element));"


@dataclass(frozen=True)
class Seen:
    """What the page shows: today's story, what is there of it (of a LONG film that is not asked: no steps), and the film that is watched
    (None: there is none)."""

    place: Place
    head: Head
    story: Story
    size: str
    steps: tuple[Explained, ...]
    film: Screening | None
    films: tuple[Screening, ...]

    @property
    def is_animatic(self) -> bool:
        return self.film.target == ANIMATIC if self.film else self.place.part == ANIMATIC


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-screening") as column:
        top, player = shell.panel("screening-top"), shell.panel("screening-player")
        state = shell.panel("screening-state", js=NEW_FILM)
        found, cut = shell.panel("screening-watch"), shell.panel("screening-cut")
        look = shell.panel("screening-look", js=fields.JS)
        away = shell.panel("screening-away")
        bring = gr.UploadButton(shell.t("Bring back a cut (.otio, .otioz, .fcpxml)"), file_types=list(screening_away.CUTS), elem_id="screening-bring")
    parts = [top, player, state, found, cut, look, away]

    def show(place: Place) -> Updates:
        return dict(zip(parts, _filled(shell, seen(shell, place)), strict=True))

    def after(place: Place, say: Html | str = "") -> Answer:
        """The page after an edit: all but the player, which goes on."""
        shown = show(place)
        return Answer(say, updates={part: shown[part] for part in (top, state, found, cut, look, away)})

    def asked(place: Place, data: dict[str, Any]) -> Answer | None:
        if data["do"] == "watched":
            return Answer(updates={found: screening_watch.html(shell, seen(shell, place), everything=True)})
        if data["do"] == "losses":
            return Answer(updates={away: screening_away.html(shell, seen(shell, place), str(data["form"]))})
        return _do(shell, place, data, after)

    for panel in (player, state, found, cut, look, away):
        shell.on(panel.do, asked)
    shell.on(bring.upload, lambda place, file: after(place, screening_away.brought(shell, place, file)), [bring], show_progress="full")

    def live(place: Place) -> Updates:
        """Nothing while something is being made: the bar tells that, and the film that is watched stays the same."""
        is_made = any(job.is_open for job in shell.studio.jobs(place.story)[:3])
        if is_made:
            return {}
        now = seen(shell, place)
        return {state: screening_state.html(shell, now), **({found: screening_watch.html(shell, now)} if now.steps else {})}

    return Page("screening", column, parts, show, live)


def _filled(shell: Shell, now: Seen) -> tuple[Html, ...]:
    """Every panel, from the top."""
    costs, bill = shell.studio.costs(now.steps), shell.studio.bill(now.head, now.size, steps=now.steps)
    return (
        screening_player.top(shell.t, now), screening_player.html(shell, now), screening_state.html(shell, now), screening_watch.html(shell, now),
        screening_cut.html(shell, now), screening_look.html(shell.t, now, costs, bill), screening_away.html(shell, now),
    )  # fmt: skip


def seen(shell: Shell, place: Place) -> Seen:
    studio = shell.studio
    head = studio.find(place.story)
    story, films, size = studio.story(head.id), tuple(studio.screenings(head)), size_of(studio, head.id)
    chosen = next((one for one in films if len(place.part) >= 8 and one.sha256.startswith(place.part)), None)
    if place.part in shapes(shell.t):
        size = in_shape(size, place.part)
    fitting = [one for one in films if one.size == size and (one.target == ANIMATIC) == (place.part == ANIMATIC)]
    film = chosen or (fitting[0] if fitting else None)
    if film is None and place.part != ANIMATIC:  # while there is no film its animatic is watched
        film = next((one for one in films if one.size == size and one.target == ANIMATIC), None)
    size = film.size if film else size
    animatic = film.target == ANIMATIC if film else place.part == ANIMATIC
    steps = () if len(story.shots) > LONG else tuple(studio.explain(head, size, animatic))
    if steps and chosen is None:
        film = studio.screening(head, size, "animatic" if animatic else "film", steps)
    return Seen(place, head, story, size, steps, film, films)


def _do(shell: Shell, place: Place, data: dict[str, Any], after: Any) -> Answer | None:
    """Every button and field of the page."""
    studio, now = shell.studio, seen(shell, place)
    asked = data["do"]
    if asked == "make":
        studio.order(now.head, now.size, data["target"])
        return after(place, shell.t("It is being made; what is there is kept."))
    if asked == "read":
        studio.watch(now.head, now.size)
        return after(place, shell.t("It is being made; what is there is kept."))
    if asked == "measure" and now.film is not None:
        studio.loudness(now.film.sha256)
        return after(place)
    if asked == "sheet":
        studio.contact_sheet(now.head, now.steps)
        return after(place)
    if asked == "select":
        return Answer(go=place.at(shot=data["shot"]))
    say = screening_look.edited(shell, now, data) if asked == "set" else screening_cut.edited(shell, now, data)
    return after(place, say) if say else Answer(updates={})
