"""Measuring the animating net on clips it has not seen.

    python -m generator.train.evaluate --shards FOLDER --vae vae.safetensors --dit dit.safetensors --count 32

Each clip must start its shot. Its first drawing, caption and numbers are given, as in a film; the made continuation (32
drawings, window after window) is compared with the true one, beside the first drawing held still, the same moved by the
camera, and the autoencoder's own round trip (the ceiling). "dit" is what the net draws, "clip" what the film shows of it:
with the still's line, enlarged (and reduced again by area, to be compared). Decibels are means over
clips with bootstrap 95 % intervals. Sharpness is the variance of the Laplacian, motion the mean change between
drawings, both on levels 0 to 255. Without --dit only the round trip is measured.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from generator.nets.animate import Direction, Sampling, animate_long
from generator.nets.camera import held_by_camera
from generator.nets.clip_net import ClipNet, load_dit
from generator.nets.shapes import PIXELS_PER_MASK
from generator.nets.upsampler import SCALE, upsample
from generator.nets.video_vae import VideoVAE, bytes_from_video, load_vae, video_from_bytes
from generator.nets.weights import write_bytes
from generator.train.data import ClipSet, open_clips


def psnr(made: np.ndarray, true: np.ndarray, where: np.ndarray | None = None) -> float:
    """Decibels between uint8 drawings (F, H, W, 3), over all pixels or where (F, H, W) is true; nan for nowhere."""
    error = (made.astype(np.float32) - true.astype(np.float32)) ** 2
    chosen = error if where is None else error[where]
    if chosen.size == 0:
        return float("nan")
    return float(10 * np.log10(255**2 / max(float(chosen.mean()), 1e-3)))


def sharpness(frames: np.ndarray) -> float:
    """Mean variance of the Laplacian of grey drawings."""
    return float(np.mean([cv2.Laplacian(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY), cv2.CV_32F).var() for f in frames]))


def motion(frames: np.ndarray) -> float:
    """Mean absolute change from drawing to drawing, in levels."""
    return float(np.abs(np.diff(frames.astype(np.float32), axis=0)).mean())


@torch.inference_mode()
def round_trip(vae: VideoVAE, frames: np.ndarray, bf16: bool) -> np.ndarray:
    """Drawings uint8 (F, H, W, 3) through encoder and decoder."""
    device = vae.latent_mean.device
    with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
        video = video_from_bytes(torch.from_numpy(frames)[None].to(device))
        return bytes_from_video(vae.decode(vae.encode(video).float()))[0].cpu().numpy()


def filmed(made: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Made drawings (F, H, W, 3) as the film shows them, at their own size."""
    size = made.shape[2:0:-1]
    still = cv2.resize(made[0], (SCALE * size[0], SCALE * size[1]), interpolation=cv2.INTER_CUBIC)
    return np.stack([cv2.resize(large, size, interpolation=cv2.INTER_AREA) for large in upsample(made, still, numbers)])


def measure_clip(clips: ClipSet, clip: int, vae: VideoVAE, dit: ClipNet | None, sampling: Sampling) -> dict:
    """All figures of one clip, per way of making it."""
    true, numbers = np.array(clips.array(clip, "video")), np.array(clips.array(clip, "numbers"))
    mask = np.array(clips.array(clip, "mask")) > 0
    mask = mask.repeat(PIXELS_PER_MASK, 1).repeat(PIXELS_PER_MASK, 2)[1:]
    ways = {"held": np.repeat(true[:1], len(true), axis=0), "vae": round_trip(vae, true, sampling.path != "fp32")}
    ways["camera"] = held_by_camera(true[0], numbers)
    seconds = 0.0
    if dit is not None:
        start = time.monotonic()
        ways["dit"] = animate_long(dit, vae, true[0], Direction(clips.caption(clip), numbers), sampling)
        seconds = time.monotonic() - start
        ways["clip"] = filmed(ways["dit"], numbers)
    figures: dict = {"number": clip, "stratum": clips.stratum(clip), "seconds": seconds}
    figures["true"] = {"sharpness": sharpness(true[1:]), "motion": motion(true)}
    for way, made in ways.items():
        figures[way] = {
            "psnr": psnr(made[1:], true[1:]),
            "psnr_subject": psnr(made[1:], true[1:], mask),
            "sharpness": sharpness(made[1:]),
            "motion": motion(made),
        }
    return figures


