"""Coverage: every scene shows early where it is; who speaks is seen while they speak or near it, so a dialogue of two shows both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.continuity.finding import Finding, change, fresh, in_shot, names
from storyboard.continuity.space import FRAMED, LADDER, PLACES
from storyboard.edit import Add, Change, Remove
from storyboard.grammar import Lens, Size
from storyboard.staging import Action, Facing, Where
from storyboard.story import Line, Presence, Scene, Shot, Story

EARLY = 3  # shots of a scene, one of which shows the place
NEAR = 1  # shots before and after somebody's lines in which they may be seen instead
BRIDGE = 2  # shots into a scene that a voice may come over from the scene before, or go before into the next
PLACING = frozenset({Size.EXTREME_WIDE, Size.WIDE, Size.FULL})
SILENT = 60  # frames of a shot in which nobody speaks
MOST = 3  # figures for whom there are places in a frame
INWARD = {Where.LEFT: Facing.RIGHT, Where.RIGHT: Facing.LEFT, Where.CENTER: Facing.CAMERA}


def establishing(story: Story) -> Iterator[Finding]:
    """A scene in a place that the scene before was not in shows it in one of its first shots: wide, or whole figures in it."""
    called, before = names(story), None
    for scene in story.scenes:
        if scene.setting != before and not any(shot.size in PLACING for shot in scene.shots[:EARLY]):
            said = f"none of the first {min(EARLY, len(scene.shots))} shots of scene {scene.id} shows {called.get(scene.setting)}"
            fix = "Begin with a wide shot of the place."
            yield Finding(scene.shots[0].id, "no establishing", said, fix, tuple(_wide_first(story, scene, fix)))
        before = scene.setting


def _wide_first(story: Story, scene: Scene, note: str) -> Iterator[Change]:
    """The first shot made wide if it is not near already; a wide shot of the place put before it."""
    first = scene.shots[0]
    if first.size in LADDER and LADDER.index(first.size) <= LADDER.index(Size.MEDIUM) and first.pins.clip is None:
        yield change(note, in_shot(first.id, "size", Size.WIDE), in_shot(first.id, "lens", Lens.WIDE))
    wide = Shot(
        id=fresh(story, first.id), words=f"{names(story).get(scene.setting, scene.setting)}, the whole of it.", size=Size.WIDE, lens=Lens.WIDE, frames=SILENT,
        motion=0.3, transition=first.transition,
    )  # fmt: skip
    yield change(note, Add(target=f"scene:{scene.id}", field="shots", document=wide.model_dump(mode="json")), in_shot(first.id, "transition", "cut"))


def seen_speakers(story: Story) -> Iterator[Finding]:
    """Somebody whose words are heard in a scene is in the frame in it: from the shot before their first line to that after their last.
    But a voice may come over from the scene it is seen in to the next one's beginning, or to the end of the one before."""
    called = names(story)
    for at, scene in enumerate(story.scenes):
        speakers = dict.fromkeys(line.speaker for shot in scene.shots for line in shot.lines if line.speaker)
        for who in speakers:
            told = _told(scene)
            speaking = [i for i, shot in enumerate(told) if any(line.speaker == who for line in shot.lines)]
            near = told[max(0, speaking[0] - NEAR) : speaking[-1] + NEAR + 1]
            if not _is_in(who, near) and not _comes_over(story, at, who, speaking):
                shot = told[speaking[0]]
                fix = f"Show {called.get(who)} while {called.get(who)} speaks."
                said = f"{called.get(who)} speaks and is seen in no shot about it"
                changes = [one for i in speaking for one in shown(story, scene, told[i], who)]
                yield Finding(shot.id, "speaker unseen", said, fix, tuple(sorted(changes, key=lambda c: len(c.ops))))


def _is_in(who: str, shots: Sequence[Shot]) -> bool:
    return any(p.character == who for shot in shots for p in shot.subjects)


