"""Foley: which effects a film has, when, where and how loud. Pure: a story gives its sounds.

What those in a shot do is one effect of that shot (ACTING): its maker reads the feet, hands and tools off the poses as they are drawn, so a step
falls when the foot does. The words of `Shot.sounds` are looked up in the lexicon; one effect is one take, however often it is heard. What no
effect is like is left out, and `unheard` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from storyboard import cut, lexicon, timing
from storyboard.digest import digest
from storyboard.effects import WET, Effect, EffectParams, ground
from storyboard.grammar import Size
from storyboard.look import Look, Outfit
from storyboard.staging import INDOORS, Action, Hour, Prop, Staging, Style, Weather
from storyboard.story import Scene, Shot, Story

Stage = Callable[[Story, Scene, Shot], Staging]
HEARD = frozenset({
    Action.WALK, Action.RUN, Action.SNEAK, Action.ENTER, Action.LEAVE, Action.PUSH, Action.CHASE, Action.JUMP, Action.DANCE, Action.DANCE_TOGETHER, Action.WORK,
    Action.EAT, Action.SLEEP, Action.FLOAT, Action.SIT_DOWN, Action.STAND_UP, Action.GIVE, Action.TAKE, Action.HUG, Action.LOOK_AROUND,
    Action.POINT,
})  # fmt: skip
LASTING = frozenset({Effect.RAIN, Effect.FIRE, Effect.CLOCK, Effect.CRICKETS, Effect.SNORE, Effect.HEART, Effect.BIRDS, Effect.GEARS, Effect.STEPS})
LASTS = 48  # frames: what lasts is made in whole spans of two seconds, so that shots of about one length share it
LEAD = 6  # frames from the beginning of a shot to the first of its sounds
ASKED_DB = -6.0  # a sound by name is as loud as it is alone; beside voices that is too much
FAR_DB = {Size.EXTREME_WIDE: -3.0, Size.WIDE: -1.5}  # what is not seen is as far as the shot is wide


class Sound(NamedTuple):
    """One effect in the film: its first frame, the frames it is held to (0: as long as it rings), how much louder than it is, what it is for people. `step`: the id of
    what makes it, the same for all that sound the same."""

    step: str
    params: EffectParams
    start: int
    frames: int
    gain_db: float
    words: str


def sounds(story: Story, stage: Stage) -> Iterator[Sound]:
    """Every effect of the film in the order of its shots. `stage`: what a shot shows (plan.stage)."""
    for scene, shot, start, _ in cut.picture(story):
        if shot.pins.clip is None and (seen := acted(stage(story, scene, shot))) is not None:
            under = ground(seen.place, seen.weather, seen.season)
            begin = 2 * timing.HANDLE + shot.trim.begin
            params = EffectParams(effect=Effect.ACTING, ground=under, wet=_wet(seen), begin=begin, frames=shot.shown, seed=shot.seeds.clip, seen=seen)
            yield Sound(f"effect:{shot.id}", params, start, 0, 0.0, f"what is done in shot {shot.id}")
        yield from _asked(story, scene, shot, start)


def acted(staging: Staging) -> Staging | None:
    """What of a staging is heard: its figures, their actions, where they stand and how they are framed; None where nothing is. A colour or a
    costume makes no sound, so another one makes no other effect."""
    storms = staging.weather is Weather.STORM and staging.place not in INDOORS
    shown = staging.subjects if staging.size is not Size.INSERT else ()
    if not storms and not any(one.action in HEARD for one in shown):
        return None
    subjects = tuple(
        one.model_copy(update={"look": Look(kind=one.look.kind, build=one.look.build), "outfit": Outfit(), "speech": ()}) for one in staging.subjects
    )
    return staging.model_copy(update={
        "subjects": subjects, "style": Style.GOUACHE, "mix": None, "share": 0.0, "tint": None, "hour": Hour.DAY, "focus": Prop.NONE, "seed": 0,
    })  # fmt: skip


def _asked(story: Story, scene: Scene, shot: Shot, start: int) -> Iterator[Sound]:
    """The words of the shot's sounds that something sounds like: the first at its beginning, the others after it in even steps."""
    place = story.setting(scene.setting).place
    found = [(words, effect) for words in shot.sounds if (effect := lexicon.effect(words)) is not None]
    for k, (words, effect) in enumerate(found):
        at = LEAD + k * max(0, shot.shown - LEAD) // len(found)
        lasts = effect.value in LASTING
        frames = -(-(shot.shown - at) // LASTS) * LASTS if lasts else 0
        under = ground(place, scene.weather, scene.season)
        params = EffectParams(effect=effect.value, ground=under, wet=scene.weather in WET and place not in INDOORS, frames=frames, seed=k)
        yield Sound(f"effect:{effect.value}-{digest(params)[:12]}", params, start + at, shot.shown - at if lasts else 0, ASKED_DB + FAR_DB.get(shot.size, 0.0), words)


def _wet(staging: Staging) -> bool:
    return staging.weather in WET and staging.place not in INDOORS


def unheard(story: Story) -> dict[str, str]:
    """For each shot that asks for sounds nothing here is like, one sentence: "effect:" and the shot's id -> sentence."""
    said = {}
    for shot in story.shots:
        lacking = [words for words in shot.sounds if lexicon.effect(words) is None]
        near = [(words, found.value) for words in shot.sounds if (found := lexicon.effect(words)) is not None and not found.exact and str(found.value) not in words.lower()]
        told = [f"nothing here sounds like {words!r}, so it is not heard; other words may do ({', '.join(list(Effect)[1:6])}, ...)" for words in lacking]
        told += [f"{words!r} is heard as: {value}" for words, value in near]
        if told:
            said[f"effect:{shot.id}"] = "; ".join(told)
    return said
