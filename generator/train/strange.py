"""Training shards of pictures unlike any our renderer draws, moved by a known warp, so that the nets learn to move pictures that
people bring: drawings, paintings, photographs.

    python -m generator.train.strange --out DIR --clips N --seed S --split train|heldout --workers 2

A shard is one of `generator.world.shards`: same arrays, same metadata (no stagings). Clip i of a run is
`strange_clip(seed * 1_000_003 + i, split)`. The picture is drawn larger than the frame, so the camera brings in what the first drawing
does not hold; its path is one that a shot's camera takes (`generator.world.camera.path`), and moves the picture as
`generator.nets.camera.seen_from` says. In half of the clips one or two soft regions also sway, breathe or drift, as far as the motion
amount says (0: nothing lives), from rest and in time with the clock. Nobody is in the picture: mask, portraits and keypoints are 0.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from generator.nets.camera import seen_from
from generator.train import collages, textures
from generator.train.textures import LUMA, Dice, Size
from generator.world import camera
from generator.world.layers import DRAWINGS_PER_SECOND
from generator.world.numbers import WIDTH
from generator.world.sample import LONGEST, MOVES, SHORTEST, SPLITS
from generator.world.shards import DRAWINGS, MASK, REF, STRIDE, VIDEO, Order, orders_of, save
from storyboard.grammar import Camera, Ease, Move

SCALE = 2  # pixels of a picture per pixel of the frame: what is sampled is then averaged by area
MARGIN = 0.42  # of the picture on each side beyond the first drawing, in frame widths and heights: no path leaves it
KINDS: dict[Callable[[Dice, Size], np.ndarray], int] = {
    textures.gradient: 4, textures.spectrum: 8, textures.marble: 8, textures.cells: 7, textures.pattern: 6,
    collages.collage: 16, collages.doodle: 12, collages.lensed: 16, collages.face: 14,
}  # fmt: skip
MIXED, PAINTED, LIVING = 0.15, 0.22, 0.5  # shares of clips
PERIODS = {"sway": 2.4, "breathe": 3.2, "drift": 4.0}  # seconds
REACH = 5.0  # pixels of the frame that a region moves at the motion amount 1


class Life(NamedTuple):
    """A soft region that moves: its place and size in pixels of the frame, how, and how far (pixels)."""

    x: float
    y: float
    radius: float
    kind: str
    reach: float
    heading: float


def picture_of(dice: Dice, size: Size = VIDEO) -> np.ndarray:
    """uint8 [h, w, 3]: one strange picture for a frame of `size`, with its margin, SCALE pixels to one of the frame."""
    whole = (round(size[0] * SCALE * (1 + 2 * MARGIN)), round(size[1] * SCALE * (1 + 2 * MARGIN)))
    picture = _drawn(dice, whole)
    if dice.random() < MIXED:
        field = textures.noise(dice, whole, dice.uniform(1, 4), 3)
        sharp = dice.choice([2.0, 60.0])
        picture = textures.laid(picture, _drawn(dice, whole), np.clip(0.5 + sharp * (field - 0.5), 0, 1))
    if dice.random() < PAINTED:
        picture = textures.strokes(dice, np.ascontiguousarray(picture, np.float32))
    picture = textures.printed(dice, np.clip(picture, 0, 255).astype(np.float32))
    return cv2.GaussianBlur(picture, (0, 0), 0.8).round().astype(np.uint8)


def _drawn(dice: Dice, size: Size) -> np.ndarray:
    shares = np.array(list(KINDS.values())) / sum(KINDS.values())
    return np.asarray(list(KINDS)[int(dice.choice(len(KINDS), p=shares))](dice, size), np.float32)


def pictures(count: int, seed: int, size: Size = VIDEO) -> list[np.ndarray]:
    """`count` strange pictures of the held-out split, for `warped`."""
    return [picture_of(np.random.default_rng((SPLITS.index("heldout"), seed, k)), size) for k in range(count)]


def warped(picture: np.ndarray, path: np.ndarray, lives: tuple[Life, ...] = ()) -> np.ndarray:
    """A picture with its margin as the camera's path [F, 4] shows it, antialiased: uint8 [F, h, w, 3]."""
    size = (round(picture.shape[1] / SCALE / (1 + 2 * MARGIN)), round(picture.shape[0] / SCALE / (1 + 2 * MARGIN)))
    if not lives and not path.any():
        return np.repeat(_seen(picture, size, path[0], None)[None], len(path), 0)
    return np.stack([_seen(picture, size, step, _moved(lives, f) if lives else None) for f, step in enumerate(path)])