def _comes_over(story: Story, at: int, who: str, speaking: list[int]) -> bool:
    """A sound bridge: only in the first shots of a scene, seen in the last ones of the scene before; or the other way round."""
    before = _told(story.scenes[at - 1])[-BRIDGE:] if at else ()
    after = _told(story.scenes[at + 1])[:BRIDGE] if at + 1 < len(story.scenes) else ()
    return (speaking[-1] < BRIDGE and _is_in(who, before)) or (speaking[0] >= len(_told(story.scenes[at])) - BRIDGE and _is_in(who, after))


def _told(scene: Scene) -> list[Shot]:
    """The scene without silent wide views of the place alone: they part nothing."""
    return [shot for shot in scene.shots if shot.subjects or shot.lines or shot.focus or shot.size not in FRAMED]


def shown(story: Story, scene: Scene, shot: Shot, who: str) -> Iterator[Change]:
    """Somebody put into a shot in which they speak, at a free place; else their line put into a shot of their own, behind it; else they
    are seen in place of the thing that an insert shows."""
    if who not in names(story):
        return
    free = [w for w in PLACES if w not in {p.where for p in shot.subjects}]
    note = f"Show {names(story)[who]} in shot {shot.id}."
    heard = [in_shot(shot.id, f"lines.{line.id}.on_screen", True) for line in shot.lines if line.speaker == who and not line.on_screen]
    if shot.size is not Size.INSERT and len(shot.subjects) < MOST:
        for where in sorted(free, key=lambda w: w is not _usual(scene, who)):
            last = shot.subjects[-1].character if shot.subjects else None
            one = _presence(scene, who, where, alone=not shot.subjects)
            document = one.model_dump(mode="json")
            yield change(note, Add(target=f"shot:{shot.id}", field="subjects", document=document, after=last), *heard)
    lines = tuple(line for line in shot.lines if line.speaker == who)
    if lines:
        yield _own_shot(story, scene, shot, lines)
    if shot.size is Size.INSERT:
        alone = [_presence(scene, who, Where.CENTER, alone=True).model_dump(mode="json")]
        ops = [in_shot(shot.id, field, value) for field, value in (("size", Size.MEDIUM_CLOSE), ("focus", None), ("subjects", alone))]
        yield change(f"Show {names(story)[who]} instead of the thing in shot {shot.id}.", *ops, *heard)


def _own_shot(story: Story, scene: Scene, shot: Shot, lines: tuple[Line, ...]) -> Change:
    """The lines taken out of the shot and said in a single behind it. The shot keeps its length: what is seen in it goes on."""
    who = str(lines[0].speaker)
    usual = _usual(scene, who)
    one = _presence(scene, who, Where.CENTER, alone=True).model_copy(update={"facing": INWARD[usual] if usual else Facing.CAMERA})
    single = Shot(
        id=fresh(story, shot.id), words=f"{names(story)[who]} speaks.", size=Size.MEDIUM_CLOSE, subjects=(one,), frames=SILENT,
        lines=tuple(line.model_copy(update={"on_screen": True}) for line in lines),
    )  # fmt: skip
    out = [Remove(target=f"line:{line.id}") for line in lines]
    add = Add(target=f"scene:{scene.id}", field="shots", document=single.model_dump(mode="json"), after=shot.id)
    return change(f"Show {names(story)[who]} alone in a shot of their own.", *out, add)


def _usual(scene: Scene, who: str) -> Where | None:
    """The place somebody keeps in the scene's shots of several."""
    return next((p.where for shot in scene.shots if len(shot.subjects) > 1 for p in shot.subjects if p.character == who), None)


def _presence(scene: Scene, who: str, where: Where, alone: bool) -> Presence:
    costume = next((p.costume for shot in scene.shots for p in shot.subjects if p.character == who), None)
    return Presence(character=who, costume=costume, action=Action.TALK, where=Where.CENTER if alone else where, facing=INWARD[where])
