"""What will run here: for each way to make clips that is set up, how much memory it takes and how long a minute of film would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.pace import UNKNOWN_S
from app.settings import shown
from app.ways_of import film_size, ways
from storyboard.errors import BadInput, FabulaError
from storyboard.story import Direction

if TYPE_CHECKING:
    from app.studio import Studio

SHOT_S = 4.0  # a usual shot
OWN_GIB = 0.8  # what a maker of the embedded ways takes


@dataclass(frozen=True)
class Outlook:
    """One way: `gib` of memory for one maker, `minute_s` to make the clips of a minute of film by all makers together; None where that cannot
    be told. `runs`: whether it would."""

    name: str
    runs: bool
    gib: float | None
    minute_s: float | None
    words: str


def outlooks(studio: Studio) -> Iterator[Outlook]:
    """Of the ways of making clips that are set up, at the usual size, and of the services that are set."""
    for way in ("drawn", "dit"):
        yield _embedded(studio, way)
    if (studio.settings.weights / "wan.json").is_file():
        yield _wan(studio)
    for kind, name in (("still", "stills"), ("clip", "clips")):
        if (studio.settings.weights / f"{name}.json").is_file():
            yield _piped(studio, kind, name)
    for name, service in studio.settings.services.items():
        if service.url:
            yield Outlook(f"asks: {name}", True, 0.0, None, f"{service.model or 'its model'} at {shown(service.url)}, where a story chooses it; takes no memory here")


def _embedded(studio: Studio, way: str) -> Outlook:
    known = studio.store.takes.pace()
    paces = {width: seconds for (kind, name, width), seconds in known.items() if (kind, name) == ("clip", way)}
    width = film_size(studio.usual_size).size[0]
    shot = paces.get(width, UNKNOWN_S["clip"])
    minute = shot * 60 / SHOT_S / studio.settings.workers
    how = "as clips took here before" if width in paces else "a guess: none was made here yet"
    return Outlook(f"clip: {way}", True, OWN_GIB, minute, f"{told(minute)} of making for a minute of film ({how}), {OWN_GIB:.1f} GiB a maker")


def _wan(studio: Studio) -> Outlook:
    from generator.checkpoints import brought
    from generator.published.prospect import prospect
    from generator.published.room import checked

    try:
        way = ways(studio.usual_size, Direction(clip="wan"), given=studio.settings).each["clip"]
        size = film_size(studio.usual_size).size
        assert way.sampling is not None
        found = prospect(brought("wan", studio.settings.weights), way.path, way.steps, way.sampling, (way.canvas or size, SHOT_S))
    except (FabulaError, ImportError) as error:
        return Outlook("clip: wan", False, None, None, str(error))
    fitting, gib = found.fitting, 2**30
    takes = fitting.whole if fitting.kept is None else fitting.free or fitting.least
    makers = 1 if fitting.device != "cpu" else studio.settings.workers
    minute = found.clip_s * 60 / SHOT_S / makers
    words = f"{found.what} on {fitting.device} in {way.path}: {told(minute)} for a minute of film ({found.step_s:.1f} s a step, {way.steps} steps, {found.tokens} tokens), "
    words += f"{fitting.whole / gib:.1f} GiB a maker" if fitting.kept is None else f"{fitting.whole / gib:.1f} GiB, which are not free: {fitting.kept} blocks stay, the others come in turn ({fitting.least / gib:.1f} GiB or more)"
    try:
        checked(fitting, way.path)
    except BadInput as error:
        return Outlook("clip: wan", False, fitting.least / gib, minute, f"{words}. {error}")
    if fitting.free is not None and makers * takes > fitting.free > takes:
        words += f". {makers} makers would take {makers * takes / gib:.1f} GiB: set FABULA_WORKERS=1"
    return Outlook("clip: wan", True, takes / gib, minute, words)


def _piped(studio: Studio, kind: str, name: str) -> Outlook:
    """Of a pipeline that diffusers runs: how long it takes is told where it was used here before."""
    from generator.checkpoints import brought
    from generator.published.families import KNOWN, family_of, words_of
    from generator.published.pipelines import needed, place_of

    way = f"{kind}: diffusers"
    try:
        folder = brought(name, studio.settings.weights)
        where, gib = place_of(folder, family_of(folder, KNOWN[name])), needed(folder) / 2**30
    except (FabulaError, ImportError) as error:
        return Outlook(way, False, None, None, str(error))
    took = studio.store.takes.pace().get((kind, "diffusers", film_size(studio.usual_size).size[0]))
    minute = None if took is None else took * 60 / SHOT_S / (1 if where != "cpu" else studio.settings.workers)
    words = f"{words_of(folder, KNOWN[name])}; on {'the GPU, part by part' if where == 'parts' else where}, {gib:.1f} GiB a maker; "
    return Outlook(way, True, gib, minute, words + ("it was not used here yet" if minute is None else f"{told(minute)} for a minute of film, as it took here before"))


def told(seconds: float) -> str:
    """As people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.0f} h" if seconds < 72 * 3600 else f"{seconds / 86400:.0f} days"
