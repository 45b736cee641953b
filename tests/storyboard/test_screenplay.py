"""Fountain: every construct is what its syntax says, and whatever comes in goes out and comes in again as the same."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from storyboard.emphasis import literal, plain
from storyboard.errors import BadInput
from storyboard.screenplay import (
    ActionText,
    Centered,
    Change,
    Dialogue,
    Element,
    Entry,
    Heading,
    Lyric,
    Note,
    PageBreak,
    Parenthetical,
    Screenplay,
    Section,
    Speech,
    Synopsis,
    counts,
    cuts,
    parse,
    text,
)

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
BITS = (
    "INT. HOUSE - DAY", "EXT", "EXT. ", "est. x", "TOM", "TOM (V.O.)", "@McX", "@", "TOM ^", "(quietly)", "(a", "hello", "  ", "", "\n", "   ", "\t", "!", "!x",
    "~la", ".", ".a", "...", "#", "## x", "= s", "===", "== x", "=", "> x <", ">", "> CUT TO:", "CUT TO:", "[[", "]]", "[[note]]", "[[a\n  \nb]]", "/*", "*/",
    "/", "*", "\\", "_", "**", "Title: X", "Title:", "Author: Me", "#1#", " #2A-b.#", "小明", "你好。", "ÉLODIE", "<", "^", "(", ")", "[", "]", "\r\n", "\r", "\ufeff",
    "\0", "\u200f", "\x0c", "@TITLE: X", "INT", "I/E ", "a: b", "!Title: x", "@Title: x\nhi", "> Title: CUT TO:", "\u3000", "\x01",
)  # fmt: skip


def everything() -> str:
    return (SCRIPTS / "everything.fountain").read_bytes().decode("utf-8")


def test_every_construct_is_counted():
    found = parse(everything())
    assert dict(counts(found)) == {
        "heading": 6, "action": 6, "speech": 8, "dialogue": 8, "parenthetical": 1, "lyric": 2, "transition": 2, "centered": 1, "section": 2, "synopsis": 1,
        "note": 1, "page break": 1, "character": 8,
    }  # fmt: skip
    assert cuts(everything()) == 1
    assert [(e.key, len(e.rows)) for e in found.title_page] == [("Title", 2), ("Credit", 1), ("Author", 1), ("Draft date", 1), ("Contact", 2)]


def test_what_each_construct_says():
    elements = parse(everything()).elements
    assert [(h.text, h.number) for h in elements if isinstance(h, Heading)] == [
        ("INT. HOUSE", "1"), ("INT. GARDEN - DAY", "2-A.1"), ("FORCED HEADING", ""), ("EXT./INT. CAR - NIGHT", ""), ("I/E SHIP - CONTINUOUS", ""), ("EST. HARBOUR", ""),
    ]  # fmt: skip
    speeches = {s.name: s for s in elements if isinstance(s, Speech)}
    assert list(speeches) == ["ESTHER", "ÉLODIE", "ИВАН", "McCLANE", "BRICK", "STEEL", "OOMPA", "R2D2"]
    assert speeches["STEEL"].dual and not speeches["BRICK"].dual and speeches["ÉLODIE"].extension == "(V.O.)"
    first, aside, last = speeches["ESTHER"].parts
    assert isinstance(first, Dialogue) and first.text.count("\n") == 2 and aside == Parenthetical(text="beat") and last == Dialogue(text="Again.")
    assert plain(first.text) == "Plain words with italics, bold, both, under and *stars*. After a blank row."
    assert speeches["OOMPA"].parts == (Lyric(text="Sung by somebody."),)
    actions = [a.text for a in elements if isinstance(a, ActionText)]
    assert actions[0] == "An action paragraph\nof two rows,\n    indented." and "INT. IS NOT A HEADING HERE" in actions
    assert plain(actions[2]) == "ESTHER walks in." and "23\nis no speaker." in actions and ".. not a heading" in actions
    assert [n.text for n in elements if isinstance(n, Note)] == ["a note\n  \nover rows"]


@pytest.mark.parametrize("name", ["bakery", "everything", "lighthouse_zh"])
def test_scripts_come_back_the_same(name: str):
    once = parse((SCRIPTS / f"{name}.fountain").read_bytes().decode("utf-8-sig"))
    assert parse(text(once)) == once and text(parse(text(once))) == text(once)


@pytest.mark.parametrize("block", range(8))
def test_whatever_comes_in_comes_back_the_same(block: int):
    for seed in range(block * 500, block * 500 + 500):
        dice = random.Random(seed)
        given = "".join(dice.choice(BITS) + dice.choice(["", "\n", " ", "\n", "\n\n"]) for _ in range(dice.randint(1, 14)))
        once = parse(given)
        assert parse(text(once)) == once, given
        assert text(parse(text(once))) == text(once), given


@pytest.mark.parametrize("words", ["*a* _b_ **c**", "a \\* b", "[[no]] [[[x", "/* never */", "#1 .5 @x", "snake_case_name", "he dialed *69 and *23", "", "\\\\*_[["])
def test_literal_words_are_read_as_they_are(words: str):
    assert plain(literal(words)) == words


def test_marks_that_are_no_emphasis_stay():
    assert plain("He dialed *69 and then *23, and hung up. snake_case_name") == "He dialed *69 and then *23, and hung up. snake_case_name"
    assert plain("***all*** of **it**, *and* _this_ [[not this]]") == "all of it, and this"


LARGE = 200_000
HOSTILE = {
    "parentheses": "(" * LARGE, "notes never closed": "[[" * (LARGE // 2), "cuts never closed": "/*" * (LARGE // 2), "empty cuts": "/**/" * (LARGE // 4),
    "empty notes": "[[]]" * (LARGE // 4), "NULs": "\0" * LARGE, "direction marks": "\u202e\u200f" * (LARGE // 2), "stars": "*a " * (LARGE // 3), "carets": "TOM" + "^" * LARGE + "\nhi",
    "sections": "#" * LARGE, "title page": "Title: x\n" + " y\n" * (LARGE // 3), "one speech": "@A\n" + "x\n" * (LARGE // 2), "blank speech": "@A\nx\n" + "  \n" * (LARGE // 3) + "y",
    "lyrics": "~a\n" * (LARGE // 3), "notes and gaps": ("[[" * 50 + "\n\n") * (LARGE // 100), "deep": "@A\n" + "(" * (LARGE // 2) + ")" * (LARGE // 2),
    "numbers": "INT. " + "#1" * (LARGE // 2) + "#", "headings": "INT. A\n\n" * (LARGE // 8), "backslashes": "\\" * LARGE, "lone halves": "\ud800" * LARGE,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_bounded_time(name: str):
    """20 s for 200,000 letters is far more than one pass takes on a busy core, and far less than two nested ones."""
    began = time.process_time()
    once = parse(HOSTILE[name])
    assert parse(text(once)) == once
    plain(HOSTILE[name])
    text(once).encode("utf-8")
    assert time.process_time() - began < 20


def test_a_text_that_is_too_long_is_refused_in_a_sentence():
    with pytest.raises(BadInput, match="letters, and the longest"):
        parse("a" * (2**20 + 1))


HEADS = ("", "INT. ", ".", "..", "!", "@", ">", "~", "#", "=", "TOM ", "CUT TO:", "(x) ", "[[n]] ", "*a* ", "小明", "Title: ", "1. ", "< ", "^ ")
TAILS = ("", " <", ":", " TO:", "^", " (V.O.)", " #1#", "!", " [[end]]", " #")


def words(dice: random.Random, heads: tuple[str, ...] = HEADS) -> str:
    """A row whose beginning or end looks like something else."""
    row = dice.choice(heads) + " ".join(dice.choice(("rain", "Tom", "GOES", "of 3", "the sea", "é")) for _ in range(dice.randint(1, 4))) + dice.choice(TAILS)
    return row.strip()


def element(dice: random.Random) -> Element:
    """One element of any kind, its text like another kind's wherever its own form allows that."""
    plain = ("", "Tom ", "a ", "1 ", "é")
    kind = dice.randrange(10)
    if kind == 0:
        return Heading(text=f"INT. {dice.choice(('HOUSE', 'sea', 'A #B'))} - DAY", number=dice.choice(("", "1", "2-A.1")))
    if kind == 1:
        return Heading(text=f"Room {dice.randint(1, 9)}", number=dice.choice(("", "7")))
    if kind in (2, 3):
        return ActionText(text="\n".join(words(dice) for _ in range(dice.randint(1, 3))))
    if kind in (4, 5):
        parts = [Parenthetical(text="softly"), Dialogue(text="\n".join(dice.choice(plain) + "hello there" for _ in range(dice.randint(1, 2)))), Lyric(text="la la")]
        name = dice.choice(("TOM", "McX", "小明", "R2 D2", "tom", "INT. TOM", "= Z"))
        return Speech(name=name, extension=dice.choice(("", "(V.O.)")), dual=dice.random() < 0.2, parts=tuple(parts[i] for i in sorted(dice.sample(range(3), dice.randint(0, 3)))))
    if kind == 6:
        return dice.choice((Change(text=dice.choice(("CUT TO:", "fade out", "INT. TO:"))), Centered(text=dice.choice(("The End", "INT. X", "> y")))))
    if kind == 7:
        return dice.choice((Section(text="Act one", level=dice.randint(1, 4)), Synopsis(text="why"), Note(text="a note\nof two rows"), PageBreak()))
    return Lyric(text="\n".join(dice.choice(("la la", "INT. la", "@la")) for _ in range(dice.randint(1, 2))))


@pytest.mark.parametrize("block", range(4))
def test_every_screenplay_that_can_be_written_is_read_as_it_is(block: int):
    for seed in range(block * 250, block * 250 + 250):
        dice = random.Random(seed)
        page = tuple(Entry(key=key, rows=("x",) * dice.randint(1, 3)) for key in dice.sample(("Title", "Author", "Draft date", "My key"), dice.randint(0, 4)) if key)
        page = page if any(entry.key != "My key" for entry in page) else ()
        given = Screenplay(title_page=page, elements=tuple(element(dice) for _ in range(dice.randint(1, 8))))
        found = parse(text(given))
        assert counts(found) == counts(given) and found == given, text(given)
        assert parse(text(given).replace("\n", "\r\n")) == parse("\ufeff" + text(given)) == given
