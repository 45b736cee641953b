"""A person's own weights of Wan run once on a fixed prompt and seed: what they gave, in digests that two machines can compare, and beside diffusers.

Digests of fp32 are equal on machines of one kind; another kind of processor or GPU sums in another order, and the numbers beside them say how far apart.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generator.nets.shapes import LatentShape
from generator.published.asking import Asked
from generator.published.loading import read
from generator.published.opening import opened
from generator.published.room import GIB, Fit, checked, fit, tokens
from generator.published.sampling import ready
from generator.published.variants import Variant, variant_of
from generator.published.wan import NumericPath, Pipeline, Told, Voice, pipeline

PROMPT = "A red fox walks through falling snow, its breath white in the cold air."
NEGATIVE = "blurred, worst quality"
FRAMES, SIZE, STEPS, SEED = 5, (256, 160), 4, 7


@dataclass(frozen=True)
class Verified:
    """`digests`: SHA-256 of the words' states, the first velocity, the latents and the frames; `spread`: mean and deviation of the latents;
    `seconds`: loading, then sampling, then decoding; `apart`: how far the first velocity is from diffusers', relative, None with `why` not."""

    what: str
    path: str
    device: str
    steps: int
    digests: dict[str, str]
    spread: tuple[float, float]
    seconds: tuple[float, float, float]
    picture: np.ndarray
    apart: float | None
    why: str


