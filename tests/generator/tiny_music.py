"""MusicGen and ACE-Step, tiny and with random weights: the same classes and files as the published ones."""

from __future__ import annotations

from pathlib import Path


def tokenizer(folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"<pad>": 0, "</s>": 1, "<unk>": 2, "calm": 3}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>").save_pretrained(folder)


def musicgen(folder: Path) -> None:
    import torch
    from transformers import EncodecConfig, MusicgenConfig, MusicgenDecoderConfig, MusicgenForConditionalGeneration, T5Config

    torch.manual_seed(0)
    text = T5Config(vocab_size=32, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    audio = EncodecConfig(
        sampling_rate=2000, audio_channels=1, num_filters=2, hidden_size=8, codebook_size=16, codebook_dim=8, upsampling_ratios=[20, 10],
        num_lstm_layers=1, target_bandwidths=[0.08], num_residual_layers=1,
    )  # fmt: skip
    decoder = MusicgenDecoderConfig(
        vocab_size=16, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, ffn_dim=16, num_codebooks=audio.num_quantizers, pad_token_id=16, bos_token_id=16
    )
    model = MusicgenForConditionalGeneration(MusicgenConfig(text_encoder=text, audio_encoder=audio, decoder=decoder))
    for name in ("decoder_start_token_id", "pad_token_id", "bos_token_id"):
        setattr(model.generation_config, name, 16)
    model.save_pretrained(folder)
    tokenizer(folder)


def ace(folder: Path) -> None:
    import torch
    from diffusers import AceStepPipeline, AceStepTransformer1DModel, AutoencoderOobleck, FlowMatchEulerDiscreteScheduler
    from diffusers.pipelines.ace_step.modeling_ace_step import AceStepConditionEncoder
    from transformers import AutoTokenizer, Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    tokenizer(folder / "words")
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8}
    wide = {"hidden_size": 16, "intermediate_size": 16}
    pipeline = AceStepPipeline(
        vae=AutoencoderOobleck(
            encoder_hidden_size=8, downsampling_ratios=[8, 10], channel_multiples=[1, 2], decoder_channels=4, decoder_input_channels=4, sampling_rate=2000
        ),
        text_encoder=Qwen3Model(Qwen3Config(vocab_size=32, num_hidden_layers=1, **wide, **heads)),
        tokenizer=AutoTokenizer.from_pretrained(folder / "words"),
        transformer=AceStepTransformer1DModel(
            num_hidden_layers=2, in_channels=12, audio_acoustic_hidden_dim=4, encoder_hidden_size=16, is_turbo=True, **wide, **heads
        ),
        condition_encoder=AceStepConditionEncoder(
            text_hidden_dim=16, timbre_hidden_dim=4, num_lyric_encoder_hidden_layers=1, num_timbre_encoder_hidden_layers=1, **wide, **heads
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    )
    pipeline.save_pretrained(folder)
