"""Wan 2.x: one flowing English paragraph of about a hundred words, in the order of the captions it learned from: who, doing what, where, in
which light and style, then the camera. Its text encoder (UMT5) reads 512 tokens. With a first picture given, only what moves is told:
what the picture shows already, told again in other words, makes figures drift.

The negative prompt is told apart from the text and is in words of ours: the usual one for Wan forbids painting and style, and these
films are painted.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.prompts import figures, framing, ground
from storyboard.prompts.embedded import beside
from storyboard.prompts.prompt import Part, Prompt, Room, fitted, paragraph, tokens_of
from storyboard.prompts.telling import Telling, sentence, thing_words, tidy
from storyboard.staging import Action, Prop
from storyboard.ways import Target

MOST = 512  # tokens
WORDS, MORE_WORDS = {"wan-t2v": 110, "wan-i2v": 80}, 30  # aimed at with one figure, and for each figure more
NEVER = ("text", "subtitles", "watermark", "logo", "live action", "photograph", "blurred details", "low quality", "compression noise", "flicker")
FIGURES_NEVER = ("extra people", "the same figure twice", "changing face", "changing clothes", "merged bodies", "deformed hands", "extra fingers", "extra limbs")


def text_to_video(telling: Telling) -> Prompt:
    parts = [*who(telling, first=True), *does(telling, arc=True), *_asked(telling)]
    parts += [
        Part(f"The scene is {ground.where(telling)}.", 4), Part(ground.seen_there(telling), 8), Part(ground.light(telling), 7), Part(ground.moving_weather(telling), 9),
        Part(ground.style(telling, "animation"), 4), Part(ground.directed(telling), 3), Part(ground.tint(telling), 9),
        Part(framing.frame(telling), 5), Part(framing.move(telling), 5), Part(framing.motion(telling), 10),
    ]  # fmt: skip
    return _prompt(telling, "wan-t2v", parts)


def image_to_video(telling: Telling) -> Prompt:
    parts = [*who(telling, first=False), *does(telling, arc=False), *_asked(telling)]
    parts += [
        Part(ground.moving_weather(telling), 8), Part(framing.move(telling), 4), Part(framing.motion(telling), 7),
        Part("Faces, clothes, colours and drawing style stay as in the first picture.", 9),
    ]  # fmt: skip
    return _prompt(telling, "wan-i2v", parts)


def who(telling: Telling, first: bool) -> Iterator[Part]:
    """Identities first: what an encoder cuts off is at the end. `first`: no picture shows them yet."""
    yield from (Part(figures.identity(telling.character(slot)), 0) for slot in telling.slots)
    yield Part(figures.build(telling) if first else "", 6)
    for slot in telling.slots:
        yield Part(figures.clothes(telling, slot), 2)
        yield from (Part(fact, 3) for fact in figures.state(telling, slot))


def does(telling: Telling, arc: bool) -> Iterator[Part]:
    yield Part(shown(telling), 2)
    yield from (Part(figures.action(telling, slot, arc=arc), 2) for slot in telling.slots)
    yield Part(telling.own_words(), 6)


def shown(telling: Telling) -> str:
    """The thing an insert shows; for a shot of nobody and nothing, that nobody is there."""
    thing, count = telling.thing(telling.shot.focus), len(telling.slots)
    if thing is not None and telling.staging.focus is not Prop.NONE:
        return sentence(f"{thing_words(telling, thing)} is seen close{' and fills the frame' if not count else ', in front of the figure' + 's' * (count > 1)}")
    return "" if count else "Nobody is in sight, only the place."


def negative(telling: Telling) -> str:
    """The author's own first; none of it speaks against what the shot asks for."""
    at = telling.staging
    said = [tidy(telling.shot.prompt.avoid).rstrip("."), *NEVER, *(FIGURES_NEVER if telling.slots else ("people",))]
    if framing.is_still(at.camera):
        said.append("camera movement")
    if telling.slots and at.motion >= 0.2:
        said.append("frozen picture")
    if any(s.action in (Action.WALK, Action.RUN, Action.CHASE) for s in at.subjects):
        said.append("walking backwards")
    return ", ".join(one for one in said if one)


def _asked(telling: Telling) -> Iterator[Part]:
    yield Part(sentence(telling.shot.prompt.more), 1)


def _prompt(telling: Telling, target: Target, parts: list[Part]) -> Prompt:
    extra = max(0, len(telling.slots) - 1)
    text, left_out = fitted(parts, Room(WORDS[target] + MORE_WORDS * extra, MOST), paragraph)
    return Prompt(target=target, text=text, negative=negative(telling), words=beside(telling), tokens=tokens_of(text), most=MOST, left_out=left_out)
