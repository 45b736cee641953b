"""How bad a figure may be before it is a finding, and how far that is to be believed.

Measured by `python -m bench.watch` (bench/results/watch.json) on clips as films have them: a bound is what at most five in a hundred sound takes
exceed, or, where what is faulty lies farther off, halfway to it. What is `found` and `blamed` was counted on shots that the bound was not set on.
A reader that finds less than nine in ten is advisory (trust.py): a note for a person, never a reason to make anything anew.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.watching.likeness import Measure
from generator.watching.trust import Reader
from storyboard.watching import Check

NTH = ("first", "second", "third", "fourth")


class Bound(NamedTuple):
    """`usual`: the median of sound takes; `good` and `bad`: what is said, {who} the figure."""

    reader: Reader
    usual: float
    good: str
    bad: str


BOUNDS: dict[str, Bound] = {
    "likeness": Bound(Reader("identity", 25.42, "levels", 0.938, 0.042), 12.02, "{who} looks as drawn.", "{who} does not look as drawn: somebody else, or doing something else."),
    "colours": Bound(Reader("identity", 11.12, "levels", 0.875, 0.0), 3.525, "{who} has their colours.", "{who} has other colours than they should: other clothes, or somebody else."),
    "person": Bound(Reader("identity", -0.7802, "nats", 0.682, 0.182), -2.593, "{who} is known among the cast and strangers.", "{who} would rather be taken for somebody else."),
    "presence": Bound(Reader("count", 0.6807, "", 1.0, 0.0), 0.2171, "{who} is there.", "{who} is not to be seen where they should be."),
    "stranger": Bound(Reader("count", 0.0393, "of the picture", 0.25, 0.083), 0.0038, "Nobody else is there.", "Something is there that was not asked for."),
    "double": Bound(Reader("count", 0.01, "of the picture", 0.562, 0.042), 0.001, "Nobody is there twice.", "Somebody seems to be there twice."),
    "deed": Bound(Reader("action", 6.043, "nats", 0.909, 0.091), 1.539, "{who} does what was asked.", "{who} seems to do something else."),
    "pose": Bound(Reader("action", 0.0287, "heights", 0.75, 0.042), 0.0145, "{who} moves as asked.", "{who} does not move as asked."),
    "path": Bound(Reader("camera", 2.704, "pixels of 256", 0.938, 0.0), 0.4505, "The camera goes its way.", "The camera does not go its way."),
    "way": Bound(Reader("camera", 3.318, "nats", 0.938, 0.0), -3.931, "The camera's move is known.", "The camera seems to make another move."),
    "blur": Bound(Reader("sharpness", 0.5447, "", 1.0, 0.0), 0.1008, "The picture is sharp.", "The picture is not sharp."),
    "hole": Bound(Reader("hole", 0.5605, "", 1.0, 0.0), 0.0922, "No drawing falls apart.", "In one drawing the picture falls apart."),
    "flicker": Bound(Reader("flicker", 2.252, "levels", 1.0, 0.0), 0.0996, "The light is even.", "The light flickers."),
    "freeze": Bound(Reader("freeze", 0.6028, "", 1.0, 0.0), 0.0661, "Everything that should move does.", "For a while the picture stands still."),
    "jump": Bound(Reader("seam", 1.192, "times", 0.75, 0.208), 1.07, "The picture goes on without a jump.", "The picture jumps."),
    "shift": Bound(Reader("seam", 2.073, "pixels of 256", 1.0, 0.0), 0.2999, "The place stays where it is.", "The whole picture jerks aside."),
    "mouth": Bound(Reader("mouth", 1.294, "", 0.25, 0.071), 0.5947, "{who}'s mouth follows the speech.", "{who}'s mouth does not follow the speech."),
}  # fmt: skip


def badness(measure: Measure) -> float:
    """0 as usual, 1 at the bound."""
    bound = BOUNDS[measure.name]
    return (measure.value - bound.usual) / (bound.reader.bound - bound.usual)


def checked(measure: Measure, is_sure: bool = True) -> Check:
    """The measure against its bound. `is_sure`: False for takes that the bound was not measured on."""
    bound, who = BOUNDS[measure.name], f"The {NTH[measure.who]} figure" if measure.who >= 0 else "The picture"
    words = (bound.good if bound.reader.holds(round(measure.value, 5)) else bound.bad).format(who=who)
    found = bound.reader.check(measure.value, words, measure.at)
    return found.model_copy(update={"who": measure.who, "is_advisory": found.is_advisory or not is_sure})
