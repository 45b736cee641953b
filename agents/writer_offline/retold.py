"""This writer's own film, told again where a person has changed its treatment, its cast or its places: what they did not touch stays as it was,
by the names it has now; a scene whose beat they changed is staged anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from agents.drafts import Outline, SceneDraft, SceneShots, ShotDraft

BEATS = (("want", 0), ("obstacle", 1), ("turn", -2), ("ending", -1))  # which scene of the film tells which part of the treatment


def is_own(slots: Mapping[str, Any], planned: Any) -> bool:
    """Whether the treatment began as the plan's (at least two of its four parts are), and the cast and places are as many as planned."""
    given = slots.get("treatment")
    if given is None:
        return False
    kept = sum(given[name] == getattr(planned.treatment, name) for name, _ in BEATS)
    cast, places = slots["cast"]["members"], slots["places"]
    many = len(cast) >= len(planned.cast.members) and len(places["locales"]) >= len(planned.places.locales) and len(places["items"]) >= len(planned.places.items)
    return kept >= 2 and many


def outline(slots: Mapping[str, Any], planned: Any) -> Outline:
    """The planned scenes by their new names; those that tell a part of the treatment that was changed have it for their beat."""
    words = Renamed(slots, planned)
    scenes = [_scene(scene, words) for scene in planned.outline.scenes]
    for name, at in BEATS:
        said = slots["treatment"][name]
        if said and said != getattr(planned.treatment, name) and len(scenes) > 1:
            scenes[at] = scenes[at].model_copy(update={"beat": said})
    return Outline(scenes=tuple(scenes))


def scene_shots(slots: Mapping[str, Any], planned: Any) -> SceneShots | None:
    """The planned shots of a scene by their new names; None where the scene is not the plan's any more."""
    words, number = Renamed(slots, planned), slots["number"] - 1
    given = SceneDraft.model_validate(slots["outline"]["scenes"][number])
    if number >= len(planned.outline.scenes):
        return None
    own = _scene(planned.outline.scenes[number], words)
    if (given.beat, given.who, given.place) != (own.beat, own.who, own.place):
        return None
    return SceneShots(shots=tuple(_shot(shot, words) for shot in planned.shots[number].shots))


class Renamed:
    """Names of the plan -> names of the draft, by their place in the lists; in sentences also roles and kinds."""

    def __init__(self, slots: Mapping[str, Any], planned: Any):
        self.names: dict[str, str] = {}
        spoken: dict[str, str] = {}
        for old, new in zip(planned.cast.members, slots["cast"]["members"], strict=False):
            self.names[old.name] = new["name"]
            spoken |= {old.role: new["role"], str(old.kind): new["kind"]}
        for old, new in _pairs(planned.places.locales, slots["places"]["locales"]):
            self.names[old.name] = new["name"]
        for old, new in _pairs(planned.places.items, slots["places"]["items"]):
            self.names[old.name] = new["name"]
        self.spoken = {old: new for old, new in (spoken | self.names).items() if old and old != new}
        self.known = re.compile("|".join(rf"(\b(?:an?) )?\b{re.escape(old)}\b" for old in sorted(self.spoken, key=len, reverse=True))) if self.spoken else None

    def name(self, old: str) -> str:
        return self.names.get(old, old)

    def text(self, text: str, most: int) -> str:
        return text if self.known is None else self.known.sub(self._said, text)[:most]

    def _said(self, found: re.Match[str]) -> str:
        old = re.sub(r"^an? ", "", found[0])
        new = self.spoken[old]
        return new if old == found[0] else f"{'an' if new[:1].lower() in 'aeiou' else 'a'} {new}"


def _pairs(old: Iterable[Any], new: Iterable[dict[str, Any]]) -> Iterable[tuple[Any, dict[str, Any]]]:
    return zip(old, new, strict=False)


def _scene(scene: SceneDraft, words: Renamed) -> SceneDraft:
    return scene.model_copy(
        update={"place": words.name(scene.place), "who": tuple(words.name(one) for one in scene.who), "beat": words.text(scene.beat, 200), "after": words.text(scene.after, 200)}
    )


def _shot(shot: ShotDraft, words: Renamed) -> ShotDraft:
    subjects = tuple(one.model_copy(update={"who": words.name(one.who), "holds": one.holds and words.name(one.holds)}) for one in shot.subjects)
    lines = tuple(one.model_copy(update={"speaker": words.name(one.speaker), "text": words.text(one.text, 160)}) for one in shot.lines)
    return shot.model_copy(update={"subjects": subjects, "lines": lines, "shows": shot.shows and words.name(shot.shows), "words": words.text(shot.words, 200)})
