"""Faults of space: the line of action, eyelines, travel, places in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from random import Random

from bench.mutations.planting import (
    ACROSS,
    GOING,
    MIRROR,
    ORDER,
    TURN,
    WIDE,
    Mutant,
    Run,
    changed,
    mutant,
    orders,
    runs,
    speaks,
    with_shot,
    with_shots,
)
from storyboard.grammar import Size, Transition
from storyboard.staging import Action, Facing
from storyboard.story import Shot, Story


def cross_the_line(story: Story, dice: Random) -> Mutant | None:
    """The camera on the other side: a whole shot mirrored. No fault where it re-establishes the line (_planted_line)."""
    sites = _swaps(story)
    if not sites:
        return None
    _, shot, _, where = dice.choice(sites)
    mirrored = tuple(p.model_copy(update={"where": MIRROR[p.where], "facing": TURN.get(p.facing, p.facing)}) for p in shot.subjects)
    return mutant(with_shot(story, shot, subjects=mirrored), "line crossed", *where)


def swap_two(story: Story, dice: Random) -> Mutant | None:
    """Two figures of a shot change places and go on looking at each other; a third stays. No fault where it re-establishes the line."""
    sites = _swaps(story)
    if not sites:
        return None
    _, shot, pair, where = dice.choice(sites)
    one, other = (next(p for p in shot.subjects if p.character == who) for who in pair)
    subjects = changed(shot, one.character, where=other.where, facing=TURN.get(one.facing, one.facing))
    subjects = changed(shot.model_copy(update={"subjects": subjects}), other.character, where=one.where, facing=TURN.get(other.facing, other.facing))
    return mutant(with_shot(story, shot, subjects=subjects), "line crossed", *where)


def _swaps(story: Story) -> list[tuple[Run, Shot, tuple[str, str], set[str]]]:
    found = []
    for run in runs(story):
        for shot in run:
            for one, other in combinations(shot.subjects, 2):
                pair = (one.character, other.character)
                if len(_together(run, pair)) > 1:
                    continue
                where = _planted_line(run, shot, pair)
                if where is not None:
                    found.append((run, shot, pair, where))
    return found


def _together(run: Run, pair: tuple[str, str]) -> set[Facing]:
    """The ways in which the two travel side by side in a run: where they turn round, their sides change too, and that is no fault."""
    shots = [[p for p in shot.subjects if p.character in pair and p.action in GOING] for shot in run]
    return {two[0].facing for two in shots if len(two) == 2 and two[0].facing is two[1].facing}


def _planted_line(run: Run, shot: Shot, pair: tuple[str, str]) -> set[str] | None:
    """Where a swap of the pair in this shot shows: in it and in the shots of both beside it. None: it re-establishes the line, being (or
    making the next) the one change, at a wide shot, and the last shot of several before it is nearer."""
    seen = orders(run, pair)
    at = next((i for i, (s, _) in enumerate(seen) if s is shot), None)
    if at is None or len(seen) < 2:
        return None
    after = [left if i != at else next(w for w in pair if w != left) for i, (_, left) in enumerate(seen)]
    turns = [seen[i][0] for i in range(1, len(seen)) if after[i] != after[i - 1]]
    if not turns:
        return None
    last = [s for s in run[: run.index(turns[0])] if len(s.subjects) > 1][-1]
    if len(turns) == 1 and turns[0].size in WIDE and last.size not in WIDE:
        return None
    return {s.id for s, _ in seen[max(0, at - 1) : at + 2]}


def look_away(story: Story, dice: Random) -> Mutant | None:
    """One who speaks to the other in a shot of two, or acts on somebody in it, turned round. No fault for who is under way."""
    sites = []
    for shot in story.shots:
        for one in shot.subjects:
            others = [p for p in shot.subjects if p is not one]
            met = next((p for p in others if p.character == one.target), others[0] if len(others) == 1 and speaks(shot, one) else None)
            if met and met.where is not one.where and one.facing in TURN and one.action not in ACROSS:
                sites.append((shot, one, met))
    if not sites:
        return None
    shot, one, met = dice.choice(sites)
    away = Facing.LEFT if ORDER.index(met.where) > ORDER.index(one.where) else Facing.RIGHT
    return mutant(with_shot(story, shot, subjects=changed(shot, one.character, facing=away)), "eyeline", shot.id)


def look_past(story: Story, dice: Random) -> Mutant | None:
    """The single of a speaker turned round, so that it no longer meets the other's. No fault for who is under way, who shares the run
    with nobody, whose others stand on both sides (or on sides that change), or who speaks to somebody that has left the scene."""
    sites = []
    for run in runs(story):
        for shot in run:
            if len(shot.subjects) != 1 or shot.size is Size.INSERT or not speaks(shot, shot.subjects[0]):
                continue
            one = shot.subjects[0]
            others = {p.character for s in run for p in s.subjects} - {one.character}
            left = [[one.character == w for _, w in orders(run, (one.character, other))] for other in others]
            sides = {side for row in left for side in row}
            gone = any(p.character in others and p.action is Action.LEAVE for s in run for p in s.subjects)
            if len(sides) == 1 and not gone and one.facing in TURN and one.action not in ACROSS:
                sites.append((shot, one, Facing.LEFT if sides == {True} else Facing.RIGHT))
    if not sites:
        return None
    shot, one, away = dice.choice(sites)
    return mutant(with_shot(story, shot, subjects=changed(shot, one.character, facing=away)), "eyeline", shot.id)


def both_look_one_way(story: Story, dice: Random) -> Mutant | None:
    """A dialogue in singles alone: of two that follow each other the second turned, so that both look the same way. The run's shots of
    both are taken out first; no fault for who is under way or looks to neither side."""
    sites = []
    for run in runs(story):
        for a, b in combinations(run, 2):
            if a is not b and len(a.subjects) == len(b.subjects) == 1 and Size.INSERT not in (a.size, b.size):
                p, q = a.subjects[0], b.subjects[0]
                ready = speaks(a, p) and speaks(b, q) and p.facing in TURN and q.facing in TURN and p.action not in ACROSS and q.action not in ACROSS
                if ready and p.character != q.character:
                    sites.append((run, a, b))
    if not sites:
        return None
    run, a, b = dice.choice(sites)
    out: dict[str, Sequence[Shot]] = {s.id: () for s in run if s is not a and s is not b}
    turned = b.model_copy(update={"subjects": (b.subjects[0].model_copy(update={"facing": a.subjects[0].facing}),)})
    return mutant(with_shots(story, out | {b.id: (turned.model_copy(update={"transition": Transition.CUT}),)}), "eyeline", a.id, b.id)


def turn_back(story: Story, dice: Random) -> Mutant | None:
    """A traveller's direction reversed in one of several shots of a run. No fault where a shot between shows them from the front or
    behind; so it is planted only where two shots of travel have no shot of that person between them that does."""
    sites = []
    for run in runs(story):
        for who in dict.fromkeys(p.character for shot in run for p in shot.subjects):
            row = [(shot, p) for shot in run for p in shot.subjects if p.character == who]
            going = [i for i, (_, p) in enumerate(row) if p.action in GOING and p.facing in TURN]
            for a, b in pairwise(going):
                if all(p.facing in TURN for _, p in row[a : b + 1]) and row[a][1].facing is row[b][1].facing:
                    sites.append((row[a], row[b]))
    if not sites:
        return None
    two = dice.choice(sites)
    shot, one = dice.choice(two)
    story = with_shot(story, shot, subjects=changed(shot, one.character, facing=TURN[one.facing]))
    return mutant(story, "direction", *(s.id for s, _ in two), *_others_of_leg(story, shot, one.character))


def _others_of_leg(story: Story, shot: Shot, who: str) -> list[str]:
    """The neighbouring shots of travel: where two are on either side, the fault is between this one and both."""
    run = next(r for r in runs(story) if any(s.id == shot.id for s in r))
    row = [s.id for s in run for p in s.subjects if p.character == who and p.action in GOING]
    at = row.index(shot.id)
    return row[max(0, at - 1) : at + 2]


def exit_and_enter_wrong(story: Story, dice: Random) -> Mutant | None:
    """Somebody made to walk out of a scene to one side, and into the next coming back. No fault where the film has been in the next
    place before. They are made to walk only where no other travel of theirs in the run would contradict."""
    sites = []
    been = {story.scenes[0].setting}
    for before, after in zip(story.scenes, story.scenes[1:], strict=False):
        if after.setting not in been:
            for who in sorted({p.character for shot in before.shots for p in shot.subjects}):
                out = [s for s in before.shots if any(p.character == who for p in s.subjects)][-1:]
                into = [s for s in after.shots if any(p.character == who for p in s.subjects)][:1]
                if out and into:
                    sites.append((out[0], into[0], who))
        been.add(after.setting)
    if not sites:
        return None
    out, into, who = dice.choice(sites)
    way = dice.choice((Facing.LEFT, Facing.RIGHT))
    for shot, facing in ((out, way), (into, TURN[way])):
        story = with_shot(story, shot, subjects=changed(shot, who, action=Action.WALK, facing=facing))
    return mutant(story, "direction", out.id, into.id)


def same_spot(story: Story, dice: Random) -> Mutant | None:
    """Two figures of a shot at one place."""
    sites = [s for s in story.shots if len(s.subjects) in (2, 3)]
    if not sites:
        return None
    shot = dice.choice(sites)
    one, other = dice.sample(shot.subjects, 2)
    return mutant(with_shot(story, shot, subjects=changed(shot, one.character, where=other.where)), "same spot", shot.id)
