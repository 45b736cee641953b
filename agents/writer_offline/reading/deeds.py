"""What is done in an English premise, to what, where and with what."""

from __future__ import annotations

from agents.writer_offline.premise_words import ABILITIES, NUMBERS, OWNS, SKY, STOP
from agents.writer_offline.reading.cast import Mention, mentions, sets_scene
from agents.writer_offline.reading.clauses import TOP, Clause
from agents.writer_offline.reading.english_words import AGAINST, SEEKS, SMALL_TAGS, SORTS, TIMES, WANTS
from agents.writer_offline.reading.found import Being, Object
from agents.writer_offline.reading.phrases import Noun, Row
from storyboard import lexicon
from storyboard.staging import Place, Prop

WHERE = ("in", "on", "at", "by", "under", "inside", "near", "across", "through", "beneath", "above", "behind", "to", "into", "along", "beside", "aboard",
         "underneath", "over", "below", "among", "onto", "outside", "within", "from", "down", "up", "of", "off", "out", "around", "past", "beyond")  # fmt: skip
TOWARDS = ("for", "over", "about", "to", "into", "across", "after", "through", "of", "up", "from", "with", "at", "on", "down", "against", "along", "around")
ENTERED = frozenset(["cross", "search", "explore", "visit", "leave", "reach", "enter", "guard", "open", "run", "climb", "escape", "haunt", "roam", "wander", "close", "sweep", "clean", "rule", "travel", "keep", "own", "flee"])
GIVES = frozenset({"give", "send", "bring", "offer", "lend", "sell", "teach", "show", "promise", "owe", "hand"})
SCENERY = frozenset({"rain", "snow", "happen", "begin"})
VAGUE = ABILITIES | frozenset({"time", "hour", "minute", "wish", "ice", "snow", "rain", "light", "sound", "surprise", "word", "language", "forest", "tree"})
LEARNS = frozenset({"learn", "practise", "practice"})
STRONG = frozenset({"find", "search", "seek", "rescue", "save", "bring", "get", "buy", "fetch", "help", "free", "learn", "meet", "win", "visit", "look", "discover", "see"})


def sort_of(clause: Clause | None) -> str | None:
    """The story a verb begins: one of VERB_SETS."""
    if clause is None or clause.verb is None:
        return None
    stem = clause.stem
    if any(n.head.lower() in ("friend", "friends") for n in clause.objects) and stem in ("make", "be", "find", "want", "need", "become"):
        return "friend"
    if any(w in ("afraid", "scared", "frightened", "terrified") for w in clause.state):
        return "fear"
    if any(n.head.lower() == "love" and w == "in" for w, n in clause.near):
        return "friend"
    if stem == "take" and any(n.head.lower() in ("road", "path", "way", "bus", "train", "boat", "trip", "walk", "turn") for n in clause.objects):
        return "journey"
    if stem == "lose" and clause.state[:1] == ["lost"]:
        return None
    if clause.verb.passive and (stem in ("call", "name") or stem in AGAINST):
        return None if stem in ("call", "name") else "rival"
    if clause.inner is not None and clause.inner.verb is not None and clause.inner.verb.form == "to" and stem == "forget":
        return "learn"
    return next((sort for sort, words in SORTS.items() if stem in words), None)


def main_deed(found: list[Clause]) -> Clause | None:
    """The clause that says what the story is about: the first with a verb, or what is wanted, tried or gone out for in it."""
    acting = [c for c in found if c.kind in TOP and c.verb and c.subjects]
    options = [c for c in found if c.kind in TOP and c.verb and c.stem not in SCENERY and not (c.subjects and sets_scene(c, acting))] or [c for c in found if c.kind == "rel" and c.verb] or [c for c in found if c.verb and c.stem not in SCENERY]
    drilled = [_drill(c) for c in options]
    first = drilled[0].subjects[:1] if drilled else []
    own = [c for c in drilled if sort_of(c) and (c.subjects[:1] == first or (c.subjects and c.subjects[0].pronoun))]
    full = next((c for c in own if done_to(c) is not None or c.inner is not None), None)  # "comes alive and befriends the crows"
    return full or next(iter(own), None) or next((c for c in drilled if sort_of(c)), drilled[0] if drilled else None)


