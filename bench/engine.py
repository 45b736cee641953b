"""Our VideoDiT against diffusers' WanTransformer3DModel with the same random weights: how equal, how fast.

    python -m bench.engine [--rounds 12]

One step of the storybook form (width 256, 8 layers, 2 heads of 128, 64 text places, without numbers, anchor and references, which
diffusers does not have), at 720 tokens (17 drawings of 256x144) and 1,296 (33). Ours has its text keys and values and its rotations made
before, once a clip, outside the timed step, as in a film; diffusers makes them in every step. diffusers runs in fp32 and in bf16 as its
from_pretrained loads it (time embedding, norms and tables stay fp32). Runs are interleaved. One thread: seconds of processor time, which a
busy machine changes little; two threads: seconds of the clock, which it does (the load beside each run says how busy it was). Both sides run in a process set up as a maker's is
(app.settings.maker_environment: freed memory is kept), and once more, at 720 tokens and one thread, in a plain one.

Then shots of 33 drawings (2.75 s) as the clip maker makes them at 768x432 with the shipped weights, in as many steps a window as a film takes and in
four: seconds of one thread for a second of film, by path and by part, without drawing the still and without encoding the video. A crew of two cores
makes two shots at once.
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
from collections.abc import Callable
from typing import Any

from app.settings import KEEP_FREED, maker_environment
from bench.record import at_least, record

FRAMES = {720: 5, 1296: 9}  # latent frames of 18 x 32 cells, by tokens
RUNS = ((720, 1, "maker"), (1296, 1, "maker"), (720, 2, "maker"), (1296, 2, "maker"), (720, 1, "plain"))
PLACES, SIGMA, BASE = 64, 0.7, "diffusers bf16"
STEPS = (1, 4)
SHOT, CANVAS, SIZE, SHOTS = 33, (256, 144), (768, 432), (3, 11)  # drawings, what the net draws, what is delivered, seeds of stagings
Step = Callable[[], Any]


def steps(tokens: int) -> dict[str, Step]:
    """One step of each side, by name; the first is the reference of the others' errors."""
    import torch

    from generator.nets.linears import PATHS, works
    from generator.nets.shapes import LatentShape

    shape, random = LatentShape(FRAMES[tokens], 18, 32), torch.Generator().manual_seed(1)
    x, text = torch.randn(1, 16, *shape, generator=random), torch.randn(1, PLACES, 256, generator=random)
    with tempfile.TemporaryDirectory() as folder:
        wan = theirs("fp32", folder)
        wan.save_pretrained(folder)
        made: dict[str, Step] = {"diffusers fp32": _their_step(wan, x, text), BASE: _their_step(theirs("bf16", folder), x, text)}
    for path in PATHS:
        if works(path):
            made[f"own {path}"] = _own_step(path, wan.state_dict(), x, text)
    return made


def theirs(path: str, folder: str) -> Any:
    """diffusers' net: random in fp32, or what was saved in `folder` in bf16."""
    import torch
    from diffusers import WanTransformer3DModel

    if path == "bf16":
        return WanTransformer3DModel.from_pretrained(folder, torch_dtype=torch.bfloat16).eval()
    torch.manual_seed(0)
    net = WanTransformer3DModel(num_attention_heads=2, attention_head_dim=128, num_layers=8, ffn_dim=1024, text_dim=256)
    for name, parameter in net.named_parameters():
        torch.nn.init.normal_(parameter, std=0.05, mean=1.0 if "norm" in name and name.endswith("weight") else 0.0)
    return net.eval()


def _their_step(net: Any, x: Any, text: Any) -> Step:
    import torch

    given = (x.to(net.dtype), torch.tensor([1000 * SIGMA]), text.to(net.dtype))
    return lambda: net(*given, return_dict=False)[0].float()


def _own_step(path: str, weights: dict[str, Any], x: Any, text: Any) -> Step:
    import torch

    from generator.nets.linears import pack
    from generator.nets.shapes import LatentShape
    from generator.nets.video_dit import VideoDiT, VideoDiTConfig

    net = VideoDiT(VideoDiTConfig()).eval().requires_grad_(False)
    net.load_state_dict(weights)
    pack(net, path)
    sigma = torch.full((1, x.shape[2]), SIGMA)

    def counted() -> Any:
        return torch.autocast("cpu", torch.bfloat16, enabled=path != "fp32")

    with torch.inference_mode(), counted():
        made = net.prepare(LatentShape(*x.shape[2:]), net.words(text))

    def step() -> Any:
        with counted():
            return net.velocity(x, sigma, made)

    return step


def measured(tokens: int, threads: int, rounds: int) -> dict[str, Any]:
    """Milliseconds (least, median) of each side's step and its error against diffusers in fp32."""
    import torch

    torch.set_num_threads(threads)
    clock = time.process_time if threads == 1 else time.perf_counter
    with torch.inference_mode():
        sides = steps(tokens)
        results = {name: step() for name, step in sides.items()}
        taken: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, step in sides.items():
                began = clock()
                step()
                taken[name].append(1000 * (clock() - began))
    exact = results["diffusers fp32"]
    base = min(taken[BASE]), statistics.median(taken[BASE])
    rows = {}
    for name, ms in taken.items():
        least, median, apart = min(ms), statistics.median(ms), results[name] - exact
        rows[name] = {"ms": round(least, 1), "median_ms": round(median, 1), "ratio": round(base[0] / least, 2), "median_ratio": round(base[1] / median, 2),
                      "error": float(apart.norm() / exact.norm()), "largest_error": float(apart.abs().max() / exact.abs().max())}  # fmt: skip
    return rows


