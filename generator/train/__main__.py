"""The whole training, from nothing: shards, autoencoder, latents, animating net, evaluation.

    python -m generator.train --out FOLDER [--clips 2048] [--vae-minutes 115] [--dit-minutes 100]

Every stage goes on where it was: shards that exist are kept, and a training run that has used up its minutes only writes its weights.
`FOLDER/weights` holds what `assets/weights` would; `python -m bench.manifest` lists it once it is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def run(module: str, *words: object) -> None:
    """One stage in a process of its own, so that its memory and threads end with it."""
    print(f"== {module} {' '.join(map(str, words))}", flush=True)
    subprocess.run([sys.executable, "-m", module, *map(str, words)], check=True)


def shards(folder: Path, clips: int) -> None:
    """Training and held-out clips of the drawn world."""
    run("generator.world.shards", "--out", folder / "shards", "--clips", clips, "--seed", 2)
    run("generator.world.shards", "--out", folder / "heldout", "--clips", max(clips // 16, 8), "--seed", 9, "--split", "heldout", "--openings")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=2048)
    parser.add_argument("--vae-minutes", type=float, default=115)
    parser.add_argument("--dit-minutes", type=float, default=100)
    parser.add_argument("--device", default="cpu")
    ask = parser.parse_args()
    weights, where = ask.out / "weights", ("--device", ask.device)
    vae, dit = (weights / f"{name}.safetensors" for name in ("vae", "dit"))
    shards(ask.out, ask.clips)
    vae_rates = ("--batch", 4, "--crop", 96, "--lr", 1e-3, "--adam-lr", 8e-4)
    run("generator.train.vae", "--shards", ask.out / "shards", "--out", vae, "--minutes", ask.vae_minutes, *vae_rates, *where)
    run("generator.train.latents", "--shards", ask.out / "shards", "--vae", vae, "--out", ask.out / "latents", *where)
    dit_rates = ("--preset", "storybook", "--batch", 8, "--lr", 5e-3, "--adam-lr", 3e-3, "--first-step", 0.75)
    run("generator.train.dit", "--latents", ask.out / "latents", "--out", dit, "--minutes", ask.dit_minutes, *dit_rates, *where)
    held = ("--shards", ask.out / "heldout", "--vae", vae, "--dit", dit, "--count", 72, "--steps", 1, "--out", ask.out / "clips.json")
    run("generator.train.evaluate", *held, *where)


if __name__ == "__main__":
    main()
