"""Sizes of the animating net under one name each."""

from dataclasses import dataclass, replace

from generator.nets.camera import NUMBERS_PER_LATENT
from generator.nets.flow import Preconditioning
from generator.nets.identity import IdentityConfig
from generator.nets.pose import POSE
from generator.nets.text_encoder import TextEncoderConfig
from generator.nets.video_dit import VideoDiTConfig


@dataclass(frozen=True)
class ClipNetConfig:
    """The whole animating net: transformer, text encoder, identity adapter, preconditioning (None: plain velocity)."""

    preset: str
    dit: VideoDiTConfig
    text: TextEncoderConfig
    identity: IdentityConfig
    how: Preconditioning | None


_STORYBOOK = VideoDiTConfig(numbers=NUMBERS_PER_LATENT, anchor=True, pose=POSE, far=True, precise=False)

PRESETS: dict[str, VideoDiTConfig] = {
    "tiny": replace(_STORYBOOK, num_layers=2, num_attention_heads=1, ffn_dim=128, text_dim=32),
    "storybook": _STORYBOOK,
    "storybook_l": replace(_STORYBOOK, num_layers=12, ffn_dim=1024),
}


def preset_config(name: str, words: tuple[str, ...]) -> ClipNetConfig:
    """The config of a preset with a vocabulary. ValueError for an unknown name."""
    if name not in PRESETS:
        raise ValueError(f"there is no preset {name!r}; there are {', '.join(PRESETS)}")
    dit = PRESETS[name]
    text = TextEncoderConfig(words=words, width=dit.text_dim)
    return ClipNetConfig(name, dit, text, IdentityConfig(), Preconditioning())
