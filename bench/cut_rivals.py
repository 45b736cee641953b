"""The same cut by others: one ffmpeg filter graph over all clips, and moviepy composing the whole film in one go.

Both get what our path gets: the clips with their handles, half a second of dissolve at every cut, the voices, music and air at the same
frames, the same lines burned in; and x264 set as ours is. They make no title card and no credits.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.cut_matter import FRAMES, SIZE
from generator.encode import FILM, Quality, ffmpeg
from storyboard.cut import CROSS, TITLE
from storyboard.sound import Placement
from storyboard.timing import HANDLE, Cue

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
CROSSED = CROSS / 24  # seconds
SPARE = 2 * HANDLE - CROSS // 2  # frames of a clip before the first that is seen
STYLE = "PlayResX={0},PlayResY={1},FontSize=24,BorderStyle=4,BackColour=&H80180F12,Outline=1,MarginV=32"


class Matter(NamedTuple):
    """Everything to cut, with where it goes: sounds with their placements, in frames of our film (its title card first)."""

    clips: Sequence[Path]
    sounds: Sequence[tuple[Path, Placement]]
    cues: Sequence[Cue]

    def seconds(self) -> float:
        return len(self.clips) * FRAMES / 24


def coded(quality: Quality, threads: int | None) -> list[str]:
    """x264 as encode.picture_options sets it."""
    told = ["-c:v", "libx264", "-profile:v", "high", "-preset", quality.preset, "-tune", "animation", "-bf", "0", "-crf", str(quality.crf), "-g", "48"]
    return [*told, *(["-threads", str(threads)] if threads else []), "-pix_fmt", "yuv420p"]


def by_ffmpeg(matter: Matter, out: Path, threads: int | None) -> None:
    """One process, one filter_complex. `threads`: of x264; None: as many as it likes."""
    written = out.with_suffix(".srt")
    written.write_text(srt(matter.cues))
    graph = [*pictures(matter, written), *heard(matter)]
    files = [*matter.clips, *(path for path, _ in matter.sounds)]
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-v", "error", "-y", *(part for path in files for part in ("-i", str(path)))]
    script = out.with_suffix(".graph")
    script.write_text(";\n".join(graph))
    command += ["-/filter_complex", str(script), "-map", "[v]", "-map", "[a]", *coded(FILM, threads), "-c:a", "aac", "-b:a", "192k", str(out)]
    subprocess.run(command, check=True)


def pictures(matter: Matter, subtitles: Path) -> list[str]:
    """Every clip on twos and cut to what is seen, dissolved one into the next, lines burned in."""
    count, rows = len(matter.clips), []
    for n in range(count):
        first = SPARE + CROSS // 2 * (n == 0)
        last = 2 * HANDLE + FRAMES + CROSS // 2 * (n < count - 1)
        rows.append(f"[{n}:v]fps=24,trim=start_frame={first}:end_frame={last},setpts=PTS-STARTPTS,settb=1/24[c{n}]")
    for n in range(1, count):
        before = "c0" if n == 1 else f"x{n - 1}"
        rows.append(f"[{before}][c{n}]xfade=transition=fade:duration={CROSSED}:offset={(n * FRAMES - CROSS // 2) / 24:.6f}[x{n}]")
    style = STYLE.format(*SIZE).replace(",", "\\,")
    rows.append(f"[x{count - 1}]subtitles=filename={subtitles}:fontsdir={FONTS}:force_style={style}[v]")
    return rows


def heard(matter: Matter) -> list[str]:
    """Four tracks; music and air are pushed down under the voices; to -16 LUFS."""
    rows, tracks = [], {}
    for n, (_, place) in enumerate(matter.sounds, start=len(matter.clips)):
        start = max(0, place.start_frame - TITLE) * 1000 // 24
        cut = f"atrim=duration={min(place.frames / 24, matter.seconds()):.4f}," if place.frames else ""
        rows.append(f"[{n}:a]{cut}aformat=channel_layouts=stereo,adelay={start}:all=1[s{n}]")
        tracks.setdefault("speech" if place.role in ("voice", "narration") else "rest", []).append(f"[s{n}]")
    for name, parts in tracks.items():
        rows.append(f"{''.join(parts)}amix=inputs={len(parts)}:normalize=0:duration=longest[{name}]")
    rows.append("[speech]asplit[said][key]")
    rows.append("[rest][key]sidechaincompress=threshold=0.03:ratio=6:attack=80:release=450[low]")
    rows.append(f"[said][low]amix=inputs=2:normalize=0:duration=longest,apad,atrim=duration={matter.seconds()},loudnorm=I=-16:TP=-1,aresample=44100[a]")
    return rows


def srt(cues: Sequence[Cue]) -> str:
    def stamp(frame: int) -> str:
        ms = frame * 1000 // 24
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    return "\n".join(f"{n}\n{stamp(c.start - TITLE)} --> {stamp(c.end - TITLE)}\n{c.text}\n" for n, c in enumerate(cues, start=1))


def by_moviepy(matter: Matter, out: Path) -> None:
    """Every clip open, one composition, one writer, as moviepy's own guide does it."""
    from moviepy import AudioFileClip, CompositeAudioClip, CompositeVideoClip, TextClip, VideoFileClip, concatenate_videoclips
    from moviepy.video.fx import CrossFadeIn

    seen = []
    for n, path in enumerate(matter.clips):
        first, last = (SPARE + CROSS // 2 * (n == 0)) / 24, (2 * HANDLE + FRAMES + CROSS // 2 * (n < len(matter.clips) - 1)) / 24
        one = VideoFileClip(str(path)).subclipped(first, last)
        seen.append(one.with_effects([CrossFadeIn(CROSSED)]) if n else one)
    film = concatenate_videoclips(seen, method="compose", padding=-CROSSED)
    font = str(next(p for p in sorted(FONTS.iterdir()) if p.suffix in (".ttf", ".otf")))
    texts = [
        TextClip(font=font, text=c.text, font_size=24, color="white", bg_color=(18, 15, 24, 140))
        .with_start((c.start - TITLE) / 24).with_duration((c.end - c.start) / 24).with_position(("center", 0.86), relative=True)
        for c in matter.cues
    ]  # fmt: skip
    sounds = []
    for path, place in matter.sounds:
        one = AudioFileClip(str(path))
        sounds.append(one.subclipped(0, min(one.duration, matter.seconds())).with_start(max(0, place.start_frame - TITLE) / 24))
    whole = CompositeVideoClip([film, *texts]).with_audio(CompositeAudioClip(sounds)).with_duration(matter.seconds())
    told = ["-profile:v", "high", "-tune", "animation", "-bf", "0", "-crf", str(FILM.crf), "-g", "48"]
    whole.write_videofile(
        str(out), fps=24, codec="libx264", preset=FILM.preset, threads=1, audio_codec="aac", audio_bitrate="192k", ffmpeg_params=told, logger=None,
        temp_audiofile=str(out.with_suffix(".m4a")),
    )  # fmt: skip
