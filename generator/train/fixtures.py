"""Small synthetic shards: coloured shapes that drift over a panning striped ground. For tests and rehearsals only.

python -m generator.train.fixtures --out FOLDER --train 64 --heldout 16
"""

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
from safetensors.numpy import save

from generator.nets.weights import write_bytes

COLOURS = {"red": (210, 60, 50), "blue": (60, 90, 200), "green": (70, 160, 80), "yellow": (235, 200, 70)}
SHAPES = ("ball", "box", "star")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train", type=int, default=64)
    parser.add_argument("--heldout", type=int, default=16)
    parser.add_argument("--frames", type=int, default=33)
    parser.add_argument("--size", type=int, nargs=2, default=(144, 256), metavar=("HEIGHT", "WIDTH"))
    chosen = parser.parse_args(arguments)
    shape = (chosen.frames, *chosen.size)
    write_shard(chosen.out / "train-000.safetensors", chosen.train, shape, "train", 1)
    write_shard(chosen.out / "heldout-000.safetensors", chosen.heldout, shape, "heldout", 2)


def write_shard(path: Path, count: int, shape: tuple[int, int, int], split: str, seed: int) -> None:
    """Draw `count` clips of shape (frames, height, width) and write them as one shard."""
    clips = [draw_clip(np.random.default_rng((seed, n)), shape) for n in range(count)]
    names = ("video", "opening", "mask", "numbers", "refs", "keypoints", "before")
    arrays = {name: np.stack([clip[name] for clip in clips]) for name in names}
    words = {
        "captions": json.dumps([clip["caption"] for clip in clips]),
        "strata": json.dumps([clip["stratum"] for clip in clips]),
        "split": split,
    }
    write_bytes(path, save(arrays, metadata=words))


def draw_clip(rng: np.random.Generator, shape: tuple[int, int, int]) -> dict:
    """One clip: a ground of stripes and hills, one or two shapes, a still or panning camera."""
    frames, height, width = shape
    stratum = str(rng.choice(["static", "pan"], p=(0.5, 0.5)))
    pan = float(rng.uniform(0.5, 2.5) * rng.choice([-1, 1])) * width / 256 if stratum == "pan" else 0.0
    ground = _ground(rng, height, 3 * width)
    actors = [_actor(rng, shape, pan) for _ in range(int(rng.integers(1, 3)))]
    video = np.zeros((frames, height, width, 3), np.uint8)
    mask = np.zeros((frames, height, width), np.uint8)
    for f in range(frames):
        video[f] = ground[:, int(width + pan * f) : int(width + pan * f) + width]
        for slot, actor in enumerate(actors, 1):
            _draw_actor(video[f], mask[f], actor, f, slot)
    numbers = np.zeros((frames, 16), np.float32)
    numbers[:, 0] = pan * np.arange(frames) / width
    numbers[:, 4] = pan / width
    numbers[:, 8] = np.mean([abs(actor["speed"]).sum() for actor in actors]) / 4
    refs = np.zeros((2, 96, 96, 3), np.uint8)
    for slot, actor in enumerate(actors):
        refs[slot] = actor["colour"]
    caption = " and ".join(f"a {actor['colour_name']} {actor['shape']} moves" for actor in actors)
    small = np.ascontiguousarray(mask[:, ::4, ::4])
    sketch = np.stack([_sketch(actors, f, (width, height)) for f in range(frames)])
    made = {"video": video, "opening": video[0], "mask": small, "numbers": numbers, "refs": refs, "keypoints": sketch, "before": sketch[:1]}
    return {**made, "caption": caption, "stratum": stratum}


def _ground(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    sky, land = rng.integers(120, 255, 3), rng.integers(40, 200, 3)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = sky
    xs = np.arange(width)
    line = height * (0.5 + 0.12 * np.sin(xs / rng.uniform(20, 60) + rng.uniform(0, 6)))
    picture[np.arange(height)[:, None] > line] = land
    for _ in range(12):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        cv2.rectangle(picture, (x, y), (x + int(rng.integers(4, 30)), y + 10), rng.integers(0, 255, 3).tolist(), -1)
    return picture


def _actor(rng: np.random.Generator, shape: tuple[int, int, int], pan: float) -> dict:
    name = str(rng.choice(list(COLOURS)))
    _, height, width = shape
    return {
        "colour_name": name,
        "colour": COLOURS[name],
        "shape": str(rng.choice(SHAPES)),
        "start": rng.uniform(0.25, 0.75, 2) * (width, height),
        "speed": rng.uniform(-2, 2, 2) - (pan, 0.0),
        "radius": rng.uniform(0.08, 0.18) * height,
        "turn": rng.uniform(-0.2, 0.2),
    }


def _sketch(actors: list[dict], frame: int, size: tuple[int, int]) -> np.ndarray:
    """Keypoints (4, 11, 3) of shapes: all joints in the middle, a head as wide as the shape."""
    out = np.zeros((4, 11, 3), np.float32)
    for slot, actor in enumerate(actors):
        out[slot, :8, :2], out[slot, :8, 2] = (actor["start"] + actor["speed"] * frame) / size, 1.0
        out[slot, 8, :2] = actor["radius"] / np.array(size)
    return out


def _draw_actor(picture: np.ndarray, mask: np.ndarray, actor: dict, frame: int, slot: int) -> None:
    centre, radius = actor["start"] + actor["speed"] * frame, actor["radius"]
    corners = {"ball": 24, "box": 4, "star": 10}[actor["shape"]]
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False) + actor["turn"] * frame
    lengths = radius * (np.where(np.arange(corners) % 2, 0.45, 1.0) if actor["shape"] == "star" else 1.0)
    points = (centre + np.stack([np.cos(angles), np.sin(angles)], 1) * np.broadcast_to(lengths, corners)[:, None]) * 16
    cv2.fillPoly(picture, [points.astype(np.int32)], actor["colour"], cv2.LINE_AA, 4)
    cv2.polylines(picture, [points.astype(np.int32)], True, (30, 25, 30), 2, cv2.LINE_AA, 4)
    cv2.fillPoly(mask, [points.astype(np.int32)], slot, cv2.LINE_8, 4)


if __name__ == "__main__":
    main()
