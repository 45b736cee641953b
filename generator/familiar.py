"""Whether a picture is the world's own drawing of a staging, and how near it is to what the embedded net knows.

A person's own picture comes with no poses and nothing beyond its frame; one that is far from everything the net has seen is only
moved by the camera, because what the net would make of it is no longer that picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from storyboard.staging import Staging

if TYPE_CHECKING:
    from generator.nets.video_vae import VideoVAE

ALIKE = 4.0  # levels by which a still may differ from the drawing of its staging and be taken for it
FAMILIAR = 5.0  # decibels: drawings, strange pictures and photographs come back with 5.6 and more, noise with 3.9 and less (bench.familiar)
FAINT = 10.0  # levels of detail that count as none: a plain ground that comes back a little off is no stranger


def own_drawing(staging: Staging, still: np.ndarray) -> bool:
    """Whether the still uint8 (h, w, 3) is the world's first drawing of the staging."""
    from generator.world.render import render_frame

    size = (still.shape[1], still.shape[0])
    return bool(np.abs(render_frame(staging, 0, size).astype(np.int16) - still).mean() <= ALIKE)


def own_portrait(staging: Staging, slot: int, portrait: np.ndarray) -> bool:
    """Whether the portrait uint8 (h, w, 3) is the world's own of the subject in this slot."""
    from generator.world.portrait import render_portrait

    subject, size = staging.subjects[slot], (portrait.shape[1], portrait.shape[0])
    return bool(np.abs(render_portrait(subject.look, subject.outfit, staging.style, size).astype(np.int16) - portrait).mean() <= ALIKE)


def familiarity(vae: VideoVAE, picture: np.ndarray) -> float:
    """How much of a picture uint8 (H, W, 3) on the net's canvas (sides multiples of 16) the autoencoder gives back: decibels of the
    picture's own detail over what is lost. (Over the levels there are, as PSNR has it, faint noise outdoes a bold woodcut.)"""
    import torch

    from generator.nets.video_vae import bytes_from_video, video_from_bytes

    with torch.inference_mode():
        video = video_from_bytes(torch.from_numpy(np.array(picture))[None, None])
        back = bytes_from_video(vae.decode(vae.encode(video)))[0, 0].numpy()
    lost = np.square(back.astype(np.float64) - picture).mean()
    detail = np.square(picture - picture.mean((0, 1), dtype=np.float64)).mean() + FAINT**2
    return float(10 * np.log10(detail / max(lost, 1e-3)))
