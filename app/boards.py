"""Boards: a story as scenes and shots with what is there of each, worked out when somebody looks, and only of the shots looked at.

So the board of five thousand shots costs what one of forty costs: nothing here goes over the whole film but to count it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.db.jobs import Job, standing
from app.db.media import Kept
from app.db.store import Store
from app.db.stories import Head
from app.db.takes import kept_take
from app.explain import Explained, explain, is_like
from app.pace import Pace
from app.settings import Settings
from app.watching import Cost, Read, cost, lightly, reads_of
from app.ways_of import ways
from storyboard import continuity
from storyboard.continuity import Finding
from storyboard.edit import Change
from storyboard.plan import plan, steps_of_shots
from storyboard.steps import part
from storyboard.story import Scene, Shot, Story
from storyboard.take import Format, Take

ShotState = Literal["made", "pinned", "stale", "will make", "making", "failed"]
WINDOW = 48  # shots looked at at once
LOOKED_AT = 8  # jobs, the newest
SEEN = ("still", "clip")


@dataclass(frozen=True)
class Shown:
    """A kept file of a shot. `is_current`: it is what the story asks for now; else an older one, still to be watched."""

    sha256: str
    format: Format
    is_current: bool


@dataclass(frozen=True)
class Card:
    """A shot on the board. `number`: its place in the film, from 1. `why`: what changed or failed, in words. `reads`: what the watcher read of
    its clip and its voices, as they are shown."""

    shot: Shot
    number: int
    state: ShotState
    why: str
    still: Shown | None
    clip: Shown | None
    findings: tuple[Finding, ...]
    reads: tuple[Read, ...] = ()


@dataclass(frozen=True)
class Row:
    """A scene on the board, with those of its shots that are looked at. `number`: from 1; `first`: the film's number of its first shot."""

    scene: Scene
    number: int
    first: int
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    """Shots `begin` to `end` (numbers from 1, both included) of a story's revision, by scene. `begins`: the number of each scene's first shot."""

    head: Head
    story: Story
    size: str
    begin: int
    end: int
    total: int
    begins: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Foretold:
    """What making would do: steps that will be made, steps that hang on those and may come out the same, how many stay as they are, and the
    seconds it takes, without the retries that may be needed; `cost`: what watching has of it."""

    will: tuple[Explained, ...]
    may: tuple[Explained, ...]
    stay: int
    left_s: float
    cost: Cost


class Boards:
    """The part of a Studio that shows a story's shots."""

    settings: Settings
    store: Store

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...

    def board(self, head: Head, size: str, begin: int = 1, count: int = WINDOW) -> Board:
        """`count` shots from the one with the number `begin` on; a number beyond the film is its nearest."""
        story = self.story(head.id, head.revision)
        begins, total = first_numbers(story)
        begin = min(max(1, begin), total)
        end = min(total, begin + count - 1)
        seen = [at for at, scene in enumerate(story.scenes) if begins[at] <= end and begins[at] + len(scene.shots) > begin]
        numbers = {at: range(max(begin, begins[at]), min(end + 1, begins[at] + len(story.scenes[at].shots))) for at in seen}
        places = [(number, story.scenes[at], story.scenes[at].shots[number - begins[at]]) for at in seen for number in numbers[at]]
        cards = {card.number: card for card in _Look(self, head, story, size).cards(places, findings_of(story, seen))}
        rows = tuple(Row(story.scenes[at], at + 1, begins[at], tuple(cards[number] for number in numbers[at])) for at in seen)
        return Board(head, story, size, begin, end, total, begins, rows)

    def foretold(self, head: Head, size: str, target: str = "film") -> Foretold:
        """What making `target` would do. It looks at the whole film: for when somebody asks."""
        story = self.story(head.id, head.revision)
        found = explain(part(plan(story, ways(size, story.direction, False, self.settings)), target), self.store, head.id)
        todo = [e for e in found if e.state != "have"]
        pace = Pace(self.store.takes.pace())
        left_s = pace.left_s([e.step for e in todo if not e.step.unless], self.settings.workers)
        will, may = (tuple(e for e in todo if (e.state == "may make") == is_open) for is_open in (False, True))
        return Foretold(will, may, len(found) - len(todo), left_s, cost(todo, pace))

    def mend_seen(self, board: Board) -> tuple[Change | None, int]:
        """One edit that mends what an edit can mend in the shots of a board, and how many findings that is; None: there is nothing."""
        scenes = [row.number - 1 for row in board.rows]
        inside = {card.shot.id for row in board.rows for card in row.cards}
        mended = continuity.mend_shots(_beside(board.story, scenes), inside)
        return (mended.change, len(mended.done)) if mended.done else (None, 0)


def first_numbers(story: Story) -> tuple[tuple[int, ...], int]:
    """The number of each scene's first shot, and how many shots there are."""
    begins, at = [], 1
    for scene in story.scenes:
        begins.append(at)
        at += len(scene.shots)
    return tuple(begins), at - 1


