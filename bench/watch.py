"""The watcher tried on takes in which something is wrong: how often it sees it, and how often it sees something where nothing is.

    python -m bench.watch_takes --takes FOLDER && python -m bench.watch --takes FOLDER [--count 24] [--talking 8]

Takes are of held-out people: "dit", clips as a film makes them, and "vae", drawn clips through the autoencoder and back. Wrong people, clothes, actions,
cameras and speech are staged (bench/watch_takes.py); who vanishes or is there twice, what stands still, is blurred, falls apart, jumps or flickers
is done to the drawings of sound takes. A bound is what at most five in a hundred sound takes of one half of the shots exceed; it is tried on the other
half, and the other way round. Shares have Wilson's 95 % interval. Last come
the bounds that generator/watching/bounds.py keeps: of all sound clips of the "dit" way.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import torch

from bench.record import at_least, record
from bench.watch_takes import SIZE, Shot, Studio, shots, spoken
from generator.checkpoints import checked
from generator.rig import Rig
from generator.watching.bounds import BOUNDS
from generator.watching.clip import measured, seen
from generator.watching.course import followed
from generator.watching.drawn import Drawn, drawn
from generator.watching.likeness import compared
from generator.world.render import STAYS, Shoot
from storyboard.staging import Staging
from storyboard.watching import WatchClipParams

ALARMS = 0.05
READS = {  # what each fault is for, the reader it is first asked of in front
    "person": ("colours", "likeness", "person"), "costume": ("colours", "likeness", "person"), "vanish": ("presence", "likeness"), "duplicate": ("double", "stranger"),
    "action": ("likeness", "pose", "presence", "deed"), "camera": ("path", "way"), "freeze": ("freeze",), "blur": ("blur",), "hole": ("hole",), "seam": ("shift", "jump", "path"), "flicker": ("flicker",), "speech": ("mouth",),
}  # fmt: skip
WHOLE = ("blur", "hole", "freeze", "flicker", "jump", "shift", "path", "way", "stranger", "double")
DIFFERS, SHARE = 20, 0.002  # levels and the share of the picture by which a fault must change the truth to be there at all

Read = dict[str, dict[int, float]]  # by measure and subject


class Row(NamedTuple):
    shot: str
    half: int
    way: str
    fault: str
    read: Read


def planted(pictures: np.ndarray, staging: Staging, dice: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """What can go wrong with the drawings uint8 (F, h, w, 3) of a sound take."""
    start = int(dice.integers(8, 17))
    held, blurred, torn, jumped, lit = (pictures.copy() for _ in range(5))
    held[start:] = pictures[start]
    blurred[:] = [cv2.GaussianBlur(one, (0, 0), 2.0) for one in pictures]
    torn[start : start + 2] = [cv2.GaussianBlur(one, (0, 0), 4.0) for one in pictures[start : start + 2]]
    shift = np.array([[1, 0, dice.choice([-5.0, 5.0])], [0, 1, dice.choice([-2.0, 2.0])]])
    jumped[17:] = [cv2.warpAffine(one, shift, SIZE, borderMode=cv2.BORDER_REPLICATE) for one in pictures[17:]]
    lit[1::2] = np.clip(pictures[1::2].astype(np.int16) + 4, 0, 255)
    yield from (("freeze", held), ("blur", blurred), ("hole", torn), ("seam", jumped), ("flicker", lit))
    yield from _people(pictures, staging, start)


def _people(pictures: np.ndarray, staging: Staging, start: int) -> Iterator[tuple[str, np.ndarray]]:
    """The first figure gone from a drawing on, and there a second time."""
    shoot, gone, twice, large = Shoot(staging, SIZE), pictures.copy(), pictures.copy(), 0
    try:
        for frame in range(start, len(pictures)):
            mask = (shoot.truth(frame, SIZE) == 1).astype(np.uint8)
            large += int(mask.mean() > 0.01)
            soft = cv2.GaussianBlur(cv2.dilate(mask, np.ones((7, 7), np.uint8)).astype(np.float32), (0, 0), 1.5)[..., None]
            shoot.draw(frame, STAYS)
            gone[frame] = (pictures[frame] * (1 - soft) + shoot.board.picture() * soft).astype(np.uint8)
            columns = np.nonzero(mask.any(0))[0]
            if len(columns):
                by = int(0.35 * SIZE[0]) * (1 if columns.mean() < SIZE[0] / 2 else -1)
                there = np.roll(cv2.erode(mask, np.ones((3, 3), np.uint8)), by, 1) > 0
                twice[frame][there] = np.roll(pictures[frame], by, 1)[there]
    finally:
        shoot.close()
    if large > 6:
        yield "vanish", gone
        yield "duplicate", twice


def shows(asked: Drawn, wrong: Drawn) -> bool:
    """Whether a fault changes what is to be seen."""
    return float((np.abs(asked.pictures.astype(np.int16) - wrong.pictures).max(-1) > DIFFERS).mean()) > SHARE


def rows(studio: Studio, shot: Shot, number: int, rig: Rig) -> Iterator[Row]:
    """Everything read of every take of a shot that there is."""
    params, true = WatchClipParams(staging=shot.staging, size=SIZE), drawn(shot.staging, SIZE)
    half = (number // 2) % 2
    for fault, staging in shot.faulty.items():
        takes = {way: take for way in ("dit", "vae") if (take := studio.take(shot.name, fault, way)) is not None}
        if fault not in ("clean", "speech") and takes and not shows(true, drawn(staging, SIZE)):
            continue
        for way, take in takes.items():
            pictures = seen(take)
            made = [(fault, pictures)]
            if fault == "clean" and shot.name[0] == "s":
                made += planted(pictures, shot.staging, np.random.default_rng(number))
            for name, one in made:
                read: Read = defaultdict(dict)
                by_eye = name not in shot.faulty  # what is done to drawings is no matter for the nets
                for measure in (*followed(one, true), *compared(one, true)) if by_eye else measured(params, one, true, true, rig):
                    read[measure.name][measure.who] = measure.value
                yield Row(shot.name, half, way, name, read)


def kept_rows(studio: Studio, shot: Shot, number: int, rig: Rig) -> list[Row]:
    """The same, or what was read of these takes before."""
    stamp = [path.name for fault in shot.faulty for way in ("dit", "vae") if (path := studio.path(shot.name, fault, way)).exists()]
    path = studio.folder / f"{shot.name}-read.json"
    if path.exists() and (known := json.loads(path.read_text()))["takes"] == stamp:
        return [Row(*row[:4], {name: {int(who): one for who, one in told.items()} for name, told in row[4].items()}) for row in known["rows"]]
    made = list(rows(studio, shot, number, rig))
    path.write_text(json.dumps({"takes": stamp, "rows": made}))
    return made


def value(row: Row, name: str) -> float | None:
    """A sound take's worst; of a fault what is read of the first figure, or of the picture."""
    found = row.read.get(name, {})
    if row.fault in ("clean", "speech") or name in WHOLE:
        return max(found.values(), default=None)
    return found.get(0)


