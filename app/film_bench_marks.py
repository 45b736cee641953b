"""The rubric of a film bench: each sampled shot of each way, judged by the readers where they can tell, left to the person where not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from app.film_bench_result import Tried
from app.film_bench_ways import Asked
from app.ways_of import film_shape, film_size
from storyboard.cut import picture
from storyboard.grammar import Transition
from storyboard.matching import matched
from storyboard.plan import stage
from storyboard.rubric import Criterion, Mark
from storyboard.staging import Staging
from storyboard.story import Scene, Shot, Story
from storyboard.take import Media
from storyboard.timing import drawing_at

if TYPE_CHECKING:
    from generator.rubric import Said
    from generator.rubric_cut import Met, Point
    from generator.watching.readers import Readers

NARROWEST = 192  # pixels of a film's width that readers can read
BLUR = 0.04  # of a width: as far as a head is wide
OWN = "its picture is a person's own: what it should show is not known"


class Filmed(NamedTuple):
    """A way, its story, its film and clips (step id -> file), and the seconds each step took."""

    way: Asked
    story: Story
    tried: Tried
    clips: Mapping[str, Media]
    film: Media
    seconds: Mapping[str, float]

    @property
    def size(self) -> tuple[int, int]:
        return film_size(self.way.size).size


def marked(filmed: Sequence[Filmed], shots: Sequence[Shot], say: Callable[[str], None]) -> tuple[list[tuple[Mark, ...]], tuple[tuple[Mark, ...], tuple[Mark, ...]]]:
    """The marks of each way; and of the first way's film held still, and blurred beyond recognition."""
    from generator.watching.readers import load

    marks: list[list[Mark]] = [[] for _ in filmed]
    floors: tuple[list[Mark], list[Mark]] = ([], [])
    readers = load() if any(cannot(one, shot.id) is None for one in filmed for shot in shots) else None
    cuts = [list(_cuts(one, shots)) for one in filmed]
    for number, shot in enumerate(shots):
        say(f"Looking at shot {shot.id}, {number + 1} of {len(shots)}.")
        said, held = _judged(readers, filmed, shot)
        for n, one in enumerate(said):
            marks[n] += _marks(shot.id, {**one, Criterion.CUT: cuts[n][number]})
        for floor, one in zip(floors, held, strict=False):
            floor += _marks(shot.id, one)
    return [tuple(one) for one in marks], (tuple(floors[0]), tuple(floors[1]))


def _marks(shot: str, said: Mapping[Criterion, Said]) -> Iterator[Mark]:
    for name, one in said.items():
        yield Mark(shot=shot, criterion=name, points=one.points, is_advisory=not one.is_sure, why=one.why)


def _judged(readers: Readers | None, filmed: Sequence[Filmed], shot: Shot) -> tuple[list[dict[Criterion, Said]], list[dict[Criterion, Said]]]:
    """Of each way; and of the first held still, and blurred. Those that should show the same are judged together."""
    from generator.rubric import Around, judged
    from generator.rubric_truth import drawings_of, truth_of

    out, floor = [_unread(one, shot) for one in filmed], list[dict[Criterion, "Said"]]()
    known = [] if readers is None else [n for n in range(len(filmed)) if not out[n]]
    for (staging, size), group in groupby(known, lambda n: (staged(filmed[n], shot.id)[0], filmed[n].size)):
        numbers = list(group)
        truth, seen = truth_of(staging, size), [drawings_of(filmed[n].clips[f"clip:{shot.id}"]) for n in numbers]
        extra = [np.repeat(seen[0][:1], len(seen[0]), 0), blurred(seen[0])] if numbers[0] == 0 else []
        story = filmed[numbers[0]].story
        around = Around(tuple((c.look, k.outfit) for c in story.characters for k in c.costumes), tuple((s.place, s.seed) for s in story.settings))
        assert readers is not None
        found = judged(readers, truth, around, [*seen, *extra])
        for n, one in zip(numbers, found, strict=False):
            out[n] = one
        floor = found[len(numbers) :] or floor
    return out, floor


def blurred(seen: np.ndarray) -> np.ndarray:
    """uint8 [F, h, w, 3], in which nothing can be told any more but colours."""
    import cv2

    return np.stack([cv2.GaussianBlur(one, (0, 0), BLUR * one.shape[1]) for one in seen])


def _unread(filmed: Filmed, shot: Shot) -> dict[Criterion, Said]:
    """Why a way's shot is left to the person; empty where the readers can tell."""
    from generator.rubric import Said

    why = cannot(filmed, shot.id)
    return {} if why is None else dict.fromkeys((one for one in Criterion if one is not Criterion.CUT), Said(None, why=why))


def cannot(filmed: Filmed, shot: str) -> str | None:
    """Why readers cannot tell what a shot should show; None where they can."""
    own = next(one for one in filmed.story.shots if one.id == shot)
    if own.pins.clip or own.pins.still or own.pins.last or own.keyframes:
        return OWN
    wide, high = filmed.size
    if wide < NARROWEST or 9 * wide != 16 * high:
        return f"pictures of {wide} x {high} are too small for the readers"
    return None


def staged(filmed: Filmed, shot: str) -> tuple[Staging, Scene, Shot]:
    scene, own = next((scene, one) for scene in filmed.story.scenes for one in scene.shots if one.id == shot)
    return stage(filmed.story, scene, own), scene, own


def _cuts(filmed: Filmed, shots: Sequence[Shot]) -> Iterator[Said]:
    """How each sampled shot of a way's film begins."""
    from generator.rubric import Said
    from generator.rubric_cut import Span, begins, small_frames

    row = list(picture(filmed.story))
    at = {one.shot.id: n for n, one in enumerate(row)}
    frames = small_frames(filmed.film) if film_shape(filmed.way.size) is None else None
    for shot in shots:
        why = cannot(filmed, shot.id) or ("the film has another shape than its clips" if frames is None else None)
        if why is not None or frames is None:
            yield Said(None, why=why or "")
            continue
        one = row[at[shot.id]]
        span = Span(one.start, one.start + one.shot.shown, one.transition)
        seen = _heads(filmed, shot.id, drawing_at(one.shot.trim.begin))
        before = row[at[shot.id] - 1].shot if at[shot.id] and one.transition is Transition.MATCH else None
        yield begins(frames, span, seen, None if before is None else _met(filmed, before, one.shot, seen))


def _heads(filmed: Filmed, shot: str, drawing: int) -> dict[int, Point | None]:
    """Where the heads are that should be seen at a drawing of a shot."""
    from generator.rubric_cut import found, stood
    from generator.rubric_truth import drawings_of

    seen = drawings_of(filmed.clips[f"clip:{shot}"])
    at = min(drawing, len(seen) - 1)
    return found(stood(staged(filmed, shot)[0], filmed.size, at), seen[at])


def _met(filmed: Filmed, before: Shot, after: Shot, seen: Mapping[int, Point | None]) -> Met | None:
    """Both sides of a match cut; None where there is nobody to match, or the shot before is a person's own."""
    from generator.rubric_cut import Met

    opens, closes = matched([before], Scene(id="one", setting="none", shots=(after,)), [])[0][0], matched([], Scene(id="one", setting="none", shots=(before,)), [after])[0][1]
    if opens is None or closes is None or cannot(filmed, before.id) is not None:
        return None
    old = _heads(filmed, before.id, drawing_at(before.frames - before.trim.end - 1))
    return Met(old.get(0), seen.get(0), closes, opens)
