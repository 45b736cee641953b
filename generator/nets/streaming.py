"""Blocks that live elsewhere, in files or in the machine's memory, and are brought in one ahead of the other.

`stream` puts a list in the place of a net's blocks that is walked through like the one before: each block has its weights in place for as
long as it is its turn, while those of the next are brought into the other of two seats. What a step computes is bit for bit what it would
be with every block at home, and the memory that the blocks take is that of two (`kept` more where there is room), however deep the net is.

A seat is one flat run of bytes on the device that computes; a block's tensors lie in it one after another, each from a multiple of ALIGN.
On a GPU a stream of its own copies, and events order the copies after the products that still read a seat, and before those that will.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn

ALIGN = 64  # bytes
SEATS = 2


class Stored(Protocol):
    """A tensor in a file: its bytes begin at `offset`."""

    @property
    def file(self) -> Path: ...
    @property
    def dtype(self) -> torch.dtype: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def offset(self) -> int: ...


class Place(NamedTuple):
    """Where one tensor of a block lies in a seat."""

    name: str
    dtype: torch.dtype
    shape: tuple[int, ...]
    start: int

    @property
    def size(self) -> int:
        """In bytes."""
        return torch.Size(self.shape).numel() * self.dtype.itemsize

    def of(self, seat: Tensor) -> Tensor:
        return seat[self.start : self.start + self.size].view(self.dtype).view(self.shape)


class Source(Protocol):
    """Where blocks live: `fill` brings the tensors of one into a seat, on the current stream of its device."""

    def names(self, layer: int) -> frozenset[str]: ...
    def fill(self, layer: int, places: Sequence[Place], seat: Tensor) -> None: ...


class Files:
    """Blocks in safetensors files, by layer: each one's tensors by their names inside the block. What is stored otherwise than it is
    computed with is converted on the way. ValueError for another shape, OSError when a file is shorter than it was."""

    def __init__(self, layers: Sequence[Mapping[str, Stored]]) -> None:
        self.layers = layers
        self._open: dict[Path, FileIO] = {}
        self._lobby = torch.empty(0, dtype=torch.uint8)  # where bytes wait that cannot go straight into a seat

    def names(self, layer: int) -> frozenset[str]:
        return frozenset(self.layers[layer])

    def fill(self, layer: int, places: Sequence[Place], seat: Tensor) -> None:
        for place in places:
            stored, target = self.layers[layer][place.name], place.of(seat)
            if tuple(stored.shape) != place.shape:
                raise ValueError(f"block {layer} has {place.name} as {place.shape}; {stored.file.name} holds it as {tuple(stored.shape)}")
            if target.device.type == "cpu" and stored.dtype == target.dtype:
                self._read(stored, target.flatten().view(torch.uint8))
            else:
                target.copy_(self._waiting(stored, target.device))

    def _waiting(self, stored: Stored, device: torch.device) -> Tensor:
        size = torch.Size(stored.shape).numel() * stored.dtype.itemsize
        if len(self._lobby) < size:
            self._lobby = torch.empty(size, dtype=torch.uint8, pin_memory=device.type == "cuda")
        self._read(stored, self._lobby[:size])
        return self._lobby[:size].view(stored.dtype).view(tuple(stored.shape))

    def _read(self, stored: Stored, into: Tensor) -> None:
        if stored.file not in self._open:
            self._open[stored.file] = FileIO(stored.file)
        file, view, done = self._open[stored.file], into.numpy().data, 0
        file.seek(stored.offset)
        while done < len(view):
            count = file.readinto(view[done:])
            if not count:
                raise OSError(f"{stored.file} ends before its tensors do: it changed while it was read")
            done += count


class Held:
    """Blocks in the machine's memory, in pages that do not move where a GPU copies from them. Their tensors are taken out of `blocks`."""

    def __init__(self, blocks: nn.ModuleList, device: torch.device) -> None:
        self._names: list[frozenset[str]] = []
        self._bytes: list[Tensor] = []
        for block in blocks:
            found = tensors_of(block)
            places = seating(found)
            flat = torch.empty(bytes_of(places), dtype=torch.uint8, pin_memory=device.type == "cuda")
            for place in places:
                place.of(flat).copy_(found[place.name])
            put(block, {name: one.to("meta") for name, one in found.items()})
            self._names.append(frozenset(found))
            self._bytes.append(flat)

    def names(self, layer: int) -> frozenset[str]:
        return self._names[layer]

    def fill(self, layer: int, places: Sequence[Place], seat: Tensor) -> None:
        seat[: len(self._bytes[layer])].copy_(self._bytes[layer], non_blocking=True)


