"""Memory over the film: when a place or somebody returns after many shots, the best earlier view of it that the watcher found right is what a
still by a net is made from: the place as its ground, somebody in place of the portrait (which bench.memory found no better than the portrait is).

The plan says which earlier clips are looked at, by the story alone; which of them is taken, and whether any, their readings say (`choose`). What
was chosen stands in the picture itself (`Remembered`), in words too: where no earlier view was right it is the portrait, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from storyboard.document import Doc
from storyboard.grammar import Size
from storyboard.look import Outfit
from storyboard.remembered import remembered
from storyboard.staging import Action, Emotion, Facing, Hour, Staging
from storyboard.states import State, carried
from storyboard.steps import Input, Step
from storyboard.story import Presence, Scene, Shot, Story
from storyboard.watching import Reading, Sort
from storyboard.ways import Ways

RETURNS = 8  # shots: nearer ones are made side by side by a crew of that size, and hang on none of one another
VIEWS = 4  # earlier clips a memory looks at: the first, and the nearest; more were seldom chosen and would tie a long film together
WHOLE = (Size.FULL, Size.WIDE)  # in which somebody is seen from head to foot, and the watcher's readers know who it is
PLAIN = (Action.STAND, Action.WALK, Action.WAVE, Action.TALK, Action.POINT, Action.LOOK_AROUND)  # in which face, clothes and limbs are all seen
PLACE = -1  # the slot of nobody: the place itself
NEEDED: tuple[Sort, ...] = ("count", "sharpness", "flicker", "hole")  # beside who it is, what of a take must be right to be remembered

Person = tuple[str, Outfit, Hour, tuple[State, ...]]
Width = Annotated[int, Field(ge=16, le=8192)]


class Seen(Doc):
    """An earlier clip: what it shows, and in which slot who returns is in it; PLACE: the place returns."""

    staging: Staging
    slot: Annotated[int, Field(ge=PLACE, le=3)]


class MemoryParams(Doc):
    """Somebody, with the `facing` and `emotion` they return with, or (without) a place, looked for in earlier clips (`seen`, in their order in the film) and
    shown in a picture of `size`."""

    seen: tuple[Seen, ...]
    facing: Facing | None = None
    emotion: Emotion | None = None
    size: tuple[Width, Width]


class Remembered(Doc):
    """What a memory's picture is: drawing `drawing` of the view of this number, or (None) the portrait; `points`: where in it the figure is
    (generator/world/keypoints.py), none where nobody knows; `words`: for people."""

    view: int | None
    drawing: int = 0
    points: tuple[tuple[float, float, float], ...] = ()
    words: str


class Choice(NamedTuple):
    """Which of the views is taken, None: none, and why, in a sentence."""

    view: int | None
    words: str


def choose(params: MemoryParams, readings: Sequence[Reading]) -> Choice:
    """The best verified view. Of somebody: turned as they are where they return, then in the mood they return in, then known
    the most surely, then the latest. Of a place: the
    first, so that later ones do not drift; where none was found right, the first as it is, and that is said."""
    wrong = [faults(reading, seen.slot) for reading, seen in zip(readings, params.seen, strict=True)]
    right = [number for number, faulty in enumerate(wrong) if not faulty]
    told = "; ".join(f"view {number + 1}: {', '.join(faulty)}" for number, faulty in enumerate(wrong) if faulty)
    if params.facing is None:
        if right:
            return Choice(right[0], f"View {right[0] + 1} of {len(wrong)} of the place.")
        return Choice(0, f"The first of {len(wrong)} views of the place, though none was found right ({told}).")
    if not right:
        return Choice(None, f"The portrait: none of {len(wrong)} earlier views was found right ({told}).")
    view = max(right, key=lambda k: (*_likeness(params, params.seen[k]), sureness(readings[k], params.seen[k].slot), k))
    return Choice(view, f"View {view + 1} of {len(wrong)}{f' ({told})' if told else ''}.")


def _likeness(params: MemoryParams, seen: Seen) -> tuple[bool, bool]:
    subject = seen.staging.subjects[seen.slot]
    return subject.facing is params.facing, subject.emotion is params.emotion


def faults(reading: Reading, slot: int) -> list[str]:
    """Why a view is not to be remembered: what is wrong with it, or was not read."""
    about = [one for one in reading.checks if one.who in (PLACE, slot)]
    found = [str(one.sort) for one in about if one.sort in NEEDED and not one.holds and not one.is_advisory]
    if slot == PLACE:
        return found
    known = [one for one in about if one.sort == "identity" and one.who == slot]
    if not known:
        return [*found, "who it is was not read"]
    return [*found, *(["who it is"] if not all(one.holds for one in known) else [])]


def sureness(reading: Reading, slot: int) -> float:
    """How surely it is who it should be: how far the reading is beyond its bound."""
    return max((abs(one.value - one.bound) for one in reading.checks if one.sort == "identity" and one.who == slot), default=0.0)


class Earlier(NamedTuple):
    """A shot by its number in the film, in which slot who is looked for is in it."""

    number: int
    scene: Scene
    shot: Shot
    slot: int


class Past(NamedTuple):
    """Where in the film everyone (in one costume and state, at one hour) and every place (in one framing and air) is seen well, in order."""

    numbers: dict[str, int]
    people: dict[Person, list[Earlier]]
    places: dict[tuple[object, ...], list[Earlier]]


@remembered
def past(story: Story) -> Past:
    numbers: dict[str, int] = {}
    found = Past(numbers, {}, {})
    for scene in story.scenes:
        for shot in scene.shots:
            number = numbers[shot.id] = len(numbers)
            if shot.pins.still or shot.pins.clip:  # nothing says how a person's own picture shows them
                continue
            found.places.setdefault(_place(scene, shot), []).append(Earlier(number, scene, shot, PLACE))
            if shot.size in WHOLE:
                for slot, presence in enumerate(shot.subjects):
                    if presence.visible == (0.0, 1.0) and presence.action in PLAIN and presence.prop is None:
                        found.people.setdefault(_person(story, scene, shot, presence), []).append(Earlier(number, scene, shot, slot))
    return found


def _person(story: Story, scene: Scene, shot: Shot, presence: Presence) -> Person:
    costume, state = story.character(presence.character).costume(presence.costume), carried(story).get((shot.id, presence.character), ())
    return presence.character, costume.outfit, scene.hour, state


def _place(scene: Scene, shot: Shot) -> tuple[object, ...]:
    return scene.setting, scene.hour, scene.weather, scene.season, shot.size, shot.angle, shot.lens, shot.focus


def looked_at(views: Sequence[Earlier], number: int) -> tuple[Earlier, ...]:
    """Of views in order, those that a shot of this number looks at."""
    before = [one for one in views if one.number <= number - RETURNS]
    return (*before[:1], *before[max(1, len(before) - VIEWS + 1) :])


def is_kept(story: Story, ways: Ways) -> bool:
    """Whether stills are made from memory: where they are made from portraits at all, and clips are read."""
    return story.direction.memory != "none" and None not in (ways.memory, ways.reading) and ways.still.reads_portraits


Staged = Callable[[Story, Scene, Shot], Staging]


class Asking(NamedTuple):
    """A film that is planned: its story, its ways, how a shot is staged."""

    story: Story
    ways: Ways
    staged: Staged


def memory_steps(asked: Asking, scene: Scene, shot: Shot, portraits: Sequence[Input]) -> Iterator[Step]:
    """What a shot's still is made from: of everyone who was seen before, and of its place. `portraits`: of its subjects, in slot order."""
    known = past(asked.story)
    number = known.numbers[shot.id]
    for slot, presence in enumerate(_returning(asked.story, shot)):
        views = looked_at(known.people.get(_person(asked.story, scene, shot, presence), ()), number)
        if views:
            yield _step(asked, memory_of(shot, presence), views, (presence, (portraits[slot],)))
    views = looked_at(known.places.get(_place(scene, shot), ()), number)
    if views:
        yield _step(asked, memory_of(shot, None), views, (None, ()))


