"""J and L cuts ("split edits"): a shot's sound begins before its picture (`lead`), or goes on after it (`tail`).

The picture's cut stays where it is and only the sound moves, so the film keeps its length and its music. Sound goes no further than the
shot beside it, and a line waits until the one before it has ended: nobody talks over another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from storyboard.errors import BadInput
from storyboard.remembered import remembered
from storyboard.story import Scene, Shot, Story
from storyboard.timing import Placed, placed

BREATH = 4  # frames of silence, at least, between a line that was moved and the one beside it


class Around(NamedTuple):
    """A shot with those beside it in the film, the nearest first."""

    before: Sequence[Shot]
    shot: Shot
    after: Sequence[Shot]


def heard(shot: Shot) -> Iterator[Placed]:
    """The shot's lines, counted from the first frame of it that the film shows: below 0 before its picture."""
    for line, start in placed(shot):
        yield Placed(line, start - shot.trim.begin)


def over(shot: Shot) -> int | None:
    """How far its last line goes on after its picture (below 0: it ends before that); None: nobody speaks."""
    last = [*heard(shot)][-1:]
    return last[0].start + last[0].line.slot - shot.shown if last else None


def ahead(shot: Shot) -> int | None:
    """How far its first line begins before its picture (below 0: after that); None: nobody speaks."""
    first = next(heard(shot), None)
    return None if first is None else -first.start


def most_lead(around: Around) -> int:
    """The furthest its sound may begin before its picture."""
    if not around.before:
        return 0
    reach, left = around.before[0].shown, 0
    for shot in around.before[:2] if around.shot.lines else ():
        left += shot.shown
        if (ends := over(shot)) is not None:
            return max(0, min(reach, left - shot.shown - ends - BREATH))
    return reach


def most_tail(around: Around) -> int:
    """The furthest its sound may go on after its picture."""
    if not around.after:
        return 0
    reach, passed = around.after[0].shown, 0
    for shot in around.after[:2] if around.shot.lines else ():
        if (begins := ahead(shot)) is not None:
            return max(0, min(reach, passed - begins - BREATH))
        passed += shot.shown
    return reach


def around(shots: Sequence[Shot], at: int) -> Around:
    return Around(shots[max(0, at - 2) : at][::-1], shots[at], shots[at + 1 : at + 3])


def bounded(story: Story, asked: Collection[str]) -> Story:
    """The story with every lead and tail as far as there is room for it. `asked`: the shots whose lead or tail was just
    set ("shot:s1-2"): theirs are refused (BadInput) rather than changed."""
    if not any(is_split(scene) for scene in story.scenes):
        return story
    shots = list(story.shots)
    for at in sorted(range(len(shots)), key=lambda n: (f"shot:{shots[n].id}" not in asked, n)):  # what was asked for comes before what was there
        shot = shots[at]
        for field, most_of in (("lead", most_lead), ("tail", most_tail)):
            wanted = getattr(shot, field)
            most = most_of(around(shots, at)) if wanted else 0
            if wanted > most:
                if f"shot:{shot.id}" in asked:
                    raise BadInput(_refused(shot, field, most))
                shots[at] = shot = shot.model_copy(update={field: most})
    if all(a is b for a, b in zip(shots, story.shots, strict=True)):
        return story
    known, scenes = {shot.id: shot for shot in shots}, []
    for scene in story.scenes:
        scenes.append(scene.model_copy(update={"shots": tuple(known[one.id] for one in scene.shots)}) if is_split(scene) else scene)
    return story.model_copy(update={"scenes": tuple(scenes)})


@remembered
def is_split(scene: Scene) -> bool:
    """Whether any of its shots is heard before or after it is seen."""
    return any(shot.lead or shot.tail for shot in scene.shots)


def _refused(shot: Shot, field: str, most: int) -> str:
    how = "begin {} frames before its picture" if field == "lead" else "go on {} frames after its picture"
    said = how.format(getattr(shot, field))
    return f"The sound of shot {shot.id} cannot {said}: it stays within the shot beside it, and nobody talks over another. At most {most}; {field} 0 is no split."
