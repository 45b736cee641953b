"""Step: one thing to make, from what, and the key it is kept under. plan.py says which steps a film has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field, SerializeAsAny

from storyboard.digest import digest
from storyboard.document import Doc
from storyboard.errors import BadInput
from storyboard.story import Sha
from storyboard.ways import Kind, Way


class Input(Doc):
    """What a step is made from: the role it plays there, and the step that makes it. Order counts within a role. `if_made`: left out where
    that step was not needed (watched.py)."""

    role: str
    step: str
    if_made: bool = False


class Step(Doc):
    """One thing to make. `id` is for people ("clip:shot-3"); the key is what it is kept under. `pin`: a person's own media; `unless`: readings,
    one of which without findings makes this step unneeded."""

    id: str
    kind: Kind
    way: Way
    params: SerializeAsAny[Doc]
    inputs: tuple[Input, ...] = ()
    pin: Sha | None = None
    about: str = Field(default="", exclude=True)  # shown while making
    unless: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """The steps that have to be settled before this one."""
        return (*(i.step for i in self.inputs), *self.unless)

    def key(self, digests: Mapping[str, str]) -> str:
        """`digests`: step id -> SHA-256 of its media, for every input that is needed. KeyError when one is not known yet."""
        found = [(i.role, digests[i.step]) for i in self.inputs if i.step in digests or not i.if_made]
        return digest("step", self.kind, self.way, self.params, found)


MARK = "#"  # between a step and what tells its candidates apart


def seeded(step: Step, seed: int) -> Step:
    """The take of a step with this seed, nobody's choice. BadInput where it is made without chance."""
    params = step.params
    if hasattr(params, "seed"):
        changed = params.model_copy(update={"seed": seed})
    elif hasattr(params, "staging"):  # a still's seed is its staging's
        changed = params.model_copy(update={"staging": params.staging.model_copy(update={"seed": seed})})
    else:
        raise BadInput(f"{step.id} is made without chance: there is one of it.")
    return step.model_copy(update={"id": f"{step.id}{MARK}{seed}", "params": changed, "pin": None})


WHOLE = ("film", "animatic", "slated")  # what a plan is made for as a whole
STILLS = "stills"  # every first picture, before anything moves


def part(steps: Sequence[Step], target: str) -> tuple[Step, ...]:
    """The steps that a target needs, in order: all for a whole film, every still for "stills", else a step by its id; with what
    they hang on, and what was named last. BadInput."""
    if target in WHOLE:
        return tuple(steps)
    if target == STILLS:
        return behind(steps, [s.id for s in steps if s.kind in ("portrait", "still")])
    if all(step.id != target for step in steps):
        raise BadInput(f"The film has no step {target!r}; name one as still:, clip:, voice:, scene: or portrait: and its id, or film.")
    return behind(steps, [target])


def behind(steps: Sequence[Step], wanted: Sequence[str]) -> tuple[Step, ...]:
    """These steps and what they hang on, in order."""
    known, needed, queue = {step.id: step for step in steps}, set[str](), list(wanted)
    while queue:
        one = queue.pop()
        if one not in needed:
            needed.add(one)
            queue += known[one].behind
    return tuple(step for step in steps if step.id in needed)
