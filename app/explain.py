"""explain: what making would do, step by step, before anything is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.db.store import Store
from app.db.takes import breadth, kept_take, recipe
from storyboard.steps import Step
from storyboard.take import State, Take
from storyboard.watched import standing

Foretold = Literal[State, "cannot make"]


@dataclass(frozen=True)
class Explained:
    """One step: what would happen to it, and why. `key` is None while an input's content is not known."""

    step: Step
    state: Foretold
    why: str
    key: str | None

    @property
    def way_words(self) -> str:
        """How it is made, for people: "drawn", "dit, 4 steps, int8"."""
        way = self.step.way
        return f"{way.name}, {way.steps} step{'s' if way.steps > 1 else ''}, {way.path}" if way.is_net else way.name

    def plain(self) -> dict[str, Any]:
        """The JSON that scripts read: kind, way, version, weights, steps, state, key are a promise."""
        way = self.step.way
        return {
            "id": self.step.id, "kind": self.step.kind, "way": way.name, "version": way.version, "weights": way.weights,
            "path": way.path, "steps": way.steps, "state": self.state, "key": self.key, "why": self.why, "about": self.step.about,
        }  # fmt: skip


def explain(steps: Sequence[Step], store: Store, story: str | None = None) -> list[Explained]:
    """have: it is there. will make: it is not. may make: it hangs on something that will be made, and may come out the same.
    cannot make: the file that was chosen for it, or for something it hangs on, is gone. Retries that are not needed are left out."""
    before = store.takes.last_recipes(story, (s.id for s in steps)) if story else {}
    found = _pinned(steps, store)
    digests: dict[str, str] = {name: e.step.pin for name, e in found.items() if e.step.pin and e.state == "have"}
    todo, spared = [s for s in steps if not s.pin], set[str]()
    while todo:
        stand = {s.id: standing(s, digests, spared, lambda name: not store.reading(digests[name]).findings) for s in todo}
        spared |= {name for name, where in stand.items() if where == "spared"}
        known = [s for s in todo if stand[s.id] == "ready"]
        if not known and "spared" not in stand.values():
            break
        keys = {s.id: s.key(digests) for s in known}
        takes = store.takes.get(keys.values())
        for step in known:
            take = takes.get(keys[step.id])
            if take is not None and store.media.is_there(kept_take(take)):
                digests[step.id] = take.sha256
                found[step.id] = Explained(step, "have", "", keys[step.id])
            else:
                why = "its file is gone or damaged" if take is not None else _why(step, digests, before.get(step.id))
                found[step.id] = Explained(step, "will make", why, keys[step.id])
        settled = {s.id for s in known} | spared
        todo = [s for s in todo if s.id not in settled]
    for step in todo:  # in the plan's order: what a step hangs on comes before it
        waits = [one for one in step.behind if one not in digests and one not in spared]
        lost = [one for one in waits if found[one].state == "cannot make"]
        found[step.id] = Explained(step, "cannot make" if lost else "may make", f"hangs on {(lost or waits)[0]}", None)
    return [found[s.id] for s in steps if s.id not in spared]


def _pinned(steps: Sequence[Step], store: Store) -> dict[str, Explained]:
    """The steps a file was chosen for. Without that file they fail: nothing else is made in its place."""
    files = store.takes.media(s.pin for s in steps if s.pin)
    found = {}
    for step in steps:
        if step.pin and step.pin in files and store.media.is_there(files[step.pin]):
            found[step.id] = Explained(step, "have", "chosen", None)
        elif step.pin:
            found[step.id] = Explained(step, "cannot make", "the file that was chosen is gone; choose another, or none", None)
    return found


def _why(step: Step, digests: Mapping[str, str], before: Mapping[str, Any] | None) -> str:
    """Which input changed since the step was last made."""
    if before is None:
        return "not made yet"
    now = recipe(step, [(i.role, digests[i.step]) for i in step.inputs])
    if before["way"]["name"] != now["way"]["name"]:  # another way has other params too
        return f"changed: the way, which was {before['way']['name']}"
    changed = [f"way.{k}" for k in _differing(before["way"], now["way"])]
    changed += [f"params.{k}" for k in _differing(before["params"], now["params"])]
    if before["inputs"] != now["inputs"]:
        old = {tuple(pair) for pair in before["inputs"]}
        fresh = [i.step for i, pair in zip(step.inputs, now["inputs"], strict=True) if tuple(pair) not in old]
        changed += fresh or ["the order or number of its inputs"]
    return "changed: " + ", ".join(changed) if changed else "made before, not kept"


def _differing(before: Any, now: Any, at: str = "") -> list[str]:
    """Dotted names of the fields that differ, as deep as documents go."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = [k for k in now if before.get(k, ...) != now[k]] + [k for k in before if k not in now]
        return [deep for k in names for deep in _differing(before.get(k), now.get(k), f"{at}.{k}" if at else k)]
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [deep for n, (b, a) in enumerate(zip(before, now, strict=True)) if b != a for deep in _differing(b, a, f"{at}.{n}")]
    return [at]


SHOWN = ("portrait", "still", "clip", "voice")  # what a shot is made of; the rest joins shots to a film


def outdated(found: Sequence[Explained], store: Store, story: str) -> dict[str, Explained]:
    """Of what shots are made of, what was made once and would be made otherwise now: by step. It stays to be looked at until then."""
    missing = {e.step.id: e for e in found if e.state != "have" and e.step.kind in SHOWN}
    older = store.takes.of_steps(story, missing)
    return {name: e for name, e in missing.items() if any(is_like(one, e.step) for one in older.get(name, ()))}


def is_like(older: tuple[Take, int], step: Step) -> bool:
    """Whether a take, made so broad, is of the step's own way and size: then it is stale, else another thing (an animatic's clip, a preview)."""
    return older[0].way == step.way.name and older[1] == breadth(step)
