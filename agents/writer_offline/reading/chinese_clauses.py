"""One Chinese clause as an English one: subject, verb and object in their order, places, times and manners behind them."""

from __future__ import annotations

from typing import NamedTuple

from agents.writer_offline.plurals import plural
from agents.writer_offline.reading import chinese_words as zh
from agents.writer_offline.reading.english_words import PARTICIPLES, PASTS
from storyboard import lexicon
from storyboard.lexicon import word_set

NOUNS = frozenset({"being", "thing", "place", "name"})
VERBISH = frozenset({"verb", "want", "must", "cannot", "can", "lack", "not", "be", "fright"})
IRREGULAR = {"have": "has", "go": "goes", "be": "is", "do": "does"}
MOTION = {"go": "to", "return": "to", "come": "to", "walk": "to", "run": "to", "travel": "to", "fly": "to", "move": "to", "sail": "to", "fall": "into", "hide": "in", "live": "in", "escape": "from", "sleep": "in", "jump": "into", "play": "in", "sing": "in", "dance": "in", "swim": "in"}
KIN = word_set("father mother grandfather grandmother brother sister son daughter grandson granddaughter uncle aunt wife husband friend")
DEFINITE = frozenset({"lost", "last", "only", "stolen", "other"})


class Word(NamedTuple):
    """Signs with what they do (being, thing, place, verb, adj, ...) and their English."""

    signs: str
    sort: str
    english: str


class Phrase(NamedTuple):
    """A noun phrase in English, its last word index + 1, whether it is several, and the sort of its head."""

    text: str
    end: int
    many: bool
    sort: str


def third(verb: str) -> str:
    """ "search for" -> "searches for"."""
    first, _, rest = verb.partition(" ")
    if first in IRREGULAR:
        word = IRREGULAR[first]
    elif first.endswith(("s", "x", "ch", "sh", "o")):
        word = first + "es"
    else:
        word = first[:-1] + "ies" if first.endswith("y") and first[-2] not in "aeiou" else first + "s"
    return f"{word} {rest}".strip()


def done(verb: str) -> str:
    """The participle: "steal" -> "stolen", "find" -> "found"."""
    first = verb.split()[0]
    forms = [form for form, stem in (*PARTICIPLES.items(), *lexicon.IRREGULAR.items(), *PASTS.items()) if stem == first]
    return next((f for f in forms if f.endswith("n")), "") or next(iter(forms), "") or (first + "d" if first.endswith("e") else first + "ed")


