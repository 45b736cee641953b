"""The YAML of a batch, read by what each field may be, and never by what YAML makes of it: a language `no` is Norwegian, a title 1984 is words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import yaml

from app.cli import CLIPS, STILLS, STYLES
from app.exchange import MODULES
from app.ways_of import PROFILES, SIZES
from storyboard.errors import BadInput

LONGEST = 20_000  # characters of a text
TAG = "tag:yaml.org,2002:"
WORDS = ("str", "int", "float", "bool", "timestamp")
SHOWN = 60


class Field(NamedTuple):
    """A value, and where it stands."""

    value: Any
    node: Any


class Sheet:
    """A YAML document as nodes that know their lines. Aliases are refused: `defaults:` is what films share, and nothing can grow."""

    def __init__(self, text: str, name: str):
        self.name = name
        try:
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.AliasEvent):
                    raise self.fault(event, f"*{event.anchor} stands for another place; say it here, or under `defaults:` for every film")
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at = f"{name}, line {mark.line + 1}" if mark else name
            raise BadInput(f"{at}: this is not YAML: {error.problem or error.context}. Look at its indents, colons and quotes.") from error
        except yaml.reader.ReaderError as error:
            raise BadInput(f"{name} holds a sign that no text has ({error.character!r:.12} at {error.position}). Save it as plain UTF-8 text.") from error
        except RecursionError as error:
            raise BadInput(f"{name} is nested too deeply for a list of films.") from error
        if root is None:
            raise BadInput(f"{name} is empty; give `films:`, a list, as in - premise: A fox finds a lamp")
        self.root: Any = root

    def line(self, node: Any) -> int:
        return int(node.start_mark.line) + 1

    def fault(self, node: Any, words: str) -> BadInput:
        return BadInput(f"{self.name}, line {self.line(node)}: {words}.")

    def mapping(self, node: Any, known: Sequence[str], wanted: str) -> dict[str, Any]:
        """Name -> node. BadInput for a name that is not known, or said twice."""
        if not isinstance(node, yaml.MappingNode):
            raise self.fault(node, f"{self.shown(node)} stands here; {wanted}")
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self.shown(key)
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                raise self.fault(key, f"there is no {name!r} here" + (f"; is {near[0]!r} meant" if near else "") + f"? There are: {', '.join(known)}")
            if name in found:
                raise self.fault(key, f"{name} is said twice; keep one of them")
            found[name] = value
        return found

    def items(self, node: Any, what: str) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(node, f"{what}: {self.shown(node)} stands here where a list is wanted; begin each on a line of its own with a dash")
        return list(node.value)

    def shown(self, node: Any) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)[:SHOWN] if node.tag != f"{TAG}null" else "nothing"
        return "a list" if isinstance(node, yaml.SequenceNode) else "a group of names and values"

    def scalar(self, node: Any, what: str, tags: Sequence[str], wanted: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag.removeprefix(TAG) not in tags or not node.value.strip():
            quoted = f"{self.shown(node)!r}" if isinstance(node, yaml.ScalarNode) and node.tag != f"{TAG}null" else self.shown(node)
            raise self.fault(node, f"{what} is {quoted}; {wanted}")
        return str(node.value).strip()


Reader = Callable[[Sheet, Any, str], Any]


def fields_of(sheet: Sheet, node: Any, known: Sequence[str]) -> dict[str, Field]:
    """The fields of a film, or of the defaults, each with the place where it stands. BadInput."""
    nodes = sheet.mapping(node, known, f"give names and values of: {', '.join(known)}")
    return {name: Field(FIELDS[name](sheet, one, name), one) for name, one in nodes.items()}


def _words(most: int = LONGEST) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> str:
        text = sheet.scalar(node, what, WORDS, "give it in words")
        if len(text) > most:
            raise sheet.fault(node, f"{what} has {len(text):,} characters; {most:,} are the most")
        return text

    return read


def _whole(least: int, most: int) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> int:
        wanted = f"give a whole number from {least} to {most:,}"
        text = sheet.scalar(node, what, ("int",), wanted)
        if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
            raise sheet.fault(node, f"{what} is {text!r}; {wanted}")
        return int(text)

    return read


def _number(least: float, most: float) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> float:
        wanted = f"give a number from {least:g} to {most:g}"
        text = sheet.scalar(node, what, ("int", "float"), wanted)
        if not re.fullmatch(r"\d{1,12}(\.\d{1,12})?|\.\d{1,12}", text) or not least <= float(text) <= most:
            raise sheet.fault(node, f"{what} is {text!r}; {wanted}")
        return float(text)

    return read


def _one_of(names: Sequence[str]) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> str:
        wanted = f"give one of: {', '.join(names)}"
        text = sheet.scalar(node, what, WORDS, wanted)
        if text not in names:
            raise sheet.fault(node, f"{what} is {text!r}; {wanted}")
        return text

    return read


def _several(each: Reader, one: str) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(each(sheet, item, f"{one} of {what}") for item in sheet.items(node, what)))

    return read


def _group(parts: dict[str, Reader]) -> Reader:
    def read(sheet: Sheet, node: Any, what: str) -> dict[str, Any]:
        nodes = sheet.mapping(node, tuple(parts), f"{what} takes names and values of: {', '.join(parts)}")
        return {name: parts[name](sheet, one, f"{what}.{name}") for name, one in nodes.items()}

    return read


def _yes_no(sheet: Sheet, node: Any, what: str) -> bool:
    return sheet.scalar(node, what, ("bool",), "give yes or no").lower() in ("yes", "true", "on")


def _minutes(sheet: Sheet, node: Any, what: str) -> float:
    from app.authoring import wished

    found: float = _number(0, 60)(sheet, node, what)
    try:
        wished(found)
    except BadInput as error:
        raise sheet.fault(node, str(error).removesuffix(".")) from error
    return found


def _language(sheet: Sheet, node: Any, what: str) -> str:
    wanted = "give its short name, as in en, de or zh"
    text = sheet.scalar(node, what, WORDS, wanted)
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise sheet.fault(node, f"{what} is {text!r}; {wanted}")
    return text


FIELDS: dict[str, Reader] = {
    "premise": _words(), "script": _words(1000), "story": _words(1000), "out": _words(200), "title": _words(80),
    "seed": _whole(0, 2**31 - 1), "minutes": _minutes, "style": _one_of(STYLES), "size": _one_of([*SIZES, *(f"{size}:{shape}" for size in SIZES for shape in PROFILES if shape != "wide")]),
    "language": _language, "slates": _yes_no, "with": _several(_words(200), "a name"), "exports": _several(_one_of([*MODULES, "sheet"]), "one"),
    "pictures": _group({"still": _one_of(STILLS), "clip": _one_of(CLIPS), "smooth": _yes_no}),
    "limits": _group({"calls": _whole(0, 100_000), "tokens": _whole(0, 10**10), "money": _number(0, 10**6)}),
}  # fmt: skip
