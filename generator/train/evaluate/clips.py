"""Clips of unseen shots against their truth: joint success, identity, the camera, decibels, the autoencoder, few steps, and ablations.

Joint success: the readers name the first subject among a hundred, its action among all and the camera's move rightly; the picture moves, inside
the true figure, 0.7 to 1.3 times as much as the truth; and in no drawing has it less than HOLE of the truth's sharpness, neither as a whole nor inside the
figure. Whoever is not moved is not known: identity counts clips that move at least half as much as the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from torch import Tensor

from generator.measures import NAN, Row, global_motion, mean_of, motion, psnr, quantile_of, share_of, sharpness
from generator.nets.camera import camera_path, seen_from
from generator.train.evaluate.reading import acts, known, moves
from generator.train.evaluate.shots import PICTURE, Shot, can_be_read, recast
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import PLAIN, WAYS, Made, direction_of, nameless
from generator.world.camera import PARALLAX
from storyboard.grammar import Move
from storyboard.staging import Staging

HOLE, MOVED, STIRS = 0.6, (0.7, 1.3), 0.5
FEW, MANY, EVERY = 4, 32, 6  # steps compared, in every sixth shot that can be read
SHOWN = 8
Figures = dict[str, float]


def measure(stage: Stage, stagings: Sequence[Staging]) -> Part:
    """All of it, shot by shot; only the first few clips are kept to be looked at."""
    stage.going("clips", stagings)
    details, shown, read = list[dict[str, Any]](), list[tuple[str, dict[str, np.ndarray]]](), 0
    for number, staging in enumerate(stagings):
        shot = stage.shot(staging)
        people = stage.oracle.people(shot) if can_be_read(staging) else None
        made = stage.engine.ways(shot)
        entry: dict[str, Any] = {"shot": number, "caption": shot.caption, "move": str(staging.camera.move), "read": people is not None}
        entry["ways"] = {way: judged(stage, shot, clip, people) for way, clip in made.items()}
        entry["camera errors"] = {way: camera_errors(made[way].frames, shot) for way in ("true", "clip", "held")}
        entry["vae face"] = psnr(made["vae"].frames, shot.video, faces(shot))
        if people is not None:
            if read % EVERY == 0:
                entry["variants"] = variants(stage, shot, people, next(s for s in (*stagings[number + 1 :], *stagings) if s.subjects))
            read += 1
        details.append(entry)
        if len(shown) < SHOWN:
            shown.append((f"{number}: {shot.caption}", {way: made[way].frames for way in WAYS}))
        stage.tell(f"  shot {number}: clip {entry['ways']['clip']['psnr']:.1f} dB, held {entry['ways']['held']['psnr']:.1f} dB")
    return Part((*_success(details), *_camera(details), *_decibels(details), *_variants(details)), details, tuple(shown))


def judged(stage: Stage, shot: Shot, made: Made, people: Tensor | None) -> Figures:
    """Every figure of a clip; shares are 0 or 1, nan where the shot cannot be read."""
    inside = shot.masks > 0
    told = {"psnr": psnr(made.frames[1:], shot.video[1:]), "psnr inside": psnr(made.frames[1:], shot.video[1:], inside[1:])}
    told["motion"] = motion(made.frames, inside) / max(motion(shot.video, inside), 1e-3)
    sharp = [sharpness(made.frames, where) / np.maximum(sharpness(shot.video, where), 1e-3) for where in (None, inside)]
    told["sharpness"], told["least sharp"] = float(np.mean(sharp[0])), float(np.nanmin(np.concatenate(sharp)))
    told |= {"camera": moves(stage.oracle.way(made.seen), shot), "identity": NAN, "action": NAN, "joint": NAN}
    if people is not None:
        said = stage.oracle.answers(shot, made.seen)
        told["identity"], told["action"] = known(said.who, people), acts(said.deed, shot.staging.subjects[0].action)
        right = told["identity"] * told["action"] * told["camera"]
        told["joint"] = right * (MOVED[0] <= told["motion"] <= MOVED[1]) * (told["least sharp"] >= HOLE)
        told["identity"] *= told["motion"] >= STIRS
    return told


def faces(shot: Shot) -> np.ndarray:
    """Where heads are, bool (F, H, W)."""
    out = np.zeros(shot.masks.shape, np.uint8)
    height, width = shot.masks.shape[1:]
    for frame, figures in enumerate(shot.figures):
        for figure in figures.values():
            x, y, wide, high = (v * k for v, k in zip(figure.face, (width / PICTURE[0], height / PICTURE[1]) * 2, strict=True))
            cv2.ellipse(out[frame], ((x, y), (2 * wide, 2 * high), 0.0), 1, -1)
    return (out > 0) & (shot.masks > 0)


def camera_errors(frames: np.ndarray, shot: Shot) -> list[float]:
    """Pixels by which the picture's own motion outside the figures differs from the camera's path, drawing by drawing; none where near
    things move otherwise than far ones."""
    if shot.staging.camera.move in (*PARALLAX, Move.FOCUS):
        return []
    height, width = frames.shape[1:3]
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype(np.float32)
    corners = np.ix_(np.linspace(0, height - 1, 5).astype(int), np.linspace(0, width - 1, 7).astype(int))
    back = [affine(seen_from(grid, step), grid) for step in camera_path(shot.numbers)]
    around = [cv2.dilate((mask > 0).astype(np.uint8), np.ones((15, 15))) > 0 for mask in shot.masks]
    errors = []
    for frame in range(len(frames) - 1):
        fitted = global_motion(frames[frame], frames[frame + 1], ~(around[frame] | around[frame + 1]))
        if fitted is not None:
            true = np.linalg.inv(back[frame + 1]) @ back[frame]
            points = grid[corners].reshape(-1, 2)
            apart = points @ (fitted[:, :2] - true[:2, :2]).T + fitted[:, 2] - true[:2, 2]
            errors.append(float(np.linalg.norm(apart, axis=1).mean()))
    return errors


def affine(source: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """The map (3, 3) from the points of `grid` to `source`, both (H, W, 2), that meets three of its corners."""
    corners = ([0, 0, -1], [0, -1, 0])
    return np.concatenate([cv2.getAffineTransform(grid[corners], np.ascontiguousarray(source[corners])), [[0.0, 0.0, 1.0]]])


def variants(stage: Stage, shot: Shot, people: Tensor, other: Staging) -> dict[str, Figures]:
    """The same shot in few and many steps, and told less than a film tells, or the portrait of somebody in another shot."""
    whole, sampling = direction_of(shot), stage.engine.sampling
    told = {
        "shuffled reference": direction_of(shot, recast(shot.staging, other)),
        "no adapter": whole._replace(portraits=()),
        "no keypoints": whole._replace(keypoints=None),
        "text only": nameless(whole)._replace(keypoints=None),
    }
    made = {f"{steps} steps": stage.engine.clip(shot, whole, replace(sampling, steps=steps)) for steps in (FEW, MANY)}
    made |= {name: stage.engine.clip(shot, direction) for name, direction in told.items()}
    return {name: judged(stage, shot, clip, people) for name, clip in made.items()}


def _of(details: Sequence[dict[str, Any]], way: str, name: str) -> list[float]:
    return [entry["ways"][way][name] for entry in details]


def _success(details: list[dict[str, Any]]) -> list[Row]:
    joint = {way: mean_of(_of(details, way, "joint")) for way in WAYS}
    top = {way: mean_of(_of(details, way, "identity")) for way in WAYS}
    out = [Row("clips", "joint success", joint["clip"], joint["true"].mean, joint["held"].mean, share_of(0.6, joint["true"].mean), note="floor: held")]
    out += [Row("clips", f"joint success, {way}", joint[way]) for way in ("vae", "camera", "puppet", "dit")]
    out.append(Row("clips", "identity top-1 of 100, moving clips", top["clip"], top["true"].mean, 0.01, share_of(0.85, top["true"].mean), note="floor: guessing"))
    out += [Row("clips", f"action right, {way}", mean_of(_of(details, way, "action"))) for way in ("true", "clip", "puppet", "held")]
    return out


def _camera(details: list[dict[str, Any]]) -> list[Row]:
    right = {way: mean_of(_of(details, way, "camera")) for way in ("true", "clip", "held")}
    apart = {way: quantile_of([v for entry in details for v in entry["camera errors"][way]], 0.95) for way in ("true", "clip", "held")}
    return [
        Row("clips", "camera class", right["clip"], right["true"].mean, right["held"].mean, 0.95, note="floor: held"),
        Row("clips", "camera error p95, of all drawings", apart["clip"], apart["true"].mean, apart["held"].mean, 0.5, False, "px", "moves without parallax"),
    ]


def _decibels(details: list[dict[str, Any]]) -> list[Row]:
    moving = [entry for entry in details if entry["move"] not in ("static", "focus pull")]
    standing = [entry for entry in details if entry["move"] == "static"]
    out = []
    for name, key, shots, target in (("PSNR over held, moving camera", "psnr", moving, 3.0), ("PSNR over held, inside, static camera", "psnr inside", standing, 1.0)):
        gain = {way: mean_of([a - b for a, b in zip(_of(shots, way, key), _of(shots, "held", key), strict=True)]) for way in ("clip", "dit", "puppet", "camera", "vae")}
        out.append(Row("clips", name, gain["clip"], gain["vae"].mean, gain["camera"].mean, target, unit="dB", note="ceiling: vae, floor: camera"))
        out += [Row("clips", f"{name}, {way}", gain[way], unit="dB") for way in ("dit", "puppet")]
    trip = _of(details, "vae", "psnr")
    out.append(Row("clips", "vae round trip, mean", mean_of(trip), target=30.0, unit="dB"))
    out.append(Row("clips", "vae round trip, 10th percentile", quantile_of(trip, 0.1), target=27.0, unit="dB"))
    return [*out, Row("clips", "vae round trip, faces", mean_of([entry["vae face"] for entry in details]), target=27.0, unit="dB")]


def _variants(details: list[dict[str, Any]]) -> list[Row]:
    entries = [entry for entry in details if "variants" in entry]
    if not entries:
        return []
    few, many = ([entry["variants"][f"{steps} steps"] for entry in entries] for steps in (FEW, MANY))
    pairs = list(zip(few, many, strict=True))
    lost, faded = (mean_of([b[name] - a[name] for a, b in pairs]) for name in ("joint", "psnr"))
    out = [
        Row("clips", f"{MANY} steps over {FEW}: joint success", lost, target=0.05, least=False),
        Row("clips", f"{MANY} steps over {FEW}: PSNR", faded, target=0.5, least=False, unit="dB"),
    ]
    told = {PLAIN: [entry["ways"]["clip"] for entry in entries]}
    told |= {name: [entry["variants"][name] for entry in entries] for name in ("no adapter", "shuffled reference", "no keypoints", "text only")}
    for name, figures in told.items():
        out += [Row("ablations", f"{name}: {key}", mean_of([f[key] for f in figures]), unit=unit) for key, unit in (("joint", "%"), ("identity", "%"), ("psnr", "dB"))]
    return out
