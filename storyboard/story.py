"""The story's documents: frozen, closed, with stable ids. What is drawn is in look.py and staging.py, what sounds in sound.py.

Lengths are frames at the story's rate (24 a second). Places in a list never name anything: ids do.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from storyboard.caption import article
from storyboard.document import Doc, Id, Share
from storyboard.finish import Finish
from storyboard.grammar import Angle, Camera, Lens, Size, Transition
from storyboard.look import Color, Look, Outfit
from storyboard.params import Sampling
from storyboard.remembered import remembered
from storyboard.sound import Delivery, Levels, Mood, Voice
from storyboard.staging import Action, Emotion, Facing, Hour, Place, Prop, Season, Style, Weather, Where
from storyboard.states import States

Name = Annotated[str, Field(min_length=1, max_length=80)]
Sentence = Annotated[str, Field(max_length=600)]
Frames = Annotated[int, Field(ge=1, le=2880)]
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Sha = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Lora(Doc):
    """What published models learned beside their weights, of a person or a manner of drawing: as it was set up (`fabula weights`, without lora-)."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    strength: Annotated[float, Field(ge=-4.0, le=4.0)] = 1.0


Loras = Annotated[tuple[Lora, ...], Field(max_length=8)]


class Direction(Doc):
    """Art direction of the whole film: drawing style, the colour its palette leans to, and how its pictures are made.

    `voice`: lines are spoken by the embedded voices (espeak), by a speech service (FABULA_SPEECH_URL), or by Kokoro or Piper where they are
    set up (`fabula voices`). `still`: shots' first pictures are drawn by the drawn world, or made by the embedded net (tiny), by a published
    picture net (diffusers), or by an image service (api, FABULA_IMAGE_URL). `clip`: shots are animated by the embedded net (dit), by published weights of Wan (wan) or of
    other families (diffusers), which are set up with `fabula weights` as the published picture nets are, or by a video service (api, FABULA_VIDEO_URL); or they are drawn throughout: the animatic. `smooth`: 24 drawings a second instead of 12, by interpolation.
    `music`: the score is played by the instruments that are built in (synth) or by those of a sound font, or a model makes it from its
    moods (musicgen, ace); all but the first are set up with `fabula weights`. `watch`: every take is read by the watcher; `vision`: the
    vision model at FABULA_VISION_URL is asked about each clip too. `stills`: of so many stills that a net makes of
    each shot the best stands, by the watcher's word or the vision model's. `takes`: of so
    many takes of each clip the best stands; `retries`: so many more are made where none of them is without findings. `memory`: stills by a net are
    made of the portraits alone; or of an earlier view of their place, where it returns after many shots; or of that and of everybody who returns. `seams`: every shot is made for
    itself, or, where a cut asks for it, goes on from the one before. `shots_together`: so many neighbouring short shots of a scene at most are
    animated in one pass (storyboard/together.py; an experiment); where several takes are made, each shot is alone. `sampling`: how clips
    by Wan are walked; `loras`: what is added to its nets."""

    style: Style = Style.GOUACHE
    tint: Color | None = None
    words: Sentence = ""  # the director's words, for models that read them
    still: Literal["drawn", "tiny", "diffusers", "api"] = "drawn"
    clip: Literal["dit", "drawn", "wan", "diffusers", "api"] = "dit"
    smooth: bool = False
    voice: Literal["espeak", "speech", "kokoro", "piper"] = "espeak"
    music: Literal["synth", "soundfont", "musicgen", "ace"] = "synth"
    watch: bool = True
    vision: bool = False
    stills: Annotated[int, Field(ge=1, le=8)] = 1
    takes: Annotated[int, Field(ge=1, le=8)] = 1
    retries: Annotated[int, Field(ge=0, le=4)] = 0
    memory: Literal["none", "places", "returning"] = "places"
    seams: Literal["apart", "shared"] = "apart"
    shots_together: Annotated[int, Field(ge=1, le=4)] = 1
    sampling: Sampling = Sampling()
    loras: Loras = ()  # of its style, in every clip by a published model


