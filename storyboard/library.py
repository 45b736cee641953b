"""The library of a series: someone, a place or a thing of one film, kept so that other films show the very same.

An entry is a frozen copy: look, clothes, voice and seeds make the same portrait under the same key; a film that has it never changes
because the entry does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from storyboard import lexicon, naming, rename
from storyboard.document import Doc
from storyboard.edit import Change, Set
from storyboard.errors import BadInput
from storyboard.sound import VoiceBase
from storyboard.staging import Style
from storyboard.story import Character, Setting, Story, Thing

WOMEN = frozenset({VoiceBase.WOMAN, VoiceBase.WOMAN_LOW, VoiceBase.WOMAN_BRIGHT, VoiceBase.GIRL, VoiceBase.OLD_WOMAN})
MEN = frozenset({VoiceBase.MAN, VoiceBase.MAN_LIGHT, VoiceBase.MAN_DEEP, VoiceBase.BOY, VoiceBase.OLD_MAN})
SAME = {  # what makes two of them the same on screen and in sound; names, words and ids do not
    "character": ("look", "costumes", "voice", "references", "adapter", "strength", "seed", "pin", "loras"), "setting": ("place", "seed"), "thing": ("prop",),
}  # fmt: skip
Kind = Literal["character", "setting", "thing"]


class Entry(Doc):
    """One of the library. `style`: how the film it comes from is drawn (a portrait is the same only in the same style); `woman`: what
    the film's sentences call a character, None where they do not say."""

    kind: Kind
    document: Character | Setting | Thing
    style: Style = Style.GOUACHE
    woman: bool | None = None

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def character(self) -> Character:
        assert isinstance(self.document, Character)
        return self.document

    def words(self) -> str:
        """Who or what it is, in a few words."""
        if isinstance(self.document, Character):
            return self.document.identity.removeprefix(f"{self.name}: ").rstrip(".")
        return str(self.document.place if isinstance(self.document, Setting) else self.document.prop)


class Kept(NamedTuple):
    """An entry in its place: which version of its name it is, and which film it came from."""

    entry: Entry
    version: int
    source: str
    made_at: str


class Shelf(Doc):
    """A library as a file: the newest version of each entry."""

    fabula_library: Literal[1] = 1
    entries: tuple[Entry, ...]


def entry_of(story: Story, name: str) -> Entry:
    """Someone, a place or a thing of a story as an entry. BadInput when there is nobody of that name."""
    target = rename.named(story, name)
    kind, _, wanted = target.partition(":")
    if kind == "story":
        raise BadInput(f"{name!r} is the film itself; the library keeps those of the cast, places and things. Name one of them.")
    document = next(one for one in getattr(story, f"{kind}s") if one.id == wanted)
    woman = spoken_of(story, document) if kind == "character" else None
    return Entry.model_validate({"kind": kind, "document": document, "style": story.direction.style, "woman": woman})


def spoken_of(story: Story, who: Character) -> bool | None:
    """Whether sentences that name this one, and nobody else of the cast, say she or he; else what the voice says; None: neither."""
    others = [naming.retelling(c.name, "\0") for c in story.characters if c.id != who.id]
    own, count = naming.retelling(who.name, "\0"), 0
    for shot in story.shots:
        for line in shot.lines:
            for sentence in re.split(r"(?<=[.!?])\s+", line.text):
                if "\0" in own(sentence) and not any("\0" in other(sentence) for other in others):
                    words = {word.lower() for word in lexicon.tokens(sentence)}
                    count += len(words & lexicon.HER) - len(words & lexicon.HIS)
    if count:
        return count > 0
    return True if who.voice.base in WOMEN else False if who.voice.base in MEN else None


def same(kind: Kind, one: Any, other: Any) -> bool:
    """Whether two documents show and sound the same. Plain documents or ours."""
    a, b = (json.loads(x.model_dump_json()) if isinstance(x, Doc) else x for x in (one, other))
    return all(a.get(field) == b.get(field) for field in SAME[kind])


def recast(story: Story, entry: Entry, as_: str | None) -> Change:
    """The edit after which the entry plays `as_` of the story (None: whoever has its name), by its own name. BadInput."""
    target = _role(story, entry, as_)
    kind, _, wanted = target.partition(":")
    if kind != entry.kind:
        raise BadInput(f"{rename.called(story, target)} is {rename.KIND_WORDS[kind]} and {entry.name} {rename.KIND_WORDS[entry.kind]}; give --as one of the same sort.")
    now = next(one for one in getattr(story, f"{kind}s") if one.id == wanted)
    fresh = entry.document.model_dump(mode="json", exclude={"id", "references"} if kind != "character" else {"id"})
    renamed = rename.rename(story, target, entry.name).ops if now.name != entry.name else ()
    ops = [op for op in renamed if isinstance(op, Set) and op.target != target]
    ops += [Set(target=target, field=field, value=value) for field, value in fresh.items() if value != now.model_dump(mode="json")[field]]
    if isinstance(entry.document, Character):
        ops += _dressed(story, wanted, entry.document)
    if not ops:
        raise BadInput(f"{entry.name} of this story is the library's already. Nothing to change.")
    said = f"{now.name} is {entry.name} of the library" if now.name != entry.name else f"{entry.name} is the library's of today"
    return Change(ops=tuple(ops), note=said[:200])


def read_shelf(text: str) -> Shelf:
    """A library from a file's text. BadInput in one sentence."""
    try:
        return Shelf.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInput(f"This is no library of Fabula: {where}: {first['msg']}. Make one with `fabula library export FILE.json`.") from error


def _role(story: Story, entry: Entry, as_: str | None) -> str:
    if as_ is not None:
        return rename.named(story, as_)
    group = getattr(story, f"{entry.kind}s")
    found = next((one for one in group if naming.key(one.name) == naming.key(entry.name)), None)
    if found is None:
        names = ", ".join(one.name for one in group) or "nobody"
        raise BadInput(f"Nobody here is called {entry.name}. Say whom it plays, with --as; there are: {names}.")
    return f"{entry.kind}:{found.id}"


def _dressed(story: Story, who: str, new: Character) -> list[Set]:
    """Costumes of the old one that the new one does not have: the new one's first is worn instead."""
    known = {costume.id for costume in new.costumes}
    shown = [(shot, p) for shot in story.shots for p in shot.subjects if p.character == who and p.costume is not None and p.costume not in known]
    return [Set(target=f"shot:{shot.id}", field=f"subjects.{who}.costume", value=new.costumes[0].id) for shot, _ in shown]


def names_in(premise: str, names: Iterable[str]) -> list[str]:
    """Those of the names that a premise says."""
    return [name for name in names if naming.retelling(name, "\0")(premise) != premise]
