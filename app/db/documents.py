"""A story as named documents, so that a revision can keep only those it touched: story, character:x, scene:x, shot:x.

Every function here costs what differs, not what there is: documents that an edit left alone are the same objects before and after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from storyboard.document import Doc
from storyboard.finish import Finish
from storyboard.params import Sampling
from storyboard.remembered import remembered
from storyboard.sound import Levels
from storyboard.story import Scene, Shot, ShotModels, Story, Trim
from storyboard.tree import opened, validated, whole
from storyboard.upgrade import lifted

Plain = dict[str, Any]
Documents = dict[str, Plain]
INSIDE: dict[type[Doc], tuple[str, ...]] = {Story: ("characters", "scenes"), Scene: ("shots",)}  # kept as ids: documents of their own
LATER: Plain = {  # fields by name, wherever they are, where they say nothing
    "levels": Levels().model_dump(exclude={"effects"}), "subtitles": "burned", "trim": Trim().model_dump(), "retake": None, "models": ShotModels().model_dump(), "telling": "acted", "named": "", "voice": "espeak",
    "mark": 0, "music": "synth", "effects": 0.0, "finish": Finish().model_dump(mode="json"), "aperture": None, "openings": "none", "credits": "short", "lead": 0, "tail": 0,
    "state": None, "dressing": 0, "watch": True, "vision": False, "stills": 1, "takes": 1, "retries": 0, "memory": "places", "seams": "apart", "shots_together": 1, "loras": [],
    "sampling": Sampling().model_dump(mode="json"),
}  # fmt: skip


class Revised(Protocol):
    """What of a revision leads to its documents."""

    @property
    def number(self) -> int: ...
    @property
    def parent(self) -> int | None: ...
    @property
    def touched(self) -> Mapping[str, dict[str, Any] | None]: ...
    @property
    def whole(self) -> bool: ...


Step = TypeVar("Step", bound=Revised)


def parts(story: Story) -> dict[str, Doc]:
    """Every document by name."""
    found: dict[str, Doc] = {"story": story}
    found |= {f"character:{one.id}": one for one in story.characters}
    for scene in story.scenes:
        found[f"scene:{scene.id}"] = scene
        found |= {f"shot:{shot.id}": shot for shot in scene.shots}
    return found


def split(story: Story) -> Documents:
    """Every document by name, as plain values. Order lives in the parent: a list of ids."""
    return {name: _alone(document) for name, document in parts(story).items()}


def _alone(document: Doc) -> Plain:
    """A document without those inside it that have names of their own."""
    inner = INSIDE.get(type(document), ())
    plain = document.model_dump(mode="json", exclude=set(inner))
    return plain | {field: [one.id for one in getattr(document, field)] for field in inner}


def joined(documents: Mapping[str, Plain | Doc]) -> Story:
    """The story the documents are; those of an older release are lifted. Documents of a story that is there may stand in for plain ones."""
    root = documents["story"]
    tree = dict(root if isinstance(root, dict) else _alone(root))
    tree["characters"] = [whole(documents[f"character:{i}"]) for i in tree["characters"]]
    tree["scenes"] = [_scene(documents, i) for i in tree["scenes"]]
    return validated(lifted(tree))


def replayed(revisions: Iterable[Step]) -> Iterator[tuple[Step, Documents]]:
    """Each revision with all its documents, parents before children. KeyError when a parent is not there."""
    known: dict[int | None, Documents] = {None: {}}
    for one in revisions:
        documents = {} if one.whole else dict(known[one.parent])
        for name, document in one.touched.items():
            if document is None:
                documents.pop(name, None)
            else:
                documents[name] = document
        known[one.number] = documents
        yield one, documents


def _scene(documents: Mapping[str, Plain | Doc], wanted: str) -> Plain | Scene:
    scene = documents[f"scene:{wanted}"]
    if not isinstance(scene, Scene):
        assert isinstance(scene, dict)
        return scene | {"shots": [documents[f"shot:{i}"] for i in scene["shots"]]}
    shots = [documents[f"shot:{one.id}"] for one in scene.shots]
    same = all(shot is one for shot, one in zip(shots, scene.shots, strict=True))
    return scene if same else opened(scene) | {"shots": shots}


def touched(before: Story, after: Story) -> dict[str, Plain | None]:
    """The documents that differ; None for one that is gone."""
    old, new = parts(before), parts(after)
    changed: dict[str, Plain | None] = {}
    for name, document in new.items():
        was = old.get(name)
        if was is not document and (was is None or _alone(was) != _alone(document)):
            changed[name] = _alone(document)
    return changed | dict.fromkeys(old.keys() - new.keys())


def fingerprint(story: Story) -> str:
    """SHA-256 of the story's canonical JSON (sorted keys, no white space): two stories with one fingerprint are the same story."""
    before, after = _around(story, "scenes")
    found = hashlib.sha256(before.encode())
    for number, scene in enumerate(story.scenes):
        head, tail = _scene_text(scene)
        found.update(f"{',' if number else ''}{head}{','.join(map(_shot_text, scene.shots))}{tail}".encode())
    found.update(after.encode())
    return found.hexdigest()


@remembered
def _shot_text(shot: Shot) -> str:
    return _canonical(_known(shot.model_dump(mode="json")))


@remembered
def _scene_text(scene: Scene) -> tuple[str, str]:
    return _around(scene, "shots")


def _around(document: Doc, field: str) -> tuple[str, str]:
    """The canonical JSON of a document before and after what the list `field` holds."""
    rest = _known(document.model_dump(mode="json", exclude={field}))
    texts = {name: f"{_canonical(name)}:{_canonical(value)}" for name, value in sorted(rest.items())}
    before = "".join(f"{text}," for name, text in texts.items() if name < field)
    after = "".join(f",{text}" for name, text in texts.items() if name > field)
    return f"{{{before}{_canonical(field)}:[", f"]{after}}}"


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _known(value: Any) -> Any:
    """Without the fields that came LATER than stories were kept, where they say nothing new: a story is the same as before they came."""
    if isinstance(value, list):
        return [_known(one) for one in value]
    if not isinstance(value, dict):
        return value
    known = {key: _known(one) for key, one in value.items()}
    return {key: known[key] for key, one in value.items() if key not in LATER or LATER[key] not in (one, known[key])}
