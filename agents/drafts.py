"""Drafts: the small documents a writer is asked for, one per node. People, places and things go by name; ids are given by code.

Every string and list is bounded, every choice is a word of the film's vocabulary, so that an 8B model can fill them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc
from storyboard.grammar import Angle, Lens, Move, Size, Transition
from storyboard.look import Build, Color, Extra, Garment, Hair, Hat, Kind, Marking, Skin
from storyboard.sound import Delivery, Mood, VoiceBase
from storyboard.staging import Action, Emotion, Hour, Place, Prop, Season, Style, Weather
from storyboard.states import States

NARRATOR = "narrator"
MOST_CAST = 6
Short = Annotated[str, Field(min_length=1, max_length=60)]
Phrase = Annotated[str, Field(max_length=200)]
Spoken = Annotated[str, Field(min_length=1, max_length=160)]


class Treatment(Doc):
    """The story in a few sentences."""

    title: Short
    logline: Phrase
    want: Phrase
    obstacle: Phrase
    turn: Phrase
    ending: Phrase
    moral: Phrase
    shape: Annotated[str, Field(max_length=40)] = ""
    style: Style = Style.GOUACHE
    tint: Color | None = None


class Member(Doc):
    """One of the cast. `asked`: the premise's word for them when the kind is only near to it."""

    name: Annotated[str, Field(min_length=1, max_length=24)]
    role: Annotated[str, Field(max_length=80)]
    asked: Annotated[str, Field(max_length=60)] = ""
    kind: Kind
    build: Build = Build.PLAIN
    body: Color = Color.TAN
    accent: Color = Color.CREAM
    marking: Marking = Marking.NONE
    skin: Skin = Skin.PEACH
    hair: Hair = Hair.SHORT
    hair_color: Color = Color.BROWN
    garment: Garment = Garment.NONE
    garment_color: Color = Color.BLUE
    hat: Hat = Hat.NONE
    hat_color: Color = Color.RED
    extra: Extra = Extra.NONE
    extra_color: Color = Color.RED
    voice: VoiceBase | None = None


class Cast(Doc):
    members: Annotated[tuple[Member, ...], Field(min_length=2, max_length=MOST_CAST)]
    relation: Phrase = ""


class Locale(Doc):
    """One place of the story. `asked` as in Member."""

    name: Short
    place: Place
    asked: Annotated[str, Field(max_length=60)] = ""


class Item(Doc):
    """One prop of the story. `asked` as in Member."""

    name: Short
    prop: Prop
    asked: Annotated[str, Field(max_length=60)] = ""


class Places(Doc):
    locales: Annotated[tuple[Locale, ...], Field(min_length=1, max_length=20)]
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=4)]


class SceneDraft(Doc):
    """One scene: where, when, what changes. `who`: names."""

    place: Short
    hour: Hour
    weather: Weather
    mood: Mood
    beat: Phrase
    who: Annotated[tuple[Short, ...], Field(min_length=1, max_length=4)]
    after: Phrase = ""
    season: Season = Season.SUMMER


class Outline(Doc):
    scenes: Annotated[tuple[SceneDraft, ...], Field(min_length=1, max_length=60)]


class Act(Doc):
    """One act of a long film: what it is about, and what is different when it is over."""

    beat: Phrase
    turns: Phrase


class Acts(Doc):
    acts: Annotated[tuple[Act, ...], Field(min_length=1, max_length=6)]


class Sequence(Doc):
    """One sequence of an act: what happens, and what is different when it is over."""

    beat: Phrase
    turns: Phrase


class Sequences(Doc):
    sequences: Annotated[tuple[Sequence, ...], Field(min_length=1, max_length=12)]


class Fact(Doc):
    """One thing that holds when a sequence is over, carried into the next."""

    who: Short
    sort: Literal["knows", "holds", "wears", "damage"]
    what: Annotated[str, Field(min_length=1, max_length=80)]

    def words(self) -> str:
        return f"{self.who}: {self.what} (damage)" if self.sort == "damage" else f"{self.who} {self.sort} {self.what}"


class Passage(Doc):
    """The scenes of one sequence, and the state at its end."""

    scenes: Annotated[tuple[SceneDraft, ...], Field(min_length=1, max_length=12)]
    state: Annotated[tuple[Fact, ...], Field(max_length=10)] = ()


class Scenario(Doc):
    """All scenes of a film of any length, put together by code; nobody is asked for it."""

    scenes: Annotated[tuple[SceneDraft, ...], Field(min_length=1, max_length=600)]


class Seen(Doc):
    """Someone in a shot, by name. `state`: what is to be seen on them from this shot on, until a shot says otherwise; None: as before."""

    who: Short
    action: Action = Action.STAND
    emotion: Emotion = Emotion.CALM
    holds: Short | None = None
    state: States | None = None


class Said(Doc):
    """Words heard in a shot; `speaker` is a name, or "narrator"."""

    speaker: Short
    text: Spoken
    delivery: Delivery = Delivery.PLAIN


class ShotDraft(Doc):
    """One shot. `shows`: the item an insert shows; `amount` in [-1, 1], sign = direction."""

    words: Phrase = ""
    size: Size = Size.WIDE
    angle: Angle = Angle.EYE
    lens: Lens = Lens.NORMAL
    move: Move = Move.STATIC
    amount: Annotated[float, Field(ge=-1, le=1)] = 0.0
    subjects: Annotated[tuple[Seen, ...], Field(max_length=3)] = ()
    shows: Short | None = None
    lines: Annotated[tuple[Said, ...], Field(max_length=3)] = ()
    transition: Transition = Transition.CUT


class SceneShots(Doc):
    shots: Annotated[tuple[ShotDraft, ...], Field(min_length=1, max_length=14)]
