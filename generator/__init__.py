"""Pictures and sound: which module makes what. Importable without torch: makers are resolved on first use.

A maker is `make(params, inputs, rig) -> Media`: it receives exactly what was hashed into its key (params, the media of its
inputs by role, its weights through the rig) and nothing else, and writes one file into `rig.scratch`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from storyboard.errors import Missing
from storyboard.take import Media

Maker = Callable[[Any, Mapping[str, tuple[Media, ...]], Any], Media]

# (kind, way) -> module; its VERSION is in VERSIONS, raised when what the maker makes changes
MAKERS: dict[tuple[str, str], str] = {
    ("portrait", "drawn"): "generator.portrait_drawn",
    ("still", "drawn"): "generator.still_drawn",
    ("still", "tiny"): "generator.still_tiny",
    ("still", "carried"): "generator.still_carried",
    ("still", "diffusers"): "generator.still_diffusers",
    ("still", "api"): "generator.still_api",
    ("clip", "dit"): "generator.clip_dit",
    ("clip", "drawn"): "generator.clip_drawn",
    ("clip", "wan"): "generator.clip_wan",
    ("clip", "diffusers"): "generator.clip_diffusers",
    ("clip", "api"): "generator.clip_api",
    ("voice", "espeak"): "generator.voice_espeak",
    ("voice", "speech"): "generator.voice_speech",
    ("voice", "kokoro"): "generator.voice_kokoro",
    ("voice", "piper"): "generator.voice_piper",
    ("music", "synth"): "generator.music_synth",
    ("music", "soundfont"): "generator.music_soundfont",
    ("music", "musicgen"): "generator.music_musicgen",
    ("music", "ace"): "generator.music_ace",
    ("ambience", "synth"): "generator.ambience_synth",
    ("effect", "synth"): "generator.effect_synth",
    ("mix", "numpy"): "generator.mix",
    ("scene", "moviepy"): "generator.scene_moviepy",
    ("film", "ffmpeg"): "generator.film_ffmpeg",
    ("still", "best"): "generator.take_best",
    ("clip", "best"): "generator.take_best",
    ("clip", "together"): "generator.clip_together",
    ("clip", "part"): "generator.clip_part",
    ("reading", "watch"): "generator.watch",
    ("reading", "vision"): "generator.watch_vision",
    ("memory", "frame"): "generator.memory_frame",
}
VERSIONS: dict[tuple[str, str], int] = dict.fromkeys(MAKERS, 1) | {
    ("portrait", "drawn"): 7,
    ("still", "drawn"): 11,
    ("still", "tiny"): 4,
    ("clip", "drawn"): 11,
    ("clip", "dit"): 10,
    ("voice", "espeak"): 2,
    ("music", "synth"): 2,
    ("ambience", "synth"): 2,
    ("mix", "numpy"): 3,
    ("scene", "moviepy"): 4,
    ("film", "ffmpeg"): 3,
    ("reading", "watch"): 2,
}
WEIGHTS: dict[tuple[str, str], tuple[str, ...]] = {("still", "tiny"): ("vae", "dit"), ("clip", "dit"): ("vae", "dit"), ("clip", "together"): ("vae", "dit"), ("reading", "watch"): ("oracle-who", "oracle-deed", "oracle-way")}
SERVICES: dict[tuple[str, str], str] = {("still", "api"): "image", ("clip", "api"): "video", ("voice", "speech"): "speech", ("reading", "vision"): "vision"}  # who is asked, and paid
BROUGHT: dict[tuple[str, str], str] = {("music", name): name for name in ("soundfont", "musicgen", "ace")} | {("clip", "wan"): "wan", ("still", "diffusers"): "stills", ("clip", "diffusers"): "clips"}  # weights a person sets up


def maker(kind: str, way: str) -> Maker:
    """The function that makes this kind this way. Missing when no such way exists."""
    module = MAKERS.get((kind, way))
    if module is None:
        known = ", ".join(sorted(w for k, w in MAKERS if k == kind)) or "none"
        raise Missing(f"There is no way {way!r} to make a {kind}; there are: {known}.")
    found: Maker = import_module(module).make
    return found
