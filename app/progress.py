"""What a person sees while something is made: a bar with the time left on a terminal, plain lines elsewhere. All on stderr."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

from storyboard.take import Event

LINE_S = 10.0  # between plain lines
REDRAW_S = 0.1
BAR = 24


class Progress:
    """Follows a writer and a production. `close` leaves the cursor on a line of its own."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._began, self._drawn = time.monotonic(), -LINE_S
        self._is_open = False
        self._making = ""

    def say(self, text: str) -> None:
        """A line that stays."""
        self._wipe()
        self._stream.write(f"{text}\n")  # in one piece: scenes are written side by side
        self._stream.flush()

    def writing(self, said: Any) -> None:
        """A writer's progress: whatever it says, in words."""
        text = str(getattr(said, "message", "") or getattr(said, "text", "") or said)
        if self._is_terminal and not getattr(said, "stays", False):
            self._draw(f"writing: {text}", force=True)
        elif not getattr(said, "passes", False):  # how much of a reply has come: on a terminal only
            self.say(f"writing: {text}")

    def event(self, event: Event, left_s: float) -> None:
        """One event of a production, and the seconds left."""
        if event.state == "failed":
            self.say(f"failed: {event.step}: {event.message}")
        if event.state == "making":
            self._making = event.step
        share = event.done / max(1, event.total)
        if self._is_terminal:
            bar = "#" * round(share * BAR)
            text = f"[{bar:<{BAR}}] {event.done}/{event.total}  {clock(left_s)} left  {self._making}"
            self._draw(text, force=event.done == event.total)
        elif event.done == event.total or time.monotonic() - self._drawn > LINE_S:
            self._drawn = time.monotonic()
            print(f"{event.done}/{event.total} steps, about {clock(left_s)} left, at {event.step}", file=self._stream, flush=True)

    def close(self) -> None:
        self._wipe()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def _draw(self, text: str, force: bool) -> None:
        if force or time.monotonic() - self._drawn > REDRAW_S:
            self._drawn = time.monotonic()
            room = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\x1b[2K" + text[:room])
            self._stream.flush()
            self._is_open = True

    def _wipe(self) -> None:
        if self._is_open:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self._is_open = False


def clock(seconds: float, say: Callable[..., str] = str.format) -> str:
    """12 s, 3 min 05 s, 1 h 02 min. `say`: puts numbers into a text, in the language of who reads it (app.ui.tongue)."""
    whole = max(0, round(seconds))
    if whole < 60:
        return say("{s} s", s=whole)
    if whole < 3600:
        return say("{m} min {s} s", m=whole // 60, s=f"{whole % 60:02}")
    return say("{h} h {m} min", h=whole // 3600, m=f"{whole % 3600 // 60:02}")
