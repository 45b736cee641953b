"""Clips by the embedded DiT: the still is the first frame; words, per-drawing numbers, poses and portraits say what moves.

The net draws small; the full-size still is carried along the motion it made, and the weather before the lens is laid over it. A
picture that a person brought comes without poses; one far from what the net knows (familiar.py) is moved by the camera alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from generator.encode import write_mp4
from generator.familiar import FAMILIAR, familiarity, own_drawing, own_portrait
from generator.fitting import fitted
from generator.picture import read_png
from generator.retake import acted, spliced, within
from generator.rig import Rig
from storyboard.errors import BadInput
from storyboard.grammar import Move
from storyboard.params import NetClipParams
from storyboard.staging import Staging
from storyboard.take import Media

if TYPE_CHECKING:
    from generator.nets.animate import Direction
    from generator.nets.clip_net import ClipNet
    from generator.nets.puppet import Anchor, Theatre
    from generator.nets.video_vae import VideoVAE

PORTRAIT = (96, 96)
STANDING = (Move.STATIC, Move.FOCUS)


def make(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], rig: Rig) -> Media:
    """`params.staging.frames` drawings, 12 a second (smooth: twice as many, 24), at `params.size`, from inputs["still"]."""
    still = read_png(inputs["still"][0].path)
    ours = own_drawing(params.staging, still)
    direction = directed(params, inputs, ours)
    pictures = drawings(params, still, direction, (nets(rig, params.path), beyond(params.staging, still) if ours else iter(())))
    return written(params, pictures, inputs.get("base", ()), rig.scratch / "clip.mp4")


def written(params: NetClipParams, pictures: Iterator[np.ndarray], base: Sequence[Media], path: Path) -> Media:
    """Drawings at 12 a second as a clip: made smooth, with what is in front of the lens; of a retake, in the clip `base`."""
    from generator.nets.between import doubled
    from generator.world.lens import Lens

    rate, step, pictures = ("24", 0.5, doubled(pictures)) if params.smooth else ("12", 1.0, pictures)
    lens = Lens(params.staging, params.size)
    through = (lens.over(picture, step * n) for n, picture in enumerate(pictures))
    seen = through if params.retake is None else spliced(params, base[0], through)
    try:
        return write_mp4(path, seen, rate=rate)
    finally:
        lens.close()


def nets(rig: Rig, path: str) -> tuple[ClipNet, VideoVAE]:
    """The animating net, packed for a numeric path, and the autoencoder of a rig. BadInput where it does not work."""
    from generator.nets.clip_net import load_dit
    from generator.nets.linears import pack
    from generator.nets.video_vae import load_vae

    def load() -> ClipNet:
        dit = load_dit(rig.weights["dit"])
        try:
            pack(dit, path)
        except ValueError as error:
            raise BadInput(f"The clip is to be computed in {path}: {error}. Set FABULA_PATH accordingly.") from error
        return dit

    dit = rig.loaded(f"dit {path}", load)
    return dit, rig.loaded("vae", lambda: load_vae(rig.weights["vae"]))


def directed(params: NetClipParams, inputs: Mapping[str, tuple[Media, ...]], ours: bool) -> Direction:
    """What the net is told. `ours`: the still is the world's own, and so is its plate. A picture that a person brought or chose is not known
    to have its figures as the staging has them: no poses, no depth and no portraits, which act where poses say. Who comes in later is cut out of
    a drawing of their own, unless somebody brought their portrait."""
    from generator.known import known_of
    from generator.nets.animate import Direction
    from generator.nets.pages import arriving
    from generator.world.keypoints import keypoints
    from generator.world.numbers import numbers

    given = [fitted(read_png(media.path), params.canvas) for media in inputs.get("keyframe", ())]
    keyframes, ways = dict(zip(params.keyframes, given, strict=True)), numbers(params.staging)
    anew = params.retake
    if anew is not None and anew.staging is not None:
        ways = within(anew, ways, numbers(anew.staging))
    told = Direction(params.prompt, ways, keyframes=keyframes)
    if params.pinned and not ours:
        return told
    portraits, sketch = [read_png(media.path) for media in inputs.get("portrait", ())], keypoints(params.staging, params.canvas)
    if anew is not None and anew.staging is not None:
        sketch = acted(anew, sketch, keypoints(anew.staging, params.canvas))
    small = [fitted(portrait, PORTRAIT) for portrait in portraits]
    known = known_of(params.staging, params.canvas, [slot for slot in arriving(sketch) if _is_cast(params, portraits, slot)], ours)
    return told._replace(portraits=small, strengths=params.strengths, keypoints=sketch, known=known)


def _is_cast(params: NetClipParams, portraits: Sequence[np.ndarray], slot: int) -> bool:
    """Whether who is in this slot is to be seen as the world draws them: a portrait of somebody's own shows someone else."""
    asked = params.strengths[slot] if slot < len(params.strengths) else 1.0
    return slot < len(portraits) and asked > 0 and own_portrait(params.staging, slot, portraits[slot])


