"""The worker: claims jobs by a lease and runs production. One per machine; a process per seat inside.

It has two lanes side by side: what is made (here) and what is written (writing_lane.py), so that nobody waits for a film to have a story written.
What a person waits for goes before films, films before those of a batch: a film lets it pass between two steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.crew import Crew, LocalCrew, sweep
from app.db.jobs import Job, JobState
from app.db.store import Store
from app.explain import explain, outdated
from app.process import only_one
from app.production import GaveWay, Production, Wish
from app.slates import with_slates
from app.watching import WATCH, unseen
from app.ways_of import ways
from storyboard.errors import BadInput, FabulaError, Stopped
from storyboard.plan import plan
from storyboard.sitting import SAMPLE, SITTING, sample_step, sitting
from storyboard.sound import VoiceParams
from storyboard.steps import Step, behind, part
from storyboard.story import Story
from storyboard.take import Event, Take
from storyboard.variants import is_target, variants

BEAT_S = 5.0  # between heartbeats of a job
TELL_S = 0.5  # between progress rows
IDLE_S = 0.25  # between looks for a job
STALE = "stale"  # a job's target
LAST_MADE = 60  # step ids that a job's row names; the rest it counts
PASS_S = 0.5  # between looks whether something more urgent waits

Watch = Callable[[Event, float], None]  # an event, and the seconds left after it


def unwatched(_event: Event, _left_s: float) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class Look:
    """Who looks on, who may stop it, whether a job stopped so is over or waits for the next worker, and whether it lets others pass."""

    watch: Watch = unwatched
    stop: Callable[[], bool] = lambda: False
    afterwards: JobState = "stopped"
    gives_way: bool = False


@dataclass
class Teller:
    """Keeps the job's row true: progress, heartbeat, the wish to stop."""

    store: Store
    job: Job
    look: Look
    progress: dict[str, Any] = field(default_factory=dict)
    told_at: float = 0.0
    asked_at: float = 0.0
    is_stopped: bool = False
    passes: bool = False

    def event(self, event: Event, left_s: float) -> None:
        self.progress |= {"done": event.done, "total": event.total, "left_s": round(left_s, 1), "step": event.step, "state": event.state}
        in_hand = [step for step in self.progress.get("in_hand", ()) if step != event.step]
        self.progress["in_hand"] = [*in_hand, event.step] if event.state == "making" else in_hand
        if event.state in ("made", "kept"):
            self.progress[event.state] = self.progress.get(event.state, 0) + 1
        if event.state == "made":
            self.progress["last_made"] = [*self.progress.get("last_made", ()), event.step][-LAST_MADE:]
        if event.state in ("failed", "waits"):
            self.progress.setdefault("failures", {})[event.step] = _plain(event)
        self._beat(TELL_S)
        self.look.watch(event, left_s)

    def stop(self) -> bool:
        self._beat(BEAT_S if self.job.lane == "making" else TELL_S)
        return self.is_stopped or self.look.stop()

    def gives_way(self) -> bool:
        """Whether something more urgent waits; asked now and then, and once it does, this job lets it pass."""
        if self.look.gives_way and not self.passes and time.monotonic() - self.asked_at >= PASS_S:
            self.asked_at = time.monotonic()
            self.passes = self.store.jobs.waits_before(self.job)
        return self.passes

    def say(self, **progress: Any) -> None:
        """A writing's progress. Stopped when a person asked it to stop."""
        self.progress |= progress
        if self.stop():
            raise Stopped("Stopped. What is written is kept; go on from here when you like.")

    def close(self, failures: dict[str, Event]) -> None:
        """The row's last word: what failed in the end, not what failed on the way and was made after all."""
        self.progress["failures"] = {step: _plain(event) for step, event in failures.items()}
        self._beat(0.0)

    def _beat(self, every_s: float) -> None:
        if time.monotonic() - self.told_at >= every_s:
            self.told_at = time.monotonic()
            self.is_stopped = not self.store.jobs.tell(self.job, self.progress)


def _plain(event: Event) -> dict[str, str]:
    """A failure as its job's row keeps it; `failures_of` reads it back."""
    return {"state": event.state, "message": event.message}


def failures_of(job: Job) -> dict[str, Event]:
    """What failed and what waits, by step, as the worker of a job wrote it down."""
    kept = (job.progress or {}).get("failures", {})
    return {step: Event(step, step.partition(":")[0], one["state"], message=one["message"]) for step, one in kept.items()}


@dataclass(frozen=True)
class Outcome:
    """What a job came to: the last step's take (None: it could not be made) and what failed, by step."""

    job: Job
    take: Take | None
    failures: dict[str, Event]


