"""doctor: what is here, what is not, and what to do about it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bills import UNITS
from app.prospects import outlooks
from app.settings import shown
from app.ways_of import ways
from storyboard.errors import FabulaError

if TYPE_CHECKING:
    from app.studio import Studio

ROOM = 2 * 2**30  # bytes a film and its takes may need


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    is_well: bool
    words: str


def checks(studio: Studio, everything: bool = True) -> list[Check]:
    """Everything a film needs, each looked at by itself. Without `everything` the kept files are not read, which takes long where there are many."""
    looks: dict[str, Callable[[Studio], str]] = {
        "python": _python, "home": _home, "database": _database, "writer": _writer, "rules": _rules, "weights": _weights, "ways": _ways,
        "ffmpeg": _ffmpeg, "voices": _voices, "letters": _letters, "crew": _crew, "services": _services, **({"media": _media} if everything else {}),
    }  # fmt: skip
    found = [_looked(name, look, studio) for name, look in looks.items()]
    return [*found, _looked("machine", _machine, studio), *(Check(one.name, one.runs, one.words) for one in outlooks(studio))] if everything else found


def _looked(name: str, look: Callable[[Studio], str], studio: Studio) -> Check:
    try:
        return Check(name, True, look(studio))
    except (FabulaError, ImportError, OSError) as error:
        return Check(name, False, str(error))


def _python(_: Studio) -> str:
    return f"{sys.version.split()[0]} on {sys.platform}"


def _rules(studio: Studio) -> str:
    guard = studio.guard
    own = f"{guard.path}: {len(guard.rules.words)} words, {len(guard.rules.likeness)} people, for {guard.rules.audience}" if guard.path.exists() else "none of your own"
    return own + (f"; texts are judged by {shown(guard.url)}" if guard.url else "")


def _home(studio: Studio) -> str:
    home = studio.settings.home
    free = shutil.disk_usage(home).free
    if not os.access(home, os.W_OK):
        raise FabulaError(f"{home} cannot be written. Set FABULA_HOME to another folder.")
    if free < ROOM:
        raise FabulaError(f"{home} has {free / 2**30:.1f} GiB free; a film may need {ROOM // 2**30}. Free some space.")
    return f"{home}, {free / 2**30:.0f} GiB free, {len(studio.stories())} stories"


def _database(studio: Studio) -> str:
    return studio.store.health()


def _writer(studio: Studio) -> str:
    if studio.settings.writer == "openai":
        return f"{studio.writer} (FABULA_LLM_URL is set; unset it for the embedded writer)"
    return f"{studio.writer}; set FABULA_LLM_URL for a model's"


def _weights(_: Studio) -> str:
    from generator import WEIGHTS
    from generator.checkpoints import checked

    names = sorted({name for used in WEIGHTS.values() for name in used})
    sizes = [checked(name).stat().st_size for name in names]
    return ", ".join(names) + f": {sum(sizes) / 2**20:.1f} MiB, every digest as in the manifest"


def _ways(studio: Studio) -> str:
    from importlib.util import find_spec

    from generator import MAKERS

    found = ways(given=studio.settings)
    absent = [f"{kind}/{way.name}" for kind, way in found.each.items() if find_spec(MAKERS.get((kind, way.name), "generator.absent")) is None]
    if absent:
        raise FabulaError(f"These makers are not installed: {', '.join(absent)}. Install Fabula again.")
    return ", ".join(f"{kind}: {way.name}" + (f" in {way.path}" if way.path != "none" else "") for kind, way in found.each.items())


def _ffmpeg(_: Studio) -> str:
    import imageio_ffmpeg

    return f"{imageio_ffmpeg.get_ffmpeg_version()} (bundled)"


def _voices(_: Studio) -> str:
    import espeakng_loader

    return f"espeak-ng at {espeakng_loader.get_library_path()}"


def _letters(_: Studio) -> str:
    from generator.lettering import drawn_scripts

    found = drawn_scripts()
    said = [f"{', '.join(s for s, font in found.items() if font == 'bundled')} by bundled fonts"]
    if here := [s for s, font in found.items() if font not in ("", "bundled")]:
        said.append(f"{', '.join(here)} by this machine's")
    if absent := [s for s, font in found.items() if not font]:
        said.append(f"not drawn over the picture: {', '.join(absent)} (apt install fonts-noto-core fonts-noto-cjk libfribidi0)")
    return "; ".join(said)


def _services(studio: Studio) -> str:
    """Who may be asked; nobody is, to find out whether they answer: that may cost."""
    said = [
        f"{name}: {one.model} at {shown(one.url)}, {one.at_once} at once, {'no price is set' if (price := one.price()) is None else f'{price:g} a {UNITS[name].priced_words}'}"
        for name, one in studio.settings.services.items() if one.url
    ]  # fmt: skip
    return "; ".join(said) or "none is set; everything is made here"


def _crew(studio: Studio) -> str:
    from app import worker

    serving = "a worker serves this home" if worker.is_there(studio.store) else "no worker runs; the command line makes films itself"
    return f"{studio.settings.workers} steps side by side; {serving}"


def _machine(studio: Studio) -> str:
    from generator.published.prospect import machine
    from generator.published.room import free

    room = free("cpu")
    return f"{os.cpu_count()} cores, {'unknown' if room is None else f'{room / 2**30:.1f} GiB of'} memory to be had, {machine()}"


def _media(studio: Studio) -> str:
    bad = list(_damaged(studio))
    if bad:
        raise FabulaError(f"{len(bad)} files are gone or damaged, the first {bad[0][:12]}. The next film that needs them makes them anew.")
    return "every file is what its digest says"


def _damaged(studio: Studio) -> Iterator[str]:
    for kept in studio.store.takes.every_media():
        try:
            studio.store.media.verified(kept)
        except FabulaError:
            yield kept.sha256
