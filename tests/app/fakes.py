"""A small story, its steps by fake makers, and the command line with them installed (`python -m tests.app.fakes COMMAND ...`)."""

from __future__ import annotations

import sys

import generator
from storyboard.look import Kind, Look
from storyboard.sound import Voice
from storyboard.staging import Place
from storyboard.story import Character, Costume, Direction, Line, Presence, Scene, Setting, Shot, Story
from storyboard.ways import KINDS

MODULE = "tests.app.fake_makers"
CHOSEN = (("still", "drawn"), ("still", "tiny"), ("clip", "dit"), ("clip", "drawn"), ("voice", "espeak"), ("music", "synth"))  # ways a story names itself


def story(title: str = "The Lamp", scenes: int = 2, shots: int = 3) -> Story:
    """`scenes` x `shots` shots of two characters, a line in each second shot. Nothing is watched: tests of that turn it on."""
    cast = tuple(Character(id=i, name=i.title(), identity=f"{i} is small", look=Look(kind=next(iter(Kind))), costumes=(Costume(id="day"),)) for i in ("mira", "oto"))
    return Story(
        title=title, premise="a test", characters=cast, settings=(Setting(id="shore", name="Shore", place=next(iter(Place))),),
        scenes=tuple(Scene(id=f"s{n}", setting="shore", shots=tuple(_shot(n, m) for m in range(1, shots + 1))) for n in range(1, scenes + 1)),
        narrator=Voice(), direction=Direction(watch=False),
    )  # fmt: skip


def _shot(scene: int, number: int) -> Shot:
    name = f"s{scene}-{number}"
    lines = (Line(id=f"{name}-a", speaker="mira", text=f"Line {name}.", slot=40),) if number % 2 else ()
    return Shot(id=name, words=f"shot {name}", subjects=(Presence(character="mira"),), lines=lines, frames=72)


def install(into: dict[tuple[str, str], str] | None = None) -> None:
    """Let the fake makers stand for every kind; versions and weights need no files."""
    from app import ways_of

    makers = generator.MAKERS if into is None else into
    for kind in KINDS:
        makers[kind, "fake"] = MODULE
        generator.VERSIONS.setdefault((kind, "fake"), 1)
    ways_of.USUAL |= dict.fromkeys(ways_of.USUAL, "fake")
    for chosen in CHOSEN:
        makers[chosen] = MODULE
        generator.WEIGHTS.pop(chosen, None)


if __name__ == "__main__":
    from app.cli import main

    install()
    sys.exit(main())
