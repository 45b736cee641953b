"""Takes side by side, to play, choose and let go; candidates to be made; framings of the first picture to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from app.shots import MOST, Framed, Kept, ShotView
from app.ui import watch
from app.ui.markup import Html, button, media, picture, tag, thumb
from app.ui.shot_picture import step_words
from app.ui.tongue import Tongue
from storyboard.steps import MARK

ORDER = ("clip", "still", "voice")
SHOWN = 12  # takes of a step; older ones are counted


def html(t: Tongue, view: ShotView) -> Html:
    """A strip for each step of the shot that has takes."""
    steps = [one.step for one in view.steps if one.step.kind in ORDER and one.step.id.partition(":")[0] in ORDER and MARK not in one.step.id]
    strips = [_strip(t, view, step.id, step.pin is not None) for step in sorted(steps, key=lambda step: ORDER.index(step.kind))]
    return tag("section", tag("h2", t("Takes")), *strips, class_="fb-card fb-pad")


def _strip(t: Tongue, view: ShotView, step: str, is_chosen: bool) -> Html:
    takes = sorted(view.of(step), key=lambda one: one.standing not in ("in use", "chosen"))  # what is used comes first, then the newest
    cards = [_card(t, view, one, n) for n, one in enumerate(takes[:SHOWN], 1)]
    more = tag("p", t("{n} older takes are kept too.", n=len(takes) - SHOWN), class_="fb-quiet") if len(takes) > SHOWN else None
    none = tag("p", t("No take yet."), class_="fb-quiet") if not takes else None
    free = button(t("Choose none: use what its fields make"), "unpin", data_step=step) if is_chosen else None
    title = step_words(t, view, step)
    return tag(
        "section", tag("h3", title[:1].upper() + title[1:]), watch.choice(t, view, step), none, tag("ul", *cards, class_="take-strip") if cards else None, more,
        tag("p", *_ask(t, view, step), free, class_="fb-row"), aria_label=title,
    )  # fmt: skip


def _ask(t: Tongue, view: ShotView, step: str) -> list[Html]:
    """What can be asked for: other takes where there is chance, else what to do instead."""
    kind = step.partition(":")[0]
    if kind in ("still", "clip") and getattr(view.story.direction, kind) == "drawn":
        words = t("Drawn exactly as its fields say: other framings are below.") if kind == "still" else t("Drawn exactly as its fields say: change them for another.")
        return [tag("span", words, class_="fb-quiet")]
    again = button(t("Another take"), "another", data_step=step)
    several = button(t("{n} candidates to choose from", n=4), "candidates", data_step=step, data_count=min(4, MOST))
    return [again, several]


def _card(t: Tongue, view: ShotView, one: Kept, number: int) -> Html:
    sha, words = one.take.sha256, t("Take {n} of {step}", n=number, step=step_words(t, view, one.step))
    if one.take.format == "mp4":
        shown = tag("video", src=media(sha, "mp4"), poster=thumb(sha), controls=True, preload="none", muted=True, loop=True, playsinline=True, aria_label=words)
    elif one.take.format == "wav":
        shown = tag("audio", src=media(sha, "wav"), controls=True, preload="none", aria_label=words)
    else:
        shown = picture(sha, words)
    standing = {"in use": t("in use"), "chosen": t("chosen by you"), "last": t("seen last, out of date"), "other": t("kept")}[one.standing]
    facts = [one.take.made_at[:16].replace("T", " "), t("your own") if one.take.way == "own" else t("seed {n}", n=one.seed)]
    read = view.readings.get((one.step, sha))
    choose = button(t("Use this take"), "choose", data_step=one.step, data_sha=sha, aria_label=t("Use this take: {take}", take=words)) if one.standing in ("other", "last") else None
    hold = button(t("Hold on to it"), "choose", data_step=one.step, data_sha=sha, title=t("It stays, whatever changes in the shot")) if one.standing == "in use" else None
    stands = tag("span", standing, class_="fb-badge", data_standing=one.standing)
    return tag("li", shown, stands, tag("small", " · ".join(facts)), watch.card(t, read, words) if read else None, choose, hold, class_="take-card")


def framings(t: Tongue, found: Sequence[Framed]) -> Html:
    """The shot framed otherwise: pictures to choose from; choosing one changes the shot's fields."""
    made = sum(one.take is not None for one in found)
    cards = [
        tag(
            "li", picture(one.take.sha256 if one.take else None, one.words), tag("strong", _framed(t, one.words)),
            button(t("Frame it so"), "frame", data_name=one.name, aria_label=t("Frame it so: {words}", words=_framed(t, one.words))), class_="take-card",
        ) for one in found
    ] if made else []  # fmt: skip
    ask = button(t("Draw {n} other framings", n=len(found)), "framings") if made < len(found) else None
    about = tag("p", t("Nearer, farther, from below, turned: each is the same moment, seen otherwise. Nothing changes until you choose."), class_="fb-quiet")
    return tag("section", tag("h2", t("Other framings")), about, tag("p", ask) if ask else None, tag("ul", *cards, class_="take-strip") if cards else None, class_="fb-card fb-pad")


def _framed(t: Tongue, words: str) -> str:
    return ", ".join(t(part) for part in words.split(", "))
