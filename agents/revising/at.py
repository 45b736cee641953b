"""Where an edit is meant: names and numbers of the story as the person saw it, in documents of the story as it is by now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agents.revising.edits import EVERYONE, NOBODY, Edit
from storyboard import naming
from storyboard.edit import Set
from storyboard.errors import BadInput
from storyboard.story import Character, Line, Scene, Shot, Story

NARRATOR = "narrator"


@dataclass
class Bench:
    """The story as it was shown (its numbers hold), and as the edits so far have left it. `said`: what a person should know of them."""

    seen: Story
    now: Story
    said: list[str] = field(default_factory=list)

    def scenes(self, edit: Edit) -> tuple[Scene, ...]:
        """The scenes that are meant, as they are now. BadInput when there is none such."""
        if edit.scene > len(self.seen.scenes):
            raise BadInput(f"there is no scene {edit.scene}; the film has {len(self.seen.scenes)}")
        wanted = {scene.id for n, scene in enumerate(self.seen.scenes, 1) if edit.scene in (0, n)}
        found = tuple(scene for scene in self.now.scenes if scene.id in wanted)
        if not found:
            raise BadInput(f"scene {edit.scene} is removed already")
        return found

    def shots(self, edit: Edit) -> tuple[Shot, ...]:
        """The shots that are meant, as they are now. BadInput when there is none such."""
        scenes = self.scenes(edit)
        if not edit.shot:
            return tuple(shot for scene in scenes for shot in scene.shots)
        if not edit.scene:
            raise BadInput("the shot's scene is not said")
        known = self.seen.scenes[edit.scene - 1].shots
        if edit.shot > len(known):
            raise BadInput(f"there is no shot {edit.shot} in scene {edit.scene}, which has {len(known)}")
        found = tuple(shot for shot in scenes[0].shots if shot.id == known[edit.shot - 1].id)
        if not found:
            raise BadInput(f"shot {edit.shot} of scene {edit.scene} is removed already")
        return found

    def people(self, edit: Edit) -> tuple[Character, ...]:
        """Who is meant, as they are now. BadInput when nobody is."""
        if edit.who.lower() == EVERYONE:
            return self.now.characters
        wanted = next((c.id for c in self.seen.characters if naming.key(c.name) == naming.key(edit.who)), None)
        if wanted is None:
            names = ", ".join(c.name for c in self.seen.characters)
            raise BadInput("it is not said who" if edit.who == NOBODY else f"nobody in the film is called {edit.who}; there are: {names}")
        return (self.now.character(wanted),)

    def line(self, edit: Edit) -> tuple[Shot, Line]:
        """The line that is meant: by its words, else the last of the shots and of the speaker named. BadInput when there is none."""
        rows = [(shot, line) for shot in self.shots(edit) for line in shot.lines if self.speaks(edit, line)]
        if edit.line:
            rows = [row for row in rows if plainly(edit.line) in plainly(row[1].text)]
            if not rows:
                raise BadInput(f'no line there says "{edit.line}"')
            exact = [row for row in rows if plainly(edit.line) == plainly(row[1].text)]
            rows = exact or rows
            if len(rows) > 1:
                raise BadInput(f'{len(rows)} lines there say "{edit.line}": name the scene and the shot too')
        if not rows:
            raise BadInput("there is no such line")
        return rows[-1]

    def speaks(self, edit: Edit, line: Line) -> bool:
        """Whether a line is of the speaker an edit names; of anybody where it names nobody."""
        if edit.who in (NOBODY, EVERYONE):
            return True
        return line.speaker is None if edit.who.lower() == NARRATOR else line.speaker == self.people(edit)[0].id


def plainly(text: str) -> str:
    """A line's words, whatever its case and stops."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def puts(target: str, values: dict[str, Any], document: Any) -> list[Set]:
    """An operation for each field that is to have another value than it has. `document`: the target as it is now."""
    plain = document.model_dump(mode="json")
    return [Set(target=target, field=name, value=value) for name, value in values.items() if _read(plain, name) != value]


def _read(plain: dict[str, Any], name: str) -> Any:
    found: Any = plain
    for part in name.split("."):
        found = next((one for one in found if part in (one.get("id"), one.get("character"))), {}) if isinstance(found, list) else found.get(part)
    return found