def _drill(clause: Clause) -> Clause:
    deed = clause
    while deed.inner is not None and (deed.stem in WANTS or deed.stem in ("have", "be", "do", "refuse", "use", "start", "begin", "get") or (deed.stem == "learn" and deed.inner.stem == "learn")):
        if sort_of(deed) == "learn" and sort_of(deed.inner) in (None, "learn"):
            return deed.inner if deed.inner.stem == "teach" else deed  # "wants to fly" is about learning
        if deed.stem in LEARNS and deed.inner.stem not in LEARNS:
            return deed  # "learns to sail" is about learning, whatever is learned
        if deed.stem in ("want", "dream", "wish", "hope", "long", "try") and not deed.inner.objects and not deed.inner.near:
            return deed
        deed = deed.inner
    if deed.aim is not None and deed.aim.stem in STRONG and sort_of(deed) in (None, "journey", "search", "give") and (deed.aim.objects or deed.aim.near or deed.aim.inner):
        return deed.aim
    return deed


def done_to(clause: Clause) -> Noun | None:
    """What a clause's verb is done to: "search the city for [the key]"."""
    things = [n for n in clause.objects if not n.pronoun]
    if clause.stem in SEEKS or clause.stem == "wait":
        wanted = next((n for w, n in clause.near if w == "for" and not n.pronoun), None)
        if wanted is not None:
            return wanted
    if clause.stem in GIVES and len(things) > 1:
        return things[1]
    if clause.gap:
        things = things[:1]
    if things:
        return things[-1] if len(clause.objects) > 1 and clause.objects[0].pronoun else things[0]
    return next((n for word in TOWARDS for w, n in clause.near if w == word and not n.pronoun and clause.verb and n.start >= clause.verb.end and not TIMES & set(lexicon.stems(n.head)) and n.head.lower() != "love"), None)


def find_object(row: Row, clause: Clause | None, sort: str | None) -> Object | None:
    if clause is None or (clause.stem == "be" and sort is None):
        return None
    if sort == "learn":
        return _skill(row, clause)
    noun = done_to(clause)
    return sorted_object(row, noun, sort) if noun is not None else None


def _skill(row: Row, clause: Clause) -> Object | None:
    """What is to be learnt: "fly", "play the trumpet"."""
    inner = clause.inner
    while inner is not None and inner.stem == "learn" and inner.inner is not None:
        inner = inner.inner
    if inner is not None and inner.verb is not None:
        words = [inner.stem if inner.stem != "be" or inner.verb.stem == "be" else "be"]
        k = inner.verb.end
        while k < len(row.words) and len(words) < 3 and row.tags[k] in ("noun", "det", "adj"):
            words.append(row.words[k].lower())
            k += 1
        while words[-1] in STOP and len(words) > 1:
            words.pop()
        return Object(" ".join(words), words[0], "skill", None, True)
    if clause.stem in ("dream", "sing", "dance", "swim") and not clause.objects and not clause.near:
        return Object(clause.stem, clause.stem, "skill", None, True)
    noun = done_to(clause)
    return sorted_object(row, noun, "learn") if noun is not None else None


def words_of(row: Row, noun: Noun) -> str:
    """A noun phrase as it can stand in the middle of a sentence."""
    start = noun.owner.start if noun.owner else noun.start
    words = [w for w, tag in zip(row.words[start : noun.last], row.tags[start : noun.last], strict=True) if tag not in ("quote", "comma")]
    inside = [w if w[0].isupper() and (start + k > 0 and w.lower() not in SMALL_TAGS and lexicon.kind(w) is None) else w.lower() for k, w in enumerate(words)]
    return " ".join(inside[:9])


def sorted_object(row: Row, noun: Noun, sort: str | None) -> Object:
    """The noun phrase with what it is."""
    phrase, head = words_of(row, noun), noun.head.lower()
    first = phrase.split()[0]
    if first not in OWNS and first not in NUMBERS and not noun.number and noun.owner is None and not head.endswith("s") and not noun.name and first not in ("every", "each", "no", "all"):
        phrase = f"the {phrase}"
    prop, kind, place = lexicon.prop(head), lexicon.kind(head), lexicon.place(head)
    stems = set(lexicon.stems(head))
    if stems & SKY and noun.of is None and sort != "friend":
        what = "sky"
    elif stems & ABILITIES and (noun.det in ("his", "her", "its", "their") or head in ABILITIES):
        what = "ability"
    elif (kind and (kind.exact or not prop) and sort not in ("build", "steal")) or (noun.name and sort not in ("build", "journey") and not place):
        what = "being"
    elif place and ((place.exact and not prop) or sort == "journey"):
        what = "place"
    else:
        what = "thing"
    return Object(phrase, head, what, prop.value if prop else None, bool(prop and prop.exact and what == "thing"))


