"""A cut that an editor changed, as an edit of the story it came from: which shots are there, in which order, how they begin and are trimmed,
where lines are heard. What has no place in a story is told, and left as it was.

A reader (otio_in, fcpxml_in) gives a Recut; `understood` holds it against the story's own cut, so that what was not touched changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from app.exchange.cutlist import HEAD, cutlist
from storyboard import timing
from storyboard.cut import opening
from storyboard.edit import Change, Op, Remove, Reorder, Set, edit
from storyboard.errors import BadInput
from storyboard.grammar import Transition
from storyboard.story import Shot, Story, Trim


class Piece(NamedTuple):
    """A shot in the cut: its first frame in the film, its frames, the first frame of its clip that is seen, how it begins and over how many
    frames (None: as the film makes it). `joined` None: in a way that Fabula does not have."""

    shot: str
    start: int
    frames: int
    begin: int
    joined: Transition | None = Transition.CUT
    over: int | None = None


class Spoken(NamedTuple):
    """A line's voice in the cut: its first frame in the film."""

    line: str
    start: int


class Recut(NamedTuple):
    """What a reader found: pieces and voices in order of time, what it did not understand, and of which revision it is the cut ("" unknown)."""

    pieces: tuple[Piece, ...]
    spoken: tuple[Spoken, ...]
    said: tuple[str, ...] = ()
    revision: str = ""


class Understood(NamedTuple):
    """The edit (None: nothing was changed), what arrived of the cut in words, and what was left as it was."""

    change: Change | None
    arrived: tuple[str, ...]
    left: tuple[str, ...]

    def words(self) -> str:
        many = f"{len(self.arrived)} changes" if len(self.arrived) != 1 else "1 change"
        return f"{many} of the cut arrived" if self.arrived else "the cut is as the story has it"


def step_of(text: str) -> str:
    """The step that a name from a cut means ("clip:s1-2"): as it is named, as its file is, or a shot's bare name. "" when it is empty."""
    name = text.strip().rpartition("/")[2]
    for ending in (".mp4", ".wav", ".mov"):
        name = name.removesuffix(ending)
    kind, mark, rest = name.partition(":")
    if mark and rest:
        return name
    kind, mark, rest = name.partition("-")
    return f"{kind}:{rest}" if mark and kind in ("clip", "voice", "ambience", "music", "effect", "mix", "film") else f"clip:{name}" if name else ""


def understood(story: Story, recut: Recut) -> Understood:
    """The edit that makes the story's cut this one. BadInput: no shot of the story is in it."""
    return _Reading(story, recut).result()


