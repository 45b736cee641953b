"""Continuity: lints without an LLM. Each finding names the shot, what is wrong, and how to mend it: in words, and as an edit.

After the rules of continuity editing (Bordwell & Thompson, "Film Art"; Mercado, "The Filmmaker's Eye"). One file a family:

    line.py direction.py eyelines.py   who stands where, goes where, looks where
    cuts.py coverage.py frame.py       what a cut changes, what is seen of a scene, who is in the frame
    wardrobe.py states.py hands.py hours.py   what is worn, what is to be seen on whom, what is held, what time it is
    cast.py lengths.py words.py        names and looks, how long, what is said and read
    joins.py                           match cuts, and sound that is moved over a cut

What counts as continuous is in space.py; mending.py makes the edits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from storyboard import timing
from storyboard.continuity import (
    cast,
    coverage,
    cuts,
    direction,
    eyelines,
    frame,
    hands,
    hours,
    joins,
    lengths,
    line,
    mending,
    states,
    wardrobe,
    words,
)
from storyboard.continuity.finding import Finding
from storyboard.continuity.mending import Mended
from storyboard.edit import Change
from storyboard.story import Story

__all__ = ["LINTS", "Finding", "Mended", "check", "mend", "mend_shots", "sound"]

LINTS: tuple[Callable[[Story], Iterator[Finding]], ...] = (
    cast.unknown, cast.orphans, cast.unused, cast.alike, line.line_of_action, line.same_spot, eyelines.within, eyelines.between,
    direction.within, direction.over, cuts.jumps, cuts.leaps, coverage.establishing, coverage.seen_speakers, frame.speakers, frame.empty,
    wardrobe.wardrobe, states.unexplained, states.lasting, hands.twice, hands.passed, hands.popping, hours.hours, words.silence, words.repeated, words.unread,
    joins.unmatched, joins.mute_splits, joins.talked_over,
)  # fmt: skip


def check(story: Story, longest: int = timing.LONGEST_SHOT) -> list[Finding]:
    """Every finding of the story, in order of its shots. `longest`: frames the engine can draw in one shot."""
    found = [finding for lint in LINTS for finding in lint(story)] + list(lengths.lengths(story, longest))
    order = {shot.id: at for at, shot in enumerate(story.shots)}
    return sorted(found, key=lambda f: order.get(f.shot, -1))


def sound(story: Story, finding: Finding) -> Change | None:
    """The first of a finding's changes after which it is gone and no new one has come; None: only a writer can help."""
    return mending.sound(story, finding, check)


def mend(story: Story, sorts: Collection[str] | None = None) -> Mended:
    """The story with every finding mended that an edit mends without bringing up another. `sorts`: only of these sorts."""
    return mending.mend(story, check, sorts)


def mend_shots(part: Story, shots: Collection[str]) -> Mended:
    """A part of a story with the findings of these shots mended, where the edits are to shots, lines and scenes. What the part lacks of the
    film (people seen elsewhere) is nothing to mend."""
    return mending.mend_shots(part, check, shots)
