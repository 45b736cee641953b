"""An ablation in one command: both arms trained with one seed on as many samples, judged on the same held-out windows.

    python -m generator.train.ablations --which flow     --latents L --held S --held-latents H --minutes 7 --out FOLDER
    python -m generator.train.ablations --which identity --latents L --held S --held-latents H --minutes 7 --out FOLDER
    python -m generator.train.ablations --which patch    --shards  P --held S --minutes 9 --out FOLDER

`flow`: plain flow matching against the flow map; `identity`: reference tokens against decoupled cross-attention; both go on from the weights that come
with Fabula, on latents of its autoencoder. `patch`: an autoencoder of a sixteenth with patches of one cell against one of an eighth with patches of two by
two; everything from nothing. --minutes are those of the first arm (of `patch`: of its autoencoder and again of its clip net); the second gets the same
samples, however long they take. A command that is stopped goes on where it was. S, H: shards of the split "heldout" (`generator.world.shards --split
heldout --openings`) and their latents. One seed and a small budget: what comes out is a direction, not a law.
"""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path

import torch

from generator.checkpoints import checked
from generator.nets.video_vae import VideoVAEConfig, load_vae
from generator.nets.weights import write_bytes
from generator.train.ablations import flow, identity, patch
from generator.train.ablations.budget import Budget
from generator.train.ablations.deep import DeepConfig
from generator.train.ablations.judge import windows_of
from generator.train.ablations.report import table
from generator.train.data import open_clips

BATCH = 8


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m generator.train.ablations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--which", choices=("flow", "identity", "patch"), required=True)
    parser.add_argument("--latents", type=Path, help="latents to learn from")
    parser.add_argument("--shards", type=Path, help="clips to learn from (patch)")
    parser.add_argument("--held", type=Path, required=True, help="held-out clips")
    parser.add_argument("--held-latents", type=Path, help="their latents")
    parser.add_argument("--vae", type=Path, help="weights; those that come with Fabula if left out")
    parser.add_argument("--dit", type=Path, help="weights to go on from; those that come with Fabula if left out")
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--steps", type=int, help="so many batches for every arm instead")
    parser.add_argument("--autoencoders-only", action="store_true", help="patch: no clip nets on the latents")
    parser.add_argument("--windows", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a folder for weights")
    parser.add_argument("--results", type=Path, default=Path("bench/results/ablations.json"))
    return parser.parse_args(arguments)


def run_flow(asked: argparse.Namespace) -> list[dict[str, object]]:
    vae = load_vae(asked.vae or checked("vae"))
    budget = Budget(asked.minutes, BATCH, 4e-4, 2.5e-4, asked.seed, asked.threads, asked.steps)
    data = open_clips(asked.latents, "train"), windows_of(asked.held, asked.held_latents, asked.windows)
    return flow.run(asked.dit or checked("dit"), vae, data, budget, asked.out / "flow")


def run_identity(asked: argparse.Namespace) -> list[dict[str, object]]:
    budget = Budget(asked.minutes, BATCH, 2.5e-3, 2.5e-3, asked.seed, asked.threads, asked.steps)
    data = open_clips(asked.latents, "train"), windows_of(asked.held, asked.held_latents, asked.windows)
    return identity.run(asked.dit or checked("dit"), data, budget, asked.out / "identity")


def run_patch(asked: argparse.Namespace) -> list[dict[str, object]]:
    vae = Budget(asked.minutes, 4, 1e-3, 8e-4, asked.seed, asked.threads, asked.steps)
    net = Budget(asked.minutes, BATCH, 4e-3, 2.5e-3, asked.seed, asked.threads, asked.steps)
    spending = patch.Spending(vae, net, clips=not asked.autoencoders_only)
    arms = patch.arms_of(spending.preset, VideoVAEConfig(), DeepConfig())
    return patch.run(arms, (asked.shards, asked.held), spending, asked.windows, asked.out / "patch")


RUNS = {"flow": run_flow, "identity": run_identity, "patch": run_patch}


def main(arguments: list[str] | None = None) -> None:
    asked = parsed(arguments)
    torch.set_num_threads(asked.threads)
    rows = RUNS[asked.which](asked)
    print(table(rows))
    known = json.loads(asked.results.read_text()) if asked.results.is_file() else {}
    about = {"seed": asked.seed, "minutes": asked.minutes, "threads": asked.threads, "torch": torch.__version__, "machine": platform.machine()}
    known[asked.which] = about | {"rows": rows}
    write_bytes(asked.results, (json.dumps(known, indent=1, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()
