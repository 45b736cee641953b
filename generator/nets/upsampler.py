"""The upsampler guided by the still: small moving drawings to three times their size, with the still's line and texture.

Optical flow (DIS, Kroeger et al., 2016) from every small drawing back to the first one says where each of its pixels
came from; the full-size still is pulled along it and trusted where flow and colours agree. Without a net the result is
the trusted still over the enlarged drawing; the net adds a residual that mends seams and what the still cannot know.

Letters: F drawings, H W small size, 3 the scale, B batch.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.nets.weights import fit, read_weights, write_weights

SCALE = 3
SOFT = 2.0  # pixels (deviation): drawings are compared as soft as the softest the net makes, so that softness is not distrust


@dataclass(frozen=True)
class UpsamplerConfig:
    """Width and number of residual blocks at the small size."""

    width: int = 48
    depth: int = 3


class Guide(NamedTuple):
    """What the still says about each drawing: pulled still (F, 3H, 3W, 3) uint8 and trust (F, H, W) in [0, 1]."""

    pulled: np.ndarray
    trust: np.ndarray


class Upsampler(nn.Module):
    """Residual over the blend of pulled still and enlarged drawing; starts at zero."""

    def __init__(self, config: UpsamplerConfig) -> None:
        super().__init__()
        self.config = config
        self.conv_in = nn.Conv2d(3 + 3 * SCALE**2 + 1, config.width, 3, padding=1)
        self.convs = nn.ModuleList(nn.Conv2d(config.width, config.width, 3, padding=1) for _ in range(2 * config.depth))
        self.conv_out = nn.Conv2d(config.width, 3 * SCALE**2, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)  # type: ignore[arg-type]

    def forward(self, small: Tensor, pulled: Tensor, trust: Tensor) -> Tensor:
        """Small drawings (B, 3, H, W), pulled still (B, 3, 3H, 3W), trust (B, 1, H, W) to drawings; all in [0, 1]."""
        seen = torch.cat([small, F.pixel_unshuffle(pulled, SCALE), trust], dim=1)  # (B, 31, H, W)
        a = self.conv_in(seen)  # (B, width, H, W)
        for first, second in zip(self.convs[::2], self.convs[1::2], strict=True):
            a = a + second(F.silu(first(F.silu(a))))  # (B, width, H, W)
        return blend(small, pulled, trust) + F.pixel_shuffle(self.conv_out(F.silu(a)), SCALE)  # (B, 3, 3H, 3W)


def blend(small: Tensor, pulled: Tensor, trust: Tensor) -> Tensor:
    """The classical answer (B, 3, 3H, 3W): the pulled still where it is trusted, else the enlarged drawing."""
    size = pulled.shape[-2:]
    large = F.interpolate(small, size, mode="bicubic", align_corners=False)  # (B, 3, 3H, 3W)
    share = F.interpolate(trust, size, mode="bilinear", align_corners=False)  # (B, 1, 3H, 3W)
    return large + share * (pulled - large)


def guide(frames: np.ndarray, still: np.ndarray) -> Guide:
    """Pull the still (3H, 3W, 3) along the flow to each of the drawings (F, H, W, 3); the first must show the still."""
    if still.shape[0] != SCALE * frames.shape[1] or still.shape[1] != SCALE * frames.shape[2]:
        raise ValueError(f"the still must be {SCALE} times the drawings: {still.shape[:2]} for {frames.shape[1:3]}")
    made = [_pull(frame, frames[0], still) for frame in frames]
    return Guide(np.stack([pulled for pulled, _ in made]), np.stack([trust for _, trust in made]))


def _pull(frame: np.ndarray, first: np.ndarray, still: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The still pulled to one drawing, and the trust in it."""
    soft, first_soft = _softened(frame), _softened(first)
    back, forth = _flow(soft, first_soft), _flow(first_soft, soft)
    height, width = frame.shape[:2]
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)
    source = grid + back
    returned = pull(forth, source)
    lost = np.linalg.norm(back + returned, axis=-1)
    seen = pull(first, source)
    differs = np.abs(softened(seen) - softened(frame)).max(axis=-1)
    inside = (source >= -0.5).all(-1) & (source[..., 0] <= width - 0.5) & (source[..., 1] <= height - 0.5)
    trust = np.exp(-((lost / 1.0) ** 2) - (differs / 28.0) ** 2) * inside
    trust = cv2.GaussianBlur(cv2.erode(trust.astype(np.float32), np.ones((3, 3))), (3, 3), 0)
    large = cv2.resize(back, (SCALE * width, SCALE * height), interpolation=cv2.INTER_LINEAR) * SCALE
    big = np.stack(np.meshgrid(np.arange(SCALE * width), np.arange(SCALE * height)), -1).astype(np.float32)
    return pull(still, big + large, cv2.INTER_CUBIC), trust


def softened(picture: np.ndarray) -> np.ndarray:
    """The picture without fine detail: made drawings are softer than the first one, which is no reason for distrust."""
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.5)


def _softened(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture, (0, 0), SOFT)


def pull(picture: np.ndarray, source: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
    """The picture read at `source` (H, W, 2), x and y in pixels; beyond its border, its border."""
    x, y = np.ascontiguousarray(source[..., 0]), np.ascontiguousarray(source[..., 1])
    return cv2.remap(picture, x, y, how, borderMode=cv2.BORDER_REPLICATE)


def _flow(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Where each pixel of `start` is in `end`, (H, W, 2) in pixels, found at twice the size for finer steps."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    height, width = start.shape[:2]
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (start, end)]
    large = [cv2.resize(picture, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC) for picture in grey]
    found = finder.calc(large[0], large[1], np.zeros((2 * height, 2 * width, 2), np.float32))
    return cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA) / 2


@torch.inference_mode()
def upsample(frames: np.ndarray, still: np.ndarray, net: Upsampler | None = None) -> np.ndarray:
    """Drawings uint8 (F, H, W, 3) and the still uint8 (3H, 3W, 3) they began with, to uint8 (F, 3H, 3W, 3)."""
    guided = guide(frames, still)
    made = []
    for frame, pulled, trust in zip(frames, guided.pulled, guided.trust, strict=True):
        inputs = (picture_tensor(frame), picture_tensor(pulled), torch.from_numpy(trust)[None, None])
        large = blend(*inputs) if net is None else net(*inputs)
        made.append((large[0].permute(1, 2, 0) * 255).round().clamp(0, 255).to(torch.uint8).numpy())
    return np.stack(made)


def picture_tensor(picture: np.ndarray) -> Tensor:
    """A picture uint8 (H, W, 3) as (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None].float() / 255


def load_upsampler(path: Path) -> Upsampler:
    """The net in an upsampler.safetensors. FileNotFoundError or ValueError with a plain sentence otherwise."""
    tensors, config = read_weights(Path(path), "upsampler")
    net = Upsampler(UpsamplerConfig(**config["net"]))
    fit(net, tensors, Path(path).name)
    return net.eval().requires_grad_(False)


def save_upsampler(path: Path, net: Upsampler, tensors: dict[str, Tensor], notes: dict[str, Any]) -> None:
    """Write `tensors` (usually the averaged weights of `net`) with the config and what is worth noting."""
    write_weights(path, tensors, "upsampler", {"net": asdict(net.config), **notes})
