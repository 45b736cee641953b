"""What helps against what the watcher found: a sentence, and the command that does it. Findings edit nothing by themselves."""

from __future__ import annotations

from typing import NamedTuple

from storyboard.story import Scene, Shot, Story
from storyboard.watching import Check

AGAIN = "Another action, camera or size helps most; a new seed changes little."
SAY_AGAIN = "Another take of the line may do better."
CHOSEN = "It was chosen by a person: choose another take, or none."
DRAWN = "It is drawn exactly as its fields say: change the shot."
RESUBTITLE = "Give the line fewer words, or its shot more time."
RECUT = "Begin the shot with another transition, trim it, or make another take of it."
REMIX = "Set the levels of voices, music and sounds."
LISTEN = "Listen there: another take of what is heard there may do better."
ANOTHER = ("clip", "voice")  # kinds of steps that another seed makes otherwise


class Remedy(NamedTuple):
    """What helps, in words; `command`: behind `fabula`, with {story} for the story ("": there is none); `step`: whose other take it asks for."""

    words: str
    command: str = ""
    step: str = ""


def remedy(story: Story, step: str, check: Check, shot: Shot | None) -> Remedy:
    """What helps against a check that does not hold. `shot`: where it is seen or heard."""
    kind, _, name = step.partition(":")
    if kind == "clip" and shot is not None:
        if shot.pins.clip or (check.sort in ("sharpness", "flicker") and shot.pins.still):
            return Remedy(CHOSEN, f"takes {{story}} --step {step} --choose none")
        return Remedy(AGAIN, f"takes {{story}} --step {step} --another", step) if story.direction.clip != "drawn" else Remedy(DRAWN)
    if kind == "voice":
        line = next((one for one in shot.lines if one.id == name), None) if shot else None
        if line is not None and line.pin:
            return Remedy(CHOSEN, f"takes {{story}} --step {step} --choose none")
        return Remedy(SAY_AGAIN, f"takes {{story}} --step {step} --another", step)
    if check.sort == "subtitle":
        line = next(iter(shot.lines), None) if shot else None
        return Remedy(RESUBTITLE, f"edit {{story}} --set line:{line.id}.text=..." if line else "")
    if check.sort in ("cut", "seam", "freeze"):
        return Remedy(RECUT, f"edit {{story}} --set shot:{shot.id}.transition=dissolve" if shot else "")
    if check.sort == "loudness":
        return Remedy(REMIX, "edit {story} --set story.levels.music=-3")
    return Remedy(LISTEN)


def shot_of(story: Story, step: str, check: Check) -> Shot | None:
    """Where in the film it is: the shot of a clip or a line; of a scene or the whole film the one that is on the screen then. None: nowhere."""
    kind, _, name = step.partition(":")
    if kind == "clip":
        return next((one for one in story.shots if one.id == name), None)
    if kind == "voice":
        return next((shot for shot in story.shots if any(line.id == name for line in shot.lines)), None)
    scene: Scene | None = next((one for one in story.scenes if one.id == name), None) if kind == "scene" else None
    return None if check.at is None else _at(scene.shots if scene else story.shots, check.at[0])


def _at(shots: tuple[Shot, ...], frame: int) -> Shot | None:
    """The shot that is on the screen at a frame, counted from the first shot's first."""
    for shot in shots:
        if frame < shot.shown:
            return shot
        frame -= shot.shown
    return None
