"""What is taken away: the film and its other forms, the contact sheet, and every film there was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.formats import FILMED
from app.progress import clock
from app.screenings import Screening, export_address, file_name
from app.ui import exports
from app.ui.markup import Html, button, join, link, media, tag
from app.ui.place import Place
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from storyboard.errors import BadInput, Missing

if TYPE_CHECKING:
    from app.ui.screening import Seen

CUTS = (".otio", ".otioz", ".fcpxml")  # what comes back from editing programs
LISTED = 30  # films, the newest


def html(shell: Shell, now: Seen, asked: str = "") -> Html:
    """`asked`: the form for editing programs of which somebody asked what it cannot say."""
    return tag("div", _downloads(shell, now, asked), _sheet(shell, now), _films(shell.t, now), class_="screen-desk")


def _downloads(shell: Shell, now: Seen, asked: str) -> Html:
    """Every form by what it is for; what is made from the film is of the film on the screen."""
    t, name, film = shell.t, file_name(now.head.title), now.film
    main = tag("a", t("The film (.mp4)"), href=media(film.sha256, "mp4"), download=f"{name}.mp4", class_="fb-button fb-primary") if film else None
    slow = t("Of the film on the screen, made when you ask: seconds for most, minutes for a long film.") if film else t("They are made from the film: make it first.")
    filmed, editing, words = exports.groups(t).items()
    groups = (
        exports.listed(filmed[0], {one: _row(t, now, one, target="_blank") for one in filmed[1] if one != "mp4" or not film}, slow, is_open=True),
        exports.listed(editing[0], {one: _row(t, now, one, _losses(shell, now, one, asked), target="_blank") for one in editing[1]}, t("The cut with its clips and sounds, to go on with elsewhere; changed there, it can be brought back."), bool(asked)),
        exports.listed(words[0], {one: _row(t, now, one, download=f"{name}.{one}") for one in words[1]}, t("Of the story as it is now.")),
    )  # fmt: skip
    return tag("section", tag("h2", t("Take it away")), tag("p", main, class_="fb-row") if main else None, *groups, class_="fb-card fb-pad screen-away screen-wide")


def _row(t: Tongue, now: Seen, form: str, *more: Html, **attributes: str) -> Html:
    head = replace(now.head, revision=now.film.revision) if form in FILMED and now.film else now.head
    address = export_address(head, now.size, form) + ("&animatic=true" if now.is_animatic else "")
    return exports.row(t, form, address, *more, **attributes)


def _losses(shell: Shell, now: Seen, form: str, asked: str) -> Html:
    """What the form cannot say, once that is asked for."""
    t = shell.t
    if form != asked:
        return join(" ", button(t("What is lost?"), "losses", data_form=form, class_="fb-quiet", aria_label=t("What does .{form} not have of the film?", form=form)))
    found = shell.studio.unrepresented(now.head, form, now.size)
    if not found:
        return tag("p", t("All of the film is in it."), class_="screen-losses")
    rows = [tag("li", one.words()) for one in found[:LISTED]]
    more = tag("li", t("and {n} more", n=len(found) - LISTED)) if len(found) > LISTED else None
    return tag("div", tag("strong", t("{n} things are not in it as the film has them:", n=len(found))), tag("ul", *rows, more), class_="screen-losses")


def brought(shell: Shell, place: Place, file: Any) -> Html:
    """A cut that an editing program changed, as an edit of this story: what arrived of it and what did not. BadInput, Conflict."""
    t = shell.t
    if not file:
        raise BadInput(t("No file was given."))
    _, found = shell.studio.recut(place.story, Path(str(file)))
    told = {t("Changed by it:"): found.arrived, t("Left as it was:"): found.left}
    lists = [join(tag("p", words), tag("ul", *(tag("li", one) for one in rows))) for words, rows in told.items() if rows]
    return tag("div", t("The cut is brought back. Undo takes it out again.") if found.change else t("This cut is as the story has it."), *lists)


def _sheet(shell: Shell, now: Seen) -> Html:
    t = shell.t
    try:
        sheet = shell.studio.contact_sheet(now.head, now.steps, draw=False)
    except Missing:
        return Html("")
    if sheet is None:
        inside = tag("p", button(t("Draw the contact sheet"), "sheet"), " ", tag("span", t("Three pictures of every shot on one page; some seconds."), class_="fb-quiet"), class_="fb-row")
    else:
        words = t("Contact sheet of {title}: the first, middle and last picture of each of its {n} shots.", title=now.story.title, n=len(now.story.shots))
        address = media(sheet, "png")
        shown = tag("a", tag("img", src=address, alt=words, loading="lazy", class_="screen-sheet"), href=address, target="_blank", rel="noopener")
        inside = tag("div", shown, tag("p", tag("a", t("Download it (.png)"), href=address, download=f"{file_name(now.head.title)}-sheet.png", class_="fb-button")))
    return tag("section", tag("h2", t("Contact sheet")), inside, class_="fb-card fb-pad")


def _films(t: Tongue, now: Seen) -> Html:
    """Every film there was, to be watched or taken away."""
    if not now.films:
        return Html("")
    rows = [_film(t, now, one) for one in now.films[:LISTED]]
    heads = (t("Made (UTC)"), t("What"), t("Revision"), t("Length"), "")
    table = tag("table", tag("thead", tag("tr", *(tag("th", one, scope="col") for one in heads))), tag("tbody", *rows), class_="fb-diff")
    return tag("section", tag("h2", t("Every film of it ({n})", n=len(now.films))), tag("div", table, class_="screen-table"), class_="fb-card fb-pad screen-wide")


def _film(t: Tongue, now: Seen, one: Screening) -> Html:
    kind = {"animatic": t("Animatic"), "slated": t("Film with slates")}.get(one.target, t("Film"))
    made = one.made_at[:16].replace("T", " ")
    is_watched = now.film is not None and now.film.sha256 == one.sha256
    watch = tag("span", t("on the screen"), class_="fb-quiet") if is_watched else link(
        t("Watch"), now.place.at(part=one.sha256[:12]).address, aria_label=t("Watch the one made {when}", when=made)
    )  # fmt: skip
    take = tag("a", t("Download"), href=media(one.sha256, "mp4"), download=f"{file_name(now.head.title)}-{one.revision}.mp4", aria_label=t("Download the one made {when}", when=made))
    cells = (made, f"{kind}, {one.width} x {one.height}", one.revision, clock(one.frames / 24))
    return tag("tr", *(tag("td", cell) for cell in cells), tag("td", watch, " ", take), aria_current="true" if is_watched else None)
