"""Reference tokens against decoupled cross-attention: the shipped net frozen, a fresh adapter of either form taught who a portrait shows.

The anchor of a film already holds everybody it knows how to stand in for, so a portrait says little there; half of the batches are therefore of single
pictures, which nothing is given of, and half of the captions are dropped. Judged by how far the latents that one evaluation predicts are from the truth in
the cells of subjects, told their own portraits, those of somebody else, or none.

The frozen net learned beside reference tokens, so it knows how to read them: a handicap of the other arm.

Letters: C latent channels, G latent frames, y x latent cells.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from einops import repeat
from torch import Tensor

from generator.measures import mean_of
from generator.nets.clip_net import ClipNet, Told, load_dit
from generator.nets.flow import conditions, mix, per_frame
from generator.nets.identity import IdentityAdapter
from generator.nets.pose import HEAD, pose_maps, regions
from generator.nets.shapes import FRAMES_PER_LATENT, PATCH, PIXELS_PER_MASK, LatentShape
from generator.train.ablations.budget import Budget, Trained, seeded, spend
from generator.train.ablations.decoupled import decoupled
from generator.train.ablations.judge import Window, apart, noise_of
from generator.train.data import ClipSet
from generator.train.dit import DiTTask, DiTTraining
from generator.train.latents import subject_cells

SIGMAS = (1.0, 0.8)  # where an evaluation is judged
SHOWN = ("own", "other", "none")
TRAINING = DiTTraining(stills=0.5, text_drop=0.5, reference_drop=0.1, first_step=0.3)


class Asked(NamedTuple):
    """What is asked of a window: everything given as in a film, or its first drawing alone from nothing; with words; counting whom (y x cells
    of every frame, (G, y, x))."""

    name: str
    given: bool
    words: bool
    cells: Tensor


def fresh(net: ClipNet) -> ClipNet:
    """The net itself with the product's adapter as it is made."""
    net.identity = IdentityAdapter(net.config.identity, net.config.dit)
    return net


FORMS = {"reference tokens": fresh, "decoupled": decoupled}


def trained(start: Path, form: str, clips: ClipSet, budget: Budget, out: Path) -> tuple[ClipNet, Trained]:
    """The frozen net with an adapter of a form that has learned."""
    seeded(budget.seed)
    net = FORMS[form](load_dit(start)).requires_grad_(False)
    net.identity.requires_grad_(True)
    return net, spend(DiTTask(net, clips, replace(TRAINING, batch=budget.batch), "cpu"), budget, out)


def asked_of(window: Window) -> list[Asked]:
    """Every question that can be asked of a window."""
    mask = torch.from_numpy(window.inside[:, ::PIXELS_PER_MASK, ::PIXELS_PER_MASK].astype("float32"))
    cells = subject_cells(mask, *window.latents.shape[-2:])  # (G, y, x)
    later = cells * (torch.arange(len(cells)) >= window.given)[:, None, None]
    come = later * newcomers(window)
    found = [Asked("a film", True, True, later), Asked("a film: who comes in", True, True, come)]
    found += [Asked("a still from words", False, True, cells[:1]), Asked("a still without words", False, False, cells[:1])]
    return [one for one in found if float(one.cells.sum()) > 1]


def newcomers(window: Window) -> Tensor:
    """Where those with portraits are whom the given drawings do not show: (G, y, x), 0 or 1."""
    shape = LatentShape(*window.latents.shape[1:])
    sketch = window.keypoints[:, : len(window.drawn), HEAD]  # (F, 2, 3)
    seen = ((sketch[..., :2] > 0) & (sketch[..., :2] < 1)).all(-1) & (sketch[..., 2] > 0)  # (F, 2)
    new = ~seen[: window.first].any(0) & seen[window.first :: FRAMES_PER_LATENT].any(0) & (window.drawn > 0)  # (2,)
    inside = regions(pose_maps(window.keypoints[None], shape))[0, : len(new)] & new[:, None]  # (2, S)
    grid = shape.tokens()
    tokens = inside.any(0).view(grid.frames, grid.rows, grid.columns).float()
    return repeat(tokens, "g y x -> g (y q) (x r)", q=PATCH, r=PATCH)


