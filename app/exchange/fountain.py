"""The film as a screenplay in Fountain (https://fountain.io/syntax), and a screenplay as a breakdown. One grammar: storyboard.screenplay.

Whatever the words, they are read back as what they are. Every shot is named in a note ("[[s1-2: wide, eye level, normal lens, static
camera, 60 frames]]"), by which it keeps its form when the script comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from storyboard.breakdown import NOBODY, Breakdown
from storyboard.cut import opening
from storyboard.emphasis import literal
from storyboard.grammar import Transition
from storyboard.screenplay import (
    HEADING,
    MARKS,
    ActionText,
    Centered,
    Change,
    Dialogue,
    Element,
    Entry,
    Heading,
    Note,
    Parenthetical,
    Screenplay,
    Speech,
    Synopsis,
    cuts,
    is_aside,
    parse,
    text,
)
from storyboard.sound import Delivery
from storyboard.staging import INDOORS, Season, Weather
from storyboard.story import Line, Scene, Shot, Story

TRANSITIONS = {Transition.MATCH: "MATCH CUT TO:", Transition.DISSOLVE: "DISSOLVE TO:", Transition.FADE: "FADE TO:", Transition.WIPE: "WIPE TO:"}
MOST_LOOKED_AT = 200_000  # letters
TITLE_PAGE, FORCED = re.compile(r"(?:title|credit|author|draft date):[^\n]{0,200}\n(?:\s+\S|[a-z ]{3,20}:|\n)", re.IGNORECASE), re.compile(r"\.[^\W_][^.]{2,60}(?: - |$)|(?:内|外)景?[ .：]")
UNNAMED = ("offline", NOBODY)  # writers a title page does not name


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    path.write_text(text(screenplay(story)), encoding="utf-8", newline="\n")


def read(words: str) -> Breakdown:
    """The breakdown of a screenplay's text. BadInput when it is too long."""
    from agents.adapt.screenplays import breakdown

    return breakdown(parse(words), cuts(words))


def is_screenplay(words: str) -> bool:
    """Whether plain text is a screenplay: it has a scene heading, a title page, or two speakers' names in capitals over what they say."""
    rows = ["", *(row.strip() for row in words[:MOST_LOOKED_AT].split("\n")), ""]
    if TITLE_PAGE.match(words.lstrip("\ufeff \n")):
        return True
    speakers = 0
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        if before or not row or len(row) > 100:
            continue
        if HEADING.match(row) or FORCED.match(row):
            return True
        speakers += bool(after) and row.isupper() and len(row) <= 40 and row[-1] not in ".!?,;"
    return speakers >= 2


def screenplay(story: Story) -> Screenplay:
    return Screenplay(title_page=tuple(title_page(story)), elements=tuple(elements(story)))


def title_page(story: Story) -> Iterator[Entry]:
    told = {"Title": story.title, "Credit": "made with Fabula", "Author": "" if story.writer in UNNAMED else story.writer, "Notes": (story.logline or story.premise)[:600]}
    yield from (Entry(key=key, rows=(literal(value),)) for key, value in told.items() if value.strip())


def elements(story: Story) -> Iterator[Element]:
    """The screenplay's elements in order."""
    numbered = any(scene.id != f"s{number}" for number, scene in enumerate(story.scenes, 1))
    for scene in story.scenes:
        yield heading(story, scene, numbered)
        if scene.beat.strip():
            yield Synopsis(text=literal(scene.beat))
        for index, shot in enumerate(scene.shots):
            yield from of_shot(story, shot, first=index == 0)
    yield Centered(text="THE END")


def heading(story: Story, scene: Scene, numbered: bool = False) -> Heading:
    """Side, place, hour; weather and season where they are not the usual. A setting that came in with a script keeps that script's side."""
    setting = story.setting(scene.setting)
    name = literal(setting.name).upper()
    side = "INT." if setting.place in INDOORS else "EXT."
    if HEADING.match(f"{setting.words} "):
        side = setting.words
    elif setting.words == setting.name.upper() and name[:1].isalnum():
        side = ""
    parts = [f"{side} {name}".strip(), str(scene.hour).upper()]
    parts += [str(word).upper() for word, usual in ((scene.weather, Weather.CLEAR), (scene.season, Season.SUMMER)) if word is not usual]
    number = scene.id.removeprefix("s").upper() if numbered else ""
    return Heading(text=" - ".join(parts), number="" if "_" in number else number)


def of_shot(story: Story, shot: Shot, first: bool) -> Iterator[Element]:
    change = opening(shot, first)
    if change in TRANSITIONS:
        yield Change(text="FADE IN:" if first else TRANSITIONS[change])
    yield Note(text=f"{shot.id}: {shot.size}, {shot.angle}, {shot.lens}, {shot.camera.words()}, {shot.frames} frames")
    if shot.words.strip():
        yield ActionText(text=literal(shot.words))
    yield from (spoken(story, line) for line in shot.lines)


def spoken(story: Story, line: Line) -> Speech:
    name = "NARRATOR" if line.speaker is None else literal(story.character(line.speaker).name).upper()
    aside = "(V.O.)" if line.speaker is None else "" if line.on_screen else "(O.S.)"
    manner = () if line.delivery is Delivery.PLAIN else (Parenthetical(text=str(line.delivery)),)
    return Speech(name=name, extension=aside, parts=(*manner, Dialogue(text=row(line.text))))


def row(words: str) -> str:
    """Words as a row of dialogue, which no sign at its beginning makes anything else."""
    plain = literal(words)
    return f"\\{plain}" if plain[:1] in MARKS or is_aside(plain) else plain
