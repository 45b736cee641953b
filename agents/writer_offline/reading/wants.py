"""What is wanted in an English premise, what stands against it, what is lacking, what is feared, and how it feels."""

from __future__ import annotations

import re

from agents.writer_offline.reading.clauses import TOP, Clause
from agents.writer_offline.reading.deeds import STRONG, done_to, words_of
from agents.writer_offline.reading.english_words import (
    AGAINST,
    FEARFUL,
    HARD_PLACES,
    HARD_WORDS,
    HOLDS,
    LOSSES,
    MOODS,
    SEEKS,
    STATES,
    WANTS,
    WISHED,
)  # fmt: skip
from agents.writer_offline.reading.found import Being
from agents.writer_offline.reading.phrases import Noun, Row, Verb
from storyboard import lexicon
from storyboard.look import PEOPLE
from storyboard.sound import Mood

HELD = ("lock", "trap", "forbid", "banish", "curse", "chain", "hunt")
HOURS = ("hour", "hours", "minute", "minutes", "day", "days", "night", "nights", "week", "weeks", "chance", "year")
LONGEST_WANT, LONGEST_OBSTACLE = 14, 16  # words
CONTRARY = ("but", "although", "though", "however", "yet", "unless", "whereas")
STOPS = frozenset({"stop", "sub"})


def find_want(row: Row, found: list[Clause], beings: tuple[Being, ...], deed: Clause | None) -> str | None:
    """What the hero wants, in words that can stand after "wants to": what is said of it, else what the deed asks for; else what another wants."""
    own = [c for c in found if c.verb or c.state]
    said = [(c, w) for c in own if c.kind not in ("to", "ing", "that") and (w := _said(row, found, c)) is not None]
    mine = next((w for c, w in said if _acts(c, beings)), None)
    return mine or _asked_for(row, found, own, deed) or next((_meant(w, c, beings) for c, w in said), None)


def _acts(clause: Clause, beings: tuple[Being, ...]) -> bool:
    """Whether the hero is who a clause speaks of: "it" is no person, "she" is one if there is one."""
    if not clause.subjects or not beings:
        return True
    noun, people = clause.subjects[0], [b for b in beings if b.kind in PEOPLE]
    if noun.pronoun:
        return noun.head == "they" or ((beings[0] not in people) if noun.head == "it" else (beings[0] in people or not people))
    return _is(noun, beings[:1]) or not _is(noun, beings)


def _meant(want: str, clause: Clause, beings: tuple[Being, ...]) -> str:
    """ "keep it": whom or what the pronoun means."""
    other = next((b for b in beings if not clause.subjects or not _is(clause.subjects[0], (b,))), None)
    return re.sub(r"\b(it|him|her|them)$", other.name or f"the {other.noun}", want) if other else want


def _asked_for(row: Row, found: list[Clause], own: list[Clause], deed: Clause | None) -> str | None:
    """What the deed itself asks for."""
    if deed is None or deed.verb is None:
        return None
    if deed.subjects and deed.subjects[0].head in ("nobody", "everyone", "everybody"):
        if not deed.objects:
            return None
        return f"be {deed.stem}{'d' if deed.stem.endswith('e') else 'ed'}"
    chased = next((n for w, n in deed.near if w == "by"), None) if deed.verb.passive and deed.stem in AGAINST else None
    if chased is not None:
        return f"escape from {words_of(row, chased)}"
    if deed.verb.passive and (deed.stem in HELD or HOLDS & set(deed.state)):
        return "get out"
    if deed.stem == "be" or (deed.stem == "get" and deed.state):
        return _state(own) or _unable(row, found, own)
    if deed.verb.negated:
        return _unable(row, found, [deed])
    if deed.stem in ("hate", "dread") and (noun := done_to(deed)) is not None:
        return f"be rid of {words_of(row, noun)}"
    if deed.stem == "forget" and deed.inner is not None and deed.inner.verb:
        return _text(row, found, deed.inner)
    if deed.stem in LOSSES:
        noun = done_to(deed)
        return f"find {words_of(row, noun)} again" if noun else None
    missing = next((n.of for n in deed.objects if n.of and ({"missing", "lost", "stolen"} & set(n.of.adjectives) or n.head in ("theft", "disappearance"))), None)
    if missing is not None and deed.stem in ("investigate", "solve"):
        return f"find {words_of(row, missing)}"
    if deed.stem in SEEKS and (noun := done_to(deed)) is not None:
        return f"find {words_of(row, noun)}" + _place_after(row, found, noun)
    if deed.stem == "have" and done_to(deed) is not None and deed.aim is not None:
        return _text(row, found, deed.aim)
    if deed.aim is not None and deed.aim.stem in STRONG:
        return _text(row, found, deed.aim)
    if deed.stem == "fall" and any(n.head.lower() == "love" for _, n in deed.near):
        whom = next((n for w, n in deed.near if w == "with"), None)
        return f"win the love of {words_of(row, whom)}" if whom else None
    if deed.stem in ("quarrel", "fight", "argue", "race", "compete") and (prize := next((n for w, n in deed.near if w in ("over", "for")), None)) is not None and not deed.objects:
        return f"win {words_of(row, prize)}"
    return _text(row, found, deed)


