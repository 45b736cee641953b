"""What a storyboard's panel says of a shot, as values; the page draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.exchange.shotlist import speaker_of, timecode
from storyboard import cut
from storyboard.grammar import Camera, Lens
from storyboard.story import Story
from storyboard.timing import seconds_of


class Panel(NamedTuple):
    """One shot. `still`: its first picture, None while there is none; `shape`: of its pictures; `move`: the camera's."""

    number: int
    scene: str
    time: str
    framing: str
    transition: str
    words: str
    lines: tuple[tuple[str, str], ...]
    sounds: str
    move: Camera
    still: Path | None
    shape: tuple[int, int] = (16, 9)


def panels(story: Story, media: Mapping[str, Path]) -> Iterator[Panel]:
    numbers = {scene.id: number for number, scene in enumerate(story.scenes, start=1)}
    for number, shown in enumerate(cut.picture(story), start=1):
        scene, shot = shown.scene, shown.shot
        weather = "" if str(scene.weather) == "clear" else f", {scene.weather}"
        framing = [str(shot.size), str(shot.angle), *([] if shot.lens is Lens.NORMAL else [str(shot.lens)]), shot.camera.words(), f"{shot.shown} frames"]
        yield Panel(
            number=number, scene=f"Scene {numbers[scene.id]}: {story.setting(scene.setting).name}, {scene.hour}{weather}",
            time=f"{timecode(shown.start)} · {seconds_of(shot.shown):.1f} s", framing=" · ".join(framing).capitalize(),
            transition=str(shown.transition), words=shot.words, lines=tuple((speaker_of(story, line), line.text) for line in shot.lines),
            sounds=", ".join(shot.sounds), move=shot.camera, still=media.get(f"still:{shot.id}"),
        )  # fmt: skip
