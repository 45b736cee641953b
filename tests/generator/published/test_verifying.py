"""Weights of every kind run once: the same digests again, and what diffusers gives."""

from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from generator.published import verifying
from generator.published.verifying import verified
from tests.generator.published import tiny_models


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying, "SIZE", (64, 32))


@pytest.mark.parametrize("kind", ["t2v", "t2v_two", "i2v", "i2v_two", "ti2v", "vace"])
def test_every_kind_is_as_diffusers_has_it(kind: str, tmp_path: Path):
    getattr(tiny_models, kind)(tmp_path)
    found = verified(tmp_path, "fp32")
    assert found.apart is not None and found.apart < 1e-5 and found.picture.shape == (32, 64, 3)
    if kind == "ti2v":
        assert verified(tmp_path, "fp32").digests == found.digests
        assert verified(tmp_path, "bf16").apart < 0.05
        path = next((tmp_path / "transformer").glob("*.safetensors"))
        tensors = load_file(path)
        save_file({**tensors, "proj_out.bias": tensors["proj_out.bias"] + 0.1}, path)
        changed = verified(tmp_path, "fp32").digests
        assert [name for name in changed if changed[name] != found.digests[name]] == ["velocity", "latents", "frames"]