Displacement = Callable[[np.ndarray], np.ndarray]


def _seen(picture: np.ndarray, size: Size, step: np.ndarray, lives: Displacement | None) -> np.ndarray:
    """One drawing: SCALE x SCALE samples to a pixel."""
    fine = (size[0] * SCALE, size[1] * SCALE)
    turn, shift = _places(step, size)
    corner = np.array([(picture.shape[1] / SCALE - size[0]) / 2, (picture.shape[0] / SCALE - size[1]) / 2])
    if lives is None:
        whole = np.concatenate([turn * SCALE, ((shift + corner + 0.5) * SCALE - 0.5)[:, None]], 1)
        drawn = cv2.warpAffine(picture, whole, fine, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT_101)
        return cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    x, y = np.arange(fine[0], dtype=np.float32)[None], np.arange(fine[1], dtype=np.float32)[:, None]
    place = np.stack([np.float32(turn[k, 0]) * x + np.float32(turn[k, 1]) * y + np.float32(shift[k]) for k in (0, 1)], -1)
    at = (place - lives(place) + corner.astype(np.float32) + 0.5) * SCALE - 0.5
    drawn = cv2.remap(picture, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)  # type: ignore[call-overload]
    return cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)


def _places(step: np.ndarray, size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Where in the first drawing the samples of a later one lie, as (2, 2) and (2,): what `seen_from` says at three corners."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    whole = seen_from(np.stack([x, y], -1), step).astype(np.float64)
    turn = np.stack([(whole[0, -1] - whole[0, 0]) / (width - 1), (whole[-1, 0] - whole[0, 0]) / (height - 1)], 1)
    return turn / SCALE, whole[0, 0] + turn @ np.full(2, 0.5 / SCALE - 0.5)


def _moved(lives: tuple[Life, ...], drawing: int) -> Displacement:
    """How far each place (in pixels of the first drawing) has moved by this drawing."""

    def displacement(place: np.ndarray) -> np.ndarray:
        total = np.zeros_like(place)
        for one in lives:
            wave = np.float32(one.reach * math.sin(math.tau * drawing / DRAWINGS_PER_SECOND / PERIODS[one.kind]))
            x, y = place[..., 0] - np.float32(one.x), place[..., 1] - np.float32(one.y)
            near = wave * np.exp((x * x + y * y) * np.float32(-0.5 / one.radius**2))
            if one.kind == "breathe":
                total[..., 0] += near * x / np.float32(one.radius)
                total[..., 1] += near * y / np.float32(one.radius)
            elif one.kind == "sway":  # more above than below
                total[..., 0] += near * np.clip(0.6 - y / np.float32(2 * one.radius), 0, 1.6)
            else:
                total[..., 0] += near * np.float32(math.cos(one.heading))
                total[..., 1] += near * np.float32(math.sin(one.heading))
        return total

    return displacement


def _lives(dice: Dice, first: np.ndarray, motion: float) -> tuple[Life, ...]:
    """One or two regions, where the first drawing has most to see."""
    height, width = first.shape[:2]
    light = first.astype(np.float32) @ LUMA
    edges = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))
    sight = cv2.GaussianBlur(edges, (0, 0), 14) + 1e-3
    y, x = np.mgrid[0:height, 0:width]
    sight *= np.minimum(np.minimum(x, width - 1 - x) / width, np.minimum(y, height - 1 - y) / height) > 0.08
    out = []
    for _ in range(int(dice.integers(1, 3))):
        at = int(np.argmax(sight))
        cx, cy, radius = at % width, at // width, dice.uniform(14, 34)
        kind = str(dice.choice(list(PERIODS)))
        out.append(Life(cx, cy, radius, kind, REACH * motion * (0.6 if kind == "breathe" else 1.0), dice.uniform(0, math.tau)))
        sight = sight * (np.hypot(x - cx, y - cy) > 55)
    return tuple(out)


