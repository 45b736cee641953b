"""Listening: which ways of speaking there are, and whether the lines of a film sound like those who say them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app import voices
from app.crew import LocalCrew
from app.db.stories import Head
from app.explain import explain
from app.production import Production
from app.settings import Settings
from app.ways_of import reading, ways
from storyboard.errors import Missing
from storyboard.plan import plan
from storyboard.sound import Voice
from storyboard.speakers import film_voices
from storyboard.steps import behind
from storyboard.story import Line, Story
from storyboard.watching import Reading

NARRATOR = "the narrator"


@dataclass(frozen=True)
class Listened:
    """One line as it was read. `bound`: whose it is; `speaker`: who it sounds like, "" where that was not told; `margin`: how much nearer the bound
    voice is than the next; `tempo`: in multiples of the natural rate; `problems`: none when all is well; `unread`: what was not told, and why."""

    line: str
    text: str
    bound: str
    speaker: str
    margin: float
    pitch_hz: float
    tempo: float
    clicks: int
    problems: tuple[str, ...]
    unread: tuple[str, ...] = ()


class Listening:
    """The part of a Studio that listens to voices."""

    settings: Settings
    store: Any
    story: Callable[..., Story]

    def voices(self) -> list[voices.WayOfSpeaking]:
        """The ways of speaking, and what each lacks here."""
        return voices.offered(self.settings)

    def set_up_voices(self, way: str, source: str = "", say: Callable[[str], None] = lambda _: None) -> list[str]:
        """Kokoro's or Piper's files into this home, from a folder or an address; "": where they are published. Returns their names."""
        return voices.set_up(self.settings, way, source, say)

    def listen(self, head: Head, size: str = "default") -> list[Listened]:
        """Every line of the film that is made, as the watcher reads it; what it has not read yet is read now. Missing when none is made. Each voice of
        the cast says some sentences first, in each delivery that the film has; where a service speaks, it is asked for them."""
        story = self.story(head.id, head.revision)
        given = ways(size, story.direction, False, self.settings).model_copy(update={"reading": reading(self.settings), "enrols": True})
        steps = plan(story, given)
        there = {e.step.id for e in explain(steps, self.store, head.id) if e.step.kind == "voice" and e.state == "have"}
        spoken = [line for shot in story.shots for line in shot.lines if f"voice:{line.id}" in there]
        if not spoken:
            raise Missing(f"No line of {story.title!r} is spoken yet. `fabula film {head.id}` makes the film.")
        wanted = behind(steps, [f"reading:voice:{line.id}" for line in spoken])
        crew = LocalCrew(self.settings)
        try:
            made = Production(wanted, self.store, crew)
            for _ in made.events():
                continue
        finally:
            crew.close()
        if failed := next((e for e in made.failures.values() if e.state == "failed"), None):
            raise Missing(f"{failed.step} was not read: {failed.message}")
        return [listened(story, line, self.store.reading(made.takes[f"reading:voice:{line.id}"].sha256)) for line in spoken]


def listened(story: Story, line: Line, found: Reading) -> Listened:
    """A reading in the words of the story."""
    from generator.watching.voice import CLICK, PACE, PITCH, WHO

    names = casting(story)
    bound = names[story.narrator if line.speaker is None else story.character(line.speaker).voice]
    by_unit = {check.unit: check for check in found.checks}
    who, pitch, tempo, clicks = (by_unit.get(reader.unit) for reader in (WHO, PITCH, PACE, CLICK))
    speaker = names[film_voices(story)[who.who]] if who else ""
    problems = [check.words if check is not who else f"sounds like {speaker}" for check in found.checks if not check.holds]
    margin, hz, pace, count = (0.0 if check is None else check.value for check in (who, pitch, tempo, clicks))
    return Listened(line.id, line.text, bound, speaker, margin, hz, pace, int(count), tuple(problems), found.unread)


def casting(story: Story) -> dict[Voice, str]:
    """Every voice of a film, and the names of those who have it: two who share one cannot be told apart."""
    named = [(story.narrator, NARRATOR), *((one.voice, one.name) for one in story.characters)]
    return {voice: " and ".join(name for mine, name in named if mine == voice) for voice, _ in named}
