"""Everyone a text names, each once: the Boar and the Wild Boar are one, Mr Bell and Bell are one, the old man and the young man are two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agents.adapt.prose.mentions import Mention, Token, is_verb
from agents.adapt.prose.vocabulary import (
    BEINGS,
    CROWDS,
    DISTINCT,
    EPITHETS,
    FEMALE,
    GENERIC,
    HE,
    MALE,
    MEN,
    NUMBERS,
    ORDINALS,
    PREPOSITIONS,
    SHE,
    SMALL_KIN,
    SPEECH,
    TITLES,
    WOMEN,
)  # fmt: skip
from storyboard import lexicon
from storyboard.look import PEOPLE, Kind

NEW = frozenset({"another", "second", "third", "other", "fourth"})


@dataclass(eq=False)
class Being:
    """Somebody, or a crowd. `heads`: nouns and names they go by; `noun`: what they are, "" when only a name is known."""

    number: int
    heads: set[str]
    noun: str
    named: str = ""
    tally: int = 0
    deeds: int = 0
    plural: int = 0
    count: int = 1
    she: int = 0
    he: int = 0
    places: int = 0  # times the name stands where a place stands
    before: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    many: Counter[str] = field(default_factory=Counter)  # as written in the plural
    owner: int | None = None
    caps: set[str] = field(default_factory=set)  # words before the noun that are part of the name ("Town" Mouse)
    first: int = 0  # the sentence that brings them in

    @property
    def crowd(self) -> bool:
        return self.plural > 0 and self.plural == self.tally

    @property
    def woman(self) -> bool | None:
        """What title, noun and pronouns say; None when nothing does."""
        told = [TITLES.get(word.rstrip(".")) for word in self.before if TITLES.get(word.rstrip(".")) is not None]
        if told:
            return told[0]
        if self.noun in FEMALE | MALE:
            return self.noun in FEMALE
        if self.she != self.he:
            return self.she > self.he
        return _guessed(self.named) if self.named and not self.noun else None

    def is_too(self, noun: str) -> None:
        """Somebody is said to be a man, a woman, a bird."""
        self.noun = self.noun or noun
        self.she, self.he = self.she + 3 * (noun in FEMALE), self.he + 3 * (noun in MALE)

    @property
    def name(self) -> str:
        """What the film's credits call them."""
        if self.named:
            return self.named
        rows = self.written or self.many
        written = max(rows, key=lambda words: (sum(w[0].isupper() for w in words.split()), rows[words])) if rows else self.noun
        *before, last = written.split() or [self.noun]
        kept = [w for w in before if w[0].isupper() or w.lower() in DISTINCT or lexicon.prop(w) or lexicon.place(w)]
        return " ".join(word[:1].upper() + word[1:] for word in [*kept, last])


class Roster:
    """The beings of a text while it is read: `add` finds or makes who a mention means."""

    def __init__(self) -> None:
        self.beings: list[Being] = []
        self.by_head: dict[str, list[Being]] = {}
        self.recent: list[Being] = []

    def add(self, one: Mention, sentence: int) -> Being | None:
        """None: the words mean nobody in particular ("the creature", "his friend")."""
        if not one.name and one.head in EPITHETS:
            return None
        if not one.head:
            return self.ordinal(one)
        found = self._known(one) or self._met(one)
        self.recent = [found, *(b for b in self.recent if b is not found)][:12] if found is not None else self.recent
        if found is None:
            found = Being(len(self.beings), {one.head}, "" if one.name else one.head, first=sentence)
            self.beings.append(found)
            self.by_head.setdefault(one.head, []).append(found)
            self.recent = [found, *self.recent][:12]
            if one.name:
                self._titles(one, found)
        self._note(one, found)
        return found

    def find(self, head: str, before: Iterable[str] = (), caps: Iterable[str] = ()) -> Being | None:
        """Who goes by a noun or name; of several, whose other words fit, else the last brought in."""
        row = self.by_head.get(head, [])
        told = (set(before) & DISTINCT) | set(caps)
        return next((one for one in row if told and told <= set(one.before)), row[-1] if row else None)

    def alias(self, who: Being, one: Mention) -> None:
        """A noun that somebody named goes by from here on."""
        who.heads.add(one.head)
        who.noun = who.noun or one.head
        who.before.update(w for w in one.before if w not in NUMBERS)
        row = self.by_head.setdefault(one.head, [])
        if who not in row:
            row.append(who)

    def same(self, one: Being, other: Being) -> Being:
        """Two that are one: "a fox named Rufo"; the first stays."""
        if one is other:
            return one
        one.heads |= other.heads
        one.noun, one.named = one.noun or other.noun, one.named or other.named
        one.tally, one.deeds, one.plural = one.tally + other.tally, one.deeds + other.deeds, one.plural + other.plural
        one.she, one.he = one.she + other.she + 3 * (other.noun in FEMALE), one.he + other.he + 3 * (other.noun in MALE)
        one.before += other.before
        for head in other.heads:
            row = [x for x in self.by_head[head] if x is not other]
            self.by_head[head] = row if one in row else [*row, one]
        self.beings[other.number] = one
        return one

    def _known(self, one: Mention) -> Being | None:
        row = self.by_head.get(one.head, [])
        if not row:
            return None
        told = (set(one.before) & DISTINCT) | set(one.caps)
        if one.name:
            title = next((TITLES.get(w.rstrip(".")) for w in one.before if TITLES.get(w.rstrip(".")) is not None), None)
            fitting = [b for b in row if title is None or b.woman is None or b.woman is title]
            return fitting[-1] if fitting else None
        if not told:
            singles = [b for b in row if b.crowd == one.plural] or row
            return singles[-1]
        same = next((b for b in row if told & set(b.before)), None)
        if same is not None:
            return same
        bare = next((b for b in row if not set(b.before) & (DISTINCT | b.caps) and (not b.crowd or one.plural)), None)
        if bare is not None and not told & NEW:
            return bare
        return None

    def _met(self, one: Mention) -> Being | None:
        """ "The old man", "the bird": one who has been met under another name, of that sort."""
        if one.name or one.plural or one.head not in GENERIC or one.before[:1] not in (("the",), ("that",), ("this",)) or set(one.before) & (NEW | ORDINALS):
            return None
        fits = [(_is_a(b, one), -at, b) for at, b in enumerate(self.recent) if not b.crowd]
        found = max((fit for fit in fits if fit[0]), default=(0, 0, None))[2]
        if found is not None:
            self.by_head.setdefault(one.head, []).append(found)
            found.heads.add(one.head)
        return found

    def ordinal(self, one: Mention) -> Being | None:
        return next((b for b in reversed(self.beings) if set(one.before) & ORDINALS & set(b.before)), None)

    def _titles(self, one: Mention, found: Being) -> None:
        """ "Captain Ahab" goes by Ahab and by "the captain"; "Tom Sawyer" by Tom and by Sawyer."""
        for word in one.before:
            bare = word.rstrip(".")
            if bare in TITLES and bare in BEINGS | dict.fromkeys(["king", "queen", "captain", "farmer", "princess", "prince", "professor", "doctor", "duke"]):
                found.noun = bare
            if bare not in ("mr", "mrs", "miss", "ms", "sir", "old", "little", "young", "poor", "the", "of"):
                found.heads.add(bare)
                row = self.by_head.setdefault(bare, [])
                if found not in row:
                    row.append(found)

    def _note(self, one: Mention, found: Being) -> None:
        found.tally += 1
        found.caps |= set(one.caps)
        found.plural += one.plural
        found.count = max(found.count, one.number)
        found.before.update(w for w in one.before if w not in NUMBERS)
        if one.head == found.noun or one.name or not found.noun:
            (found.many if one.plural else found.written)[one.words] += 1
        if one.name and len(one.words) > len(found.named) and len(one.words) <= 40:
            found.named = one.words


