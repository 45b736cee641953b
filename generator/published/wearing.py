"""A model that wears LoRAs: each clip's own, at their strengths.

Where its nets are as they were loaded, LoRAs are live beside the weights and come off again; where their layers are packed (bf16 and int8 on
a CPU) they are merged before that, and the model is loaded anew when others are worn. Which of the two is a matter of the numeric path
alone, so that the same recipe gives the same bytes whatever was made before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from torch import nn

from generator.nets.lora import Live, merge
from generator.published.loras import additions
from storyboard.errors import BadInput

EXPERTS: tuple[Literal[1, 2], ...] = (1, 2)


class Worn(NamedTuple):
    """One LoRA, a file or a folder of two, and how strongly."""

    path: Path
    strength: float


class Nets(Protocol):
    """What wears: a model of one net, or of two experts."""

    @property
    def nets(self) -> Sequence[nn.Module]: ...


Model = TypeVar("Model", bound=Nets)


def put_on(net: nn.Module, worn: Sequence[Worn], expert: Literal[1, 2]) -> None:
    """Merge LoRAs into an expert's weights, for good. Missing, BadInput, Corrupt."""
    for one in worn:
        try:
            merge(net, additions(one.path, expert), one.strength)
        except ValueError as error:
            raise _unfit(one, error) from error


class Wardrobe(Generic[Model]):
    """Holds one model in memory and changes what it wears. `load` gives the model with LoRAs merged into it; `is_live`: it is loaded once."""

    def __init__(self, load: Callable[[tuple[Worn, ...]], Model], is_live: bool) -> None:
        self.load, self.is_live = load, is_live
        self.model: Model | None = None
        self.worn: tuple[Worn, ...] | None = None  # None: a change failed half way
        self.live: list[Live] = []

    def wearing(self, worn: tuple[Worn, ...]) -> Model:
        """The model with these and no others. Missing, BadInput, Corrupt."""
        if self.model is None or (worn != self.worn and not self.is_live):
            self.model = None  # let go before the next is loaded
            self.live = []
            given = () if self.is_live else worn
            self.model = self.load(given)
            self.worn, self.live = given, [Live(net) for net in self.model.nets]
        if worn != self.worn:
            self._change(worn)
        return self.model

    def _change(self, worn: tuple[Worn, ...]) -> None:
        self.worn = None
        for expert, live in zip(EXPERTS, self.live, strict=False):
            for name in list(live.held):
                live.take(name)
            for number, one in enumerate(worn):
                try:
                    live.put(f"{number}", additions(one.path, expert), one.strength)
                except ValueError as error:
                    raise _unfit(one, error) from error
        self.worn = worn


def _unfit(one: Worn, error: ValueError) -> BadInput:
    return BadInput(f"The LoRA {one.path.name} does not fit this model: {error}. Take it off, or set up the one that was made for it.")
