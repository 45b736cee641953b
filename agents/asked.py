"""What a premise asks to be seen, held against what a story shows: nothing is put in another's place, or left out, in silence.

Only words that the lexicon knows can be asked for, and in an English premise also what it does not know: things with an article
or an owner ("the accordion") and names ("Marrakesh"). Lines may still speak of what is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from agents.writer_offline.premise import english, is_moment
from agents.writer_offline.premise_words import ABILITIES, ALL_VERBS, BREAK, OWNS, SKY, STOP
from agents.writer_offline.reading.english_words import NUMBERS
from storyboard import lexicon
from storyboard.lexicon import word_set
from storyboard.look import Look
from storyboard.staging import Action, Prop
from storyboard.story import LEFT_OUT, Story, Substitution

Sort = Literal["character", "place", "prop", "action", "attribute"]
LONGEST = 3  # words of a phrase
READ = 2000  # characters of a premise
TABLES: tuple[tuple[Sort, Callable[[str], Any]], ...] = (("character", lexicon.kind), ("place", lexicon.place), ("prop", lexicon.prop), ("action", lexicon.action),
          ("attribute", lexicon.hour), ("attribute", lexicon.weather), ("attribute", lexicon.season))  # fmt: skip
PLAIN = lexicon.OLD | lexicon.YOUNG | frozenset({"own", "other", "same", "last", "first", "best", "big", "great", "new"})
NO_THINGS = word_set(
    "across along through among against without around toward towards beside between always never instead rather quite perhaps maybe together "
    "could would might may will can shall must everyone everybody someone nobody none nothing something anything himself herself itself themselves where "
    "better less more most fast high low right wrong good bad got gone should whose bigger side"
)


class Wish(NamedTuple):
    """One thing the premise names: as it says it, how many, and what the lexicon takes it for; `more`: it says more of the
    character named right before it ("robot | chef")."""

    word: str
    number: int
    readings: tuple[tuple[Sort, str, bool], ...]  # (sort, value, whether it is drawn as asked)
    more: bool = False


class Shown(NamedTuple):
    """What a story shows, read once: (sort, value) of every place, prop, action, hour, weather and season; the words of the sights of its
    places; the stems of who is in it and of what its substitutions say."""

    values: set[tuple[Sort, str]]
    sights: frozenset[str]
    said: set[str]


def unmet(premise: str, story: Story) -> tuple[Substitution, ...]:
    """What the story shows as something else, or not at all, beyond what its own substitutions say."""
    return unmet_in((premise,), story)


def unmet_in(texts: Iterable[str], story: Story) -> tuple[Substitution, ...]:
    """The same of several texts, each read on its own."""
    there = Shown(
        _shown(story), frozenset().union(*(lexicon.sights(place) for place in {one.place for one in story.settings})),
        _stems(*(one.asked for one in story.substitutions), *(c.name for c in story.characters), *(c.role.split()[-1] for c in story.characters if c.role)),
    )  # fmt: skip
    return tuple(dict.fromkeys(one for text in texts for one in _missed(text, story, there)))


def _missed(premise: str, story: Story, there: Shown) -> Iterator[Substitution]:
    free = list(story.characters)
    for wish in wishes(premise):
        if wish.more:
            continue
        if wish.readings and wish.readings[0][0] == "character":
            cast = [c for c in free if _is(wish, c.role, c.look)]
            free = [c for c in free if c not in cast[: wish.number]]
            if cast and len(cast) < wish.number:
                yield Substitution(kind="character", asked=f"{wish.number} {wish.word}"[:80], drawn=f"{len(cast)}")
            if cast:
                continue
        if any(exact and (sort, value) in there.values for sort, value, exact in wish.readings if sort != "character"):
            continue
        being = ("character", True) in {(s, exact) for s, _, exact in wish.readings}
        if there.said & _stems(wish.word) or (there.sights & set(lexicon.stems(wish.word)) and not being):
            continue
        near = next(((sort, value) for sort, value, _ in wish.readings if sort != "character" and (sort, value) in there.values), None)
        sort, drawn = near or (wish.readings[0][0] if wish.readings else "attribute" if wish.word[0].isupper() else "prop", LEFT_OUT)
        yield Substitution(kind=sort, asked=wish.word[:80], drawn=drawn)


def wishes(premise: str) -> Iterator[Wish]:
    """Everything named that a picture can show, in order, the longest phrase first, no word twice."""
    row = lexicon.tokens(premise[:READ])
    low = [w.lower() for w in row]
    latin, met, i, being = english(low), set(), 0, -1  # `being`: where a character's word ended
    while i < len(row):
        size, readings = next(((n, r) for n in range(LONGEST, 0, -1) if (r := _readings(row[i : i + n], n))), (1, ()))
        if size == 1 and is_moment(low, i):
            readings = tuple(reading for reading in readings if reading[0] != "character")
        named = latin and not readings and _is_name(row, i)
        word = (row[i] if named else " ".join(low[i : i + size])).removesuffix("'s").removesuffix("’s")
        known = readings[0] if readings and readings[0][2] else lexicon.stems(word)[-1]
        asked = readings or named or (latin and _is_thing(low, i))
        if asked and not _is_told(low, i, size) and known not in met and not (size == 1 and low[i] in STOP):
            met.add(known)
            character = bool(readings) and readings[0][0] == "character"
            yield Wish(word, max((NUMBERS.get(w, 1) for w in low[max(0, i - 2) : i]), default=1), readings, character and being == i)
            being = i + size if character else -1
        i += size


def _readings(words: list[str], size: int) -> tuple[tuple[Sort, str, bool], ...]:
    """What a phrase of this many words may mean, what is drawn as asked first."""
    if len(words) < size or (size > 1 and any(w.lower() in STOP for w in (words[0], words[-1]))):
        return ()
    phrase = " ".join(words)
    hits = [(sort, table(phrase)) for sort, table in TABLES]
    whole = [(sort, str(hit.value), hit.exact) for sort, hit in hits
             if hit is not None and len(lexicon.tokens(hit.word)) == size and (sort != "attribute" or hit.word == phrase.lower())]
    return tuple(sorted(whole, key=lambda reading: not reading[2]))


def _is_told(low: list[str], i: int, size: int) -> bool:
    """Whether a word is a deed that only the story can tell ("learns") or somebody's ability ("her voice", "sense of taste")."""
    owned = low[i - 1] in OWNS - {"a", "an", "the"} or low[max(0, i - 2) : i] == ["sense", "of"]
    if size == 1 and low[i] == "home" and (i == 0 or low[i - 1] not in OWNS):
        return True  # "come home": whither, and no house
    return size == 1 and ((lexicon.is_told(low[i]) and low[i - 1] not in OWNS) or (i > 0 and owned and any(stem in ABILITIES for stem in lexicon.stems(low[i]))))


