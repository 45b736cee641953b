"""Edits of scenes and of the whole film, as operations: sky, place, music, style, title, order."""

from __future__ import annotations

import re
from collections.abc import Callable

from agents.assemble import TEMPO, ids, seed_of
from agents.revising.at import Bench, puts
from agents.revising.edits import Edit
from storyboard import lexicon
from storyboard.casting import dressing_for
from storyboard.edit import Add, Op, Remove, Reorder
from storyboard.errors import BadInput
from storyboard.look import Color
from storyboard.sound import Mood
from storyboard.staging import AIRLESS, INDOORS, Hour, Place, Season, Weather
from storyboard.story import Setting, Story

MOODS: dict[Mood, str] = {
    Mood.CALM: "calm calmer quiet quieter gentle soft softer peaceful slow slower", Mood.PLAYFUL: "playful funny funnier light lighter silly bouncy",
    Mood.WONDER: "wonder wondrous magical magic dreamy mysterious", Mood.TENSE: "tense tenser dark darker scary scarier dangerous anxious threatening suspense",
    Mood.SAD: "sad sadder gloomy lonely melancholy sorrowful", Mood.JOYFUL: "joyful happy happier merry cheerful glad triumphant faster fast lively livelier",
    Mood.STORMY: "stormy wild wilder loud louder driving dramatic", Mood.NIGHT: "night nightly lullaby sleepy nocturne",
}  # fmt: skip


def sky(kind: str, field: str) -> Callable[[Bench, Edit], list[Op]]:
    """An edit that puts a weather, hour or season into scenes."""
    values = {"weather": Weather, "hour": Hour, "season": Season}[kind]

    def done(bench: Bench, edit: Edit) -> list[Op]:
        found = getattr(lexicon, kind)(edit.to)
        if found is None:
            raise BadInput(f"{edit.to!r} is no {kind} that can be drawn; there are: {', '.join(values)}")
        ops: list[Op] = []
        for scene in bench.scenes(edit):
            place = bench.now.setting(scene.setting).place
            if kind == "weather" and place in AIRLESS:
                if edit.scene:
                    raise BadInput(f"scene {edit.scene} is on the {place}, where there is no weather")
                continue
            if kind == "weather" and place in INDOORS and edit.scene and found.value is not scene.weather:
                bench.said.append(f"scene {edit.scene} is indoors ({place}): its weather is seen through openings and heard.")
            ops += puts(f"scene:{scene.id}", {field: str(found.value)}, scene)
        return ops

    return done


def place(bench: Bench, edit: Edit) -> list[Op]:
    """The scenes play somewhere else: in a place the story has, else in a new one. A place nobody comes to any more is taken out."""
    found = lexicon.place(edit.to)
    if found is None:
        raise BadInput(f"{edit.to!r} is no place that can be drawn; there are: {', '.join(Place)}")
    scenes = bench.scenes(edit)
    kept = next((one for one in bench.now.settings if one.place is found.value and (found.exact or one.words == found.word)), None)
    ops: list[Op] = []
    if kept is None:
        own = next((word for word in edit.to.split() if word[:1].isupper() and word.lower() == found.word), None) if not found.exact else None  # "Paris"
        name = own or f"the {found.word}"
        known = [one.id for one in bench.now.settings]
        id_ = next(iter(ids([name], "place").values()))
        while id_ in known:
            id_ += "-2"
        kept = Setting(id=id_, name=name, place=found.value, words="" if found.exact else own or found.word, seed=seed_of("place", name, 0), dressing=dressing_for(found.value, bench.now.settings))
        ops.append(Add(target="story", field="settings", document=kept.model_dump(mode="json"), after=known[-1]))
    if not found.exact:
        bench.said.append(f'"{edit.to}" is drawn as the nearest place there is: {found.value}.')
    moved = [put for scene in scenes for put in puts(f"scene:{scene.id}", {"setting": kept.id}, scene)]
    left = {scene.setting for scene in bench.now.scenes if scene.id not in {s.id for s in scenes}} | {kept.id}
    gone = [one.id for one in bench.now.settings if one.id not in left and any(one.id == s.setting for s in scenes)]
    return [*ops, *moved, *(Remove(target=f"setting:{one}") for one in gone)] if moved else []


def music(bench: Bench, edit: Edit) -> list[Op]:
    mood = next((one for one in Mood if str(one) == edit.to.lower()), None) or mood_of(edit.to)
    if mood is None:
        raise BadInput(f"{edit.to!r} is no mood the music has; there are: {', '.join(Mood)}")
    return [op for scene in bench.scenes(edit) for op in puts(f"scene:{scene.id}", {"mood": str(mood), "tempo": TEMPO[mood]}, scene)]


def mood_of(words: str) -> Mood | None:
    """The mood of music that a word of the phrase names."""
    said = {word.lower() for word in lexicon.tokens(words)}
    return next((mood for mood, known in MOODS.items() if said & set(known.split())), None)


def style(bench: Bench, edit: Edit) -> list[Op]:
    found = lexicon.style(edit.to)
    if found is None:
        raise BadInput(f"{edit.to!r} is no drawing style; there are: gouache, ink, cut-out, woodcut, soft, flat")
    return [*puts("story", {"direction.style": str(found.value)}, bench.now)]


def tint(bench: Bench, edit: Edit) -> list[Op]:
    found = lexicon.color(edit.to)
    if found is None:
        raise BadInput(f"{edit.to!r} is no colour of the palette; there are: {', '.join(Color)}")
    return [*puts("story", {"direction.tint": str(found.value)}, bench.now)]


def title(bench: Bench, edit: Edit) -> list[Op]:
    wanted = " ".join(edit.to.split())[:80]
    if not wanted:
        raise BadInput("the new title is not said")
    return [*puts("story", {"title": wanted}, bench.now)]


def order(bench: Bench, edit: Edit) -> list[Op]:
    """A scene elsewhere in the film: `to` is "first", "last", "after 3" or "before 3"."""
    if not edit.scene:
        raise BadInput("it is not said which scene is to stand elsewhere")
    scene = bench.scenes(edit)[0]
    said = re.fullmatch(r"(first|last|after|before)(?: (\d+))?", edit.to.strip().lower())
    if said is None or (said[1] in ("after", "before")) != (said[2] is not None):
        raise BadInput("say where the scene is to stand: first, last, after scene 3 or before scene 3")
    rest = [one.id for one in bench.now.scenes if one.id != scene.id]
    if said[1] in ("first", "last"):
        after = None if said[1] == "first" else rest[-1]
    else:
        other = bench.scenes(Edit(what="order", scene=int(said[2])))[0].id
        if other == scene.id:
            raise BadInput("a scene cannot stand behind itself")
        at = rest.index(other)
        after = other if said[1] == "after" else rest[at - 1] if at else None
    return [] if _before(bench.now, scene.id) == after else [Reorder(target=f"scene:{scene.id}", after=after)]


def _before(story: Story, scene: str) -> str | None:
    """The scene that a scene stands behind."""
    row = [one.id for one in story.scenes]
    at = row.index(scene)
    return row[at - 1] if at else None
