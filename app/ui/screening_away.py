"""What is taken away: the film and its other forms, the contact sheet, and every film there was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.progress import clock
from app.screenings import Screening, export_address, file_name
from app.ui.markup import Html, button, link, media, tag
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from storyboard.errors import Missing

if TYPE_CHECKING:
    from app.ui.screening import Seen

LISTED = 30  # films, the newest


def html(shell: Shell, now: Seen) -> Html:
    return tag("div", _downloads(shell.t, now), _sheet(shell, now), _films(shell.t, now), class_="screen-desk")


def _downloads(t: Tongue, now: Seen) -> Html:
    """Each format by what it is for."""
    forms = {
        "srt": t("Subtitles (.srt)"), "vtt": t("Subtitles for the web (.vtt)"), "chapters.vtt": t("Chapters (.chapters.vtt)"), "fountain": t("Screenplay (.fountain)"),
        "otio": t("Timeline for editing programs (.otio)"), "csv": t("Shot list (.csv)"), "md": t("Shot list to read (.md)"), "json": t("Shot list for scripts (.json)"),
        "storyboard.json": t("Storyboard (.storyboard.json)"),
    }  # fmt: skip
    name = file_name(now.head.title)
    film = None
    if now.film is not None:
        film = tag("a", t("The film (.mp4)"), href=media(now.film.sha256, "mp4"), download=f"{name}.mp4", class_="fb-button fb-primary")
    links = [tag("a", words, href=export_address(now.head, now.size, named), download=f"{name}.{named}", class_="fb-button") for named, words in forms.items()]
    hint = t("All but the film are of the story as it is now.")
    return tag("section", tag("h2", t("Take it away")), tag("p", film, *links, class_="fb-row"), tag("p", hint, class_="fb-quiet"), class_="fb-card fb-pad")


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
