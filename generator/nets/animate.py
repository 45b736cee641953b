"""From a picture, words and numbers to moving drawings: one window of 17, or as many windows as a clip needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.nets.camera import CLOCK, LONGEST_CLOCK, held_by_camera
from generator.nets.clip_net import ClipNet
from generator.nets.flow import Conditions, conditions, sample, sigma_table
from generator.nets.shapes import WINDOW_FRAMES, VideoShape, round_frames
from generator.nets.video_vae import VideoVAE, bytes_from_video, video_from_bytes

CARRIED_FRAMES = 5


@dataclass(frozen=True)
class Sampling:
    """Steps, shift of the sigma table, seed of the noise, and whether linear layers and convolutions run in bf16."""

    steps: int = 8
    shift: float = 3.0
    seed: int = 0
    bf16: bool = False


class Direction(NamedTuple):
    """What a clip shows: caption, numbers float32 (F, 16) of its F drawings, portraits uint8 (h, w, 3) of its subjects.

    Portraits have sides that are multiples of 16; weights whose adapter never learned leave them out. `held` uint8
    (F, H, W, 3): the clip if nothing but the camera moved; None: the first drawing, moved by the path in `numbers`.
    """

    caption: str
    numbers: np.ndarray
    portraits: Sequence[np.ndarray] = ()
    held: np.ndarray | None = None


@torch.inference_mode()
def animate(
    dit: ClipNet,
    vae: VideoVAE,
    first_frames: np.ndarray,
    direction: Direction,
    sampling: Sampling = Sampling(),
) -> np.ndarray:
    """One window: drawings uint8 (F, H, W, 3) that go on from `first_frames` uint8 (k, H, W, 3), k = 1 + 4 n.

    The given drawings come back as they were. Same input and same thread count: same bytes.
    """
    device = dit.numbers_mean.device
    caption, numbers, portraits, still = direction
    known_faces = portraits if dit.identity.is_trained() else ()
    shape = VideoShape(len(numbers), *first_frames.shape[1:3])
    latent_shape, known = shape.latent(), len(first_frames)
    with torch.autocast(device.type, torch.bfloat16, enabled=sampling.bf16):
        clean = vae.encode(_video(first_frames, device)).float()  # (1, C, k, y, x)
        held = encode_held(vae, held_by_camera(first_frames[0], numbers) if still is None else still)  # (1, C, G, y, x)
        given = _given(clean, held)
        pictures = [vae.encode(_video(portrait[None], device)).float() for portrait in known_faces]
        subjects = dit.references(pictures, latent_shape) if pictures else None
        rows = torch.as_tensor(numbers, dtype=torch.float32, device=device)[None]
        made = dit.prepare([caption], rows, given, subjects)
        noise = torch.randn(clean.shape[1:2] + latent_shape, generator=torch.Generator().manual_seed(sampling.seed))
        latents = sample(
            lambda x, sigma: dit.velocity(x, sigma, given, made),
            noise[None].to(device),
            given,
            sigma_table(sampling.steps, sampling.shift),
        )
        frames = bytes_from_video(vae.decode(latents))[0].cpu().numpy()
    return np.concatenate([first_frames, frames[known:]])


def animate_long(
    dit: ClipNet,
    vae: VideoVAE,
    first_frame: np.ndarray,
    direction: Direction,
    sampling: Sampling = Sampling(),
) -> np.ndarray:
    """As many windows as the direction has drawings, from one picture uint8 (H, W, 3); any F >= 1.

    The last five drawings of a window are encoded again as the two clean latents the next one starts from; what the camera
    does is told by the first picture throughout, so that a long clip keeps its line.
    """
    numbers, total = direction.numbers, len(direction.numbers)
    padded = np.concatenate([numbers, np.repeat(numbers[-1:], round_frames(total) - total, axis=0)])
    padded[:, CLOCK] = np.minimum(padded[:, CLOCK], LONGEST_CLOCK)  # the net knows no later time
    frames = first_frame[None]
    held = held_by_camera(first_frame, padded)
    window = 0
    while len(frames) < len(padded):
        carried = frames[-CARRIED_FRAMES:] if len(frames) >= CARRIED_FRAMES else frames
        start = len(frames) - len(carried)
        span = slice(start, start + WINDOW_FRAMES)
        here_held = direction._replace(numbers=padded[span], held=held[span])
        here = Sampling(sampling.steps, sampling.shift, sampling.seed + 7919 * window, sampling.bf16)
        made = animate(dit, vae, carried, here_held, here)
        frames = np.concatenate([frames, made[len(carried) :]])
        window += 1
    return frames[:total]


def encode_held(vae: VideoVAE, held: np.ndarray) -> Tensor:
    """Latents (1, C, G, y, x) of a drawing as the camera moves it, uint8 (F, H, W, 3).

    A clip in which nothing moves has the same latent throughout, so a camera at rest costs next to nothing.
    """
    device = vae.latent_mean.device
    if (held == held[:1]).all():
        frames = VideoShape(*held.shape[:3]).latent().frames
        return vae.encode(_video(held[:1], device)).float().expand(-1, -1, frames, -1, -1)
    return vae.encode(_video(held, device)).float()


def _video(frames: np.ndarray, device: torch.device) -> Tensor:
    return video_from_bytes(torch.from_numpy(np.ascontiguousarray(frames))[None].to(device))


def _given(clean: Tensor, held: Tensor) -> Conditions:
    """Conditions with `clean` (1, C, k, y, x) as the first latent frames of a window as long as `held`."""
    latents = held.new_zeros(held.shape)
    latents[:, :, : clean.shape[2]] = clean
    given = torch.arange(held.shape[2], device=held.device)[None] < clean.shape[2]
    return conditions(latents, given, held)