class Clause:
    """Goes through the words of a clause once. `many`: whether its subject, or that of the clause before, is several."""

    def __init__(self, words: list[Word], sources: dict[str, str], many: bool = False):
        self.words, self.sources, self.many = words, sources, many
        self.out: list[str] = []
        self.tail: list[str] = []
        self.held: str | None = None  # what 把 put before the verb
        self.verbs = 0
        self.bare = False  # the next verb stands in its base form
        self.subject = False

    def english(self, subject: bool = False) -> str:
        self.subject = subject
        i = 0
        while i < len(self.words):
            i = self._step(i)
        return " ".join(filter(None, [*self.out, *([self.held] if self.held else []), *self.tail]))

    def _at(self, i: int) -> str:
        return self.words[i].sort if i < len(self.words) else ""

    def _step(self, i: int) -> int:
        word = self.words[i]
        led = word.sort in VERBISH  # a relative clause may lead only before the verb: "害怕水的海盗"
        phrase = self.phrase(i) if not (led and (self.verbs or self.subject)) else None
        if phrase is not None:
            return self._noun(phrase)
        if word.sort in ("verb", "be", "lack", "want", "must", "can", "cannot", "fright", "not", "ask"):
            return self._verb(i, word)
        if word.sort in ("prep", "towards"):
            return self._preposition(i, word)
        if word.sort == "take":
            thing = self.phrase(i + 1)
            self.held = thing.text if thing else None
            return thing.end if thing else i + 1
        if word.sort == "by":
            return self._passive(i)
        if word.sort == "adj":
            self.out.append(f"{'are' if self.many else 'is'} {word.english}")
            self.verbs += 1
        elif word.sort == "aim":
            self.out.append(", to" if self.out else "to")
            self.bare, self.verbs = True, self.verbs + 1
        elif word.sort in ("time", "together"):
            (self.out if word.english in ("one day", "once") and not self.out else self.tail).append(word.english)
        elif word.sort in ("and", "but", "link", "nobody"):
            self._link(word)
        return i + 1

    def _link(self, word: Word) -> None:
        if word.sort == "but":
            self.out.insert(0, "but") if not self.verbs else self.out.append("but")
        elif word.english:
            self.out.append(word.english)
        if word.sort == "nobody":
            self.subject = True

    def _noun(self, phrase: Phrase) -> int:
        i = phrase.end
        if self._at(i) == "side" and phrase.sort in ("place", "thing"):
            self.tail.append(f"{self.words[i].english} {phrase.text}")
            return i + 1
        if not self.verbs:
            self.many = phrase.many or "and" in self.out[-1:]
            self.subject = True
            self.out.append(phrase.text)
        else:
            self.out.append(zh_object(phrase.text))
        return i

    def _preposition(self, i: int, word: Word) -> int:
        phrase = self.phrase(i + 1)
        if phrase is None:
            return i + 1
        end, english = phrase.end, word.english
        if self._at(end) == "side":
            english = self.words[end].english if word.signs in ("在", "到") or self.words[end].english not in ("in", "on") else english
            end += 1
        if word.signs == "给" and any(w.english.split()[0] in ("write", "send", "bring", "read", "tell", "sing") for w in self.words[end:] if w.sort == "verb"):
            english = "to"
        text = f"{english} {zh_object(phrase.text)}"
        later = any(w.sort in ("verb", "ask") for w in self.words[end:])
        if word.signs in ("到", "往", "向") and word.sort == "prep" and not self.verbs and not later:
            self.out.append(self._inflected("go"))
            self.verbs += 1
        if word.signs == "在" and not later and not self.verbs:
            self.out.append("are" if self.many else "is")
            self.verbs += 1
        (self.out if word.sort == "towards" else self.tail).append(text)
        return end

    def _inflected(self, verb: str) -> str:
        if self.bare or self.many:
            return ("are" + verb.removeprefix("be")) if verb.split()[0] == "be" and not self.bare else verb
        return third(verb)

    def _verb(self, i: int, word: Word) -> int:
        after = self._at(i + 1)
        if word.sort == "want":
            verbal = any(w.sort in ("verb", "lack", "ask", "be", "can", "want") for w in self.words[i + 1 :])
            self.out.append(self._inflected("want") + (" to" if verbal else ""))
            self.bare = verbal
        elif word.sort in ("must", "cannot", "fright") or (word.sort == "can" and not self.bare):
            self.out.append("cannot" if word.sort == "fright" else word.english)
            self.bare = True
        elif word.sort == "can":
            return i + 1
        elif word.sort == "not":
            if after == "adj":
                self.out.append("are not" if self.many else "is not")
                self.out.append(self.words[i + 1].english)
                self.verbs += 1
                return i + 2
            self.out.append("not" if self.bare else "do not" if self.many else "does not")
            self.bare = True
        elif word.sort == "ask":
            return self._asks(i, word)
        elif word.sort == "lack":
            return self._lacks(i)
        else:
            return self._deed(i, word)
        self.verbs += 1
        return i + 1

    def _lacks(self, i: int) -> int:
        self.verbs += 1
        thing = self.phrase(i + 1)
        self.out.append(f"{'have' if self.bare or self.many else 'has'} no{f' {lacking(thing)}' if thing else 'thing'}")
        return thing.end if thing else i + 1

    def _deed(self, i: int, word: Word) -> int:
        """A full verb; a second one tells for what the first is done."""
        joined = (bool(self.out) and self.out[-1] in ("and", "but", "to")) or (bool(self.out) and self.out[-1].endswith(" to"))
        english = word.english
        if word.signs in ("去", "来") and self._at(i + 1) == "verb":
            return i + 1 if not self.verbs or self.bare or joined else self._after_going(i + 1)
        if english.endswith((" for", " of", " at", " to")) and i + 1 == len(self.words) and not self.held:
            english = english.rpartition(" ")[0]
        if (self.verbs and not self.bare and not joined) or (self.verbs and self.bare and not joined and self.done_verb):
            self.out.append(f"to {english}")
        else:
            self._befriends(english, i)
            self.out.append(self._inflected(english))
        self.done_verb = True
        self.verbs += 1
        if self.held:
            gives = english == "give" and self.phrase(i + 1) is not None
            self.out.append(self.held + (" to" if gives else ""))
            self.held = None
        then = self.phrase(i + 1)
        if then is not None and then.sort == "place" and english.split()[0] in MOTION and " " not in english:
            self.out.append(f"{MOTION[english]} {then.text}")
            return then.end + (self._at(then.end) == "side")
        return i + 1

    done_verb = False

    def _after_going(self, i: int) -> int:
        """ "V 去 V2": what the first is done for."""
        self.out.append(f"to {self.words[i].english}")
        self.done_verb, self.verbs = True, self.verbs + 1
        return i + 1

    def _befriends(self, english: str, i: int) -> None:
        """ "A 和 B 交朋友" is A befriending B."""
        if english in ("befriend", "marry") and "and" in self.out and self.phrase(i + 1) is None:
            at = self.out.index("and")
            self.held = " ".join(self.out[at + 1 :])
            del self.out[at:]
            self.many = False

    def _asks(self, i: int, word: Word) -> int:
        whom = self.phrase(i + 1)
        if whom is None:
            return self._deed(i, Word(word.signs, "verb", word.english))
        joined = bool(self.out) and self.out[-1].endswith(" to")
        self.out.append(self._inflected(word.english) if not self.verbs or joined or self.bare else f"to {word.english}")
        self.out.append(zh_object(whom.text))
        later = any(w.sort in ("verb", "lack", "be") for w in self.words[whom.end :])
        if later:
            self.out += [] if word.english in ("help", "make") else ["to"]
            self.bare, self.done_verb = True, False
        self.verbs += 1
        return whom.end

    def _passive(self, i: int) -> int:
        whom = self.phrase(i + 1)
        k = whom.end if whom else i + 1
        while k < len(self.words) and self.words[k].sort != "verb":
            k += 1
        if k >= len(self.words):
            return i + 1
        self.out.append(f"{'are' if self.many else 'is'} {done(self.words[k].english)}" + (f" by {zh_object(whom.text)}" if whom else ""))
        self.verbs += 1
        return k + 1

    def phrase(self, i: int) -> Phrase | None:
        lost = i > 0 and self.words[i - 1].english in ("lose", "forget", "steal")
        return NounPhrase(self.words, self.sources, bool(self.verbs), lost).read(i)


