"""Accounts: what services would be asked for a film, before; and what they were asked for and paid, after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import bills
from app.authoring import Premise, Spent
from app.bills import UNITS, Bill, Item, counted
from app.db.jobs import Job
from app.db.ledger import NOT_PAID, Line
from app.db.store import Store
from app.db.stories import Head
from app.explain import explain
from app.settings import Settings
from storyboard.digest import digest
from storyboard.steps import Step
from storyboard.story import Story

if TYPE_CHECKING:
    from app.explain import Explained


class Accounts:
    """The part of a Studio that knows what services cost."""

    settings: Settings
    store: Store

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...

    def bill(self, head: Head, size: str = "default", target: str = "film", steps: Sequence[Explained] = ()) -> Bill:
        """What is still to be asked of services for a target, at most. `steps`: what `explain` says, where that is known."""
        return bills.bill([one.step for one in steps if one.state != "have"] if steps else self._todo(head, size, target), self.settings)

    def ledger(self, head: Head) -> list[Line]:
        """What services were asked for, of a story, the oldest first."""
        return self.store.ledger.of(head.id)

    def affordable(self, head: Head, size: str, target: str) -> None:
        """LimitReached before anything is asked, where a target is sure to cost more than is left of the story's limit; BadInput where nobody
        can tell, since a price is not known."""
        most = self.story(head.id, head.revision).limits.money
        if most is not None:
            bills.affordable(self._todo(head, size, target), most, self.store.ledger.spent(head.id), self.settings)

    def _todo(self, head: Head, size: str, target: str) -> list[Step]:
        from app.worker import steps_of

        steps = steps_of(self.store, Job(0, head.id, head.revision, target, size))
        if not any(map(bills.service_of, steps)):
            return []
        return [one.step for one in explain(steps, self.store) if one.state != "have"]


def spender(store: Store, whose: str) -> Spent:
    """What puts every request of a writer into the ledger."""
    given = store.settings

    def spent(sent: int, received: int) -> None:
        money = None if given.llm_price is None else (sent * given.llm_price[0] + received * given.llm_price[1]) / 10**6
        store.ledger.add(Line(whose, "writing", "llm", given.llm_model, float(sent + received), money, "yes"))

    return spent


def premise_key(premise: Premise) -> str:
    """Whose the lines of the ledger are until a premise has become a story."""
    return digest("premise", premise.text, premise.seed)[:16]


def paid_words(lines: Sequence[Line]) -> str:
    """What was asked for and paid, in one line; "" where nothing was."""
    if not lines:
        return ""
    owed = [one for one in lines if one.paid != NOT_PAID]
    said = []
    for service in UNITS:
        of_it = [one for one in owed if one.service == service]
        if of_it:
            money = None if any(one.money is None for one in of_it) else sum(one.money or 0.0 for one in of_it)
            said.append(counted(Item(service, sum(one.amount for one in of_it), money)) + ("" if money is None else f" for {money:.4f}"))
    open_ = sum(one.paid in ("asked", "perhaps") for one in owed)
    perhaps = f" Of {open_} of them no answer came: they are counted as paid." if open_ else ""
    return f"Services were asked {len(lines)} time{'s' * (len(lines) != 1)}, and paid for {', '.join(said) or 'nothing'}.{perhaps}"
