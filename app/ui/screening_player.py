"""The player: the film, its chapters as a strip, its shots as a list that follows the playhead. screening.js moves them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.screenings import export_address
from app.ui.markup import Html, button, join, link, media, picture, tag, thumb
from app.ui.place import Place
from app.ui.shell import Shell
from app.ui.sizes import shape_of, shapes
from app.ui.tongue import Tongue
from storyboard.cuesheet import Chapter, CueSheet, ShotCue

if TYPE_CHECKING:
    from app.ui.screening import Seen

LISTED = 600  # shots in the list; longer films are jumped through by their scenes


def at(seconds: float) -> str:
    """A time in the film: "1:07"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def top(t: Tongue, now: Seen) -> Html:
    """The film's name, and the choice between the shapes of the film, and its animatic."""
    kinds = {**shapes(t), "animatic": t("Animatic")}
    current = "animatic" if now.is_animatic else shape_of(now.size)
    tabs = [
        link(words, now.place.at(part=part).address, class_="fb-tab", aria_current="page" if part == current else None) for part, words in kinds.items()
    ]  # fmt: skip
    return tag("div", tag("h1", now.story.title), tag("nav", *tabs, class_="fb-tabs", aria_label=t("What is watched")), class_="screen-top fb-row")


def html(shell: Shell, now: Seen) -> Html:
    """Nothing here hangs on anything but the film that is watched and the pictures of its shots."""
    if now.film is None:
        return _none(shell.t, now)
    t, film = shell.t, now.film
    cues = shell.studio.cues(now.head.id, film.revision)
    stills = {step: kept.sha256 for step, kept in shell.studio.made(now.steps, "still").items()}
    stage = tag("div", _video(t, now, cues, next(iter(stills.values()), None)), _transport(t, cues), _strip(t, cues), class_="screen-stage")
    told = json.dumps([[c.shot.id, *c.span, c.shot.trim.begin, c.shot.frames] for c in cues.shots], separators=(",", ":"))
    return tag("section", stage, _list(t, now, cues, stills), class_="screen-room", aria_label=t("Player"), data_cues=told, data_story=now.head.id)


def _none(t: Tongue, now: Seen) -> Html:
    """Nothing to watch yet: what can be made, and how long it takes."""
    is_animatic = now.is_animatic and now.place.part == "animatic"
    words = t("There is no animatic of this story yet.") if is_animatic else t("There is no film of this story yet.")
    if not is_animatic and now.films:
        words = t("There is no film of this story in this shape yet: {shape}. Its clips are the same, so only the cut is made.", shape=shapes(t)[shape_of(now.size)])
    film = button(t("Make the film"), "make", data_target="film", class_="fb-primary fb-key-make" if not is_animatic else "")
    quick = button(t("Make the animatic"), "make", data_target="animatic", class_="fb-primary" if is_animatic else "")
    hint = t("The animatic is the whole film drawn in seconds, with its voices and music: the cut can be judged before the pictures are made.")
    return tag("section", tag("p", words), tag("p", film, quick, class_="fb-row screen-center"), tag("p", hint), class_="fb-empty fb-card")


def _video(t: Tongue, now: Seen, cues: CueSheet, poster: str | None) -> Html:
    """The subtitles are a track to switch where they are not in the picture already."""
    film = now.film
    assert film is not None
    head = replace(now.head, revision=film.revision)
    words = tag("track", kind="captions", srclang=now.story.language, label=t("Subtitles"), src=export_address(head, film.size, "vtt"), default=not cues.is_burned)
    parts = tag("track", kind="chapters", srclang=now.story.language, label=t("Scenes"), src=export_address(head, film.size, "chapters.vtt"))
    return tag(
        "video", words, parts, src=media(film.sha256, "mp4"), poster=thumb(poster or film.sha256, 640), controls=True, preload="metadata", playsinline=True, class_="screen-film",
        width=film.width, height=film.height, style=f"aspect-ratio: {film.width} / {film.height}", aria_label=now.story.title, data_burned="yes" if cues.is_burned else None,
    )  # fmt: skip


