"""Staging: a shot cue of a plot made into a shot: size, camera with a reason, who does what. Also the coverage of trouble."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from agents.blocking import lens
from agents.drafts import Said, Seen, ShotDraft
from agents.writer_offline.casting import Role
from agents.writer_offline.script import ShotCue, Speech, SubjectCue, Variant, cast_of
from storyboard import lexicon
from storyboard.grammar import Angle, Move, Size
from storyboard.look import AIRY
from storyboard.staging import AFOOT, Action, Emotion

SIZES = {
    "wide": (Size.WIDE,), "full": (Size.FULL,), "medium": (Size.MEDIUM,), "mclose": (Size.MEDIUM_CLOSE,), "close": (Size.CLOSE, Size.MEDIUM_CLOSE),
    "two": (Size.MEDIUM, Size.FULL, Size.MEDIUM), "insert": (Size.INSERT,), "xwide": (Size.EXTREME_WIDE,),
}  # fmt: skip
ACTIONS = {
    "stand": Action.STAND, "walk": Action.WALK, "run": Action.RUN, "wave": Action.WAVE, "talk": Action.TALK, "sit": Action.SIT,
    "jump": Action.JUMP, "point": Action.POINT, "give": Action.GIVE, "dance": Action.DANCE, "sleep": Action.SLEEP, "cry": Action.CRY,
    "laugh": Action.LAUGH, "up": Action.LOOK_UP, "around": Action.LOOK_AROUND, "work": Action.WORK, "float": Action.FLOAT, "hug": Action.HUG,
    "take": Action.TAKE, "enter": Action.ENTER, "leave": Action.LEAVE, "chase": Action.CHASE, "sneak": Action.SNEAK, "down": Action.SIT_DOWN,
    "rise": Action.STAND_UP, "eat": Action.EAT, "read": Action.READ, "think": Action.THINK, "hide": Action.HIDE, "push": Action.PUSH,
    "argue": Action.ARGUE, "waltz": Action.DANCE_TOGETHER,
}  # fmt: skip
MOVES: dict[str, tuple[tuple[Move, float], ...]] = {
    "in": ((Move.DOLLY, 0.4), (Move.ZOOM, 0.35)), "out": ((Move.DOLLY, -0.45), (Move.PEDESTAL, 0.4)), "left": ((Move.PAN, -0.25), (Move.TRUCK, -0.25)),
    "right": ((Move.PAN, 0.25), (Move.TRUCK, 0.25)), "truck": ((Move.TRUCK, 0.35), (Move.PAN, 0.3)), "up": ((Move.TILT, 0.45), (Move.PEDESTAL, 0.45)),
    "hand": ((Move.HANDHELD, 0.6),), "still": ((Move.STATIC, 0.0), (Move.DOLLY, 0.25)),
}  # fmt: skip
EMOTIONS = {"calm", "happy", "sad", "angry", "afraid", "surprised", "tired"}


@dataclass(frozen=True)
class Stage:
    """What staging needs to know of the film, and its dice. `roles`: who is called a, b, c in the cues; `things`: what is called P (the
    prop), O (the object of the story), M (the motif); `skill`: what the plots call "skill": what is learned, as it is acted."""

    roles: dict[str, Role]
    things: dict[str, str]
    skill: Action
    rng: Random

    def playing(self, **roles: Role) -> Stage:
        """The same stage with others in these parts."""
        return replace(self, roles=self.roles | roles)

    def crisis(self, opens: str, ends: str) -> tuple[ShotCue, ...]:
        """Trouble in three shots: it comes, someone cries out, it is ended. `opens`, `ends`: who does what in first and last."""
        what, plea, solve = (Variant("{what}"),), (Variant("{plea}"),), (Variant("{solve}"),)
        first, last = cast_of(opens), cast_of(ends)
        cry = (SubjectCue("a", "talk", "afraid"),)
        return (
            ShotCue("full", self.rng.choice(("hand", "in")), first, (Speech("n", what),)),
            ShotCue(self.rng.choice(("close", "mclose")), "in", cry, (Speech("a", plea),), level=1),
            ShotCue("full", self.rng.choice(("in", "up")), last, (Speech("n", solve),)),
        )


def acted(skill: str) -> Action:
    found = lexicon.action(skill.split()[0])
    return found.value if found and found.exact else Action.TALK


def shot_draft(stage: Stage, cue: ShotCue, lines: tuple[Said, ...]) -> ShotDraft:
    size = stage.rng.choice(SIZES[cue.size])
    move, amount = stage.rng.choice(MOVES[cue.camera])
    subjects = tuple(seen(stage, s) for s in cue.subjects)
    if size is Size.INSERT:
        move, amount = stage.rng.choice(((Move.DOLLY, 0.4), (Move.ZOOM, 0.35), (Move.TRUCK, 0.3)))
    return ShotDraft(
        size=size, angle=angle(stage, cue, size), lens=lens(size), move=move, amount=round(amount * stage.rng.uniform(0.85, 1.2), 2),
        subjects=subjects, shows=stage.things[cue.shows or "P"] if size is Size.INSERT else None, lines=lines,
    )  # fmt: skip


def seen(stage: Stage, cue: SubjectCue) -> Seen:
    action = stage.skill if cue.action == "skill" else ACTIONS[cue.action]
    if stage.roles[cue.who].member.kind in AIRY and action in AFOOT:
        action = Action.FLOAT
    return Seen(
        who=stage.roles[cue.who].name, action=action, emotion=Emotion(cue.emotion) if cue.emotion in EMOTIONS else Emotion.CALM,
        holds=stage.things[cue.holds] if cue.holds else None,
    )  # fmt: skip


def angle(stage: Stage, cue: ShotCue, size: Size) -> Angle:
    """High on someone small or lost, low on someone mighty, eye level else."""
    emotions = {s.emotion for s in cue.subjects}
    if size in (Size.FULL, Size.MEDIUM) and len(cue.subjects) == 1 and emotions & {"sad", "afraid"}:
        return Angle.HIGH
    if size is Size.FULL and len(cue.subjects) == 1 and emotions & {"angry", "happy"} and stage.rng.random() < 0.5:
        return Angle.LOW
    return Angle.EYE
