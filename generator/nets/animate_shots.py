"""Several shots of one scene animated together: the windows of all of them that begin alike go through the net as one sequence.

A short shot that fits in one window is made in one pass with its neighbours; of longer ones the first windows are, then the second ones,
and so on; a shot that has ended leaves the others. Everything but the net's own pass is each shot's own: its first drawing, its anchor,
its noise, and what the autoencoder makes of it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from generator.nets.animate import Asked, Direction, Laid, Sampling, Window, ask, computing, drawn, goes_on, lay, sampled, seeded, whole_of
from generator.nets.clip_net import ClipNet
from generator.nets.multi_shot import Binding, join_conditions, join_shots
from generator.nets.puppet import Anchor
from generator.nets.shapes import LatentShape
from generator.nets.video_vae import VideoVAE

BOUND = Binding()


class Shot(NamedTuple):
    """One of them: its first drawing uint8 (H, W, 3), what it shows, the seed of its noise, and its anchor, where that is there already."""

    first: np.ndarray
    direction: Direction
    seed: int = 0
    anchor: Anchor | None = None


class Going(NamedTuple):
    """A shot on its way: the drawings made so far, all that is told of it, what is asked of the net."""

    frames: np.ndarray
    whole: Window
    asked: Asked

    @property
    def is_made(self) -> bool:
        return len(self.frames) >= len(self.whole.numbers)


@torch.inference_mode()
def animate_together(
    dit: ClipNet, vae: VideoVAE, shots: Sequence[Shot], sampling: Sampling, binding: Binding = BOUND
) -> list[np.ndarray]:
    """The drawings of each shot, uint8 (F, H, W, 3), all of one height and width. A single shot comes out as `animate_long` makes it, bit for
    bit. Same input and same thread count: same bytes. ValueError where heights or widths differ."""
    if len({shot.first.shape for shot in shots}) != 1:
        raise ValueError(f"shots made together have one height and width, given {[shot.first.shape[:2] for shot in shots]}")
    going = [_begun(dit, vae, shot, sampling) for shot in shots]
    window = 0
    while places := [place for place, one in enumerate(going) if not one.is_made]:
        seeds = [seeded(Sampling(sampling.steps, sampling.shift, shots[place].seed, sampling.path), window) for place in places]
        for place, frames in zip(places, _windows(dit, vae, [going[place] for place in places], seeds, binding), strict=True):
            going[place] = going[place]._replace(frames=frames)
        window += 1
    return [one.frames[: len(shot.direction.numbers)] for one, shot in zip(going, shots, strict=True)]


def _begun(dit: ClipNet, vae: VideoVAE, shot: Shot, sampling: Sampling) -> Going:
    shape = LatentShape(1, *(side // 8 for side in shot.first.shape[:2]))
    return Going(shot.first[None], whole_of(shot.first, shot.direction, shot.anchor), ask(dit, vae, shot.direction, shape, sampling))


def _windows(dit: ClipNet, vae: VideoVAE, going: Sequence[Going], samplings: Sequence[Sampling], binding: Binding) -> list[np.ndarray]:
    """Each shot's drawings with one more window."""
    ways = [goes_on(one.frames, one.whole) for one in going]
    with computing(dit, samplings[0]):
        laid = [lay(dit, vae, carried, (one.asked, window), how) for one, (carried, window), how in zip(going, ways, samplings, strict=True)]
        latents = sampled(dit, _joined(laid, dit, binding), samplings[0]).split([one.noise.shape[2] for one in laid], dim=2)
        made = [drawn(vae, part, *way) for part, way in zip(latents, ways, strict=True)]
    return [np.concatenate([one.frames, frames[len(carried) :]]) for one, (carried, _), frames in zip(going, ways, made, strict=True)]


def _joined(laid: Sequence[Laid], dit: ClipNet, binding: Binding) -> Laid:
    if len(laid) == 1:
        return laid[0]
    made = join_shots([one.made for one in laid], dit.config.dit.attention_head_dim, binding)
    return Laid(join_conditions([one.given for one in laid]), made, torch.cat([one.noise for one in laid], dim=2))
