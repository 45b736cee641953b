"""Schedules and solvers against diffusers' schedulers as Wan's folders configure them, and against the tables of Wan's authors."""

import numpy as np
import pytest
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler

from generator.nets.schedules import explicit, schedule, sigmas
from generator.nets.solvers import Euler, UniPC


def unipc(shift):
    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=shift)


def walked(theirs, ours, times):
    """Both along the same made-up velocities."""
    x = mine = torch.randn(1, 4, 2, 3, 3, generator=torch.Generator().manual_seed(0))
    for time, told in zip(theirs.timesteps, times, strict=True):
        assert float(time) == pytest.approx(told, abs=1e-3)
        x = theirs.step(torch.sin(3 * x + time / 500), time, x, return_dict=False)[0]
        mine = ours.step(torch.sin(3 * mine + told / 500), mine)
    return x, mine


@pytest.mark.parametrize(("steps", "shift"), [(1, 5.0), (2, 3.0), (4, 5.0), (20, 12.0), (50, 5.0)])
def test_unipc_is_diffusers(steps, shift):
    theirs, made = unipc(shift), schedule(steps, shift)
    theirs.set_timesteps(steps)
    assert made.sigmas == tuple(theirs.sigmas.tolist()) == sigmas(steps, shift)
    x, mine = walked(theirs, UniPC(made.sigmas), made.times)
    assert torch.allclose(x, mine, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("steps", "shift"), [(1, 5.0), (4, 5.0), (30, 3.0)])
def test_euler_is_diffusers(steps, shift):
    theirs, made = FlowMatchEulerDiscreteScheduler(shift=shift), schedule(steps, shift, "euler")
    theirs.set_timesteps(steps)
    assert np.allclose(made.sigmas, theirs.sigmas.numpy(), rtol=0, atol=1e-7)
    x, mine = walked(theirs, Euler(made.sigmas), made.times)
    assert torch.allclose(x, mine, rtol=1e-5, atol=1e-5)


def test_the_tables_of_four_steps_are_those_that_were_published():
    assert [round(s, 4) for s in sigmas(4, 5.0)] == [1.0, 0.9376, 0.8336, 0.6259, 0.0]
    assert [round(s, 4) for s in sigmas(4, 5.0, "original")] == [0.9998, 0.9373, 0.8331, 0.6247, 0.0]
    assert schedule(4, 5.0, "original").times == (999, 937, 833, 624)
    assert [round(s, 4) for s in sigmas(4, 5.0, "euler")] == [1.0, 0.9097, 0.7173, 0.0244, 0.0]


def test_the_authors_table_is_unipc_with_their_sigmas():
    theirs, made = unipc(5.0), schedule(20, 5.0, "original")
    theirs.set_timesteps(sigmas=np.linspace(0.999, 0, 21)[:-1])
    assert made.sigmas == tuple(theirs.sigmas.tolist())
    x, mine = walked(theirs, UniPC(made.sigmas), made.times)
    assert torch.allclose(x, mine, rtol=1e-5, atol=1e-5)


def test_a_models_own_few_steps_are_taken_as_they_are():
    assert explicit((1.0, 0.75, 0.5, 0.25), 5.0).times == (999, 937, 833, 625)
    assert explicit((0.9, 0.5)).sigmas == (*np.float32([0.9, 0.5]).tolist(), 0.0)
    for wrong in ((), (0.5, 0.9), (1.2, 0.5), (0.5, 0.0)):
        with pytest.raises(ValueError, match="sigmas fall"):
            explicit(wrong)


def test_a_straight_path_ends_exactly_at_its_clean_clip():
    clean, noise = torch.randn(2, 1, 4, 1, 2, 2, generator=torch.Generator().manual_seed(1))
    made = schedule(6, 5.0)
    for walk in (UniPC(made.sigmas), Euler(made.sigmas)):
        x = made.sigmas[0] * noise + (1 - made.sigmas[0]) * clean
        for _ in made.times:
            x = walk.step(noise - clean, x)
        assert torch.allclose(x, clean, atol=1e-5)
