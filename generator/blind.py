"""Blind comparison: what several ways made of the same shots, one below the other under letters, in an order that only a key tells; and the
answers of readers who saw no key.

An answer to a shot is its letters, the best first ("BA", or only the best, "B"), or "=" where all look the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from storyboard.errors import BadInput

LETTERS = "ABCDEF"
WIDE = (320, 180)  # of a drawing on a page
MARGIN, LINE = 34, 22  # pixels for letters at the left, and for words above a shot
LONGEST = 230  # letters of the words above a shot


def orders(count: int, seed: int, names: Sequence[str]) -> list[list[str]]:
    """For every shot the ways behind A, B and on."""
    dice = np.random.default_rng((seed, 3))
    return [[names[k] for k in dice.permutation(len(names))] for _ in range(count)]


def strip(drawings: Sequence[np.ndarray]) -> np.ndarray:
    """Drawings uint8 [h, w, 3] side by side: [180, n x 320, 3]."""
    return np.concatenate([cv2.resize(one, WIDE, interpolation=cv2.INTER_AREA) for one in drawings], axis=1)


def panel(number: int, words: str, lines: Sequence[np.ndarray]) -> np.ndarray:
    """A shot on its page: number and words above, a letter before each strip."""
    width = MARGIN + lines[0].shape[1]
    out = [_worded(np.full((LINE, width, 3), 255, np.uint8), f"{number}. {words}"[:LONGEST], (6, 16), 0.45)]
    for letter, line in zip(LETTERS, lines, strict=False):
        out.append(np.concatenate([_worded(np.full((WIDE[1], MARGIN, 3), 255, np.uint8), letter, (8, 96), 0.9), line], axis=1))
        out.append(np.full((3, width, 3), 255, np.uint8))
    return np.concatenate(out)


def _worded(picture: np.ndarray, words: str, place: tuple[int, int], size: float) -> np.ndarray:
    cv2.putText(picture, words, place, cv2.FONT_HERSHEY_SIMPLEX, size, (20, 20, 20), 1 if size < 0.6 else 2, cv2.LINE_AA)
    return picture


def ranked(order: Mapping[str, Sequence[str]], answers: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """For every shot that was answered, the rank of each way that was named, 0 the best; empty where all look the same.

    BadInput for an answer that names no letter, one twice, or a shot there is not."""
    out = {}
    for number, answer in answers.items():
        letters = LETTERS[: len(order.get(number, ()))]
        if answer != "=" and (not letters or not answer or not set(answer) <= set(letters) or len(set(answer)) < len(answer)):
            raise BadInput(f"The answer {answer!r} to shot {number!r} cannot be read: write letters of {letters or LETTERS}, each once, best first, or =, for shots 1 to {len(order)}.")
        out[number] = {} if answer == "=" else {order[number][LETTERS.index(letter)]: rank for rank, letter in enumerate(answer)}
    return out


def beats(ranks: Mapping[str, int], a: str, b: str) -> float | None:
    """1 where `a` comes before `b`, 0 where after, a half where no difference is seen; None where neither was named. Who is not named comes
    after those who are."""
    if not ranks:
        return 0.5
    if a not in ranks and b not in ranks:
        return None
    return float(ranks.get(a, len(LETTERS)) < ranks.get(b, len(LETTERS)))
