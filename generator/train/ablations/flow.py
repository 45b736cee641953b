"""Plain flow matching against the flow map: both go on from the same weights, on the same batches.

The plain arm learns velocities only; of the other's batches a share learns long steps (dit.py, `--far`). Both begin settled (grow.py): a plain net that
is asked about a length it never learned would answer with what chance left there.
"""

from __future__ import annotations

from pathlib import Path

from generator.nets.clip_net import ClipNet, load_dit
from generator.nets.video_vae import VideoVAE
from generator.train.ablations.budget import Budget, Trained, seeded, spend
from generator.train.ablations.judge import Figures, Window, apart, decoded, figures, frozen, line, made, round_trip
from generator.train.data import ClipSet
from generator.train.dit import DiTTask, DiTTraining, keep_settled
from generator.train.grow import settled

STEPS = (1, 2, 4, 8)
FAR = 0.4  # of the batches of the flow map
FIRST_STEP = 0.3  # of the samples, as the weights were trained that it goes on from


def trained(start: Path, clips: ClipSet, far: float, budget: Budget, out: Path) -> tuple[ClipNet, Trained]:
    """The weights gone on with."""
    seeded(budget.seed)
    net = load_dit(start).train().requires_grad_(True)
    if far:
        settled(net)
    else:
        keep_settled(net)
    cost = spend(DiTTask(net, clips, DiTTraining(batch=budget.batch, far=far, first_step=FIRST_STEP), "cpu"), budget, out)
    return net, cost


def compare(arms: dict[str, ClipNet], vae: VideoVAE, windows: list[Window]) -> list[dict[str, object]]:
    """Every arm at every number of steps, what it has to beat and what it cannot pass, and the last arm against the one before it."""
    ground = {"frozen": lambda w: frozen(w), "anchor": lambda w: decoded(vae, w.held[None]), "autoencoder": lambda w: round_trip(vae, w)}
    rows = [line(name, "", [figures(way(w), w) for w in windows]) for name, way in ground.items()]
    found = {name: judged(net, vae, windows) for name, net in arms.items()}
    rows += [line(name, f"{n} steps", of[n]) for name, of in found.items() for n in STEPS]
    (_, first), (_, second) = list(found.items())[-2:]
    for n in STEPS:
        for part in ("whole", "inside"):
            pairs = [(getattr(a, part), getattr(b, part)) for a, b in zip(first[n], second[n], strict=True)]
            rows.append(apart(f"flow map less plain, {n} steps", part, pairs))
    return rows


def judged(net: ClipNet, vae: VideoVAE, windows: list[Window]) -> dict[int, list[Figures]]:
    """Figures of every window at every number of steps."""
    found: dict[int, list[Figures]] = {n: [] for n in STEPS}
    for window in windows:
        for n, drawings in made(net, vae, window, STEPS).items():
            found[n].append(figures(drawings, window))
    return found


def run(start: Path, vae: VideoVAE, data: tuple[ClipSet, list[Window]], budget: Budget, out: Path) -> list[dict[str, object]]:
    """Both arms trained and judged: lines of a table."""
    clips, windows = data
    plain, cost = trained(start, clips, 0.0, budget, out / "plain.safetensors")
    mapped, more = trained(start, clips, FAR, budget.after(cost), out / "map.safetensors")
    rows = [cost.told("plain", "velocities"), more.told("map", f"velocities, {FAR:.0%} long steps")]
    return rows + compare({"before": load_dit(start), "plain": plain, "map": mapped}, vae, windows)
