"""What the commands about one shot do: a part of it again, candidates and framings to choose from."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Sequence

from app import changes
from app.commands import plain_head, saved, tell, watched
from app.progress import Progress
from app.studio import Studio
from storyboard.errors import BadInput, StepFailed, Stopped
from storyboard.staging import Action, Emotion
from storyboard.story import Acting

PART = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*-\s*(\d{1,3}(?:\.\d{1,4})?)")


def takes_of_shot(given: Namespace) -> int:
    if not given.step or sum(map(bool, (given.retake, given.candidates, given.framings, given.own, given.choose, given.another))) > 1:
        raise BadInput("Name the step, as in --step clip:s1-2, and one thing to do: --retake, --candidates, --framings, --choose, --another or --own.")
    if given.retake:
        return _retake(given)
    return _candidates(given) if given.candidates else _framings(given)


def _retake(given: Namespace) -> int:
    found = PART.fullmatch(given.retake)
    if found is None:
        raise BadInput(f"--retake is {given.retake!r}; give two times in seconds, as in 1.0-2.0.")
    with Studio() as studio:
        before, file = studio.take_up(given.story)
        head, said = studio.retake(before, given.step, (float(found[1]), float(found[2])), acting(given.acting or ()), given.size)
        words = f"{given.step} is made again from {found[1]} to {found[2]} s; the rest stays. {head.title} is at revision {head.revision}; "
        words += f"`fabula film {head.id}` makes it, `fabula undo {head.id}` takes it back." + "".join(f"\n{one}." for one in said)
        return tell(given, plain_head(head) | {"remarks": list(said)}, words + saved(studio, head, file))


def acting(told: Sequence[str]) -> tuple[Acting, ...]:
    """mira=waving, mira=happy: who does or feels what. BadInput names what there is."""
    found: dict[str, Acting] = {}
    actions, emotions = {str(one): one for one in Action}, {str(one): one for one in Emotion}
    for text in told:
        who, _, what = text.partition("=")
        if what not in actions and what not in emotions:
            raise BadInput(f"{text!r} says nothing that can be acted; give WHO=WHAT, what being one of: {', '.join((*actions, *emotions))}.")
        asked = {"action": actions[what]} if what in actions else {"emotion": emotions[what]}
        found[who] = found.get(who, Acting(character=who)).model_copy(update=asked)
    return tuple(found.values())


def _candidates(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.find(given.story)
        seen = {take.sha256 for _, take in studio.takes(head.id, given.step)}
        job = studio.candidates(head, given.step, given.candidates, given.size)
        failures = _made(studio, given, job.target)
        fresh = [take for _, take in studio.takes(head.id, given.step) if take.sha256 not in seen]
        words = [f"{take.sha256[:12]}  {take.way}, made in {take.seconds:.1f} s" for take in fresh]
        words.append(f"The story is as it was; `fabula takes {shlex.quote(given.story)} --step {given.step} --choose DIGEST` chooses one.")
        return tell(given, plain_head(head) | {"takes": [take.sha256 for take in fresh]}, "\n".join(words + failures)) or (StepFailed.exit_code if failures else 0)


def _framings(given: Namespace) -> int:
    kind, _, wanted = given.step.partition(":")
    if kind != "still":
        raise BadInput(f"--framings are of a shot's first picture: name it as --step still:s1-2 (given {given.step!r}).")
    with Studio() as studio:
        head = studio.find(given.story)
        studio.framings(head, wanted, given.size)
        failures = _made(studio, given, f"framing:{wanted}")
        found = studio.framings(head, wanted, given.size)
        rows = [{"name": f.name, "words": f.words, "set": changes.assignments(f.change), "sha256": f.take and f.take.sha256} for f in found]
        words = [f"{f.name:22} {f.words:30} " + " ".join(f"--set {shlex.quote(one)}" for one in changes.assignments(f.change) or ()) for f in found]
        words.append(f"`fabula edit {shlex.quote(given.story)} --set ...` frames the shot so.")
        return tell(given, rows, "\n".join(words + failures)) or (StepFailed.exit_code if failures else 0)


def _made(studio: Studio, given: Namespace, target: str) -> list[str]:
    """Make a target and say what failed. Stopped ends it."""
    head, progress = studio.find(given.story), Progress()
    if words := studio.bill(head, given.size, target).words():
        progress.say(words)
    with watched(progress) as look:
        try:
            made = studio.film(head, given.size, look, target)
        except Stopped:
            for job in studio.jobs(head.id):
                if job.is_open and job.target == target:
                    studio.stop(job.id)
            raise
    return [f"Not made: {step}: {event.message}" for step, event in made.failures.items()]
