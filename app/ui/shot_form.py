"""The fields of a shot, in film words: the frame, where and when, who is in it, what is said; and what experts look at, folded away."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from app.shots import ShotView
from app.ui import fields, shot_sound
from app.ui.fields import NONE, Option, Spot
from app.ui.markup import Html, button, join, media, tag
from app.ui.tongue import Tongue
from storyboard import timing
from storyboard.document import Word
from storyboard.grammar import MOVE_WORDS, Angle, Ease, Lens, Move, Size, Transition
from storyboard.prompts import Prompt
from storyboard.sound import Delivery, Mood
from storyboard.staging import Action, Emotion, Facing, Hour, Season, Weather, Where
from storyboard.story import Line, Presence

LONGEST = timing.LONGEST_SHOT / 24


def html(t: Tongue, view: ShotView) -> Html:
    groups = (_frame(t, view), _scene(t, view), _people(t, view), _lines(t, view), shot_sound.html(t, view), _experts(t, view))
    return tag("div", *groups, class_="shot-form")


def words(t: Tongue, kind: type[Word], empty: str = "") -> list[Option]:
    """Every word of a vocabulary with its meaning; first nothing, where there may be nothing."""
    return [*([Option(NONE, empty)] if empty else []), *(Option(one.value, t(one.value), t(one.meaning) if one.meaning else "") for one in kind)]


def _group(title: str, *inside: Any, about: str = "") -> Html:
    return tag("section", tag("h2", title), tag("p", about, class_="fb-quiet") if about else None, *inside, class_="fb-card fb-pad")


def _grid(*inside: Any) -> Html:
    return tag("div", *inside, class_="fb-fields")


def _frame(t: Tongue, view: ShotView) -> Html:
    shot = view.shot
    at = partial(Spot, f"shot:{shot.id}")
    plus, minus = MOVE_WORDS[shot.camera.move]
    amount = t("to the left {minus}, to the right {plus}", plus=t(plus), minus=t(minus)) if plus != minus else t("how much of it")
    least = timing.needed(shot) / 24
    lasting = t("{least} to {most} s: its lines need {least}", least=f"{least:.2f}", most=f"{LONGEST:.2f}")
    props = [Option(NONE, t("nothing in particular")), *(Option(one.id, one.name) for one in view.story.things)]
    return _group(
        t("The frame"),
        fields.text(at("words", shot.words, t("What happens"), kind="text"), 2),
        _grid(
            fields.choice(at("size", shot.size.value, t("Shot size"), t("how much of the figure is seen")), words(t, Size)),
            fields.choice(at("angle", shot.angle.value, t("Angle"), t("where the camera looks from")), words(t, Angle)),
            fields.choice(at("lens", shot.lens.value, t("Lens"), t("how deep the space is")), words(t, Lens)),
            fields.choice(at("camera.move", shot.camera.move.value, t("Camera move"), t("over the whole shot")), words(t, Move)),
            fields.slider(at("camera.amount", shot.camera.amount, t("Amount of the move"), amount, "float"), -1, 1),
            fields.choice(at("camera.ease", shot.camera.ease.value, t("Ease"), t("how the move starts and ends")), words(t, Ease)),
            fields.slider(at("motion", shot.motion, t("Motion"), t("how lively the figures move"), "float"), 0, 1),
            fields.choice(at("transition", shot.transition.value, t("Begins with"), t("how it follows the shot before")), words(t, Transition)),
            fields.number(at("frames", shot.frames, t("Length in seconds"), lasting, "seconds"), 2, round(LONGEST, 2), 0.01),
            fields.choice(at("focus", shot.focus, t("Thing in focus"), t("what an insert shows"), "none"), props),
            fields.choice(at("aperture", shot.aperture, t("Behind the figures"), t("how soft the place is there"), "amount"), _soft(t, shot.aperture)),
        ),
    )  # fmt: skip


def _soft(t: Tongue, now: float | None) -> list[Option]:
    known = {NONE: t("as the film has it"), "0": t("sharp throughout"), "0.25": t("a little soft"), "0.5": t("soft"), "0.75": t("very soft"), "1": t("as soft as can be")}
    own = {} if now is None or f"{now:g}" in known else {f"{now:g}": f"{now:g}"}
    return [Option(value, words) for value, words in (known | own).items()]


def _scene(t: Tongue, view: ShotView) -> Html:
    scene, shots = view.scene, len(view.scene.shots)
    at = partial(Spot, f"scene:{scene.id}")
    return _group(
        t("Where and when"),
        _grid(
            fields.choice(at("setting", scene.setting, t("Place")), [Option(one.id, one.name, t(one.place.meaning)) for one in view.story.settings]),
            fields.choice(at("hour", scene.hour.value, t("Time of day")), words(t, Hour)),
            fields.choice(at("weather", scene.weather.value, t("Weather")), words(t, Weather)),
            fields.choice(at("season", scene.season.value, t("Season")), words(t, Season)),
            fields.choice(at("mood", scene.mood.value, t("Mood of the music")), words(t, Mood)),
            fields.number(at("tempo", scene.tempo, t("Tempo of the music"), t("beats a minute, 50 to 160"), "int"), 50, 160, 1),
        ),
        about=t("Of the whole scene: a change here changes all its {n} shots.", n=shots) if shots > 1 else t("Of the scene, which is this shot alone."),
    )


def _people(t: Tongue, view: ShotView) -> Html:
    there = [one.character for one in view.shot.subjects]
    absent = [one for one in view.story.characters if one.id not in there]
    add = None
    if absent and len(there) < 4:
        options = [tag("option", t("choose who"), value=NONE), *(tag("option", one.name, value=one.id) for one in absent)]
        add = tag("label", tag("span", t("Somebody else comes in")), tag("select", *options, data_do="come"), class_="fb-field")
    empty = tag("p", t("Nobody is in this shot."), class_="fb-quiet") if not there else None
    return _group(t("Who is in it"), empty, *(_subject(t, view, one) for one in view.shot.subjects), add)


def _subject(t: Tongue, view: ShotView, one: Presence) -> Html:
    story, who = view.story, view.story.character(one.character)

    def at(field: str, value: Any, label: str, info: str = "", kind: str = "word") -> Spot:
        return Spot(f"shot:{view.shot.id}", f"subjects.{one.character}.{field}", value, label, info, kind)

    others = [Option(NONE, t("nobody")), *(Option(p.character, story.character(p.character).name) for p in view.shot.subjects if p.character != one.character)]
    props = [Option(NONE, t("empty hands")), *(Option(thing.id, thing.name) for thing in story.things)]
    worn = [Option(costume.id, costume.words or costume.id) for costume in who.costumes]
    seen = list(one.visible)
    return tag(
        "fieldset", tag("legend", who.name),
        _grid(
            fields.choice(at("action", one.action.value, t("Does")), words(t, Action)),
            fields.choice(at("target", one.target, t("To whom"), kind="none"), others),
            fields.choice(at("emotion", one.emotion.value, t("Feels")), words(t, Emotion)),
            fields.choice(at("prop", one.prop, t("Holds"), kind="none"), props),
            fields.choice(at("where", one.where.value, t("Stands")), words(t, Where)),
            fields.choice(at("facing", one.facing.value, t("Looks")), words(t, Facing)),
            fields.choice(at("costume", one.costume or worn[0][0], t("Wears"), kind="none"), worn) if len(worn) > 1 else None,
            fields.number(at("visible", seen, t("On screen from (%)"), t("share of the shot"), "from"), 0, 100, 1),
            fields.number(at("visible", seen, t("On screen to (%)"), t("share of the shot"), "to"), 0, 100, 1),
        ),
        tag("p", button(t("{name} is not in this shot", name=who.name), "go", data_who=one.character)),
    )  # fmt: skip


def _lines(t: Tongue, view: ShotView) -> Html:
    cast = [Option(NONE, t("the narrator")), *(Option(one.id, one.name) for one in view.story.characters)]
    new = tag(
        "fieldset", tag("legend", t("A new line")),
        tag("label", tag("span", t("Who says it")), tag("select", *(tag("option", one.words, value=one.value) for one in cast), name_="speaker"), class_="fb-field"),
        tag("label", tag("span", t("Words")), tag("textarea", rows=2, maxlength=400, name_="text"), class_="fb-field"),
        tag("p", button(t("Add the line"), "say", data_gather=True)), data_group=True,
    ) if len(view.shot.lines) < 6 else tag("p", t("A shot has at most six lines."), class_="fb-quiet")  # fmt: skip
    empty = tag("p", t("Nobody speaks in this shot."), class_="fb-quiet") if not view.shot.lines else None
    return _group(t("What is said"), empty, *(_line(t, view, one, cast, n) for n, one in enumerate(view.shot.lines)), new)


def _line(t: Tongue, view: ShotView, line: Line, cast: Iterable[Option], place: int) -> Html:
    at = partial(Spot, f"line:{line.id}")
    name = view.story.character(line.speaker).name if line.speaker else t("the narrator")
    sound = view.media(f"voice:{line.id}")
    fresh = any(one.standing in ("in use", "chosen") for one in view.of(f"voice:{line.id}"))
    heard = tag("audio", src=media(sound, "wav"), controls=True, preload="none", aria_label=t("The voice of this line")) if sound else None
    stale = tag("span", t("the voice as it was before"), class_="fb-warn") if sound and not fresh else None
    up = button(t("Earlier"), "earlier", data_line=line.id, aria_label=t("Say this line before the one above")) if place else None
    return tag(
        "fieldset", tag("legend", t("Line {n}: {name}", n=place + 1, name=name)),
        fields.text(at("text", line.text, t("Words"), t("{s} s are kept for it", s=f"{line.slot / 24:.1f}"), "text"), 2, 400),
        _grid(
            fields.choice(at("speaker", line.speaker, t("Who says it"), kind="none"), cast),
            fields.choice(at("delivery", line.delivery.value, t("How"), t("the way it is said")), words(t, Delivery)),
            fields.check(at("on_screen", line.on_screen, t("The speaker is seen"), kind="bool")),
        ),
        tag("p", heard, stale, up, button(t("Remove the line"), "unsay", data_line=line.id, data_sure=t("Remove this line?")), class_="fb-row"),
    )  # fmt: skip


def _experts(t: Tongue, view: ShotView) -> Html:
    shot = view.shot
    at, film = partial(Spot, f"shot:{shot.id}"), partial(Spot, "story")
    stills = [Option("drawn", t("drawn by the drawn world")), Option("tiny", t("made by the embedded net (still learning)")), Option("diffusers", t("made by a published net that is set up")), Option("api", t("made by an image service"))]
    clips = [
        Option("dit", t("animated by the embedded net")), Option("drawn", t("drawn throughout")), Option("wan", t("by published weights of Wan; `fabula weights` sets them up")),
        Option("diffusers", t("made by a published net that is set up")), Option("api", t("made by a video service")),
    ]  # fmt: skip
    made = [tag("li", tag("code", one.step.id), f" {one.way_words} ", tag("span", (one.key or t("not known yet"))[:12], class_="fb-quiet")) for one in view.steps]
    return tag(
        "details", tag("summary", t("For experts: ways, seeds, prompts")),
        _grid(
            fields.choice(film("direction.still", view.story.direction.still, t("First pictures"), t("of the whole film")), stills),
            fields.choice(film("direction.clip", view.story.direction.clip, t("Motion"), t("of the whole film")), clips),
            fields.check(film("direction.smooth", view.story.direction.smooth, t("24 drawings a second instead of 12"), t("of the whole film"), "bool")),
            fields.number(at("seeds.still", shot.seeds.still, t("Seed of the still"), kind="int"), 0, 2**31 - 1, 1),
            fields.number(at("seeds.clip", shot.seeds.clip, t("Seed of the clip"), kind="int"), 0, 2**31 - 1, 1),
        ),
        fields.text(at("prompt.more", shot.prompt.more, t("Said to the models beside the rest"), t("the embedded nets read no free words; models from outside do"), "text"), 2),
        fields.text(at("prompt.avoid", shot.prompt.avoid, t("What should not be seen"), t("negative words, for models that read them"), "text"), 2),
        tag("h3", t("How each step is made")), tag("ul", *made), tag("h3", t("What models are told")), *(_prompt(t, one) for one in view.prompts), class_="fb-card fb-pad",
    )  # fmt: skip


def _prompt(t: Tongue, one: Prompt) -> Html:
    negative = tag("p", t("Not: {words}", words=one.negative), class_="fb-quiet") if one.negative else None
    told = t("{target}, about {n} of {most} tokens", target=one.target, n=one.tokens, most=one.most)
    return join(tag("details", tag("summary", told), tag("pre", one.text, class_="shot-prompt"), negative))
