"""Tunes: one for the film, one for each of the cast, made of who that is; and the ways a tune is sung, bar by bar.

A character's tune is a function of its `Motif` alone, so it is the same in every scene, every revision and every film of a series.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import NamedTuple

from storyboard.sound import Motif, VoiceBase

Sung = list[tuple[float, float, int]]  # beat, length in beats, step above the tonic


class Theme(NamedTuple):
    """A tune as steps above the tonic: motif (first bar), answer (second, from the motif's last step), the rise of the third, rhythm.
    `player`: who plays it, "": whoever leads in the mood."""

    motif: tuple[int, ...]
    answer: tuple[int, ...]
    climb: int
    rhythm: int
    player: str = ""


class Turn(NamedTuple):
    """A bar's place in the theme that sounds in it. `theme`: which, -1: the film's own; the turns of a theme are counted over a scene,
    so that it goes on where it was left. `beats`: of the bar."""

    theme: int
    phrase: int
    place: int
    beats: int


ANSWERS = ((1, 0), (-1, -2), (2, 1), (1, 0, -1), (-1, 1, 0), (2, 1, -1), (1, 2, 0))
RHYTHMS: dict[tuple[int, int], tuple[tuple[float, ...], ...]] = {  # (beats in the bar, notes) -> lengths in beats
    (4, 2): ((2, 2), (3, 1)), (4, 3): ((2, 1, 1), (1.5, 0.5, 2), (1, 1, 2)), (4, 4): ((1.5, 0.5, 1, 1), (1, 0.5, 0.5, 2), (1, 1, 1, 1)),
    (4, 5): ((1, 0.5, 0.5, 1, 1), (0.5, 0.5, 1, 1, 1), (1.5, 0.5, 0.5, 0.5, 1)), (3, 2): ((2, 1), (1.5, 1.5)),
    (3, 3): ((1.5, 0.5, 1), (1, 1, 1)), (3, 4): ((1, 0.5, 0.5, 1), (0.5, 0.5, 1, 1)), (3, 5): ((0.5, 0.5, 0.5, 0.5, 1), (1, 0.5, 0.5, 0.5, 0.5)),
}  # fmt: skip
PLAYERS: dict[VoiceBase, tuple[str, ...]] = {
    VoiceBase.WOMAN: ("flute", "violin"), VoiceBase.WOMAN_LOW: ("clarinet", "violin"), VoiceBase.WOMAN_BRIGHT: ("violin", "flute"),
    VoiceBase.MAN: ("horn", "cello"), VoiceBase.MAN_DEEP: ("bassoon", "cello"), VoiceBase.MAN_LIGHT: ("oboe", "clarinet"),
    VoiceBase.GIRL: ("flute", "ocarina"), VoiceBase.BOY: ("oboe", "ocarina"), VoiceBase.OLD_WOMAN: ("clarinet", "oboe"),
    VoiceBase.OLD_MAN: ("bassoon", "horn"), VoiceBase.SMALL: ("ocarina", "celesta"), VoiceBase.LARGE: ("horn", "bassoon"),
    VoiceBase.ROBOT: ("celesta", "clarinet"), VoiceBase.SPIRIT: ("ocarina", "violin"),
}  # fmt: skip


def theme_of(dice: Random, player: str = "") -> Theme:
    """A tune: from a chord tone to another one by steps and at most one leap, which the next step turns back from."""
    while True:
        steps = [dice.choice((0, 0, 2, 4, 4))]
        for _ in range(dice.choice((2, 3, 3, 4))):
            steps.append(steps[-1] + dice.choice((1, -1, 1, -1, 2, -2, 3, -3, 4)))
        moves = [b - a for a, b in pairwise(steps)]
        leaps = [k for k, move in enumerate(moves) if abs(move) > 2]
        turns = all(k + 1 == len(moves) or moves[k] * moves[k + 1] < 0 for k in leaps)
        if len(leaps) <= 1 and turns and min(steps) >= -1 and 3 <= max(steps) <= 6 and steps[-1] in (0, 1, 2, 4) and len(set(steps)) > 2:
            return Theme(tuple(steps), dice.choice(ANSWERS), dice.choice((1, 1, 2, -1)), dice.randrange(6), player)


def theme_of_one(motif: Motif) -> Theme:
    """The theme of a character."""
    dice = Random(f"theme-{motif.kind}-{motif.voice}-{motif.seed}-{motif.twin}")
    return theme_of(dice, dice.choice(PLAYERS[motif.voice]))


def themes_of(motifs: tuple[Motif, ...], dice: Random) -> tuple[Theme, ...]:
    """Those of the cast, and the film's own at the end, where -1 finds it."""
    return (*(theme_of_one(motif) for motif in motifs), theme_of(dice))


def sung(theme: Theme, turn: Turn) -> Sung:
    """The theme's notes in a bar. Phrases 0 and 2 stay open, 1 and 3 close."""
    steps: tuple[int, ...]
    if turn.place == 0:
        steps = theme.motif
    elif turn.place == 1:
        steps = tuple(theme.motif[-1] + step for step in theme.answer)
    elif turn.place == 2:
        steps = tuple(step + theme.climb + (1 if turn.phrase % 2 else 0) for step in theme.motif)
    else:
        steps = (1, 0) if turn.phrase % 2 else (2, 1)
    if turn.beats == 2:
        return [(0.0, 2.0, steps[0])] if turn.place == 3 else [(0.0, 1.0, steps[0]), (1.0, 1.0, steps[1])]
    choices = RHYTHMS[turn.beats, len(steps)]
    lengths = choices[theme.rhythm % len(choices)] if turn.place != 3 else (1.0, turn.beats - 1.0)
    starts = [sum(lengths[:k]) for k in range(len(lengths))]
    return list(zip(starts, lengths, steps, strict=True))


def augmented(theme: Theme, turn: Turn) -> Sung:
    """The theme twice as slow: half of the motif in each bar."""
    source = turn._replace(place=turn.place // 2 + (0 if turn.phrase % 2 == 0 else 2), phrase=turn.phrase // 2)
    half = turn.beats / 2
    mine = [n for n in sung(theme, source) if (n[0] < half) == (turn.place % 2 == 0)]
    return [((beat % half) * 2, min(length * 2, turn.beats - (beat % half) * 2), step) for beat, length, step in mine]


def inverted(theme: Theme, turn: Turn) -> Sung:
    """The theme upside down around its first note, every other phrase."""
    notes, pivot = sung(theme, turn), theme.motif[0]
    return [(beat, length, 2 * pivot - step + 2) for beat, length, step in notes] if turn.phrase % 2 else notes


def fragment(theme: Theme, turn: Turn) -> Sung:
    """Only the head of the theme, every second bar, each time a step from where it was."""
    up = (turn.place // 2 + turn.phrase) % 3
    return [(beat, length, step + up) for beat, length, step in sung(theme, turn._replace(place=0))[:3]] if turn.place % 2 == 0 else []
