"""What the command about weights does: what a person set up beside what is built in, setting one up, reading them whole."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app import weights
from app.commands import tell
from app.settings import settings
from generator import BROUGHT
from generator.checkpoints import LORA
from storyboard.errors import BadInput, FabulaError

KINDS = {name: (kind, way) for (kind, way), name in BROUGHT.items()}


def run(given: Namespace) -> int:
    folder = settings().weights
    if given.as_ and not given.set_up:
        raise BadInput("--as says what --set-up brings: give both.")
    if given.set_up:
        return _set_up(given, folder)
    if given.check:
        read = weights.checked(folder, _say)
        return tell(given, {"whole": read}, f"{', '.join(read)}: every file is as it was set up." if read else "Nothing is set up.")
    there = {name: (one, what(folder, name) if one else "") for name, one in weights.listed(folder).items()}
    plain = {name: None if one is None else {"digest": one.digest, "source": one.source, "what": words} for name, (one, words) in there.items()}
    rows = [f"{name:11} {'not set up' if one is None else f'{one.digest[:12]}  {words}{chr(32) * 2 if words else str()}from {one.source}'}" for name, (one, words) in there.items()]
    return tell(given, plain, "\n".join([*rows, "Set one up: `fabula weights --set-up FILE|FOLDER --as NAME` (a LoRA: --as lora-NAME)."]))


def what(folder: Path, name: str) -> str:
    """In words, what is set up as `name`; of what cannot be told, why."""
    from generator.published.whole import told

    try:
        return told(folder / name, name)
    except FabulaError as error:
        return f"unusable: {error}"


def _set_up(given: Namespace, folder: Path) -> int:
    found = weights.bring(folder, given.set_up, given.as_ or "", _say)
    name = Path(found.name).stem
    told = what(folder, name)
    words = f"{name} is set up{f': {told}' if told else ''}, SHA-256 digest {found.digest[:12]}. {_next(name)}"
    return tell(given, {"name": name, "digest": found.digest, "files": found.files, "source": found.source, "what": told}, words)


def _next(name: str) -> str:
    if name in KINDS:
        kind, way = KINDS[name]
        return f"A story uses it after `fabula edit STORY --set story.direction.{kind}={way}`."
    told = f'[{{"name": "{name.removeprefix(LORA)}", "strength": 1.0}}]'
    return f"Clips by Wan use it after `fabula edit STORY --set 'story.direction.loras={told}'`; for one character: 'character:ID.loras=...'."


def _say(words: str) -> None:
    print(words, file=sys.stderr)


COMMANDS: dict[str, Callable[[Namespace], int]] = {"weights": run}

