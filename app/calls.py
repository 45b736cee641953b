"""The studio's named calls, for gradio_client and MCP: what scripts and agents may ask. Each goes through Studio; an error is its sentence.

Everything else the pages do is private. Addresses of films are paths of this server, as in /media/<sha256>.mp4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.authoring import Premise
from app.changes import parsed
from app.db.jobs import WRITING, Job
from app.db.stories import Head
from app.studio import Studio
from app.watching import Amiss
from app.writing_lane import Writing

Call = Callable[..., Any]
NAMES = ("stories", "story", "write", "make", "film", "animatic", "status", "stop", "edit", "undo", "takes", "choose", "another", "explain", "watch")


def calls(studio: Studio) -> dict[str, Call]:
    """Every named call of a studio. They raise errors of storyboard.errors."""
    given = Calls(studio)
    return {name: getattr(given, name) for name in NAMES}


class Calls:
    """What may be asked of a studio by name. Their docstrings are what clients and agents read."""

    def __init__(self, studio: Studio):
        self._studio = studio

    def stories(self) -> list[dict[str, Any]]:
        """Every story of this home: id, title, and the number of its newest revision."""
        return [_head(one) for one in self._studio.stories()]

    def story(self, story: str) -> dict[str, Any]:
        """A story in short: who is in it, and its scenes with their shots and what is said in each.

        Args:
            story: its id, the beginning of it, or its title.
        """
        head = self._head(story)
        found = self._studio.story(head.id, head.revision)
        names = {one.id: one.name for one in found.characters}
        return {
            **_head(head), "logline": found.logline, "seconds": round(found.frames / 24, 1),
            "characters": [{"id": one.id, "name": one.name, "identity": one.identity} for one in found.characters],
            "scenes": [{"id": scene.id, "mood": scene.mood, "shots": [_shot(shot, names) for shot in scene.shots]} for scene in found.scenes],
        }  # fmt: skip

    def write(self, premise: str, minutes: float | None = None, style: str | None = None, seed: int = 0, size: str | None = None) -> dict[str, Any]:
        """Order a story from one sentence, and nothing more. Ask `status` of the job until its state is done: then `story` is its id.

        Args:
            premise: one sentence, as in "A fox learns to sail".
            minutes: how long the film should be; left out, as the studio's settings say, else as the story needs.
            style: how it is drawn: gouache, ink, cutout, woodcut, soft or flat; left out, as the settings say, else the writer's choice.
            seed: the same premise and seed give the same story.
            size: of the film it is for: default, preview, or tiny (three shots); left out, as the settings say.
        """
        return self._job(self._studio.order_story(Writing(self._premise(premise, seed, minutes=minutes, style=style, size=size))))

    def make(self, premise: str, minutes: float | None = None, style: str | None = None, seed: int = 0, size: str | None = None) -> dict[str, Any]:
        """Order a story from one sentence and then its film. Ask `status` of the job until its state is done: then `film` is its address.

        Args:
            premise: one sentence, as in "A fox learns to sail".
            minutes: how long the film should be; left out, as the studio's settings say, else as the story needs.
            style: how it is drawn: gouache, ink, cutout, woodcut, soft or flat; left out, as the settings say, else the writer's choice.
            seed: the same premise and seed give the same story.
            size: default (768x432), preview (half of it), or tiny (64x64, three shots); left out, as the settings say.
        """
        return self._job(self._studio.order_story(Writing(self._premise(premise, seed, minutes=minutes, style=style, size=size), make="film")))

    def film(self, story: str, size: str = "default") -> dict[str, Any]:
        """Order a story's film; only what is not there yet is made. Ask `status` of the job until its state is done: then `film` is its address.

        Args:
            story: its id, the beginning of it, or its title.
            size: default (768x432), preview (half of it), or tiny (64x64).
        """
        return self._ordered(self._head(story), size, "film")

    def animatic(self, story: str, size: str = "default") -> dict[str, Any]:
        """Order a preview of the whole film, drawn directly in seconds; as `film`.

        Args:
            story: its id, the beginning of it, or its title.
            size: default (768x432), preview (half of it), or tiny (64x64).
        """
        return self._ordered(self._head(story), size, "animatic")

    def status(self, job: int) -> dict[str, Any]:
        """How a job stands: queued, making, done, failed or stopped; its story, how far it is, seconds left, what failed, and the film's address.
        When a story that `make` ordered is written, this goes on with its film's job.

        Args:
            job: its number, as `film` gave it.
        """
        return self._job(self._last(job))

    def stop(self, job: int) -> dict[str, Any]:
        """Stop a job. What is finished is kept.

        Args:
            job: its number, as `film` gave it.
        """
        return self._job(self._studio.stop(self._last(job).id))

    def edit(self, story: str, changes: list[str], seen: int | None = None) -> dict[str, Any]:
        """Change fields of a story; that is a new revision, and `undo` takes it back. `film` then makes only what the change touches.

        Args:
            story: its id, the beginning of it, or its title.
            changes: TARGET.FIELD=VALUE each, as in line:l3.text=Come home, shot:s1-2.size=close-up, story.title=The Lamp.
            seen: the revision you looked at; the change is refused when one of its fields has moved since.
        """
        return _head(self._studio.edit(self._head(story).id, parsed(changes), seen))

    def undo(self, story: str) -> dict[str, Any]:
        """Back to the revision before; nothing is lost.

        Args:
            story: its id, the beginning of it, or its title.
        """
        return _head(self._studio.undo(self._head(story).id))

    def takes(self, story: str, step: str | None = None) -> list[dict[str, Any]]:
        """Every take of a story, or of one step, the newest first, with its address.

        Args:
            story: its id, the beginning of it, or its title.
            step: as in clip:s1-2, still:s1-2, voice:l3, portrait:mira, film.
        """
        found = self._studio.takes(self._head(story).id, step)
        return [{"step": name, "sha256": take.sha256, "way": take.way, "made_at": take.made_at, "address": address(take.sha256, take.format)} for name, take in found]

    def choose(self, story: str, step: str, sha256: str | None = None) -> dict[str, Any]:
        """Use one take for a step from now on.

        Args:
            story: its id, the beginning of it, or its title.
            step: as in clip:s1-2 or still:s1-2.
            sha256: the take's digest or the beginning of it; left out: whatever the step's recipe makes.
        """
        return _head(self._studio.choose(self._head(story).id, step, sha256))

    def another(self, story: str, step: str) -> dict[str, Any]:
        """Another take of a step: a new seed. `film` makes it; the older takes are kept.

        Args:
            story: its id, the beginning of it, or its title.
            step: as in clip:s1-2 or still:s1-2.
        """
        return _head(self._studio.another(self._head(story).id, step))

    def explain(self, story: str, size: str = "default") -> list[dict[str, Any]]:
        """What making the film would do, step by step: what is there, what is made, and why.

        Args:
            story: its id, the beginning of it, or its title.
            size: default, preview or tiny.
        """
        found = [one.plain() for one in self._studio.explain(self._head(story), size)]
        return [{("numbers" if name == "path" else name): value for name, value in one.items()} for one in found]  # gradio_client fetches what a "path" names

    def watch(self, story: str, size: str = "default") -> dict[str, Any]:
        """What the watcher found in the takes that are made: findings first (they are meant to be acted on), then notes (their readers err too
        often for that), then what could not be read and why. Takes that nobody has read are read by `film`.

        Args:
            story: its id, the beginning of it, or its title.
            size: default, preview or tiny.
        """
        head = self._head(story)
        known = self._studio.readings(head, size)
        return {
            **_head(head), "is_watched": known.is_watched, "takes": len(known.reads), "unseen": list(known.unseen),
            "findings": [_amiss(one) for one in known.findings], "notes": [_amiss(one) for one in known.notes],
            "unread": [{"step": step, "words": words} for step, words in known.unread],
        }  # fmt: skip

    def _head(self, story: str) -> Head:
        return self._studio.find(story)

    def _premise(self, text: str, seed: int, **said: Any) -> Premise:
        """With everything that was not said as usual."""
        return replace(self._studio.usual_premise(text, seed), **{name: value for name, value in said.items() if value is not None})

    def _ordered(self, head: Head, size: str, target: str) -> dict[str, Any]:
        return self._job(self._studio.order(head, size, target))

    def _last(self, number: int) -> Job:
        """The job; for a story that is written the one that makes it, if that was ordered too."""
        job = self._studio.job(number)
        wanted = self._studio.writing(job).make if job.target == WRITING and job.state == "done" else ""
        return next((one for one in self._studio.jobs(job.story) if one.target == wanted and one.size == job.size), job) if wanted else job

    def _job(self, job: Job) -> dict[str, Any]:
        progress = dict(job.progress or {})
        return {
            "job": job.id, "story": job.story, "revision": job.revision, "target": job.target, "size": job.size, "state": job.state,
            "done": progress.get("done", 0), "total": progress.get("total", 0), "left_s": progress.get("left_s"), "error": job.last_error,
            "failures": [{"step": step, **one} for step, one in progress.get("failures", {}).items()],
            "film": self._address(job.film) if job.film else None,
        }  # fmt: skip

    def _address(self, sha256: str) -> str | None:
        kept = self._studio.store.takes.media([sha256]).get(sha256)
        return None if kept is None else address(sha256, kept.format)


def address(sha256: str, format: str) -> str:
    """Where the server has a file."""
    return f"/media/{sha256}.{format}"


def _head(head: Head) -> dict[str, Any]:
    return {"id": head.id, "title": head.title, "revision": head.revision}


def _amiss(one: Amiss) -> dict[str, Any]:
    check = one.check
    return {
        "step": one.step, "shot": one.shot, "sort": check.sort, "value": check.value, "bound": check.bound, "unit": check.unit, "words": check.words,
        "do": one.remedy.words, "another": one.remedy.step,
    }  # fmt: skip


def _shot(shot: Any, names: dict[str, str]) -> dict[str, Any]:
    said = [{"id": one.id, "who": names.get(one.speaker, "narrator"), "text": one.text} for one in shot.lines]
    return {"id": shot.id, "size": shot.size, "words": shot.words, "frames": shot.frames, "lines": said}
