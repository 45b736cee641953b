"""A mediocre model: it obeys the schema it is sent and nothing else. Every choice is drawn at random among the legal ones, every text is put
together from stock words, so shots do not follow from each other, places and things are named and forgotten, and nobody keeps a side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from tests.agents.fake_endpoint import Endpoint, reply, serving

NAMES = ("Ada", "Bo", "Cyr", "Dov", "Ewa", "Finn", "Gus", "Hana", "Ivo", "Juno", "Kit", "Lou", "Mina", "Nils", "Ola", "Pip", "Rana", "Sol", "Tess", "Uma")
THINGS = ("the lamp", "the old map", "the key", "the loaf", "the red ball", "the letter", "the bell", "the boat", "the hill", "the yard", "the mill", "the pond")
WHO, DEED = ("I", "We", "The river", "Nobody", "Everyone here", "My brother"), ("keeps", "forgets", "wants", "carries", "finds", "fears", "sells", "hides")
WHAT, END = ("the lamp", "an old song", "the way home", "a little bread", "the key", "what we lost", "the morning"), (".", "!", " again.", " at last.", ", I think.", " tonight?")
USUAL = {"transition": ("cut", 0.85), "move": ("static", 0.4), "angle": ("eye level", 0.7), "language": ("en", 1.0)}  # what even such a model mostly says


def answer(schema: dict[str, Any], dice: Random) -> Any:
    """A random instance of a JSON schema as agents.extraction.strict_schema writes them."""
    return _instance(schema, schema.get("$defs", {}), "", dice)


def _instance(node: dict[str, Any], defs: dict[str, Any], field: str, dice: Random) -> Any:
    if "$ref" in node:
        return _instance(defs[node["$ref"].rpartition("/")[2]], defs, field, dice)
    if "anyOf" in node:
        return _instance(dice.choice(node["anyOf"]), defs, field, dice)
    if "enum" in node:
        usual, share = USUAL.get(field, ("", 0.0))
        return usual if usual in node["enum"] and dice.random() < share else dice.choice(node["enum"])
    if "const" in node:
        return node["const"]
    kind = node.get("type")
    if kind == "object":
        return {name: _instance(part, defs, name, dice) for name, part in node["properties"].items()}
    if kind == "array":
        least, most = int(node.get("minItems", 0)), int(node.get("maxItems", 3))
        least = 1 if field == "subjects" and dice.random() < 0.8 else least
        return [_instance(node["items"], defs, field, dice) for _ in range(dice.randint(least, min(most, max(least, LONGEST.get(field, 4)))))]
    if kind == "string":
        return text(field, dice)[: int(node.get("maxLength", 200))]
    if kind in ("number", "integer"):
        low, high = float(node.get("minimum", -1)), float(node.get("maximum", 1))
        return dice.randint(int(low), int(high)) if kind == "integer" else round(dice.uniform(low, high), 2)
    return (kind == "boolean" and dice.random() < 0.5) or None


LONGEST = {"members": 4, "locales": 4, "items": 4, "scenes": 6, "shots": 6, "subjects": 3, "lines": 3, "who": 3, "notes": 0}


def text(field: str, dice: Random) -> str:
    if field == "name":
        return f"{dice.choice(NAMES)}" if dice.random() < 0.6 else dice.choice(THINGS)
    if field == "asked":
        return ""
    return " ".join(f"{dice.choice(WHO)} {dice.choice(DEED)} {dice.choice(WHAT)}{dice.choice(END)}" for _ in range(dice.choice((1, 1, 1, 2))))


@contextmanager
def mediocre(seed: int) -> Iterator[Endpoint]:
    """The model on loopback. The same seed and questions give the same answers."""

    def play(_number: int, request: dict[str, Any]) -> tuple[int, str, str]:
        schema = request["response_format"]["json_schema"]["schema"]
        dice = Random(f"{seed}|{json.dumps(request['messages'], ensure_ascii=False)}")
        return reply(json.dumps(answer(schema, dice)))

    with serving(play) as endpoint:
        yield endpoint
