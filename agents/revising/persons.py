"""Edits of the cast, as operations: names, looks, clothes, tempers. The look is what is drawn; the words about it follow."""

from __future__ import annotations

import re
from typing import Any

from agents.revising.at import Bench, puts
from agents.revising.edits import Edit
from agents.revising.tempers import TEMPERS, temper
from storyboard import lexicon
from storyboard.caption import outfit_words
from storyboard.document import Word
from storyboard.edit import Op
from storyboard.errors import BadInput
from storyboard.likeness import likeness
from storyboard.look import Extra, Garment, Hair, Hat, Kind, Look, Outfit
from storyboard.rename import rename
from storyboard.story import Character, Shot

EXTRAS = {
    "scarf": Extra.SCARF, "glasses": Extra.GLASSES, "spectacles": Extra.GLASSES, "beard": Extra.BEARD, "bag": Extra.BAG, "satchel": Extra.BAG,
    "cape": Extra.CAPE, "bow tie": Extra.BOW_TIE, "tools": Extra.TOOLS, "earrings": Extra.EARRINGS, "eyepatch": Extra.EYEPATCH, "necklace": Extra.NECKLACE,
}  # fmt: skip
HAIRS = {
    "short": Hair.SHORT, "long": Hair.LONG, "curly": Hair.CURLY, "bun": Hair.BUN, "braids": Hair.BRAIDS, "tuft": Hair.TUFT, "bob": Hair.BOB,
    "ponytail": Hair.PONYTAIL, "afro": Hair.AFRO, "bald": Hair.NONE,
}  # fmt: skip


def renamed(bench: Bench, edit: Edit) -> list[Op]:
    """Another name, wherever the story says the old one."""
    (person,) = bench.people(edit)
    return list(rename(bench.now, f"character:{person.id}", edit.to.strip(" .!")).ops)


def kind(bench: Bench, edit: Edit) -> list[Op]:
    found = lexicon.kind(edit.to)
    if found is None:
        raise BadInput(f"{edit.to!r} is nobody who can be drawn; there are: {', '.join(Kind)}")
    if not found.exact:
        bench.said.append(f'"{found.word}" is drawn as the nearest there is: {found.value}.')
    ops: list[Op] = []
    for person in bench.people(edit):
        if found.value is person.look.kind:
            continue
        look = person.look.model_copy(update={"kind": found.value})
        if look.is_person != person.look.is_person:
            look = Look(kind=found.value, build=look.build, hair=Hair.SHORT if look.is_person else Hair.NONE)
        role = _swapped(person.role, str(person.look.kind), found.word)
        ops += _looking(person, look, person.costumes[0].outfit, {"role": role})
    return ops


def colour(bench: Bench, edit: Edit) -> list[Op]:
    """A creature's coat; a person's clothes."""
    found = _color(edit.to)
    ops: list[Op] = []
    for person in bench.people(edit):
        outfit = person.costumes[0].outfit
        if not person.look.is_person:
            ops += _looking(person, person.look.model_copy(update={"body": found}), outfit)
        elif outfit.garment is Garment.NONE:
            raise BadInput(f"{person.name} is a person without clothes of a colour: say which clothes")
        else:
            bench.said.append(f"{person.name} is a person: the colour is that of the {outfit.garment}.")
            ops += _looking(person, person.look, outfit.model_copy(update={"color": found}))
    return ops


def hair(bench: Bench, edit: Edit) -> list[Op]:
    words = [w.lower() for w in lexicon.tokens(edit.to)]
    cut, shade = next((HAIRS[w] for w in words if w in HAIRS), None), lexicon.color(edit.to)
    if cut is None and shade is None:
        raise BadInput(f"{edit.to!r} is no hair that can be drawn; there are: {', '.join(HAIRS)}, in a colour")
    ops: list[Op] = []
    for person in bench.people(edit):
        if not person.look.is_person:
            raise BadInput(f"{person.name} is a {person.look.kind}, whose coat has a colour and no hair")
        look = person.look.model_copy(update=({"hair": cut} if cut else {}) | ({"hair_color": shade.value} if shade else {}))
        ops += _looking(person, look, person.costumes[0].outfit)
    return ops


def wears(bench: Bench, edit: Edit) -> list[Op]:
    """What somebody has on: "a green coat", "no hat". The first costume, which is worn where no other is named."""
    part, piece = worn(edit.to)
    bare = re.search(r"\b(?:no|without|off)\b", edit.to.lower()) is not None
    shade = lexicon.color(edit.to)
    ops: list[Op] = []
    for person in bench.people(edit):
        outfit = person.costumes[0].outfit
        none = {"garment": Garment.NONE, "hat": Hat.NONE, "extra": Extra.NONE}[part]
        if bare and getattr(outfit, part) is none:
            raise BadInput(f"{person.name} has no {edit.to.split()[-1]} on")
        given: dict[str, Any] = {part: none if bare else piece or getattr(outfit, part)}
        if shade is not None and not bare:
            given["color" if part == "garment" else f"{part}_color"] = shade.value
        if given[part] is none and not bare:
            raise BadInput(f"it is not said what {person.name} is to wear")
        ops += _looking(person, person.look, outfit.model_copy(update=given))
    return ops


