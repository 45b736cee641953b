"""The finished film in other containers: WebM (VP9 and Opus), GIF, and its sound alone (MP3, M4A). Every file's pictures or seconds are counted
before it takes its name. The same film gives the same bytes: one thread, bit-exact flags, no dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.encode import count_frames, run
from storyboard import cut
from storyboard.errors import Missing, StepFailed
from storyboard.story import Story
from storyboard.timing import RATE

QUIET = ("-loglevel", "error")
READ = ("-threads", "1", "-filter_threads", "1", "-protocol_whitelist", "file,pipe")
EXACT = ("-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
VIDEO = ("-c:v", "libvpx-vp9", "-crf", "31", "-b:v", "0", "-deadline", "good", "-cpu-used", "4", "-row-mt", "0", "-g", "240", "-pix_fmt", "yuv420p")
SOUNDS = {"webm": ("-c:a", "libopus", "-b:a", "112k"), "mp3": ("-c:a", "libmp3lame", "-q:a", "2", "-id3v2_version", "3"), "m4a": ("-c:a", "copy", "-f", "ipod")}
PIECES, PIECE = 8, 36  # a GIF shows at most so many shots, at most so many frames (1.5 s) of each
WIDTHS = (480, 400, 320, 240)  # of a GIF, tried in turn until it is no larger than MOST
MOST = 8_000_000  # bytes that most messengers and pages take
LATE = 0.15  # seconds that a sound may be longer or shorter than its film: a codec's padding


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    """In the format of the path's ending. Missing when there is no film."""
    film = (media or {}).get("film:film")
    if film is None:
        raise Missing(f"There is no finished film of {story.title!r} as it is now, in this size. Make it with `fabula film` and ask again.")
    named = path.suffix.removeprefix(".")
    if named == "mp4":
        path.write_bytes(film.read_bytes())
    elif named == "gif":
        _gif(story, film, path)
    else:
        _encoded(story, film, path, named)


def _encoded(story: Story, film: Path, path: Path, named: str) -> None:
    frames = cut.total_frames(story)
    picture = ("-map", "0:v:0", *VIDEO) if named == "webm" else ("-vn", "-map_chapters", "-1")
    run([*QUIET, *READ, "-i", str(film), *picture, "-map", "0:a:0?", *SOUNDS[named], *EXACT, "-map_metadata", "0", "-metadata", f"title={story.title}", str(path)], path.name)
    if named == "webm":
        _held(path, count_frames(path, "matroska"), frames)
    else:
        found, wanted = _seconds(path), float(frames / RATE)
        if abs(found - wanted) > LATE:
            raise StepFailed(f"{path.name} lasts {found:.2f} s where the film lasts {wanted:.2f} s. Export it again.")


def _gif(story: Story, film: Path, path: Path) -> None:
    """A moment of each of some shots, 12 pictures a second, in colours chosen for just these pictures."""
    spans = glimpses(story)
    chosen = "+".join(f"between(n,{first},{after - 1})*not(mod(n-{first},2))" for first, after in spans)
    for width in WIDTHS:
        shrunk = f"select='{chosen}',setpts=N/12/TB,scale='min({width},iw)':-2:flags=lanczos,split[a][b]"
        palette = "[a]palettegen=max_colors=224:stats_mode=diff[p];[b][p]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
        run([*QUIET, *READ, "-i", str(film), "-an", "-vf", f"{shrunk};{palette}", "-r", "12", *EXACT, "-f", "gif", str(path)], path.name)
        if path.stat().st_size <= MOST:
            break
    _held(path, count_frames(path, "gif"), sum(-(-(after - first) // 2) for first, after in spans))


def glimpses(story: Story) -> list[tuple[int, int]]:
    """Frames [first, after) of the film that its GIF shows: the middle of PIECES shots, evenly from the first to the last."""
    shots = list(cut.picture(story))
    count = min(PIECES, len(shots))
    chosen = [shots[round(k * (len(shots) - 1) / max(1, count - 1))] for k in range(count)]
    spans = []
    for one in chosen:
        length = min(PIECE, one.shot.shown)
        first = one.start + (one.shot.shown - length) // 2
        spans.append((first, first + length))
    return spans


def _held(path: Path, found: int, wanted: int) -> None:
    if found != wanted:
        raise StepFailed(f"{path.name} holds {found} pictures where {wanted} were written. Export it again.")


def _seconds(path: Path) -> float:
    """How long a sound plays, decoded to its end."""
    words = run([*READ, "-i", str(path), "-map", "0:a:0", "-f", "null", "-"], path.name)
    times = re.findall(r"time=(\d+):(\d+):(\d+\.\d+)", words)
    return sum(float(part) * unit for part, unit in zip(times[-1], (3600, 60, 1), strict=True)) if times else 0.0
