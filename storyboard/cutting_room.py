"""The cutting room: what is done to whole shots and scenes, each as one Change: move, add, split, take out.

Every one of them leaves a film: a scene whose last shot goes goes with it, and the last shot of all stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from storyboard import timing
from storyboard.continuity.finding import fresh
from storyboard.continuity.space import beside
from storyboard.edit import Add, Change, Op, Remove, Reorder, Set
from storyboard.errors import BadInput
from storyboard.grammar import Size, Transition
from storyboard.staging import Action
from storyboard.story import Keyframe, Line, Pins, Presence, Scene, Shot, Story, Trim
from storyboard.variants import place_of

NEW = 60  # frames of a shot that is added


def moved(story: Story, shot: str, after: str | None, into: str | None = None) -> Change:
    """The shot behind another, or first in the scene `into`. BadInput when it is there already."""
    scene, _ = place_of(story, shot)
    target = place_of(story, after)[0] if after is not None else scene_of(story, into or scene.id)
    ids = [one.id for one in target.shots]
    if shot == after or (target is scene and ids.index(shot) == (0 if after is None else ids.index(after) + 1)):
        raise BadInput(f"Shot {shot} is there already. Move it to another place.")
    into = None if target is scene else target.id
    ops: list[Op] = [Reorder(target=f"shot:{shot}", after=after, into=f"scene:{into}" if into else None)]
    return Change(ops=(*ops, *(_emptied(scene, shot) if into else ())), note=f"shot {shot} moved")


def nudged(story: Story, shot: str, by: int) -> Change:
    """The shot one place earlier (-1) or later (1) in the film; over a scene's end it goes into the scene beside. BadInput at the film's ends."""
    scene, _ = place_of(story, shot)
    ids, at = [one.id for one in scene.shots], [one.id for one in story.scenes].index(scene.id)
    place = ids.index(shot) + by
    if 0 <= place < len(ids):
        rest = [one for one in ids if one != shot]
        return moved(story, shot, rest[place - 1] if place else None)
    if not 0 <= at + by < len(story.scenes):
        raise BadInput(f"Shot {shot} is the film's {'first' if by < 0 else 'last'} already.")
    other = story.scenes[at + by]
    return moved(story, shot, other.shots[-1].id if by < 0 else None, other.id)


def scene_nudged(story: Story, scene: str, by: int) -> Change:
    """The scene one place earlier (-1) or later (1). BadInput at the film's ends."""
    ids = [one.id for one in story.scenes]
    place = ids.index(scene_of(story, scene).id) + by
    if not 0 <= place < len(ids):
        raise BadInput(f"Scene {scene} is the film's {'first' if by < 0 else 'last'} already.")
    rest = [one for one in ids if one != scene]
    return Change(ops=(Reorder(target=f"scene:{scene}", after=rest[place - 1] if place else None),), note=f"scene {scene} moved")


def added(story: Story, after: str) -> Change:
    """A new shot behind another: who is there stays, standing, seen a step nearer or wider; nobody speaks."""
    scene, shot = place_of(story, after)
    with_people = next((one for one in (shot, *reversed(scene.shots)) if one.subjects), shot)
    people = tuple(p.model_copy(update={"action": Action.STAND, "target": None, "visible": (0.0, 1.0)}) for p in with_people.subjects)
    new = Shot(id=fresh(story, after), size=beside(with_people, 1) if people else Size.WIDE, angle=shot.angle, subjects=people, frames=NEW)
    return Change(ops=(_behind(scene, shot, new),), note=f"a shot added after {after}")


