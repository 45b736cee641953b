"""Continuity: lints without an LLM. Each finding names the shot, what is wrong, and how to mend it.

After the rules of continuity editing (Bordwell & Thompson, "Film Art"): the line of action, eyelines, matched props and wardrobe,
no cut between two nearly equal sizes of the same figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from storyboard import timing
from storyboard.grammar import Size
from storyboard.look import Look, Outfit
from storyboard.staging import Action, Facing, Where
from storyboard.story import Presence, Scene, Shot, Story, dangling

TRAVEL = frozenset({Action.WALK, Action.RUN, Action.FLOAT, Action.SNEAK, Action.CHASE, Action.ENTER, Action.LEAVE})
FRAMED = frozenset({Size.EXTREME_WIDE, Size.WIDE})


class Finding(NamedTuple):
    """`what`: the sort of fault, in two words; `detail`: a sentence; `fix`: what to do about it."""

    shot: str
    what: str
    detail: str
    fix: str


def check(story: Story, longest: int = timing.LONGEST_SHOT) -> list[Finding]:
    """Every finding of the story, in order of its shots. `longest`: frames the engine can draw in one shot."""
    found = [Finding("", "unknown name", problem, "Use a name of the story, or add it.") for problem in dangling(story)]
    for scene in story.scenes:
        found += line_of_action(scene)
        found += wardrobe(scene)
        found += hands(scene)
        for shot in scene.shots:
            found += lengths(story, shot, longest)
            found += eyelines(story, shot)
        found += jumps(scene)
    return found + list(orphans(story)) + list(silence(story)) + list(alike(story))


def lengths(story: Story, shot: Shot, longest: int = timing.LONGEST_SHOT) -> Iterator[Finding]:
    if shot.frames > longest:
        yield Finding(shot.id, "too long", f"the shot has {shot.frames} frames, and one shot holds {longest}", "Split it in two shots.")
    if shot.frames < timing.SHORTEST:
        yield Finding(shot.id, "too short", f"the shot has {shot.frames} frames, fewer than {timing.SHORTEST}", "Hold it longer.")
    if timing.needed(shot) > shot.frames:
        yield Finding(
            shot.id,
            "too long",
            f"its lines need {timing.needed(shot)} frames, it has {shot.frames}",
            "Shorten the lines or split the shot.",
        )
    for line in shot.lines:
        if timing.natural_frames(line.text, story.language) > line.slot * (1 + timing.STRETCH):
            yield Finding(
                shot.id,
                "too long",
                f"the line {line.text[:40]!r} does not fit its slot of {line.slot} frames",
                "Shorten the line or lengthen its slot.",
            )


def line_of_action(scene: Scene) -> Iterator[Finding]:
    """The two who share a scene keep their sides in every shot that shows both."""
    order: dict[frozenset[str], tuple[str, str]] = {}
    for shot in scene.shots:
        pair = _pair(shot)
        if pair is None:
            continue
        first = order.setdefault(frozenset(pair), pair)
        if first != pair:
            yield Finding(
                shot.id,
                "line crossed",
                f"{pair[0]} stands left of {pair[1]}, but before it was the other way",
                "Swap their places in the frame.",
            )


def _pair(shot: Shot) -> tuple[str, str] | None:
    """The two in frame from left to right, when they stand at different places."""
    order = [Where.LEFT, Where.CENTER, Where.RIGHT]
    placed = sorted(shot.subjects, key=lambda p: order.index(p.where))
    if len(placed) != 2 or placed[0].where is placed[1].where:
        return None
    return placed[0].character, placed[1].character


def eyelines(story: Story, shot: Shot) -> Iterator[Finding]:
    """Two who speak to each other look at each other; one who does something to another faces that one."""
    if len(shot.subjects) != 2:
        return
    for one in shot.subjects:
        other = next(p for p in shot.subjects if p is not one)
        wrong = _away_from(one, other)
        if wrong and one.action not in TRAVEL and (one.target == other.character or one.action is Action.TALK):
            yield Finding(shot.id, "eyeline", f"{one.character} turns from {other.character}", f"Let {one.character} face {wrong}.")
    if any(a.where is b.where for a, b in [shot.subjects]):
        yield Finding(shot.id, "same spot", "two figures stand at one place", "Put one left and one right.")


def _away_from(one: Presence, other: Presence) -> str:
    order = [Where.LEFT, Where.CENTER, Where.RIGHT]
    gap = order.index(other.where) - order.index(one.where)
    if gap > 0 and one.facing is Facing.LEFT:
        return str(Facing.RIGHT)
    return str(Facing.LEFT) if gap < 0 and one.facing is Facing.RIGHT else ""


def jumps(scene: Scene) -> Iterator[Finding]:
    """A cut between two shots of the same figures at the same size and angle is a jump."""
    for before, after in zip(scene.shots, scene.shots[1:], strict=False):
        same = {p.character for p in before.subjects} == {p.character for p in after.subjects} and before.subjects
        if same and before.size is after.size and before.angle is after.angle and before.size is not Size.INSERT:
            moves = before.camera.move is not after.camera.move or [p.action for p in before.subjects] != [p.action for p in after.subjects]
            if not moves:
                yield Finding(
                    after.id,
                    "jump cut",
                    f"shots {before.id} and {after.id} show the same at the same size",
                    "Go nearer, wider, or to another angle.",
                )


def wardrobe(scene: Scene) -> Iterator[Finding]:
    worn: dict[str, str | None] = {}
    for shot in scene.shots:
        for one in shot.subjects:
            if worn.setdefault(one.character, one.costume) != one.costume:
                yield Finding(
                    shot.id,
                    "wardrobe",
                    f"{one.character} wears {one.costume} and wore {worn[one.character]}",
                    "Keep one costume within a scene.",
                )


def hands(scene: Scene) -> Iterator[Finding]:
    """One thing is in one pair of hands at a time."""
    for shot in scene.shots:
        held = [p.prop for p in shot.subjects if p.prop]
        for thing in sorted({p for p in held if held.count(p) > 1}):
            yield Finding(shot.id, "prop twice", f"{thing} is held by two at once", "Let one of them hold it.")


def orphans(story: Story) -> Iterator[Finding]:
    """Everyone in the cast is seen."""
    seen = {p.character for shot in story.shots for p in shot.subjects}
    for character in story.characters:
        if character.id not in seen:
            yield Finding(
                story.shots[-1].id, "orphan", f"{character.name} is in the cast and in no shot", f"Show {character.name}, or take them out."
            )


def silence(story: Story) -> Iterator[Finding]:
    if not any(shot.lines for shot in story.shots):
        yield Finding(story.shots[0].id, "silent story", "nobody says a word in the whole film", "Add narration or a line.")


def alike(story: Story) -> Iterator[Finding]:
    """No two characters look the same."""
    seen: dict[tuple[Look, Outfit], str] = {}
    for character in story.characters:
        looks = (character.look, character.costumes[0].outfit)
        if looks in seen:
            yield Finding(
                story.shots[0].id, "look-alike", f"{character.name} looks exactly like {seen[looks]}", "Change a colour or a garment."
            )
        seen.setdefault(looks, character.name)