class Format(Doc):
    """What the film is for: aspect, frames a second, wished length in seconds."""

    aspect: Literal["16:9"] = "16:9"
    rate: Literal["24"] = "24"
    seconds: Annotated[float, Field(ge=5, le=3600)] = 40.0


class Limits(Doc):
    """Bounds that stop the work before it is done or paid: shots, seconds of film; calls to a model, tokens sent and received, and
    their price (in the currency of FABULA_LLM_PRICE) for one writing; `money` bounds what services make for the film too. None: as many as it
    takes."""

    shots: Annotated[int, Field(ge=1, le=10_000)] = 600
    seconds: Annotated[float, Field(ge=1, le=7200)] = 1200.0
    calls: Annotated[int, Field(ge=0, le=100_000)] = 400
    tokens: Annotated[int, Field(ge=0, le=10**10)] | None = None
    money: Annotated[float, Field(ge=0, le=10**6)] | None = None


class Costume(Doc):
    """An outfit of a character, by id: a child of the identity."""

    id: Id
    words: Sentence = ""
    outfit: Outfit = Outfit()


class Character(Doc):
    """Someone in the film. `identity` says in words who that is; pictures are drawn from `look` and the costume."""

    id: Id
    name: Name
    role: Sentence = ""
    identity: Sentence
    look: Look
    costumes: Annotated[tuple[Costume, ...], Field(min_length=1, max_length=12)]
    voice: Voice = Voice()
    references: tuple[Sha, ...] = ()
    adapter: Sha | None = None
    strength: Annotated[float, Field(ge=0.0, le=2.0)] = 1.0
    seed: Seed = 0
    pin: Sha | None = None  # a portrait of one's own
    loras: Loras = ()  # in every clip by a published model that shows them

    def costume(self, wanted: str | None) -> Costume:
        return next((c for c in self.costumes if c.id == wanted), self.costumes[0])


class Relation(Doc):
    """How one character stands to another: "friend of", "afraid of"."""

    a: Id
    b: Id
    words: Sentence


class Setting(Doc):
    """A place of the story: the nearest place that can be drawn, the author's words, the seed of its layout."""

    id: Id
    name: Name
    place: Place
    words: Sentence = ""
    seed: Seed = 0
    dressing: Annotated[int, Field(ge=0, le=3)] = 0  # which of its colourings a room has, so that two cottages are not taken for one


class Thing(Doc):
    """A prop of the story: the nearest thing that can be drawn, and the author's words."""

    id: Id
    name: Name
    prop: Prop
    words: Sentence = ""


class Line(Doc):
    """Words that are heard. `speaker` None is the narrator. `slot`: frames kept for it; the voice is fitted into them."""

    id: Id
    speaker: Id | None = None
    text: Annotated[str, Field(min_length=1, max_length=400)]
    delivery: Delivery = Delivery.PLAIN
    on_screen: bool = True
    slot: Frames
    seed: Seed = 0
    pin: Sha | None = None


class Presence(Doc):
    """A character in a shot, bound by id: the code inserts look, costume and identity, never a model's memory."""

    character: Id
    costume: Id | None = None
    action: Action = Action.STAND
    target: Id | None = None
    emotion: Emotion = Emotion.CALM
    prop: Id | None = None
    where: Where = Where.CENTER
    facing: Facing = Facing.CAMERA
    visible: tuple[Share, Share] = (0.0, 1.0)
    state: States | None = None  # what is to be seen on them from here on ; None: as before


class Pins(Doc):
    """Media a person chose or brought, by digest, in place of what would be made. `last`: the picture a shot's clip ends on."""

    still: Sha | None = None
    last: Sha | None = None
    clip: Sha | None = None


