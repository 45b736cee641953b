"""Training the video autoencoder on random crops of drawn clips.

    python -m generator.train.vae --shards FOLDER --out vae.safetensors --minutes 25

Loss: Charbonnier on pixels, their horizontal and vertical differences (line) and a quarter-size picture; pixels of a
subject count three times, those of a head six times, and most crops are aimed at one: faces are small and are what people look at. Short crops first, whole windows after the first third of the budget, because a net trained
on nine drawings smears after the ninth. A little noise on the latents makes the decoder forgiving of the DiT's errors.

With `--start-from vae.safetensors --decoder-only` the encoder stays as it is and only the decoder goes on learning: the
latents, and every animating net trained on them, remain valid.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor

from generator.nets.pose import HEAD
from generator.nets.shapes import PIXELS_PER_MASK
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, load_vae, save_vae, video_from_bytes
from generator.train.data import ClipSet, open_clips
from generator.train.grow import widened
from generator.train.loop import Run, add_arguments, loop_config, train


@dataclass(frozen=True)
class VAETraining:
    """Crop side in pixels, drawings of short and whole crops, weights of the parts of the loss; `aimed`: share of the crops of
    clips with a head in them that show it."""

    batch: int = 8
    crop: int = 128
    short: int = 9
    whole: int = 17
    short_until: float = 0.3
    subject_weight: float = 3.0
    head_weight: float = 6.0
    aimed: float = 0.7
    edge: float = 1.0
    coarse: float = 0.5
    spread: float = 1e-3
    noise: float = 0.03


class VAETask:
    """One batch: crops of random clips, all of the same length."""

    def __init__(self, net: VideoVAE, clips: ClipSet, training: VAETraining, device: str = "cpu") -> None:
        self.net, self.clips, self.training, self.device = net, clips, training, device

    def batch(self, generator: torch.Generator, frames: int) -> tuple[Tensor, Tensor]:
        """Video (B, 3, F, S, S) in [-1, 1] and the weight of its pixels (B, 1, F, S, S)."""
        drawn = [self._crop(generator, frames) for _ in range(self.training.batch)]
        video = video_from_bytes(torch.stack([picture for picture, _ in drawn]).to(self.device))
        weight = torch.stack([weight for _, weight in drawn]).to(self.device)[:, None]
        weight = weight.repeat_interleave(PIXELS_PER_MASK, -1).repeat_interleave(PIXELS_PER_MASK, -2)
        return video, weight / weight.mean()

    def _crop(self, generator: torch.Generator, frames: int) -> tuple[Tensor, Tensor]:
        t, clip = self.training, below(generator, self.clips.count)
        video, mask, sketch = (self.clips.array(clip, name) for name in ("video", "mask", "keypoints"))
        height, width = mask.shape[1:]
        side = min(t.crop // PIXELS_PER_MASK, height, width)
        start = below(generator, len(video) - frames + 1)
        span = slice(start, start + frames)
        y, x = below(generator, height - side + 1), below(generator, width - side + 1)
        heads = [head for head in sketch[start, :, HEAD:] if head[0, 2] and 0 < head[0, 0] < 1 and 0 < head[0, 1] < 1]
        if heads and float(torch.rand(1, generator=generator)) < t.aimed:
            at = heads[below(generator, len(heads))][0]
            shake = torch.randint(-side // 3, side // 3 + 1, (2,), generator=generator).tolist()
            x = min(max(int(at[0] * width) - side // 2 + shake[0], 0), width - side)
            y = min(max(int(at[1] * height) - side // 2 + shake[1], 0), height - side)
        cells = (slice(None), slice(y, y + side), slice(x, x + side))
        weight = (1 + (t.subject_weight - 1) * (mask[span] > 0) + (t.head_weight - t.subject_weight) * heads_of(sketch[span], mask[span]))[cells]
        picture = video[span][:, PIXELS_PER_MASK * y : PIXELS_PER_MASK * (y + side), PIXELS_PER_MASK * x : PIXELS_PER_MASK * (x + side)]
        if below(generator, 2):
            picture, weight = picture[:, :, ::-1], weight[:, :, ::-1]
        return torch.from_numpy(np.ascontiguousarray(picture)), torch.from_numpy(np.ascontiguousarray(weight, np.float32))

    def loss(self, generator: torch.Generator, progress: float) -> tuple[Tensor, dict[str, float]]:
        t = self.training
        video, weight = self.batch(generator, t.short if progress < t.short_until else t.whole)
        latent = self.net.encoder(video)
        noise = torch.randn(latent.shape, generator=generator).to(latent.device)
        made = self.net.decoder(latent + t.noise * noise).float()
        error = made - video
        pixels, edges, coarse = reconstruction(error, weight)
        spread = F.relu(latent.float().pow(2).mean(dim=(0, 2, 3, 4)) - 1).mean()
        loss = pixels + t.edge * edges + t.coarse * coarse + t.spread * spread
        with torch.no_grad():
            psnr = -10 * torch.log10(error.pow(2).mean() / 4)
        return loss, {"psnr": float(psnr), "edges": float(edges.detach())}

    def save(self, path: Path, tensors: dict[str, Tensor], notes: dict[str, object]) -> None:
        save_vae(path, self.net, tensors, notes)


def heads_of(sketch: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Which cells of a mask (F, h, w) show a subject's head: bool (F, h, w), by its keypoints (F, 4, 11, 3)."""
    height, width = mask.shape[1:]
    x, y = (np.arange(width) + 0.5) / width, ((np.arange(height) + 0.5) / height)[:, None]
    middle, reach = sketch[:, :, HEAD, None, None, :], np.maximum(sketch[:, :, HEAD + 1, None, None, :2], 1e-6)
    away = ((x - middle[..., 0]) / reach[..., 0]) ** 2 + ((y - middle[..., 1]) / reach[..., 1]) ** 2  # (F, 4, h, w)
    return ((away < 1) & (middle[..., 2] > 0)).any(1) & (mask > 0)


