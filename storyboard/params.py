"""Params: what a maker is given beside its inputs, and all that enters its key. Those of sound are in sound.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from storyboard.document import Doc, Share
from storyboard.finish import FinishParams, FocusParams
from storyboard.grammar import Transition
from storyboard.look import Color, Look, Outfit
from storyboard.reframe import Window
from storyboard.staging import Staging, Style

Size = tuple[int, int]  # width, height in pixels
Steps = Annotated[int, Field(ge=1, le=100)]
Strengths = tuple[Annotated[float, Field(ge=0.0, le=2.0)], ...]  # of the portraits in order: 1 as learned, 0 as if it were not there
Told = Annotated[str, Field(exclude_if=lambda text: not text)]  # no part of a key while empty: drawn takes hang on no words
Finished = Annotated[FinishParams, Field(exclude_if=lambda look: look == FinishParams())]  # no part of a key where it does nothing
Skipped = Annotated[int, Field(ge=0, exclude_if=lambda frames: frames == 0)]  # no part of a key where nothing is left out
Path = Literal["fp32", "bf16", "int8"]  # what a net computes in
Guidance = tuple[Annotated[float, Field(ge=0, le=30)], Annotated[float, Field(ge=0, le=30)]]
Table = Literal["diffusers", "original", "euler", "even"]  # of sigmas: generator/nets/schedules.py
Shift = Annotated[float, Field(gt=0, le=100)]
Sigmas = Annotated[tuple[Annotated[float, Field(gt=0, le=1)], ...], Field(max_length=100)]


def _rises(span: tuple[float, float]) -> tuple[float, float]:
    if not 0 <= span[0] < span[1] <= 1:
        raise ValueError("a span of noise goes from a smaller to a larger share, both of 0 to 1")
    return span


Span = Annotated[tuple[float, float], AfterValidator(_rises)]


class PortraitParams(Doc):
    """A character alone on a plain ground: the reference of its identity."""

    look: Look
    outfit: Outfit
    style: Style
    size: Size
    seed: int = 0


class StillParams(Doc):
    """A shot's first picture by no net of ours. `prompt`: the caption, or what the way reads instead, and `negative` what it is told not
    to make (storyboard/prompts); `words`: the author's; `model`: the one a service is asked for, "": the one that is set."""

    staging: Staging
    prompt: str
    words: str = ""
    size: Size
    negative: Told = ""
    model: Told = ""


class NetStillParams(Doc):
    """A shot's first picture by a net: the caption, the poses of `staging` (its seed is that of the noise) and a portrait for each
    subject, made on `canvas` in `steps` steps and shown at `size`. A document of its own, so that drawn stills hang on none of it."""

    staging: Staging
    prompt: str
    size: Size
    canvas: Size
    steps: Steps = 8
    path: Path = "fp32"
    strengths: Strengths = ()
    negative: Told = ""


class Sampling(Doc):
    """How a film walks its Wan model, where otherwise than the weights say (generator/published/sampling.py), as for a LoRA of few steps: see
    SamplingParams. With `sigmas` their number is that of the steps."""

    steps: Steps | None = None
    guidance: Guidance | None = None
    guided: Span | None = None
    shift: Shift | None = None
    solver: Literal["unipc", "euler"] | None = None
    table: Table | None = None
    sigmas: Sigmas = ()

    @model_validator(mode="after")
    def _sigmas_fall(self) -> Sampling:
        pairs = zip(self.sigmas, self.sigmas[1:], strict=False)
        if any(after >= before for before, after in pairs):
            raise ValueError("sigmas fall from one step to the next")
        if self.sigmas and self.steps not in (None, len(self.sigmas)):
            raise ValueError(f"{len(self.sigmas)} sigmas are not for {self.steps} steps: leave the steps out")
        return self


class LoraParams(Doc):
    """What was learned beside a net's weights and is added to them: a file that was set up, by its SHA-256, and how strongly."""

    name: str
    sha: str
    strength: Annotated[float, Field(ge=-4.0, le=4.0)] = 1.0


class SamplingParams(Doc):
    """How a published video model walks from noise to clip: how far its words are followed beyond what is avoided, where there is much noise and
    where there is little (1: what is avoided is not read), and in what span of noise they are at all (`guided`; Kynkäänniemi et al., 2024: outside
    it guidance costs a pass and gains nothing); the shift and the table of its sigmas, or `sigmas` of its own, where it was taught
    few steps; the solver; and what is added to its weights."""

    guidance: Guidance = (5.0, 5.0)
    guided: Annotated[Span, Field(exclude_if=lambda span: span == (0.0, 1.0))] = (0.0, 1.0)
    shift: Shift = 5.0
    solver: Literal["unipc", "euler"] = "unipc"
    table: Annotated[Table, Field(exclude_if=lambda table: table == "diffusers")] = "diffusers"
    sigmas: Annotated[Sigmas, Field(exclude_if=lambda several: not several)] = ()
    loras: tuple[LoraParams, ...] = ()


