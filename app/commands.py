"""What the commands of cli.py do. Each takes the parsed arguments and returns an exit code."""

from __future__ import annotations

import json
import re
import shlex
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app import authoring, changes, deliver
from app.accounts import paid_words
from app.asking import Approver
from app.authoring import Premise, Script
from app.db.stories import Head
from app.progress import Progress, clock
from app.studio import Film, Studio
from app.watching import cost_words, several
from app.worker import Look
from storyboard.edit import Change
from storyboard.errors import BadInput, StepFailed, Stopped
from storyboard.likeness import unsaid
from storyboard.prompts import Prompt

LARGEST_PREMISE = 2**20  # bytes read of a premise file; the writer's own limit is much lower


def tell(given: Namespace, document: Any, words: str) -> int:
    """The answer: JSON where it was asked for, words elsewhere. On stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2) if given.json else words)
    return 0


@contextmanager
def watched(progress: Progress) -> Iterator[Look]:
    """A Look whose stop is Ctrl-C or SIGTERM; a second Ctrl-C does not wait."""
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        progress.say("Stopping; what is finished is kept...")

    before = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield Look(progress.event, asked.is_set)
    finally:
        progress.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def write(given: Namespace) -> int:
    if given.out is not None:
        deliver.writable(given.out, ".json")
    if given.draft is not None or given.stop is not None:
        from app.commands_drafts import write_on  # it takes the form of answers from here

        return write_on(given)
    with Studio() as studio:
        return told_of(studio, given, _written(studio, given, Progress()))


def told_of(studio: Studio, given: Namespace, head: Head) -> int:
    """A written story in words, and its file where one was asked for."""
    out = None if given.out is None else deliver.writable(given.out, ".json")
    story = studio.story(head.id, head.revision)
    if out is not None:
        studio.save(head, out)
    words = f"{story.title}: {len(story.scenes)} scene{'s' * (len(story.scenes) != 1)}, {len(story.shots)} shot{'s' * (len(story.shots) != 1)}, {story.frames / 24:.0f} s, by {authoring.said(story.writer)}.\n"
    words += f"It is story {head.id}. `fabula film {head.id}` makes it." + (f"\nWritten to {out}." if out else "")
    words += "".join(f"\n{one.words()}" for one in story.substitutions)
    return tell(given, plain_head(head) | {"writer": story.writer, "shots": len(story.shots), "out": None if out is None else str(out)}, words)


def _written(studio: Studio, given: Namespace, progress: Progress) -> Head:
    progress.say(f"The story is written by {studio.writer}.")
    studio.approve = Approver(progress, given.approve)
    asked = asked_for(studio, given)
    for name in studio.named_in(asked.text) if not asked.given else ():
        progress.say(f"{name} is in the library; with --with {shlex.quote(name)} the very same one is in the film.")
    try:
        return studio.write(asked, progress.writing)
    finally:
        progress.close()


def asked_for(studio: Studio, given: Namespace) -> Premise:
    """The premise with all that a person asked for beside it."""
    library = studio.given(given.with_ or ())
    return Premise(_premise(given), given.seed, given.minutes, given.style, given.size, _pictures(given), limits_of(given), given.park, library)


def limits_of(given: Namespace) -> dict[str, Any]:
    return {name: value for name in ("calls", "tokens", "money") if (value := getattr(given, name)) is not None}


def _premise(given: Namespace) -> str:
    if given.file is not None and given.premise is not None:
        raise BadInput("Give the premise either as an argument or with --file, not both.")
    if given.file is None:
        if given.premise is None:
            raise BadInput('Give a premise: one sentence in quotes, such as "A lighthouse keeper befriends a storm".')
        return str(given.premise)
    try:
        with given.file.open("rb") as file:
            text = file.read(LARGEST_PREMISE + 1)
        if len(text) > LARGEST_PREMISE:
            raise BadInput(f"{given.file} has more than {LARGEST_PREMISE:,} bytes: a premise is a sentence or a tale. `fabula import` reads longer texts.")
        return text.decode("utf-8")
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {given.file}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{given.file} is not UTF-8 text.") from error
    except OSError as error:
        raise BadInput(f"{given.file} cannot be read: {error.strerror}.") from error


def _pictures(given: Namespace) -> dict[str, Any]:
    """How pictures are to be made, where a person said so."""
    asked = {"still": given.still, "clip": given.clip, "smooth": given.smooth, "voice": given.voice}
    return {name: value for name, value in asked.items() if value is not None}


def make(given: Namespace) -> int:
    out = deliver.writable(given.out, ".mp4")
    with Studio() as studio:
        progress = Progress()
        if given.story is not None:
            if given.premise is not None or given.file is not None:
                raise BadInput("Give either a premise or --story, not both.")
            head = studio.direct(studio.find(given.story), _pictures(given))
        else:
            head = _written(studio, given, progress)
        return _filmed(studio, given, (head, out, _target(given)), progress)


def film(given: Namespace) -> int:
    out = deliver.writable(given.out, ".mp4")
    with Studio() as studio:
        return _filmed(studio, given, (studio.find(given.story), out, _target(given)), Progress())


def _target(given: Namespace) -> str:
    if given.command == "animatic":
        return "animatic"
    return "slated" if given.slates else "film"


def _filmed(studio: Studio, given: Namespace, wanted: tuple[Head, Path, str], progress: Progress) -> int:
    from app.commands_watch import at_the_end  # it takes the form of answers from here

    head, out, target = wanted
    progress.say(f"Making {head.title!r} (story {head.id}, revision {head.revision}) in size {given.size}.")
    told = studio.remarks(head, given.size, target == "animatic")
    instead = (one.words() for one in studio.story(head.id, head.revision).substitutions)
    for line in (*instead, *_remarked(told), *_costs(studio, head, given.size, target)):
        progress.say(line)
    with watched(progress) as look:
        made = studio.film(head, given.size, look, target)
    files = studio.deliver(made, out)
    seconds = 0.0 if made.take is None else made.take.frames / 24
    words = f"{out}: {head.title}, {clock(seconds)}, made in {clock(progress.seconds)}. Beside it: {files[1].name}, {files[2].name}."
    document = plain_head(head) | {"film": str(out), "sha256": made.take and made.take.sha256, "seconds": round(progress.seconds, 1), "job": made.job.id}
    writer = studio.story(head.id, head.revision).writer
    failures = _failures(made)
    lines, found = at_the_end(studio, head, given.size) if target != "animatic" else ([], {})
    lines = [*lines, *filter(None, [paid_words(studio.ledger(head))])]
    words = "\n".join([f"{words} Written by {authoring.said(writer)}.", *(f"Not made: {f['step']}: {f['message']}" for f in failures), *lines])
    tell(given, document | {"writer": writer, "remarks": told, "failures": failures} | found, words)
    return StepFailed.exit_code if failures else 0


def _costs(studio: Studio, head: Head, size: str, target: str) -> list[str]:
    """What several takes and retries may cost, and what services are asked, said before it is spent."""
    direction = studio.story(head.id, head.revision).direction
    takes = cost_words(studio.costs(studio.explain(head, size))) if target != "animatic" and several(direction) else ""
    return [words for words in (takes, studio.bill(head, size, target).words()) if words]


def _failures(made: Film) -> list[dict[str, str]]:
    return [{"step": e.step, "state": e.state, "message": e.message} for e in made.failures.values()]


def new(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.bring(given.file)
        return tell(given, plain_head(head), f"{head.title} is story {head.id}.")


def bring_in(given: Namespace) -> int:
    if given.format == "fabula" or (given.format is None and given.file.suffix.lower() == ".fabula"):
        from app.commands_archives import unpack  # it takes the form of answers from here

        return unpack(given)
    from app.exchange import is_cut

    out = None if given.out is None else deliver.writable(given.out, ".json")
    if is_cut(given.file, given.format):
        from app.commands_cuts import recut  # it takes the form of answers from here

        return recut(given, out)
    script = Script(given.file, given.format, given.title or "", given.seed, given.minutes, given.style, _pictures(given))
    with Studio() as studio:
        before, file = (None, None) if given.into is None else studio.take_up(given.into)
        head, adapted = studio.bring_in(script, None if before is None else before.id)
        words = "\n".join([f"{head.title}: {adapted.words()}", *adapted.remarks, f"It is story {head.id}. `fabula film {head.id}` makes it."])
        words += saved(studio, head, out or file)
        document = {"words": adapted.words(), "remarks": list(adapted.remarks), "shots": len(adapted.story.shots), "out": None if out is None else str(out)}
        return tell(given, plain_head(head) | document, words)


def edit(given: Namespace) -> int:
    out = None if given.out is None else deliver.writable(given.out, ".json")
    if given.change is not None and given.set:
        raise BadInput("Give either --set or --change, not both.")
    change = changes.parsed(given.set) if given.change is None else changes.read_change(given.change)
    with Studio() as studio:
        before, file = studio.take_up(given.story)
        head = studio.edit(before.id, change, given.seen)
        words = f"{head.title} is at revision {head.revision}." if head.revision != before.revision else f"{head.title} did not change."
        remarks = unsaid(studio.story(before.id, before.revision), studio.story(head.id, head.revision))
        return tell(given, plain_head(head) | {"remarks": remarks}, " ".join((words, *remarks)) + saved(studio, head, out or file))


def check(given: Namespace) -> int:
    out = None if given.out is None else deliver.writable(given.out, ".json")
    if out is not None and not given.mend:
        raise BadInput("--out is where the mended story goes: give --mend too.")
    with Studio() as studio:
        if given.mend:
            return _mended(studio, given, out)
        found = studio.check(studio.find(given.story))
        rows = [{**f._asdict(), "changes": [c.model_dump(mode="json") for c in f.changes], "set": f.change and changes.assignments(f.change)} for f in found]
        words = [f"{f.shot or 'story':8} {f.what:18} {f.detail}. {f.fix}{_by_edit(given.story, f.change)}" for f in found]
        mended = sum(bool(f.changes) for f in found)
        end = f"{len(found)} found; `fabula check {shlex.quote(given.story)} --mend` mends {mended} of them." if found else "Nothing found: the story is continuous."
        return tell(given, rows, "\n".join([*words, end]))


def _by_edit(story: str, change: Change | None) -> str:
    """How a person would mend it by hand, in a line of its own; nothing where it takes more than setting fields."""
    sets = changes.assignments(change) if change is not None else None
    return "\n" + " " * 28 + f"fabula edit {shlex.quote(story)} " + " ".join(f"--set {shlex.quote(one)}" for one in sets) if sets else ""


def _mended(studio: Studio, given: Namespace, out: Path | None) -> int:
    before, file = studio.take_up(given.story)
    head, mended = studio.mend(before.id)
    words = [f"{f.shot or 'story':8} {f.what:18} {f.detail}: mended." for f in mended.done]
    words += [f"{f.shot or 'story':8} {f.what:18} {f.detail}: left. {f.fix}" for f in mended.left]
    words.append((f"{head.title} is at revision {head.revision}." if mended.done else f"{head.title} did not change.") + saved(studio, head, out or file))
    rows = {kind: [f._asdict() | {"changes": [c.model_dump(mode="json") for c in f.changes]} for f in of] for kind, of in (("mended", mended.done), ("left", mended.left))}
    return tell(given, plain_head(head) | rows, "\n".join(words))


def saved(studio: Studio, head: Head, file: Path | None) -> str:
    """The story put where it was read from, or where --out says, and that in words; nothing for a story without a file."""
    if file is None:
        return ""
    studio.save(head, file)
    return f" Written to {file}."


def moved(given: Namespace) -> int:
    with Studio() as studio:
        found, file = studio.take_up(given.story)
        head = studio.undo(found.id) if given.command == "undo" else studio.redo(found.id)
        return tell(given, plain_head(head), f"{head.title} is at revision {head.revision}." + saved(studio, head, file))


def takes(given: Namespace) -> int:
    if given.retake or given.candidates or given.framings:
        from app.commands_shots import takes_of_shot  # it takes the form of answers from here

        return takes_of_shot(given)
    with Studio() as studio:
        if given.own:
            return _own(studio, given)
        if given.choose or given.another:
            return _chosen(studio, given)
        found = studio.takes(studio.find(given.story).id, given.step)
        rows = [{"step": step, **asdict(take)} for step, take in found]
        words = "\n".join(f"{step:24} {t.sha256[:12]}  {t.way:8} {t.frames:7} at {t.rate:>5}  {t.made_at[:19]}" for step, t in found)
        return tell(given, rows, words or (f"No takes of {given.step!r}; `fabula explain` lists the steps." if given.step else "No takes yet."))


def _chosen(studio: Studio, given: Namespace) -> int:
    if not given.step:
        raise BadInput("Name the step too: --step clip:s1-2.")
    found, file = studio.take_up(given.story)
    digest = None if given.choose in (None, "none") else given.choose
    head = studio.another(found.id, given.step) if given.another else studio.choose(found.id, given.step, digest)
    words = f"{head.title} is at revision {head.revision}; `fabula film {head.id}` makes what changed."
    return tell(given, plain_head(head), words + saved(studio, head, file))


def _own(studio: Studio, given: Namespace) -> int:
    if not given.step or given.choose or given.another:
        raise BadInput("Give --own FILE with --step still:s1-2 (or portrait:mira, or for a film clip:s1-2), and neither --choose nor --another.")
    if given.at not in (None, "end") and not given.at.isdecimal():
        raise BadInput(f"--at is {given.at!r}; give a frame of the shot, such as 24, or `end`.")
    at = int(given.at) if given.at not in (None, "end") else given.at
    is_film = given.step.startswith("clip:")
    if (given.at is not None and is_film) or (given.begin is not None and not is_film):
        raise BadInput("--at is for a picture (--step still:ID), --from for a film (--step clip:ID).")
    begin = _seconds(given.begin)
    found, file = studio.take_up(given.story)
    if is_film:
        head, said = studio.own_film(found.id, given.step, given.own, begin, given.size)
        told = {f"{given.step}, {number}" if number > 1 else given.step: words for number, words in enumerate(said, 1)}
    else:
        head = studio.own(found.id, given.step, given.own, at, given.size)
        told = studio.remarks(head, given.size)
    words = f"{given.own.name} is cut about its middle for {given.step}{'' if at is None else f' at {at}'}. "
    words += f"{head.title} is at revision {head.revision}; `fabula film {head.id}` makes what changed, `fabula undo {head.id}` takes it back."
    return tell(given, plain_head(head) | {"remarks": told}, "\n".join([words + saved(studio, head, file), *_remarked(told)]))


def _seconds(text: str | None) -> float:
    """12.5, 2:12.5 or 1:02:12.5."""
    if text is None:
        return 0.0
    if not re.fullmatch(r"(?:(?:\d{1,3}:)?\d{1,3}:)?\d{1,6}(?:\.\d{1,6})?", text):
        raise BadInput(f"--from is {text!r}; give seconds, as in 12.5, or 1:02:12.5.")
    return sum(float(part) * 60**place for place, part in enumerate(reversed(text.split(":"))))


def _remarked(told: Mapping[str, str]) -> list[str]:
    return [f"{step}: {said}." for step, said in told.items()]


def explained(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.find(given.story)
        found = studio.explain(head, given.size, given.animatic)
        count = {state: sum(e.state == state for e in found) for state in ("have", "will make", "may make", "cannot make")}
        lines = [f"{e.state:11} {e.step.id:24} {e.way_words:22} {e.why}" for e in found]
        lines += [one.words() for one in studio.story(head.id, head.revision).substitutions]
        lines += _remarked(studio.remarks(head, given.size, given.animatic))
        lines.append(", ".join(f"{n} {state}" for state, n in count.items()) + ".")
        costs = [words for words in (cost_words(studio.costs(found)), studio.bill(head, given.size, steps=found).words()) if words]
        return tell(given, [e.plain() for e in found], "\n".join([*lines, *costs]))


def prompted(given: Namespace) -> int:
    with Studio() as studio:
        found = studio.prompts(studio.find(given.story), given.shot, given.target)
        rows = [{"shot": s.id, **one.model_dump(mode="json"), **s.prompt.model_dump(mode="json")} for s, several in found for one in several]
        words = [line for shot, several in found for line in (shot.id, *_told(several), "")]
        first = found[0][0].id
        words.append(f"Your own words go in with `fabula edit {shlex.quote(given.story)} --set shot:{first}.prompt.more=...`, what to keep out with prompt.avoid.")
        return tell(given, rows, "\n".join(words))


def _told(several: Sequence[Prompt]) -> Iterator[str]:
    """Each prompt of a shot, with what is told apart from it and what did not fit; then the author's words of shot and scene."""
    for one in several:
        yield f"  {one.target}, about {one.tokens} of {one.most} tokens" + ("; what is past that is not read" if one.is_over else "")
        yield from (f"    {line}" for line in one.text.split("\n"))
        yield from [f"    Not: {one.negative}."] if one.negative else []
        yield from [f"    Left out: {' '.join(one.left_out)}"] if one.left_out else []
    yield from (f"  Beside: {words}" for words in several[0].words)


