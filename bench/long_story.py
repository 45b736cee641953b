"""A film of any number of shots, and a home in which it is made: rows and files as making leaves them, without making them.

The shots are all different, the files are few: what a page costs does not hang on what a picture shows.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from PIL import Image

from app.db.engine import now
from app.db.media import Kept
from app.db.rows import TakeRow, UseRow
from app.db.store import Store
from app.db.stories import Head
from app.db.takes import breadth, recipe
from app.ways_of import ways
from generator import wav
from generator.encode import write_mp4
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.take import Media
from storyboard.watching import Check, Reading, Sort

CAST = (("mira", "fox", "rust"), ("bo", "mouse", "grey"), ("ana", "bear", "brown"), ("tam", "cat", "black"))
PLACES = ("forest", "cottage room", "seashore", "village")
SIZES = ("wide", "full", "medium", "close-up", "insert")
MOVES = ("static", "pan", "dolly", "tilt")
SCENE = 8  # shots
PICTURES = 6
SORTS: tuple[Sort, ...] = ("identity", "count", "action", "camera", "sharpness", "flicker", "freeze", "hole")


def long_story(count: int) -> Story:
    """`count` shots in scenes of SCENE, four characters, a line in every second shot."""
    scenes = [
        {
            "id": f"s{n + 1}", "setting": f"place-{n % len(PLACES)}", "hour": ("day", "night")[n % 2], "beat": f"What happens in part {n + 1}.",
            "shots": [_shot(at) for at in range(n * SCENE, min((n + 1) * SCENE, count))],
        }
        for n in range(-(-count // SCENE))
    ]  # fmt: skip
    return Story.model_validate({
        "title": f"A film of {count} shots", "premise": "Four friends walk around the world", "scenes": scenes,
        "characters": [
            {"id": i, "name": i.title(), "identity": f"{i.title()} is a small {body} {kind}.", "look": {"kind": kind, "body": body},
             "costumes": [{"id": "day", "outfit": {"garment": "coat"}}]} for i, kind, body in CAST
        ],
        "settings": [{"id": f"place-{n}", "name": name, "place": name} for n, name in enumerate(PLACES)],
        "things": [{"id": "lamp", "name": "the lamp", "prop": "lantern"}],
        "limits": {"shots": 10_000, "seconds": 7200},
    })  # fmt: skip


def _shot(at: int) -> dict[str, object]:
    who, other = CAST[at % len(CAST)][0], CAST[(at + 1) % len(CAST)][0]
    name, size = f"s{at // SCENE + 1}-{at % SCENE + 1}", SIZES[at % len(SIZES)]
    lines = [{"id": f"{name}-a", "speaker": who, "text": f"This is shot {at + 1}.", "slot": 30}] if at % 2 else []
    two = [{"character": who, "where": "left", "facing": "to the right"}, {"character": other, "where": "right", "facing": "to the left"}]
    return {
        "id": name, "words": f"{who.title()} goes on, for the {at + 1}th time", "size": size, "frames": 48,
        "camera": {"move": MOVES[at % len(MOVES)]}, "lines": lines, "seeds": {"still": at, "clip": at},
        **({"focus": "lamp"} if size == "insert" else {"subjects": two[: 1 + at % 2]}),
    }  # fmt: skip


def made(store: Store, head: Head, size: str = "default") -> None:
    """Every portrait, still, clip and voice of the film is there, and their readings: takes under their true keys, of a few files in turn."""
    story = store.stories.load(head.id, head.revision)
    plans = ways(size, story.direction, False, store.settings)
    turns = {kind: itertools.cycle(kept) for kind, kept in _files(store, plans.size).items()}
    digests: dict[str, str] = {}
    with store.database.writing() as session:
        there = dict(session.execute(sa.select(TakeRow.key, TakeRow.sha256)).all())  # of other films: the cast is the same
        for step in plan(story, plans):
            if step.kind in turns and all(i.step in digests for i in step.inputs):
                key = step.key(digests)
                digests[step.id] = there.get(key) or next(turns[step.kind]).sha256
                session.add(UseRow(story=head.id, step=step.id, key=key, last=1))
                if key not in there:
                    there[key] = digests[step.id]
                    session.add(_take(step, key, digests))


def _files(store: Store, size: tuple[int, int]) -> dict[str, list[Kept]]:
    """Some plain pictures, a clip of each, and a sound."""
    width, height = size
    found: dict[str, list[Kept]] = {"still": [], "clip": [], "voice": [], "reading": []}
    store.settings.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store.settings.scratch) as folder:
        for number in range(PICTURES):
            across = np.linspace(0, 255, width, dtype=np.uint8)[None, :, None]
            drawn = np.broadcast_to((across // (number + 1)) + np.array([20 * number, 60, 200 - 20 * number], np.uint8), (height, width, 3))
            path = Path(folder) / f"{number}.png"
            Image.fromarray(np.ascontiguousarray(drawn)).save(path)
            found["still"].append(store.bring(Media(path, "png", 1, "0", width, height)))
            found["clip"].append(store.bring(write_mp4(Path(folder) / f"{number}.mp4", [np.ascontiguousarray(drawn)] * 32, "12")))
            reading = Path(folder) / f"{number}.json"
            reading.write_text(_reading(number).model_dump_json())
            found["reading"].append(store.bring(Media(reading, "json")))
        found["voice"].append(store.bring(wav.write(Path(folder) / "voice.wav", np.zeros(44_100, np.float32))))
    return found | {"portrait": found["still"]}


def _reading(number: int) -> Reading:
    """As many checks as a clip's reading has, one of them amiss in every third."""
    words = "What is seen here is as it should be, as far as this reader can tell."
    checks = [Check(sort=sort, holds=bool(number % 3) or at > 0, value=0.9, bound=0.5, words=words) for at, sort in enumerate(SORTS)]
    return Reading(checks=tuple(checks), unread=(words,), score=number / 10)


def _take(step: Step, key: str, digests: dict[str, str]) -> TakeRow:
    made_from = recipe(step, [(i.role, digests[i.step]) for i in step.inputs])
    return TakeRow(
        key=key, kind=step.kind, way=step.way.name, sha256=digests[step.id], width=breadth(step), recipe=made_from, seconds=1.0, worker="", made_at=now(),
    )  # fmt: skip
