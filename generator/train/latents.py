"""Encoding clip shards once: the latents of a few windows per clip.

    python -m generator.train.latents --shards FOLDER --vae vae.safetensors --out FOLDER --offsets 0 16

Of each clip of 33 drawings the windows of 17 at the offsets are encoded (each as a clip of its own), with their numbers, their
pose sketch, where the subjects are, and the anchor a film would have there: the opening of the shot as a puppet (puppet.py).
Shards that are already there for the same autoencoder are left alone.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from safetensors.torch import save
from torch import Tensor

from generator.known import known_of
from generator.nets.animate import encode_held
from generator.nets.header import read_header
from generator.nets.pages import Known, arriving
from generator.nets.puppet import empty_theatre, puppet, theatre_of
from generator.nets.shapes import WINDOW_FRAMES
from generator.nets.video_vae import VideoVAE, load_vae, video_from_bytes
from generator.nets.weights import write_bytes
from generator.train.data import Shard, open_shard
from storyboard.staging import Staging

OFFSETS = (0, 16)


def subject_cells(mask: Tensor, rows: int, columns: int) -> Tensor:
    """Mask (F, H/4, W/4) to the share of each latent cell that shows a subject, (G, y, x) fp32, for so many rows and columns of cells."""
    inside = (mask > 0).float()
    whole = torch.cat([inside[:1].expand(3, -1, -1), inside])  # (4 G, H/4, W/4)
    groups = rearrange(whole, "(g t) h w -> g t h w", t=4).mean(dim=1)  # (G, H/4, W/4)
    return F.adaptive_avg_pool2d(groups[None], (rows, columns))[0]  # (G, y, x)


def anchor_since(arrays: Mapping[str, np.ndarray], staging: Staging | None = None) -> np.ndarray:
    """The anchor of a clip, uint8 (F, H, W, 3): the opening of its shot, moved by bones and camera; told its staging, with those who
    come in and with depth where the camera travels. A clip without anyone: by the camera alone."""
    numbers = np.concatenate([np.zeros_like(arrays["numbers"][:1]), arrays["numbers"]])  # the path counts from the opening
    sketch = np.concatenate([arrays["before"], arrays["keypoints"]])
    opening = arrays["opening"]
    known = Known() if staging is None else known_of(staging, (opening.shape[1], opening.shape[0]), arriving(sketch), acting=False)
    theatre = theatre_of(opening, sketch, known) if sketch.any() else empty_theatre(opening, known)
    return puppet(theatre, numbers, sketch).frames[1:]


@torch.inference_mode()
def encode_shard(shard: Shard, vae: VideoVAE, offsets: Sequence[int], device: str, bf16: bool) -> dict[str, Tensor]:
    """The arrays of a latent shard, per window: latents, held (the anchor), since (drawings of the shot before the window),
    cells, numbers, keypoints; per clip: refs (latents of the portraits), drawn (0: empty portrait)."""
    names = ("latents", "held", "since", "cells", "numbers", "keypoints", "refs", "drawn")
    made: dict[str, list[Tensor]] = {name: [] for name in names}
    for row in range(shard.count):
        arrays = {name: torch.from_numpy(np.array(array[row])) for name, array in shard.arrays.items()}
        windows = [slice(start, start + WINDOW_FRAMES) for start in offsets]
        video = video_from_bytes(torch.stack([arrays["video"][w] for w in windows]).to(device))
        refs = video_from_bytes(arrays["refs"][:, None].to(device))
        with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=bf16):
            latents = vae.encode(video).float()
            staging = Staging.model_validate(shard.stagings[row]) if shard.stagings else None
            moved = anchor_since({name: array.numpy() for name, array in arrays.items()}, staging)
            held = [encode_held(vae, moved[w]) for w in windows]
            made["latents"].append(latents.to("cpu", torch.bfloat16))
            made["held"].append(torch.cat(held).to("cpu", torch.bfloat16))
            made["refs"].append(vae.encode(refs).to("cpu", torch.bfloat16))
        made["since"].append(torch.tensor([shard.starts[row] + start for start in offsets]))
        made["drawn"].append(arrays["refs"].flatten(1).amax(dim=1))
        made["cells"].append(torch.stack([subject_cells(arrays["mask"][w], *latents.shape[-2:]) for w in windows]).bfloat16())
        for name in ("numbers", "keypoints"):
            made[name].append(torch.stack([arrays[name][w] for w in windows]))
    return {name: torch.stack(parts).contiguous() for name, parts in made.items()}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--offsets", type=int, nargs="+", default=list(OFFSETS), help="first drawings of the windows")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--fp32", action="store_true")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    vae = load_vae(chosen.vae).to(chosen.device)
    digest = hashlib.sha256(chosen.vae.read_bytes()).hexdigest()
    encode_folder(chosen.shards, chosen.out, vae, digest, Encoding(tuple(chosen.offsets), chosen.device, not chosen.fp32))


@dataclass(frozen=True)
class Encoding:
    """The first drawings of the windows, where and in what the autoencoder computes."""

    offsets: tuple[int, ...] = OFFSETS
    device: str = "cpu"
    bf16: bool = True


def encode_folder(shards: Path, out: Path, vae: VideoVAE, digest: str, how: Encoding = Encoding()) -> None:
    """A latent shard for every clip shard, but for those that are there from the same autoencoder (by its digest)."""
    for path in sorted(shards.glob("*.safetensors")):
        target = out / path.name
        if target.is_file() and read_header(target)["__metadata__"].get("vae") == digest:
            continue
        shard = open_shard(path)
        words = {"captions": json.dumps(shard.captions), "strata": json.dumps(shard.strata)}
        words |= {"split": shard.split, "vae": digest, "together": str(shard.together)}
        write_bytes(target, save(encode_shard(shard, vae, how.offsets, how.device, how.bf16), metadata=words))
        print(f"{target.name}: {shard.count} clips", flush=True)


if __name__ == "__main__":
    main()
