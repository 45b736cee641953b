"""Acts, sequences, scenes and shots for a story that another writer began: its names, its places, its beats, staged with plain film
coverage. Where a long film is this writer's own after all, its parts are those of its plan."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random
from typing import Any

from agents.drafts import (
    NARRATOR,
    Act,
    Acts,
    Cast,
    Fact,
    Outline,
    Passage,
    Places,
    Said,
    Scenario,
    SceneDraft,
    SceneShots,
    Seen,
    Sequence,
    Sequences,
    ShotDraft,
)
from agents.hierarchy import share
from storyboard import lexicon
from storyboard.grammar import Lens, Move, Size
from storyboard.look import AIRY
from storyboard.sound import Mood
from storyboard.staging import AFOOT, Action, Emotion, Hour, Weather

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


def acts(treatment: dict[str, Any]) -> Acts:
    """Three acts by the treatment: what is wanted and what is in the way, what turns it, how it ends."""
    steps = [treatment[key] or "They go on." for key in ("want", "obstacle", "turn", "ending")]
    return Acts(acts=tuple(Act(beat=beat, turns=turns) for beat, turns in pairwise(steps)))


def own_sequences(slots: dict[str, Any], planned: Any) -> Sequences:
    """The sequences of an act of the planned film: its scenes in order, as evenly as they go."""
    total, number = len(slots["acts"]), slots["number"]
    scenes = planned.outline.scenes[share_start(len(planned.outline.scenes), total, number) : share_start(len(planned.outline.scenes), total, number + 1)]
    parts = [_part(scenes, min(slots["count"], len(scenes)), n) for n in range(min(slots["count"], len(scenes)))]
    return Sequences(sequences=tuple(Sequence(beat=part[0].beat, turns=part[-1].beat) for part in parts))


def own_passage(slots: dict[str, Any], planned: Any) -> Passage | None:
    """The planned film's scenes of a sequence; None where any of the sequences is not the plan's."""
    rows, scenes = slots["sequences"], planned.outline.scenes
    total = 1 + max(row["act"] for row in rows)
    parts: list[tuple[SceneDraft, ...]] = []
    for act in range(total):
        own = scenes[share_start(len(scenes), total, act) : share_start(len(scenes), total, act + 1)]
        count = sum(row["act"] == act for row in rows)
        parts += [_part(own, count, n) for n in range(count)] if 0 < count <= len(own) else []
    if len(parts) != len(rows) or any((row["beat"], row["turns"]) != (p[0].beat, p[-1].beat) for row, p in zip(rows, parts, strict=True)):
        return None
    return Passage(scenes=parts[slots["number"]])


def share_start(total: int, parts: int, index: int) -> int:
    """Where part `index` (from 0) begins."""
    return sum(share(total, parts, n) for n in range(index))


def _part(scenes: tuple[SceneDraft, ...], parts: int, index: int) -> tuple[SceneDraft, ...]:
    return scenes[share_start(len(scenes), parts, index) : share_start(len(scenes), parts, index + 1)]


def sequences(slots: dict[str, Any], planned: Any) -> Sequences:
    """The given act's beat first and its turn last; between them episodes of the planned film, played by the given cast."""
    act, count = slots["acts"][slots["number"]], slots["count"]
    names = dict(zip((m.name for m in planned.cast.members), (m["name"] for m in slots["cast"]["members"]), strict=False))
    known = re.compile("|".join(re.escape(name) for name in names))
    episodes = [known.sub(lambda m: names[m[0]], scene.beat)[:200] for scene in planned.outline.scenes[1:-1]] or [act["beat"]]
    begin = slots["number"] * count
    beats = [act["beat"], *(episodes[(begin + n) % len(episodes)] for n in range(count - 1))]
    turns = [*beats[1:], act["turns"]]
    return Sequences(sequences=tuple(Sequence(beat=b or "They go on.", turns=t) for b, t in zip(beats, turns, strict=True)))


def passage(slots: dict[str, Any]) -> Passage:
    """Two scenes of a sequence: what happens, then what is different, in the next of the given places. The state is carried on."""
    cast, places = Cast.model_validate(slots["cast"]), Places.model_validate(slots["places"])
    number, story = slots["number"], slots["sequences"][slots["number"]]
    names = tuple(m.name for m in cast.members)
    scenes = []
    for index, (beat, mood) in enumerate(((story["beat"], Mood.PLAYFUL), (story["turns"], Mood.WONDER))):
        place = places.locales[(number + index) % len(places.locales)]
        scenes.append(SceneDraft(place=place.name, hour=Hour.DAY, weather=Weather.CLEAR, mood=mood, beat=beat or f"{names[0]} goes on.", who=names[:2]))
    return Passage(scenes=tuple(scenes), state=tuple(Fact.model_validate(fact) for fact in slots["facts"]))


def scene_shots(slots: dict[str, Any]) -> SceneShots:
    """Three shots of a scene: the place with everyone, the first of them nearer while the beat is told, the thing or the two together."""
    cast, places = Cast.model_validate(slots["cast"]), Places.model_validate(slots["places"])
    scene = Scenario.model_validate(slots["outline"]).scenes[slots["number"] - 1]
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
