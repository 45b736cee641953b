"""A script that comes back: the story it was exported from is found again in it. Cast, places and things of the same name hold, and a shot
the script names and does not change is the very same shot, so that nothing of it is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from agents.adapt.acting import Company, Person
from agents.adapt.coverage import Staged
from agents.assemble import Names
from agents.drafts import Item
from storyboard import naming, timing
from storyboard.cut import opening
from storyboard.grammar import Camera
from storyboard.look import Kind
from storyboard.staging import Prop
from storyboard.story import Character, Line, Scene, Setting, Shot, Story, Thing

Kept = TypeVar("Kept", Character, Setting)
WOMEN = frozenset({Kind.WOMAN, Kind.GIRL, Kind.OLD_WOMAN})


@dataclass
class Known:
    """What is known of a story before its script is adapted. `language`: of what is spoken; `taken`: ids of shots given so far."""

    story: Story | None
    language: str
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.shots = {shot.id: shot for shot in self.story.shots} if self.story else {}
        self.homes = {shot.id: scene for scene in self.story.scenes for shot in scene.shots} if self.story else {}
        self.used: set[str] = set()

    def cast(self, players: tuple[Character, ...], names: Names) -> tuple[tuple[Character, ...], Names]:
        """The players, those of the same name as they were; and everybody's id, no id twice."""
        known = {naming.key(one.name): one for one in self.story.characters} if self.story else {}
        old = {one.id for one in known.values()}
        people, out = dict(names.people), []
        for key, made in zip(names.people, players, strict=True):
            one = known.get(key) or made.model_copy(update={"id": _free(made.id, old | set(people.values()) - {made.id})})
            people[key] = one.id
            out.append(one)
        for key, one in known.items():
            if key not in people:
                people[key] = one.id
                names.proper[key] = one.name
                out.append(one)
        voices = {one.id: one.voice for one in out} | {"": self.story.narrator if self.story else names.voices[""]}
        return tuple(out), replace(names, people=people, voices=voices)

    def people(self) -> tuple[Person, ...]:
        """The story's cast, as they are spoken of."""
        return tuple(Person(one.name, one.look.kind, one.look.kind in WOMEN) for one in (self.story.characters if self.story else ()))

    def things(self, company: Company) -> None:
        """The story's things, as things of the company."""
        for one in self.story.things if self.story else ():
            company.items[naming.key(one.name)] = Item(name=one.name[:60], prop=one.prop or Prop.NONE, asked=one.words[:60])

    def thing_ids(self, found: dict[str, str]) -> dict[str, str]:
        known = {naming.key(one.name): one.id for one in self.story.things} if self.story else {}
        return found | {key: known[key] for key in found if key in known}

    def setting(self, made: Setting) -> Setting:
        """The story's setting of that name and side, as it was."""
        same = [one for one in self.story.settings if naming.key(one.name) == naming.key(made.name)] if self.story else []
        best = next((one for one in same if one.words == made.words), same[0] if len(same) == 1 else None)
        return made if best is None else best

    def scene(self, ids: Iterable[str]) -> Scene | None:
        """The scene these shots came from, once."""
        home = next((self.homes[one] for one in ids if one in self.homes), None)
        if home is None or home.id in self.used:
            return None
        self.used.add(home.id)
        return home

    def shot_id(self, wanted: str, prefix: str, number: int) -> str:
        """The id a script names its shot by, if that is free; else the next one of its scene."""
        if wanted and wanted not in self.taken:
            self.taken.add(wanted)
            return wanted
        while f"{prefix}{number}" in self.taken or f"{prefix}{number}" in self.shots:
            number += 1
        self.taken.add(f"{prefix}{number}")
        return f"{prefix}{number}"

    def is_said(self, draft: Staged, names: Names) -> bool:
        """Whether the draft's lines are all those of the shot it was, word for word."""
        old = self.shots.get(draft.id)
        said = [(_speaker(line.speaker, names), line.text, line.delivery) for line in draft.lines]
        return old is not None and said == [(line.speaker, _flat(line.text), line.delivery) for line in old.lines]

    def again(self, made: Shot, draft: Staged, first: bool) -> Shot:
        """The shot as it was wherever the script does not say otherwise."""
        old = self.shots.get(draft.id)
        if old is None or draft.id != made.id:
            return made
        lines = tuple(_line(line, old) for line in made.lines)
        change: dict[str, object] = {"lines": lines, "seeds": old.seeds, "pins": old.pins, "sounds": old.sounds, "prompt": old.prompt}
        if _flat(old.words) == draft.words and [line.speaker for line in lines] == [line.speaker for line in old.lines]:
            change |= {"words": old.words, "subjects": old.subjects, "focus": old.focus, "motion": old.motion}
            change["size"] = old.size if draft.size is old.size else made.size
        if _camera(draft) == old.camera.words():
            change["camera"] = old.camera
        if draft.transition is opening(old, first):
            change["transition"] = old.transition
        kept = made.model_copy(update=change)
        frames = old.frames if draft.frames in (old.frames, old.shown) and kept.lines == old.lines else max(timing.even(draft.frames or made.frames), timing.needed(kept))
        keyframes = old.keyframes if all(one.frame < frames for one in old.keyframes) else ()
        trim = old.trim if frames == old.frames and kept.lines == old.lines else made.trim
        return kept.model_copy(update={"frames": frames, "keyframes": keyframes, "trim": trim})

    def whole(self, story: Story) -> Story:
        """The adapted story, with all that a script does not tell as it was."""
        old = self.story
        if old is None:
            return story
        seen = {one.character for shot in story.shots for one in shot.subjects} | {line.speaker for shot in story.shots for line in shot.lines}
        cast = tuple(one for one in story.characters if one.id in seen or one not in old.characters)
        present = {one.id for one in cast}
        things = {one.id: one for one in (*old.things, *story.things)}
        told = _flat(old.logline or old.premise)[:600]
        return story.model_copy(update={
            "premise": old.premise, "language": old.language, "writer": old.writer, "direction": old.direction, "format": old.format, "narrator": old.narrator,
            "score": old.score, "levels": old.levels, "subtitles": old.subtitles, "telling": old.telling, "finish": old.finish, "openings": old.openings,
            "credits": old.credits, "mark": old.mark, "limits": old.limits, "moral": old.moral,
            "title": old.title if _flat(old.title) == story.title else story.title,
            "logline": old.logline if story.logline == told else story.logline, "things": tuple(_thing(one, old) for one in things.values()),
            "relations": tuple(one for one in old.relations if {one.a, one.b} <= present),
            "substitutions": tuple(dict.fromkeys((*old.substitutions, *story.substitutions))),
            "characters": _ordered(cast, old.characters), "settings": _ordered(story.settings, old.settings),
        })  # fmt: skip


