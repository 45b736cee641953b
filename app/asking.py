"""Asking a person at the terminal before money is spent."""

from __future__ import annotations

import sys
from typing import Any

from app.progress import Progress


class Approver:
    """Shows an estimate and asks y/n, once for each stage; with `approved` it is shown and taken as said. Where nobody sits at a terminal
    and nothing was approved, the answer is no. `films`: so many are made one after another, and approved together."""

    def __init__(self, progress: Progress, approved: bool, films: int = 1):
        self.progress, self.approved, self.films = progress, approved, films
        self._said: dict[str, bool] = {}

    def __call__(self, estimate: Any, over: str) -> bool:
        stage = estimate.stage
        if stage not in self._said:
            self._said[stage] = self._asked(f"{estimate._replace(times=self.films).words()}{f'; {over}, which stops it before that' if over else ''}.")
        return self._said[stage]

    def _asked(self, words: str) -> bool:
        if not self.approved and not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        self.progress.say(words[0].upper() + words[1:])
        if self.approved:
            return True
        print("Send it? (y/n) ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().casefold() in ("y", "yes")
