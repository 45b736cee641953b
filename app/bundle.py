"""A story with all that was made for it, as documents: what an archive says of the files it holds. A stranger may have written one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from app.db.media import Kept
from storyboard.document import Doc
from storyboard.story import Sha
from storyboard.ways import Kind

MOST = 50_000  # takes, uses, files of one story
When = Annotated[str, Field(max_length=40, pattern=r"^\d{4}-\d\d-\d\dT[0-9:.+Z-]+$")]  # ISO 8601, UTC
Word = Annotated[str, Field(max_length=64, pattern=r"^[a-z][a-z0-9_-]*$")]
StepId = Annotated[str, Field(max_length=200, pattern=r"^((reading|vision):)?[a-z]{3,10}:[A-Za-z0-9_.+,-]+$")]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Side = Annotated[int, Field(ge=0, le=8192)]


class PackedFile(Doc):
    """A file of the archive, as app.db.media.Kept says it."""

    sha256: Sha
    format: Literal["png", "mp4", "wav", "json"]
    size: Annotated[int, Field(gt=0, lt=2**32)]
    frames: Count
    rate: Annotated[str, Field(pattern=r"^\d{1,9}(/\d{1,9})?$")]
    width: Side
    height: Side

    @property
    def name(self) -> str:
        """Its name in the archive."""
        return f"media/{self.sha256}.{self.format}"

    @property
    def kept(self) -> Kept:
        return Kept(**self.model_dump())


class Recipe(Doc):
    """What went into a step, as app.db.takes.recipe writes it."""

    way: dict[str, Any]
    params: dict[str, Any]
    inputs: tuple[tuple[str, Sha], ...]


class PackedTake(Doc):
    """What a step made: the key, what went in, which file came out."""

    key: Sha
    kind: Kind
    way: Word
    sha256: Sha
    width: Side
    recipe: Recipe
    seconds: Annotated[float, Field(ge=0, le=1e7)]
    made_at: When


class PackedUse(Doc):
    """A step of the story used this key; the highest `last` is the newest."""

    step: StepId
    key: Sha
    last: Count


class PackedJob(Doc):
    """The newest finished film."""

    target: Annotated[str, Field(pattern=r"^(film|animatic|slated)$")]
    size: Annotated[str, Field(pattern=r"^[a-z]{1,8}(:[a-z]{1,7})?$")]  # a name of app/ways_of.py, with or without a profile
    film: Sha
    made_at: When
    is_today: bool  # it is of today's revision


class Bundle(Doc):
    """The head of an archive: archive.json."""

    fabula_archive: Literal[1] = 1
    title: Annotated[str, Field(max_length=1000)]
    takes: Annotated[tuple[PackedTake, ...], Field(max_length=MOST)] = ()
    uses: Annotated[tuple[PackedUse, ...], Field(max_length=MOST)] = ()
    files: Annotated[tuple[PackedFile, ...], Field(max_length=MOST)] = ()
    job: PackedJob | None = None


class PackedRevision(Doc):
    """A line of a story's history: the documents it touched, of its parent's (null = gone)."""

    number: Annotated[int, Field(ge=1, lt=2**31)]
    parent: int | None
    note: Annotated[str, Field(max_length=100_000)]
    change: dict[str, Any] | None
    touched: dict[str, dict[str, Any] | None]
    whole: bool
    made_at: When


class History(Doc):
    """Every revision of a story, in order, and which is today's: history.json."""

    today: int
    revisions: Annotated[tuple[PackedRevision, ...], Field(min_length=1, max_length=100_000)]
