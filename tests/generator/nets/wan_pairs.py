"""Every Wan class of diffusers with tiny random weights, and our net with the same."""

import torch
from diffusers import AnyFlowTransformer3DModel, WanTransformer3DModel, WanVACETransformer3DModel

from generator.nets.shapes import LatentShape
from generator.nets.video_dit import VideoDiT, VideoDiTConfig

SIZES = {"num_layers": 3, "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 40, "text_dim": 20, "freq_dim": 32}
SHAPE = LatentShape(3, 4, 6)
PICTURE = 5  # states of one picture
CLASSES = {
    "t2v": (WanTransformer3DModel, {}, {}),
    "i2v": (WanTransformer3DModel, {"in_channels": 36, "image_dim": 28, "added_kv_proj_dim": 48}, {"in_channels": 36, "image_dim": 28}),
    "flf2v": (
        WanTransformer3DModel,
        {"in_channels": 36, "image_dim": 28, "added_kv_proj_dim": 48, "pos_embed_seq_len": 2 * PICTURE},
        {"in_channels": 36, "image_dim": 28, "image_places": 2 * PICTURE},
    ),
    "a14b-i2v": (WanTransformer3DModel, {"in_channels": 36}, {"in_channels": 36}),
    "ti2v": (WanTransformer3DModel, {"in_channels": 48, "out_channels": 48}, {"in_channels": 48, "out_channels": 48}),
    "vace": (WanVACETransformer3DModel, {"vace_layers": [0, 2], "vace_in_channels": 96}, {"vace_layers": (0, 2)}),
    "anyflow": (AnyFlowTransformer3DModel, {}, {"far": True, "deltatime_type": "r", "gate_value": 0.25}),
    "anyflow-span": (
        AnyFlowTransformer3DModel,
        {"deltatime_type": "t-r", "gate_value": 0.4},
        {"far": True, "deltatime_type": "t-r", "gate_value": 0.4},
    ),
}


def pair(name):
    """The diffusers net of a variant and ours with its weights, loaded as they are."""
    kind, theirs, ours = CLASSES[name]
    torch.manual_seed(0)
    wan = kind(**SIZES, **theirs)
    for parameter in wan.parameters():
        torch.nn.init.normal_(parameter, std=0.15)
    own = VideoDiT(VideoDiTConfig(**SIZES, **ours))
    own.load_state_dict(wan.state_dict())
    return wan.eval().requires_grad_(False), own.eval().requires_grad_(False)


def random(*shape, seed=1):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def relative(a, b):
    return float((a.double() - b.double()).norm() / b.double().norm())


def sigmas(times):
    """Per-frame sigmas (B, G) in fp64 of whole times (B,)."""
    return (torch.tensor(times, dtype=torch.float64) / 1000)[:, None].expand(-1, SHAPE.frames)
