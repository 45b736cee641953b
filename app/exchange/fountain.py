"""The film as a screenplay in Fountain (https://fountain.io/syntax): headings, action, dialogue, narration, transitions, shot notes.

Whatever the text, it is read back as what it is: action is forced with "!", a speaker with "@", a heading with "."; marks of
emphasis and notes inside a text are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from storyboard.cut import opening
from storyboard.grammar import Transition
from storyboard.sound import Delivery
from storyboard.staging import INDOORS
from storyboard.story import Line, Scene, Shot, Story

TRANSITIONS = {Transition.DISSOLVE: "DISSOLVE TO:", Transition.FADE: "FADE TO:", Transition.WIPE: "WIPE TO:"}


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    path.write_text("\n\n".join(paragraphs(story)) + "\n", encoding="utf-8", newline="\n")


def paragraphs(story: Story) -> Iterator[str]:
    """The screenplay, paragraph by paragraph; a blank row lies between any two."""
    yield f"Title: {flat(story.title)}\nCredit: made with Fabula\nNotes: {flat(story.logline or story.premise)[:600]}"
    for scene in story.scenes:
        yield heading(story, scene)
        if scene.beat:
            yield f"= {flat(scene.beat)}"
        for index, shot in enumerate(scene.shots):
            yield from of_shot(story, shot, first=index == 0)
    yield "> THE END <"


def heading(story: Story, scene: Scene) -> str:
    setting = story.setting(scene.setting)
    side = "INT." if setting.place in INDOORS else "EXT."
    return f"{side} {flat(setting.name).upper()} - {str(scene.hour).upper()}"


def of_shot(story: Story, shot: Shot, first: bool) -> Iterator[str]:
    change = opening(shot, first)
    if change in TRANSITIONS:
        yield "> FADE IN:" if first else f"> {TRANSITIONS[change]}"
    yield f"[[{shot.id}: {shot.size}, {shot.angle}, {shot.lens}, {shot.camera.words()}, {shot.frames} frames]]"
    if shot.words:
        yield f"!{escaped(shot.words)}"
    for line in shot.lines:
        yield spoken(story, line)


def spoken(story: Story, line: Line) -> str:
    name = "NARRATOR" if line.speaker is None else flat(story.character(line.speaker).name).upper()
    aside = " (V.O.)" if line.speaker is None else "" if line.on_screen else " (O.S.)"
    manner = [] if line.delivery is Delivery.PLAIN else [f"({line.delivery})"]
    return "\n".join([f"@{name}{aside}", *manner, escaped(line.text)])


def escaped(text: str) -> str:
    """On one row, with marks that Fountain would take for emphasis, notes or cuts made plain."""
    text = re.sub(r"([*_\\])", r"\\\1", flat(text))
    return text.replace("[[", "[ [").replace("]]", "] ]").replace("/*", "/ *").replace("*/", "* /")


def flat(text: str) -> str:
    return " ".join(text.split())
