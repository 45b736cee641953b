"""A text read from its first sentence to its last: who is in each, who does something there, who says what. One pass names, one pass resolves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from agents.adapt.prose import chinese
from agents.adapt.prose.cast import Being, Roster, pronouns, subject
from agents.adapt.prose.mentions import Mention, Token, being, is_verb, mentions, tokens
from agents.adapt.prose.page import Page
from agents.adapt.prose.quotes import Piece, pieces
from agents.adapt.prose.vocabulary import BE, GENERIC, HE, NOT_NAMES, OBJECTS, PREPOSITIONS, SHE, SMALL, SPEECH, SUBJECTS, THEY
from agents.adapt.sentences import sentences
from storyboard import lexicon
from storyboard.lexicon import word_set

TALKS = re.compile(rf"(?:^|[,;] )(?:{'|'.join(sorted(SPEECH, key=len, reverse=True))}) (?:the|a|an) (?:[\w-]+ )?([A-Za-z-]+)\b", re.IGNORECASE)
SPEAKS = re.compile(rf"\b[Tt]he ([\w-]+) (?:{'|'.join(sorted(SPEECH, key=len, reverse=True))})[,:]?(?: |$)")
RISEN = re.compile(r"[a-z,;] (?:the|an?) ((?:[A-Z][a-z]+ )?)([A-Z][a-z]{2,}) ([a-z]+)")
NAMING = frozenset({"named", "called"})
EXPLAINS = word_set("because although though if as since that who which whom where while whose how what")
LONGEST = 120  # beats of a paragraph that are looked at together
LATELY = 12  # beings a pronoun may mean


@dataclass(frozen=True)
class Ref:
    """Somebody in a sentence. `does`: acts there; `owner`: only something of theirs is named; `at`, `end`: tokens."""

    who: Being
    at: int
    end: int
    does: bool = False
    owner: bool = False
    pronoun: bool = False


@dataclass
class Beat:
    """A sentence that is told, or a speech. `tag`: it only says who speaks; `open`: the speech goes on from the one before."""

    number: int
    text: str
    chapter: int
    paragraph: int
    said: bool = False
    tag: bool = False
    intro: bool = False
    row: list[Token] = field(default_factory=list)
    found: list[Mention] = field(default_factory=list)
    refs: list[Ref] = field(default_factory=list)
    speaker: Being | None = None
    manner: str = ""
    rests: bool = False  # a break stands before it

    @property
    def doers(self) -> list[Being]:
        return list(dict.fromkeys(ref.who for ref in self.refs if ref.does))


@dataclass
class Told:
    """A text as read. `sentences`: how many it has."""

    beats: list[Beat]
    roster: Roster
    sentences: int
    spoken: Counter[int]
    chinese: bool = False


def read(page: Page) -> Told:
    beats = _led_up(list(_beats(page)))
    zh = chinese.is_chinese("".join(b.text for b in beats[:200])[:5000])
    roster = Roster()
    if zh:
        chinese.name(beats, roster)
    else:
        _name(beats, roster)
    walk = _Walk(roster, zh)
    for group in _paragraphs(beats):
        walk.paragraph(group)
    return Told(beats, roster, len(beats), walk.spoken, zh)


def _beats(page: Page) -> Iterator[Beat]:
    number = paragraph = 0
    for at, chapter in enumerate(page.chapters):
        rests = at > 0
        for words in chapter.paragraphs:
            if not words:
                rests = True
                continue
            paragraph += 1
            row: list[Beat] = []
            for piece in pieces(words):
                for text in _pieces(piece):
                    row.append(Beat(number, text, at, paragraph, piece.said, rests=rests))
                    rests, number = False, number + 1
            _tagged(row)
            yield from row


def _led_up(beats: list[Beat]) -> list[Beat]:
    """ "... the Stork said calmly:" at a paragraph's end: what follows without quotation marks is what is said."""
    for before, beat in pairwise(beats):
        words = before.text.lower().split()[-6:]
        if not (before.said or before.tag or beat.said) and before.paragraph != beat.paragraph and before.text[-1] in ":：" and any(w.strip(":,") in SPEECH for w in words):
            before.intro, beat.said, beat.paragraph = True, True, before.paragraph
    return beats


