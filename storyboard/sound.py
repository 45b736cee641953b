"""Sound as documents: voices, the score, ambience, effects, the mix. Times are frames of the film at 24 a second."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, SerializerFunctionWrapHandler, field_serializer, model_validator

from storyboard.document import Doc, Share, Word
from storyboard.look import Kind
from storyboard.speech import LONGEST_TEXT, PAUSES, language_of, phrases, spoken_seconds, syllables
from storyboard.staging import Hour, Place, Weather

__all__ = [
    "PAUSES",
    "PITCH_HZ",
    "SAMPLE_RATE",
    "STORY_RATE",
    "SYLLABLES",
    "AmbienceParams",
    "Bounds",
    "Delivery",
    "Lead",
    "Levels",
    "MixParams",
    "Mood",
    "Motif",
    "MusicParams",
    "NetMusicParams",
    "Placement",
    "Section",
    "Voice",
    "VoiceBase",
    "VoiceParams",
    "language_of",
    "line_seconds",
    "pace",
    "phrases",
    "pitch_bounds",
    "pitch_home",
    "samples_of",
    "spoken_seconds",
    "syllables",
    "tempo_bounds",
]  # fmt: skip

SAMPLE_RATE = 44_100  # Hz, every wav
STORY_RATE = 24  # frames a second
LONGEST_FILM = 24 * 3600 * 12  # frames: twelve hours

Frames = Annotated[int, Field(ge=1, le=LONGEST_FILM)]
Frame = Annotated[int, Field(ge=0, le=LONGEST_FILM)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")]
Seed = Annotated[int, Field(ge=0, lt=2**63)]


def samples_of(frames: int) -> int:
    """Samples at 44.1 kHz in `frames` at 24 a second: 1837.5 each, the half rounded up."""
    return (frames * SAMPLE_RATE + STORY_RATE // 2) // STORY_RATE


class VoiceBase(Word):
    """Throats far enough apart to be told from one another with the eyes shut."""

    WOMAN = "woman", "a grown woman, clear and warm"
    WOMAN_LOW = "low woman", "a grown woman, dark and steady"
    WOMAN_BRIGHT = "bright woman", "a young woman, light and quick"
    MAN = "man", "a grown man, even"
    MAN_DEEP = "deep man", "a large man, slow and low"
    MAN_LIGHT = "light man", "a young man, high and lively"
    GIRL = "girl", "a girl of about eight"
    BOY = "boy", "a boy of about nine"
    OLD_WOMAN = "old woman", "thin, a tremble in it"
    OLD_MAN = "old man", "dry, slow, a tremble in it"
    SMALL = "small creature", "mouse, bird, frog: tiny and fast"
    LARGE = "large creature", "bear, lion, giant, dragon: huge and slow"
    ROBOT = "robot", "one note, a metal box around it"
    SPIRIT = "spirit", "ghost, wind, star: half breath, in a far room"


class Delivery(Word):
    PLAIN = "plain", "as one speaks"
    WHISPER = "whisper", "breath without voice"
    SHOUT = "shout", "high and loud"
    TENDER = "tender", "soft and close"
    SAD = "sad", "low, slow, falling"
    EXCITED = "excited", "fast, high, with wide steps"
    TIRED = "tired", "slow and flat"


class Mood(Word):
    CALM = "calm", "major, felt piano and strings, unhurried"
    PLAYFUL = "playful", "major, plucked, off the beat"
    WONDER = "wonder", "lydian, harp and bells, opening upwards"
    TENSE = "tense", "minor, low pulse, unresolved"
    SAD = "sad", "minor, few notes, a low line"
    JOYFUL = "joyful", "major, everyone plays"
    STORMY = "stormy", "minor, driving, drums"
    NIGHT = "night", "dorian, slow, glockenspiel and pads"


class Voice(Doc):
    """How someone sounds, whatever they wear or feel. The same Voice and text always give the same sound. `named`: the voice of a service or
    of Kokoro or Piper, as they call it; "": one that suits the base, another for each. The embedded voices have only bases."""

    base: VoiceBase = VoiceBase.WOMAN
    language: Language = "en"
    pitch: Annotated[float, Field(ge=-1, le=1)] = 0.0  # lower to higher, within what the base can bear (4 semitones each way)
    tempo: Annotated[float, Field(ge=0.8, le=1.25)] = 1.0  # 1.25: a quarter faster than the base speaks
    roughness: Share = 0.0  # 0 smooth, 1 hoarse
    named: Annotated[str, Field(max_length=120, pattern=r"^[\w.:+-]*$")] = ""


class VoiceParams(Doc):
    """One spoken line in its slot. `language`: of the text; None: the voice's own. `seed` varies the reading."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    voice: Voice = Voice()
    delivery: Delivery = Delivery.PLAIN
    language: Language | None = None
    slot_frames: Frames
    seed: Seed = 0

    @field_serializer("voice", mode="wrap")
    def _unnamed_as_ever(self, voice: Voice, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A name is no part of a key where there is none: takes from before there were names stay theirs."""
        return {field: value for field, value in plain(voice).items() if field != "named" or value}


class Section(Doc):
    """One stretch of the score, a scene as a rule: frames [start, end) of the film. Its first frame is a downbeat. `hits`: frames to mark;
    `cuts`: frames that fall on a beat where the tempo can bend so far, and pass unmarked. `card`: the title's or the credits', in the
    key of the scene beside it."""

    start_frame: Frame
    end_frame: Frames
    mood: Mood = Mood.CALM
    tempo_bpm: Annotated[float, Field(ge=30, le=220)] = 84.0
    intensity: Share = 0.5  # 0 almost nothing, 1 everyone plays
    hits: tuple[Frame, ...] = ()
    cuts: tuple[Frame, ...] = ()
    card: bool = False

    @model_validator(mode="after")
    def _runs_forward(self) -> Section:
        if self.end_frame <= self.start_frame:
            raise ValueError(f"a section must end after it starts: it has frames {self.start_frame} to {self.end_frame}")
        return self


class Motif(Doc):
    """Whose theme it is: the tune and its player follow from who that is. `twin`: 1, 2, ... for others of whom all the rest is the same."""

    kind: Kind
    voice: VoiceBase
    seed: Seed = 0
    twin: Annotated[int, Field(ge=0)] = 0


class Lead(Doc):
    """Frames [start, end) of the film that belong to one of the cast: there its theme sounds. `theme`: into the themes."""

    start_frame: Frame
    end_frame: Frames
    theme: Annotated[int, Field(ge=0)]


class MusicParams(Doc):
    """The score of the whole film, one piece. Gaps between sections are filled by the section before them. `speech`: frames [start, end)
    in which someone speaks, in order: the score leaves room there."""

    sections: tuple[Section, ...] = ()
    themes: tuple[Motif, ...] = ()
    leads: tuple[Lead, ...] = ()
    speech: tuple[tuple[Frame, Frame], ...] = ()
    seed: Seed = 0
    total_frames: Frames


class NetMusicParams(MusicParams):
    """The score by a net: `words`, what the author says of it, go before what the sections say. A document of its own, so that the
    composed score hangs on no words."""

    words: str = ""


class AmbienceParams(Doc):
    """The air of a scene."""

    place: Place
    hour: Hour = Hour.DAY
    weather: Weather = Weather.CLEAR
    frames: Frames
    seed: Seed = 0


Level = Annotated[float, Field(ge=-24, le=12)]


class Levels(Doc):
    """How much louder than usual each kind of sound is in the mix, in dB: 0 is as the mix balances it, -24 is hardly there. The film as a
    whole keeps its loudness."""

    dialogue: Level = 0.0
    narration: Level = 0.0
    music: Level = 0.0
    ambience: Level = 0.0
    effects: Level = 0.0


Role = Literal["voice", "narration", "music", "ambience", "effect"]


class Placement(Doc):
    """Where one sound goes. `index`: into the inputs of its role. `pan`: -1 left to 1 right, for voices and effects.
    `frames`: how much of it is heard, faded out at the end; 0: all of it."""

    role: Role
    index: Annotated[int, Field(ge=0)] = 0
    start_frame: Frame = 0
    frames: Frame = 0
    gain_db: Annotated[float, Field(ge=-60, le=24)] = 0.0
    pan: Annotated[float, Field(ge=-1, le=1)] = 0.0


class MixParams(Doc):
    """The sound of the film, exactly `total_frames` long."""

    total_frames: Frames
    placements: tuple[Placement, ...] = ()
    lufs: Annotated[float, Field(ge=-40, le=-8)] = -16.0  # integrated loudness, ITU-R BS.1770
    peak_dbtp: Annotated[float, Field(ge=-12, le=0)] = -1.0  # true peak, at 4 times the sample rate


class Bounds(NamedTuple):
    """From `low` to `high`, both allowed."""

    low: float
    high: float

    def hold(self, value: float) -> bool:
        return self.low <= value <= self.high


# The median pitch, in Hz, that a voice of each base keeps in plain speech, wherever its `pitch` stands: that of living people of the sex and
# age (men 80 to 180, women 145 to 310, children 190 to 360), a little beyond for who is no person.
PITCH_HZ = {
    VoiceBase.WOMAN: Bounds(150, 265), VoiceBase.WOMAN_LOW: Bounds(125, 220), VoiceBase.WOMAN_BRIGHT: Bounds(180, 315),
    VoiceBase.MAN: Bounds(78, 140), VoiceBase.MAN_DEEP: Bounds(62, 112), VoiceBase.MAN_LIGHT: Bounds(105, 190),
    VoiceBase.GIRL: Bounds(210, 365), VoiceBase.BOY: Bounds(180, 325), VoiceBase.OLD_WOMAN: Bounds(140, 245), VoiceBase.OLD_MAN: Bounds(82, 150),
    VoiceBase.SMALL: Bounds(250, 450), VoiceBase.LARGE: Bounds(55, 96), VoiceBase.ROBOT: Bounds(70, 135), VoiceBase.SPIRIT: Bounds(140, 250),
}  # fmt: skip
DELIVERY_SEMITONES = {Delivery.SHOUT: 3.5, Delivery.TENDER: 0.5, Delivery.SAD: -1.2, Delivery.EXCITED: 2.2, Delivery.TIRED: -1.8}
SYLLABLES = Bounds(2.0, 7.5)  # a second, while somebody speaks: the slowest creature, tired, to the quickest, excited
PACE_SLACK = 1.35  # how much faster or slower than its own pace a line may be heard, fitted into its slot


def pitch_home(voice: Voice, delivery: Delivery = Delivery.PLAIN) -> float:
    """The median pitch that a voice aims at, in Hz: the middle of its bounds, moved by its own `pitch` and by the delivery."""
    plain = PITCH_HZ[voice.base]
    return float((plain.low * plain.high) ** 0.5 * 2 ** ((4 * voice.pitch + DELIVERY_SEMITONES.get(delivery, 0.0)) / 12))


def pitch_bounds(voice: Voice, delivery: Delivery = Delivery.PLAIN) -> Bounds | None:
    """Between which the median pitch of a line must lie, in Hz; None for a whisper, which has none."""
    if delivery is Delivery.WHISPER:
        return None
    plain, lift = PITCH_HZ[voice.base], 2 ** (DELIVERY_SEMITONES.get(delivery, 0.0) / 12)
    return Bounds(min(plain.low, plain.low * lift), max(plain.high, plain.high * lift))


def tempo_bounds(voice: Voice, delivery: Delivery = Delivery.PLAIN) -> Bounds:
    """Between which a line's tempo must lie, in multiples of the natural rate that `spoken_seconds` counts."""
    own = pace(voice, delivery)
    return Bounds(own / PACE_SLACK, own * PACE_SLACK)


_BASE_PACE = {
    VoiceBase.WOMAN_LOW: 0.95, VoiceBase.WOMAN_BRIGHT: 1.06, VoiceBase.MAN_DEEP: 0.90, VoiceBase.MAN_LIGHT: 1.05,
    VoiceBase.BOY: 1.02, VoiceBase.OLD_WOMAN: 0.90, VoiceBase.OLD_MAN: 0.86, VoiceBase.SMALL: 1.10, VoiceBase.LARGE: 0.84,
    VoiceBase.ROBOT: 0.95, VoiceBase.SPIRIT: 0.86,
}  # fmt: skip
_DELIVERY_PACE = {
    Delivery.WHISPER: 0.93, Delivery.SHOUT: 0.97, Delivery.TENDER: 0.92, Delivery.SAD: 0.88, Delivery.EXCITED: 1.12,
    Delivery.TIRED: 0.85,
}  # fmt: skip


def pace(voice: Voice, delivery: Delivery = Delivery.PLAIN) -> float:
    """How fast this voice speaks so, as a multiple of the natural rate that `spoken_seconds` counts."""
    return voice.tempo * _BASE_PACE.get(voice.base, 1.0) * _DELIVERY_PACE.get(delivery, 1.0)


def line_seconds(text: str, voice: Voice, delivery: Delivery = Delivery.PLAIN, language: str | None = None) -> float:
    """About how many seconds `voice` needs for `text`; 0 when nothing in it can be said."""
    return spoken_seconds(text, language or voice.language) / pace(voice, delivery)
