"""Published pipelines, tiny and with random weights: the same classes, parts and files as theirs, made in a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SPECIAL = ("<pad>", "</s>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
CHAT = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
LLM = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_key_value_heads": 1}


def words() -> Any:
    """A tokenizer that reads bytes, as the published ones do where they know no word."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    known = {one: number for number, one in enumerate((*SPECIAL, *letters))}
    made = Tokenizer(models.BPE(vocab=known, merges=[]))
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    made.add_special_tokens(list(SPECIAL))
    out = PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", eos_token="</s>", additional_special_tokens=list(SPECIAL[2:]))
    out.chat_template = CHAT
    return out


VOCABULARY = 256 + len(SPECIAL)


def flux2_klein(folder: Path) -> None:
    import torch
    from diffusers import AutoencoderKLFlux2, FlowMatchEulerDiscreteScheduler, Flux2KleinPipeline, Flux2Transformer2DModel
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=AutoencoderKLFlux2(
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, block_out_channels=(4, 4, 4, 4), layers_per_block=1,
            latent_channels=4, norm_num_groups=1, mid_block_add_attention=False,
        ),
        text_encoder=Qwen3ForCausalLM(Qwen3Config(vocab_size=VOCABULARY, num_hidden_layers=27, head_dim=8, **LLM)),
        tokenizer=words(),
        transformer=Flux2Transformer2DModel(
            in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=48,
            timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False,
        ),
        is_distilled=True,
    ).save_pretrained(folder)  # fmt: skip


def z_image(folder: Path) -> None:
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel
    from transformers import Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=autoencoder(16),
        text_encoder=Qwen3Model(Qwen3Config(vocab_size=VOCABULARY, num_hidden_layers=2, head_dim=8, **LLM)),
        tokenizer=words(),
        transformer=ZImageTransformer2DModel(in_channels=16, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=16, axes_dims=[4, 6, 6], axes_lens=[640, 64, 64]),
    ).save_pretrained(folder)


def autoencoder(channels: int) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, block_out_channels=(4, 4, 4, 4), layers_per_block=1,
        latent_channels=channels, norm_num_groups=1, mid_block_add_attention=False, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1, scaling_factor=0.4,
    )  # fmt: skip


class Eyes:
    """Stands for Qwen2VLProcessor, which wants torchvision: the same image processor and tokenizer, and room in the text for each picture."""

    def __init__(self) -> None:
        from transformers import Qwen2VLImageProcessorPil

        self.pictures, self.tokenizer = Qwen2VLImageProcessorPil(min_pixels=28 * 28, max_pixels=56 * 56), words()

    def __call__(self, text: list[str], images: Any = None, **more: Any) -> Any:
        seen = self.pictures(images=images, return_tensors="pt") if images is not None else {}
        for grid in seen.get("image_grid_thw", ()):
            text = [one.replace("<|image_pad|>", "<seen>" * int(grid.prod() // 4), 1) for one in text]
        made = self.tokenizer([one.replace("<seen>", "<|image_pad|>") for one in text], **more)
        made.update(seen)
        return made


def qwen_edit() -> Any:
    """Qwen-Image-Edit, not on disk: its processor wants torchvision."""
    import torch
    from diffusers import AutoencoderKLQwenImage, FlowMatchEulerDiscreteScheduler, QwenImageEditPlusPipeline, QwenImageTransformer2DModel
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    torch.manual_seed(0)
    eyes = Eyes()
    ids = {f"{name}_token_id": eyes.tokenizer.convert_tokens_to_ids(f"<|{word}|>") for name, word in (("image", "image_pad"), ("video", "video_pad"), ("vision_start", "vision_start"), ("vision_end", "vision_end"))}
    config = Qwen2_5_VLConfig(
        text_config={"vocab_size": VOCABULARY, "num_hidden_layers": 1, "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [1, 1, 2]}, **LLM},
        vision_config={"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16, "fullatt_block_indexes": [0]}, **ids,
    )  # fmt: skip
    made = QwenImageEditPlusPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=AutoencoderKLQwenImage(base_dim=4, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1),
        text_encoder=Qwen2_5_VLForConditionalGeneration(config), tokenizer=eyes.tokenizer, processor=eyes,
        transformer=QwenImageTransformer2DModel(in_channels=64, out_channels=16, num_layers=1, attention_head_dim=16, num_attention_heads=1, joint_attention_dim=16, axes_dims_rope=(4, 6, 6)),
    )  # fmt: skip
    made.set_progress_bar_config(disable=True)
    return made


def sd3(folder: Path) -> None:
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel, StableDiffusion3Pipeline
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection, T5Config, T5EncoderModel

    torch.manual_seed(0)
    clip = CLIPTextConfig(vocab_size=VOCABULARY, hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, projection_dim=16, bos_token_id=0, eos_token_id=1, pad_token_id=0)
    tokenizer = words()
    tokenizer.model_max_length = 77
    StableDiffusion3Pipeline(
        transformer=SD3Transformer2DModel(
            sample_size=32, patch_size=2, in_channels=16, num_layers=1, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=32, caption_projection_dim=32,
            pooled_projection_dim=32, out_channels=16, pos_embed_max_size=32,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=autoencoder(16), text_encoder=CLIPTextModelWithProjection(clip), tokenizer=tokenizer,
        text_encoder_2=CLIPTextModelWithProjection(clip), tokenizer_2=tokenizer,
        text_encoder_3=T5EncoderModel(T5Config(vocab_size=VOCABULARY, d_model=32, d_kv=8, d_ff=16, num_layers=1, num_heads=2)), tokenizer_3=tokenizer,
    ).save_pretrained(folder)  # fmt: skip
