"""How a figure is before it acts: breath and blink, the posture of its mood, turned to whom it deals with; and how it holds a thing."""

from __future__ import annotations

import math
from dataclasses import replace

from generator.world.grip import PALM, TWO_HANDED, spread
from generator.world.motion.beat import GOING_YAW, TAU, Beat, lerp3, pair
from generator.world.motion.visemes import Viseme
from generator.world.pose import LEFT, RIGHT, Pose, Room, near
from storyboard.staging import Action, Emotion, Facing, Prop

YAW = {Facing.CAMERA: 0.0, Facing.AWAY: math.pi}  # of body and head
SIDEWAYS = {Facing.LEFT: -1.0, Facing.RIGHT: 1.0}
THREE_QUARTER = (1.0, 0.58)  # body and head of who looks to the side: the face is for us too
ASIDE: dict[Action, tuple[float, float]] = {  # who is after something else than being looked at turns further
    Action.WALK: (GOING_YAW, 0.8), Action.SNEAK: (GOING_YAW, 0.8), Action.RUN: (GOING_YAW, 1.0), Action.CHASE: (GOING_YAW, 1.05), Action.PUSH: (1.3, 1.0),
    Action.HUG: (1.2, 0.8), Action.GIVE: (1.15, 0.75),
}  # fmt: skip
MOODS: dict[Emotion, tuple[float, float, float]] = {  # lean, nod, droop
    Emotion.CALM: (0.0, 0.0, 0.0),
    Emotion.HAPPY: (-0.05, -0.15, -0.5),
    Emotion.SAD: (0.16, 0.55, 1.0),
    Emotion.ANGRY: (0.14, 0.2, -0.3),
    Emotion.AFRAID: (-0.1, 0.1, 0.9),
    Emotion.SURPRISED: (-0.13, -0.2, -1.0),
    Emotion.TIRED: (0.14, 0.4, 0.7),
}
FREE = frozenset({Action.STAND, Action.WALK, Action.ENTER, Action.LEAVE, Action.LOOK_UP, Action.LOOK_AROUND, Action.SIT, Action.LAUGH})  # both hands can hold
REACHING = frozenset({Action.TALK, Action.POINT, Action.ARGUE, Action.PUSH, Action.CHASE, Action.SNEAK, Action.LAUGH})
BUSY = frozenset({Action.SLEEP, Action.FLOAT, Action.EAT})  # the action itself says where the thing is


def clear(pose: Pose, beat: Beat) -> Pose:
    """Seen from the side, hands that reach out stay under the chin: no arm across a face that speaks."""
    if beat.subject.action not in REACHING or abs(math.sin(pose.yaw)) < 0.3:
        return pose
    _, chin, _ = beat.face(1.25 + 0.2 * max(pose.nod, 0.0))
    low = [(side, min(up, chin + 1.6 * max(0.0, side - 0.3) + 1.6 * max(0.0, 0.3 - ahead)), ahead) for side, up, ahead in pose.hands]
    return replace(pose, hands=(low[LEFT], low[RIGHT]))


def idle(beat: Beat) -> Pose:
    """Breath, blink, a shift of weight."""
    facing, aside = beat.subject.facing, ASIDE.get(beat.subject.action, THREE_QUARTER)
    body, head = (SIDEWAYS[facing] * yaw for yaw in aside) if facing in SIDEWAYS else (YAW[facing], YAW[facing])
    blink = max(0.0, 1.0 - abs((beat.t + 0.9 * beat.offset + 1.1) % 2.7 - 1.6) / 0.1)
    swing = 0.06 * beat.wave(2.6)
    hand = (0.22 + swing * 0.6, -0.92, 0.1 + swing)
    other = (0.22 - swing * 0.6, -0.92, 0.1 - swing)
    return Pose(
        yaw=body, head_yaw=head, squash=1.0 + 0.016 * beat.wave(1.9), sway=0.035 * beat.wave(3.1),
        head_tilt=0.05 * beat.wave(3.1, 0.12), lid=blink, hands=(hand, other), trail=0.25 * beat.wave(2.1), wag=0.6 * beat.wave(1.5),
        gaze=(0.12 * beat.wave(4.3), 0.05 * beat.wave(3.7)), emotion=beat.subject.emotion,
    )  # fmt: skip


