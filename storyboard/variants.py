"""What is made of one shot: all of it, and variants beside it while the story stays as it is: other seeds, and framings of a drawn shot.

A job's target names them: "shot:s1-2" is its clip and its voices, "clip:s1-2#4,5,6" are the takes of clip:s1-2 with these seeds, "framing:s1-2"
is the shot's first picture in every framing. A candidate is kept as a take of its step, so that it can be chosen; a framing is chosen by the edit that makes the shot so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storyboard.continuity.space import LADDER
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.grammar import Angle, Lens, Size
from storyboard.plan import plan, portrait_steps, shot_steps, steps_of_shots
from storyboard.staging import Facing
from storyboard.steps import MARK, Step, behind, part, seeded
from storyboard.story import Scene, Shot, Story
from storyboard.ways import Ways

FRAMING, SHOT = "framing", "shot"


class Framing(NamedTuple):
    """A way to frame a shot: its name ("closer"), what it is in words, the edit that frames it so, and the step of its picture."""

    name: str
    words: str
    change: Change
    step: Step


def target_of(step: str, seeds: Sequence[int]) -> str:
    """The target that asks for takes of a step with these seeds."""
    return f"{step}{MARK}{','.join(map(str, seeds))}"


def is_target(target: str) -> bool:
    return MARK in target or target.partition(":")[0] in (FRAMING, SHOT)


def home(step: str) -> str:
    """The step a candidate is a take of; any other step is its own."""
    return step.partition(MARK)[0]


def variants(story: Story, ways: Ways, target: str) -> tuple[Step, ...]:
    """The steps of a target, in order: what they hang on, then the variants. BadInput."""
    kind, _, wanted = target.partition(":")
    if kind == SHOT:
        return tuple(sorted(shot_chain(story, wanted, ways), key=lambda step: step.id == f"clip:{wanted}"))  # the clip is what a job shows
    if kind == FRAMING:
        chain = part(shot_chain(story, wanted, ways), f"still:{wanted}")
        return (*chain[:-1], *(one.step for one in framings(story, ways, wanted)))
    step, _, seeds = target.partition(MARK)
    if not seeds or not all(seed.isdecimal() and int(seed) < 2**31 for seed in seeds.split(",")):
        raise BadInput(f"{target!r} names no candidates; they are asked for as clip:s1-2#4,5: a step, and seeds.")
    alone = ways.model_copy(update={"together": None})  # a candidate is a take of one shot
    return candidates(_made(plan(story, alone), step), tuple(map(int, seeds.split(","))))


def _made(steps: Sequence[Step], wanted: str) -> tuple[Step, ...]:
    """A step behind what it hangs on; of several takes the first, under the name of what stands."""
    first = next((step.id for step in steps if home(step.id) == wanted), wanted)
    *before, last = part(steps, first)
    return (*before, last.model_copy(update={"id": wanted}))


def candidates(chain: Sequence[Step], seeds: Sequence[int]) -> tuple[Step, ...]:
    """`chain`: a step behind what it hangs on. The same with that step once for each seed."""
    *before, last = chain
    return (*before, *(seeded(last, seed) for seed in seeds))


def place_of(story: Story, wanted: str) -> tuple[Scene, Shot]:
    """A shot and its scene. BadInput."""
    for scene in story.scenes:
        for shot in scene.shots:
            if shot.id == wanted:
                return scene, shot
    raise BadInput(f"{story.title} has no shot {wanted!r}; there are: {', '.join(one.id for one in story.shots[:40])}.")


def alone(story: Story, wanted: str) -> Story:
    """The story with this shot only: its pictures and voices hang on no other, and a long film is worked on as fast as a short one."""
    scene, shot = place_of(story, wanted)
    return story.model_copy(update={"scenes": (scene.model_copy(update={"shots": (shot,)}),)})


def unremembered(story: Story) -> Story:
    return story.model_copy(update={"direction": story.direction.model_copy(update={"memory": "none"})})


def shot_chain(story: Story, wanted: str, ways: Ways) -> tuple[Step, ...]:
    """A shot's own steps behind all that they hang on, and the portraits of who is in it, without a look at the rest of the film but for that."""
    place = place_of(story, wanted)
    usual = [f"portrait:{p.character}" for p in place[1].subjects]
    made = steps_of_shots(story, [place], ways)
    portraits = (step for step in portrait_steps(story, ways) if step.id in usual and step.id not in {one.id for one in made})
    return behind((*portraits, *made), [*usual, *(step.id for step in shot_steps(story, *place, ways))])


def framings(story: Story, ways: Ways, wanted: str) -> tuple[Framing, ...]:
    """Every other framing of a shot that shows something else, with the step of its first picture. BadInput when there is no such shot."""
    story = unremembered(alone(story, wanted))  # another framing goes back to other views: it is looked at without them
    shot, found = story.shots[0], []
    for name, words, fields in _framed(shot):
        ops = tuple(Set(target=f"shot:{wanted}", field=field, value=str(value)) for field, value in fields)
        ops += (Set(target=f"shot:{wanted}", field="pins.still", value=None),) if shot.pins.still else ()
        change = Change(ops=ops, note=f"shot {wanted}: {words}")
        step = part(shot_chain(edit(story, change), wanted, ways), f"still:{wanted}")[-1]
        found.append(Framing(name, words, change, step.model_copy(update={"id": f"{FRAMING}:{wanted}.{name}"})))
    return tuple(found)


def _framed(shot: Shot) -> Iterator[tuple[str, str, list[tuple[str, object]]]]:
    """Name, words, and the fields of the shot: nearer and farther, other heights, other lenses, the first figure turned."""
    if shot.size in LADDER:
        at = LADDER.index(shot.size)
        for name, place in (("much-wider", at - 2), ("wider", at - 1), ("closer", at + 1), ("much-closer", at + 2)):
            if 0 <= place < len(LADDER):
                yield name, f"{LADDER[place]}", [("size", LADDER[place])]
    for angle in (Angle.EYE, Angle.LOW, Angle.HIGH, Angle.OVERHEAD, Angle.DUTCH):
        if angle is not shot.angle:
            yield f"angle-{_slug(angle)}", f"{angle}", [("angle", angle)]
    if len(shot.subjects) > 1 and shot.angle is not Angle.OVER_SHOULDER:
        yield "over-the-shoulder", f"{Angle.OVER_SHOULDER}, {Size.MEDIUM}", [("angle", Angle.OVER_SHOULDER), ("size", Size.MEDIUM)]
    for lens in Lens:
        if lens is not shot.lens:
            yield f"lens-{_slug(lens)}", f"{lens}", [("lens", lens)]
    for first in shot.subjects[:1]:
        for facing in Facing:
            if facing is not first.facing:
                yield f"facing-{_slug(facing)}", f"{first.character} {facing}", [(f"subjects.{first.character}.facing", facing)]


def _slug(word: object) -> str:
    return str(word).replace(" ", "-")
