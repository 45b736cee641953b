"""Shot lists from outside as a breakdown: CSV (comma, semicolon or tab) and JSON, as shotlist.py writes them or with the columns of other
people's: every row is a shot; columns are known by their names; what a column says in other terms is understood where it can be.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from agents.adapt import terms
from agents.adapt.headings import SIDE, heading
from agents.adapt.screenplays import speaker
from storyboard.breakdown import Breakdown, LinePlan, ScenePlan, ShotPlan
from storyboard.errors import BadInput
from storyboard.screenplay import LONGEST, cleaned
from storyboard.timing import RATE

NAMES: dict[str, tuple[str, ...]] = {  # a column of ours, and what others call it
    "scene": ("scene", "scene number", "scene no", "sc", "scene id", "sequence", "场", "场次"),
    "shot": ("shot", "shot number", "shot no", "shot id", "setup", "panel", "id", "number", "no", "nr", "镜号", "镜头"),
    "side": ("int/ext", "i/e", "int ext", "interior/exterior", "内外景"),
    "place": ("place", "location", "set", "setting", "where", "slugline", "scene heading", "heading", "地点", "场景"),
    "hour": ("hour", "time of day", "day/night", "d/n", "tod", "time", "when", "light", "时间", "日夜"),
    "weather": ("weather", "天气"),
    "size": ("size", "shot size", "shot type", "type", "framing", "frame size", "景别"),
    "angle": ("angle", "camera angle", "shot angle", "角度"),
    "lens": ("lens", "focal length", "镜头焦距"),
    "camera": ("camera", "movement", "move", "camera movement", "camera move", "motion", "运镜", "运动"),
    "transition": ("transition", "cut", "transition in", "转场"),
    "cast": ("cast", "subject", "subjects", "character", "characters", "who", "actors", "talent", "人物", "角色"),
    "words": ("words", "description", "action", "shot description", "desc", "visual", "visuals", "content", "caption", "what", "画面", "内容", "描述"),
    "lines": ("lines", "dialogue", "dialog", "audio", "voice over", "voiceover", "vo", "narration", "sound/dialogue", "台词", "对白"),
    "frames": ("frames", "length in frames"),
    "seconds": ("seconds", "duration", "length", "secs", "sec", "duration (s)", "length (s)", "est duration", "时长"),
    "picture": ("picture", "image", "photo", "picture file", "图片"),
    "footage": ("footage", "video", "film", "footage file", "video file", "素材", "视频"),
    "begin": ("from", "in", "in point", "source in", "入点"),
    "beat": ("beat", "synopsis", "scene description"),
}
COUNTED = frozenset({"start", "file", "end", "still", "clip"})  # of ours; they follow from the rest
NEEDED = ("words", "lines", "size", "cast", "picture", "footage")
LABEL = re.compile(r"\s*([^:：\n/]{1,60})[:：]\s*(.*)", re.DOTALL)
TIME = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?|秒|\"|”)?\.?$", re.IGNORECASE)
MOST = 10_000  # rows
Row = Mapping[str, Any]


def read_csv(words: str) -> Breakdown:
    """The breakdown of a table. BadInput says what its header lacks."""
    text = _bounded(words)
    head = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count) if "\t" not in words[:2000] else "\t"
    source = words if delimiter == "\t" else text
    try:
        table = [row for row in csv.reader(io.StringIO(_rows(source), newline=""), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadInput(f"This CSV cannot be read: {error}. Save the table again as CSV in UTF-8.") from error
    if not table:
        raise BadInput("This shot list is empty: give a table with a header and a row for every shot.")
    header, *body = table
    if len(set(header)) < len(header):
        header = [f"{name} {i}" if name in header[:i] else name for i, name in enumerate(header)]
    remark = [f"{n} cells stand outside the table's columns." for n in [sum(len([c for c in row[len(header) :] if c.strip()]) for row in body)] if n]
    return _broken_down([dict(zip(header, map(_unguarded, row), strict=False)) for row in body], remark)


def read_json(words: str) -> Breakdown:
    """The breakdown of a JSON shot list: a list of objects, or an object with such a list under shots, rows, panels, or shots in scenes."""
    try:
        tree = json.loads(_bounded(words))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"This JSON cannot be read: {error}. Export the shot list again.") from error
    if isinstance(tree, dict) and "settings" in tree and "characters" in tree:
        raise BadInput("This is a story.json, not a shot list. Keep it with `fabula new FILE`.")
    rows = list(_objects(tree))
    if not rows:
        raise BadInput("This JSON holds no shot list. Give a list of objects, one a shot, or an object with such a list under \"shots\".")
    return _broken_down(rows, [], tree.get("title", "") if isinstance(tree, dict) else "")


def _bounded(words: str) -> str:
    if len(words) > LONGEST:
        raise BadInput(f"The shot list has {len(words):,} letters, and the longest Fabula reads has {LONGEST:,}. Split it into parts.")
    return cleaned(words)


def _rows(source: str) -> str:
    """The text of a table separated by tabs keeps them; everything else is cleaned."""
    return "\t".join(cleaned(part) for part in source.split("\t")) if "\t" in source else source


def _objects(tree: Any) -> Iterator[Row]:
    """The rows, each with what its scene says of place, hour and beat."""
    if isinstance(tree, list):
        yield from (row for row in tree if isinstance(row, dict))
        return
    if not isinstance(tree, dict):
        return
    scenes = [s for s in tree.get("scenes", []) if isinstance(s, dict)] if isinstance(tree.get("scenes"), list) else []
    flat = next((tree[key] for key in ("shots", "rows", "panels", "shotlist", "shot_list") if isinstance(tree.get(key), list)), None)
    if flat is not None:
        told = {str(scene.get("id")): _scene_fields(scene) for scene in scenes}
        yield from ({**told.get(str(row.get("scene")), {}), **row} for row in flat if isinstance(row, dict))
        return
    for number, scene in enumerate(scenes, 1):
        shots = scene.get("shots")
        yield from ({"scene": number, **_scene_fields(scene), **row} for row in (shots if isinstance(shots, list) else []) if isinstance(row, dict))


def _scene_fields(scene: Row) -> dict[str, Any]:
    named = {"scene": scene.get("id", scene.get("number", scene.get("scene")))}
    return {k: v for k, v in {**named, **{k: scene[k] for k in scene if _column(k) in ("place", "hour", "weather", "side", "beat")}}.items() if v is not None}


def _column(name: Any) -> str:
    """Which of our columns a name means; "" for none."""
    low = " ".join(re.sub(r"[_#.:*]+", " ", str(name).lower()).split())
    return next((ours for ours, names in NAMES.items() if low in names), "shot" if str(name).strip() == "#" else "")


def _broken_down(rows: list[Row], remarks: list[str], title: Any = "") -> Breakdown:
    if len(rows) > MOST:
        raise BadInput(f"The shot list has {len(rows):,} rows, and a story holds {MOST:,} shots. Split it into parts.")
    filled = dict.fromkeys(name for row in rows for name, value in row.items() if _text(value))
    known = {name: _column(name) for name in dict.fromkeys(name for row in rows for name in row)}
    if not set(known.values()) & set(NEEDED):
        raise BadInput(
            f"No column of this shot list says what a shot shows; its columns are: {', '.join(map(str, list(known)[:12]))}. "
            "Name one of them words, description, size, cast or lines."
        )
    unused = [str(name) for name, ours in known.items() if not ours and str(name).lower() not in COUNTED and name in filled]
    remarks = [*remarks, *([f"Columns that are not used: {', '.join(unused)[:300]}."] if unused else [])]
    scenes: list[ScenePlan] = []
    unread: list[str] = []
    last = None
    for row in rows:
        cells = _cells(row, known)
        plan = _scene(cells)
        mark = (cells.get("scene"),) if cells.get("scene") else (plan.side, plan.place or (scenes[-1].place if scenes else ""), plan.when or (scenes[-1].when if scenes else ()))
        if last is None or mark != last:
            scenes.append(plan)
            last = mark
        scenes[-1] = scenes[-1].model_copy(update={"shots": (*scenes[-1].shots, shot := _shot(cells))})
        unread += _unread(cells, shot)
    remarks += [f"Not understood, and left to Fabula: {', '.join(dict.fromkeys(unread))[:300]}."] if unread else []
    return Breakdown(title=_text(title), scenes=tuple(scenes), listed=True, remarks=tuple(remarks))


def _unread(cells: Mapping[str, Any], shot: ShotPlan) -> Iterator[str]:
    """What a shot's cells say of its size and length that cannot be read: said, as a person would look for it in the film."""
    size, seconds, frames = (_text(cells.get(name))[:40] for name in ("size", "seconds", "frames"))
    if size and shot.size is None and shot.angle is None:
        yield f"size {size!r}"
    if (seconds or frames) and shot.frames is None:
        yield f"length {(seconds or frames)!r}"


