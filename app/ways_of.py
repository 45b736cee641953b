"""Which ways make a film of a size: what a story's direction chooses, from what is installed: names, versions, weights, numeric paths."""

from __future__ import annotations

from dataclasses import dataclass

from app.processor import default_path
from app.settings import Settings, shown
from storyboard.digest import digest
from storyboard.errors import BadInput
from storyboard.story import Direction
from storyboard.ways import KINDS, Kind, Way, Ways


@dataclass(frozen=True)
class FilmSize:
    """One dial: what the film shows, what the nets draw, and their steps for a clip and for a still. `shots`, `seconds`: what a
    writer is asked for, None: its own."""

    size: tuple[int, int]
    canvas: tuple[int, int]
    clip_steps: int
    still_steps: int
    shots: int | None = None
    seconds: float | None = None


SIZES = {
    "default": FilmSize((768, 432), (256, 144), clip_steps=1, still_steps=8),
    "preview": FilmSize((384, 216), (256, 144), clip_steps=1, still_steps=4),
    "tiny": FilmSize((64, 64), (64, 64), clip_steps=1, still_steps=1, shots=3, seconds=24.0),
}
USUAL: dict[Kind, str] = {
    "portrait": "drawn", "voice": "espeak", "music": "synth", "ambience": "synth", "effect": "synth", "scene": "moviepy", "mix": "numpy", "film": "ffmpeg",
}  # fmt: skip
NETS: frozenset[tuple[Kind, str]] = frozenset({("clip", "dit"), ("still", "tiny")})  # they compute, on a numeric path, and read portraits
WHOLE_NETS: frozenset[tuple[Kind, str]] = frozenset({("music", "musicgen"), ("music", "ace")})  # nets of others: in fp32


def film_size(name: str) -> FilmSize:
    if name not in SIZES:
        raise BadInput(f"There is no size {name!r}; there are: {', '.join(SIZES)}.")
    return SIZES[name]


def ways(name: str = "default", direction: Direction | None = None, animatic: bool = False, given: Settings | None = None) -> Ways:
    """The ways of a film of this size, pictures, voices and music as its direction says. `animatic`: all pictures are drawn, no net takes
    part in them. `given`: where brought weights are, and what nets compute in; None: none are there, and what suits this processor."""
    size, asked = film_size(name), direction or Direction()
    still, clip = ("drawn", "drawn") if animatic else (asked.still, asked.clip)
    chosen: dict[Kind, str] = {**USUAL, "still": still, "clip": clip, "voice": asked.voice, "music": asked.music}
    steps: dict[Kind, int] = {"clip": size.clip_steps, "still": size.still_steps}
    made = {kind: _way(kind, chosen[kind], steps.get(kind, 1), given) for kind in KINDS}
    return Ways(**made, size=size.size, canvas=size.canvas)


def voice_digest(name: str, given: Settings) -> str | None:
    """Of what speaks: the service and its model, or the files that were set up; None where there are none, or none are needed."""
    from generator.neural import PACKAGES, digest_of

    if name == "speech" and given.speech_url:
        return digest("speech", shown(given.speech_url), given.speech_model)
    return digest_of(given.voices, name) if name in PACKAGES else None


def _way(kind: Kind, name: str, steps: int, given: Settings | None) -> Way:
    from generator import VERSIONS
    from generator.checkpoints import digest_of

    net, path = (kind, name) in NETS, given.path if given else None
    weights = voice_digest(name, given) if kind == "voice" and given else digest_of(kind, name, given.weights if given else None)
    return Way(
        name=name, version=VERSIONS.get((kind, name), 1), weights=weights,
        path=default_path(path) if net else "fp32" if (kind, name) in WHOLE_NETS else "none", steps=steps if net else 1, reads_portraits=net,
    )  # fmt: skip
