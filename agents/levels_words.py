"""A draft's levels as a person reads them, with the names that `fabula draft --set` takes."""

from __future__ import annotations

from collections.abc import Iterator

from agents.levels import LEVELS, Draft

TOLD = ("title", "logline", "want", "obstacle", "turn", "ending", "moral", "style")


def words(draft: Draft, level: str = "") -> str:
    """One level, or all that are there."""
    rows: list[str] = []
    for one in LEVELS:
        if draft.has(one) and level in ("", one):
            rows += [f"{one.upper()}{' (approved)' if one in draft.approved else ''}", *_ROWS[one](draft), ""]
    return "\n".join(rows).strip()


def _treatment(draft: Draft) -> Iterator[str]:
    assert draft.treatment is not None
    yield from (f"  {name + ':':10} {getattr(draft.treatment, name)}" for name in TOLD)


def _cast(draft: Draft) -> Iterator[str]:
    assert draft.cast is not None and draft.places is not None
    for one in draft.cast.members:
        worn = [f"{one.garment_color} {one.garment}"] * (str(one.garment) != "nothing") + [f"{one.hat_color} {one.hat}"] * (str(one.hat) != "no hat")
        yield f"  cast.{one.name}: {one.role}, {one.body} {one.kind}" + (f", {', '.join(worn)}" if worn else "")
    yield from (f"  places.{one.name}: {one.place}" for one in draft.places.locales)
    yield from (f"  places.{one.name}: {one.prop}" for one in draft.places.items)


def _outline(draft: Draft) -> Iterator[str]:
    assert draft.outline is not None
    for number, one in enumerate(draft.outline.scenes, 1):
        yield f"  outline.{number}: {one.place}, {one.hour}, {one.weather}, {one.season}; {', '.join(one.who)}; music {one.mood}. {one.beat}"


def _shots(draft: Draft) -> Iterator[str]:
    for key in sorted(draft.shots, key=int):
        for number, shot in enumerate(draft.shots[key].shots, 1):
            seen = ", ".join(f"{one.who} {one.action}, {one.emotion}" for one in shot.subjects) or shot.shows or shot.words
            said = " / ".join(f"{one.speaker}: {one.text}" for one in shot.lines)
            yield f"  shots.{key}.{number}: {shot.size}. {seen}. {said}".rstrip()


_ROWS = {"treatment": _treatment, "cast": _cast, "outline": _outline, "shots": _shots}
