"""What oracle readers learn from and are judged on: shots of whole figures, drawn with what is true of them.

    python -m generator.train.oracle.lessons --what grounds --out FOLDER --count 512 --workers 2
    python -m generator.train.oracle.lessons --what figures --out FOLDER --count 60000 --workers 2     # for `Who`; resumes
    python -m generator.train.oracle.lessons --what deeds --out FOLDER --count 20000 --workers 2       # for `Deed`
    python -m generator.train.oracle.lessons --what ways --out FOLDER --count 5000 --workers 2         # for `Way`

Figures are drawn without their scenery, which is quick, and set on any piece of any place: nobody is to be known by where they are. A
shot is read at TAKEN of its 33 drawings: of every subject a window, that stays where the figure is in the shot's middle, shows what it
does; the flow of the whole picture shows what the camera does. Moves and actions are sampled evenly.

Letters: N shots, S subjects, T taken drawings, A attributes, J joints.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from safetensors.numpy import save_file

from generator.watching.seeing import (
    AROUND,
    BODY,
    BUST,
    CHEST,
    FACE,
    FRAMES,
    JOINTS,
    MARGIN,
    MASK,
    PICTURE,
    ROOM,
    SOUGHT,
    TAKEN,
    WINDOW,
    Box,
    attributes_of,
    box_of,
    chart_of,
    cut,
    flows_of,
    head_of,
    move_of,
)
from generator.world.render import Shoot
from generator.world.sample import FILMS, Often, sample_staging
from generator.world.truth import Figure, figures_of
from storyboard.grammar import Move, Size
from storyboard.staging import Action, Staging

GROUND = (96, 96)  # width, height of a piece of a place
EVEN = Often({Size.FULL: 3, Size.WIDE: 2}, {move: 1 if move in (Move.STATIC, Move.HANDHELD) else 2 for move in FILMS.moves}, dict.fromkeys(FILMS.actions, 1))
STRIDE = 1_000_003


class Figures(NamedTuple):
    """Figures cut out of drawings. Colours are weighed by their cover, which is whole where the scenery is drawn too."""

    bodies: np.ndarray  # uint8 [S, 80, 80, 4]
    busts: np.ndarray  # uint8 [S, 80, 80, 4]: the head with its hat, down to the chest
    charts: np.ndarray  # uint8 [S, C, 3]: CHART in the scene's light
    attributes: np.ndarray  # int16 [S, A]


class Grounds(NamedTuple):
    """Pieces of places where nobody is, to set figures on."""

    grounds: np.ndarray  # uint8 [S, 96, 96, 3]


class Deeds(NamedTuple):
    """Figures in a window over a shot, and what they do. Colours as those of Figures."""

    windows: np.ndarray  # uint8 [S, T, 64, 64, 4]
    heads: np.ndarray  # uint8 [S, T, 40, 40, 4]: a smaller window round where the head is then
    joints: np.ndarray  # float16 [S, T, J + 1, 2] in half windows from its middle; the last is (mouth, 0); NaN where there is none
    actions: np.ndarray  # int16 [S]


class Ways(NamedTuple):
    """How the pictures of shots move, and what the camera does."""

    flows: np.ndarray  # float16 [S, T - 1, 18, 32, 2] in pixels of the picture
    moves: np.ndarray  # int16 [S]


Lesson = TypeVar("Lesson", Figures, Grounds, Deeds, Ways)
Drawn = tuple[np.ndarray, dict[int, Figure]]  # a picture, and who is on it, by slot


def readable(seed: int, split: str, acting: Sequence[Action] = ()) -> Staging | None:
    """The staging of a seed, of figures who do one of these things if any are named; None where no whole figure is to be read."""
    staging = sample_staging(seed, split, EVEN._replace(actions=dict.fromkeys(acting, 1)) if acting else EVEN)
    return staging.model_copy(update={"frames": FRAMES}) if staging.subjects and staging.size in EVEN.sizes else None


def cut_out(staging: Staging, frames: Sequence[int], slots: Sequence[int], scenery: bool = True) -> Figures | None:
    """Subjects of these slots cut out of each of these drawings; None when too little of all is seen."""
    shoot, rows, chart = Shoot(staging, PICTURE, scenery), [], chart_of(staging)
    try:
        for frame in frames:
            _, figures = _drawn(shoot, frame)
            picture, mask = shoot.board.pixels.copy(), shoot.truth(frame, MASK)
            for slot in slots:
                box, subject = box_of(mask == slot + 1), staging.subjects[slot]
                if box is not None and slot in figures and _inside(figures[slot]):
                    labels = np.array(attributes_of((subject.look, subject.outfit)), np.int16)
                    rows.append((cut(picture, box, MARGIN, BODY), cut(picture, head_of(figures[slot], 0.15), CHEST, BUST), chart, labels))
    finally:
        shoot.close()
    return Figures(*(np.stack(part) for part in zip(*rows, strict=True))) if rows else None


def _drawn(shoot: Shoot, frame: int) -> Drawn:
    return shoot.draw(frame), {figure.slot: figure for figure in figures_of(shoot, frame)}


def _inside(figure: Figure) -> bool:
    """Whether the middle of its head is in the frame."""
    return 0 <= figure.face[0] < PICTURE[0] and 0 <= figure.face[1] < PICTURE[1]


def glance(staging: Staging) -> Figures | None:
    """The subjects of a staging at two of its drawings, without the scenery; every eighth time with it, for its lamps and covers."""
    frames = np.random.default_rng(staging.seed).permutation(FRAMES)[:2].tolist()
    return cut_out(staging, frames, range(len(staging.subjects)), scenery=staging.seed % 8 == 0)


def empty(staging: Staging) -> Grounds:
    """Eight pieces of the staging's place."""
    dice, shoot = np.random.default_rng(staging.seed), Shoot(staging.model_copy(update={"subjects": ()}), PICTURE)
    try:
        picture = shoot.draw(0)
    finally:
        shoot.close()
    boxes = [(dice.uniform(0, PICTURE[0]), dice.uniform(0, PICTURE[1]), dice.uniform(60, 200)) for _ in range(8)]
    return Grounds(np.stack([cut(picture, box, 1.0, GROUND) for box in boxes]))


