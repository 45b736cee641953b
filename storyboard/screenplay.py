"""A screenplay as documents, in Fountain (https://fountain.io/syntax): parse(text) -> Screenplay, text(screenplay) -> str.

What a row is, in short. Forced: "." heading, "!" action, "@" speaker, ">" transition, "> <" centred, "~" lyric, "#" section, "="
synopsis, "===" page break. Else by its form, at the beginning of a paragraph: INT, EXT, EST, I/E begin a heading; capitals with a row
under them are a speaker, and what stands under them is said, or how (in parentheses); capitals that end in "TO:", alone, are a
transition. Everything else is action. Notes stand in [[ ]]; what stands in /* */ is cut. A title page comes first, if at all.

`parse(text(parse(t))) == parse(t)` for every text, and every step is one pass over it. Texts keep their marks of emphasis
(storyboard.emphasis reads them); blank rows are made one, tabs four spaces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc
from storyboard.emphasis import CLOSE, OPEN, noted, without_notes
from storyboard.errors import BadInput

LONGEST = 2**20  # letters of a screenplay: about five feature films
MOST = 50_000  # elements of a screenplay, the parts of its speeches counted: a feature film has about three thousand
KNOWN_KEYS = frozenset({
    "title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact", "copyright", "revision", "version", "format",
    "episode", "series", "logline", "synopsis", "language", "writer", "written by", "based on",
})  # fmt: skip
HEADING = re.compile(r"(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]", re.IGNORECASE)
MARKS = frozenset("=#>.~!@")
SENTENCE = frozenset(".,:;!?…。，、：；！？")  # what no name has in scripts without capitals
LONGEST_PLAIN_NAME = 20  # letters of a name in a script without capitals
HELD = "\x01"  # a row's end inside a note, while rows are read
UNSEEN = dict.fromkeys((*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F),
                        *range(0x2066, 0x206A), *range(0xD800, 0xE000)))  # fmt: skip
ENDS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")


class Entry(Doc):
    """One entry of the title page."""

    key: str
    rows: tuple[str, ...] = ()


class Heading(Doc):
    """Where and when a scene plays; `number` as the script numbers it."""

    kind: Literal["heading"] = "heading"
    text: str
    number: str = ""


class ActionText(Doc):
    """A paragraph of what is seen, its rows and indents kept."""

    kind: Literal["action"] = "action"
    text: str


class Parenthetical(Doc):
    """How something is said, without its parentheses."""

    kind: Literal["parenthetical"] = "parenthetical"
    text: str


class Dialogue(Doc):
    kind: Literal["dialogue"] = "dialogue"
    text: str


class Lyric(Doc):
    """Sung rows, in a speech or on their own."""

    kind: Literal["lyric"] = "lyric"
    text: str


Part = Annotated[Parenthetical | Dialogue | Lyric, Field(discriminator="kind")]


class Speech(Doc):
    """A speaker's cue and what stands under it. `extension`: as written, "(V.O.) (CONT'D)"; `dual`: said while the one before speaks."""

    kind: Literal["speech"] = "speech"
    name: str
    extension: str = ""
    dual: bool = False
    parts: tuple[Part, ...] = ()


class Change(Doc):
    """A transition: "CUT TO:"."""

    kind: Literal["transition"] = "transition"
    text: str


class Centered(Doc):
    kind: Literal["centered"] = "centered"
    text: str


class Section(Doc):
    kind: Literal["section"] = "section"
    text: str
    level: Annotated[int, Field(ge=1)] = 1


class Synopsis(Doc):
    kind: Literal["synopsis"] = "synopsis"
    text: str


class Note(Doc):
    kind: Literal["note"] = "note"
    text: str


class PageBreak(Doc):
    kind: Literal["page break"] = "page break"


Element = Annotated[Heading | ActionText | Speech | Lyric | Change | Centered | Section | Synopsis | Note | PageBreak, Field(discriminator="kind")]


class Screenplay(Doc):
    """A title page and what follows, in order."""

    title_page: tuple[Entry, ...] = ()
    elements: tuple[Element, ...] = ()

    def entry(self, *keys: str) -> str:
        """The first of these entries of the title page, on one row; "" when there is none."""
        return next((" ".join(e.rows) for key in keys for e in self.title_page if e.key.lower() == key), "")