class Keyframe(Doc):
    """A picture a person gives for the middle of a shot, by digest. `frame`: counted from the shot's first, at 24 a second."""

    frame: Frames
    picture: Sha


class Acting(Doc):
    """How someone of a shot acts in the part of it that is made anew; None: as in the rest."""

    character: Id
    action: Action | None = None
    emotion: Emotion | None = None


class Retake(Doc):
    """Frames [begin, end) of a shot made anew with a seed of their own, while the rest of its clip stays as the file `base` has it. `of`: what
    the shot showed then (retake.shown); it holds as long as the shot shows that, and is as if it were not there while it does not."""

    begin: Annotated[int, Field(ge=0, le=2880)]
    end: Frames
    base: Sha
    of: Sha
    seed: Seed = 0
    acting: Annotated[tuple[Acting, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _is_a_range(self) -> Retake:
        if self.end <= self.begin:
            raise ValueError(f"a retake goes from frame {self.begin} to frame {self.end}; give it an end after its beginning")
        return self


class Seeds(Doc):
    still: Seed = 0
    clip: Seed = 0


Cut = Annotated[int, Field(ge=0, le=2880)]


class Trim(Doc):
    """Frames of a shot's clip that the film leaves out, at its beginning and at its end. The clip keeps them: nothing is animated anew."""

    begin: Cut = 0
    end: Cut = 0


class PromptWords(Doc):
    """What the author tells the models that read free text, beside what code compiles: `more` is added word for word, `avoid` is what
    should not be seen. The embedded nets read neither."""

    more: Sentence = ""
    avoid: Sentence = ""


class ShotModels(Doc):
    """Which models services are asked for, where direction.still or direction.clip is api; "": those that are set (FABULA_IMAGE_MODEL and so on)."""

    still: Annotated[str, Field(max_length=100)] = ""
    clip: Annotated[str, Field(max_length=100)] = ""


class Shot(Doc):
    """One shot. `words`: what happens, as the author says it; `frames`: its length, of which the film shows all but the `trim`. Its first
    picture is its still (pins.still), its last may be given (pins.last), and so may be others between."""

    id: Id
    words: Sentence = ""
    size: Size = Size.WIDE
    angle: Angle = Angle.EYE
    lens: Lens = Lens.NORMAL
    camera: Camera = Camera()
    subjects: Annotated[tuple[Presence, ...], Field(max_length=4)] = ()
    focus: Id | None = None  # the prop an insert shows
    lines: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    sounds: tuple[Name, ...] = ()
    motion: Share = 0.5
    transition: Transition = Transition.CUT
    frames: Frames
    trim: Trim = Trim()
    lead: Cut = 0  # J cut: frames its sound begins before its picture: its first line, and the air of the scene it opens
    tail: Cut = 0  # L cut: frames its sound goes on after its picture: its last line, and the air of the scene it ends
    seeds: Seeds = Seeds()
    pins: Pins = Pins()
    keyframes: Annotated[tuple[Keyframe, ...], Field(max_length=16)] = ()
    prompt: PromptWords = PromptWords()
    models: ShotModels = ShotModels()
    retake: Retake | None = None  # a part of the clip made anew
    aperture: Share | None = None  # how soft the place is behind the figures; None: as the film's finish says

    @property
    def shown(self) -> int:
        """Frames of it that the film shows."""
        return self.frames - self.trim.begin - self.trim.end

    @model_validator(mode="after")
    def _keyframes_are_inside(self) -> Shot:
        for before, one in zip((None, *self.keyframes), self.keyframes, strict=False):
            if one.frame >= self.frames:
                raise ValueError(f"shot {self.id} has {self.frames} frames and a keyframe at frame {one.frame}; move it, or take it out")
            if before is not None and one.frame // 2 <= before.frame // 2:
                raise ValueError(f"shot {self.id} has keyframes at frames {before.frame} and {one.frame}; give each its own drawing (two frames), in order")
        return self


class Scene(Doc):
    """Shots in one place at one time. State: short facts carried in and out ("mira holds the lantern")."""

    id: Id
    setting: Id
    hour: Hour = Hour.DAY
    weather: Weather = Weather.CLEAR
    season: Season = Season.SUMMER
    beat: Sentence = ""
    mood: Mood = Mood.CALM
    tempo: Annotated[int, Field(ge=50, le=160)] = 84
    state_in: tuple[Sentence, ...] = ()
    state_out: tuple[Sentence, ...] = ()
    shots: Annotated[tuple[Shot, ...], Field(min_length=1, max_length=200)]


class Score(Doc):
    """The one continuous piece of music; mood and tempo are the scenes'."""

    words: Sentence = ""
    seed: Seed = 0


LEFT_OUT = "nothing"


class Substitution(Doc):
    """What the premise asked for and what is drawn instead (LEFT_OUT: it is not seen at all), so that nobody is surprised."""

    kind: Literal["character", "place", "prop", "action", "attribute"]
    asked: Name
    drawn: Name

    def words(self) -> str:
        """One sentence for people."""
        said = f'The text says "{self.asked}"'
        if self.drawn == LEFT_OUT:
            one = f"the {self.asked}" if self.asked.isascii() and self.asked.islower() else self.asked
            return f"{said}; no shot shows it." if self.kind in ("action", "attribute") else f"Not shown in this film: {one}."
        if self.drawn.isdecimal():
            return f"{said}; the film shows {self.drawn}."
        if self.kind == "place":
            return f"{said}; the nearest place is drawn: {self.drawn}."
        return f"{said}; it is drawn as {article(self.drawn)}." if self.kind in ("character", "prop") else f"{said}; it is shown as {self.drawn}."


class Story(Doc):
    """A film as a document: the only state there is. Everything made is derived from it. `subtitles`: burned into the picture, or beside
    it, where a player shows and hides them. `telling`: the cast speaks, or, as in a storybook, the narrator alone does, and what the cast
    says is read under the picture. `openings`: words that a scene begins with. `credits`: a short card, or a roll with everyone. `mark`: the
    number that the film's invisible watermark says beside "Fabula"; None: it has none."""

    format_version: Literal[2] = 2
    title: Name
    logline: Sentence = ""
    premise: Annotated[str, Field(max_length=20_000)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"
    writer: Name = "offline"
    direction: Direction = Direction()
    format: Format = Format()
    narrator: Voice = Voice()
    characters: Annotated[tuple[Character, ...], Field(max_length=60)] = ()
    relations: tuple[Relation, ...] = ()
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)]
    things: tuple[Thing, ...] = ()
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)]
    score: Score = Score()
    levels: Levels = Levels()
    subtitles: Literal["burned", "beside"] = "burned"
    telling: Literal["acted", "storybook"] = "acted"
    finish: Finish = Finish()
    openings: Literal["none", "place and time"] = "none"
    credits: Literal["short", "full"] = "short"
    mark: Annotated[int, Field(ge=0, le=65_535)] | None = 0
    limits: Limits = Limits()
    substitutions: tuple[Substitution, ...] = ()
    moral: Sentence = ""

    @model_validator(mode="after")
    def _names_exist(self) -> Story:
        for problem in dangling(self):
            raise ValueError(problem)
        return self

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(shot for scene in self.scenes for shot in scene.shots)

    @property
    def frames(self) -> int:
        """Of the film, without its cards."""
        return sum(shot.shown for shot in self.shots)

    @property
    def is_burned(self) -> bool:
        """Whether the subtitles are in the picture: always where the cast is read."""
        return self.subtitles == "burned" or self.telling == "storybook"

    def voices(self, line: Line) -> bool:
        """Whether the line is heard: in a storybook only the narrator is."""
        return line.speaker is None or self.telling == "acted"

    def read(self, line: Line) -> Line:
        """The line as it is read in the picture: with its speaker's name where nobody is heard to say it."""
        if self.voices(line) or line.speaker is None:
            return line
        return line.model_copy(update={"text": f"{self.character(line.speaker).name}{'：' if self.language in ('zh', 'ja') else ': '}{line.text}"})

    def character(self, wanted: str) -> Character:
        return next(c for c in self.characters if c.id == wanted)

    def setting(self, wanted: str) -> Setting:
        return next(s for s in self.settings if s.id == wanted)

    def thing(self, wanted: str) -> Thing:
        return next(t for t in self.things if t.id == wanted)


