"""What went into a film and under which licence, as a file that goes with it: weights, lettering, voices, sounds, and what a person brought.

Of what ships with Fabula the licence is that of assets/MANIFEST.json; of ways that run elsewhere, what their makers say (as of 2026-11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.exchange.shotlist import cell
from app.ways_of import ways
from generator import WEIGHTS
from generator.checkpoints import manifest
from storyboard.story import Character, Direction, Story
from storyboard.ways import Way

OURS = "Apache-2.0"
DRAWN = ("drawn by Fabula's own code", OURS)
TOLD: dict[tuple[str, str], tuple[str, str]] = {  # (kind, way) -> what makes it, and its licence
    ("portrait", "drawn"): DRAWN, ("still", "drawn"): DRAWN, ("clip", "drawn"): DRAWN,
    ("still", "tiny"): ("made by Fabula's own net", OURS), ("clip", "dit"): ("made by Fabula's own net", OURS),
    ("clip", "wan"): ("made by Wan's published weights", "weights Apache-2.0; a LoRA's is its own"),
    ("still", "diffusers"): ("made by a published net", "its weights' own: see their card"), ("clip", "diffusers"): ("made by a published net", "its weights' own: see their card"),
    ("still", "best"): ("chosen by Fabula's own readers, or by a service that looks", OURS),
    ("clip", "together"): ("made by Fabula's own net", OURS), ("clip", "part"): ("cut out of what was made together", OURS),
    ("clip", "best"): ("chosen by Fabula's own readers", OURS), ("still", "carried"): ("the last picture of the shot before", OURS),
    ("memory", "frame"): ("an earlier view, chosen by Fabula's own readers", OURS),
    ("reading", "watch"): ("read by Fabula's own readers; nothing of it is in the film", OURS),
    ("reading", "vision"): ("read by a service; nothing of it is in the film", "as its terms say"),
    ("voice", "espeak"): ("spoken by espeak-ng, run as a program of its own", "GPL-3.0; it does not extend to what is spoken"),
    ("voice", "kokoro"): ("spoken by Kokoro-82M", "Apache-2.0"),
    ("voice", "piper"): ("spoken by a Piper voice", "each voice its own: see its card"),
    ("voice", "speech"): ("spoken by a service", "as its terms say"),
    ("still", "api"): ("made by an image service", "as its terms say"),
    ("clip", "api"): ("made by a video service", "as its terms say"),
    ("music", "synth"): ("composed and played by Fabula's own code", OURS),
    ("music", "soundfont"): ("composed by Fabula's own code, played with a sound font", "the sound font's own"),
    ("music", "musicgen"): ("made by MusicGen", "weights CC-BY-NC-4.0: not for sale"),
    ("music", "ace"): ("made by ACE-Step", "Apache-2.0"),
    ("ambience", "synth"): ("sounded by Fabula's own code", OURS), ("effect", "synth"): ("sounded by Fabula's own code", OURS),
    ("mix", "numpy"): ("mixed by Fabula's own code", OURS),
    ("scene", "moviepy"): ("cut with moviepy and ffmpeg", "MIT; GPL, which does not extend to what is cut"),
    ("film", "ffmpeg"): ("joined with ffmpeg", "GPL, which does not extend to what is joined"),
}  # fmt: skip
UNKNOWN = ("", "not recorded")


class Part(NamedTuple):
    """Something that went into the film. `what`: "clip", "font", "weights", "own"; `name`: which; `source`: how it came about."""

    what: str
    name: str
    source: str
    licence: str


def parts(story: Story) -> tuple[Part, ...]:
    """All that a film of this story is made of, shared things once."""
    chosen = ways("default", story.direction)
    made = [Part(kind, way.name, *_told(way, kind)) for kind, way in chosen.each.items()]
    return (*made, *_weights(made), *_loras(story), *_fonts(), *_brought(story))


def _told(way: Way, kind: str) -> tuple[str, str]:
    return TOLD.get((kind, way.name), UNKNOWN)


def _weights(made: list[Part]) -> Iterator[Part]:
    listed = manifest()
    for name in dict.fromkeys(name for part in made for name in WEIGHTS.get((part.what, part.name), ())):
        file = f"weights/{name}.safetensors"
        yield Part("weights", name, "trained by Fabula on pictures that its own code drew", str(listed.get(file, {}).get("licence", UNKNOWN[1])))


def _loras(story: Story) -> Iterator[Part]:
    if story.direction.clip == "wan":
        wearers: tuple[Direction | Character, ...] = (story.direction, *story.characters)
        for name in dict.fromkeys(one.name for wearer in wearers for one in wearer.loras):
            yield Part("weights", f"lora-{name}", "added to the weights that make clips", "its own: see where it came from")


def _fonts() -> Iterator[Part]:
    for file, about in manifest().items():
        if file.startswith("fonts/") and file.endswith((".ttf", ".otf")):
            yield Part("font", Path(file).stem, "for titles, credits and subtitles, where it is needed", str(about["licence"]))


def _brought(story: Story) -> Iterator[Part]:
    """Files that were chosen for a step by a person, who may have brought them."""
    pinned = [f"portrait:{one.id}" for one in story.characters if one.pin]
    for shot in story.shots:
        pinned += [f"{kind}:{shot.id}" for kind in ("still", "clip") if getattr(shot.pins, kind)]
        pinned += [f"voice:{line.id}" for line in shot.lines if line.pin]
    for step in pinned:
        yield Part("chosen", step, "chosen by a person", "unknown where the file is the person's own; else as its kind above")


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    path.write_text(table(story), encoding="utf-8", newline="\n")


def table(story: Story) -> str:
    """Markdown."""
    rows = [f"| {part.what} | {cell(part.name)} | {cell(part.source)} | {cell(part.licence)} |" for part in parts(story)]
    head = [f"# What went into {cell(story.title)}", "", "AI-generated with Fabula. These are the licences of what made it, as far as they are known; of fonts and sounds they go with the film.", "", "| part | which | how | licence |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"
