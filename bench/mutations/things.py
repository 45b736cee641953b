"""Faults of what is there: costumes, props, cast, places, names, hours and weather."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from random import Random
from typing import Any

from bench.mutations.planting import WIDE, Mutant, changed, mutant, runs, with_shot, with_shots
from storyboard.grammar import Size, Transition
from storyboard.look import Color
from storyboard.staging import Action, Hour, Prop, Weather
from storyboard.story import Character, Costume, Setting, Shot, Story, Thing


def other_clothes(story: Story, dice: Random) -> Mutant | None:
    """Another costume in one of several shots of a run."""
    sites = []
    for run in runs(story):
        for who in sorted({p.character for shot in run for p in shot.subjects}):
            row = [shot for shot in run if any(p.character == who for p in shot.subjects)]
            sites += [(who, shot, row) for shot in row if len(row) > 1]
    if not sites:
        return None
    who, shot, row = dice.choice(sites)
    one = story.character(who)
    worn = next(p.costume for p in shot.subjects if p.character == who) or one.costumes[0].id
    other = next((c.id for c in one.costumes if c.id != worn), "other")
    if all(c.id != other for c in one.costumes):
        dressed = one.model_copy(update={"costumes": (*one.costumes, Costume(id=other, words="in other clothes"))})
        story = story.model_copy(update={"characters": tuple(dressed if c.id == who else c for c in story.characters)})
    at = row.index(shot)
    return mutant(with_shot(story, shot, subjects=changed(shot, who, costume=other)), "wardrobe", *(s.id for s in row[max(0, at - 1) : at + 2]))


def prop_twice(story: Story, dice: Random) -> Mutant | None:
    """One thing in the hands of two in one shot."""
    sites = [s for s in story.shots if len(s.subjects) > 1]
    if not sites or not story.things:
        return None
    shot = dice.choice(sites)
    thing = next((p.prop for p in shot.subjects if p.prop), dice.choice(story.things).id)
    both = tuple(p.model_copy(update={"prop": thing}) if i < 2 else p for i, p in enumerate(shot.subjects))
    return mutant(with_shot(story, shot, subjects=both), "prop twice", shot.id)


def _meetings(story: Story) -> list[tuple[Shot, Shot, str, str]]:
    """(earlier shot, later shot, who is in the earlier, another who is in the later), of one run, where nobody gives, takes or holds
    anything from the one to the other."""
    sites = []
    for run in runs(story):
        for i, j in combinations(range(len(run)), 2):
            if any(p.action in (Action.GIVE, Action.TAKE) or p.prop for s in run for p in s.subjects):
                continue
            for x in run[i].subjects:
                sites += [(run[i], run[j], x.character, y.character) for y in run[j].subjects if y.character != x.character]
    return sites


def prop_wanders(story: Story, dice: Random) -> Mutant | None:
    """A thing in one pair of hands, and later in the run in another's, and nobody gave or took anything."""
    sites = _meetings(story)
    if not sites or not story.things:
        return None
    early, late, one, other = dice.choice(sites)
    thing = dice.choice(story.things).id
    story = with_shot(story, early, subjects=changed(early, one, prop=thing))
    return mutant(with_shot(story, late, subjects=changed(late, other, prop=thing)), "prop passed unseen", early.id, late.id)


def given_and_kept(story: Story, dice: Random) -> Mutant | None:
    """A thing given away, and later in the run back in the giver's hands, and nobody gave it back."""
    sites = [(early, late, x, y) for early, late, x, y in _meetings(story) if any(p.character == y for p in early.subjects) and any(p.character == x for p in late.subjects)]
    if not sites or not story.things:
        return None
    early, late, giver, taker = dice.choice(sites)
    thing = dice.choice(story.things).id
    story = with_shot(story, early, subjects=changed(early, giver, prop=thing, action=Action.GIVE, target=taker))
    return mutant(with_shot(story, late, subjects=changed(late, giver, prop=thing)), "prop passed unseen", early.id, late.id)


def taken_already(story: Story, dice: Random) -> Mutant | None:
    """A thing taken by somebody who held it earlier in the run, and nobody gave, took or held anything else there."""
    sites = [
        (a, b, p.character) for run in runs(story) if not any(p.action in (Action.GIVE, Action.TAKE) or p.prop for s in run for p in s.subjects)
        for a, b in combinations(run, 2) for p in a.subjects if any(q.character == p.character for q in b.subjects)
    ]  # fmt: skip
    if not sites or not story.things:
        return None
    early, late, who = dice.choice(sites)
    thing = dice.choice(story.things).id
    story = with_shot(story, early, subjects=changed(early, who, prop=thing))
    return mutant(with_shot(story, late, subjects=changed(late, who, prop=thing, action=Action.TAKE)), "prop taken twice", early.id, late.id)


