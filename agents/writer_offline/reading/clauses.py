"""Phrases to clauses: who does what, to what, near what; relative clauses, infinitives, and what comes after "but"."""

from __future__ import annotations

from dataclasses import dataclass, field

from agents.writer_offline.reading.english_words import TAKES_TO, TEACHES, TIMES, WANTS
from agents.writer_offline.reading.phrases import Noun, Phrase, Row, Small, Verb


@dataclass
class Clause:
    """One deed while it is being read. `kind`: main, and, rel, to, ing, that, or the word that began it ("but"). `near`: prepositions and
    what follows them; `state`: adjectives said of the subject; `inner`: what is wanted, tried or taught ("to fly"); `aim`: for what it is done."""

    kind: str
    start: int
    parent: Clause | None = None
    subjects: list[Noun] = field(default_factory=list)
    verb: Verb | None = None
    objects: list[Noun] = field(default_factory=list)
    near: list[tuple[str, Noun]] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    inner: Clause | None = None
    aim: Clause | None = None
    gap: bool = False  # the antecedent is its object: "the tree [their grandmother planted]"

    @property
    def stem(self) -> str:
        return self.verb.stem if self.verb else ""


TOP = frozenset({"main", "and"})
MEMBERS = frozenset({"rel", "to", "ing", "that", "comp"})  # clauses inside another


def clauses(row: Row) -> list[Clause]:
    reader = _Reader(row)
    for k, item in enumerate(row.phrases):
        if isinstance(item, Noun):
            reader.noun(item, k)
        elif isinstance(item, Verb):
            reader.verb(item)
        else:
            reader.small(item)
    for clause in reader.found:
        if clause.stem in ("be", "live", "exist", "stand") and not clause.subjects and clause.kind in TOP and clause.parent is None:  # "there was a miller"
            clause.subjects, clause.objects = clause.objects, []
    return [c for c in reader.found if c.verb or c.subjects or c.objects or c.near or c.state]


