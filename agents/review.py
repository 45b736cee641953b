"""The story critic: what the lints find, and a model's answers to closed questions. Findings name the shot and the fix; rounds are bounded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from storyboard.continuity import Finding, check
from storyboard.document import Doc
from storyboard.story import Story

ROUNDS = 2  # at most so many times are scenes written again
# Worth asking a writer again. How it is staged, assemble mends by itself; a line said twice may be a refrain, which is a person's to judge.
SERIOUS = frozenset({"too long", "unknown name", "orphan", "silent story", "speaker unseen"})


class Note(Doc):
    """One thing to mend in one scene."""

    scene: Annotated[int, Field(ge=1, le=40)]
    problem: Annotated[str, Field(max_length=200)]
    fix: Annotated[str, Field(max_length=200)]


class Verdict(Doc):
    """Answers to closed questions; `notes` only where an answer is no."""

    wants: Literal["yes", "no"] = "yes"  # is it clear by the second shot what the hero wants?
    told: Literal["yes", "no"] = "yes"  # is every sentence of the treatment seen or heard?
    follows: Literal["yes", "no"] = "yes"  # does each shot follow from the one before?
    shown: Literal["yes", "no"] = "yes"  # can all of it be seen or heard (no thoughts, no smells)?
    turns: Literal["yes", "no"] = "yes"  # does something change because of what someone does?
    ends: Literal["yes", "no"] = "yes"  # does the end answer the beginning?
    refers: Literal["yes", "no"] = "yes"  # do later lines refer to what happened before?
    notes: Annotated[tuple[Note, ...], Field(max_length=4)] = ()


def findings(story: Story) -> list[Finding]:
    """The lints' findings that are worth writing a scene again."""
    return [f for f in check(story) if f.what in SERIOUS]


def scene_number(story: Story, shot_id: str) -> int:
    return next((i for i, s in enumerate(story.scenes, 1) if any(x.id == shot_id for x in s.shots)), 1)
