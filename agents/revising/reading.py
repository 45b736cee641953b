"""The embedded reviser: plain English clauses (and plain Chinese ones, chinese.py) as edits. What it cannot read it says, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from agents.revising import chinese
from agents.revising.at import NARRATOR
from agents.revising.clauses import HIM, Clause, Where, clause, clauses
from agents.revising.conditions import named
from agents.revising.edits import EVERYONE, NOBODY, WHAT, Edit, Edits
from agents.revising.persons import EXTRAS, HAIRS
from agents.revising.scenery import mood_of
from agents.revising.tempers import temper
from agents.writer import Prompt, Reply
from storyboard import lexicon
from storyboard.continuity.space import LADDER
from storyboard.lexicon import word_set
from storyboard.sound import Delivery
from storyboard.story import Story

CAN = (
    "It can change: the weather, hour, season, place and music of a scene; the drawing style, tint and title; somebody's name, kind, colour, hair, clothes "
    "and temper (kinder, braver, sadder...); how a line is said; the size and length of shots; the order of scenes; it can take out a scene, a shot or a "
    'line, shorten or replace a line, add one ("..." in quotes), and tell less or more by the narrator.'
)


UNREAD = "not understood"
VERBS = word_set(
    "make let give have put take move set change turn call name rename title end begin start open finish close cut remove drop delete lose leave skip shorten "
    "lengthen slow speed add replace dress draw paint tint use bring tell show swap play film shoot should is are wears wear say says whisper shout no without "
    "less more keep"
)
FILLER = word_set(
    "the a an it its change to be at in on of for by with from into as is are was please bit little much some more less very so too that this film story movie whole "
    "scene scenes shot shots line lines there make let give have put take should would could and or but then also just now look looks feel feels become becomes "
    "get gets turn him her his he she them their they who which where when way rather quite instead end ends ending start starts begin begins beginning during while "
    "say says said something even still all again i we you want wish like can will happen happens take takes place his's ' s -"
)
SHORTER, LONGER = word_set("shorter faster quicker shorten trim tighten brisker speed quicken"), word_set("longer slower lengthen slow extend linger")
AGAINST = word_set("no not without stop don't never remove less")
REMOVE = re.compile(r"^(?:please )?(?:cut|remove|drop|delete|lose|skip|leave out|take out|get rid of|without|no)\b", re.IGNORECASE)
TITLE = re.compile(r"\b(?:title|retitle|call (?:it|the (?:film|story|movie))|name (?:it|the (?:film|story|movie)))\b(?: (?:to|is|be|as|it|should be|shall be))*:?\s*", re.IGNORECASE)
RENAME = re.compile(r"^(?:please )?(?:rename|call|name) .+? (?:to|as) (?P<to0>[^\Wa-z\d_].*)$|^(?:please )?(?:rename|call|name) (?P<who>.+?)(?: to| as|,)? (?P<to>[^\Wa-z\d_][\w'’-]*(?: [^\Wa-z\d_][\w'’-]*)*)$|\b(?:is|be|are) (?:called|named|renamed(?: to)?) (?P<to2>\S.*)$|(?:'s|’s) name (?:to|is|should be) (?P<to3>\S.*)$")
KIND = re.compile(r"\b(?:turn|change|make) .*?(?: into| to| be)? an? (?P<to>(?:\w+ )?(?P<head>\w+))$", re.IGNORECASE)
MUSIC = word_set("music score tune soundtrack melody")


class EmbeddedReviser:
    """A Writer that answers the one question of revising, from the note and the story as data. Deterministic."""

    name = "offline"

    def ask(self, prompt: Prompt, schema: type[Reply]) -> Reply:
        where = prompt.slots.get("where")
        return cast(Reply, read(prompt.slots["note"], Story.model_validate(prompt.slots["story"]), Where(*where) if where else None))


def read(note: str, story: Story, about: Where | None = None) -> Edits:
    """The note as edits, and the clauses that could not be read. `about`: the part that is meant where a clause names none."""
    edits: list[Edit] = []
    left: list[str] = []
    before: Clause | None = None
    waiting = ""
    for text in clauses(note):
        joined = f"{waiting} and {text}" if waiting else text
        one = clause(joined, chinese.in_english(joined), story)
        inherited(one, before)
        one.where = one.where or ((about,) if about and not one.missing else ())
        found = edits_of(one, story)
        if not found and _is_title(before) and not (set(one.words[:1]) & VERBS) and edits:
            edits[-1] = edits[-1].model_copy(update={"to": f"{edits[-1].to} and {text}"})
            continue
        if not found and one.who and not one.missing and not waiting and len(one.words) < 8:
            waiting = joined  # "make the fox" of "make the fox and the owl kinder"
            continue
        waiting = ""
        left += _left(one, found)
        edits += found
        before = one if found else before
    left += [f'"{waiting}": {UNREAD}'] if waiting else []
    return Edits(edits=tuple(edits[:24]), left=tuple(row[:300] for row in left[:12]))


def inherited(one: Clause, before: Clause | None) -> None:
    """A clause without a verb goes on with the one before: "make the fox kinder and braver"; "her" is whoever was spoken of."""
    if before is None:
        return
    bare = not set(one.words[:2]) & VERBS
    if not one.who and (bare or set(one.words) & HIM):
        one.who = before.who
    if not one.where and bare:
        one.where = before.where
    if bare and "hair" in before.words:
        one.plain = f"{one.plain} hair"


def _is_title(before: Clause | None) -> bool:
    return before is not None and not before.quoted and TITLE.search(before.plain) is not None


def _left(one: Clause, found: list[Edit]) -> list[str]:
    """What of a clause was not read."""
    if not found:
        return [f'"{one.text}": {one.missing or UNREAD}']
    unread = [word for word in one.words if word not in FILLER | one.read and any(c.isalnum() for c in word) and not set(lexicon.stems(word)) & one.read]
    return [f'"{one.text}": of this, "{" ".join(unread)}" was {UNREAD}'] if unread else []


def edits_of(one: Clause, story: Story) -> list[Edit]:
    """The edits of one clause: of the first rule that reads it."""
    if one.missing:
        return []
    for rule in RULES:
        found = rule(one, story)
        if found:
            return found
    return []


def spread(one: Clause, what: WHAT, to: str = "", who: Iterable[str] = (NOBODY,), line: str = "") -> list[Edit]:
    """The edit for each part and each person the clause names."""
    return [Edit(what=what, scene=w.scene, shot=w.shot, who=name, to=to, line=line) for name in who for w in one.parts]


def _reads(one: Clause, *words: str) -> None:
    for text in words:
        one.read |= {word.lower() for word in lexicon.tokens(text)}


def _title(one: Clause, story: Story) -> list[Edit]:
    found = TITLE.search(one.plain)
    if not found or (one.who and not one.quoted and found[0].lower().startswith("name it")):
        return []
    to = one.quoted[0] if one.quoted else one.plain[found.end():].strip(" .!")
    _reads(one, one.plain)
    return [Edit(what="title", to=to)] if to else []


def _rename(one: Clause, story: Story) -> list[Edit]:
    found = RENAME.search(f"{one.plain} {one.quoted[0]}" if one.quoted else one.plain)
    people = [name for name in one.who if name not in (NARRATOR, EVERYONE)]
    if not found or not people:
        return []
    to = (found["to0"] or found["to"] or found["to2"] or found["to3"] or "").strip(" .!")
    _reads(one, one.plain)
    return [Edit(what="rename", who=people[0], to=to)]


def _lines(one: Clause, story: Story) -> list[Edit]:
    """What quotes hold: a line to replace, to cut, to shorten, or to say."""
    if not one.quoted:
        return []
    low, first = one.plain.lower(), one.quoted[0]
    _reads(one, "replace change line lines cut remove drop delete shorten trim narrator narration last add words end with final new")
    if len(one.quoted) > 1:
        return [_single(one, "replace", line=first, to=one.quoted[1])]
    if REMOVE.search(one.plain):
        return [_single(one, "remove", line=first)]
    if set(one.words) & {"shorten", "trim", "shorter"}:
        return [_single(one, "shorten", line=first)]
    for words, how in DELIVERIES:
        if set(one.words) & words and "say" not in one.words and "add" not in one.words:
            _reads(one, " ".join(words))
            return [_single(one, "delivery", line=first, to=how)]
    if re.search(r"\b(?:say|says|saying|tell|tells|add|end|finish|last line|with)\b", low):
        _reads(one, "saying tells finish close")
        where = one.parts[0] if one.where or not one.who else Where(len(story.scenes))
        who = one.who[0] if one.who else NARRATOR
        where = where if where.scene else Where(len(story.scenes))
        return [Edit(what="say", scene=where.scene, shot=where.shot, who=who, to=first)]
    return []


def _single(one: Clause, what: WHAT, line: str = "", to: str = "") -> Edit:
    where = one.parts[0]
    return Edit(what=what, scene=where.scene, shot=where.shot, line=line, to=to)


def _narration(one: Clause, story: Story) -> list[Edit]:
    told = set(one.words) & {"narration", "narrator", "narrating", "voice-over", "voiceover", "telling", "narrator's"}
    if not told or set(one.words) & {"whisper", "louder", "softer", "quieter", "shout"}:
        return []
    amount = next((to for words, to in (({"no", "without", "remove", "cut", "drop", "delete"}, "none"), ({"less", "fewer", "reduce"}, "less"), ({"more"}, "more")) if words & set(one.words)), "")
    _reads(one, "no without remove cut drop delete less fewer reduce more all any", *told)
    return spread(one, "narration", amount) if amount else []


def _remove(one: Clause, story: Story) -> list[Edit]:
    if not REMOVE.search(one.plain):
        return []
    _reads(one, "cut remove drop delete lose skip out rid without no any last first")
    if one.who and one.who != (NARRATOR,) and _clothes(one.plain):
        _reads(one, one.plain)
        return spread(one, "wears", f"no {_clothes(one.plain)}", one.who)[:1]
    words = set(one.words)
    if words & {"line", "lines", "speech", "dialogue"}:
        _reads(one, "speech dialogue line lines")
        which = "" if one.who and words & {"lines", "speech", "dialogue"} else "last line" if "last line" in one.plain.lower() else "line"
        return spread(one, "remove", which, one.who or (NOBODY,)) if one.where or one.who else []
    return spread(one, "remove") if one.where and not one.who else []


def _music(one: Clause, story: Story) -> list[Edit]:
    if not set(one.words) & MUSIC:
        return []
    found = mood_of(one.plain)
    _reads(one, *MUSIC)
    if found is None:
        return []
    _reads(one, *(word for word in one.words if mood_of(word)))
    return spread(one, "music", str(found))


def _clothes(text: str) -> str:
    """The word in a phrase for something to wear; empty where there is none."""
    hit = lexicon.hat(text) or lexicon.garment(text)
    extra = next((word for word in EXTRAS if re.search(rf"\b{word}\b", text.lower())), "")
    return extra or (hit.word if hit else "") or next((word for word in ("hat", "clothes", "outfit") if re.search(rf"\b{word}\b", text.lower())), "")


def _wears(one: Clause, story: Story) -> list[Edit]:
    piece = _clothes(one.plain)
    people = [name for name in one.who if name != NARRATOR]
    if not piece or not people:
        return []
    shade = lexicon.color(one.plain)
    bare = "no " if set(one.words) & {"no", "without", "off", "lose", "bare"} else ""
    _reads(one, piece, "no without off lose bare wear wears wearing dress dressed", shade.word if shade else "", *(shade.word.split() if shade else ()))
    return spread(Clause(one.text, one.plain), "wears", f"{bare}{shade.word + ' ' if shade and not bare else ''}{piece}", people)


def _states(one: Clause, story: Story) -> list[Edit]:
    said, people = named(one.words), [name for name in one.who if name != NARRATOR]
    if not said or not people or one.quoted:
        return []
    _reads(one, *said, _clothes(one.plain), "covered clothes again until from")
    return spread(one, "state", " ".join(said), people)


def _hair(one: Clause, story: Story) -> list[Edit]:
    people = [name for name in one.who if name != NARRATOR]
    cut = [word for word in one.words if word in HAIRS]
    if not people or not (set(one.words) & {"hair", "bald", "ponytail", "braids", "bun", "afro"}):
        return []
    shade = lexicon.color(one.plain)
    _reads(one, "hair", *cut, shade.word if shade else "")
    return spread(Clause(one.text, one.plain), "hair", " ".join([*(cut[:1]), *([shade.word] if shade else []), "hair"]), people)


def _kind(one: Clause, story: Story) -> list[Edit]:
    found, people = KIND.search(one.plain), [name for name in one.who if name not in (NARRATOR, EVERYONE)]
    if not found or len(people) != 1 or (hit := lexicon.kind(found["to"])) is None or hit.word not in lexicon.stems(found["head"]):
        return []
    _reads(one, found["to"], "turn change into", hit.word)
    return [Edit(what="kind", who=people[0], to=found["to"])]


def _tempers(one: Clause, story: Story) -> list[Edit]:
    names = list(dict.fromkeys(name for word in one.words if (name := temper(word))))
    if not names:
        return []
    people = [name for name in one.who if name != NARRATOR]
    if not people and one.where and not one.who:
        people = [EVERYONE]  # "make the ending sadder"
    if not people:
        cast = ", ".join(c.name for c in story.characters)
        one.missing = f'it is not said who of the cast ({cast}), as in "make {cast.partition(",")[0]} kinder"'
        return []
    _reads(one, *(word for word in one.words if temper(word)))
    return [edit for name in names for edit in spread(one, "temper", name, people)]


DELIVERIES: tuple[tuple[frozenset[str], str], ...] = (
    (word_set("whisper whispers whispered whispering"), str(Delivery.WHISPER)), (word_set("shout shouts shouted shouting yell yells"), str(Delivery.SHOUT)),
    (word_set("louder loud"), "louder"), (word_set("softer quieter quiet softly quietly"), "softer"), (word_set("tenderly"), str(Delivery.TENDER)),
    (word_set("excitedly excited"), str(Delivery.EXCITED)), (word_set("sadly"), str(Delivery.SAD)), (word_set("plainly"), str(Delivery.PLAIN)),
)  # fmt: skip


def _deliveries(one: Clause, story: Story) -> list[Edit]:
    how = next((to for words, to in DELIVERIES if words & set(one.words)), None)
    if how is None or not (one.who or one.where or "line" in one.words or "lines" in one.words):
        return []
    for words, _ in DELIVERIES:
        if words & set(one.words):
            one.read |= words
    return spread(one, "delivery", how, one.who or (NOBODY,))


def _size(one: Clause, story: Story) -> list[Edit]:
    low = f" {one.plain.lower().replace('close up', 'close-up')} "
    to = next((str(size) for size in sorted(LADDER, key=lambda s: -len(s)) if f" {size} " in low and (one.where or "shot" in low)), "")
    step = next((word for word in ("closer", "nearer", "wider", "farther") if word in one.words), "")
    if not (to or step):
        return []
    _reads(one, to, step, "close up shot shots camera frame")
    return spread(one, "size", to or step)


def _length(one: Clause, story: Story) -> list[Edit]:
    words = set(one.words)
    if not words & (SHORTER | LONGER) or one.who:
        return []
    one.read |= SHORTER | LONGER | {"pace", "up", "down", "pacing"}
    if words & {"line", "lines"} and words & SHORTER:
        return spread(one, "shorten") if one.where else []
    return spread(one, "length", "shorter" if words & SHORTER else "longer")


def _style(one: Clause, story: Story) -> list[Edit]:
    asked = set(one.words) & {"style", "draw", "drawn", "paint", "painted", "animated", "look", "looks"}
    found = lexicon.style(one.plain)
    if found is None or not (asked or found.exact) or one.who or one.where:
        return []
    _reads(one, *asked, found.word, "ink wash paper cut out soft shaded flat modern like")
    return [Edit(what="style", to=found.word)]


def _colours(one: Clause, story: Story) -> list[Edit]:
    shade = lexicon.color(one.plain)
    if shade is None:
        return []
    _reads(one, shade.word, "tint tinted colour color palette fur coloured")
    people = [name for name in one.who if name != NARRATOR]
    if people:
        return spread(Clause(one.text, one.plain), "colour", shade.word, people)
    return [Edit(what="tint", to=shade.word)] if set(one.words) & {"tint", "tinted", "palette", "film", "it", "pictures", "everything"} and not one.where else []


def _order(one: Clause, story: Story) -> list[Edit]:
    found = re.search(r"\bscene \w+\b.*?\b(?:(to the (?:end|start|beginning|front)|first|last)|(before|after|behind) scene (\d+))$", one.plain, re.IGNORECASE)
    if not found or not re.search(r"\b(?:move|put|bring|place)\b", one.plain, re.IGNORECASE) or not one.where:
        return []
    _reads(one, one.plain)
    moved = re.search(r"\bscene (\d+)", one.plain, re.IGNORECASE)
    scene = int(moved[1]) if moved else one.where[0].scene
    if found[1]:
        to = "last" if re.search("end|last", found[1], re.IGNORECASE) else "first"
    else:
        to = f"{'before' if found[2].lower() == 'before' else 'after'} {found[3]}"
    return [Edit(what="order", scene=scene, to=to)]


def _sky(one: Clause, story: Story) -> list[Edit]:
    """Place, hour, weather and season, as many as the clause names. A word that is a season is no weather too."""
    if one.who and not one.where:
        return []
    found: list[Edit] = []
    place = lexicon.place(one.plain)
    if place is not None and (place.exact or set(one.words) & {"move", "set", "happen", "happens", "place", "takes"}) and place.word not in one.read:
        said = re.search(rf"\b{re.escape(place.word)}\b", one.plain, re.IGNORECASE)
        found += spread(one, "place", said[0] if said and not place.exact else place.word)
        _reads(one, place.word, "move set play plays change")
    taken: set[str] = {place.word} if found and place else set()
    moments: tuple[tuple[WHAT, lexicon.Found[Any] | None], ...] = (
        ("season", lexicon.season(one.plain)), ("weather", lexicon.weather(one.plain)), ("hour", lexicon.hour(one.plain)))  # fmt: skip
    for what, hit in moments:
        if hit is not None and hit.word not in taken and (hit.exact or hit.word in ("dark", "darkness", "windy", "cold")):
            taken.add(hit.word)
            found += _cleared(one, story, hit.value) if what == "weather" and set(one.words) & AGAINST else spread(one, what, hit.word)
            _reads(one, *AGAINST, hit.word, "weather season time change set play")
    return found


def _cleared(one: Clause, story: Story, weather: object) -> list[Edit]:
    """A clear sky in the scenes meant that have the weather: "no rain"."""
    meant = {where.scene for where in one.parts}
    found = [Edit(what="weather", scene=n, to="clear") for n, scene in enumerate(story.scenes, 1) if scene.weather is weather and ({0, n} & meant)]
    one.missing = "" if found else f"there is no {weather} there"
    return found


RULES: tuple[Callable[[Clause, Story], list[Edit]], ...] = (
    _title, _rename, _lines, _narration, _remove, _music, _states, _wears, _hair, _kind, _tempers, _deliveries, _size, _length, _style, _order, _sky, _colours,
)  # fmt: skip
