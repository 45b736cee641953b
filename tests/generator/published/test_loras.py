"""LoRA files on disk: one for a net, HIGH and LOW for two experts, and what is none of these."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from generator.published.loras import additions, side_of
from storyboard.errors import BadInput, Corrupt, Missing


def lora(path: Path, value: float, prefix: str = "diffusion_model.blocks.0.self_attn.q", down: str = "lora_down", up: str = "lora_up") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({f"{prefix}.{down}.weight": torch.full((2, 4), value), f"{prefix}.{up}.weight": torch.ones(4, 2)}, path)
    return path


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Wan2.2-T2V-HIGH-mira", "high"), ("mira_low_noise", "low"), ("wan22_HighNoise_v2", "high"), ("high_noise_model", "high"), ("lowkey_light", None), ("highland-cow", None), ("mira", None),
        ("mira-high-low", None), ("MIRA.Low", "low"), ("slow-motion", None),
    ],
)  # fmt: skip
def test_the_side_is_told_by_the_name(name: str, side: str | None):
    assert side_of(Path(f"{name}.safetensors")) == side


def test_high_and_low_go_each_to_their_expert(tmp_path: Path):
    lora(tmp_path / "pair" / "mira_HIGH.safetensors", 1.0)
    lora(tmp_path / "pair" / "mira_LOW.safetensors", 2.0)
    alone, both = lora(tmp_path / "style_low_noise.safetensors", 3.0), lora(tmp_path / "style.safetensors", 4.0)

    def value(path: Path, expert) -> float | None:
        found = additions(path, expert)
        return float(found["blocks.0.attn1.to_q"].down[0, 0]) if found else None

    told = [(value(path, 1), value(path, 2)) for path in (tmp_path / "pair", alone, both)]
    assert told == [(1.0, 2.0), (None, 3.0), (4.0, 4.0)]


def test_one_file_may_hold_both_experts_as_diffusers_names_them(tmp_path: Path):
    one = lora(tmp_path / "one.safetensors", 1.0, "transformer.blocks.0.attn1.to_q", "lora_A", "lora_B")
    two = lora(tmp_path / "two.safetensors", 2.0, "transformer_2.blocks.0.attn1.to_q", "lora_A", "lora_B")
    save_file(load_file(one) | load_file(two), tmp_path / "both.safetensors")
    assert [float(additions(tmp_path / "both.safetensors", n)["blocks.0.attn1.to_q"].down[0, 0]) for n in (1, 2)] == [1.0, 2.0]


def test_what_is_no_lora_is_one_sentence(tmp_path: Path):
    save_file({"blocks.0.attn1.to_q.weight": torch.ones(2, 2)}, tmp_path / "whole.safetensors")
    (tmp_path / "pickle.safetensors").write_bytes(b"PK\x03\x04" + bytes(90))
    whole = lora(tmp_path / "cut.safetensors", 1.0)
    whole.write_bytes(whole.read_bytes()[:-3])
    for name in ("a", "b"):
        lora(tmp_path / "two" / f"{name}.safetensors", 1.0)
    (tmp_path / "empty").mkdir()
    for name, error, says in (
        ("whole.safetensors", BadInput, "cannot be used as a LoRA: blocks.0.attn1.to_q.weight is no part"), ("pickle.safetensors", BadInput, "is a pickle"),
        ("cut.safetensors", Corrupt, "is damaged"), ("two", BadInput, "one file, or two with HIGH and LOW"), ("empty", BadInput, "holds no .safetensors"), ("nowhere", Missing, "no LoRA at"),
    ):  # fmt: skip
        with pytest.raises(error, match=says):
            additions(tmp_path / name)
