"""How long making takes: by what such steps took before, on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.db.takes import breadth
from storyboard.steps import Step

UNKNOWN_S = {"portrait": 0.5, "still": 0.5, "clip": 10.0, "voice": 0.5, "music": 5.0, "ambience": 2.0, "effect": 0.2, "scene": 6.0, "mix": 6.0, "film": 8.0,
             "reading": 0.5, "memory": 1.0}  # fmt: skip
WEIGHT = 0.4  # of the newest measure in the running mean


class Pace:
    """Seconds a step will take. Starts from earlier takes (kind, way, width -> seconds) and learns while making."""

    def __init__(self, earlier: Mapping[tuple[str, str, int], float]):
        self._known = dict(earlier)

    def expected_s(self, step: Step) -> float:
        return self._known.get(_name(step), UNKNOWN_S[step.kind])

    def learn(self, step: Step, seconds: float) -> None:
        name = _name(step)
        before = self._known.get(name)
        self._known[name] = seconds if before is None else (1 - WEIGHT) * before + WEIGHT * seconds

    def left_s(self, steps: Iterable[Step], size: int) -> float:
        """Joining and mixing come last and one after another; the rest is shared by the crew."""
        steps = list(steps)
        alone = sum(self.expected_s(s) for s in steps if s.kind in ("film", "mix"))
        shared = [self.expected_s(s) for s in steps if s.kind not in ("film", "mix")]
        return alone + max(sum(shared) / max(1, size), max(shared, default=0.0))


def _name(step: Step) -> tuple[str, str, int]:
    return step.kind, step.way.name, breadth(step)
