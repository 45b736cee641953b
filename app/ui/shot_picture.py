"""What a shot looks like now, and what making it would do: the frame or the clip, its state, what would be made again and why, what to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.explain import Explained
from app.shots import ShotView
from app.ui.markup import Html, button, join, link, media, picture, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.steps import MARK
from storyboard.timing import DRAWINGS, HANDLE
from storyboard.watched import READING

STATES = {"have": "made", "will make": "to be made", "may make": "to be made", "cannot make": "cannot be made"}


def head(t: Tongue, view: ShotView) -> Html:
    """Where in the film the shot is, the shots beside it, and its state."""
    story = view.head.id
    before = _beside(t("Shot before"), "‹ ", "", view.before, story, "fb-key-j")
    after = _beside(t("Shot after"), "", " ›", view.after, story, "fb-key-k")
    title = tag("h1", t("Shot {number} (scene {scene}, shot {shot})", **numbers(view)), " ", tag("span", state(t, view), class_="fb-badge", data_state=clip_of(view).state))
    beat = tag("p", view.scene.beat, class_="fb-quiet", lang=view.story.language) if view.scene.beat else None
    return tag("div", tag("nav", before, after, aria_label=t("Shots beside this one"), class_="fb-row"), title, beat)


def numbers(view: ShotView) -> dict[str, int]:
    scenes = [scene.id for scene in view.story.scenes]
    return {"scene": 1 + scenes.index(view.scene.id), "shot": 1 + [shot.id for shot in view.scene.shots].index(view.shot.id), "number": 1 + [shot.id for shot in view.story.shots].index(view.shot.id)}


def clip_of(view: ShotView) -> Explained:
    return next(one for one in view.steps if one.step.id == f"clip:{view.shot.id}")


def state(t: Tongue, view: ShotView) -> str:
    """In a word or two, never by colour alone."""
    clip = clip_of(view)
    if clip.state == "have":
        return t("chosen by you") if clip.step.pin else t("made")
    if clip.state == "cannot make":
        return t("cannot be made")
    return t("out of date: seen as it was") if view.media(clip.step.id) else t("not made yet")


def frame(t: Tongue, view: ShotView) -> Html:
    """The clip where there is one, as it is or as it was; else the first picture; else how to see one soon."""
    clip, still = view.media(f"clip:{view.shot.id}"), view.media(f"still:{view.shot.id}")
    words = view.shot.words or t("shot {name}", name=view.shot.id)
    fresh_still = any(one.standing in ("in use", "chosen") for one in view.of(f"still:{view.shot.id}"))
    if clip and (clip_of(view).state == "have" or not fresh_still):
        begin = f"#t={HANDLE / float(DRAWINGS):.3f},{HANDLE / float(DRAWINGS) + view.shot.frames / 24:.3f}"
        shown = tag("video", src=media(clip, "mp4") + begin, controls=True, loop=True, preload="metadata", playsinline=True, muted=True, aria_label=words, id="shot-video")
        play = button(t("Play"), "play", class_="fb-key-space", title=t("Play (space)"))
    else:
        shown, play = picture(still, words if still else t("No picture yet of: {words}", words=words), 960), None
    stale = clip_of(view).state != "have" and (clip if not fresh_still else None)
    under = t("This is the clip as it was; the shot has changed since.") if stale else t("Its first picture, as it is now.") if still and fresh_still and play is None else ""
    return tag("figure", shown, tag("figcaption", under) if under else None, tag("div", play, *_make(t, view, fresh_still), class_="fb-row"), class_="shot-frame")


def _make(t: Tongue, view: ShotView, has_still: bool) -> list[Html]:
    draw = button(t("Draw its first picture"), "draw", title=t("about a second")) if not has_still else None
    ready = all(one.state == "have" for one in view.steps)
    make = button(t("Make this shot"), "make", class_=f"{'' if ready else 'fb-primary '}fb-key-m fb-key-make", title=t("Make this shot (m)"))
    return [one for one in (draw, make) if one is not None]


def status(t: Tongue, view: ShotView, failures: Mapping[str, str]) -> Html:
    """What would be made again and why; what to know of it; what the lints find, with a button where an edit mends it."""
    todo = [one for one in view.steps if one.state != "have"]
    rows = [tag("li", tag("strong", step_words(t, view, one.step.id)), f": {why(t, view, one)}") for one in todo]
    count = t("One step of this shot would be made") if len(todo) == 1 else t("{n} steps of this shot would be made", n=len(todo))
    what = tag("details", tag("summary", count), tag("ul", *rows), tag("p", _after(t, view), class_="fb-quiet"), open=len(todo) < 4) if todo else None
    nothing = tag("p", t("Everything of this shot is made. Nothing would be made again.")) if not todo else None
    failed = [tag("p", t("{step} could not be made: {why}", step=step_words(t, view, step), why=message), class_="fb-danger") for step, message in failures.items()]
    told = [tag("p", f"{step_words(t, view, step)}: {words}.", class_="fb-warn") for step, words in view.remarks.items()]
    found = [_finding(t, one, n) for n, one in enumerate(view.findings)]
    return tag("section", tag("h2", t("What making it would do")), *failed, nothing, what, _retake(t, view), *told, *found, class_="fb-card fb-pad")


def why(t: Tongue, view: ShotView, one: Explained) -> str:
    """The plan's reason, in words of the film."""
    if one.why.startswith("hangs on "):
        return t("it follows {step}", step=step_words(t, view, one.why.removeprefix("hangs on ")))
    if one.why.startswith("changed: "):
        names = [step_words(t, view, part) if ":" in part else t(_field(part)) for part in one.why.removeprefix("changed: ").split(", ")]
        return t("changed: {what}", what=", ".join(dict.fromkeys(names)))
    return t(one.why)


