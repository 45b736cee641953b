"""What the commands about sound do: instruments for the score."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from app import instruments
from app.commands import tell
from app.settings import settings


def set_up(given: Namespace) -> int:
    weights = settings().weights
    if given.set_up is not None:
        found = instruments.bring(weights, given.set_up, given.as_)
        words = f"{given.as_} is set up, SHA-256 digest {found.digest[:12]}. A story uses it after `fabula edit STORY --set direction.music={given.as_}`."
        return tell(given, {"name": given.as_, "digest": found.digest, "files": found.files, "source": found.source}, words)
    there = instruments.listed(weights)
    plain = {name: None if one is None else {"digest": one.digest, "source": one.source} for name, one in there.items()}
    rows = ["synth       built in", *(f"{name:11} {'not set up' if one is None else f'{one.digest[:12]}  from {one.source}'}" for name, one in there.items())]
    return tell(given, plain, "\n".join(rows))


COMMANDS: dict[str, Callable[[Namespace], int]] = {"instruments": set_up}
