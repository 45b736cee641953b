"""What the embedded writer knows: beings, places, troubles and names, from the .ini tables beside it. Read once, on first use."""

from __future__ import annotations

from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storyboard import lexicon
from storyboard.look import PEOPLE, Kind
from storyboard.staging import INDOORS, Place, Prop


@dataclass(frozen=True)
class Concept:
    """One sort of being. Texts have variants; `{x}` in them is the one meant."""

    noun: str
    home: Place
    prop: Prop
    routine: tuple[str, ...]
    lack: tuple[str, ...]
    flaw: tuple[str, ...]
    spoil: tuple[str, ...]
    solve: tuple[str, ...]
    habit: tuple[str, ...]
    says: tuple[str, ...]
    needs: tuple[str, ...]

    def solutions(self, crisis: Crisis) -> tuple[str, ...]:
        """The ways this being ends that trouble; with as many solutions as gifts, they go in pairs."""
        fit = [i for i, need in enumerate(self.needs) if need in crisis.needs]
        if not fit:
            return ()
        return tuple(self.solve[i] for i in fit) if len(self.needs) == len(self.solve) > 1 else self.solve


@dataclass(frozen=True)
class PlaceWords:
    the: str
    at: str
    to: str
    sight: tuple[str, ...]
    near: tuple[Place, ...]


@dataclass(frozen=True)
class Crisis:
    """Trouble that any of the gifts in `needs` ends. `where`: places, or out, in, any."""

    name: str
    needs: tuple[str, ...]
    where: tuple[str, ...]
    what: tuple[str, ...]
    plea: tuple[str, ...]
    solve: tuple[str, ...]
    opens: str
    ends: str
    weather: str
    tiny: bool = False  # only with a prop that fits into a crack
    says: tuple[str, ...] = ()  # words by which a premise names it

    def fits(self, place: Place) -> bool:
        if place in (Place.SPACE, Place.CLOUDS):
            return str(place) in self.where or "any" in self.where
        inside = place in INDOORS
        return str(place) in self.where or "any" in self.where or ("in" if inside else "out") in self.where


@cache
def _table(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, delimiters=(":",), comment_prefixes=(";",), strict=True)
    parser.read_string((files("agents.writer_offline") / name).read_text(encoding="utf-8"))
    return parser


def variants(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" | ") if part.strip())


def group(kind: Kind) -> str:
    """The section a kind falls back to."""
    if kind in PEOPLE:
        return {"old man": "old", "old woman": "old", "boy": "young", "girl": "young", "giant": "giant"}.get(str(kind), "adult")
    return str(kind)


@cache
def concept(noun: str, kind: Kind) -> Concept:
    """The nearest section: the noun itself, its last word, its kind; a field that is not said comes from the kind."""
    table, fallback = _table("concepts.ini"), _table("concepts.ini")[group(kind)]
    names = [*lexicon.stems(noun), *lexicon.stems(noun.split()[-1])]
    section = next((table[n] for n in names if n in table), fallback)
    while "like" in section:
        section = table[section["like"]]

    def of(field: str) -> tuple[str, ...]:
        return variants(section.get(field, fallback[field]))

    return Concept(
        noun=noun, home=Place(of("home")[0]), prop=_prop(of("prop")[0]), routine=of("routine"), lack=of("lack"), flaw=of("flaw"),
        spoil=of("spoil"), solve=of("solve"), habit=of("habit"), says=of("says"),
        needs=tuple(n.strip() for n in section.get("need", fallback["need"]).split(",")),
    )  # fmt: skip


def _prop(word: str) -> Prop:
    found = lexicon.prop(word)
    return Prop(found.value) if found else Prop.LANTERN


@cache
def place_words(place: Place) -> PlaceWords:
    section = _table("places.ini")[str(place)]
    near = tuple(Place(w.strip()) for w in section["near"].split(","))
    return PlaceWords(section["the"], section["at"], section["to"], variants(section["sight"]), near)


@cache
def crises() -> tuple[Crisis, ...]:
    table = _table("crises.ini")
    return tuple(
        Crisis(
            name=name, needs=tuple(n.strip() for n in table[name]["need"].split(",")), where=tuple(w.strip() for w in table[name]["where"].split(",")),
            what=variants(table[name]["what"]), plea=variants(table[name]["plea"]), solve=variants(table[name]["solve"]),
            opens=table[name]["opens"], ends=table[name]["ends"], weather=table[name]["weather"], tiny=table[name].getboolean("tiny", fallback=False),
            says=tuple(table[name].get("says", "").split()),
        )
        for name in table.sections()
    )  # fmt: skip


@dataclass(frozen=True)
class Motif:
    """A small thing seen three times and changed by the story: texts go together by position. `where`: in, out, any."""

    prop: Prop
    where: str
    first: tuple[str, ...]
    low: tuple[str, ...]
    last: tuple[str, ...]

    def fits(self, place: Place) -> bool:
        return self.where == "any" or (self.where == "in") is (place in INDOORS)


@cache
def motifs() -> tuple[Motif, ...]:
    table = _table("motifs.ini")
    return tuple(
        Motif(_prop(table[n]["prop"]), table[n]["where"], variants(table[n]["first"]), variants(table[n]["low"]), variants(table[n]["last"]))
        for n in table.sections()
    )


@cache
def names(sort: str, woman: bool) -> tuple[str, ...]:
    return tuple(_table("names.ini")[sort]["she" if woman else "he"].split())