def parse(text: str) -> Screenplay:
    """The screenplay in a text. Any text is one; BadInput only when it is too long, or has more than MOST elements."""
    if len(text) > LONGEST:
        raise BadInput(f"The screenplay has {len(text):,} letters, and the longest Fabula reads has {LONGEST:,}. Split it into parts.")
    rows = _uncut(cleaned(text))[0].split("\n")
    entries, first = _title_page(rows)
    reader = _Reader()
    reader.read(_held("\n".join(rows[first:])).split("\n"))
    return Screenplay(title_page=tuple(entries), elements=tuple(reader.elements))


def cuts(text: str) -> int:
    """How many passages the author has cut (/* ... */)."""
    return _uncut(cleaned(text[:LONGEST]))[1]


def counts(screenplay: Screenplay) -> Counter[str]:
    """How many there are of each kind of element; a speech's parts are counted too, and speakers as "character"."""
    found: Counter[str] = Counter(one.kind for one in screenplay.elements)
    speeches = [one for one in screenplay.elements if isinstance(one, Speech)]
    found.update(part.kind for speech in speeches for part in speech.parts)
    found["character"] = len({speech.name for speech in speeches})
    return +found


def text(screenplay: Screenplay) -> str:
    """The screenplay as Fountain; marks that force an element stand only where they are needed."""
    page = "\n".join(_entry(entry) for entry in screenplay.title_page)
    blocks = [written(one) for one in screenplay.elements]
    if not page and blocks and _title_page(blocks[0].split("\n"))[0]:
        blocks[0] = written(screenplay.elements[0], forced=True)  # "Title: ..." as the first words of a script without a title page
    whole = "\n\n".join(filter(None, [page, *blocks]))
    return whole + "\n" if whole else ""


def cleaned(text: str) -> str:
    """Without a byte order mark, control and direction signs; rows end in one way, tabs are four spaces."""
    return text.replace("\r\n", "\n").translate(ENDS).replace("\t", "    ").translate(UNSEEN)


def _uncut(text: str) -> tuple[str, int]:
    """The text without what its author has cut, and the number of cuts. A cut that fills its rows goes with them; an opening mark that
    nothing closes is made plain."""
    out: list[str] = []
    at, found, last = 0, 0, ""
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        head, after = text[at:start], end + 2
        row = head.rfind("\n") + 1
        while after < len(text) and text[after] == " ":
            after += 1
        alone = (row > 0 or at == 0) and not head[row:].strip() and text[after : after + 1] in ("\n", "")
        head, at = (head[:row], after + 1) if alone else (head, end + 2)
        out.append(head)
        last = head[-1:] or last
        if last == "/" and text[at : at + 1] == "*":
            out.append("\\")
        found += 1
    out.append(text[at:].replace("/*", "/\\*"))
    return "".join(out), found


def _title_page(rows: list[str]) -> tuple[list[Entry], int]:
    """The title page's entries and the first row behind it. It is one when the first paragraph begins with "key:" and has a usual key."""
    first = next((i for i, row in enumerate(rows) if row.strip()), len(rows))
    entries: list[tuple[str, list[str]]] = []
    at = first
    if first == len(rows) or rows[first].strip()[0] in MARKS:
        return [], 0
    while at < len(rows) and rows[at].strip() and not HEADING.match(rows[at]):
        key, colon, value = rows[at].partition(":")
        if colon and key.strip() and not rows[at][0].isspace():
            entries.append((key.strip(), [value.strip()] if value.strip() else []))
        elif entries:
            entries[-1][1].append(rows[at].strip())
        else:
            return [], 0
        at += 1
    if not any(key.lower() in KNOWN_KEYS for key, _ in entries):
        return [], 0
    return [Entry(key=key, rows=tuple(values)) for key, values in entries], at


def _entry(entry: Entry) -> str:
    if len(entry.rows) <= 1:
        return f"{entry.key}: {''.join(entry.rows)}".rstrip()
    return "\n    ".join([f"{entry.key}:", *entry.rows])


def _held(text: str) -> str:
    """The text with the ends of rows inside notes as HELD, and opening brackets that nothing closes before a blank row made plain."""
    gaps = (found.start() for found in re.finditer(r"\n ?(?=\n)", text))
    gap, close, at, out = next(gaps, len(text)), -1, 0, []
    while (start := text.find(OPEN, at)) >= 0:
        while gap < start:
            gap = next(gaps, len(text))
        if close < start + 2:
            close = text.find(CLOSE, start + 2)
        if close < 0:
            break
        if gap < close:
            out.append(_unopened(text[at:gap]))
            at = gap
            continue
        out += [_unopened(text[at:start]), HELD.join(row if row.strip() or not row else "  " for row in text[start : close + 2].split("\n"))]
        at = close + 2
    return "".join([*out, _unopened(text[at:])])


