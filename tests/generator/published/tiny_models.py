"""Published video models, tiny and with random weights: the same classes, folders and files as the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SIZES = {"num_layers": 2, "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 40, "text_dim": 20, "freq_dim": 32}
WORDS = ("a", "fox", "cat", "walks", "in", "the", "rain", "blurred", "worst", "quality", ",", ".")


def umt5() -> tuple[Any, Any]:
    """Tokenizer and encoder, 20 wide."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

    words = Tokenizer(models.WordLevel({word: n for n, word in enumerate(("<pad>", "</s>", "<unk>", *WORDS))}, unk_token="<unk>"))
    words.normalizer, words.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.Whitespace()
    words.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>")
    net = UMT5EncoderModel(UMT5Config(vocab_size=32, d_model=20, d_kv=10, d_ff=16, num_layers=2, num_heads=2))
    return tokenizer, spread(net)


def vae(channels: int = 16) -> Any:
    """Wan's autoencoder, 2.1 (16 channels, cells of 8 pixels) or 2.2 (48 channels, of 16)."""
    import torch
    from diffusers import AutoencoderKLWan

    more: dict[str, Any] = {}
    if channels == 48:
        means = {"latents_mean": [0.01 * n for n in range(48)], "latents_std": [1 + 0.01 * n for n in range(48)]}
        more = {"is_residual": True, "in_channels": 12, "out_channels": 12, "patch_size": 2, "scale_factor_spatial": 16, "decoder_base_dim": 8, **means}
    torch.manual_seed(0)
    return AutoencoderKLWan(base_dim=4, z_dim=channels, dim_mult=[1, 2, 2, 2], num_res_blocks=1, temperal_downsample=[False, True, True], **more)


def dit(seed: int = 0, **changes: Any) -> Any:
    """A WanTransformer3DModel of two layers."""
    import torch
    from diffusers import WanTransformer3DModel

    torch.manual_seed(seed)
    return spread(WanTransformer3DModel(**{**SIZES, **changes}))


def spread(net: Any) -> Any:
    """Weights that do something: many of these classes start from zeros."""
    import torch

    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.15)
    return net.eval().requires_grad_(False)


def scheduler(shift: float = 5.0) -> Any:
    from diffusers import UniPCMultistepScheduler

    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=shift)


def clip() -> tuple[Any, Any]:
    """CLIP's vision half, 28 wide, 5 states a picture, and how it wants its pictures."""
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    sizes = {"hidden_size": 28, "intermediate_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "image_size": 16, "patch_size": 8}
    small = {"size": {"shortest_edge": 16}, "crop_size": {"height": 16, "width": 16}}
    return CLIPImageProcessor(**small), spread(CLIPVisionModel(CLIPVisionConfig(**sizes)))


def t2v(folder: Path) -> Any:
    """Wan 2.1, text to video."""
    from diffusers import WanPipeline

    return kept(WanPipeline, folder, {"vae": vae(), "transformer": dit()})


def t2v_two(folder: Path) -> Any:
    """Wan 2.2 A14B, text to video, two experts."""
    from diffusers import WanPipeline

    return kept(WanPipeline, folder, {"vae": vae(), "transformer": dit(), "transformer_2": dit(1), "boundary_ratio": 0.875}, shift=12.0)


def i2v(folder: Path, places: int | None = None) -> Any:
    """Wan 2.1, from a picture; from the first and the last one where their states have places of their own (10)."""
    from diffusers import WanImageToVideoPipeline

    processor, encoder = clip()
    net = dit(in_channels=36, image_dim=28, added_kv_proj_dim=48, pos_embed_seq_len=places)
    return kept(WanImageToVideoPipeline, folder, {"vae": vae(), "transformer": net, "image_encoder": encoder, "image_processor": processor}, shift=3.0)


def i2v_two(folder: Path) -> Any:
    """Wan 2.2 A14B, from a picture, two experts."""
    from diffusers import WanImageToVideoPipeline

    nets = {"transformer": dit(in_channels=36), "transformer_2": dit(1, in_channels=36)}
    return kept(WanImageToVideoPipeline, folder, {"vae": vae(), **nets, "image_encoder": None, "image_processor": None, "boundary_ratio": 0.9})


def ti2v(folder: Path) -> Any:
    """Wan 2.2 TI2V: text and, where there is one, a first picture. Written as it is given out, as text to video."""
    from diffusers import WanPipeline

    net = dit(in_channels=48, out_channels=48)
    return kept(WanPipeline, folder, {"vae": vae(48), "transformer": net, "expand_timesteps": True})


def vace(folder: Path) -> Any:
    """Wan 2.1 VACE: given frames and references."""
    import torch
    from diffusers import WanVACEPipeline, WanVACETransformer3DModel

    torch.manual_seed(1)
    net = spread(WanVACETransformer3DModel(**SIZES, vace_layers=[0, 1], vace_in_channels=96))
    return kept(WanVACEPipeline, folder, {"vae": vae(), "transformer": net}, shift=3.0)


def anyflow(folder: Path) -> Any:
    """AnyFlow: few steps, each of them told where it ends."""
    import torch
    from diffusers import AnyFlowPipeline, AnyFlowTransformer3DModel, FlowMapEulerDiscreteScheduler

    torch.manual_seed(1)
    parts = {"vae": vae(), "transformer": spread(AnyFlowTransformer3DModel(**SIZES))}
    return kept(AnyFlowPipeline, folder, parts | {"scheduler": FlowMapEulerDiscreteScheduler(shift=5.0)})


def stand_in(folder: Path, names: tuple[str, ...] = ("Stand-In.safetensors",), width: int = 48) -> None:
    """Stand-In's weights for a net of two layers, in the folder of a model."""
    import torch
    from safetensors.torch import save_file

    (folder / "stand_in").mkdir()
    sizes = {"down": (4, width), "up": (width, 4)}
    for seed, file in enumerate(names):
        torch.manual_seed(seed)
        tensors = {f"blocks.{n}.self_attn.{part}_loras.{side}.weight": 0.3 * torch.randn(size) for n in (0, 1) for part in "qkv" for side, size in sizes.items()}
        save_file(tensors, folder / "stand_in" / file)


def kept(kind: Any, folder: Path, parts: dict[str, Any], shift: float = 5.0) -> Any:
    """The pipeline, written as it is given out; still, for comparison."""
    tokenizer, encoder = umt5()
    pipeline = kind(**{"tokenizer": tokenizer, "text_encoder": encoder, "scheduler": scheduler(shift)} | parts)
    pipeline.save_pretrained(folder, safe_serialization=True)
    pipeline.vae.eval().requires_grad_(False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
