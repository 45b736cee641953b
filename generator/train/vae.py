"""Training the video autoencoder on random crops of drawn clips.

    python -m generator.train.vae --shards FOLDER --out vae.safetensors --minutes 25

Loss: Charbonnier on pixels, their horizontal and vertical differences (line) and a quarter-size picture; pixels of a
subject count three times. Short crops first, whole windows after the first third of the budget, because a net trained
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

from generator.nets.shapes import PIXELS_PER_MASK
from generator.nets.video_vae import VideoVAE, VideoVAEConfig, load_vae, save_vae, video_from_bytes
from generator.train.data import ClipSet, open_clips
from generator.train.loop import Run, add_arguments, loop_config, train


@dataclass(frozen=True)
class VAETraining:
    """Crop side in pixels, drawings of short and whole crops, weights of the parts of the loss."""

    batch: int = 8
    crop: int = 128
    short: int = 9
    whole: int = 17
    short_until: float = 0.3
    subject_weight: float = 3.0
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
        mask = torch.stack([mask for _, mask in drawn]).to(self.device)[:, None]
        weight = 1 + (self.training.subject_weight - 1) * (mask > 0).float()
        weight = weight.repeat_interleave(PIXELS_PER_MASK, -1).repeat_interleave(PIXELS_PER_MASK, -2)
        return video, weight / weight.mean()

    def _crop(self, generator: torch.Generator, frames: int) -> tuple[Tensor, Tensor]:
        clip = below(generator, self.clips.count)
        video, mask = self.clips.array(clip, "video"), self.clips.array(clip, "mask")
        height, width = mask.shape[1:]
        side = min(self.training.crop // PIXELS_PER_MASK, height, width)
        t = below(generator, len(video) - frames + 1)
        y, x = below(generator, height - side + 1), below(generator, width - side + 1)
        cut = mask[t : t + frames, y : y + side, x : x + side]
        y, x, side = y * PIXELS_PER_MASK, x * PIXELS_PER_MASK, side * PIXELS_PER_MASK
        picture = video[t : t + frames, y : y + side, x : x + side]
        if below(generator, 2):
            picture, cut = picture[:, :, ::-1], cut[:, :, ::-1]
        return torch.from_numpy(np.ascontiguousarray(picture)), torch.from_numpy(np.ascontiguousarray(cut))

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


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--crop", type=int, default=128)
    parser.add_argument("--start-from", type=Path, help="weights to go on from")
    parser.add_argument("--decoder-only", action="store_true", help="keep encoder and latents as they are")
    chosen = parser.parse_args(arguments)
    config = loop_config(chosen)
    torch.manual_seed(config.seed)
    training = VAETraining(batch=config.batch, crop=chosen.crop, short_until=0.0 if chosen.start_from else 0.3)
    net = (load_vae(chosen.start_from) if chosen.start_from else VideoVAE(VideoVAEConfig())).to(config.device)
    net.requires_grad_(True)
    net.encoder.requires_grad_(not chosen.decoder_only)
    task = VAETask(net, open_clips(chosen.shards, "train"), training, config.device)
    print(f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f}M parameters, {task.clips.count} clips", flush=True)
    train(task, config, None if chosen.decoder_only else lambda run: measure_latents(run, task))


if __name__ == "__main__":
    main()
