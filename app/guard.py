"""Guard: what a home's rules and its moderation service say of a text, before it is written from or kept.

Rules are a TOML file: FABULA_RULES, else rules.toml in the home. Without it, and without a service, everything passes.

    words = ["gun", "a phrase"]        # not wanted, as whole words
    likeness = ["Ada Lovelace"]        # real people who are not to be shown
    likeness_allowed = []              # of them, those who may be
    audience = "children"              # a list of ours besides: gore, weapons, drugs...
    when_unreachable = "stop"          # or "go on": when the moderation service does not answer
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.settings import Settings
from storyboard.errors import BadInput, BadReply, Refused
from storyboard.rules import Moderator, Refusal, Rules, Said, said_in
from storyboard.story import Story

SHOWN = 5  # refusals that a sentence names
LARGEST = 2**20  # bytes of a file of rules


class Guard:
    """The moderators of a home. `check` and `story` raise Refused."""

    def __init__(self, settings: Settings):
        self.path = rules_path(settings)
        self.service: Moderator | None = None
        self.url = settings.moderation_url
        if self.url:
            from agents.moderation import Service

            self.service = Service(self.url, settings.moderation_model or Service.model, settings.moderation_key or "none")

    @cached_property
    def rules(self) -> Rules:
        """Read when the first text is judged: rules with a mistake in them stop no list, undo or doctor. BadInput."""
        return read_rules(self.path)

    def check(self, texts: Sequence[Said], tell: Callable[[Any], None] | None = None) -> None:
        """Refused: something in them is not allowed, or the service did not answer. What a person set comes first: it costs nothing."""
        self.own(texts)
        if self.service is not None:
            try:
                self._refuse(self.service.judge(texts))
            except BadReply as error:
                self._unreachable(error, tell)

    def own(self, texts: Sequence[Said]) -> None:
        """Refused by what a person set; nothing is sent anywhere."""
        self._refuse(self.rules.judge(texts))

    def _refuse(self, found: Sequence[Refusal]) -> None:
        if found:
            more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            said = "; ".join(one.words() for one in found[:SHOWN]) + more
            raise Refused(f"{said[0].upper()}{said[1:]}: say it otherwise, or change the rules ({self.path}).")

    def story(self, story: Story, before: Story | None = None, tell: Callable[[Any], None] | None = None) -> None:
        """Check a story's texts; with `before`, only those that were not there. Refused."""
        if self.rules == Rules() and self.service is None:
            return
        known = set(said_in(before)) if before is not None else set()
        self.check([one for one in said_in(story) if one not in known], tell)

    def _unreachable(self, error: BadReply, tell: Callable[[Any], None] | None) -> None:
        if self.rules.when_unreachable == "stop":
            raise Refused(f'{error} What is not judged is not kept: try again, or write when_unreachable = "go on" into {self.path}.') from error
        if tell is not None:
            from agents.desk import Remark

            tell(Remark(f"{error} It goes on without, as {self.path} says."))


def rules_path(settings: Settings) -> Path:
    return settings.rules or settings.home / "rules.toml"


def read_rules(path: Path) -> Rules:
    """The rules of a file; none when there is no file. BadInput says what is wrong with it."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Rules()
    except OSError as error:
        raise BadInput(f"The rules {path} cannot be read: {error.strerror}.") from error
    if len(text) > LARGEST:
        raise BadInput(f"The rules {path} have more than {LARGEST // 2**20} MiB.")
    try:
        return Rules.model_validate(tomllib.loads(text.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"The rules {path} are not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise BadInput(f"The rules {path}: there is no {where!r}; there are: {', '.join(Rules.model_fields)}.") from error
        wrong = "give a list, as in [\"gun\", \"a phrase\"]" if first["type"] == "tuple_type" else first["msg"]
        raise BadInput(f"The rules {path}: {where}: {wrong} (given: {str(first['input'])[:80]!r}).") from error
