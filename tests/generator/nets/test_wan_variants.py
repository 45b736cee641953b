"""Every Wan variant: our forward against the diffusers class with the same random weights."""

import pytest
import torch

from generator.nets import dit_block
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import Control, Hints, VideoDiT, VideoDiTConfig
from tests.generator.nets.wan_pairs import PICTURE, SHAPE, SIZES, pair, random, relative, sigmas

NEAR = 1e-6
TIMES = (999, 713, 500, 250, 1)


def velocity(own, x, sigma, text, hints=None, until=None, lengths=None):
    return own.velocity(x, sigma, own.prepare(LatentShape(*x.shape[2:]), own.words(text, lengths), hints or Hints()), until)


@pytest.mark.parametrize("time", TIMES)
def test_text_to_video(time):
    wan, own = pair("t2v")
    x, text = random(2, 16, *SHAPE), random(2, 7, 20, seed=2)
    expected = wan(x, torch.tensor([time, 321]), text, return_dict=False)[0]
    assert relative(velocity(own, x, sigmas([time, 321]), text), expected) < NEAR


def test_one_time_of_all_frames_may_be_said_once():
    _, own = pair("t2v")
    x, text = random(2, 16, *SHAPE), random(2, 7, 20, seed=2)
    assert relative(velocity(own, x, sigmas([713, 2])[:, :1], text), velocity(own, x, sigmas([713, 2]), text)) < NEAR


def test_first_frame_as_channels_and_as_clip_sees_it():
    wan, own = pair("i2v")
    x, beside, states, text = random(2, 16, *SHAPE), random(2, 20, *SHAPE, seed=3), random(2, PICTURE, 28, seed=4), random(2, 512, 20, seed=2)
    expected = wan(torch.cat([x, beside], dim=1), torch.tensor([713, 20]), text, states, return_dict=False)[0]
    hints = Hints(image=own.pictures(states), beside=beside)
    assert relative(velocity(own, x, sigmas([713, 20]), text, hints), expected) < NEAR
    other = Hints(image=own.pictures(random(2, PICTURE, 28, seed=9)), beside=beside)
    assert relative(velocity(own, x, sigmas([713, 20]), text, other), expected) > 1e-3


def test_first_and_last_frame():
    wan, own = pair("flf2v")
    x, states, text = random(1, 36, *SHAPE), random(2, PICTURE, 28, seed=4), random(1, 512, 20, seed=2)
    expected = wan(x, torch.tensor([713]), text, states, return_dict=False)[0]
    hints = Hints(image=own.pictures(states.reshape(1, 2 * PICTURE, 28)))
    assert relative(velocity(own, x, sigmas([713]), text, hints), expected) < NEAR
    with pytest.raises(ValueError, match="knows 10 places of pictures"):
        own.pictures(states)


def test_first_frame_as_channels_alone():
    wan, own = pair("a14b-i2v")
    x, beside, text = random(2, 16, *SHAPE), random(2, 20, *SHAPE, seed=3), random(2, 7, 20, seed=2)
    expected = wan(torch.cat([x, beside], dim=1), torch.tensor([875, 900]), text, return_dict=False)[0]
    assert relative(velocity(own, x, sigmas([875, 900]), text, Hints(beside=beside)), expected) < NEAR
    with pytest.raises(ValueError, match="reads no pictures"):
        own.pictures(random(1, PICTURE, 28))


def test_a_time_per_token():
    wan, own = pair("ti2v")
    x, text = random(2, 48, *SHAPE), random(2, 7, 20, seed=2)
    times = torch.tensor([[0, 713, 713], [0, 0, 999]])
    expected = wan(x, times.repeat_interleave(SHAPE.tokens().per_frame, dim=1), text, return_dict=False)[0]
    assert relative(velocity(own, x, times.double() / 1000, text), expected) < NEAR


@pytest.mark.parametrize(("frames", "strengths"), [(3, None), (3, (0.4, 1.7)), (2, (1.0, 0.0))])
def test_vace_hints(frames, strengths):
    wan, own = pair("vace")
    x, control, text = random(2, 16, *SHAPE), random(2, 96, frames, *SHAPE[1:], seed=3), random(2, 7, 20, seed=2)
    scale = None if strengths is None else torch.tensor(strengths)
    expected = wan(
        x, torch.tensor([713, 20]), text, control_hidden_states=control, control_hidden_states_scale=scale, return_dict=False
    )[0]
    assert relative(velocity(own, x, sigmas([713, 20]), text, Hints(vace=Control(control, strengths))), expected) < NEAR


