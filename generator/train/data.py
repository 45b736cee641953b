"""Reading shards: memory-mapped safetensors files of drawn clips (and of their latents).

A clip shard holds `video` uint8 [N, F, H, W, 3], `opening` uint8 [N, H, W, 3] (the first drawing of the clip's shot), `mask`
uint8 [N, F, H/4, W/4] (0 nobody, 1..4 the subject), `numbers` float32 [N, F, 16], `keypoints` float32 [N, F, 4, 11, 3] and `before`
[N, 1, 4, 11, 3] (the pose sketch of the clip and at the opening), `refs` uint8 [N, 2, 96, 96, 3] and, in its metadata, `captions`, `strata` (JSON lists of N strings), `starts` (a JSON list of N drawings: where in its shot each
clip begins), `stagings` (a JSON list of N: what was drawn; none in shards of something else), `together` (so many neighbouring clips are shots of
one scene; none: 1) and `split` ("train" or "heldout"). A latent shard holds what `generator.train.latents` says.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from generator.nets.header import read_header

_DTYPES = {"U8": np.uint8, "F32": np.float32, "BF16": np.int16, "F16": np.float16, "I64": np.int64}


@dataclass(frozen=True)
class Shard:
    """One file: its arrays (memory-mapped, nothing read yet) and its words."""

    path: Path
    arrays: dict[str, np.ndarray]
    captions: tuple[str, ...]
    strata: tuple[str, ...]
    starts: tuple[int, ...]
    split: str
    stagings: tuple[dict[str, Any], ...] = ()
    together: int = 1

    @property
    def count(self) -> int:
        return len(self.captions)


@dataclass(frozen=True)
class ClipSet:
    """All clips of one split, numbered from 0 across shards."""

    shards: tuple[Shard, ...]
    where: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return len(self.where)

    @property
    def together(self) -> int:
        """How many neighbouring clips are shots of one scene, in every shard."""
        return math.gcd(*(shard.together for shard in self.shards))

    def shard(self, clip: int) -> tuple[Shard, int]:
        """The shard of a clip and its row there."""
        shard, row = self.where[clip]
        return self.shards[shard], row

    def array(self, clip: int, name: str) -> np.ndarray:
        """A clip's array, memory-mapped: copy what you keep."""
        shard, row = self.shard(clip)
        return shard.arrays[name][row]

    def tensor(self, clip: int, name: str) -> Tensor:
        """A clip's array as a tensor of its own; bf16 comes back as bf16."""
        shard, row = self.shard(clip)
        array = shard.arrays[name]
        tensor = torch.from_numpy(np.array(array[row]))
        return tensor.view(torch.bfloat16) if array.dtype == np.int16 else tensor

    def caption(self, clip: int) -> str:
        shard, row = self.shard(clip)
        return shard.captions[row]

    def stratum(self, clip: int) -> str:
        shard, row = self.shard(clip)
        return shard.strata[row]

    def start(self, clip: int) -> int:
        """The drawing of its shot that the clip begins with."""
        shard, row = self.shard(clip)
        return shard.starts[row]


def open_shard(path: Path) -> Shard:
    """Map one shard. ValueError if it is damaged or holds no captions."""
    header = read_header(path)
    words = header.pop("__metadata__", {})
    if "captions" not in words:
        raise ValueError(f"{path.name} is not a shard: it holds no captions")
    start = 8 + int.from_bytes(path.open("rb").read(8), "little")
    arrays: dict[str, np.ndarray] = {
        name: np.memmap(path, _DTYPES[entry["dtype"]], "r", start + entry["data_offsets"][0], tuple(entry["shape"]))
        for name, entry in header.items()
    }
    captions = tuple(json.loads(words["captions"]))
    strata = tuple(json.loads(words.get("strata", "[]"))) or ("static",) * len(captions)
    starts = tuple(json.loads(words.get("starts", "[]"))) or (0,) * len(captions)
    return Shard(path, arrays, captions, strata, starts, words.get("split", "train"), tuple(json.loads(words.get("stagings", "[]"))), int(words.get("together", "1")))


def open_clips(folder: Path, split: str | None = None, limit: int | None = None) -> ClipSet:
    """All clips of a folder's shards, in order of file name; `limit` keeps the first ones only."""
    paths = sorted(Path(folder).glob("*.safetensors"))
    shards = tuple(shard for shard in map(open_shard, paths) if split in (None, shard.split))
    where = [(number, row) for number, shard in enumerate(shards) for row in range(shard.count)]
    if not where:
        raise ValueError(f"{folder} holds no shards of the split {split!r} ({len(paths)} shard files seen)")
    return ClipSet(shards, tuple(where[:limit]))
