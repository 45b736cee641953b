"""A screenplay's breakdown: its headings are scenes, its paragraphs and speeches shots and lines. Nothing of it is lost in silence.

A script that Fabula wrote names its shots in notes ("[[s1-2: wide, eye level, normal lens, static camera, 60 frames]]"); they are read back,
so that a script can be edited elsewhere and keep its shots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from agents.adapt import MOST_SCENES, MOST_SHOTS, terms, too_much
from agents.adapt.headings import heading
from agents.adapt.sentences import beats
from storyboard.breakdown import Breakdown, LinePlan, ScenePlan, ShotPlan
from storyboard.emphasis import noted, plain
from storyboard.grammar import Angle, Lens, Transition
from storyboard.screenplay import ActionText, Centered, Change, Heading, Lyric, Note, Parenthetical, Screenplay, Section, Speech, Synopsis

OWN_SHOT = re.compile(r"(?P<id>[a-z][a-z0-9_-]{0,63}): (?P<size>[^,]{1,40}), (?P<angle>[^,]{1,40}), (?P<lens>[^,]{1,40}), (?P<camera>[^,]{1,60}), (?P<frames>\d{1,5}) frames")
NARRATORS = frozenset({"narrator", "narration", "the narrator", "voice over", "voice-over", "voiceover", "v.o.", "vo", "旁白", "解说", "画外音"})
OFF = re.compile(r"\b(?:o\.? ?s\.?|o\.? ?c\.?|off|off[- ]?screen|off[- ]?camera|v\.? ?o\.?|voice[- ]?over|pre-?lap)(?:\b|\)|$)|画外|旁白|幕后", re.IGNORECASE)
CONTINUED = re.compile(r"\b(?:cont(?:inued|inuing|'?d|’d)?\b\.?)|续", re.IGNORECASE)
PLURALS = {"title page entry": "title page entries", "passage cut by the author": "passages cut by the author"}
LONGEST_NAME = 60  # letters of a speaker
VOICE = re.compile(r"[’']s? voice$", re.IGNORECASE)


def breakdown(screenplay: Screenplay, cut: int = 0) -> Breakdown:
    """The breakdown. `cut`: passages its author has cut, for the remarks. BadInput for far more than a story holds, before it is read."""
    for what, kinds, most in (("scenes", Heading, MOST_SCENES), ("speeches", Speech, MOST_SHOTS), ("paragraphs", ActionText | Lyric, MOST_SHOTS)):
        number = sum(element.text.count("\n") + 1 if isinstance(element, Lyric) else 1 for element in screenplay.elements if isinstance(element, kinds))
        if number > most:
            raise too_much(what, number, most)
    reader = _Reader()
    for element in screenplay.elements:
        reader.take(element)
    reader.end()
    if cut:
        reader.left["passage cut by the author"] += cut
    others = [e.key for e in screenplay.title_page if e.key.lower() not in ("title", "notes", "logline", "author", "authors", "written by", "writer", "credit")]
    reader.left["title page entry"] += len(others)
    return Breakdown(
        title=plain(screenplay.entry("title")), logline=plain(screenplay.entry("logline", "notes")),
        author=plain(screenplay.entry("author", "authors", "written by", "writer")), scenes=tuple(reader.scenes), remarks=tuple(reader.remarks()),
    )  # fmt: skip


def speaker(name: str) -> tuple[str | None, bool | None]:
    """(who speaks, None for the narrator; whether the name itself says they are not seen: "TOM'S VOICE")."""
    bare = plain(name).strip(" :：").strip()
    if bare.lower() in NARRATORS:
        return None, False
    voice = VOICE.sub("", bare)
    return (voice, False) if voice != bare and voice else (bare, None)


class _Reader:
    """One walk over the elements; the scene that is open, and what waits for the next shot."""

    def __init__(self) -> None:
        self.scenes: list[ScenePlan] = []
        self.scene: ScenePlan | None = None
        self.shots: list[ShotPlan] = []
        self.beats: list[str] = []
        self.change: Transition | None = None
        self.own: ShotPlan | None = None  # a shot that a note named, still open
        self.left: Counter[str] = Counter()
        self.said: list[str] = []

    def take(self, element: object) -> None:
        texts = [element.text] if isinstance(element, ActionText) else [part.text for part in element.parts] if isinstance(element, Speech) else []
        self.left["note"] += sum(is_note for text in texts for _, is_note in noted(text))
        if isinstance(element, Heading):
            self.end()
            self.scene = heading(plain(element.text)).model_copy(update={"number": element.number})
        elif isinstance(element, ActionText):
            self._action(plain(element.text))
        elif isinstance(element, Speech):
            self._speech(element)
        elif isinstance(element, Lyric):
            self._lines((LinePlan(speaker=None, text=text) for row in element.text.split("\n") if (text := plain(row))), sung=True)
        elif isinstance(element, Change):
            self._change(plain(element.text))
        elif isinstance(element, Centered):
            self._centered(plain(element.text))
        elif isinstance(element, Note):
            self._note(element.text)
        elif isinstance(element, Synopsis):
            self.beats.append(plain(element.text))
        elif isinstance(element, Section):
            self.left["section title"] += 1

    def end(self) -> None:
        """The open scene is whole."""
        self._close_own()
        if self.scene is None and not self.shots:
            return
        scene = self.scene or ScenePlan()
        self.scenes.append(scene.model_copy(update={"shots": tuple(self.shots or [self._shot(ShotPlan())]), "beat": " ".join(filter(None, self.beats))}))
        self.scene, self.shots, self.beats = None, [], []

    def remarks(self) -> list[str]:
        if self.change not in (None, Transition.CUT):
            self.left["transition after the last shot"] += 1
        listed = ", ".join(f"{n} {PLURALS.get(what, what + 's') if n > 1 else what}" for what, n in self.left.items() if n)
        return [*dict.fromkeys(self.said), *([f"Not part of the film: {listed}."] if listed else [])]

    def _action(self, words: str) -> None:
        if terms.is_change(words) and self.own is None:
            self._change(words)
        elif self.own is not None:
            self.own = self.own.model_copy(update={"words": f"{self.own.words} {words}".strip()})
        elif words:
            self.shots += [self._shot(beat) for beat in islice(beats(words), MOST_SHOTS + 1)]
            if len(self.shots) > MOST_SHOTS:
                raise too_much("shots", len(self.shots), MOST_SHOTS)

    def _speech(self, speech: Speech) -> None:
        if len(plain(speech.name)) > LONGEST_NAME:  # a paragraph in capitals, by its length
            self._action(" ".join(filter(None, map(plain, (speech.name, speech.extension, *(part.text for part in speech.parts))))))
            return
        who, seen = speaker(speech.name)
        extension = plain(speech.extension)
        if OFF.search(extension):
            seen = False
        manners = [w.strip() for w in re.split(r"[()（）]+", CONTINUED.sub(" ", OFF.sub(" ", extension))) if any(c.isalnum() for c in w)]
        lines: list[LinePlan] = []
        for part in speech.parts:
            words = plain(part.text)
            if isinstance(part, Parenthetical):
                manners.append(words)
            elif words:
                manner = ", ".join(filter(None, manners))
                lines.append(LinePlan(speaker=who, text=words, manner=manner, delivery=terms.delivery(manner), seen=seen, with_last=speech.dual and not lines))
                manners = []
            if isinstance(part, Lyric):
                self.said.append("Sung lines are spoken.")
        if speech.dual and lines:
            self.said.append("Lines said at the same time are said one after the other.")
        if not lines:
            self._action(f"{who or 'The narrator'}{''.join(f' ({m})' for m in manners)}.")
        self._lines(lines)

    def _lines(self, lines: Iterable[LinePlan], sung: bool = False) -> None:
        for line in lines:
            if sung:
                self.said.append("Sung lines are spoken.")
            if self.own is not None:
                self.own = self.own.model_copy(update={"lines": (*self.own.lines, line)})
            else:
                self.shots.append(self._shot(ShotPlan(lines=(line,))))

    def _change(self, words: str) -> None:
        self._close_own()
        self.change = terms.transition(words)
        if self.change is None:
            self.change = Transition.CUT
            self.said.append(f"The transition {words[:60]!r} is made as a cut.")

    def _centered(self, words: str) -> None:
        if not terms.is_end(words) and words:
            self.said.append(f"The title {words[:60]!r} is not shown.")
            if self.own is None and self.scene is not None:
                self.shots.append(self._shot(ShotPlan(words=f"Title: {words}", cast=())))

    def _note(self, text: str) -> None:
        found = OWN_SHOT.fullmatch(text.strip())
        size = terms.size(found["size"]) if found else None
        if found is None or size is None:
            self.left["note"] += 1
            return
        self._close_own()
        self.scene = (self.scene or ScenePlan()).model_copy(update={"planned": True})
        self.own = self._shot(ShotPlan(
            id=found["id"], size=size, angle=terms.angle(found["angle"]) or Angle.EYE, lens=terms.lens(found["lens"]) or Lens.NORMAL,
            camera=terms.camera(found["camera"]), frames=max(1, int(found["frames"])),
        ))  # fmt: skip

    def _shot(self, shot: ShotPlan) -> ShotPlan:
        """The shot, begun by the transition that waits for it."""
        change, self.change = self.change, None
        return shot.model_copy(update={"transition": change})

    def _close_own(self) -> None:
        if self.own is not None:
            self.shots.append(self.own)
            self.own = None
