"""Acting in the words of film: what each action looks like, in motion and held still, alone and towards somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from storyboard.look import AIRY
from storyboard.sound import Delivery
from storyboard.staging import Action, Emotion, Facing, Subject, Where


class Act(NamedTuple):
    """`alone`, `aimed`: in motion, after a name; `{who}` the other, `{it}` what is held, `{way}` where to, `{side}` where from, `{spot}` where it stays."""

    alone: str
    aimed: str


ACTS: Mapping[Action, Act] = {
    Action.STAND: Act("stands", "stands and looks at {who}"),
    Action.WALK: Act("walks {way}", "walks toward {who}"),
    Action.RUN: Act("runs {way}", "runs toward {who}"),
    Action.WAVE: Act("waves with one raised arm", "waves at {who}"),
    Action.TALK: Act("talks", "talks to {who}"),
    Action.SIT: Act("sits", "sits and looks at {who}"),
    Action.JUMP: Act("crouches, jumps and lands", "jumps toward {who}"),
    Action.POINT: Act("points with an outstretched arm", "points at {who}"),
    Action.GIVE: Act("holds out {it} with both hands", "holds out {it} to {who}"),
    Action.DANCE: Act("dances, swaying and turning", "dances for {who}"),
    Action.SLEEP: Act("sleeps under a blanket, breathing slowly", "sleeps under a blanket near {who}"),
    Action.CRY: Act("cries into both hands, shoulders shaking", "cries in front of {who}, shoulders shaking"),
    Action.LAUGH: Act("laughs with head thrown back", "laughs with {who}"),
    Action.LOOK_UP: Act("looks up", "looks up at {who}"),
    Action.LOOK_AROUND: Act("looks around, head turning from side to side", "looks around and then at {who}"),
    Action.WORK: Act("works with a tool in hand", "works with a tool in hand beside {who}"),
    Action.FLOAT: Act("floats in the air, bobbing", "floats in the air in front of {who}"),
    Action.HUG: Act("opens both arms for a hug", "hugs {who}"),
    Action.TAKE: Act("reaches for {it} and draws it close", "takes {it} from {who}"),
    Action.ENTER: Act("enters from {side}, stops {spot} and looks around", "enters from {side}, stops {spot} and looks at {who}"),
    Action.LEAVE: Act("waves back and walks out of the frame", "waves to {who} and walks out of the frame"),
    Action.CHASE: Act("runs {way} in pursuit, hands outstretched", "chases {who} with outstretched hands"),
    Action.SNEAK: Act("sneaks {way} on tiptoe, stopping to listen", "sneaks on tiptoe toward {who}"),
    Action.SIT_DOWN: Act("bends and sits down", "sits down next to {who}"),
    Action.STAND_UP: Act("pushes off and stands up", "stands up in front of {who}"),
    Action.EAT: Act("eats {it}", "eats {it} beside {who}"),
    Action.READ: Act("reads {it}", "reads {it} to {who}"),
    Action.THINK: Act("thinks, one hand at the chin", "thinks, one hand at the chin, eyes on {who}"),
    Action.HIDE: Act("hides, crouching and peeking out", "hides from {who}, crouching and peeking out"),
    Action.PUSH: Act("leans into something heavy and pushes it along step by step", "pushes against {who} with both hands"),
    Action.ARGUE: Act("argues, one finger stabbing the air", "argues with {who}, one finger stabbing the air"),
    Action.DANCE_TOGETHER: Act("dances with both hands held out", "dances hand in hand with {who}"),
}  # fmt: skip
POSES: Mapping[Action, Act] = {  # one moment of it, after "is"; where it is not the action's own word
    Action.STAND: Act("standing", "standing and looking at {who}"),
    Action.WALK: Act("in mid-step, walking {way}", "in mid-step, walking toward {who}"),
    Action.RUN: Act("in mid-stride, running {way}", "in mid-stride, running toward {who}"),
    Action.WAVE: Act("waving with one arm raised", "waving at {who}"),
    Action.TALK: Act("talking", "talking to {who}"),
    Action.SIT: Act("sitting", "sitting and looking at {who}"),
    Action.JUMP: Act("in mid-jump", "jumping toward {who}"),
    Action.POINT: Act("pointing with an outstretched arm", "pointing at {who}"),
    Action.GIVE: Act("holding out {it} with both hands", "holding out {it} to {who}"),
    Action.DANCE: Act("dancing", "dancing for {who}"),
    Action.SLEEP: Act("sleeping under a blanket", "sleeping under a blanket near {who}"),
    Action.CRY: Act("crying into both hands", "crying in front of {who}"),
    Action.LAUGH: Act("laughing with head thrown back", "laughing with {who}"),
    Action.LOOK_UP: Act("looking up", "looking up at {who}"),
    Action.LOOK_AROUND: Act("looking around", "looking around at {who}"),
    Action.WORK: Act("working with a tool in hand", "working with a tool in hand beside {who}"),
    Action.FLOAT: Act("floating in the air", "floating in the air in front of {who}"),
    Action.HUG: Act("opening both arms for a hug", "hugging {who}"),
    Action.TAKE: Act("reaching for {it}", "taking {it} from {who}"),
    Action.ENTER: Act("coming in from {side}", "coming in from {side}, eyes on {who}"),
    Action.LEAVE: Act("turning to leave, one hand raised", "turning to leave, waving to {who}"),
    Action.CHASE: Act("running {way} in pursuit, hands outstretched", "chasing {who} with outstretched hands"),
    Action.SNEAK: Act("sneaking {way} on tiptoe", "sneaking on tiptoe toward {who}"),
    Action.SIT_DOWN: Act("bending to sit down", "sitting down next to {who}"),
    Action.STAND_UP: Act("pushing off to stand up", "standing up in front of {who}"),
    Action.EAT: Act("eating {it}", "eating {it} beside {who}"),
    Action.READ: Act("reading {it}", "reading {it} to {who}"),
    Action.THINK: Act("thinking, one hand at the chin", "thinking, one hand at the chin, eyes on {who}"),
    Action.HIDE: Act("crouching in hiding, peeking out", "crouching in hiding from {who}, peeking out"),
    Action.PUSH: Act("leaning into something heavy to push it", "pushing against {who} with both hands"),
    Action.ARGUE: Act("arguing, one finger stabbing the air", "arguing with {who}, one finger stabbing the air"),
    Action.DANCE_TOGETHER: Act("dancing with both hands held out", "dancing hand in hand with {who}"),
}  # fmt: skip
HANDLING = frozenset({Action.GIVE, Action.TAKE, Action.EAT, Action.READ, Action.SLEEP})  # they say what is in the hands, or that is under a blanket
CROSSING = frozenset({Action.ENTER, Action.LEAVE})  # they say when one is in view
TRAVEL = frozenset({Action.WALK, Action.RUN, Action.CHASE, Action.SNEAK})  # they go where the figure faces
UNTURNED = TRAVEL | {Action.SLEEP, Action.LOOK_UP, Action.ENTER, Action.LEAVE, Action.LOOK_AROUND}  # which way it faces is said, or does not matter
PLAIN = frozenset({Action.STAND, Action.SIT})  # said without a comma before what follows
BUSY_HANDS = re.compile(r",? (?:with (?:outstretched|both) hands(?: held out)?|hands outstretched|into both hands|with a tool in hand|hand in hand)\b")  # not while they hold something
FACELESS = frozenset({Action.SLEEP, Action.CRY})
HOVERING = (("walks", "drifts"), ("runs", "rushes"), ("walking", "drifting"), ("running", "rushing"), ("in mid-step, ", ""), ("in mid-stride, ", ""), ("on tiptoe", "low"))

FACES: Mapping[Emotion, str] = {
    Emotion.CALM: "a steady gaze", Emotion.HAPPY: "bright eyes", Emotion.SAD: "glistening eyes", Emotion.ANGRY: "narrowed eyes",
    Emotion.AFRAID: "wide eyes", Emotion.SURPRISED: "round eyes and an open mouth", Emotion.TIRED: "heavy eyelids",
}  # fmt: skip
VOICES: Mapping[Delivery, str] = {
    Delivery.PLAIN: "", Delivery.WHISPER: "in a whisper", Delivery.SHOUT: "loudly", Delivery.TENDER: "softly", Delivery.SAD: "in a low, heavy voice",
    Delivery.EXCITED: "excitedly", Delivery.TIRED: "wearily",
}  # fmt: skip
SPOTS: Mapping[Where, str] = {Where.LEFT: "on the left", Where.CENTER: "in the center", Where.RIGHT: "on the right"}
WAYS: Mapping[Facing, str] = {
    Facing.LEFT: "to the left", Facing.RIGHT: "to the right", Facing.CAMERA: "toward the camera", Facing.AWAY: "away from the camera",
}  # fmt: skip
TURNED: Mapping[Facing, str] = {Facing.LEFT: "facing left", Facing.RIGHT: "facing right", Facing.CAMERA: "facing the camera", Facing.AWAY: "seen from behind"}


def doing(subject: Subject, who: str, it: str, still: bool) -> str:
    """What the subject does, "walks to the right". `who`: at whom it is aimed, empty: nobody; `it`: what is in its hands; `still`: one moment of it."""
    act = (POSES if still else ACTS)[subject.action]
    said = act.aimed if who else act.alone
    if it and subject.action not in HANDLING:
        said = BUSY_HANDS.sub("", said)
    if subject.look.kind in AIRY:
        for step, hover in HOVERING:
            said = said.replace(step, hover)
    slots = {"{way}": WAYS[subject.facing], "{side}": side_of(subject), "{spot}": SPOTS[subject.where], "{it}": it or "something small", "{who}": who}
    return re.sub(r"\{\w+\}", lambda slot: slots[slot.group()], said)


def side_of(subject: Subject) -> str:
    """Where one who enters comes from: from behind its back, else from the side it stands on."""
    if subject.facing is Facing.LEFT or (subject.facing is not Facing.RIGHT and subject.where is Where.RIGHT):
        return "the right"
    return "the left" if subject.facing is Facing.RIGHT or subject.where is Where.LEFT else "the side"