def mood(pose: Pose, beat: Beat) -> Pose:
    """Posture of an emotion."""
    lean, nod, droop = MOODS[pose.emotion]
    pose = replace(pose, lean=pose.lean + lean, nod=pose.nod + nod, droop=droop)
    tremble = 0.03 * math.sin(TAU * 5.3 * beat.t)
    if pose.emotion is Emotion.AFRAID:
        hands = ((-0.1, -0.1 + tremble, 0.5), (-0.1, -0.14 - tremble, 0.5))
        return replace(pose, hip=0.86, hands=hands, sway=pose.sway + tremble)
    if pose.emotion is Emotion.ANGRY:
        return replace(pose, hands=((0.45, -0.75, -0.05), (0.45, -0.75 + tremble, -0.05)))
    if pose.emotion is Emotion.SURPRISED:
        return replace(pose, hands=pair(pose, beat.face(1.3, 0.7), (0.35, -0.6, 0.3)))  # a hand to the mouth
    if pose.emotion is Emotion.HAPPY:
        return replace(pose, squash=pose.squash + 0.012 * beat.wave(0.95))
    return pose


def turned(pose: Pose, beat: Beat) -> Pose:
    """A figure that faces us half turns to the one it deals with; the eyes, and the head a little, go there in any case."""
    if not beat.way:
        return pose
    pose = replace(pose, nod=pose.nod - 0.4 * beat.climb, gaze=(pose.gaze[0], pose.gaze[1] - 0.5 * beat.climb))
    if beat.subject.facing is not Facing.CAMERA:
        return replace(pose, gaze=(0.3 * math.copysign(1.0, math.sin(pose.yaw) or 1.0), pose.gaze[1]))
    return replace(pose, yaw=0.6 * beat.way, head_yaw=0.45 * beat.way, gaze=(0.4 * beat.way, pose.gaze[1]))


def spoken(pose: Pose, viseme: Viseme) -> Pose:
    """The mouth forms the speech; brows and head go with what is stressed."""
    if not viseme.spoken:
        return pose
    return replace(
        pose, mouth=viseme.openness, mouth_width=viseme.width, mouth_round=viseme.roundness, teeth=viseme.teeth, speaks=True,
        brow=pose.brow + 0.07 * max(0.0, viseme.openness - 0.5), nod=pose.nod - 0.08 * (viseme.openness - 0.4), joy=False,
    )  # fmt: skip


def holding(pose: Pose, beat: Beat) -> Pose:
    """One hand carries the thing where it can be seen; large ones both, when the action leaves both free."""
    prop, action = beat.subject.held, beat.subject.action
    if prop is Prop.NONE or pose.prop_hand == 2 or action in BUSY:
        return pose
    bob = 0.05 * beat.wave(0.9)
    if prop in TWO_HANDED and action in FREE and beat.subject.facing is not Facing.AWAY:
        hand: Room = (spread(beat.subject, beat.body, beat.tall), -0.5 + bob, 0.62)
        return replace(pose, hands=(hand, hand), prop_hand=2)
    carried: Room = (0.3, (-0.55 if prop in PALM else -0.34) + bob, 0.62)  # what lies on a palm stands up from it, and must not hide a face
    if action is Action.JUMP:  # up, as far as it goes
        carried = (0.4, 1.1, 0.1)
    if prop is Prop.UMBRELLA:  # by the hand away from us, so that its pole does not cross the face
        pose = replace(pose, prop_hand=1 - near(pose))
        carried = (0.7, -0.2 + bob, 0.25)
    if beat.subject.facing is Facing.AWAY:
        carried = (0.75, -0.2 + bob, 0.1)
    hands = list(pose.hands)
    hands[pose.prop_hand] = lerp3(hands[pose.prop_hand], carried, 0.85)
    return replace(pose, hands=(hands[LEFT], hands[RIGHT]))
