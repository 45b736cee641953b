"""The watcher tried on takes in which something is wrong: how often it sees it, and how often it sees something where nothing is.

    python -m bench.watch_takes --takes FOLDER && python -m bench.watch --takes FOLDER [--count 16] [--talking 8]

Takes are of held-out people: "dit", clips as a film makes them, and "vae", drawn clips through the autoencoder and back. Wrong people, clothes, actions,
cameras and speech are staged (bench/watch_takes.py); who vanishes or is there twice, what stands still, is blurred, falls apart, jumps or flickers
is done to the drawings of sound takes. A bound is what at most five in a hundred sound takes of one half of the shots exceed, or, where the faulty ones of
that half lie farther off, halfway to the least of them but one in ten; it is tried on the other half, and the other way round. Shares have Wilson's 95 % interval. Last come
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
from generator.watching.clip import measured, seen
from generator.watching.course import followed
from generator.watching.drawn import Drawn, drawn
from generator.watching.likeness import compared
from generator.watching.trust import BLAMED, FOUND
from generator.world.render import STAYS, Shoot
from storyboard.staging import Staging
from storyboard.watching import WatchClipParams

ALARMS = 0.05
READS: dict[str, tuple[str, ...]] = {  # what each reader is for
    "likeness": ("person", "action"), "colours": ("costume",), "person": ("person", "costume"), "presence": ("vanish",), "double": ("duplicate",), "stranger": ("duplicate",),
    "pose": ("action",), "deed": ("action",), "path": ("camera",), "way": ("camera",), "freeze": ("freeze",), "blur": ("blur",), "hole": ("hole",), "shift": ("seam",),
    "jump": ("seam",), "flicker": ("flicker",), "mouth": ("speech",),
}  # fmt: skip
FAULTS = ("person", "costume", "vanish", "duplicate", "action", "camera", "freeze", "blur", "hole", "seam", "flicker", "speech")
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


def values(found: list[Row], name: str, faults: tuple[str, ...]) -> list[float]:
    return [one for row in found if row.fault in faults and (one := value(row, name)) is not None]


def bound(found: list[Row], name: str) -> float | None:
    """Of a reader, from some takes; None where too few of them are sound."""
    sound, faulty = values(found, name, ("clean",)), values(found, name, READS[name])
    if len(sound) < 3:
        return None
    alarm = float(np.quantile(sound, 1 - ALARMS))
    return max(alarm, (alarm + float(np.quantile(faulty, 0.1))) / 2) if faulty else alarm


def tried(found: list[Row], name: str, faults: tuple[str, ...]) -> dict[str, Any]:
    """Detection and false alarms of one reader for some faults, each half by the bound of the other."""
    hits, alarms = list[bool](), list[bool]()
    for half in (0, 1):
        limit = bound([row for row in found if row.half != half], name)
        here = [row for row in found if row.half == half]
        if limit is not None:
            hits += [one > limit for one in values(here, name, faults)]
            alarms += [one > limit for one in values(here, name, ("clean",))]
    return {"detected": share(hits), "alarms": share(alarms)}


def trusted(found: list[Row]) -> list[str]:
    """Readers that find nine in ten of what they are for and blame no more than five in a hundred."""
    told = {name: tried(found, name, READS[name]) for name in READS}
    return [name for name, one in told.items() if one["detected"].get("share", 0) >= FOUND and one["alarms"]["share"] <= BLAMED]


def together(found: list[Row], names: list[str]) -> dict[str, dict[str, Any]]:
    """Takes with a finding of any of these readers, by fault; "clean": false alarms."""
    out = {}
    for fault in ("clean", *FAULTS):
        hits = []
        for half in (0, 1):
            limits = {name: bound([row for row in found if row.half != half], name) for name in names}
            rows = [row for row in found if row.half == half and row.fault == fault]
            hits += [any((one := value(row, name)) is not None and limit is not None and one > limit for name, limit in limits.items()) for row in rows]
        out[fault] = share(hits)
    return out


def kept(found: list[Row], name: str) -> dict[str, Any]:
    """What bounds.py keeps of a reader."""
    sound = values(found, name, ("clean",))
    told = tried(found, name, READS[name])
    return {"usual": round(float(np.median(sound)), 4), "bound": round(bound(found, name) or 0.0, 4), "found": told["detected"], "blamed": told["alarms"]} if sound else {}


def line(what: str, told: dict[str, Any]) -> str:
    return f"{what} {told['share']:6.1%} [{told['low']:.0%}, {told['high']:.0%}] of {told['of']:3}" if told["of"] else f"{what} -"


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
    report: dict[str, Any] = {"takes": len(found)}
    for way in ("dit", "vae"):
        mine = [row for row in found if row.way == way]
        sure = trusted(mine)
        report[way] = {"readers": {name: kept(mine, name) for name in READS} if way == "dit" else {}, "sure": sure, "any of the sure": together(mine, sure)}
        report[way]["faults"] = {fault: {name: tried(mine, name, (fault,)) for name, faults in READS.items() if fault in faults} for fault in FAULTS}
        for fault, readers in report[way]["faults"].items():
            for name, told in readers.items():
                print(f"{way} {fault:10} {name:10}", line("found", told["detected"]), line("  blamed", told["alarms"]))
            print(f"{way} {fault:10} {'any sure':10}", line("found", report[way]["any of the sure"][fault]))
        print(f"{way} {'clean':10} {'any sure':10}", line("blamed", report[way]["any of the sure"]["clean"]), sure)
    print("\n".join(f"{name:10} {told}" for name, told in report["dit"]["readers"].items()))
    record("watch", report, parser, asked)


if __name__ == "__main__":
    main()
