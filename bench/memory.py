"""Memory over the film: how well somebody and their place are known again, by the number of shots since they were first seen; and shared seams.

    python -m bench.memory [--films 4]

Every film has one person no net has seen, in one place and framing, at shots 0, 1, 8, 25 and 50; the other shots show another
person elsewhere. Stills are made six ways: by the net alone; its ground with figures laid out from their portraits; the same with memory
of the place, and of both; drawn; drawn, with the clip's net shown the memory in the portrait's place. Each is animated, and the watcher's net says of
the clip how much likelier than the person the likeliest of the cast and sixty strangers is (nats an attribute; below 0 the person is known). Place:
how far a picture without its figures is from that of shot 0, in levels. Seams: how far the picture jumps at a cut in an action that goes on, in jumps
between two drawings beside it, with shots apart and with shared seams. Intervals: 90 %, by resampling films.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from app.ways_of import ways
from bench.record import at_least, record
from generator import maker, still_tiny
from generator.checkpoints import paths_of
from generator.encode import read_frames
from generator.fitting import fitted
from generator.picture import read_png, write_png
from generator.remembered import remembered
from generator.rig import Rig
from generator.world.keypoints import keypoints
from generator.world.render import Shoot
from generator.world.sample import sample_staging
from storyboard import memory, timing
from storyboard.params import NetStillParams
from storyboard.plan import plan, stage
from storyboard.staging import Action, Facing, Place
from storyboard.steps import Input, Step, behind
from storyboard.story import Direction, Story
from storyboard.take import Media
from storyboard.watching import Reading

SHOTS = (0, 1, 8, 25, 50)
SIZE, FRAMES = "preview", 18
DOES = (Action.STAND, Action.TALK, Action.WAVE, Action.LOOK_AROUND, Action.POINT)
TURNED = (Facing.CAMERA, Facing.RIGHT, Facing.LEFT)
GOING_ON = (Action.WALK, Action.TALK, Action.WAVE, Action.STAND, Action.DANCE, Action.WORK)
WAYS = {
    "alone": "own stills, the net alone", "portraits": "own stills, laid out from portraits", "places": "own stills, memory of places", "memory": "own stills, memory of both",
    "drawn": "drawn stills", "drawn memory": "drawn stills, the memory as the clip's reference",
}  # fmt: skip
ROUNDS = 2000
SEAM_STILLS = ("drawn", "tiny")
MADE: dict[tuple[Path, str], Media] = {}


class Making:
    """Makes steps of one plan in a folder; what another plan made there is not made again."""

    def __init__(self, folder: Path, rig: Rig) -> None:
        self.folder, self._rig = folder, rig
        self.files: dict[str, Media] = {}
        self._digests: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, media: Media) -> None:
        self.files[name], self._digests[name] = media, sha256(media.path.read_bytes()).hexdigest()

    def make(self, steps: Sequence[Step], wanted: Sequence[str]) -> None:
        for step in behind(steps, wanted):
            if step.id not in self.files:
                self.one(step)

    def one(self, step: Step) -> None:
        key = step.key(self._digests)
        if (kept := MADE.get((self.folder, key))) is None:
            inputs: dict[str, list[Media]] = defaultdict(list)
            for given in step.inputs:
                inputs[given.role].append(self.files[given.step])
            rig = self._rig
            rig.scratch = self.folder / key
            rig.scratch.mkdir()
            rig.weights |= paths_of(step.kind, step.way.name)
            began = time.process_time()
            kept = maker(step.kind, step.way.name)(step.params, {role: tuple(several) for role, several in inputs.items()}, rig)
            MADE[self.folder, key] = kept
            print(f"  {step.id} {step.way.name} {time.process_time() - began:.1f} s", flush=True)
        self.put(step.id, kept)


def film(seed: int, direction: Mapping[str, Any]) -> Story:
    """One person at SHOTS, another elsewhere in the rest."""
    person, other = (sample_staging(number, "heldout").subjects for number in _peopled(seed))
    dice = np.random.default_rng(seed)
    place = tuple(Place)[int(dice.integers(8))]
    known = {n: {"character": "a", "action": str(dice.choice([str(one) for one in DOES])), "facing": str(dice.choice([str(one) for one in TURNED]))} for n in SHOTS}
    shots = [
        {"id": f"s-{n}", "frames": FRAMES, "size": "full", "seeds": {"still": seed * 100 + n, "clip": n}, "subjects": [known.get(n, {"character": "b"})],
         **({} if n in known else {"size": "medium"})}
        for n in range(SHOTS[-1] + 1)
    ]  # fmt: skip
    return _story(seed, place, (person[0], other[0]), shots, direction)


def _story(seed: int, place: Place, cast: Sequence[Any], shots: Sequence[Mapping[str, Any]], direction: Mapping[str, Any]) -> Story:
    people = [
        {"id": name, "name": name, "identity": f"{name}.", "look": one.look.model_dump(), "costumes": [{"id": "day", "outfit": one.outfit.model_dump()}]}
        for name, one in zip("ab", cast, strict=False)
    ]  # fmt: skip
    tree = {
        "title": "Known again", "premise": "Somebody returns", "characters": people, "settings": [{"id": "place", "name": "place", "place": str(place), "seed": seed}],
        "scenes": [{"id": "s", "setting": "place", "shots": shots}], "direction": {"style": str(sample_staging(seed, "heldout").style), **direction},
    }  # fmt: skip
    return Story.model_validate(tree)


def _peopled(seed: int) -> tuple[int, int]:
    """Two seeds of stagings with somebody in them."""
    found = [number for number in range(1000 * seed, 1000 * seed + 60) if sample_staging(number, "heldout").subjects]
    return found[0], found[1]


def measured(seed: int, folder: Path, rig: Rig) -> dict[str, dict[int, tuple[float, float, bool]]]:
    """By way and shot: how likely somebody else is, how far the place is from shot 0, and whether an earlier view stood in for the portrait."""
    found: dict[str, dict[int, tuple[float, float, bool]]] = {}
    for name in WAYS:
        own = not name.startswith("drawn")
        story = film(seed, {"still": "tiny" if own else "drawn", "memory": {"memory": "returning", "places": "places"}.get(name, "none")})
        making, steps = Making(folder, rig), plan(story, ways(SIZE, story.direction))
        if name == "alone":
            _net_alone(making, steps, rig)
        if name == "drawn memory":
            steps = _referred(story, making, steps)
        making.make(steps, [f"reading:clip:s-{n}" for n in SHOTS])
        first = _empty(story, making, 0)
        found[name] = {n: (_likelier(making, n), _apart(first, _empty(story, making, n)), _is_view(making, n)) for n in SHOTS}
    return found


def _net_alone(making: Making, steps: Sequence[Step], rig: Rig) -> None:
    """Stills as the net makes them, nobody laid out."""
    wanted = [f"still:s-{n}" for n in SHOTS]
    making.make(steps, [i.step for step in steps if step.id in wanted for i in step.inputs])
    for step in steps:
        if step.id in wanted:
            rig.weights |= paths_of("still", "tiny")
            assert isinstance(step.params, NetStillParams)
            portraits = tuple(making.files[i.step] for i in step.inputs)
            made = still_tiny.illustrated(step.params, portraits, keypoints(step.params.staging, step.params.canvas), rig)
            making.put(step.id, write_png(making.folder / f"{step.id[8:]}.png", fitted(made, step.params.size)))


def _referred(story: Story, making: Making, steps: Sequence[Step]) -> Sequence[Step]:
    """Drawn stills, whose clips are shown the memory in the portrait's place."""
    scene, returning = story.scenes[0], Direction(still="tiny", memory="returning")
    asked = memory.Asking(story, ways(SIZE, returning), stage)
    out, added = {step.id: step for step in steps}, list[Step]()
    for shot in (scene.shots[n] for n in SHOTS):
        portrait = Input(role="portrait", step="portrait:a")
        kept = [one for one in memory.memory_steps(asked, scene, shot, (portrait,)) if one.id.endswith(".a")]
        if kept:
            clip = out[f"clip:{shot.id}"]
            changed = [i if i.role != "portrait" else Input(role="portrait", step=kept[0].id) for i in clip.inputs]
            out[clip.id] = clip.model_copy(update={"inputs": tuple(changed)})
            added += kept
    steps = [out[step.id] for step in steps]
    for one in added:  # a memory comes before its shot
        at = next(n for n, step in enumerate(steps) if step.id == f"still:{one.id[7:-2]}")
        steps.insert(at, one)
    return steps


