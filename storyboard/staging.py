"""Staging: everything one shot shows, as a value. The params of stills and clips, the input of the drawn world, and what
caption.py puts into words. No ids, no names: two shots that show the same thing have the same staging.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc, Share, Word
from storyboard.grammar import Angle, Camera, Lens, Size
from storyboard.look import Color, Look, Outfit
from storyboard.states import Seen


class Place(Word):
    FOREST = "forest", "tall trees, ferns, a path"
    MEADOW = "meadow", "grass, flowers, low hills"
    VILLAGE = "village", "small houses, a lane, a well"
    CITY = "city street", "tall houses, lamps, a crossing"
    CASTLE = "castle", "towers and a wall on a hill"
    SEASHORE = "seashore", "sand, surf, a horizon"
    LIGHTHOUSE = "lighthouse", "a tower with a lamp on a rock by the sea"
    HARBOR = "harbor", "a quay, boats, masts"
    SEA = "open sea", "waves and a small boat's deck to stand on"
    MOUNTAIN = "mountain", "rocks, snow, far peaks"
    DESERT = "desert", "dunes, a rock arch"
    RIVER = "river", "a bank, reeds, a bridge"
    CAVE = "cave", "rock walls, crystals, an opening"
    COTTAGE = "cottage room", "a window, a fireplace, a rug"
    KITCHEN = "kitchen", "a stove, shelves, a table"
    WORKSHOP = "workshop", "a bench, tools, wheels"
    LIBRARY = "library", "shelves of books, a tall window, a ladder"
    SPACE = "moon", "grey ground, craters, stars, a planet"
    CLOUDS = "above the clouds", "a floor of clouds, open sky"
    STAGE = "theatre stage", "curtains, boards, footlights"


INDOORS = frozenset({Place.COTTAGE, Place.KITCHEN, Place.WORKSHOP, Place.LIBRARY, Place.STAGE, Place.CAVE})
AIRLESS = frozenset({Place.SPACE})  # without weather


class Hour(Word):
    DAWN = "dawn", "low rose light"
    DAY = "day", "high clear light"
    DUSK = "dusk", "low golden light, long shadows"
    NIGHT = "night", "blue dark, moon, lamps"


class Weather(Word):
    CLEAR = "clear", "open sky"
    CLOUDY = "cloudy", "soft grey sky"
    RAIN = "rain", "falling lines, puddles"
    SNOW = "snow", "falling flakes, white ground"
    FOG = "fog", "the far is gone"
    STORM = "storm", "dark sky, wind, rain, lightning"


class Season(Word):
    SPRING = "spring", "blossom, fresh green"
    SUMMER = "summer", "full leaf, flowers"
    AUTUMN = "autumn", "red and gold leaves, dry grass"
    WINTER = "winter", "bare trees, snow on the ground"


class Style(Word):
    GOUACHE = "gouache", "flat shapes with soft light and paper grain of colour, no outlines"
    INK = "ink and wash", "dark outlines of living width over pale washes"
    CUTOUT = "paper cut-out", "sheets of coloured paper, each with a soft shadow on the one below"
    WOODCUT = "woodcut", "a few inks, bold carved lines, paper showing through"
    SOFT = "soft shaded", "round smooth shading, edge light, no outlines"
    FLAT = "flat modern", "few flat colours, hard shapes of shadow, no outlines"


class Action(Word):
    STAND = "standing", "breathes, blinks, shifts weight"
    WALK = "walking", "steps across the stage the way the figure faces"
    RUN = "running", "fast steps, leaning"
    WAVE = "waving", "one arm up, hand to and fro"
    TALK = "talking", "mouth and hands speak"
    SIT = "sitting", "on the ground or a seat"
    JUMP = "jumping", "crouch, leap, land"
    POINT = "pointing", "an arm stretched to the target, or up at something"
    GIVE = "giving", "both hands hold something out"
    DANCE = "dancing", "sways and turns"
    SLEEP = "sleeping", "lies under a blanket, eyes shut, slow breath"
    CRY = "crying", "hands to face, shoulders shake"
    LAUGH = "laughing", "head back, body bobs"
    LOOK_UP = "looking up", "head far back, hands behind the back"
    LOOK_AROUND = "looking around", "head turns left and right"
    WORK = "working", "at a task with a tool of the place: hammer, spade or ladle"
    FLOAT = "floating", "bobs in the air, edges trail"
    HUG = "hugging", "arms round the target"
    TAKE = "taking", "both hands reach for something, held out or on the ground, and draw it to the chest"
    ENTER = "entering", "walks in from the side, stops and looks round"
    LEAVE = "leaving", "waves back and walks out of the frame"
    CHASE = "chasing", "runs with both hands after the target"
    SNEAK = "sneaking", "low, on tiptoe, stops to listen"
    SIT_DOWN = "sitting down", "bends, sits, settles"
    STAND_UP = "standing up", "pushes off the ground and rises"
    EAT = "eating", "bites and chews what it holds"
    READ = "reading", "an open book before the eyes"
    THINK = "thinking", "a hand at the chin, eyes go to and fro"
    HIDE = "hiding", "crouches behind something, peeks out, ducks"
    PUSH = "pushing", "leans with both hands against something heavy, which gives way step by step"
    ARGUE = "arguing", "a finger stabs at the target, then hands fly up"
    DANCE_TOGETHER = "dancing together", "both hands in those of the target, from side to side"


class Emotion(Word):
    CALM = "calm", "level brows, small smile"
    HAPPY = "happy", "wide smile, cheeks up"
    SAD = "sad", "brows up inside, mouth down"
    ANGRY = "angry", "brows down inside, mouth tight"
    AFRAID = "afraid", "wide eyes, small mouth"
    SURPRISED = "surprised", "wide eyes, round mouth"
    TIRED = "tired", "half-shut eyes"


class Where(Word):
    LEFT = "left", "left third"
    CENTER = "center", "middle"
    RIGHT = "right", "right third"


class Facing(Word):
    LEFT = "to the left", ""
    RIGHT = "to the right", ""
    CAMERA = "to the camera", ""
    AWAY = "away", ""


class Prop(Word):
    NONE = "nothing", ""
    LANTERN = "lantern", "glows at night"
    LETTER = "letter", "folded paper with a seal"
    KEY = "key", "old, golden"
    BOOK = "book", "bound, coloured"
    FLOWER = "flower", "one bloom on a stem"
    APPLE = "apple", "red"
    BREAD = "loaf of bread", "round, crusty"
    BOWL = "bowl", "shallow, steaming"
    MAP = "map", "unrolled, with a cross"
    STAR = "star", "small, shining"
    MOON = "crescent moon", "fallen from the sky, shining"
    SWORD = "sword", "straight"
    UMBRELLA = "umbrella", "open"
    BASKET = "basket", "woven"
    FLUTE = "flute", "wooden"
    GIFT = "gift", "a box with a bow"
    EGG = "egg", "large, speckled"
    GEAR = "gear", "a brass wheel with teeth"
    SEED = "seed", "with a first green leaf"
    TEDDY = "toy", "a small worn toy"


READABLE = frozenset({Prop.BOOK, Prop.LETTER, Prop.MAP})
AFOOT = frozenset({Action.WALK, Action.RUN, Action.JUMP, Action.SIT, Action.STAND, Action.SIT_DOWN, Action.STAND_UP, Action.SNEAK})  # done on feet: who has none floats
FOOD = frozenset({Prop.APPLE, Prop.BREAD, Prop.BOWL, Prop.EGG, Prop.SEED})


Dressing = Annotated[int, Field(ge=0, le=3, exclude_if=lambda number: number == 0)]  # which of a room's colourings; no part of a key where it is the first


class Subject(Doc):
    """One figure in the frame, in slot order. `speech`: spans of drawings [start, end) in which the mouth speaks;
    `visible`: share of the shot at which the figure is on screen."""

    look: Look
    outfit: Outfit = Outfit()
    action: Action = Action.STAND
    target: Annotated[int, Field(ge=-1, le=3)] = -1  # slot of the figure the action is aimed at, -1: nobody
    emotion: Emotion = Emotion.CALM
    prop: Prop = Prop.NONE
    where: Where = Where.CENTER
    facing: Facing = Facing.CAMERA
    speech: tuple[tuple[int, int], ...] = ()
    visible: tuple[Share, Share] = (0.0, 1.0)
    state: Seen = ()  # what is to be seen on it for a while: torn, wet

    @property
    def held(self) -> Prop:
        """The thing in the hands, as it is drawn, lit and said: who reads has a book, who eats has bread, if not something better."""
        if self.action is Action.READ and self.prop not in READABLE:
            return Prop.BOOK
        return Prop.BREAD if self.action is Action.EAT and self.prop not in FOOD else self.prop


class Hideout(Doc):
    """What there is to hide behind in a place where somebody hides in some other shot: fitted to who that is, so that it stands there all the
    time. `side`: to which side of the stage it is put, -1 the left, 0 where the place has it."""

    look: Look
    outfit: Outfit = Outfit()
    side: Literal[-1, 0, 1] = 0


class Staging(Doc):
    """What one shot shows. `frames` counts drawings (12 a second), handles included; `place_seed` lays out the place and is
    the same in every shot there; `seed` is the still's own. `begun`: drawings for which all that moves has moved already, in the shots that this
    one goes on from; `whole`: drawings of all these and those that go on from this one, over which a way is walked, 0: the shot's own;
    `place_stands`: nothing of the place moves, but what falls before the lens."""

    place: Place
    hour: Hour = Hour.DAY
    weather: Weather = Weather.CLEAR
    season: Season = Season.SUMMER
    style: Style = Style.GOUACHE
    mix: Style | None = None  # a second style, of which the drawing takes `share`
    share: Share = 0.0
    tint: Color | None = None  # colour the film's palette leans to
    size: Size = Size.WIDE
    angle: Angle = Angle.EYE
    lens: Lens = Lens.NORMAL
    camera: Camera = Camera()
    subjects: Annotated[tuple[Subject, ...], Field(max_length=4)] = ()
    focus: Prop = Prop.NONE  # the thing an insert shows
    motion: Share = 0.5  # how much the subjects move
    frames: Annotated[int, Field(ge=1, le=4096)] = 33
    begun: Annotated[int, Field(ge=0, le=65_535, exclude_if=lambda drawings: drawings == 0)] = 0
    whole: Annotated[int, Field(ge=0, le=65_535, exclude_if=lambda drawings: drawings == 0)] = 0
    place_stands: Annotated[bool, Field(exclude_if=lambda stands: not stands)] = False
    place_seed: int = 0
    dressing: Dressing = 0
    hideout: Annotated[Hideout | None, Field(exclude_if=lambda one: one is None)] = None
    seed: int = 0
