"""Published weights opened: one file, or a folder in diffusers' form or the authors', checked whole before a tensor is read.

Headers and small JSON only are read, so a bad folder is told in one sentence at once; loading.py then takes tensors one by one. Names are diffusers' names whatever the file calls them (generator/nets/wan_keys.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from generator.nets.header import BYTES, NotWeights, read_header
from generator.nets.wan_keys import diffusers_names
from generator.published.sources import Sources, sets, sources
from storyboard.errors import BadInput, Corrupt, Missing

Kind = Literal["transformer", "transformer_2", "vae", "text_encoder", "image_encoder", "lora"]
# where a part stands in a folder of several: diffusers' name first, then the authors' (Wan 2.2 with two experts)
PLACES: dict[Kind, tuple[str, ...]] = {
    "transformer": ("transformer", "high_noise_model"),
    "transformer_2": ("transformer_2", "low_noise_model"),
    "vae": ("vae",),
    "text_encoder": ("text_encoder",),
    "image_encoder": ("image_encoder",),
    "lora": (),
}
# a name that every file of a kind has one of
MARKS: dict[Kind, tuple[str, ...]] = {
    "transformer": ("patch_embedding.weight",),
    "transformer_2": ("patch_embedding.weight",),
    "vae": ("decoder.conv_in.weight", "decoder.conv1.weight"),
    "text_encoder": ("shared.weight", "encoder.embed_tokens.weight"),
    "image_encoder": ("vision_model.embeddings.patch_embedding.weight", "embeddings.patch_embedding.weight"),
    "lora": (),
}
SCALES = (".weight_scale", ".scale_weight")  # of weights kept in fp8: the weight is the file's number times this
ASIDE = ("scaled_fp8", ".input_scale", ".scale_input", ".norm_added_q.weight")  # says something of others, or is read by nobody
AGAIN = "Get it again from where it came from."


@dataclass(frozen=True)
class Entry:
    """Where one tensor is: `name` in the `file`, `offset` in bytes from its beginning; `scale`: what its numbers are times."""

    file: Path
    dtype: str
    shape: tuple[int, ...]
    offset: int
    name: str
    scale: Entry | None = None

    @property
    def size(self) -> int:
        """Bytes in the file."""
        count = BYTES[self.dtype]
        for length in self.shape:
            count *= length
        return count


@dataclass(frozen=True)
class Opened:
    """What was found whole at `path`. `tensors`: by diffusers' names; `config`: the config.json beside them; `about`: the model_index.json of
    the folder of parts they stand in; `parts`: which parts stand there; `metadata`: what the file says of itself."""

    path: Path
    kind: Kind
    tensors: Mapping[str, Entry]
    config: dict[str, Any] | None = None
    about: dict[str, Any] | None = None
    parts: frozenset[str] = frozenset()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all tensors."""
        return sum(entry.size for entry in self.tensors.values())


def opened(path: Path, kind: Kind) -> Opened:
    """The checked table of the tensors of one part: `path` is its file, its folder, or a folder of parts.

    Missing (nothing there, a shard is gone), BadInput (a pickle, something else, another kind of net), Corrupt (not what its header says).
    """
    place = part_of(path, kind)
    root = place.parent if place != path else path
    headers, found = table(sources(place))
    tensors = _named(found, kind)
    if MARKS[kind] and not any(name in tensors for name in MARKS[kind]):
        raise BadInput(f"{place} holds no {kind}: none of its tensors is called {' or '.join(MARKS[kind])} (one is {next(iter(tensors), 'nothing at all')}).")
    config = document(place / "config.json") if place.is_dir() else None
    metadata: dict[str, str] = {}
    for header in headers:
        metadata |= header.get("__metadata__") or {}
    return Opened(place, kind, tensors, config, document(root / "model_index.json"), parts_of(root), metadata)


