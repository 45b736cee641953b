"""Reading a scene as it is cut: every cut at its frame and no other, the light alike on both sides of it, no black or frozen frames, and
subtitles that can be read.

It looks at the frames alone: a cut is a change that stands out from those about it, whoever made the clips. What a dissolve, a fade or a wipe covers
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator.rig import Rig
from generator.scene_moviepy import Join, joins
from generator.watching import pictures, subtitle
from generator.watching.trust import Reader
from storyboard.params import SceneParams
from storyboard.take import Media
from storyboard.watching import Check, Reading, WatchSceneParams

LENGTH = Reader("cut", 0, "frames too many or too few", 1.0, 0.0)
PLACE = Reader("cut", 0, "frames off", 0.99, 0.0)
EXTRA = Reader("cut", 2.5, "times what is about it", 1.0, 0.0)
SEAM = Reader("seam", 0.45, "share of votes", 0.93, 0.15)  # finds jumps of a fifth in light or a tenth in colour; blames 0.03 of drawn cuts, 0.15 of a net's
BLACK = Reader("hole", 0, "black frames", 1.0, 0.0)
FREEZE = Reader("freeze", 4, "frames alike", 1.0, 0.05)  # 0 of 37 drawn scenes are blamed, 1 of 21 of a net's
SEARCH = 12  # frames on either side of its place in which a cut is looked for


class Film(NamedTuple):
    """A scene's frames, small; how each differs from the one before, and how far that stands out."""

    frames: np.ndarray
    change: np.ndarray
    stands: np.ndarray


def read(params: WatchSceneParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    media, scene = inputs["scene"][0], params.scene
    frames = pictures.seen(media)
    change = pictures.changes(frames)
    film = Film(frames, change, pictures.standing_out(change))
    found = joins(scene.cuts, scene.cross)
    planned = sum(cut.frames for cut in scene.cuts)
    checks = [LENGTH.check(abs(len(frames) - planned), f"The scene has {len(frames)} frames, its shots have {planned}.")]
    told, unread = cuts(film, found, scene)
    checks += [*told, *seams(film, plain_cuts(found, scene)), dark(film, found)]
    if scene.finish.grain:
        unread.append("Whether the picture freezes was not read: film grain moves in every frame.")
    else:
        checks.append(frozen(film))
    checks += subtitle.read(params, media)
    return Reading(checks=tuple(checks), unread=tuple(unread), score=-float(sum(not one.holds for one in checks)))


def plain_cuts(found: Sequence[Join], scene: SceneParams) -> list[int]:
    """Frames at which a shot follows another at once."""
    starts = np.cumsum([0, *(cut.frames for cut in scene.cuts)])
    return [int(starts[join.shot]) for join in found if join.shot and join.start == join.end]


def cuts(film: Film, found: Sequence[Join], scene: SceneParams) -> tuple[list[Check], list[str]]:
    """Whether every cut is at its frame, and whether there is another; and what could not be read."""
    checks, unread, known = [], list[str](), set[int]()
    planned = plain_cuts(found, scene)
    for at in planned:
        first = max(1, at - SEARCH)
        near = film.change[first : at + SEARCH + 1] * (film.stands[first : at + SEARCH + 1] > EXTRA.bound)
        if not near.any():
            unread.append(f"The cut at frame {at} was not found: the shots beside it look too much alike.")
            continue
        seen = at if film.stands[at] > EXTRA.bound else first + int(near.argmax())
        known.add(seen)
        words = f"The cut at frame {at} is there." if seen == at else f"The cut due at frame {at} is at frame {seen}."
        checks.append(PLACE.check(abs(seen - at), words, (min(at, seen), max(at, seen) + 1)))
    other = film.stands.copy()
    other[[*known, *(at for at in planned if at < len(other))]] = 0.0
    for join in found:
        other[max(0, join.start - 1) : join.end + 2 if join.end > join.start else 0] = 0.0
    worst = int(other.argmax()) if len(other) else 0
    value = float(other[worst]) if len(other) else 0.0
    words = "No other cut is seen." if EXTRA.holds(value) else f"There is a cut at frame {worst} that nobody planned."
    return [*checks, EXTRA.check(value, words, None if EXTRA.holds(value) else (worst, worst + 1))], unread


def seams(film: Film, planned: Sequence[int]) -> Iterator[Check]:
    """A scene is one place at one time, so every cut inside it keeps the light."""
    for at in planned:
        if at < len(film.frames):
            value = pictures.shifted(film.frames[at - 1], film.frames[at])
            words = f"The light is alike on both sides of the cut at frame {at}." if SEAM.holds(value) else f"Light or colour jumps at the cut at frame {at}."
            yield SEAM.check(value, words, (at - 1, at + 1))


def dark(film: Film, found: Sequence[Join]) -> Check:
    """Black frames where no fade goes through black."""
    black = pictures.black(film.frames)
    for join in found:
        black[join.start : join.end] = False
    count = int(black.sum())
    at = int(black.argmax())
    return BLACK.check(count, f"{count} black frames, the first at frame {at}." if count else "No frame is black.", (at, at + count) if count else None)


def frozen(film: Film) -> Check:
    first, after = pictures.longest_held(film.change)
    return FREEZE.check(after - first, f"The picture stands still for {after - first} frames, from frame {first}.", (first, after))
