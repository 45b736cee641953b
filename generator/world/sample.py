"""Stagings at random, but as films would have them: what the embedded model is trained and judged on.

Two splits that never meet: their seeds differ, and combinations of kind, body or hair colour and garment whose digest falls
into the held-out tenth are drawn only for the held-out split.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from storyboard.cues import cued
from storyboard.document import Word
from storyboard.grammar import Angle, Camera, Ease, Lens, Move, Size
from storyboard.look import NATURAL, PEOPLE, Build, Color, Extra, Garment, Hair, Hat, Kind, Look, Marking, Outfit, Skin
from storyboard.staging import INDOORS, Action, Emotion, Facing, Hour, Place, Prop, Season, Staging, Style, Subject, Weather, Where

W = TypeVar("W", bound=Word)
SPLITS = ("train", "heldout")
SHORTEST, LONGEST = 33, 77  # drawings of a shot, handles included

SIZES = {Size.EXTREME_WIDE: 5, Size.WIDE: 27, Size.FULL: 21, Size.MEDIUM: 19, Size.MEDIUM_CLOSE: 11, Size.CLOSE: 12, Size.EXTREME_CLOSE: 2, Size.INSERT: 3}
ANGLES = {Angle.EYE: 66, Angle.LOW: 10, Angle.HIGH: 11, Angle.DUTCH: 5, Angle.OVERHEAD: 2, Angle.OVER_SHOULDER: 6}
MOVES = {Move.STATIC: 35, Move.PAN: 12, Move.TILT: 8, Move.ZOOM: 9, Move.DOLLY: 13, Move.TRUCK: 9, Move.PEDESTAL: 5, Move.ROLL: 3, Move.HANDHELD: 6}
WEATHERS = {Weather.CLEAR: 44, Weather.CLOUDY: 14, Weather.RAIN: 12, Weather.SNOW: 11, Weather.FOG: 9, Weather.STORM: 10}
HOURS = {Hour.DAY: 34, Hour.DUSK: 24, Hour.NIGHT: 24, Hour.DAWN: 18}
SEASONS = {Season.SUMMER: 4, Season.SPRING: 2, Season.AUTUMN: 2, Season.WINTER: 2}
LENSES = {Lens.NORMAL: 6, Lens.WIDE: 2, Lens.LONG: 2}
ACTIONS = {Action.STAND: 14, Action.WALK: 14, Action.RUN: 6, Action.WAVE: 7, Action.TALK: 11, Action.SIT: 5, Action.JUMP: 5, Action.POINT: 5, Action.GIVE: 5,
           Action.DANCE: 5, Action.SLEEP: 3, Action.CRY: 4, Action.LAUGH: 5, Action.LOOK_UP: 4, Action.LOOK_AROUND: 5, Action.WORK: 4,
           Action.FLOAT: 2, Action.HUG: 3, Action.TAKE: 4, Action.ENTER: 4, Action.LEAVE: 3, Action.CHASE: 2, Action.SNEAK: 3, Action.SIT_DOWN: 3,
           Action.STAND_UP: 2, Action.EAT: 3, Action.READ: 3, Action.THINK: 4, Action.HIDE: 3, Action.PUSH: 3, Action.ARGUE: 3,
           Action.DANCE_TOGETHER: 2}  # fmt: skip
CLOSE_SIZES = frozenset({Size.CLOSE, Size.EXTREME_CLOSE, Size.MEDIUM_CLOSE})
AIMED = frozenset({Action.TALK, Action.POINT, Action.GIVE, Action.HUG, Action.WAVE, Action.TAKE, Action.ARGUE, Action.CHASE, Action.DANCE_TOGETHER})
BUSY = frozenset({Action.CRY, Action.SLEEP, Action.HUG, Action.DANCE, Action.WORK, Action.DANCE_TOGETHER, Action.HIDE, Action.PUSH, Action.CHASE, Action.TAKE,
                  Action.SNEAK, Action.SIT_DOWN, Action.STAND_UP, Action.THINK, Action.ARGUE})  # fmt: skip
WHOLE = frozenset({Action.RUN, Action.JUMP, Action.SLEEP, Action.DANCE, Action.SIT, Action.SIT_DOWN, Action.STAND_UP, Action.HIDE, Action.PUSH, Action.SNEAK,
                   Action.CHASE, Action.ENTER, Action.LEAVE, Action.DANCE_TOGETHER, Action.TAKE})  # fmt: skip
PAIRED = frozenset({Action.HUG, Action.ARGUE, Action.DANCE_TOGETHER})
USED = {Action.READ: (Prop.BOOK, Prop.BOOK, Prop.LETTER, Prop.MAP), Action.EAT: (Prop.APPLE, Prop.BREAD, Prop.BOWL)}


class Often(NamedTuple):
    """How often a size, a move of the camera and an action are sampled, in shares of their sums."""

    sizes: Mapping[Size, int]
    moves: Mapping[Move, int]
    actions: Mapping[Action, int]


FILMS = Often(SIZES, MOVES, ACTIONS)  # about as films have them


def sample_staging(seed: int, split: str, often: Often = FILMS) -> Staging:
    """The staging of this seed in this split; the same in every process."""
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}: use one of {', '.join(SPLITS)}")
    dice = np.random.default_rng((SPLITS.index(split), seed))
    size = _pick(dice, often.sizes)
    count = _count(dice, size)
    angle = _pick(dice, ANGLES)
    if angle is Angle.OVER_SHOULDER:
        size, count = _any(dice, (Size.MEDIUM, Size.MEDIUM_CLOSE)), 2
    place = _any(dice, tuple(Place))
    weather = Weather.CLEAR if place in INDOORS and dice.random() < 0.6 else _pick(dice, WEATHERS)
    subjects = _subjects(dice, split, (size, count), often.actions)
    frames = int(dice.integers(SHORTEST, LONGEST + 1))
    style, other, share = _style(dice)
    return cued(Staging(
        place=place, hour=_pick(dice, HOURS), weather=weather, style=style, mix=other, share=share,
        tint=_any(dice, tuple(Color)) if dice.random() < 0.3 else None, size=size, angle=angle, lens=_pick(dice, LENSES), camera=_camera(dice, often.moves),
        subjects=subjects, focus=_any(dice, tuple(Prop)[1:]) if size is Size.INSERT else Prop.NONE, motion=round(float(dice.uniform(0.2, 1.0)), 2),
        frames=frames, place_seed=int(dice.integers(1 << 16)), seed=int(dice.integers(1 << 31)), season=_pick(dice, SEASONS),
    ))  # fmt: skip


def _pick(dice: np.random.Generator, weights: Mapping[W, int]) -> W:
    table = np.cumsum(list(weights.values()))
    return list(weights)[int(np.searchsorted(table, dice.random() * table[-1], side="right"))]


def _any(dice: np.random.Generator, words: Sequence[Any]) -> Any:
    return words[int(dice.integers(len(words)))]


def _count(dice: np.random.Generator, size: Size) -> int:
    """How many subjects: one mostly; none in some wide views; two where two fit."""
    roll = dice.random()
    if size is Size.INSERT:
        return int(roll < 0.5)
    if size in (Size.CLOSE, Size.EXTREME_CLOSE):
        return 1
    if size in (Size.EXTREME_WIDE, Size.WIDE) and roll < 0.1:
        return 0
    return 2 if roll > 0.66 else 1


def _style(dice: np.random.Generator) -> tuple[Style, Style | None, float]:
    """A style, now and then with a share of another: (style, the other or None, its share)."""
    style, other, share = _any(dice, tuple(Style)), _any(dice, tuple(Style)), round(float(dice.uniform(0.2, 0.5)), 2)
    return (style, other, share) if other is not style and dice.random() < 0.18 else (style, None, 0.0)


def _camera(dice: np.random.Generator, moves: Mapping[Move, int]) -> Camera:
    move = _pick(dice, moves)
    if move is Move.STATIC:
        return Camera()
    amount = float(dice.choice([-1.0, 1.0])) * round(float(dice.uniform(0.3, 1.0)), 2)
    return Camera(move=move, amount=abs(amount) if move is Move.HANDHELD else amount,
                  ease=_pick(dice, {Ease.IN_OUT: 5, Ease.LINEAR: 3, Ease.IN: 1, Ease.OUT: 1}))


def _subjects(dice: np.random.Generator, split: str, shown: tuple[Size, int], actions: Mapping[Action, int]) -> tuple[Subject, ...]:
    """Who is in a shot of this size, so many of them."""
    size, count = shown
    if count == 0:
        return ()
    wheres = [_pick(dice, {Where.CENTER: 5, Where.LEFT: 3, Where.RIGHT: 3})] if count == 1 else [Where.LEFT, Where.RIGHT]
    if count == 2 and dice.random() < 0.5:
        wheres.reverse()
    out = []
    for slot, where in enumerate(wheres):
        look, outfit = _appearance(dice, split)
        action = _pick(dice, actions)
        while (size in CLOSE_SIZES and action in WHOLE) or (action in PAIRED and count < 2):
            action = _pick(dice, actions)
        out.append(_acting(dice, (look, outfit), action, size, (slot, count, where)))
    return tuple(out)


def _acting(dice: np.random.Generator, person: tuple[Look, Outfit], action: Action, size: Size, stand: tuple[int, int, Where]) -> Subject:
    """How a figure does it, fitted to the size of the shot and to whether somebody stands beside it."""
    (look, outfit), (slot, count, where) = person, stand
    inward = Facing.RIGHT if where is Where.LEFT else Facing.LEFT
    if action in (Action.ENTER, Action.LEAVE) and where is not Where.CENTER:
        facing = inward if action is Action.ENTER else Facing.LEFT if where is Where.LEFT else Facing.RIGHT
    elif action in (Action.WALK, Action.RUN, Action.SNEAK, Action.CHASE, Action.ENTER, Action.LEAVE):
        facing = inward if where is not Where.CENTER and dice.random() < 0.7 else _any(dice, (Facing.LEFT, Facing.RIGHT))
    elif count == 2:
        facing = _pick(dice, {inward: 6, Facing.CAMERA: 4})
    else:
        facing = _pick(dice, {Facing.CAMERA: 9, Facing.LEFT: 4, Facing.RIGHT: 4, Facing.AWAY: 0 if size in CLOSE_SIZES else 1})
    prop = _any(dice, USED[action]) if action in USED else _any(dice, tuple(Prop)[1:]) if action is Action.GIVE or (action not in BUSY and dice.random() < 0.3) else Prop.NONE
    aimed = count == 2 and action in AIMED and dice.random() < 0.7
    return Subject(look=look, outfit=outfit, action=action, target=1 - slot if aimed else -1, emotion=_emotion(dice, action), prop=prop, where=where,
                   facing=facing, speech=_speech(dice, action), visible=(0.0, 1.0))


def _emotion(dice: np.random.Generator, action: Action) -> Emotion:
    fitting = {Action.CRY: (Emotion.SAD,), Action.LAUGH: (Emotion.HAPPY,), Action.DANCE: (Emotion.HAPPY, Emotion.CALM),
               Action.SLEEP: (Emotion.CALM, Emotion.TIRED), Action.DANCE_TOGETHER: (Emotion.HAPPY, Emotion.CALM), Action.HIDE: (Emotion.AFRAID, Emotion.SAD),
               Action.ARGUE: (Emotion.ANGRY, Emotion.ANGRY, Emotion.SAD, Emotion.SURPRISED)}  # fmt: skip
    return _any(dice, fitting.get(action, tuple(Emotion)))


def _speech(dice: np.random.Generator, action: Action) -> tuple[tuple[int, int], ...]:
    """One or two spans of speech, for those who talk and some who do something else."""
    if action in (Action.SLEEP, Action.CRY, Action.LAUGH, Action.EAT, Action.PUSH, Action.HIDE) or (action is not Action.TALK and dice.random() > 0.2):
        return ()
    start, length = int(dice.integers(0, 12)), int(dice.integers(8, 40))
    first = (start, start + length)
    return (first, (first[1] + 4, first[1] + 24)) if dice.random() < 0.5 else (first,)


def _appearance(dice: np.random.Generator, split: str) -> tuple[Look, Outfit]:
    """A look and an outfit whose combination belongs to the split."""
    while True:
        look, outfit = _look(dice), _outfit(dice)
        if look.is_person and outfit.garment is Garment.NONE:
            continue
        if split_of(look, outfit) == split:
            return look, outfit


def split_of(look: Look, outfit: Outfit) -> str:
    """To which split a combination of kind, body colour (people: skin and hair colour) and garment belongs."""
    body = f"{look.skin}/{look.hair_color}" if look.is_person else str(look.body)
    text = f"{look.kind}|{body}|{outfit.garment}|{outfit.color}"
    return "heldout" if hashlib.sha256(text.encode()).digest()[0] < 26 else "train"


def _look(dice: np.random.Generator) -> Look:
    kind = _any(dice, tuple(Kind))
    person = kind in PEOPLE
    body = Color.TAN if person else _any(dice, NATURAL[kind] if dice.random() < 0.7 else tuple(Color))
    accent = _any(dice, (Color.CREAM, Color.WHITE, Color.BLACK, Color.GOLD, Color.BROWN, Color.TEAL, Color.ROSE))
    hair = _any(dice, tuple(Hair)[(1 if kind not in (Kind.OLD_MAN, Kind.MAN) else 0):]) if person or dice.random() < 0.25 else Hair.NONE
    old = kind in (Kind.OLD_MAN, Kind.OLD_WOMAN)
    tones = (Color.GREY, Color.WHITE, Color.SLATE) if old else (Color.BLACK, Color.BROWN, Color.RUST, Color.GOLD, Color.ORANGE, Color.SLATE, Color.TAN)
    return Look(kind=kind, build=_pick(dice, {Build.PLAIN: 6, Build.SLIM: 2, Build.ROUND: 2, Build.TALL: 2, Build.SMALL: 1}), body=body, accent=accent,
                marking=_marking(dice, person, accent is body), skin=_any(dice, tuple(Skin)), hair=hair,
                hair_color=_any(dice, tones),
                eyes=_any(dice, (Color.BLACK, Color.BROWN, Color.BLUE, Color.GREEN, Color.GOLD)))


def _marking(dice: np.random.Generator, person: bool, unseen: bool) -> Marking:
    """People have freckles or none; a mark in the body's own colour would not be seen."""
    if person:
        return Marking.FRECKLES if dice.random() < 0.2 else Marking.NONE
    return Marking.NONE if unseen else _any(dice, tuple(Marking))


def _outfit(dice: np.random.Generator) -> Outfit:
    garment = _any(dice, tuple(Garment))
    hat = _any(dice, tuple(Hat)[1:]) if dice.random() < 0.4 else Hat.NONE
    extra = _any(dice, tuple(Extra)[1:]) if dice.random() < 0.4 else Extra.NONE
    colors = tuple(Color)
    return Outfit(garment=garment, color=_any(dice, colors), trim=_any(dice, colors), hat=hat, hat_color=_any(dice, colors), extra=extra,
                  extra_color=_any(dice, colors))