def part_of(path: Path, kind: Kind) -> Path:
    """Where `kind` stands at `path`: there itself, in its folder, or in its file. Missing when a folder of parts lacks it."""
    if not path.exists():
        raise Missing(f"There is nothing at {path}. Give the file or the folder of the model as it was downloaded.")
    if not path.is_dir():
        return path
    for place in (*(path / name for name in PLACES[kind]), *(path / f"{name}.safetensors" for name in PLACES[kind])):
        if place.exists():
            return place
    if parts_of(path) and not (kind == "transformer" and sets(path)):  # the authors keep one transformer in the folder itself
        raise Missing(f"{path} has no {kind} (it has {', '.join(sorted(parts_of(path)))}). The model was not downloaded whole.")
    return path


def parts_of(folder: Path) -> frozenset[str]:
    """Which parts a folder of several holds; empty when it is no such folder."""
    there = (kind for kind, names in PLACES.items() if any(_has_weights(folder / name) or (folder / f"{name}.safetensors").is_file() for name in names))
    return frozenset(there)


def _has_weights(place: Path) -> bool:
    return any(True for ending in ("*.safetensors", "*.safetensors.index.json") for _ in place.glob(ending))


def header_of(file: Path) -> dict[str, Any]:
    """A checked header, with the film's own errors."""
    try:
        return read_header(file)
    except FileNotFoundError as error:
        raise Missing(f"{_sentence(error)}. {AGAIN}") from error
    except NotWeights as error:
        raise BadInput(f"{_sentence(error)}.") from error
    except ValueError as error:
        raise Corrupt(f"{_sentence(error)}. {AGAIN}") from error


def document(path: Path) -> dict[str, Any] | None:
    """A small JSON table beside the weights; None when there is none. Corrupt."""
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Corrupt(f"{path} cannot be read ({error}). {AGAIN}") from error
    if not isinstance(found, dict):
        raise Corrupt(f"{path} is no table. {AGAIN}")
    return found


def table(files: Sources) -> tuple[list[dict[str, Any]], dict[str, Entry]]:
    """The headers of all files, and all their tensors by the names they have there, held against what the index promises of each."""
    headers = {file: header_of(file) for file in files.names}
    found: dict[str, Entry] = {}
    for file, header in headers.items():
        here = {name: entry for name, entry in header.items() if name != "__metadata__"}
        start = file.stat().st_size - max((entry["data_offsets"][1] for entry in here.values()), default=0)
        wanted = files.names[file]
        if wanted is not None and wanted != here.keys():
            odd = sorted(wanted ^ here.keys())
            raise Corrupt(f"{file.name} does not hold the tensors that the index says, {odd[0]} for one. {AGAIN}")
        for name, entry in here.items():
            if name in found:
                raise Corrupt(f"{name} is both in {found[name].file.name} and in {file.name}: these are not shards of one model. {AGAIN}")
            found[name] = Entry(file, entry["dtype"], tuple(entry["shape"]), start + entry["data_offsets"][0], name)
    return list(headers.values()), found


def _named(found: dict[str, Entry], kind: Kind) -> dict[str, Entry]:
    """Under diffusers' names, each weight with its scale, without what is set aside."""
    names = diffusers_names(found) if kind in ("transformer", "transformer_2") else {name: name for name in found}
    made: dict[str, Entry] = {}
    scales: dict[str, Entry] = {}
    for name, new in names.items():
        scale = next((end for end in SCALES if new.endswith(end)), None)
        if scale:
            scales[f"{new.removesuffix(scale)}.weight"] = found[name]
        elif not new.endswith(ASIDE):
            made[new] = found[name]
    for name, scale_of in scales.items():
        if name not in made:
            raise Corrupt(f"{scale_of.file.name} has a scale for {name}, but not the weight. {AGAIN}")
        old = made[name]
        made[name] = Entry(old.file, old.dtype, old.shape, old.offset, old.name, scale_of)
    return made


def _sentence(error: Exception) -> str:
    words = str(error)
    return words[0].upper() + words[1:] if words.startswith("there") else words
