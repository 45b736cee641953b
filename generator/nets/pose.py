"""The pose sketch: where everyone's joints and heads are, as maps over latent cells, and the regions their portraits act in.

Keypoints are (B, F, 4, 11, 3): subjects, points, (x, y, seen) in shares of width and height; points 0 to 6 are hip, neck, head,
hands and feet, 7 the middle of the head, 8 the head's half-axes, 9 the middle of an open mouth and how wide it is open, 10 the
half-axes of its opening. A latent frame shows the pose of
its last drawing; what moved since the latent frame before is told by where its own sketch was.

Letters: B batch, F drawings (1 + 4 n), G latent frames, y x latent cells, M = 13 maps of each of 4 subjects, S tokens.
"""

import torch
from einops import rearrange
from torch import Tensor

from generator.nets.shapes import FRAMES_PER_LATENT, PATCH, LatentShape

SUBJECTS = 4
POINTS = 11
JOINTS, HEAD, REACH, MOUTH = 7, 7, 8, 9
BONES = ((0, 1), (1, 3), (1, 4), (0, 5), (0, 6))  # torso, arms, legs
MAPS = JOINTS + 2 + 3 + 1  # joints; head and mouth; torso, arms, legs; region
POSE = SUBJECTS * MAPS
SMALLEST = 0.75  # cells: no blot is narrower
ABOUT = 1.6  # half heads a body reaches on either side of its bones
NEAR = 0.1  # share of its region a token must lie in for a portrait to act there


def pose_maps(keypoints: Tensor, shape: LatentShape) -> Tensor:
    """Maps (B, 52, G, y, x) in fp32, 0 to 1, for latents of `shape`. ValueError when the drawings do not fit it."""
    if keypoints.shape[1] != 1 + (shape.frames - 1) * FRAMES_PER_LATENT:
        raise ValueError(f"a latent of {shape.frames} frames has {1 + 4 * (shape.frames - 1)} drawings, given {keypoints.shape[1]}")
    told = keypoints[:, ::FRAMES_PER_LATENT].float()  # (B, G, 4, 11, 3)
    cells = torch.tensor([shape.width, shape.height], device=told.device)
    at, seen = told[..., :2] * cells, told[..., 2]  # (B, G, 4, 11, 2), (B, G, 4, 11)
    half = at[..., REACH, :].prod(-1).clamp(min=0).sqrt().clamp(min=SMALLEST)  # (B, G, 4): half a head, in cells
    present = seen[..., HEAD]  # (B, G, 4)
    grid = _grid(shape, told.device)  # (y x, 2)
    joints = [_blot(grid, at[..., n, :], 0.5 * half) * seen[..., n, None] for n in range(JOINTS)]
    head = _blot(grid, at[..., HEAD, :], half) * present[..., None]
    mouth = _blot(grid, at[..., MOUTH, :], 0.5 * half) * (present * seen[..., MOUTH])[..., None]
    bones = [_bone(grid, at[..., a, :], at[..., b, :], 0.5 * half) * (seen[..., a] * seen[..., b])[..., None] for a, b in BONES]
    torso, arms, legs = bones[0], torch.maximum(bones[1], bones[2]), torch.maximum(bones[3], bones[4])
    wide = [_bone(grid, at[..., a, :], at[..., b, :], ABOUT * half) * (seen[..., a] * seen[..., b])[..., None] for a, b in BONES]
    region = torch.stack([_blot(grid, at[..., HEAD, :], ABOUT * half) * present[..., None], *wide]).amax(0)
    maps = torch.stack([*joints, head, mouth, torso, arms, legs, region], dim=3)  # (B, G, 4, M, y x)
    return rearrange(maps, "b g k m (y x) -> b (k m) g y x", y=shape.height)  # (B, 52, G, y, x)


def regions(maps: Tensor) -> Tensor:
    """Where each subject is: bool (B, 4, S), for the tokens of a patch of 2 x 2 latent cells. A subject that is nowhere in a
    clip's sketch (or a clip without one) may be anywhere: True throughout."""
    region = maps[:, MAPS - 1 :: MAPS]  # (B, 4, G, y, x)
    inside = rearrange(region, "b k g (y q) (x r) -> b k (g y x) (q r)", q=PATCH, r=PATCH).amax(-1) > NEAR  # (B, 4, S)
    return inside | ~inside.any(-1, keepdim=True)


def _grid(shape: LatentShape, device: torch.device) -> Tensor:
    """Middles of all cells (y x, 2): x, y."""
    y, x = torch.meshgrid(torch.arange(shape.height, device=device), torch.arange(shape.width, device=device), indexing="ij")
    return torch.stack([x, y], -1).flatten(0, 1) + 0.5


def _blot(grid: Tensor, at: Tensor, wide: Tensor) -> Tensor:
    """A bell of deviation `wide` (B, G, 4) about points (B, G, 4, 2): (B, G, 4, y x)."""
    away = (grid - at[..., None, :]).square().sum(-1)  # (B, G, 4, y x)
    return torch.exp(-0.5 * away / wide.clamp(min=SMALLEST)[..., None].square())


def _bone(grid: Tensor, a: Tensor, b: Tensor, wide: Tensor) -> Tensor:
    """A bell across the line from a to b (B, G, 4, 2): (B, G, 4, y x)."""
    along = (b - a)[..., None, :]  # (B, G, 4, 1, 2)
    share = ((grid - a[..., None, :]) * along).sum(-1) / along.square().sum(-1).clamp(min=1e-6)  # (B, G, 4, y x)
    nearest = a[..., None, :] + share.clamp(0, 1)[..., None] * along  # (B, G, 4, y x, 2)
    return torch.exp(-0.5 * (grid - nearest).square().sum(-1) / wide.clamp(min=SMALLEST)[..., None].square())
