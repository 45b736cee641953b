"""Image models behind an API, or with a T5 (gpt-image, Flux): labelled lines about one moment, in which nobody is who comes later. Each portrait that goes along is named by its
number where its figure is told of, which keeps faces from changing places. There is no negative prompt to send, so what the author
wants avoided is said in the text, and of our own only that there is no lettering: such models bring out what they are told to leave out.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.caption import outfit_words
from storyboard.prompts import figures, framing, ground
from storyboard.prompts.embedded import beside
from storyboard.prompts.prompt import Part, Prompt, Room, fitted, lines, tokens_of
from storyboard.prompts.telling import Telling, sentence, tidy
from storyboard.prompts.wan import shown

MOST = 512  # tokens: what a T5 beside a picture net reads; APIs read more
WORDS, MORE_WORDS = 150, 55  # aimed at with one figure, and for each figure more


def prompt(telling: Telling) -> Prompt:
    telling = telling._replace(still=True)
    extra = max(0, len(telling.slots) - 1)
    text, left_out = fitted(list(parts(telling)), Room(WORDS + MORE_WORDS * extra, MOST), lines)
    there = tuple(telling.character(slot).id for slot in telling.slots) if telling.pictures else ()
    return Prompt(target="image", text=text, words=beside(telling), references=there, tokens=tokens_of(text), most=MOST, left_out=left_out)


def parts(telling: Telling) -> Iterator[Part]:
    yield Part(f"One frame of an animated film, {telling.story.format.aspect}.", 6, "Picture")
    yield from _figures(telling)
    yield Part(shown(telling), 2, "Moment")
    yield from (Part(figures.action(telling, slot), 2, "Moment") for slot in telling.slots)
    yield Part(telling.own_words(), 6, "Moment")
    yield Part(_alone(telling), 7, "Moment")
    yield Part(sentence(ground.where(telling)), 4, "Place")
    yield Part(ground.seen_there(telling), 8, "Place")
    yield Part(ground.light(telling), 7, "Place")
    yield Part(ground.style(telling, "illustration"), 4, "Style")
    yield Part(ground.directed(telling), 3, "Style")
    yield Part(ground.tint(telling), 9, "Style")
    yield Part(framing.frame(telling), 5, "Camera")
    yield Part(sentence(telling.shot.prompt.more), 1, "Also")
    yield Part(sentence(tidy(telling.shot.prompt.avoid)), 1, "Leave out")
    yield Part("None anywhere: no captions, no speech bubbles, no watermark.", 6, "Lettering")


def _figures(telling: Telling) -> Iterator[Part]:
    yield from (Part(_reference(telling, slot), 2, "References") for slot in telling.slots if telling.pictures)
    for slot in telling.slots:
        yield Part(figures.identity(telling.character(slot)), 0, "Characters")
        yield Part(figures.clothes(telling, slot), 2, "Characters")
        yield from (Part(fact, 3, "Characters") for fact in figures.state(telling, slot))
    yield Part("" if telling.pictures else figures.build(telling), 6, "Characters")


def _reference(telling: Telling, slot: int) -> str:
    """A person's own portrait stands for every costume, so clothes are taken from it only where they are the usual ones."""
    character = telling.character(slot)
    outfit = character.costume(telling.shot.subjects[slot].costume).outfit
    shown = outfit_words(outfit) and (character.pin is None or outfit == character.costumes[0].outfit)
    return f"Image {slot + 1} is {telling.name(slot)}: keep this face, build and colouring{', and these clothes' if shown else ''}."


def _alone(telling: Telling) -> str:
    count = len(telling.slots)
    return f"There {'is' if count == 1 else 'are'} exactly {figures.NUMBERS[count]} in the picture." if count else ""
