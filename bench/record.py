"""What a bench may be asked for, and which of its runs are kept: results/ holds full runs only."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
FREE = frozenset({"answers", "judge", "order", "out", "takes", "threads", "weights"})  # options that make a run no smaller


def at_least(least: int) -> Callable[[str], int]:
    """An option that is a whole number, not below `least`."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is too few: give {least} or more")
        return value

    return number


def record(name: str, found: object, parser: argparse.ArgumentParser, asked: argparse.Namespace) -> bool:
    """Keep what a run found as results/NAME.json, unless its options made it another run than the full one; whether it was kept."""
    full = all(value == parser.get_default(option) for option, value in vars(asked).items() if option not in FREE)
    if full:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    else:
        print(f"results/{name}.json is left as it is: this was not a full run")
    return full
