"""Published video models, tiny and with random weights: the same classes, folders and files as the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    from diffusers import AutoencoderKLWan

    more: dict[str, Any] = {}
    if channels == 48:
        means = {"latents_mean": [0.01 * n for n in range(48)], "latents_std": [1 + 0.01 * n for n in range(48)]}
        more = {"is_residual": True, "in_channels": 12, "out_channels": 12, "patch_size": 2, "scale_factor_spatial": 16, "decoder_base_dim": 8, **means}
    return AutoencoderKLWan(base_dim=4, z_dim=channels, dim_mult=[1, 2, 2, 2], num_res_blocks=1, temperal_downsample=[False, True, True], **more)


def dit(**changes: Any) -> Any:
    """A WanTransformer3DModel of two layers."""
    from diffusers import WanTransformer3DModel

    sizes = {"num_layers": 2, "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 40, "text_dim": 20, "freq_dim": 32}
    return spread(WanTransformer3DModel(**{**sizes, **changes}))


def spread(net: Any) -> Any:
    """Weights that do something: many of these classes start from zeros."""
    import torch

    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.15)
    return net.eval().requires_grad_(False)


def scheduler(shift: float = 5.0) -> Any:
    from diffusers import UniPCMultistepScheduler

    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=shift)


def t2v(folder: Path) -> Any:
    """Wan 2.1 text to video."""
    import torch
    from diffusers import WanPipeline

    torch.manual_seed(0)
    tokenizer, encoder = umt5()
    return kept(WanPipeline(tokenizer=tokenizer, text_encoder=encoder, vae=vae(), scheduler=scheduler(), transformer=dit()), folder)


def kept(pipeline: Any, folder: Path) -> Any:
    """Written as it is given out; still, for comparison."""
    pipeline.save_pretrained(folder, safe_serialization=True)
    pipeline.vae.eval()
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
