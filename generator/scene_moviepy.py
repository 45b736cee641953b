"""The scene's picture: clips, their focus, transitions, the film's look (finish.py), burned subtitles. moviepy asks for each frame; one clip is
open at a time.

A clip of 12 drawings a second or fewer is shown on twos, any other at 24 a second; the time of HANDLE drawings lies before and after
its shot. A transition lies half before and half after its cut and is fed from those handles, so that choosing another transition
remakes no clip. At a match cut both shots close in a little (storyboard/matching.py). Pictures are planar all the way (planar.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np

from generator import watermark
from generator.captions import captions, opening
from generator.encode import FILM, Reader, write_mp4
from generator.finish import Finisher, bar
from generator.focus import Focus
from generator.planar import BLACK, columns, enlarged, height_of, plain
from storyboard.errors import BadInput
from storyboard.grammar import AT_ONCE, Transition
from storyboard.params import CutParams, Framing, SceneParams
from storyboard.take import Media
from storyboard.timing import DRAWINGS, HANDLE, RATE, even

HELD = int(RATE / DRAWINGS)  # frames each drawing is held on twos
MEETING = 30  # frames in which a shot closes in on a match cut, or comes out of one
SOFT = 0.14  # width of a wipe's soft edge, as a share of the picture's width


class Join(NamedTuple):
    """Where shot number `shot` (from 0) begins: its transition covers frames [start, end) of the scene; for a cut none."""

    shot: int
    transition: Transition
    start: int
    end: int

    def progress(self, at: int) -> int:
        """How far the transition is in the middle of frame `at`, 0 to 256."""
        return 256 * (2 * (at - self.start) + 1) // (2 * (self.end - self.start))


def make(params: SceneParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """The scene as one mp4 of exactly the cuts' frames. `inputs`: {"clip": one clip per cut, in order}."""
    from moviepy import VideoClip

    clips = inputs.get("clip", ())
    check(params, clips)
    scene = Scene(params, clips)
    total = sum(cut.frames for cut in params.cuts)
    rate = float(RATE)
    video = VideoClip(frame_function=lambda seconds: scene.frame(round(seconds * rate)), duration=(total + 0.5) / rate)
    try:
        pictures = watermark.onto(video.iter_frames(fps=rate, dtype=np.uint8), params.mark)
        return write_mp4(rig.scratch / "scene.mp4", pictures, str(RATE), FILM)
    finally:
        scene.close()
        video.close()


def check(params: SceneParams, clips: Sequence[Media]) -> None:
    """BadInput when clips are missing or too short for their cuts and handles."""
    if len(clips) != len(params.cuts) or not clips:
        raise BadInput(f"The scene has {len(params.cuts)} shots and was given {len(clips)} clips. Make the missing clips first.")
    for number, (cut, clip) in enumerate(zip(params.cuts, clips, strict=True), start=1):
        needed = even(cut.begin + cut.frames) // HELD + 2 * HANDLE
        held = int(clip.frames * DRAWINGS / Fraction(clip.rate))
        if held < needed:
            raise BadInput(
                f"The clip of shot {number} ({clip.path.name}) holds {held} drawings; a shot of {cut.begin + cut.frames} frames needs {needed}, "
                f"{HANDLE} of them before it and {HANDLE} after. Make the clip again, or give the shot at most {HELD * (held - 2 * HANDLE)} frames."
            )