def verified(folder: Path, path: NumericPath, say: Callable[[str], None] = lambda _: None) -> Verified:
    """Run them. Missing, BadInput, Corrupt."""
    variant = variant_of(opened(folder, "transformer"))
    count = tokens(variant, SIZE, FRAMES)
    fitting = checked(fit(variant, path, count), path)
    say(f"Loading {variant.name} ({fitting.whole / GIB:.1f} GiB) on {fitting.device} in {path} ...")
    marks = [time.monotonic()]
    model = pipeline(folder, path, count=count)
    asked = _asked(model, folder)
    told = model.told(asked)
    marks.append(time.monotonic())
    say(f"{asked.steps} steps of {FRAMES} frames at {SIZE[0]}x{SIZE[1]} ...")
    x, first = _first(model, asked, told)
    latents = model.sampled(asked, told)
    marks.append(time.monotonic())
    say("Decoding ...")
    frames = model.coder.decode(latents)
    marks.append(time.monotonic())
    digests = {"words": _sha(told.words.states), "velocity": _sha(first), "latents": _sha(latents), "frames": hashlib.sha256(frames.tobytes()).hexdigest()}
    spread = float(latents.mean()), float(latents.std())
    del model
    apart, why = _beside(folder, variant, (path, fitting), (x, told, asked.schedule.times[0]), first)
    seconds = tuple(round(after - before, 2) for before, after in pairwise(marks))
    return Verified(variant.name, path, fitting.device, asked.steps, digests, spread, (seconds[0], seconds[1], seconds[2]), frames[len(frames) // 2], apart, why)


def _asked(model: Pipeline, folder: Path) -> Asked:
    sampling = ready(folder, "").sampling
    asked = Asked(PROMPT, NEGATIVE, FRAMES, SIZE, len(sampling.sigmas) or STEPS, SEED, sampling)
    return replace(asked, pictures={0: _picture()}) if model.takes in ("beside", "first") else asked


def _picture() -> np.ndarray:
    """A fixed first frame uint8 (H, W, 3): a sky that grows light, a hill, a sun."""
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    sky = np.stack([90 + down, 120 + down // 2, 200 - down // 3], axis=-1)
    hill = down > 110 + 20 * np.sin(across / 40)
    sun = (down - 45) ** 2 + (across - 190) ** 2 < 20**2
    shown = np.where(hill[..., None], np.array([70, 120, 60]), np.where(sun[..., None], np.array([255, 220, 120]), sky))
    return shown.clip(0, 255).astype(np.uint8)


def _first(model: Pipeline, asked: Asked, told: Told) -> tuple[Tensor, Tensor]:
    """Noise (1, C, G, y, x) with what is given of it, and the velocity there, of the words alone."""
    coder, shown = model.coder, told.shown
    shape = LatentShape(coder.latent_frames(asked.frames) + shown.ahead, asked.size[1] // coder.cell, asked.size[0] // coder.cell)
    x = torch.randn(1, coder.channels, *shape, generator=torch.Generator().manual_seed(asked.seed))
    x = x if shown.clean is None else torch.cat([shown.clean, x[:, :, 1:]], dim=2)
    voice = Voice(model.expert(0), shape, told._replace(avoided=None), 1.0)
    here, until = (*asked.schedule.times, 0.0)[:2]
    return x, voice.velocity(x, here, until)


def _beside(folder: Path, variant: Variant, how: tuple[NumericPath, Fit], at: tuple[Tensor, Told, float], first: Tensor) -> tuple[float | None, str]:
    """How far diffusers' velocity is from ours, or why that cannot be said."""
    path, fitting = how
    try:
        import diffusers
    except ImportError:
        return None, "diffusers is not installed (pip install 'fabula[wan]')"
    if variant.dit.far:
        return None, "diffusers has this one in a class of its own"
    if fitting.kept is not None:
        return None, "diffusers' net does not fit here whole"
    half = torch.float32 if path == "fp32" else torch.bfloat16
    sizes, found = _sizes(variant), opened(folder, "transformer")
    kind: Any = diffusers.WanVACETransformer3DModel if variant.dit.vace_layers else diffusers.WanTransformer3DModel
    with torch.device("meta"):
        net = kind(**sizes)
    own = net.state_dict().keys()
    net.load_state_dict(dict(read(found, [name for name in found.tensors if name in own], half)), assign=True)
    net.rope = type(net.rope)(net.rope.attention_head_dim, net.rope.patch_size, net.rope.max_seq_len)  # its tables are no weights
    theirs = _theirs(net.eval().to(fitting.device), at, half)
    return float((first - theirs).norm() / theirs.norm()), ""


def _sizes(variant: Variant) -> dict[str, object]:
    """diffusers' words for a net's sizes."""
    dit = variant.dit
    same = ("num_layers", "num_attention_heads", "attention_head_dim", "ffn_dim", "in_channels", "out_channels", "text_dim", "freq_dim", "patch_size", "eps")
    sizes: dict[str, object] = {name: getattr(dit, name) for name in same}
    if dit.vace_layers:
        return {**sizes, "vace_layers": list(dit.vace_layers), "vace_in_channels": dit.vace_channels}
    if dit.image_dim:
        sizes |= {"image_dim": dit.image_dim, "added_kv_proj_dim": dit.dim, "pos_embed_seq_len": dit.image_places or None}
    return sizes


@torch.inference_mode()
def _theirs(net: Any, at: tuple[Tensor, Told, float], half: torch.dtype) -> Tensor:
    """diffusers' velocity (1, C, G, y, x) of the words alone."""
    x, told, moment = at
    device, shown = next(net.parameters()).device, told.shown
    when = torch.tensor([moment], device=device)
    if shown.clean is not None:
        cells = x.shape[3] // 2 * (x.shape[4] // 2)
        when = torch.full((1, x.shape[2] * cells), float(moment), device=device)
        when[:, :cells] = 0
    given = {"hidden_states": x if shown.beside is None else torch.cat([x, shown.beside], dim=1), "encoder_hidden_states": told.words.states}
    if told.sight is not None:
        given["encoder_hidden_states_image"] = told.sight
    if shown.context is not None:
        given["control_hidden_states"] = shown.context
    made: Tensor = net(**{name: one.to(device, half) for name, one in given.items()}, timestep=when, return_dict=False)[0]
    return made.float().cpu()


def _sha(tensor: Tensor) -> str:
    return hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()