class Named(NamedTuple):
    """What a scene names: the ids of its shots and lines, and the ids it asks of the story, each with the list it must be in."""

    shots: tuple[str, ...]
    lines: tuple[str, ...]
    asked: frozenset[tuple[str, str | None]]


@remembered
def named(scene: Scene) -> Named:
    people = [p for shot in scene.shots for p in shot.subjects]
    lines = [line for shot in scene.shots for line in shot.lines]
    cast = [*(p.character for p in people), *(p.target for p in people), *(line.speaker for line in lines)]
    things = [*(shot.focus for shot in scene.shots), *(p.prop for p in people)]
    asked = {("settings", scene.setting), *(("characters", one) for one in cast), *(("things", one) for one in things)}
    return Named(tuple(shot.id for shot in scene.shots), tuple(line.id for line in lines), frozenset(asked))


def is_whole(story: Story) -> bool:
    """Whether every id is used once and names something: what `dangling` finds, asked of each scene only once."""
    found = [named(scene) for scene in story.scenes]
    lists = [
        [s.id for s in story.scenes], [one for f in found for one in f.shots], [one for f in found for one in f.lines],
        *([one.id for one in getattr(story, field)] for field in ("characters", "settings", "things")),
    ]  # fmt: skip
    known = {(field, one.id) for field in ("characters", "settings", "things") for one in getattr(story, field)}
    known |= {("characters", None), ("things", None)}
    asked = {("characters", who) for relation in story.relations for who in (relation.a, relation.b)}
    return all(len(set(ids)) == len(ids) for ids in lists) and asked.union(*(f.asked for f in found)) <= known