def _pieces(piece: Piece) -> Iterator[str]:
    if piece.said:
        yield piece.text
    else:
        yield from (text for text in sentences(piece.text) if any(c.isalnum() for c in text))


def _tagged(row: list[Beat]) -> None:
    """Which sentences of a paragraph only say who speaks, and which lead up to a speech."""
    for at, beat in enumerate(row):
        if beat.said:
            continue
        after = row[at - 1] if at and row[at - 1].said else None
        before = row[at + 1] if at + 1 < len(row) and row[at + 1].said else None
        words = [w.lower() for w in re.findall(r"[\w'’-]+", beat.text[:200])]
        early = next((i for i, w in enumerate(words[:8]) if w in SPEECH), None)
        if before is not None and beat.text[-1] in ":：" and not beat.text[0].islower():  # it leads up to the next speech
            beat.intro = True
            continue
        if (after is not None and early is not None and (beat.text[0].islower() or (after.text[-1] in ",，" and early < 6) or early < 4)) or (after is not None and chinese.TAG.match(beat.text)):
            beat.tag = True
        if before is not None and not beat.tag and beat.text[-1] in ",:：，—–" and (any(w in SPEECH for w in words) or beat.text[-1] in ":：" or chinese.SAYS.search(beat.text)):
            beat.intro = True


def _paragraphs(beats: Sequence[Beat]) -> Iterator[list[Beat]]:
    row: list[Beat] = []
    for beat in beats:
        if row and (row[0].paragraph != beat.paragraph or len(row) >= LONGEST):
            yield row
            row = []
        row.append(beat)
    if row:
        yield row


def _name(beats: list[Beat], roster: Roster) -> None:
    """Who is named, over the whole text."""
    extra = _speaking(beats)
    for beat in beats:
        beat.row = tokens(beat.text)
        beat.found = mentions(beat.row, extra)
    sure = _sure(beats)
    for beat in beats:
        beat.found = [one for one in beat.found if not one.name or one.head in sure or one.before]
        known: list[tuple[Mention, Being]] = []
        called: Mention | None = None
        for one, then in zip_longest(beat.found, beat.found[1:]):
            if _is_said_of(beat.row, known, one):  # "the doctor was a very small man": nobody else
                known[-1][1].is_too(one.head)
                continue
            if then is not None and _names(beat.row, one, then):  # "a girl named Nell"
                called = one
                continue
            who = roster.add(one, beat.number)
            if who is None:
                continue
            if called is not None:
                roster.alias(who, called)
                called = None
            who.deeds += subject(beat.row, one) if not beat.said else one.at > 0 and beat.row[one.at - 1].low in ("o", "oh")
            if one.name and one.at and beat.row[one.at - 1].low in ("in", "at", "to", "from", "near", "of", "for", "through", "into", "toward"):
                who.places += 1
            known.append((one, who))
        _alike(beat.row, known, roster)
        single = {id(who): who for _, who in known if not who.crowd}
        if len(single) == 1 and not beat.said:
            her, his = pronouns(beat.row)
            who = next(iter(single.values()))
            who.she, who.he = who.she + (her > his), who.he + (his > her)


def _is_said_of(row: list[Token], known: list[tuple[Mention, Being]], one: Mention) -> bool:
    between = [t.low for t in row[known[-1][0].end : one.at]] if known else []
    return bool(known) and one.head in GENERIC and one.before[:1] in (("a",), ("an",)) and len(between) == 1 and between[0] in BE and not known[-1][0].owner


def _names(row: list[Token], one: Mention, then: Mention) -> bool:
    between = [t.low for t in row[one.end : then.at]]
    return not one.name and then.name and one.before[:1] in (("a",), ("an",)) and len(between) in (1, 2) and between[-1] in NAMING


def _speaking(beats: list[Beat]) -> frozenset[str]:
    """Nouns of things that speak or act as people do: "said the Reed", "the Sun shone"."""
    found: Counter[str] = Counter()
    for beat in beats:
        if beat.said:
            continue
        if beat.tag or beat.intro:
            found.update({hit[1].lower(): 2 for pattern in (TALKS, SPEAKS) for hit in pattern.finditer(beat.text[:300])})
        for hit in RISEN.finditer(beat.text[:400]):
            if is_verb(hit[3]) and hit[2].lower() not in NOT_NAMES:
                found[hit[2].lower()] += 1
    return frozenset(w for w, n in found.items() if n > 1 and being(w) is None and w not in SMALL and w not in SPEECH and not (n < 4 and (place := lexicon.place(w)) and place.exact))


