"""How bad a figure may be before it is a finding, and how far that is to be believed.

Measured by `python -m bench.watch` (bench/results/watch.json): every bound is the value that five in a hundred sound takes exceed, from one
half of the shots; `detected` and `alarms` are shares of the other half's faulty and sound takes. A reader that finds less than nine in ten of what it
is for is advisory: a note for a person, never a reason to make anything anew.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.watching.likeness import Measure
from storyboard.watching import Check, Sort

SURE = 0.9  # share of the faults a reader must find to be more than advisory
NTH = ("first", "second", "third", "fourth")


class Bound(NamedTuple):
    """`usual`: the median of sound takes; `bound`: what they hardly exceed; `detected` of `of` faults, and `alarms`, as measured; `good` and `bad`:
    what is said, {who} the figure."""

    sort: Sort
    usual: float
    bound: float
    unit: str
    detected: float
    alarms: float
    of: int
    good: str
    bad: str

    @property
    def is_advisory(self) -> bool:
        return self.detected < SURE


BOUNDS: dict[str, Bound] = {
    "likeness": Bound("identity", 5.0, 12.0, "levels", 0.0, 0.0, 0, "{who} looks as drawn.", "{who} does not look as drawn: another face, other clothes, or somebody else."),
    "colours": Bound("identity", 3.7, 7.0, "levels", 0.0, 0.0, 0, "{who} has their colours.", "{who} has other colours than they should: other clothes, or somebody else."),
    "person": Bound("identity", -0.5, 0.2, "nats", 0.0, 0.0, 0, "{who} is known among the cast and strangers.", "{who} would rather be taken for somebody else."),
    "presence": Bound("count", 0.15, 0.4, "", 0.0, 0.0, 0, "{who} is there.", "{who} is not to be seen where they should be."),
    "stranger": Bound("count", 0.0, 0.01, "of the picture", 0.0, 0.0, 0, "Nobody else is there.", "Something is there that was not asked for."),
    "double": Bound("count", 0.001, 0.012, "of the picture", 0.0, 0.0, 0, "Nobody is there twice.", "Somebody seems to be there twice."),
    "deed": Bound("action", -4.0, 1.0, "nats", 0.0, 0.0, 0, "{who} does what was asked.", "{who} seems to do something else."),
    "pose": Bound("action", 0.002, 0.02, "heights", 0.0, 0.0, 0, "{who} moves as asked.", "{who} does not move as asked."),
    "path": Bound("camera", 0.1, 1.0, "pixels of 256", 0.0, 0.0, 0, "The camera goes its way.", "The camera does not go its way."),
    "way": Bound("camera", -4.0, 1.0, "nats", 0.0, 0.0, 0, "The camera's move is known.", "The camera seems to make another move."),
    "blur": Bound("sharpness", 0.2, 0.5, "", 0.0, 0.0, 0, "The picture is sharp.", "The picture is not sharp."),
    "hole": Bound("hole", 0.3, 0.6, "", 0.0, 0.0, 0, "No drawing falls apart.", "In one drawing the picture falls apart."),
    "flicker": Bound("flicker", 0.1, 0.5, "levels", 0.0, 0.0, 0, "The light is even.", "The light flickers."),
    "freeze": Bound("freeze", 0.1, 0.6, "", 0.0, 0.0, 0, "Everything that should move does.", "For a while the picture stands still."),
    "jump": Bound("seam", 1.1, 2.0, "times", 0.0, 0.0, 0, "The picture goes on without a jump.", "The picture jumps."),
    "shift": Bound("seam", 0.3, 2.0, "pixels of 256", 0.0, 0.0, 0, "The place stays where it is.", "The whole picture jerks aside."),
    "mouth": Bound("mouth", 0.1, 0.5, "", 0.0, 0.0, 0, "{who}'s mouth follows the speech.", "{who}'s mouth does not follow the speech."),
}  # fmt: skip


def badness(measure: Measure) -> float:
    """0 as usual, 1 at the bound."""
    bound = BOUNDS[measure.name]
    return (measure.value - bound.usual) / (bound.bound - bound.usual)


def checked(measure: Measure, is_sure: bool = True) -> Check:
    """The measure against its bound. `is_sure`: False for takes that the bound was not measured on."""
    bound, who = BOUNDS[measure.name], f"The {NTH[measure.who]} figure" if measure.who >= 0 else "The picture"
    holds = measure.value <= bound.bound
    return Check(
        sort=bound.sort, holds=holds, value=round(measure.value, 4), bound=bound.bound, unit=bound.unit, is_advisory=bound.is_advisory or not is_sure,
        who=measure.who, at=measure.at, words=(bound.good if holds else bound.bad).format(who=who),
    )  # fmt: skip
