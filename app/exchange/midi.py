"""The score as a MIDI file, for a person who goes on composing: as it is composed for this cut, whoever plays it in the film."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from storyboard.scoring import scored
from storyboard.story import Story


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    from generator.midi import file_of

    path.write_bytes(file_of(scored(story), story.title))
