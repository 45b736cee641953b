"""Training only how actions follow from poses: what a `Deed` reads of all lessons is kept, then learned from again and again.

    python -m generator.train.oracle.actions --lessons FOLDER --out READERS [--passes 2] [--epochs 8] [--mean OTHER.safetensors]

Reading pictures is most of the work of a step, so the judgement of poses gets its many passes without the pictures. Each pass over the
lessons sees them otherwise (other places, shifts, light), and every sample is displaced a little once more. With --mean it starts from the
mean of two readers' weights, one of which has learned on from the other (Wortsman et al., 2022: better than either).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from generator.train.oracle.learn import grounds_in, otherwise, shards
from generator.watching.readers import Deed, restore, save

BATCH, RATE = 96, 2e-3


@torch.inference_mode()
def read(net: Deed, lessons: Path, passes: int, dice: np.random.Generator) -> list[Tensor]:
    """What the net reads of every figure in every pass: joints [N, T, J + 1, 2], their being there [N, T, J], traits [N, T, F]; and the actions [N]."""
    grounds, rows = {"grounds": grounds_in(lessons)}, []
    net.eval()
    for _ in range(passes):
        for part in shards(lessons, "deed", dice):
            for which in torch.randperm(len(part["actions"])).split(24):
                taken = {name: value[which] for name, value in part.items()}
                windows, heads, _ = otherwise(taken | grounds)
                with torch.autocast("cpu", torch.bfloat16):
                    joints, there, traits = net.pose(windows, heads)
                rows.append((joints.half(), there.sigmoid().half(), traits.half(), taken["actions"].long()))
    return [torch.cat(column) for column in zip(*rows, strict=True)]


def learn(net: Deed, poses: list[Tensor], epochs: int, tell: Callable[[str], None] = print) -> None:
    """Train what turns poses into actions; the rest stays as it is."""
    *seen, actions = (part.clone() for part in poses)  # what was made in inference mode cannot be learned from
    parts = (net.enter, net.along, net.action)
    weights = [weight for part in parts for weight in part.parameters()]
    steps = max(epochs * len(actions) // BATCH, 1)
    optimizer = torch.optim.AdamW(weights, RATE, weight_decay=0.05)
    course = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    for part in parts:
        part.train()
    losses = []
    for step in range(steps):
        which = torch.randint(len(actions), (BATCH,))
        joints, there, traits = (part[which].float() for part in seen)
        joints = joints + 0.01 * torch.randn_like(joints) + 0.02 * torch.randn_like(joints[:, :1])  # each drawing by itself, and the whole course
        loss = F.cross_entropy(net.acted(joints, there, traits), actions[which], label_smoothing=0.03)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 2.0)
        optimizer.step()
        course.step()
        losses.append(float(loss.detach()))
        if step % 500 == 499 or step == steps - 1:
            tell(f"actions: {step + 1} of {steps} steps, loss {np.mean(losses[-500:]):.3f}")


@torch.no_grad()
def average(net: Deed, other: Deed) -> None:
    """Every weight of the net becomes the mean of its own and the other's."""
    for name, value in other.state_dict().items():
        if value.is_floating_point():
            net.state_dict()[name].lerp_(value, 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--mean", type=Path, help="another reader of deeds, to start from the mean of both")
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(0)
    net = Deed()
    restore(net, asked.out / "oracle-deed.safetensors")
    if asked.mean is not None:
        other = Deed()
        restore(other, asked.mean)
        average(net, other)
    learn(net, read(net, asked.lessons, asked.passes, np.random.default_rng(5)), asked.epochs, lambda words: print(words, flush=True))
    save(net, asked.out, "deed")


if __name__ == "__main__":
    main()