@torch.inference_mode()
def error(net: ClipNet, window: Window, ask: Asked, refs: Tensor | None) -> float:
    """Mean square of what the predicted latents are off in the cells asked about, over SIGMAS; refs (2, C, 1, y, x) or None."""
    frames = len(ask.cells)
    data, held = window.latents[None, :, :frames], window.held[None, :, :frames]  # (1, C, G, y, x)
    given = (torch.arange(frames) < (window.given if ask.given else 0))[None]  # (1, G)
    known, shape = conditions(data, given, held), LatentShape(*data.shape[2:])
    drawings = 1 + (frames - 1) * FRAMES_PER_LATENT
    told = Told(window.numbers[None, :drawings], window.keypoints[None, :drawings])
    noise, off = noise_of(window)[:, :, :frames], []
    with torch.autocast("cpu", torch.bfloat16):
        references = None if refs is None else net.references(list(refs[None].unbind(1)), shape, window.drawn[None])
        prepared = net.prepare(net.words([window.caption if ask.words else ""]), known, told, references)
        for value in SIGMAS:
            sigma = torch.where(given, 0.0, value)
            noisy = torch.where(per_frame(given), data, mix(data, noise, sigma))
            missed = value * (net.velocity(noisy, sigma, known, prepared) - (noise - data))
            off.append(float((missed.square().mean(1)[0] * ask.cells).sum() / ask.cells.sum()))
    return sum(off) / len(off)


def judged(net: ClipNet, windows: list[Window]) -> dict[str, list[dict[str, float]]]:
    """By question: errors with every portrait of SHOWN, window by window."""
    found: dict[str, list[dict[str, float]]] = {}
    shown = [window for window in windows if float(window.drawn.sum()) > 0]
    for place, window in enumerate(shown):
        order = (shown[(place + n) % len(shown)] for n in range(1, len(shown) + 1))
        other = next(w for w in order if bool((w.drawn >= window.drawn).all()))
        pictures = {"own": window.refs, "other": other.refs, "none": None}
        for ask in asked_of(window):
            found.setdefault(ask.name, []).append({name: error(net, window, ask, pictures[name]) for name in SHOWN})
    return found


def run(start: Path, data: tuple[ClipSet, list[Window]], budget: Budget, out: Path) -> list[dict[str, object]]:
    """Both arms trained and judged, beside the adapter that is shipped: lines of a table."""
    clips, windows = data
    costs: list[dict[str, object]] = []
    nets = {"as shipped": load_dit(start)}
    for form in FORMS:
        nets[form], cost = trained(start, form, clips, budget, out / f"{form.split()[0]}.safetensors")
        budget = budget.after(cost)
        costs.append(cost.told(form, "adapter"))
    found = {name: judged(net, windows) for name, net in nets.items()}
    rows = [_line(arm, what, errors) for arm, asked in found.items() for what, errors in asked.items()]
    rows += [_gain(arm, what, errors, than) for arm, asked in found.items() for what, errors in asked.items() for than in ("none", "other")]
    tokens, other = (found[form] for form in FORMS)
    for what in tokens:
        rows.append(apart("decoupled less reference tokens, own portrait", what, [(a["own"], b["own"]) for a, b in zip(tokens[what], other[what], strict=True)]))
    return costs + rows


def _line(arm: str, what: str, errors: list[dict[str, float]]) -> dict[str, object]:
    means = {name: round(mean_of([one[name] for one in errors]).mean, 4) for name in SHOWN}
    return {"arm": arm, "asked": what, **means, "windows": len(errors)}


def _gain(arm: str, what: str, errors: list[dict[str, float]], than: str) -> dict[str, object]:
    return apart(f"{arm}: own portrait less {than}", what, [(one[than], one["own"]) for one in errors])