def camera_of(dice: Dice) -> Camera:
    """A move as shots have them; half as many stand still as in films, since moving is what these clips teach."""
    table = {move: share / 2 if move is Move.STATIC else share for move, share in MOVES.items()}
    shares = np.array(list(table.values())) / sum(table.values())
    move = list(table)[int(dice.choice(len(table), p=shares))]
    amount = round(float(dice.uniform(0.3, 1.0)), 2) * (1.0 if move is Move.HANDHELD else float(dice.choice([-1.0, 1.0])))
    return Camera() if move is Move.STATIC else Camera(move=move, amount=amount, ease=list(Ease)[int(dice.choice(len(Ease), p=_eases()))])


def _eases() -> list[float]:
    often = {Ease.IN_OUT: 0.5, Ease.LINEAR: 0.3}
    return [often.get(ease, 0.1) for ease in Ease]


def numbers_of(path: np.ndarray, motion: float) -> np.ndarray:
    """float32 [F, 16] of a shot without people, as generator.world.numbers writes them."""
    frames = len(path)
    out = np.zeros((frames, WIDTH), np.float32)
    out[:, :4] = path
    out[1:, 4:8] = np.diff(path, axis=0) * 10.0
    out[:, 8] = motion
    out[:, 13] = np.arange(frames) / DRAWINGS_PER_SECOND / 4.0
    out[:, 14] = np.arange(frames) / max(frames - 1, 1)
    out[:, 15] = frames / 64
    return out


def strange_clip(seed: int, split: str) -> tuple[dict[str, np.ndarray], Camera]:
    """All arrays of one clip, and its camera."""
    dice = np.random.default_rng((SPLITS.index(split), seed))
    move = camera_of(dice)
    path = camera.path(move, int(dice.integers(SHORTEST, LONGEST + 1)))
    picture = picture_of(dice)
    motion = round(float(dice.uniform(0.2, 1.0)), 2) if dice.random() < LIVING else 0.0
    lives = _lives(dice, warped(picture, path[:1])[0], motion) if motion else ()
    video = warped(picture, path[:DRAWINGS], lives)
    people = np.zeros((DRAWINGS, 4, 11, 3), np.float32)
    clip = {
        "video": video, "opening": video[0], "mask": np.zeros((DRAWINGS, MASK[1], MASK[0]), np.uint8), "numbers": numbers_of(path, motion)[:DRAWINGS],
        "refs": np.zeros((2, REF[1], REF[0], 3), np.uint8), "keypoints": people, "before": people[:1],
    }  # fmt: skip
    return clip, move


def write(order: Order) -> tuple[str, float]:
    """Write one shard atomically; returns its name and the seconds it took (0: it was there)."""
    if order.path.exists():
        return order.path.name, 0.0
    began = time.monotonic()
    cv2.setNumThreads(1)
    clips, moves = zip(*(strange_clip(order.seed * STRIDE + order.start + k, order.split) for k in range(order.count)), strict=True)
    words: dict[str, list[Any]] = {"captions": [f"a picture. {one.words()}." for one in moves], "strata": [str(one.move) for one in moves], "starts": [0] * order.count}
    save(order, clips, words)
    return order.path.name, time.monotonic() - began


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.train.strange", description="Write training shards of strange pictures.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--split", choices=SPLITS, default="train")
    parser.add_argument("--workers", type=int, default=2)
    ask = parser.parse_args(arguments)
    ask.out.mkdir(parents=True, exist_ok=True)
    orders = [replace(o, path=o.path.with_name(f"strange-{o.path.name}")) for o in orders_of(ask.out, ask.clips, ask.seed, ask.split)]
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(ask.workers) as pool:
        for done, (name, seconds) in enumerate(pool.imap_unordered(write, orders), 1):
            print(f"{done}/{len(orders)} {name} {seconds:.1f} s ({time.monotonic() - began:.0f} s in all)", flush=True)


if __name__ == "__main__":
    main()
