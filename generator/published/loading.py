"""Tensors of opened weights, put into a net one by one from the mapped files: what is not needed is never read.

A tensor that keeps its dtype stays a view of its file (pages come in when used, and may leave again); one that changes it is a copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn

from generator.nets.streaming import put
from generator.nets.weights import differs, keeps_full
from generator.published.opening import AGAIN, Entry, Kind, Opened, opened
from storyboard.errors import BadInput, Corrupt

Chosen = Callable[[str], torch.dtype]


def load(found: Opened, net: nn.Module, dtype: torch.dtype | None = torch.float32) -> None:
    """Put the tensors of `found` into `net` (which may be on the meta device), in `dtype`, but in fp32 what a net keeps in fp32; None: as
    they are in the file. Nothing is put in before all names and sizes were found to fit. BadInput with the first that do not."""
    own = net.state_dict(keep_vars=True)
    tied = _tied(own)
    wanted = {name: value for name, value in own.items() if not (name not in found.tensors and any(other in found.tensors for other in tied[id(value)]))}
    wrong = differs({name: value.shape for name, value in wanted.items()}, {name: entry.shape for name, entry in found.tensors.items()})
    if wrong:
        raise BadInput(f"{found.path} does not fit the net it should be ({wrong}).")
    for name, tensor in read(found, wanted, dtype):
        for each in tied[id(own[name])]:
            put(net, {each: tensor})


def whole_net(kind: Kind, place: Path, form: Any, **more: Any) -> Any:
    """A net of diffusers or transformers (`form`: its class) from the folder `place`. They would make up what a file lacks, with a warning at
    most: here that is refused. Missing, BadInput, Corrupt; and what they raise themselves."""
    opened(place, kind)  # a bad file is told in a sentence of ours
    net, told = form.from_pretrained(place, local_files_only=True, use_safetensors=True, output_loading_info=True, **more)
    lacking = sorted(str(one[0] if isinstance(one, tuple) else one) for one in (*told["missing_keys"], *told["mismatched_keys"]))
    if lacking:
        raise Corrupt(f"{place} lacks {lacking[0]}{f' and {len(lacking) - 1} more tensors' if lacking[1:] else ''}, or has it in another size. {AGAIN}")
    return net.eval().requires_grad_(False)


def read(found: Opened, names: Iterable[str], dtype: torch.dtype | None = None) -> Iterator[tuple[str, Tensor]]:
    """The tensors called `names`, file by file in the order they lie there; `dtype` as in `load`."""
    by_file: dict[Path, list[str]] = defaultdict(list)
    for name in names:
        by_file[found.tensors[name].file].append(name)
    for file, held in by_file.items():
        with safe_open(str(file), framework="pt", device="cpu") as source:
            for name in sorted(held, key=lambda one: found.tensors[one].offset):
                yield name, _one(source, found.tensors[name], _kept(name, dtype))


def _one(source: safe_open, entry: Entry, dtype: torch.dtype | None) -> Tensor:
    tensor: Tensor = source.get_tensor(entry.name)
    if entry.scale is not None and dtype is not None:
        with safe_open(str(entry.scale.file), framework="pt", device="cpu") as other:
            scale = other.get_tensor(entry.scale.name).float()
        tensor = tensor.float() * (scale if scale.ndim == tensor.ndim or scale.numel() == 1 else scale.view(-1, *[1] * (tensor.ndim - 1)))
    return tensor if dtype is None or not tensor.is_floating_point() else tensor.to(dtype)


def _kept(name: str, dtype: torch.dtype | None) -> torch.dtype | None:
    return torch.float32 if dtype is not None and keeps_full(name) else dtype


def _tied(own: dict[str, Tensor]) -> dict[int, list[str]]:
    """Names by the tensor they share: a file holds a shared one once."""
    names: dict[int, list[str]] = defaultdict(list)
    for name, value in own.items():
        names[id(value)].append(name)
    return names