class _Reading:
    """Goes through a cut once: what is gone, where lines went, the order, the trims, the beginnings."""

    def __init__(self, story: Story, recut: Recut):
        self._story, self._recut, self._own = story, recut, cutlist(story, {})
        self._ops: list[Op] = []
        self._arrived: list[str] = []
        self._left = list(recut.said)
        self._spoken = {shot.id: [line.id for line in shot.lines] for shot in story.shots}  # lines by shot, as far as they have moved
        self._scenes = {shot.id: scene for scene in story.scenes for shot in scene.shots}
        self._shots = {shot.id: shot for shot in story.shots}
        self._heard = {one.line: one.start for one in recut.spoken}
        self._pieces = self._known()

    def result(self) -> Understood:
        self._lines()
        homes = self._order()
        for piece in self._pieces.values():
            self._trim(piece)
        self._beginnings(homes)
        self._settle()
        if not self._ops:
            return Understood(None, (), tuple(self._left))
        return Understood(Change(ops=tuple(self._ops), note="; ".join(self._arrived)[:2000]), tuple(self._arrived), tuple(self._left))

    def _known(self) -> dict[str, Piece]:
        """The pieces that are shots of the story, each once, in the cut's order."""
        found: dict[str, Piece] = {}
        for piece in sorted(self._recut.pieces, key=lambda p: p.start):
            if piece.shot not in self._shots:
                self._left.append(f"{piece.shot!r} at frame {piece.start} is no shot of this story")
            elif piece.shot in found:
                self._left.append(f"shot {piece.shot} is in the cut twice; its part at frame {piece.start} is left out")
            else:
                found[piece.shot] = piece
        if not found:
            raise BadInput(f"No shot of {self._story.title!r} is in this cut. Is it a cut of another story?")
        return found

    def _do(self, words: str, *ops: Op) -> None:
        self._arrived.append(words)
        self._ops += ops

    def _lines(self) -> None:
        """Lines that are gone, and lines that are heard over another shot, and nowhere over their own."""
        names, starts = list(self._pieces), [piece.start for piece in self._pieces.values()]
        for shot in self._story.shots:
            piece = self._pieces.get(shot.id)
            for line in shot.lines:
                begin = self._heard.get(line.id)
                if begin is None:
                    if piece is not None:
                        self._spoken[shot.id].remove(line.id)
                        self._do(f"line {line.id} is left out", Remove(target=f"line:{line.id}"))
                elif piece is None or not (begin < piece.start + piece.frames and piece.start < begin + line.slot):
                    there = names[max(0, bisect_right(starts, begin) - 1)]
                    if there != shot.id:
                        self._move(line.id, shot.id, there)

    def _move(self, line: str, home: str, there: str) -> None:
        """A line goes into another shot, behind those that are heard before it."""
        self._spoken[home].remove(line)
        before = [one for one in self._spoken[there] if self._heard.get(one, 0) <= self._heard[line]]
        self._spoken[there].insert(len(before), line)
        after = before[-1] if before else None
        self._do(f"line {line} is heard in shot {there}", Reorder(target=f"line:{line}", after=after, into=f"shot:{there}"))

    def _settle(self) -> None:
        """Lines that do not stand in their shot where Fabula places them: before its picture or after it they are J and L cuts."""
        for shot in edit(self._story, Change(ops=tuple(self._ops))).shots if self._ops else self._story.shots:
            piece = self._pieces[shot.id]
            wanted = {line.id: self._heard[line.id] - piece.start for line in shot.lines if line.id in self._heard}
            if wanted and _offsets(shot) != wanted:
                self._split(shot, wanted)

    def _split(self, shot: Shot, wanted: Mapping[str, int]) -> None:
        lead, last = max(0, -wanted.get(shot.lines[0].id, 0)), shot.lines[-1]
        tail = max(0, wanted.get(last.id, 0) + last.slot - shot.shown)
        ops = [Set(target=f"shot:{shot.id}", field=name, value=value) for name, value in (("lead", lead), ("tail", tail)) if getattr(shot, name, 0) != value]
        settled, why = shot, "Fabula places lines in a shot one after another"
        if ops:
            try:
                settled = next(one for one in edit(self._story, Change(ops=(*self._ops, *ops))).shots if one.id == shot.id)
                self._do(f"shot {shot.id} is heard {lead} frames before its picture, and {tail} after it", *ops)
            except BadInput as error:
                why = str(error).rstrip(".")
        stands = _offsets(settled)
        for line, start in wanted.items():
            if late := start - stands[line]:
                self._left.append(f"line {line} is {abs(late)} frames {'later' if late > 0 else 'earlier'} in shot {shot.id}; {why}")

    def _order(self) -> dict[str, str]:
        """What is gone, then scenes in their order, then shots in theirs. Gives the scene of every shot that is left."""
        gone = [shot for shot in self._shots if shot not in self._pieces]
        for scene in self._story.scenes:
            if all(shot.id in gone for shot in scene.shots):
                self._do(f"scene {scene.id} is left out", Remove(target=f"scene:{scene.id}"))
            else:
                for shot in scene.shots:
                    if shot.id in gone:
                        self._do(f"shot {shot.id} is left out", Remove(target=f"shot:{shot.id}"))
        runs = [name for name, _ in groupby(self._scenes[shot].id for shot in self._pieces)]
        if len(runs) == len(set(runs)):
            self._scene_order(runs)
        return self._shot_order(runs)

    def _scene_order(self, wanted: list[str]) -> None:
        usual = [scene.id for scene in self._story.scenes if scene.id in wanted]
        stay = _longest(wanted, usual)
        for at, name in enumerate(wanted):
            if name not in stay:
                after = wanted[at - 1] if at else None
                self._do(f"scene {name} comes {_behind(after)}", Reorder(target=f"scene:{name}", after=after))

    def _shot_order(self, runs: list[str]) -> dict[str, str]:
        """Shots that stand elsewhere go behind the one before them. A shot between two scenes stays in its own, if that is one of them."""
        wanted = list(self._pieces)
        rank = {name: at for at, name in enumerate(dict.fromkeys(runs))} if len(runs) == len(set(runs)) else {scene.id: at for at, scene in enumerate(self._story.scenes)}
        usual = sorted(wanted, key=lambda shot: (rank[self._scenes[shot].id], list(self._shots).index(shot)))
        stay = _longest(wanted, usual)
        homes: dict[str, str] = {}
        for at, shot in enumerate(wanted):
            own, before = self._scenes[shot].id, homes[wanted[at - 1]] if at else None
            following = next((self._scenes[one].id for one in wanted[at + 1 :] if one in stay), before)
            homes[shot] = home = own if shot in stay or own in (before, following) else before or following or own
            if shot not in stay:
                after = wanted[at - 1] if at and before == home else None
                self._do(f"shot {shot} comes {_behind(wanted[at - 1] if at else None)}", Reorder(target=f"shot:{shot}", after=after, into=f"scene:{home}"))
        for scene in self._story.scenes:
            left = [shot.id for shot in scene.shots if shot.id in homes]
            if left and scene.id not in homes.values():
                self._do(f"scene {scene.id} has no shot left", Remove(target=f"scene:{scene.id}"))
        return homes

    def _trim(self, piece: Piece) -> None:
        """Frames left out at its ends. Handles belong to transitions: a shot cannot be longer than it is."""
        shot = self._shots[piece.shot]
        begin, end = piece.begin - HEAD, shot.frames - (piece.begin - HEAD) - piece.frames
        if (begin, end) == (shot.trim.begin, shot.trim.end):
            return
        wanted = Trim(begin=max(0, begin), end=max(0, end))
        if begin < 0 or end < 0:
            self._left.append(f"shot {shot.id} is longer in the cut by {max(0, -begin) + max(0, -end)} frames of its handles, which belong to transitions")
        kept = [line for line in shot.lines if f"line:{line.id}" not in {op.target for op in self._ops}]
        fitted = timing.fitted(shot.model_copy(update={"trim": wanted, "lines": tuple(kept)})) if wanted.begin + wanted.end < shot.frames else shot.trim
        if fitted != wanted:
            self._left.append(f"shot {shot.id} is trimmed by {wanted.begin} and {wanted.end} frames, more than it bears: its lines are heard whole")
        if fitted != shot.trim:
            self._do(f"shot {shot.id} is trimmed by {fitted.begin} and {fitted.end} frames", Set(target=f"shot:{shot.id}", field="trim", value=fitted.model_dump()))

    def _beginnings(self, homes: Mapping[str, str]) -> None:
        """How shots begin, where that is not what the film would make of the story's word."""
        before = None
        for name, piece in self._pieces.items():
            shot, first = self._shots[name], homes[name] != before
            before = homes[name]
            if piece.joined is None:
                self._left.append(f"shot {name} begins in a way Fabula does not have; it keeps its {shot.transition}")
            elif piece.joined is not opening(shot, first):
                self._do(f"shot {name} begins with a {piece.joined}", Set(target=f"shot:{name}", field="transition", value=str(piece.joined)))
                if opening(shot.model_copy(update={"transition": piece.joined}), first) is not piece.joined:
                    self._left.append(f"shot {name} opens its scene, and a scene opens with a cut or a fade, not with a {piece.joined}")
            elif piece.over is not None and piece.over != (made := next(s.before + s.after for s in self._own.pictures if s.name == name)) and made:
                self._left.append(f"the {piece.joined} of shot {name} lasts {piece.over} frames in the cut; Fabula's last {made}")


def _offsets(shot: Shot) -> dict[str, int]:
    """Where each line begins, from the shot's first frame that is seen."""
    return {line.id: start - shot.trim.begin for line, start in timing.placed(shot)}


def _behind(name: str | None) -> str:
    return "first" if name is None else f"after {name}"


def _longest(wanted: Sequence[str], usual: Sequence[str]) -> set[str]:
    """The most names of `wanted` that stand in it in the order of `usual`: they stay, the others move."""
    rank = {name: at for at, name in enumerate(usual)}
    tails: list[int] = []
    chains: list[list[str]] = []
    for name in wanted:
        at = bisect_right(tails, rank[name])
        chain = [*(chains[at - 1] if at else []), name]
        if at == len(tails):
            tails.append(rank[name])
            chains.append(chain)
        else:
            tails[at], chains[at] = rank[name], chain
    return set(chains[-1]) if chains else set()
