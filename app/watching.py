"""Watching: what the watcher read of the takes that are there, what of it is amiss, and what to do about it.

A reading belongs to the bytes it was made of: it is found by what it read, so that an older take keeps its own, and so does each candidate of a shot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.db.jobs import Job
from app.db.media import Kept, MediaFolder
from app.db.store import Store
from app.db.stories import Head
from app.db.takes import kept_take
from app.explain import Explained, explain, is_like
from app.pace import Pace
from app.remedies import Remedy, remedy, shot_of
from app.settings import Settings
from app.ways_of import ways
from storyboard import memory
from storyboard.errors import BadInput, Corrupt, FabulaError
from storyboard.plan import plan
from storyboard.speakers import REFERENCE
from storyboard.steps import MARK as CANDIDATE
from storyboard.steps import Step, behind
from storyboard.story import Direction, Story
from storyboard.variants import place_of, shot_chain
from storyboard.watched import BEST, READING, VISION
from storyboard.watching import Check, Reading
from storyboard.ways import Ways

READ = ("clip", "voice", "scene", "mix")  # kinds of steps
WATCH = "watch"  # a job's target: the readings that are not there of takes that are


@dataclass(frozen=True)
class Read:
    """What was read of a step's take. `sha256`: of the file that was read; `is_current`: it is what the story asks for now."""

    step: str
    sha256: str
    reading: Reading
    is_current: bool = True


@dataclass(frozen=True)
class Amiss:
    """Something in a step's take that does not hold. `shot`: where it is seen or heard ("": in no single shot)."""

    step: str
    shot: str
    check: Check
    remedy: Remedy


@dataclass(frozen=True)
class Watched:
    """What is known of a film's takes, or of a shot's, in the film's order. `unseen`: steps whose take is there and that nobody has read;
    `is_watched`: the story asks for readings."""

    reads: tuple[Read, ...]
    unseen: tuple[str, ...]
    amiss: tuple[Amiss, ...]
    is_watched: bool

    @property
    def findings(self) -> tuple[Amiss, ...]:
        return tuple(one for one in self.amiss if not one.check.is_advisory)

    @property
    def notes(self) -> tuple[Amiss, ...]:
        return tuple(one for one in self.amiss if one.check.is_advisory)

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """What could not be read of a take, and why: step, sentence."""
        return tuple((one.step, words) for one in self.reads for words in one.reading.unread)


@dataclass(frozen=True)
class Cost:
    """What watching adds to what is to be made. `takes`: of clips, beside one of each; `retries`: at most so many more; `readings`: without the
    retries'. Seconds of the crew together, a retry's with its reading."""

    takes: int
    retries: int
    readings: int
    takes_s: float
    retries_s: float
    readings_s: float


class Watching:
    """The part of a Studio that tells what the watcher read."""

    settings: Settings
    store: Store

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...
        def order(self, head: Head, size: str = "default", target: str = "film", rank: int | None = None) -> Job: ...

    def readings(self, head: Head, size: str = "default", shot: str | None = None, steps: Sequence[Explained] = ()) -> Watched:
        """What was read of the takes that are there, of the whole film or of one shot. It looks at every step of it. `steps`: what `explain` said
        of them, where that is known. BadInput: no such shot."""
        story = self.story(head.id, head.revision)
        chosen = ways(size, story.direction, False, self.settings)
        if shot is not None:
            place_of(story, shot)
        found = steps or explain(plan(story, chosen) if shot is None else shot_chain(story, shot, chosen), self.store, head.id)
        return watched(self.store, head.id, story, found)

    def watch(self, head: Head, size: str = "default") -> Job | None:
        """Order the readings that are not there of takes that are; None: all of them are there. Nothing else is made."""
        return self.order(head, size, WATCH) if self.readings(head, size).unseen else None

    def costs(self, steps: Sequence[Explained]) -> Cost:
        """What watching has of what would be made. `steps`: what `explain` says."""
        return cost([e for e in steps if e.state != "have"], Pace(self.store.takes.pace()))


def watched(store: Store, whose: str, story: Story, steps: Sequence[Explained]) -> Watched:
    """`steps`: what `explain` says of a story, or of a part of it."""
    reads = tuple(reads_of(store, whose, shown(store, whose, steps)).values())
    amiss = [(read.step, shot_of(story, read.step, check), check) for read in reads for check in (*read.reading.findings, *read.reading.notes)]
    told = tuple(Amiss(step, shot.id if shot else "", check, remedy(story, step, check, shot)) for step, shot, check in amiss)
    waiting = tuple(step.id.partition(":")[2] for step in open_readings(steps))
    return Watched(reads, waiting, told, any(e.step.kind == "reading" for e in steps))


def shown(store: Store, whose: str, steps: Sequence[Explained]) -> dict[str, tuple[str, bool]]:
    """The file of each step that is read: today's, else an older one of its way and size; and whether it is today's. Candidates are left out."""
    read = {e.step.id: e for e in steps if e.step.kind in READ and e.step.id.startswith(f"{e.step.kind}:") and CANDIDATE not in e.step.id}
    now = store.takes.get(e.key for e in read.values() if e.state == "have" and e.key)
    older = store.takes.of_steps(whose, (name for name, e in read.items() if e.state != "have"))
    found: dict[str, tuple[str, bool]] = {}
    for name, e in read.items():
        if e.state == "have":
            found[name] = (e.step.pin or now[e.key or ""].sha256, True)
        elif like := [take for take, width in older.get(name, ()) if is_like((take, width), e.step) and store.media.is_there(kept_take(take))]:
            found[name] = (like[0].sha256, False)
    return found


