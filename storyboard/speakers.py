"""Whose voice is whose: what everyone in a film says once, so that an ear can tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard.sound import Delivery, Voice, VoiceParams, line_seconds
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.ways import Ways

CAST = "cast"  # the role in which a reading has them
REFERENCE = "reference"  # the steps that say it: reference:plain.0 is the film's first voice, plainly
SENTENCES = {  # said by everyone: short, and rich in different sounds
    "en": (
        "The old keeper climbed the stairs and looked out over the dark water.", "We found a small blue boat under the bridge by the mill.",
        "Nobody knew why her lamp went out that cold night.", "Come with me now, and I will show you five good things.",
    ),
    "zh": ("老爷爷走上楼梯，看着外面的大海。", "我们在桥下找到一条蓝色的小船。", "没有人知道那盏灯为什么灭了。", "跟我来吧，我给你看五样好东西。"),
}  # fmt: skip


def reference(voice: Voice, delivery: Delivery, language: str) -> VoiceParams:
    """The sentences in one voice, in a slot of their natural length."""
    text = " ".join(SENTENCES.get(language.split("-")[0], SENTENCES["en"]))
    return VoiceParams(text=text, voice=voice, delivery=delivery, language=language, slot_frames=round(24 * line_seconds(text, voice, delivery, language)) + 8)


def film_voices(story: Story) -> tuple[Voice, ...]:
    """Every voice of a film, once, the narrator's first: two people who share one cannot be told apart."""
    acted = [one.voice for one in story.characters] if story.telling == "acted" else []
    return tuple(dict.fromkeys([story.narrator, *acted]))


def references(story: Story, delivery: Delivery, ways: Ways) -> tuple[str, ...]:
    """The steps that say everyone's sentences in a delivery, in the order of `film_voices`; none where there is only one voice, or where the
    readings may ask for none."""
    count = len(film_voices(story))
    return tuple(f"{REFERENCE}:{delivery}.{k}" for k in range(count)) if ways.enrols and count > 1 else ()


def reference_steps(story: Story, ways: Ways, steps: Iterable[Step]) -> Iterator[Step]:
    """Those that the readings among `steps` listen to."""
    wanted = {i.step for step in steps for i in step.inputs if i.role == CAST}
    voices = film_voices(story) if wanted else ()
    for delivery in Delivery:
        for k, voice in enumerate(voices):
            if (name := f"{REFERENCE}:{delivery}.{k}") in wanted:
                yield Step(id=name, kind="voice", way=ways.voice, params=reference(voice, delivery, story.language), about=f"{voice.base}, {delivery}")