class Laid(NamedTuple):
    """A shot before the net: its first drawing at the canvas, what it is laid out of, and the first guess."""

    first: np.ndarray
    theatre: Theatre
    anchor: Anchor


def laid_out(params: NetClipParams, still: np.ndarray, direction: Direction) -> Laid:
    from generator.nets.animate import anchor_of, stage_of

    first = fitted(still, params.canvas)
    theatre = stage_of(first, direction)
    return Laid(first, theatre, anchor_of(theatre, direction))


def drawings(
    params: NetClipParams, still: np.ndarray, direction: Direction, made_of: tuple[tuple[ClipNet, VideoVAE], Iterator[np.ndarray]]
) -> Iterator[np.ndarray]:
    """The drawings at `params.size`, before what is in front of the lens. `made_of`: the nets, and what lies beyond the still."""
    from generator.nets.animate import Sampling, animate_long

    (dit, vae), further = made_of
    laid = laid_out(params, still, direction)
    made = laid.anchor.frames
    if direction.keypoints is not None or familiarity(vae, laid.first) >= FAMILIAR:
        made = animate_long(dit, vae, laid.first, direction, Sampling(params.steps, seed=params.seed, path=params.path), laid.anchor)
    return enlarged(params, still, (direction, laid, made), further)


def enlarged(
    params: NetClipParams, still: np.ndarray, drawn: tuple[Direction, Laid, np.ndarray], further: Iterator[np.ndarray]
) -> Iterator[np.ndarray]:
    """What the net drew, at `params.size`: the full still carried along. `drawn`: what it was told, of what, and its drawings; `further`: what
    lies beyond the still."""
    from generator.nets.carry import carry
    from generator.nets.pages import SCALE
    from generator.nets.upsampler import upsample

    direction, (_, theatre, anchor), made = drawn
    if params.size == params.canvas:
        return iter(made)
    full = fitted(still, (SCALE * params.canvas[0], SCALE * params.canvas[1]))
    further = (fitted(picture, full.shape[1::-1]) for picture in further)
    moving = carry(made, theatre.sheets(), anchor, theatre.backs(direction.numbers))
    large = upsample(moving, theatre.sheets(full), theatre.backs(direction.numbers, full), further)
    return (fitted(picture, params.size) for picture in large)


def beyond(staging: Staging, still: np.ndarray) -> Iterator[np.ndarray]:
    """What shows what the camera of a shot brings in and the still does not hold: the same shot as the world draws it, at the still's own
    moment: lightning, waves and leaves fit. Nothing when the camera stands."""
    from generator.world.render import DRAWINGS_PER_SECOND, render_frames

    return iter(()) if staging.camera.move in STANDING else render_frames(staging, (still.shape[1], still.shape[0]), moment=staging.begun / DRAWINGS_PER_SECOND)
