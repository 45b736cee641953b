"""Oracle readers: small nets that read from drawings what a staging asked for, trained on true drawings of the world.

    python -m bench.oracle --rounds 8 --looks 300      # trains, tests on unseen looks, prints a table

`Who` reads one figure cut out of a drawing: an embedding of who it is, near that of their portrait, and their attributes.
`What` reads a clip, its pictures made small and the flow between them (Farneback, 2003): the camera's move and what the first
subject does. Stagings are those in which a body can be read (READABLE).
Every look is drawn together with a look-alike in the same staging that differs in one attribute, so that neither the place nor
the pose tells them apart. What must not be guessed from is never shown: test looks and their stagings are of the held-out split.

Letters: N drawings or clips, P portraits, D embedding, T taken drawings of a clip.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from einops import rearrange
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from generator.world.render import Shoot, render_portrait
from generator.world.sample import sample_staging
from storyboard.document import Word
from storyboard.grammar import MOVE_WORDS, Move, Size
from storyboard.look import Color, Garment, Hair, Hat, Kind, Look, Outfit, Skin
from storyboard.staging import Action, Staging

CLIP, CUT = (128, 72), (64, 64)  # width, height of a clip's drawings; of a figure cut out
TAKEN = tuple(range(0, 24, 3))  # drawings of a shot that are read
CUTS = (0, 2, 4, 6)  # which of them a figure is cut out of
READABLE = (Size.WIDE, Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE)
SMALLEST = 0.015  # share of the drawing a figure must cover to be read
SMALL = (64, 36)  # width, height of what the clip's net sees
EMBEDDING = 128
MOVES: tuple[str, ...] = tuple(dict.fromkeys(word for move in Move for word in MOVE_WORDS[move]))
ATTRIBUTES: dict[str, tuple[Word, ...]] = {
    "kind": tuple(Kind), "colour": (*Skin, *Color), "garment": tuple(Garment), "garment colour": tuple(Color), "hat": tuple(Hat),
}  # fmt: skip
UNSAID = -100  # the label of an attribute a figure does not have

Person = tuple[Look, Outfit]


@dataclass(frozen=True)
class Course:
    """How long to learn: `rounds` of `looks` new looks each (and as many look-alikes); the last `kept` rounds are learned from
    `passes` times a round. `batch`: pairs of look-alikes at once."""

    rounds: int = 8
    looks: int = 300
    kept: int = 12
    passes: int = 2
    batch: int = 12
    lr: float = 2e-3
    seed: int = 0


class Drawn(NamedTuple):
    """Drawings with what is true of them, uint8 and int64 where nothing is said. Row 2k of the portraits is a look, row 2k + 1 its look-alike."""

    pictures: np.ndarray  # [N, T, 36, 64, 3], a clip for each look
    flows: np.ndarray  # float16 [N, T - 1, 36, 64, 2]
    moves: np.ndarray  # [N]
    actions: np.ndarray  # [N]
    cuts: np.ndarray  # [P, 4, 64, 64, 3]
    portraits: np.ndarray  # [P, 64, 64, 3]
    attributes: np.ndarray  # [P, 5]


def attributes_of(person: Person) -> list[int]:
    """The label of each of ATTRIBUTES."""
    look, outfit = person
    said = (look.kind, look.skin if look.is_person else look.body, outfit.garment, outfit.color if outfit.garment is not Garment.NONE else None, outfit.hat)
    return [UNSAID if value is None else words.index(value) for value, words in zip(said, ATTRIBUTES.values(), strict=True)]


def move_of(staging: Staging) -> int:
    return MOVES.index(staging.camera.words().removeprefix("slow "))


def alikes(person: Person, count: int, dice: np.random.Generator) -> list[Person]:
    """Look-alikes that differ from someone in one attribute that can be seen, no two the same."""
    look, outfit = person
    fields: list[tuple[Look | Outfit, str]] = [(look, "skin" if look.is_person else "body"), (look, "build"), (outfit, "garment"), (outfit, "hat"), (outfit, "extra")]
    if look.is_person and look.hair is not Hair.NONE:
        fields.append((look, "hair_color"))
    fields += [(outfit, color) for worn, color in (("garment", "color"), ("hat", "hat_color"), ("extra", "extra_color")) if str(getattr(outfit, worn)) != str(_nothing(outfit, worn))]
    out: list[Person] = []
    while len(out) < count:
        owner, name = fields[int(dice.integers(len(fields)))]
        words = [w for w in type(getattr(owner, name)) if w is not getattr(owner, name) and not (look.is_person and w is Garment.NONE)]
        changed = owner.model_copy(update={name: words[int(dice.integers(len(words)))]})
        other = (changed, outfit) if isinstance(changed, Look) else (look, changed)
        if other not in out:
            out.append(other)
    return out


def _nothing(outfit: Outfit, worn: str) -> Any:
    return type(outfit).model_fields[worn].default


def portrait(person: Person, staging: Staging) -> np.ndarray:
    """uint8 [64, 64, 3]: the reference of someone, in the staging's style."""
    return render_portrait(*person, staging.style, CUT)


