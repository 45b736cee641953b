"""The pairs sheet of a film bench: the ways of each shot under letters, for readers who are told nothing; the key, kept apart; their answers."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import cv2
import numpy as np
from pydantic import Field, ValidationError

from app import changes, deliver, uploads
from app.film_bench_marks import Filmed
from generator.blind import LETTERS, WIDE, beats, orders, panel, ranked, strip
from generator.rubric_truth import drawings_of
from storyboard.document import Doc
from storyboard.errors import BadInput
from storyboard.story import Shot
from storyboard.timing import HANDLE

ON_A_PAGE, DRAWINGS = 3, 6  # shots on a page; drawings of a strip
PAIRS, KEY = "pairs", "key.json"  # the folder that readers are given; beside it, what they are not
FORM = "answers.csv"
LARGEST = 2**20  # bytes of a form
ASK = "Which is better: the people, their clothes, the place, what they hold, what they do? Write the letters, the best first, as in BA; = where you see no difference."
STYLE = "body{font:16px/1.45 sans-serif;margin:2em auto;max-width:1040px;padding:0 1em}figure{display:inline-block;margin:0 12px 12px 0}label{margin-right:1.2em}h3{margin:1.6em 0 .3em}"
SAVE = """
document.querySelector('button').onclick = () => {
  const said = {};
  for (const one of document.querySelectorAll('input[type=text]')) if (one.value.trim()) said[one.name] = one.value.trim().toUpperCase();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(said, null, 1)], {type: 'application/json'}));
  link.download = 'answers.json';
  link.click();
};
"""


class Key(Doc):
    """Which way is behind which letter: number on the sheet -> the ways behind A, B and on; and the shot it is."""

    kind: Literal["fabula film bench key"] = "fabula film bench key"
    title: str
    seed: int
    ways: tuple[str, ...]
    order: Annotated[dict[str, tuple[str, ...]], Field(min_length=1)]
    shots: dict[str, str]


def write_pairs(filmed: Sequence[Filmed], shots: Sequence[Shot], seed: int, out: Path) -> list[Path]:
    """The folder PAIRS in `out`, with pages (PNG), a web page and a form; and the key beside that folder."""
    folder, names = out / PAIRS, [one.tried.name for one in filmed]
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("pairs-*.png"):
        stale.unlink()
    order, panels, blocks = orders(len(shots), seed, names), list[np.ndarray](), list[str]()
    for number, (shot, several) in enumerate(zip(shots, order, strict=True), 1):
        seen = [_shown(filmed[names.index(name)], shot) for name in several]
        panels.append(panel(number, shot.words, [strip(list(_spread(one))) for one in seen]))
        blocks.append(block(number, shot.words, seen))
    pages = [_page(folder / f"pairs-{k // ON_A_PAGE + 1:02d}.png", panels[k : k + ON_A_PAGE]) for k in range(0, len(panels), ON_A_PAGE)]
    told = deliver.written(sheet(blocks), folder / "pairs.html")
    form = deliver.written("".join(f"{row}\n" for row in ("number,answer", *(f"{n}," for n in range(1, len(shots) + 1)))), folder / FORM)
    key = Key(title=filmed[0].story.title, seed=seed, ways=tuple(names), order={str(n): tuple(one) for n, one in enumerate(order, 1)}, shots={str(n): shot.id for n, shot in enumerate(shots, 1)})
    return [*pages, told, form, deliver.written(key.model_dump_json(indent=1) + "\n", out / KEY)]


def _shown(filmed: Filmed, shot: Shot) -> np.ndarray:
    """uint8 [F, h, w, 3]: the drawings that the film shows of a shot, at the size of a page."""
    first = HANDLE + shot.trim.begin // 2
    seen = drawings_of(filmed.clips[f"clip:{shot.id}"])[first : first + max(2, shot.shown // 2)]
    return np.stack([cv2.resize(one, WIDE, interpolation=cv2.INTER_AREA) for one in seen])


def _spread(drawings: np.ndarray) -> np.ndarray:
    return drawings[np.linspace(0, len(drawings) - 1, DRAWINGS).round().astype(int)]


def _page(path: Path, panels: Sequence[np.ndarray]) -> Path:
    from PIL import Image

    wide = max(one.shape[1] for one in panels)
    page = np.concatenate([np.pad(one, ((0, 12), (0, wide - one.shape[1]), (0, 0)), constant_values=255) for one in panels])
    return deliver.place(path, lambda part: Image.fromarray(page).save(part, format="PNG", optimize=True))


def sheet(blocks: Sequence[str]) -> str:
    """The web page: the ways of each shot side by side, moving, and a form whose answers are saved as answers.json."""
    head = f"<!doctype html><meta charset=utf-8><title>Pairs</title><style>{STYLE}</style><h1>Pairs</h1><p>{ASK}</p>"
    return f"{head}{''.join(blocks)}<p><button>Save answers</button></p><script>{SAVE}</script>"


def block(number: int, words: str, seen: Sequence[np.ndarray]) -> str:
    """One shot on the web page."""
    letters = LETTERS[: len(seen)]
    out = f"<h3>{number}. {html.escape(words)}</h3>"
    for letter, one in zip(letters, seen, strict=True):
        picture = base64.b64encode(_moving(one)).decode()
        out += f"<figure><img width={WIDE[0]} height={WIDE[1]} src='data:image/webp;base64,{picture}'><figcaption>{letter}</figcaption></figure>"
    return out + f"<p><label>Best first <input type=text name={number} size=8 pattern='[{letters}{letters.lower()}]+|='></label></p>"


def _moving(drawings: np.ndarray) -> bytes:
    """An animated WebP at 12 drawings a second."""
    from PIL import Image

    several, data = [Image.fromarray(one) for one in drawings], io.BytesIO()
    several[0].save(data, "WEBP", save_all=True, append_images=several[1:], duration=83, loop=0, quality=60, method=2)
    return data.getvalue()


def read_key(path: Path) -> Key:
    """BadInput."""
    try:
        return Key.model_validate_json(changes.json_of(path))
    except ValidationError as error:
        raise BadInput(f"{path} is no key of a pairs sheet. It is the {KEY} that `fabula bench film` wrote beside the folder {PAIRS}; name its folder with --out.") from error


def read_answers(path: Path) -> dict[str, str]:
    """A reader's answers: {"1": "BA", "2": "="} as JSON, or the form with its second column filled. What is left empty is not counted. BadInput."""
    text = uploads.text(path, LARGEST)
    try:
        rows: Any = json.loads(text) if path.suffix.lower() == ".json" else {row[0].strip(): row[1] for row in csv.reader(io.StringIO(text)) if len(row) > 1 and row[0].strip() != "number"}
    except ValueError as error:
        raise BadInput(f"{path} is not JSON: {error}.") from error
    if not isinstance(rows, dict) or not all(isinstance(one, str) for one in rows.values()):
        raise BadInput(f'{path} holds no answers. Write {{"1": "BA", "2": "="}}, or fill the second column of {FORM}.')
    found = {str(number): answer.strip().upper() for number, answer in rows.items() if answer.strip()}
    if not found:
        raise BadInput(f"{path} has no answer in it. Fill the second column of {FORM}, or write JSON.")
    return found