def dangling(story: Story) -> list[str]:
    """Every id that is used twice or names nothing, as sentences. Empty when the story is whole."""
    if is_whole(story):
        return []
    lines = [line.id for shot in story.shots for line in shot.lines]
    groups = {
        "character": [c.id for c in story.characters],
        "setting": [s.id for s in story.settings],
        "thing": [t.id for t in story.things],
        "scene": [s.id for s in story.scenes],
        "shot": [s.id for s in story.shots],
        "line": lines,
    }
    found = [f"the {kind} id {i!r} is used twice" for kind, ids in groups.items() for i, n in sorted(Counter(ids).items()) if n > 1]
    cast, things, settings = set(groups["character"]), set(groups["thing"]), set(groups["setting"])

    def check(where: str, kind: str, known: set[str], wanted: str | None) -> None:
        if wanted is not None and wanted not in known:
            found.append(f"{where} names the {kind} {wanted!r}, which the story does not have")

    for relation in story.relations:
        check("a relation", "character", cast, relation.a)
        check("a relation", "character", cast, relation.b)
    for scene in story.scenes:
        check(f"scene {scene.id}", "setting", settings, scene.setting)
    for shot in story.shots:
        check(f"shot {shot.id}", "thing", things, shot.focus)
        for presence in shot.subjects:
            check(f"shot {shot.id}", "character", cast, presence.character)
            check(f"shot {shot.id}", "character", cast, presence.target)
            check(f"shot {shot.id}", "thing", things, presence.prop)
        for line in shot.lines:
            check(f"line {line.id}", "character", cast, line.speaker)
    return found
