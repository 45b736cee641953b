"""The straight path, its sampler, its schedules and the preconditioning."""

import pytest
import torch

from generator.nets.flow import (
    Conditions,
    Preconditioning,
    conditions,
    mix,
    precondition,
    random_sigma,
    sample,
    sigma_table,
)

SHAPE = (2, 3, 4, 2, 2)


@pytest.fixture
def data():
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def noise():
    return torch.randn(SHAPE, generator=torch.Generator().manual_seed(1))


def given_first(data):
    given = torch.zeros(2, 4, dtype=torch.bool)
    given[:, 0] = True
    return conditions(data, given, torch.zeros_like(data))


def test_sampler_recovers_a_known_linear_field(data, noise):
    none = conditions(data, torch.zeros(2, 4, dtype=torch.bool), torch.zeros_like(data))
    for steps in (1, 3, 8):
        made = sample(lambda x, sigma, until: noise - data, noise, none, sigma_table(steps))
        assert torch.allclose(made, data, atol=1e-5)


def test_given_frames_stay_exactly_as_they_are_and_have_no_noise(data, noise):
    seen = []

    def velocity(x, sigma, until):
        seen.append((x[:, :, 0].clone(), sigma.clone()))
        return torch.randn(SHAPE)

    made = sample(velocity, noise, given_first(data), sigma_table(3))
    assert torch.equal(made[:, :, 0], data[:, :, 0])
    assert all(torch.equal(x, data[:, :, 0]) for x, _ in seen)
    assert all((sigma[:, 0] == 0).all() and (sigma[:, 1:] > 0).all() for _, sigma in seen)


def test_mixing_leaves_clean_frames_alone(data, noise):
    sigma = torch.tensor([[0.0, 1.0, 0.5, 0.0], [0.0, 0.2, 0.2, 0.2]])
    mixed = mix(data, noise, sigma)
    assert torch.equal(mixed[:, :, 0], data[:, :, 0])
    assert torch.allclose(mixed[0, :, 1], noise[0, :, 1])


@pytest.mark.parametrize("steps", [1, 4, 8])
def test_tables_fall_from_one_to_zero(steps):
    table = sigma_table(steps)
    assert len(table) == steps + 1
    assert table[0] == 1 and table[-1] == 0
    assert list(table) == sorted(table, reverse=True)


def test_no_steps_are_refused():
    with pytest.raises(ValueError):
        sigma_table(0)


def test_training_sigmas_lean_to_noise():
    sigma = random_sigma(4000, torch.Generator().manual_seed(0))
    assert float(sigma.min()) > 0 and float(sigma.max()) < 1
    assert 0.65 < float(sigma.mean()) < 0.8


def test_a_silent_net_at_full_noise_predicts_the_anchor(data, noise):
    held = data + 0.1
    sigma = torch.ones(2, 4)
    known = given_first(data)
    known = conditions(known.latents, known.given, held)
    seen, base, _ = precondition(noise, sigma, known.anchor, Preconditioning())
    assert torch.allclose(seen, noise)
    assert torch.allclose((noise - base)[:, :, 1:], held[:, :, 1:], atol=1e-5)


def test_a_perfect_net_gives_the_velocity(data, noise):
    """With the best linear guess removed, what is left for the net has unit size for data of the assumed deviation."""
    generator = torch.Generator().manual_seed(3)
    large = (64, 8, 1, 8, 8)
    d = 0.5
    difference = d * torch.randn(large, generator=generator)
    anchor = torch.randn(large, generator=generator)
    white = torch.randn(large, generator=generator)
    for s in (0.1, 0.5, 0.9):
        sigma = torch.full((64, 1), s)
        x = mix(anchor + difference, white, sigma)
        _, base, scale = precondition(x, sigma, anchor, Preconditioning(d, 1.0))
        wanted = ((white - anchor - difference) - base) / scale
        assert abs(float(wanted.std()) - 1) < 0.03


def test_no_first_frame_no_anchor(data):
    given = torch.zeros(2, 4, dtype=torch.bool)
    given[1, 0] = True
    known = conditions(data, given, torch.ones_like(data))
    assert isinstance(known, Conditions)
    assert known.anchor[0].abs().sum() == 0
    assert known.anchor[1, :, 0].abs().sum() == 0 and (known.anchor[1, :, 1:] == 1).all()
