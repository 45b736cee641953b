"""Hour, weather and season: where no time passes from one scene to the next, they stay."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.continuity.finding import Finding, change, in_shot
from storyboard.continuity.space import joined
from storyboard.edit import Set
from storyboard.grammar import Transition
from storyboard.story import Scene, Story

FIELDS = ("hour", "weather", "season")


def hours(story: Story) -> Iterator[Finding]:
    for at, (before, after) in enumerate(zip(story.scenes, story.scenes[1:], strict=False)):
        moved = [field for field in FIELDS if getattr(before, field) is not getattr(after, field)]
        if moved and joined(before, after):
            said = " and ".join(f"the {field} goes from {getattr(before, field)} to {getattr(after, field)}" for field in moved)
            said += f" at a straight cut from scene {before.id} to scene {after.id}, which follows at once"
            fix = "Keep them as they were, or begin with a dissolve: time passes."
            keep = change(fix, *(_set(after, field, getattr(before, field)) for field in moved))
            lapse = change("Let time pass: begin the scene with a dissolve.", in_shot(after.shots[0].id, "transition", Transition.DISSOLVE))
            following = story.scenes[at + 2] if at + 2 < len(story.scenes) else None
            back = following is not None and joined(after, following) and all(getattr(following, f) is getattr(before, f) for f in moved)
            yield Finding(after.shots[0].id, "time jump", said, fix, (keep, lapse) if back else (lapse, keep))


def _set(scene: Scene, field: str, value: object) -> Set:
    return Set(target=f"scene:{scene.id}", field=field, value=value)
