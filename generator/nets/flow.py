"""Flow matching on the straight path: schedules, preconditioning and the sampler.

Convention (said once, here): sigma in [0, 1] is the share of noise, x = (1 - sigma) data + sigma noise, the target is
v = noise - data, clean is sigma = 0, sampling runs from 1 to 0 and the time embedding takes 1000 sigma.

A flow map (Boffi et al., 2024; MeanFlow: Geng et al., 2025) is told where a step ends, r <= sigma, and answers with the mean
velocity on the way there: u = v - (sigma - r) du/dsigma. With r = sigma it is the plain velocity; one checkpoint takes any
number of steps.

Letters: B batch, C channels, G latent frames, y x latent cells.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor


class Conditions(NamedTuple):
    """Clean latents (B, C, G, y, x), which latent frames of them are given (B, G) bool, and the anchor, a first guess
    of the frames that are not given (B, C, G, y, x); zero where there is none."""

    latents: Tensor
    given: Tensor
    anchor: Tensor


def shifted(sigma: Tensor, shift: float) -> Tensor:
    """Move a schedule towards noise: shift sigma / (1 + (shift - 1) sigma) (Esser et al., 2024)."""
    return shift * sigma / (1 + (shift - 1) * sigma)


def sigma_table(steps: int, shift: float = 3.0) -> tuple[float, ...]:
    """The `steps` + 1 values of sigma from 1 to 0 that the sampler walks. ValueError for no steps."""
    if steps < 1:
        raise ValueError(f"a clip needs at least one step, given {steps}")
    return tuple(shifted(torch.linspace(1, 0, steps + 1, dtype=torch.float64), shift).tolist())


def random_sigma(count: int, generator: torch.Generator, shift: float = 3.0) -> Tensor:
    """Sigmas (count,) for training: sigmoid of a normal, shifted."""
    return shifted(torch.sigmoid(torch.randn(count, generator=generator)), shift)


def mix(data: Tensor, noise: Tensor, sigma: Tensor) -> Tensor:
    """The noisy latents (B, C, G, y, x) at sigmas (B, G)."""
    s = per_frame(sigma)
    return (1 - s) * data + s * noise


def per_frame(values: Tensor) -> Tensor:
    """Values (B, G) shaped to meet latents (B, C, G, y, x)."""
    return values[:, None, :, None, None]


def conditions(latents: Tensor, given: Tensor, held: Tensor) -> Conditions:
    """Conditions whose anchor is `held` (a first guess: puppet.py) wherever the first frame is given."""
    use = given[:, :1] & ~given  # (B, G)
    return Conditions(latents, given, held * per_frame(use.to(held.dtype)))


class Preconditioning(NamedTuple):
    """How a small net's output F becomes a velocity, so that it starts from a good guess and learns the rest.

    Frames with an anchor are modelled as their difference to it: x' = x - (1 - sigma) anchor. Then
    v' = skip x' + out F with Karras et al.'s (2022) coefficients for data of deviation d, and v = v' - anchor.
    With F = 0 and sigma = 1 the predicted clip is the anchor.
    """

    anchored_deviation: float = 0.5
    free_deviation: float = 1.0


def precondition(x: Tensor, sigma: Tensor, anchor: Tensor, how: Preconditioning) -> tuple[Tensor, Tensor, Tensor]:
    """What the net sees, then base and scale such that v = base + scale F. All (B, C, G, y, x) or broadcast to it."""
    s = per_frame(sigma)
    anchored = anchor.abs().amax(dim=(1, 3, 4), keepdim=True) > 0
    d = torch.where(anchored, how.anchored_deviation, how.free_deviation)
    seen = x - (1 - s) * anchor
    power = s * s + ((1 - s) * d) ** 2
    skip = (s - (1 - s) * d * d) / power
    return seen, skip * seen - anchor, d / power.sqrt()


def sample(
    velocity: Callable[[Tensor, Tensor, Tensor], Tensor], noise: Tensor, conditions: Conditions, table: tuple[float, ...]
) -> Tensor:
    """Steps from noise (B, C, G, y, x) along `table`; given frames stay exactly what they are.

    `velocity(x, sigma, until)` takes the latents, their per-frame sigmas (B, G) and those at the end of the step (B, G).
    """
    given = per_frame(conditions.given)
    x = torch.where(given, conditions.latents, noise)
    for here, there in pairwise(table):
        sigma, until = (torch.where(conditions.given, 0.0, value).to(x.dtype) for value in (here, there))  # (B, G) each
        x = x + (there - here) * velocity(x, sigma, until)
        x = torch.where(given, conditions.latents, x)
    return x
