"""Who is in an English premise: every being its clauses name, how many, what they are called, and what part they play."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from agents.writer_offline.premise_words import SKY
from agents.writer_offline.reading.clauses import TOP, Clause
from agents.writer_offline.reading.english_words import AGAINST, CROWDS, FEARFUL, LIVELY, NO_PERSONS, NUMBERS, TEACHES, TIMES
from agents.writer_offline.reading.found import Being, Part
from agents.writer_offline.reading.marks import is_adjective, is_many
from agents.writer_offline.reading.phrases import Noun
from storyboard import lexicon
from storyboard.look import PEOPLE, Kind

MOST = 6  # beings of a premise
CROWD = 12  # no group is counted further
LIVING_THINGS = frozenset({"spirit", "alien", "genie", "angel", "demon", "god", "goddess", "devil", "imp", "scarecrow", "nutcracker", "snowman", "puppet", "cyborg", "android", "droid", "robot", "automaton", "tin man"})
SELDOM = frozenset({"page", "people", "guy", "machine", "hero", "heroine", "actor", "fisher", "kind", "skeleton"})  # beings only when they act
SOCIAL = frozenset(["befriend", "meet", "love", "marry", "ask", "teach", "tell", "talk", "speak", "thank", "forgive", "hug", "kiss", "comfort", "greet", "invite", "fight", "challenge", "argue", "quarrel", "race", "tame", "adopt", "help", "fear", "marry", "befriend", "beg", "envy", "miss"])
MINDED = frozenset({"want", "wish", "dream", "say", "ask", "tell", "speak", "talk", "whisper", "love", "hate", "fear", "laugh", "promise", "refuse", "hope"})
HOSTILE = AGAINST | frozenset(["laugh", "mock", "tease", "forbid", "chase", "hunt", "steal", "threaten", "bully", "refuse", "stop", "eat", "catch", "want", "attack", "destroy"])
PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "ess", "ian", "ant", "smith", "wright", "monger")
ORDER: tuple[Part, ...] = ("hero", "rival", "friend", "object", "owner")


class Mention(NamedTuple):
    """A noun phrase where it stands: subject, object, owner, of, or the preposition before it."""

    noun: Noun
    role: str
    clause: Clause


@dataclass(frozen=True)
class Known:
    """A being with how often it was named."""

    being: Being
    noun: Noun
    times: int = 1


def mentions(found: list[Clause]) -> list[Mention]:
    """Every noun phrase in the order of the text; who is subject of two clauses is mentioned once, as the first."""
    out: dict[tuple[int, int], Mention] = {}
    for clause in found:
        for noun in clause.subjects:
            out.setdefault((noun.start, noun.end), Mention(noun, "subject", clause))
        for noun in clause.objects:
            out.setdefault((noun.start, noun.end), Mention(noun, "subject" if clause.stem == "be" and not clause.subjects else "object", clause))
        for word, noun in clause.near:
            out.setdefault((noun.start, noun.end), Mention(noun, word, clause))
    for mention in list(out.values()):
        for part in _parts(mention):
            out.setdefault((part.noun.start, part.noun.end), part)
    return sorted(out.values(), key=lambda m: (m.noun.start, m.noun.end))


def _parts(mention: Mention) -> list[Mention]:
    inner = [Mention(mention.noun.owner, "owner", mention.clause)] if mention.noun.owner else []
    inner += [Mention(mention.noun.of, "of", mention.clause)] if mention.noun.of and mention.noun.head.lower() not in CROWDS else []
    return inner + [part for one in inner for part in _parts(one)]


def cast(found: list[Clause]) -> tuple[Being, ...]:
    """At most six: the hero, everyone named twice, and the first of the others."""
    known: list[Known] = []
    acting = [c for c in found if c.subjects and c.verb and not c.subjects[0].pronoun and not c.gap]
    leads = next((c for c in acting if c.kind in TOP and not sets_scene(c, acting)), None) or next((c for c in acting if c.kind == "rel"), None)
    for mention in mentions(found):
        if mention.noun.pronoun:
            continue
        being = _being(mention, leads)
        if being is not None:
            _add(known, being, mention)
    known = _parted(known)
    chosen = sorted(known, key=lambda k: (k.being.part != "hero", k.times < 2))[:MOST]
    beings = sorted((k.being for k in known if k in chosen), key=lambda b: b.at)
    hero = next((b for b in beings if b.part == "hero"), None)
    return (hero, *(b for b in beings if b is not hero)) if hero else tuple(beings)


def sets_scene(clause: Clause, others: list[Clause]) -> bool:
    """ "The rain will not stop": what only sets the scene for who acts after it."""
    head = clause.subjects[0].head.lower()
    sets = lexicon.weather(head) is not None or lexicon.season(head) is not None or head in TIMES
    return sets and clause.stem not in LIVELY and any(c.kind in TOP and c is not clause and own(c.subjects[0]) for c in others)


def _leading(mention: Mention, leads: Clause | None) -> bool:
    return leads is not None and any(mention.noun.start == s.start for s in leads.subjects)


def _add(known: list[Known], being: Being, mention: Mention) -> None:
    noun = mention.noun
    for k, one in enumerate(known):
        if _same(one, being, noun):
            better = replace(one.being, name=one.being.name or being.name, part=min(one.being.part, being.part, key=ORDER.index))
            if one.being.noun == "child" and one.being.asked == "" and being.asked:
                better = replace(being, name=one.being.name, part=better.part)
            known[k] = Known(better, one.noun, one.times + 1)
            return
    known.append(Known(being, noun))


def _same(one: Known, being: Being, noun: Noun) -> bool:
    """Whether a being named again is the same one: "a fox ... the fox", not "an old fox and a young fox", "the other swans"."""
    if being.name and one.being.name:
        return being.name == one.being.name
    if being.noun != one.being.noun or {"other", "another", "second"} & {noun.det, *noun.adjectives}:
        return False
    old, young = lexicon.OLD, lexicon.YOUNG
    mine, theirs = set(noun.adjectives), set(one.noun.adjectives)
    if (mine & old and theirs & young) or (mine & young and theirs & old):
        return False
    return noun.det not in ("a", "an", "another") or one.times > 2 or one.noun.det == "the"


def _parted(known: list[Known]) -> list[Known]:
    """Somebody is the hero: whoever acts first, else whoever is named first."""
    if any(k.being.part == "hero" for k in known) or not known:
        return known
    first = next((k for k in known if k.being.part == "friend"), known[0])
    return [replace(k, being=replace(k.being, part="hero")) if k is first else k for k in known]


def _being(mention: Mention, leads: Clause | None) -> Being | None:
    noun = mention.noun
    if noun.head.lower() in CROWDS and noun.of and not noun.of.pronoun:
        inner = _being(Mention(noun.of, mention.role, mention.clause), leads)
        return replace(inner, count=max(inner.count, CROWDS[noun.head.lower()])) if inner else None
    if noun.head.lower() in CROWDS and noun.before and lexicon.kind(noun.before[-1]):
        noun = replace(noun, head=noun.before[-1], before=noun.before[:-1], number=noun.number or "three")
    if noun.det == "no" or (mention.role == "without" and noun.det in ("a", "an", "")) or (mention.role == "object" and mention.clause.stem in ("be", "become")) or _is_dreaded(mention):
        return None
    if noun.name and noun.name.split()[-1] == noun.head:
        return _named(mention, noun, leads) if mention.role in ("subject", "object", "with", "owner", "for", "by", "against") else None
    hit = own(noun)
    if hit is None:
        return _unknown(mention, noun, leads)
    if hit.word == "friend" and mention.role == "object" and mention.clause.stem in ("have", "want", "find", "need", "make", "seek", "search", "look"):
        return None
    if hit.word in ("friend", "lover", "neighbour") and not (noun.det in ("a", "an") or set(noun.adjectives) & {"best", "old", "imaginary"}):
        return None
    if (_is_soft(hit) and not _lives(mention, leads)) or mention.role in ("about", "like", "instead"):
        return None
    return _made(mention, noun, hit, leads)


def _is_dreaded(mention: Mention) -> bool:
    """ "afraid of dogs", and not of one of them."""
    return mention.role == "of" and not mention.noun.det and is_many(mention.noun.head) and bool(FEARFUL & set(mention.clause.state))


def own(noun: Noun) -> lexicon.Found[Kind] | None:
    """What the head says somebody is, its nouns before it counted in ("lighthouse keeper"), never those alone ("fox mask")."""
    for words in ([*noun.before[-2:], noun.head], [*noun.before[-1:], noun.head], [noun.head]):
        hit = lexicon.kind(" ".join(words))
        if hit is not None and hit.word.split()[-1] in lexicon.stems(noun.head):
            return hit
    return None


def _is_soft(hit: lexicon.Found[Kind]) -> bool:
    """Weathers, things and times: beings only in a premise that lets them act."""
    return (hit.value in (Kind.SPIRIT, Kind.ROBOT) and hit.word not in LIVING_THINGS) or hit.word in SELDOM


def _lives(mention: Mention, leads: Clause | None) -> bool:
    """Whether a thing acts, or is treated as somebody."""
    clause = mention.clause
    if mention.role == "between":
        return True
    if mention.role == "subject":
        if mention.noun.head.lower() in TIMES and clause.stem in ("be", "come", "fall", "begin"):
            return False
        return _leading(mention, leads) or clause.stem in LIVELY or leads is None or any(s in ("afraid", "lonely", "jealous", "sad") for s in clause.state)
    if mention.role == "owner":
        return False
    soft = clause.stem in SOCIAL or clause.stem in TEACHES
    if mention.role == "object":
        return soft
    if mention.role == "with":
        return soft or clause.stem in LIVELY or any(n.head == "love" for _, n in clause.near)
    if mention.role in ("to", "about"):
        return mention.role == "to" and clause.stem in ("talk", "speak", "sing", "listen", "marry", "write")
    return mention.role == "for" and mention.noun.head.lower() not in TIMES and clause.stem in ("sew", "build", "make", "bake", "play", "sing", "knit", "cook")


def _unknown(mention: Mention, noun: Noun, leads: Clause | None) -> Being | None:
    """A noun no table knows is somebody where it acts: a person by its ending, else whatever is nearest to a thing, a place, an animal."""
    head = noun.head.lower()
    if not head.isalpha() or not head.isascii() or head in TIMES or lexicon.season(head) or is_adjective(head):
        return None
    sky = is_sky(head)
    acts = mention.role == "subject" and (_leading(mention, leads) or mention.clause.stem in LIVELY)
    person = head.removesuffix("s").endswith(PERSON_ENDINGS) and head.removesuffix("s") not in NO_PERSONS and not lexicon.prop(head) and not lexicon.place(head)
    met = mention.role in ("object", "with") and mention.clause.stem in SOCIAL - {"teach", "fear", "ask", "tell", "love"} and len(mention.clause.objects) < 2 and noun.det in ("a", "an", "the") and (sky or (not lexicon.prop(head) and not lexicon.place(head)))
    met = met or (mention.role == "to" and mention.clause.stem in ("talk", "speak", "sing", "listen") and noun.det == "the")
    met = met or (mention.role == "between" and mention.clause.verb is None and noun.det in ("a", "an", "the"))
    minded = mention.role == "subject" and mention.clause.stem in MINDED
    if not (acts or met) or (not _leading(mention, leads) and not person and not met and not minded) or (mention.clause.stem == "be" and not person):
        return None
    if person:
        kind = lexicon.person("", "adult", head)
    else:
        kind = Kind.SPIRIT if sky or lexicon.weather(head) else Kind.ROBOT if lexicon.prop(head) else Kind.GIANT if lexicon.place(head) else Kind.RABBIT
    single = head if not is_many(head) else min(lexicon.stems(head)[1:], key=len, default=head) if not head.endswith("s") else head.removesuffix("s")
    return _made(mention, noun, lexicon.Found(kind, person, single), leads)


def _named(mention: Mention, noun: Noun, leads: Clause | None) -> Being | None:
    if mention.role == "object" and mention.clause.verb is None:
        return None
    young = lexicon.person(" ".join(noun.adjectives), "young", noun.head)
    adjectives = tuple(a for a in noun.adjectives if a not in ("young",))
    return Being("child", young, True, "", noun.name, adjectives, 1, None, noun.start, _part(mention, leads))


def _made(mention: Mention, noun: Noun, hit: lexicon.Found[Kind], leads: Clause | None) -> Being:
    kind, asked = Kind(hit.value), hit.word
    extra = [w.lower() for w in noun.before if w.lower() not in hit.word.split() and not w[0].isupper()]
    creature = lexicon.kind(noun.before[-1]) if noun.before else None
    if creature and not _is_soft(creature) and creature.value not in PEOPLE and kind in PEOPLE and hit.word not in lexicon.HANDLERS:  # "mouse librarian" is a mouse
        kind, asked = Kind(creature.value), f"{noun.before[-1].lower()} {hit.word}"
        extra = [w for w in extra if w != noun.before[-1].lower()]
        hit = hit._replace(exact=creature.exact)
    adjectives = tuple(a for a in (*noun.adjectives, *extra) if a not in ("other", "own", "only", "same") and a not in NUMBERS)
    if kind in PEOPLE:
        kind = _aged(kind, adjectives)
    hue = next((c.value for a in adjectives if (c := lexicon.color(a)) and c.exact), None)
    noun_word = lexicon.IRREGULAR.get(hit.word, hit.word)
    return Being(noun_word, kind, hit.exact, asked, noun.name, adjectives, _count(noun), hue, noun.end - 1, _part(mention, leads))


def _count(noun: Noun) -> int:
    if noun.name:
        return 1
    if noun.head.lower() == "couple":
        return 2
    if noun.number:
        return min(CROWD, int(noun.number) if noun.number.isdigit() else NUMBERS.get(noun.number, 3)) or 1
    if noun.det in ("a", "an", "every", "each") or noun.head.lower() == "people":
        return 1
    return 2 if is_many(noun.head) else 1


def _aged(kind: Kind, adjectives: tuple[str, ...]) -> Kind:
    old = {Kind.MAN: Kind.OLD_MAN, Kind.WOMAN: Kind.OLD_WOMAN, Kind.BOY: Kind.OLD_MAN, Kind.GIRL: Kind.OLD_WOMAN}
    young = {Kind.MAN: Kind.BOY, Kind.WOMAN: Kind.GIRL, Kind.OLD_MAN: Kind.MAN, Kind.OLD_WOMAN: Kind.WOMAN}
    if set(adjectives) & lexicon.OLD:
        return old.get(kind, kind)
    if set(adjectives) & {"young", "little"}:
        return young.get(kind, kind)
    return kind


def _part(mention: Mention, leads: Clause | None) -> Part:
    clause, role = mention.clause, mention.role
    if role == "owner":
        return "owner"
    if role == "of":
        return "owner"
    if role == "subject":
        if leads is None or clause is leads or _leading(mention, leads):
            return "hero" if not clause.subjects or mention.noun.start == clause.subjects[0].start else "friend"
        return "rival" if clause.kind not in TOP and clause.stem in HOSTILE and clause.kind not in ("rel", "to", "ing") else "friend"
    if role == "against" or (role == "from" and clause.stem in ("steal", "hide", "escape", "flee", "rob", "protect", "save", "run", "guard", "defend", "keep")):
        return "rival"
    if clause.stem in AGAINST and role in ("object", "with", "by"):
        return "rival"
    in_love = any(n.head.lower() == "love" for _, n in clause.near)
    return "friend" if role == "with" and not in_love else "object"


def is_sky(word: str) -> bool:
    return bool(set(lexicon.stems(word)) & SKY)