def split(story: Story, wanted: str, at: str | None = None) -> Change:
    """The shot as two: from the line `at` on, or where its lines halve, or in the middle. What a person gave goes with the half it is in; the
    second is seen a step nearer or wider, so that it is a cut. BadInput when it is too short."""
    scene, shot = place_of(story, wanted)
    lines = _halved(shot, at)
    if len(shot.lines) < 2 and shot.frames < 2 * timing.SHORTEST:
        raise BadInput(
            f"Shot {wanted} lasts {timing.seconds_of(shot.frames):.2f} s; a shot is at least {timing.seconds_of(timing.SHORTEST):.0f} s long, "
            f"so it needs {timing.seconds_of(2 * timing.SHORTEST):.0f} s to be split. Make it longer first."
        )
    whole = timing.even(shot.frames)
    least = timing.needed(shot.model_copy(update={"lines": lines[0]}))
    cut = least if (shot.lines and at is not None) or len(shot.lines) > 1 else max(least, min(timing.even(whole // 2), whole - timing.SHORTEST))
    first, second = _first(shot, lines[0], cut), _second(story, (shot, lines[1]), cut)
    sets = [Set(target=f"shot:{wanted}", field=name, value=value) for name, value in first.items()]
    return Change(ops=(*sets, _behind(scene, shot, second)), note=f"shot {wanted} split")


def taken_out(story: Story, shot: str) -> Change:
    """Without the shot; and without its scene when it was the only one there. BadInput for the film's last shot."""
    scene, _ = place_of(story, shot)
    if len(scene.shots) > 1:
        return Change(ops=(Remove(target=f"shot:{shot}"),), note=f"shot {shot} taken out")
    if len(story.scenes) == 1:
        raise BadInput(f"Shot {shot} is the only one, and a film has at least one. Add another first, or change this one.")
    return Change(ops=(Remove(target=f"scene:{scene.id}"),), note=f"shot {shot} taken out, and with it its scene")


def scene_of(story: Story, wanted: str) -> Scene:
    for scene in story.scenes:
        if scene.id == wanted:
            return scene
    raise BadInput(f"{story.title} has no scene {wanted!r}. Look at the board again: somebody may have taken it out.")


def _emptied(scene: Scene, shot: str) -> Sequence[Op]:
    """What becomes of a scene that the shot leaves."""
    return (Remove(target=f"scene:{scene.id}"),) if [one.id for one in scene.shots] == [shot] else ()


def _behind(scene: Scene, shot: Shot, new: Shot) -> Add:
    return Add(target=f"scene:{scene.id}", field="shots", document=new.model_dump(mode="json"), after=shot.id)


def _halved(shot: Shot, at: str | None) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of each half: cut before the line `at`, else so that both speak as long."""
    ids = [line.id for line in shot.lines]
    if at is not None and at not in ids[1:]:
        raise BadInput(f"Shot {shot.id} cannot be split at {at!r}; {'a line behind its first: ' + ', '.join(ids[1:]) if ids[1:] else 'it has no second line'}.")
    slots = [line.slot for line in shot.lines]
    place = ids.index(at) if at else min(range(1, len(ids)), key=lambda n: abs(sum(slots[:n]) - sum(slots[n:]))) if len(ids) > 1 else len(ids)
    return shot.lines[:place], shot.lines[place:]


def _first(shot: Shot, lines: Sequence[Line], cut: int) -> dict[str, object]:
    """The fields of the first half."""
    found: dict[str, object] = {
        "keyframes": [one.model_dump(mode="json") for one in shot.keyframes if one.frame < cut], "frames": cut,
        "lines": [line.model_dump(mode="json") for line in lines],
        "subjects": [p.model_dump(mode="json") for p in _seen(shot, 0.0, min(1.0, cut / shot.frames))], "pins.last": None,
        "trim.end": 0, "tail": 0,
    }  # fmt: skip
    return {name: value for name, value in found.items() if (name != "pins.last" or shot.pins.last) and (name != "tail" or shot.tail)}


def _second(story: Story, told: tuple[Shot, Sequence[Line]], cut: int) -> Shot:
    shot, lines = told
    later = tuple(one for one in shot.keyframes if one.frame >= cut)
    opens = next((one for one in later if one.frame == cut), None)  # a keyframe at the cut is the second half's first picture
    second = shot.model_copy(update={
        "id": fresh(story, shot.id), "size": beside(shot, 1), "lines": tuple(lines), "sounds": (), "transition": Transition.CUT, "retake": None, "trim": Trim(end=shot.trim.end), "lead": 0,
        "subjects": _seen(shot, min(0.99, cut / shot.frames), 1.0), "frames": max(timing.SHORTEST, timing.even(shot.frames) - cut),
        "pins": Pins(still=opens.picture if opens else None, last=shot.pins.last),
        "keyframes": tuple(Keyframe(frame=one.frame - cut, picture=one.picture) for one in later if one is not opens),
    })  # fmt: skip
    return second.model_copy(update={"frames": max(second.frames, timing.needed(second))})


def _seen(shot: Shot, begin: float, end: float) -> tuple[Presence, ...]:
    """Who is on screen in a part of the shot, given in shares of it, and when in that part."""
    found = []
    for one in shot.subjects:
        low, high = (min(1.0, max(0.0, (share - begin) / (end - begin))) for share in one.visible)
        if low < high or one.visible[0] == one.visible[1]:
            found.append(one.model_copy(update={"visible": (round(low, 4), round(high, 4))}))
    return tuple(found)
