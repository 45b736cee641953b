"""Fields of our own in a panel: each is saved when it is left, as one edit of one field, and knows what was seen in it.

A field carries its target ("shot:s1-2"), its field ("camera.amount"), how its text becomes a value (`kind`), and `was`, the value when it was
shown. fields.js remembers what was sent from it since, so that nobody conflicts with themselves.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.ui.markup import Html, button, tag
from storyboard import timing
from storyboard.edit import UNSEEN, Change, Set, stamped
from storyboard.errors import BadInput
from storyboard.story import Story

JS = "fabulaFields(element, watch)"
NONE = ""  # of a choice: nothing, nobody


@dataclass(frozen=True)
class Spot:
    """What a field changes, its value now, its label and the one line that explains it."""

    target: str
    field: str
    value: Any
    label: str
    info: str = ""
    kind: str = "word"


class Option(NamedTuple):
    """What a choice offers: a value, its words, and the line that explains it."""

    value: str
    words: str
    meaning: str = ""


def choice(spot: Spot, options: Iterable[Option]) -> Html:
    """One of several; under it what the chosen one means. `kind` "none" makes an empty value None, "amount" and the others numbers."""
    now, several = NONE if spot.value is None else _plain(spot.value) if isinstance(spot.value, float) else str(spot.value), list(options)
    meaning = next((one.meaning for one in several if one.value == now), "")
    rows = [tag("option", one.words, value=one.value, selected=one.value == now, data_meaning=one.meaning or None, title=one.meaning or None) for one in several]
    told = tag("small", meaning, class_="fb-meaning") if any(one.meaning for one in several) else None
    return tag("label", tag("span", spot.label), tag("select", *rows, **_data(spot)), told or (tag("small", spot.info) if spot.info else None), class_="fb-field")


def text(spot: Spot, lines: int = 1, most: int = 600) -> Html:
    if lines > 1:
        return _labelled(spot, tag("textarea", spot.value, rows=lines, maxlength=most, **_data(spot)))
    return _labelled(spot, tag("input", type="text", value=spot.value, maxlength=most, **_data(spot)))


def number(spot: Spot, least: float, most: float, step: float) -> Html:
    """`kind` says the unit: seconds (of a length in frames, whole drawings), frames (seconds too, to the frame), from and to (percent), int or float."""
    return _labelled(spot, tag("input", type="number", value=shown(spot), min=_plain(least), max=_plain(most), step=_plain(step), inputmode="decimal", **_data(spot)))


def slider(spot: Spot, least: float, most: float) -> Html:
    return _labelled(spot, tag("input", type="range", value=spot.value, min=_plain(least), max=_plain(most), step="0.05", **_data(spot)), tag("output", spot.value))


def own_slider(spot: Spot, usual: float, least: float, most: float, back: str) -> Html:
    """A slider that stands at `usual` while nothing of its own is set; `back`: the words of the button that makes it so again."""
    at = _plain(usual if spot.value is None else spot.value)
    control = tag("input", type="range", value=at, min=_plain(least), max=_plain(most), step="0.05", **_data(spot))
    unset = {**_data(spot), "data_kind": "none", "data_value": NONE, "id": None}
    again = None if spot.value is None else button(back, unset.pop("data_do"), class_="fb-quiet", aria_label=f"{spot.label}: {back}", **unset)
    return tag("div", _labelled(spot, control, tag("output", at)), again, class_="fb-own")


def several(spot: Spot, options: Iterable[Option]) -> Html:
    """Free words with commas between them (`kind` "words"); the options are offered for each (fields.js)."""
    known = f"{_data(spot)['id']}-known"
    control = tag("input", type="text", value=shown(spot), maxlength=600, list_=known, autocomplete="off", data_several=True, **_data(spot))
    rows = [tag("option", value=one.value, label=f"{one.words}: {one.meaning}" if one.meaning else one.words) for one in options]
    return _labelled(spot, control, tag("datalist", *rows, id=known))


def check(spot: Spot) -> Html:
    box = tag("input", type="checkbox", checked=bool(spot.value), **_data(spot))
    return tag("label", box, tag("span", spot.label), tag("small", spot.info) if spot.info else None, class_="fb-field fb-check")


def shown(spot: Spot) -> str:
    """A value as it stands in its field."""
    if spot.kind in ("seconds", "frames"):
        return f"{spot.value / 24:.2f}".rstrip("0").rstrip(".")
    if spot.kind in ("from", "to"):
        return _plain(round(100 * spot.value[spot.kind == "to"]))
    if spot.kind == "words":
        return ", ".join(spot.value)
    return str(spot.value)


def anew(form: Html) -> Html:
    """A form that is put in the place of the one on the page even where its text is the same: there a person has typed something else since."""
    return tag("div", form, data_shown=time.monotonic_ns())


def operation(data: Mapping[str, Any], now: Any) -> Set | None:
    """What a field that was left asks for. `now`: the field's value in the newest story. None: nothing differs. BadInput."""
    was, tried = json.loads(data["was"]), json.loads(data.get("tried") or "[]")
    seen = now if any(_value(data["kind"], one, now, data) == now for one in tried) else was
    value = _value(data["kind"], data["value"], seen, data)
    return None if value == now else Set(target=data["target"], field=data["field"], value=value, was=seen)


def now(story: Story, target: str, field: str) -> Any:
    """A field's value in a story. BadInput when there is no such field any more."""
    (found,) = stamped(Change(ops=(Set(target=target, field=field, value=None, was=UNSEEN),)), story).ops
    assert isinstance(found, Set)
    return found.was


def _value(kind: str, given: Any, seen: Any, data: Mapping[str, Any]) -> Any:
    try:
        if kind == "none":
            return str(given) or None
        if kind == "bool":
            return bool(given)
        if kind == "int":
            return int(float(given))
        if kind == "float":
            return float(given)
        if kind == "amount":
            return float(given) if given else None
        if kind == "count":
            return int(given) if given else None
        if kind == "words":
            return [word for one in re.split(r"[,;\n，、；]", str(given)) if (word := " ".join(one.split()))]
        if kind == "frames":
            return timing.frames_of(float(given or 0))
        if kind == "seconds":
            return timing.even(timing.frames_of(float(given)))
        if kind in ("from", "to"):
            share = float(given) / 100
            return [share, seen[1]] if kind == "from" else [seen[0], share]
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{data.get('label', data['field'])}: {given!r} is no number. Give one as in 2.5.") from error
    return str(given)


def _labelled(spot: Spot, control: Html, *more: Any) -> Html:
    return tag("label", tag("span", spot.label), control, *more, tag("small", spot.info) if spot.info else None, class_="fb-field")


def _data(spot: Spot) -> dict[str, Any]:
    return {
        "data_do": "set", "data_target": spot.target, "data_field": spot.field, "data_kind": spot.kind, "data_was": json.dumps(spot.value), "data_label": spot.label,
        "id": f"f-{spot.target}-{spot.field}{'-' + spot.kind if spot.kind in ('from', 'to') else ''}".replace(":", "-").replace(".", "-"),
    }  # fmt: skip


def _plain(value: float) -> str:
    return f"{value:g}"
