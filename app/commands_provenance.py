"""What the commands about a film's origin do: `fabula provenance` reads it, `fabula certificate` makes what signs it."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable

from app.commands import tell


def provenance(given: Namespace) -> int:
    from app.provenance import origin

    found = origin(given.file)
    return tell(given, found.plain(), found.words())


def certificate(given: Namespace) -> int:
    from app.certificates import self_made

    chain, key = self_made(given.self_made)
    words = f"{chain} and its key {key} are made. Nobody vouches for them: readers will show films signed with them as untrusted.\n"
    words += f"Films are signed when both are set: export FABULA_C2PA_CERT={shlex.quote(str(chain))} FABULA_C2PA_KEY={shlex.quote(str(key))}"
    return tell(given, {"chain": str(chain), "key": str(key), "trusted": False}, words)


COMMANDS: dict[str, Callable[[Namespace], int]] = {"provenance": provenance, "certificate": certificate}
