"""What Wan 2.1 sees of pictures beside their latents: the last hidden states but one of CLIP ViT-H (OpenCLIP, through transformers)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generator.published.loading import whole_net
from storyboard.errors import Corrupt, Missing


class Sight:
    """CLIP's vision half, and how it wants its pictures."""

    def __init__(self, processor: Any, net: Any) -> None:
        self.processor, self.net = processor, net

    def states(self, pictures: Sequence[np.ndarray]) -> Tensor:
        """States (n, 257, 1280) of n pictures uint8 (H, W, 3)."""
        given = self.processor(images=list(pictures), return_tensors="pt").pixel_values
        kept = next(self.net.parameters())
        with torch.inference_mode():
            states = self.net(given.to(kept.device, kept.dtype), output_hidden_states=True).hidden_states[-2]
        return states.float().cpu().clone()


def sight(folder: Path) -> Sight:
    """From the parts `image_processor` and `image_encoder` of a folder. Missing, Corrupt."""
    try:
        from transformers import CLIPImageProcessor, CLIPVisionModel
    except ImportError as error:
        raise Missing("Wan 2.1 looks at pictures with the package transformers. Install it: `pip install 'fabula[wan]'`.") from error
    for part in ("image_processor", "image_encoder"):
        if not (folder / part).is_dir():
            raise Missing(f"{folder} has no folder {part}, with which Wan 2.1 looks at a picture. Set up a whole folder of Wan, as diffusers keeps it.")
    try:
        processor = CLIPImageProcessor.from_pretrained(folder / "image_processor", local_files_only=True)
        net = whole_net("image_encoder", folder / "image_encoder", CLIPVisionModel, dtype="auto")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise Corrupt(f"What looks at pictures in {folder} cannot be loaded: {error}. Set the weights up again.") from error
    return Sight(processor, net)
