"""From a picture, words, numbers and a pose sketch to moving drawings: one window of 17, or as many windows as a clip needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.nets.camera import CLOCK, LONGEST_CLOCK
from generator.nets.clip_net import ClipNet, Told
from generator.nets.flow import Conditions, conditions, sample, sigma_table
from generator.nets.pages import NOTHING_KNOWN, Known
from generator.nets.puppet import Anchor, Theatre, empty_theatre, puppet, theatre_of
from generator.nets.shapes import FRAMES_PER_LATENT, WINDOW_FRAMES, LatentShape, VideoShape, round_frames
from generator.nets.video_dit import KeysValues, Prepared, References
from generator.nets.video_vae import VideoVAE, bytes_from_video, video_from_bytes

CARRIED_FRAMES = 5


@dataclass(frozen=True)
class Sampling:
    """Steps, shift of the sigma table, seed of the noise; `path`: what linear layers and convolutions compute in ("fp32", "bf16",
    "int8": a net packed in int8, the rest in bf16)."""

    steps: int = 4
    shift: float = 3.0
    seed: int = 0
    path: str = "fp32"


class Direction(NamedTuple):
    """What a clip shows: caption, numbers float32 (F, 16) of its F drawings, portraits uint8 (h, w, 3) of its subjects.

    Portraits have sides that are multiples of 16 and strengths of their own (missing: 1; 0: as if it were not there); weights
    whose adapter never learned leave them out. `keypoints` float32 (F, 4, 11, 3): the pose sketch, None for none. `keyframes`:
    later drawings that are given, uint8 (H, W, 3) each. `known`: what else is known of the shot (pages.py).
    """

    caption: str
    numbers: np.ndarray
    portraits: Sequence[np.ndarray] = ()
    strengths: Sequence[float] = ()
    keypoints: np.ndarray | None = None
    keyframes: Mapping[int, np.ndarray] = {}
    known: Known = NOTHING_KNOWN


class Asked(NamedTuple):
    """What a net needs of a direction once, however many windows the clip has."""

    words: tuple[KeysValues, ...]
    references: References | None


class Window(NamedTuple):
    """What is told of one window: numbers (F, 16), keypoints (F, 4, 11, 3) or None, the anchor's drawings uint8 (F, H, W, 3), and
    given drawings by their place in the window."""

    numbers: np.ndarray
    keypoints: np.ndarray | None
    anchor: np.ndarray
    keyframes: Mapping[int, np.ndarray]


def stage_of(first: np.ndarray, direction: Direction) -> Theatre:
    """What a clip is laid out of, from its first drawing uint8 (H, W, 3): whom a sketch tells is cut out once."""
    if direction.keypoints is None:
        return empty_theatre(first, direction.known)
    return theatre_of(first, direction.keypoints, direction.known)


def anchor_of(theatre: Theatre, direction: Direction) -> Anchor:
    """The first guess of a clip: figures moved by their bones where a sketch tells them, everything else by the camera."""
    sketch = direction.keypoints
    return puppet(theatre, direction.numbers, np.zeros((len(direction.numbers), 0, 0, 0), np.float32) if sketch is None else sketch)


@torch.inference_mode()
def animate_long(
    dit: ClipNet,
    vae: VideoVAE,
    first: np.ndarray,
    direction: Direction,
    sampling: Sampling = Sampling(),
    anchor: Anchor | None = None,
) -> np.ndarray:
    """As many windows as the direction has drawings, from one picture uint8 (H, W, 3); any F >= 1. uint8 (F, H, W, 3).

    The last five drawings of a window are encoded again as the two clean latents the next one starts from; the anchor is made
    of the first picture throughout, so that a long clip keeps its line. Given drawings come back as they were. Same input and
    same thread count: same bytes.
    """
    whole, total = whole_of(first, direction, anchor), len(direction.numbers)
    asked = ask(dit, vae, direction, LatentShape(1, *(side // 8 for side in first.shape[:2])), sampling)
    frames, window = first[None], 0
    while len(frames) < len(whole.numbers):
        carried, here = goes_on(frames, whole)
        made = animate(dit, vae, carried, (asked, here), seeded(sampling, window))
        frames = np.concatenate([frames, made[len(carried) :]])
        window += 1
    return frames[:total]


def whole_of(first: np.ndarray, direction: Direction, anchor: Anchor | None = None) -> Window:
    """All that is told of a clip's drawings, as one window of 1 + 4 n drawings."""
    total = len(direction.numbers)
    known = {place: picture for place, picture in direction.keyframes.items() if 0 < place < total}
    guess = (anchor or anchor_of(stage_of(first, direction), direction)).frames
    return padded(Window(direction.numbers, direction.keypoints, guess, known), round_frames(total))


def goes_on(frames: np.ndarray, whole: Window) -> tuple[np.ndarray, Window]:
    """The last of the drawings made so far, which the next window starts from, and what is told of that window."""
    carried = frames[-CARRIED_FRAMES:] if len(frames) >= CARRIED_FRAMES else frames
    return carried, cut(whole, len(frames) - len(carried))


def seeded(sampling: Sampling, window: int) -> Sampling:
    """For the window of that number: noise of its own."""
    return replace(sampling, seed=sampling.seed + 7919 * window)


def animate(dit: ClipNet, vae: VideoVAE, carried: np.ndarray, told: tuple[Asked, Window], sampling: Sampling) -> np.ndarray:
    """One window: drawings uint8 (F, H, W, 3) that go on from `carried` uint8 (k, H, W, 3), k = 1 + 4 n."""
    with computing(dit, sampling):
        laid = lay(dit, vae, carried, told, sampling)
        return drawn(vae, sampled(dit, laid, sampling), carried, told[1])


