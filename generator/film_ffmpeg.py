"""The finished film: title card, scenes, credits, joined without encoding the scenes again, under the mix as AAC; with its chapters, and
what it says of itself (film_metadata.py).

The cards are encoded as the scenes are; a scene whose codec settings differ all the same is encoded again, the others are copied.
The sound is encoded first and listened to: an AAC encoder overshoots, so its level is lowered until its true peak keeps CEILING.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from generator import film_metadata
from generator.cards import credits_card, title_card
from generator.encode import EXACT, FILM, PLAIN, count_frames, read_frames, run, working_name, write_mp4
from generator.finish import Finisher
from generator.planar import from_rgb
from generator.roll import rolling
from storyboard.errors import BadInput, StepFailed
from storyboard.finish import FinishParams
from storyboard.params import FilmParams
from storyboard.take import Media
from storyboard.timing import RATE

CEILING = -1.0  # dBTP of the finished film's sound
TRIES = 4
BITRATE = "192k"
CODER = ("-aac_coder", "fast")  # half the time; on a film's mix at this rate it is within 0.1 dB of the thorough one (bench.cut says how fast)
LOCAL = ("-protocol_whitelist", "file,pipe")


def make(params: FilmParams, inputs: Mapping[str, tuple[Media, ...]], rig: Any) -> Media:
    """The film as one mp4. `inputs`: {"scene": the scenes in order, "mix": the sound of the whole film, or none}."""
    folder: Path = rig.scratch
    scenes, mixes = inputs.get("scene", ()), inputs.get("mix", ())
    total = params.title_frames + sum(scene.frames for scene in scenes) + params.credits_frames
    check(params, scenes, mixes, total)
    sound = [folder / "sound.mp4"] if mixes else []
    kept = [*sound]
    try:
        with ThreadPoolExecutor(1) as beside:  # the sound is encoded by a child of ours while the cards are drawn
            coded = [beside.submit(encoded_sound, mix, total, path) for mix, path in zip(mixes, sound, strict=False)]
            pictures = [*_card("title", finished(title_card(params), params), params.title_frames, folder), *scenes]
            pictures += _card("credits", finished(rolling(params) if params.roll else credits_card(params), params), params.credits_frames, folder)
            kept += [m.path for m in pictures if m.path.parent == folder and m not in scenes]
            parts = alike(pictures, params, folder)
            kept += [m.path for m in parts if m not in pictures]
            for one in coded:
                one.result()
        return joined(parts, sound, (params, film_metadata.recipe(params, inputs)), folder / "film.mp4")
    finally:
        for path in kept:
            path.unlink(missing_ok=True)


def check(params: FilmParams, scenes: Sequence[Media], mixes: Sequence[Media], total: int) -> None:
    """BadInput where scenes or mix cannot make this film."""
    if not scenes:
        raise BadInput("The film was given no scenes. Make at least one scene first.")
    for number, scene in enumerate(scenes, start=1):
        found = count_frames(scene.path)
        if found != scene.frames:
            raise BadInput(f"Scene {number} ({scene.path.name}) should hold {scene.frames} frames and holds {found}. Make the scene again.")
    for mix in mixes:
        frames = mix.frames * RATE / Fraction(mix.rate)
        if abs(frames - total) > 1:
            raise BadInput(f"The mix lasts {float(frames):.1f} frames and the picture {total}. Make the mix again.")


def finished(frames: Iterable[np.ndarray], params: FilmParams) -> Iterable[np.ndarray]:
    """A card's frames in the film's look."""
    if params.finish == FinishParams():
        return frames
    finisher = Finisher(params.finish, params.size)
    return (finisher.over(from_rgb(frame), at) for at, frame in enumerate(frames))


def _card(name: str, frames: Iterable[Any], count: int, folder: Path) -> list[Media]:
    return [write_mp4(folder / f"{name}.mp4", frames, str(RATE), FILM)] if count else []


def alike(pictures: Sequence[Media], params: FilmParams, folder: Path) -> list[Media]:
    """The same pictures, all in one codec setting (the first's): those that differ are encoded again."""
    wanted = codec(pictures[0].path)
    found = []
    for number, media in enumerate(pictures):
        if codec(media.path) != wanted:
            frames = read_frames(media, str(RATE), params.size, planar=True)
            media = write_mp4(folder / f"part-{number}.mp4", frames, str(RATE), FILM)
        found.append(media)
    return found


def codec(path: Path) -> bytes:
    """The decoder's settings as the file states them (avcC of ISO/IEC 14496-15: profile, level, SPS and PPS) and the clock's ticks."""
    head = path.read_bytes() if path.stat().st_size < 1 << 20 else _head(path)
    at = head.find(b"avcC")
    clock = head.find(b"mdhd")
    size = int.from_bytes(head[at - 4 : at], "big") if at >= 4 else 0
    return head[at : at + size - 4] + head[clock + 16 : clock + 20]


def _head(path: Path) -> bytes:
    """The file up to its pictures (our files have their index first)."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
        return head if b"avcC" in head else head + file.read()


def encoded_sound(mix: Media, total: int, path: Path) -> Path:
    """The mix as AAC of exactly the film's length, its true peak at most CEILING."""
    seconds = f"{float(total / RATE):.6f}"
    gain, heard = 0.0, 0.0
    for _ in range(TRIES):
        shape = f"volume={gain:.2f}dB,apad" if gain else "apad"
        options = ["-i", str(mix.path), "-map", "0:a:0", "-af", shape, "-t", seconds, "-c:a", "aac", *CODER, "-b:a", BITRATE, "-ac", "2"]
        run(["-loglevel", "error", "-threads", "1", "-filter_threads", "1", *LOCAL, *options, *PLAIN, "-f", "mp4", str(path)], path.name)
        heard = true_peak(path)
        if heard <= CEILING:
            return path
        gain += CEILING - heard - 0.1
    raise StepFailed(
        f"The film's sound still peaks at {heard:.1f} dBTP after {TRIES} tries (at most {CEILING}). Make the mix again, quieter."
    )


class Loudness(NamedTuple):
    """How a film sounds after decoding (ITU-R BS.1770-4): integrated LUFS, and the true peak in dBTP, four times oversampled; -inf for silence."""

    lufs: float
    dbtp: float


def true_peak(path: Path) -> float:
    return loudness(path).dbtp


def loudness(path: Path) -> Loudness:
    """Of a file's sound. StepFailed when it has none."""
    words = run(
        [*LOCAL, "-threads", "1", "-i", str(path), "-map", "0:a:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"], path.name
    )
    levels = re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", words)
    peaks = re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", words)
    if not levels or not peaks:
        raise StepFailed(f"The sound of {path.name} could not be measured. Make the mix again.")
    return Loudness(float(levels[-1]), float(peaks[-1]))


def joined(parts: Sequence[Media], sound: Sequence[Path], told: tuple[FilmParams, str], path: Path) -> Media:
    """Pictures one after another and the sound beside them, copied, as a streamable mp4 that says what it is. `told`: the params, and the
    digest of what the film is made from."""
    params, made_from = told
    script, words, part = path.with_suffix(".txt"), path.with_suffix(".ffmetadata"), working_name(path)
    total = sum(media.frames for media in parts)
    try:
        script.write_text(listing(parts), encoding="utf-8")
        words.write_text(film_metadata.listed(params), encoding="utf-8")
        options = ["-loglevel", "error", *LOCAL, "-f", "concat", "-safe", "0", "-i", str(script)]
        options += [item for file in sound for item in ("-i", str(file))]
        options += ["-f", "ffmetadata", "-i", str(words), "-map", "0:v:0", *(["-map", "1:a:0"] if sound else []), "-c", "copy", *EXACT]
        options += ["-map_metadata", str(1 + len(sound)), "-map_chapters", str(1 + len(sound))]
        run([*options, "-movflags", "+faststart", "-f", "mp4", str(part)], path.name)
        found = count_frames(part)
        if found != total:
            raise StepFailed(f"The film holds {found} frames where {total} were joined. Make it again.")
        film_metadata.append_xmp(part, params.title, made_from)
        part.replace(path)
    finally:
        script.unlink(missing_ok=True)
        words.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    width, height = params.size
    return Media(path=path, format="mp4", frames=total, rate=str(RATE), width=width, height=height)


def listing(parts: Sequence[Media]) -> str:
    """ffmpeg's list of files, each with its exact length, so that rounding never adds up."""
    rows = ["ffconcat version 1.0"]
    for media in parts:
        name = str(media.path.resolve()).replace("'", r"'\''")
        rows += [f"file '{name}'", f"duration {float(media.frames / RATE):.6f}"]
    return "\n".join(rows) + "\n"