def loose_object(found: list[Clause], beings: tuple[Being, ...]) -> Object | None:
    """A premise without a verb ("fox, moon"): the first thing in it that is not its hero."""
    for mention in mentions(found):
        noun = mention.noun
        hit, being = lexicon.prop(noun.head), lexicon.kind(noun.head)
        if noun.pronoun or hit is None or (being and being.exact) or any(noun.start <= b.at < noun.end for b in beings[:1]):
            continue
        if set(lexicon.stems(noun.head)) & SKY:
            return Object(f"the {noun.head.lower()}", noun.head.lower(), "sky", Prop(hit.value), False)
        return Object(f"the {hit.word}", hit.word, "thing", Prop(hit.value), hit.exact)
    return None


def find_place(found: list[Clause], beings: tuple[Being, ...], thing: Object | None) -> lexicon.Found[Place] | None:
    """Where it is set: what stands after a preposition, first where somebody acts; else a place somebody crosses or searches."""
    named = {b.at for b in beings}
    ranked: list[tuple[int, lexicon.Found[Place]]] = []
    for mention in mentions(found):
        hit = _place(mention, thing)
        if hit is None or mention.noun.end - 1 in named:
            before = next((h for w in mention.noun.before if not any(w.lower() in b.asked for b in beings) and (h := lexicon.place(w)) and h.word in lexicon.stems(w) and (h.exact or not lexicon.prop(w))), None)
            ranked += [(6, before)] if before is not None else []  # "the village guard"
            continue
        where = mention.role in WHERE or mention.role in ("object", "owner")
        rank = (0 if mention.role in WHERE and mention.role not in ("of", "from") else 2) + (0 if mention.clause.kind in TOP else 1) + (0 if hit.exact else 1)
        if where or hit.exact:
            ranked.append((rank, hit))
    return min(ranked, key=lambda r: r[0])[1] if ranked else None


def _place(mention: Mention, thing: Object | None) -> lexicon.Found[Place] | None:
    noun = mention.noun
    if noun.pronoun or noun.name or noun.det == "no":
        return None
    hit = lexicon.place(" ".join([*noun.before[-1:], noun.head])) or lexicon.place(noun.head)
    if hit is None or hit.word.split()[-1] not in lexicon.stems(noun.head):
        return None
    if hit.value is Place.SPACE and ((thing and thing.sort == "sky") or (noun.head.lower() in SKY and mention.role not in ("on", "to", "in", "from"))):
        return None
    if mention.role == "object" and mention.clause.stem not in ENTERED and (lexicon.prop(noun.head) or mention.clause.stem in ("swallow", "build", "eat")):
        return None
    if mention.role in ("subject", "of", "owner") and lexicon.prop(noun.head) and not hit.exact:
        return None
    return hit


def find_prop(found: list[Clause], beings: tuple[Being, ...], thing: Object | None) -> lexicon.Found[Prop] | None:
    """The thing the story turns on: the object, else the first thing named that can be held."""
    if thing is not None and thing.prop and thing.sort in ("thing", "sky"):
        return lexicon.Found(thing.prop, thing.exact, thing.noun)
    named = {b.at for b in beings}
    hits: list[tuple[int, lexicon.Found[Prop]]] = []
    for mention in mentions(found):
        noun = mention.noun
        hit = None if noun.pronoun or noun.end - 1 in named or (noun.name and noun.name.endswith(noun.head)) else lexicon.prop(noun.head)
        if hit is None or hit.word.split()[-1] not in lexicon.stems(noun.head) or (lexicon.place(noun.head) and mention.role in WHERE and mention.role != "of"):
            continue
        rank = (0 if mention.role == "object" else 1 if mention.role in ("with", "for", "about", "over") else 2) + (0 if hit.exact else 1) + (3 if hit.word in VAGUE else 0)
        hits.append((rank, hit))
    if hits:
        return min(hits, key=lambda h: h[0])[1]
    return lexicon.Found(thing.prop, thing.exact, thing.noun) if thing is not None and thing.prop else None
