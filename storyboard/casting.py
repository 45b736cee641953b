"""Casting: who and what is in a film, changed. Each function gives one Change; who is in use is not taken out, and the sentence says where.

    edit(story, dressed(story, "mira", "ball gown", Outfit(garment=Garment.DRESS)))
    edit(story, wearing(story, "scene:s2", "mira", "ball-gown"))
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from storyboard import naming
from storyboard.caption import outfit_words
from storyboard.differences import scene_words, shot_words
from storyboard.digest import digest
from storyboard.edit import Add, Change, Op, Remove, Set
from storyboard.errors import BadInput
from storyboard.likeness import identity
from storyboard.look import NATURAL, PEOPLE, Hair, Kind, Look, Outfit
from storyboard.rename import called
from storyboard.sound import Voice, VoiceBase
from storyboard.staging import Place, Prop
from storyboard.story import Character, Costume, Relation, Setting, Story, Thing

ROOMS = frozenset({Place.COTTAGE, Place.KITCHEN, Place.WORKSHOP, Place.LIBRARY, Place.STAGE})  # which their seed alone hardly tells apart
DRESSINGS = 4  # colourings of a room

NAMED_PLACES = 3  # where someone is in use, before "and N more"
THROATS = {
    Kind.MAN: VoiceBase.MAN, Kind.WOMAN: VoiceBase.WOMAN_LOW, Kind.BOY: VoiceBase.BOY, Kind.GIRL: VoiceBase.GIRL,
    Kind.OLD_MAN: VoiceBase.OLD_MAN, Kind.OLD_WOMAN: VoiceBase.OLD_WOMAN, Kind.FOX: VoiceBase.MAN_LIGHT, Kind.WOLF: VoiceBase.LARGE,
    Kind.RABBIT: VoiceBase.GIRL, Kind.BEAR: VoiceBase.LARGE, Kind.CAT: VoiceBase.WOMAN_BRIGHT, Kind.DOG: VoiceBase.MAN_LIGHT,
    Kind.MOUSE: VoiceBase.SMALL, Kind.FROG: VoiceBase.SMALL, Kind.BIRD: VoiceBase.SMALL, Kind.ROBOT: VoiceBase.ROBOT,
    Kind.DRAGON: VoiceBase.LARGE, Kind.SPIRIT: VoiceBase.SPIRIT, Kind.LION: VoiceBase.LARGE, Kind.DONKEY: VoiceBase.MAN, Kind.SHEEP: VoiceBase.WOMAN_BRIGHT,
    Kind.GOAT: VoiceBase.OLD_MAN, Kind.PIG: VoiceBase.BOY, Kind.HORSE: VoiceBase.WOMAN_LOW, Kind.CROW: VoiceBase.MAN_LIGHT, Kind.EAGLE: VoiceBase.MAN_DEEP,
    Kind.STORK: VoiceBase.WOMAN, Kind.SNAKE: VoiceBase.WOMAN_LOW, Kind.TORTOISE: VoiceBase.OLD_WOMAN, Kind.GHOST: VoiceBase.SPIRIT, Kind.GIANT: VoiceBase.LARGE,
}  # fmt: skip


def id_of(name: str, fallback: str, taken: Collection[str]) -> str:
    """An id that is free: the name's letters and digits where it has any in ASCII, else the fallback; numbered where it is taken."""
    found = free = naming.slug(name, fallback)
    number = 2
    while free in taken:
        free, number = f"{found}-{number}", number + 1
    return free


# the cast


def cast(story: Story, name: str, kind: Kind, role: str = "") -> Change:
    """Someone new, as their kind usually is, in no shot yet. BadInput: the name is taken."""
    name = _free(story, name)
    look = Look(kind=kind, hair=Hair.SHORT) if kind in PEOPLE else Look(kind=kind, body=NATURAL[kind][0])
    new = Character(
        id=id_of(name, "someone", [one.id for one in story.characters]), name=name, role=role, identity=identity(name, look, Outfit()), look=look,
        costumes=(Costume(id="everyday"),), voice=Voice(base=THROATS[kind], language=story.narrator.language), seed=_seed("look", name),
    )  # fmt: skip
    return _added("characters", new, [one.id for one in story.characters], f"{name} joins the cast")


