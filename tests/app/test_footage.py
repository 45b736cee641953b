"""A person's own film as a shot: what comes through the door fitted to the shot, and what is refused in one sentence."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest

from app.footage import Limits, Part, footage
from generator.encode import read_frames
from storyboard.errors import BadInput

SHOT = Part(0.0, 24, (64, 36))


def ffmpeg(*arguments: str) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *arguments], check=True)


def grown(path: Path, *options: str, seconds: float = 2.0, rate: str = "24", size: str = "128x72", more: tuple[str, ...] = ()) -> Path:
    """A film that grows lighter: the grey of a picture tells its time (100 a second from 16)."""
    picture = f"nullsrc=s={size}:r={rate}:d={seconds},format=yuv420p,geq=lum='16+T*80':cb=128:cr=128"
    ffmpeg("-f", "lavfi", "-i", picture, *more, *(options or ("-c:v", "libx264", "-crf", "10")), str(path))
    return path


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def plain(films: Path) -> Path:
    sound = ("-f", "lavfi", "-i", "sine=d=2", "-metadata", "title=SECRET", "-metadata", "location=+48.1+11.5/")
    return grown(films / "plain.mp4", "-c:v", "libx264", "-crf", "10", "-c:a", "aac", more=sound)


def greys(found: Any) -> list[float]:
    return [float(np.asarray(frame)[..., :3].mean()) for frame in read_frames(found.media)]


def test_the_part_a_shot_takes_with_what_lies_before_and_after_it(plain: Path, tmp_path: Path):
    found = footage(plain, Part(0.5, 24, (64, 36)), tmp_path)
    assert (found.media.frames, found.media.rate, found.media.width, found.media.height) == (24 + 16, "24", 64, 36)
    shown = greys(found)
    assert all(b >= a - 1 for a, b in zip(shown, shown[1:], strict=False)) and shown[-1] - shown[0] > 80  # no picture held at either end
    assert abs(shown[8] - (16 + 0.5 * 80 - 16) * 255 / 219) < 4  # the shot begins where it was asked to
    assert found.remarks == ("its sound is not taken",)
    data = found.media.path.read_bytes()
    assert b"SECRET" not in data and b"11.5" not in data
    again = footage(plain, Part(0.5, 24, (64, 36)), tmp_path)
    assert again.media.path.read_bytes() == data


def test_a_film_that_is_too_short_holds_its_last_picture(plain: Path, tmp_path: Path):
    found = footage(plain, Part(1.5, 48, (64, 36)), tmp_path)
    shown = greys(found)
    assert found.media.frames == 64 and max(shown[-40:]) - min(shown[-40:]) < 2
    assert found.remarks[1] == "it ends 1.5 s before the shot does, and its last picture is held so long"
    begun = greys(footage(plain, SHOT, tmp_path))
    assert max(begun[:8]) - min(begun[:8]) < 2  # nothing lies before its first picture


@pytest.mark.parametrize(
    ("name", "rate", "options"),
    [
        ("a.mov", "30000/1001", ("-c:v", "mjpeg", "-q:v", "2")),
        ("a.mkv", "60", ("-c:v", "libx264",)),
        ("a.webm", "25", ("-c:v", "libvpx", "-b:v", "1M")),
        ("a.avi", "12", ("-c:v", "mpeg4", "-q:v", "2")),
        ("vfr.mkv", "24", ("-vf", "select='not(mod(n\\,3))+lt(n\\,12)'", "-fps_mode", "vfr", "-c:v", "libx264")),
        ("-i a\nb.mp4", "24", ("-c:v", "libx264")),
    ],
)  # fmt: skip
def test_other_containers_and_rates_keep_their_time(films: Path, tmp_path: Path, name: str, rate: str, options: tuple[str, ...]):
    path = films / f"made{len(name)}{Path(name).suffix}"
    grown(path, *options, rate=rate)
    path = path.rename(films / name)
    shown = greys(footage(path, Part(0.5, 24, (64, 36)), tmp_path))
    assert len(shown) == 40 and abs(shown[-9] - shown[8] - 80 * 255 / 219) < 14


def test_turned_wide_and_clear_films(films: Path, tmp_path: Path):
    lying = films / "lying.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=72x64:d=1,format=yuv420p", "-f", "lavfi", "-i", "color=blue:s=72x64:d=1,format=yuv420p", "-filter_complex", "hstack", "-c:v", "libx264", str(films / "b.mp4"))
    ffmpeg("-display_rotation", "90", "-i", str(films / "b.mp4"), "-c", "copy", str(lying))  # a telephone held upright
    top = next(iter(read_frames(footage(lying, Part(0, 24, (64, 144)), tmp_path).media)))
    assert abs(int(top[10, 32, 0]) - int(top[130, 32, 0])) > 150  # red and blue lie one above the other
    ffmpeg("-f", "lavfi", "-i", "color=black@0.0:s=65x41:d=1,format=rgba", "-c:v", "png", str(films / "clear.mov"))
    assert greys(footage(films / "clear.mov", SHOT, tmp_path))[0] > 250


def made(films: Path, name: str) -> Path:
    """A file that is no film for a shot."""
    path = films / name
    texts = {"poem.mp4": b"a poem, renamed\n", "list.mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n/etc/passwd\n", "concat.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n", "empty.mp4": b"",
             "page.mp4": b"<!doctype html><html/>", "picture.mp4": b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "noise.mp4": b"\0\0\0\x18ftypisom" + bytes(range(256)) * 20}  # fmt: skip
    if name in texts:
        path.write_bytes(texts[name])
    elif name == "cut.mp4":
        path.write_bytes((films / "plain.mp4").read_bytes()[:6000])
    elif name == "cut.mkv":
        ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:d=2", "-c:v", "libx264", str(films / "whole.mkv"))
        path.write_bytes((films / "whole.mkv").read_bytes()[: (films / "whole.mkv").stat().st_size // 4])
    elif name == "sound.mp4":
        ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", str(path))
    elif name == "small.mp4":
        grown(path, size="16x16")
    elif name == "codec.avi":
        ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:d=0.2", "-c:v", "zmbv", str(path))
    elif name == "long.mp4":
        ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64:r=1/3600:d=36000", "-c:v", "libx264", str(path))
    elif name == "pipe.mp4":
        os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("poem.mp4", "is text, whatever its name says"), ("list.mp4", "is a playlist"), ("concat.mp4", "is a list of files"), ("page.mp4", "is a web page"), ("empty.mp4", "is empty"),
        ("picture.mp4", "is a picture.*still:ID"), ("noise.mp4", "is damaged or not whole"), ("cut.mp4", "is damaged or not whole"), ("cut.mkv", "is damaged or not whole"),
        ("sound.mp4", "no moving picture"), ("small.mp4", "16x16 pixels"), ("codec.avi", "coded as zmbv"), ("long.mp4", "lasts 10.0 hours"), ("pipe.mp4", "is not a file"), ("none.mp4", "There is no file"),
    ],
)  # fmt: skip
def test_what_is_no_film_is_refused_in_one_sentence(plain: Path, films: Path, tmp_path: Path, name: str, says: str):
    with pytest.raises(BadInput, match=says) as said:
        footage(made(films, name), SHOT, tmp_path)
    assert "\n" not in str(said.value) and not list(tmp_path.glob("own*"))


def test_limits_hold(plain: Path, tmp_path: Path):
    for limits, says in ((Limits(size=100), "larger"), (Limits(pixels=1000), "128x72 pixels"), (Limits(length=1), "lasts"), (Limits(memory=50 * 2**20), "damaged|decoded")):
        with pytest.raises(BadInput, match=says):
            footage(plain, SHOT, tmp_path, limits)
    with pytest.raises(BadInput, match="lasts 2.0 s; nothing of it is left from 9 s on"):
        footage(plain, Part(9, 24, (64, 36)), tmp_path)
