"""A tiny random language model, made from numbers here and now: a folder of safetensors and one GGUF file with the same weights.

115 thousand random parameters that say nothing, in a shape that real servers load: what they make of a request is theirs. Needs numpy,
safetensors and gguf (the dev extra), no torch; about half a megabyte a file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

HIDDEN, HEADS, LAYERS, INNER, CONTEXT = 64, 4, 2, 128, 65_536
PAIRS = ("t h", "th e", "i n", "a n", "e r", "o n", "r e", "e n", "s t", "o r", "Ġ t", "Ġ a", "Ġ s", "in g", "an d", "Ġ the")  # merges, in order
SPECIAL = ("<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>")
CHAT = "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"


class TinyModel(NamedTuple):
    """Where the two forms lie."""

    folder: Path  # config.json, model.safetensors, tokenizer.json
    gguf: Path


def letters() -> dict[int, str]:
    """The letter by which byte-level BPE writes each byte: printable Latin-1 as itself, the others from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def vocabulary() -> list[str]:
    return [*SPECIAL, *(letter for _, letter in sorted(letters().items())), *(pair.replace(" ", "") for pair in PAIRS)]


def weights(seed: int = 0) -> dict[str, np.ndarray]:
    """The parameters by the names of LlamaForCausalLM; shapes [out, in]."""
    rng = np.random.default_rng(seed)

    def drawn(*shape: int) -> np.ndarray:
        return rng.normal(0.0, 0.05, shape).astype(np.float32)

    found = {"model.embed_tokens.weight": drawn(len(vocabulary()), HIDDEN), "lm_head.weight": drawn(len(vocabulary()), HIDDEN)}
    for n in range(LAYERS):
        layer = f"model.layers.{n}"
        found |= {f"{layer}.self_attn.{one}_proj.weight": drawn(HIDDEN, HIDDEN) for one in "qkvo"}
        found |= {f"{layer}.mlp.gate_proj.weight": drawn(INNER, HIDDEN), f"{layer}.mlp.up_proj.weight": drawn(INNER, HIDDEN)}
        found |= {f"{layer}.mlp.down_proj.weight": drawn(HIDDEN, INNER)}
        found |= {f"{layer}.{one}_layernorm.weight": np.ones(HIDDEN, np.float32) for one in ("input", "post_attention")}
    return {**found, "model.norm.weight": np.ones(HIDDEN, np.float32)}


def make(where: Path) -> TinyModel:
    """Both forms, written under `where`."""
    made = TinyModel(where / "tiny", where / "tiny.gguf")
    made.folder.mkdir(parents=True, exist_ok=True)
    values = weights()
    _as_folder(made.folder, values)
    _as_gguf(made.gguf, values)
    return made


def _as_folder(folder: Path, values: dict[str, np.ndarray]) -> None:
    from safetensors.numpy import save_file

    save_file(values, folder / "model.safetensors", metadata={"format": "pt"})
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": len(vocabulary()), "hidden_size": HIDDEN, "intermediate_size": INNER,
        "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "num_key_value_heads": HEADS, "max_position_embeddings": CONTEXT,
        "rms_norm_eps": 1e-5, "bos_token_id": 0, "eos_token_id": 1, "tie_word_embeddings": False, "torch_dtype": "float32",
    }  # fmt: skip
    special = [{"id": n, "content": word, "special": True, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False} for n, word in enumerate(SPECIAL)]
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    vocab = {word: n for n, word in enumerate(vocabulary())}
    tokenizer: dict[str, Any] = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": None, "pre_tokenizer": level, "post_processor": None,
        "decoder": level, "model": {"type": "BPE", "vocab": vocab, "merges": [pair.split(" ") for pair in PAIRS], "byte_fallback": False, "ignore_merges": False},
    }  # fmt: skip
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "chat_template": CHAT, "model_max_length": CONTEXT}
    for name, document in (("config", config), ("tokenizer", tokenizer), ("tokenizer_config", about), ("generation_config", {"bos_token_id": 0, "eos_token_id": 1, "do_sample": True})):
        (folder / f"{name}.json").write_text(json.dumps(document))


def _as_gguf(path: Path, values: dict[str, np.ndarray]) -> None:
    """As llama.cpp reads it. What is not printable ASCII is a control token there: a grammar can never pick half a letter."""
    import gguf

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_vocab_size(len(vocabulary()))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(vocabulary())
    plain = {letter for byte, letter in letters().items() if 32 <= byte < 127}
    kinds = (gguf.TokenType.NORMAL if set(word) <= plain and word not in SPECIAL else gguf.TokenType.CONTROL for word in vocabulary())
    writer.add_token_types(list(kinds))
    writer.add_token_merges(list(PAIRS))
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_chat_template(CHAT)
    for name, value in values.items():
        writer.add_tensor(_in_gguf(name), _rotated(value) if ".q_proj." in name or ".k_proj." in name else value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _in_gguf(name: str) -> str:
    parts = {
        "model.embed_tokens": "token_embd", "lm_head": "output", "model.norm": "output_norm", "model.layers.": "blk.", "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    }  # fmt: skip
    for long, short in parts.items():
        name = name.replace(long, short)
    return name


def _rotated(value: np.ndarray) -> np.ndarray:
    """Rows of a query or key projection in llama.cpp's order of rotary pairs: neighbours instead of halves."""
    return value.reshape(HEADS, 2, HIDDEN // HEADS // 2, HIDDEN).swapaxes(1, 2).reshape(HIDDEN, HIDDEN)