def _field(name: str) -> str:
    """The last words of a recipe's field: "params.staging.camera.amount" -> "camera amount"."""
    parts = [part for part in name.split(".") if part not in ("params", "way", "staging") and not part.isdecimal()]
    return " ".join(parts[-2:]).replace("_", " ")


def step_words(t: Tongue, view: ShotView, step: str) -> str:
    """A step as people call it."""
    step, _, seed = step.partition(MARK)
    kind, _, name = step.partition(":")
    if kind == READING:
        return t("the reading of {step}", step=step_words(t, view, f"{name}{MARK}{seed}" if seed else name))
    if seed:
        return t("a take of the clip (seed {n})", n=seed)
    if kind == "voice":
        line = next((one for one in view.shot.lines if one.id == name), None)
        return t("the voice of “{words}”", words=line.text if len(line.text) < 40 else line.text[:38] + "…") if line else step
    if kind == "portrait":
        who = next((one.name for one in view.story.characters if one.id == name.partition(".")[0]), name)
        return t("the portrait of {name}", name=who)
    plain = {"still": t("the first picture"), "clip": t("the clip"), "base": t("the clip beside the retake"), "keyframe": t("your picture"), "scene": t("the scene")}
    return plain.get(kind, step)


def _after(t: Tongue, view: ShotView) -> str:
    kinds = {one.step.kind for one in view.steps if one.state != "have"}
    if kinds & {"clip", "still", "portrait"}:
        return t("After it the film puts its scene together again and joins it; every other shot stays as it is.")
    return t("After it the sound is mixed again and joined; every picture stays as it is.")


def _retake(t: Tongue, view: ShotView) -> Html | None:
    part = view.shot.retake
    if part is None:
        return None
    span = t("{begin} to {end} s", begin=f"{part.begin / 24:.2f}", end=f"{part.end / 24:.2f}")
    off = button(t("Take the retake off"), "whole")
    words = t("Only {span} is a retake; the rest is the clip as it was.", span=span) if view.retake else t("The retake of {span} holds no longer, since the shot shows something else now.", span=span)
    return tag("p", words, " ", off, class_="fb-row" if view.retake else "fb-row fb-warn")


def _finding(t: Tongue, one: Any, place: int) -> Html:
    mend = button(t("Mend it"), "mend", data_finding=place) if one.changes else None
    return tag("p", tag("strong", t("Continuity: {what}", what=one.what)), f" {one.detail}. {one.fix} ", mend, class_="fb-warn")


def _beside(words: str, before: str, behind: str, shot: str | None, story: str, key: str) -> Html:
    if shot is None:
        return tag("span", f"{before}{words}{behind}", class_="fb-button fb-quiet", aria_disabled="true")
    return join(link(f"{before}{words}{behind}", Place("shot", story, shot).address, class_=f"fb-button {key}", title=f"{words} ({key[-1]})"))
