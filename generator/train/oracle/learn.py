"""Training the oracle readers on lessons.

    python -m generator.train.oracle.learn --lessons FOLDER --out READERS --which who --minutes 30      # who, deed, way

Goes on from what READERS holds; every pass reads the shards that exist by then. Kept after every pass and at the end.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from safetensors.torch import load_file, safe_open
from torch import Tensor, nn

from generator.train.optim import OptimConfig, optimisers
from generator.watching.readers import Deed, Way, Who, restore, save
from generator.watching.seeing import ATTRIBUTES, MOVES

Loss = Callable[[Any, dict[str, Tensor]], Tensor]  # of one of the NETS
NETS: dict[str, type[nn.Module]] = {"who": Who, "deed": Deed, "way": Way}
WHAT = {"who": "figures", "deed": "deeds", "way": "ways"}
PARTS = {"who": ("bodies", "busts", "charts", "attributes"), "deed": ("windows", "heads", "joints", "actions"), "way": ("flows", "moves")}
BATCH = {"who": 48, "deed": 16, "way": 48}  # figures, figures, shots
WEIGHS = {"build": 2.0, "marking": 2.0, "extra": 3.0, "extra colour": 2.0}  # of the attributes: what is small is learned last
OTHER = {"left": "right", "right": "left", "clockwise": "counterclockwise", "counterclockwise": "clockwise"}
MIRRORED = torch.tensor([MOVES.index(" ".join(OTHER.get(word, word) for word in move.split())) for move in MOVES])  # each move as a mirror shows it
WARM = 0.04  # share of the time in which the rate rises


def who_loss(net: nn.Module, part: dict[str, Tensor]) -> Tensor:
    """Every attribute of every figure, set on a piece of some place, sometimes half behind somebody else, in some other light than it was drawn in."""
    mirrored = torch.rand(len(part["bodies"])) < 0.5
    under = part["grounds"][torch.randint(len(part["grounds"]), (len(mirrored),))]
    light, haze = (0.12 * torch.randn(len(mirrored), 1, 1, 3)).exp(), 8 * torch.randn(len(mirrored), 1, 1, 3)
    bodies, busts, charts = (
        (seen * light + haze).clamp(0, 255) for seen in (worn(laid(part["bodies"], under), mirrored), worn(laid(part["busts"], under), mirrored), part["charts"][:, None])
    )
    said, labels = net(bodies, busts, charts[:, 0]), part["attributes"].long()
    return torch.stack([WEIGHS.get(name, 1.0) * F.nll_loss(told, labels[:, k]) for k, (name, told) in enumerate(zip(ATTRIBUTES, said, strict=True))]).sum()


def laid(figures: Tensor, grounds: Tensor) -> Tensor:
    """Figures [N, h, w, 4] over pieces of places [N, 96, 96, 3] and, one in six, under another figure's edge: [N, h, w, 3]."""
    n, h, w, _ = figures.shape
    dx, dy = (int(v) for v in torch.randint(0, 96 - h + 1, (2,)))
    out = figures[..., :3].float() + grounds[:, dy : dy + h, dx : dx + w].float() * (1 - figures[..., 3:].float() / 255)
    others = figures.roll(1, 0).roll(int(torch.randint(w // 2, w, ())), 2).float()
    others[:, :, : w // 2] = 0.0
    before = (torch.rand(n, 1, 1, 1) < 1 / 6) * others
    return before[..., :3] + out * (1 - before[..., 3:] / 255)


def deed_loss(net: Deed, part: dict[str, Tensor]) -> Tensor:
    """Where every joint is and whether it is there; the action as read from these joints, and from the true ones a little displaced."""
    windows, heads, joints, actions = *otherwise(part), part["actions"].long()
    told, there, traits = net.pose(windows, heads)
    known = (~joints.isnan()) & (joints.abs() <= 1.0).all(3, keepdim=True)  # what is outside the window is not there
    near = F.smooth_l1_loss(told[known], joints[known], beta=0.05)
    seen = known[:, :, :-1, 0].float()
    true = net.acted(torch.where(known, joints, told.detach()) + 0.02 * torch.randn_like(joints), seen, traits)
    read = net.acted(told.detach(), there.detach().sigmoid(), traits)
    told_apart = [F.cross_entropy(logits, actions, label_smoothing=0.02) for logits in (true, read)]
    return 10.0 * near + F.binary_cross_entropy_with_logits(there, seen) + torch.stack(told_apart).sum()


def otherwise(part: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Windows and heads [N, T, h, w, 3] with their joints [N, T, J + 1, 2] as they might also be seen: over another place, mirrored, shifted, in other light."""
    windows, heads, joints = passing(part["windows"], part["grounds"]), passing(part["heads"], part["grounds"]), part["joints"].float()
    if torch.rand(()) < 0.5:  # mirrored: the figure's own left stays its own left, and the mouth has no side
        windows, heads = windows.flip(3), heads.flip(3)
        joints = torch.cat([joints[:, :, :-1] * torch.tensor([-1.0, 1.0]), joints[:, :, -1:]], 2)
    dx, dy = (int(v) for v in torch.randint(-4, 5, (2,)))
    joints[:, :, :-1] += torch.tensor([dx, dy]) / (windows.shape[2] / 2)
    return lighter(windows.roll((dy, dx), (2, 3))), lighter(heads.roll((dy // 2, dx // 2), (2, 3))), joints


def passing(windows: Tensor, grounds: Tensor) -> Tensor:
    """Windows [N, T, h, w, 4] over pieces of places [M, 96, 96, 3] that pass behind them, each in its own way: [N, T, h, w, 3]."""
    n, t, h, w, _ = windows.shape
    start, stop = torch.rand(2, n, 2, 1) * (96 - h)
    course = torch.lerp(start, stop, torch.linspace(0, 1, t)).round().long()  # [N, 2, T]
    rows, columns = course[:, 0, :, None] + torch.arange(h), course[:, 1, :, None] + torch.arange(w)
    which = torch.randint(len(grounds), (n, 1, 1, 1))
    behind = grounds[which, rows[..., None], columns[:, :, None]].float()
    return windows[..., :3].float() + behind * (1 - windows[..., 3:].float() / 255)


def way_loss(net: nn.Module, part: dict[str, Tensor]) -> Tensor:
    """The camera's move; half of the shots mirrored: what went to the left goes to the right."""
    flows, moves = part["flows"].float(), part["moves"].long()
    mirrored = torch.rand(len(moves)) < 0.5
    flows = torch.where(mirrored[:, None, None, None, None], flows.flip(3) * torch.tensor([-1.0, 1.0]), flows)
    return F.cross_entropy(net(flows + 0.02 * torch.randn_like(flows)), torch.where(mirrored, MIRRORED[moves], moves), label_smoothing=0.02)


LOSSES: dict[str, Loss] = {"who": who_loss, "deed": deed_loss, "way": way_loss}


def worn(cuts: Tensor, mirrored: Tensor) -> Tensor:
    """Cuts [N, h, w, 3] as they might also be seen: some mirrored (bool [N]), cut a little otherwise, some without their finest detail."""
    n, out = len(cuts), rearrange(cuts.float(), "n h w c -> n c h w")
    grown = 1.0 + 0.06 * torch.randn(n)
    matrix = torch.zeros(n, 2, 3)
    matrix[:, 0, 0], matrix[:, 1, 1], matrix[:, :, 2] = grown * (1 - 2 * mirrored.float()), grown, 0.06 * torch.randn(n, 2)
    out = F.grid_sample(out, F.affine_grid(matrix, list(out.shape), align_corners=False), padding_mode="border", align_corners=False)
    soft = F.interpolate(F.avg_pool2d(out, 2), scale_factor=2.0, mode="bilinear")
    return rearrange(torch.where(torch.rand(n, 1, 1, 1) < 0.2, soft, out), "n c h w -> n h w c")


def lighter(windows: Tensor) -> Tensor:
    """Windows [N, T, h, w, 3], each lighter or darker as a whole."""
    return (windows.float() * (1.0 + 0.1 * torch.randn(len(windows), 1, 1, 1, 1))).clamp(0, 255)


def shards(folder: Path, which: str, dice: np.random.Generator, at_once: int = 6) -> Iterator[dict[str, Tensor]]:
    """What one reader needs of several random shards put together, until all were taken."""
    paths, names = sorted(folder.glob(f"{WHAT[which]}-*.safetensors")), PARTS[which]
    if not paths:
        raise FileNotFoundError(f"{folder} holds no {WHAT[which]}: write some with generator.train.oracle.lessons --what {WHAT[which]}")
    order = dice.permutation(len(paths))
    for start in range(0, len(order), at_once):
        loaded = []
        for k in order[start : start + at_once]:
            with safe_open(paths[k], "pt") as kept:
                loaded.append({name: kept.get_tensor(name) for name in names})
        yield {name: torch.cat([part[name] for part in loaded]) for name in names}


@dataclass(frozen=True)
class Course:
    """Minutes of learning, the highest rates of Muon and Adam (they rise, then fall as a cosine to nothing), the seed of its order."""

    minutes: float
    lr: float = 4e-3
    adam_lr: float = 2e-3
    seed: int = 0


def grounds_in(folder: Path) -> Tensor:
    """All pieces of places that were written, uint8 [N, 96, 96, 3]."""
    paths = sorted(folder.glob("grounds-*.safetensors"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no grounds: write some with generator.train.oracle.lessons --what grounds")
    return torch.cat([load_file(path)["grounds"] for path in paths])


def learn(which: str, lessons: Path, out: Path, course: Course, tell: Callable[[str], None] = print) -> None:
    """Train one reader."""
    torch.manual_seed(course.seed)
    dice, net = np.random.default_rng(course.seed), NETS[which]()
    kept = out / f"oracle-{which}.safetensors"
    if kept.exists():
        restore(net, kept)
    for weight in net.parameters():
        weight.data = weight.data.contiguous(memory_format=torch.channels_last) if weight.dim() == 4 else weight.data
    out.mkdir(parents=True, exist_ok=True)
    optimizers = optimisers(net, OptimConfig(lr=course.lr, adam_lr=course.adam_lr, weight_decay=0.02))
    shared = {"grounds": grounds_in(lessons)} if which != "way" else {}
    began, steps = time.monotonic(), 0
    while (share := (time.monotonic() - began) / (60 * course.minutes)) < 1.0:
        losses: list[float] = []
        for part in shards(lessons, which, dice):
            for rows in torch.from_numpy(dice.permutation(len(part[PARTS[which][-1]]))).split(BATCH[which]):
                share = (time.monotonic() - began) / (60 * course.minutes)
                if len(rows) < BATCH[which] or share >= 1.0:
                    continue  # BatchNorm wants a whole batch
                for group in (group for one in optimizers for group in one.param_groups):
                    group["lr"] = group["full_lr"] * min(share / WARM + 0.02, 0.5 + 0.5 * math.cos(math.pi * share))
                with torch.autocast("cpu", torch.bfloat16):
                    loss = LOSSES[which](net, {name: value[rows] for name, value in part.items()} | shared)
                net.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 2.0)
                for optimizer in optimizers:
                    optimizer.step()
                losses.append(float(loss.detach()))
                steps += 1
        save(net, out, which)
        tell(f"{which}: {100 * min(share, 1.0):.0f} % of {course.minutes:.0f} minutes, {steps * BATCH[which]} samples, loss {np.mean(losses):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--which", choices=tuple(NETS), required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--lr", type=float, default=4e-3)
    parser.add_argument("--adam-lr", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    learn(asked.which, asked.lessons, asked.out, Course(asked.minutes, asked.lr, asked.adam_lr, asked.seed), lambda words: print(words, flush=True))


if __name__ == "__main__":
    main()
