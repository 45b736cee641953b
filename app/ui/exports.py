"""Every form in which a story goes out (app/formats.py), by what it is for, each with its one line."""

from __future__ import annotations

from collections.abc import Mapping

from app.exchange import EDITORS
from app.formats import FILMED, KEPT, MEANINGS, WRITTEN
from app.ui.markup import Html, join, tag
from app.ui.tongue import Tongue

WORDS = tuple(name for name in WRITTEN if name not in EDITORS)
SHORT = ("srt", "fountain", "otio", "csv")  # what a story's menu offers; the rest is on its Screening page


def groups(t: Tongue) -> dict[str, tuple[str, ...]]:
    """What each group is called, and the forms in it: all there are."""
    return {t("The film, its sound and its pictures"): tuple(FILMED), t("For editing programs"): EDITORS, t("Words, lists and the whole project"): (*WORDS, *KEPT)}


def row(t: Tongue, name: str, address: str, *more: Html | None, **attributes: str | bool) -> Html:
    """A form: its ending as the link, what it is beside it. Without `download` a browser shows the sentence that says what is missing."""
    ending = tag("a", f".{name}", href=address, class_="fb-button", aria_label=f".{name}: {t(MEANINGS[name])}", **attributes)
    return tag("li", ending, tag("span", t(MEANINGS[name]), *more))


def listed(title: str, rows: Mapping[str, Html], hint: str | None = None, is_open: bool = False) -> Html:
    """A group, folded but for the first."""
    words = tag("p", hint, class_="fb-quiet") if hint else None
    return tag("details", tag("summary", title), join(words), tag("ul", *rows.values(), class_="fb-forms", role="list"), open=is_open)