def test_a_net_without_vace_refuses_a_control_and_one_with_it_does_without():
    _, plain = pair("t2v")
    _, vace = pair("vace")
    x, text = random(1, 16, *SHAPE), random(1, 7, 20, seed=2)
    with pytest.raises(ValueError, match="takes no control"):
        velocity(plain, x, sigmas([500]), text, Hints(vace=Control(random(1, 96, *SHAPE))))
    with pytest.raises(ValueError, match="has 4 latent frames, the clip 3"):
        velocity(vace, x, sigmas([500]), text, Hints(vace=Control(random(1, 96, 4, 4, 6))))
    own = VideoDiT(VideoDiTConfig(**SIZES))
    own.load_state_dict({name: value for name, value in vace.state_dict().items() if "vace" not in name})
    assert torch.equal(velocity(vace, x, sigmas([500]), text), velocity(own, x, sigmas([500]), text))
    for layers in ((1, 2), (0, 3), (0, 2, 1), (0, 0)):
        with pytest.raises(ValueError, match="hints go to layers that begin with 0"):
            VideoDiT(VideoDiTConfig(**SIZES, vace_layers=layers))


@pytest.mark.parametrize("form", ["anyflow", "anyflow-span"])
def test_anyflow(form):
    wan, own = pair(form)
    x, text = random(2, 16, *SHAPE), random(2, 7, 20, seed=2)
    time, end = torch.tensor([[999.0, 937.0, 833.0], [0.0, 500.0, 624.0]]), torch.tensor([[937.0, 0.0, 833.0], [0.0, 20.0, 1.0]])
    expected = wan(x.transpose(1, 2), time, end, text, return_dict=False)[0].transpose(1, 2)
    assert relative(velocity(own, x, time.double() / 1000, text, until=end.double() / 1000), expected) < NEAR


@pytest.mark.parametrize("name", ["t2v", "ti2v", "vace"])
def test_a_long_clip_is_fed_in_parts(name, monkeypatch):
    _, own = pair(name)
    x, text, hints = random(1, own.config.in_channels, *SHAPE), random(1, 7, 20, seed=2), Hints(vace=Control(random(1, 96, *SHAPE)))
    hints, times = hints if name == "vace" else Hints(), sigmas([713]) * torch.tensor([[0.0, 1.0, 1.0]])
    with torch.inference_mode():
        for sigma in (times, sigmas([713])[:, :1]):
            whole = velocity(own, x, sigma, text, hints)
            monkeypatch.setattr(dit_block, "LONG", SHAPE.tokens().per_frame)
            assert relative(velocity(own, x, sigma, text, hints), whole) < NEAR
            monkeypatch.undo()


@pytest.mark.parametrize(("name", "lengths"), [("t2v", (4, 19)), ("t2v", (0, 512)), ("i2v", (60, 61))])
def test_pads_count_as_one_key(name, lengths):
    wan, own = pair(name)
    text = random(2, 512, 20, seed=2)
    for row, length in zip(text, lengths, strict=True):
        row[length:] = 0
    x, states = random(2, own.config.in_channels, *SHAPE), random(2, PICTURE, 28, seed=4) if name == "i2v" else None
    expected = wan(x, torch.tensor([713, 20]), text, states, return_dict=False)[0]
    hints = Hints() if states is None else Hints(image=own.pictures(states))
    assert own.words(text, lengths)[0].keys.shape[2] == min(512, max(lengths) + 1)
    assert relative(velocity(own, x, sigmas([713, 20]), text, hints, lengths=lengths), expected) < NEAR


def test_pads_as_one_key_are_as_near_in_bf16():
    _, own = pair("t2v")
    text, x = random(1, 512, 20, seed=2), random(1, 16, *SHAPE)
    text[:, 60:] = 0
    exact = velocity(own, x, sigmas([713]), text)
    with torch.autocast("cpu", torch.bfloat16):
        every, one = (relative(velocity(own, x, sigmas([713]), text, lengths=lengths), exact) for lengths in (None, [60]))
    assert one < 1.2 * every


def test_what_is_no_pad_is_not_collapsed():
    _, own = pair("t2v")
    with pytest.raises(ValueError, match="they are no pads"):
        own.words(random(1, 9, 20), [4])
    with pytest.raises(ValueError, match="as many lengths from 0 to 9, given"):
        own.words(random(2, 9, 20), [4])
