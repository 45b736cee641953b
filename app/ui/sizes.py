"""In which size a story is looked at: that of its newest film, else the usual one."""

from __future__ import annotations

from app.studio import Studio


def size_of(studio: Studio, story: str) -> str:
    """A name of app.ways_of.SIZES."""
    return next((job.size for job in studio.jobs(story) if job.target != "writing"), studio.usual_size)
