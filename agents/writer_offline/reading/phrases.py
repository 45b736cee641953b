"""Rows of words to phrases: noun phrases ("the lost key of the bakery"), verbs with what goes before them ("has not seen"), and the
small words between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from agents.writer_offline.reading.english_words import DOUBLE, NUMBERS, SMALL_TAGS, TIMES, TITLES
from agents.writer_offline.reading.marks import Form, is_adjective, tags, verb_form
from storyboard import lexicon

NOMINAL = frozenset({"det", "num", "adj", "noun", "poss"})


@dataclass(frozen=True)
class Noun:
    """A noun phrase: tokens [start, end). `before`: nouns right before the head ("robot" of "robot chef"); `of`: "the key of [the bakery]"."""

    start: int
    end: int
    head: str
    det: str = ""
    number: str = ""
    adjectives: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    owner: Noun | None = None
    of: Noun | None = None
    name: str | None = None
    pronoun: bool = False

    @property
    def last(self) -> int:
        return self.of.last if self.of else self.end


@dataclass(frozen=True)
class Verb:
    """A verb: tokens [start, end). `form`: s, past, base, ing, to; `helper`: the modal or "be", "have" before it."""

    start: int
    end: int
    stem: str
    form: str
    helper: str = ""
    negated: bool = False
    passive: bool = False


@dataclass(frozen=True)
class Small:
    """A small word: its tag and where it stands."""

    start: int
    tag: str
    word: str

    @property
    def end(self) -> int:
        return self.start + 1


Phrase = Noun | Verb | Small


@dataclass(frozen=True)
class Row:
    """A premise as words, their tags, and its phrases."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    phrases: tuple[Phrase, ...]


def parse(words: list[str]) -> Row:
    marks = tags(words)
    out: list[Phrase] = []
    i = 0
    while i < len(words):
        if marks[i] in ("verb", "be", "have", "modal", "to"):
            verb, i = _verb(words, marks, i)
            out.append(verb)
        elif marks[i] in NOMINAL and not _lone(marks, i):
            nouns, i = _nouns(words, marks, i)
            out += nouns
        elif marks[i] == "pron":
            out.append(Noun(i, i + 1, words[i].lower(), pronoun=True))
            i += 1
        else:
            out += [] if marks[i] == "quote" else [Small(i, marks[i], words[i].lower())]
            i += 1
    return Row(tuple(words), tuple(marks), tuple(_joined(out)))


def _lone(marks: list[str], i: int) -> bool:
    """An adjective that no noun follows ("is afraid of")."""
    k = i
    while k < len(marks) and marks[k] in ("adj", "adv"):
        k += 1
    return marks[i] == "adj" and not (k < len(marks) and marks[k] in ("noun", "num", "poss")) and not (i and marks[i - 1] == "det")


def _verb(words: list[str], marks: list[str], i: int) -> tuple[Verb | Small, int]:
    start, helper, negated, marker = i, "", False, marks[i] == "to"
    i += marker
    while i < len(words) and (marks[i] in ("modal", "have", "be", "neg") or (marks[i] == "adv" and _more(marks, i))):
        low = words[i].lower().replace("’", "'")
        negated |= marks[i] == "neg" or low.endswith("n't") or low in ("cannot", "never")
        if marks[i] in ("modal", "have", "be"):
            helper = {"modal": low, "have": "have", "be": "be"}[marks[i]]
        i += 1
    if i < len(words) and marks[i] == "verb":
        form = verb_form(words[i]) or Form(_guess(words[i]), "s" if words[i].endswith("s") else "base")
        kind = "to" if marker else "finite" if helper in ("be", "have") or helper else form.form
        return Verb(start, i + 1, form.stem, kind, helper, negated, helper == "be" and form.form == "past"), i + 1
    if helper in ("be", "have"):
        return Verb(start, i, helper, "to" if marker else "finite", helper, negated), i
    if helper:
        return Verb(start, i, "do" if helper in ("do", "does", "did") else "be", "finite", helper, negated), i
    return Small(start, "prep" if marker else marks[start], words[start].lower()), max(i, start + 1)


def _more(marks: list[str], i: int) -> bool:
    """Whether a verb's next part follows an adverb ("has never seen")."""
    return i + 1 < len(marks) and marks[i + 1] in ("verb", "be", "have", "adv", "neg")


def _guess(word: str) -> str:
    low = word.lower()
    return low.removesuffix("ed") if low.endswith("ed") else low.removesuffix("s")