def _is_thing(low: list[str], i: int) -> bool:
    """Whether an unknown word ends a phrase that an article or owner begins: "the accordion", "her brass accordion"; of a noun and
    what follows it ("the fox across") only the noun."""
    word, after = low[i], low[i + 1] if i + 1 < len(low) else ""
    known = STOP | NO_THINGS | ALL_VERBS | ABILITIES | SKY | PLAIN | set(NUMBERS)
    if not word.isalpha() or len(word) < 3 or any(stem in known for stem in lexicon.stems(word)) or lexicon.color(word) or lexicon.emotion(word):
        return False
    if after.isalpha() and after not in BREAK | STOP and not lexicon.action(after) and not any(stem in ALL_VERBS for stem in lexicon.stems(after)):
        return False
    begun = next((k for k in range(i - 1, max(-1, i - 4), -1) if low[k] in OWNS or low[k].endswith("'s")), None)
    if begun is None or (word.endswith(("ly", "iest")) and word != "family"):
        return False
    return all(w not in STOP and not lexicon.action(w) and not any((hit := look(w)) and hit.exact for look in (lexicon.kind, lexicon.prop)) for w in low[begun + 1 : i])


def _is_name(row: list[str], i: int) -> bool:
    """Whether a word that nobody knows has a capital where no sentence begins."""
    word = row[i]
    return i > 0 and row[i - 1].isalnum() and word.isalpha() and len(word) > 2 and word[0].isupper() and not word.isupper() and word.lower() not in STOP | set(NUMBERS)


def _stems(*phrases: str) -> set[str]:
    return {stem for phrase in phrases for token in lexicon.tokens(phrase) for stem in lexicon.stems(token)}


def _is(wish: Wish, role: str, look: Look) -> bool:
    """Whether a member of the cast is who was wished for: by their role's own word, else by their kind when it can be drawn."""
    if _stems(role) & _stems(wish.word):
        return True
    return any(sort == "character" and exact and value == str(look.kind) for sort, value, exact in wish.readings)


def _shown(story: Story) -> set[tuple[Sort, str]]:
    """Everything some shot shows: places, props, actions, hours, weathers and seasons."""
    out: set[tuple[Sort, str]] = set()
    places, props = {one.id: one.place for one in story.settings}, {one.id: one.prop for one in story.things}
    for scene in story.scenes:
        out |= {("place", str(places[scene.setting])), *(("attribute", str(value)) for value in (scene.hour, scene.weather, scene.season))}
        for shot in scene.shots:
            things = [shot.focus, *(presence.prop for presence in shot.subjects)]
            out |= {("prop", str(props[t])) for t in things if t is not None and props[t] is not Prop.NONE}
            out |= {("action", str(presence.action)) for presence in shot.subjects}
            out |= {("action", str(Action.TAKE)) for presence in shot.subjects if presence.prop}  # who has a thing has taken it
    return out
