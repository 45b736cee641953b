"""Oracle readers: what they learn from is true, and they can be trained, kept and asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from generator.train import oracle
from generator.world.sample import sample_staging
from storyboard.look import Kind, Look
from storyboard.staging import Action, Place, Staging, Subject


@pytest.fixture(scope="module")
def drawn() -> oracle.Drawn:
    return oracle.draw(range(12))


def test_what_is_learned_from_is_true(drawn: oracle.Drawn) -> None:
    count, taken = len(drawn.moves), len(oracle.TAKEN)
    assert count >= 3 and drawn.pictures.shape == (count, taken, 36, 64, 3) and drawn.flows.shape == (count, taken - 1, 36, 64, 2)
    assert drawn.portraits.shape == (2 * count, 64, 64, 3) and drawn.cuts.shape == (2 * count, len(oracle.CUTS), 64, 64, 3)
    first = next(s for s in (oracle.readable(k, "train") for k in range(12)) if s is not None)
    assert drawn.actions[0] == list(Action).index(first.subjects[0].action)
    assert oracle.MOVES[drawn.moves[0]] in first.camera.words()


def test_look_alikes_differ_in_one_attribute() -> None:
    for seed in range(30):
        staging = sample_staging(seed, "train")
        for subject in staging.subjects:
            person = (subject.look, subject.outfit)
            others = oracle.alikes(person, 10, np.random.default_rng(seed))
            assert len({str(o) for o in others}) == 10
            for other in others:
                changed = [n for a, b in zip(person, other, strict=True) for n in type(a).model_fields if getattr(a, n) != getattr(b, n)]
                assert len(changed) == 1


def test_readers_learn_are_kept_and_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: oracle.Drawn) -> None:
    monkeypatch.setattr(oracle, "draw", lambda seeds: drawn)
    told: list[str] = []
    readers, looks = oracle.train(oracle.Course(rounds=1, looks=3, passes=6, batch=4, kept=1), told.append)
    assert len(told) == 1 and looks == len(drawn.moves)
    readers.save(tmp_path)
    again = oracle.load(tmp_path)
    clip = torch.from_numpy(drawn.pictures[:1]), torch.from_numpy(drawn.flows[:1])
    assert torch.equal(readers.what(*clip)[0], again.what(*clip)[0])
    found = oracle.judge(again, count=3)
    assert {"identity", "identity among look-alikes", *oracle.ATTRIBUTES, "camera", "action"} <= set(found)
    assert all(0.0 <= share <= 1.0 for share in found.values())


def test_what_nobody_wears_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    look = Look(kind=Kind.FOX)
    staging = Staging(place=Place.MEADOW, subjects=(Subject(look=look),), frames=25)
    monkeypatch.setattr(oracle, "readable", lambda seed, split: staging)
    found = oracle.judge(oracle.Readers(oracle.Who().eval(), oracle.What().eval()), count=2)
    assert "kind" in found and "garment colour" not in found and "garment colour, always" not in found


def test_an_embedding_has_length_one(drawn: oracle.Drawn) -> None:
    embedded, said = oracle.Who()(torch.from_numpy(drawn.portraits))
    assert torch.allclose(embedded.norm(dim=1), torch.ones(len(embedded)), atol=1e-5)
    assert [s.shape[1] for s in said] == [len(words) for words in oracle.ATTRIBUTES.values()]
