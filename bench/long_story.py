"""A film of any number of shots, and a home in which it is made: rows and files as making leaves them, without making them.

The shots are all different, the files are few: what a page costs does not hang on what a picture shows.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import sqlalchemy as sa

from app.db.engine import now
from app.db.media import Kept
from app.db.rows import TakeRow, UseRow
from app.db.store import Store
from app.db.stories import Head
from app.db.takes import breadth, recipe
from app.ways_of import ways
from storyboard.plan import Step, plan
from storyboard.story import Story
from storyboard.take import Media

CAST = (("mira", "fox", "rust"), ("bo", "mouse", "grey"), ("ana", "bear", "brown"), ("tam", "cat", "black"))
PLACES = ("forest", "cottage room", "seashore", "village")
SIZES = ("wide", "full", "medium", "close-up", "insert")
MOVES = ("static", "pan", "dolly", "tilt")
SCENE = 8  # shots


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


def made(store: Store, head: Head, pictures: list[Path], clips: list[Path]) -> None:
    """Every portrait, still, clip and voice of the film is there: takes under their true keys, of these few files in turn."""
    story = store.stories.load(head.id, head.revision)
    files = {"still": [_kept(store, p) for p in pictures], "clip": [_kept(store, p) for p in clips]}
    files["portrait"] = files["still"]
    turns = {kind: itertools.cycle(kept) for kind, kept in files.items()}
    digests: dict[str, str] = {}
    with store.database.writing() as session:
        for step in plan(story, ways("default", story.direction, False, store.settings.path)):
            if step.kind in turns:
                digests[step.id] = next(turns[step.kind]).sha256
                _row(session, step, digests, head.id)


def _kept(store: Store, path: Path) -> Kept:
    from app.db.media import decode

    frames, width, height = decode(path) if path.suffix == ".mp4" else (1, *_png_size(path))
    media = Media(path, "mp4" if path.suffix == ".mp4" else "png", frames, "12" if path.suffix == ".mp4" else "0", width, height)
    return store.bring(media)


def _png_size(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _row(session: sa.orm.Session, step: Step, digests: dict[str, str], story: str) -> None:
    key = step.key(digests)
    inputs = [(i.role, digests[i.step]) for i in step.inputs]
    session.add(TakeRow(
        key=key, kind=step.kind, way=step.way.name, sha256=digests[step.id], width=breadth(step), recipe=recipe(step, inputs),
        seconds=1.0, worker="", made_at=now(),
    ))  # fmt: skip
    session.add(UseRow(story=story, step=step.id, key=key, last=1))
