"""Pipelines of diffusers: loaded once from a folder that was set up, and run with whatever goes wrong said in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.published.families import Family
from generator.published.whole import whole
from storyboard.errors import Corrupt, LimitReached, Missing

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
    dtype = torch.float32 if path == "fp32" else torch.bfloat16
    try:
        made = getattr(diffusers, family.runs).from_pretrained(folder, dtype=dtype, local_files_only=True, use_safetensors=True)
    except ImportError as error:
        raise Missing(f"{family.name} needs a package that is not here: {_line(error)}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        raise Corrupt(f"{folder.name} cannot be loaded as {family.name}: {_line(error)}. Download its folder again and set it up again.") from error
    made.set_progress_bar_config(disable=True)
    return placed(made, folder)


def placed(pipeline: Any, folder: Path) -> Any:
    """On the GPU, where there is one; part by part, as each is needed, where the whole does not fit. Missing."""
    import torch

    if not torch.cuda.is_available():
        return pipeline
    size = sum(one.stat().st_size for one in folder.rglob("*.safetensors"))
    if size * ROOM < torch.cuda.mem_get_info()[0]:
        return pipeline.to("cuda")
    try:
        pipeline.enable_model_cpu_offload()
    except ImportError as error:
        raise Missing(f"{folder.name} does not fit on the GPU, and lending it out part by part needs accelerate. Install it: `pip install accelerate`.") from error
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
