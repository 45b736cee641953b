"""Bills: what steps ask of services, and what that costs at the prices a person set; told before anything is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.settings import Endpoint, Settings
from storyboard.errors import BadInput, LimitReached
from storyboard.params import ServiceClipParams
from storyboard.sound import VoiceParams
from storyboard.speech import spoken
from storyboard.steps import Step


class Unit(NamedTuple):
    """What is counted of a service, for people, and of how many the price is."""

    one: str
    many: str
    priced: int = 1

    @property
    def priced_words(self) -> str:
        return self.one if self.priced == 1 else f"million {self.many}"


UNITS = {"image": Unit("still", "stills"), "video": Unit("second", "seconds of clips"), "speech": Unit("letter", "letters", 10**6), "vision": Unit("clip", "clips"), "llm": Unit("token", "tokens", 10**6)}


@dataclass(frozen=True)
class Item:
    """What one step asks: of which service, how much, and its price (None: not known)."""

    service: str
    amount: float
    money: float | None


@dataclass(frozen=True)
class Bill:
    """What steps ask together: an Item for each service, and how many requests; `retries`: of them, those that may not be needed."""

    items: tuple[Item, ...]
    requests: int
    retries: int = 0

    @property
    def money(self) -> float | None:
        """None: some price is not known."""
        found = [one.money for one in self.items]
        return None if None in found else sum(one for one in found if one is not None)

    def words(self) -> str:
        """One line for people; "" where nothing is asked."""
        if not self.items:
            return ""
        said = ", ".join(f"{counted(one)}{'' if one.money is None else f' for {one.money:.4f}'}" for one in self.items)
        money = "what it costs is not known (FABULA_IMAGE_PRICE and so on)" if self.money is None else f"{self.money:.4f} in money"
        more = f", {self.retries} of them only where no earlier take is without findings" if self.retries else ""
        return f"Services are asked {self.requests} time{'s' * (self.requests != 1)} at most: {said}; {money}{more}."


def counted(item: Item) -> str:
    unit = UNITS[item.service]
    amount = f"{item.amount:,.1f}".removesuffix(".0")
    return f"{amount} {unit.one if item.amount == 1 else unit.many}"


def service_of(step: Step) -> str:
    """Who is asked to make a step; "" where nobody is."""
    from generator import SERVICES

    return "" if step.pin else SERVICES.get((step.kind, step.way.name), "")


def item_of(step: Step, given: Settings) -> Item | None:
    """None where a step asks nobody for anything."""
    service = service_of(step)
    if not service:
        return None
    model = model_of(step, given.services[service])
    amount, price = amount_of(step, model), given.services[service].price(model)
    return Item(service, amount, None if price is None else price * amount / UNITS[service].priced) if amount else None


def model_of(step: Step, endpoint: Endpoint) -> str:
    """Which model is asked: the shot's own, or the one that is set."""
    return getattr(step.params, "model", "") or endpoint.model


def amount_of(step: Step, model: str) -> float:
    """In units of its service. BadInput where the model does not make it."""
    if isinstance(step.params, VoiceParams):
        return float(len(spoken(step.params.text)))
    if isinstance(step.params, ServiceClipParams):
        from generator.clip_api import seconds_for

        return float(seconds_for(step.params, model))
    return 1.0


def bill(steps: Iterable[Step], given: Settings) -> Bill:
    """Of steps that are to be made."""
    found = [(step, item) for step in steps if (item := _item_or_none(step, given)) is not None]
    items = []
    for service in UNITS:
        of_it = [item for _, item in found if item.service == service]
        money = [item.money for item in of_it]
        if of_it:
            items.append(Item(service, sum(item.amount for item in of_it), None if None in money else sum(one for one in money if one is not None)))
    return Bill(tuple(items), len(found), sum(bool(step.unless) for step, _ in found))


def _item_or_none(step: Step, given: Settings) -> Item | None:
    try:
        return item_of(step, given)
    except BadInput:  # nothing is asked for it: making says why
        return None


def priced(items: Iterable[Item], most: float | None) -> None:
    """BadInput where there is a limit in money, and a price is not known."""
    lacking = dict.fromkeys(f"FABULA_{one.service.upper()}_PRICE" for one in items if one.money is None)
    if most is not None and lacking:
        raise BadInput(f"limits.money is {most:g}, but what services cost is not known: set {' and '.join(lacking)}, or take the limit out.")


def affordable(steps: Sequence[Step], most: float | None, spent: float, given: Settings) -> None:
    """Before anything is made: LimitReached where what is sure to be asked would pass `most`, BadInput where nobody can tell."""
    if most is None:
        return
    wanted = bill((step for step in steps if not step.unless), given)
    priced(wanted.items, most)
    if wanted.money and spent + wanted.money > most + 1e-9:
        raise LimitReached(
            f"The film needs {wanted.money:.4f} of services, {spent:.4f} is spent, and limits.money is {most:g}. Raise it "
            "(`fabula edit STORY --set story.limits.money=...`), shorten the film, or make less of it by services. Nothing was asked."
        )