def relate(story: Story, a: str, b: str, words: str) -> Change:
    """How one stands to another, from now on: a new relation, or the one there is in other words. BadInput: no words, or one and the same."""
    names, words = _names(story, a, b), words.strip()
    if a == b or not words:
        raise BadInput(f"A relation needs two different characters and words such as friend of; given: {names[0]}, {names[1]}, {words!r}.")
    known = [one for one in story.relations if (one.a, one.b) == (a, b)]
    note = f"{names[0]}: {words} {names[1]}"
    if known:
        return _change(note, Set(target=f"story.relations.{a}>{b}", field="words", value=words))
    last = story.relations[-1] if story.relations else None
    document = Relation(a=a, b=b, words=words).model_dump(mode="json")
    return _change(note, Add(target="story", field="relations", document=document, after=None if last is None else f"{last.a}>{last.b}"))


def unrelate(story: Story, a: str, b: str) -> Change:
    """How one stands to another is no longer said. BadInput: it is not said now."""
    names = _names(story, a, b)
    known = sum((one.a, one.b) == (a, b) for one in story.relations)
    if not known:
        raise BadInput(f"The story does not say how {names[0]} stands to {names[1]}. Nothing to take out.")
    return _change(f"no relation of {names[0]} to {names[1]}", *[Remove(target=f"story.relations.{a}>{b}")] * known)


# clothes


def dressed(story: Story, who: str, name: str, outfit: Outfit) -> Change:
    """Another outfit for someone, called `name`; worn in no shot yet. BadInput: there are twelve already."""
    one = _character(story, who)
    if not name.strip():
        raise BadInput("An outfit needs a name, such as ball gown.")
    known = [costume.id for costume in one.costumes]
    new = Costume(id=id_of(name, "outfit", known), words=outfit_words(outfit), outfit=outfit)
    note = f"{one.name} has a new outfit, {name.strip()}"
    return _change(note, Add(target=f"character:{who}", field="costumes", document=new.model_dump(mode="json"), after=known[-1]))


def undressed(story: Story, who: str, costume: str) -> Change:
    """An outfit taken out. BadInput: a shot shows it, or it is the only one."""
    one = _character(story, who)
    if costume not in {known.id for known in one.costumes}:
        raise BadInput(f"{one.name} has no outfit {costume!r}; there are: {', '.join(known.id for known in one.costumes)}.")
    if len(one.costumes) == 1:
        raise BadInput(f"{costume} is the only outfit of {one.name}. Change what it is, or add another first.")
    first = costume == one.costumes[0].id
    worn = [shot.id for shot in story.shots for p in shot.subjects if p.character == who and (p.costume == costume or (p.costume is None and first))]
    if worn:
        raise BadInput(f"{one.name} wears {costume} in {_shots(story, worn)}. Choose another outfit there first.")
    return _change(f"{one.name} has no outfit {costume} any more", Remove(target=f"character:{who}.costumes.{costume}"))


def wearing(story: Story, where: str, who: str, costume: str) -> Change:
    """What someone wears in a shot ("shot:s1-2"), in every shot of a scene ("scene:s1"), or in the whole film ("story"). BadInput."""
    one = _character(story, who)
    if costume not in {known.id for known in one.costumes}:
        raise BadInput(f"{one.name} has no outfit {costume!r}; there are: {', '.join(known.id for known in one.costumes)}.")
    shots = [shot for scene in story.scenes for shot in scene.shots if where in ("story", f"scene:{scene.id}", f"shot:{shot.id}")]
    ops = [Set(target=f"shot:{shot.id}", field=f"subjects.{who}.costume", value=costume) for shot in shots if any(p.character == who for p in shot.subjects)]
    if not ops:
        raise BadInput(f"{one.name} is not seen in {where}; name a scene or shot that shows {one.name}, as in scene:{story.scenes[0].id}.")
    return _change(f"{one.name} wears {costume} in {_where(story, where)}", *ops)


# places and things


def built(story: Story, name: str, place: Place, words: str = "") -> Change:
    """A new place, in no scene yet. BadInput: the name is taken."""
    name, known = _free(story, name), [one.id for one in story.settings]
    new = Setting(id=id_of(name, "place", known), name=name, place=place, words=words, seed=_seed("place", name), dressing=dressing_for(place, story.settings))
    return _added("settings", new, known, f"a new place, {name}")


def dressing_for(place: Place, known: Iterable[Setting]) -> int:
    """The colouring of a new place beside those there are: for rooms that the seed alone hardly tells apart, one that the fewest have."""
    taken = [one.dressing for one in known if one.place is place]
    return min(range(DRESSINGS), key=taken.count) if place in ROOMS else 0


