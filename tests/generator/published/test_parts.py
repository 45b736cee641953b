"""What stands beside a transformer is whole or refused: others' libraries would make up what a file lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKLWan
from diffusers.loaders.single_file_utils import convert_wan_vae_to_diffusers
from safetensors.torch import load_file, save_file

from generator.published.autoencoder import autoencoder
from generator.published.sight import sight
from generator.published.text import text_encoder
from storyboard.errors import BadInput, Corrupt, FabulaError
from tests.generator.published import tiny_models

READ = {"vae": autoencoder, "text_encoder": text_encoder, "image_encoder": sight}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("i2v")
    tiny_models.i2v(made)
    return made


@pytest.mark.parametrize("part", READ)
@pytest.mark.parametrize(
    ("harm", "error", "says"),
    [
        (lambda file: save_file(dict(sorted(load_file(file).items())[1:]), file, {"format": "pt"}), Corrupt, "lacks .* Get it again"),
        (lambda file: file.write_bytes(file.read_bytes()[:-9]), Corrupt, "is damaged: it has"),
        (lambda file: file.write_bytes(b"PK\x03\x04" + bytes(99)), BadInput, "is a pickle"),
        (lambda file: save_file({"a": torch.ones(1)}, file), BadInput, "holds no"),
    ],
)
def test_a_bad_part_is_one_sentence(part: str, harm, error: type[FabulaError], says: str, whole: Path, tmp_path: Path):
    for one in whole.rglob("*"):
        place = tmp_path / one.relative_to(whole)
        place.parent.mkdir(parents=True, exist_ok=True)
        if one.is_file():
            place.write_bytes(one.read_bytes())
    assert READ[part](tmp_path)
    harm(next((tmp_path / part).glob("*.safetensors")))
    with pytest.raises(error, match=says):
        READ[part](tmp_path)


def test_an_autoencoder_in_its_authors_names_is_the_same(tmp_path: Path):
    torch.manual_seed(0)
    net = AutoencoderKLWan(base_dim=4, z_dim=4, dim_mult=[1, 2, 4, 4], num_res_blocks=2, temperal_downsample=[False, True, True], latents_mean=[0.0] * 4, latents_std=[1.0] * 4)
    ends = [f"residual.{n}.{last}" for n in (0, 2, 3, 6) for last in ("gamma", "weight", "bias")] + [f"{one}.{last}" for one in ("shortcut", "resample.1", "time_conv") for last in ("weight", "bias")]
    names = [f"{half}.{side}.{n}.{end}" for half, side in (("encoder", "downsamples"), ("decoder", "upsamples")) for n in range(16) for end in ends]
    names += [f"{half}.middle.{n}.{end}" for half in ("encoder", "decoder") for n in (0, 2) for end in ends[:12]]
    names += [f"{half}.middle.1.{end}" for half in ("encoder", "decoder") for end in ("norm.gamma", "to_qkv.weight", "to_qkv.bias", "proj.weight", "proj.bias")]
    names += [f"{half}.{end}" for half in ("encoder", "decoder") for end in ("conv1.weight", "conv1.bias", "head.0.gamma", "head.2.weight", "head.2.bias")]
    names += [f"{one}.{last}" for one in ("conv1", "conv2") for last in ("weight", "bias")]
    own = net.state_dict()
    theirs = {old: own[new] for new, old in convert_wan_vae_to_diffusers({name: name for name in names}).items() if new in own}
    assert len(theirs) == len(own)
    (tmp_path / "vae").mkdir()
    save_file(theirs, tmp_path / "vae" / "diffusion_pytorch_model.safetensors")
    (tmp_path / "vae" / "config.json").write_text(json.dumps(dict(net.config)))
    found = autoencoder(tmp_path).net.state_dict()
    assert found.keys() == own.keys() and all(torch.equal(found[name], value) for name, value in own.items())
