"""Coverage: a scene's plans made into shots. A scene opens wide; two who talk are seen together, then each alone and nearer; no two shots
that follow each other show the same people at the same size. What a script says of its shots holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from agents import lengths
from agents.adapt.acting import HOLDING, MOST_SEEN, Company, feeling, fitting, seen, thing
from agents.adapt.sentences import cut_to
from agents.blocking import lens
from agents.drafts import NARRATOR, Said, Seen, ShotDraft
from storyboard import lexicon, naming
from storyboard.breakdown import LinePlan, ScenePlan, SeenPlan, ShotPlan
from storyboard.grammar import Angle, Camera, Move, Size, Transition
from storyboard.sound import Delivery
from storyboard.staging import Action, Emotion

LONGEST_LINE = 400  # letters: a longer line is cut at a breath before it is timed
LONGEST_WORDS, MOST_LINES = 600, 6  # letters, and lines, of one shot
PAIR = 96  # frames: two answers that take no longer share a shot
CLOSER = {Size.EXTREME_WIDE: Size.WIDE, Size.WIDE: Size.FULL, Size.FULL: Size.MEDIUM, Size.MEDIUM: Size.MEDIUM_CLOSE, Size.MEDIUM_CLOSE: Size.CLOSE, Size.CLOSE: Size.MEDIUM}
MOVING = frozenset({Action.WALK, Action.RUN, Action.CHASE, Action.DANCE, Action.JUMP, Action.ENTER, Action.LEAVE, Action.SNEAK, Action.DANCE_TOGETHER, Action.PUSH})
FEELING = {Delivery.SAD: Emotion.SAD, Delivery.SHOUT: Emotion.ANGRY, Delivery.EXCITED: Emotion.HAPPY, Delivery.TIRED: Emotion.TIRED}


class Heard(Said):
    """A line of a script; `seen` False: whoever speaks is not in the picture, or does not move their lips."""

    speaker: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1, max_length=400)]
    seen: bool | None = None


class Staged(ShotDraft):
    """A shot of a script, bounded by the story's documents and not by what a model is asked for. `frames`: its length, where the script says."""

    words: Annotated[str, Field(max_length=600)] = ""
    shows: Annotated[str, Field(max_length=80)] | None = None
    lines: Annotated[tuple[Heard, ...], Field(max_length=6)] = ()
    subjects: Annotated[tuple[Seen, ...], Field(max_length=4)] = ()
    frames: int | None = None
    id: str = ""  # by which the script names it
    file: str = ""  # the picture or film it is made of
    begin: float = 0.0  # seconds of that film before it; in a shot that goes on from the last one, as there
    goes_on: bool = False