def _nouns(words: list[str], marks: list[str], i: int) -> tuple[list[Phrase], int]:
    """A run of articles, adjectives and nouns as one noun phrase, or two where an article begins the second."""
    end = i + 1
    while end < len(words) and (marks[end] in NOMINAL or (marks[end] == "adv" and end + 1 < len(words) and marks[end + 1] == "adj" and marks[end - 1] == "det")):
        if marks[end] in ("det", "num") and (marks[end - 1] in ("noun", "poss") or (marks[end] == "det" and marks[end - 1] != "det")):
            break
        if marks[end] == "adj" and marks[end - 1] == "noun" and not (end + 1 < len(words) and marks[end + 1] in ("noun", "adj")):
            break
        if marks[end - 1] == "noun" and marks[end] == "noun" and words[end][0].isupper() and not words[end - 1][0].isupper() and lexicon.kind(words[end]) is None and end + 1 < len(words) and words[end - 1].lower() in TIMES:
            break
        end += 1
    return [_noun(words, marks, i, end)], end


def _noun(words: list[str], marks: list[str], start: int, end: int) -> Noun:
    at = max((k for k in range(start, end) if marks[k] == "poss"), default=None)
    owner = None
    if at is not None:
        owner = _plain(list(words), marks, start, at + 1)
        if at + 1 == end:
            return owner
        start = at + 1
    return replace(_plain(words, marks, start, end), owner=owner)


def _plain(words: list[str], marks: list[str], start: int, end: int) -> Noun:
    head = _bare(words[end - 1])
    before = [words[k] for k in range(start, end - 1) if marks[k] == "noun"]
    adjectives = tuple(words[k].lower() for k in range(start, end - 1) if marks[k] == "adj")
    det = next((words[k].lower() for k in range(start, end) if marks[k] == "det"), "")
    number = next((words[k].lower() for k in range(start, end - 1) if marks[k] == "num" or words[k].lower() in NUMBERS), "")
    name = None
    if is_name(head) and before and all(lexicon.kind(w) or w.lower() in TITLES for w in before[-1:]):  # "Captain Ada"
        name, head, before = head, before[-1], before[:-1]
        if head.lower() in TITLES and head.lower() in ("mr", "mrs", "ms", "miss", "sir", "dr"):
            name, head = f"{head} {name}", TITLES[head.lower()]
    elif before and before[-1].lower() in TITLES and head[:1].isupper():
        title = before[-1]
        name, head, before = f"{title} {head}", TITLES[title.lower()], before[:-1]
    elif is_name(head) and not det:
        name = " ".join([*(w for w in before if w[0].isupper()), head])
    return Noun(start, end, head, det, number, adjectives, tuple(before), name=name)


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word


def is_name(word: str) -> bool:
    """Whether a word is a capitalised one that no table knows."""
    low = word.lower()
    if not (word[:1].isupper() and word.isalpha() and len(word) < 20) or (word.isupper() and len(word) > 1) or low in SMALL_TAGS or low in DOUBLE or low in TIMES:
        return False
    looks = (lexicon.kind, lexicon.place, lexicon.prop, lexicon.hour, lexicon.weather, lexicon.season)
    return not is_adjective(low) and not any(look(word) for look in looks) and (verb_form(low) is None or low in ("will", "mark", "pat"))


def _joined(items: list[Phrase]) -> list[Phrase]:
    """ "X of Y" and "Rufo the fox", "a fox named Rufo" as one phrase each."""
    out: list[Phrase] = []
    for item in items:
        if isinstance(item, Noun) and not item.pronoun and len(out) > 1:
            mark, first = out[-1], out[-2]
            if isinstance(mark, Small) and mark.word == "of" and isinstance(first, Noun) and not first.pronoun:
                out[-2:] = [_of(first, item)]
                continue
            if isinstance(mark, Verb) and mark.stem in ("name", "call") and mark.form == "past" and isinstance(first, Noun) and item.head[:1].isupper():
                out[-2:] = [replace(first, name=item.name or item.head, end=item.end)]
                continue
        out.append(item)
    return _named(out)


def _of(first: Noun, second: Noun) -> Noun:
    return replace(first, of=_of(first.of, second)) if first.of else replace(first, of=second)


def _named(items: list[Phrase]) -> list[Phrase]:
    """ "Rufo the fox", "Zadie, a postwoman, ..."."""
    out: list[Phrase] = []
    for k, item in enumerate(items):
        before = out[-1] if out else None
        if isinstance(item, Noun) and not item.pronoun and item.name is None and item.det in ("the", "a", "an"):
            if isinstance(before, Noun) and before.name and not lexicon.kind(before.head) and lexicon.kind(item.head):
                out[-1] = replace(item, start=before.start, name=before.name)
                continue
            comma = isinstance(before, Small) and before.tag == "comma"
            first = out[-2] if comma and len(out) > 1 else None
            then = items[k + 1] if k + 1 < len(items) else None
            if isinstance(first, Noun) and first.name and not lexicon.kind(first.head) and lexicon.kind(item.head) and not (isinstance(then, Small) and then.word in ("and", "or")):
                out[-2:] = [replace(item, start=first.start, name=first.name)]
                continue
        out.append(item)
    return out
