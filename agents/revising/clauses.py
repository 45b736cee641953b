"""A note cut into clauses, and what each of them names: whom, which scenes and shots, which quoted words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agents.revising.at import NARRATOR
from agents.revising.edits import EVERYONE
from storyboard import lexicon, naming
from storyboard.story import Character, Story

QUOTE = re.compile(r"[\"“„«「『《]([^\"”“»」』》]{1,400})[\"”“»」』》]|(?<!\w)['‘]([^'’]{2,}(?:['’]\w[^'’]*)*)['’](?!\w)")
CUT = re.compile(r"\s*(?:[;,.!。；，！\n]+(?:\s*(?:and|then|but)\b)*|\b(?:and then|and also|and|then|but)\b|然后|并且|而且|同时)\s*", re.IGNORECASE)
HELD = re.compile(r"\b(ink) and (wash)|\b(scenes?|shots?) (\d+) and (\d+)|(\d)\.(\d)|\b(Mr|Mrs|Dr|St)\.", re.IGNORECASE)
ORDINALS = {
    "first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "last": -1, "final": -1, "closing": -1, "ending": -1,
    **lexicon.NUMBERS,
}  # fmt: skip
NUMBER = r"(\d{1,3})(?:st|nd|rd|th)?|" + "|".join(ORDINALS)
BEFORE = re.compile(rf"\b(?P<n>{NUMBER}) (?P<kind>scene|shot)s?\b", re.IGNORECASE)
COUNTED = "|".join(lexicon.NUMBERS)
AFTER = re.compile(rf"\b(?P<kind>scene|shot)s? (?P<n>\d{{1,3}}|{COUNTED})\b(?:(?: to |-|–| and )(?P<m>\d{{1,3}})\b)?", re.IGNORECASE)
BY_ID = re.compile(r"\b(?:shot )?(s\d+-[a-z0-9-]+)\b", re.IGNORECASE)
AT_END = re.compile(r"\b(?:ends?|ending|finish(?:es)?|close|at the end|in the end)\b", re.IGNORECASE)
AT_START = re.compile(r"\b(?:begins?|beginning|starts?|opens?|opening)\b", re.IGNORECASE)
HERO = frozenset({"hero", "heroine", "protagonist", "lead"})
ALL = frozenset({"everyone", "everybody", "all", "both", "they"})
HIM = frozenset({"him", "her", "his", "he", "she", "them", "their", "its"})


@dataclass(frozen=True)
class Where:
    """A part of the film by numbers: `scene` 0 = all of it, `shot` 0 = all of the scene."""

    scene: int = 0
    shot: int = 0


@dataclass
class Clause:
    """One wish of a note. `text`: word for word; `plain`: in English and without quotes; `quoted`: what stood in them; `who`: names.
    `where`: the parts named, empty where none is; `read`: the words that mean something by now; `verb`: whether it stands on its own."""

    text: str
    plain: str
    quoted: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    missing: str = ""  # why a part that is named is not there
    read: set[str] = field(default_factory=set)

    @property
    def parts(self) -> tuple[Where, ...]:
        return self.where or (Where(),)

    @property
    def words(self) -> list[str]:
        return [word.lower() for word in lexicon.tokens(self.plain)]


def clauses(note: str) -> list[str]:
    """The note's clauses, word for word. Nothing is cut inside quotes, nor in "scenes 2 and 3"."""
    kept: list[str] = []

    def hold(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    def give(text: str) -> str:
        while "\0" in text:
            text = re.sub("\0(\\d+)\0", lambda m: kept[int(m[1])], text)
        return text

    covered = HELD.sub(hold, QUOTE.sub(hold, note.replace("\0", " ")))
    return [give(part).strip() for part in CUT.split(covered) if part.strip(" \t?:")]


def clause(text: str, plain: str, story: Story) -> Clause:
    """A clause with what it names. `plain`: its English, where it was in another language."""
    quoted = tuple((a or b).strip() for a, b in QUOTE.findall(plain))
    bare = QUOTE.sub(" ", plain)
    one = Clause(text, " ".join(bare.split()), quoted)
    one.who = tuple(dict.fromkeys(_who(one, story)))
    one.where = tuple(dict.fromkeys(_where(one, story)))
    return one


def _who(one: Clause, story: Story) -> list[str]:
    """Names of the cast that the clause says, in its order; the narrator; everybody."""
    rows: list[tuple[int, str]] = []
    words = one.words
    for at, word in enumerate(words):
        for person in story.characters:
            if set(lexicon.stems(word)) & _called(person, story):
                rows.append((at, person.name))
                one.read.add(word)
        if word in HERO or (word == "character" and words[at - 1 : at] == ["main"]):
            rows.append((at, story.characters[0].name if story.characters else EVERYONE))
            one.read |= {word, "main"}
        if word in ALL:
            rows.append((at, EVERYONE))
            one.read |= {word, "character", "characters"}
        if word in ("narrator", "narrator's"):
            rows.append((at, NARRATOR))
            one.read.add(word)
    low = f" {one.plain.casefold()} "
    for person in story.characters:  # names of several words, or in a script without spaces
        if person.name.casefold() in low and person.name not in [name for _, name in rows] and (" " in person.name or not person.name.isascii()):
            rows.append((low.index(person.name.casefold()), person.name))
            one.read |= {word.lower() for word in lexicon.tokens(person.name)}
    return [name for _, name in sorted(rows, key=lambda row: row[0])]


def _called(person: Character, story: Story) -> set[str]:
    """Words that mean this character and nobody else of the cast: the name, the role's words, the kind."""
    def words(one: Character) -> set[str]:
        own = {word.lower() for word in lexicon.tokens(f"{one.role} {one.look.kind}") if len(word) > 2 or not word.isascii()}
        return own | {naming.key(one.name)} if " " not in one.name else own

    others = set().union(*(words(one) for one in story.characters if one.id != person.id)) if len(story.characters) > 1 else set()
    small = {"the", "and", "who", "old", "young", "little", "small", "kind", "brave", "sad", "happy", "with", "for", "red", "big", "new"}
    return {naming.key(person.name)} | (words(person) - others - small)


def _where(one: Clause, story: Story) -> list[Where]:
    """The scenes and shots that the clause names. A shot without a scene is counted through the film."""
    scenes: list[int] = []
    shots: list[int] = []
    found: list[Where] = []
    for by_id in BY_ID.finditer(one.plain):
        found += [Where(n, m) for n, scene in enumerate(story.scenes, 1) for m, shot in enumerate(scene.shots, 1) if shot.id == by_id[1].lower()]
        one.read |= {word.lower() for word in lexicon.tokens(by_id[0])}
    for named in [*BEFORE.finditer(one.plain), *AFTER.finditer(one.plain)]:
        row = scenes if named["kind"].lower() == "scene" else shots
        first = _number(named["n"])
        last = _number(named["m"]) if "m" in named.groupdict() and named["m"] else first
        both = (first, last) if " and " in named[0] else range(first, last + 1) if 0 < first <= last else (first,)
        row += [n for n in both if n not in row]
        one.read |= {word.lower() for word in lexicon.tokens(named[0])}
    if not scenes and not shots and not found:
        for mark, number in ((AT_END, -1), (AT_START, 1)):
            if said := mark.search(one.plain):
                scenes.append(number)
                one.read |= {word.lower() for word in lexicon.tokens(said[0])}
                break
    count = len(story.scenes)
    bad = [n for n in scenes if not -count <= n <= count or n == 0]
    if bad:
        one.missing = f"there is no scene {bad[0]}; the film has {count}"
        return []
    scenes = [n if n > 0 else count + 1 + n for n in scenes]
    if not shots:
        return [*found, *(Where(n) for n in scenes)]
    return [*found, *_shots(one, story, scenes, shots)]


def _shots(one: Clause, story: Story, scenes: list[int], shots: list[int]) -> list[Where]:
    rows = [Where(n, m) for n, scene in enumerate(story.scenes, 1) for m in range(1, len(scene.shots) + 1) if not scenes or n in scenes]
    bad = [n for n in shots if not -len(rows) <= n <= len(rows) or n == 0]
    if bad:
        one.missing = f"there is no shot {bad[0]}; " + (f"scene {scenes[0]} has {len(rows)}" if scenes else f"the film has {len(rows)}")
        return []
    return [rows[n - 1 if n > 0 else n] for n in shots]


def _number(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else ORDINALS[word.lower()]