def joins(cuts: Sequence[CutParams], cross: int) -> list[Join]:
    """Every shot's beginning. A transition takes at most half of either shot and what the handles hold."""
    starts = list(accumulate((cut.frames for cut in cuts), initial=0))
    found = []
    for index, cut in enumerate(cuts):
        at, before, after = starts[index], 0, 0
        if cut.transition not in AT_ONCE and index == 0:
            after = min(cross, cut.frames // 2)
        elif cut.transition not in AT_ONCE:
            room = min(cuts[index - 1].frames // 2, cut.frames // 2, HANDLE * HELD)
            before, after = min(cross // 2, room), min(cross - cross // 2, room)
        found.append(Join(index, cut.transition, at - before, at + after))
    return found


class Leaving(NamedTuple):
    """What a transition still shows of the shot before shot number `into`: its drawings, by their number in its clip."""

    into: int
    drawings: Mapping[int, np.ndarray]


class Scene:
    """The scene's frames by number. A clip is opened when it is first seen and closed when it is gone: a transition takes what it shows of the
    old one first, so that there is never a second decoder beside it."""

    def __init__(self, params: SceneParams, clips: Sequence[Media]):
        self._cuts, self._joins = params.cuts, joins(params.cuts, params.cross)
        self._starts = list(accumulate((cut.frames for cut in params.cuts), initial=0))
        self._held = [HELD if Fraction(clip.rate) <= DRAWINGS else 1 for clip in clips]
        self._readers = [Reader(clip, str(RATE / held), params.size) for clip, held in zip(clips, self._held, strict=True)]
        self._focus = [Focus(cut.focus, params.size) if cut.focus else None for cut in params.cuts]
        self._finish = Finisher(params.finish, params.size)
        self._captions = [*captions(params.subtitles, params.size, self._starts[-1], bar(params.finish, params.size)), *opening(params, self._starts[-1])]
        self._leaving = Leaving(0, {})

    def frame(self, at: int) -> np.ndarray:
        """Frame `at` of the scene, uint8 [3h/2, w]."""
        join = next((j for j in self._joins if j.start <= at < j.end), None)
        if join is None:
            index = max(i for i in range(len(self._cuts)) if self._starts[i] <= at)
            shown = self._shot(index, at)
            self._close_but(index)
        else:
            old = None if join.shot == 0 else self._left(join, at)
            shown = crossing(join.transition, old, self._shot(join.shot, at), join.progress(at))
        shown = self._finish.over(shown, at)
        live = [caption for caption in self._captions if caption.strength(at)]
        if live:
            shown = np.array(shown)
            for caption in live:
                caption.onto(shown, at)
        return shown

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        for focus in self._focus:
            if focus is not None:
                focus.close()

    def _shot(self, index: int, at: int) -> np.ndarray:
        """The drawing of shot `index` at frame `at` of the scene; frames before and after the shot lie in its handles."""
        framing, drawing = framed(self._cuts[index], at - self._starts[index]), self._drawing(index, at)
        return drawing if framing is None else enlarged(drawing, framing.zoom, (framing.x, framing.y))

    def _left(self, join: Join, at: int) -> np.ndarray:
        """The old shot's drawing at frame `at` of a transition."""
        index = join.shot - 1
        if self._leaving.into != join.shot:
            first = {self._number(index, frame): frame for frame in reversed(range(join.start, join.end))}
            self._leaving = Leaving(join.shot, {number: self._drawing(index, first[number]) for number in sorted(first)})
            self._close_but(join.shot)
        return self._leaving.drawings[self._number(index, at)]

    def _drawing(self, index: int, at: int) -> np.ndarray:
        """What the clip of shot `index` shows at frame `at` of the scene, in its focus."""
        shown, focus = self._readers[index].frame(self._number(index, at)), self._focus[index]
        return shown if focus is None else focus.over(shown, self._frame(index, at) // HELD)

    def _number(self, index: int, at: int) -> int:
        """Which picture of its clip that is."""
        return self._frame(index, at) // self._held[index]

    def _frame(self, index: int, at: int) -> int:
        """Which frame of its clip, at 24 a second, that is."""
        return HANDLE * HELD + self._cuts[index].begin + at - self._starts[index]

    def _close_but(self, index: int) -> None:
        for other, reader in enumerate(self._readers):
            if other != index:
                reader.close()
                if (focus := self._focus[other]) is not None:
                    focus.close()


def framed(cut: CutParams, at: int) -> Framing | None:
    """How frame `at` of a shot is framed beside a match cut: wholly so at the cut, ever less away from it; None: the whole picture."""
    span = min(MEETING, cut.frames // 2)
    for framing, away in ((cut.opens, at), (cut.closes, cut.frames - 1 - at)):
        if framing is not None and 0 <= away < span:
            share = eased(256 - 256 * away // span) / 256
            zoom, x, y = (whole + (wanted - whole) * share for whole, wanted in ((1.0, framing.zoom), (0.5, framing.x), (0.5, framing.y)))
            return Framing(zoom=zoom, x=x, y=y)
    return None


def crossing(transition: Transition, old: np.ndarray | None, new: np.ndarray, progress: int) -> np.ndarray:
    """The picture between two shots. `progress`: 0 to 256; `old` None: out of black. Whole numbers, so alike on every machine."""
    if old is None or transition is Transition.FADE:
        shown, light = (new, progress) if old is None else (old if progress < 128 else new, abs(2 * progress - 256))
        return mixed(plain(BLACK, shown), shown, np.array(eased(light), np.uint32))
    if transition is Transition.WIPE:
        return mixed(old, new, columns(wipe(new.shape[1], eased(progress)), height_of(new)))
    return mixed(old, new, np.array(eased(progress), np.uint32))


def eased(progress: int) -> int:
    """Slow at both ends: 3p^2 - 2p^3, 0 to 256."""
    return progress * progress * (768 - 2 * progress) >> 16


def mixed(old: np.ndarray, new: np.ndarray, share: np.ndarray) -> np.ndarray:
    """`share` of the new picture, 0 to 256."""
    return ((old * (256 - share) + new * share) >> 8).astype(np.uint8)


def wipe(width: int, progress: int) -> np.ndarray:
    """Share of the new picture in each column, uint32 [w]: its soft edge goes from left to right."""
    soft = max(2, round(width * SOFT))
    edge = (width + soft) * progress // 256
    ramp = np.clip((edge - np.arange(width)) * 256 // soft, 0, 256)
    return (ramp * ramp * (768 - 2 * ramp) >> 16).astype(np.uint32)
