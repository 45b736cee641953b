"""What it is to be kinder, braver, sadder: how the faces, voices and deeds of somebody's shots move, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from storyboard.lexicon import word_set
from storyboard.sound import Delivery
from storyboard.staging import Action, Emotion


class Temper(NamedTuple):
    """`words`: what people say for it; `against`: words of a role or an identity that it takes the place of. `outright`: the face of
    somebody who is just that, where one scene or shot is named."""

    words: frozenset[str]
    outright: Emotion
    faces: Mapping[Emotion, Emotion]
    voices: Mapping[Delivery, Delivery]
    deeds: Mapping[Action, Action] = MappingProxyType({})
    against: frozenset[str] = frozenset()


HARD = word_set("cruel mean unkind nasty grumpy cross angry rude selfish greedy hard-hearted harsh fierce cold")
TEMPERS: dict[str, Temper] = {
    "kind": Temper(
        word_set("kind kinder kindly kindness gentle gentler nice nicer warm warmer friendly friendlier sweet sweeter soft-hearted loving generous good-hearted"),
        Emotion.HAPPY, {Emotion.ANGRY: Emotion.CALM, Emotion.CALM: Emotion.HAPPY}, {Delivery.SHOUT: Delivery.PLAIN, Delivery.PLAIN: Delivery.TENDER},
        {Action.ARGUE: Action.TALK, Action.CHASE: Action.WALK}, HARD,
    ),
    "brave": Temper(
        word_set("brave braver bravely bold bolder courageous fearless daring heroic"), Emotion.CALM,
        {Emotion.AFRAID: Emotion.CALM, Emotion.SURPRISED: Emotion.CALM}, {Delivery.WHISPER: Delivery.PLAIN, Delivery.TIRED: Delivery.PLAIN},
        {Action.HIDE: Action.STAND, Action.SNEAK: Action.WALK, Action.CRY: Action.STAND}, word_set("timid shy afraid fearful cowardly anxious nervous scared"),
    ),
    "sad": Temper(
        word_set("sad sadder gloomy gloomier unhappy unhappier lonely lonelier melancholy sorrowful miserable"), Emotion.SAD,
        {Emotion.HAPPY: Emotion.SAD, Emotion.CALM: Emotion.SAD}, {Delivery.PLAIN: Delivery.SAD, Delivery.EXCITED: Delivery.SAD},
        {Action.LAUGH: Action.SIT, Action.DANCE: Action.STAND}, word_set("happy cheerful merry jolly joyful glad"),
    ),
    "happy": Temper(
        word_set("happy happier happily cheerful merry merrier jolly jollier joyful glad gladder funny funnier"), Emotion.HAPPY,
        {Emotion.SAD: Emotion.CALM, Emotion.CALM: Emotion.HAPPY, Emotion.ANGRY: Emotion.CALM, Emotion.TIRED: Emotion.CALM},
        {Delivery.SAD: Delivery.PLAIN, Delivery.TIRED: Delivery.PLAIN, Delivery.PLAIN: Delivery.EXCITED}, {Action.CRY: Action.STAND},
        word_set("sad gloomy lonely unhappy miserable melancholy"),
    ),
    "angry": Temper(
        word_set("angry angrier cross crosser furious mean meaner fierce fiercer grumpy grumpier cruel crueller rude ruder unkind"), Emotion.ANGRY,
        {Emotion.CALM: Emotion.ANGRY, Emotion.HAPPY: Emotion.CALM}, {Delivery.PLAIN: Delivery.SHOUT, Delivery.TENDER: Delivery.PLAIN},
        MappingProxyType({Action.TALK: Action.ARGUE}), word_set("kind gentle nice friendly sweet patient calm"),
    ),
    "afraid": Temper(
        word_set("afraid scared frightened fearful timid shy shyer anxious nervous worried"), Emotion.AFRAID,
        {Emotion.CALM: Emotion.AFRAID, Emotion.HAPPY: Emotion.SURPRISED}, {Delivery.PLAIN: Delivery.WHISPER, Delivery.SHOUT: Delivery.PLAIN},
        against=word_set("brave bold fearless courageous"),
    ),
    "calm": Temper(
        word_set("calm calmer peaceful serene relaxed patient quiet-minded"), Emotion.CALM,
        {Emotion.ANGRY: Emotion.CALM, Emotion.AFRAID: Emotion.CALM, Emotion.SURPRISED: Emotion.CALM},
        {Delivery.SHOUT: Delivery.PLAIN, Delivery.EXCITED: Delivery.PLAIN}, {Action.RUN: Action.WALK, Action.ARGUE: Action.TALK},
        word_set("nervous angry restless anxious impatient"),
    ),
    "tired": Temper(
        word_set("tired tireder sleepy sleepier weary wearier exhausted drowsy"), Emotion.TIRED, {Emotion.CALM: Emotion.TIRED, Emotion.HAPPY: Emotion.TIRED},
        {Delivery.PLAIN: Delivery.TIRED, Delivery.EXCITED: Delivery.PLAIN}, {Action.RUN: Action.WALK, Action.DANCE: Action.STAND}, word_set("lively energetic"),
    ),
    "surprised": Temper(word_set("surprised astonished amazed startled"), Emotion.SURPRISED, {Emotion.CALM: Emotion.SURPRISED}, {Delivery.PLAIN: Delivery.EXCITED}),
}  # fmt: skip


def temper(word: str) -> str | None:
    """The temper a word names ("kinder" -> kind)."""
    return next((name for name, one in TEMPERS.items() if word.lower() in one.words), None)