def worn(words: str) -> tuple[str, Word | None]:
    """(part of an outfit, the piece) that a phrase names; the piece None for just "hat". BadInput."""
    low = words.lower()
    extra = next((piece for word, piece in EXTRAS.items() if re.search(rf"\b{word}\b", low)), None)
    hat, garment = lexicon.hat(words), lexicon.garment(words)
    if extra is not None and not (hat and hat.word != "scarf"):
        return "extra", extra
    if hat is not None:
        return "hat", hat.value
    if garment is not None:
        return "garment", garment.value
    if re.search(r"\bhat\b", low):
        return "hat", None
    if re.search(r"\b(?:clothes|outfit|garment)\b", low):
        return "garment", None
    raise BadInput(f"{words!r} is nothing to wear that can be drawn; there are: {', '.join([*map(str, Garment), *map(str, Hat), *EXTRAS])}")


def tempered(bench: Bench, edit: Edit) -> list[Op]:
    """Kinder, braver, sadder: the faces, deeds and voices of somebody's shots, and of the whole film also the words for who they are."""
    name = edit.to if edit.to in TEMPERS else temper(edit.to)
    if name is None:
        raise BadInput(f"{edit.to!r} is no temper that can be shown; there are: {', '.join(TEMPERS)}")
    ops: list[Op] = []
    for shot in bench.shots(edit):
        ops += _felt(shot, bench.people(edit), name, outright=bool(edit.scene))
    for person in bench.people(edit):
        if not edit.scene:
            role, identity = _called(person, name)
            ops += puts(f"character:{person.id}", {"role": role, "identity": identity}, person)
    return ops


def _felt(shot: Shot, people: tuple[Character, ...], name: str, outright: bool) -> list[Op]:
    """Faces, deeds, voices and the words of one shot, of everybody meant at once: they share its words."""
    one, ops, said = TEMPERS[name], [], shot.words
    known = {person.id: person.name for person in people}
    for presence in shot.subjects:
        if presence.character in known:
            face = one.outright if outright else one.faces.get(presence.emotion, presence.emotion)
            deed = one.deeds.get(presence.action, presence.action)
            at = f"subjects.{presence.character}"
            ops += puts(f"shot:{shot.id}", {f"{at}.emotion": str(face), f"{at}.action": str(deed)}, shot)
            who = known[presence.character]
            said = said.replace(f"{who} {presence.action}, {presence.emotion}", f"{who} {deed}, {face}")
    if said != shot.words:
        ops += puts(f"shot:{shot.id}", {"words": said}, shot)
    for line in shot.lines:
        if line.speaker in known:
            ops += puts(f"line:{line.id}", {"delivery": str(one.voices.get(line.delivery, line.delivery))}, line)
    return list(ops)


def _called(person: Character, name: str) -> tuple[str, str]:
    """The role and the identity with the temper in them: in the place of its contrary, else before the role's words."""
    against = TEMPERS[name].against
    texts = [person.role, person.identity]
    swapped = [re.sub(r"[A-Za-z-]+", lambda m: name if m[0].lower() in against else m[0], text) for text in texts]
    if swapped == texts and person.role and person.role.isascii() and not {w.lower() for w in re.findall(r"[A-Za-z]+", person.role)} & TEMPERS[name].words:
        start = re.match(r"(?:(an?|the) )?(.*)", person.role, re.DOTALL)
        assert start is not None
        first = "" if start[1] is None else "the " if start[1] == "the" else "an " if name[0] in "aeiou" else "a "
        swapped[0] = f"{first}{name} {start[2]}"
    return swapped[0][:600], swapped[1][:600]


def _looking(person: Character, look: Look, outfit: Outfit, more: dict[str, Any] | None = None) -> list[Op]:
    """Operations for another look or outfit; words that were made of the old one follow by themselves."""
    costume = person.costumes[0]
    now = likeness(look, outfit)
    told: dict[str, Any] = {}
    if likeness(person.look, costume.outfit) not in person.identity:  # somebody's own words, which an edit leaves: what is new is said behind them
        told["identity"] = f"{person.identity.rstrip()} Now {now}."[:600]
    at = f"costumes.{costume.id}"
    values = {f"look.{key}": value for key, value in look.model_dump(mode="json").items()}
    values |= {f"{at}.outfit.{key}": value for key, value in outfit.model_dump(mode="json").items()}
    ops = puts(f"character:{person.id}", values, person)
    told |= {} if costume.words else {f"{at}.words": outfit_words(outfit)}
    return [*ops, *puts(f"character:{person.id}", {**told, **(more or {})}, person)] if ops else []


def _swapped(role: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", new, role)


def _color(words: str) -> Any:
    found = lexicon.color(words)
    if found is None:
        raise BadInput(f"{words!r} is no colour of the palette")
    return found.value
