"""In which size and shape a story is looked at: those of its newest film, else the usual ones."""

from __future__ import annotations

from app.studio import Studio
from app.ui.tongue import Tongue

WIDE = "wide"


def size_of(studio: Studio, story: str) -> str:
    """A name of app.ways_of.SIZES, with a profile behind it where the film is not wide."""
    return next((job.size for job in studio.jobs(story) if job.target != "writing"), studio.usual_size)


def shapes(t: Tongue) -> dict[str, str]:
    """Every profile of app.ways_of, in words."""
    return {WIDE: t("Wide 16:9"), "square": t("Square 1:1"), "tall": t("Tall 9:16")}


def shape_of(size: str) -> str:
    """"default:tall" -> "tall"."""
    return size.partition(":")[2] or WIDE


def in_shape(size: str, shape: str) -> str:
    """The same size in another shape."""
    name = size.partition(":")[0]
    return name if shape == WIDE else f"{name}:{shape}"
