"""Training the guided upsampler.

    python -m generator.train.upsampler --shards FOLDER --vae vae.safetensors --out upsampler.safetensors --minutes 10

Best from shards that hold `full` uint8 [N, F, 432, 768, 3] (the world's --full): then the small drawings are those the
autoencoder gives back, softened as the animating net softens them, except the first. Without it the drawings themselves stand for the full size and a third of
them, blurred a little, for the small one. Loss: Charbonnier on pixels and their differences.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from generator.nets.shapes import WINDOW_FRAMES
from generator.nets.upsampler import SCALE, Upsampler, UpsamplerConfig, guide, picture_tensor, save_upsampler
from generator.nets.video_vae import VideoVAE, load_vae
from generator.train.data import ClipSet, open_clips
from generator.train.evaluate import round_trip
from generator.train.loop import add_arguments, loop_config, train
from generator.train.vae import below, charbonnier


@dataclass(frozen=True)
class UpsamplerTraining:
    """Crops per batch (all of one clip), drawings kept of a clip, side of the crop at the small size, weight of line,
    deviation (pixels) of the softest small drawing."""

    batch: int = 8
    drawings: int = 6
    crop: int = 48
    edge: float = 1.0
    cached_clips: int = 200
    softest: float = 3.0


class UpsamplerTask:
    """One batch: crops of one clip's drawings with their guides; recent clips are kept, flow being the slow part."""

    def __init__(
        self,
        net: Upsampler,
        clips: ClipSet,
        training: UpsamplerTraining,
        device: str = "cpu",
        vae: VideoVAE | None = None,
    ) -> None:
        self.net, self.clips, self.training, self.device, self.vae = net, clips, training, device, vae
        self._made: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = {}

    def example(self, clip: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Small drawings, full-size ones, pulled stills and trust of some drawings of a clip."""
        if clip not in self._made:
            small, full = self._pair(clip)
            if len(self._made) >= self.training.cached_clips:
                self._made.pop(next(iter(self._made)))
            self._made[clip] = (small, full, *guide(small, full[0]))
        return self._made[clip]

    def _pair(self, clip: int) -> tuple[np.ndarray, np.ndarray]:
        """Small drawings as they are made and the full-size ones they should become, some of the first window."""
        shard, row = self.clips.shard(clip)
        chosen = np.linspace(0, WINDOW_FRAMES - 1, 1 + self.training.drawings).astype(int)
        if "full" in shard.arrays:
            video = np.array(shard.arrays["video"][row][:WINDOW_FRAMES])
            made = video if self.vae is None else round_trip(self.vae, video, True)
            small = np.stack([video[0], *(self._soft(made[c], clip, k) for k, c in enumerate(chosen[1:], 1))])
            return small, np.array(shard.arrays["full"][row][chosen])
        full = np.array(shard.arrays["video"][row][chosen])
        height, width = (side // SCALE * SCALE for side in full.shape[1:3])
        full = np.ascontiguousarray(full[:, :height, :width])
        return np.stack([_small(picture) for picture in full]), full

    def _soft(self, picture: np.ndarray, clip: int, nth: int) -> np.ndarray:
        """As soft as a made drawing may be: more from drawing to drawing, another amount in every clip."""
        deviation = self.training.softest * (clip * 0.618 % 1) * nth / self.training.drawings
        return picture if deviation < 0.2 else cv2.GaussianBlur(picture, (0, 0), deviation)

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
    parser.add_argument("--vae", type=Path)
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    net = Upsampler(UpsamplerConfig()).to(config.device)
    clips = open_clips(chosen.shards, "train")
    vae = load_vae(chosen.vae) if chosen.vae else None
    train(UpsamplerTask(net, clips, UpsamplerTraining(batch=config.batch), config.device, vae), config)


if __name__ == "__main__":
    main()
