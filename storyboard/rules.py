"""Rules: words and names that a person does not want in their films. judge(texts) -> refusals; each says what, where, which rule, what to do.

Whole words are looked for, in any script, whatever their case, width and accents; English forms of a word count as the word. Simple evasions
are seen through: letters of another alphabet or digits that look alike, signs or spaces between the letters, signs that print nothing. It is a
list of words, not an understanding of them: whoever wants to say a thing otherwise can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import Field

from storyboard.document import Doc
from storyboard.lexicon import CJK, stems
from storyboard.rules_words import CHILDREN
from storyboard.story import Story

Phrase = Annotated[str, Field(min_length=1, max_length=80)]
LETTERS = dict(zip("аеорсухіјѕԁԛһԝкмтвн", "aeopcyxijsdqhwkmtbh", strict=True)) | dict(zip("αβεικνορτυχγ", "abeiknoptuxy", strict=True))
DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "i"})
SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*+/,~]{1,3}){2,}[^\W\d_](?![^\W_])")
TOKEN = re.compile(r"[^\W_]+")
INSIDE = re.compile(r"(?<=[^\W_])[*_~^'’`-]+(?=[^\W_])")


class Said(NamedTuple):
    """A text and where it stands: "the premise", "scene 3, shot 2, line"."""

    where: str
    text: str


class Refusal(NamedTuple):
    """One thing that is not allowed."""

    where: str
    found: str
    rule: str

    def words(self) -> str:
        return f"{self.where} says \"{self.found}\", which {self.rule} does not allow"


class Moderator(Protocol):
    """Whoever judges texts before they are written from, or kept."""

    def judge(self, texts: Sequence[Said]) -> tuple[Refusal, ...]: ...


class Rules(Doc):
    """`words`: words and phrases not wanted. `likeness`: real people who are not to be shown; `likeness_allowed`: those of them who may be.
    `audience`: a list of ours besides. `when_unreachable`: what to do when a moderation service does not answer."""

    words: Annotated[tuple[Phrase, ...], Field(max_length=5000)] = ()
    likeness: Annotated[tuple[Phrase, ...], Field(max_length=5000)] = ()
    likeness_allowed: Annotated[tuple[Phrase, ...], Field(max_length=5000)] = ()
    audience: Literal["everyone", "children"] = "everyone"
    when_unreachable: Literal["stop", "go on"] = "stop"

    def judge(self, texts: Sequence[Said]) -> tuple[Refusal, ...]:
        """What these texts say that is not allowed, in their order; each rule once for each text."""
        rules = [(phrase, f"the rule against the word {phrase!r}", False) for phrase in self.words]
        free = {_key(name) for name in self.likeness_allowed}
        rules += [(name, f"the rule against showing {name}", True) for name in self.likeness if _key(name) not in free]
        if self.audience == "children":
            rules += [(word, f"the list for children ({theme})", False) for theme, words in CHILDREN.items() for word in words]
        found: dict[tuple[str, str], Refusal] = {}
        for said in texts if rules else ():
            forms = _forms(said.text)
            for phrase, rule, is_name in rules:
                if _says(forms, phrase, is_name):
                    found.setdefault((said.where, rule), Refusal(said.where, phrase, rule))
        return tuple(found.values())


def said_in(story: Story) -> tuple[Said, ...]:
    """Every text of a story that is seen, heard or sent to whoever draws it."""
    return tuple(one for one in _texts(story) if one.text.strip())


def _texts(story: Story) -> Iterator[Said]:
    yield from (Said(f"the {name}", getattr(story, name)) for name in ("premise", "title", "logline", "moral"))
    yield from (Said("the direction", story.direction.words), Said("the score", story.score.words))
    for person in story.characters:
        yield Said(f"the cast ({person.name})", " ".join([person.name, ".", person.role, ".", person.identity, *(c.words for c in person.costumes)]))
    yield from (Said(f"the place {one.name}", f"{one.name}. {one.words}") for one in story.settings)
    yield from (Said(f"the prop {one.name}", f"{one.name}. {one.words}") for one in story.things)
    for number, scene in enumerate(story.scenes, 1):
        yield Said(f"scene {number}", " ".join([scene.beat, *scene.state_in, *scene.state_out]))
        for count, shot in enumerate(scene.shots, 1):
            at = f"scene {number}, shot {count}"
            yield Said(at, " ".join([shot.words, *shot.sounds]))
            yield from (Said(f"{at}, line", line.text) for line in shot.lines)


class Forms(NamedTuple):
    """A text in the ways it may be read: its tokens as they are, with digits for letters, with spaced letters joined; and without any spaces."""

    rows: tuple[tuple[str, ...], ...]
    run: str


def _forms(text: str) -> Forms:
    plain = _folded(text)
    joined = SPACED.sub(lambda m: _joined("".join(c for c in m[0] if c.isalpha())), plain)
    closed = INSIDE.sub("", plain)
    leet = re.sub(r"\S+", lambda m: m[0].translate(DIGITS) if any(c.isalpha() for c in m[0]) else m[0], closed)
    rows = dict.fromkeys(tuple(TOKEN.findall(form)) for form in (plain, joined, closed, leet))
    return Forms(tuple(rows), "".join(c for c in plain if c.isalnum()))


def _joined(letters: str) -> str:
    """Letters that stood apart as one word; where the first may be a word of its own ("a g u n"), also without it."""
    return f"{letters} {letters[1:]}" if letters[0] in "ai" else letters


def _says(forms: Forms, phrase: str, is_name: bool) -> bool:
    """Whether a text says a phrase: as whole words next to each other; in a script without spaces, anywhere."""
    wanted = TOKEN.findall(_folded(phrase))
    if not wanted:
        return False
    if CJK.search(phrase):
        return "".join(wanted) in forms.run
    orders = [wanted, wanted[::-1], ["".join(wanted)]] if is_name and len(wanted) > 1 else [wanted]
    return any(_stands(row, order, is_name) for order in orders for row in forms.rows)


def _stands(row: Sequence[str], wanted: Sequence[str], is_name: bool) -> bool:
    size = len(wanted)
    return any(
        all(row[i + k] == word or (not is_name and word in stems(row[i + k])) for k, word in enumerate(wanted)) for i in range(len(row) - size + 1)
    )


def _folded(text: str) -> str:
    """Case, width, accents and unseen signs gone; in a word that mixes alphabets, letters that look alike are the Latin ones."""
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in wide if unicodedata.category(c) not in ("Mn", "Cf", "Cc") or c in "\n\t ")
    return re.sub(r"[^\W\d_]+", lambda m: _latin(m[0]), unicodedata.normalize("NFC", bare))


def _latin(word: str) -> str:
    """A word in Latin letters where it has some, or where all of its letters look like them."""
    if word.isascii():
        return word
    turned = "".join(LETTERS.get(c, c) for c in word)
    return turned if turned.isascii() and any(c.isascii() for c in word) else word


def _key(name: str) -> str:
    return " ".join(TOKEN.findall(_folded(name)))
