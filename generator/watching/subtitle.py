"""Reading burned subtitles: whether they stay long enough to be read, keep their rows, lie inside the picture, and are really seen.

How fast people read, and how much fits in a row, is said in storyboard/reading.py; how a subtitle looks, in generator/captions.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from generator.captions import Caption, captions, paged
from generator.encode import Reader as Frames
from generator.finish import bar
from generator.lettering import drawable, face_for, width
from generator.planar import planes
from generator.watching.trust import Reader
from storyboard.params import SceneParams, Size, Subtitle
from storyboard.reading import FRAMES, LONGEST, SHORTEST, letters, pace_of
from storyboard.take import Media
from storyboard.timing import Cue
from storyboard.watching import Check, WatchSceneParams

SPEED = Reader("subtitle", 1.0, "of the fastest that is read", 0.93, 0.0)
STAY = Reader("subtitle", 0, "frames too short or too long", 1.0, 0.0)
INSIDE = Reader("subtitle", 0.9, "of the picture's width", 1.0, 0.0)
SEEN = Reader("subtitle", 0.5, "likeness", 1.0, 0.0, is_least=True)


def read(params: WatchSceneParams, media: Media) -> Iterator[Check]:
    """Nothing where there are none. Of each thing the worst subtitle is told."""
    scene = params.scene
    if not scene.subtitles:
        return
    cues = [Cue(one.start, one.end, one.text) for one in scene.subtitles]
    fast, hurried = max(((speed(cue, params.language, params.narrow), cue) for cue in cues), key=lambda found: found[0])
    yield SPEED.check(fast, f"{hurried.text!r} asks for {fast:.0%} of the fastest that people read.", (hurried.start, hurried.end))
    off, cue = max(((outside(cue.end - cue.start), cue) for cue in cues), key=lambda found: found[0])
    yield STAY.check(off, f"{cue.text!r} stays {cue.end - cue.start} frames; {SHORTEST} to {LONGEST} are read with ease.", (cue.start, cue.end))
    share, wide = max(((across(one, scene.size), one) for one in scene.subtitles), key=lambda found: found[0])
    yield INSIDE.check(share, f"{wide.text!r} takes {share:.0%} of the picture's width.", (wide.start, wide.end))
    yield from shown(scene, media)


def speed(cue: Cue, language: str, narrow: bool) -> float:
    """How fast it has to be read, beside the fastest that is allowed."""
    pace = pace_of(cue.text, language, narrow)
    return letters(cue.text.replace("\n", " "), pace) * FRAMES / max(1, cue.end - cue.start) / pace.most


def outside(frames: int) -> int:
    return max(SHORTEST - frames, frames - LONGEST, 0)


def across(one: Subtitle, size: Size) -> float:
    """The widest row's share of the picture's width; 0 where nothing of it can be drawn."""
    face = face_for(one.text, "subtitle")
    if face is None:
        return 0.0
    height, pages = paged([drawable(row, face) for row in one.text.split("\n")], face, size)
    return max(width(row, face, height) for page in pages for row in page) / size[0]


def shown(scene: SceneParams, media: Media) -> Iterator[Check]:
    """Whether each is there in the picture when it is due: looked for in its middle, soon after it came and shortly before it goes."""
    total = sum(cut.frames for cut in scene.cuts)
    due = captions(scene.subtitles, scene.size, total, bar(scene.finish, scene.size))
    moments = sorted({(at, k) for k, one in enumerate(due) for at in moments_of(one, total)})
    if not moments or (media.width, media.height) != scene.size:
        return
    frames = Frames(media)
    try:
        likeness = [(alike(planes(frames.frame(at))[0], due[k]), at) for at, k in moments if at < media.frames]
    finally:
        frames.close()
    value, at = min(likeness)
    words = "Every subtitle is seen when it is due." if SEEN.holds(value) else f"The subtitle due at frame {at} is not seen there."
    yield SEEN.check(value, words, (at, at + 1))


def moments_of(one: Caption, total: int) -> Sequence[int]:
    first, last = max(0, one.start + one.ramp), min(total, one.end - one.ramp) - 1
    return [first, (first + last) // 2, last] if first <= last else []


def alike(luma: np.ndarray, due: Caption) -> float:
    """Correlation of the edges seen in a subtitle's box with those of the subtitle: letters have more and sharper ones than what is behind them."""
    height, width = due.cover.shape
    box = luma[due.top : due.top + height, due.left : due.left + width].astype(np.float64)
    seen, wanted = np.diff(box), np.diff(due.colors[0].astype(np.float64) / 256)
    both = float(np.square(seen).sum() * np.square(wanted).sum())
    return float((seen * wanted).sum() / both**0.5) if both else 0.0
