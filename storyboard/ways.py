"""Ways: per kind of step, which way makes it. Filled by app from what is installed; hashed into every key.

A way is a name, a version (raised when the maker's output changes), the digest of its weights and its numeric path.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.document import Doc
from storyboard.params import LoraParams, SamplingParams

Kind = Literal["portrait", "still", "clip", "voice", "music", "ambience", "effect", "scene", "mix", "film", "reading", "memory"]
Target = Literal["embedded", "wan-t2v", "wan-i2v", "image"]  # whose prompts a way reads: see storyboard/prompts
TARGETS: tuple[Target, ...] = ("embedded", "wan-t2v", "wan-i2v", "image")
KINDS: tuple[Kind, ...] = ("portrait", "still", "clip", "voice", "music", "ambience", "effect", "scene", "mix", "film", "reading", "memory")
Side = Annotated[int, Field(ge=16, le=8192)]


class Way(Doc):
    """One way of making one kind. `weights`: SHA-256 of what it loads, None if it loads nothing; `path`: what its net computes in,
    "none" where no net takes part; `reads_portraits`: whether the subjects' portraits are inputs; `prompt`: whose prompts it reads (no part
    of a key where it is the embedded nets', so that their takes stay theirs); `canvas`: what its net draws, None: that of the film's ways;
    `sampling`: of published models, how they are walked (neither is part of a key where it is not said)."""

    name: str
    version: Annotated[int, Field(ge=1)] = 1
    weights: str | None = None
    path: Literal["fp32", "bf16", "int8", "none"] = "none"
    steps: Annotated[int, Field(ge=1, le=100)] = 1
    reads_portraits: bool = False
    prompt: Target = Field(default="embedded", exclude_if=lambda target: target == "embedded")
    canvas: Annotated[tuple[Side, Side] | None, Field(exclude_if=lambda canvas: canvas is None)] = None
    sampling: Annotated[SamplingParams | None, Field(exclude_if=lambda sampling: sampling is None)] = None

    @property
    def is_net(self) -> bool:
        return self.path != "none"

    @property
    def reads_words(self) -> bool:
        """Whether it is a model of others, which goes by its prompt: nothing says that its figures stand as a staging has them."""
        return self.prompt != "embedded"


class Ways(Doc):
    """Every kind's way, and the sizes of this film. `canvas`: what the net draws; `size`: what clips show; `shape`: what the film shows
    of them, where it is not the same; `reading`: how takes are read, None: nothing is watched; `memory`: how earlier
    views are kept in mind, None: they are not; `together`: how several shots are animated at once, None: each is alone; `vision`: how a model is asked
    about clips, None: none is; `enrols`: whether everyone
    says some sentences for the watcher, so that it can tell who speaks (a service is paid for what it says); `loras`: what is set up to be added to a published model."""

    portrait: Way
    still: Way
    clip: Way
    voice: Way
    music: Way
    ambience: Way
    effect: Way
    scene: Way
    mix: Way
    film: Way
    reading: Way | None = None
    memory: Way | None = None
    together: Way | None = None
    vision: Way | None = None
    enrols: bool = True
    loras: tuple[LoraParams, ...] = ()
    size: tuple[Side, Side] = (768, 432)
    canvas: tuple[Side, Side] = (256, 144)
    shape: tuple[Side, Side] | None = None

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height of the film."""
        return self.shape or self.size

    @property
    def each(self) -> dict[Kind, Way]:
        """Those that are there, by kind."""
        return {kind: way for kind in KINDS if (way := getattr(self, kind)) is not None}
