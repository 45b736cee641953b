"""Prompts: what a model is told of a shot, in the words that model was taught with; compiled by code, so that nobody forgets who Mira is.

    embedded  the caption grammar of the embedded nets (storyboard/caption.py)
    wan-t2v   Wan 2.x, text to video: one English paragraph, all that is seen
    wan-i2v   Wan 2.x, image to video: what moves, and the camera; the picture shows the rest
    image     image models behind an API, or with a T5: labelled lines, "Image 1 is Mira", one moment

Identity stands word for word in every prompt that shows somebody, and is never dropped. Who is off screen is not named. The author's
own words (shot.words, the beat) are kept beside the text, and stand in it too where they say more than the staging does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from storyboard.prompts import embedded, image, wan
from storyboard.prompts.prompt import Prompt
from storyboard.prompts.telling import Telling
from storyboard.staging import Staging
from storyboard.story import Scene, Shot, Story
from storyboard.ways import TARGETS, Target

__all__ = ["TARGETS", "Prompt", "Target", "compile"]

COMPILERS: Mapping[Target, Callable[[Telling], Prompt]] = {
    "embedded": embedded.prompt, "wan-t2v": wan.text_to_video, "wan-i2v": wan.image_to_video, "image": image.prompt,
}  # fmt: skip


def compile(story: Story, scene: Scene, shot: Shot, staging: Staging, target: Target, pictures: bool = True) -> Prompt:
    """The shot's prompt for a target. `staging`: plan.stage of this shot; `pictures`: the portraits of its subjects go along, in slot order."""
    return COMPILERS[target](Telling(story, scene, shot, staging, pictures))
