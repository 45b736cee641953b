"""What the command about voices does: the ways there are, setting one up, and whether a film's lines sound like their speakers."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict

from app.commands import tell
from app.studio import Studio
from storyboard.errors import BadInput


def spoken(given: Namespace) -> int:
    if given.set_up and given.story:
        raise BadInput("Give either a story to listen to, or --set-up, not both.")
    if given.source and not given.set_up:
        raise BadInput("--from is where the files of --set-up come from: give --set-up kokoro or --set-up piper too.")
    with Studio() as studio:
        if given.set_up:
            files = studio.set_up_voices(given.set_up, given.source or "", lambda words: print(words, file=sys.stderr))
            words = f"{given.set_up} has {', '.join(files)}. `fabula edit STORY --set story.direction.voice={given.set_up}` lets a story speak with it."
            return tell(given, {"way": given.set_up, "files": files}, words)
        return _listened(studio, given) if given.story else _offered(studio, given)


def _offered(studio: Studio, given: Namespace) -> int:
    found = studio.voices()
    rows = [f"{one.name:8} {'ready' if one.is_ready else 'not here':9} {one.words}" for one in found]
    return tell(given, [asdict(one) for one in found], "\n".join([*rows, "A story chooses: `fabula edit STORY --set story.direction.voice=WAY`."]))


def _listened(studio: Studio, given: Namespace) -> int:
    found = studio.listen(studio.find(given.story), given.size)
    rows = [
        f"{one.line:10} {one.bound[:16]:16} {(one.speaker or 'too short')[:16]:16} {one.margin:6.2f} {one.pitch_hz:5.0f} Hz  x{one.tempo:.2f}  "
        + ("; ".join(one.problems) or "well") for one in found
    ]  # fmt: skip
    told = [one for one in found if one.speaker]
    right, well = sum(one.speaker == one.bound for one in told), sum(not one.problems for one in found)
    head = f"{'line':10} {'bound to':16} {'sounds like':16} {'margin':>6} {'pitch':>8}  tempo"
    end = f"{right} of {len(told)} lines sound like who says them ({len(found) - len(told)} not told); {well} of {len(found)} keep every bound."
    return tell(given, [asdict(one) for one in found], "\n".join([head, *rows, end]))


COMMANDS = {"voices": spoken}
