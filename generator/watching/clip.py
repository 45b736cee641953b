"""Reading a clip, or a still: everything that pictures tell, beside their staging.

A clip of ours begins with the world's own drawing and is compared with how the world would go on; where its still is a net's, figures stand as staged
and the nets read them; of a picture or footage that a person brought nothing is known, and it is only looked at as a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np

from generator.encode import read_frames
from generator.familiar import ALIKE
from generator.fitting import fitted
from generator.picture import read_png
from generator.rig import Rig
from generator.watching.bounds import badness, checked
from generator.watching.course import followed
from generator.watching.drawn import Drawn, drawn
from generator.watching.likeness import Measure, compared
from generator.watching.mouth import mouths, speaking
from storyboard.staging import Staging
from storyboard.take import Media
from storyboard.watching import Reading, WatchClipParams

WIDE = 384  # pixels across of what is read
NARROW = 200  # less than this shows too little
RATE = 12
MOST = 3.0  # how bad one figure may make a score


def read(params: WatchClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Reading:
    """inputs: the "clip", and the "still" it begins with where it has one; or the "still" alone."""
    media = inputs["clip" if "clip" in inputs else "still"][0]
    pictures = seen(media)
    if not params.is_ours:
        return told(list(followed(pictures, None)), ("Who is there, what they do and what the camera does: a person brought this picture, and its staging says nothing of it.",))
    if media.width < NARROW:
        return told(list(followed(pictures, None)), (f"Who is there, what they do and what the camera does: {media.width} pixels across show too little.",))
    asked = drawn(params.staging, (pictures.shape[2], pictures.shape[1]))
    own = _begins_as_drawn(inputs, pictures, asked)
    measures = measured(params, pictures, asked if own else None, asked, rig)
    unread = () if own else ("Likeness, presence, poses and the camera's path: the still is not the world's own drawing, so there is nothing to compare with.",)
    return told(measures, (*unread, *_silent(params.staging, measures, len(pictures))), own)


def measured(params: WatchClipParams, pictures: np.ndarray, true: Drawn | None, staged: Drawn, rig: Rig) -> list[Measure]:
    """All figures of a take of ours. `true`: what it should show, where it is drawn; `staged`: where everybody should be, at least."""
    measures = list(followed(pictures, true))
    if true is not None:
        measures += compared(pictures, true)
        measures += mouths(pictures, params.staging) if len(pictures) > 1 else ()
    return [*measures, *_by_nets(params, pictures, staged, rig)]


def seen(media: Media) -> np.ndarray:
    """The drawings of a clip, 12 a second, or a still, as they are read: uint8 (F, h, w, 3)."""
    size = (WIDE, 2 * round(WIDE * media.height / media.width / 2)) if media.width >= NARROW else (media.width, media.height)
    if media.format == "png":
        return fitted(read_png(media.path), size)[None]
    every = max(round(Fraction(media.rate) / RATE), 1)
    return np.stack([picture for n, picture in enumerate(read_frames(media, size=size)) if n % every == 0])


def told(measures: list[Measure], unread: tuple[str, ...], is_sure: bool = True) -> Reading:
    """What was measured, held against its bounds."""
    score = -float(np.mean([min(max(badness(one), 0.0), MOST) for one in measures])) if measures else 0.0
    compared = any(one.name == "path" for one in measures)  # with the truth: then what a net takes the camera's move for is only a note
    return Reading(checks=tuple(checked(one, is_sure and not (compared and one.name == "way")) for one in measures), unread=unread, score=round(score, 6))


def _begins_as_drawn(inputs: Mapping[str, tuple[Media, ...]], pictures: np.ndarray, asked: Drawn) -> bool:
    """Whether the still is the world's own; a clip without one is drawn from first to last."""
    if "still" not in inputs:
        return True
    still = fitted(read_png(inputs["still"][0].path), (pictures.shape[2], pictures.shape[1]))
    return bool(np.abs(still.astype(np.int16) - asked.plain).mean() <= ALIKE)


def _by_nets(params: WatchClipParams, pictures: np.ndarray, asked: Drawn, rig: Rig) -> Iterator[Measure]:
    from generator.watching import people
    from generator.watching.readers import load

    readers = rig.loaded("readers", lambda: load(rig.weights))
    if params.staging.size in people.KNOWN:
        strangers = rig.loaded("strangers", people.strangers)
        yield from people.known(readers, pictures, params.staging, asked, (*people.labels(params.cast), *strangers))
        if len(pictures) >= people.SHORTEST:
            yield from people.deeds(readers, pictures, params.staging, asked)
    if len(pictures) >= people.SHORTEST:
        yield from people.moves(readers, pictures, params.staging)


def _silent(staging: Staging, measures: list[Measure], frames: int) -> Iterator[str]:
    """What was not read, and why."""
    from generator.watching.people import KNOWN, SHORTEST

    found = {(one.name, one.who) for one in measures}
    names = {one.name for one in measures}
    if staging.subjects and staging.size not in KNOWN:
        yield f"Who is who by their features, and what they do: the nets that read this know whole figures, and this is a {staging.size}."
    if 1 < frames < SHORTEST:
        yield f"What anyone does and the camera's move, by the nets: {frames} drawings are too few."
    if "stranger" in names:
        missing = [str(slot + 1) for slot in range(len(staging.subjects)) if ("likeness", slot) not in found]
        if missing:
            yield f"Figure {', '.join(missing)}: too little of them is to be seen in this shot."
        if "path" not in names:
            yield "The camera's path: there is too little in this place to go by."
        dumb = [str(slot + 1) for slot in speaking(staging) if ("mouth", slot) not in found]
        if dumb and frames > 1:
            yield f"The mouth of figure {', '.join(dumb)}: too small, or hardly opening, in this shot."
