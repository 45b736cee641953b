"""Facts of a finished film, measured from the file itself: streams, length, loudness, held pictures."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np


def ffmpeg(*arguments: str) -> str:
    """What the bundled ffmpeg says on stderr."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def streams(path: Path) -> dict[str, object]:
    """Codecs, size, rate and seconds."""
    said = ffmpeg("-i", str(path))
    video = re.search(r"Video: (\w+).*?, (\d+)x(\d+).*?, ([\d.]+) fps", said)
    audio = re.search(r"Audio: (\w+)", said)
    hours, minutes, seconds = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said).groups()  # type: ignore[union-attr]
    return {
        "video": video[1] if video else None,
        "size": f"{video[2]}x{video[3]}" if video else None,
        "fps": float(video[4]) if video else None,
        "audio": audio[1] if audio else None,
        "seconds": int(hours) * 3600 + int(minutes) * 60 + float(seconds),
    }


def loudness(path: Path) -> dict[str, float]:
    """Integrated loudness (LUFS) and true peak (dBTP), EBU R128 by ffmpeg's ebur128."""
    said = ffmpeg("-i", str(path), "-filter_complex", "ebur128=peak=true", "-f", "null", "-")
    summary = said[said.rindex("Summary:") :]
    return {
        "lufs": float(re.search(r"I:\s+(-?[\d.]+) LUFS", summary)[1]),  # type: ignore[index]
        "dbtp": float(re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)[1]),  # type: ignore[index]
    }


def frames(path: Path, width: int = 192, height: int = 108) -> np.ndarray:
    """The film small and grey: uint8 [F, height, width]."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", str(path)]
    command += ["-vf", f"scale={width}:{height}:flags=area,format=gray", "-f", "rawvideo", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.uint8).reshape(-1, height, width)


def longest_held(pictures: np.ndarray, tolerance: float = 0.15) -> int:
    """Frames of the longest run in which the picture differs from the run's first by under `tolerance` grey levels on average.

    The tolerance is below what one subtle motion (a blink at 192x108) makes and above what the codec alone makes.
    """
    longest = run = 1
    first = pictures[0].astype(np.int16)
    for picture in pictures[1:]:
        if np.abs(picture - first).mean() < tolerance:
            run += 1
        else:
            first, run = picture.astype(np.int16), 1
        longest = max(longest, run)
    return longest
