"""Values of the video transformer: its sizes, what a window is told beside its words, and what stays the same over its steps.

Letters: B batch, C latent channels, V control channels, P maps of a sketch, G latent frames, y x latent cells, S tokens, s tokens of one latent
frame, D width, A heads, K head width, L text places, N numbers per latent frame, R reference tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from torch import Tensor

from generator.nets.shapes import TokenGrid

if TYPE_CHECKING:
    from generator.nets.multi_shot import Together


@dataclass(frozen=True)
class VideoDiTConfig:
    """Sizes of the net, under diffusers' names where it has them.

    Ours: `numbers` is the width of the per-frame vector (0: none), `anchor` says whether a first guess of the clip is shown to
    the net beside the noisy latents, `pose` how many maps of a pose sketch are (0: none).
    A step's length: `far` says whether the net is told where a step ends (an any-step flow map: see flow.py), `deltatime_type`
    whether as the way to go ("t-r") or as the end itself ("r"), `gate_value` how much of the time's embedding gives way to it
    (AnyFlow; None: it is added whole).
    Pictures (Wan 2.1): `image_dim` is the width of CLIP's states (0: no image branch), `image_places` how many states have a
    learned place (first and last frame: 514; 0: none have). Control (VACE): `vace_layers` are the blocks that get a hint.
    `precise`: the time embedding and the last layer count in fp32 under autocast too, as Wan's authors have it.
    """

    num_layers: int = 8
    num_attention_heads: int = 2
    attention_head_dim: int = 128
    ffn_dim: int = 1024
    in_channels: int = 16
    out_channels: int = 16
    text_dim: int = 256
    freq_dim: int = 256
    patch_size: tuple[int, int, int] = (1, 2, 2)
    eps: float = 1e-6
    numbers: int = 0
    anchor: bool = False
    pose: int = 0
    far: bool = False
    deltatime_type: Literal["r", "t-r"] = "t-r"
    gate_value: float | None = None
    image_dim: int = 0
    image_places: int = 0
    vace_layers: tuple[int, ...] = ()
    vace_channels: int = 96
    precise: bool = True

    @property
    def dim(self) -> int:
        return self.num_attention_heads * self.attention_head_dim


class KeysValues(NamedTuple):
    """Keys and values (B, A, tokens, K) of one block, and what is added to the keys' logits (B, tokens), if anything."""

    keys: Tensor
    values: Tensor
    bias: Tensor | None = None


class References(NamedTuple):
    """Keys and values of all reference tokens, per block, the bias on their logits, (B or 1, R) or per token of the clip
    (B or 1, S, R) (log strength, and where the subject is not), and whose token each is (R,): the subject's place from 0."""

    blocks: tuple[KeysValues, ...]
    bias: Tensor
    slots: Tensor


class Control(NamedTuple):
    """What VACE is shown (vace.py): latents (B, V, G or fewer, y, x), and how much each hint counts (None: 1)."""

    latents: Tensor
    strengths: tuple[float, ...] | None = None


class Hints(NamedTuple):
    """What is told of a window beside its words; None for what is not told.

    Numbers (B, G, N), an anchor (B, C, G, y, x), a pose sketch (B, P, G, y, x), references; of Wan: the keys and values of
    pictures (`VideoDiT.pictures`), a control, and the latents that stand `beside` the noisy ones (B, C', G, y, x), as further
    channels (the mask and the given frames of image-to-video: 4 + 16).
    """

    numbers: Tensor | None = None
    anchor: Tensor | None = None
    pose: Tensor | None = None
    references: References | None = None
    image: tuple[KeysValues, ...] | None = None
    vace: Control | None = None
    beside: Tensor | None = None


NO_HINTS = Hints()


@dataclass(frozen=True)
class Prepared:
    """All that stays the same over the steps of a window. `shown` (B, G, s, D): anchor and sketch, added to the tokens; `together`: whose
    the tokens are, where they are several shots', with each one's text and references; `image`: keys and values of pictures;
    `control` (B, G, s, D): the tokens VACE's hints are made of, with their `strengths`; `beside`: see Hints."""

    grid: TokenGrid
    text: tuple[KeysValues, ...]
    cos: Tensor
    sin: Tensor
    numbers: Tensor | None = None
    shown: Tensor | None = None
    references: References | None = None
    together: Together | None = None
    image: tuple[KeysValues, ...] | None = None
    control: Tensor | None = None
    strengths: tuple[float, ...] = ()
    beside: Tensor | None = None

    def at(self, layer: int) -> Prepared:
        """What one layer needs of it, as its layer 0: the same form for every layer, so that what is compiled for one serves all."""
        references = None if self.references is None else self.references._replace(blocks=self.references.blocks[layer : layer + 1])
        image = None if self.image is None else self.image[layer : layer + 1]
        return replace(self, text=self.text[layer : layer + 1], references=references, image=image)
