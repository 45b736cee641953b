"""Names, and who and what they stand for: names that name nothing, people, places and things the film never shows, look-alikes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from storyboard.continuity.coverage import shown
from storyboard.continuity.finding import Finding, change, in_shot, of_presence
from storyboard.edit import Change, Remove, Set
from storyboard.look import Color, Extra, Garment, Look, Outfit
from storyboard.story import Character, Shot, Story, dangling


def unknown(story: Story) -> Iterator[Finding]:
    """Ids that name nothing, or two things. A story kept or read has none; one on its way may."""
    mends, at = _named(story)
    for problem in dangling(story):
        shot = next((s.id for s in story.shots if f"shot {s.id} " in problem or any(f"line {x.id} " in problem for x in s.lines)), "")
        yield Finding(shot, "unknown name", problem, "Use a name of the story, or add it.", (mends,) if mends and shot in at else ())


def _named(story: Story) -> tuple[Change | None, set[str]]:
    """Every name in a shot that names nothing made the nearest that does, or none; all in one edit, since a story with one left is none."""
    people, things = [c.id for c in story.characters], [t.id for t in story.things]
    ops: list[tuple[str, Set]] = []

    def mended(known: list[str], wanted: str | None) -> str | None:
        return next(iter(get_close_matches(wanted or "", known, 1)), None)

    for shot in story.shots:
        if shot.focus is not None and shot.focus not in things:
            ops.append((shot.id, in_shot(shot.id, "focus", mended(things, shot.focus) or next(iter(things), None))))
        for one in shot.subjects:
            if one.prop is not None and one.prop not in things:
                ops.append((shot.id, of_presence(shot.id, one.character, "prop", mended(things, one.prop))))
            if one.target is not None and one.target not in people:
                ops.append((shot.id, of_presence(shot.id, one.character, "target", mended(people, one.target))))
        for line in shot.lines:
            if line.speaker is not None and line.speaker not in people:
                ops.append((shot.id, in_shot(shot.id, f"lines.{line.id}.speaker", mended(people, line.speaker))))
        ops += [(shot.id, op) for op in _strangers(shot, people, mended)]
    return (change("Use the nearest name of the story.", *(op for _, op in ops)) if ops else None), {shot for shot, _ in ops}


def _strangers(shot: Shot, people: list[str], mended: object) -> list[Set]:
    """Subjects nobody knows made those they are nearest to, or taken out; last, since the others are reached through their names."""
    assert callable(mended)
    inside = {p.character for p in shot.subjects}
    ops, kept = [], list(shot.subjects)
    for one in shot.subjects:
        if one.character not in people:
            near = mended([p for p in people if p not in inside], one.character)
            if near is None:
                kept.remove(one)
            else:
                ops.append(of_presence(shot.id, one.character, "character", near))
    if len(kept) < len(shot.subjects):
        return [in_shot(shot.id, "subjects", [p.model_dump(mode="json") for p in kept])]
    return ops


def orphans(story: Story) -> Iterator[Finding]:
    """Everyone in the cast is seen."""
    seen = {p.character for shot in story.shots for p in shot.subjects}
    for one in story.characters:
        if one.id not in seen:
            said = f"{one.name} is in the cast and in no shot"
            yield Finding(story.shots[-1].id, "orphan", said, f"Show {one.name}, or take them out.", tuple(_found_a_place(story, one)))


def _found_a_place(story: Story, one: Character) -> Iterator[Change]:
    """Into a shot in which they speak; out of the cast, where no shot names them."""
    heard = [(scene, shot) for scene in story.scenes for shot in scene.shots if any(line.speaker == one.id for line in shot.lines)]
    for scene, shot in heard[:1]:
        yield from shown(story, scene, shot, one.id)
    if not heard and not any(p.target == one.id for shot in story.shots for p in shot.subjects):
        kept = [r.model_dump(mode="json") for r in story.relations if one.id not in (r.a, r.b)]
        yield change(f"Take {one.name} out of the cast.", Set(target="story", field="relations", value=kept), Remove(target=f"character:{one.id}"))


def unused(story: Story) -> Iterator[Finding]:
    """Every place is somewhere the film goes, every thing is held or shown."""
    last = story.shots[-1].id
    been = {scene.setting for scene in story.scenes}
    used = {thing for shot in story.shots for thing in (shot.focus, *(p.prop for p in shot.subjects))}
    for kind, sort, documents, known in (("setting", "place", story.settings, been), ("thing", "prop", story.things, used)):
        for one in documents:
            if one.id not in known:
                said = f"{one.name} is among the {sort}s and in no {'scene' if sort == 'place' else 'shot'}"
                fix = f"Show {one.name}, or take it out."
                yield Finding(last, f"unused {sort}", said, fix, (change(f"Take {one.name} out.", Remove(target=f"{kind}:{one.id}")),))


def alike(story: Story) -> Iterator[Finding]:
    """No two characters look the same."""
    seen: dict[tuple[Look, Outfit], Character] = {}
    for one in story.characters:
        looks = (one.look, one.costumes[0].outfit)
        other = seen.setdefault(looks, one)
        if other is not one:
            fix = "Change a colour or a garment."
            said = f"{one.name} looks exactly like {other.name}"
            shot = next((s.id for s in story.shots if any(p.character == one.id for p in s.subjects)), story.shots[0].id)
            yield Finding(shot, "look-alike", said, fix, (_told_apart(story, one, fix),))


def _told_apart(story: Story, one: Character, note: str) -> Change:
    """A garment, or else a scarf, in a colour that nobody has on."""
    costume = one.costumes[0]
    taken = {color for c in story.characters for color in (c.look.body, c.costumes[0].outfit.color, c.costumes[0].outfit.extra_color)}
    color = next((c for c in (Color.RED, Color.TEAL, Color.GOLD, Color.PURPLE, Color.GREEN, *Color) if c not in taken), Color.RED)
    dressed = costume.outfit.garment is not Garment.NONE
    worn: dict[str, str] = {"color": color} if dressed else {"extra": Extra.SCARF, "extra_color": color}
    return change(note, *(Set(target=f"character:{one.id}", field=f"costumes.{costume.id}.outfit.{field}", value=value) for field, value in worn.items()))
