"""A shot's clip by a published model wears the LoRAs of the style, and of those who are in it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from storyboard.params import LoraParams, NetClipParams, SamplingParams
from storyboard.plan import plan
from storyboard.story import Lora, Story
from storyboard.ways import Ways


def with_loras(tale: Story) -> Story:
    first, *rest = tale.characters
    first = first.model_copy(update={"loras": (Lora(name="mira", strength=0.8), Lora(name="ink", strength=0.1))})
    direction = tale.direction.model_copy(update={"loras": (Lora(name="ink"),)})
    return tale.model_copy(update={"characters": (first, *rest), "direction": direction})


def published(ways: Ways) -> Ways:
    loras = (LoraParams(name="ink", sha="a" * 64), LoraParams(name="mira", sha="b" * 64))
    return ways.model_copy(update={"clip": ways.clip.model_copy(update={"sampling": SamplingParams()}), "loras": loras})


def test_style_first_then_who_is_seen(tale: Story, ways: Ways):
    told, who = with_loras(tale), tale.characters[0].id
    shots = {shot.id: shot for scene in told.scenes for shot in scene.shots}
    clips = {step.id.removeprefix("clip:"): step.params for step in plan(told, published(ways)) if step.kind == "clip"}
    ink, mira = LoraParams(name="ink", sha="a" * 64), LoraParams(name="mira", sha="b" * 64, strength=0.8)
    seen = {name for name, shot in shots.items() if any(part.character == who for part in shot.subjects)}
    assert seen and seen < clips.keys()
    for name, params in clips.items():
        assert isinstance(params, NetClipParams) and params.sampling.loras == ((ink, mira) if name in seen else (ink,))


def test_no_other_way_is_told_of_them_and_keys_stay(tale: Story, ways: Ways):
    def keys(story: Story) -> dict[str, str]:
        return {step.id: step.key({}) for step in plan(story, ways) if not step.inputs}

    told = with_loras(tale)
    assert keys(told) == keys(tale)
    assert all(step.params.sampling is None for step in plan(told, ways) if isinstance(step.params, NetClipParams))
    bare = published(ways).model_copy(update={"loras": ()})
    clip = next(step.params for step in plan(told, bare) if step.kind == "clip")
    assert clip.sampling.loras[0] == LoraParams(name="ink", sha="")


def test_a_lora_is_named_as_it_is_set_up():
    with pytest.raises(ValidationError):
        Lora(name="../ink")