def _likelier(making: Making, shot: int) -> float:
    reading = Reading.model_validate_json(making.files[f"reading:clip:s-{shot}"].path.read_bytes())
    return next((one.value for one in reading.checks if one.sort == "identity" and one.unit == "nats"), float("nan"))


def _empty(story: Story, making: Making, shot: int) -> tuple[np.ndarray, np.ndarray]:
    """The still of a shot, and where in it nobody is."""
    picture = read_png(making.files[f"still:s-{shot}"].path)
    shoot = Shoot(stage(story, story.scenes[0], story.scenes[0].shots[shot]), (picture.shape[1], picture.shape[0]))
    figures = (shoot.truth(0, shoot.size) > 0).astype(np.uint8)
    shoot.close()
    return picture.astype(np.float32), cv2.dilate(figures, np.ones((25, 25), np.uint8)) == 0


def _apart(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> float:
    return float(np.abs(one[0] - other[0])[one[1] & other[1]].mean())


def _is_view(making: Making, shot: int) -> bool:
    media = making.files.get(f"memory:s-{shot}.a")
    told = None if media is None else remembered(media.path)
    return told is not None and told.view is not None


def seams(seed: int, folder: Path, rig: Rig) -> dict[str, float]:
    """By still and seams: the jump at a cut in an action that goes on, in jumps beside it."""
    out = {}
    person, dice = sample_staging(_peopled(seed)[0], "heldout").subjects, np.random.default_rng(seed)
    subject = {"character": "a", "action": str(GOING_ON[seed % len(GOING_ON)]), "where": "left", "facing": "to the right"}
    shots = [{"id": f"s-{n}", "frames": 24, "size": "full", "subjects": [subject], "seeds": {"still": 7 * n + seed, "clip": n}} for n in range(2)]
    place = tuple(Place)[int(dice.integers(8))]
    for still in SEAM_STILLS:
        for how in ("apart", "shared"):
            story = _story(seed, place, (person[0],), shots, {"still": still, "seams": how})
            making, steps = Making(folder, rig), plan(story, ways(SIZE, story.direction))
            making.make(steps, ["clip:s-0", "clip:s-1"])
            before, after = ([frame.astype(np.float32) for frame in read_frames(making.files[f"clip:s-{n}"], "12")] for n in range(2))
            last = timing.drawing_at(24 - 1)
            row = [*before[last - 4 : last + 1], *after[timing.HANDLE : timing.HANDLE + 5]]
            jumps = [float(np.abs(b - a).mean()) for a, b in pairwise(row)]
            out[f"{still} {how}"] = jumps[4] / max(float(np.mean(jumps[:4] + jumps[5:])), 0.3)
            out[f"{still} {how}, levels"] = jumps[4]
    return out


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and 90 % interval over films."""
    known = np.array([value for value in values if not np.isnan(value)])
    if not len(known):
        return (float("nan"),) * 3
    drawn = known[np.random.default_rng(0).integers(len(known), size=(ROUNDS, len(known)))].mean(1)
    return round(float(known.mean()), 3), round(float(np.quantile(drawn, 0.05)), 3), round(float(np.quantile(drawn, 0.95)), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=at_least(1), default=4)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    made, cuts = list[dict[str, dict[int, tuple[float, float, bool]]]](), list[dict[str, float]]()
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        for seed in range(1, asked.films + 1):
            made.append(measured(seed, Path(folder) / f"film-{seed}", rig))
            cuts.append(seams(seed, Path(folder) / f"seam-{seed}", rig))
            print(f"film {seed} of {asked.films}", flush=True)
    found = {
        name: {
            str(n): {"nats": interval([one[name][n][0] for one in made]), "place": interval([one[name][n][1] for one in made]), "views": sum(one[name][n][2] for one in made)}
            for n in SHOTS
        }
        for name in WAYS
    }  # fmt: skip
    for which in ("nats", "place"):
        print(f"\n{which:52}" + "".join(f"{n:>22}" for n in SHOTS))
        for name, words in WAYS.items():
            print(f"{words:52}" + "".join(f"{'{:.2f} [{:.2f} {:.2f}]'.format(*found[name][str(n)][which]):>22}" for n in SHOTS))
    print("\nearlier views that stood in for the portrait: " + ", ".join(f"shot {n}: {found['memory'][str(n)]['views']} of {asked.films}" for n in SHOTS if n >= memory.RETURNS))
    jumps = {name: interval([one[name] for one in cuts]) for name in cuts[0]}
    for name, value in jumps.items():
        print(f"seam, {name:20} {value[0]:6.2f} [{value[1]:.2f} {value[2]:.2f}]")
    record("memory", {"distance": found, "seams": jumps, "films": asked.films}, parser, asked)


if __name__ == "__main__":
    main()
