"""A note on one shot: what it says is meant of that shot, and what would change anything else is left undone, with the reason."""

from __future__ import annotations

from agents.revising.clauses import Where
from agents.revising.edits import Edit
from storyboard.differences import difference, scene_words, shot_words
from storyboard.errors import BadInput
from storyboard.story import Story


def where(story: Story, shot: str) -> Where:
    """The shot by its numbers. BadInput when the story has none such."""
    for n, scene in enumerate(story.scenes, 1):
        for m, one in enumerate(scene.shots, 1):
            if one.id == shot:
                return Where(n, m)
    raise BadInput(f"{story.title} has no shot {shot!r}; there are: {', '.join(one.id for one in story.shots[:40])}.")


def within(story: Story, edits: tuple[Edit, ...], shot: str) -> tuple[Edit, ...]:
    """The edits, those that name no scene as meant of the shot."""
    here = where(story, shot)
    return tuple(one if one.scene else one.model_copy(update={"scene": here.scene, "shot": here.shot}) for one in edits)


def check(before: Story, after: Story, shot: str) -> None:
    """BadInput when more has changed than the shot; a scene that is only this shot may change with it."""
    scene = next(one for one in before.scenes if shot in [s.id for s in one.shots])
    own = shot_words(before, shot)
    allowed = (own, scene_words(before, scene.id)) if len(scene.shots) == 1 else (own,)
    for row in difference(before, after):
        if not any(row.where == name or (row.where.startswith(f"{name},") and not row.where.startswith(f"{name}, shot")) for name in allowed):
            shots = f", and so that of all its {len(scene.shots)} shots" if row.where == scene_words(before, scene.id) else ""
            raise BadInput(f"the {row.what} is that of {row.where}{shots}; a note on one shot changes only the shot, so ask for it in a note on the story")