def lightly(story: Story, chosen: Ways) -> Ways:
    """Ways in whose plan no step is only a reading: readings are found by what they read, and cost as many steps again. What of them decides which
    take stands, or what is remembered, stays."""
    decides = several(story.direction) or memory.is_kept(story, chosen)
    return chosen.model_copy(update={"enrols": False, "vision": None} | ({} if decides else {"reading": None}))


def several(direction: Direction) -> bool:
    """Whether one of several takes is chosen anywhere."""
    return direction.takes + direction.retries > 1 or direction.stills > 1


def reads_of(store: Store, whose: str, files: Mapping[str, tuple[str, bool]]) -> dict[str, Read]:
    """The newest reading of each step's file, where there is one. `files`: step -> digest, whether it is today's."""
    there = readings_of(store, whose, {step: [sha256] for step, (sha256, _) in files.items()})
    return {step: Read(step, sha256, there[step, sha256], is_current) for step, (sha256, is_current) in files.items() if (step, sha256) in there}


def readings_of(store: Store, whose: str, files: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Reading]:
    """The newest reading of each of several takes of steps, with what a vision model said of it: (step, digest of the take) -> reading.
    `files`: step -> digests."""
    there = store.takes.readings(whose, (f"{kind}:{step}" for step in files for kind in (READING, VISION)))
    found = {}
    for step, digests in files.items():
        for sha256 in digests:
            kept = [next((kept for kept, inputs in there.get(f"{kind}:{step}", ()) if sha256 in inputs), None) for kind in (READING, VISION)]
            read = [opened(store, one) for one in kept if one is not None]
            if read:
                checks, unread = (sum((getattr(one, part) for one in read), ()) for part in ("checks", "unread"))
                found[step, sha256] = read[0].model_copy(update={"checks": checks, "unread": unread})
    return found


def opened(store: Store, kept: Kept) -> Reading:
    """A kept reading; one that is lost or damaged says so."""
    try:
        return _parsed(store.media, kept)
    except FabulaError as error:
        return Reading(unread=(str(error),))


@lru_cache(maxsize=20_000)
def _parsed(media: MediaFolder, kept: Kept) -> Reading:
    """Verified and read once, since it is named by its digest. Missing, Corrupt."""
    path = media.verified(kept)
    try:
        return Reading.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise Corrupt(f"The reading {path.name[:12]} is of another release. Read the take again.") from error


def unseen(steps: Sequence[Step], store: Store) -> tuple[Step, ...]:
    """The readings that are not there of takes that are, behind what they read. BadInput: there are none."""
    wanted = [step.id for step in open_readings(explain(steps, store))]
    if not wanted:
        raise BadInput("There is nothing to read: every take that is there was read, or nothing is made yet.")
    return behind(steps, wanted)


def open_readings(steps: Sequence[Explained]) -> Iterator[Step]:
    """The readings that are not there, of what is there. What everyone says once, so that an ear can tell them apart, is made with them."""
    there = {e.step.id for e in steps if e.state == "have" or e.step.id.startswith(f"{REFERENCE}:")}
    yield from (e.step for e in steps if e.step.kind == "reading" and e.state != "have" and all(i.step in there for i in e.step.inputs))


def measured(check: Check) -> tuple[str, str, str]:
    """The value with its unit, which way its bound goes ("at least", "at most"; "": it is just at it), and the bound."""
    value, bound = f"{check.value:.3g}", f"{check.bound:.3g}"
    way = "" if value == bound else "at least" if check.holds == (check.value > check.bound) else "at most"
    return f"{value} {check.unit}".strip(), way, bound


def cost(todo: Sequence[Explained], pace: Pace) -> Cost:
    """`todo`: the steps that making may make."""
    steps = [e.step for e in todo]
    retries = [step for step in steps if step.unless]
    late = {step.id for step in retries}
    chosen = {step.id for step in steps if step.way == BEST}  # its bytes are a candidate's, so its reading is there with it
    readings = [step for step in steps if step.kind == "reading" and step.inputs[0].step not in chosen]
    early, later = ([one for one in readings if (one.inputs[0].step in late) == is_late] for is_late in (False, True))
    candidates = [step for step in steps if CANDIDATE in step.id and step.kind in ("clip", "still") and not step.unless]
    first = {step.id.partition(CANDIDATE)[0]: step for step in reversed(candidates)}
    more = [step for step in candidates if step is not first[step.id.partition(CANDIDATE)[0]]]
    seconds = [sum(map(pace.expected_s, part)) for part in (more, [*retries, *later], early)]
    return Cost(len(more), len(retries), len(early), *seconds)


def cost_words(told: Cost) -> str:
    """One line for people; "" where nothing is added."""
    from app.progress import clock

    said = []
    if told.takes:
        said.append(f"{told.takes} more takes to choose from, {clock(told.takes_s)}")
    if told.retries:
        said.append(f"at most {told.retries} retries where no take is without findings, {clock(told.retries_s)} with their readings")
    if told.readings:
        said.append(f"{told.readings} readings, {clock(told.readings_s)}")
    return f"Of one core's time: {'; '.join(said)}." if said else ""
