"""Screen direction: who travels goes on the same way; who exits right comes into the next place from the left, still going right.

A turn is seen: between the two ways stands a shot of the traveller seen from the front or from behind. The way back is the other way:
into a place where the film has been before, any direction will do.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.space import OPPOSITE, SIDEWAYS, TRAVEL, Run, every_run, held, runs
from storyboard.edit import Change
from storyboard.staging import Action, Facing
from storyboard.story import Presence, Scene, Shot, Story

OUT, INTO = TRAVEL | {Action.LEAVE}, TRAVEL | {Action.ENTER}


def within(story: Story) -> Iterator[Finding]:
    called = names(story)
    for run in every_run(story):
        for who in dict.fromkeys(p.character for shot in run for p in shot.subjects):
            for leg in filter(None, _legs(run, who)):
                most = held([(at, str(facing)) for at, (_, facing) in enumerate(leg)])
                for shot, facing in leg:
                    if str(facing) != most:
                        fix = f"Let {called.get(who)} go {most}."
                        said = f"{called.get(who)} goes {facing}, and in the other shots {most}"
                        yield Finding(shot, "direction", said, fix, (change(fix, of_presence(shot, who, "facing", most)),))


def _legs(run: Run, who: str) -> Iterator[list[tuple[str, Facing]]]:
    """The shots in which somebody travels sideways, and which way, parted where they are seen from the front or behind."""
    leg: list[tuple[str, Facing]] = []
    for shot in run:
        one = next((p for p in shot.subjects if p.character == who), None)
        if one is None:
            continue
        if one.facing not in SIDEWAYS:
            yield leg
            leg = []
        elif one.action in TRAVEL:
            leg.append((shot.id, one.facing))
    yield leg


def over(story: Story) -> Iterator[Finding]:
    """From one scene to the next."""
    called = names(story)
    been = {story.scenes[0].setting}
    for before, after in zip(story.scenes, story.scenes[1:], strict=False):
        for who in _cast(before) if after.setting not in been else ():
            out, into = _last(before, who), _first(after, who)
            if out and into and out[1].facing is OPPOSITE[into[1].facing]:
                gone = out[1].facing
                fix = f"Let {called.get(who)} go {gone} here too."
                said = f"{called.get(who)} goes {gone} in shot {out[0].id} and comes into the next place going {into[1].facing}"
                yield Finding(into[0].id, "direction", said, fix, tuple(_onward((before, after), (out[0], into[0]), who, gone)))
        been.add(after.setting)


def _cast(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.character for shot in scene.shots for p in shot.subjects))


def _onward(scenes: tuple[Scene, Scene], shots: tuple[Shot, Shot], who: str, gone: Facing) -> Iterator[Change]:
    """Who comes in goes on as before, in that shot, or as long as they travel then; or they went out the other way."""
    yield change("Let them go on the same way.", of_presence(shots[1].id, who, "facing", gone))
    for scene, shot, facing in ((scenes[1], shots[1], gone), (scenes[0], shots[0], OPPOSITE[gone])):
        leg = [i for run in runs(scene) for leg in _legs(run, who) if any(i == shot.id for i, _ in leg) for i, _ in leg]
        yield change("Let them go on the same way.", *(of_presence(i, who, "facing", facing) for i in dict.fromkeys((shot.id, *leg))))


def _last(scene: Scene, who: str) -> tuple[Shot, Presence] | None:
    """The last shot that shows somebody, if they go out of it to one side."""
    found = [(shot, p) for shot in scene.shots for p in shot.subjects if p.character == who][-1:]
    return found[0] if found and found[0][1].action in OUT and found[0][1].facing in SIDEWAYS else None


def _first(scene: Scene, who: str) -> tuple[Shot, Presence] | None:
    """The first shot that shows somebody, if they come into it from one side."""
    found = [(shot, p) for shot in scene.shots for p in shot.subjects if p.character == who][:1]
    return found[0] if found and found[0][1].action in INTO and found[0][1].facing in SIDEWAYS else None
