"""Which ways make a film of a size, from what is installed: names, versions, weights."""

from __future__ import annotations

from dataclasses import dataclass

from storyboard.errors import BadInput
from storyboard.ways import KINDS, Kind, Way, Ways


@dataclass(frozen=True)
class FilmSize:
    """One dial: what the film shows, what the net draws, and its steps. `shots`, `seconds`: what a writer is asked for, None: its own."""

    size: tuple[int, int]
    canvas: tuple[int, int]
    steps: int
    shots: int | None = None
    seconds: float | None = None


SIZES = {
    "default": FilmSize((768, 432), (256, 144), steps=1),
    "preview": FilmSize((384, 216), (256, 144), steps=1),
    "tiny": FilmSize((64, 64), (64, 64), steps=1, shots=3, seconds=24.0),
}
USUAL: dict[Kind, str] = {
    "portrait": "drawn", "still": "drawn", "clip": "dit", "voice": "espeak", "music": "synth", "ambience": "synth",
    "scene": "moviepy", "mix": "numpy", "film": "ffmpeg",
}  # fmt: skip
PATHS = {("clip", "dit"): "fp32"}


def film_size(name: str) -> FilmSize:
    if name not in SIZES:
        raise BadInput(f"There is no size {name!r}; there are: {', '.join(SIZES)}.")
    return SIZES[name]


def ways(name: str = "default", animatic: bool = False) -> Ways:
    """The ways of a film of this size. `animatic`: clips are drawn, no net takes part."""
    size = film_size(name)
    chosen = {**USUAL, "clip": "drawn"} if animatic else USUAL
    made = {kind: _way(kind, chosen[kind], size.steps) for kind in KINDS}
    return Ways(**made, size=size.size, canvas=size.canvas)


def _way(kind: Kind, name: str, steps: int) -> Way:
    from generator import VERSIONS, WEIGHTS
    from generator.checkpoints import digest_of

    has_net = (kind, name) in WEIGHTS
    return Way(
        name=name, version=VERSIONS.get((kind, name), 1), weights=digest_of(kind, name) if has_net else None,
        path=PATHS.get((kind, name), "none"), steps=steps if has_net else 1,  # type: ignore[arg-type]
    )  # fmt: skip
