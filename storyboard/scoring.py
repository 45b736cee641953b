"""What the score is composed for: the cut as sections with their beats to hit, whose theme leads when, and where someone speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from storyboard import cut
from storyboard.sound import Lead, Mood, Motif, MusicParams, Section
from storyboard.staging import Action, Emotion
from storyboard.story import Shot, Story

APART = 120  # frames: moments are marked no closer than this, or none of them counts
TOLD = frozenset({Emotion.SURPRISED, Emotion.AFRAID, Emotion.ANGRY})
DONE = frozenset({Action.JUMP, Action.CHASE, Action.POINT, Action.HUG, Action.PUSH})
WEIGHT = {Mood.CALM: -0.1, Mood.NIGHT: -0.14, Mood.SAD: -0.1, Mood.TENSE: 0.08, Mood.JOYFUL: 0.12, Mood.STORMY: 0.2}
CLIMAX = 0.8  # of the scenes are told when the film is at its height


def scored(story: Story) -> MusicParams:
    """All that the score hangs on. Ids, names and words stay out: the same cut with the same cast has the same score."""
    cast = {c.id: k for k, c in enumerate(story.characters)}
    return MusicParams(
        sections=sections(story), themes=themes(story), leads=tuple(leads(story, cast)), speech=speech(story), seed=story.score.seed,
        total_frames=cut.total_frames(story),
    )  # fmt: skip


def themes(story: Story) -> tuple[Motif, ...]:
    """One for each character, in the order of the cast."""
    seen: Counter[Motif] = Counter()
    found = []
    for one in story.characters:
        motif = Motif(kind=one.look.kind, voice=one.voice.base, seed=one.seed)
        found.append(motif.model_copy(update={"twin": seen[motif]}))
        seen[motif] += 1
    return tuple(found)


def sections(story: Story) -> tuple[Section, ...]:
    """The title's, one per scene, the credits'."""
    stretches, total = list(cut.stretches(story)), cut.total_frames(story)
    first, last = story.scenes[0], story.scenes[-1]
    found = [Section(start_frame=0, end_frame=cut.TITLE, mood=first.mood, tempo_bpm=first.tempo, intensity=0.35, card=True)]
    for index, (scene, start, frames) in enumerate(stretches):
        cuts = tuple(accumulate((shot.shown for shot in scene.shots[:-1]), initial=start))
        hits = tuple(marked(scene.shots, cuts))
        found.append(Section(
            start_frame=start, end_frame=start + frames, mood=scene.mood, tempo_bpm=scene.tempo,
            intensity=intensity(scene.mood, (index + 1) / len(stretches)), hits=hits, cuts=tuple(c for c in cuts[1:] if c not in hits),
        ))  # fmt: skip
    end = found[-1]
    return (*found, Section(start_frame=end.end_frame, end_frame=total, mood=last.mood, tempo_bpm=last.tempo, intensity=end.intensity, card=True))


def intensity(mood: Mood, told: float) -> float:
    """How much plays when the share `told` of the film is told: it rises to the climax and falls from there, and a mood weighs on it."""
    arc = 0.4 + 0.42 * told / CLIMAX if told <= CLIMAX else 0.82 - 0.22 * (told - CLIMAX) / (1 - CLIMAX)
    return round(min(max(arc + WEIGHT.get(mood, 0.0), 0.15), 1.0), 2)


def marked(shots: tuple[Shot, ...], cuts: tuple[int, ...]) -> Iterator[int]:
    """The scene's cuts that the score marks: to a thing shown near, to a sudden deed or feeling that the shot before did not have."""
    last = cuts[0]
    for before, shot, at in zip(shots, shots[1:], cuts[1:], strict=False):
        was = {(p.character, what) for p in before.subjects for what in (p.emotion, p.action)}
        now = {(p.character, what) for p in shot.subjects for what in (p.emotion, p.action) if what in TOLD or what in DONE}
        if ((shot.focus is not None and before.focus is None) or now - was) and at - last >= APART:
            yield at
            last = at


def leads(story: Story, cast: dict[str, int]) -> Iterator[Lead]:
    """Whose theme each shot is: of who speaks longest in it, else of who is there first; shots of nobody have none. Title and
    credits are the first one's. Shots of the same one are one lead."""
    open_ = Lead(start_frame=0, end_frame=cut.TITLE, theme=0) if cast else None
    for shown in cut.picture(story):
        theme = lead_of(shown.shot, cast)
        end = shown.start + shown.shot.shown
        if open_ is not None and theme == open_.theme and open_.end_frame == shown.start:
            open_ = open_.model_copy(update={"end_frame": end})
            continue
        if open_ is not None:
            yield open_
        open_ = None if theme is None else Lead(start_frame=shown.start, end_frame=end, theme=theme)
    if open_ is not None:
        yield open_
    if cast:
        yield Lead(start_frame=cut.TITLE + story.frames, end_frame=cut.total_frames(story), theme=0)


def lead_of(shot: Shot, cast: dict[str, int]) -> int | None:
    said: Counter[str] = Counter()
    for line in shot.lines:
        if line.speaker is not None and line.on_screen:
            said[line.speaker] += line.slot
    there = [p.character for p in shot.subjects]
    who = max(said, key=lambda one: said[one]) if said else there[0] if there else None
    return None if who is None else cast[who]


def speech(story: Story) -> tuple[tuple[int, int], ...]:
    """Where someone speaks or narrates: frames [start, end), joined where they meet."""
    found: list[tuple[int, int]] = []
    total = cut.total_frames(story)
    for line, start in sorted(cut.voiced(story), key=lambda heard: heard.start):
        begin, end = max(start, 0), min(start + line.slot, total)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > begin:
            found.append((begin, end))
    return tuple(found)
