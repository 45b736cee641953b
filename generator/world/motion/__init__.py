"""How a figure acts: an Action, an Emotion and a moment give a Pose.

    pose(subject, moment, motion, slot, target_dx, speech)   the pose at a moment of a shot
    mouth(speech_spans, drawing_index)                       the viseme of a drawing

All motion is a smooth function of time, so any drawing can be made alone and the same one is always the same. The first drawing
is the still and has to tell the action. What begins and ends (enter, sit down, give) takes place once and is held; breath, blink
and sway never stop. One file per family: gait (going), gestures, seated, feelings, together; posture is what comes before them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.world import cast
from generator.world.motion import feelings, gait, gestures, seated, together
from generator.world.motion.beat import Beat, Moment
from generator.world.motion.gait import GOING, braced, heading, travels
from generator.world.motion.gestures import WORKED
from generator.world.motion.posture import clear, holding, idle, mood, spoken, turned
from generator.world.motion.together import GRASPED, HANDED
from generator.world.motion.visemes import SILENT, Viseme, mouth
from generator.world.pose import Pose
from storyboard.look import AIRY
from storyboard.staging import Action, Subject

__all__ = ["ACTIONS", "GRASPED", "HANDED", "SILENT", "WORKED", "Moment", "Viseme", "braced", "heading", "mouth", "pace", "pose", "travels"]

ACTIONS: dict[Action, Callable[[Pose, Beat], Pose]] = {
    **GOING,
    Action.STAND: gestures.stand, Action.WAVE: gestures.wave, Action.TALK: gestures.talk, Action.JUMP: gestures.jump, Action.POINT: gestures.point,
    Action.DANCE: gestures.dance, Action.LOOK_UP: gestures.look_up, Action.LOOK_AROUND: gestures.look_around, Action.WORK: gestures.work,
    Action.FLOAT: gestures.float_, Action.THINK: gestures.think,
    Action.SIT: seated.sit, Action.SIT_DOWN: seated.sit_down, Action.STAND_UP: seated.stand_up, Action.SLEEP: seated.sleep, Action.EAT: seated.eat,
    Action.READ: seated.read,
    Action.CRY: feelings.cry, Action.LAUGH: feelings.laugh, Action.HIDE: feelings.hide,
    Action.GIVE: together.give, Action.TAKE: together.take, Action.HUG: together.hug, Action.ARGUE: together.argue,
    Action.DANCE_TOGETHER: together.dance_together,
}  # fmt: skip


def pose(subject: Subject, moment: Moment, motion: float, slot: int, target_dx: float, speech: Viseme = SILENT) -> Pose:
    """The pose of a subject at a moment of its shot; `motion` 0..1 is how much it moves, `target_dx` how far to the right the one
    it deals with stands (units, 0: nobody), `speech` what the mouth says."""
    beat = _beat(subject, moment, motion, slot, target_dx)
    still = mood(idle(beat), beat)
    if subject.action in GOING:
        still = turned(still, beat) if subject.action is Action.ENTER else still
        acted = gait.glide(still, beat) if subject.look.kind in AIRY else GOING[subject.action](still, beat)
    else:
        acted = ACTIONS[subject.action](turned(still, beat), beat)
    acted = clear(holding(acted, beat), beat)
    if subject.look.kind in AIRY and subject.action is not Action.FLOAT and subject.action not in GOING:
        acted = replace(acted, dy=acted.dy - 0.05 + 0.02 * beat.wave(1.9))
    x, y = acted.gaze
    return spoken(replace(acted, gaze=(max(-0.9, min(0.9, x)), max(-GAZE, min(GAZE, y)))), speech)


GAZE = 0.7  # how far up or down the eyes look: pupils stay in them


def pace(subject: Subject, motion: float, slot: int) -> float:
    """Units a second that a going figure covers along the picture at its own pace."""
    return gait.pace(_beat(subject, Moment(0.0, 1.0), motion, slot, 0.0))


def _beat(subject: Subject, moment: Moment, motion: float, slot: int, target_dx: float) -> Beat:
    return Beat(moment, motion, slot, target_dx, subject, cast.body_of(subject.look), cast.height(subject.look))
