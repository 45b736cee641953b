"""Dressings: the same kind of room in other colours, so that two of a story's rooms are not taken for one.

The seed of a place lays it out, and rooms of one kind are laid out much alike; a dressing says what is painted there instead.
"""

from __future__ import annotations

from storyboard.staging import Place

Instead = tuple[tuple[str, str], ...]


def _of(colors: tuple[str, ...], *others: tuple[str, ...]) -> tuple[Instead, ...]:
    """The dressings of a room: what stands in for each of its colours."""
    return tuple(tuple(zip(colors, row, strict=True)) for row in others)


# wall, floor, panel, curtains, armchair, rug, its border, drapery before the lens; of the stage: curtains, boards, wings
ROOMS: dict[Place, tuple[Instead, ...]] = {
    Place.COTTAGE: _of(
        ("#d9b98f", "#a87850", "#9a6b48", "#b8544a", "#5e7f78", "#a8443f", "#e6c68a", "#a8504a"),
        ("#a9bcae", "#8a6a52", "#5f7d74", "#d3a94e", "#a65a48", "#40667a", "#d8cfae", "#c29a48"),
        ("#c9a3a0", "#7c5548", "#7a4a4e", "#5d7a96", "#8a8a52", "#6b5a8a", "#e0c9a0", "#57718c"),
        ("#b9b2cc", "#9a7a62", "#675f86", "#6f9a6a", "#c08a4a", "#4f7f66", "#e6d9b0", "#65905f"),
    ),
    Place.KITCHEN: _of(
        ("#c9d0b4", "#b98a63", "#8fa39a", "#eae4d0", "#7fa3a8", "#d9b48a", "#a9774d", "#4d525e"),
        ("#e3c39a", "#8f6a52", "#b0643f", "#f2e2c0", "#c8584a", "#e6cba0", "#7d5638", "#5e4a42"),
        ("#a9c3d2", "#a08a78", "#557a96", "#f0f0ea", "#3f6a8f", "#d6dde0", "#c9a06a", "#42566a"),
        ("#d3b6bf", "#83624f", "#8a5a70", "#f2e4e2", "#9a5f86", "#e0c4b8", "#8f6a4a", "#5a4452"),
    ),
    Place.WORKSHOP: _of(
        ("#b59f86", "#8a6a50", "#8b6b4e", "#b08a5f", "#a9774d", "#4f7a72", "#6d4f3c"),
        ("#8fa3a6", "#5f6468", "#5a6a70", "#8a949a", "#7f8a8f", "#c0793f", "#46525a"),
        ("#b98a72", "#6f4a3c", "#7a4a38", "#c49a5f", "#8a5a3c", "#7a5a86", "#5a3a30"),
        ("#c9b46e", "#5c6a4a", "#4f6a56", "#d0b070", "#6f7a4a", "#a8504a", "#44523c"),
    ),
    Place.LIBRARY: _of(
        ("#8d6b54", "#8a5b40", "#5f4030", "#3f5f7a", "#d9b46a", "#b8894f"),
        ("#5f7a6c", "#7a6048", "#3f5444", "#8a4a42", "#d8cda4", "#a98a5a"),
        ("#7a6a90", "#6a4f5a", "#4a3f62", "#b08a44", "#e6d6a8", "#9a7a8a"),
        ("#a3906a", "#b08a60", "#8f6a44", "#5a6f4a", "#ecd9a0", "#d0a868"),
    ),
    Place.STAGE: _of(
        ("#a3323a", "#b07d50", "#4f7f58", "#3a0f1e"),
        ("#2f5a86", "#8f7a62", "#86704a", "#0f1e3a"),
        ("#4a7a4e", "#a8865a", "#8a5a6a", "#12301e"),
        ("#6a3f86", "#94705a", "#4f7f86", "#220f3a"),
    ),
}  # fmt: skip


def instead(place: Place, dressing: int) -> Instead:
    """What is painted there in place of what; nothing in the first dressing, and where the seed alone makes places differ."""
    rows = ROOMS.get(place, ())
    return rows[(dressing - 1) % len(rows)] if rows and dressing else ()