class _Reader:
    """Goes through the phrases once. `prep`: a preposition that waits for its noun; `joint`: "and" or a comma came last."""

    def __init__(self, row: Row):
        self.row = row
        self.cur = Clause("main", 0)
        self.found = [self.cur]
        self.prep: str | None = None
        self.joint = ""
        self.last: Phrase | None = None
        self.spot = "subject"

    def open(self, kind: str, start: int, parent: Clause | None = None) -> Clause:
        self.cur = Clause(kind, start, parent)
        self.found.append(self.cur)
        return self.cur

    def noun(self, noun: Noun, k: int) -> None:
        if self._is_time(noun) and not self.prep:
            return
        cur = self.cur
        leads = self._leads(k)
        if self.prep:
            cur.near.append((self.prep, noun))
            self.spot, self.prep = self.prep, None
        elif cur.kind == "rel" and cur.verb is None and cur.subjects and not self.joint:
            cur.subjects, cur.objects, cur.gap = [noun], cur.subjects, True
        elif cur.verb is None and not (self.joint and self.spot != "subject" and not leads):
            cur.subjects.append(noun)
            self.spot = "subject"
        elif leads and self.joint:
            cur = self._top(self.joint if self.joint != "comma" else "and", noun.start)
            cur.subjects.append(noun)
            self.spot = "subject"
        elif leads and isinstance(self.last, Noun) and not noun.pronoun and not self.last.pronoun and cur.verb and self.last.start > cur.verb.start:
            rel = self.open("rel", noun.start, cur)
            rel.subjects, rel.objects, rel.gap = [noun], [self.last], True
        elif self.joint and self.spot not in ("subject", "object"):
            cur.near.append((self.spot, noun))
        else:
            cur.objects.append(noun)
            self.spot = "object"
        self.joint, self.last = "", noun

    def _is_time(self, noun: Noun) -> bool:
        return noun.head.lower() in TIMES and (noun.det in ("every", "each", "all", "that", "this") or noun.number == "one" or bool({"next", "last", "one"} & set(noun.adjectives)))

    def _leads(self, k: int) -> bool:
        """Whether a finite verb follows this noun, prepositional phrases between them left out."""
        items, j = self.row.phrases, k + 1
        while j < len(items):
            item = items[j]
            if isinstance(item, Verb):
                return item.form not in ("ing", "to") and not (item.form == "past" and item.stem in ("call", "name"))
            if isinstance(item, Small) and item.tag == "prep" and j + 1 < len(items) and isinstance(items[j + 1], Noun):
                j += 2
            elif isinstance(item, Small) and item.tag == "adv":
                j += 1
            elif isinstance(item, Small) and item.word == "and" and j + 1 < len(items) and isinstance(items[j + 1], Noun) and self.joint:
                j += 2
            else:
                return False
        return False

    def _top(self, kind: str, start: int) -> Clause:
        return self.open(kind, start)

    def verb(self, verb: Verb) -> None:
        cur = self.cur
        self.prep, begun = (None, self.prep) if verb.form == "ing" else (None, None)
        if verb.form == "to":
            self._inside("to", verb)
        elif verb.form == "ing" and (cur.verb is None or begun or cur.state or cur.objects or cur.near or verb.form == "ing"):
            self._inside("ing", verb, begun)
        elif cur.verb is None and not (self.joint == "and" and cur.kind == "rel" and not cur.subjects):
            cur.verb = verb
        elif self.joint:
            self._joined(verb)
        else:
            self._returns(verb)
        self.joint, self.last, self.spot = "", verb, "object"

    def _inside(self, kind: str, verb: Verb, begun: str | None = None) -> None:
        """An infinitive or a gerund: what is wanted, or for what something is done; after a noun, what that noun does."""
        cur = self.cur
        while kind == "to" and self.joint and cur.parent is not None and cur.kind == "to":
            cur = cur.parent
        if kind == "ing" and cur.verb is None and isinstance(self.last, Noun) and not begun:
            child = self.open("rel", verb.start, cur)
            child.subjects = [self.last]
            child.verb = verb
            return
        child = self.open(kind, verb.start, cur)
        child.verb = verb
        goes_out = kind == "to" and cur.stem not in WANTS | TEACHES | TAKES_TO
        direct = (isinstance(self.last, Verb) and not goes_out) or begun is not None or (bool(cur.state) and not cur.objects and not goes_out)
        if direct or (kind == "to" and cur.stem in TEACHES and cur.objects):
            child.subjects = cur.objects[-1:] if cur.stem in TEACHES and cur.objects else list(cur.subjects)
            cur.inner = cur.inner or child
            cur.aim = cur.aim or (child if begun in ("for", "by") else None)
        else:
            child.subjects = list(cur.subjects)
            early = cur.aim is not None and cur.verb is not None and cur.aim.start < cur.verb.start
            cur.aim = child if cur.aim is None or early else cur.aim

    def _joined(self, verb: Verb) -> None:
        """ "opens a bakery and burns every loaf", "to swim and sing"."""
        home = self.cur
        if not (verb.form == "base" and home.kind == "to"):
            while home.kind in ("to", "ing", "that", "comp") and home.parent is not None:
                home = home.parent
            if home.kind == "rel" and home.parent is not None and home.parent.verb is None and self.joint != "and":
                home = home.parent
        kind = "and" if home.kind in TOP else home.kind
        child = self.open(kind, verb.start, home.parent)
        child.subjects = list(home.subjects)
        child.verb = verb

    def _returns(self, verb: Verb) -> None:
        """A second verb with no "and": the outer clause's ("the king who lost his crown asks"), or what the object does ("makes them laugh")."""
        outer = self.cur.parent
        while outer is not None and outer.verb is not None:
            outer = outer.parent
        if outer is not None:
            outer.verb = verb
            self.cur = outer
            return
        cur = self.cur
        if cur.verb and cur.verb.form == "past" and not cur.verb.helper and verb.form in ("s", "finite", "past") and cur.kind in TOP:
            cur.state.append(cur.verb.stem)  # "a boy lost in the woods finds"
            cur.verb = verb
            return
        child = self.open("comp", verb.start, cur)
        child.subjects, child.verb = cur.objects[-1:], verb
        if cur.stem in TEACHES or verb.form == "base":
            cur.inner = child

    def small(self, item: Small) -> None:
        if item.tag == "prep":
            self.prep = item.word
        elif item.tag == "conj":
            self.joint = item.word if item.word != "&" else "and"
        elif item.tag == "comma":
            self._comma()
        elif item.tag == "adj":
            self.cur.state.append(item.word)
        elif item.tag == "rel":
            before = [self.last] if isinstance(self.last, Noun) else []
            rel = self.open("rel", item.start, self.cur)
            rel.subjects = list(before)
            if self.prep:
                rel.gap = True
            self.prep, self.joint = None, ""
        elif item.tag == "sub":
            inside = item.word in ("that", "how", "what", "where", "why", "whether") and self.cur.verb is not None
            self.open("that" if inside else item.word, item.start, self.cur if inside else None)
            self.prep, self.joint, self.spot = None, "", "subject"
        elif item.tag == "stop":
            self.open("main", item.end)
            self.prep, self.joint, self.last, self.spot = None, "", None, "subject"

    def _comma(self) -> None:
        self.joint = self.joint or "comma"
        cur = self.cur
        while cur.kind in MEMBERS and cur.parent is not None and cur.verb is not None and cur.parent.verb is None:
            cur = cur.parent
            self.joint = ""
        if cur.kind not in TOP | MEMBERS and cur.verb is not None and not any(c.verb for c in self.found if c.kind in TOP):
            cur = self.open("main", (self.last.end if self.last else 0))
            self.joint, self.spot = "", "subject"
        self.cur = cur
        self.prep = None