def _place_after(row: Row, found: list[Clause], noun: Noun) -> str:
    """A relative clause that belongs to what is looked for: "a place [to sleep]"."""
    child = next((c for c in found if c.verb and c.start == noun.last and c.kind in ("to", "rel")), None)
    if child is None or child.verb is None or child.kind == "rel":
        return ""
    return f" to {_text(row, found, child)}"


def _said(row: Row, found: list[Clause], clause: Clause) -> str | None:
    """A want that is said: "wants to ...", "has to ...", "dreams of ...", "longs for ...", "tries to ..."."""
    if clause.verb is None or (clause.kind not in TOP and clause.kind != "rel") or (clause.kind == "rel" and clause.gap):
        return None
    stem, inner = clause.stem, clause.inner
    if inner is not None and (stem in WANTS or stem in ("have", "refuse") or (stem == "be" and set(clause.state) & {"determined", "eager", "ready"})) and inner.verb:
        while inner.inner is not None and inner.stem in ("try", "attempt") and inner.inner.verb:
            inner = inner.inner
        text = _text(row, found, inner)
        return None if text is None else f"{stem} to {text}" if stem == "refuse" else _sought(row, inner) or text
    if clause.verb.helper == "must":
        return _sought(row, clause) or _text(row, found, clause)
    if stem in WISHED and stem != "dream":
        noun = done_to(clause)
        return f"have {words_of(row, noun)}" if noun else None
    return None


def _sought(row: Row, clause: Clause) -> str | None:
    noun = done_to(clause) if clause.stem in SEEKS else None
    return f"find {words_of(row, noun)}" if noun else None


def _state(own: list[Clause]) -> str | None:
    return next((STATES[w] for c in own for w in c.state if w in STATES), None)


def _unable(row: Row, found: list[Clause], own: list[Clause]) -> str | None:
    """Who cannot sleep wants to; who is afraid wants not to be."""
    for clause in own:
        if clause.verb and clause.verb.negated and clause.stem != "be" and clause.kind in (*TOP, "rel"):
            return clause.stem if clause.verb.helper == "have" and not clause.objects else _text(row, found, clause)
    for clause in own:
        if FEARFUL & set(clause.state):
            what = next((n for w, n in clause.near if w == "of"), None)
            return f"face {words_of(row, what)} without fear" if what else "be brave"
    return None


def find_state_want(beings: tuple[Being, ...]) -> str | None:
    """What the hero's own adjectives ask for: a lonely robot wants a friend."""
    return next((STATES[a] for b in beings[:1] for a in b.adjectives if a in STATES), None)


def _text(row: Row, found: list[Clause], clause: Clause) -> str | None:
    """A clause's deed in its base form with all that follows it."""
    if clause.verb is None:
        return None
    verb = clause.verb
    end = clause_end(row, found, clause)
    head = ["be", row.words[verb.end - 1].lower()] if verb.passive or (verb.helper == "be" and verb.stem != "be" and verb.form == "to") else [verb.stem]
    return " ".join([*head, *_plain(row, verb.end, end)][:LONGEST_WANT]) if not (verb.stem == "be" and end <= verb.end) else None


def clause_end(row: Row, found: list[Clause], clause: Clause) -> int:
    """Where a clause ends: at a stop, at "but", or where another deed of its own begins."""
    first = clause.verb.end if clause.verb else clause.start
    begun = [c.start for c in found if c.start >= first and c is not clause and c.kind not in ("to", "ing", "comp", "that") and (c.kind != "rel" or c.start > first + 7)]
    begun += [c.verb.start for c in found if c.kind in TOP and c.verb and c.verb.start >= first and c is not clause]
    stop = next((k for k in range(first, len(row.tags)) if row.tags[k] in STOPS and row.words[k].lower() not in ("that", "how", "what", "where", "who", "why")), len(row.tags))
    end = min([stop, *begun])
    comma = next((k for k in range(first, end) if row.tags[k] == "comma" and not any(row.tags[m] == "conj" for m in range(k, end))), None)
    end = comma if comma is not None else end
    while end > first and row.tags[end - 1] in ("comma", "conj", "quote"):
        end -= 1
    return end


