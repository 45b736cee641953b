"""What the watcher read of a take, in words: what holds and what does not, measured against its bound, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.shots import ShotView
from app.ui import shot_picture
from app.ui.markup import Html, button, join, tag
from app.ui.tongue import Tongue
from app.watching import Amiss, Read, Watched, measured
from storyboard.steps import MARK
from storyboard.watched import BEST
from storyboard.watching import Check, Reading

MARKS = {"holds": "✓", "finding": "!", "note": "~"}


def sort_words(t: Tongue, sort: str) -> str:
    """What was looked at or listened to, as people call it."""
    words = {
        "identity": t("Who it looks like"), "count": t("Who is there"), "action": t("What they do"), "camera": t("Camera"), "sharpness": t("Sharpness"),
        "flicker": t("Flicker"), "freeze": t("Standing still"), "hole": t("Holes in motion"), "seam": t("Seams"), "mouth": t("Mouth and speech"),
        "loudness": t("Loudness"), "click": t("Clicks"), "sync": t("Sound on picture"), "cut": t("Cut"), "subtitle": t("Subtitle speed"),
        "voice": t("Voice"),
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
    """Every check: what does not hold, findings first; and what does, when it is opened."""
    amiss, well = (*reading.findings, *reading.notes), [one for one in reading.checks if one.holds]
    holds = t("What holds ({n})", n=len(well))
    rest = tag("details", tag("summary", holds), _table(t, well, f"{caption}: {holds}")) if well else None
    return join(_table(t, amiss, caption) if amiss else None, rest)


def _table(t: Tongue, checks: Sequence[Check], caption: str) -> Html:
    rows = [_row(t, one) for one in checks]
    head = tag("thead", tag("tr", *(tag("th", words, scope="col") for words in (t("What"), t("Found"), t("Measured"), t("Bound")))))
    return tag("div", tag("table", tag("caption", caption, class_="fb-hidden"), head, tag("tbody", *rows), class_="watch-table"), class_="watch-scroll", tabindex=0, role="region", aria_label=caption)


def _row(t: Tongue, check: Check) -> Html:
    stands, (value, way, bound) = standing(check), measured(check)
    against = t("at least {n}", n=bound) if way == "at least" else t("at most {n}", n=bound) if way else bound
    said = {"holds": t("holds"), "finding": t("finding"), "note": t("note: this reader may be wrong")}[stands]
    return tag(
        "tr", tag("th", sort_words(t, check.sort), scope="row"),
        tag("td", tag("span", tag("span", MARKS[stands], aria_hidden="true"), f" {said}", class_="watch-stands"), f" {check.words}"),
        tag("td", value), tag("td", against), data_stands=stands,
    )  # fmt: skip


def card(t: Tongue, reading: Reading, take: str) -> Html:
    """A take beside others: what it comes to, and every check when it is opened."""
    said = badge(t, [reading]) or tag("span", "✓ ", t("nothing found"), class_="watch-well")
    return tag("details", tag("summary", said), table(t, reading, t("What was read of {take}", take=take)), unread(t, reading.unread), class_="watch-card")


def choice(t: Tongue, view: ShotView, step: str) -> Html | None:
    """Of several takes, which stands and why. None where one is made, or the choice is not made yet."""
    chosen = next((one for one in view.steps if one.step.id == step and one.step.way.name == BEST.name and one.state == "have"), None)
    keys = [one.key for one in view.steps if chosen is not None and one.step.id.startswith(f"{step}{MARK}")]
    takes = [one for key in keys for one in view.of(step) if one.take.key == key]
    read = {one.seed: view.readings[step, one.take.sha256] for one in takes if (step, one.take.sha256) in view.readings}
    best = next((one.seed for one in takes if one.standing == "in use"), None)
    if best not in read or len(read) < 2:
        return None
    others = ", ".join(count_words(t, len(one.findings), len(one.notes)) for seed, one in read.items() if seed != best)
    fewest = min(len(one.findings) for seed, one in read.items() if seed != best)
    why = t("it has the fewest findings") if len(read[best].findings) < fewest else t("as few findings as any, and the best score")
    mine = count_words(t, len(read[best].findings), len(read[best].notes))
    return tag("p", t("Of {n} takes the one with seed {seed} stands: {why} ({mine}; the others: {others}).", n=len(read), seed=best, why=why, mine=mine, others=others), class_="fb-quiet")


def shot(t: Tongue, view: ShotView, whole: Watched) -> Html:
    """The panel of the Shot page: what was read of what stands in the film, what helps, and what nobody has read yet."""
    parts = [_of_step(t, view, read, whole) for read in whole.reads]
    ask = tag("p", t("Takes of this shot that are not read yet: {n}.", n=len(whole.unseen)), " ", button(t("Read what is unread"), "watch"), class_="fb-row") if whole.unseen else None
    none = t("This story is not watched.") if not whole.is_watched else t("What is made of this shot is read when it is made.")
    empty = tag("p", none, class_="fb-quiet") if not parts and ask is None else None
    return tag("section", tag("h2", t("The watcher")), *parts, ask, empty, class_="fb-card fb-pad watch-shot")


def _of_step(t: Tongue, view: ShotView, read: Read, whole: Watched) -> Html:
    words = shot_picture.step_words(t, view, read.step)
    old = tag("p", t("This was read of an older take; the shot has changed since."), class_="fb-warn") if not read.is_current else None
    helps = [tag("p", *_help(t, one), class_="fb-row") for one in _first_of_each(whole.amiss) if one.step == read.step]
    return tag(
        "section", tag("h3", words[:1].upper() + words[1:], " ", badge(t, [read.reading]) or tag("span", t("nothing found"), class_="fb-badge watch-well")),
        old, *helps, table(t, read.reading, t("What was read of {take}", take=words)), unread(t, read.reading.unread),
    )  # fmt: skip


def _first_of_each(amiss: Iterable[Amiss]) -> list[Amiss]:
    """What helps against several things is said once."""
    return list({(one.step, one.remedy): one for one in reversed(list(amiss))}.values())[::-1]


def _help(t: Tongue, one: Amiss) -> list[Html | None]:
    again = button(t("Another take"), "another", data_step=one.remedy.step) if one.remedy.step else None
    return [tag("span", t(one.remedy.words)), again]


def unread(t: Tongue, sentences: Iterable[str]) -> Html | None:
    """What could not be read, and why: never left out in silence."""
    rows = [tag("li", one) for one in sentences]
    return tag("details", tag("summary", t("Not read ({n})", n=len(rows))), tag("ul", *rows)) if rows else None