def _sure(beats: list[Beat]) -> set[str]:
    """Capitalised words that are names: met with a capital where no sentence begins, and hardly ever in small letters."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    for beat in beats:
        small.update(t.low for t in beat.row if t.text[0].islower())
        for one in beat.found:
            if one.name:
                opens = one.at == 0 or beat.row[one.at - 1].text in ".!?…:\"“"
                if not (beat.said and opens):
                    (starts if opens else inside)[one.head] += 1
                if opens and not beat.said and one.end < len(beat.row) and is_verb(beat.row[one.end].low):
                    starts[one.head] += 1
    return {w for w in inside | starts if (inside[w] > small[w] or (starts[w] >= 2 and not small[w])) and len(w) > 1}


def _alike(row: list[Token], known: list[tuple[Mention, Being]], roster: Roster) -> None:
    """Two mentions of one: "a fox named Rufo", "Rufo the fox", "Rufo, a fox,", "Rufo was a fox"."""
    for (one, who), (other, whose) in pairwise(known):
        if who is whose or one.owner or one.plural or other.plural or (one.name and other.name):
            continue
        between = [t.low for t in row[one.end : other.at]]
        follows = row[other.end].text if other.end < len(row) else "."
        named = bool(between) and between[-1] in NAMING and other.name
        apposed = between == [","] and follows in (",", ".", ";") and ((other.name and not one.name) or (one.name and other.before[:1] in (("a",), ("an",), ("the",))) or (one.before[:1] == ("the",) and other.before[:1] in (("a",), ("an",))))
        direct = not between and one.name and other.before[:1] == ("the",)
        direct = direct or (not between and other.name and not one.name and bool(one.before))
        is_one = len(between) == 1 and between[0] in BE and other.before[:1] in (("a",), ("an",), ("the",)) and one.name
        if named or apposed or direct or is_one:
            roster.same(whose if whose.first < who.first else who, who if whose.first < who.first else whose)


def _echoes(row: list[Beat], at: int) -> bool:
    """Whether a speech after a tag takes up the very words of the speech before it: then it answers."""
    if not row[at - 1].tag or row[at - 1].text[-1] not in ".!?。" or at < 2 or not row[at - 2].said:
        return False
    said, then = ("".join(c for c in one.text.lower() if c.isalnum()) for one in (row[at - 2], row[at]))
    return len(said) > 3 and then.startswith(said)


def _lead(beat: Beat) -> Being | None:
    """Who the next sentence goes on with: who acted last, but for who acts in a clause that only explains."""
    doers = [ref for ref in beat.refs if ref.does]
    for ref in reversed(doers[1:]):
        opens = next((t.low for t in reversed(beat.row[max(0, ref.at - 2) : ref.at + 1]) if t.low in EXPLAINS), "") if len(beat.row) > 1 else ""
        if not opens:
            return ref.who
    return doers[0].who if doers else None


class _Walk:
    """One walk over the paragraphs: who was met last, who talks with whom."""

    def __init__(self, roster: Roster, zh: bool):
        self.roster, self.zh = roster, zh
        self.recent: list[Being] = []  # the last first
        self.lead: Being | None = None  # who acted last
        self.talk: list[Being] = []  # who spoke, the last last
        self.spoken: Counter[int] = Counter()

    def paragraph(self, row: list[Beat]) -> None:
        opened = all(beat.said for beat in row)
        for at, beat in enumerate(row):
            if beat.said:
                beat.refs = [Ref(who, one.at, one.end) for one in beat.found if (who := self._of(one)) is not None]
                beat.speaker = self._speaker(row, at, opened)
                beat.refs = self._spoken_of(beat)
                if beat.speaker is not None:
                    self.spoken[beat.speaker.number] += 1
                    self.talk = [*self.talk[-5:], beat.speaker]
                    self._met(beat.speaker)
            else:
                beat.refs = self.refs(beat)
                lead = _lead(beat)
                for ref in sorted(beat.refs, key=lambda ref: ref.does):
                    self._met(ref.who)
                self.lead = lead or self.lead
                if lead is not None and not beat.tag and not beat.intro:
                    self.talk = [who for who in self.talk if who is lead] if not any(b.said for b in row) else self.talk

    def _spoken_of(self, beat: Beat) -> list[Ref]:
        """Whom a speech names; "my father" is the speaker's."""
        out = []
        for one in beat.found:
            who = self._of(one)
            if who is not None:
                out.append(Ref(who, one.at, one.end))
                if one.before[:1] == ("my",) and beat.speaker is not None and who.owner is None and who is not beat.speaker:
                    who.owner = beat.speaker.number
        return out

    def refs(self, beat: Beat) -> list[Ref]:
        """Everyone in a sentence, named or meant by a pronoun, in order."""
        if self.zh:
            return chinese.refs(beat, self.roster, list(dict.fromkeys([*([self.lead] if self.lead is not None else []), *self.recent])))
        out: list[Ref] = []
        starts = {one.at: one for one in beat.found}
        ends = {at for one in beat.found for at in range(one.at, one.end)}
        lead = self.lead
        for at, token in enumerate(beat.row):
            if at in starts:
                one = starts[at]
                who = self._of(one)
                if who is not None:
                    does = subject(beat.row, one)
                    out.append(Ref(who, one.at, one.end, does, one.owner))
                    lead = who if does else lead
                    self._met(who)
                own = next((t for t in beat.row[one.at : one.end] if t.low in ("his", "her", "their", "its")), None)
                owner = self._meant(own.low, lead) if own is not None else []
                if who is not None and owner and who.owner is None and owner[0] is not who:
                    who.owner = owner[0].number
                continue
            if at in ends or token.low not in HE | SHE | THEY | {"it"}:
                continue
            found = self._pronoun(beat.row, at, out, lead)
            out += found
            lead = next((ref.who for ref in found if ref.does), lead)
        if out and not any(ref.does for ref in out):
            first = next((i for i, ref in enumerate(out) if not ref.owner and (ref.at == 0 or beat.row[ref.at - 1].low not in PREPOSITIONS)), None)
            if first is not None:
                out[first] = Ref(out[first].who, out[first].at, out[first].end, does=True, pronoun=out[first].pronoun)
        return out

    def _pronoun(self, row: list[Token], at: int, before: list[Ref], lead: Being | None) -> list[Ref]:
        word = row[at].low
        following = row[at + 1] if at + 1 < len(row) else None
        if word in ("himself", "herself", "themselves", "itself"):
            return []
        if word == "it":
            fits = lead is not None and not lead.crowd and lead.woman is None and not lead.named and at == 0 and following is not None and is_verb(following.low) and following.low not in BE
            return [Ref(lead, at, at + 1, does=True, pronoun=True)] if fits and lead is not None else []
        owns = word in ("his", "their") or (word == "her" and following is not None and following.text[0].isalpha() and following.low not in SMALL)
        acts = word in SUBJECTS
        subject_here = next((ref.who for ref in reversed(before) if ref.does), None)
        meant = self._meant(word, lead, avoid=subject_here if word in OBJECTS or (word == "her" and not owns) else None)
        return [Ref(who, at, at + 1, does=acts, owner=owns, pronoun=True) for who in meant]

    def _meant(self, word: str, lead: Being | None, avoid: Being | None = None) -> list[Being]:
        """Whom a pronoun means: who acted last and fits, else who was met last and fits; "they" may mean the last two."""
        order = list(dict.fromkeys([b for b in (lead,) if b is not None] + self.recent))
        if word in THEY:
            crowd = next((b for b in order[:4] if b.plural and b is not avoid), None)
            return [crowd] if crowd is not None else [b for b in order if b is not avoid][:2]
        woman = word in SHE
        fitting = [b for b in order if not b.crowd and b is not avoid]
        sure = [b for b in fitting if b.woman is woman]
        loose = [b for b in fitting if b.woman is None]
        first = sure[:1] + loose[:1]
        return sorted(first, key=order.index)[:1] if avoid is None else (sure or loose)[:1]

    def _of(self, one: Mention) -> Being | None:
        told = self.roster.by_head.get(one.head, [])
        return self.roster.find(one.head, one.before, one.caps) if told else None if one.head else self.roster.ordinal(one)

    def _met(self, who: Being) -> None:
        self.recent = [who, *(b for b in self.recent if b is not who)][:LATELY]

    def _speaker(self, row: list[Beat], at: int, alone: bool) -> Being | None:
        """Who says it: by what stands beside it, else whoever answers."""
        after = row[at + 1] if at + 1 < len(row) and row[at + 1].tag else None
        before = row[at - 1] if at and row[at - 1].intro else None
        for beat in (after, before):
            if beat is not None and self._is_thing(beat):
                return None
            if beat is not None and (who := self._named_in(beat, last=beat is before)) is not None:
                return who
        earlier = [b for b in row[:at] if b.said]
        if earlier and (row[at - 1].said or self._between(row, at) or _echoes(row, at)):
            return self._answering(row[at])
        if earlier and row[at - 1].tag and (earlier[-1].speaker is not None):
            return earlier[-1].speaker
        if at and not row[at - 1].said and (who := next((ref.who for ref in reversed(row[at - 1].refs) if ref.does), None)) is not None:
            return who
        if at == 0 and not alone and len(row) > 1 and not row[1].said:
            who = self._first(row[1])
            if who is not None:
                return who
        if earlier:
            return earlier[-1].speaker
        return self._answering(row[at])

    def _between(self, row: list[Beat], at: int) -> bool:
        """Whether a speech after a tag is the answer: the next speech follows at once and is by whoever spoke before the tag."""
        if at + 2 >= len(row) or not row[at + 1].said or not row[at + 2].tag or not row[at - 1].tag:
            return False
        return self._named_in(row[at + 2], last=False) is row[at - 2].speaker

    def _answering(self, beat: Beat) -> Being | None:
        """The other of two who talk; else whoever was met last and is not spoken to."""
        addressed = {ref.who.number for ref in beat.refs if self._is_called(beat, ref)}
        last = self.talk[-1] if self.talk else None
        others = [b for b in reversed(self.talk) if b is not last] + [b for b in self.recent if b is not last and (self.spoken[b.number] or b.deeds)]
        found = next((b for b in others if b.number not in addressed), None)
        return found or (last if last is not None and last.number not in addressed else None) or next((b for b in self.recent if b.number not in addressed), None)

    def _is_called(self, beat: Beat, ref: Ref) -> bool:
        edge = ref.at == 0 or beat.row[ref.at - 1].text in (",", "!")
        return edge and (ref.end >= len(beat.row) or beat.row[ref.end].text in (",", "!", "?", "."))

    def _is_thing(self, beat: Beat) -> bool:
        """ "It said": a thing that is nobody."""
        verb = next((i for i, token in enumerate(beat.row) if token.low in SPEECH), 0)
        return verb > 0 and beat.row[verb - 1].low == "it" and not any(ref.at == verb - 1 for ref in self.refs(beat))

    def _first(self, beat: Beat) -> Being | None:
        return next((ref.who for ref in self.refs(beat) if ref.does), None)

    def _named_in(self, beat: Beat, last: bool) -> Being | None:
        """Who speaks by the words of a tag: the nearest of the verb of speaking."""
        refs = self.refs(beat)
        if self.zh:
            return chinese.speaker(beat, refs)
        verbs = [i for i, token in enumerate(beat.row) if token.low in SPEECH]
        if not verbs:
            return next((ref.who for ref in refs if ref.does), None)
        verb = verbs[-1] if last else verbs[0]
        right = next((ref for ref in refs if verb < ref.end and ref.at <= verb + 2 and not ref.owner and all(t.low not in PREPOSITIONS and t.text != "," for t in beat.row[verb + 1 : ref.at])), None)
        left = next((ref for ref in reversed(refs) if ref.end <= verb and not ref.owner and ref.does), None)
        inverted = verb == 0 or (right is not None and left is None)
        found = right if inverted and right is not None else left or right
        if found is not None:
            return found.who
        return next((ref.who for ref in refs if ref.does), None)


__all__ = ["Beat", "Ref", "Told", "read"]