def lacking(thing: Phrase) -> str:
    """What there is none of: "wings", "water"."""
    words = thing.text.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return words if thing.many or words.split()[-1] in zh.UNCOUNTED or thing.sort == "place" else plural(words)


def zh_object(text: str) -> str:
    return zh.OBJECTS.get(text, text)


class NounPhrase:
    """Reads one noun phrase: number, measure word, adjectives, owners, relative clauses, head."""

    def __init__(self, words: list[Word], sources: dict[str, str], object_: bool, definite: bool = False):
        self.definite = definite
        self.words, self.sources, self.object = words, sources, object_
        self.count, self.adjectives, self.owner, self.of, self.behind = 0, list[str](), "", "", ""

    def _at(self, i: int) -> str:
        return self.words[i].sort if 0 <= i < len(self.words) else ""

    def read(self, i: int) -> Phrase | None:
        start = i
        while i < len(self.words):
            word, after = self.words[i], self._at(i + 1)
            if word.sort == "number" and (after == "measure" or after in NOUNS | {"adj"}):
                self.count = int(word.english)
                i += 2 if after == "measure" else 1
            elif word.sort == "measure":
                i += 1
            elif word.sort == "adj" and self._leads(i + 1):
                self.adjectives.append(word.english)
                i += 2 if after == "of" else 1
            elif word.sort == "time" and after == "of" and word.signs in zh.SEASONS:
                self.adjectives.append(zh.SEASONS[word.signs])
                i += 2
            elif word.sort == "pron":
                if after == "of" or (after == "being" and word.signs in zh.OWNERS and word.signs != "自己"):
                    self.owner = zh.OWNERS.get(word.signs, "its")
                    i += 2 if after == "of" else 1
                else:
                    return Phrase(word.english, i + 1, word.english in ("they", "we"), "pron") if i == start else None
            elif word.sort in VERBISH and (end := self._relative(i)) is not None:
                i = end
            elif word.sort in NOUNS:
                step = self._noun(i)
                if isinstance(step, Phrase):
                    return step
                i = step
            else:
                return None
        return None

    def _leads(self, i: int) -> bool:
        """Whether a noun follows, after adjectives and 的."""
        while self._at(i) in ("of", "adj"):
            i += 1
        return self._at(i) in NOUNS or (self._at(i) == "number" and self._at(i - 1) == "of")

    def _relative(self, i: int) -> int | None:
        """ "害怕水的[海盗]": the clause before 的 put behind the noun."""
        at = next((k for k in range(i + 1, len(self.words)) if self.words[k].sort == "of" and self.words[k - 1].sort != "pron" and self._leads(k + 1)), None)
        if at is None or any(w.sort in ("stop", "but", "by") for w in self.words[i:at]) or (self.object and self.words[i].sort == "verb" and not self.count and at > i + 2):
            return None
        if self.object and not self.count and self.words[i].sort == "verb":
            return None
        if self.words[i].sort == "lack":
            inner = NounPhrase(self.words[:at], self.sources, True).read(i + 1)
            self.behind = f" without {lacking(inner)}" if inner else ""
        else:
            self.behind = f" who {Clause(list(self.words[i:at]), self.sources).english(subject=True)}"
        return at + 1

    def _noun(self, i: int) -> Phrase | int:
        """The head, or a noun that only says whose or where the head is."""
        word, after = self.words[i], self._at(i + 1)
        if after == "of" and self._leads_on(i + 2):
            return self._owner(word, i + 2)
        if after == "side" and self._at(i + 2) == "of" and self._leads_on(i + 3):
            self.behind = f" {self.words[i + 1].english} the {word.english}"
            self.sources.setdefault(word.english, word.signs)
            return i + 3
        if after in NOUNS and word.sort in ("thing", "place") and self._at(i + 1) != "name" and self._at(i + 2) != "side":
            self.adjectives.append(word.english)
            return i + 1
        if word.sort in ("name", "being") and after == "being" and self.words[i + 1].english in KIN:
            return self._owner(word, i + 1)
        if word.sort == "place" and after == "adj" and self._leads(i + 2) and (self._at(i + 2) == "of" or self.words[i + 1].signs.endswith("的")):
            return self._owner(word, i + 1)  # "面包店丢失的钥匙"
        several = after == "many" or self.count > 1 or ("other" in self.adjectives and word.sort == "being" and self.count != 1)
        self.sources.setdefault(word.english, word.signs)
        return Phrase(self._text(word, several), i + 1 + (after == "many"), several, word.sort)

    def _leads_on(self, i: int) -> bool:
        return self._at(i) in NOUNS | {"adj", "number"} or (self._at(i) in VERBISH and any(w.sort == "of" for w in self.words[i:]))

    def _owner(self, word: Word, end: int) -> int:
        if word.sort in ("being", "name"):
            self.owner = f"{self._text(word, False)}'s"
        else:
            self.of = f" of {self._text(word, False)}" if word.sort == "place" or not self.object else f" of the {word.english}"
        self.sources.setdefault(word.english, word.signs)
        self.count, self.adjectives = 0, []
        return end

    def _text(self, word: Word, several: bool) -> str:
        adjectives = [a for a in self.adjectives if a != "old" or not word.english.startswith("old")]
        noun = plural(word.english) if several else word.english
        name = word.sort == "name"
        definite = self.definite or bool(DEFINITE & set(adjectives)) or bool(self.of) or word.sort in ("being", "place") or not self.object
        if self.owner or (name and not adjectives):
            first = self.owner
        elif self.count > 1:
            first = zh.NUMBER_WORDS.get(self.count, "three")
        elif self.count == 1:
            first = "an" if (adjectives[:1] or [noun])[0][0] in "aeiou" else "a"
        elif word.english in zh.UNCOUNTED and not definite:
            first = ""
        else:
            first = "the" if definite or several else "an" if (adjectives[:1] or [noun])[0][0] in "aeiou" else "a"
        return " ".join(filter(None, [first, *adjectives, noun])) + self.of + self.behind
