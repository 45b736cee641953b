"""Contact sheets of the drawn world: everything it can draw, row by row from its own vocabulary.

    python -m generator.world.sheets --out docs/world [--only kinds places ...]

Each is a JPEG of at most 1800 pixels across and 600 KB. Cells are drawn as films show them.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generator.lettering import FONTS
from generator.world.portrait import PORTRAITS, render_portrait
from generator.world.render import pose_of, render_clip
from generator.world.sample import AIMED
from storyboard.cues import cued
from storyboard.grammar import Angle, Camera, Move, Size
from storyboard.look import NATURAL, Build, Color, Extra, Garment, Hair, Hat, Kind, Look, Marking, Outfit, Skin
from storyboard.staging import AIRLESS, INDOORS, Action, Emotion, Facing, Hour, Place, Prop, Season, Staging, Style, Subject, Weather, Where

WIDEST, LARGEST = 1800, 600_000  # pixels across, bytes
GAP, LETTERS = 6, 14
PAPER, INK = (250, 247, 240), (60, 56, 66)
COATS = (Color.NAVY, Color.RUST, Color.TEAL, Color.PURPLE, Color.GREEN, Color.ROSE, Color.GOLD)
STRIP = 8  # drawings of an action
LATE = (Action.ENTER, Action.HIDE)  # of which the end tells most
ROOMY = (Action.SIT, Action.HIDE, Action.WORK, Action.SLEEP, Action.JUMP)  # at a seat, behind a cover, at a task, in a bed


class Cell(NamedTuple):
    """A picture uint8 [h, w, 3] and what stands below it."""

    picture: np.ndarray
    label: str = ""


def someone(n: int, kind: Kind | None = None) -> tuple[Look, Outfit]:
    """The n-th of an endless, varied cast."""
    kind = kind or tuple(Kind)[n % len(Kind)]
    furs = NATURAL.get(kind, (Color.TAN,))
    old = kind in (Kind.OLD_MAN, Kind.OLD_WOMAN)
    tones = (Color.GREY, Color.WHITE) if old else (Color.BROWN, Color.BLACK, Color.RUST, Color.GOLD)
    hair = (Hair.BUN if kind is Kind.OLD_WOMAN else Hair.SHORT) if old else tuple(Hair)[1 + n % (len(Hair) - 1)]
    look = Look(kind=kind, body=furs[n // len(Kind) % len(furs)], skin=tuple(Skin)[n % len(Skin)], hair=hair, hair_color=tones[n % len(tones)],
                marking=Marking.NONE, build=Build.PLAIN)
    if not look.is_person:
        look = look.model_copy(update={"hair": Hair.NONE})
    garments, hats, extras = tuple(Garment)[1:], tuple(Hat), tuple(Extra)
    return look, Outfit(garment=garments[n % len(garments)], color=COATS[n % len(COATS)], hat=hats[n % len(hats)] if n % 3 == 0 else Hat.NONE, hat_color=COATS[(n + 3) % len(COATS)],
                        extra=extras[n % len(extras)] if n % 4 == 1 else Extra.NONE, extra_color=COATS[(n + 5) % len(COATS)])


def acting(n: int, action: Action, where: Where = Where.CENTER, facing: Facing = Facing.CAMERA) -> Subject:
    look, outfit = someone(n)
    return Subject(look=look, outfit=outfit, action=action, where=where, facing=facing)


def page(cells: Sequence[Cell], columns: int) -> np.ndarray:
    """uint8 [h, w, 3]: the cells in rows, each with its label below."""
    w, h = max(c.picture.shape[1] for c in cells), max(c.picture.shape[0] for c in cells)
    rows, step = -(-len(cells) // columns), h + GAP + LETTERS + 2
    sheet = Image.new("RGB", (columns * (w + GAP) + GAP, rows * step + GAP), PAPER)
    pen, font = ImageDraw.Draw(sheet), lettering()
    for n, cell in enumerate(cells):
        x, y = GAP + n % columns * (w + GAP), GAP + n // columns * step
        sheet.paste(Image.fromarray(cell.picture), (x, y))
        label = cell.label
        while label and pen.textlength(label, font) > w:
            label = label[:-1]
        pen.text((x, y + cell.picture.shape[0] + 1), label, INK, font)
    return np.asarray(sheet)


@lru_cache(maxsize=1)
def lettering() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "AlegreyaSans-Bold.ttf", LETTERS)


def save(sheet: np.ndarray, path: Path) -> Path:
    """A JPEG within WIDEST and LARGEST: less fine, and then smaller, only as far as it must be."""
    image = Image.fromarray(sheet)
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    while True:
        for quality in (86, 80, 74, 68, 62):
            kept = io.BytesIO()
            image.save(kept, "JPEG", quality=quality, optimize=True, progressive=True)
            if kept.tell() <= LARGEST:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(kept.getvalue())
                return path
        image = image.resize((round(image.width * 0.9), round(image.height * 0.9)), Image.Resampling.LANCZOS)


def kinds() -> tuple[list[Cell], int]:
    """Every kind from every side, styles in turn."""
    size, cells = (113, 150), []
    for n, (kind, style) in enumerate(zip(Kind, cycle(Style), strict=False)):
        cells += [Cell(render_portrait(*someone(n, kind), style, size, view), f"{kind}" if view == "front" else view) for view in PORTRAITS]
    return cells, 3 * len(PORTRAITS)


def places() -> tuple[list[Cell], int]:
    """Every place by day, dusk and night, and in one weather, where there is none at dawn; nobody is there."""
    cells = []
    outdoors = cycle([w for w in Weather if w is not Weather.CLEAR])
    for n, (place, style) in enumerate(zip(Place, cycle(Style), strict=False)):
        weather = Weather.STORM if place in INDOORS else next(outdoors)
        last = (Hour.DAWN, Weather.CLEAR) if place in AIRLESS else (Hour.DAY, weather)
        for hour, sky in ((Hour.DAY, Weather.CLEAR), (Hour.DUSK, Weather.CLEAR), (Hour.NIGHT, Weather.CLEAR), last):
            staging = Staging(place=place, hour=hour, weather=sky, style=style, place_seed=n)
            cells.append(Cell(seen(staging, (218, 123)), f"{place}, {hour if sky is Weather.CLEAR else sky}"))
    return cells, 8


def seasons() -> tuple[list[Cell], int]:
    """Every place whose land turns with the year, in its four seasons; nobody is there."""
    turning = [place for place in Place if place not in INDOORS | AIRLESS | {Place.SEA, Place.CLOUDS, Place.DESERT}]
    stagings = [Staging(place=place, season=season, style=style, place_seed=n + 3)
                for n, (place, style) in enumerate(zip(turning, cycle(Style), strict=False)) for season in Season]
    return [Cell(seen(staging, (218, 123)), f"{staging.place}, {staging.season}") for staging in stagings], 8


def actions() -> tuple[list[Cell], int]:
    """Every action as a strip: eight drawings, a quarter of a second apart; four, two thirds apart, where more room is needed."""
    return [Cell(strip(n, action), f"{action}") for n, action in enumerate(Action)], 2


def strip(n: int, action: Action) -> np.ndarray:
    """uint8 [h, w, 3]: drawings side by side, those of figures that deal with each other or travel twice as wide."""
    one, other = acting(n, action, Where.LEFT, Facing.RIGHT), acting(n + 7, Action.STAND, Where.RIGHT, Facing.LEFT)
    pair = (one.model_copy(update={"target": 1, "prop": Prop.GIFT if action is Action.GIVE else Prop.NONE}),
            other.model_copy(update={"prop": Prop.GIFT if action is Action.TAKE else Prop.NONE}))
    aimed, scene = action in AIMED, Staging(place=Place.MEADOW, size=Size.FULL, style=tuple(Style)[n % len(Style)], subjects=pair, motion=0.7)
    travels = abs(pose_of(scene, 0, 0).dx - pose_of(scene, 0, 2 * STRIP).dx) > 0.1
    alone = one.model_copy(update={"where": Where.CENTER, "facing": Facing.RIGHT if travels else (Facing.RIGHT, Facing.CAMERA, Facing.LEFT)[n % 3]})
    wide = aimed or travels or action in ROOMY
    staging = cued(scene if aimed else scene.model_copy(update={"subjects": (alone,)}))
    count, width = (STRIP // 2, 214) if wide else (STRIP, 106)
    clip = render_clip(staging, (214, 121), [(10 if action in LATE else 8 if wide else 3) * k for k in range(count)])
    left = (214 - width) // 2
    framed = [np.pad(picture[:, left : left + width], ((0, 0), (0, 2), (0, 0)), constant_values=255) for picture in clip]
    return np.concatenate(framed, 1)[:, :-2]


def framings() -> tuple[list[Cell], int]:
    """Every size at every angle."""
    pair = (acting(6, Action.TALK, Where.LEFT, Facing.RIGHT), acting(3, Action.STAND, Where.RIGHT, Facing.LEFT))
    cells = []
    for size in Size:
        for angle in Angle:
            staging = Staging(place=Place.HARBOR, hour=Hour.DUSK, size=size, angle=angle, subjects=pair, focus=Prop.LANTERN if size is Size.INSERT else Prop.NONE)
            cells.append(Cell(seen(staging, (290, 163)), f"{size}, {angle}"))
    return cells, len(Angle)


def styles() -> tuple[list[Cell], int]:
    """Every style: four shots of one story."""
    fox, girl = acting(6, Action.WALK, facing=Facing.RIGHT), acting(3, Action.WAVE, Where.RIGHT)
    shots = (
        Staging(place=Place.FOREST, hour=Hour.DAWN, subjects=(fox,)), Staging(place=Place.VILLAGE, hour=Hour.DAY, size=Size.FULL, subjects=(fox, girl)),
        Staging(place=Place.COTTAGE, hour=Hour.NIGHT, size=Size.MEDIUM, subjects=(girl,)), Staging(place=Place.SEASHORE, hour=Hour.DUSK, size=Size.CLOSE, subjects=(fox,)),
    )  # fmt: skip
    return [Cell(seen(shot.model_copy(update={"style": style}), (440, 248)), f"{style}") for style in Style for shot in shots], 4


def emotions() -> tuple[list[Cell], int]:
    """Every emotion on the faces of seven."""
    cells = []
    for emotion in Emotion:
        for n in range(7):
            look, outfit = someone(3 * n)
            staging = Staging(place=Place.MEADOW, size=Size.CLOSE, style=tuple(Style)[n % len(Style)], subjects=(Subject(look=look, outfit=outfit, emotion=emotion),))
            cells.append(Cell(seen(staging, (246, 139)), f"{emotion}" if n == 0 else ""))
    return cells, 7


def props() -> tuple[list[Cell], int]:
    """Everything that can be held or shown alone."""
    shots = (Staging(place=Place.COTTAGE, size=Size.INSERT, focus=prop, style=tuple(Style)[n % len(Style)]) for n, prop in enumerate(tuple(Prop)[1:]))
    return [Cell(seen(shot, (246, 139)), f"{shot.focus}") for shot in shots], 7


def cameras() -> tuple[list[Cell], int]:
    """Every camera move: the first, a middle and the last drawing."""
    cells = []
    for n, move in enumerate(Move):
        camera = Camera(move=move, amount=0.8 if move is not Move.STATIC else 0.0)
        staging = Staging(place=tuple(Place)[n], camera=camera, subjects=(acting(n, Action.STAND),))
        cells += [Cell(picture, camera.words() if k == 0 else "") for k, picture in enumerate(render_clip(staging, (288, 162), [0, 16, 32]))]
    return cells, 6


def seen(staging: Staging, size: tuple[int, int]) -> np.ndarray:
    return render_clip(staging, size, [0])[0]


SHEETS: dict[str, Callable[[], tuple[list[Cell], int]]] = {
    "kinds": kinds, "places": places, "seasons": seasons, "actions": actions, "framings": framings, "styles": styles, "emotions": emotions, "props": props, "cameras": cameras,
}  # fmt: skip


def draw(out: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        yield save(page(*SHEETS[name]()), out / f"{name}.jpg")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m generator.world.sheets", description="Contact sheets of the drawn world.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="+", choices=tuple(SHEETS), default=tuple(SHEETS))
    asked = parser.parse_args(arguments)
    for path in draw(asked.out, asked.only):
        print(f"{path}  {path.stat().st_size // 1000} KB", flush=True)


if __name__ == "__main__":
    main()
