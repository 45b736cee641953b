"""The one loop that makes things: look up, make, keep. Yields an Event for each thing that happens.

    key in the store, file there  -> kept
    inputs known, key not there   -> claimed, sent to the crew, taken in, kept under its key
    an input failed               -> waits; everything else goes on

Any number of productions may run on one home: each key is made by the one that holds its claim, the others wait for the take.
"""

from __future__ import annotations

import heapq
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.bills import service_of
from app.crew import Crew, Result, Task, module_of
from app.db.claims import LEASE_S, Claim
from app.db.media import Kept
from app.db.store import Store
from app.db.takes import LateResult, Used, kept_take
from app.dealings import Dealings
from app.pace import Pace
from storyboard.errors import BadInput, Corrupt, FabulaError, LimitReached, Missing, NoRoom, Refused, Stopped
from storyboard.steps import Input, Step
from storyboard.take import Event, Media, Take
from storyboard.variants import home
from storyboard.watched import standing

LOOK_S = 0.25  # how often a stop is noticed
TURN = {"still": 0, "portrait": 1, "reading": 3}  # the whole film is seen in stills before the first shot moves, and read while sound and film are joined
OTHERS = 2
ANSWER_S = 10.0  # how long a stop waits for services that were asked
ELSEWHERE_S = 0.5  # how often a step another worker makes is looked for


@dataclass(frozen=True)
class Wish:
    """What a production serves: the story its takes are remembered for (None: none), when to stop, and when to let something more urgent
    go first: what is in hand is finished then, and nothing new begun; `money`: what services may cost for that story, None: as much as it takes."""

    story: str | None = None
    stop: Callable[[], bool] = lambda: False
    gives_way: Callable[[], bool] = lambda: False
    money: float | None = None


class GaveWay(Stopped):
    """Something more urgent goes first; this waits, and what is finished is kept."""


def produce(steps: Sequence[Step], store: Store, crew: Crew, wish: Wish | None = None) -> Iterator[Event]:
    """Make every step that is not there yet. Ends when nothing more can be made; failures are events. NoRoom, Stopped."""
    return Production(steps, store, crew, wish).events()