def sheet(given: Namespace) -> int:
    out = deliver.writable(given.out, ".png")
    with Studio() as studio:
        path = studio.sheet(studio.find(given.story), out, given.size, given.animatic, not given.no_words)
        return tell(given, {"sheet": str(path)}, f"{path}")


def stories(given: Namespace) -> int:
    with Studio() as studio:
        found = [head for head in studio.stories() if given.away is None or head.is_away == given.away]
        words = "\n".join(f"{h.id}  revision {h.revision:<4} {h.title}{'  (put away)' * h.is_away}" for h in found)
        return tell(given, [plain_head(h) | {"away": h.is_away} for h in found], words or 'No stories yet. `fabula make "one sentence"` makes the first.')


def history(given: Namespace) -> int:
    with Studio() as studio:
        found = studio.history(studio.find(given.story).id)
        words = "\n".join(f"{'*' if r.is_today else ' '} {r.number:4} from {r.parent or '-':<4} {r.made_at[:19]}  {r.note}" for r in found)
        return tell(given, [asdict(r) for r in found], words)


def jobs(given: Namespace) -> int:
    with Studio() as studio:
        found = studio.jobs(studio.find(given.story).id)
        rows = [
            {"id": j.id, "target": j.target, "size": j.size, "revision": j.revision, "state": j.state, "error": j.last_error, "progress": j.progress}
            for j in found
        ]
        words = "\n".join(f"{j.id:5} {j.target:9} {j.size:8} revision {j.revision:<4} {j.state:8} {j.last_error}" for j in found)
        return tell(given, rows, words or "Nothing was ordered yet.")


