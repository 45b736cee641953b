"""Several shots of one scene in one latent sequence, each bound to its own caption by rotary position.

Rotary time jumps by `phase` latent frames at each cut (the narrative rotary positions of MultiShotMaster; Seedance ties captions to shots
so), so that the net can tell a cut from a movement. A caption's keys are turned to where its shot begins, and so are the queries of all
that shot's frames: inside a shot the turn cancels, exactly, and to another shot's words it does not. Nobody has to learn to read a mask, but
one may be laid over it: frames then read only their own caption (HoloCine's window cross-attention), and of other shots see all frames, the
first of each (HoloCine's summary of a shot), or nothing. Each shot has references of its own subjects, turned
beside it and seen only there: to its own frames a reference stands where it stands in a shot alone.

A shot that sees nothing of the others is the shot made alone; one shot together is that shot alone, bit for bit. The embedded net never learned
several shots: its clips are as near the truth together as alone, no nearer, and cost the same (bench/multi_shot.py). What seeing the others is
worth, a net has to be taught (`generator.train.dit --together`).

Letters: B batch, A heads, S tokens of all shots, G latent frames, K head width, P = K / 2 rotation pairs, L text places, R reference tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from generator.nets.attention import attend
from generator.nets.flow import Conditions
from generator.nets.rope import positions, rotate, rotations
from generator.nets.shapes import TokenGrid
from generator.nets.video_dit import KeysValues, Prepared, References

Turn = tuple[Tensor, Tensor]  # cosine and sine (S or 1, P)


@dataclass(frozen=True)
class Binding:
    """How shots of one pass are held apart. `phase`: latent frames of rotary time that are left out at a cut; `sees`: what frames see of the
    other shots: every frame, the first of each, or none; `reads`: which captions they read: their own alone, or all, told apart by their turn."""

    phase: int = 8
    sees: Literal["all", "first", "nothing"] = "first"
    reads: Literal["own", "all"] = "own"


@dataclass(frozen=True)
class Together:
    """What attention needs to know of the shots of a sequence. `spans`: the tokens of each, `first`: how many of them are its first latent
    frame; `words`, `references`: what each reads and who is in it; `turn`: of each token's question to the words."""

    spans: tuple[slice, ...]
    first: int
    sees: Literal["all", "first", "nothing"]
    words: tuple[tuple[KeysValues, ...], ...]
    references: tuple[References | None, ...]
    turn: Turn

    def among(self, q: Tensor, k: Tensor, v: Tensor, layer: int) -> Tensor:
        """Self-attention of all shots, (B, A, S, K) from queries, keys and values (B, A, S, K)."""
        return torch.cat([self._of(shot, q, (k, v), layer) for shot in range(len(self.spans))], dim=2)

    def _of(self, shot: int, q: Tensor, clip: tuple[Tensor, Tensor], layer: int) -> Tensor:
        seen = [self.spans[shot], *self._others(shot)]
        k, v = (torch.cat([part[:, :, span] for span in seen], dim=2) for part in clip)  # (B, A, seen, K)
        references = self.references[shot]
        if references is None:
            return attend(q[:, :, self.spans[shot]], k, v)
        count, more = k.shape[2], references.blocks[layer]
        k = torch.cat([k, more.keys.to(k.dtype).expand(len(k), -1, -1, -1)], dim=2)  # (B, A, seen + R, K)
        v = torch.cat([v, more.values.to(v.dtype).expand(len(v), -1, -1, -1)], dim=2)  # (B, A, seen + R, K)
        return attend(q[:, :, self.spans[shot]], k, v, F.pad(references.bias, (count, 0)))

    def _others(self, shot: int) -> list[slice]:
        """The tokens of the other shots that this one sees."""
        if self.sees == "nothing":
            return []
        others = [span for number, span in enumerate(self.spans) if number != shot]
        return others if self.sees == "all" else [slice(span.start, span.start + self.first) for span in others]

    def said(self, q: Tensor, layer: int) -> Tensor:
        """Attention of queries (B, S, A, K) to the captions they read: (B, A, S, K)."""
        q = rotate(q, *self.turn).transpose(1, 2)  # (B, A, S, K)
        return torch.cat([attend(q[:, :, span], *words[layer]) for span, words in zip(self.spans, self.words, strict=True)], dim=2)


