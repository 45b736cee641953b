"""A cut with its media in one zip, so that it opens on another machine: clips at the film's rate, sounds as they are, subtitles, a report.

The drawings of a clip are held on twos (12 a second), which no editing program counts in; in a package each clip has a frame for every frame
of the film, so that every in and out point falls on one.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from app.exchange.cutlist import Cutlist, Files
from storyboard.errors import StepFailed
from storyboard.story import Story
from storyboard.timing import RATE

EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every entry: the same cut gives the same bytes
CRF = 12  # near to lossless: this is what is cut and encoded again


class Package:
    """The media of a cut, laid out under names that people can read. A context: what was made for it is gone after."""

    def __init__(self, cuts: Cutlist, files: Files, beside: Path):
        self._cuts, self._given = cuts, files
        self._folder = tempfile.TemporaryDirectory(prefix=".part-media-", dir=beside)
        self.files: dict[str, Path] = {}  # by their names in the package
        self.names: dict[str, str] = {}  # step id -> that name

    def __enter__(self) -> Package:
        try:
            lengths = {shown.step: shown.available for shown in self._cuts.pictures if shown.shot is not None}
            wanted = [*lengths, *(one.step for track in self._cuts.tracks for one in track.sounds), "mix:film", "film:film"]
            for step in dict.fromkeys(wanted):
                if (file := self._given.get(step)) is not None:
                    self.names[step] = name = f"media/{step.replace(':', '-')}{file.suffix}"
                    self.files[name] = self._counted(file, step, lengths[step]) if step in lengths else file
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    def texts(self, story: Story, named: str) -> dict[str, str]:
        """What lies beside the cut: subtitles, and what the format could not say."""
        from app.exchange.losses import report, unrepresented
        from app.exchange.subtitles import srt

        found = {"report.txt": report(unrepresented(story, self._cuts, self._given, named))}
        return found | ({"subtitles.srt": srt(story)} if self._cuts.cues else {})

    def _counted(self, file: Path, step: str, frames: int) -> Path:
        """The clip with a frame for each of the film's: itself, if it has them."""
        from generator.encode import PLAIN, QUIET, count_frames, run

        if file.suffix != ".mp4" or count_frames(file) >= frames:
            return file
        made = Path(self._folder.name) / f"{step.replace(':', '-')}.mp4"
        encoding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(CRF), "-pix_fmt", "yuv420p", "-threads", "1", "-g", str(RATE), *PLAIN]
        run([*QUIET, "-i", str(file), "-an", "-vf", f"fps={RATE}", *encoding, str(made)], made.name)
        if (found := count_frames(made)) < frames:
            raise StepFailed(f"The clip {step} has {found} frames at {RATE} a second; its shot needs {frames}. Make the clip again, then export.")
        return made


def zipped(path: Path, texts: Mapping[str, str], files: Files) -> None:
    """One zip, nothing packed smaller: pictures and sounds would not become so. Texts first."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for name, text in texts.items():
            packed.writestr(_entry(name), text.encode("utf-8"))
        for name, file in sorted(files.items()):
            entry = _entry(name)
            entry.file_size = file.stat().st_size
            with file.open("rb") as source, packed.open(entry, "w") as target:
                while piece := source.read(2**20):
                    target.write(piece)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o644 << 16
    return entry
