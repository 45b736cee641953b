"""The watcher's steps: a reading of every take, and, where the direction asks for it, several takes of a clip or a still and the choice among them.

A reading is named after what it reads (`reading:clip:s1-2`). Of several takes the candidates are named by their seeds (`clip:s1-2#4`), and what stands is
`clip:s1-2`, whoever made it. A retry names in `unless` the readings of those before it: it is made only when none of them is without findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Literal

from storyboard.look import Look, Outfit
from storyboard.params import ClipParams, NetStillParams, SceneParams, StillParams
from storyboard.questions import AskedClipParams, questions
from storyboard.sound import MixParams, VoiceParams
from storyboard.speakers import CAST, film_voices, references
from storyboard.steps import Input, Step, seeded
from storyboard.story import Direction, Line, Shot, Story
from storyboard.watching import ChoiceParams, WatchClipParams, WatchMixParams, WatchSceneParams, WatchVoiceParams
from storyboard.ways import Way, Ways

BEST = Way(name="best")  # of several takes, the one the readings speak for
READING = "reading"
VISION = "vision"  # the steps in which a model is asked: vision:clip:s1-2

Standing = Literal["ready", "waits", "spared"]


def standing(step: Step, known: Set[str] | Mapping[str, object], spared: Set[str], is_sound: Callable[[str], bool]) -> Standing:
    """Whether a step can be made now. `known`: steps whose content is known; `spared`: steps that are not needed; `is_sound(reading)`: whether a
    known reading has no finding. A step is spared when it is a retry and an earlier take is sound, or when what it is made from is."""
    if any(one in known and is_sound(one) for one in step.unless) or any(i.step in spared for i in step.inputs if not i.if_made):
        return "spared"
    waits = any(one not in known and one not in spared for one in (*step.unless, *(i.step for i in step.inputs)))
    return "waits" if waits else "ready"


def reading(step: Step, params: WatchClipParams | WatchVoiceParams | WatchSceneParams | WatchMixParams | AskedClipParams, way: Way, beside: Sequence[Input] = ()) -> Step:
    """The step that reads what another makes. `beside`: what else the reader looks at."""
    inputs = (Input(role=step.kind, step=step.id), *beside)
    return Step(id=f"{READING}:{step.id}", kind="reading", way=way, params=params, inputs=inputs, about=step.about)


def watched_clip(step: Step, params: WatchClipParams, direction: Direction, ways: Ways) -> Iterator[Step]:
    """The step of a shot's clip with its reading; or its candidates with theirs, and the choice, which has the clip's own name."""
    assert ways.reading is not None
    way, still = ways.reading, tuple(i for i in step.inputs if i.role == "still")
    several = direction.takes + direction.retries
    if several == 1 or step.pin is not None or not hasattr(step.params, "seed"):
        yield step
        yield reading(step, params, way, still)
        return
    takes = [seeded(step, step.params.seed + number) for number in range(several)]
    choice, steps = chosen(step, takes, direction.takes, lambda one: reading(one, params, way, still))
    yield from (*steps, choice, reading(choice, params, way, still))  # the same bytes are read: it is there already


def watched_still(step: Step, cast: Sequence[tuple[Look, Outfit]], direction: Direction, ways: Ways) -> Iterator[Step]:
    """The step of a shot's still; or, where a net makes it, its candidates with their readings, and the choice, which has the still's own name.
    The vision model is asked about each where the direction has one: of a picture by a model of others the nets can read nothing."""
    if direction.stills == 1 or ways.reading is None or step.pin is not None or not (step.way.is_net or step.way.reads_words):
        yield step
        return
    assert isinstance(step.params, StillParams | NetStillParams)
    staging = step.params.staging
    own = WatchClipParams(staging=staging, size=ways.size, is_ours=not step.way.reads_words, cast=tuple(cast))
    params, way = (own, ways.reading) if ways.vision is None else (AskedClipParams(questions=questions(staging)), ways.vision)
    takes = [seeded(step, staging.seed + number) for number in range(direction.stills)]
    choice, steps = chosen(step, takes, direction.stills, lambda one: reading(one, params, way))
    yield from (*steps, choice)


def chosen(step: Step, takes: Sequence[Step], tried: int, read: Callable[[Step], Step]) -> tuple[Step, list[Step]]:
    """The choice among takes of a step, and the takes with their readings. Those after the first `tried` are retries."""
    inputs, steps = list[Input](), list[Step]()
    for number, take in enumerate(takes):
        unless = tuple(i.step for i in inputs if i.role == "reading") if number >= tried else ()
        one = take.model_copy(update={"unless": unless})
        steps += [one, read(one)]
        inputs += [Input(role=step.kind, step=one.id, if_made=True), Input(role="reading", step=steps[-1].id, if_made=True)]
    return Step(id=step.id, kind=step.kind, way=BEST, params=ChoiceParams(), inputs=tuple(inputs), about=step.about), steps


def asked(step: Step, ways: Ways) -> Iterator[Step]:
    """The step that asks a vision model about a shot's clip, where the direction wants it: nothing waits for what it says."""
    staging = getattr(step.params, "staging", None)
    if ways.vision is not None and staging is not None:
        inputs = (Input(role="clip", step=step.id),)
        yield Step(id=f"{VISION}:{step.id}", kind="reading", way=ways.vision, params=AskedClipParams(questions=questions(staging)), inputs=inputs, about=step.about)


def watched_voice(story: Story, line: Line, step: Step, ways: Ways) -> Step:
    """Beside the voice, what everyone in the film says in its delivery (storyboard/speakers.py)."""
    assert ways.reading is not None and isinstance(step.params, VoiceParams)
    cast = () if line.pin else references(story, line.delivery, ways)
    params = WatchVoiceParams(voice=step.params, bound=film_voices(story).index(step.params.voice) if cast else 0, is_ours=line.pin is None)
    return reading(step, params, ways.reading, tuple(Input(role=CAST, step=one) for one in cast))


def watched_scene(story: Story, step: Step, ways: Ways) -> Step:
    assert ways.reading is not None and isinstance(step.params, SceneParams)
    return reading(step, WatchSceneParams(scene=step.params, language=story.language, narrow=ways.shape is not None), ways.reading)


def watched_mix(step: Step, way: Way) -> Step:
    params = step.params
    assert isinstance(params, MixParams)
    spoken = tuple(one for one in params.placements if one.role in ("voice", "narration"))
    beside = tuple(i for i in step.inputs if i.role in ("voice", "narration"))
    return reading(step, WatchMixParams(total_frames=params.total_frames, lufs=params.lufs, peak_dbtp=params.peak_dbtp, placements=spoken), way, beside)


def cast_of(story: Story) -> tuple[tuple[Look, Outfit], ...]:
    """Everyone in the film, in their usual clothes."""
    return tuple((one.look, one.costumes[0].outfit) for one in story.characters)


def clip_params(story: Story, shot: Shot, step: Step, ways: Ways) -> WatchClipParams:
    """What a clip is held against. The whole cast is named once, in its usual clothes."""
    is_ours = not (shot.pins.clip or shot.pins.still or ways.still.reads_words or ways.clip.reads_words)
    assert isinstance(step.params, ClipParams)
    return WatchClipParams(staging=step.params.staging, size=ways.size, smooth=story.direction.smooth, is_ours=is_ours, cast=cast_of(story))
