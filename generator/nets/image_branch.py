"""Pictures told to the video transformer as CLIP sees them (Wan 2.1, image-to-video): their states become tokens beside the words.

Letters: B batch, L places (257 of a picture: one for all of it and 16 x 16), I width of CLIP's states, D width of the net.
"""

import torch
from torch import Tensor, nn

from generator.nets.dit_block import FeedForward
from generator.nets.dit_values import VideoDiTConfig

EPS = 1e-5  # of these two norms, in all of Wan's weights


class ImageEmbedder(nn.Module):
    """CLIP's states to the net's width. With learned places, those of the first and of the last frame come one after the other."""

    def __init__(self, config: VideoDiTConfig) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(config.image_dim, EPS)
        self.ff = FeedForward(config.image_dim, config.image_dim, config.dim, form="none")
        self.norm2 = nn.LayerNorm(config.dim, EPS)
        self.pos_embed = nn.Parameter(torch.zeros(1, config.image_places, config.image_dim)) if config.image_places else None

    def forward(self, states: Tensor) -> Tensor:
        """States (B, L, I) to tokens (B, L, D). ValueError where there are not as many states as learned places."""
        if self.pos_embed is not None:
            if states.shape[1] != self.pos_embed.shape[1]:
                raise ValueError(
                    f"this net knows {self.pos_embed.shape[1]} places of pictures (the first and the last frame's), given {states.shape[1]}"
                )
            states = states + self.pos_embed  # (B, L, I)
        return self.norm2(self.ff(self.norm1(states.float())).float())  # (B, L, D)