class RetakeParams(Doc):
    """Drawings [first, after) of a clip that are made anew; the others are those of the clip it is given as "base". `staging`: how the
    figures act in them, None: as in the rest."""

    first: int
    after: int
    staging: Staging | None = None


class ClipParams(Doc):
    """A shot in motion, drawn: `staging.frames` drawings, 12 a second, or with `smooth` 24, at `size`. `prompt`, `negative`: for ways that
    read one (storyboard/prompts). `retake`: of which only a part is made."""

    staging: Staging
    size: Size
    smooth: bool = False
    prompt: Told = ""
    negative: Told = ""
    retake: Annotated[RetakeParams | None, Field(exclude_if=lambda part: part is None)] = None


class NetClipParams(ClipParams):
    """A shot in motion by a net, from its still, one portrait per subject in slot order, and given pictures, which are the drawings
    `keyframes` of the clip. Made on `canvas` in `steps` steps, shown at `size`. `pinned`: the still was chosen or brought by a
    person, so nothing says that its figures stand as `staging` has them. `sampling`: of published models, which read no staging."""

    prompt: str
    canvas: Size
    steps: Steps = 4
    seed: int = 0
    path: Path = "fp32"
    strengths: Strengths = ()
    keyframes: tuple[int, ...] = ()
    pinned: bool = False
    sampling: Annotated[SamplingParams | None, Field(exclude_if=lambda sampling: sampling is None)] = None


class ServiceClipParams(ClipParams):
    """A shot in motion by a service, from its still. `model`: as in StillParams."""

    prompt: str
    seed: int = 0
    model: Told = ""


class CarriedParams(Doc):
    """A shot's first picture as drawing `drawing` of the clip before it, shown at `size`."""

    drawing: Annotated[int, Field(ge=0)]
    size: Size


class PictureParams(Doc):
    """A picture that a person brought, shown at `size`: there is nothing to make."""

    size: Size


class Framing(Doc):
    """A part of the picture, enlarged to fill it: `zoom` times, its middle at (x, y) in shares of the picture."""

    zoom: Annotated[float, Field(ge=1.0, le=1.1)]
    x: Share
    y: Share


class CutParams(Doc):
    """One clip in its scene: frames at 24 a second, and how it begins. `begin`: frames of the shot that are left out before; `focus`:
    what is sharp in it, None: what the clip shows sharp. `opens`, `closes`: the framing at its first and at its last frame, where it meets
    another shot in a match cut; it comes out of the whole picture and goes back to it. `window`: what of its picture a film of another
    shape shows."""

    frames: int
    transition: Transition
    begin: Skipped = 0
    focus: Annotated[FocusParams | None, Field(exclude_if=lambda focus: focus is None)] = None
    opens: Annotated[Framing | None, Field(exclude_if=lambda framing: framing is None)] = None
    closes: Annotated[Framing | None, Field(exclude_if=lambda framing: framing is None)] = None
    window: Annotated[Window | None, Field(exclude_if=lambda window: window is None)] = None


class Subtitle(Doc):
    """Text burned over frames [start, end) of the scene. It may have begun in the scene before (start below 0); with `goes_on` it ends in the
    next, else with the scene at the latest."""

    start: int
    end: int
    text: str
    goes_on: Annotated[bool, Field(exclude_if=lambda goes_on: not goes_on)] = False


class SceneParams(Doc):
    """A scene's picture: clips in order, transitions of `cross` frames centred on the cuts, the film's look, burned subtitles, and the words
    for place and time that it opens with, if any. `mark`: what the watermark says (generator/watermark.py), None: there is none."""

    cuts: tuple[CutParams, ...]
    cross: int
    subtitles: tuple[Subtitle, ...]
    size: Size
    mark: Annotated[int | None, Field(exclude_if=lambda number: number == 0)] = 0
    finish: Finished = FinishParams()
    opening: Told = ""


class Credit(Doc):
    """One part of the credits: a small heading and the names under it; "Mira | low, slow voice" stands in two columns."""

    heading: str
    names: tuple[str, ...]


class Chapter(Doc):
    """A part of the film that players jump to: frames [start, end) of the film."""

    name: str
    start: int
    end: int


class FilmParams(Doc):
    """The finished film: title card, scenes, credits, and the mix over all of it; `chapters`: none in films of an older release. `roll`:
    credits that roll, in place of all between the first line of `credits` and its last."""

    title: str
    credits: tuple[str, ...]
    tint: Color | None
    style: Style
    language: str
    title_frames: int
    credits_frames: int
    size: Size
    chapters: Annotated[tuple[Chapter, ...], Field(exclude_if=lambda several: not several)] = ()
    finish: Finished = FinishParams()
    roll: Annotated[tuple[Credit, ...], Field(exclude_if=lambda roll: not roll)] = ()
