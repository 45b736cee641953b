"""The table as text and as JSON, clips side by side as one web page, and a contact sheet."""

from __future__ import annotations

import base64
import html
import io
import json
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image

from generator.measures import Row
from generator.train.evaluate.stage import Part

SHEET = ("true", "camera", "puppet", "dit", "clip")
TAKEN = slice(0, 33, 8)
SHEETS = 4
MOST = 2_900_000  # bytes of a page
BESIDE = ("true", "clip", "dit", "puppet", "camera", "held")


def cell(value: float, unit: str) -> str:
    """A figure as it is printed."""
    if value != value:
        return ""
    return f"{100 * value:.1f} %" if unit == "%" else f"{value:.2f}{unit and ' '}{unit}"


def fields(row: Row) -> list[str]:
    """Name, mean, interval, count, ceiling, floor, target, whether it holds."""
    spread = f"{cell(row.value.low, row.unit)} .. {cell(row.value.high, row.unit)}" if row.value.of else "not measured"
    target = cell(row.target, row.unit)
    holds = {True: "yes", False: "no", None: ""}[row.holds]
    return [row.name, cell(row.value.mean, row.unit), spread, str(row.value.of), cell(row.ceiling, row.unit), cell(row.floor, row.unit), f"{'>=' if row.least else '<='} {target}" if target else "", holds]


HEADS = ("", "mean", "95 %", "n", "ceiling", "floor", "target", "holds")
WIDTHS = (54, 10, 24, 5, 10, 10, 13, 6)


def table(rows: Sequence[Row]) -> str:
    """Lines of text."""
    lines = ["".join(f"{text:<{width}}" for text, width in zip(HEADS, WIDTHS, strict=True))]
    for part in dict.fromkeys(row.part for row in rows):
        lines.append(part)
        for row in (row for row in rows if row.part == part):
            first, *rest = fields(row)
            lines.append("  " + f"{first:<{WIDTHS[0] - 2}}" + "".join(f"{text:<{width}}" for text, width in zip(rest, WIDTHS[1:], strict=True)) + row.note)
    return "\n".join(lines)


def as_json(head: dict[str, Any], parts: dict[str, Part]) -> bytes:
    """What a run was, its table, and its figures clip by clip. Not a number is null."""
    rows = [row._asdict() | {"value": row.value._asdict(), "holds": row.holds} for part in parts.values() for row in part.rows]
    return (json.dumps(_plain(head | {"rows": rows, "clips": {name: part.details for name, part in parts.items()}}), indent=1, ensure_ascii=False) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float | np.floating):
        return round(float(value), 4) if value == value else None
    return value


def page(head: dict[str, Any], parts: dict[str, Part]) -> bytes:
    """A web page without anything outside itself: the table, then clips beside their truth, as many as fit."""
    rows = [row for part in parts.values() for row in part.rows]
    told = "".join(f"<tr><td>{html.escape(row.part)}</td>{''.join(f'<td>{html.escape(text)}</td>' for text in fields(row))}</tr>" for row in rows)
    style = "body{font:15px/1.4 sans-serif;margin:2em;max-width:1320px}td,th{padding:1px 9px;text-align:left}tr:nth-child(even){background:#f3f1ec}img{max-width:100%}"
    out = f"<!doctype html><meta charset=utf-8><title>The picture engine, measured</title><style>{style}</style><h1>The picture engine, measured</h1>"
    out += f"<p>{html.escape(', '.join(f'{key}: {value}' for key, value in head.items()))}</p>"
    out += f"<table><tr><th></th>{''.join(f'<th>{name}</th>' for name in HEADS)}</tr>{told}</table>"
    for title, ways in (shown for part in parts.values() for shown in part.shown):
        names = [way for way in BESIDE if way in ways]
        picture = base64.b64encode(moving([ways[way] for way in names])).decode()
        block = f"<h3>{html.escape(title)}</h3><p>{', '.join(names)} (left to right, then below)</p><img src='data:image/webp;base64,{picture}'>"
        if len(out) + len(block) > MOST:
            break
        out += block
    return out.encode()


def moving(clips: Sequence[np.ndarray]) -> bytes:
    """Clips side by side, three in a line, as an animated WebP of every second drawing."""
    lines = [clips[k : k + 3] for k in range(0, len(clips), 3)]
    pictures = []
    for frame in range(0, len(clips[0]), 2):
        wide = [np.concatenate([clip[frame] for clip in line] + [np.full_like(line[0][frame], 255)] * (3 - len(line) if len(lines) > 1 else 0), axis=1) for line in lines]
        pictures.append(Image.fromarray(np.concatenate(wide)))
    data = io.BytesIO()
    pictures[0].save(data, "WEBP", save_all=True, append_images=pictures[1:], duration=167, loop=0, quality=55, method=4)
    return data.getvalue()


def sheet(parts: dict[str, Part]) -> bytes | None:
    """A PNG: for each of the first clips kept a line for each of SHEET, drawings 0, 8, 16, 24 and 32 from left to right; None where none was kept."""
    shown = [ways for part in parts.values() for _, ways in part.shown if all(way in ways for way in SHEET)][:SHEETS]
    if not shown:
        return None
    lines = [np.concatenate([_named(np.concatenate(list(ways[way][TAKEN]), axis=1), way) for way in SHEET]) for ways in shown]
    gap = np.full((8, lines[0].shape[1], 3), 255, np.uint8)
    return png(np.concatenate([part for line in lines for part in (line, gap)][:-1]))


def _named(line: np.ndarray, name: str) -> np.ndarray:
    """A line of drawings with its name in the corner."""
    out = np.ascontiguousarray(line)
    for color, width in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(out, name, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, color, width, cv2.LINE_AA)
    return out


def png(picture: np.ndarray) -> bytes:
    """An RGB picture as PNG."""
    return bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1])
