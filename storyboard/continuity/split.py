"""A shot whose words are too many made into several, each as long as its own: nearer and back again, a long line cut at a breath."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from storyboard import timing
from storyboard.continuity.finding import change, free, in_shot, taken_ids
from storyboard.continuity.space import beside
from storyboard.edit import Add, Change, Set
from storyboard.grammar import Transition
from storyboard.story import Line, Pins, Scene, Shot, Story, Trim

ROOM = timing.LONGEST_SHOT - timing.LEAD - timing.GAP  # frames the slots of one shot may fill
BREATHS = re.compile(r"[.!?;:,—。！？；：，、؟،]+[”\"'’)]*\s*")


def split(story: Story, scene: Scene, shot: Shot) -> tuple[Change, ...]:
    """No change where the shot shows what a person gave: such a picture cannot be cut by a rule."""
    if shot.keyframes or shot.pins != Pins() or not shot.lines:
        return ()
    groups = _groups([piece for line in shot.lines for piece in _pieces(story, line)])
    if len(groups) < 2:
        return ()
    return tuple(_told(story, scene, (shot, groups), step) for step in (1, -1))


def _told(story: Story, scene: Scene, wanted: tuple[Shot, list[list[Line]]], step: int) -> Change:
    """The shot as one for each group of lines, every second one a `step` of the ladder nearer (1) or wider (-1)."""
    shot, groups = wanted
    taken = taken_ids(story)
    parts = [_part(shot, (number, step), group, taken) for number, group in enumerate(groups)]
    ops: list[Set | Add] = [
        in_shot(shot.id, "lines", [line.model_dump(mode="json") for line in parts[0].lines]), in_shot(shot.id, "frames", parts[0].frames),
        *(Add(target=f"scene:{scene.id}", field="shots", document=part.model_dump(mode="json"), after=before.id) for before, part in itertools.pairwise(parts)),
    ]  # fmt: skip
    return change(f"Tell shot {shot.id} in {len(parts)} shots.", *ops)


def _part(shot: Shot, place: tuple[int, int], lines: list[Line], taken: set[str]) -> Shot:
    """The shot for some of its lines, by its number and the step. Ids nobody has."""
    (number, step), fresh = place, list[Line]()
    for line in lines:
        name = line.id if all(line.id != x.id for x in fresh) and (number == 0 or line.id not in taken) else None
        fresh.append(line.model_copy(update={"id": name or free(line.id, taken)}))
        taken.add(fresh[-1].id)
    kept = shot.model_copy(update={"lines": tuple(fresh)})
    if number == 0:
        return kept.model_copy(update={"frames": timing.needed(kept)})
    changed = {"id": free(shot.id, taken), "size": shot.size if number % 2 == 0 else beside(shot, step), "transition": Transition.CUT, "frames": timing.needed(kept), "trim": Trim(), "lead": 0, "tail": 0}
    taken.add(str(changed["id"]))
    return kept.model_copy(update=changed)


def _groups(lines: list[Line]) -> list[list[Line]]:
    """As many lines to a shot as it holds, in order."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if groups[-1] and sum(x.slot + timing.GAP for x in groups[-1]) + line.slot > ROOM:
            groups.append([])
        groups[-1].append(line)
    return groups


def _pieces(story: Story, line: Line) -> Iterator[Line]:
    """The line with a slot that it fits, in halves while one shot does not hold it."""
    voice = next((c.voice for c in story.characters if c.id == line.speaker), story.narrator)
    slot = line.slot
    if timing.natural_frames(line.text, story.language, voice, line.delivery) > slot * (1 + timing.STRETCH):
        slot = timing.slot_for(line.text, story.language, voice, line.delivery)
    if slot <= ROOM or len(line.text) < 12:
        yield line.model_copy(update={"slot": min(slot, ROOM)})
        return
    for half in _halves(line.text):
        yield from _pieces(story, line.model_copy(update={"text": half, "slot": 1}))


def _halves(text: str) -> tuple[str, str]:
    """Cut at the breath nearest the middle, else at a space, else in the middle."""
    inner = range(len(text) // 5, len(text) - len(text) // 5 + 1)
    marks = [m.end() for m in BREATHS.finditer(text) if m.end() in inner] or [m.end() for m in re.finditer(r"\s+", text) if m.end() in inner]
    at = min(marks or [len(text) // 2], key=lambda m: abs(m - len(text) / 2))
    return text[:at].strip(), text[at:].strip()
