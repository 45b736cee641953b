"""Scenes and shots for a story that another writer began: its names, its places, its beats, staged with plain film coverage."""

from __future__ import annotations

from random import Random
from typing import Any

from agents.drafts import NARRATOR, Cast, Outline, Places, Said, SceneDraft, SceneShots, Seen, ShotDraft
from agents.writer_offline.staged import AFOOT
from storyboard import lexicon
from storyboard.grammar import Lens, Move, Size
from storyboard.look import AIRY
from storyboard.sound import Mood
from storyboard.staging import Action, Emotion

FEELINGS = {
    Mood.CALM: Emotion.CALM, Mood.PLAYFUL: Emotion.HAPPY, Mood.WONDER: Emotion.SURPRISED, Mood.TENSE: Emotion.AFRAID, Mood.SAD: Emotion.SAD,
    Mood.JOYFUL: Emotion.HAPPY, Mood.STORMY: Emotion.AFRAID, Mood.NIGHT: Emotion.CALM,
}  # fmt: skip


def outline(slots: dict[str, Any], planned: Any) -> Outline:
    """The planned film's scenes, moved to the given places and played by the given cast; its beats are the given treatment's."""
    cast, places = Cast.model_validate(slots["cast"]), Places.model_validate(slots["places"])
    story = slots["treatment"]
    names = [m.name for m in cast.members]
    beats = [story["want"], story["obstacle"], story["turn"], story["ending"]]
    scenes = []
    for index, beat in enumerate(b or f"{names[0]} and {names[1]} go on." for b in beats):
        model = planned.outline.scenes[min(index, len(planned.outline.scenes) - 1)]
        place = places.locales[min(index, len(places.locales) - 1) if index < 3 else 0]
        who = tuple(names[:1]) if index == 0 else tuple(names[:2])
        scenes.append(SceneDraft(place=place.name, hour=model.hour, weather=model.weather, mood=model.mood, beat=beat[:200], who=who, season=model.season))
    return Outline(scenes=tuple(scenes))


def scene_shots(slots: dict[str, Any]) -> SceneShots:
    """Three shots of a scene: the place with everyone, the first of them nearer while the beat is told, the thing or the two together."""
    cast, places = Cast.model_validate(slots["cast"]), Places.model_validate(slots["places"])
    scene = Outline.model_validate(slots["outline"]).scenes[slots["number"] - 1]
    rng = Random(f"adopted|{scene.beat}|{slots['brief']['seed']}")
    kinds = {m.name: m.kind for m in cast.members}
    who = [w for w in scene.who if w in kinds] or [cast.members[0].name]
    feeling = FEELINGS[scene.mood]
    found = lexicon.action(scene.beat)
    deed = Action(found.value) if found else Action.LOOK_AROUND

    def seen(name: str, action: Action) -> Seen:
        return Seen(who=name, action=Action.FLOAT if kinds[name] in AIRY and action in AFOOT else action, emotion=feeling)

    told = Said(speaker=NARRATOR, text=sentence(scene.beat))
    shots = [
        ShotDraft(size=Size.WIDE, lens=Lens.WIDE, move=rng.choice((Move.DOLLY, Move.PAN, Move.TRUCK)), amount=0.4,
                  subjects=tuple(seen(w, Action.LOOK_AROUND) for w in who[:2])),
        ShotDraft(size=Size.MEDIUM, move=Move.DOLLY, amount=0.35, subjects=(seen(who[0], deed),), lines=(told,)),
    ]  # fmt: skip
    if len(who) > 1:
        both = (seen(who[0], Action.STAND), seen(who[1], Action.STAND))
        shots.append(ShotDraft(size=Size.FULL, move=Move.DOLLY, amount=-0.3, subjects=both))
    else:
        shots.append(ShotDraft(size=Size.INSERT, lens=Lens.LONG, move=Move.ZOOM, amount=0.35, shows=places.items[0].name))
    return SceneShots(shots=tuple(shots))


def sentence(text: str) -> str:
    """At most 160 characters that end at a word and a mark."""
    short = text.strip()
    if len(short) > 150:
        short = short[:150].rsplit(" ", 1)[0].rstrip(",;:")
    return short if short[-1:] in ".!?…。！？" else f"{short or 'And so it went on'}."