def _camera(draft: Staged) -> str:
    """The draft's camera move in words."""
    return Camera(move=draft.move, amount=draft.amount).words()


def kept_scene(made: Scene, old: Scene | None) -> Scene:
    """The scene with what a script does not tell as it was: mood, tempo, state."""
    if old is None:
        return made
    same = {"mood": old.mood, "tempo": old.tempo, "state_in": old.state_in, "state_out": old.state_out}
    return made.model_copy(update={**same, "beat": old.beat if _flat(old.beat) == made.beat else made.beat})


def _line(line: Line, old: Shot) -> Line:
    """The old line when the same is said in the same way."""
    same = next((one for one in old.lines if (one.speaker, _flat(one.text), one.delivery) == (line.speaker, line.text, line.delivery)), None)
    if same is not None:
        return same.model_copy(update={"on_screen": same.on_screen if line.speaker is None else line.on_screen})
    return line.model_copy(update={"id": _free(line.id, {one.id for one in old.lines})})


def _speaker(name: str, names: Names) -> str | None:
    return names.people.get(naming.key(name))


def _thing(one: Thing, old: Story) -> Thing:
    return next((known for known in old.things if known.id == one.id), one)


def _ordered(now: tuple[Kept, ...], before: tuple[Kept, ...]) -> tuple[Kept, ...]:
    """Those that were there in their old order, then the new ones."""
    order = {one.id: index for index, one in enumerate(before)}
    return tuple(sorted(now, key=lambda one: order.get(one.id, len(order))))


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted = f"{wanted[:60]}-b"
    return wanted


def _flat(text: str) -> str:
    return " ".join(text.split())
