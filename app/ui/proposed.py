"""An edit that was proposed by a note and waits: as a table of what is now and what would be, with what of the note is not in it."""

from __future__ import annotations

from app.db.stories import Head
from app.studio import Studio
from app.ui.markup import Html, button, tag
from app.ui.tongue import Tongue
from storyboard.errors import Missing


def html(studio: Studio, t: Tongue, head: Head, accept: str, of: str = "") -> Html:
    """Nothing when none waits for this revision. `accept`: the words of the button that makes it; `of`: only an edit of this one thing ("scene 2, shot 3")."""
    try:
        found = studio.proposed(head)
    except Missing:
        return Html("")
    if found.revision != head.revision or not all(row.where.startswith(of) for row in found.rows):
        return Html("")
    heads = tag("thead", tag("tr", *(tag("th", one, scope="col") for one in (t("What"), t("Now"), t("Then")))))
    rows = [
        tag("tr", tag("th", f"{row.where.removeprefix(of).strip(', ')} {row.what}".strip(), scope="row"), tag("td", tag("del", row.before)), tag("td", tag("ins", row.after)))
        for row in found.rows
    ]  # fmt: skip
    left = [tag("p", t("Not done: {words}", words=one), class_="fb-warn") for one in found.left]
    table = tag("table", heads, tag("tbody", *rows), class_="fb-diff")
    return tag("section", tag("h3", t("What would change")), table, *left, tag("p", button(accept, "accept", class_="fb-primary")), class_="fb-card fb-pad")
