"""Words: something is said, nothing twice, and every subtitle stays long enough to be read."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard import cut, subtitles, timing
from storyboard.continuity.finding import Finding, change, fresh, in_shot, names
from storyboard.continuity.split import split
from storyboard.edit import Add, Change, Remove
from storyboard.speech import language_of, spoken
from storyboard.story import Line, Shot, Story
from storyboard.timing import Cue

FEW, FEW_SIGNS = 4, 6  # words, or signs of a script without spaces: what is shorter may well be said again ("Good night.")


def silence(story: Story) -> Iterator[Finding]:
    if not any(shot.lines for shot in story.shots):
        yield Finding(story.shots[0].id, "silent story", "nobody says a word in the whole film", "Add narration or a line.", tuple(_told(story)))


def _told(story: Story) -> Iterator[Change]:
    """The logline, a beat or what is seen, told by the narrator over the first shot that holds it."""
    for text in (story.logline, story.scenes[0].beat, story.shots[0].words, story.title):
        slot = timing.slot_for(text, story.language, story.narrator) if spoken(text) else 0
        if 0 < slot <= timing.LONGEST_SHOT - timing.LEAD - timing.GAP and len(text) <= 400:
            shot = story.shots[0]
            line = Line(id=fresh(story, f"{shot.id}-n"), text=text, slot=slot, on_screen=False)
            yield change("Let the narrator begin.", Add(target=f"shot:{shot.id}", field="lines", document=line.model_dump(mode="json")))


def repeated(story: Story) -> Iterator[Finding]:
    """The same voice does not say the same again, unless it is a word or two."""
    called = names(story)
    said: dict[tuple[str | None, str], tuple[Shot, Line]] = {}
    for shot in story.shots:
        for line in shot.lines:
            words = "".join(c if c.isalnum() else " " for c in line.text.casefold()).split()
            few = FEW_SIGNS if language_of(line.text, story.language)[:2] in ("zh", "ja", "th") else 0
            if len("".join(words)) < few if few else len(words) < FEW:
                continue
            at, first = said.setdefault((line.speaker, " ".join(words)), (shot, line))
            if first is not line:
                who = called.get(line.speaker or "", "the narrator")
                fix = "Say something new, or nothing."
                yield Finding(
                    shot.id, "repeated line", f"{who} says {line.text[:40]!r} a second time (first in shot {at.id})", fix,
                    (change(fix, Remove(target=f"line:{line.id}")),),
                )  # fmt: skip


def unread(story: Story) -> Iterator[Finding]:
    """A line whose subtitle is gone before it is read: it is given the frames that it lacks."""
    for scene in story.scenes:
        at, found = 0, cut.read_in(story, scene)
        late = list(subtitles.unread(found, story.language))
        for shot in scene.shots if late else ():
            spans = [(line, at + start) for line, start in cut.heard(shot)]
            for cue, lacks in late:
                line = next((line for line, start in spans if start <= cue.start < start + line.slot), None)
                if line is not None:
                    yield _unread(shot, cue, lacks, (*_roomier(shot, line, lacks), *split(story, scene, shot)))
            at += shot.shown


def _unread(shot: Shot, cue: Cue, lacks: int, changes: tuple[Change, ...]) -> Finding:
    stays, text = cue.end - cue.start, " ".join(cue.text.split())
    said = f"the subtitle {text[:40]!r} stays {stays / 24:.1f} s, and takes {(stays + lacks) / 24:.1f} s to read"
    return Finding(shot.id, "unread subtitle", said, "Give the line more time, or say it in fewer words.", changes)


def _roomier(shot: Shot, line: Line, lacks: int) -> Iterator[Change]:
    """A longer slot, where the line may be padded so much; the shot held longer, where the line is its last."""
    held = shot.model_copy(update={"lines": tuple(x.model_copy(update={"slot": x.slot + timing.even(lacks)}) if x is line else x for x in shot.lines)})
    if timing.needed(held) <= timing.LONGEST_SHOT:
        yield change("Give the line the time it takes to read.", in_shot(shot.id, f"lines.{line.id}.slot", line.slot + timing.even(lacks)))
    if line is shot.lines[-1] and shot.frames + timing.even(lacks) <= timing.LONGEST_SHOT:
        yield change("Hold the shot until it is read.", in_shot(shot.id, "frames", shot.frames + timing.even(lacks)))