def _cells(row: Row, known: Mapping[str, str]) -> dict[str, Any]:
    """Our columns' cells; of several that mean one column the first that is filled."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        ours = known.get(name, "")
        if ours and out.get(ours) in (None, "", []):
            out[ours] = value if isinstance(value, list) else _text(value, rows=ours == "lines")
    return out


def _scene(cells: Mapping[str, Any]) -> ScenePlan:
    place, side = _text(cells.get("place")), _text(cells.get("side"))
    plan = heading(place if SIDE.match(place) or not side else f"{side.rstrip('.')}. {place}")
    when = tuple(filter(None, (_text(cells.get("hour")), _text(cells.get("weather")))))
    number = _text(cells.get("scene"))
    return plan.model_copy(update={"when": (*plan.when, *when), "number": re.sub(r"^(?:s|sc|scene)\s*(?=\d)", "", number, flags=re.IGNORECASE), "beat": _text(cells.get("beat"))})


def _shot(cells: Mapping[str, Any]) -> ShotPlan:
    size, angle, lens, camera, change = (_text(cells.get(name)) for name in ("size", "angle", "lens", "camera", "transition"))
    cast = cells.get("cast")
    names = [_text(name) for name in cast] if isinstance(cast, list) else re.split(r"[,;/、，\n]", _text(cast))
    people = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    return ShotPlan(
        words=_text(cells.get("words")), size=terms.size(size), angle=terms.angle(angle) or terms.angle(size), lens=terms.lens(lens), camera=terms.camera(camera),
        transition=terms.transition(change), frames=_frames(cells), cast=people if cast is not None else None, lines=tuple(_lines(cells.get("lines"), people)),
        file=_text(cells.get("footage")) or _text(cells.get("picture")), begin=(_frames({"seconds": cells.get("begin")}) or 0) / float(RATE),
    )  # fmt: skip


def _frames(cells: Mapping[str, Any]) -> int | None:
    """A length in frames, or in seconds (4, "4.5 s", "0:04"); None where the cell says neither."""
    frames, seconds = _text(cells.get("frames")), _text(cells.get("seconds"))
    if re.fullmatch(r"\d{1,6}", frames):
        return max(1, int(frames))
    clock, plain = TIME.fullmatch(seconds[:40]), SECONDS.match(seconds[:40])
    total = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3]) if clock else float(plain[1]) if plain else 0.0
    return min(100_000, max(1, round(total * RATE))) if total > 0 else None


def _lines(cell: Any, people: tuple[str, ...]) -> Iterator[LinePlan]:
    """Lines as "Mira: words / Narrator: words", one to a row, or as a list; without a label they are the first of the cast's, or the narrator's."""
    if isinstance(cell, list):
        for one in cell:
            named = {str(key).lower(): value for key, value in one.items()} if isinstance(one, dict) else {}
            words = _text(named.get("text", named.get("line", "")) if named else one)
            said = named.get("speaker", named.get("character"))
            yield from ([_line(_text(said) if said else None, words)] if named and words else _lines(words, people) if words else [])
        return
    for piece in re.split(r"\s/\s(?=[^:：/\n]{1,60}[:：]\s)|\n+", _text(cell, rows=True)):
        labelled = LABEL.fullmatch(piece)
        if labelled and labelled[2].strip():
            yield _line(labelled[1], labelled[2])
        elif piece.strip():
            yield _line(people[0] if people else None, piece)


def _line(name: str | None, words: str) -> LinePlan:
    bare, aside = (name or "").split("(", 1) if name and "(" in name and name.strip().endswith(")") else (name, "")
    who, seen = speaker(bare) if bare and bare.strip() else (None, False)
    manner = aside.strip(" )")
    off = bool(re.fullmatch(r"v\.?o\.?|o\.?s\.?|off", manner, re.IGNORECASE))
    return LinePlan(speaker=who, text=" ".join(words.split()), seen=False if off else seen, manner="" if off else manner, delivery=None if off else terms.delivery(manner))


def _text(value: Any, rows: bool = False) -> str:
    """A cell as text; on one row if not `rows`."""
    if value is None or isinstance(value, bool | dict):
        return ""
    if isinstance(value, list):
        value = ", ".join(_text(one) for one in value)
    words = cleaned(str(value))
    return words.strip() if rows else " ".join(words.split())


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell
