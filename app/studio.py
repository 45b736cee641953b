"""Studio: every thing a person can ask, one method each. UI, CLI, batch and scripts call only this."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app import authoring, changes, deliver, own, worker
from app.accounts import Accounts, premise_key, spender
from app.approvals import Approvals, quiet
from app.archives import ENDING, Archives
from app.boards import Boards
from app.crew import LocalCrew
from app.db.jobs import Job, standing
from app.db.store import Store, open_store
from app.db.stories import Head, Revision
from app.explain import Explained, explain
from app.guard import Guard
from app.housekeeping import Housekeeping
from app.listening import Listening
from app.orders import Orders, within_limits
from app.screenings import Screenings
from app.settings import Settings, settings
from app.shots import Shots
from app.translations import Translations
from app.troupe import Troupe
from app.wall import Walls
from app.watching import Watching
from app.ways_of import film_shape, film_size, ways
from app.worker import Look, Outcome
from storyboard import continuity, prompts, upgrade
from storyboard.continuity import Finding, Mended
from storyboard.edit import Change, edit, rebase, stamped
from storyboard.errors import BadInput, Missing, Refused, StepFailed, Stopped
from storyboard.library import Entry, names_in
from storyboard.plan import plan, stage
from storyboard.prompts import TARGETS, Prompt, Target
from storyboard.rules import Said
from storyboard.screenplay import cleaned
from storyboard.steps import Step
from storyboard.story import Shot, Story
from storyboard.take import Event, Media, Take

if TYPE_CHECKING:
    from app.exchange.losses import Unrepresented
    from app.exchange.recut import Understood

POLL_S = 0.5  # between looks at a job another worker makes
SHEET = "sheet.png"  # the contact sheet among the formats of an export
FORMATS = {"portrait": "png", "still": "png", "clip": "mp4", "voice": "wav"}  # of a person's own file, by the kind it is chosen for


@dataclass(frozen=True)
class Film:
    """What making gave: the story and revision, the film's take and verified file (None: it could not be made), what failed."""

    head: Head
    job: Job
    take: Take | None
    path: Path | None
    failures: dict[str, Event]


class Studio(Orders, Boards, Approvals, Troupe, Shots, Archives, Walls, Screenings, Translations, Housekeeping, Listening, Watching, Accounts):
    """One home, opened. Every method raises only errors of storyboard.errors."""

    def __init__(self, given: Settings | None = None):
        self.settings = given or settings()
        self.reads_paths = True  # whether a story may be named by a file: never by who asks over the network
        self.guard = Guard(self.settings)
        self.store: Store = open_store(self.settings)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # stories

    @property
    def writer(self) -> str:
        """Which writer runs, for people."""
        return authoring.writer_words(self.settings)

    def stories(self) -> list[Head]:
        return self.store.stories.all()

    def find(self, wanted: str) -> Head:
        """By id, its beginning, title, or the path of a story.json, which is brought in."""
        return self._found(wanted)[0]

    def take_up(self, wanted: str) -> tuple[Head, Path | None]:
        """`find`, for a change: the story, and the file it was named by. A file holds one revision; that becomes today's first,
        so that the change is made to what the file says."""
        head, path = self._found(wanted)
        return (head if path is None else self.store.stories.turn_to(head.id, head.revision)), path

    def story(self, wanted: str, revision: int | None = None) -> Story:
        return self.store.stories.load(wanted, revision)

    def write(self, premise: authoring.Premise | str, progress: Callable[[Any], None] = quiet) -> Head:
        """A premise becomes a story. Replies are remembered, so a second call with the same premise goes on or repeats. Refused: the
        rules do not allow the premise, or something in the story, which then is kept as a draft."""
        premise = authoring.Premise(premise) if isinstance(premise, str) else premise
        self.guard.check([Said("the premise", premise.text)], progress)
        spent = spender(self.store, premise_key(premise))
        story = authoring.compose(premise, self.settings, self.store.memo, progress, self.approve, spent)
        try:
            self.guard.story(story, tell=progress)
        except Refused as error:
            raise Refused(f"{error} {self.kept(premise)}".rstrip()) from error
        within_limits(story)
        head = self.store.stories.same(story) or self.store.stories.add(story)
        self.store.ledger.move(premise_key(premise), head.id)
        return head

    def bring_in(self, script: authoring.Script, onto: str | None = None) -> tuple[Head, Any]:
        """A screenplay or shot list becomes a story, or with `onto` a new revision of one. With it what is to be said of it: its
        `words()` and `remarks` (agents.adapt.Adapted). BadInput."""
        adapted = authoring.brought_in(script, None if onto is None else self.store.stories.load(onto))
        self.guard.story(adapted.story)
        note = f"read from {cleaned(script.path.name)}"
        with tempfile.TemporaryDirectory(dir=self.settings.scratch) as folder:
            brought = own.fitted(adapted.story, authoring.beside(script, adapted), Path(folder))
            if onto is not None:
                head = self.store.stories.change(onto, lambda _: (adapted.story, None, note))
            else:
                head = self.store.stories.same(adapted.story) or self.store.stories.add(adapted.story, "", note)
            said = tuple(f"{one.step.id}: {words}." for one in brought for words in one.remarks)
            return own.placed(self, head, brought), adapted._replace(remarks=(*adapted.remarks, *said))

    def recut(self, story: str, path: Path, named: str | None = None) -> tuple[Head, Understood]:
        """A cut that an editing program changed (.otio, .otioz, .fcpxml) as an edit of the story it came from: a new revision, unless nothing
        was changed; and what arrived of it, what did not. What was edited here since the cut went out stays. BadInput, Conflict."""
        from app.exchange import read_cut, recut

        read = read_cut(path, named)
        whose, _, number = read.revision.partition("@")
        seen = next((one.number for one in self.history(story) if whose == story and str(one.number) == number), None)
        found = recut.understood(self.story(story, seen), read)
        return (self.store.stories.head(story) if found.change is None else self.edit(story, found.change, seen)), found

    def add(self, story: Story, origin: str = "", note: str = "written") -> Head:
        return self.store.stories.add(story, origin, note)

    def bring(self, path: Path) -> Head:
        """A story.json: the revision that equals it, else a new revision of the story that was in this file before, else a new one."""
        story = read_story(path)
        same = self.store.stories.same(story)
        if same is not None:
            return same
        self.guard.story(story)
        origin = str(path.absolute())
        known = self.store.stories.from_file(origin)
        if known is None:
            return self.store.stories.add(story, origin, f"read from {cleaned(path.name)}")
        return self.store.stories.change(known.id, lambda _: (story, None, f"read from {cleaned(path.name)}"))

    def save(self, head: Head, path: Path) -> Path:
        """The story as story.json; from now on this file stands for it."""
        deliver.written(upgrade.dump(self.store.stories.load(head.id, head.revision)), path)
        self.store.stories.set_origin(head.id, str(path.absolute()))
        return path

    def edit(self, story: str, change: Change, seen: int | None = None) -> Head:
        """Today's revision, changed. `seen`: the revision the editor looked at; Conflict if one of its fields has moved since."""
        looked_at = None if seen is None else self.store.stories.load(story, seen)

        def apply(newest: Story) -> tuple[Story, dict[str, Any], str]:
            moved = rebase(stamped(change, looked_at or newest), newest)
            edited = edit(newest, moved)
            self.guard.story(edited, newest)
            return edited, moved.model_dump(mode="json"), change.note

        return self.store.stories.change(story, apply)

    def given(self, names: Sequence[str]) -> tuple[Entry, ...]:
        """Entries of the library, to be in a film. Missing."""
        return tuple(self.store.library.find(name).entry for name in names)

    def named_in(self, premise: str) -> list[str]:
        """Characters of the library that a premise names."""
        return names_in(premise, (one.entry.name for one in self.store.library.all() if one.entry.kind == "character"))

    def check(self, head: Head) -> list[Finding]:
        """What the lints find. Of each finding's changes only one is kept, which mends it and brings nothing new up, if there is one."""
        story = self.story(head.id, head.revision)
        sound = ((found, continuity.sound(story, found)) for found in continuity.check(story))
        return [found._replace(changes=() if change is None else (change,)) for found, change in sound]

    def mend(self, story: str) -> tuple[Head, Mended]:
        """Today's revision with every finding mended that an edit mends: a new revision, unless there was nothing to mend."""
        mended = continuity.mend(self.story(story))
        if mended.change is None:
            return self.store.stories.head(story), mended

        def apply(newest: Story) -> tuple[Story, dict[str, Any] | None, str]:
            nonlocal mended
            mended = continuity.mend(newest)
            change = mended.change
            return mended.story, None if change is None else change.model_dump(mode="json"), "" if change is None else change.note

        return self.store.stories.change(story, apply), mended

    def direct(self, head: Head, pictures: Mapping[str, Any]) -> Head:
        """The story with its pictures made as a person says (fields of its direction): a new revision where it said otherwise."""
        story = self.story(head.id, head.revision)
        directed = authoring.directed(story, pictures)
        note = "; ".join(f"story.direction.{name}" for name in pictures)
        return head if directed == story else self.store.stories.same(directed) or self.store.stories.change(head.id, lambda _: (directed, None, note))

    def undo(self, story: str) -> Head:
        return self.store.stories.undo(story)

    def redo(self, story: str) -> Head:
        return self.store.stories.redo(story)

    def history(self, story: str) -> list[Revision]:
        return self.store.stories.history(story)

    def remove(self, story: str) -> None:
        """It is kept for a month, in which `restore` brings it back; `clean` collects it."""
        self.store.stories.remove(story)

    def restore(self, story: str) -> Head:
        """A removed story is there again. Missing when none that is kept is called so."""
        return self.store.stories.restore(story)

    # takes

    def takes(self, story: str, step: str | None = None) -> list[tuple[str, Take]]:
        """(step id, take), the newest use first."""
        return self.store.takes.of_step(story, step)

    def choose(self, story: str, step: str, sha256: str | None) -> Head:
        """Use this take for the step from now on; None: whatever its recipe makes."""
        if sha256 is not None:
            sha256 = self._whole_digest(story, step, sha256)
        return self.edit(story, changes.chosen(self.story(story), step, sha256))

    def own(self, story: str, step: str, path: Path, at: int | Literal["end"] | None = None, size: str = "default") -> Head:
        """Use a person's own picture for a step (still:ID, portrait:ID) from now on; `at`: for a later drawing of the still's shot.

        It is kept as a take beside those that were made; `undo` and `choose` give the older ones back. BadInput."""
        return own.use_picture(self, story, step, path, at, size)

    def own_film(self, story: str, step: str, path: Path, begin: float = 0.0, size: str = "default") -> tuple[Head, tuple[str, ...]]:
        """Use a person's own film, from `begin` seconds on, for a shot (clip:ID), as `own`; and what is to be said of it."""
        return own.use_film(self, story, step, path, begin, size)

    def another(self, story: str, step: str) -> Head:
        """Another take of the step: the next unused seed. Nothing that was made is lost."""
        used = [r["params"] for r in self.store.takes.recipes(story, step)]
        return self.edit(story, changes.another(self.story(story), step, used))

    def file(self, sha256: str) -> Path:
        """A kept file, verified. Missing or Corrupt."""
        return self.store.file_of(sha256)[0]

    # making

    def plan(self, head: Head, size: str = "default", animatic: bool = False) -> tuple[Step, ...]:
        story = self.story(head.id, head.revision)
        return plan(story, ways(size, story.direction, animatic, self.settings))

    def explain(self, head: Head, size: str = "default", animatic: bool = False) -> list[Explained]:
        """What `film` would do, step by step."""
        return explain(self.plan(head, size, animatic), self.store, head.id)

    def prompts(self, head: Head, shot: str | None = None, target: Target | None = None) -> list[tuple[Shot, tuple[Prompt, ...]]]:
        """What models would be told of each shot (or of one), in the prompts of every target (or of one)."""
        story = self.story(head.id, head.revision)
        if shot is not None and shot not in {one.id for one in story.shots}:
            raise BadInput(f"{story.title} has no shot {shot!r}; there are: {', '.join(one.id for one in story.shots)}.")
        return [
            (one, tuple(prompts.compile(story, scene, one, stage(story, scene, one), each) for each in ([target] if target else TARGETS)))
            for scene in story.scenes for one in scene.shots if shot in (None, one.id)
        ]  # fmt: skip

    def remarks(self, head: Head, size: str = "default", animatic: bool = False) -> dict[str, str]:
        """What a person should know of what becomes of their own pictures and of the sounds they ask for: step -> sentence."""
        from app.remarks import remarks
        from storyboard.foley import unheard

        return remarks(self.plan(head, size, animatic), self.store) | unheard(self.story(head.id, head.revision))

    def film(self, head: Head, size: str = "default", look: Look | None = None, target: str = "film", rank: int | None = None) -> Film:
        """Order it (as `order`) and see it made: by the worker of this home if there is one, else here. Stopped when `look` says so."""
        look = look or Look()
        while True:
            job, is_own = self._ordered(head, size, target, rank)
            outcome = self._followed(job, is_own, look)
            if is_own or outcome.job.state != "stopped":
                return self._finished(head, outcome)
            # whoever ordered it no longer wants it; we do

    def animatic(self, head: Head, size: str = "default", look: Look | None = None) -> Film:
        """The whole film drawn directly, no net: a preview in seconds."""
        return self.film(head, size, look, target="animatic")

    def sheet(self, head: Head, out: Path, size: str = "default", animatic: bool = False, words: bool = True) -> Path:
        """A contact sheet of the clips that are there, with or without words. Missing when none is."""
        from app.sheet import draw_sheet

        found = explain(self.plan(head, size, animatic), self.store)
        clips = {e.step.id: self._media(e) for e in found if e.step.kind == "clip" and e.state == "have"}
        if not clips:
            raise Missing(f"No shot of {head.title!r} is filmed in size {size} yet. Run `fabula film` first.")
        return draw_sheet(self.story(head.id, head.revision), clips, deliver.writable(out, ".png"), words)

    def deliver(self, film: Film, out: Path) -> tuple[Path, ...]:
        """The film at `out`, its subtitles and story.json beside it. StepFailed when there is no film."""
        if film.path is None:
            raise StepFailed(worker.summary(film.failures) if film.failures else film.job.last_error or "The film could not be made.")
        return deliver.film_files(film.path, self.story(film.head.id, film.head.revision), out, self.settings.c2pa)

    def export(self, head: Head, out: Path, size: str = "default", lean: bool = False, animatic: bool = False) -> Path:
        """The story, and what is filmed of it, in the format that `out`'s ending names (app/formats.py)."""
        from app.exchange import export, format_of, stems

        path = deliver.writable(out)
        if path.suffix.lower() == ENDING:
            return self.pack(head, path, lean)
        if path.name.lower().endswith(f".{SHEET}"):
            return self.sheet(head, path, size, animatic)
        found = explain(self.plan(head, size, animatic), self.store)
        if path.name.lower().endswith(stems.ENDING):
            mix = next(e.step for e in found if e.step.kind == "mix")
            heard = {i.step for i in mix.inputs}
            files = {e.step.id: self._media(e) for e in found if e.step.id in heard and e.state == "have"}
            return deliver.place(path, lambda part: stems.write(head.title, mix, files, part))
        format_of(path)
        return export(self.story(head.id, head.revision), path, self.media_of(found), film_shape(size) or film_size(size).size, f"{head.id}@{head.revision}")

    def unrepresented(self, head: Head, named: str, size: str = "default") -> tuple[Unrepresented, ...]:
        """What an export in the format `named` cannot say of the film: one sentence each (`words()`), with what stands there instead."""
        from app.exchange import unrepresented

        found = explain(self.plan(head, size), self.store)
        return unrepresented(self.story(head.id, head.revision), named, self.media_of(found))

    # the home

    def clean(self, everything: bool = False) -> Any:
        """Collect what was removed long ago and what no row vouches for."""
        from app.db.janitor import clean

        return clean(self.store, everything)

    def media_of(self, steps: Sequence[Explained]) -> dict[str, Path]:
        """Verified files of the steps that are there: step id -> path."""
        return {e.step.id: self._media(e).path for e in steps if e.state == "have"}

    def _media(self, explained: Explained) -> Media:
        """The verified file of a step that is there."""
        sha256 = explained.step.pin or self.store.takes.get([explained.key or ""])[explained.key or ""].sha256
        path, kept = self.store.file_of(sha256)
        return Media(path, kept.format, kept.frames, kept.rate, kept.width, kept.height)

    def _found(self, wanted: str) -> tuple[Head, Path | None]:
        """A story as people name it, and the file when it was named by one."""
        if not self.reads_paths:
            return self.store.stories.find(wanted), None
        path = Path(wanted).expanduser()
        if wanted.endswith(".json") or "/" in wanted:
            return self.bring(path), path
        try:
            return self.store.stories.find(wanted), None
        except Missing:
            if path.is_file():
                return self.bring(path), path
            raise

    def _whole_digest(self, story: str, step: str, begin: str) -> str:
        """The digest that `begin` begins, of a file that is whole and can be the step's. BadInput, Missing, Corrupt."""
        found = {t.sha256 for name, t in self.takes(story) if name.partition(":")[0] == step.partition(":")[0] and t.sha256.startswith(begin)}
        if len(begin) == 64 and not found:
            return self._fitting(step, begin)
        if len(found) != 1:
            raise BadInput(f"{begin!r} fits {len(found)} takes of {step}. `fabula takes` lists them.")
        return self.store.file_of(found.pop())[1].sha256

    def _fitting(self, step: str, sha256: str) -> str:
        """A file that is no take of this story: another story's take of the same kind, or a person's own of the right format."""
        kind = step.partition(":")[0]
        kept, take = self.store.file_of(sha256)[1], self.store.takes.of_file(sha256)
        if take.kind != kind if take else kept.format != FORMATS.get(kind):
            what = f"a take of kind {take.kind}" if take else f"a {kept.format} file"
            raise BadInput(f"{sha256[:12]}... is {what}; {step} needs one of kind {kind}. `fabula takes` lists them.")
        return sha256

    def _make_here(self, job: Job, look: Look) -> Outcome:
        worker.sweep(self.settings.scratch)
        crew = LocalCrew(self.settings)
        try:
            return worker.run(self.store, job, crew, look)
        finally:
            crew.close()

    def _ordered(self, head: Head, size: str, target: str, rank: int | None) -> tuple[Job, bool]:
        """The job, and whether it was inserted now. One that was there is another's: to leave it must not end it."""
        before = {job.id for job in self.store.jobs.of_story(head.id)}
        job = self.order(head, size, target, rank)
        return job, job.id not in before

    def _followed(self, job: Job, is_own: bool, look: Look) -> Outcome:
        """What the job comes to: made here when nobody else does, else waited for."""
        while job.is_open:
            if not worker.is_there(self.store):
                held = self.store.jobs.claim(job.id)
                if held is not None:
                    return self._make_here(held, look)
            job = self._wait(job.id, is_own, look)
        return self._made_there(job)

    def _wait(self, number: int, is_own: bool, look: Look) -> Job:
        """Poll a job that another makes, until it ends, or nobody makes it and no worker is there who will."""
        seen: dict[str, Any] = {}
        while True:
            job = self.store.jobs.get(number)
            progress = dict(job.progress or {})
            if progress != seen and "step" in progress:
                seen = progress
                look.watch(_event(progress), float(progress.get("left_s", 0)))
            if not job.is_open:
                return job
            if look.stop():
                raise self._left(number, is_own)
            time.sleep(POLL_S)  # on every turn: this is what keeps a wait from being a busy loop
            if standing(job).state == "queued" and not worker.is_there(self.store):
                return job

    def _left(self, number: int, is_own: bool) -> Stopped:
        """A person here waits no longer: our own job ends, one that others ordered goes on."""
        if not is_own:
            return Stopped("Stopped waiting. The film is still made for whoever ordered it first; the same command waits for it again.")
        self.store.jobs.stop(number)
        return Stopped("Stopped. What is finished is kept; the same command goes on from here.")

    def _made_there(self, job: Job) -> Outcome:
        take = None if job.film is None else self.store.takes.of_file(job.film)
        return Outcome(job, take, worker.failures_of(job))

    def _finished(self, head: Head, outcome: Outcome) -> Film:
        path = None if outcome.take is None else self.store.file(outcome.take)
        return Film(head, outcome.job, outcome.take, path, outcome.failures)


def _event(progress: dict[str, Any]) -> Event:
    step = str(progress["step"])
    done, total = int(progress.get("done", 0)), int(progress.get("total", 0))
    message = progress.get("failures", {}).get(step, {}).get("message", "")
    return Event(step, step.partition(":")[0], progress.get("state", "making"), done, total, message)


def read_story(path: Path) -> Story:
    """A story.json from a path. BadInput in one sentence."""
    try:
        with path.open("rb") as file:
            return upgrade.load(file.read(upgrade.LARGEST + 1))
    except BadInput as error:
        if path.suffix.lower() == ".json":
            raise
        raise BadInput(f"{path} is no story: `fabula import` makes one of a screenplay, a shot list or a tale. ({error})") from error
    except FileNotFoundError as error:
        raise BadInput(f"There is no story file {path}.") from error
    except OSError as error:
        raise BadInput(f"The story file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not a story.json: it is not UTF-8 text.") from error
