"""Teaching a published model of Wan who a character is: a LoRA, or (`--adapter`) an identity adapter in the form of Stand-In. The model itself stays as it is.

    python -m generator.train.clips --films FOLDER --out SHARDS --rate 24
    python -m generator.train.identity --base FOLDER --clips SHARDS --out FOLDER --steps 1500
    fabula weights --set-up FOLDER --as lora-mira

Called again with the same words it goes on where it was stopped; a longer budget goes on from a finished run, with rates that rise again. A model of two experts has a LoRA for each: `--expert high`, then `--expert low`, into the
same folder. An adapter learns from `--portraits`, a folder of pictures of the character, and goes into the folder `stand_in` of the model's.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import Tensor

from generator.nets.identity import IdentityAdapter, IdentityConfig
from generator.nets.weights import write_bytes
from generator.published.autoencoder import autoencoder
from generator.published.faces import portraits
from generator.published.loading import load
from generator.published.opening import Opened, opened
from generator.published.sampling import ready
from generator.published.variants import Variant, variant_of
from generator.train.encoded import taught
from generator.train.frozen import Base, FrozenTask, Learning
from generator.train.loop import add_arguments, loop_config, train
from generator.train.low_rank import Frugal, LowRanks, one_subject
from storyboard.errors import BadInput, FabulaError, Missing

PICTURES = (".png", ".jpg", ".jpeg", ".webp")
SIDES = {"": "transformer", "high": "transformer", "low": "transformer_2"}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.train.identity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.set_defaults(lr=2e-4, batch=1)
    parser.add_argument("--base", type=Path, required=True, help="the folder of a Wan model, as diffusers keeps it")
    parser.add_argument("--clips", type=Path, required=True, help="the shards that generator.train.clips wrote")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--expert", choices=["high", "low"], default="", help="which of two experts: for much noise, or for little")
    parser.add_argument("--adapter", action="store_true", help="an identity adapter instead of a LoRA")
    parser.add_argument("--portraits", type=Path, help="pictures of the character, for the adapter")
    try:
        learn(parser.parse_args(arguments))
    except FabulaError as error:
        sys.exit(str(error))


def learn(chosen: argparse.Namespace) -> Path:
    """Train, and give the file that was written. BadInput, Missing, Corrupt."""
    found = opened(chosen.base, "transformer")
    variant = variant_of(found)
    _checked(chosen, variant)
    side = f"_{chosen.expert.upper()}" if chosen.expert else ""
    file = chosen.out / f"{'Stand-In' if chosen.adapter else 'lora'}{side}.safetensors"
    work = chosen.out / "work"
    lessons = taught(chosen.base, variant, chosen.clips, work, chosen.device)
    pictures = _portraits(chosen) if chosen.adapter else ()
    found = opened(chosen.base, "transformer_2") if chosen.expert == "low" else found
    _same_run(file, chosen, found, lessons.digest)
    config = replace(loop_config(chosen), out=file)
    torch.manual_seed(config.seed)
    net = _net(found, variant, torch.bfloat16 if config.bf16 else torch.float32).to(config.device)
    learned = one_subject(IdentityAdapter(IdentityConfig(chosen.rank, 1), variant.dit)) if chosen.adapter else LowRanks(net, chosen.rank)
    shift = ready(chosen.base, str(found.path)).sampling.shift
    base = Base(net, variant, shift, _between(variant, chosen.expert))
    print(f"{variant.name}: {sum(p.numel() for p in learned.parameters()) / 1e6:.2f}M numbers are learned from {lessons.clips.count} clips", flush=True)
    train(FrozenTask(learned.to(config.device), base, lessons, Learning(config.batch, device=config.device), pictures), config)
    return file


def _checked(chosen: argparse.Namespace, variant: Variant) -> None:
    """BadInput for what cannot be learned."""
    if variant.dit.far:
        raise BadInput(f"{chosen.base} is AnyFlow, which learns its steps as well as its pictures. Teach the Wan model that it was made from.")
    if (variant.experts == 2) != bool(chosen.expert):
        told = "has two experts: teach one with --expert high and one with --expert low" if variant.experts == 2 else "has one net: leave --expert out"
        raise BadInput(f"{chosen.base} ({variant.name}) {told}.")
    if chosen.rank < 1 or chosen.rank > variant.dit.dim:
        raise BadInput(f"A rank is from 1 to {variant.dit.dim} here, the width of the net; given {chosen.rank}.")
    if chosen.adapter and variant.dit.in_channels != variant.dit.out_channels:
        raise BadInput(f"{chosen.base} ({variant.name}) begins from pictures and is shown no portraits. Teach a LoRA, or a text-to-video model.")
    if chosen.adapter != (chosen.portraits is not None):
        raise BadInput("An adapter learns to show portraits: give --adapter and --portraits FOLDER together.")


def _net(found: Opened, variant: Variant, dtype: torch.dtype) -> Frugal:
    with torch.device("meta"):
        net = Frugal(variant.dit)
    load(found, net, dtype)
    return net.eval()


def _between(variant: Variant, expert: str) -> tuple[float, float]:
    """The sigmas that a net is asked at."""
    return {"": (0.0, 1.0), "high": (variant.boundary, 1.0), "low": (0.0, variant.boundary)}[expert]


def _portraits(chosen: argparse.Namespace) -> tuple[Tensor, ...]:
    """Latents (1, C, 1, y, x) of the pictures of a folder."""
    if not chosen.portraits.is_dir():
        raise Missing(f"There is no folder {chosen.portraits}. Give one that holds pictures of the character.")
    files = sorted(file for file in chosen.portraits.iterdir() if file.suffix.lower() in PICTURES)
    read = {file: cv2.imread(str(file), cv2.IMREAD_COLOR) for file in files}
    bad = next((file for file, picture in read.items() if picture is None), None)
    if bad is not None or not files:
        raise BadInput(f"{bad} is no picture that can be read." if bad else f"{chosen.portraits} holds no pictures ({', '.join(PICTURES)}).")
    return portraits(autoencoder(chosen.base, chosen.device), [cv2.cvtColor(picture, cv2.COLOR_BGR2RGB) for picture in read.values() if picture is not None])


def _same_run(file: Path, chosen: argparse.Namespace, found: Opened, lessons: str) -> None:
    """Write down what this run is; BadInput where another one stands here."""
    stamps = sorted({(entry.file.name, entry.file.stat().st_size, entry.file.stat().st_mtime_ns) for entry in found.tensors.values()})
    kind = "adapter" if chosen.adapter else "lora"
    names = ("rank", "seed", "batch", "lr", "adam_lr", "fp32")  # the budget may grow
    told: dict[str, Any] = {"kind": kind, "base": [list(one) for one in stamps], "clips": lessons, **{name: getattr(chosen, name) for name in names}}
    place = file.with_suffix(".run.json")
    if place.is_file() and file.with_suffix(".state").is_file():
        before = json.loads(place.read_text(encoding="utf-8"))
        odd = next((name for name in told if before.get(name) != told[name]), None)
        if odd is not None:
            raise BadInput(f"{file.parent} holds a run of another {odd}. Give the same words to go on with it, or another --out.")
    write_bytes(place, json.dumps(told, indent=1).encode())


if __name__ == "__main__":
    main()
