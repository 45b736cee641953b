"""Whether the weights of a folder are all there and sound, and in words what they are. Headers only: no tensor is read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.published.loras import side_of
from generator.published.opening import MARKS, PLACES, Kind, Opened, opened, parts_of, table
from generator.published.sources import Sources, nothing, sets, sources_of
from generator.published.variants import variant_of
from storyboard.errors import BadInput

BESIDE: tuple[Kind, ...] = ("text_encoder", "vae")  # what a film by Wan needs beside its transformers


def whole(folder: Path) -> None:
    """There are weights, and every set of them in every folder is complete and as its headers say. Missing, BadInput, Corrupt with the first that is not."""
    places = [one for one in (folder, *sorted(folder.rglob("*"))) if one.is_dir() and not any(part.startswith(".") for part in one.relative_to(folder).parts)]
    if not any(sets(place) for place in places):
        raise BadInput(nothing(folder))
    for place in places:
        for name, files in sets(place).items():
            table(sources_of(place, name, files))


def told(folder: Path, name: str) -> str:
    """In words, what the folder set up as `name` is; "" of those that only their makers know. Missing, BadInput, Corrupt when it is none."""
    from generator.published.families import KNOWN, words_of

    return wan(folder) if name == "wan" else words_of(folder, KNOWN[name]) if name in KNOWN else ""


def kind_of(file: Path) -> Kind:
    """Which part of a model one file is, by its tensors; of a transformer LOW in its name says the second. BadInput."""
    from generator.nets.wan_keys import diffusers_names

    names = set(diffusers_names(table(Sources({file: None}))[1]).values())
    kinds: list[Kind] = [kind for kind, marks in MARKS.items() if names.intersection(marks)]
    if not kinds:
        raise BadInput(f"{file} is no part of a model that is known here: a transformer of Wan, its autoencoder, UMT5 or CLIP. Give the folder it came in.")
    return "transformer_2" if kinds[0] == "transformer" and side_of(file) == "low" else kinds[0]


def place_of(kind: Kind) -> Path:
    """Where a file of `kind` goes in a folder of parts, as diffusers and transformers look for it."""
    return Path(PLACES[kind][0]) / ("model.safetensors" if kind in ("text_encoder", "image_encoder") else "diffusion_pytorch_model.safetensors")


def wan(folder: Path) -> str:
    """What a folder of Wan is, in words, and what it lacks. Missing, BadInput, Corrupt when its transformers are none, or no pair."""
    first = opened(folder, "transformer")
    variant = variant_of(first)
    if "transformer_2" in first.parts:
        other = opened(folder, "transformer_2")
        if variant_of(other).dit != variant.dit:
            raise BadInput(f"{folder}: its two transformers are not of one model, their sizes differ.")
    lacks = [part for part in (*BESIDE, *(["image_encoder"] if variant.dit.image_dim else [])) if part not in parts_of(folder)]
    return f"{variant.name}, {counted(parameters(first))} parameters in {dtypes(first)}" + (f"; it lacks {', '.join(lacks)}" if lacks else "")


def parameters(found: Opened) -> int:
    """How many numbers its tensors hold."""
    from generator.nets.header import BYTES

    return sum(entry.size // BYTES[entry.dtype] for entry in found.tensors.values())


def counted(number: int) -> str:
    """A large number in words."""
    return f"{number / 1e9:.2f} billion" if number >= 1e8 else f"{number / 1e6:.2f} million"


def dtypes(found: Opened) -> str:
    """What most of it is kept in."""
    sizes: Counter[str] = Counter()
    for entry in found.tensors.values():
        sizes[entry.dtype] += entry.size
    return sizes.most_common(1)[0][0].lower()