def steps_of(store: Store, job: Job) -> tuple[Step, ...]:
    """`target`: film, animatic (every picture is drawn), slated (slates stand for what cannot be made), stale (of what shots are
    made of, what was made once and is no longer what the story asks for), watch (the readings of takes that are there), a part (storyboard.plan.part), a shot, candidates and framings
    (storyboard.variants), or what is seen and heard of the cast before any film (storyboard.sitting)."""
    story = store.stories.load(job.story, job.revision)
    if job.target == SITTING or job.target.startswith(f"{SAMPLE}:"):
        return seated(store, story, job)
    if is_target(job.target):
        return variants(story, ways(job.size, story.direction, False, store.settings), job.target)
    steps = plan(story, ways(job.size, story.direction, job.target == "animatic", store.settings))
    if job.target == WATCH:
        return unseen(steps, store)
    if job.target != STALE:
        return part(steps, job.target)
    stale = outdated(explain(steps, store), store, job.story)
    if not stale:
        raise BadInput("Nothing is stale: all that was made is as the story says.")
    return behind(steps, list(stale))


def seated(store: Store, story: Story, job: Job) -> tuple[Step, ...]:
    """The pictures of the cast, drawn; or a sentence in somebody's voice, which is the job's paper."""
    drawn = ways(job.size, story.direction, True, store.settings)
    if job.target == SITTING:
        return sitting(story, drawn)
    params = VoiceParams.model_validate(store.papers.get(SAMPLE, job.paper).content)
    return (sample_step(job.target.partition(":")[2], params, drawn),)


def run(store: Store, job: Job, crew: Crew, look: Look | None = None) -> Outcome:
    """Make a claimed job. Its row says how it ended, whatever happens. NoRoom, Stopped and bad stories are raised."""
    teller = Teller(store, job, look or Look())
    try:
        steps = steps_of(store, job)
        production = _produced(steps, store, crew, teller)
        failures = production.failures
        if failures and job.target == "slated":
            production = _produced(with_slates(steps, failures, store), store, crew, teller)
            failures = {s: e for s, e in {**failures, **production.failures}.items() if s not in production.takes}
        teller.close(failures)
    except GaveWay:
        store.jobs.end(job, "queued")
        raise
    except Stopped as error:
        store.jobs.end(job, "stopped" if teller.is_stopped else teller.look.afterwards, str(error))
        raise
    except FabulaError as error:
        store.jobs.end(job, "failed", str(error))
        raise
    except BaseException as error:  # a bug or a kill by signal: say so in the row, then let it through
        store.jobs.end(job, "stopped", f"{type(error).__name__}: {error}"[:400])
        raise
    take, last = production.takes.get(steps[-1].id), steps[-1]
    if take is None and (failures or not last.pin):
        return Outcome(store.jobs.end(job, "failed", summary(failures)), None, failures)
    return Outcome(store.jobs.end(job, "done", film=last.pin if take is None else take.sha256), take, failures)


def _produced(steps: tuple[Step, ...], store: Store, crew: Crew, teller: Teller) -> Production:
    money = store.stories.load(teller.job.story, teller.job.revision).limits.money
    production = Production(steps, store, crew, Wish(teller.job.story, teller.stop, teller.gives_way, money))
    for event in production.events():
        teller.event(event, production.left_s())
    return production


def summary(failures: dict[str, Event]) -> str:
    """The failures as one sentence."""
    failed = [e for e in failures.values() if e.state == "failed"]
    waits = len(failures) - len(failed)
    if not failed:
        return "Nothing failed."
    first = failed[0]
    more = f" {len(failed) - 1} more failed too." if len(failed) > 1 else ""
    return f"{first.step} failed: {first.message}{more} {waits} steps wait for it. The rest is kept; run the same command to try again."


def lock_of(store: Store) -> Path:
    return store.settings.home / "worker.lock"


def is_there(store: Store) -> bool:
    """Whether a worker serves this home now."""
    with only_one(lock_of(store), wait=False) as free:
        return not free


def work(store: Store, look: Look | None = None) -> int:
    """Serve jobs until told to stop. Returns how many were run; -1 when another worker serves this home."""
    from app.writing_lane import WritingLane

    look = look or Look()
    with only_one(lock_of(store), wait=False) as free:
        if not free:
            return -1
        sweep(store.settings.scratch)
        crew = LocalCrew(store.settings)
        count = 0
        try:
            crew.ready()
            with WritingLane(store.settings, look):
                while not look.stop():
                    job = store.jobs.claim()
                    if job is None:
                        time.sleep(IDLE_S)
                        continue
                    count += 1
                    _serve(store, job, crew, look)
        finally:
            crew.close()
        return count


def _serve(store: Store, job: Job, crew: Crew, look: Look) -> None:
    """One job; its failure is in its row and never ends the worker. A full disk would fail every other job too: wait a little."""
    try:
        run(store, job, crew, look)
    except GaveWay:
        return
    except FabulaError:
        time.sleep(IDLE_S)