class Preference(NamedTuple):
    """How often one way was preferred to another: wins of both, ties, the share of `a` among what was decided with its exact (Clopper and
    Pearson) 95 % interval."""

    a: str
    b: str
    wins: int
    losses: int
    ties: int
    share: float
    low: float
    high: float

    def words(self) -> str:
        if self.wins + self.losses == 0:
            return f"{self.a} over {self.b}: no difference seen in {self.ties}"
        return f"{self.a} over {self.b}: {self.wins} to {self.losses}, {self.ties} ties; {self.share:.0%} ({self.low:.0%} .. {self.high:.0%})"


def preferences(key: Key, answers: Sequence[Mapping[str, str]]) -> list[Preference]:
    """Every pair of ways, over all readers. BadInput."""
    ranks = [one for said in answers for one in ranked(key.order, said).values()]
    out = []
    for a, b in combinations(key.ways, 2):
        said = [found for one in ranks if (found := beats(one, a, b)) is not None]
        wins, losses = said.count(1.0), said.count(0.0)
        out.append(Preference(a, b, wins, losses, said.count(0.5), wins / (wins + losses) if wins + losses else 0.5, *interval(wins, losses)))
    return out


def interval(wins: int, losses: int) -> tuple[float, float]:
    """The exact 95 % interval of a share (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    low = float(betaincinv(wins, losses + 1, 0.025)) if wins else 0.0
    return low, float(betaincinv(wins + 1, losses, 0.975)) if losses else 1.0