def _unopened(text: str) -> str:
    return re.sub(r"(?<=\[)\[", r"\\[", text)


class _Reader:
    """Rows become elements. At most one of these is open: a paragraph of action, a speech, a song."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.action: list[str] = []
        self.song: list[str] = []
        self.cue: tuple[str, str, bool] | None = None  # of the speech that is open
        self.parts: list[tuple[type[Parenthetical] | type[Dialogue] | type[Lyric], list[str]]] = []
        self.blanks = 0  # blank rows meant to be there, inside a speech
        self.said = 0  # parts of all speeches that are closed

    def read(self, rows: list[str]) -> None:
        for index, row in enumerate(rows):
            stripped = row.strip()
            if len(self.elements) + len(self.parts) + self.said > MOST:
                raise BadInput(f"The screenplay has more than {MOST:,} elements, and no more are read. Split it into parts.")
            if not stripped:
                if self.cue is not None and len(row) >= 2:
                    self.blanks += 1
                else:
                    self.close()
                continue
            alone = index + 1 == len(rows) or not rows[index + 1].strip()
            self.row(row.rstrip(), _kind(stripped, not self.action and self.cue is None, alone))
        self.close()

    def row(self, row: str, kind: str) -> None:
        stripped = row.strip()
        if kind == "lyric":
            self._lyric(_restored(stripped[1:].strip()))
        elif kind == "forced action" or (kind == "action" and self.cue is None):
            if self.cue is not None or self.song:
                self.close()
            self.action.append(_restored(stripped[1:] if kind == "forced action" else row))
        elif kind == "action":
            aside = is_aside(stripped)
            self._part(Parenthetical if aside else Dialogue, _restored(stripped[1:-1].strip() if aside else stripped))
        else:
            self.close()
            self._element(stripped, kind)

    def close(self) -> None:
        if self.action:
            self.elements.append(ActionText(text="\n".join(self.action)))
        if self.song:
            self.elements.append(Lyric(text="\n".join(self.song)))
        if self.cue is not None:
            name, extension, dual = self.cue
            parts = tuple(part(text="\n".join(rows)) for part, rows in self.parts)
            self.said += len(parts)
            self.elements.append(Speech(name=name, extension=extension, dual=dual, parts=parts))
        self.action, self.song, self.cue, self.parts, self.blanks = [], [], None, [], 0

    def _element(self, row: str, kind: str) -> None:
        forced = bool(_marked(row)) and kind != "page break"
        notes = [Note(text=_restored(part)) for part, is_note in noted(row) if is_note]
        words = " ".join(part.strip() for part, is_note in noted(row[1:] if forced else row) if not is_note).strip()
        if kind == "speech":
            self.elements += notes
            self.cue = cue(words)
            return
        if kind != "note":
            self.elements.append(_one(row, words, kind))
        self.elements += notes

    def _part(self, part: type[Parenthetical] | type[Dialogue] | type[Lyric], row: str) -> None:
        if self.parts and self.parts[-1][0] is part and part is not Parenthetical:
            self.parts[-1][1].extend([*[""] * (self.blanks if part is Dialogue else 0), row])
        else:
            self.parts.append((part, [row]))
        self.blanks = 0

    def _lyric(self, row: str) -> None:
        if self.cue is not None:
            self._part(Lyric, row)
            return
        if self.action:
            self.close()
        self.song.append(row)


def _one(row: str, words: str, kind: str) -> Element:
    if kind == "heading":
        place, number = numbered(words)
        return Heading(text=place, number=number)
    if kind == "section":
        level = len(row) - len(row.lstrip("#"))
        return Section(text=words.lstrip("#").strip() if level > 1 else words, level=level)
    if kind == "centered":
        return Centered(text=words.removesuffix("<").strip())
    if kind == "page break":
        return PageBreak()
    return Change(text=words) if kind == "transition" else Synopsis(text=words)


def _kind(row: str, free: bool, alone: bool) -> str:
    """What a row (stripped, not blank) is. `free`: no paragraph of action and no speech is open; `alone`: a blank row follows."""
    mark = _marked(row)
    if mark or not free:
        return mark or "action"
    bare = without_notes(row).strip()
    if not bare:
        return "note"
    if HEADING.match(bare):
        return "heading"
    if alone:
        return "transition" if bare.endswith("TO:") and is_capital(bare) else "action"
    return "speech" if is_cue(bare) else "action"


def _marked(row: str) -> str:
    """What the sign a row begins with makes of it; "" when it makes nothing."""
    first, rest = row[0], row[1:]
    if first == "=":
        return "page break" if len(row) >= 3 and not row.strip("=") else "synopsis"
    if first == ">":
        return "centered" if without_notes(rest).rstrip().endswith("<") else "transition"
    if first == "@":
        return "speech" if without_notes(rest).strip(" ^") else ""
    if first == ".":
        return "heading" if rest[:1].isalnum() else ""
    return {"#": "section", "~": "lyric", "!": "forced action"}.get(first, "")


def is_cue(row: str) -> bool:
    """Whether a row can be a speaker: capitals, or in a script without capitals a short name."""
    name = cue(row)[0]
    if any(letter.isupper() for letter in name):
        return is_capital(name)
    return is_capital(name) and len(name) <= LONGEST_PLAIN_NAME and not SENTENCE & set(name)


def is_capital(row: str) -> bool:
    """Whether a row has letters, and none of them small."""
    return any(letter.isalpha() for letter in row) and not any(letter.islower() for letter in row)


def is_aside(row: str) -> bool:
    """Whether the whole row stands in one pair of parentheses."""
    if len(row) < 2 or row[0] != "(" or row[-1] != ")":
        return False
    depth = 0
    for at, letter in enumerate(row):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at == len(row) - 1
    return False


def cue(row: str) -> tuple[str, str, bool]:
    """(name, extension, whether dual) of a speaker's row."""
    bare = row.rstrip(" ^")
    name, opened, _ = bare.partition("(")
    if not (bare.endswith(")") and opened and name.strip()):
        name = bare
    return name.strip(), bare[len(name) :].strip(), "^" in row[len(bare) :]


