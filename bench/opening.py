"""How long it takes to tell what published weights are, and whether they are whole: headers alone, whatever their size.

    python -m bench.opening [--rounds 5]

Weights of the published shapes, as files of holes: they take no room on the disk, and no tensor of them is read. Then every kind of bad weights that the
tests know, small ones: how long until the sentence is said.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import tempfile
import time
from pathlib import Path

import torch

from bench.record import at_least, record
from generator.nets.dit_values import VideoDiTConfig
from generator.published.opening import opened
from generator.published.variants import shapes, variant_of
from generator.published.whole import wan, whole
from storyboard.errors import FabulaError
from tests.generator.published.test_opening import BAD, bad_weights

SHAPES = {
    "2.1 T2V 1.3B": (1, {"num_layers": 30, "num_attention_heads": 12, "ffn_dim": 8960}),
    "2.2 TI2V 5B": (1, {"num_layers": 30, "num_attention_heads": 24, "ffn_dim": 14336, "in_channels": 48, "out_channels": 48}),
    "2.1 I2V 14B": (1, {"num_layers": 40, "num_attention_heads": 40, "ffn_dim": 13824, "in_channels": 36, "image_dim": 1280}),
    "2.2 I2V A14B": (2, {"num_layers": 40, "num_attention_heads": 40, "ffn_dim": 13824, "in_channels": 36}),
}


def hollow(file: Path, config: VideoDiTConfig) -> None:
    """A bf16 file of these shapes, all holes but the header."""
    header: dict[str, object] = {}
    at = 0
    for name, shape in shapes(config).items():
        size = 2 * torch.Size(shape).numel()
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        out.truncate(8 + len(text) + at)


def row(name: str, experts: int, sizes: dict[str, int], rounds: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for part in ("transformer", "transformer_2")[:experts]:
            hollow(folder / part / "diffusion_pytorch_model.safetensors", VideoDiTConfig(text_dim=4096, **sizes))
        found, spent = "", []
        for _ in range(rounds):
            start = time.perf_counter()
            whole(folder)
            found = wan(folder)
            spent.append(time.perf_counter() - start)
        size = sum(one.stat().st_size for one in folder.rglob("*.safetensors"))
        tensors = experts * len(opened(folder, "transformer").tensors)
    return {"weights": name, "GB": round(size / 1e9, 1), "tensors": tensors, "seconds": round(min(spent), 3), "told": found.partition(";")[0]}


def refused(kind: str) -> dict[str, object]:
    """What is said of bad weights, and after how long."""
    with tempfile.TemporaryDirectory() as place:
        folder = bad_weights(kind, Path(place) / "model")
        start = time.perf_counter()
        try:
            variant_of(opened(folder, "transformer"))
        except FabulaError as error:
            return {"bad": kind, "seconds": round(time.perf_counter() - start, 3), "told": str(error).replace(place, "")}
    raise SystemExit(f"{kind}: taken as whole")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=at_least(1), default=5)
    asked = parser.parse_args()
    rows = [row(name, experts, sizes, asked.rounds) for name, (experts, sizes) in SHAPES.items()]
    print("\n".join(f"{one['weights']:14} {one['GB']:6} GB  {one['tensors']:5} tensors  {one['seconds']:6} s  {one['told']}" for one in rows))
    bad = [refused(kind) for kind in dict.fromkeys(kind for kind, _, _ in BAD)]
    slowest = max(bad, key=lambda one: one["seconds"])
    print(f"{len(bad)} kinds of bad weights, a sentence each; the slowest after {slowest['seconds']} s: {slowest['told']}")
    record("opening", {"load_average": os.getloadavg()[0], "weights": rows, "bad": bad}, parser, asked)


if __name__ == "__main__":
    main()