def dressed_apart(settings: Iterable[Setting], known: Iterable[Setting] = ()) -> tuple[Setting, ...]:
    """Places of one story in order, the new ones each in a colouring of its own while there are any; those that are `known` stay."""
    kept = list(known)
    out, before = list[Setting](), list(kept)
    for one in settings:
        done = one if one in kept else one.model_copy(update={"dressing": dressing_for(one.place, before)})
        out.append(done)
        before += [] if one in kept else [done]
    return tuple(out)


def furnished(story: Story, name: str, prop: Prop, words: str = "") -> Change:
    """A new thing, in no shot yet. BadInput: the name is taken."""
    name, known = _free(story, name), [one.id for one in story.things]
    return _added("things", Thing(id=id_of(name, "thing", known), name=name, prop=prop, words=words), known, f"a new thing, {name}")


def relaid(story: Story, setting: str) -> Change:
    """The place laid out anew: the same place and words, another arrangement. BadInput."""
    name = called(story, f"setting:{setting}")
    now = story.setting(setting).seed
    return _change(f"{name} is laid out anew", Set(target=f"setting:{setting}", field="seed", value=(now + 1) % 2**31))


def removed(story: Story, target: str) -> Change:
    """Someone of the cast, a place or a thing taken out, with what is said of their relations. BadInput: it is in use, and where."""
    name, used = called(story, target), used_in(story, target)
    if used:
        raise BadInput(f"{name} is still in {_shots(story, used)}. Take {name} out there first.")
    kind, _, wanted = target.partition(":")
    if kind == "setting" and len(story.settings) == 1:
        raise BadInput(f"{name} is the only place of the film. Add another first.")
    related = [one for one in story.relations if kind == "character" and wanted in (one.a, one.b)]
    return _change(f"{name} is taken out", *(Remove(target=f"story.relations.{one.a}>{one.b}") for one in related), Remove(target=target))


def used_in(story: Story, target: str) -> list[str]:
    """Ids of the shots that show, name or hear someone; that show or hold a thing; of the scenes' shots that are at a place."""
    kind, _, wanted = target.partition(":")
    if kind == "setting":
        return [shot.id for scene in story.scenes if scene.setting == wanted for shot in scene.shots]
    if kind == "thing":
        return [shot.id for shot in story.shots if wanted in (shot.focus, *(p.prop for p in shot.subjects))]
    return [
        shot.id for shot in story.shots
        if any(wanted in (p.character, p.target) for p in shot.subjects) or any(line.speaker == wanted for line in shot.lines)
    ]  # fmt: skip


def _where(story: Story, where: str) -> str:
    """The target as people say it."""
    kind, _, wanted = where.partition(":")
    return scene_words(story, wanted) if kind == "scene" else shot_words(story, wanted) if kind == "shot" else "the whole film"


def _shots(story: Story, ids: list[str]) -> str:
    """Shots as people count them: the first few, and how many more."""
    said = [shot_words(story, one) for one in dict.fromkeys(ids)]
    whole = [scene_words(story, scene.id) for scene in story.scenes if {shot.id for shot in scene.shots} <= set(ids)]
    if whole and sum(len(scene.shots) for scene in story.scenes if scene_words(story, scene.id) in whole) == len(said) > 1:
        said = whole
    more = len(said) - NAMED_PLACES
    return "; ".join(said[:NAMED_PLACES]) + (f" and {more} more" if more > 0 else "")


def _character(story: Story, who: str) -> Character:
    called(story, f"character:{who}")
    return story.character(who)


def _names(story: Story, *ids: str) -> list[str]:
    return [called(story, f"character:{one}") for one in ids]


def _free(story: Story, name: str) -> str:
    """The name without needless space. BadInput: empty, too long, or someone's already."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise BadInput(f"A name has 1 to 80 characters; given: {name[:80]!r}.")
    known = [*(one.name for one in story.characters), *(one.name for one in story.settings), *(one.name for one in story.things)]
    other = next((one for one in known if naming.key(one) == naming.key(name)), None)
    if other is not None:
        raise BadInput(f"{other} is in this film already. Give another name.")
    return name


def _added(field: str, new: Character | Setting | Thing, known: list[str], note: str) -> Change:
    return _change(note, Add(target="story", field=field, document=new.model_dump(mode="json"), after=known[-1] if known else None))


def _change(note: str, *ops: Op) -> Change:
    return Change(ops=ops, note=note[:200])


def _seed(*parts: Any) -> int:
    return int(digest(*parts)[:7], 16)
