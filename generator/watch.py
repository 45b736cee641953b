"""The watcher: reads one take and says what it found (storyboard/watching.py). It looks at nothing but the take and what its params say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.rig import Rig
from generator.watching import clip, mix, scene, voice
from storyboard.take import Media
from storyboard.watching import Reading, WatchClipParams, WatchMixParams, WatchSceneParams, WatchVoiceParams

Inputs = Mapping[str, tuple[Media, ...]]
READERS: dict[type, Callable[[Any, Inputs, Rig], Reading]] = {
    WatchClipParams: clip.read, WatchSceneParams: scene.read, WatchVoiceParams: voice.read, WatchMixParams: mix.read,
}  # fmt: skip


def make(params: Any, inputs: Inputs, rig: Rig) -> Media:
    """A Reading as json."""
    path = rig.scratch / "reading.json"
    path.write_text(READERS[type(params)](params, inputs, rig).model_dump_json())
    return Media(path, "json")
