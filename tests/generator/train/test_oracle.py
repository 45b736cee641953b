"""Oracle readers: what they learn from is true, they learn, are kept and judged; look-alikes differ in one attribute that is seen."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from generator.train.oracle import actions, judge, learn, lessons
from generator.watching import readers, seeing
from generator.world.sample import sample_staging
from storyboard.staging import Action, Hour, Place, Staging, Style, Weather

Shots = list[tuple[Staging, lessons.Deeds]]


@pytest.fixture(scope="module")
def shots() -> Shots:
    return list(islice(lessons.from_seed(lessons.act, 40, "train"), 4))


def test_what_is_learned_from_is_true(shots: Shots) -> None:
    for staging, made in shots:
        told = {tuple(seeing.attributes_of((s.look, s.outfit))) for s in staging.subjects}
        figures = lessons.glance(staging)
        assert figures is None or {tuple(row) for row in figures.attributes.tolist()} <= told
        assert {tuple(Action)[a] for a in made.actions} <= {s.action for s in staging.subjects}
        way = lessons.roam(staging)
        assert seeing.MOVES[way.moves[0]] in staging.camera.words()
        assert made.windows.shape[1:] == (len(seeing.TAKEN), 64, 64, 4) and made.heads.shape[1:] == (len(seeing.TAKEN), 40, 40, 4)
        assert way.flows.shape == (1, len(seeing.TAKEN) - 1, 18, 32, 2)


def test_the_head_is_above_the_hip_of_who_stands(shots: Shots) -> None:
    upright = (Action.STAND, Action.WALK, Action.TALK, Action.WAVE, Action.POINT, Action.THINK, Action.LAUGH, Action.LOOK_UP, Action.GIVE, Action.READ)
    for _, made in lessons.from_seed(lessons.act, 90, "train", upright):
        head, hip = (made.joints[:, :, seeing.JOINTS.index(name), 1].astype(float) for name in ("head", "hip"))
        assert np.nanmean(head) < np.nanmean(hip)
        break


def test_actions_can_be_asked_for() -> None:
    staging = next(s for s in (lessons.readable(k, "heldout", (Action.GIVE,)) for k in range(20)) if s is not None)
    assert {s.action for s in staging.subjects} == {Action.GIVE}


@pytest.mark.parametrize("seed", [2, 9, 31])
def test_look_alikes_differ_in_one_attribute_that_the_shot_shows(seed: int) -> None:
    staging = next(s for s in (lessons.readable(k, "train") for k in range(seed, seed + 20)) if s is not None)
    shown = judge.Shown(staging)
    others = shown.others(np.random.default_rng(seed))
    assert not shown.differs(shown.person) and sum(map(bool, others.values())) > 4
    for person in (person for pair in others.values() for person in pair):
        changed = [name for name, a, b in zip(seeing.ATTRIBUTES, seeing.attributes_of(shown.person), seeing.attributes_of(person), strict=True) if a != b]
        worn = {name.removesuffix(" colour") for name in changed}  # taking something off takes its colour off
        assert len(worn) == 1


def test_a_chart_shows_colours_as_the_light_does() -> None:
    """At night every colour of the chart is darker than by day, and colours keep their order of lightness."""
    day = next(s for s in (lessons.readable(k, "train") for k in range(40)) if s is not None).model_copy(update={"place": Place.MEADOW, "weather": Weather.CLEAR, "tint": None, "style": Style.GOUACHE, "mix": None})
    by_day, by_night = (seeing.chart_of(day.model_copy(update={"hour": hour})).astype(int) for hour in (Hour.DAY, Hour.NIGHT))
    assert by_day.shape == (len(seeing.CHART), 3) and (by_night.sum(1) < by_day.sum(1)).mean() > 0.9
    assert np.corrcoef(by_day.sum(1), by_night.sum(1))[0, 1] > 0.9


def test_a_mirror_swaps_left_and_right() -> None:
    words = [(move, seeing.MOVES[other]) for move, other in zip(seeing.MOVES, learn.MIRRORED.tolist(), strict=True)]
    assert ("pan left", "pan right") in words and ("tilt up", "tilt up") in words and ("roll clockwise", "roll counterclockwise") in words


def test_someone_is_known_by_their_attributes() -> None:
    """Read without doubt, nobody is taken for their look-alike."""
    staging = next(s for s in (sample_staging(k, "train") for k in range(20)) if s.subjects)
    shown = judge.Shown(staging)
    labels = seeing.attributes_of(shown.person)
    said = [torch.full((1, len(words)), -9.0) for words in seeing.ATTRIBUTES.values()]
    for told, label in zip(said, labels, strict=True):
        told[0, label] = 0.0
    alikes = [person for pair in shown.others(np.random.default_rng(0)).values() for person in pair]
    people = torch.tensor([seeing.attributes_of(p) for p in (*alikes, shown.person)])
    assert len(alikes) > 4 and int(readers.identity(said, people)[0].argmax()) == len(alikes)


@pytest.mark.parametrize("which", ["who", "deed", "way"])
def test_readers_learn_and_are_kept(tmp_path: Path, which: str, shots: Shots) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    save_file(lessons.together([made for _, made in shots] * 8)._asdict(), folder / "deeds-00000.safetensors")
    save_file(lessons.together([lessons.roam(staging) for staging, _ in shots] * 8)._asdict(), folder / "ways-00000.safetensors")
    figures = [made for staging, _ in shots if (made := lessons.glance(staging)) is not None]
    save_file(lessons.together(figures * 8)._asdict(), folder / "figures-00000.safetensors")
    part = next(learn.shards(folder, which, np.random.default_rng(0)))
    shared = {"grounds": torch.from_numpy(lessons.empty(shots[0][0]).grounds)} if which != "way" else {}
    torch.manual_seed(0)
    net = learn.NETS[which]()
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3)
    losses = []
    for _ in range(10):
        loss = learn.LOSSES[which](net, {name: value[:8] for name, value in part.items()} | shared)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    assert np.mean(losses[-3:]) < 0.9 * np.mean(losses[:2])
    readers.save(net, tmp_path, which)
    assert (tmp_path / f"oracle-{which}.safetensors").exists()


def test_actions_are_learned_from_poses_alone(tmp_path: Path, shots: Shots) -> None:
    save_file(lessons.together([made for _, made in shots])._asdict(), tmp_path / "deeds-00000.safetensors")
    save_file(lessons.empty(shots[0][0])._asdict(), tmp_path / "grounds-00000.safetensors")
    torch.manual_seed(0)
    net = readers.Deed()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    poses = actions.read(net, tmp_path, 2, np.random.default_rng(0))
    assert [len(part) for part in poses] == [2 * sum(len(made.actions) for _, made in shots)] * 4
    said: list[str] = []
    actions.learn(net, poses, 400, said.append)
    assert said and float(said[-1].split()[-1]) < 2.0  # of log(32) = 3.5
    changed = {name.split(".")[0] for name, value in net.state_dict().items() if not torch.equal(value, before[name])}
    assert changed == {"enter", "along", "action"}


def test_the_mean_of_two_readers_is_between_them() -> None:
    one, other = readers.Deed(), readers.Deed()
    between = [(a + b) / 2 for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True) if a.is_floating_point()]
    actions.average(one, other)
    made = [value for value in one.state_dict().values() if value.is_floating_point()]
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(made, between, strict=True))


def test_no_lessons_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="write some with"):
        next(learn.shards(tmp_path, "way", np.random.default_rng(0)))


def test_judging_tells_every_share(tmp_path: Path) -> None:
    torch.manual_seed(0)
    for name, net in learn.NETS.items():
        readers.save(net(), tmp_path, name)
    found = judge.judge(readers.load(readers.kept_in(tmp_path)), count=4, people=3, pairs=3)
    assert {"identity", "identity among look-alikes", "attributes", "kind", "camera", "action", "giving or taking", "giving or taking, held still"} <= set(found)
    assert all(0 <= score.right <= score.of and score.of > 0 for score in found.values())
    assert found["camera"].of == 4 and found["identity"].of == 3