def numbered(heading: str) -> tuple[str, str]:
    """A heading and its number: "INT. HOUSE #12A#"."""
    start = heading.rfind("#", 0, len(heading) - 1) if heading.endswith("#") else -1
    number = heading[start + 1 : -1]
    if start <= 0 or not number or not all(letter.isalnum() or letter in "-." for letter in number) or not heading[:start].strip():
        return heading, ""
    return heading[:start].strip(), number


def written(one: Element, forced: bool = False) -> str:
    """One element as Fountain. `forced`: with the mark that forces it, even if its form says what it is."""
    if isinstance(one, ActionText):
        return "\n".join(_action(rows_of(one.text), forced))
    if isinstance(one, Speech):
        return "\n".join([_cue(one, forced), *(row for part in one.parts for row in _part(part))])
    if isinstance(one, Lyric):
        return "\n".join(_part(one))
    if isinstance(one, Heading):
        row = f"{one.text} #{one.number}#" if one.number else one.text
        return row if not forced and _kind(row, True, True) == "heading" and row[0] != "." else f".{row}"
    if isinstance(one, Change):
        return one.text if not forced and one.text and _kind(one.text, True, True) == "transition" and one.text[0] != ">" else f"> {one.text}".strip()
    if isinstance(one, PageBreak):
        return "==="
    if isinstance(one, Section):
        return f"{'#' * one.level} {one.text}".strip()
    return {"centered": "> {} <", "synopsis": "= {}", "note": "[[{}]]"}[one.kind].format(one.text).strip()


def rows_of(text: str) -> list[str]:
    """The rows of an element's text; a note's own rows stay together."""
    return [_restored(row) for row in _held(text).split("\n")]


def _action(rows: list[str], forced: bool) -> Iterable[str]:
    for index, row in enumerate(rows):
        bare = row.strip().replace("\n", HELD)
        free = bool(bare) and not (forced and index == 0) and _kind(bare, index == 0, len(rows) == 1) == "action"
        yield row if free else f"!{row}"


def _cue(speech: Speech, forced: bool) -> str:
    row = " ".join(filter(None, [speech.name, speech.extension, "^" if speech.dual else ""]))
    natural = not forced and row[0] not in MARKS and _kind(row, True, not speech.parts) == "speech"
    return row if natural else f"@{row}"


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Parenthetical):
        yield f"({part.text})"
    elif isinstance(part, Lyric):
        yield from (f"~{row}" for row in rows_of(part.text))
    else:
        yield from (row or "  " for row in rows_of(part.text))


def _restored(row: str) -> str:
    return row.replace(HELD, "\n")
