"""What the watcher read of a take, in words: what holds and what does not, measured against its bound, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.ui.markup import Html, tag
from app.ui.tongue import Tongue
from app.watching import measured
from storyboard.watching import Check, Reading

MARKS = {"holds": "✓", "finding": "!", "note": "~"}


def sort_words(t: Tongue, sort: str) -> str:
    """What was looked at or listened to, as people call it."""
    words = {
        "identity": t("Who it looks like"), "count": t("Who is there"), "action": t("What they do"), "camera": t("Camera"), "sharpness": t("Sharpness"),
        "flicker": t("Flicker"), "freeze": t("Standing still"), "hole": t("Holes in motion"), "seam": t("Seams"), "mouth": t("Mouth and speech"),
        "loudness": t("Loudness"), "click": t("Clicks"), "sync": t("Sound on picture"), "cut": t("Cut"), "subtitle": t("Subtitle speed"),
    }  # fmt: skip
    return words.get(sort, sort)


def standing(check: Check) -> str:
    """holds, finding or note."""
    return "holds" if check.holds else "note" if check.is_advisory else "finding"


def count_words(t: Tongue, findings: int, notes: int) -> str:
    """How many of each there are."""
    if not findings and not notes:
        return t("nothing found")
    said = [t("1 finding") if findings == 1 else t("{n} findings", n=findings)] if findings else []
    said += [t("1 note") if notes == 1 else t("{n} notes", n=notes)] if notes else []
    return ", ".join(said)


def badge(t: Tongue, readings: Sequence[Reading]) -> Html | None:
    """What the readings of a take come to, at a glance; their sentences when it is pointed at. None: nothing is amiss, or nothing was read."""
    findings, notes = [one for read in readings for one in read.findings], [one for read in readings for one in read.notes]
    if not findings and not notes:
        return None
    mark = MARKS["finding" if findings else "note"]
    return tag(
        "span", tag("span", mark, aria_hidden="true"), f" {count_words(t, len(findings), len(notes))}", class_="fb-badge watch-badge",
        data_found="finding" if findings else "note", title=" ".join(one.words for one in (*findings, *notes)),
    )  # fmt: skip


def table(t: Tongue, reading: Reading, caption: str) -> Html:
    """Every check: what does not hold first."""
    order = {"finding": 0, "note": 1, "holds": 2}
    rows = [_row(t, one) for one in sorted(reading.checks, key=lambda one: order[standing(one)])]
    head = tag("thead", tag("tr", *(tag("th", words, scope="col") for words in (t("What"), t("Found"), t("Measured"), t("Bound")))))
    return tag("div", tag("table", tag("caption", caption, class_="fb-hidden"), head, tag("tbody", *rows), class_="watch-table"), class_="watch-scroll", tabindex=0, role="region", aria_label=caption)


def _row(t: Tongue, check: Check) -> Html:
    stands, (value, way, bound) = standing(check), measured(check)
    against = t("at least {n}", n=bound) if way == "at least" else t("at most {n}", n=bound)
    said = {"holds": t("holds"), "finding": t("finding"), "note": t("note: this reader may be wrong")}[stands]
    return tag(
        "tr", tag("th", sort_words(t, check.sort), scope="row"),
        tag("td", tag("span", tag("span", MARKS[stands], aria_hidden="true"), f" {said}", class_="watch-stands"), f" {check.words}"),
        tag("td", value), tag("td", against), data_stands=stands,
    )  # fmt: skip


def unread(t: Tongue, sentences: Iterable[str]) -> Html | None:
    """What could not be read, and why: never left out in silence."""
    rows = [tag("li", one) for one in sentences]
    return tag("details", tag("summary", t("Not read ({n})", n=len(rows))), tag("ul", *rows)) if rows else None
