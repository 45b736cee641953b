"""Cues: what a staging's actions ask of those who would only stand there."""

from __future__ import annotations

from storyboard.staging import Action, Emotion, Facing, Prop, Staging, Subject, Where

SHARED = frozenset({Action.HUG, Action.DANCE_TOGETHER, Action.ARGUE})  # it takes two


def cued(staging: Staging) -> Staging:
    """The staging with a part for whoever stands and is dealt with: who is chased runs, who is hugged hugs, who is argued with
    argues, who has what another takes holds it out."""
    subjects = list(staging.subjects)
    for slot, actor in enumerate(staging.subjects):
        if not 0 <= actor.target < len(subjects) or actor.target == slot or subjects[actor.target].action is not Action.STAND:
            continue
        subjects[actor.target] = _answering(subjects[actor.target], actor, slot)
    return staging.model_copy(update={"subjects": tuple(subjects)})


def _answering(other: Subject, actor: Subject, slot: int) -> Subject:
    """The one who stood, at what the actor of this slot does to it."""
    if actor.action in SHARED:
        return other.model_copy(update={"action": actor.action, "target": slot})
    if actor.action is Action.TAKE and other.prop is not Prop.NONE and actor.prop is Prop.NONE:
        return other.model_copy(update={"action": Action.GIVE, "target": slot})
    if actor.action is Action.CHASE:
        facing = actor.facing if actor.facing in (Facing.LEFT, Facing.RIGHT) else Facing.LEFT if other.where is Where.LEFT else Facing.RIGHT
        fear = Emotion.AFRAID if other.emotion is Emotion.CALM else other.emotion
        return other.model_copy(update={"action": Action.RUN, "facing": facing, "emotion": fear})
    return other
