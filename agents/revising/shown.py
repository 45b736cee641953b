"""The story as a reviser is shown it: the cast, then scene by scene with numbers, bounded whatever the film's length."""

from __future__ import annotations

from storyboard.likeness import likeness
from storyboard.states import carried, words
from storyboard.story import Presence, Scene, Shot, Story

LONGEST = 16_000  # characters


def shown(story: Story) -> str:
    """Whole scripts where they fit; else each scene gives up the end of its share, so that every scene is seen."""
    head = [f"TITLE: {story.title}", f"STYLE: {story.direction.style}"]
    head += [f"CAST: {c.name}, {c.role}: {likeness(c.look, c.costumes[0].outfit)}"[:300] for c in story.characters]
    text = "\n".join(head)[: LONGEST // 3]
    scenes = [_scene(story, number, scene) for number, scene in enumerate(story.scenes, 1)]
    room = LONGEST - len(text) - len(scenes) - 1
    if sum(map(len, scenes)) > room:
        scenes = [one[: room // len(scenes)] for one in scenes]
    return "\n".join([text, *scenes])


def _state(story: Story, shot: Shot, one: Presence) -> str:
    found = carried(story).get((shot.id, one.character), ())
    return f", {words(found)}" if found else ""


def _scene(story: Story, number: int, scene: Scene) -> str:
    rows = [f"SCENE {number}: {story.setting(scene.setting).name}, {scene.hour}, {scene.weather}, {scene.season}, music {scene.mood}. {scene.beat}"]
    for n, shot in enumerate(scene.shots, 1):
        said = " / ".join(f"{story.character(x.speaker).name if x.speaker else 'narrator'} ({x.delivery}): {x.text}" for x in shot.lines)
        seen = ", ".join(f"{story.character(p.character).name} {p.action}, {p.emotion}{_state(story, shot, p)}" for p in shot.subjects)
        rows.append(f"  shot {n}, {shot.size}, {shot.frames / 24:.1f} s. {seen or shot.words}. {said}".rstrip())
    return "\n".join(rows)
