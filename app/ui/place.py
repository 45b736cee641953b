"""Where a person is in the studio: a page, and the story, shot or job it shows. It is the address of the page, so links, back and reload work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

PAGES = ("stories", "premise", "cast", "board", "shot", "screening", "settings")


@dataclass(frozen=True)
class Place:
    """`part`: what of a page is looked at, where a page has several (a character, a scene, a page of stories)."""

    page: str = "stories"
    story: str = ""
    shot: str = ""
    job: int = 0
    part: str = ""

    @property
    def address(self) -> str:
        """The query of its link: "?view=board&story=3f2a" (`page` is a word that Gradio keeps for itself)."""
        said = {name: value for name, value in asdict(self).items() if value}
        return "?" + urlencode({"view": said.pop("page"), **said})

    def at(self, **changed: Any) -> Place:
        """Another place near this one."""
        return replace(self, **changed)


def place_of(query: Mapping[str, Any]) -> Place:
    """The place an address names. What is not understood there counts as not said: links are typed and cut by people."""
    known = {field.name for field in fields(Place)}
    said = {name: str(value)[:200] for name, value in query.items() if name in known}
    page = str(query.get("view", "stories"))
    job = said.get("job", "0")
    return Place(
        page if page in PAGES else "stories", said.get("story", ""), said.get("shot", ""), int(job) if job.isdecimal() and len(job) < 10 else 0, said.get("part", "")
    )
