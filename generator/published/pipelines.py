"""Pipelines of diffusers: loaded once from a folder that was set up, and run with whatever goes wrong said in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.published.families import Family
from generator.published.room import GIB, device, free
from generator.published.sources import sources
from generator.published.whole import whole
from storyboard.errors import BadInput, Corrupt, LimitReached, Missing

ROOM = 1.25  # memory beside the weights, as a share of them


def loaded(folder: Path, family: Family, path: str) -> Any:
    """The family's pipeline from `folder`, computing in `path` ("fp32" or "bf16"), where there is room for it. Missing, BadInput, Corrupt."""
    try:
        import diffusers
        import torch
        import transformers
    except ImportError as error:
        raise Missing(f"{family.name} needs the packages diffusers and transformers. Install them: `pip install 'fabula[published]'`.") from error
    from safetensors import SafetensorError

    if family.needs and find_spec(family.needs) is None:
        raise Missing(f"{family.name} needs the package {family.needs}. Install the one that belongs to your PyTorch: `pip install {family.needs}`.")
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.disable_progress_bar()
    whole(folder)
    where = place_of(folder, family)
    dtype = torch.float32 if path == "fp32" else torch.bfloat16
    try:
        made = getattr(diffusers, family.runs).from_pretrained(folder, dtype=dtype, local_files_only=True, use_safetensors=True)
    except ImportError as error:
        raise Missing(f"{family.name} needs a package that is not here: {_line(error)}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        raise Corrupt(f"{folder.name} cannot be loaded as {family.name}: {_line(error)}. Download its folder again and set it up again.") from error
    made.set_progress_bar_config(disable=True)
    return placed(made, where)


def needed(folder: Path) -> float:
    """Bytes that the whole pipeline of `folder` takes."""
    return ROOM * sum(_parts(folder))


def _parts(folder: Path) -> list[int]:
    """The size of each part's weights."""
    return [sum(file.stat().st_size for file in sources(part).names) for part in sorted(folder.iterdir()) if part.is_dir() and any(part.glob("*.safetensors"))]


def place_of(folder: Path, family: Family) -> str:
    """Where the pipeline of `folder` computes: "cpu" or "cuda", or "parts": on the GPU part by part, as each is needed. BadInput where it fits nowhere."""
    where, whole = device(), needed(folder)
    room = free(where)
    if room is None or whole <= room:
        return where
    least = ROOM * max(_parts(folder)) if where == "cuda" else whole
    if least > room:
        raise BadInput(f"{family.name} takes {least / GIB:.1f} GiB of memory and {room / GIB:.1f} are free. Free some, or set up a smaller model with `fabula weights`.")
    return "parts"


def placed(pipeline: Any, where: str) -> Any:
    """The pipeline on its place. Missing."""
    if where != "parts":
        return pipeline.to(where)
    try:
        pipeline.enable_model_cpu_offload()
    except ImportError as error:
        raise Missing("This model does not fit on the GPU as a whole, and lending it out part by part needs accelerate. Install it: `pip install accelerate`.") from error
    return pipeline


def dice(seed: int) -> Any:
    """What a run draws its noise from: of the CPU everywhere, so that a GPU begins with the same noise."""
    import torch

    return torch.Generator().manual_seed(seed)


@contextmanager
def running(family: Family) -> Iterator[None]:
    """One run. LimitReached: out of memory. Corrupt: parts that do not fit one another."""
    import torch

    try:
        with torch.inference_mode():
            yield
    except torch.OutOfMemoryError as error:
        raise LimitReached(f"{family.name} needs more memory than the GPU has. Choose a smaller model, or make the film in the size preview.") from error
    except (RuntimeError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise Corrupt(f"{family.name} could not be run: {_line(error)}. Its parts do not fit one another, or this diffusers; set the folder up again as it was published.") from error


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")[:300]
