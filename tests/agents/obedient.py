"""Answers made from nothing but the schema and the counts a request gives: what an endpoint that obeys schemas is sure to do, and no more."""

from __future__ import annotations

import hashlib
import json
import re
from random import Random
from typing import Any

SPOKEN = (
    "fox lantern river finds hides carries under beside waits calls answers morning shadow bridge kindly slowly never together because nobody "
    "turns opens lets falls returns whispers promise stone song winter door light climbs follows forgets keeps"
)
WORDS = SPOKEN.split(" ")
ASKED = re.compile(r"Write (?:about )?(\d+) (\w+)")


def schema_of(request: dict[str, Any]) -> dict[str, Any]:
    """The schema a request asks for, from its response_format or, on the lower rungs, from its last message."""
    schema = request.get("response_format", {}).get("json_schema", {}).get("schema")
    return schema if schema is not None else json.loads(request["messages"][-1]["content"].partition("\n")[2])


def obedient(request: dict[str, Any]) -> str:
    """A valid answer to any question; the same request gets the same answer, in any process."""
    schema = schema_of(request)
    digest = hashlib.sha256(json.dumps([request["messages"], schema], sort_keys=True).encode()).hexdigest()
    found = ASKED.search(request["messages"][1]["content"])
    counts = {found[2]: int(found[1])} if found else {}
    answer = _made(schema, schema.get("$defs", {}), Random(digest), counts, "")
    if "notes" in answer:  # a critic that finds nothing: rounds are bounded all the same, and tested elsewhere
        answer = {key: [] if key == "notes" else "yes" for key in answer}
    return json.dumps(answer)


def _made(node: dict[str, Any], defs: dict[str, Any], rng: Random, counts: dict[str, int], name: str) -> Any:
    node = defs[node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node
    if "properties" in node:
        return {key: _made(value, defs, rng, counts, key) for key, value in node["properties"].items()}
    if "enum" in node or "const" in node:
        return rng.choice(node["enum"]) if "enum" in node else node["const"]
    if "anyOf" in node:
        return _made(rng.choice(node["anyOf"]), defs, rng, counts, name)
    if node.get("type") == "array":
        low, high = node.get("minItems", 0), node.get("maxItems", 3)
        count = min(high, max(low, counts.get(name, rng.randint(low, min(high, low + 1)))))
        return [_made(node["items"], defs, rng, counts, "") for _ in range(count)]
    if node.get("type") in ("number", "integer"):
        low, high = node.get("minimum", 0), node.get("maximum", 1)
        return rng.randint(int(low), int(high)) if node["type"] == "integer" else round(rng.uniform(low, high), 2)
    if node.get("type") == "null":
        return None
    return _text(node, rng, name)


def _text(node: dict[str, Any], rng: Random, name: str) -> str:
    most = min(node.get("maxLength", 60), 24 if name in ("name", "title") else 90)
    text = " ".join(rng.choice(WORDS) for _ in range(2 if name == "name" else rng.randint(5, 12)))[:most].strip()
    return text.title() if name == "name" else text