class Production:
    """One run of the loop. `takes`, `failures` and `left_s()` may be read while it runs."""

    def __init__(self, steps: Sequence[Step], store: Store, crew: Crew, wish: Wish | None = None):
        self._steps = {s.id: s for s in steps}
        self._order = {s.id: n for n, s in enumerate(sorted(steps, key=lambda s: TURN.get(s.kind, OTHERS)))}
        self._store, self._crew, self._wish = store, crew, wish or Wish()
        self._claims = store.claims()
        self._dealings = Dealings(store, steps, self._wish.story or "", self._wish.money)
        self._pace = Pace(store.takes.pace())
        self._after: dict[str, list[str]] = defaultdict(list)
        for step in steps:
            for one in set(step.behind):
                self._after[one].append(step.id)
        self._open = set(self._steps)  # not settled: inputs not all known
        self._files: dict[str, Kept] = {}  # step id -> its file, once known
        self._spared = set[str]()  # retries that are not needed, and what hangs on them
        self._keys: dict[str, str] = {}
        self._wanted: dict[str, list[str]] = {}  # key -> the steps that share it
        self._ready: dict[str, list[tuple[int, str]]] = defaultdict(list)  # who is asked ("": nobody) -> heap of (place in the plan, key)
        self._elsewhere: set[str] = set()
        self._held: dict[str, Claim] = {}
        self._lost: dict[str, str] = {}  # step id -> digest of the file that has to be made anew
        self._sound: set[str] = set()  # digests verified in this run
        self._beat, self._peek = time.monotonic(), 0.0
        self._told: deque[Event] = deque()
        self.takes: dict[str, Take] = {}
        self.failures: dict[str, Event] = {}

    @property
    def total(self) -> int:
        return len(self._steps)

    @property
    def done(self) -> int:
        return len(self._files) + len(self._spared)

    def left_s(self) -> float:
        """Seconds left, by what such steps took before."""
        rest = [s for i, s in self._steps.items() if i not in self._files and i not in self._spared and i not in self.failures]
        return self._pace.left_s(rest, self._crew.size)

    def events(self) -> Iterator[Event]:
        last = next(reversed(self._steps), None)
        try:
            self._settle(list(self._steps))
            if last in self._files and not self._is_sound(self._files[last]):
                self._forget(last)
            yield from self._drain()
            while any(self._ready.values()) or self._held or self._elsewhere:
                if self._wish.stop():
                    self._let_finish()
                    yield from self._drain()
                    raise Stopped("Stopped. What is finished is kept; the same command goes on from here.")
                if not self._wish.gives_way():
                    self._send()
                elif not self._held:
                    raise GaveWay("Something more urgent goes first.")
                yield from self._drain()
                self._look_elsewhere()
                for result in self._crew.results(LOOK_S if self._held else 0):
                    self._receive(result)
                    yield from self._drain()
                if not self._held and self._elsewhere and not any(self._ready.values()):
                    time.sleep(LOOK_S)
                self._heartbeat()
                yield from self._drain()
        finally:
            self._leave()

    def _let_finish(self) -> None:
        """Before a stop: take what is finished, and wait a little for services, since what they were asked for is paid."""
        until = time.monotonic() + ANSWER_S
        while True:
            for result in self._crew.results(0):
                self._receive(result)
            if time.monotonic() > until or not any(service_of(self._steps[self._wanted[key][0]]) for key in self._held):
                return
            time.sleep(LOOK_S)

    def _drain(self) -> Iterator[Event]:
        while self._told:
            yield self._told.popleft()

    def _tell(self, step: str, state: str, message: str = "") -> Event:
        event = Event(
            step=step, kind=self._steps[step].kind, state=state, done=self.done, total=self.total,  # type: ignore[arg-type]
            message=message, take=self.takes.get(step),
        )  # fmt: skip
        self._told.append(event)
        return event

    # what is there already

    def _settle(self, candidates: list[str]) -> None:
        """Find out, for steps whose inputs are now known, whether they are there; and then for those after them."""
        while candidates:
            stand = {i: "ready" if self._steps[i].pin else standing(self._steps[i], self._files, self._spared, self._has_no_finding) for i in candidates if i in self._open}
            ready = [i for i, where in stand.items() if where == "ready"]
            spared = {i for i, where in stand.items() if where == "spared"}
            self._spared |= spared
            self._open -= spared
            self._settle_pins([i for i in ready if self._steps[i].pin])
            keyed = {i: self._key(i) for i in ready if not self._steps[i].pin}
            found = self._store.takes.get(keyed.values())
            for step, key in keyed.items():
                take = found.get(key)
                self._open.discard(step)
                if take is not None and self._store.media.is_there(kept_take(take)):
                    self._have(step, take)
                else:
                    self._want(step, key)
            self._remember([i for i in keyed if i in self._files])
            settled = [*(i for i in ready if i in self._files), *spared]
            candidates = sorted({a for i in settled for a in self._after[i]}, key=self._order.__getitem__)

    def _has_no_finding(self, reading: str) -> bool:
        kept = self._files[reading]
        if not self._is_sound(kept):  # damaged: it is made anew, and until then the take is as if it had one
            self._forget(reading)
            return False
        return not self._store.reading(kept.sha256).findings

    def _inputs(self, step: Step) -> list[Input]:
        """Those that are needed."""
        return [i for i in step.inputs if i.step not in self._spared]

    def _key(self, step: str) -> str:
        self._keys[step] = self._steps[step].key({i.step: self._files[i.step].sha256 for i in self._inputs(self._steps[step])})
        return self._keys[step]

    def _settle_pins(self, pinned: list[str]) -> None:
        files = self._store.takes.media(p for i in pinned if (p := self._steps[i].pin))
        for step in pinned:
            self._open.discard(step)
            pin = self._steps[step].pin or ""
            if pin in files and self._is_sound(files[pin]):
                self._files[step] = files[pin]
                self._tell(step, "kept", "chosen")
            else:
                self._fail(step, Missing(f"The file chosen for {step} ({pin[:12]}...) is gone or damaged. Choose another, or none."))

    def _have(self, step: str, take: Take, state: str = "kept") -> None:
        self.takes[step], self._files[step] = take, kept_take(take)
        self._tell(step, state)

    def _want(self, step: str, key: str) -> None:
        if key in self._wanted:
            self._wanted[key].append(step)
            return
        self._wanted[key] = [step]
        self._line_up(key)

    def _line_up(self, key: str) -> None:
        step = self._wanted[key][0]
        heapq.heappush(self._ready[service_of(self._steps[step])], (self._order[step], key))

    def _is_sound(self, kept: Kept) -> bool:
        """Whether the file's bytes are what its digest says; asked once in a run."""
        if kept.sha256 in self._sound:
            return True
        try:
            self._store.media.verified(kept)
        except (Missing, Corrupt):
            return False
        self._sound.add(kept.sha256)
        return True

    def _forget(self, step: str) -> None:
        """Its file is gone or damaged: make it anew. Steps that wait to use it wait again."""
        self._lost[step] = self._files.pop(step).sha256
        self.takes.pop(step, None)
        self._want(step, self._keys[step])

    # making

    def _send(self) -> None:
        for service, ready in list(self._ready.items()):
            while ready and self._crew.free(service):
                self._send_one(heapq.heappop(ready)[1], service)

    def _send_one(self, key: str, service: str) -> None:
        step = self._steps[self._wanted[key][0]]
        try:
            if not self._inputs_are_sound(step, key):
                return
            claim = self._claims.take(key)
            if claim is None:
                self._elsewhere.add(key)
                return
            self._held[key] = claim
            if self._was_made_meanwhile(key):
                return
            weights, module = self._store.settings.weights, module_of(step.kind, step.way.name)
            task = Task(key, step.kind, step.way.name, module, step.params, self._media_of(step), weights, service=service)
            self._dealings.begin(step, key)
        except (Missing, Refused, LimitReached, BadInput) as error:
            self._give_up(key, error)
            return
        for one in self._wanted[key]:
            self._tell(one, "making", self._steps[one].about)
        self._crew.send(task)

    def _inputs_are_sound(self, step: Step, key: str) -> bool:
        """Verify what the step is about to use; what is damaged is wanted again and the step goes back to wait for it."""
        bad = [i.step for i in self._inputs(step) if i.step not in self._files or not self._is_sound(self._files[i.step])]
        if not bad:
            return True
        for one in dict.fromkeys(bad):
            if self._steps[one].pin:
                raise Missing(f"The file chosen for {one} is gone or damaged. Choose another, or none.")
            if one in self._files:
                self._forget(one)
        self._open.update(self._wanted.pop(key))
        return False

    def _media_of(self, step: Step) -> dict[str, tuple[Media, ...]]:
        found: dict[str, list[Media]] = defaultdict(list)
        for one in self._inputs(step):
            kept = self._files[one.step]
            path = self._store.media.path(kept.sha256, kept.format)
            found[one.role].append(Media(path, kept.format, kept.frames, kept.rate, kept.width, kept.height))
        return {role: tuple(media) for role, media in found.items()}

    def _was_made_meanwhile(self, key: str) -> bool:
        take = self._store.takes.get([key]).get(key)
        if take is None or not self._is_sound(kept_take(take)):
            return False
        self._claims.release([self._held.pop(key)])
        self._finish(key, take, "kept")
        return True

    def _receive(self, result: Result) -> None:
        claim = self._held[result.key]
        self._dealings.end(result.key, result.paid, result.earlier)
        step = self._steps[self._wanted[result.key][0]]
        try:
            if result.error is not None or result.media is None:
                raise result.error or Missing(f"The maker of {step.id} gave nothing back.")
            kept = self._store.media.accept(result.media)
            inputs = [(i.role, self._files[i.step].sha256) for i in self._inputs(step)]
            take = self._store.takes.keep(claim, step, inputs, (kept, result.seconds), self._used(self._wanted[result.key]))
        except LateResult:
            del self._held[result.key]
            self._elsewhere.add(result.key)
        except NoRoom:
            raise
        except FabulaError as error:
            self._give_up(result.key, error)
        else:
            del self._held[result.key]
            self._sound.add(take.sha256)
            self._pace.learn(step, result.seconds)
            self._finish(result.key, take, "made")

    def _finish(self, key: str, take: Take, state: str) -> None:
        steps = self._wanted.pop(key)
        if state != "made":
            self._remember(steps)
        for step in steps:
            self._have(step, take, state)
            if self._lost.pop(step, take.sha256) != take.sha256:
                self._reopen(step)
        self._settle([after for step in steps for after in self._after[step]])

    def _reopen(self, step: str) -> None:
        """A lost file came back with other bytes (its maker is not exact): what was made from the old ones hangs on new keys."""
        for after in self._after[step]:
            if after in self._files and not self._steps[after].pin:
                del self._files[after]
                self.takes.pop(after, None)
                self._open.add(after)
                self._reopen(after)

    def _give_up(self, key: str, error: FabulaError) -> None:
        claim = self._held.pop(key, None)
        if claim is not None:
            self._claims.release([claim])
        for step in self._wanted.pop(key):
            self._fail(step, error)

    def _fail(self, step: str, error: FabulaError) -> None:
        """The step fails; all that hangs on it waits."""
        self.failures[step] = self._tell(step, "failed", str(error))
        queue = deque(self._after[step])
        while queue:
            after = queue.popleft()
            if after in self._open and after not in self.failures:
                self._open.discard(after)
                self.failures[after] = self._tell(after, "waits", f"waits for {step}")
                queue.extend(self._after[after])

    # other workers

    def _look_elsewhere(self) -> None:
        """What others were making: take it when it is there, make it when they are gone."""
        if not self._elsewhere or time.monotonic() - self._peek < ELSEWHERE_S:
            return
        self._peek = time.monotonic()
        found = self._store.takes.get(self._elsewhere)
        for key in sorted(self._elsewhere):
            take = found.get(key)
            if take is not None and self._is_sound(kept_take(take)):
                self._elsewhere.discard(key)
                self._finish(key, take, "kept")
            elif self._crew.free():
                self._elsewhere.discard(key)
                self._line_up(key)

    def _heartbeat(self) -> None:
        if self._held and time.monotonic() - self._beat > LEASE_S / 4:
            self._beat = time.monotonic()
            self._claims.renew(self._held.values())

    def _remember(self, steps: Iterable[str]) -> None:
        """Which takes these steps use now: how they are found again, though ids never enter keys. A candidate is a take of its step."""
        used = self._used(steps)
        if used is not None:
            self._store.takes.use(*used)

    def _used(self, steps: Iterable[str]) -> Used | None:
        used = [(home(i), self._keys[i]) for i in steps if i in self._keys]
        return None if self._wish.story is None or not used else (self._wish.story, used)

    def _leave(self) -> None:
        """Nothing stays claimed or half made, whatever ended the loop."""
        if self._held:
            self._crew.drop()
            for key in self._held:
                self._dealings.end(key, "perhaps")  # whoever asked was ended in the middle of it
            held, self._held = list(self._held.values()), {}
            self._claims.release(held)
