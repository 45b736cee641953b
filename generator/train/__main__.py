"""The whole training, from nothing: shards, autoencoder, latents, animating net, evaluation.

    python -m generator.train --out FOLDER [--clips 2048] [--vae-minutes 115] [--dit-minutes 100] [--far-minutes 0] [--team 2]

The animating net learns velocities first and long steps last, which it does not by default: they diverged (LOG.md, run 28). `--team`: so many processes, each on a core (or GPU) of its own. Every stage goes on where it was: shards that exist are kept, and a training run that has used up its minutes only writes its weights.
`FOLDER/weights` holds what `assets/weights` would; `python -m bench.manifest` lists it once it is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def run(module: str, *words: object, team: int = 1) -> None:
    """One stage in a process of its own (a team: in several), so that its memory and threads end with it."""
    print(f"== {module} {' '.join(map(str, words))}", flush=True)
    launcher = ("torch.distributed.run", "--standalone", "--nproc_per_node", str(team), "-m") if team > 1 else ()
    subprocess.run([sys.executable, "-m", *launcher, module, *map(str, words)], check=True)


def shards(folder: Path, clips: int) -> None:
    """Training clips of the drawn world, and some that are unlike anything it draws."""
    run("generator.world.shards", "--out", folder / "shards", "--clips", clips, "--seed", 12)
    run("generator.train.strange", "--out", folder / "shards", "--clips", clips // 16, "--seed", 12)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=2048)
    parser.add_argument("--vae-minutes", type=float, default=115)
    parser.add_argument("--dit-minutes", type=float, default=100)
    parser.add_argument("--far-minutes", type=float, default=0)
    parser.add_argument("--team", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    ask = parser.parse_args()
    weights, where = ask.out / "weights", ("--device", ask.device)
    vae, near, far = (weights / f"{name}.safetensors" for name in ("vae", "dit", "dit-far"))
    shards(ask.out, ask.clips)
    vae_rates = ("--batch", 4, "--crop", 96, "--lr", 1e-3, "--adam-lr", 8e-4)
    run("generator.train.vae", "--shards", ask.out / "shards", "--out", vae, "--minutes", ask.vae_minutes, *vae_rates, *where, team=ask.team)
    run("generator.train.latents", "--shards", ask.out / "shards", "--vae", vae, "--out", ask.out / "latents", *where)
    rates: tuple[object, ...] = ("--latents", ask.out / "latents", "--batch", 8, "--lr", 4e-3, "--adam-lr", 2.5e-3, *where)
    rates = (*rates, "--threads", 1) if ask.team > 1 else rates
    run("generator.train.dit", "--out", near, "--minutes", ask.dit_minutes, *rates, team=ask.team)
    if ask.far_minutes:
        slow = (*rates, "--lr", 4e-4, "--adam-lr", 2.5e-4)  # a tenth: the last of an option counts
        run("generator.train.dit", "--start-from", near, "--far", 0.5, "--out", far, "--minutes", ask.far_minutes, *slow, team=ask.team)
    run("generator.train.evaluate", "--vae", vae, "--dit", far if ask.far_minutes else near, "--steps", 1, "--out", ask.out / "engine.json")


if __name__ == "__main__":
    main()