class Cover:
    """One scene being covered: who was seen last, at which size, who is here."""

    def __init__(self, scene: ScenePlan, company: Company, slot: Callable[[Heard], int]):
        self.scene, self.company, self.slot = scene, company, slot
        self.last: tuple[Seen, ...] = ()
        self.here: list[str] = []
        self.size: Size | None = None
        self.talk = 0  # lines since the last shot of action

    def shots(self) -> list[Staged]:
        out: list[Staged] = []
        for plan in self._paired():
            out += self._shot(plan, first=not out)
        return out

    def _paired(self) -> list[ShotPlan]:
        """The plans, short answers put into one shot with what they answer."""
        out: list[ShotPlan] = []
        for plan in self.scene.shots:
            if out and not self.scene.planned and ((plan.lines and plan.lines[0].with_last) or self._answers(out[-1], plan)):
                out[-1] = out[-1].model_copy(update={"lines": (*out[-1].lines, *plan.lines)})
            else:
                out.append(plan)
        return out

    def _answers(self, before: ShotPlan, plan: ShotPlan) -> bool:
        if len(before.lines) != 1 or len(plan.lines) != 1 or before.words or plan.words or plan.transition or plan.size or before.size:
            return False
        one, other = before.lines[0], plan.lines[0]
        if one.seen is False or other.seen is False or None in (one.speaker, other.speaker) or one.speaker == other.speaker:
            return False
        return lengths.room(self.slot(heard) for line in (one, other) for heard in self._heard(line)) <= PAIR

    def _heard(self, line: LinePlan) -> list[Heard]:
        """The line as it is said; one that is very long in pieces."""
        person = None if line.speaker is None else self.company.find(line.speaker)
        said = Heard(speaker=person.name if person else NARRATOR, text="-", delivery=line.delivery or Delivery.PLAIN, seen=line.seen)
        return [said.model_copy(update={"text": text}) for text in cut_to(line.text, LONGEST_LINE)]

    def _shot(self, plan: ShotPlan, first: bool) -> list[Staged]:
        lines = [heard for line in plan.lines for heard in self._heard(line)]
        subjects = self._subjects(plan, lines)
        shows = self._insert(plan, subjects)
        size = plan.size or (Size.INSERT if shows else self._size(plan, subjects, first))
        if size is Size.INSERT and not shows:
            shows = thing(plan.words, self.company)
        camera = plan.camera if plan.camera is not None else self._camera(size, first)
        words = plan.words if self.scene.planned else self._words(plan)
        told, count = list(cut_to(words, LONGEST_WORDS)), max(1, -(-len(lines) // MOST_LINES), -(-len(words) // LONGEST_WORDS))
        drafts = [
            Staged(id=plan.id if at == 0 else "", words=told[at] if at < len(told) else "", size=size, angle=plan.angle or Angle.EYE, lens=plan.lens or lens(size), move=camera.move,
                   amount=camera.amount, frames=plan.frames if at == 0 else None, subjects=subjects, shows=shows if size is Size.INSERT else None,
                   lines=tuple(lines[at * MOST_LINES : (at + 1) * MOST_LINES]), transition=(plan.transition or Transition.CUT) if at == 0 else Transition.CUT)
            for at in range(max(count, len(told)))
        ]  # fmt: skip
        self._noted(subjects, size, bool(plan.lines) and not plan.words)
        parts = [part for draft in drafts for part in _long(draft)]
        return [part.model_copy(update={"file": plan.file, "begin": plan.begin, "goes_on": n > 0}) for n, part in enumerate(parts)] if plan.file else parts

    def _subjects(self, plan: ShotPlan, lines: list[Heard]) -> tuple[Seen, ...]:
        if plan.seen is not None:
            return tuple(self._said(one) for one in plan.seen if self.company.find(one.who))[:MOST_SEEN]
        told = list(seen(plan.words, self.company, self.last))
        for name in plan.cast or ():
            person = self.company.find(name)
            if person is not None and all(one.who != person.name for one in told):
                told.append(Seen(who=person.name))
        if plan.cast is not None:
            cast = [naming.key(name) for name in plan.cast]
            told = [one for one in told if naming.key(one.who) in cast]
        else:
            told = self._talking(told, plan, lines)
        off = {heard.speaker for heard in lines if heard.seen is False}
        if not plan.words and plan.cast is None:
            told = [one for one in told if one.who not in off] or [Seen(who=one.who) for one in self.last if one.who not in off][:1]
        return tuple(_spoken(one, plan, lines) for one in told[: MOST_SEEN + (plan.cast is not None)])

    def _said(self, one: SeenPlan) -> Seen:
        """Somebody as a plan has them."""
        person = self.company.find(one.who)
        assert person is not None
        return Seen(who=person.name, action=fitting(one.action, person.kind), emotion=one.emotion, holds=thing(one.holds, self.company) if one.holds else None)

    def _talking(self, told: list[Seen], plan: ShotPlan, lines: list[Heard]) -> list[Seen]:
        """Those who speak are seen; the first of a talk with whoever they talk to."""
        speaking = dict.fromkeys(heard.speaker for heard in lines if heard.seen is not False and heard.speaker != NARRATOR)
        told += [Seen(who=name, action=Action.TALK) for name in speaking if all(one.who != name for one in told)]
        heard = [person.name for line in plan.lines for _, _, person in self.company.mentions(line.manner)]
        told += [Seen(who=name) for name in dict.fromkeys(heard) if all(one.who != name for one in told)]
        others = [name for name in reversed(self.here) if all(one.who != name for one in told)]
        if len(speaking) == 1 and len(told) == 1 and not plan.words and not self.scene.planned and others and self.talk % 5 == 0:
            told.append(Seen(who=others[0]))
        return told

    def _insert(self, plan: ShotPlan, subjects: tuple[Seen, ...]) -> str | None:
        """What a shot without anybody shows close, where its words are about one thing."""
        if plan.shows or plan.seen is not None:
            return thing(plan.shows, self.company) if plan.shows else None
        close = plan.size in (Size.INSERT, Size.CLOSE, Size.EXTREME_CLOSE) or plan.words.endswith(", seen close.")
        short = len(plan.words) <= 60 and len(lexicon.tokens(plan.words)) <= 7 and lexicon.place(plan.words) is None
        held = any(stem in HOLDING for word in lexicon.tokens(plan.words)[:1] for stem in lexicon.stems(word))
        return thing(plan.words, self.company) if not subjects and (close or (short and not held and self.size is not None)) else None

    def _size(self, plan: ShotPlan, subjects: tuple[Seen, ...], first: bool) -> Size:
        if first or not subjects:
            size = Size.WIDE
        elif plan.lines and not plan.words:
            size = Size.MEDIUM if len(subjects) > 1 else (Size.MEDIUM_CLOSE, Size.MEDIUM_CLOSE, Size.CLOSE)[self.talk % 3]
        elif len(subjects) > 2:
            size = Size.WIDE
        else:
            size = Size.FULL if any(one.action in MOVING for one in subjects) or len(subjects) > 1 else Size.MEDIUM
        again = [one.who for one in subjects] == [one.who for one in self.last]
        return CLOSER.get(size, size) if again and size is self.size else size

    def _camera(self, size: Size, first: bool) -> Camera:
        if first:
            return Camera(move=Move.DOLLY, amount=0.3)
        return Camera(move=Move.DOLLY, amount=0.25) if size in (Size.CLOSE, Size.INSERT) else Camera()

    def _words(self, plan: ShotPlan) -> str:
        """The author's words, and how the lines are said where a delivery does not say it: "Tom (to Mary)"."""
        told = []
        for line in plan.lines:
            person = self.company.find(line.speaker or "")
            if line.manner and line.manner.lower() != str(line.delivery or ""):
                told.append(f"{person.name if person else 'The narrator'} ({line.manner}).")
        return " ".join(filter(None, [plan.words, *told]))

    def _noted(self, subjects: tuple[Seen, ...], size: Size, talk: bool) -> None:
        self.talk = self.talk + 1 if talk else 0
        self.last, self.size = subjects or self.last, size
        self.here = [name for name in self.here if all(one.who != name for one in subjects)] + [one.who for one in subjects if one.action is not Action.LEAVE]


def _spoken(one: Seen, plan: ShotPlan, lines: list[Heard]) -> Seen:
    """Somebody who speaks, with the feeling that how they speak tells."""
    mine = [heard for heard in lines if heard.speaker == one.who and heard.seen is not False]
    if not mine:
        return one
    manner = " ".join(line.manner for line in plan.lines if line.speaker is not None and naming.key(line.speaker) == naming.key(one.who))
    told = feeling(manner)
    emotion = one.emotion if one.emotion is not Emotion.CALM else told if told is not Emotion.CALM else FEELING.get(mine[0].delivery, Emotion.CALM)
    return one.model_copy(update={"emotion": emotion, "action": Action.TALK if one.action is Action.STAND and not plan.words else one.action})


def _long(draft: Staged) -> list[Staged]:
    """A shot longer than one can be, as several that go closer; only the first begins with the transition and has the lines."""
    count = math.ceil((draft.frames or 0) / lengths.LONGEST_SHOT)
    if count <= 1:
        return [draft]
    each = -(-(draft.frames or 0) // count)
    out = [draft.model_copy(update={"frames": each})]
    for _ in range(count - 1):
        out.append(out[-1].model_copy(update={"id": "", "lines": (), "transition": Transition.CUT, "size": CLOSER.get(out[-1].size, out[-1].size)}))
    return out
