"""Whoever reads the studio in another language reads all of it: each text of the pages has its translation, with the same slots.

A page's own table is app/ui/words/zh/PAGE.json, {"English text": "中文"}; words of the film language are in film.json.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from app import ui
from app.formats import MEANINGS
from app.settings import Settings
from app.studio import Studio
from app.ui import tongue
from storyboard import grammar, look, sound, staging
from storyboard.document import Word
from storyboard.effects import Effect
from storyboard.finish import Stock
from storyboard.grammar import MOVE_WORDS

ROOT = Path(__file__).resolve().parents[3]
FILM = "film.json"
OTHERS = [code for code in tongue.LANGUAGES if code != "en"]
every_language = pytest.mark.parametrize("language", OTHERS)


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def texts(value: ast.expr) -> Iterator[ast.Constant]:
    """The literals that t(value) may say: t("a"), t("a" if so else "b"), t(said or "a")."""
    if isinstance(value, ast.IfExp):
        yield from (*texts(value.body), *texts(value.orelse))
    elif isinstance(value, ast.BoolOp):
        for one in value.values:
            yield from texts(one)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value


def sayings() -> Iterator[tuple[str, ast.Call]]:
    """Every t(...), shell.t(...), self.t(...) of the pages, with its place."""
    for path, tree in trees("app/ui"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", getattr(node.func, "attr", "")) == "t":
                yield f"{path.name}:{node.lineno}", node


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def film_words() -> set[str]:
    """Values and meanings of the film language that a page may show; colours mean a number, which needs no words."""
    kinds = [
        kind
        for module in (grammar, staging, sound, look)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Word)
    ]
    words = {text for kind in (*kinds, Stock, Effect) for one in kind for text in (one.value, one.meaning)} | set(MEANINGS.values())
    moves = {word for pair in MOVE_WORDS.values() for word in pair}
    slow = {f"slow {word}" for move, pair in MOVE_WORDS.items() if move is not grammar.Move.STATIC for word in pair}
    return {text for text in words | moves | slow if text and not re.fullmatch("#[0-9a-f]{6}", text)}


def pairs(path: Path) -> list[tuple[str, str]]:
    read: list[tuple[str, str]] = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    return read


def tables(language: str) -> dict[str, list[tuple[str, str]]]:
    return {path.name: pairs(path) for path in sorted((tongue.WORDS / language).glob("*.json"))}


@every_language
def test_every_text_of_the_pages_is_translated(language: str):
    known = tongue.table(language)
    missing = [f"{at} {one.value!r}" for at, call in sayings() for one in texts(call.args[0]) if one.value not in known]
    assert not missing, f"add to app/ui/words/{language}/PAGE.json: {missing}"


@every_language
def test_every_word_of_the_film_language_is_translated(language: str):
    assert not film_words() - {text for text, _ in tables(language)[FILM]}


@every_language
def test_what_the_pages_say_through_variables_is_translated(language: str, given: Settings, monkeypatch: pytest.MonkeyPatch):
    """Lists of choices and the like: whatever the pages say while they are built."""
    known = tongue.table(language)
    asked: set[str] = set()

    class Told(dict[str, str]):
        def get(self, text: str, other: Any = None) -> Any:
            asked.add(text)
            return super().get(text, other)

    monkeypatch.setattr(tongue, "table", lambda _: Told(known))
    studio = Studio(given)
    try:
        ui.build(studio, language)
    finally:
        studio.close()
    assert len(asked) > 50
    assert not {text for text in asked if re.search("[A-Za-z]{2}", text)} - set(known)


@every_language
def test_translations_have_the_slots_of_the_english(language: str):
    known = tongue.table(language)
    assert not {text: said for text, said in known.items() if slots(text) != slots(said)}
    assert not [text for text, said in known.items() if not said.strip()]


def test_every_slot_is_filled():
    wrong = []
    for at, call in sayings():
        given = {word.arg for word in call.keywords}
        wrong += [f"{at} {one.value!r}" for one in texts(call.args[0]) if None not in given and slots(one.value) != given]
    assert not wrong


def test_no_text_is_put_together_before_it_is_said():
    """t(f"{n} shots") can have no translation: t("{n} shots", n=n) can."""
    assert not [at for at, call in sayings() if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)]


@every_language
def test_tables_keep_nothing_that_no_page_says(language: str):
    literals = {
        node.value
        for _, tree in trees("app", "storyboard")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    used = literals | film_words()
    assert not {name: rest for name, said in tables(language).items() if (rest := [text for text, _ in said if text not in used])}


@every_language
def test_one_english_text_has_one_translation(language: str):
    """Tables are read as one: where two pages need different words, their English must differ too."""
    said = {(text, other) for table in tables(language).values() for text, other in table}
    assert not [text for text, n in Counter(text for text, _ in said).items() if n > 1]
    assert not {
        name: twice
        for name, table in tables(language).items()
        if (twice := [text for text, n in Counter(text for text, _ in table).items() if n > 1])
    }
