"""A film bench in figures: each way's mean over the shots with its interval, how far the others are from the first, shot by shot, and the floor."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.film_bench_result import Pictures, Result, Tried
from generator.measures import NAN, Mean, mean_of
from storyboard.rubric import POINTS, Criterion, Mark, total

ALL = "all that was judged"
FIRST = 28  # letters of the first column
STYLE = (
    "body{font:15px/1.45 sans-serif;margin:2em auto;max-width:1200px;padding:0 1em}td,th{padding:2px 10px;text-align:left;vertical-align:top}"
    "tr:nth-child(even){background:#f3f1ec}small{color:#666}h2{margin-top:2em}"
)  # fmt: skip


class Figure(NamedTuple):
    """One line: the mean of each way over the shots, its difference from the first way (the first one's is nan), and the floor's mean.
    `better`: 1 where more is better, -1 where less is, 0 where neither."""

    name: str
    unit: str
    values: tuple[Mean, ...]
    apart: tuple[Mean, ...]
    floor: float = NAN
    better: int = 1


def figures(result: Result) -> list[Figure]:
    """The rubric's points, then how pictures go on, then seconds. Differences are paired: of the same shot."""
    rows = [_figure(result, str(name), points(name), result.floor.marks) for name in Criterion]
    rows.append(_figure(result, ALL, points(None), result.floor.marks))
    frozen = {"motion": 0.0, "diversity": 0.0, "redundancy": 1.0}
    moving = [("motion", "levels", 0), ("diversity", "levels", 0), ("redundancy", "%", -1), ("seconds", "s", -1)]
    return rows + [_moving(result, name, unit, (frozen.get(name, NAN), better)) for name, unit, better in moving]


def points(name: Criterion | None, is_sure: bool = False) -> Callable[[Sequence[Mark], str], float]:
    """Of one shot: its points for a thing, or None: for everything that was judged, as a mean. `is_sure`: advisory marks do not count."""

    def of(marks: Sequence[Mark], shot: str) -> float:
        given = [m.points for m in marks if m.shot == shot and name in (None, m.criterion) and m.points is not None and not (is_sure and m.is_advisory)]
        return sum(given) / len(given) if given else NAN

    return of


def _figure(result: Result, name: str, of: Callable[[Sequence[Mark], str], float], floor: Sequence[Mark]) -> Figure:
    each = [[of(way.marks, shot) for shot in result.shots] for way in result.ways]
    return Figure(name, "points", *_means(each), mean_of([of(floor, shot) for shot in result.shots]).mean)


def _moving(result: Result, name: str, unit: str, told: tuple[float, int]) -> Figure:
    each = [[float(getattr(one, name)) for one in way.shots] for way in result.ways]
    return Figure(name, unit, *_means(each), *told)


def _means(each: Sequence[Sequence[float]]) -> tuple[tuple[Mean, ...], tuple[Mean, ...]]:
    apart = [mean_of([b - a for a, b in zip(each[0], one, strict=True)]) for one in each[1:]]
    return tuple(mean_of(one) for one in each), (Mean(NAN, NAN, NAN, 0), *apart)


def cell(value: float, unit: str) -> str:
    if value != value:
        return "-"
    return f"{100 * value:.0f} %" if unit == "%" else f"{value:.2f}"


def spread(value: Mean, unit: str, sign: bool = False) -> str:
    """A mean and its interval."""
    if value.of == 0:
        return "-"
    return f"{'+' * (sign and value.mean >= 0)}{cell(value.mean, unit)} ({cell(value.low, unit)} .. {cell(value.high, unit)})"


def summary(way: Tried) -> str:
    """The points of a way in a sentence."""
    given, most = total(way.marks)
    advisory, left = sum(m.is_advisory and m.points is not None for m in way.marks), sum(m.points is None for m in way.marks)
    told = [f"{advisory} marks advisory" if advisory else "", f"{left} left to the person" if left else ""]
    return f"{given} of {most} points" + "".join(f", {one}" for one in [*told, _found(way)] if one)


def _found(way: Tried) -> str:
    """What the watcher found."""
    if way.findings is None:
        return ""
    return "the watcher found " + (", ".join(f"{sort} {count}" for sort, count in way.findings.items()) or "nothing")


def words(result: Result) -> str:
    """The report as text."""
    lines = [f"{result.title}: {len(result.shots)} of {result.of_shots} shots, seed {result.seed}", ""]
    for n, way in enumerate(result.ways):
        name = f"{n + 1}. {way.name}"
        lines.append(f"{name:<{FIRST}}{summary(way)}; film {way.film_s:.1f} s, {way.bytes / 2**20:.1f} MiB, made in {way.made_s:.1f} s ({way.wall_s:.1f} s this time)")
    lines += ["", f"{'':<{FIRST}}" + "".join(f"{n + 1:<28}" for n in range(len(result.ways))) + "floor"]
    for row in figures(result):
        lines.append(f"{row.name:<{FIRST}}" + "".join(f"{spread(one, row.unit):<28}" for one in row.values) + cell(row.floor, row.unit))
        if len(result.ways) > 1:
            lines.append(f"{'  less the first':<{FIRST}}{'':<28}" + "".join(f"{spread(one, row.unit, True):<28}" for one in row.apart[1:]).rstrip())
    return "\n".join([*lines, "", *_below(result)])


def _below(result: Result) -> Iterator[str]:
    yield "Means over the shots with 95 % intervals (paired bootstrap); points 0 to 2; the floor is way 1 held on each shot's first drawing."
    if result.floor.marks:
        (still, of), (blurred, _) = total(result.floor.marks), total(result.floor.blurred)
        yield f"Of the {of} points besides cuts, the film of way 1 is given {still} held on its first drawings, and {blurred} blurred beyond recognition."
    reasons: dict[str, list[str]] = {}
    for way in result.ways:
        for mark in way.marks:
            if mark.points is None:
                reasons.setdefault(mark.why, []).append(f"{mark.shot} {mark.criterion}")
    for why, where in reasons.items():
        yield f"Left to the person ({len(where)} marks, {where[0]} first): {why}."


def page(result: Result) -> str:
    """The report as a web page without anything outside itself: what points mean, the figures, every mark."""
    out = f"<!doctype html><meta charset=utf-8><title>{html.escape(result.title)}, compared</title><style>{STYLE}</style><h1>{html.escape(result.title)}, compared</h1>"
    out += "".join(f"<p><b>{n}. {html.escape(way.name)}</b>: {html.escape(summary(way))}; made in {way.made_s:.1f} s ({_spent(way)})</p>" for n, way in enumerate(result.ways, 1))
    heads = "".join(f"<th>{html.escape(way.name)}</th>" for way in result.ways)
    out += f"<h2>Figures</h2><table><tr><th></th>{heads}<th>floor</th></tr>{''.join(_row(row) for row in figures(result))}</table>"
    out += f"<p>{html.escape(' '.join(_below(result)))} {_slideshow(result.floor.slideshow)}</p>"
    out += f"<h2>Every mark</h2><p>A star: advisory, the readers do not read this shot rightly even as it is drawn. A dash: left to the person.</p>{_marks(result)}"
    out += f"<h2>What points mean</h2>{meanings()}<p><small>Readers: {', '.join(f'{name} {sha[:12]}' for name, sha in result.readers.items())}</small></p>"
    return out


def _spent(way: Tried) -> str:
    return html.escape(", ".join(f"{kind} {seconds:.1f}" for kind, seconds in sorted(way.by_kind.items(), key=lambda one: -one[1])))


def _row(row: Figure) -> str:
    cells = [f"{spread(value, row.unit)}<br><small>{spread(apart, row.unit, True)}</small>" if apart.of else spread(value, row.unit) for value, apart in zip(row.values, row.apart, strict=True)]
    return f"<tr><td>{row.name}</td>{''.join(f'<td>{one}</td>' for one in cells)}<td>{cell(row.floor, row.unit)}</td></tr>"


def _slideshow(shots: Sequence[Pictures]) -> str:
    return f"A slideshow of the same pictures has motion {mean_of([s.motion for s in shots]).mean:.2f} and diversity {mean_of([s.diversity for s in shots]).mean:.2f}." if shots else ""


def _marks(result: Result) -> str:
    heads = "".join(f"<th>{name}</th>" for name in Criterion)
    rows = []
    for shot in result.shots:
        for way in result.ways:
            given = {m.criterion: m for m in way.marks if m.shot == shot}
            rows.append(f"<tr><td>{shot}</td><td>{html.escape(way.name)}</td>{''.join(f'<td>{_mark(given[name])}</td>' for name in Criterion)}</tr>")
    return f"<table><tr><th>shot</th><th></th>{heads}</tr>{''.join(rows)}</table>"


def _mark(mark: Mark) -> str:
    shown = "-" if mark.points is None else f"{mark.points}{'*' * mark.is_advisory}"
    return f"<span title='{html.escape(mark.why, quote=True)}'>{shown}</span>" if mark.why else shown


def meanings() -> str:
    rows = "".join(f"<tr><td><b>{name}</b><br><small>{name.meaning}</small></td>{''.join(f'<td>{words}</td>' for words in POINTS[name])}</tr>" for name in Criterion)
    return f"<table><tr><th></th><th>0</th><th>1</th><th>2</th></tr>{rows}</table>"
