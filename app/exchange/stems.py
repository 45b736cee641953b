"""The film's sound in parts: one wav for each of dialogue, narration, music, effects and ambience, in a zip. Each is as loud as it is in the mix,
so that all of them, laid on one another, are the mix."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from storyboard.errors import Missing
from storyboard.steps import Step
from storyboard.take import Media

ENDING = ".stems.zip"
README = """{title}: the sound in parts, {seconds:.3f} s at 44100 Hz, 16 bits, stereo, all from the film's first frame (24 frames a second).
Laid on one another without any change they are the film's mix ({lufs:g} LUFS, at most {peak:g} dBTP), but for rounding.
"""


def write(title: str, mix: Step, files: Mapping[str, Media], path: Path) -> None:
    """`mix`: the film's mix step; `files`: what its inputs are, by step. Missing."""
    from generator.mix import stems
    from storyboard.sound import MixParams

    lacking = [i.step for i in mix.inputs if i.step not in files]
    if lacking:
        raise Missing(f"{len(lacking)} sounds of the film are not made yet ({lacking[0]}, ...). Make it first: `fabula film`, in this size.")
    assert isinstance(mix.params, MixParams)
    roles = dict.fromkeys(i.role for i in mix.inputs)
    inputs = {role: tuple(files[i.step] for i in mix.inputs if i.role == role) for role in roles}
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".stems-") as folder, zipfile.ZipFile(path, "w") as packed:
        packed.writestr("README.txt", README.format(title=title, seconds=mix.params.total_frames / 24, lufs=mix.params.lufs, peak=mix.params.peak_dbtp))
        for name, media in stems(mix.params, inputs, Path(folder)).items():
            packed.write(media.path, f"{name}.wav")
