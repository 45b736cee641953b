"""Framing: shot size, angle, lens, camera move and amount of motion in the words of film."""

from __future__ import annotations

from storyboard.grammar import Angle, Camera, Ease, Lens, Move, Size
from storyboard.prompts.figures import over_shoulder
from storyboard.prompts.telling import Telling
from storyboard.staging import Action, Facing, Subject

SIZES = {
    Size.EXTREME_WIDE: "An extreme wide shot", Size.WIDE: "A wide shot", Size.FULL: "A full shot from head to feet", Size.MEDIUM: "A medium shot from the waist up",
    Size.MEDIUM_CLOSE: "A medium close-up from the chest up", Size.CLOSE: "A close-up of the face", Size.EXTREME_CLOSE: "An extreme close-up of the eyes",
    Size.INSERT: "An insert shot in extreme detail",
}  # fmt: skip
BARE_SIZES = {Size.FULL: "A full shot", Size.MEDIUM: "A medium shot", Size.MEDIUM_CLOSE: "A medium close-up", Size.CLOSE: "A close-up", Size.EXTREME_CLOSE: "An extreme close-up"}
ANGLES = {
    Angle.EYE: "at eye level", Angle.HIGH: "from a high angle", Angle.LOW: "from a low angle", Angle.OVERHEAD: "from straight overhead",
    Angle.DUTCH: "at a dutch angle with a tilted horizon", Angle.OVER_SHOULDER: "over one shoulder",
}  # fmt: skip
LENSES = {Lens.WIDE: "with a wide-angle lens", Lens.NORMAL: "with a normal lens", Lens.LONG: "with a long lens"}
DEPTH = {Lens.WIDE: " and deep space", Lens.NORMAL: "", Lens.LONG: " and a soft background"}
MOVES = {  # what moves, and how to the plus and to the minus side, as in grammar.MOVE_WORDS
    Move.PAN: ("camera", "pans to the right", "pans to the left"), Move.TILT: ("camera", "tilts up", "tilts down"), Move.ZOOM: ("lens", "zooms in", "zooms out"),
    Move.DOLLY: ("camera", "pushes in", "pulls back"), Move.TRUCK: ("camera", "tracks sideways to the right", "tracks sideways to the left"),
    Move.PEDESTAL: ("camera", "cranes up", "cranes down"), Move.ROLL: ("camera", "rolls clockwise", "rolls counterclockwise"),
    Move.FOCUS: ("focus", "shifts from the background to {focus}", "shifts from {focus} to the background"),
}  # fmt: skip
QUIET = frozenset({Action.STAND, Action.SIT, Action.SLEEP, Action.READ, Action.THINK, Action.LOOK_UP})
EASES = {Ease.IN: ", gathering speed", Ease.OUT: ", settling at the end", Ease.IN_OUT: "", Ease.LINEAR: " at an even speed"}


def frame(telling: Telling) -> str:
    """Size, angle, lens: "A medium shot from the waist up, at eye level, with a normal lens." """
    at = telling.staging
    whole = len(telling.slots) == 1 and shows_front(at.subjects[telling.slots[0]])
    size = SIZES[at.size] if whole else BARE_SIZES.get(at.size, SIZES[at.size])
    angle = ANGLES[Angle.EYE if at.angle is Angle.OVER_SHOULDER and not over_shoulder(telling) else at.angle]
    depth = "" if at.camera.move is Move.FOCUS and at.camera.amount else DEPTH[at.lens]  # a focus pull says itself what is soft
    return f"{size}{',' * (' from ' in size)} {angle}, {LENSES[at.lens]}{depth}."


def move(telling: Telling) -> str:
    """What the camera does, one move or none."""
    camera = telling.staging.camera
    if is_still(camera):
        return "The camera holds still."
    if camera.move is Move.HANDHELD:
        return f"The camera is handheld and sways {'gently' if abs(camera.amount) < 0.5 else 'noticeably'}."
    what, plus, minus = MOVES[camera.move]
    goal = (plus if camera.amount > 0 else minus).replace("{focus}", _focus(telling))
    return f"The {what} {pace(camera)} {goal}{EASES[camera.ease]}."


def pace(camera: Camera) -> str:
    """How fast in words: `slow` begins where the caption's does."""
    amount = abs(camera.amount)
    return "very slowly" if amount < 0.2 else "slowly" if amount < 0.5 else "steadily" if amount < 0.8 else "quickly"


def is_still(camera: Camera) -> bool:
    return camera.move is Move.STATIC or camera.amount == 0.0


def motion(telling: Telling) -> str:
    """How much the figures move."""
    amount = telling.staging.motion
    if not telling.slots:
        return ""
    if all(s.action in QUIET for s in telling.staging.subjects):
        return "The motion is minimal, little more than breathing." if amount < 0.2 else "The motion is small and gentle."
    return f"The motion is {'slight' if amount < 0.2 else 'restrained' if amount < 0.45 else 'natural' if amount < 0.75 else 'lively and energetic'}."


def shows_front(subject: Subject) -> bool:
    """Whether a face is there to be seen."""
    return subject.facing is not Facing.AWAY and subject.action is not Action.SLEEP


def _focus(telling: Telling) -> str:
    return "the foreground" if not telling.slots else "the figure" if len(telling.slots) == 1 else "the figures"
