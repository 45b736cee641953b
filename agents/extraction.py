"""JSON out of what models really send: fences, think tags, talk around it; and a schema into what servers really accept."""

from __future__ import annotations

import json
import re
from typing import Any

from storyboard.document import Doc

THINK = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|$)", re.DOTALL | re.IGNORECASE)
HIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufff9-\\ufffb\\U000e0000-\\U000e007f]")
LONGEST_REPLY = 200_000  # characters; more is nonsense
DEEPEST = 40  # levels of nesting
MOST_NUMBERS = 64  # a range of at most so many whole numbers is asked for number by number
STEPS = 10  # between the ends of a range of fractions


def first_object(text: str) -> dict[str, Any]:
    """The first balanced JSON object of a reply. ValueError when there is none, or it holds NaN, or it is endless."""
    if len(text) > LONGEST_REPLY:
        raise ValueError(f"the reply has {len(text):,} characters, far more than was asked for")
    text = THINK.sub("", text)
    start = text.find("{")
    end = _end(text, start) if start >= 0 else 0
    if not end:
        raise ValueError("there is no complete JSON object in the reply")
    found: dict[str, Any] = json.loads(text[start:end], parse_constant=_refuse)
    return found


def legible(node: Any) -> Any:
    """The reply without signs that print nothing and are in no word: control signs, halves of pairs, orders to turn the writing round."""
    if isinstance(node, str):
        return "".join(" " if c in "\t\r\n" else c for c in node if c in "\t\r\n" or not HIDDEN.match(c))
    if isinstance(node, list):
        return [legible(item) for item in node]
    return {str(legible(key)): legible(value) for key, value in node.items()} if isinstance(node, dict) else node


def _end(text: str, start: int) -> int:
    """One past the brace that closes the one at `start`; 0 when it never closes or goes too deep."""
    depth, quoted, escaped = 0, False, False
    for i in range(start, len(text)):
        char = text[i]
        if quoted:
            quoted, escaped = (char != '"' or escaped), (char == "\\" and not escaped)
        elif char == '"':
            quoted = True
        elif char in "{[":
            depth += 1
            if depth > DEEPEST:
                return 0
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return i + 1
    return 0


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def strict_schema(schema: type[Doc], names: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The JSON schema with every field required and closed, the allowed names as the only choices of their fields, and numbers that have
    bounds as a choice of numbers: grammars made from schemas hold choices and not bounds (llama.cpp's lets 1e999 through)."""
    found = _strict(schema.model_json_schema(), names)
    assert isinstance(found, dict)
    return found


def _strict(node: Any, names: dict[str, tuple[str, ...]]) -> Any:
    if isinstance(node, list):
        return [_strict(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    out = {k: _strict(v, names) for k, v in node.items() if k not in ("default", "title", "description")}
    if isinstance(node.get("properties"), dict):
        props = {k: _strict(v, names) for k, v in node["properties"].items()}
        for key, allowed in names.items():
            if key in props:
                props[key] = _only(props[key], allowed)
        out |= {"properties": props, "required": list(props), "additionalProperties": False}
    return _counted(out)


def _counted(node: dict[str, Any]) -> dict[str, Any]:
    """A number between two bounds as a choice: every whole number there, or STEPS + 1 fractions. Any number between them is accepted."""
    low, high = node.get("minimum"), node.get("maximum")
    if node.get("type") == "integer" and low is not None and high is not None and high - low < MOST_NUMBERS:
        return {"type": "integer", "enum": list(range(low, high + 1))}
    if node.get("type") == "number" and low is not None and high is not None:
        return {"type": "number", "enum": [round(low + (high - low) * step / STEPS, 3) for step in range(STEPS + 1)]}
    return node


def _only(node: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    if node.get("type") == "array":
        return {**node, "items": {"type": "string", "enum": list(allowed)}}
    if "anyOf" in node:
        return {"anyOf": [{"type": "string", "enum": list(allowed)}, {"type": "null"}]}
    return {"type": "string", "enum": list(allowed)}


def smaller(node: Any) -> Any:
    """The same schema asking for the shortest lists it allows."""
    if isinstance(node, list):
        return [smaller(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {k: smaller(v) for k, v in node.items()}
    if out.get("type") == "array" and "maxItems" in out:
        out["maxItems"] = max(out.get("minItems", 0), min(out["maxItems"], 2))
    return out


def skeleton(given: Any, schema: dict[str, Any]) -> Any:
    """The model's own answer with what cannot stay taken out: unknown fields dropped, unknown words and names replaced by "?"."""
    return _kept(given, schema, schema.get("$defs", {}))


def _kept(given: Any, node: dict[str, Any], defs: dict[str, Any]) -> Any:
    node = defs.get(node["$ref"].rsplit("/", 1)[-1], {}) if "$ref" in node else node
    if "properties" in node:
        source = given if isinstance(given, dict) else {}
        return {k: _kept(source.get(k), v, defs) for k, v in node["properties"].items()}
    if node.get("type") == "array":
        rows = given if isinstance(given, list) else []
        rows = rows[: node.get("maxItems", 8)] or [None] * node.get("minItems", 0)
        return [_kept(row, node.get("items", {}), defs) for row in rows]
    if "enum" in node:
        return given if given in node["enum"] else "?"
    if "anyOf" in node:
        return given
    return given if isinstance(given, (str, int, float)) else "?"
