"""The same film in another language: a story's words translated, its shots, slots, frames and seeds as they are.

A line keeps its slot where its new text can be read in it (up to STRETCH faster); then nothing that is seen changes. Else its slot grows as
far as its shot has room, which moves that mouth; else it is reported, with the longest text that would fit, and never cut. The author's own
words (premise, beats, what a shot shows) stay: they are not seen or heard, and pictures may hang on them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from storyboard import timing
from storyboard.document import Doc
from storyboard.errors import BadInput
from storyboard.sound import Voice, line_seconds
from storyboard.speech import LONGEST_TEXT
from storyboard.story import Id, Line, Scene, Shot, Story

Words = Annotated[str, Field(max_length=LONGEST_TEXT)]
SAMPLES = {  # how much is said in how many letters: a plain sentence in each way of writing
    "en": "She looked out of the window, and the rain had stopped at last.", "zh": "她望着窗外，雨终于停了，天空慢慢变亮。",
    "ja": "彼女が窓の外を見ると、雨はようやくやんでいた。", "ko": "그녀가 창밖을 보니 마침내 비가 그쳐 있었다.",
    "ru": "Она посмотрела в окно, и дождь наконец прекратился.", "ar": "نظرت من النافذة وكان المطر قد توقف أخيرا.",
    "he": "היא הביטה מהחלון והגשם סוף סוף פסק.", "th": "เธอมองออกไปนอกหน้าต่าง ฝนก็หยุดตกเสียที",
}  # fmt: skip


class Translation(Doc):
    """A story's words in another language. `lines`: line id -> text; `names`, `places`: ids of characters and settings -> what they are
    called; empty: as in the story."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    title: Words = ""
    moral: Words = ""
    lines: dict[Id, Words] = Field(default_factory=dict)
    names: dict[Id, Words] = Field(default_factory=dict)
    places: dict[Id, Words] = Field(default_factory=dict)


class Wanted(NamedTuple):
    """A line to translate. `longest`: about how many letters of the other language its slot holds, `most`: with the room of its shot."""

    line: Line
    speaker: str
    seconds: float
    longest: int
    most: int


class TooLong(NamedTuple):
    """A line that cannot be read in its place."""

    line: str
    text: str
    seconds: float
    room: float
    longest: int

    def words(self) -> str:
        return f"{self.line} needs {self.seconds:.1f} s and has {self.room:.1f} s; say it in about {self.longest} letters: {self.text!r}"


class Translated(NamedTuple):
    """The story in the other language, and the ids of lines whose slot is another (their mouths move otherwise), and whose own recording
    was left out."""

    story: Story
    moved: tuple[str, ...]
    unrecorded: tuple[str, ...]


def wanted(story: Story, language: str) -> Iterator[Wanted]:
    """Every line in order, with the length it may have."""
    for shot in story.shots:
        for line in shot.lines:
            who = "Narrator" if line.speaker is None else story.character(line.speaker).name
            voice = _voice(story, line, language)
            letters = [_letters(slot * (1 + timing.STRETCH), line, language, voice) for slot in (line.slot, line.slot + _spare(shot))]
            yield Wanted(line, who, timing.seconds_of(line.slot), *letters)


def _letters(frames: float, line: Line, language: str, voice: Voice) -> int:
    """About how many letters are read in so many frames."""
    sample = SAMPLES.get(language, SAMPLES["en"])
    return max(1, math.floor(float(frames / timing.RATE) / line_seconds(sample, voice, line.delivery, language) * len(sample)))


def _spare(shot: Shot) -> int:
    """Frames by which lines of a shot can grow."""
    return max(0, shot.frames - timing.needed(shot))


def lacking(story: Story, translation: Translation) -> tuple[str, ...]:
    """Ids of lines without a translation."""
    return tuple(line.id for shot in story.shots for line in shot.lines if not translation.lines.get(line.id, "").strip())


def too_long(story: Story, translation: Translation) -> tuple[TooLong, ...]:
    """The lines that their shots have no room for."""
    found = []
    for shot in story.shots:
        spare = _spare(shot)
        for line in shot.lines:
            spoken = _spoken(line, translation)
            grown = _least(story, spoken, translation.language) - line.slot
            if grown > spare:
                voice, room = _voice(story, line, translation.language), (line.slot + spare) * (1 + timing.STRETCH)
                natural = timing.natural_frames(spoken.text, translation.language, voice, line.delivery)
                most = min(_letters(room, line, translation.language, voice), math.floor(len(spoken.text) * room / natural))
                found.append(TooLong(line.id, spoken.text, natural / float(timing.RATE), float(room / timing.RATE), most))
            else:
                spare -= max(0, grown)
    return tuple(found)


