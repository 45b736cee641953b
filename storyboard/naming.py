"""A name in a text put in place of another: whole words, as written or all in capitals, with 's, plurals and articles; in Chinese too.

    retelling("Mira", "Otto")("Mira's lamp? MIRA! Two Miras, and Mirabel.") == "Otto's lamp? OTTO! Two Ottos, and Mirabel."

A name that begins with a small letter is a common noun ("the lantern") and is found in any case; "Will" is never the verb "will".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from storyboard import lexicon

ARTICLES = ("the", "an", "a")
TITLES = frozenset({
    "captain", "doctor", "dr", "mr", "mrs", "ms", "miss", "sir", "lady", "lord", "king", "queen", "prince", "princess", "uncle", "aunt", "auntie", "grandpa",
    "grandma", "father", "mother", "brother", "sister", "professor", "master", "mistress", "madam", "old", "young", "little", "big", "great", "small",
    "tiny", "saint", "st", "the", "of", "von", "van", "de", "da", "di", "la", "le", "el", "and"
})  # beside a name; alone they are nobody's
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
BEFORE = f"(?<!(?![{HAN}])\\w)(?<!\\w['’])(?<![A-Za-z]-)"  # no letter of a script with word borders stands here
AFTER = f"(?!(?![{HAN}])\\w)(?![\\u0300-\\u036f])(?!-[A-Z])"
OWNS = r"(?P<owns>['’][sS](?!\w)|['’](?=\s|[,.;:!?]|$))?"
IS = re.compile(r"\s+(?:an?|the|not|here|there|been|gone|got|\w+ing|so|very|too|just|still|right|wrong|in|on|at|up|down|off|away|back|my|your|never|always|only|all)\b")
VERBS = {"will": r"\s+(?:I|you|he|she|it|we|they|this|that|these|those|there|my|your|his|her|our|their|anyone|somebody|nobody)\b",
         "may": r"\s+(?:I|you|he|she|it|we|they|the|this|that|these|my|your|his|her|our|their|all|every)\b"}  # fmt: skip
OPENING = re.compile(r"(?:^|[.!?…。！？:：\n])[\s\"“”'‘’«»(（「『\]\[-]*$")
Retell = Callable[[str], str]


class Form(NamedTuple):
    """One way a name is written, and what stands for it: the core words without their article, found by `pattern`."""

    core: str
    article: str
    new: str
    new_article: str
    pattern: re.Pattern[str]

    @property
    def is_common(self) -> bool:
        return self.core[:1].islower()


def retelling(old: str, new: str, others: Iterable[str] = (), *, parts: bool = True) -> Retell:
    """The rewriting of texts in which `old` is `new` from now on. `others`: names that are left as they are where they contain it;
    `parts`: whether a part of a name of several words stands for it too ("Ada" of "Captain Ada"), if no other has that part."""
    others = tuple(others)
    forms = [_form(old, new)] + [_form(part, its) for part, its in (_parts(old, new, others) if parts else ())]
    kept = [re.compile(rf"(?:(?i:the|an|a)\s+)?{_written(core_of(other)[1])}") for other in others if any(form.pattern.search(other) for form in forms)]
    anything = re.compile("|".join(f"(?:{re.sub(r'[(][?]P<[a-z]+>', '(?:', one.pattern)})" for one in [*kept, *(f.pattern for f in forms)]))

    def retold(text: str) -> str:
        def said(match: re.Match[str]) -> str:
            if any(one.match(text, match.start()) for one in kept):
                return match[0]
            form, found = next((f, m) for f in forms if (m := f.pattern.match(text, match.start())) and m.end() == match.end())
            return _instead(form, found, text)

        return anything.sub(said, text)

    return retold


def core_of(name: str) -> tuple[str, str]:
    """The article a name begins with ("" if none), and the rest."""
    first, _, rest = name.partition(" ")
    return (first.lower(), rest.strip()) if first.lower() in ARTICLES and rest.strip() else ("", name)


def key(name: str) -> str:
    """Two names with one key are the same name."""
    return unicodedata.normalize("NFC", core_of(" ".join(name.split()))[1]).casefold()


def plural(word: str) -> str:
    """The English plural of a noun or name, by its ending."""
    if re.search(r"(?:s|x|z|ch|sh)$", word, re.IGNORECASE):
        return word + "es"
    if word[:1].islower() and re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def _form(old: str, new: str) -> Form:
    (article, core), (new_article, its) = core_of(old), core_of(new)
    many = "" if lexicon.CJK.search(core) else f"(?P<many>{_written(plural(core))})|"
    led = r"(?:(?P<article>(?i:the|an|a))\s+)?" if article else ""
    return Form(core, article, its, new_article, re.compile(f"{BEFORE}{led}(?:{many}(?P<one>{_written(core)})){OWNS}"))


def _written(core: str) -> str:
    """A pattern of the words as written or in capitals (a common noun in any case), in both Unicode spellings, with their borders."""
    spellings = dict.fromkeys(unicodedata.normalize(form, core) for form in ("NFC", "NFD"))
    if not core[:1].islower():
        spellings |= dict.fromkeys(one.upper() for one in spellings)
    words = "|".join(r"\s+".join(map(re.escape, one.split())) for one in spellings)
    words = f"(?i:{words})" if core[:1].islower() else f"(?:{words})"
    if len(core) == 1 and lexicon.CJK.search(core):  # one sign is a part of many words
        return f"(?<![{HAN}]){words}(?![{HAN}])"
    return f"{BEFORE}{words}{AFTER}"


def _parts(old: str, new: str, others: Sequence[str]) -> list[tuple[str, str]]:
    """The single words that stand for a name of several, each with what it becomes. A common noun has no such parts."""
    core, its = core_of(old)[1], core_of(new)[1]
    taken = {word.casefold() for other in others for word in other.split()}
    words = [word for word in core.split() if _is_proper(word)]
    if len(core.split()) < 2 or not words:
        return []
    instead = [word for word in its.split() if _is_proper(word)] or [new]
    pairs = [(word, instead[0] if n == 0 or len(instead) == 1 else instead[min(n, len(instead) - 1)]) for n, word in enumerate(words)]
    return [(word, become) for word, become in pairs if word.casefold() not in taken and len(word) > 1]


def _is_proper(word: str) -> bool:
    bare = word.strip(".,'’").casefold()
    return word[:1].isupper() and bare not in TITLES and lexicon.kind(bare) is None and not lexicon.is_role(bare)


def _instead(form: Form, found: re.Match[str], text: str) -> str:
    """What is written in place of one find."""
    many = found.groupdict().get("many")
    seen = many or found["one"]
    if _is_verb(form, text[found.end() :], text[: found.start()]):
        return found[0]
    words = plural(form.new) if many else form.new
    loud = seen.isupper() and len(seen) > 1 and not form.core.isupper()
    words = words.upper() if loud else _capitals(words, seen) if form.is_common and form.new[:1].islower() else words
    begun = found.groupdict().get("article")
    if begun:
        keeps = bool(form.new_article) or form.new[:1].islower()
        words = f"{_agreeing(begun, words)} {words}" if keeps else words
    elif not form.article and form.new_article and not many:
        words = f"{form.new_article.upper() if loud else form.new_article} {words}"
    if words[:1].islower() and found[0][:1].isupper() and OPENING.search(text[: found.start()]):
        words = words[:1].upper() + words[1:]
    return words + _owning(found["owns"] or "", seen, words, text, found)


def _capitals(words: str, seen: str) -> str:
    """The new common noun in the case of the old one: every word in a title, else the first."""
    several = seen.split()
    if len(several) > 1 and all(one[:1].isupper() for one in several):
        return " ".join(one[:1].upper() + one[1:] for one in words.split())
    return words[:1].upper() + words[1:] if seen[:1].isupper() else words


def _agreeing(article: str, words: str) -> str:
    """The article of the text, a or an as the new words want it."""
    if article.lower() == "the":
        return article
    right = "an" if words[:1].lower() in "aeiou" else "a"
    return right.upper() if article.isupper() and len(article) > 1 else right.capitalize() if article[0].isupper() else right


def _owning(owns: str, seen: str, words: str, text: str, found: re.Match[str]) -> str:
    """The end of a possessive: 's, or after an s the apostrophe alone; "James's here" is "James is". A bare apostrophe after a name that
    does not end in s, or that closes a quotation, is a quotation mark."""
    if not owns:
        return ""
    mark = owns[0]
    if len(owns) == 1:
        before = text[: found.start()]
        quoted = re.search(rf"(?:^|[\s(\"“]){re.escape('‘' if mark == '’' else mark)}[^'’]*$", before) is not None
        if not seen.lower().endswith("s") or quoted or not text[found.end() :].startswith((" ", "\n")):
            return mark
        return mark if words.lower().endswith("s") else mark + ("S" if words.isupper() else "s")
    is_verb = IS.match(text, found.end())
    return mark if words.lower().endswith("s") and not is_verb else mark + owns[1]


def _is_verb(form: Form, rest: str, before: str) -> bool:
    """Whether "Will" begins a question ("Will you come?") or "May" a wish ("May the wind hold")."""
    pattern = VERBS.get(form.core.lower())
    return pattern is not None and OPENING.search(before) is not None and re.match(pattern, rest, re.IGNORECASE) is not None


def slug(name: str, fallback: str) -> str:
    """The name's letters and digits as an id has them, else the fallback."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
    return found if found[:1].isalpha() else fallback