def hands_change(story: Story, dice: Random) -> Mutant | None:
    """Somebody goes on doing the same over a cut, and what is in their hands comes or goes. No fault nearer than from the waist up, where
    hands are not seen, and of who gives or takes; where nobody goes on, one is made to."""
    seen = (*WIDE, Size.FULL, Size.MEDIUM)
    sites = [
        (a, b, p, q) for run in runs(story) for a, b in pairwise(run) if a.size in seen and b.size in seen
        for p in a.subjects for q in b.subjects if p.character == q.character and not p.prop and not q.prop and p.action not in (Action.GIVE, Action.TAKE)
    ]  # fmt: skip
    if not sites or not story.things:
        return None
    a, b, p, q = dice.choice([s for s in sites if s[2].action is s[3].action] or sites)
    thing = dice.choice(story.things).id
    first, second = dice.choice(((thing, None), (None, thing)))
    story = with_shot(story, a, subjects=changed(a, p.character, prop=first))
    return mutant(with_shot(story, b, subjects=changed(b, q.character, prop=second, action=p.action)), "prop pops", a.id, b.id)


def idle_character(story: Story, dice: Random) -> Mutant | None:
    """One more in the cast, whom nothing shows."""
    model = dice.choice(story.characters)
    look = model.look.model_copy(update={"body": dice.choice(list(Color)), "eyes": Color.VIOLET})
    extra = Character(id="extra-one", name="Extra", identity="Extra is somebody.", look=look, costumes=model.costumes)
    return mutant(story.model_copy(update={"characters": (*story.characters, extra)}), "orphan")


def cut_character(story: Story, dice: Random) -> Mutant | None:
    """One of the cast taken out of every frame."""
    who = dice.choice(sorted({p.character for shot in story.shots for p in shot.subjects}))
    new = {s.id: (s.model_copy(update={"subjects": tuple(p for p in s.subjects if p.character != who)}),) for s in story.shots}
    return mutant(with_shots(story, new), "orphan")


def idle_place(story: Story, dice: Random) -> Mutant | None:
    """One more place, where nothing happens."""
    extra = Setting(id="extra-place", name="the far place", place=dice.choice(story.settings).place)
    return mutant(story.model_copy(update={"settings": (*story.settings, extra)}), "unused place")


def idle_prop(story: Story, dice: Random) -> Mutant | None:
    """One more thing, which nobody holds."""
    extra = Thing(id="extra-thing", name="the other thing", prop=dice.choice([p for p in Prop if p is not Prop.NONE]))
    return mutant(story.model_copy(update={"things": (*story.things, extra)}), "unused prop")


def dangling_name(story: Story, dice: Random) -> Mutant | None:
    """A name in a shot misspelt: who is in it, whom they aim at, what they hold, what an insert shows, who speaks."""
    sites: list[tuple[Shot, dict[str, Any]]] = []
    for shot in story.shots:
        for one in shot.subjects:
            sites.append((shot, {"subjects": changed(shot, one.character, character=f"{one.character}x")}))
            sites += [(shot, {"subjects": changed(shot, one.character, **{f: f"{getattr(one, f)}x"})}) for f in ("prop", "target") if getattr(one, f)]
        for line in shot.lines:
            if line.speaker:
                sites.append((shot, {"lines": tuple(x.model_copy(update={"speaker": f"{line.speaker}x"}) if x is line else x for x in shot.lines)}))
        if shot.focus:
            sites.append((shot, {"focus": f"{shot.focus}x"}))
    shot, fields = dice.choice(sites)
    return mutant(with_shot(story, shot, **fields), "unknown name", shot.id)


def look_alike(story: Story, dice: Random) -> Mutant | None:
    """One of the cast with the look and clothes of another."""
    if len(story.characters) < 2:
        return None
    one, other = dice.sample(story.characters, 2)
    worn = other.costumes[0].model_copy(update={"outfit": one.costumes[0].outfit})
    twin = other.model_copy(update={"look": one.look, "costumes": (worn, *other.costumes[1:])})
    return mutant(story.model_copy(update={"characters": tuple(twin if c is other else c for c in story.characters)}), "look-alike")


def hour_jumps(story: Story, dice: Random) -> Mutant | None:
    """Another hour after a straight cut to a scene in the same place; where no two scenes share one, the second is moved there."""
    return _joined(story, dice, "hour", tuple(Hour))


def weather_jumps(story: Story, dice: Random) -> Mutant | None:
    """Another weather, the same way."""
    return _joined(story, dice, "weather", tuple(Weather))


def _joined(story: Story, dice: Random, field: str, values: Sequence[Any]) -> Mutant | None:
    """Two scenes that follow in one place joined by a straight cut, the second in another hour or weather."""
    sites = [(a, b) for a, b in zip(story.scenes, story.scenes[1:], strict=False) if a.setting == b.setting]
    if not sites:
        before, after = dice.choice(list(zip(story.scenes, story.scenes[1:], strict=False)) or [(None, None)])
        if before is None or after is None:
            return None
        sites = [(before, after)]
    before, after = dice.choice(sites)
    value = dice.choice([v for v in values if v is not getattr(before, field)])
    first = after.shots[0].model_copy(update={"transition": Transition.CUT})
    moved = after.model_copy(update={"setting": before.setting, field: value, "shots": (first, *after.shots[1:])})
    scenes = tuple(moved if s is after else s for s in story.scenes)
    return mutant(story.model_copy(update={"scenes": scenes}), "time jump", first.id, before.shots[-1].id)
