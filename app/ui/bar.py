"""The bar of what is being made: what, how far, how long still, stop; then what came of it, with the next thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.db.jobs import Job
from app.progress import clock
from app.studio import Studio
from app.ui.markup import Html, button, join, link, tag
from app.ui.place import Place
from app.ui.tongue import Tongue

if TYPE_CHECKING:
    from app.ui.shell import Answer

QUIET = ("sitting", "sample", "framing")  # targets that are seen or heard where they were asked for
FILMS = ("film", "slated", "animatic")
SHOWN = 3  # jobs at once; the rest are counted


def html(studio: Studio, t: Tongue, place: Place) -> Html:
    """The jobs of the story that is looked at, or of all. Nothing when there is nothing to say."""
    jobs = [job for job in studio.jobs(place.story) if not job.target.startswith(QUIET) or job.is_open][:10] if place.story else studio.open_jobs()
    if place.job and not place.story:
        jobs = [studio.job(place.job)]
    running = [job for job in jobs if job.is_open]
    if running:
        more = tag("p", t("{n} more wait.", n=len(running) - SHOWN), class_="fb-quiet") if len(running) > SHOWN else None
        absent = None if studio.is_served() else tag("p", t("No worker runs, so nothing is made now. Start the studio again, or run `fabula worker`."), class_="fb-warn")
        return tag("section", *(_running(t, job, "" if place.story else _of(studio, t, job)) for job in running[:SHOWN]), more, absent, class_="fb-bar", aria_label=t("What is being made"))
    return _ended(studio, t, place, jobs[0]) if jobs and place.story else Html("")


def do(studio: Studio, t: Tongue, place: Place, data: dict[str, Any]) -> Answer | None:
    """Stop a job, or order one again."""
    from app.ui.shell import Answer

    if data["do"] == "stop":
        studio.stop(int(data["job"]))
        return Answer(t("Stopping. What is finished is kept."))
    if data["do"] == "again":
        job = studio.job(int(data["job"]))
        studio.order(studio.find(job.story), job.size, data.get("target") or job.target)
        return Answer(t("It is made again; what is there is kept."))
    return Answer(updates={})


def named(t: Tongue, job: Job) -> str:
    """What a job makes, in words."""
    whole = {
        "film": t("The film"), "slated": t("The film, with slates"), "animatic": t("The animatic"), "stills": t("All stills"), "stale": t("What was stale"),
        "watch": t("The watcher's readings"),
        "writing": t("The story"), "sitting": t("The pictures of the cast"),
    }  # fmt: skip
    kind, _, one = job.target.partition(":")
    if "#" in one:  # storyboard.variants
        return t("{n} candidates for {step}", n=one.count(",") + 1, step=f"{kind}:{one.partition('#')[0]}")
    parts = {
        "shot": t("Shot {name}", name=one), "still": t("The still of shot {name}", name=one), "clip": t("The clip of shot {name}", name=one),
        "portrait": t("The portrait of {name}", name=one), "voice": t("The voice of line {name}", name=one), "scene": t("Scene {name}", name=one),
        "framing": t("Other framings of shot {name}", name=one), "sample": t("How {name} sounds", name=one),
    }  # fmt: skip
    return whole.get(job.target) or parts.get(kind) or job.target


def _of(studio: Studio, t: Tongue, job: Job) -> str:
    """Whose it is, where several stories are looked at."""
    return studio.head(job.story).title if job.story else studio.writing(job).premise.text[:60]


def _running(t: Tongue, job: Job, of: str) -> Html:
    told = dict(job.progress or {})
    done, total = int(told.get("done", 0)), int(told.get("total", 0))
    words = t("waits its turn") if job.state == "queued" else t("{done} of {total} steps", done=done, total=total) if total else t("begins")
    if job.target == "writing" and job.state == "making":
        words = str(told.get("unit", "")) or t("reads the premise")
    if told.get("left_s") and job.state == "making":
        words = t("{words}, about {time} left", words=words, time=clock(float(told["left_s"]), t))
    meter = tag("progress", max=total or None, value=done if total else None, aria_label=named(t, job)) if job.state == "making" else None
    return tag(
        "div", tag("strong", named(t, job)), tag("em", of) if of else None, tag("span", f" {words}", class_="fb-progress-words"), meter,
        button(t("Stop"), "stop", data_job=job.id, class_="fb-key-stop"), class_="fb-job", data_state=job.state,
    )  # fmt: skip


def _ended(studio: Studio, t: Tongue, place: Place, job: Job) -> Html:
    """What the newest job came to, while the story is still the one it was made of."""
    if job.revision != studio.find(place.story).revision or job.target == "writing":
        return Html("")
    if job.state == "done":
        watch = link(t("Watch it"), Place("screening", place.story).address, class_="fb-button fb-primary")
        watch = link(t("See what it found"), Place("screening", place.story).address, class_="fb-button fb-primary") if job.target == "watch" else watch
        watch = watch if job.target in (*FILMS, "watch") else button(t("Make the film with it"), "again", data_job=job.id, data_target="film", class_="fb-primary")
        return tag("section", tag("div", tag("strong", t("{what}: ready.", what=named(t, job))), tag("span", f" {what_changed(t, job)}"), watch, class_="fb-job"), class_="fb-bar fb-ready")
    again = button(t("Try again"), "again", data_job=job.id)
    slates = button(t("Make it with slates in their place"), "again", data_job=job.id, data_target="slated") if job.target == "film" and job.state == "failed" else None
    words = t("stopped. What is finished is kept.") if job.state == "stopped" else job.last_error
    return tag("section", tag("div", tag("strong", t("{what}:", what=named(t, job)), " "), tag("span", words), join(again, slates), class_="fb-job"), class_=f"fb-bar fb-{job.state}")


def what_changed(t: Tongue, job: Job) -> str:
    """How much was made anew, and that the rest is as it was: kept steps are the same files, byte for byte."""
    told = dict(job.progress or {})
    made, kept = int(told.get("made", 0)), int(told.get("kept", 0))
    if not made:
        return t("Everything was there already.")
    if not kept:
        return t("{made} steps made.", made=made)
    return t("{made} steps made, {kept} kept: nothing else changed.", made=made, kept=kept)
