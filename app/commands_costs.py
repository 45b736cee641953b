"""What the command about money does: what a film's services were asked for and paid, and what is still to be."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict

from app.accounts import paid_words
from app.bills import Item, counted
from app.commands import tell
from app.commands_batch import table
from app.db.ledger import Line
from app.studio import Studio

HEAD = {"when": "when", "step": "step", "service": "service", "model": "model", "amount": "amount", "money": "money", "paid": "paid"}


def costs(given: Namespace) -> int:
    with Studio() as studio:
        head = studio.find(given.story)
        lines, left, most = studio.ledger(head), studio.bill(head, given.size), studio.story(head.id, head.revision).limits.money
        spent = studio.store.ledger.spent(head.id)
        limit = "" if most is None else f"limits.money is {most:g}, {spent:.4f} of it is spent."
        to_come = left.words() or "Nothing is left to be asked of services."
        words = [part for part in (table(HEAD, _rows(lines)) if lines else "", paid_words(lines), limit, to_come) if part]
        document = {"story": head.id, "asked": [asdict(one) for one in lines], "spent": spent, "limit": most, "left": {**asdict(left), "money": left.money}}
        return tell(given, document, "\n".join(words))


def _rows(lines: Sequence[Line]) -> list[dict[str, str]]:
    return [
        {
            "when": one.made_at[:16].replace("T", " "), "step": one.step, "service": one.service, "model": one.model,
            "amount": counted(Item(one.service, one.amount, one.money)),
            "money": "" if one.money is None else f"{one.money:.4f}", "paid": one.paid,
        }
        for one in lines
    ]  # fmt: skip


COMMANDS: dict[str, Callable[[Namespace], int]] = {"costs": costs}
