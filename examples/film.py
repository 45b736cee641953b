"""A film from one sentence, in five lines of Python: `python examples/film.py`. Everything else a person can ask is a method of Studio too."""

from pathlib import Path

from app.studio import Studio

with Studio() as studio:
    story = studio.write("A lighthouse keeper befriends a storm")
    studio.deliver(studio.film(story), Path("film.mp4"))