def _transport(t: Tongue, cues: CueSheet) -> Html:
    """Buttons of the player; their keys are in their titles."""
    steps = (
        ("previous", "«", t("Shot before (left arrow)"), "ArrowLeft"), ("back", "‹", t("A frame back (,)"), ","), ("toggle", "▶", t("Play or pause (space)"), "space"),
        ("on", "›", t("A frame on (.)"), "."), ("next", "»", t("Next shot (right arrow)"), "ArrowRight"), ("full", t("Whole screen"), t("Whole screen (f)"), "f"),
    )  # fmt: skip
    buttons = [
        tag("button", sign, type="button", data_play=play, title=words, aria_label=words, class_=f"fb-button fb-key-{key}") for play, sign, words, key in steps
    ]  # fmt: skip
    burned = t("Subtitles are in the picture")
    captions = tag("span", burned, class_="fb-quiet") if cues.is_burned else tag(
        "button", t("Subtitles"), type="button", data_play="captions", aria_pressed="true", title=t("Show or hide the subtitles (c)"), class_="fb-button fb-key-c"
    )  # fmt: skip
    at = tag("span", "0:00.00", class_="screen-clock", role="timer", aria_label=t("Time in the film"))
    return tag("div", *buttons, captions, at, tag("span", "", class_="screen-now", aria_live="off"), class_="screen-transport fb-row", role="group", aria_label=t("Playing"))


def _strip(t: Tongue, cues: CueSheet) -> Html:
    """Chapters, each as wide as it is long."""
    parts = [tag("li", _chapter(t, one, n), style=f"flex-grow:{one.span.end - one.span.start}") for n, one in enumerate(cues.chapters)]
    return tag("nav", tag("ol", *parts), class_="screen-strip", aria_label=t("Scenes"))


def _chapter(t: Tongue, one: Chapter, number: int) -> Html:
    start, end = one.span.seconds
    name = t("Title") if one.scene is None and number == 0 else t("Credits") if one.scene is None else f"{number}. {one.name}"
    return tag("button", tag("span", name), type="button", data_at=one.span.start, data_end=one.span.end, title=f"{name}, {at(start)} - {at(end)}")


def _list(t: Tongue, now: Seen, cues: CueSheet, stills: Mapping[str, str]) -> Html:
    rows = [_row(t, now, one, stills.get(f"still:{one.shot.id}")) for one in cues.shots[:LISTED]]
    more = len(cues.shots) - LISTED
    rest = tag("p", t("{n} more shots: jump to them by their scenes.", n=more), class_="fb-quiet") if more > 0 else None
    return tag("div", tag("h2", t("Shots")), tag("ol", *rows, class_="screen-shots"), rest, class_="screen-side")


def _row(t: Tongue, now: Seen, one: ShotCue, still: str | None) -> Html:
    start, end = one.span.seconds
    said = one.shot.words or " ".join(line.text for line in one.shot.lines) or one.shot.id
    name = t("Shot {n}", n=one.number)
    words = join(tag("strong", name), " ", tag("span", f"{at(start)}, {end - start:.1f} s", class_="screen-time"), tag("span", said, class_="screen-words"))
    jump = tag("button", picture(still, "", 160), tag("span", words), type="button", class_="screen-jump", data_at=one.span.start)
    onward = link(t("Open"), Place("shot", now.place.story, one.shot.id).address, class_="screen-open", aria_label=t("Open shot {n} on its page", n=one.number))
    trim = button(t("Trim"), "select", data_shot=one.shot.id, class_="fb-quiet", aria_label=t("Trim shot {n}", n=one.number))
    return tag("li", jump, tag("span", onward, trim, class_="screen-acts"), data_shot=one.shot.id)
