"""Oracle readers: small nets that read from drawings what a staging asked for.

`Who` reads a figure and its head, cut out: the log-probability of every value of every attribute. Somebody is known by them: of many people the
one whose attributes are likeliest is meant (`identity`), so a reader need not have seen anyone before. `Deed` reads a window in which
a figure acts: joints and mouth in every drawing and, from their course, the action. `Way` reads what the camera does from flow.

Letters: N figures or shots, T drawings, A attributes, J joints, K actions, M moves.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from generator.train.oracle.lessons import ATTRIBUTES, JOINTS, MOVES
from storyboard.look import Color
from storyboard.staging import Action, Hour, Place, Season, Style, Weather

FLOW = 4.0  # pixels that count as one
TOLD = sum(map(len, (Place, Hour, Weather, Season, Style, Color)))


def pictures(picture: Tensor) -> Tensor:
    """uint8 [..., h, w, 3] to [N, 3, h, w] about zero."""
    return (rearrange(picture.flatten(0, -4), "n h w c -> n c h w").float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def conv(a: int, b: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.SiLU())


class Step(nn.Module):
    """Half the size, then one look round that adds to it."""

    def __init__(self, a: int, b: int) -> None:
        super().__init__()
        self.down, self.look = conv(a, b, 2), conv(b, b)

    def forward(self, x: Tensor) -> Tensor:
        x = self.down(x)
        return x + self.look(x)


class Who(nn.Module):
    """Bodies uint8 [N, 80, 80, 3], heads [N, 64, 64, 3] and what is told of their scene [N, C] to log-probabilities of each attribute:
    A x [N, values]."""

    def __init__(self) -> None:
        super().__init__()
        widths = (32, 64, 112, 160)
        self.body, self.head = (nn.Sequential(conv(3, 32, 2), *(Step(a, b) for a, b in pairwise(widths)), nn.Conv2d(160, 48, 1), nn.Flatten()) for _ in range(2))
        self.scene = nn.Sequential(nn.Linear(TOLD, 48), nn.SiLU())
        self.join = nn.Sequential(nn.Linear(48 * (25 + 16) + 48, 448), nn.SiLU(), nn.Dropout(0.1))
        self.heads = nn.ModuleList(nn.Linear(448, len(words)) for words in ATTRIBUTES.values())

    def forward(self, bodies: Tensor, heads: Tensor, told: Tensor) -> list[Tensor]:
        hidden = self.join(torch.cat([self.body(pictures(bodies)), self.head(pictures(heads)), self.scene(told)], 1))
        return [F.log_softmax(head(hidden).float(), -1) for head in self.heads]


class Deed(nn.Module):
    """Windows uint8 [N, T, 64, 64, 3] to (logits of actions [N, K], joints and mouth [N, T, J + 1, 2])."""

    def __init__(self) -> None:
        super().__init__()
        widths = (24, 48, 80, 112)
        self.trunk = nn.Sequential(conv(6, 24, 2), *(Step(a, b) for a, b in pairwise(widths)), nn.Flatten(), nn.Linear(112 * 16, 224), nn.SiLU())
        self.joints = nn.Linear(224, 2 * (len(JOINTS) + 1))
        self.enter = nn.Conv1d(224 + 4 * (len(JOINTS) + 1), 224, 1)
        self.along = nn.ModuleList(nn.Sequential(nn.Conv1d(224, 224, 3, padding=d, dilation=d), nn.BatchNorm1d(224), nn.SiLU(), nn.Dropout(0.1)) for d in (1, 2, 3, 1))
        self.action = nn.Sequential(nn.Linear(672, 256), nn.SiLU(), nn.Dropout(0.2), nn.Linear(256, len(Action)))

    def forward(self, windows: Tensor) -> tuple[Tensor, Tensor]:
        n = len(windows)
        each = pictures(windows).unflatten(0, (n, -1))
        before = torch.cat([each[:, :1], each[:, :-1]], 1)
        seen = torch.cat([each, each - before], 2).flatten(0, 1).contiguous(memory_format=torch.channels_last)
        told = self.trunk(seen).unflatten(0, (n, -1))  # [N, T, 224]
        joints = self.joints(told).float()
        moved = torch.cat([torch.zeros_like(joints[:, :1]), joints.diff(dim=1)], 1)
        line = self.enter(rearrange(torch.cat([told, joints, 4 * moved], -1), "n t d -> n d t"))
        for look in self.along:
            line = line + look(line)
        ends = line[..., -1] - line[..., 0]  # what has changed: sat down or stood up, came or went
        logits = self.action(torch.cat([line.mean(2), line.amax(2), ends], 1)).float()
        return logits, joints.unflatten(2, (-1, 2))


class Way(nn.Module):
    """Flows [N, T - 1, 18, 32, 2] to logits of the camera's moves [N, M]."""

    def __init__(self) -> None:
        super().__init__()
        self.each = nn.Sequential(conv(6, 32), conv(32, 48, 2), conv(48, 64, 2), nn.Conv2d(64, 24, 1), nn.Flatten(), nn.Linear(24 * 40, 160), nn.SiLU())
        self.along = nn.Sequential(nn.Conv1d(160, 160, 3, padding=1), nn.SiLU(), nn.Conv1d(160, 160, 3, padding=1), nn.SiLU())
        self.move = nn.Sequential(nn.Dropout(0.1), nn.Linear(480, 192), nn.SiLU(), nn.Linear(192, len(MOVES)))

    def forward(self, flows: Tensor) -> Tensor:
        n, t, h, w, _ = flows.shape
        flow = rearrange(flows.float(), "n t h w c -> (n t) c h w")
        level = flow.flatten(2).median(2).values[..., None, None].expand_as(flow)  # what all moves by, and how each part differs
        x, y = torch.meshgrid(torch.linspace(-1, 1, w), torch.linspace(-1, 1, h), indexing="xy")
        at = torch.stack([x, y]).to(flow)[None].expand(n * t, 2, h, w)
        told = self.each(torch.cat([torch.asinh(flow * 2) / 2, (flow - level) * 2 / FLOW, at], 1).clamp(-4, 4))
        line = rearrange(told, "(n t) d -> n d t", n=n)
        line = line + self.along(line)
        return self.move(torch.cat([line.mean(2), line.amax(2), line.std(2)], 1)).float()


class Readers(NamedTuple):
    who: Who
    deed: Deed
    way: Way


def save(net: nn.Module, folder: Path, name: str) -> Path:
    """Keep a reader as oracle-NAME.safetensors, its matrices in bf16."""
    rough, path = folder / f"oracle-{name}.tmp", folder / f"oracle-{name}.safetensors"
    save_file({key: (value.bfloat16() if value.dim() > 1 else value).contiguous() for key, value in net.state_dict().items()}, rough)
    return rough.replace(path)


def restore(net: nn.Module, path: Path) -> None:
    """What `save` kept, into the net, as fp32."""
    net.load_state_dict({key: value.float() if value.is_floating_point() else value for key, value in load_file(path).items()})


def load(folder: Path) -> Readers:
    """The readers kept in a folder, ready to read."""
    readers = Readers(Who(), Deed(), Way())
    for name, net in readers._asdict().items():
        restore(net, folder / f"oracle-{name}.safetensors")
        net.eval()
    return readers


def identity(said: list[Tensor], people: Tensor) -> Tensor:
    """Log-probability [N, P] that cuts read as `said` (A x [N, values]) show each of the people, whose labels are [P, A]."""
    return torch.stack([told[:, people[:, k]] for k, told in enumerate(said)]).sum(0)
