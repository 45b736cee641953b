"""Doc: the frozen pydantic document every value of a film is."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Doc(BaseModel):
    """Frozen, closed (unknown fields are refused), compared by value. Change = `model_copy(update=...)` through edit.py."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)


class Word(str, Enum):
    """An enum whose members carry a one-line meaning: `PAN = "pan", "the camera turns left or right"`."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Word:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    def __str__(self) -> str:
        return str(self.value)


Share = Annotated[float, Field(ge=0.0, le=1.0)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]


def plain(document: Any) -> Any:
    """The document as JSON values (dicts, lists, strings, numbers)."""
    return document.model_dump(mode="json") if isinstance(document, BaseModel) else document
