"""Those a person gives a film: a cast, places and things of a library. A writer is told of them, and code keeps them as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from agents.brief import Brief
from agents.drafts import MOST_CAST, Cast, Item, Locale, Member, Places
from agents.state import State
from storyboard import naming
from storyboard.document import Doc
from storyboard.library import Entry
from storyboard.likeness import likeness
from storyboard.story import Character, Setting, Story, Thing

Named = TypeVar("Named", Member, Locale, Item)


def told(state: State) -> str:
    """The premise, and behind it who and what is given: what a model reads."""
    brief = Brief.model_validate(state["brief"])
    people = [f"{e.name}, {_looks(e.character)}{_pronoun(e)}" for e in brief.given if e.kind == "character"]
    rest = [f"{e.name} ({e.words()})" for e in brief.given if e.kind != "character"]
    parts = [f"In the cast from the start, by these names: {'; '.join(people)}."] * bool(people) + [f"There from the start: {'; '.join(rest)}."] * bool(rest)
    return " ".join([state["premise"], *parts])


def _looks(one: Character) -> str:
    return likeness(one.look, one.costumes[0].outfit)


def _pronoun(entry: Entry) -> str:
    return "" if entry.woman is None else " (she)" if entry.woman else " (he)"


def member(one: Character) -> Member:
    """A given character as a draft has them."""
    look, outfit = one.look, one.costumes[0].outfit
    return Member(
        name=one.name, role=one.role[:80], kind=look.kind, build=look.build, body=look.body, accent=look.accent, marking=look.marking,
        skin=look.skin, hair=look.hair, hair_color=look.hair_color, garment=outfit.garment, garment_color=outfit.color, hat=outfit.hat,
        hat_color=outfit.hat_color, extra=outfit.extra, extra_color=outfit.extra_color, voice=one.voice.base,
    )  # fmt: skip


def cast_with(answer: Cast, brief: Brief) -> Cast:
    """A writer's cast in which the given ones are as they are: in the place of those who have their names, else before the others."""
    members = _among(answer.members, [member(e.character) for e in brief.given if e.kind == "character"])
    return answer.model_copy(update={"members": members[: max(MOST_CAST, len(brief.given))]})


def places_with(answer: Places, brief: Brief) -> Places:
    """A writer's places and things with the given ones among them, as `cast_with`."""
    locales = [Locale(name=e.name, place=e.document.place) for e in brief.given if isinstance(e.document, Setting)]
    items = [Item(name=e.name, prop=e.document.prop) for e in brief.given if isinstance(e.document, Thing)]
    there = [one for one in locales if all(one.place is not known.place for known in answer.locales)]  # the same place by another name is it
    held = [one for one in items if all(one.prop is not known.prop for known in answer.items)]
    return answer.model_copy(update={"locales": _among(answer.locales, there), "items": _among(answer.items, held)})


def _among(asked: Sequence[Named], given: Sequence[Named]) -> tuple[Named, ...]:
    own: dict[str, Named] = {naming.key(one.name): one for one in given}
    there = {naming.key(one.name) for one in asked}
    before: list[Named] = [one for one in given if naming.key(one.name) not in there]
    return tuple(before + [own.get(naming.key(one.name), one) for one in asked])


def people_with(people: Iterable[Character], brief: Brief) -> tuple[Character, ...]:
    """The cast of a story with the given ones whole: look, every costume, voice, seed and pin. Only their ids are the story's own."""
    own = {naming.key(e.name): e.character for e in brief.given if e.kind == "character"}
    return tuple(own[key].model_copy(update={"id": one.id}) if (key := naming.key(one.name)) in own else one for one in people)


def as_given(story: Story, brief: Brief) -> Story:
    """The story with everything given as it was given, whatever was mended since; who wears a costume they do not have wears their first."""
    if not brief.given:
        return story
    people = people_with(story.characters, brief)
    worn = {one.id: {costume.id for costume in one.costumes} for one in people}
    first = {one.id: one.costumes[0].id for one in people}
    tree = story.model_copy(update={"characters": people, "settings": _kept(story.settings, brief, "place"), "things": _kept(story.things, brief, "prop")})
    scenes = []
    for scene in tree.scenes:
        shots = tuple(
            shot.model_copy(update={"subjects": tuple(
                p if p.costume in worn[p.character] else p.model_copy(update={"costume": first[p.character]}) for p in shot.subjects
            )}) for shot in scene.shots
        )  # fmt: skip
        scenes.append(scene.model_copy(update={"shots": shots}))
    return tree.model_copy(update={"scenes": tuple(scenes)})


def _kept(documents: Sequence[Any], brief: Brief, field: str) -> tuple[Doc, ...]:
    """Each given place (or thing) in the place of the one of its name, else of the first that is drawn the same."""
    out = list(documents)
    for entry in brief.given:
        if entry.kind != ("setting" if field == "place" else "thing"):
            continue
        value = getattr(entry.document, field)
        named = [n for n, one in enumerate(out) if naming.key(one.name) == naming.key(entry.name)]
        alike = [n for n, one in enumerate(out) if getattr(one, field) is value]
        for n in (named or alike)[:1]:
            out[n] = entry.document.model_copy(update={"id": out[n].id})
    return tuple(out)
