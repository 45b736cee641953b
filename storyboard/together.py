"""Shots animated together: neighbouring short shots of one scene in one pass of the net, where the direction asks for it.

A scene is counted off in groups of `direction.shots_together`; in each, neighbours that may be made together are: an edit of one shot never
moves another into another group. One step makes the group (`group:s1-1+s1-2`), and each shot's clip (`clip:s1-1`) is cut from it, so that whoever
looks for the clip finds it. An edit of one shot makes its whole group again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from storyboard.document import Doc
from storyboard.params import NetClipParams
from storyboard.steps import Input, Step
from storyboard.story import Scene, Shot, Story
from storyboard.ways import Way, Ways

PART = Way(name="part")  # a shot's clip, cut from its group's
SHORT = 96  # frames: a longer shot is made alone
Group = tuple[Shot, ...]


class GroupParams(Doc):
    """Several shots' clips in one file, one after another, each as `shots` has it. Its inputs are theirs: each role in the order of the shots."""

    shots: tuple[NetClipParams, ...]


class PartParams(NetClipParams):
    """A shot's clip in its group's file, of which it is the drawings from `begin` on."""

    begin: int


def groups(story: Story, scene: Scene, ways: Ways) -> tuple[Group, ...]:
    """The groups of a scene, two shots or more each; none where shots are made alone."""
    if ways.together is None:
        return ()
    size = story.direction.shots_together
    runs = groupby(enumerate(scene.shots), key=lambda one: (one[0] // size, may_share(one[1])))
    found = [(is_shared, tuple(shot for _, shot in run)) for (_, is_shared), run in runs]
    return tuple(run for is_shared, run in found if is_shared and len(run) > 1)


def may_share(shot: Shot) -> bool:
    """Whether a shot may be made together with others: it is short, and nothing of it is a person's own choice."""
    return shot.frames <= SHORT and shot.pins == type(shot.pins)() and not shot.keyframes and shot.retake is None


def beside(story: Story, scene: Scene, shot: Shot, ways: Ways) -> Group:
    """The shots that are made together with a shot, itself among them."""
    return next((group for group in groups(story, scene, ways) if shot in group), (shot,))


def regrouped(steps: Sequence[Step], found: Sequence[Group], way: Way | None) -> tuple[Step, ...]:
    """The steps of shots, each as if made alone, with the groups' in their places: behind all that a group hangs on."""
    out = list(steps)
    for group in found:
        ids = [f"clip:{shot.id}" for shot in group]
        own = [step for step in out if step.id in ids or (step.kind == "reading" and any(one in ids for one in step.behind))]
        if not own or way is None:
            continue
        clips = {step.id: step for step in own if step.id in ids}
        last = out.index(own[-1])
        rest = [step for step in out[: last + 1] if step not in own]
        whole = group_step([clips[one] for one in ids], way)
        parts = dict(zip(ids, _parts([clips[one] for one in ids], whole), strict=True))
        out = [*rest, whole, *(parts.get(step.id, step) for step in own), *out[last + 1 :]]
    return tuple(out)


def group_step(clips: Sequence[Step], way: Way) -> Step:
    """The step that makes these clips in one pass."""
    names = "+".join(clip.id.partition(":")[2] for clip in clips)
    params = GroupParams(shots=tuple(clip.params for clip in clips if isinstance(clip.params, NetClipParams)))
    inputs = tuple(one for clip in clips for one in clip.inputs)
    return Step(id=f"group:{names}", kind="clip", way=way, params=params, inputs=inputs, about=clips[0].about)


def _parts(clips: Sequence[Step], whole: Step) -> Iterator[Step]:
    """Each clip as it is cut from the whole. Its still stays an input: who reads the clip looks at it."""
    lengths: Mapping[str, int] = {clip.id: clip.params.staging.frames for clip in clips if isinstance(clip.params, NetClipParams)}
    for clip, end in zip(clips, accumulate(lengths.values()), strict=True):
        params = PartParams(**dict(clip.params), begin=end - lengths[clip.id])
        inputs = (Input(role="group", step=whole.id), *(one for one in clip.inputs if one.role == "still"))
        yield clip.model_copy(update={"way": PART, "params": params, "inputs": inputs})
