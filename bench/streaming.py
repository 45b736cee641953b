"""How much memory a net of the shape of Wan 14B takes, at home and streamed, and what streaming costs.

    python -m bench.streaming [--deep 40]

Width 5120, 40 heads, hidden width 13824, text 4096: blocks of 351 million numbers. One block with random weights lies in safetensors files of at
most 142 MB (about 0.7 GB, removed afterwards), and every layer reads it from there anew, so that the depth is real and the disk small. Each row is
one process: memory is its highest resident set above what it had before the net; seconds are the second step's, by the clock, which a busy machine
stretches, and of processor time (cpu). "waited": seconds in which the products waited for a block. The law is generator/nets/footprint.py; `law` is what it says of the row. At the end: the same bits at home
and streamed, and what the law says of all of Wan 14B at 480p (81 frames: 32,760 tokens).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from app.settings import maker_environment
from bench.record import at_least, record

PLACES, GIB = 61, 2**30
ROWS = ((2, "bf16", 64, "home"), (4, "bf16", 64, "home"), (4, "bf16", 64, "streamed"), (8, "bf16", 64, "streamed"), (8, "int8", 64, "streamed"),
        (4, "fp8", 64, "streamed"), (4, "bf16", 512, "home"), (4, "bf16", 512, "streamed"))  # fmt: skip


class Entry(NamedTuple):
    """A tensor in a file; see generator.nets.streaming.Stored."""

    file: Path
    dtype: Any
    shape: tuple[int, ...]
    offset: int


def config(layers: int) -> Any:
    from generator.nets.video_dit import VideoDiTConfig

    return VideoDiTConfig(num_layers=layers, num_attention_heads=40, ffn_dim=13824, text_dim=4096)


def write_block(folder: Path, form: str) -> None:
    """One block of random weights, a file for each tensor."""
    import torch
    from safetensors.torch import save_file

    from generator.nets.footprint import hollow
    from generator.nets.streaming import tensors_of

    random = torch.Generator().manual_seed(0)
    (folder / form).mkdir()
    for name, one in tensors_of(next(hollow(config(1), form).layers)).items():
        if one.dtype in (torch.int8, torch.float8_e4m3fn):
            made = torch.randint(-127, 128, one.shape, generator=random, dtype=torch.int8)
            made = made if one.dtype == torch.int8 else (made / 64).to(one.dtype)
        else:
            made = torch.randn(one.shape, generator=random, dtype=one.dtype) * (0.02 if one.ndim > 1 else 1e-3)
        save_file({name: made}, folder / form / f"{name}.safetensors")


def entries(folder: Path) -> dict[str, Entry]:
    from generator.nets.footprint import hollow
    from generator.nets.streaming import tensors_of
    from generator.nets.weights import read_header

    block = tensors_of(next(hollow(config(1), folder.name).layers))
    found = {}
    for name, one in block.items():
        path = folder / f"{name}.safetensors"
        begin = path.stat().st_size - one.numel() * one.element_size()
        assert read_header(path)[name]["shape"] == list(one.shape)
        found[name] = Entry(path, one.dtype, tuple(one.shape), begin)
    return found


def measured(folder: Path, layers: int, form: str, tokens: int, where: str) -> dict[str, Any]:
    """One row, in this process."""
    import torch

    from generator.nets.footprint import footprint, hollow
    from generator.nets.shapes import LatentShape
    from generator.nets.streaming import Files, put, stream, tensors_of

    torch.set_num_threads(1)
    Path("/proc/self/clear_refs").write_text("5")  # the highest is counted from here
    before = resident()
    net, random = hollow(config(layers), form), torch.Generator().manual_seed(0)
    rest = {name: one for name, one in tensors_of(net).items() if not name.startswith("blocks.")}
    put(net, {name: torch.randn(one.shape, generator=random, dtype=one.dtype) * 0.02 for name, one in rest.items()})
    stream(net, "blocks", Files([entries(folder / form)] * layers), kept=layers if where == "home" else 0)
    shape = LatentShape(1, 16, tokens // 4)
    x, text, sigma = torch.randn(1, 16, *shape, generator=random), torch.randn(1, PLACES, 4096, generator=random), torch.full((1, 1), 0.7)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        made = net.prepare(shape, net.words(text))
        said = net.velocity(x, sigma, made)
        net.blocks.waited_s, began, busy = 0.0, time.perf_counter(), time.process_time()
        again = net.velocity(x, sigma, made)
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
    assert torch.equal(said, again)
    law = footprint(config(layers), tokens, PLACES, form)
    return {"layers": layers, "form": form, "tokens": tokens, "where": where, "peak_gib": (highest() - before) / GIB,
            "law_gib": law.peak(None if where == "home" else 0) / GIB, "step_s": seconds, "cpu_s": busy, "waited_s": net.blocks.waited_s,
            "digest": hashlib.sha256(again.numpy().tobytes()).hexdigest()}  # fmt: skip


def resident() -> int:
    return _status("VmRSS")


def highest() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    """Bytes, as Linux tells them of this process."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024


def run(folder: Path, row: tuple[int, str, int, str]) -> dict[str, Any]:
    """`measured` in a process of its own."""
    words = [sys.executable, "-m", "bench.streaming", "--measure", str(folder), *map(str, row)]
    done = subprocess.run(words, env=maker_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{row} failed: {done.stderr.strip()[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def whole() -> dict[str, float]:
    """What the law says of Wan 14B at 480p, in GiB."""
    from generator.nets.footprint import footprint

    said = {}
    for form in ("bf16", "fp8"):
        law = footprint(config(40), 32760, PLACES, form)
        said |= {f"{form} at home": law.peak() / GIB, f"{form} streamed": law.peak(0) / GIB, f"{form} of it work": law.work / GIB}
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deep", type=at_least(3), default=40, help="layers of the deepest row")
    parser.add_argument("--measure", nargs=5, metavar=("FOLDER", "LAYERS", "FORM", "TOKENS", "WHERE"), help="one row, in this process, as JSON")
    asked = parser.parse_args()
    if asked.measure:
        folder, layers, form, tokens, where = asked.measure
        print(json.dumps(measured(Path(folder), int(layers), form, int(tokens), where)))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for form in ("bf16", "fp8", "int8"):
            write_block(Path(folder), form)
        print(f"{'layers':>6} {'form':5}{'tokens':>7} {'where':9}{'GiB':>7}{'law':>7}{'step s':>8}{'cpu s':>7}{'waited s':>9}")
        for row in (*ROWS, (asked.deep, "bf16", 64, "streamed")):
            rows.append(run(Path(folder), row))
            print("{layers:>6} {form:5}{tokens:>7} {where:9}{peak_gib:>7.2f}{law_gib:>7.2f}{step_s:>8.1f}{cpu_s:>7.1f}{waited_s:>9.1f}".format(**rows[-1]), flush=True)
    for tokens in (64, 512):
        digests = {row["digest"] for row in rows if (row["layers"], row["form"], row["tokens"]) == (4, "bf16", tokens)}
        print(f"four layers at {tokens} tokens, at home and streamed: {'the same bits' if len(digests) == 1 else 'OTHER BITS'}")
    law = whole()
    print("by the law, all of Wan 14B at 480p, GiB: " + ", ".join(f"{name} {value:.1f}" for name, value in law.items()))
    record("streaming", {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "rows": rows, "whole_gib": law}, parser, asked)


if __name__ == "__main__":
    main()
