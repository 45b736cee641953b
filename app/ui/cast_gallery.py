"""The Cast page's gallery: everyone in the film, its places and things, each with a picture and a way to look closer; and who may join."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.markup import Html, button, join, link, picture, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.document import Word
from storyboard.look import Kind
from storyboard.sitting import portrait_name
from storyboard.staging import Place as Ground
from storyboard.staging import Prop
from storyboard.story import Story

Pictures = Mapping[str, str | None]  # step -> digest of its picture


def html(t: Tongue, place: Place, story: Story, pictures: Pictures) -> Html:
    """`place.part` says whom we look at."""
    now = place.part.partition(".")[0]
    cast = [(f"character:{one.id}", one.name, one.role or t(one.look.kind.value), pictures.get(portrait_name(one.id)), one.identity) for one in story.characters]
    narrator = ("narrator", t("The narrator"), t("heard, not seen"), "", t("The narrator"))
    grounds = [(f"setting:{one.id}", one.name, t(one.place.value), pictures.get(f"place:{one.id}"), t("{name}: {words}", name=one.name, words=one.place.value)) for one in story.settings]
    things = [(f"thing:{one.id}", one.name, t(one.prop.value), pictures.get(f"thing:{one.id}"), t("{name}: {words}", name=one.name, words=one.prop.value)) for one in story.things]
    empty = tag("p", t("Nobody is in this film yet. Add someone below."), class_="fb-quiet") if not cast else None
    return tag(
        "div", tag("h1", t("Cast")),
        _group(t("Characters"), place, now, [*cast, narrator], empty, _new(t, "cast", t("Add a character"), Kind, t("Kind"))),
        _group(t("Places"), place, now, grounds, None, _new(t, "built", t("Add a place"), Ground, t("Drawn as"))),
        _group(t("Things"), place, now, things, tag("p", t("No things are shown."), class_="fb-quiet") if not things else None,
               _new(t, "furnished", t("Add a thing"), Prop, t("Drawn as"))),
    )  # fmt: skip


def _group(title: str, place: Place, now: str, cards: list[tuple[str, str, str, str | None, str]], empty: Html | None, new: Html) -> Html:
    rows = [tag("li", _card(place, now, one)) for one in cards]
    return tag("section", tag("h2", title), empty, tag("ul", *rows, class_="cast-cards") if rows else None, new)


def _card(place: Place, now: str, card: tuple[str, str, str, str | None, str]) -> Html:
    part, name, role, shown, words = card
    seen = tag("div", "❝", class_="cast-voice", aria_hidden="true") if shown == "" else picture(shown, words if shown else f"{name}…", 320)
    told = tag("span", tag("strong", name), tag("small", role), class_="cast-told")
    return link(join(seen, told), place.at(part=part).address, class_="cast-card fb-card", aria_current="true" if part == now else None)


def _new(t: Tongue, do: str, words: str, kinds: type[Word], label: str) -> Html:
    """A folded form: a name and what it is drawn as."""
    options = [tag("option", f"{t(one.value)}: {t(one.meaning)}" if one.meaning else t(one.value), value=one.value) for one in kinds if one.value != "nothing"]
    return tag(
        "details", tag("summary", words),
        tag("label", tag("span", t("Name")), tag("input", type="text", maxlength=80, name_="name"), class_="fb-field"),
        tag("label", tag("span", label), tag("select", *options, name_="kind"), class_="fb-field"),
        tag("p", button(t("Add"), do, data_gather=True, aria_label=words)), data_group=True, class_="cast-new",
    )  # fmt: skip


def gone(t: Tongue) -> Html:
    return tag("p", t("This is not in the film any more. Undo brings it back, if it was removed."), class_="fb-empty")