def shots() -> dict[str, dict[str, float]]:
    """Seconds of one thread a second of film, by path: guess (what is known, the puppet), net (encode, denoise, decode), enlarged; and in all."""
    import torch

    from generator.checkpoints import checked
    from generator.nets.animate import Sampling
    from generator.nets.clip_net import load_dit
    from generator.nets.linears import PATHS, pack, works
    from generator.nets.video_vae import load_vae
    from generator.world.render import render_frame
    from generator.world.sample import sample_staging

    torch.set_num_threads(1)
    stagings = [sample_staging(seed, "heldout").model_copy(update={"frames": SHOT}) for seed in SHOTS]
    stills, rows = [render_frame(staging, 0, SIZE) for staging in stagings], {}
    for path, steps in [(path, steps) for path in filter(works, PATHS) for steps in STEPS]:
        dit, vae = load_dit(checked("dit")), load_vae(checked("vae"))
        pack(dit, path)
        made_of = dit, vae, Sampling(steps=steps, path=path)
        marks = [_shot(staging, still, made_of) for staging, still in [(stagings[0], stills[0]), *zip(stagings, stills, strict=True)]][1:]
        seconds = SHOT / 12 * len(marks)
        row = {part: sum(mark[n + 1] - mark[n] for mark in marks) / seconds for n, part in enumerate(("guess", "net", "enlarged"))}
        rows[f"{path}, {steps} steps"] = {part: round(value, 3) for part, value in {**row, "all": sum(row.values())}.items()}
    return rows


def _shot(staging: Any, still: Any, made_of: tuple[Any, Any, Any]) -> list[float]:
    """Times of this thread: at the beginning, then after the guess, the net and the enlarging of one shot."""
    import cv2

    from generator.known import known_of
    from generator.nets.animate import Direction, anchor_of, animate_long, stage_of
    from generator.nets.carry import carry
    from generator.nets.pages import arriving
    from generator.nets.upsampler import upsample
    from generator.world.keypoints import keypoints
    from generator.world.numbers import numbers
    from storyboard.caption import caption

    dit, vae, sampling = made_of
    first = cv2.resize(still, CANVAS, interpolation=cv2.INTER_AREA)
    marks, sketch = [time.thread_time()], keypoints(staging, CANVAS)
    told = Direction(caption(staging), numbers(staging), keypoints=sketch, known=known_of(staging, CANVAS, arriving(sketch)))
    theatre = stage_of(first, told)
    anchor = anchor_of(theatre, told)
    marks.append(time.thread_time())
    made = animate_long(dit, vae, first, told, sampling, anchor)
    marks.append(time.thread_time())
    moving = carry(made, theatre.sheets(), anchor, theatre.backs(told.numbers))
    for _ in upsample(moving, theatre.sheets(still), theatre.backs(told.numbers, still)):
        pass
    return [*marks, time.thread_time()]


def process_of(setting: str, *words: str) -> Any:
    """What this bench says, as JSON, when asked `words` in a process of its own, set up as a maker's or plain; waiting:
    as a maker's, and threads sleep while they wait for each other, since spinning on a busy machine takes the time of those waited for."""
    plain = {name: value for name, value in os.environ.items() if name not in KEEP_FREED}
    surroundings = {"plain": plain, "maker": maker_environment(), "waiting": {**maker_environment(), "OMP_WAIT_POLICY": "passive"}}[setting]
    done = subprocess.run([sys.executable, "-m", "bench.engine", *words], env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"`{' '.join(words)}` failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def run(tokens: int, threads: int, setting: str, rounds: int) -> dict[str, Any]:
    """`measured` in a process of its own."""
    rows = process_of(setting if threads == 1 else "waiting", "--rounds", str(rounds), "--measure", str(tokens), str(threads))
    return {"tokens": tokens, "threads": threads, "process": setting, "load": round(os.getloadavg()[0], 1), "rows": rows}


def show(found: dict[str, Any]) -> None:
    print(f"{found['tokens']} tokens, {found['threads']} thread(s), {found['process']} process, load {found['load']}")
    print(f"  {'':16}{'least ms':>9}{'median':>9}{'x bf16':>8}{'median':>8}{'error':>10}{'largest':>10}")
    for name, row in found["rows"].items():
        print(f"  {name:16}{row['ms']:>9}{row['median_ms']:>9}{row['ratio']:>8}{row['median_ratio']:>8}{row['error']:>10.1e}{row['largest_error']:>10.1e}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=at_least(1), default=12)
    parser.add_argument("--measure", type=int, nargs=2, metavar=("TOKENS", "THREADS"), help="one run, in this process, as JSON")
    parser.add_argument("--shots", action="store_true", help="the shots alone, in this process, as JSON")
    asked = parser.parse_args()
    if asked.measure or asked.shots:
        print(json.dumps(shots() if asked.shots else measured(*asked.measure, asked.rounds)))
        return
    runs = []
    for tokens, threads, setting in RUNS:
        runs.append(run(tokens, threads, setting, asked.rounds))
        show(runs[-1])
    film = process_of("maker", "--shots")
    print(f"seconds of one thread for a second of film at {SIZE[0]}x{SIZE[1]}")
    for path, row in film.items():
        print(f"  {path:16}" + "".join(f"{part:>12} {value:.2f}" for part, value in row.items()))
    record("engine_speed", {"cores": os.cpu_count(), "processor": platform.processor() or platform.machine(), "runs": runs, "film_second": film}, parser, asked)


if __name__ == "__main__":
    main()