class _Look:
    """One look at some shots of a story: their steps, what is there of them, what is being made of them."""

    def __init__(self, boards: Boards, head: Head, story: Story, size: str):
        self.store, self.head, self.story, self.size = boards.store, head, story, size
        self.ways = lightly(story, ways(size, story.direction, False, boards.settings))
        self.in_hand, self.failed = _told(boards.store, head, size)
        self.now: dict[str, Take] = {}
        self.older: dict[str, list[tuple[Take, int]]] = {}
        self.pinned: dict[str, Kept] = {}

    def cards(self, places: Sequence[tuple[int, Scene, Shot]], found: Mapping[str, Sequence[Finding]]) -> Iterator[Card]:
        """The card of each shot, by its number in the film."""
        steps = steps_of_shots(self.story, [(scene, shot) for _, scene, shot in places], self.ways)
        known = {e.step.id: e for e in explain(steps, self.store, self.head.id)}
        self.now = self.store.takes.get(e.key for e in known.values() if e.state == "have" and e.key)
        self.older = self.store.takes.of_steps(self.head.id, (name for name, e in known.items() if e.state != "have"))
        self.pinned = self.store.takes.media(s.pin for s in steps if s.pin)
        mine = {
            shot.id: [known[name] for name in (f"still:{shot.id}", f"clip:{shot.id}", *(f"voice:{line.id}" for line in shot.lines if self.story.voices(line)))]
            for _, _, shot in places
        }
        files = {e.step.id: shown for own in mine.values() for e in own if (shown := self._shown(e)) is not None}
        reads = reads_of(self.store, self.head.id, {name: (one.sha256, one.is_current) for name, one in files.items() if not name.startswith("still:")})
        for number, _, shot in places:
            names = [e.step.id for e in mine[shot.id]]
            seen = tuple(reads[name] for name in names if name in reads)
            yield Card(shot, number, *self._state(shot, mine[shot.id]), files.get(names[0]), files.get(names[1]), tuple(found.get(shot.id, ())), seen)

    def _state(self, shot: Shot, steps: Sequence[Explained]) -> tuple[ShotState, str]:
        missing = [e for e in steps if e.state != "have"]
        if any(e.step.id in self.in_hand for e in steps):
            return "making", ""
        for e in missing:
            if e.state == "cannot make":
                return "failed", e.why
            if e.step.id in self.failed:
                return "failed", self.failed[e.step.id]
        outdated = [e for e in missing if any(is_like(one, e.step) for one in self.older.get(e.step.id, ()))]
        if outdated:
            return "stale", outdated[0].why
        if any(e.step.kind in SEEN for e in missing):
            return "will make", missing[0].why
        return ("pinned", "chosen") if shot.pins.clip or shot.pins.still else ("made", "")

    def _shown(self, e: Explained) -> Shown | None:
        """The file of a step: today's, else the newest older one of this way and size, else any."""
        if e.state == "have":
            take = self.now.get(e.key or "")
            if take is not None:
                return Shown(take.sha256, take.format, True)
            own = self.pinned.get(e.step.pin or "")
            return Shown(own.sha256, own.format, True) if own is not None else None
        there = [one for one in self.older.get(e.step.id, ()) if self.store.media.is_there(kept_take(one[0]))]
        best = sorted(there, key=lambda one: not is_like(one, e.step))
        return Shown(best[0][0].sha256, best[0][0].format, False) if best else None


def findings_of(story: Story, scenes: Sequence[int]) -> dict[str, list[Finding]]:
    """What the lints find in these scenes, looked at beside the scenes before and after them."""
    if not scenes:
        return {}
    part = _beside(story, scenes)
    inside = {shot.id for at in scenes for shot in story.scenes[at].shots}
    found: dict[str, list[Finding]] = {}
    for one in continuity.check(part):
        if one.shot in inside:
            found.setdefault(one.shot, []).append(one)
    return found


def _told(store: Store, head: Head, size: str) -> tuple[set[str], Mapping[str, str]]:
    """Steps in hand now; and why steps failed, as the newest job that ended says, where this revision is the one it was made of."""
    jobs = [standing(job) for job in store.jobs.of_story(head.id, LOOKED_AT)]
    in_hand = {step for job in jobs if job.state == "making" for step in dict(job.progress or {}).get("in_hand", ())}
    ended: Job | None = next((job for job in jobs if not job.is_open and job.size == size), None)
    if ended is None or ended.revision != head.revision:
        return in_hand, {}
    failures = dict(ended.progress or {}).get("failures", {})
    return in_hand, {step: one["message"] for step, one in failures.items() if one["state"] == "failed"}


def _beside(story: Story, scenes: Sequence[int]) -> Story:
    """These scenes with the one before and the one after: what the lints compare."""
    return story.model_copy(update={"scenes": story.scenes[max(0, scenes[0] - 1) : scenes[-1] + 2]})
