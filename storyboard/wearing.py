"""Which LoRAs a shot's clip is made with: those of the film's style, then those of who is in it. Only published models wear any."""

from __future__ import annotations

from storyboard.params import LoraParams, SamplingParams
from storyboard.story import Shot, Story
from storyboard.ways import Ways


def sampling(story: Story, shot: Shot, ways: Ways) -> SamplingParams | None:
    """How the clip's model is walked and what is added to it; None for a way that is told nothing. One that is not set up has no SHA-256."""
    told = ways.clip.sampling
    if told is None:
        return None
    wanted = [*story.direction.loras, *(one for part in shot.subjects for one in story.character(part.character).loras)]
    there = {one.name: one.sha for one in ways.loras}
    worn = {one.name: LoraParams(name=one.name, sha=there.get(one.name, ""), strength=one.strength) for one in reversed(wanted)}
    return told.model_copy(update={"loras": tuple(worn[name] for name in dict.fromkeys(one.name for one in wanted))})
