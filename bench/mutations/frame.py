"""Faults of the frame: cuts that change nothing or too much, places not shown, speakers not seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from bench.mutations.planting import WIDE, Mutant, mutant, runs, with_shot, with_shots
from bench.mutations.words import spoken, with_line
from storyboard.grammar import Size, Transition
from storyboard.story import Shot, Story


def same_size(story: Story, dice: Random) -> Mutant | None:
    """A shot given the size and angle of the one before, which shows the same figures."""
    sites = [
        (a, b) for run in runs(story) for a, b in pairwise(run)
        if {p.character for p in a.subjects} == {p.character for p in b.subjects} and a.focus == b.focus
    ]  # fmt: skip
    if not sites:
        return None
    a, b = dice.choice(sites)
    return mutant(with_shot(story, b, size=a.size, angle=a.angle), "jump cut", a.id, b.id)


def shown_twice(story: Story, dice: Random) -> Mutant | None:
    """A shot followed by itself, without its words."""
    shot = dice.choice([s for s in story.shots if s.subjects or s.focus])
    again = shot.model_copy(update={"id": f"{shot.id}-again"[:64], "lines": (), "transition": Transition.CUT})
    return mutant(with_shots(story, {shot.id: (shot, again)}), "jump cut", shot.id, again.id)


def leap(story: Story, dice: Random) -> Mutant | None:
    """From extreme wide straight to the extreme close-up of somebody who is in both."""
    sites = []
    for run in runs(story):
        for a, b in pairwise(run):
            if {p.character for p in a.subjects} & {p.character for p in b.subjects}:
                sites.append((a, b))
    if not sites:
        return None
    a, b = dice.choice(sites)
    sizes = [Size.EXTREME_WIDE, Size.EXTREME_CLOSE]
    dice.shuffle(sizes)
    changes = {a.id: (a.model_copy(update={"size": sizes[0]}),), b.id: (b.model_copy(update={"size": sizes[1]}),)}
    return mutant(with_shots(story, changes), "size leap", a.id, b.id)


def no_establishing(story: Story, dice: Random) -> Mutant | None:
    """The wide and full shots among a scene's first three taken out, or made close. No fault in a place the scene before was in."""
    places = (Size.EXTREME_WIDE, Size.WIDE, Size.FULL)
    sites = [b for a, b in zip((None, *story.scenes), story.scenes, strict=False) if a is None or a.setting != b.setting]
    scene = dice.choice(sites)
    near = [s.model_copy(update={"size": Size.CLOSE if len(s.subjects) == 1 else Size.MEDIUM}) if s.size in places else s for s in scene.shots[:3]]
    if dice.random() < 0.5 and len(scene.shots) > 3:
        kept = tuple(s for s in scene.shots[:3] if s.size not in places) + scene.shots[3:]
        if kept and not any(s.size in places for s in kept[:3]):
            near, scene = list(kept[:3]), scene.model_copy(update={"shots": kept})
    shots = (*near, *scene.shots[3:])
    scenes = tuple(scene.model_copy(update={"shots": shots}) if s.id == scene.id else s for s in story.scenes)
    return mutant(story.model_copy(update={"scenes": scenes}), "no establishing", *(s.id for s in shots[:3]))


def hide_speaker(story: Story, dice: Random) -> Mutant | None:
    """Somebody who speaks in a scene taken out of all its frames, and only heard. No fault for a voice that is heard only in the first
    two shots of a scene and seen in the last two of the scene before, or the other way round: a sound bridge (silent wide views of the
    place alone are not counted)."""
    sites = []
    for at, scene in enumerate(story.scenes):
        before = _counted(story.scenes[at - 1].shots)[-2:] if at else []
        after = _counted(story.scenes[at + 1].shots)[:2] if at + 1 < len(story.scenes) else []
        for who in sorted({line.speaker for shot in scene.shots for line in shot.lines if line.speaker}):
            hidden = [_hidden(shot, who) for shot in scene.shots]
            left = _counted(hidden)
            heard = [i for i, shot in enumerate(left) if any(line.speaker == who for line in shot.lines)]
            over = any(p.character == who for s in before for p in s.subjects) and heard[-1] < 2
            ahead = any(p.character == who for s in after for p in s.subjects) and heard[0] >= len(left) - 2
            if not over and not ahead:
                sites.append((hidden, {left[j].id for i in heard for j in (i - 1, i, i + 1) if 0 <= j < len(left)}))
    if not sites:
        return None
    hidden, near = dice.choice(sites)
    return mutant(with_shots(story, {s.id: (s,) for s in hidden}), "speaker unseen", *near)


def _hidden(shot: Shot, who: str) -> Shot:
    lines = tuple(x.model_copy(update={"on_screen": False}) if x.speaker == who else x for x in shot.lines)
    return shot.model_copy(update={"subjects": tuple(p for p in shot.subjects if p.character != who), "lines": lines})


def _counted(shots: Sequence[Shot]) -> list[Shot]:
    return [s for s in shots if s.subjects or s.lines or s.focus or s.size not in WIDE]


def wrong_screen(story: Story, dice: Random) -> Mutant | None:
    """A line of one who is in the frame marked as off screen, or of one who is not as on screen."""
    sites = [(shot, line) for shot, line in spoken(story) if line.speaker]
    if not sites:
        return None
    shot, line = dice.choice(sites)
    inside = any(p.character == line.speaker for p in shot.subjects)
    return mutant(with_line(story, shot, line, on_screen=not inside), "speaker in frame, speaker not in frame", shot.id)


def empty_frame(story: Story, dice: Random) -> Mutant | None:
    """A shot that is near left by all who are in it, an insert by its thing. No fault of a wide or full shot: it shows the place."""
    sites = [s for s in story.shots if (s.focus if s.size is Size.INSERT else s.subjects) and s.size not in (*WIDE, Size.FULL)]
    if not sites:
        return None
    shot = dice.choice(sites)
    lines = tuple(x.model_copy(update={"on_screen": False}) for x in shot.lines)
    return mutant(with_shot(story, shot, subjects=(), focus=None, lines=lines), "empty frame", shot.id)
