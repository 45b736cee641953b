"""Small signs for sizes and camera moves. They stand beside the words, never for them, so they are hidden from who listens."""

from __future__ import annotations

from app.ui.markup import Html, tag
from storyboard.grammar import Camera, Move, Size

SCALES = {
    Size.EXTREME_WIDE: 0.16, Size.WIDE: 0.3, Size.FULL: 0.62, Size.MEDIUM: 1.0, Size.MEDIUM_CLOSE: 1.35, Size.CLOSE: 1.9, Size.EXTREME_CLOSE: 3.0,
}  # fmt: skip
ARROWS = {
    Move.STATIC: ("·", "·"), Move.PAN: ("→", "←"), Move.TILT: ("↑", "↓"), Move.ZOOM: ("⊕", "⊖"), Move.DOLLY: ("⇱", "⇲"), Move.TRUCK: ("⇉", "⇇"),
    Move.PEDESTAL: ("⇈", "⇊"), Move.ROLL: ("↻", "↺"), Move.HANDHELD: ("≈", "≈"), Move.FOCUS: ("◎", "◎"),
}  # fmt: skip


def size_icon(size: Size) -> Html:
    """A frame with as much of a figure as the size shows."""
    scale = SCALES.get(size)
    figure = [tag("rect", x=9, y=6, width=6, height=4)] if scale is None else _figure(scale)
    return tag(
        "svg", tag("rect", x=0.5, y=0.5, width=23, height=15, fill="none", stroke="currentcolor"), *figure,
        viewBox="0 0 24 16", width=24, height=16, aria_hidden="true", class_="board-icon", fill="currentcolor",
    )  # fmt: skip


def _figure(scale: float) -> list[Html]:
    """Head and body, cut off by the frame below."""
    head = 2.2 * scale
    top = max(1.5, 8 - 6 * scale) if scale < 1 else 2.0
    if scale >= 3:
        return [tag("circle", cx=9, cy=8, r=1.6), tag("circle", cx=15, cy=8, r=1.6)]
    body = min(15.5 - top - 2 * head, 9 * scale)
    return [tag("circle", cx=12, cy=top + head, r=head), tag("rect", x=12 - 1.4 * head, y=top + 2 * head, width=2.8 * head, height=max(0.5, body), rx=1)]


def move_icon(camera: Camera) -> Html:
    still = camera.move is Move.STATIC or camera.amount == 0.0
    return tag("span", ARROWS[Move.STATIC if still else camera.move][0 if camera.amount >= 0 else 1], aria_hidden="true", class_="board-arrow")
