"""Our forward beside diffusers' WanTransformer3DModel from the same random weights, as Wan is used: a text of 512 places, 60 of them words.

    python -m bench.wan_speed [--rounds 6]

Width 384 (3 heads of 128), 12 layers, hidden width 1536, text width 4096, 9 x 18 x 32 latents of 16 channels: 1,296 tokens. Then the same as TI2V
runs it, with a time per token (the first latent frame told no noise). All sides run in one process, interleaved, on one thread, timed by processor
time, which a busy machine changes little. diffusers runs in fp32 and in bf16 as its from_pretrained loads it (time embedding, norms and tables stay
fp32). Ours has the text's keys and values made before, once a clip, its pads as one key; diffusers makes all 512 in every step. "error": of the
velocity against diffusers' in fp32, relative.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from app.settings import maker_environment
from bench.record import at_least, record

SHAPE, PLACES, WORDS, SIGMA = (9, 18, 32), 512, 60, 0.7
SIZES = {"num_attention_heads": 3, "attention_head_dim": 128, "num_layers": 12, "ffn_dim": 1536, "text_dim": 4096}
FORMS = ("one time", "time per token")
WANTED = {("one time", "diffusers bf16"): 1.6, ("one time", "diffusers fp32"): 2.1, ("time per token", "diffusers bf16"): 1.7}  # what bf16 is held to


def sides(form: str) -> dict[str, Any]:
    """One step of each side, by name."""
    import torch
    from diffusers import WanTransformer3DModel

    from generator.nets.linears import PATHS, works

    torch.manual_seed(0)
    wan = WanTransformer3DModel(**SIZES).eval()
    for name, parameter in wan.named_parameters():
        torch.nn.init.normal_(parameter, std=0.05, mean=1.0 if "norm" in name and name.endswith("weight") else 0.0)
    x, text = torch.randn(1, 16, *SHAPE), torch.randn(1, PLACES, SIZES["text_dim"])
    text[:, WORDS:] = 0
    sigma = torch.full((1, SHAPE[0]), SIGMA)
    if form != FORMS[0]:
        sigma[:, 0] = 0
    with tempfile.TemporaryDirectory() as folder:
        wan.save_pretrained(folder)
        half = WanTransformer3DModel.from_pretrained(folder, torch_dtype=torch.bfloat16).eval()
    made = {f"diffusers {name}": _theirs(net, x, text, sigma, form) for name, net in (("fp32", wan), ("bf16", half))}
    return made | {f"own {path}": _own(path, wan.state_dict(), x, text, sigma) for path in PATHS if works(path)}


def _theirs(net: Any, x: Any, text: Any, sigma: Any, form: str) -> Any:
    tokens = SHAPE[1] // 2 * SHAPE[2] // 2
    times = 1000 * (sigma[:, 0] if form == FORMS[0] else sigma.repeat_interleave(tokens, dim=1))
    return lambda: net(x.to(net.dtype), times, text.to(net.dtype), return_dict=False)[0].float()


def _own(path: str, weights: dict[str, Any], x: Any, text: Any, sigma: Any) -> Any:
    import torch

    from generator.nets.linears import pack
    from generator.nets.shapes import LatentShape
    from generator.nets.video_dit import VideoDiT, VideoDiTConfig

    net = VideoDiT(VideoDiTConfig(**SIZES)).eval().requires_grad_(False)
    net.load_state_dict(weights)
    pack(net, path)

    def counted() -> Any:
        return torch.autocast("cpu", torch.bfloat16, enabled=path != "fp32")

    with torch.inference_mode(), counted():
        made = net.prepare(LatentShape(*SHAPE), net.words(text, [WORDS]))

    def step() -> Any:
        with counted():
            return net.velocity(x, sigma, made)

    return step


def measured(form: str, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds of one thread (least, median) of each side's step, and its error."""
    import torch

    torch.set_num_threads(1)
    with torch.inference_mode():
        steps = sides(form)
        results = {name: step() for name, step in steps.items()}
        taken: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(rounds):
            for name, step in steps.items():
                began = time.process_time()
                step()
                taken[name].append(1000 * (time.process_time() - began))
    exact = results["diffusers fp32"]
    return {name: {"ms": min(ms), "median_ms": statistics.median(ms), "error": float((results[name] - exact).norm() / exact.norm())} for name, ms in taken.items()}


def run(form: str, rounds: int) -> dict[str, dict[str, float]]:
    """`measured` in a process set up as a maker's."""
    words = [sys.executable, "-m", "bench.wan_speed", "--rounds", str(rounds), "--measure", form]
    done = subprocess.run(words, env=maker_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{form} failed: {done.stderr.strip()[-2000:]}")
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=at_least(1), default=6)
    parser.add_argument("--measure", choices=FORMS, help="one form, in this process, as JSON")
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.measure, asked.rounds)))
        return
    found = {}
    for form in FORMS:
        rows = found[form] = run(form, asked.rounds)
        print(f"{form}, load {os.getloadavg()[0]:.1f}\n  {'':16}{'least ms':>9}{'median':>9}{'x bf16':>8}{'x fp32':>8}{'error':>10}")
        for name, row in rows.items():
            ratios = [rows[f"diffusers {base}"]["ms"] / row["ms"] for base in ("bf16", "fp32")]
            print(f"  {name:16}{row['ms']:>9.1f}{row['median_ms']:>9.1f}{ratios[0]:>8.2f}{ratios[1]:>8.2f}{row['error']:>10.1e}")
    for (form, base), wanted in WANTED.items():
        ratio = found[form][base]["ms"] / found[form]["own bf16"]["ms"]
        print(f"bf16 against {base}, {form}: {ratio:.2f} (wanted: {wanted})")
    record("wan_speed", {"cores": os.cpu_count(), "processor": platform.processor() or platform.machine(), "load": round(os.getloadavg()[0], 1), "forms": found}, parser, asked)


if __name__ == "__main__":
    main()
