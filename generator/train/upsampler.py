"""Training the guided upsampler.

    python -m generator.train.upsampler --shards FOLDER --out upsampler.safetensors --minutes 10

A shard may hold `full` uint8 [N, F, 432, 768, 3] (full-size drawings of the clip); without it the drawings themselves
stand for the full size and a third of them for the small one. The small drawings are blurred a little, as the
autoencoder blurs them. Loss: Charbonnier on pixels and their differences.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from generator.nets.upsampler import SCALE, Upsampler, UpsamplerConfig, guide, picture_tensor, save_upsampler
from generator.train.data import ClipSet, open_clips
from generator.train.loop import add_arguments, loop_config, train
from generator.train.vae import below, charbonnier


@dataclass(frozen=True)
class UpsamplerTraining:
    """Drawings per batch (all of one clip), side of the crop at the small size, weight of line."""

    batch: int = 8
    crop: int = 48
    edge: float = 1.0
    cached_clips: int = 64


class UpsamplerTask:
    """One batch: crops of one clip's drawings with their guides; recent clips are kept, flow being the slow part."""

    def __init__(self, net: Upsampler, clips: ClipSet, training: UpsamplerTraining, device: str = "cpu") -> None:
        self.net, self.clips, self.training, self.device = net, clips, training, device
        self._made: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = {}

    def example(self, clip: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Small drawings, full-size ones, pulled stills and trust of some drawings of a clip."""
        if clip not in self._made:
            shard, row = self.clips.shard(clip)
            full = np.array(shard.arrays["full" if "full" in shard.arrays else "video"][row])
            height, width = (side // SCALE * SCALE for side in full.shape[1:3])
            chosen = np.linspace(0, len(full) - 1, min(len(full), 1 + self.training.batch)).astype(int)
            full = np.ascontiguousarray(full[chosen, :height, :width])
            small = np.stack([_small(picture) for picture in full])
            if len(self._made) >= self.training.cached_clips:
                self._made.pop(next(iter(self._made)))
            self._made[clip] = (small, full, *guide(small, full[0]))
        return self._made[clip]

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        small, full, pulled, trust = self.example(below(generator, self.clips.count))
        parts = [self._crop(generator, small, full, pulled, trust) for _ in range(self.training.batch)]
        inputs = [torch.cat(same).to(self.device) for same in zip(*parts, strict=True)]
        error = self.net(inputs[0], inputs[2], inputs[3]).float() - inputs[1]
        edges = charbonnier(error.diff(dim=-1), 0.01).mean() + charbonnier(error.diff(dim=-2), 0.01).mean()
        psnr = -10 * torch.log10(error.detach().pow(2).mean())
        return charbonnier(error, 0.01).mean() + self.training.edge * edges, {"psnr": float(psnr)}

    def _crop(self, generator: torch.Generator, *arrays: np.ndarray) -> tuple[Tensor, ...]:
        small, full, pulled, trust = arrays
        height, width = small.shape[1:3]
        side = min(self.training.crop, height, width)
        n = below(generator, len(small))
        y, x = below(generator, height - side + 1), below(generator, width - side + 1)
        low = (n, slice(y, y + side), slice(x, x + side))
        high = (n, slice(SCALE * y, SCALE * (y + side)), slice(SCALE * x, SCALE * (x + side)))
        share = torch.from_numpy(np.ascontiguousarray(trust[low]))[None, None]
        return picture_tensor(small[low]), picture_tensor(full[high]), picture_tensor(pulled[high]), share

    def save(self, path: Path, tensors: dict[str, Tensor], notes: dict[str, object]) -> None:
        save_upsampler(path, self.net, tensors, notes)


def _small(picture: np.ndarray) -> np.ndarray:
    size = (picture.shape[1] // SCALE, picture.shape[0] // SCALE)
    return cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (3, 3), 0.5)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--shards", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    net = Upsampler(UpsamplerConfig()).to(config.device)
    clips = open_clips(chosen.shards, "train")
    train(UpsamplerTask(net, clips, UpsamplerTraining(batch=config.batch), config.device), config)


if __name__ == "__main__":
    main()
