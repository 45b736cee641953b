"""The vocabulary of film: sizes, angles, lenses, camera moves, transitions. Each word carries its meaning in one line.

Terms follow Bordwell & Thompson, "Film Art", and Mercado, "The Filmmaker's Eye".
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from storyboard.document import Doc, Word


class Size(Word):
    EXTREME_WIDE = "extreme wide", "the place rules; figures are small in it"
    WIDE = "wide", "the whole figure with much of the place around it"
    FULL = "full", "the figure from head to feet fills the height"
    MEDIUM = "medium", "from the waist up"
    MEDIUM_CLOSE = "medium close-up", "from the chest up"
    CLOSE = "close-up", "the face fills the frame"
    EXTREME_CLOSE = "extreme close-up", "a part of the face: eyes or mouth"
    INSERT = "insert", "one thing, seen close: a letter, a key, a hand"


class Angle(Word):
    EYE = "eye level", "the camera is at the height of the eyes"
    HIGH = "high angle", "the camera looks down: the subject seems small"
    LOW = "low angle", "the camera looks up: the subject seems mighty"
    OVERHEAD = "overhead", "the camera looks straight down"
    DUTCH = "dutch angle", "the horizon is tilted: something is wrong"
    OVER_SHOULDER = "over the shoulder", "past the near shoulder of one figure to the face of another"


class Lens(Word):
    WIDE = "wide lens", "deep space, near things large"
    NORMAL = "normal lens", "as the eye sees"
    LONG = "long lens", "flat space, soft background"


class Move(Word):
    """Direction is the sign of Camera.amount; the words for plus and minus are in MOVE_WORDS."""

    STATIC = "static", "the camera stands still"
    PAN = "pan", "the camera turns sideways on its foot"
    TILT = "tilt", "the camera turns up or down on its foot"
    ZOOM = "zoom", "the lens closes in or opens; no parallax"
    DOLLY = "dolly", "the camera travels in or out; near things grow faster"
    TRUCK = "truck", "the camera travels sideways; near things pass faster"
    PEDESTAL = "pedestal", "the camera rises or sinks"
    ROLL = "roll", "the camera turns about its own axis"
    HANDHELD = "handheld", "the camera breathes with the one who holds it"
    FOCUS = "focus pull", "the camera stands still; what is sharp changes from the place to the figures, or back"


MOVE_WORDS: dict[Move, tuple[str, str]] = {
    Move.STATIC: ("static camera", "static camera"),
    Move.PAN: ("pan right", "pan left"),
    Move.TILT: ("tilt up", "tilt down"),
    Move.ZOOM: ("zoom in", "zoom out"),
    Move.DOLLY: ("push in", "pull out"),
    Move.TRUCK: ("truck right", "truck left"),
    Move.PEDESTAL: ("crane up", "crane down"),
    Move.ROLL: ("roll clockwise", "roll counterclockwise"),
    Move.HANDHELD: ("handheld", "handheld"),
    Move.FOCUS: ("focus pull to the figures", "focus pull to the place"),
}


class Ease(Word):
    LINEAR = "linear", "the same speed throughout"
    IN = "ease in", "starts slowly"
    OUT = "ease out", "ends slowly"
    IN_OUT = "ease in and out", "starts and ends slowly"


class Transition(Word):
    """How a shot begins, seen from the shot before."""

    CUT = "cut", "at once"
    DISSOLVE = "dissolve", "one picture melts into the next"
    FADE = "fade", "through black"
    WIPE = "wipe", "the new picture pushes the old aside"
    MATCH = "match cut", "at once, and what is seen stays where it was: both shots close in a little, so that their figures meet"


AT_ONCE = frozenset({Transition.CUT, Transition.MATCH})  # no frame shows both pictures


class Camera(Doc):
    """A camera move over the whole shot. `amount` in [-1, 1]: share of the largest move the frame allows; sign = direction."""

    move: Move = Move.STATIC
    amount: Annotated[float, Field(ge=-1.0, le=1.0)] = 0.0
    ease: Ease = Ease.IN_OUT

    def words(self) -> str:
        if self.move is Move.STATIC or self.amount == 0.0:
            return MOVE_WORDS[Move.STATIC][0]
        word = MOVE_WORDS[self.move][0 if self.amount > 0 else 1]
        return word if abs(self.amount) >= 0.5 else f"slow {word}"