class Streamed(nn.ModuleList):
    """Blocks of which only the first `kept` and the one whose turn it is are in place; see the head of this file. What the source does
    not have of a block stays with it."""

    def __init__(self, blocks: nn.ModuleList, source: Source, device: torch.device, kept: int) -> None:
        super().__init__(blocks)
        self.source, self.device = source, device
        self.kept = kept if len(blocks) - kept > SEATS else len(blocks)
        self.places = [seating(tensors_of(block), source.names(layer)) for layer, block in enumerate(blocks)]
        self.empty = [{place.name: torch.empty(place.shape, dtype=place.dtype, device="meta") for place in places} for places in self.places]
        size = max((bytes_of(places) for places in self.places[self.kept :]), default=0)
        self.seats = [torch.empty(size, dtype=torch.uint8, device=device) for _ in range(SEATS)] if size else []
        self.copying = torch.cuda.Stream(device) if device.type == "cuda" else None
        self.read: list[torch.Event | None] = [None] * SEATS  # when the products that read a seat are done
        self.hand = ThreadPoolExecutor(1, thread_name_prefix="streaming")
        self.coming: tuple[int, int, Future[torch.Event | None]] | None = None  # layer, seat, and when it is there
        self.waited_s = 0.0  # by turns whose block was still on its way
        self.walk = 0  # there is one walk through the blocks at a time; a new one ends the one before
        for layer, block in enumerate(blocks):
            self._settle(layer, block)

    def _settle(self, layer: int, block: nn.Module) -> None:
        found, places = tensors_of(block), self.places[layer]
        put(block, {name: one.to(self.device) for name, one in found.items() if name not in self.empty[layer]})
        put(block, self.empty[layer])
        if layer < self.kept:
            seat = torch.empty(bytes_of(places), dtype=torch.uint8, device=self.device)
            self.source.fill(layer, places, seat)
            put(block, {place.name: place.of(seat) for place in places})

    def __iter__(self) -> Iterator[nn.Module]:
        self.walk += 1
        walk, blocks = self.walk, list(self._modules.values())
        for layer, block in enumerate(blocks):
            assert block is not None
            if layer < self.kept:
                yield block
                continue
            if walk != self.walk:
                raise RuntimeError("a walk through streamed blocks was begun while another was under way")
            seat = self._arrived(layer)
            put(block, {place.name: place.of(self.seats[seat]) for place in self.places[layer]})
            self._call(layer + 1 if layer + 1 < len(blocks) else self.kept, (seat + 1) % SEATS)
            try:
                yield block
            finally:
                put(block, self.empty[layer])
                if self.copying is not None:
                    self.read[seat] = torch.cuda.current_stream(self.device).record_event()

    def _arrived(self, layer: int) -> int:
        """The seat that holds this layer, waited for."""
        if self.coming is None or self.coming[0] != layer:
            if self.coming is not None:
                self.coming[2].result()
            self._call(layer, 0)
        assert self.coming is not None
        _, seat, future = self.coming
        self.coming = None
        began = time.perf_counter()
        there = future.result()
        self.waited_s += time.perf_counter() - began
        if there is not None:
            torch.cuda.current_stream(self.device).wait_event(there)
        return seat

    def _call(self, layer: int, seat: int) -> None:
        self.coming = layer, seat, self.hand.submit(self._bring, layer, seat)

    @torch.inference_mode()
    def _bring(self, layer: int, seat: int) -> torch.Event | None:
        if self.copying is None:
            self.source.fill(layer, self.places[layer], self.seats[seat])
            return None
        with torch.cuda.stream(self.copying):
            if (busy := self.read[seat]) is not None:
                self.copying.wait_event(busy)
            self.source.fill(layer, self.places[layer], self.seats[seat])
            return self.copying.record_event()


def stream(net: nn.Module, name: str, source: Source | None = None, device: torch.device | str = "cpu", kept: int = 0) -> None:
    """Stream the blocks that `net` has as `name` from `source`, or from the machine's memory, where they are now (None)."""
    blocks, device = net.get_submodule(name), torch.device(device)
    if not isinstance(blocks, nn.ModuleList) or isinstance(blocks, Streamed):
        raise ValueError(f"{name} of this net is no list of blocks, or is streamed already")
    setattr(net, name, Streamed(blocks, source or Held(blocks, device), device, kept))


def by_layer(tensors: Mapping[str, Stored], name: str = "blocks") -> list[dict[str, Stored]]:
    """The tensors of a net's list of blocks, layer by layer, by their names inside the block."""
    found: dict[int, dict[str, Stored]] = {}
    for key, stored in tensors.items():
        if key.startswith(f"{name}."):
            layer, _, inside = key.removeprefix(f"{name}.").partition(".")
            found.setdefault(int(layer), {})[inside] = stored
    return [found[layer] for layer in range(len(found))]


def seating(tensors: Mapping[str, Tensor], names: frozenset[str] | None = None) -> tuple[Place, ...]:
    """The places of a block's tensors (those of `names`) in a seat."""
    places, start = [], 0
    for name, one in tensors.items():
        if names is None or name in names:
            places.append(Place(name, one.dtype, tuple(one.shape), start))
            start += -(-places[-1].size // ALIGN) * ALIGN
    return tuple(places)


def bytes_of(places: Sequence[Place]) -> int:
    """How long a seat for them is."""
    return places[-1].start + -(-places[-1].size // ALIGN) * ALIGN if places else 0


def tensors_of(block: nn.Module) -> dict[str, Tensor]:
    """Parameters and buffers by name."""
    return {name: one.detach() for name, one in (*block.named_parameters(), *block.named_buffers())}


def put(block: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Give the block these tensors, without a gradient, instead of those it has by these names."""
    for name, one in tensors.items():
        owner, _, leaf = name.rpartition(".")
        module = block.get_submodule(owner)
        if leaf in module._parameters:
            module._parameters[leaf] = nn.Parameter(one, requires_grad=False)
        else:
            module._buffers[leaf] = one
