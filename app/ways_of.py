"""Which ways make a film of a size: what a story's direction chooses, from what is installed: names, versions, weights, numeric paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.processor import default_path, published_path
from app.settings import Settings, shown
from app.ways_published import told
from storyboard.digest import digest
from storyboard.errors import BadInput
from storyboard.params import LoraParams, Sampling
from storyboard.story import Direction
from storyboard.ways import KINDS, Kind, Target, Way, Ways

ASKED_IN: dict[Kind, Target] = {"still": "image", "clip": "wan-i2v"}  # whose prompts a service is sent


@dataclass(frozen=True)
class FilmSize:
    """One dial: what the film shows, what the nets draw, and their steps for a clip and for a still. `shots`, `seconds`: what a
    writer is asked for, None: its own."""

    size: tuple[int, int]
    canvas: tuple[int, int]
    clip_steps: int
    still_steps: int
    shots: int | None = None
    seconds: float | None = None


SIZES = {
    "default": FilmSize((768, 432), (256, 144), clip_steps=1, still_steps=8),
    "preview": FilmSize((384, 216), (256, 144), clip_steps=1, still_steps=4),
    "tiny": FilmSize((64, 64), (64, 64), clip_steps=1, still_steps=1, shots=3, seconds=24.0),
}
PROFILES: dict[str, tuple[int, int] | None] = {"wide": None, "square": (1, 1), "tall": (9, 16)}  # another shape of film, of the same clips
USUAL: dict[Kind, str] = {
    "portrait": "drawn", "voice": "espeak", "music": "synth", "ambience": "synth", "effect": "synth", "scene": "moviepy", "mix": "numpy", "film": "ffmpeg",
    "reading": "watch", "memory": "frame",
}  # fmt: skip
NETS: frozenset[tuple[Kind, str]] = frozenset({("clip", "dit"), ("clip", "wan"), ("clip", "together"), ("still", "tiny")})  # they compute, on a numeric path, and read portraits
WHOLE_NETS: frozenset[tuple[Kind, str]] = frozenset({("music", "musicgen"), ("music", "ace")})  # nets of others: in fp32


def film_size(name: str) -> FilmSize:
    """By its name, with or without a profile: "default", "default:tall". BadInput."""
    size, _, profile = name.partition(":")
    if size not in SIZES or (profile or "wide") not in PROFILES:
        raise BadInput(f"There is no size {name!r}; there are: {', '.join(SIZES)}, each as it is or followed by :{' or :'.join(p for p in PROFILES if p != 'wide')}.")
    return SIZES[size]


def film_shape(name: str) -> tuple[int, int] | None:
    """Width and height of a film of this size and profile, of as many pixels as the wide one; None where it shows its clips as they are."""
    size, profile = film_size(name).size, name.partition(":")[2]
    if PROFILES.get(profile) is None:
        return None
    across, down = PROFILES[profile] or size
    area = size[0] * size[1]
    shape = (2 * round((area * across / down) ** 0.5 / 2), 2 * round((area * down / across) ** 0.5 / 2))
    return None if shape == size else shape


def ways(name: str = "default", direction: Direction | None = None, animatic: bool = False, given: Settings | None = None) -> Ways:
    """The ways of a film of this size, pictures, voices and music as its direction says. `animatic`: all pictures are drawn, no net takes
    part in them. `given`: where brought weights are, and what nets compute in; None: none are there, and what suits this processor."""
    size, asked = film_size(name), direction or Direction()
    still, clip = ("drawn", "drawn") if animatic else (asked.still, asked.clip)
    chosen: dict[Kind, str] = {**USUAL, "still": still, "clip": clip, "voice": asked.voice, "music": asked.music}
    steps: dict[Kind, int] = {"clip": size.clip_steps, "still": size.still_steps}
    made = {kind: _way(kind, chosen[kind], steps.get(kind, 1), given).model_copy(update=told(kind, chosen[kind], size.size, given)) for kind in KINDS}
    if clip == "wan":
        made["clip"] = published(made["clip"], size, asked.sampling, given)
    if animatic or not asked.watch:  # what is drawn throughout is the truth that readers go by
        del made["reading"]
    if "reading" not in made or asked.memory == "none" or still == "api":  # a service is sent the portraits its prompt tells of, and no more
        del made["memory"]
    together = None
    if clip == "dit" and asked.shots_together > 1 and asked.takes + asked.retries == 1:
        together = _way("clip", "together", size.clip_steps, given)
    asks: dict[str, Any] = {"enrols": asked.voice != "speech", "vision": _way("reading", "vision", 1, given) if asked.vision and not animatic else None}
    asks["loras"] = loras(given) if clip == "wan" and given else ()
    return Ways(**made, **asks, together=together, size=size.size, canvas=size.canvas, shape=film_shape(name))


def reading(given: Settings) -> Way:
    """How takes are read, whether or not the direction asks for it."""
    return _way("reading", USUAL["reading"], 1, given)


def voice_digest(name: str, given: Settings) -> str | None:
    """Of the files that were set up to speak; None where there are none, or none are needed."""
    from generator.neural import PACKAGES, digest_of

    return digest_of(given.voices, name) if name in PACKAGES else None


def service_digest(name: str, given: Settings | None) -> str | None:
    """Of who is asked: the service and its model; None where none is set."""
    if given is None or not given.services[name].url:
        return None
    return digest(name, shown(given.services[name].url), given.services[name].model)


def loras(given: Settings) -> tuple[LoraParams, ...]:
    """Those that a film may add to a published model, by the names that stories use."""
    from generator import checkpoints

    return tuple(LoraParams(name=name, sha=one.digest) for name, one in checkpoints.loras(given.weights).items())


def published(way: Way, size: FilmSize, asked: Sampling, given: Settings | None) -> Way:
    """How a film of this size is animated by the model that is set up, and as `asked`; as it is where none is: then it is the making that fails."""
    from generator.checkpoints import set_up

    if given is None or way.weights is None:
        return way
    from generator.published.sampling import ready

    found = ready(given.weights / set_up(way.name, given.weights).name, way.weights)
    across, down = (-(-side // found.multiple) * found.multiple for side in size.size)
    steps, own = asked.steps or len(asked.sigmas) or found.steps, asked.model_dump(exclude={"steps"}, exclude_none=True)
    if asked.steps is None and not asked.sigmas:
        del own["sigmas"]  # the weights' own stay
    told = {"prompt": found.prompt, "reads_portraits": found.portraits, "canvas": (across, down), "steps": steps, "path": published_path(given.path)}
    return way.model_copy(update=told | {"sampling": found.sampling.model_copy(update=own)})


def _way(kind: Kind, name: str, steps: int, given: Settings | None) -> Way:
    from generator import SERVICES, VERSIONS
    from generator.checkpoints import digest_of

    net, path, service = (kind, name) in NETS, given.path if given else None, SERVICES.get((kind, name))
    if service is not None:
        weights, reads = service_digest(service, given), kind == "still" and (given is None or given.services[service].references)
        return Way(name=name, version=VERSIONS[kind, name], weights=weights, reads_portraits=reads, prompt=ASKED_IN.get(kind, "embedded"))
    weights = voice_digest(name, given) if kind == "voice" and given else digest_of(kind, name, given.weights if given else None)
    return Way(
        name=name, version=VERSIONS.get((kind, name), 1), weights=weights,
        path=default_path(path) if net else "fp32" if (kind, name) in WHOLE_NETS else "none", steps=steps if net else 1, reads_portraits=net,
    )  # fmt: skip
