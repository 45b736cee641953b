"""Dealings: what a production does before it lets a step ask a service, and after: rules, limits, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from app import bills
from app.db.ledger import Line
from storyboard.digest import digest
from storyboard.errors import Refused
from storyboard.params import ClipParams, StillParams
from storyboard.rules import Rules, Said
from storyboard.sound import VoiceParams
from storyboard.steps import Step

if TYPE_CHECKING:
    from app.db.store import Store
    from app.guard import Guard


class Dealings:
    """Those of one production. `whose`: the story it is for ("": none); `most`: money that all of it may cost, None: as much as it takes;
    `steps`: all that may be asked for, so that their texts are judged together."""

    def __init__(self, store: Store, steps: Sequence[Step], whose: str = "", most: float | None = None):
        self._store, self._steps, self._whose, self._most = store, steps, whose, most
        self._open: dict[str, int] = {}  # key -> the line of the ledger

    def begin(self, step: Step, key: str) -> None:
        """The step may be asked for now: it is in the ledger. Refused, LimitReached, BadInput."""
        item = bills.item_of(step, self._store.settings)
        if item is None:
            return
        bills.priced([item], self._most)
        self._allowed(step)
        model = bills.model_of(step, self._store.settings.services[item.service])
        self._open[key] = self._store.ledger.open(Line(self._whose, step.id, item.service, model, item.amount, item.money, key=key), self._most)

    def end(self, key: str, paid: str, earlier: str = "") -> None:
        """`paid`, `earlier`: as the maker says; "perhaps" where it says nothing."""
        if key in self._open:
            self._store.ledger.close(self._open.pop(key), paid, earlier)

    @cached_property
    def _guard(self) -> Guard:
        from app.guard import Guard

        return Guard(self._store.settings)

    def _allowed(self, step: Step) -> None:
        """What is sent is judged as it is sent: the rules may be newer than the story, and prompts say more than it does."""
        if (self._guard.rules == Rules() and self._guard.service is None) or not text_of(step) or self._known(step):
            return
        others = [one for one in self._steps if bills.service_of(one) and text_of(one) and not self._known(one)]
        try:
            self._judge(others)
        except Refused:  # somebody's: each is judged by itself from here on
            self._judge([step])

    def _judge(self, steps: Iterable[Step]) -> None:
        self._guard.check([Said(f"what {one.id} asks for", text_of(one)) for one in steps])
        for one in steps:
            self._store.memo.put(self._key(one), "allowed")

    def _known(self, step: Step) -> bool:
        return self._store.memo.get(self._key(step)) is not None

    def _key(self, step: Step) -> str:
        return digest("allowed", self._guard.rules, self._guard.url, self._store.settings.moderation_model, text_of(step))


def text_of(step: Step) -> str:
    """The words of the story that a service would be sent."""
    if isinstance(step.params, VoiceParams):
        return step.params.text
    return step.params.prompt if isinstance(step.params, StillParams | ClipParams) else ""
