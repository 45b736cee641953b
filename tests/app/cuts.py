"""A story that has everything a cut can have, and small real media for it."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

from generator.encode import run
from storyboard.plan import plan
from storyboard.sound import samples_of
from storyboard.story import Story
from storyboard.timing import drawings
from storyboard.ways import KINDS, Way, Ways

SIZE = (64, 36)
SHA = "a" * 64


def everything(tale: Story) -> Story:
    """A wipe, a dissolve, fades inside and at the beginning of a scene, trims, pictures given for the middle, a part made anew, a film of
    one's own, levels, burned subtitles in two scripts."""
    tree: dict[str, Any] = tale.model_dump(mode="json")
    first, second = (scene["shots"] for scene in tree["scenes"])
    first[0]["lines"][0]["text"] = 'Once a fox <went> out & "sought" 光。'
    first[1] |= {"transition": "wipe", "trim": {"begin": 5, "end": 9}, "pins": {"still": None, "last": None, "clip": SHA}}
    first[2] |= {"transition": "fade", "keyframes": [{"frame": 24, "picture": SHA}]}
    second[1] |= {"trim": {"begin": 0, "end": 7}, "retake": {"begin": 10, "end": 30, "base": SHA, "of": SHA}}
    tree["levels"] |= {"music": -3.5, "dialogue": 2.0}
    tree |= {"finish": {"stock": "16 mm"}, "openings": "place and time"}
    return Story.model_validate(tree)


def media(story: Story, folder: Path) -> dict[str, Path]:
    """A file for every step that a cut shows or plays: clips of 12 drawings a second, sounds as long as their steps say."""
    found: dict[str, Path] = {}
    shots = {f"clip:{shot.id}": drawings(shot) for shot in story.shots}
    for step in plan(story, Ways(**{kind: Way(name="test") for kind in KINDS if kind != "reading"}, size=SIZE)):
        path = folder / f"{step.id.replace(':', '-')}"
        if step.id in shots or step.kind == "film":
            found[step.id] = path.with_suffix(".mp4")
            rate, count = (12, shots[step.id]) if step.id in shots else (24, total(story))
            run(["-f", "lavfi", "-i", f"testsrc=s={SIZE[0]}x{SIZE[1]}:r={rate}", "-frames:v", str(count), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(found[step.id])], step.id)
        elif step.kind not in ("portrait", "still", "clip", "scene"):
            found[step.id] = path.with_suffix(".wav")
            params = step.params
            frames = next((getattr(params, name) for name in ("slot_frames", "total_frames", "frames") if hasattr(params, name)), 24)
            with wave.open(str(found[step.id]), "wb") as opened:
                opened.setparams((1, 2, 44_100, 0, "NONE", ""))
                opened.writeframes(bytes(2 * samples_of(frames)))
    return found


def total(story: Story) -> int:
    from storyboard.cut import total_frames

    return total_frames(story)
