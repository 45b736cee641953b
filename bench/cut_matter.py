"""What bench.cut cuts: a story of so many shots of 4 s, their clips by our encoder from drawn moving pictures, and four tracks of sound.

Six clips are drawn and stand in turn for all; each shot has a file of its own. The sounds are synthetic: a voice is noise with
syllables, music a few chords, air low noise. What is measured is the cutting, not what is cut.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from generator import wav
from generator.clip_drawn import make as draw
from storyboard.grammar import Camera, Move, Size
from storyboard.look import Look, Outfit
from storyboard.params import ClipParams
from storyboard.sound import SAMPLE_RATE, samples_of
from storyboard.staging import Action, Facing, Place, Staging, Subject, Where
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.take import Media
from storyboard.timing import HANDLE

SIZE = (768, 432)
FRAMES = 96  # of each shot: 4 s
SCENE = 6  # shots in a scene
SLOT = 60  # frames of each line
BLOCK = 30 * SAMPLE_RATE
CHORD = ((220.0, 277.2, 329.6), (221.0, 278.0, 331.0))  # Hz, left and right
SAID = ("Who left you here, little lamp, in all this rain?", "Once a fox went out to find a light.", "Wait, and listen to the river.")
KINDS = (
    (Place.FOREST, "fox", Action.WALK, Move.PAN), (Place.MEADOW, "mouse", Action.WAVE, Move.DOLLY), (Place.HARBOR, "cat", Action.RUN, Move.TRUCK),
    (Place.COTTAGE, "lion", Action.TALK, Move.ZOOM), (Place.MOUNTAIN, "bear", Action.WALK, Move.PEDESTAL), (Place.FOREST, "rabbit", Action.JUMP, Move.STATIC),
)  # fmt: skip


def story(shots: int) -> Story:
    """Every shot dissolves into the next and has a line: a character's or the narrator's, in turn."""
    made = [
        {
            "id": f"shot-{n}", "frames": FRAMES, "transition": "dissolve",
            "lines": [{"id": f"line-{n}", "text": SAID[n % len(SAID)], "slot": SLOT, "speaker": "mira" if n % 2 else None}],
        }
        for n in range(shots)
    ]  # fmt: skip
    scenes = [{"id": f"scene-{at // SCENE}", "setting": "wood", "shots": made[at : at + SCENE]} for at in range(0, shots, SCENE)]
    mira = {"id": "mira", "name": "Mira", "identity": "Mira is a fox.", "look": {"kind": "fox"}, "costumes": [{"id": "day"}]}
    return Story.model_validate(
        {"title": "The Cut", "premise": "A film to be cut", "characters": [mira], "settings": [{"id": "wood", "name": "wood", "place": "forest"}], "scenes": scenes}
    )


def clip(kind: int, folder: Path) -> Media:
    """One of the six, 4 s and its handles, as a maker of clips writes it."""
    place, who, action, move = KINDS[kind]
    subject = Subject(look=Look(kind=who), outfit=Outfit(), action=action, where=Where.CENTER, facing=Facing.CAMERA)
    staging = Staging(place=place, camera=Camera(move=move, amount=0.6), frames=FRAMES // 2 + 2 * HANDLE, size=Size.FULL, subjects=(subject,), place_seed=kind)
    folder.mkdir(parents=True, exist_ok=True)
    return draw(ClipParams(staging=staging, size=SIZE), {}, SimpleNamespace(scratch=folder))


def clips(count: int, folder: Path) -> list[Media]:
    """A clip for each shot."""
    drawn = [clip(kind, folder / str(kind)) for kind in range(len(KINDS))]
    found = []
    for number in range(count):
        source = drawn[number % len(drawn)]
        path = folder / f"clip-{number}.mp4"
        path.unlink(missing_ok=True)
        os.link(source.path, path)
        found.append(Media(path, source.format, source.frames, source.rate, source.width, source.height))
    return found


def sounds(steps: list[Step], folder: Path) -> dict[str, Media]:
    """A wav for each step that makes a sound, by the step's id."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for number, step in enumerate(step for step in steps if step.kind in ("voice", "music", "ambience", "effect")):
        params = step.params.model_dump()
        frames = params.get("slot_frames") or params.get("total_frames") or params.get("frames") or 24
        heard = {"voice": voice, "music": music}.get(step.kind, air)
        with wav.Writer(folder / f"{step.id.replace(':', '-')}.wav", 1 if heard is voice else 2) as out:
            for start in range(0, samples_of(frames), BLOCK):
                at = np.arange(start, min(start + BLOCK, samples_of(frames))) / SAMPLE_RATE
                out.add(heard(at, np.random.default_rng([number, start])))
        found[step.id] = out.media
    return found


def voice(at: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """A buzz with four syllables a second. `at`: seconds (n,)."""
    buzz = np.sign(np.sin(2 * np.pi * 140 * at)) * 0.5 + 0.1 * noise.standard_normal(len(at))
    return 0.25 * buzz * np.clip(np.sin(2 * np.pi * 4 * at), 0, 1)


def music(at: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    """One chord, swelling, [n, 2]."""
    sides = [sum(np.sin(2 * np.pi * tone * at) for tone in tones) for tones in CHORD]
    return np.stack(sides, 1) * 0.08 * (1 + np.sin(0.7 * at))[:, None]


def air(at: np.ndarray, noise: np.random.Generator) -> np.ndarray:
    return 0.02 * noise.standard_normal((len(at), 2))