def computing(dit: ClipNet, sampling: Sampling) -> torch.autocast:
    return torch.autocast(dit.numbers_mean.device.type, torch.bfloat16, enabled=sampling.path != "fp32")


class Laid(NamedTuple):
    """A window before its steps: what is given of it, what the net is told of it, and its noise (1, C, G, y, x)."""

    given: Conditions
    made: Prepared
    noise: Tensor


def lay(dit: ClipNet, vae: VideoVAE, carried: np.ndarray, told: tuple[Asked, Window], sampling: Sampling) -> Laid:
    (words, references), window = told
    held = encode_held(vae, window.anchor)  # (1, C, G, y, x)
    given = _given(vae, carried, window, held)
    numbers = torch.as_tensor(window.numbers, dtype=torch.float32)[None]
    sketch = None if window.keypoints is None else torch.as_tensor(window.keypoints, dtype=torch.float32)[None]
    noise = torch.randn(held.shape[1:], generator=torch.Generator().manual_seed(sampling.seed))
    return Laid(given, dit.prepare(words, given, Told(numbers, sketch), references), noise[None].to(held.device))


def sampled(dit: ClipNet, laid: Laid, sampling: Sampling) -> Tensor:
    """The window's latents (1, C, G, y, x)."""
    table = sigma_table(sampling.steps, sampling.shift)
    return sample(lambda x, sigma, until: dit.velocity(x, sigma, laid.given, laid.made, until), laid.noise, laid.given, table)


def drawn(vae: VideoVAE, latents: Tensor, carried: np.ndarray, window: Window) -> np.ndarray:
    """The window's drawings: what was carried and given as it was, the rest decoded."""
    frames = bytes_from_video(vae.decode(latents))[0].cpu().numpy()
    for place, picture in window.keyframes.items():
        frames[place] = picture
    return np.concatenate([carried, frames[len(carried) :]])


def ask(dit: ClipNet, vae: VideoVAE, direction: Direction, shape: LatentShape, sampling: Sampling) -> Asked:
    """Words and portraits of a direction, for clips of the height and width of `shape`."""
    device = dit.numbers_mean.device
    portraits = direction.portraits[: dit.config.identity.slots] if dit.identity.is_trained() else ()
    strengths = torch.tensor([[*direction.strengths, *(1.0,) * len(portraits)][: len(portraits)]], device=device)
    with torch.autocast(device.type, torch.bfloat16, enabled=sampling.path != "fp32"):
        pictures = [vae.encode(_video(portrait[None], device)).float() for portrait in portraits]
        return Asked(dit.words([direction.caption]), dit.references(pictures, shape, strengths) if pictures else None)


def padded(window: Window, frames: int) -> Window:
    """The window with its last drawing held until there are `frames`."""
    more = frames - len(window.numbers)
    numbers, anchor = (np.concatenate([rows, np.repeat(rows[-1:], more, axis=0)]) for rows in (window.numbers, window.anchor))
    numbers[:, CLOCK] = np.minimum(numbers[:, CLOCK], LONGEST_CLOCK)  # the net knows no later time
    sketch = window.keypoints
    if sketch is not None:
        sketch = np.concatenate([sketch, np.repeat(sketch[-1:], more, axis=0)])
    return Window(numbers, sketch, anchor, window.keyframes)


def cut(whole: Window, start: int) -> Window:
    """A window of 17 drawings, or of those that are left, from `start`."""
    span = slice(start, start + WINDOW_FRAMES)
    sketch = None if whole.keypoints is None else whole.keypoints[span]
    known = {place - start: picture for place, picture in whole.keyframes.items() if start <= place < start + WINDOW_FRAMES}
    return Window(whole.numbers[span], sketch, whole.anchor[span], known)


def encode_held(vae: VideoVAE, held: np.ndarray) -> Tensor:
    """Latents (1, C, G, y, x) of drawings uint8 (F, H, W, 3).

    A clip in which nothing moves has the same latent throughout, so a camera at rest costs next to nothing.
    """
    device = vae.latent_mean.device
    if (held == held[:1]).all():
        frames = VideoShape(*held.shape[:3]).latent().frames
        return vae.encode(_video(held[:1], device)).float().expand(-1, -1, frames, -1, -1)
    return vae.encode(_video(held, device)).float()


def _video(frames: np.ndarray, device: torch.device) -> Tensor:
    return video_from_bytes(torch.from_numpy(np.ascontiguousarray(frames))[None].to(device))


def _given(vae: VideoVAE, carried: np.ndarray, window: Window, held: Tensor) -> Conditions:
    """The clean latents of a window anchored at `held`: those of the carried drawings, and a keyframe's, as if it were held
    for the four drawings of its latent frame."""
    device = held.device
    clean = vae.encode(_video(carried, device)).float()  # (1, C, k, y, x)
    latents, given = held.new_zeros(held.shape), torch.zeros(1, held.shape[2], dtype=torch.bool, device=device)
    latents[:, :, : clean.shape[2]], given[:, : clean.shape[2]] = clean, True
    for place, picture in window.keyframes.items():
        frame = -(-place // FRAMES_PER_LATENT)
        if not given[0, frame]:
            still = np.repeat(picture[None], 1 + FRAMES_PER_LATENT, axis=0)
            latents[:, :, frame], given[:, frame] = vae.encode(_video(still, device)).float()[:, :, -1], True
    return conditions(latents, given, held)
