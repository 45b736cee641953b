"""Can a stranger read the drawn world? Pages without a word, in random order, and the marking of what was answered.

    python -m bench.reading --out DIR                 # pages as PNG, questions.txt; the truth goes to DIR/key.json
    python -m bench.reading --out DIR --answers FILE  # marks answers: JSON {"kinds": {"1": {"kind": "fox"}}, ...}

The cells are those of docs/world: every kind, every place by day, dusk, night and in one weather, every action as a strip, and the
stills of bench.stills. An answer is in free words; it is right if storyboard/lexicon.py takes it, or
a part of it, for what was drawn; of a still's actions one is enough.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from bench.record import at_least, record
from bench.stills import still, stillings
from generator.world import sheets
from generator.world.sheets import Cell, page
from storyboard import lexicon
from storyboard.staging import Hour, Weather

QUESTIONS = {
    "kinds": "Each number is one character, seen from several sides. kind: what creature or kind of person is it?",
    "places": "Each number is one place. place: where is this? hour: dawn, day, dusk or night (of indoor places: as far as can be told)? weather?",
    "actions": "Each number is a strip of drawings in the order of time. action: what does the character on the left (or the only one) do?",
    "stills": "Each number is a still of a film. kinds: which characters, from left to right? place? hour? weather? action: what happens (who does what)?",
}
TALLEST = 1100  # pixels of a page, so that nobody sees it made smaller
Truth = dict[str, Any]


class Item(NamedTuple):
    """A picture uint8 [h, w, 3] and what is true of it, by question."""

    picture: np.ndarray
    truth: Truth


def beside(pictures: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate(list(pictures), 1)


def kinds() -> list[Item]:
    cells, _ = sheets.kinds()
    rows = [cells[k : k + len(sheets.PORTRAITS)] for k in range(0, len(cells), len(sheets.PORTRAITS))]
    return [Item(beside(cell.picture for cell in row), {"kind": row[0].label}) for row in rows]


def places() -> list[Item]:
    items = []
    for cell in sheets.places()[0]:
        where, when = cell.label.split(", ")
        hour = Hour(when) if when in tuple(Hour) else Hour.DAY
        weather = Weather(when) if when in tuple(Weather) else Weather.CLEAR
        items.append(Item(cell.picture, {"place": where, "hour": str(hour), "weather": str(weather)}))
    return items


def actions() -> list[Item]:
    return [Item(cell.picture, {"action": cell.label}) for cell in sheets.actions()[0]]


def stills() -> list[Item]:
    items = []
    for _, staging in stillings():
        seen = sorted(staging.subjects, key=lambda s: ("left", "center", "right").index(str(s.where)))
        truth = {"kinds": [str(s.look.kind) for s in seen], "place": str(staging.place), "hour": str(staging.hour), "weather": str(staging.weather)}
        items.append(Item(still(staging), truth | ({"action": [str(s.action) for s in seen]} if seen else {})))
    return items


SHEETS: dict[str, tuple[Callable[[], list[Item]], int]] = {"kinds": (kinds, 2), "places": (places, 4), "actions": (actions, 1), "stills": (stills, 2)}


def write(out: Path, order_seed: int) -> None:
    """Pages, their questions and the key."""
    out.mkdir(parents=True, exist_ok=True)
    key, questions = {}, []
    for name, (made, columns) in SHEETS.items():
        items = made()
        order = np.random.default_rng(order_seed).permutation(len(items))
        cells = [Cell(items[k].picture, str(n)) for n, k in enumerate(order, 1)]
        key[name] = {str(n): items[k].truth for n, k in enumerate(order, 1)}
        rows = max(1, TALLEST // (max(cell.picture.shape[0] for cell in cells) + 22))
        parts = [cells[k : k + rows * columns] for k in range(0, len(cells), rows * columns)]
        for n, part in enumerate(parts):
            Image.fromarray(page(part, columns)).save(out / f"{name}-{n + 1}.png")
        questions.append(f"{name} ({len(parts)} pages, {name}-1.png and so on; {len(cells)} numbers): {QUESTIONS[name]}")
    (out / "questions.txt").write_text("\n".join(questions) + "\n")
    (out / "key.json").write_text(json.dumps(key, indent=1))


READ: dict[str, Callable[[str], Any]] = {
    "kind": lexicon.kind, "kinds": lexicon.kind, "place": lexicon.place, "action": lexicon.action, "hour": lexicon.hour, "weather": lexicon.weather,
}  # fmt: skip


def is_right(question: str, true: str | list[str], answer: str) -> bool:
    """Whether the answer or a part of it ("meadow | with windmill", "arrives, | walks in", "day | (dark)") means what is true, or one of what is."""
    parts = [answer, *re.split(r"[,;/()]|\b(?:with|on|in|by|at|of|and|or|while)\b", answer), *(answer.split() if question == "place" else [])]
    found = {str(got.value) for part in parts if (got := READ[question](part)) is not None} | {answer.strip().lower()}
    return bool(found & ({true} if isinstance(true, str) else set(true)))


def marks(key: dict[str, dict[str, Truth]], answers: dict[str, dict[str, Truth]]) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """(right and asked for each question of each sheet, what was read otherwise)."""
    score: dict[str, tuple[int, int]] = {}
    missed = []
    for sheet, rows in key.items():
        for number, truth in rows.items():
            for question, true in truth.items():
                said = answers.get(sheet, {}).get(number, {}).get(question, "")
                pairs = list(zip(true, [*said, *[""] * len(true)], strict=False)) if question == "kinds" else [(true, said)]
                for t, s in pairs:
                    right = is_right(question, t, s)
                    name = f"{sheet}: {question}"
                    have, asked = score.get(name, (0, 0))
                    score[name] = (have + right, asked + 1)
                    missed += [] if right else [f"{sheet} {number}: {question} is {t}, read as {s or 'nothing'}"]
    return score, missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--order", type=at_least(0), default=3, help="seed of the order of the cells")
    asked = parser.parse_args()
    if asked.answers is None:
        write(asked.out, asked.order)
        return
    score, missed = marks(json.loads((asked.out / "key.json").read_text()), json.loads(asked.answers.read_text()))
    print("\n".join(missed))
    for name, (right, count) in score.items():
        print(f"{name:20} {right:3} of {count:3}  {right / count:.1%}")
    right, count = (sum(column) for column in zip(*score.values(), strict=True))
    print(f"{'all':20} {right:3} of {count:3}  {right / count:.1%}")
    record("reading", {name: {"right": r, "of": n} for name, (r, n) in score.items()}, parser, asked)


if __name__ == "__main__":
    main()