def act(staging: Staging, scenery: bool = False) -> Deeds | None:
    """What a staging's subjects do; None when too little of all is seen."""
    shoot = Shoot(staging, PICTURE, scenery)
    try:
        drawn = [(*_drawn(shoot, frame), shoot.board.pixels.copy()) for frame in TAKEN]
        found = _found(shoot)
    finally:
        shoot.close()
    rows = []
    for slot, (k, middle) in sorted(found.items()):
        if (figure := drawn[k][1].get(slot)) is not None:
            windows, heads = (np.stack([cut(picture, *square) for _, _, picture in drawn]) for square in ((middle, ROOM, WINDOW), (head_of(figure), AROUND, FACE)))
            joints = np.stack([joints_in(figures.get(slot), middle) for _, figures, _ in drawn])
            rows.append((windows, heads, joints, np.array(tuple(Action).index(staging.subjects[slot].action), np.int16)))
    return Deeds(*(np.stack(part) for part in zip(*rows, strict=True))) if rows else None


def _found(shoot: Shoot) -> dict[int, tuple[int, Box]]:
    """Where each subject is, by slot: in which of TAKEN, the nearest to the middle of SOUGHT in which enough of it is seen, and the box round it."""
    found: dict[int, tuple[int, Box]] = {}
    for k in sorted(SOUGHT, key=lambda k: abs(k - len(TAKEN) // 2)):
        if len(found) < len(shoot.staging.subjects):
            mask = shoot.truth(TAKEN[k], MASK)
            boxes = {slot: box_of(mask == slot + 1) for slot in range(len(shoot.staging.subjects)) if slot not in found}
            found |= {slot: (k, box) for slot, box in boxes.items() if box is not None}
    return found


def roam(staging: Staging) -> Ways:
    """What a staging's camera does."""
    shoot = Shoot(staging, PICTURE)
    try:
        pictures = [shoot.draw(frame) for frame in TAKEN]
    finally:
        shoot.close()
    return Ways(flows_of(pictures)[None], np.array([move_of(staging)], np.int16))


def joints_in(figure: Figure | None, box: Box) -> np.ndarray:
    """float16 [J + 1, 2]: joints in half windows from the middle of a window round the box, and the mouth."""
    out = np.full((len(JOINTS) + 1, 2), np.nan, np.float16)
    if figure is not None:
        x, y, side = box
        for k, name in enumerate(JOINTS):
            if name in figure.joints:
                out[k] = (figure.joints[name][0] - x) / (ROOM * side / 2), (figure.joints[name][1] - y) / (ROOM * side / 2)
        out[-1] = figure.mouth, 0.0
    return np.clip(out, -2.0, 2.0)


def together(lessons: Sequence[Lesson]) -> Lesson:
    return type(lessons[0])(*(np.concatenate(part) for part in zip(*lessons, strict=True)))


def from_seed(made: Callable[[Staging], Lesson | None], start: int, split: str, acting: Sequence[Action] = ()) -> Iterator[tuple[Staging, Lesson]]:
    """Readable shots with what is made of them, from the seed `start` on, without end."""
    while True:
        staging = readable(start, split, acting)
        start += 1
        lesson = None if staging is None else made(staging)
        if staging is not None and lesson is not None:
            yield staging, lesson


WHAT: dict[str, tuple[Callable[[Staging], Figures | Grounds | Deeds | Ways | None], int]] = {  # and how many stagings make a shard
    "figures": (glance, 512), "grounds": (empty, 64), "deeds": (act, 128), "ways": (roam, 128)}  # fmt: skip


def write(path: Path) -> float:
    """Write the shard WHAT-NUMBER, whose number is its seed; seconds, 0 if it was there."""
    if path.exists():
        return 0.0
    began, (what, number) = time.monotonic(), path.stem.split("-")
    made, count = WHAT[what]
    shots: Iterator[Any] = from_seed(made, int(number) * STRIDE, "train")
    rough = path.with_suffix(".tmp")
    save_file(together([next(shots)[1] for _ in range(count)])._asdict(), rough)
    rough.replace(path)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--what", choices=tuple(WHAT), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True, help="shots")
    parser.add_argument("--first", type=int, default=0, help="number of the first shard: another range of seeds")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    paths = [asked.out / f"{asked.what}-{asked.first + k:05d}.safetensors" for k in range(-(-asked.count // WHAT[asked.what][1]))]
    with multiprocessing.get_context("spawn").Pool(asked.workers) as pool:
        for done, seconds in enumerate(pool.imap_unordered(write, paths), 1):
            print(f"{done}/{len(paths)} {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
