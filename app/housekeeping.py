"""Housekeeping: what a new film has when nobody says otherwise, what makes what here, how much room the home takes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.authoring import Premise, brief
from app.db.store import Store
from app.doctor import Check, checks
from app.settings import Settings
from app.ways_of import film_size, ways
from storyboard.ways import Kind, Way

if TYPE_CHECKING:
    from app.studio import Studio

KIND = "usual"  # of the paper that keeps it
BUDGETS = ("calls", "tokens", "money")


@dataclass(frozen=True)
class Usual:
    """Of new films. `style`: "" is the writer's choice; `minutes`: 0 is what the story needs; the budgets are of a model that writes, None
    is no limit of one's own: calls, tokens, money at FABULA_LLM_PRICE."""

    size: str = "default"
    style: str = ""
    minutes: float = 0.0
    calls: int | None = None
    tokens: int | None = None
    money: float | None = None

    @property
    def limits(self) -> dict[str, Any]:
        return {name: value for name in BUDGETS if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Room:
    """Bytes: free on the home's disk, of kept files, of small pictures and other things that can be made again, of backups. `files`: how many are kept."""

    free: int
    files: int
    kept: int
    spare: int
    backups: int


class Housekeeping:
    """The part of a Studio that looks after its home."""

    settings: Settings
    store: Store
    _size: str | None = None  # as `fabula studio --size` says, for this run

    @property
    def usual_size(self) -> str:
        """Of films that are ordered without naming one."""
        return self._size or usual_of(self.store).size

    @usual_size.setter
    def usual_size(self, name: str) -> None:
        film_size(name)
        self._size = name

    def usual(self) -> Usual:
        return usual_of(self.store)

    def set_usual(self, **changed: Any) -> Usual:
        """New films have this from now on. BadInput when a film could not."""
        found = replace(usual_of(self.store), **changed)
        film_size(found.size)
        brief(Premise("", 0, found.minutes or None, found.style or None, found.size, limits=found.limits))
        paper = self.store.papers.newest(KIND, "")
        if paper is None:
            self.store.papers.add(KIND, asdict(found))
        else:
            self.store.papers.put(paper, asdict(found))
        return found

    def usual_premise(self, text: str, seed: int = 0) -> Premise:
        """A premise with everything else as usual."""
        usual = usual_of(self.store)
        return Premise(text, seed, usual.minutes or None, usual.style or None, self.usual_size, limits=usual.limits)

    def makers(self) -> dict[Kind, tuple[Way, tuple[str, ...]]]:
        """What makes what in a film nobody has said otherwise of: the way, and the names of the weights it loads."""
        from generator import WEIGHTS

        found = ways(given=self.settings)
        return {kind: (way, tuple(WEIGHTS.get((kind, way.name), ()))) for kind, way in found.each.items()}

    def doctor(self, everything: bool = True) -> list[Check]:
        """What is here, what is not, and what to do. `everything`: every kept file too, which reads them all."""
        return checks(cast("Studio", self), everything)

    def room(self) -> Room:
        files, kept = self.store.takes.weight()
        spare = sum(_bytes(folder) for folder in (self.settings.thumbs, self.settings.scratch / "gradio"))
        return Room(shutil.disk_usage(self.settings.home).free, files, kept, spare, _bytes(self.settings.backups))


def usual_of(store: Store) -> Usual:
    paper = store.papers.newest(KIND, "")
    return Usual() if paper is None else Usual(**{name: value for name, value in paper.content.items() if name in Usual.__dataclass_fields__})


def budgeted(store: Store, premise: Premise) -> Premise:
    """The premise with the usual budgets where it names none of its own."""
    limits: Mapping[str, Any] = {**usual_of(store).limits, **premise.limits}
    return replace(premise, limits=limits)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