def cut_out(picture: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
    """uint8 [64, 64, 3]: a square around the mask [h, w] of a figure, None where too little of it is seen."""
    if mask.mean() < SMALLEST:
        return None
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    side = 1.15 * max(rows[-1] - rows[0], columns[-1] - columns[0]) + 2
    scale = CUT[0] / side
    x, y = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    matrix = np.array([[scale, 0, CUT[0] / 2 - scale * x], [0, scale, CUT[1] / 2 - scale * y]])
    return cv2.warpAffine(picture, matrix, CUT, flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def shot(staging: Staging, person: Person, taken: Sequence[int]) -> tuple[np.ndarray, list[np.ndarray | None]]:
    """Drawings [T, 72, 128, 3] with this person as the first subject, and the first subject cut out of each."""
    look, outfit = person
    first = staging.subjects[0].model_copy(update={"look": look, "outfit": outfit})
    shoot = Shoot(staging.model_copy(update={"subjects": (first, *staging.subjects[1:])}), CLIP)
    try:
        drawn = [(shoot.draw(f), shoot.truth(f, CLIP) == 1) for f in taken]
    finally:
        shoot.close()
    return np.stack([picture for picture, _ in drawn]), [cut_out(picture, mask) for picture, mask in drawn]


def moving(clip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What `What` sees of a clip uint8 [T, 72, 128, 3]: small pictures uint8 [T, 36, 64, 3], flow float16 [T - 1, 36, 64, 2] in its pixels."""
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in clip]
    flows = [cv2.calcOpticalFlowFarneback(a, b, np.zeros((*a.shape, 2), np.float32), 0.5, 3, 15, 3, 5, 1.1, 0) for a, b in pairwise(grey)]
    small = [cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA) for picture in clip]
    return np.stack(small), np.stack([cv2.resize(flow, SMALL, interpolation=cv2.INTER_AREA) for flow in flows]).astype(np.float16)


def readable(seed: int, split: str) -> Staging | None:
    """The staging of a seed, None where no body can be read."""
    staging = sample_staging(seed, split)
    return staging if staging.subjects and staging.size in READABLE else None


def draw(seeds: Sequence[int], split: str = "train") -> Drawn:
    """Clips, figures and portraits of the readable ones among the seeds, each with a look-alike."""
    rows: list[tuple[Any, ...]] = []
    for seed in seeds:
        staging = readable(seed, split)
        if staging is None:
            continue
        person = (staging.subjects[0].look, staging.subjects[0].outfit)
        other = alikes(person, 1, np.random.default_rng(seed))[0]
        clip, cuts = shot(staging, person, TAKEN)
        _, others = shot(staging, other, [TAKEN[k] for k in CUTS])
        seen = [cuts[k] for k in CUTS] + others
        if all(cut is not None for cut in seen):
            people = (person, other)
            truth = (move_of(staging), tuple(Action).index(staging.subjects[0].action))
            rows.append((*moving(clip), *truth, np.stack(seen).reshape(2, len(CUTS), *CUT, 3),  # type: ignore[arg-type]
                         np.stack([portrait(p, staging) for p in people]), np.array([attributes_of(p) for p in people])))
    if not rows:
        raise ValueError(f"none of the {len(seeds)} seeds gives a staging that can be read: give more")
    *clips, cuts_, portraits, labels = zip(*rows, strict=True)
    return Drawn(*(np.array(part) for part in clips), *(np.concatenate(part) for part in (cuts_, portraits, labels)))


class Who(nn.Module):
    """One figure uint8 [N, 64, 64, 3] to (embedding [N, D] of length 1, logits of each attribute)."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 32, 64, 96, 128)
        self.trunk = nn.Sequential(*(_halved(a, b) for a, b in pairwise(widths)), nn.Flatten(), nn.Linear(128 * 16, 256), nn.SiLU())
        self.embed = nn.Linear(256, EMBEDDING)
        self.heads = nn.ModuleList(nn.Linear(256, len(words)) for words in ATTRIBUTES.values())
        self.scale = nn.Parameter(torch.tensor(2.5))

    def forward(self, picture: Tensor) -> tuple[Tensor, list[Tensor]]:
        hidden = self.trunk(rearrange(picture.float() / 127.5 - 1, "n h w c -> n c h w"))  # [N, 256]
        return F.normalize(self.embed(hidden), dim=-1), [head(hidden) for head in self.heads]


class What(nn.Module):
    """Small pictures uint8 [N, T, 36, 64, 3] and flows [N, T - 1, 36, 64, 2] to logits of the camera's move and the first
    subject's action."""

    def __init__(self) -> None:
        super().__init__()
        widths = (5, 24, 48, 64)
        self.pair = nn.Sequential(*(_halved(a, b) for a, b in pairwise(widths)), nn.Conv2d(64, 16, 1), nn.Flatten(), nn.Linear(16 * 5 * 8, 128), nn.SiLU())
        self.along = nn.Sequential(nn.Conv1d(128, 128, 3, padding=1), nn.SiLU(), nn.Conv1d(128, 128, 3, padding=1), nn.SiLU())
        self.move, self.action = nn.Linear(256, len(MOVES)), nn.Linear(256, len(Action))

    def forward(self, pictures: Tensor, flows: Tensor) -> tuple[Tensor, Tensor]:
        pairs = torch.cat([pictures[:, 1:].float() / 127.5 - 1, flows.float() / 2], -1)  # [N, T - 1, 36, 64, 5]
        each = self.pair(rearrange(pairs, "n t h w c -> (n t) c h w"))  # [N (T - 1), 128]
        line = rearrange(each, "(n t) d -> n d t", n=len(pictures))
        line = line + self.along(line)
        told = torch.cat([line.mean(2), line.amax(2)], 1)  # [N, 256]
        return self.move(told), self.action(told)


def _halved(a: int, b: int) -> nn.Module:
    return nn.Sequential(nn.Conv2d(a, b, 3, stride=2, padding=1), nn.GroupNorm(8, b), nn.SiLU())


class Readers(NamedTuple):
    who: Who
    what: What

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, net in self._asdict().items():
            save_file(net.state_dict(), folder / f"oracle-{name}.safetensors")


def load(folder: Path) -> Readers:
    """Readers that Readers.save kept."""
    readers = Readers(Who(), What())
    for name, net in readers._asdict().items():
        net.load_state_dict(load_file(folder / f"oracle-{name}.safetensors"))
        net.eval()
    return readers


def train(course: Course, tell: Callable[[str], None] = lambda words: None) -> tuple[Readers, int]:
    """Readers that have learned, and from how many looks: those drawn so that a figure can be read. The same course gives the same readers on one thread; `tell` hears of every round."""
    torch.manual_seed(course.seed)
    readers = Readers(Who(), What())
    weights = [p for net in readers for p in net.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=course.lr, weight_decay=0.05)
    shelf: list[Drawn] = []
    looks = 0
    for number in range(course.rounds):
        began = time.monotonic()
        start = (course.seed * 1000 + number) * 100_000
        shelf = [*shelf, draw(_enough(start, course.looks))][-course.kept :]
        looks += len(shelf[-1].moves)
        drawn, losses = time.monotonic() - began, []
        for group in optimizer.param_groups:
            group["lr"] = course.lr * max(0.05, 1.0 - number / course.rounds)
        for _ in range(course.passes):
            for part in shelf:
                losses += _passed(readers, part, course.batch, optimizer)
        tell(f"round {number + 1}/{course.rounds}: {len(shelf[-1].moves)} looks drawn in {drawn:.0f} s, learned in {time.monotonic() - began - drawn:.0f} s, "
             + ", ".join(f"{name} {value:.2f}" for name, value in zip(("identity", "attributes", "clip"), np.mean(losses, 0), strict=True)))
    for net in readers:
        net.eval()
    return readers, looks


def _enough(start: int, count: int) -> list[int]:
    """The first seeds from `start` whose stagings can be read."""
    found: list[int] = []
    while len(found) < count:
        found += [start] if readable(start, "train") else []
        start += 1
    return found


def _passed(readers: Readers, part: Drawn, batch: int, optimizer: torch.optim.Optimizer) -> list[list[float]]:
    """One pass over what was drawn, in random order; look-alikes always come together."""
    losses = []
    order = torch.randperm(len(part.moves))
    for rows in order.split(batch):
        if len(rows) < 2:
            continue
        pairs = torch.stack([2 * rows, 2 * rows + 1], 1).flatten().numpy()
        which = torch.randperm(len(CUTS))[:2].numpy()
        who = who_loss(readers.who, *(torch.from_numpy(array) for array in (part.cuts[pairs][:, which], part.portraits[pairs], part.attributes[pairs])))
        what = what_loss(readers.what, *(torch.from_numpy(array[rows.numpy()]) for array in part[:4]))
        optimizer.zero_grad()
        (sum(who) + what).backward()  # type: ignore[union-attr]
        optimizer.step()
        losses.append([float(loss.detach()) for loss in (*who, what)])
    return losses


def who_loss(net: Who, cuts: Tensor, portraits: Tensor, attributes: Tensor) -> tuple[Tensor, Tensor]:
    """(identity, attributes). Identity: of the portraits [P] the right one for each figure cut out [P, 2], and the other way."""
    figures = _worn(rearrange(cuts, "p k h w c -> (k p) h w c"))
    embedded, said = net(torch.cat([figures, portraits.float()]))
    seen, known = embedded[: len(figures)], embedded[len(figures) :]
    alike = seen @ known.T * net.scale.exp()  # [2 P, P]
    right = torch.arange(len(portraits)).repeat(2)
    identity = F.cross_entropy(alike, right) + F.cross_entropy(alike[: len(portraits)].T, right[: len(portraits)])
    labels = attributes.repeat(3, 1)
    return identity, torch.stack([F.cross_entropy(logits, labels[:, k], ignore_index=UNSAID) for k, logits in enumerate(said)]).sum()


def what_loss(net: What, pictures: Tensor, flows: Tensor, moves: Tensor, actions: Tensor) -> Tensor:
    move, action = net(pictures, flows)
    return F.cross_entropy(move, moves) + F.cross_entropy(action, actions)


def _worn(pictures: Tensor) -> Tensor:
    """Figures as they might also be seen: mirrored, cut a little otherwise, lighter or darker, some without their finest
    detail, as in a made clip."""
    n, out = len(pictures), rearrange(pictures.float(), "n h w c -> n c h w")
    grown = 1.0 + 0.1 * torch.randn(n)
    mirrored = grown * (1 - 2 * (torch.rand(n) < 0.5).float())
    matrix = torch.zeros(n, 2, 3)
    matrix[:, 0, 0], matrix[:, 1, 1], matrix[:, :, 2] = mirrored, grown, 0.12 * torch.randn(n, 2)
    out = F.grid_sample(out, F.affine_grid(matrix, list(out.shape), align_corners=False), padding_mode="border", align_corners=False)
    soft = F.interpolate(F.avg_pool2d(out, 2), scale_factor=2.0, mode="bilinear")
    out = torch.where(torch.rand(n, 1, 1, 1) < 0.3, soft, out)
    return rearrange(out * (1.0 + 0.08 * torch.randn(n, 1, 1, 1)), "n c h w -> n h w c").clamp(0, 255)


class Probe(NamedTuple):
    """One unseen clip as the readers see it: its first subject's embedding, that of their portrait, and what was read from it."""

    person: Person
    staging: Staging
    seen: Tensor
    known: Tensor
    said: list[int]
    true: list[int]


@torch.inference_mode()
def judge(readers: Readers, count: int = 100, seed: int = 77) -> dict[str, float]:
    """Shares read rightly from `count` clips of looks never seen. identity: whose portrait it is, of `count`, ten of which are
    look-alikes of the one sought; among look-alikes: of eleven; then attributes that some of them have, camera and action, each beside what "always"
    saying the commonest answer would reach."""
    probes: list[Probe] = []
    at = seed * 100_000
    while len(probes) < count:
        at += 1
        staging = readable(at, "heldout")
        probe = None if staging is None else _probe(readers, staging)
        probes += [] if probe is None else [probe]
    dice, known = np.random.default_rng(seed), torch.stack([p.known for p in probes])
    among, alone = [], []
    for k, probe in enumerate(probes):
        doubles = np.stack([portrait(p, probe.staging) for p in alikes(probe.person, 10, dice)])
        near = float((readers.who(torch.from_numpy(doubles))[0] @ probe.seen).max())
        others = [n for n in dice.permutation(count).tolist() if n != k][: max(count - 11, 0)]
        own, far = float(probe.known @ probe.seen), float((known[others] @ probe.seen).max()) if others else -1.0
        alone.append(own > near)
        among.append(own > max(near, far))
    found = {"identity": float(np.mean(among)), "identity among look-alikes": float(np.mean(alone))}
    for k, name in enumerate([*ATTRIBUTES, "camera", "action"]):
        said, true = (np.array([row[k] for row in rows]) for rows in ([p.said for p in probes], [p.true for p in probes]))
        has = true != UNSAID
        if has.any():
            found[name], found[f"{name}, always"] = float((said == true)[has].mean()), float(np.bincount(true[has]).max() / has.sum())
    return found


def _probe(readers: Readers, staging: Staging) -> Probe | None:
    """What is read from a staging's clip; None when too little of the first subject is seen."""
    person = (staging.subjects[0].look, staging.subjects[0].outfit)
    clip, cuts = shot(staging, person, TAKEN)
    kept = [cut for cut in cuts if cut is not None]
    if not kept:
        return None
    seen, said = readers.who(torch.from_numpy(np.stack(kept)))
    known, _ = readers.who(torch.from_numpy(portrait(person, staging)[None]))
    told = [int(row.mean(0).argmax()) for row in (*said, *readers.what(*(torch.from_numpy(part[None]) for part in moving(clip))))]
    true = [*attributes_of(person), move_of(staging), tuple(Action).index(staging.subjects[0].action)]
    return Probe(person, staging, F.normalize(seen.mean(0), dim=0), known[0], told, true)
