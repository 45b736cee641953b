"""Shapes that cross files, each with its rounding rule.

A clip of F = 1 + 4 n drawings becomes n + 1 latent frames (the first drawing alone, then groups of four), each one
eighth of the picture's height and width; the DiT cuts every latent frame into 2 x 2 patches.
"""

from typing import NamedTuple

FRAMES_PER_LATENT = 4
PIXELS_PER_LATENT = 8
PIXELS_PER_MASK = 4
PATCH = 2
WINDOW_FRAMES = 17


class TokenGrid(NamedTuple):
    """Tokens of the DiT: latent frames, rows, columns."""

    frames: int
    rows: int
    columns: int

    @property
    def per_frame(self) -> int:
        return self.rows * self.columns

    @property
    def total(self) -> int:
        return self.frames * self.per_frame


class LatentShape(NamedTuple):
    """Latent frames, height and width (in latent cells)."""

    frames: int
    height: int
    width: int

    def tokens(self, patch: tuple[int, int, int] = (1, PATCH, PATCH)) -> TokenGrid:
        """The token grid; a size that the patch does not divide is refused with ValueError."""
        if self.frames % patch[0] or self.height % patch[1] or self.width % patch[2]:
            raise ValueError(f"a latent of {tuple(self)} cannot be cut into patches of {patch}")
        return TokenGrid(self.frames // patch[0], self.height // patch[1], self.width // patch[2])

    def video(self) -> "VideoShape":
        """The clip this latent decodes to."""
        return VideoShape(
            1 + (self.frames - 1) * FRAMES_PER_LATENT,
            self.height * PIXELS_PER_LATENT,
            self.width * PIXELS_PER_LATENT,
        )


class VideoShape(NamedTuple):
    """Drawings, height and width in pixels."""

    frames: int
    height: int
    width: int

    def latent(self) -> LatentShape:
        """The latent shape; refuses (ValueError) what is not 1 + 4 n frames or not a multiple of 8 pixels."""
        if self.frames < 1 or (self.frames - 1) % FRAMES_PER_LATENT:
            raise ValueError(f"a clip needs 1 + 4 n frames, given {self.frames}; try {round_frames(self.frames)}")
        if self.height % PIXELS_PER_LATENT or self.width % PIXELS_PER_LATENT or min(self.height, self.width) < 1:
            raise ValueError(f"height and width must be multiples of 8 pixels, given {self.height} x {self.width}")
        return LatentShape(
            1 + (self.frames - 1) // FRAMES_PER_LATENT,
            self.height // PIXELS_PER_LATENT,
            self.width // PIXELS_PER_LATENT,
        )


def round_frames(frames: int) -> int:
    """The smallest count 1 + 4 n that is at least `frames` (and at least 1)."""
    return 1 + max(0, -(-(frames - 1) // FRAMES_PER_LATENT)) * FRAMES_PER_LATENT