def share(hits: list[bool]) -> dict[str, Any]:
    """A share with Wilson's (1927) interval."""
    n, z = len(hits), 1.96
    if n == 0:
        return {"of": 0}
    p = sum(hits) / n
    middle, wide = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {"share": round(p, 3), "low": round(middle - wide, 3), "high": round(middle + wide, 3), "of": n}


def tried(found: list[Row], way: str, fault: str, name: str) -> dict[str, Any]:
    """Detection and false alarms of one reader for one fault, each half by the bound of the other."""
    seen_wrong, alarms = list[bool](), list[bool]()
    for half in (0, 1):
        sound = [v for row in found if row.way == way and row.fault == "clean" and row.half != half and (v := value(row, name)) is not None]
        if len(sound) < 3:
            continue
        bound = float(np.quantile(sound, 1 - ALARMS))
        seen_wrong += [v > bound for row in found if row.way == way and row.fault == fault and row.half == half and (v := value(row, name)) is not None]
        alarms += [v > bound for row in found if row.way == way and row.fault == "clean" and row.half == half and (v := value(row, name)) is not None]
    return {"detected": share(seen_wrong), "alarms": share(alarms)}


def kept(found: list[Row], name: str) -> dict[str, Any]:
    """The usual value and the bound, of all sound clips."""
    sound = [v for row in found if row.way == "dit" and row.fault == "clean" and (v := value(row, name)) is not None]
    return {"usual": round(float(np.median(sound)), 3), "bound": round(float(np.quantile(sound, 1 - ALARMS)), 3), "of": len(sound)} if sound else {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--takes", type=Path, required=True)
    parser.add_argument("--count", type=at_least(4), default=16)
    parser.add_argument("--talking", type=at_least(2), default=8)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    studio, began, found = Studio(asked.takes), time.monotonic(), list[Row]()
    rig = Rig(studio.rig.scratch, {f"oracle-{name}": checked(f"oracle-{name}") for name in ("who", "deed", "way")})
    for number, shot in enumerate((*shots(asked.count), *spoken(asked.talking))):
        found += kept_rows(studio, shot, number, rig)
        print(f"{shot.name}: {len(found)} takes, {time.monotonic() - began:.0f} s", flush=True)
    table = {way: {fault: {name: tried(found, way, fault, name) for name in names} for fault, names in READS.items()} for way in ("dit", "vae")}
    for way, faults in table.items():
        for fault, readers in faults.items():
            for name, told in readers.items():
                if told["detected"]["of"]:
                    hit, alarm = told["detected"], told["alarms"]
                    print(f"{way} {fault:10} {name:10} {hit['share']:6.1%} [{hit['low']:.0%}, {hit['high']:.0%}] of {hit['of']:3}   alarms {alarm['share']:6.1%} [{alarm['low']:.0%}, {alarm['high']:.0%}] of {alarm['of']}")
    bounds = {name: kept(found, name) for name in BOUNDS}
    print("\n".join(f"{name:12} {told}" for name, told in bounds.items()))
    record("watch", {"table": table, "bounds": bounds, "takes": len(found)}, parser, asked)


if __name__ == "__main__":
    main()
