"""Oracle readers: small nets that read from drawings what a staging asked for.

`Who` reads a figure and its head, cut out: the log-probability of every value of every attribute. Somebody is known by them: of many people the
one whose attributes are likeliest is meant (`identity`), so a reader need not have seen anyone before. `Deed` reads a window in which
a figure acts: joints and mouth in every drawing and, from their course, the action. `Way` reads what the camera does from flow.

Letters: N figures or shots, T drawings, A attributes, J joints, K actions, M moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from generator.checkpoints import checked
from generator.watching.seeing import ATTRIBUTES, CHART, JOINTS, MOVES
from storyboard.look import Color
from storyboard.staging import Action

FLOW = 4.0  # pixels that count as one
CLOTH = slice(-len(Color), None)
COLOURED = {"tone": slice(0, -len(Color)), "hair colour": CLOTH, "garment colour": CLOTH, "hat colour": CLOTH, "extra colour": CLOTH}  # and their rows of the chart


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


class Sight(nn.Module):
    """A picture [N, 3, h, w] to what it shows as a whole [N, F P] and where each of `things` is: scores [N, things, h/2, w/2]."""

    def __init__(self, things: int, widths: Sequence[int], whole: int) -> None:
        super().__init__()
        self.first = conv(3, widths[0], 2)
        self.steps = nn.ModuleList(Step(a, b) for a, b in pairwise(widths))
        self.whole = nn.Sequential(nn.Conv2d(widths[-1], whole, 1), nn.Flatten())
        self.where = nn.ModuleList(nn.Conv2d(width, things, 1) for width in widths)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        levels = [self.first(picture)]
        for step in self.steps:
            levels.append(step(levels[-1]))
        where = self.where[-1](levels[-1])
        for find, level in zip(self.where[-2::-1], levels[-2::-1], strict=True):
            where = F.interpolate(where, scale_factor=2.0) + find(level)
        return self.whole(levels[-1]), where.float()


class Who(nn.Module):
    """Bodies uint8 [N, 80, 80, 3], busts [N, 80, 80, 3] and the charts of their scenes [N, C, 3] to log-probabilities of each attribute:
    A x [N, values]. A colour is found by looking where it should be and comparing what is there with the chart."""

    def __init__(self) -> None:
        super().__init__()
        self.body, self.bust = (Sight(len(COLOURED), (32, 64, 112, 160), 48) for _ in range(2))
        self.scene = nn.Sequential(nn.Linear(3 * len(CHART), 48), nn.SiLU())
        self.join = nn.Sequential(nn.Linear(48 * (25 + 25) + 48 + 3 * len(COLOURED), 448), nn.SiLU(), nn.Dropout(0.1))
        self.shade = nn.Linear(448, 3 * len(COLOURED))  # how what is seen differs from the chart: its own shadow, a line over it
        self.sharp = nn.Parameter(torch.ones(len(COLOURED)))
        self.heads = nn.ModuleList(nn.Linear(448, len(words)) for words in ATTRIBUTES.values())

    def forward(self, bodies: Tensor, busts: Tensor, charts: Tensor) -> list[Tensor]:
        cuts, chart = (pictures(bodies), pictures(busts)), charts.float() / 127.5 - 1
        (body, on_body), (bust, on_bust) = self.body(cuts[0]), self.bust(cuts[1])
        where = torch.cat([on_body.flatten(2), on_bust.flatten(2)], 2).softmax(2)
        seen = where @ torch.cat([F.avg_pool2d(cut, 2).flatten(2) for cut in cuts], 2).transpose(1, 2)  # [N, 5, 3]
        hidden = self.join(torch.cat([body, bust, self.scene(chart.flatten(1)), seen.flatten(1)], 1))
        meant = seen + self.shade(hidden).float().unflatten(1, (-1, 3))
        said = {name: layer(hidden).float() for name, layer in zip(ATTRIBUTES, self.heads, strict=True)}
        for k, (name, rows) in enumerate(COLOURED.items()):
            far = ((meant[:, k, None] - chart[:, rows]) * self.sharp[k].exp()).square().sum(2)
            said[name] = said[name] - F.pad(far, (0, said[name].shape[1] - far.shape[1]))
        return [F.log_softmax(told, -1) for told in said.values()]


class Deed(nn.Module):
    """Windows uint8 [N, T, 64, 64, 3] and heads [N, T, 40, 40, 3] to (logits of actions [N, K], joints and mouth [N, T, J + 1, 2], logits of
    a joint's being there [N, T, J]). The action is read from the course of the joints and of a few traits: what is held, how the face looks."""

    def __init__(self) -> None:
        super().__init__()
        self.body, self.face = Sight(len(JOINTS), (24, 48, 80, 112), 12), nn.Sequential(conv(3, 24, 2), Step(24, 40), Step(40, 64), nn.Conv2d(64, 24, 1), nn.Flatten())
        self.there = nn.Sequential(nn.Linear(12 * 16, 64), nn.SiLU(), nn.Linear(64, len(JOINTS)))
        self.mouth = nn.Sequential(nn.Linear(24 * 25, 64), nn.SiLU(), nn.Linear(64, 1))
        self.traits = nn.Sequential(nn.Linear(12 * 16 + 24 * 25, 64), nn.SiLU(), nn.Dropout(0.2))
        self.enter = nn.Conv1d(2 * (3 * len(JOINTS) + 1) + 64, 192, 1)
        self.along = nn.ModuleList(nn.Sequential(nn.Conv1d(192, 192, 3, padding=d, dilation=d), nn.BatchNorm1d(192), nn.SiLU(), nn.Dropout(0.15)) for d in (1, 2, 3, 1))
        self.action = nn.Sequential(nn.Linear(576, 256), nn.SiLU(), nn.Dropout(0.3), nn.Linear(256, len(Action)))

    def forward(self, windows: Tensor, heads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        joints, there, traits = self.pose(windows, heads)
        return self.acted(joints, there.sigmoid(), traits), joints, there

    def pose(self, windows: Tensor, heads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Joints in half windows from the middle and (mouth, 0), [N, T, J + 1, 2]; logits of their being there [N, T, J]; traits [N, T, 64]."""
        n, (whole, where), face = len(windows), self.body(pictures(windows)), self.face(pictures(heads))
        mouth = self.mouth(face).float()
        x, y = torch.meshgrid(*(torch.linspace(-1 + 1 / k, 1 - 1 / k, k) for k in where.shape[:1:-1]), indexing="xy")
        joints = where.flatten(2).softmax(2) @ torch.stack([x.flatten(), y.flatten()], 1)  # the mean of where it may be
        out = torch.cat([joints, torch.cat([mouth, torch.zeros_like(mouth)], 1)[:, None]], 1)
        told = out, self.there(whole).float(), self.traits(torch.cat([whole, face], 1))
        return tuple(part.unflatten(0, (n, -1)) for part in told)

    def acted(self, joints: Tensor, there: Tensor, traits: Tensor) -> Tensor:
        """Logits of actions [N, K] from joints and mouth [N, T, J + 1, 2], how surely they are there [N, T, J], and traits [N, T, 64]."""
        posed = torch.cat([(joints[:, :, :-1] * there[..., None]).flatten(2), joints[:, :, -1, :1], there], 2)
        moved = torch.cat([torch.zeros_like(posed[:, :1]), posed.diff(dim=1)], 1)
        line = self.enter(rearrange(torch.cat([posed, 4 * moved, traits], 2), "n t d -> n d t"))
        for look in self.along:
            line = line + look(line)
        ends = line[..., -1] - line[..., 0]  # what has changed: sat down or stood up, came or went
        return self.action(torch.cat([line.mean(2), line.amax(2), ends], 1)).float()


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


def load(paths: Mapping[str, Path] | None = None) -> Readers:
    """The readers, ready to read: those kept in files named by "oracle-who" and so on, or those that come with Fabula. Missing or Corrupt as
    every weight is."""
    readers = Readers(Who(), Deed(), Way())
    for name, net in readers._asdict().items():
        restore(net, checked(f"oracle-{name}") if paths is None else paths[f"oracle-{name}"])
        net.eval()
    return readers


def kept_in(folder: Path) -> dict[str, Path]:
    """The files of readers that were saved in a folder."""
    return {f"oracle-{name}": folder / f"oracle-{name}.safetensors" for name in Readers._fields}


def identity(said: list[Tensor], people: Tensor) -> Tensor:
    """Log-probability [N, P] that cuts read as `said` (A x [N, values]) show each of the people, whose labels are [P, A]."""
    return torch.stack([told[:, people[:, k]] for k, told in enumerate(said)]).sum(0)
