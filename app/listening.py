"""Listening: which ways of speaking there are, and whether the lines of a film sound like those who say them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import voices
from app.db.stories import Head
from app.explain import explain
from app.maker_process import service
from app.settings import Settings
from app.ways_of import ways
from storyboard.errors import Missing
from storyboard.plan import plan
from storyboard.sound import Voice, VoiceParams
from storyboard.story import Line, Story

NARRATOR = "the narrator"


@dataclass(frozen=True)
class Listened:
    """One line as it was heard. `bound`: whose it is; `speaker`: who it sounds like, "" where too little is said to tell; `margin`: how much
    nearer the bound voice is than the next; `tempo`: in multiples of the natural rate; `problems`: none when all is well."""

    line: str
    text: str
    bound: str
    speaker: str
    margin: float
    pitch_hz: float
    tempo: float
    clicks: int
    problems: tuple[str, ...]


class Listening:
    """The part of a Studio that listens to voices."""

    settings: Settings
    store: Any
    story: Callable[..., Story]
    media_of: Callable[..., dict[str, Path]]

    def voices(self) -> list[voices.WayOfSpeaking]:
        """The ways of speaking, and what each lacks here."""
        return voices.offered(self.settings)

    def set_up_voices(self, way: str, source: str = "", say: Callable[[str], None] = lambda _: None) -> list[str]:
        """Kokoro's or Piper's files into this home, from a folder or an address; "": where they are published. Returns their names."""
        return voices.set_up(self.settings, way, source, say)

    def listen(self, head: Head, size: str = "default") -> list[Listened]:
        """Every line of the film that is made, heard blindly. Missing when none is made. Each voice of the cast says six sentences first, in each
        delivery that the film has; where a service speaks, it is asked for them."""
        story = self.story(head.id, head.revision)
        found = {e.step.id: e for e in explain(plan(story, ways(size, story.direction, False, self.settings)), self.store, head.id)}
        files = self.media_of([e for name, e in found.items() if name.startswith("voice:")])
        if not files:
            raise Missing(f"No line of {story.title!r} is spoken yet. `fabula film {head.id}` makes the film.")
        with tempfile.TemporaryDirectory(prefix="fabula-") as folder:
            return list(self._listened(story, found, files, Path(folder)))

    def _listened(self, story: Story, found: dict[str, Any], files: dict[str, Path], folder: Path) -> Iterator[Listened]:
        from generator import maker, wav
        from generator.rig import Rig
        from generator.speaker import Ear

        rig = Rig(folder, speech=service(self.settings), voices=self.settings.voices)

        def say(params: VoiceParams) -> Any:
            return wav.read(maker("voice", story.direction.voice)(params, {}, rig).path)[:, 0]

        cast = casting(story)
        ear = Ear({name: voice for name, (voice, _) in cast.items()}, story.language, say)
        whose = {who: name for name, (_, people) in cast.items() for who in people}
        for line in (line for shot in story.shots for line in shot.lines if f"voice:{line.id}" in files):
            one = ear.listen(whose[line.speaker], found[f"voice:{line.id}"].step.params, wav.read(files[f"voice:{line.id}"])[:, 0])
            yield Listened(line.id, line.text, one.bound, one.speaker, one.margin, one.pitch_hz, one.tempo, one.clicks, one.problems)


def casting(story: Story) -> dict[str, tuple[Voice, tuple[str | None, ...]]]:
    """Every voice that is heard, under the names of those who have it: two who share one cannot be told apart."""
    heard: list[Line] = [line for shot in story.shots for line in shot.lines if story.voices(line)]
    people: dict[Voice, list[str | None]] = {}
    for who in dict.fromkeys(line.speaker for line in heard):
        people.setdefault(story.narrator if who is None else story.character(who).voice, []).append(who)
    return {" and ".join(NARRATOR if who is None else story.character(who).name for who in mine): (voice, tuple(mine)) for voice, mine in people.items()}