def clean(given: Namespace) -> int:
    with Studio() as studio:
        went = studio.clean(given.now)
        words = f"Collected {went.stories} stories, {went.takes} takes, {went.files} files ({went.bytes / 2**20:.1f} MiB), {went.folders} left folders."
        words += " Files of the last hour stay, since a film may be in the making: run it again later." if given.now else ""
        return tell(given, asdict(went), words)


def remove(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.find(given.story)
        studio.remove(head.id)
        return tell(given, plain_head(head), f"{head.title} is removed; `fabula restore {head.id}` brings it back for a month, then `fabula clean` collects it.")


def restore(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.restore(given.story)
        return tell(given, plain_head(head), f"{head.title} is there again: story {head.id}, revision {head.revision}.")


def worker(given: Namespace) -> int:
    from app.worker import work

    with Studio() as studio:
        progress = Progress()
        progress.say(f"Serving {studio.settings.home}; stories are written by {studio.writer}. Ctrl-C ends it.")
        with watched(progress) as look:
            try:
                count = work(studio.store, Look(look.watch, look.stop, afterwards="queued", gives_way=True))
            except Stopped:
                count = 0
        if count < 0:
            raise BadInput(f"Another worker serves {studio.settings.home} already.")
        return 0


def plain_head(head: Head) -> dict[str, Any]:
    return {"id": head.id, "title": head.title, "revision": head.revision}


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "write": write, "make": make, "new": new, "import": bring_in, "edit": edit, "undo": moved, "redo": moved, "film": film, "animatic": film, "sheet": sheet,
    "check": check, "worker": worker, "takes": takes, "explain": explained, "prompts": prompted, "history": history, "stories": stories,
    "jobs": jobs, "clean": clean, "remove": remove, "restore": restore,
}  # fmt: skip