def _plain(row: Row, start: int, end: int) -> list[str]:
    out: list[str] = []
    for k in range(start, end):
        if row.tags[k] == "quote" and not row.words[k].isalpha():
            continue
        if row.tags[k] == "comma":
            out[-1:] = [f"{out[-1]},"] if out else []
            continue
        word = row.words[k]
        out.append(word if word[0].isupper() and lexicon.kind(word) is None else word.lower())
    return out


def find_obstacle(row: Row, found: list[Clause], beings: tuple[Being, ...]) -> str | None:
    """What stands against the want, the plainest first: what "but" says, what is feared or cannot be done, what is hard to cross, who fights."""
    hero = called(row, beings)
    contrary = next((c for c in found if c.kind in CONTRARY and (c.verb or c.subjects)), None)
    if contrary is not None and contrary.verb is not None:
        return _sentence(row, found, contrary, hero)
    for clause in found:
        if clause.kind in (*TOP, "rel") and (text := _hindered(row, clause, hero, beings)):
            return text
    short = next((c.objects[0] for c in found if c.stem == "have" and c.objects and c.objects[0].number in ("one", "two", "three") and c.objects[0].head.lower() in HOURS), None)
    if short is not None:
        return f"only {short.number} {short.head.lower()} {'is' if short.number == 'one' else 'are'} left"
    nobody = next((c for c in found if c.subjects and c.subjects[0].head in ("nobody", "everyone", "everybody") and c.verb and c.kind in TOP), None)
    if nobody is not None:
        return _sentence(row, found, nobody, hero)
    return _hard(row, found) or _early(row, found, hero) or _rival(row, beings)


def called(row: Row, beings: tuple[Being, ...]) -> str:
    """The hero as an obstacle speaks of them: "the fox", "the two mice", "Mira", "they" where several act together."""
    if not beings:
        return "the hero"
    if any(b.part == "friend" for b in beings[1:2]) and row.words[beings[0].at + 1 : beings[0].at + 2] in (("and",), (",",)):
        return "they"
    one = beings[0]
    return one.name or (f"the {row.words[one.at].lower()}" if one.count > 1 and one.at < len(row.words) else f"the {one.noun}")


def _many(hero: str, beings: tuple[Being, ...]) -> bool:
    return hero == "they" or (bool(beings) and beings[0].count > 1)


def _sentence(row: Row, found: list[Clause], clause: Clause, hero: str) -> str:
    """A clause as it stands, with the hero where it has no subject."""
    assert clause.verb is not None
    end = clause_end(row, found, clause)
    start = min([clause.verb.start, *(s.owner.start if s.owner else s.start for s in clause.subjects)])
    own = clause.verb.start >= clause.start and any(s.start >= clause.start for s in clause.subjects)
    words = [w.lower() if w in ("Nobody", "Everybody", "Everyone") else w for w in _plain(row, start if own else clause.verb.start, end)]
    return " ".join([*([] if own else [hero]), *words][:LONGEST_OBSTACLE])


def _hindered(row: Row, clause: Clause, hero: str, beings: tuple[Being, ...]) -> str | None:
    if FEARFUL & set(clause.state):
        what = next((n for w, n in clause.near if w == "of"), None)
        is_ = "are" if _many(hero, beings) else "is"
        return f"{hero} {is_} afraid of {words_of(row, what)}" if what else f"{hero} {is_} afraid"
    verb = clause.verb
    unable = verb is not None and verb.negated and clause.stem not in ("be", "do") and not clause.gap
    if verb is not None and unable and clause.subjects and not clause.subjects[0].pronoun and _is(clause.subjects[0], beings[:1]):
        return _failing(row, verb, hero, _many(hero, beings))
    if verb is not None and (verb.passive or clause.stem == "be") and (verb.stem in HELD or HOLDS & set(clause.state)):
        words = _plain(row, verb.start, min(_stop(row, verb.end), verb.end + 12))
        return " ".join([hero, "are" if words[:1] == ["is"] and _many(hero, beings) else words[0], *words[1:]])
    without = _missing(clause)
    if without is not None:
        return f"{hero} {'have' if _many(hero, beings) else 'has'} no {words_of(row, without).removeprefix('a ').removeprefix('an ').removeprefix('any ')}"
    broken = next((n for w, n in clause.near if w == "with" and ({"broken", "wooden", "lame"} & set(n.adjectives) or n.number == "one") and not n.name), None)
    return words_of(row, broken) if broken is not None else None


