"""The autoencoder: causal, and its weights file."""

import pytest
import torch

from generator.nets.video_vae import VideoVAE, VideoVAEConfig, bytes_from_video, load_vae, save_vae, video_from_bytes

TINY = VideoVAEConfig(4, 8, 1, 16, 1, 16, 1, 8, 1)


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    net = VideoVAE(TINY)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    net.latent_mean.fill_(0.3)
    net.latent_std.fill_(2.0)
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def video():
    return torch.rand(2, 3, 9, 16, 24, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_shapes(net, video):
    latent = net.encode(video)
    assert latent.shape == (2, 4, 3, 2, 3)
    assert net.decode(latent).shape == video.shape


def test_no_latent_sees_a_later_drawing(net, video):
    whole = net.encode(video)
    assert torch.allclose(net.encode(video[:, :, :5]), whole[:, :, :2], atol=1e-5)
    assert torch.allclose(net.encode(video[:, :, :1]), whole[:, :, :1], atol=1e-5)
    changed = video.clone()
    changed[:, :, 5:] = 0
    assert not torch.allclose(net.encode(changed), whole, atol=1e-2)


def test_no_drawing_sees_a_later_latent(net, video):
    latent = net.encode(video)
    assert torch.allclose(net.decode(latent[:, :, :2]), net.decode(latent)[:, :, :5], atol=1e-5)


def test_a_clip_of_another_length_is_refused(net, video):
    with pytest.raises(ValueError, match="1 \\+ 4 n"):
        net.encode(video[:, :, :4])


def test_bytes_go_there_and_back():
    frames = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16, 1).expand(1, 1, 16, 16, 3)
    assert torch.equal(bytes_from_video(video_from_bytes(frames)), frames)


def test_weights_file(net, video, tmp_path):
    path = tmp_path / "vae.safetensors"
    save_vae(path, net, net.state_dict(), {"steps": 3})
    loaded = load_vae(path)
    assert loaded.config == TINY
    assert torch.equal(loaded.latent_std, net.latent_std)
    assert torch.allclose(loaded.encode(video), net.encode(video), atol=0.05)
    data = path.read_bytes()
    path.write_bytes(data[:-4])
    with pytest.raises(ValueError, match="damaged"):
        load_vae(path)
    path.write_bytes(b"no weights at all")
    with pytest.raises(ValueError, match="not a safetensors file"):
        load_vae(path)
    with pytest.raises(FileNotFoundError, match="no weights file"):
        load_vae(tmp_path / "none.safetensors")
