"""One of the cast: who it is, look, outfits, voice, how they stand to the others, the library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.ui import fields
from app.ui.fields import Option, Spot
from app.ui.markup import Html, button, join, link, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.document import Word
from storyboard.look import Build, Color, Extra, Garment, Hair, Hat, Kind, Marking, Skin
from storyboard.sitting import NARRATOR, sample
from storyboard.sound import Voice, VoiceBase
from storyboard.story import Character, Costume, Story

PAINTED = (Color, Skin)  # whose meaning is a number for the painter, not words for people


def words(t: Tongue, kind: type[Word]) -> list[Option]:
    """Every word of a vocabulary, with its meaning where there is one."""
    return [Option(one.value, t(one.value), "" if kind in PAINTED or not one.meaning else t(one.meaning)) for one in kind]


def html(t: Tongue, place: Place, story: Story, who: Character) -> Html:
    costume = who.costume(place.part.partition(".")[2])
    return tag("div", _about(t, who), _look(t, who), _outfits(t, place, story, who, costume), class_="cast-form")


def rest(t: Tongue, place: Place, story: Story, who: Character, library: Sequence[str]) -> Html:
    return tag("div", _relations(t, place, story, who), _library(t, who, library), class_="cast-form")


def _group(title: str, *inside: Html | None) -> Html:
    return tag("section", tag("h2", title), *inside, class_="fb-card fb-pad")


def _grid(*inside: Html | None) -> Html:
    return tag("div", *inside, class_="fb-fields")


def name_field(t: Tongue, target: str, name: str) -> Html:
    """A name: every sentence that says it follows."""
    told = tag("small", t("every sentence that says the name follows"))
    return tag("label", tag("span", t("Name")), tag("input", type="text", value=name, maxlength=80, data_do="rename", data_target=target), told, class_="fb-field")


def _about(t: Tongue, who: Character) -> Html:
    at = partial(Spot, f"character:{who.id}")
    said = t("said word for word to models that read; what Fabula made of the look follows the look")
    return _group(
        t("Who it is"), _grid(name_field(t, f"character:{who.id}", who.name), fields.text(at("role", who.role, t("Role"), kind="text"))),
        fields.text(at("identity", who.identity, t("Identity"), said, "text"), 2),
        fields.slider(at("strength", who.strength, t("Strength of the portrait"), t("how strongly the model holds to it: 1 as learned, 0 not at all"), "float"), 0, 2),
    )  # fmt: skip


def _look(t: Tongue, who: Character) -> Html:
    at, look = partial(_inside, f"character:{who.id}", "look."), who.look
    body = [
        fields.choice(at("body", look.body.value, t("Colour")), words(t, Color)), fields.choice(at("marking", look.marking.value, t("Marking")), words(t, Marking)),
        fields.choice(at("accent", look.accent.value, t("Second colour")), words(t, Color)),
    ]  # fmt: skip
    skin = [
        fields.choice(at("skin", look.skin.value, t("Skin")), words(t, Skin)), fields.choice(at("hair", look.hair.value, t("Hair")), words(t, Hair)),
        fields.choice(at("hair_color", look.hair_color.value, t("Colour of the hair")), words(t, Color)),
        fields.choice(at("marking", look.marking.value, t("Marking")), words(t, Marking)),
    ]  # fmt: skip
    tuft = fields.choice(at("hair", look.hair.value, t("Tuft or crest")), words(t, Hair))
    return _group(
        t("Appearance"), tag("p", t("Who someone is: it never changes in the film."), class_="fb-quiet"),
        _grid(
            fields.choice(at("kind", look.kind.value, t("Kind")), words(t, Kind)), fields.choice(at("build", look.build.value, t("Build")), words(t, Build)),
            *(skin if look.is_person else [*body, tuft]), fields.choice(at("eyes", look.eyes.value, t("Eyes")), words(t, Color)),
        ),
    )  # fmt: skip


def _outfits(t: Tongue, place: Place, story: Story, who: Character, now: Costume) -> Html:
    at, worn = partial(_inside, f"character:{who.id}", f"costumes.{now.id}."), now.outfit
    tabs = [link(one.id, place.at(part=f"character:{who.id}.{one.id}").address, class_="fb-tab", aria_current="true" if one is now else None) for one in who.costumes]
    return _group(
        t("Outfits"), tag("nav", *tabs, class_="fb-tabs", aria_label=t("Outfits of {name}", name=who.name)),
        _grid(
            fields.choice(at("outfit.garment", worn.garment.value, t("Garment")), words(t, Garment)),
            fields.choice(at("outfit.color", worn.color.value, t("Colour of the garment")), words(t, Color)),
            fields.choice(at("outfit.trim", worn.trim.value, t("Trim")), words(t, Color)),
            fields.choice(at("outfit.hat", worn.hat.value, t("Hat")), words(t, Hat)),
            fields.choice(at("outfit.hat_color", worn.hat_color.value, t("Colour of the hat")), words(t, Color)),
            fields.choice(at("outfit.extra", worn.extra.value, t("And")), words(t, Extra)),
            fields.choice(at("outfit.extra_color", worn.extra_color.value, t("Colour of that")), words(t, Color)),
        ),
        fields.text(at("words", now.words, t("Said of it"), t("in words, for models that read"), "text")), _wearing(t, story, who, now), _new_outfit(t, who, now),
    )  # fmt: skip


def _wearing(t: Tongue, story: Story, who: Character, now: Costume) -> Html:
    """Where the outfit is worn, and where else it may be."""
    scenes = [(n, scene, [who.costume(p.costume).id for shot in scene.shots for p in shot.subjects if p.character == who.id]) for n, scene in enumerate(story.scenes, 1)]
    there = [t("scene {n}", n=n) for n, _, worn in scenes if now.id in worn]
    options = [tag("option", t("choose where"), value=""), tag("option", t("the whole film"), value="story")]
    options += [tag("option", t("scene {n}", n=n), value=f"scene:{scene.id}") for n, scene, worn in scenes if worn and set(worn) != {now.id}]
    choose = tag("label", tag("span", t("Wear it in")), tag("select", *options, data_do="wear", data_who=who.id, data_costume=now.id), class_="fb-field") if len(who.costumes) > 1 else None
    said = t("Worn in {where}.", where=", ".join(there)) if there else t("Worn in no shot.")
    drop = button(t("Take this outfit out"), "undress", data_who=who.id, data_costume=now.id) if len(who.costumes) > 1 else None
    return tag("div", tag("p", said, class_="fb-quiet"), choose, tag("p", drop) if drop else None)


def _new_outfit(t: Tongue, who: Character, now: Costume) -> Html:
    return tag(
        "details", tag("summary", t("Add an outfit")), tag("label", tag("span", t("Called")), tag("input", type="text", maxlength=40, name_="name", placeholder=t("ball gown")), class_="fb-field"),
        tag("p", button(t("Add"), "dress", data_gather=True, data_who=who.id, data_costume=now.id, aria_label=t("Add an outfit"))), data_group=True,
    )  # fmt: skip


def voice(t: Tongue, story: Story, who: str, now: Voice) -> Html:
    """The voice (of "narrator" too) and a sentence to hear it say."""
    at = partial(_inside, "story", "narrator.") if who == NARRATOR else partial(_inside, f"character:{who}", "voice.")
    return _group(
        t("Voice"),
        _grid(
            fields.choice(at("base", now.base.value, t("Throat")), words(t, VoiceBase)),
            fields.slider(at("pitch", now.pitch, t("Pitch"), t("lower to higher"), "float"), -1, 1),
            fields.slider(at("tempo", now.tempo, t("Tempo"), t("slower to faster than usual"), "float"), 0.8, 1.25),
            fields.slider(at("roughness", now.roughness, t("Roughness"), t("smooth to hoarse"), "float"), 0, 1),
        ),
        tag(
            "div", tag("label", tag("span", t("A sentence to hear")), tag("input", type="text", maxlength=400, name_="text", value=sample(story, who).text), class_="fb-field"),
            button(t("Hear it"), "hear", data_gather=True, data_who=who, class_="fb-key-space", title=t("Hear it (space)")), data_group=True, class_="cast-hear",
        ),
    )  # fmt: skip


def _relations(t: Tongue, place: Place, story: Story, who: Character) -> Html:
    others = [one for one in story.characters if one.id != who.id]
    rows = [
        tag("li", fields.text(Spot(f"story.relations.{one.a}>{one.b}", "words", one.words, t("{a} to {b}", a=who.name, b=story.character(one.b).name), kind="text")),
            button("×", "unrelate", data_a=one.a, data_b=one.b, aria_label=t("Take out what {a} is to {b}", a=who.name, b=story.character(one.b).name)))
        for one in story.relations if one.a == who.id
    ]  # fmt: skip
    back = [
        tag("li", link(t("{a} to {b}", a=story.character(one.a).name, b=who.name), place.at(part=f"character:{one.a}").address), f": {one.words}")
        for one in story.relations if one.b == who.id
    ]  # fmt: skip
    if not others:
        return _group(t("Relations"), tag("p", t("There is nobody else in the cast."), class_="fb-quiet"))
    options = [tag("option", one.name, value=one.id) for one in others]
    new = tag(
        "details", tag("summary", t("Add a relation")), tag("label", tag("span", t("To whom")), tag("select", *options, name_="b"), class_="fb-field"),
        tag("label", tag("span", t("In words")), tag("input", type="text", maxlength=600, name_="words", placeholder=t("friend of")), class_="fb-field"),
        tag("p", button(t("Add"), "relate", data_gather=True, data_a=who.id, aria_label=t("Add a relation"))), data_group=True, open=not rows,
    )  # fmt: skip
    return _group(t("Relations"), tag("ul", *rows, class_="cast-relations") if rows else None, tag("ul", *back) if back else None, new)


def _library(t: Tongue, who: Character, library: Sequence[str]) -> Html:
    options = [tag("option", t("choose who"), value=""), *(tag("option", one, value=one) for one in library)]
    plays = tag("label", tag("span", t("Somebody of the library plays this role")), tag("select", *options, data_do="recast", data_who=who.id), class_="fb-field") if library else None
    keep = button(t("Keep {name} for other films", name=who.name), "keep", data_who=who.id)
    drop = button(t("Take {name} out of the film", name=who.name), "remove", data_target=f"character:{who.id}", class_="fb-danger")
    return _group(t("Library"), join(plays, tag("p", keep, drop, class_="fb-row")))


def _inside(target: str, path: str, field: str, *more: Any) -> Spot:
    return Spot(target, path + field, *more)
