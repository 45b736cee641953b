"""Pictures from outside the drawn world, moved by a known warp: does what is made of them come nearer to it than the picture held still?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from generator.fitting import fitted
from generator.measures import Row, mean_of, psnr
from generator.nets.animate import Direction, anchor_of, stage_of
from generator.nets.carry import carry, unchanged
from generator.nets.upsampler import upsample
from generator.train import strange
from generator.train.evaluate.shots import FRAMES, SCALE
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import Engine, Made, reduced, small
from generator.world.camera import path
from storyboard.grammar import Camera, Move

PER_FRAME = 1000  # the seed of the camera moves, beside that of the pictures


def measure(stage: Stage, count: int, seed: int) -> Part:
    """Decibels over the repeated picture, of the clip and of the picture moved by the camera alone."""
    stage.tell(f"pictures: {count} from outside")
    details, shown = list[dict[str, Any]](), list[tuple[str, dict[str, np.ndarray]]]()
    for words, true, ways in taken(stage.engine, count, seed):
        frames = {way: clip.frames for way, clip in ways.items()}
        details.append({"camera": words} | {way: psnr(clip[1:], true[1:]) for way, clip in frames.items()})
        if len(shown) < 2:
            shown.append((f"a picture from outside: {words}", {"true": true, **frames}))
    gain = {way: mean_of([entry[way] - entry["held"] for entry in details]) for way in ("clip", "dit", "camera")}
    return Part((
        Row("pictures", "PSNR to the known warp over the repeated picture", gain["clip"], floor=gain["camera"].mean, target=0.0, unit="dB", note="floor: moved by the camera"),
        Row("pictures", "the same, dit", gain["dit"], unit="dB"),
    ), details, tuple(shown))  # fmt: skip


def taken(engine: Engine, count: int, seed: int) -> Iterator[tuple[str, np.ndarray, dict[str, Made]]]:
    """Pictures from outside: the camera's move in words, the true warp uint8 (F, H, W, 3), and each way of making it."""
    for picture, camera in zip(strange.pictures(count, seed, engine.canvas), cameras(seed), strict=False):
        track = path(camera, FRAMES)
        true, numbers = strange.warped(picture, track), strange.numbers_of(track, 0.0)
        ways = made(engine, true[0], still_of(picture, engine.canvas), Direction(f"a picture. {camera.words()}.", numbers))
        yield camera.words(), true, ways | {"held": small(np.repeat(true[:1], len(true), axis=0))}


def cameras(seed: int) -> Iterator[Camera]:
    """Moves as shots have them, but no standing still, without end."""
    dice = np.random.default_rng((seed, PER_FRAME))
    while True:
        camera = strange.camera_of(dice)
        if camera.move not in (Move.STATIC, Move.FOCUS):
            yield camera


def still_of(picture: np.ndarray, canvas: tuple[int, int]) -> np.ndarray:
    """What the first drawing shows of a picture with its margin, at full size."""
    width, height = (strange.SCALE * side for side in canvas)
    x, y = (picture.shape[1] - width) // 2, (picture.shape[0] - height) // 2
    return fitted(picture[y : y + height, x : x + width], (SCALE * canvas[0], SCALE * canvas[1]))


def made(engine: Engine, first: np.ndarray, still: np.ndarray, told: Direction) -> dict[str, Made]:
    """The picture's clip and what it is held against."""
    theatre = stage_of(first, told)
    anchor = anchor_of(theatre, told)
    drawings = engine.animated(first, told, engine.sampling, anchor)
    clip, camera = carry(drawings, theatre.sheets(), anchor), unchanged(anchor)
    return {"dit": small(drawings)} | {name: reduced(upsample(moving, theatre.sheets(still)), engine.canvas) for name, moving in (("camera", camera), ("clip", clip))}
