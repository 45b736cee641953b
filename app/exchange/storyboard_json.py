"""The storyboard as JSON for other programs: the film's frames and rate, its scenes, and a panel per shot with picture and caption."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storyboard import cut
from storyboard.cut import Picture
from storyboard.story import Story
from storyboard.timing import RATE


def write(story: Story, path: Path, media: Mapping[str, Path] | None = None) -> None:
    path.write_text(json.dumps(board(story, media or {}), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def board(story: Story, media: Mapping[str, Path]) -> dict[str, Any]:
    """Times are frames from the film's first at `rate` a second; files are names, never folders of this machine."""
    panels = [panel(story, shown, media) for shown in cut.picture(story)]
    scenes = [
        {"id": s.scene.id, "start": s.start, "frames": s.frames, "beat": s.scene.beat, "place": story.setting(s.scene.setting).name,
         "hour": str(s.scene.hour), "weather": str(s.scene.weather), "mood": str(s.scene.mood)}
        for s in cut.stretches(story)
    ]  # fmt: skip
    return {
        "title": story.title, "logline": story.logline, "language": story.language, "rate": str(RATE),
        "frames": cut.total_frames(story), "scenes": scenes, "panels": panels,
    }  # fmt: skip


def panel(story: Story, shown: Picture, media: Mapping[str, Path]) -> dict[str, Any]:
    shot = shown.shot
    files = {kind: media[f"{kind}:{shot.id}"].name for kind in ("still", "clip") if f"{kind}:{shot.id}" in media}
    lines = [
        {
            "speaker": line.speaker and story.character(line.speaker).name,
            "text": line.text,
            "start": shown.start + start,
            "frames": line.slot,
        }
        for line, start in cut.heard(shot)
    ]
    return {
        "shot": shot.id, "scene": shown.scene.id, "start": shown.start, "frames": shot.shown, "words": shot.words,
        "size": str(shot.size), "angle": str(shot.angle), "lens": str(shot.lens), "camera": shot.camera.words(),
        "transition": str(shown.transition), "cast": [story.character(p.character).name for p in shot.subjects], "lines": lines, **files,
    }  # fmt: skip
