"""A story as named documents, so that a revision can keep only those it touched: story, character:x, scene:x, shot:x."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from storyboard.edit import validated
from storyboard.sound import Levels
from storyboard.story import Story, Trim
from storyboard.upgrade import lifted

Documents = dict[str, dict[str, Any]]
LATER: dict[str, Any] = {"levels": Levels().model_dump(), "subtitles": "burned", "trim": Trim().model_dump()}  # fields by name, at what they say of themselves


def split(story: Story) -> Documents:
    """Every document by name. Order lives in the parent: a list of ids."""
    found: Documents = {}
    root = story.model_dump(mode="json", exclude={"characters", "scenes"})
    root["characters"] = [c.id for c in story.characters]
    root["scenes"] = [s.id for s in story.scenes]
    found["story"] = root
    for character in story.characters:
        found[f"character:{character.id}"] = character.model_dump(mode="json")
    for scene in story.scenes:
        plain = scene.model_dump(mode="json", exclude={"shots"})
        plain["shots"] = [s.id for s in scene.shots]
        found[f"scene:{scene.id}"] = plain
        for shot in scene.shots:
            found[f"shot:{shot.id}"] = shot.model_dump(mode="json")
    return found


def joined(documents: Documents) -> Story:
    """The story the documents are; those of an older release are lifted."""
    tree = dict(documents["story"])
    tree["characters"] = [documents[f"character:{i}"] for i in tree["characters"]]
    scenes = []
    for wanted in tree["scenes"]:
        scene = dict(documents[f"scene:{wanted}"])
        scene["shots"] = [documents[f"shot:{i}"] for i in scene["shots"]]
        scenes.append(scene)
    tree["scenes"] = scenes
    return validated(lifted(tree))


def touched(before: Story, after: Story) -> dict[str, dict[str, Any] | None]:
    """The documents that differ; None for one that is gone."""
    old, new = split(before), split(after)
    changed: dict[str, dict[str, Any] | None] = {name: doc for name, doc in new.items() if old.get(name) != doc}
    changed |= dict.fromkeys(old.keys() - new.keys())
    return changed


def fingerprint(story: Story) -> str:
    """SHA-256 of the story's canonical JSON: two stories with one fingerprint are the same story."""
    tree = _known(story.model_dump(mode="json"))
    for scene in tree["scenes"]:
        scene["shots"] = [_known(shot) for shot in scene["shots"]]
    text = json.dumps(tree, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _known(document: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that came LATER than stories were kept, where they say nothing new: a story is the same as before they came."""
    return {key: value for key, value in document.items() if key not in LATER or value != LATER[key]}
