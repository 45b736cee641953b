"""A person's clips as a published model sees them: latents, the states of their captions and, for nets that begin from pictures, what is shown of those.
Made once for each set of clips and each model, and kept.

Letters: C latent channels, G latent frames, y x latent cells, P states of pictures, L text places, T text width.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor

from generator.nets.header import read_header
from generator.nets.weights import write_bytes
from generator.published.asking import Asked, beside
from generator.published.autoencoder import Autoencoder, autoencoder, seen
from generator.published.sight import Sight, sight
from generator.published.sources import sources
from generator.published.text import Words
from generator.published.variants import Variant
from generator.published.words_kept import KeptWords
from generator.train.data import ClipSet, Shard, open_clips, open_shard
from storyboard.digest import digest, file_digest
from storyboard.errors import BadInput

MAKE = "Make them with `python -m generator.train.clips --films FOLDER --out SHARDS`."


class Taught(NamedTuple):
    """What a run learns from: the clips as latents, the states of every caption (and of no words at all), and the digest of it all."""

    clips: ClipSet
    words: dict[str, Words]
    digest: str


def taught(base: Path, variant: Variant, shards: Path, kept: Path, device: str = "cpu") -> Taught:
    """The clips of a folder of shards for the model in `base`; what was made before in `kept` is taken from there. BadInput, Missing, Corrupt."""
    paths = _checked(shards, variant)
    whole = digest("taught", 1, [file_digest(file) for file in sorted(sources(base / "vae").names)], [file_digest(path) for path in paths], variant.name)
    place = kept / "latents" / whole
    missing = [path for path in paths if not (place / path.name).is_file()]
    if missing:
        eyes = Eyes(autoencoder(base, device), sight(base) if variant.dit.image_dim else None, variant)
        for path in missing:
            _encode(open_shard(path), eyes, place / path.name)
    clips = open_clips(place, "train")
    captions = sorted({"", *(clips.caption(n) for n in range(clips.count))})
    found = KeptWords(base, kept / "words").read(captions)
    words = {caption: Words(one.states[:, : one.length].clone(), one.length) for caption, one in zip(captions, found, strict=True)}
    return Taught(clips, words, whole)


def _checked(shards: Path, variant: Variant) -> list[Path]:
    """The shards, after all were found to be clips at the model's own rate."""
    paths = sorted(shards.glob("*.safetensors")) if shards.is_dir() else []
    if not paths:
        raise BadInput(f"{shards} holds no shards of clips. {MAKE}")
    for path in paths:
        try:
            header = read_header(path)
            shard = open_shard(path)
        except ValueError as error:
            raise BadInput(f"{path} cannot be learned from: {str(error).rstrip('.')}. {MAKE}") from error
        if "video" not in shard.arrays or not shard.count:
            raise BadInput(f"{path} holds no clips. {MAKE}")
        rate = header["__metadata__"].get("rate", "")
        if rate != str(variant.rate):
            raise BadInput(f"The clips of {path.name} run at {rate or 'no known'} frames a second, and this model was taught {variant.rate}. Make them anew with --rate {variant.rate}.")
    return paths


class Eyes(NamedTuple):
    """What encodes for a model."""

    coder: Autoencoder
    sight: Sight | None
    variant: Variant

    def clip(self, video: np.ndarray) -> dict[str, Tensor]:
        """Of a clip uint8 (F, H, W, 3): latents (C, G, y, x) and, where the net begins from pictures, `beside` (4 + C, G, y, x) and `sight` (P, 1280)."""
        made = {"latents": self.coder.encode(torch.cat([seen(frame) for frame in video], dim=2))[0]}  # (C, G, y, x)
        if self.variant.dit.in_channels != self.variant.dit.out_channels:
            places = {0, len(video) - 1} if self.variant.dit.image_places else {0}
            pictures = {place: video[place] for place in sorted(places)}
            size = (video.shape[2], video.shape[1])
            shown = beside(self.coder, Asked("", "", len(video), size, 1, pictures=pictures)).beside
            assert shown is not None
            made["beside"] = shown[0]  # (4 + C, G, y, x)
            if self.sight is not None:
                made["sight"] = self.sight.states(list(pictures.values())).flatten(0, 1)  # (P, 1280)
        return made


def _encode(shard: Shard, eyes: Eyes, target: Path) -> None:
    frames = shard.arrays["video"].shape[1]
    step = 2 * eyes.coder.cell
    if (frames - 1) % eyes.coder.group or any(side % step for side in shard.arrays["video"].shape[2:4]):
        raise BadInput(f"{shard.path.name} holds clips of {frames} frames of {shard.arrays['video'].shape[2:4][::-1]}; this model takes 1 + {eyes.coder.group} n frames and sides that are multiples of {step}. {MAKE}")
    rows = [eyes.clip(np.array(video)) for video in shard.arrays["video"]]
    made = {name: torch.stack([row[name] for row in rows]).to(torch.bfloat16).contiguous() for name in rows[0]}
    write_bytes(target, save(made, metadata={"captions": json.dumps(shard.captions), "split": shard.split}))
    print(f"{shard.path.name}: {shard.count} clips encoded", flush=True)


def padded(words: Sequence[Words], places: int) -> tuple[Tensor, list[int]]:
    """States (B, L, T) of several texts, zero beyond each one's own length, and these lengths."""
    states = [torch.nn.functional.pad(one.states, (0, 0, 0, places - one.states.shape[1])) for one in words]
    return torch.cat(states), [one.length for one in words]
