"""The film bench: the same story made in several ways, each film made like any other, and what can be told of them shot by shot."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from app.db.stories import Head
from app.explain import Explained
from app.film_bench_marks import Filmed, marked
from app.film_bench_result import Floor, Pictures, Result, Tried
from app.film_bench_ways import Asked, story_of
from app.studio import Film, Studio
from app.worker import Look, summary
from generator.rubric_truth import drawings_of
from storyboard.digest import digest
from storyboard.errors import StepFailed
from storyboard.rubric import sampled
from storyboard.story import Direction, Shot, Story
from storyboard.take import Media
from storyboard.timing import HANDLE
from storyboard.watching import Reading

SAME = 0.3  # levels (of 255) within which a drawing repeats the one before
SMALL = (192, 108)  # what pictures are compared at
ZOOM = 0.08  # of a slideshow over a shot
READ_BY = ("oracle-who", "oracle-deed")


class Sample(NamedTuple):
    """Which shots are looked at: at most so many, drawn by the seed."""

    shots: int = 24
    seed: int = 0


def compare(studio: Studio, head: Head, ways: Sequence[Asked], sample: Sample, look: Look, say: Callable[[str], None]) -> tuple[Result, list[Filmed]]:
    """Make the story's film in each way and judge it. What is there already is kept; the story stays as it is. StepFailed when a film cannot
    be made whole, Stopped, BadInput."""
    story = studio.story(head.id, head.revision)
    told = [(way, story_of(story, way)) for way in ways]  # all are refused or none is made
    filmed = list[Filmed]()
    for way, made in told:
        say(f"Making {story.title!r} as {way.name}: {way.words}.")
        filmed.append(film(studio, way, standing(studio, head, story, made), made, look))
    shots = sampled(story, sample.shots, sample.seed)
    marks, (still, blurred) = marked(filmed, shots, say)
    tried = tuple(one.tried.model_copy(update={"marks": marks[n], "shots": tuple(pictures(one, shots))}) for n, one in enumerate(filmed))
    return Result(
        title=story.title, story=told_story(story), seed=sample.seed, shots=tuple(shot.id for shot in shots), of_shots=len(story.shots), readers=readers(),
        ways=tried, floor=Floor(marks=still, blurred=blurred, frozen=tuple(held(filmed[0], shots)), slideshow=tuple(held(filmed[0], shots, ZOOM))), made_at=datetime.now(UTC).isoformat(),
    ), filmed  # fmt: skip


def told_story(story: Story) -> str:
    """A digest of the story without how its pictures are made."""
    return digest("film bench", story.model_copy(update={"direction": Direction(style=story.direction.style)}))


def readers() -> dict[str, str]:
    """Who reads: name -> SHA-256 of its weights."""
    from generator.checkpoints import manifest

    listed = manifest()
    return {name: str(listed[f"weights/{name}.safetensors"]["sha256"]) for name in READ_BY}


def standing(studio: Studio, head: Head, story: Story, made: Story) -> Head:
    """The story as a way makes it: itself where nothing differs, else a story of its own beside it, put away, so that no page is filled with
    them; the same one for the same way next time."""
    if made == story:
        return head
    found = studio.store.stories.same(made)
    if found is not None:
        return found
    return studio.put_away(studio.add(made, note="film bench").id)


def film(studio: Studio, way: Asked, head: Head, story: Story, look: Look) -> Filmed:
    began = time.monotonic()
    made = studio.film(head, way.size, look, way.target)
    wall = time.monotonic() - began
    if made.path is None or made.take is None:
        raise StepFailed(f"The film as {way.name} could not be made: {summary(made.failures) if made.failures else made.job.last_error or 'no step says why'}")
    steps = studio.explain(head, way.size, way.is_animatic)
    takes = studio.store.takes.get(one.key for one in steps if one.key and one.state == "have")
    spent = [(one.step.id, one.step.kind, takes[one.key].seconds) for one in steps if one.key in takes and one.key is not None]
    by_kind = {kind: round(sum(s for _, k, s in spent if k == kind), 3) for kind in dict.fromkeys(k for _, k, _ in spent)}
    tried = Tried(
        name=way.name, edits=way.edits, size=way.size, target=way.target, story=f"{head.id}@{head.revision}", film=made.take.sha256,
        film_s=made.take.frames / 24, wall_s=round(wall, 2), made_s=round(sum(by_kind.values()), 2), by_kind=by_kind, bytes=made.take.size,
        findings=found(studio, steps),
    )  # fmt: skip
    clips = {step: _media(studio, kept.sha256) for step, kept in studio.made(steps, "clip").items()}
    return Filmed(way, story, tried, clips, _film(studio, made), {step: seconds for step, _, seconds in spent})


def found(studio: Studio, steps: Sequence[Explained]) -> dict[str, int] | None:
    """What the watcher found in a film's takes: sort -> how often; None where it read none."""
    readings = [Reading.model_validate_json(studio.file(kept.sha256).read_bytes()) for kept in studio.made(steps, "reading").values()]
    return dict(sorted(Counter(one.sort for reading in readings for one in reading.findings).items())) if readings else None


def _film(studio: Studio, made: Film) -> Media:
    assert made.take is not None
    return _media(studio, made.take.sha256)


def _media(studio: Studio, sha256: str) -> Media:
    path, kept = studio.store.file_of(sha256)
    return Media(path, kept.format, kept.frames, kept.rate, kept.width, kept.height)


def pictures(filmed: Filmed, shots: Sequence[Shot]) -> Iterator[Pictures]:
    """How each shot's pictures go on."""
    for shot in shots:
        yield _moved(shot.id, shown(filmed, shot), _seconds(filmed.seconds, shot.id))


def held(filmed: Filmed, shots: Sequence[Shot], zoom: float = 0.0) -> Iterator[Pictures]:
    """The same of each shot's first drawing, held, or slowly enlarged."""
    import cv2

    for shot in shots:
        seen = shown(filmed, shot)
        (high, wide), last = seen[0].shape, max(len(seen) - 1, 1)
        turns = [cv2.getRotationMatrix2D((wide / 2, high / 2), 0, 1 + zoom * n / last) for n in range(len(seen))]
        yield _moved(shot.id, np.stack([cv2.warpAffine(seen[0], turn, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for turn in turns]))


def shown(filmed: Filmed, shot: Shot) -> np.ndarray:
    """uint8 [F, 108, 192]: the drawings of a shot that the film shows, small and grey."""
    import cv2

    seen = drawings_of(filmed.clips[f"clip:{shot.id}"])
    first = HANDLE + shot.trim.begin // 2
    return np.stack([cv2.cvtColor(cv2.resize(one, SMALL, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY) for one in seen[first : first + max(2, shot.shown // 2)]])


def _moved(shot: str, seen: np.ndarray, seconds: float = 0.0) -> Pictures:
    steps = np.abs(np.diff(seen.astype(np.int16), axis=0)).mean((1, 2))
    half = len(seen) // 2
    far = np.abs(seen[half:].astype(np.int16) - seen[: len(seen) - half]).mean()
    return Pictures(shot=shot, motion=round(float(steps.mean()), 4), diversity=round(float(far), 4), redundancy=round(float((steps < SAME).mean()), 4), seconds=round(seconds, 3))


def _seconds(spent: Mapping[str, float], shot: str) -> float:
    """Seconds that making a shot's still and clip took, with all its candidates and readings."""
    return sum(seconds for step, seconds in spent.items() if step.rpartition(":")[2].partition("#")[0] == shot and any(kind in step for kind in ("still:", "clip:")))