def reconstruction(error: Tensor, weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Weighted Charbonnier of an error (B, 3, F, H, W): pixels, differences to neighbours, quarter-size means."""
    dx, dy = error.diff(dim=-1), error.diff(dim=-2)
    edges = (charbonnier(dx) * weight[..., 1:]).mean() + (charbonnier(dy) * weight[..., 1:, :]).mean()
    small = F.avg_pool2d(rearrange(error, "b c f h w -> (b f) c h w"), 4)
    return (charbonnier(error) * weight).mean(), edges, charbonnier(small).mean()


def charbonnier(error: Tensor, eps: float = 0.02) -> Tensor:
    """sqrt(error^2 + eps^2) - eps: like |error|, but smooth near zero."""
    return (error * error + eps * eps).sqrt() - eps


def below(generator: torch.Generator, count: int) -> int:
    """A random whole number from 0 to count - 1."""
    return int(torch.randint(count, (1,), generator=generator))


@torch.no_grad()
def measure_latents(run: Run, task: VAETask, batches: int = 16) -> None:
    """Put the averaged encoder's mean and standard deviation per channel into the weights."""
    own = {name: value.clone() for name, value in task.net.state_dict().items()}
    task.net.load_state_dict(run.averaged)
    latents = []
    for n in range(batches):
        generator = torch.Generator().manual_seed(n)
        with torch.autocast(task.device.split(":")[0], torch.bfloat16, enabled=run.config.bf16):
            latents.append(task.net.encoder(task.batch(generator, task.training.whole)[0]).float())
    values = rearrange(torch.cat(latents), "b c g y x -> c (b g y x)")
    task.net.load_state_dict(own)
    run.averaged["latent_mean"], run.averaged["latent_std"] = values.mean(dim=1), values.std(dim=1)


def build(start_from: Path | None, channels: int | None) -> VideoVAE:
    """A fresh autoencoder, or one with what the weights to go on from know."""
    if start_from is None:
        return VideoVAE(VideoVAEConfig(channels=channels or VideoVAEConfig.channels))
    old = load_vae(start_from)
    return widened(old, channels or old.config.channels).train().requires_grad_(True)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--crop", type=int, default=128)
    parser.add_argument("--start-from", type=Path, help="weights to go on from")
    parser.add_argument("--decoder-only", action="store_true", help="keep encoder and latents as they are")
    parser.add_argument("--channels", type=int, help="latent channels; more than those of the weights to go on from widens them")
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    training = VAETraining(batch=config.batch, crop=chosen.crop, short_until=0.0 if chosen.start_from else 0.3)
    net = build(chosen.start_from, chosen.channels).to(config.device)
    net.encoder.requires_grad_(not chosen.decoder_only)
    task = VAETask(net, open_clips(chosen.shards, "train"), training, config.device)
    print(f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f}M parameters, {task.clips.count} clips", flush=True)
    train(task, config, None if chosen.decoder_only else lambda run: measure_latents(run, task))


if __name__ == "__main__":
    main()
