"""Stills by a published picture net: the prompt, the portraits of who is in it, and an earlier view of its place become a picture.

Which net: the folder that was set up as `stills` says it (generator/published/families.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.picture import read_png, write_png
from generator.published.diffusers_image import Told, still
from generator.published.families import STILLS, family_of, stored_in
from generator.published.pipelines import loaded
from generator.rig import Rig
from storyboard.params import StillParams
from storyboard.take import Media

PLACE = "Image {number} is this place as it was seen before: keep its layout, its things and its colours."


def make(params: StillParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """A picture at `params.size`. `inputs`: {"portrait": one per subject, in slot order; "place": a view of its place, if there is one}. Missing,
    Corrupt, BadInput, LimitReached, NoRoom."""
    folder = rig.weights["stills"]
    family = family_of(folder, STILLS)
    pictures, prompt = [read_png(media.path) for media in inputs.get("portrait", ())], params.prompt
    for media in inputs.get("place", ())[: max(0, family.references - len(pictures))]:
        pictures.append(read_png(media.path))
        prompt += f"\nPlace: {PLACE.format(number=len(pictures))}"
    pipeline = rig.loaded(f"stills:{folder}", lambda: loaded(folder, family, stored_in(folder)))
    told = Told(prompt, params.negative, pictures, params.size, params.staging.seed)
    return write_png(rig.scratch / "still.png", still(pipeline, family, told))
