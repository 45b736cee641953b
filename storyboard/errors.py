"""The tree of errors. A message says what happened, what was given, and what to do.

    FabulaError
    |- BadInput            what a person gave cannot be used (premise, story.json, option)
    |  `- Conflict         an edit meets a newer one in the same field; both texts are kept
    |- BadReply            a model's or a service's answer cannot be used (cut, empty, refused, off schema)
    |- Missing             something that should be there is not (weights, font, voice, take)
    |- Corrupt             something is there but is not what its digest says
    |- NoRoom              the disk is full or cannot be written
    |- LimitReached        a budget in calls, tokens, shots or seconds stops the work
    |  `- Unapproved       a budget is set, and nobody has approved what a model would cost
    |- Refused             the rules of this home, or its moderation service, do not allow a text
    |- StepFailed          one step of making failed; the rest goes on
    `- Stopped             a person asked to stop; what is finished is kept
"""

from __future__ import annotations


class FabulaError(Exception):
    """Root of the tree. `exit_code` is what the command line leaves with."""

    exit_code = 1


class BadInput(FabulaError):
    exit_code = 2


class Conflict(BadInput):
    """The same field moved under a stale edit. `ours` and `theirs` hold both values, so nothing is lost."""

    def __init__(self, field: str, ours: object, theirs: object):
        super().__init__(
            f"The field {field} was changed by someone else meanwhile: yours is {ours!r}, theirs is {theirs!r}. "
            "Choose one and send the edit again."
        )
        self.field, self.ours, self.theirs = field, ours, theirs


class BadReply(FabulaError):
    exit_code = 3


class Missing(FabulaError):
    exit_code = 4


class Corrupt(FabulaError):
    exit_code = 5


class NoRoom(FabulaError):
    exit_code = 6


class LimitReached(FabulaError):
    exit_code = 7


class StepFailed(FabulaError):
    exit_code = 8


class Unapproved(LimitReached):
    """Nothing was sent."""


class Refused(FabulaError):
    exit_code = 9


class Stopped(FabulaError):
    exit_code = 130