def _is_a(one: Being, said: Mention) -> int:
    """How well somebody may be called by a wider word, a baker "the man", a nightingale "the bird": 0 not at all, 2 surely."""
    head = said.head
    wide, own = lexicon.kind(" ".join([*said.before, BEINGS.get(head, head)])), lexicon.kind(" ".join([*one.before, BEINGS.get(one.noun, one.noun)])) if one.noun else None
    if wide is None or one.noun == head:
        return 2 * (one.noun == head)
    if wide.value in PEOPLE:
        woman = True if head in FEMALE else False if head in MALE else None
        if (own is not None and own.value not in PEOPLE) or (woman is not None and one.woman is (not woman)):
            return 0
        young = {Kind.BOY, Kind.GIRL}
        if own is not None and (own.value in young) != (wide.value in young):
            return 0
        return 2 if own is not None and (own.value is wide.value or one.woman is woman) else 1
    if own is None:
        return 0
    if head == "bird":
        return 2 * (own.value in (Kind.BIRD, Kind.CROW, Kind.EAGLE, Kind.STORK))
    if head in ("animal", "beast"):
        return int(own.value not in PEOPLE)
    return 2 * (own.value is wide.value and BEINGS.get(one.noun, one.noun) == head)


def _guessed(name: str) -> bool | None:
    """Whether a given name is a woman's."""
    given = next((w.lower() for w in name.split() if w.lower().rstrip(".") not in TITLES), "")
    return given in WOMEN or (given not in MEN and given[-1:] in ("a", "e", "i", "y"))


def subject(row: Sequence[Token], one: Mention) -> bool:
    """Whether a mention does something here: a verb follows, or a verb of speaking stands before it."""
    if one.owner:
        return False
    before = row[one.at - 1].low if one.at else ""
    lately = [t.low for t in row[max(0, one.at - 4) : one.at]]
    if before in SPEECH or (lately and lately[-1] not in PREPOSITIONS and set(lately) & {"there", "it", "once"} and set(lately) & {"was", "were", "lived", "came", "stood", "sat", "is"}):
        return True
    if before in PREPOSITIONS:
        return False
    at = one.end
    while at < len(row) and (row[at].low.endswith("ly") or row[at].low in ("also", "then", "now", "once", "just", "still", "soon", "never", "always", "all", "both", "one", "day", "himself", "herself", "at", "last", "who")):
        at += 1
    if at < len(row) and row[at].text == "," and at == one.end:  # "A Dog, to whom ..., was": at the head of the sentence
        return one.at <= 2 or before in ("and", "but", "so", "when", "then")
    return at < len(row) and (is_verb(row[at].low) or (row[at].low.endswith("s") and at + 1 < len(row) and not row[at + 1].capital and one.at <= 1))


def pronouns(row: Sequence[Token]) -> tuple[int, int]:
    """How often she and he are said."""
    return sum(t.low in SHE for t in row), sum(t.low in HE and t.low != "him" for t in row)


def kept(beings: Iterable[Being], spoken: Counter[int]) -> list[Being]:
    """Those a film casts: whoever is named twice, does something or speaks; a name that is only ever a place is none."""
    return [
        b for b in dict.fromkeys(beings)
        if (b.tally > 1 or b.deeds or spoken[b.number]) and not (b.named and not b.noun and not b.deeds and not spoken[b.number] and (b.places * 2 > b.tally or b.tally < 2))
    ]  # fmt: skip


def young(one: Being) -> bool:
    return one.noun in SMALL_KIN


def standing(noun: str) -> tuple[str, ...]:
    """Who stands for a crowd of that noun."""
    return CROWDS.get(noun, ())