def _returning(story: Story, shot: Shot) -> tuple[Presence, ...]:
    """Who of a shot's subjects is looked for in earlier ones: nobody where only places are kept in mind."""
    return shot.subjects if story.direction.memory == "returning" else ()


def memory_of(shot: Shot, presence: Presence | None) -> str:
    """The step of a shot's memory of somebody, or (None) of its place."""
    return f"memory:{shot.id}" if presence is None else f"memory:{shot.id}.{presence.character}"


def _step(asked: Asking, name: str, views: Sequence[Earlier], wanted: tuple[Presence | None, tuple[Input, ...]]) -> Step:
    story, ways, staged = asked
    (presence, portrait), (wide, high) = wanted, ways.size
    assert ways.memory is not None
    params = MemoryParams(
        seen=tuple(Seen(staging=staged(story, one.scene, one.shot), slot=one.slot) for one in views),
        facing=presence and presence.facing, emotion=presence and presence.emotion, size=(high, high) if presence else (wide, high),
    )  # fmt: skip
    roles: tuple[Literal["clip", "reading"], ...] = ("clip", "reading")
    inputs = tuple(Input(role=role, step=f"{'reading:' if role == 'reading' else ''}clip:{one.shot.id}") for one in views for role in roles)
    return Step(id=name, kind="memory", way=ways.memory, params=params, inputs=(*inputs, *portrait), about=f"before shot {name.partition(':')[2]}")


def remembering(portraits: Sequence[Input], shot: Shot, memories: Sequence[Step]) -> tuple[Input, ...]:
    """The inputs of a still: everyone's memory in the portrait's place, where there is one, then the place's."""
    there = {step.id for step in memories}
    found = [
        Input(role="portrait", step=name) if (name := memory_of(shot, presence)) in there else portrait
        for portrait, presence in zip(portraits, shot.subjects, strict=True)
    ]
    place = memory_of(shot, None)
    return (*found, *((Input(role="place", step=place),) if place in there else ()))


def goes_back_to(story: Story, scene: Scene, shot: Shot) -> list[tuple[Scene, Shot]]:
    """The shots that the memories of one look at."""
    known = past(story)
    wanted = [known.people.get(_person(story, scene, shot, p), ()) for p in _returning(story, shot)] + [known.places.get(_place(scene, shot), ())]
    return [(one.scene, one.shot) for views in wanted for one in looked_at(views, known.numbers[shot.id])]
