"""What the command about this machine does: looking everything over, and running a person's own weights once."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import tell
from app.deliver import place, writable
from app.processor import published_path
from app.settings import settings
from app.studio import Studio
from storyboard.errors import BadInput, Missing

if TYPE_CHECKING:
    from generator.published.verifying import Verified


def doctor(given: Namespace) -> int:
    if given.verify is not None:
        return _verify(given)
    if given.out:
        raise BadInput("--out says where the picture of --verify goes: give both.")
    with Studio() as studio:
        found = studio.doctor()
        words = "\n".join(f"{'ok ' if c.is_well else 'NO '} {c.name:9} {c.words}" for c in found)
        tell(given, [asdict(c) for c in found], words)
        return 0 if all(c.is_well for c in found) else Missing.exit_code


def _verify(given: Namespace) -> int:
    from generator.checkpoints import brought
    from generator.picture import write_png
    from generator.published.verifying import verified

    here = settings()
    folder = given.verify.expanduser().absolute() if given.verify.name else brought("wan", here.weights)
    out = writable(given.out or Path("verified.png"), ".png")
    found = verified(folder, given.path or published_path(here.path), lambda words: print(words, file=sys.stderr))
    place(out, lambda part: write_png(part, found.picture))
    plain = {**asdict(found), "picture": str(out)}
    return tell(given, plain, told(found, out))


def told(found: Verified, out: Path) -> str:
    """In words, each digest on a line of its own."""
    rows = [f"{found.what} in {found.path} on {found.device}, {found.steps} steps: loaded in {found.seconds[0]:.1f} s, sampled in {found.seconds[1]:.1f}, decoded in {found.seconds[2]:.1f}"]
    rows += [f"  {name:9} {digest}" for name, digest in found.digests.items()]
    rows.append(f"  latents   mean {found.spread[0]:+.4f}, deviation {found.spread[1]:.4f}")
    rows.append(f"  beside diffusers: {found.why}" if found.apart is None else f"  the first velocity is {found.apart:.1e} from diffusers', relative")
    return "\n".join([*rows, f"The middle frame is {out}. Look at it: digests say that it is the same, not that it is good."])


COMMANDS: dict[str, Callable[[Namespace], int]] = {"doctor": doctor}