def interval(values: list[float], rounds: int = 2000) -> tuple[float, float, float]:
    """Mean and bootstrap 95 % interval, leaving out nan."""
    kept = np.array([value for value in values if value == value])
    if len(kept) == 0:
        return (float("nan"),) * 3
    drawn = np.random.default_rng(0).choice(kept, (rounds, len(kept))).mean(axis=1)
    return float(kept.mean()), float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5))


def summary(rows: list[dict]) -> dict:
    """Means and intervals per stratum (all, static, moving, and each move) and way; "dit over held", "clip over held":
    the gain, clip by clip."""
    moves = sorted({r["stratum"] for r in rows} - {"static"})
    groups = {"all": rows, "static": [r for r in rows if r["stratum"] == "static"]}
    groups["moving"] = [r for r in rows if r["stratum"] != "static"]
    groups |= {move: [r for r in rows if r["stratum"] == move] for move in moves}
    made: dict = {}
    for group, members in groups.items():
        for way in ("true", "held", "camera", "dit", "clip", "vae"):
            if members and way in members[0]:
                names = members[0][way]
                made.setdefault(group, {})[way] = {n: interval([r[way][n] for r in members]) for n in names}
        for way in ("dit", "clip"):
            if members and way in members[0]:
                gains = {n: [r[way][n] - r["held"][n] for r in members] for n in members[0][way]}
                made.setdefault(group, {})[f"{way} over held"] = {n: interval(values) for n, values in gains.items()}
        made.setdefault(group, {})["clips"] = len(members)
    return made


def table(figures: dict) -> str:
    """The summary as lines of text."""
    lines = [f"{'':10}{'':16}{'PSNR dB (95 %)':>24}{'inside subjects':>24}{'sharpness':>11}{'motion':>8}"]
    for group, ways in figures.items():
        for way, values in ways.items():
            if way == "clips":
                continue
            cells = []
            for name in ("psnr", "psnr_subject"):
                low_high = "{:.2f} ({:.2f}..{:.2f})".format(*values[name]) if name in values else ""
                cells.append(f"{low_high:>24}")
            tail = f"{values['sharpness'][0]:11.0f}{values['motion'][0]:8.2f}"
            lines.append(f"{group:10}{way:16}" + "".join(cells) + tail)
        lines.append(f"{group:10}clips {ways['clips']}")
    return "\n".join(lines)


def contact_sheet(clips: ClipSet, clip: int, vae: VideoVAE, dit: ClipNet, sampling: Sampling) -> np.ndarray:
    """True (above), made and filmed (below) drawings 0, 8, 16, 24, 32 of a clip, uint8 RGB."""
    true, numbers = np.array(clips.array(clip, "video")), np.array(clips.array(clip, "numbers"))
    made = animate_long(dit, vae, true[0], Direction(clips.caption(clip), numbers), sampling)
    return np.concatenate([np.concatenate(list(frames[::8]), axis=1) for frames in (true, made, filmed(made, numbers))])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--split", default="heldout")
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--dit", type=Path)
    parser.add_argument("--count", type=int, default=32)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--shift", type=float, default=3.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--fp32", action="store_true")
    parser.add_argument("--sheet", type=Path, help="write a PNG of the first clips: true above, made and filmed below")
    parser.add_argument("--out", type=Path, default=Path("bench/results/clip_quality.json"))
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    vae = load_vae(chosen.vae).to(chosen.device)
    dit = load_dit(chosen.dit).to(chosen.device) if chosen.dit else None
    clips = open_clips(chosen.shards, chosen.split, chosen.count)
    if any(clips.start(clip) for clip in range(clips.count)):
        parser.error(f"{chosen.shards} holds clips that begin inside their shot; write them with --openings")
    sampling = Sampling(chosen.steps, chosen.shift, 0, "fp32" if chosen.fp32 else "bf16")
    rows = [measure_clip(clips, clip, vae, dit, sampling) for clip in range(clips.count)]
    figures = summary(rows)
    print(table(figures))
    weights = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (chosen.vae, chosen.dit) if path}
    report = {"weights": weights, "steps": chosen.steps, "shift": chosen.shift, "summary": figures, "clips": rows}
    write_bytes(chosen.out, json.dumps(report, indent=1).encode())
    if chosen.sheet and dit is not None:
        sheets = [contact_sheet(clips, clip, vae, dit, sampling) for clip in range(min(4, clips.count))]
        cv2.imwrite(str(chosen.sheet), cv2.cvtColor(np.concatenate(sheets), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
