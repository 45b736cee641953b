"""The cut and the sound: a shot's trim, the levels of the mix, where the subtitles are. An edit makes only scene, music, mix and film again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.changes import changed
from app.ui.markup import Html, button, join, tag
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from storyboard import timing
from storyboard.edit import Op, Set
from storyboard.errors import BadInput
from storyboard.sound import Levels
from storyboard.story import Shot

if TYPE_CHECKING:
    from app.ui.screening import Seen

LEVELS = tuple(Levels.model_fields)
QUIETEST, LOUDEST = -24, 12  # dB


def html(shell: Shell, now: Seen) -> Html:
    t = shell.t
    return tag("div", _trim(t, now), _levels(t, now), _subtitles(t, now), class_="screen-desk")


def edited(shell: Shell, now: Seen, data: dict[str, Any]) -> str:
    """A field of this panel as an edit; what to say of it, "" when nothing differs. BadInput, Conflict."""
    t, asked = shell.t, data["do"]
    if asked == "trim":
        say, ops = _trimmed(t, now, data)
    elif asked == "untrim":
        say, ops = t("The shot is whole again."), [Set(target=f"shot:{data['shot']}", field="trim", value={"begin": 0, "end": 0})]
    elif asked == "level":
        say, ops = t("Another balance, from the next film on."), [Set(target="story", field=f"levels.{data['kind']}", value=_number(data["value"]))]
    elif asked == "even":
        say, ops = t("The usual balance."), [Set(target="story", field="levels", value=Levels().model_dump())]
    elif asked == "subtitles":
        say, ops = t("Saved. The film has it when it is made again."), [Set(target="story", field="subtitles", value=data["value"])]
    else:
        return ""
    before = shell.studio.find(now.head.id).revision
    change = changed(ops, "; ".join(f"{op.target}.{op.field}".replace("story.", "", 1) for op in ops if isinstance(op, Set)))
    return say if shell.studio.edit(now.head.id, change).revision != before else ""


def _trimmed(t: Tongue, now: Seen, data: dict[str, Any]) -> tuple[str, list[Op]]:
    end = "begin" if data["end"] == "begin" else "end"
    shot = _shot(now, data["shot"])
    frames = round(_number(data["value"]))
    most = getattr(timing.room(shot), end)
    if frames > most:
        raise BadInput(t("Shot {name} can lose at most {n} frames there: its lines are heard whole, and half a second of it is seen.", name=shot.id, n=most))
    left = shot.model_copy(update={"trim": shot.trim.model_copy(update={end: frames})}).shown
    return t("Trimmed: {seconds} s of the shot are seen.", seconds=f"{left / 24:.2f}"), [Set(target=f"shot:{shot.id}", field=f"trim.{end}", value=max(0, frames))]


def _number(said: Any) -> float:
    try:
        return float(said)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{str(said)[:40]!r} is no number. Give frames, or dB.") from error


def _shot(now: Seen, wanted: str) -> Shot:
    found = next((one for one in now.story.shots if one.id == wanted), None)
    if found is None:
        raise BadInput(f"The story has no shot {wanted!r} any more. Choose another in the list.")
    return found


def _trim(t: Tongue, now: Seen) -> Html:
    shot = next((one for one in now.story.shots if one.id == now.place.shot), None)
    trimmed = [one for one in now.story.shots if one.trim.begin or one.trim.end]
    if shot is None:
        words = t("Choose Trim beside a shot of the list: the film then begins it later or ends it sooner, and its clip stays as it is.")
        count = tag("p", t("{n} shots are trimmed.", n=len(trimmed))) if trimmed else None
        return tag("section", tag("h2", t("Trims")), tag("p", words, class_="fb-quiet"), count, class_="fb-card fb-pad")
    number = now.story.shots.index(shot) + 1
    room = timing.room(shot)
    bounds = {"begin": (t("Frames cut at its beginning"), t("Begin at the playhead (i)"), "i"), "end": (t("Frames cut at its end"), t("End at the playhead (o)"), "o")}
    fields = [_bound(shot, end, getattr(room, end), words) for end, words in bounds.items()]
    bar = tag(
        "div", *(tag("span", class_=f"screen-{part}", style=f"flex-grow:{n}") for part, n in (("cut", shot.trim.begin), ("kept", shot.shown), ("cut", shot.trim.end))),
        class_="screen-clip", role="img", aria_label=t("{shown} of {all} frames are seen", shown=shot.shown, all=shot.frames),
    )  # fmt: skip
    said = t("{shown} s of {all} s are seen. 24 frames are a second; lines are heard whole.", shown=f"{shot.shown / 24:.2f}", all=f"{shot.frames / 24:.2f}")
    whole = button(t("Whole again"), "untrim", data_shot=shot.id) if shot in trimmed else None
    done = button(t("Done"), "select", data_shot="", class_="fb-quiet")
    return tag("section", tag("h2", t("Trim shot {n}", n=number)), bar, *fields, tag("p", said, class_="fb-quiet"), tag("p", whole, done, class_="fb-row"), class_="fb-card fb-pad", data_open=shot.id)


def _bound(shot: Shot, end: str, most: int, words: tuple[str, str, str]) -> Html:
    label, mark, key = words
    name = f"screen-trim-{end}"
    field = tag(
        "input", id=name, type="number", min=0, max=most, step=1, value=getattr(shot.trim, end), inputmode="numeric", data_do="trim", data_end=end, data_shot=shot.id,
    )  # fmt: skip
    here = tag("button", mark, type="button", class_=f"fb-button fb-key-{key}", data_mark=end, data_shot=shot.id, disabled=most == 0)
    return tag("div", tag("label", tag("span", f"{label} (0 - {most})"), field, class_="fb-field", for_=name), here, class_="screen-bound")


def _levels(t: Tongue, now: Seen) -> Html:
    names = {"dialogue": t("Dialogue"), "narration": t("Narration"), "music": t("Music"), "ambience": t("Ambience"), "effects": t("Effects")}
    rows = []
    for kind in LEVELS:
        value = getattr(now.story.levels, kind)
        name = f"screen-level-{kind}"
        slider = tag(
            "input", id=name, type="range", min=QUIETEST, max=LOUDEST, step=1, value=f"{value:g}", data_do="level", data_kind=kind, aria_valuetext=db(value),
        )  # fmt: skip
        rows.append(tag("div", tag("label", names[kind], for_=name), slider, tag("output", db(value), for_=name), class_="screen-level"))
    even = button(t("The usual balance"), "even") if now.story.levels != Levels() else None
    hint = t("0 dB is as the mix balances it. The film as a whole keeps its loudness; music gives way to voices as before.")
    return tag("section", tag("h2", t("Levels of the mix")), *rows, tag("p", hint, class_="fb-quiet"), even, class_="fb-card fb-pad")


def db(value: float) -> str:
    """ "+3 dB"; 0 has no sign."""
    return f"{value:+g} dB" if value else "0 dB"


def _subtitles(t: Tongue, now: Seen) -> Html:
    choices = {"burned": t("In the picture: seen wherever the film is shown"), "beside": t("Beside it: a track that the player shows and hides")}
    rows = [
        tag("label", tag("input", type="radio", name_="screen-subtitles", value=value, checked=now.story.subtitles == value, data_do="subtitles"), tag("span", words), class_="screen-choice")
        for value, words in choices.items()
    ]  # fmt: skip
    return tag("section", tag("fieldset", join(tag("legend", tag("h2", t("Subtitles"))), *rows)), class_="fb-card fb-pad")
