"""What a batch asks for: a YAML file of films, or a text file with one premise a line. Strict: every fault is one sentence with its line.

    defaults: {size: preview, style: gouache, exports: [srt]}     # for every film that does not say otherwise
    films:
      - premise: A lighthouse keeper befriends a storm
        out: storm.mp4                                            # else by the title, or the premise
        minutes: 1
      - script: tales/fox.fountain                                # a screenplay, shot list or tale; beside this file, or below
        title: The Fox
      - story: lamp.story.json                                    # or a story of this home, by id or title
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.batch_yaml import FIELDS, Field, fields_of
from storyboard.errors import BadInput

MOST = 10_000  # films in one file
LARGEST = 8 * 2**20  # bytes of it
REPORT = "report.json"
SOURCES = ("premise", "script", "story")
EVERYWHERE = ("out", "size", "exports", "slates")
FITS = {  # what can be said of a film, by what it is made from
    "premise": (*EVERYWHERE, "title", "seed", "minutes", "style", "language", "pictures", "limits", "with"),
    "script": (*EVERYWHERE, "title", "seed", "minutes", "style", "pictures"),
    "story": (*EVERYWHERE, "pictures"),
}
OWN = (*SOURCES, "out", "title")  # of one film: no default of all


@dataclass(frozen=True)
class Wish:
    """One film that is asked for. `source`: the premise, the script's path or the story's name; `out`: in the folder of films; `line`: where
    it is asked for; `asked`: everything else, as app.batch_yaml.FIELDS has it."""

    kind: str
    source: str
    out: str
    line: int
    asked: dict[str, Any] = field(default_factory=dict)

    def files(self) -> tuple[str, ...]:
        """All it writes: the film, its subtitles and its story, and the exports."""
        path = Path(self.out)
        beside = ("srt", "story.json", *("sheet.png" if one == "sheet" else one for one in self.asked.get("exports", ())))
        return tuple(dict.fromkeys([path.as_posix(), *(path.with_suffix(f".{end}").as_posix() for end in beside)]))


def read(path: Path, usual: dict[str, Any]) -> list[Wish]:
    """The films a file asks for. `usual`: what holds where neither a film nor the file's defaults say otherwise. BadInput."""
    text = _text(path)
    wishes = (_films if path.suffix.lower() in (".yaml", ".yml") else _premises)(text, path, usual)
    _apart(wishes, path)
    return wishes


def slug(words: str) -> str:
    """A file name a person can read."""
    return re.sub(r"[^\w]+", "-", words.lower()).strip("-_")[:40].strip("-_") or "film"


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            words = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.") from error
    except OSError as error:
        raise BadInput(f"The file of films {path} cannot be read: {error.strerror}.") from error
    if len(words) > LARGEST:
        raise BadInput(f"{path} has more than {LARGEST // 2**20} MiB; split it into several files.")
    try:
        return words.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInput(f"{path} is not UTF-8 text (line {line}). Save it as UTF-8.") from error


def _premises(text: str, path: Path, usual: dict[str, Any]) -> list[Wish]:
    """The lines that say something; those that begin with # are notes."""
    found = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")]
    if not 1 <= len(found) <= MOST:
        raise BadInput(f"{path} holds {len(found)} premises; give 1 to {MOST}, one a line.")
    return [Wish("premise", words, f"{number:03}-{slug(words)}.mp4", line, usual) for number, (line, words) in enumerate(found, 1)]


def _films(text: str, path: Path, usual: dict[str, Any]) -> list[Wish]:
    from app.batch_yaml import Sheet

    sheet = Sheet(text, str(path))
    top = sheet.mapping(sheet.root, ("defaults", "films"), 'give "films:", a list, and "defaults:" where films share something')
    shared = fields_of(sheet, top["defaults"], tuple(name for name in FIELDS if name not in OWN)) if "defaults" in top else {}
    nodes = sheet.items(top["films"], "the films") if "films" in top else []
    if not 1 <= len(nodes) <= MOST:
        raise BadInput(f"{path} holds {len(nodes)} films; give 1 to {MOST} under `films:`, as in - premise: A fox finds a lamp")
    below = usual | {name: one.value for name, one in shared.items()}
    return [_film(sheet, node, path, below) for node in nodes]


def _film(sheet: Any, node: Any, path: Path, below: dict[str, Any]) -> Wish:
    given = fields_of(sheet, node, (*SOURCES, *FITS["premise"]))
    kinds = [name for name in SOURCES if name in given]
    if len(kinds) != 1:
        said = "has no premise, script or story" if not kinds else f"has {' and '.join(kinds)}"
        raise sheet.fault(node, f"this film {said}; give exactly one of premise, script and story")
    kind = kinds[0]
    for name, one in given.items():
        if name != kind and name not in FITS[kind]:
            raise sheet.fault(one.node, f"{name} cannot be said of a film that is made from a {kind}; that takes: {', '.join(FITS[kind])}")
    source = given[kind].value
    if kind == "script":
        source = str(_beside(sheet, given[kind], path))
    elif kind == "story" and (path.parent / source).is_file():
        source = str((path.parent / source).absolute())
    asked = {name: value for name, value in below.items() if name in FITS[kind]}
    asked |= {name: one.value for name, one in given.items() if name not in (kind, "out")}
    return Wish(kind, source, _out(sheet, given, kind), sheet.line(node), asked)


def _beside(sheet: Any, one: Field, path: Path) -> Path:
    """A file named in the sheet: by its own path, or as seen from the sheet's folder."""
    found = (path.parent / Path(one.value).expanduser()).absolute()
    if not found.is_file():
        raise sheet.fault(one.node, f"there is no script {one.value!r} beside {path.name}; name a file that is there, as seen from that folder")
    return found


def _out(sheet: Any, given: dict[str, Field], kind: str) -> str:
    if "out" not in given:
        words = given["title"].value if "title" in given else given[kind].value if kind == "premise" else Path(given[kind].value).name.split(".")[0]
        return f"{slug(words)}.mp4"
    name = given["out"].value
    path = Path(name if name.lower().endswith(".mp4") else f"{name}.mp4")
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or path.stem in ("", ".mp4"):
        raise sheet.fault(given["out"].node, f"out is {name!r}; give a film's name in the folder of films, as in fox.mp4 or tales/fox.mp4")
    return path.as_posix()


def _apart(wishes: Sequence[Wish], path: Path) -> None:
    """BadInput when two films would write one file."""
    taken: dict[str, Wish | None] = {REPORT: None}
    for wish in wishes:
        for name in wish.files():
            if name.casefold() in taken:
                other = taken[name.casefold()]
                whose = "which is the batch's own report" if other is None else f"and so does the film of line {other.line}"
                raise BadInput(f"{path}, line {wish.line}: this film would write {name}, {whose}; give one of them another `out:`.")
        taken |= {name.casefold(): wish for name in wish.files()}
