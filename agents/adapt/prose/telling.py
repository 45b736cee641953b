"""The beats that are told, as scenes of shots: the narrator says the author's words over what they show, and speech is spoken by whoever says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from agents.adapt.prose import wording
from agents.adapt.prose.cast import Being
from agents.adapt.prose.parts import parts
from agents.adapt.prose.reading import Beat
from agents.adapt.prose.scenes import Stretch
from agents.adapt.prose.staging import view
from storyboard.breakdown import LinePlan, ScenePlan, SeenPlan, ShotPlan
from storyboard.grammar import Size
from storyboard.staging import Action, Emotion

STRONG = frozenset({Emotion.AFRAID, Emotion.ANGRY, Emotion.SAD, Emotion.SURPRISED})
LONGEST_SPEECH = 380  # letters of one line
LONGEST_BEAT = 300


class Teller:
    """Tells scene after scene. `names`: by a being's number, what the film calls them, a crowd by several names; `absent`: numbers of
    those who are only spoken of."""

    def __init__(self, names: Mapping[int, Sequence[str]], kept: set[int], absent: set[int], beings: Sequence[Being]):
        self.names, self.kept, self.absent, self.beings = names, kept, absent, beings
        self.before = -1  # the beat told last
        self.met: set[str] = set()

    def scene(self, scene: Stretch) -> ScenePlan | None:
        """None when nothing of it is told."""
        beats = [beat for beat in scene.beats if beat.number in self.kept]
        shots = list(self._shots(beats))
        if not shots:
            return None
        gist = max((b.text for b in beats if not b.said and not b.tag), key=len, default=beats[0].text)
        return ScenePlan(place=scene.place, when=scene.when, beat=gist[:LONGEST_BEAT], shots=tuple(shots))

    def _shots(self, beats: Sequence[Beat]) -> Iterator[ShotPlan]:
        at = 0
        while at < len(beats):
            beat = beats[at]
            if beat.said:
                size = self._speech(beats[at:])
                yield from self._said(beats[at : at + size])
                at += size
            else:
                yield from self._told(beat)
                at += 1

    def _speech(self, beats: Sequence[Beat]) -> int:
        """How many beats one speech takes: with a tag in its middle, the words after it go on."""
        size = 1
        while size < len(beats) and beats[size].paragraph == beats[0].paragraph:
            beat = beats[size]
            told = beat.tag and wording.told(_spoken(beat, beats[0])).text
            if told or not (beat.tag or beat.said) or (beat.said and beat.speaker is not beats[0].speaker):
                break
            size += 1
        return size

    def _said(self, beats: Sequence[Beat]) -> Iterator[ShotPlan]:
        """A speech: word for word, by whoever says it, as the tag says it is said."""
        words = _joined([beat.text for beat in beats if beat.said])
        manner = ", ".join(filter(None, (wording.manner(beat) for beat in beats if beat.tag)))
        who = beats[0].speaker
        names = self.names.get(who.number, ()) if who is not None else ()
        delivery = wording.delivery(manner)
        for text in _cut(words, LONGEST_SPEECH):
            yield ShotPlan(seen=self._imagined(beats, names), lines=(LinePlan(speaker=names[0] if names else None, text=text, manner=manner, delivery=delivery),))
        self.before = beats[-1].number

    def _imagined(self, beats: Sequence[Beat], speaker: Sequence[str]) -> tuple[SeenPlan, ...] | None:
        """Somebody who is only spoken of is seen beside the speaker, once."""
        spoken_of = [name for beat in beats for ref in beat.refs if ref.who.number in self.absent for name in self.names.get(ref.who.number, ())[:1]]
        fresh = [name for name in dict.fromkeys(spoken_of) if name not in self.met and name not in speaker][:2]
        if not fresh:
            return None
        self.met |= set(fresh)
        return (*(SeenPlan(who=name, action=Action.TALK) for name in speaker[:1]), *(SeenPlan(who=name) for name in fresh))

    def _told(self, beat: Beat) -> Iterator[ShotPlan]:
        """A sentence, part by part; each part is a shot of what it says."""
        worded = wording.told(beat)
        text = worded.text
        if not text:
            return
        if self.before >= 0 and not self._follows(beat) and len(beat.row) > 1:
            text = wording.alone(text, beat, self.beings, worded.shift)
        ends = _spans(text, beat.text, worded.shift)
        lead: Sequence[Being] = [beat.speaker] if beat.tag and beat.speaker is not None else []
        for number, (part, span) in enumerate(ends):
            shown, lead = view(beat, span, self.names, lead)
            seen = shown.seen
            fresh = len(seen) == 1 and seen[0].who not in self.met
            strong = len(seen) == 1 and seen[0].emotion in STRONG and number > 0
            self.met |= {one.who for one in seen}
            yield ShotPlan(
                words=text if number == 0 and len(text) < 500 else part, seen=seen, shows=shown.shows, size=Size.MEDIUM_CLOSE if strong else Size.MEDIUM if fresh and number else None,
                lines=(LinePlan(speaker=None, text=part, seen=False),),
            )  # fmt: skip
        self.before = beat.number

    def _follows(self, beat: Beat) -> bool:
        return beat.number - self.before <= 1


def _joined(pieces: Sequence[str]) -> str:
    """The pieces of one speech: the comma before a tag is a full stop where a new sentence follows or nothing does."""
    out = ""
    for piece, then in zip(pieces, [*pieces[1:], ""], strict=True):
        if piece[-1] in ",，" and (not then or then[0].isupper() or piece[-1] == "，"):
            piece = piece[:-1] + ("。" if piece[-1] == "，" else ".")
        out += ("" if not out or out[-1] in "。！？" else " ") + piece
    return out


def _spoken(tag: Beat, speech: Beat) -> Beat:
    tag.speaker = tag.speaker or speech.speaker
    return tag


def _spans(text: str, whole: str, shift: int) -> list[tuple[str, tuple[int, int]]]:
    """The parts of a text, and which letters of the beat each tells."""
    found = parts(text)
    starts, at = [], 0
    for part in found:
        at = max(at, text.find(part, at))
        starts.append(at)
        at += len(part)
    grown = len(text) - (len(whole) - shift)  # a name put in for a pronoun at the beginning makes what follows stand later
    begins = [max(0, start + shift - (max(0, grown) if start else 0)) for start in starts]
    begins[0] = max(0, shift) if shift > 0 else 0
    return [(part, span) for part, span in zip(found, pairwise([*begins, len(whole)]), strict=True)]


def _cut(words: str, most: int) -> Iterator[str]:
    """A speech in pieces a line holds, at the ends of sentences where it can be."""
    held = ""
    for piece in parts(words) if len(words) > most else [words]:
        if held and len(held) + len(piece) >= most:
            yield held
            held = ""
        held = f"{held} {piece}".strip()
    if held:
        yield held