def translated(story: Story, translation: Translation) -> Translated:
    """The story in the other language. BadInput names the lines that are lacking, unknown, or too long."""
    known = {line.id for shot in story.shots for line in shot.lines}
    if strange := sorted(set(translation.lines) - known):
        raise BadInput(f"The story has no line {strange[0]!r}. Keep the ids of the sheet as they are.")
    if missing := lacking(story, translation):
        raise BadInput(f"{len(missing)} of {len(known)} lines are not translated yet, the first is {missing[0]}. Fill them in.")
    if long := too_long(story, translation):
        told = "\n".join(one.words() for one in long)
        raise BadInput(f"{len(long)} line{'s are' if len(long) > 1 else ' is'} too long for the picture and would have to be cut:\n{told}")
    scenes = tuple(_scene(story, scene, translation) for scene in story.scenes)
    after = story.model_copy(update={"language": translation.language, "scenes": scenes} | _named(story, translation))
    pairs = [(old, new) for before, now in zip(story.shots, after.shots, strict=True) for old, new in zip(before.lines, now.lines, strict=True)]
    moved = tuple(new.id for old, new in pairs if new.slot != old.slot)
    return Translated(Story.model_validate(after.model_dump()), moved, tuple(old.id for old, _ in pairs if old.pin))


def _named(story: Story, translation: Translation) -> dict[str, object]:
    """The story's own words, names and voices in the other language."""
    people = tuple(
        one.model_copy(update={"name": translation.names.get(one.id) or one.name, "voice": _in_language(one.voice, translation.language)})
        for one in story.characters
    )
    places = tuple(one.model_copy(update={"name": translation.places.get(one.id) or one.name}) for one in story.settings)
    return {
        "title": translation.title or story.title, "moral": translation.moral or story.moral, "characters": people, "settings": places,
        "narrator": _in_language(story.narrator, translation.language),
    }  # fmt: skip


def _scene(story: Story, scene: Scene, translation: Translation) -> Scene:
    return scene.model_copy(update={"shots": tuple(_shot(story, shot, translation) for shot in scene.shots)})


def _shot(story: Story, shot: Shot, translation: Translation) -> Shot:
    """The shot with its lines said otherwise, as long as it was."""
    lines = []
    for line in shot.lines:
        spoken = _spoken(line, translation)
        lines.append(spoken.model_copy(update={"slot": _least(story, spoken, translation.language)}))
    said = shot.model_copy(update={"lines": tuple(lines)})
    return said.model_copy(update={"trim": timing.fitted(said)})


def _spoken(line: Line, translation: Translation) -> Line:
    """The line in the other language; a recording of it in this one is left out."""
    return line.model_copy(update={"text": " ".join(translation.lines.get(line.id, line.text).split()), "pin": None})


def _least(story: Story, line: Line, language: str) -> int:
    """The slot a line takes: its own where it can be read in it; else as much more as it needs, or, where most of it would be silence, less."""
    voice = _voice(story, line, language)
    if timing.fits(line, language, voice):
        return line.slot
    natural = timing.natural_frames(line.text, language, voice, line.delivery)
    return timing.even(math.ceil(natural / (1 + timing.STRETCH))) if natural > line.slot else timing.slot_for(line.text, language, voice, line.delivery)


def _voice(story: Story, line: Line, language: str) -> Voice:
    return _in_language(story.narrator if line.speaker is None else story.character(line.speaker).voice, language)


def _in_language(voice: Voice, language: str) -> Voice:
    return voice.model_copy(update={"language": language})


class Row(NamedTuple):
    """Something to translate: a line by its id, else "story.title", "story.moral", "character:ID" or "place:ID". `speaker`, `seconds`: of a
    line; `longest`: about how many letters it may have."""

    id: str
    speaker: str
    seconds: float
    text: str
    longest: int


def rows(story: Story, language: str) -> tuple[Row, ...]:
    """All of a story that is to be translated."""
    named = [("story.title", story.title), ("story.moral", story.moral)]
    named += [(f"character:{one.id}", one.name) for one in story.characters] + [(f"place:{one.id}", one.name) for one in story.settings]
    said = [Row(one.line.id, one.speaker, one.seconds, one.line.text, one.most) for one in wanted(story, language)]
    return (*(Row(name, "", 0.0, text, max(20, 2 * len(text))) for name, text in named if text), *said)


def assembled(language: str, texts: Mapping[str, str]) -> Translation:
    """The translation that rows make; empty ones are left out. BadInput when a text is too long for any line."""
    said = {name: " ".join(text.split()) for name, text in texts.items() if text.strip()}
    parts = {kind: {name.partition(":")[2]: text for name, text in said.items() if name.startswith(f"{kind}:")} for kind in ("character", "place")}
    lines = {name: text for name, text in said.items() if ":" not in name and not name.startswith("story.")}
    try:
        return Translation(
            language=language, title=said.get("story.title", ""), moral=said.get("story.moral", ""), lines=lines,
            names=parts["character"], places=parts["place"],
        )  # fmt: skip
    except ValidationError as error:
        raise BadInput(f"This is no translation: {error.errors()[0]['msg']} ({'.'.join(map(str, error.errors()[0]['loc']))}).") from error