def _missing(clause: Clause) -> Noun | None:
    """ "a goat without horns", and not "in a world without music, a girl"."""
    first = clause.subjects[0].start if clause.subjects else 0
    return next((n for w, n in clause.near if w == "without" and not n.pronoun and n.start > first), None)


def _failing(row: Row, verb: Verb, hero: str, many: bool) -> str:
    """ "the clown cannot laugh", "they have not spoken for ten years"."""
    done = verb.helper == "have"
    never = row.words[verb.start : verb.end].count("never") > 0
    helper = "cannot" if verb.helper.startswith(("can", "could")) else f"{'have' if many else 'has'} {'never' if never else 'not'}" if done else "do not" if many else "does not"
    told = row.words[verb.end - 1].lower() if done else verb.stem
    return " ".join([hero, helper, told, *_plain(row, verb.end, min(_stop(row, verb.end), verb.end + 12))])


def _stop(row: Row, start: int) -> int:
    """Where a relative clause's own words end: before the next verb or stop."""
    return next((k for k in range(start, len(row.tags)) if row.tags[k] in ("stop", "sub", "comma", "verb", "have", "modal", "rel", "conj")), len(row.tags))


def _is(noun: Noun, beings: tuple[Being, ...]) -> bool:
    return any(b.noun.split()[-1] in lexicon.stems(noun.head) or b.name == noun.name is not None for b in beings)


def _hard(row: Row, found: list[Clause]) -> str | None:
    """ "across the flooded valley", "through a storm", "against the mayor"."""
    for clause in found:
        for word, noun in clause.near:
            if word == "against" and not noun.pronoun:
                return words_of(row, noun)
            if word in ("across", "through", "over", "up") and _is_hard(noun):
                return words_of(row, noun)
        if clause.stem in ("cross", "climb", "survive", "brave", "escape", "face", "cross") and clause.objects and not clause.objects[0].pronoun:
            return words_of(row, clause.objects[0])
    return None


def _is_hard(noun: Noun) -> bool:
    return noun.head.lower() in HARD_PLACES or bool(HARD_WORDS & set(noun.adjectives))


def _early(row: Row, found: list[Clause], hero: str) -> str | None:
    """ "before the concert begins": there is little time."""
    clause = next((c for c in found if c.kind == "before" and c.verb and c.subjects), None)
    return None if clause is None else f"{_sentence(row, found, clause, hero)} soon"


def _rival(row: Row, beings: tuple[Being, ...]) -> str | None:
    one = next((b for b in beings if b.part == "rival"), None)
    if one is None:
        return None
    return one.name or " ".join(["the", *one.adjectives, one.noun if one.count < 2 else row.words[one.at].lower()])


def find_lack(row: Row, found: list[Clause], beings: tuple[Being, ...]) -> str | None:
    """What the hero has lost, has not or cannot, to stand after their name."""
    many = bool(beings) and beings[0].count > 1
    has = "have" if many else "has"
    for clause in found:
        verb = clause.verb
        if clause.kind not in (*TOP, "rel") or clause.gap:
            continue
        without = _missing(clause)
        if without is not None:
            return f"{has} no {words_of(row, without).removeprefix('a ').removeprefix('an ').removeprefix('any ')}"
        if verb is None:
            continue
        noun = done_to(clause)
        if clause.stem in ("lose", "misplace", "forget") and noun is not None and not verb.negated:
            return f"{has} {'lost' if clause.stem != 'forget' else 'forgotten'} {words_of(row, noun)}"
        if verb.negated and clause.stem != "be":
            text = _hindered(row, clause, "", beings)
            if text:
                return text.strip()
        if clause.stem in ("have", "lack") and noun is not None and (noun.det == "no" or clause.stem == "lack"):
            return f"{has} {words_of(row, noun)}" if noun.det == "no" else f"{has} no {words_of(row, noun)}"
    return None


def find_fear(row: Row, found: list[Clause]) -> str | None:
    """What somebody is afraid of: "afraid of water" fears "the water"."""
    for clause in found:
        feared = next((n for w, n in clause.near if w == "of"), None) if FEARFUL & set(clause.state) else done_to(clause) if clause.stem in ("fear", "dread") else None
        if feared is not None and not feared.pronoun:
            text = words_of(row, feared)
            plain = feared.det or feared.owner or feared.name or text.endswith("s")
            return text if plain else f"the {text}"
    return None


def find_mood(row: Row) -> Mood | None:
    """The feeling most of its words have."""
    said: dict[Mood, int] = {}
    for word in row.words:
        mood = next((m for m, words in MOODS.items() if word.lower() in words), None)
        if mood is not None:
            said[mood] = said.get(mood, 0) + 1
    return max((m for m in MOODS if m in said), key=lambda m: said[m]) if said else None