def join_shots(made: Sequence[Prepared], width: int, binding: Binding) -> Prepared:
    """The shots, each prepared as if it were alone, as one sequence, in order. `width`: of a head. They have one height and width.

    ValueError where a shot is told by pictures, a control or further channels: those are of one clip alone.
    """
    if any(part is not None for one in made for part in (one.image, one.control, one.beside)):
        raise ValueError("several shots in one pass take words, numbers, sketches and references; make clips with pictures or a control one by one")
    starts = [0, *accumulate(one.grid.frames + binding.phase for one in made)][: len(made)]
    turns = [rotation(start, width, one.cos.device) for start, one in zip(starts, made, strict=True)]
    ends = list(accumulate(one.grid.total for one in made))
    spans = tuple(slice(end - one.grid.total, end) for end, one in zip(ends, made, strict=True))
    words = tuple(tuple(turned(block, turn) for block in one.text) for one, turn in zip(made, turns, strict=True))
    if binding.reads == "all":
        words = (tuple(joined(blocks) for blocks in zip(*words, strict=True)),) * len(made)
    references = tuple(beside(one.references, turn) for one, turn in zip(made, turns, strict=True))
    where = torch.cat([positions(one.grid, (start, 0, 0)) for start, one in zip(starts, made, strict=True)])  # (S, 3)
    asked = [torch.cat([turn[part].expand(one.grid.total, -1) for turn, one in zip(turns, made, strict=True)]) for part in (0, 1)]  # (S, P) each
    together = Together(spans, made[0].grid.per_frame, binding.sees, words, references, (asked[0], asked[1]))
    cos, sin = (part.to(made[0].cos.device) for part in rotations(where, width))  # (S, P) each
    grid = made[0].grid._replace(frames=sum(one.grid.frames for one in made))
    numbers, shown = in_row([one.numbers for one in made], made), in_row([one.shown for one in made], made)
    return replace(made[0], grid=grid, cos=cos, sin=sin, text=(), numbers=numbers, shown=shown, references=None, together=together)


def in_row(parts: Sequence[Tensor | None], made: Sequence[Prepared]) -> Tensor | None:
    """What is told of each shot's latent frames (B, G, ...), one after another; nothing (zero) for a shot of which nothing is told."""
    told = next((part for part in parts if part is not None), None)
    if told is None:
        return None
    rows = [told.new_zeros(len(told), one.grid.frames, *told.shape[2:]) if part is None else part for part, one in zip(parts, made, strict=True)]
    return torch.cat(rows, dim=1)


def rotation(frames: int, width: int, device: torch.device) -> Turn:
    """Cosine and sine (1, P) of a step in time alone."""
    cos, sin = rotations(positions(TokenGrid(1, 1, 1), (frames, 0, 0)), width)
    return cos.to(device), sin.to(device)


def turned(block: KeysValues, turn: Turn) -> KeysValues:
    """Keys moved in time."""
    keys = rotate(block.keys.float().transpose(1, 2).contiguous(), *(part.expand(block.keys.shape[2], -1) for part in turn))
    return block._replace(keys=keys.transpose(1, 2))


def beside(references: References | None, turn: Turn) -> References | None:
    """References moved in time along with the shot they are seen in."""
    return None if references is None else references._replace(blocks=tuple(turned(block, turn) for block in references.blocks))


def joined(blocks: Sequence[KeysValues]) -> KeysValues:
    biases = [torch.zeros_like(block.keys[:, 0, :, 0]) if block.bias is None else block.bias for block in blocks]  # (B, L) each
    bias = None if all(block.bias is None for block in blocks) else torch.cat(biases, dim=1)  # (B, L of all)
    return KeysValues(torch.cat([block.keys for block in blocks], dim=2), torch.cat([block.values for block in blocks], dim=2), bias)


def join_conditions(several: Sequence[Conditions]) -> Conditions:
    """Those of each shot as those of one sequence."""
    latents, given, anchors = zip(*several, strict=True)
    return Conditions(torch.cat(latents, dim=2), torch.cat(given, dim=1), torch.cat(anchors, dim=2))
