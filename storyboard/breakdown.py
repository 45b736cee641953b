"""A breakdown: somebody else's script taken apart into scenes, shots and lines, before anybody is cast. What a script does not say is None.

Screenplays, shot lists and prose come in as this one document; agents.adapt makes a Story of it.
"""

from __future__ import annotations

from collections import Counter

from storyboard.document import Doc
from storyboard.grammar import Angle, Camera, Lens, Size, Transition
from storyboard.sound import Delivery
from storyboard.staging import Action, Emotion

NOBODY = "the script's author"  # who wrote a script that does not say


class LinePlan(Doc):
    """Words to be heard. `speaker` None: the narrator. `seen` False: the speaker is not in the picture, or does not move their lips."""

    speaker: str | None
    text: str
    delivery: Delivery | None = None
    manner: str = ""  # how it is said, in the author's words
    seen: bool | None = None
    with_last: bool = False  # said at the same time as the line before
    joined: bool = False  # others say it too


class SeenPlan(Doc):
    """Somebody in a shot, by name. `holds`: a noun."""

    who: str
    action: Action = Action.STAND
    emotion: Emotion = Emotion.CALM
    holds: str = ""


class PersonPlan(Doc):
    """Somebody of the cast. `noun`: what they are ("fox", "baker"), "" for one of whom only the name is told; `asked`: the author's word
    where the noun is only near to it; `words`: what is said of how they look ("old", "hungry"); `woman` None: nothing says."""

    name: str
    noun: str = ""
    asked: str = ""
    words: tuple[str, ...] = ()
    woman: bool | None = None


class ShotPlan(Doc):
    """One shot, or what may become several. `id`: of the story's shot it was; `words`: what happens, as the author says it; `seen`:
    who does what in it, None: as the words say; `shows`: the noun of a thing that is seen close."""

    id: str = ""
    words: str = ""
    size: Size | None = None
    angle: Angle | None = None
    lens: Lens | None = None
    camera: Camera | None = None
    transition: Transition | None = None
    frames: int | None = None
    cast: tuple[str, ...] | None = None
    seen: tuple[SeenPlan, ...] | None = None
    shows: str = ""
    lines: tuple[LinePlan, ...] = ()


class ScenePlan(Doc):
    """One scene. `side`: "INT.", "EXT.", "INT./EXT." or ""; `when`: what its heading says of the time and the weather; `planned`: its
    shots are an author's own, with size and length, and are not covered anew."""

    side: str = ""
    place: str = ""
    when: tuple[str, ...] = ()
    number: str = ""
    beat: str = ""
    planned: bool = False
    shots: tuple[ShotPlan, ...] = ()


class Breakdown(Doc):
    """A whole script. `people`: the cast, where the script is not read for it; `language`: of its words, "" where nobody has said;
    `listed`: its shots are the author's own and are counted; `remarks`: what of it has no place in a film, as sentences."""

    title: str = ""
    logline: str = ""
    author: str = ""
    language: str = ""
    people: tuple[PersonPlan, ...] = ()
    scenes: tuple[ScenePlan, ...] = ()
    listed: bool = False
    remarks: tuple[str, ...] = ()

    def tally(self) -> Counter[str]:
        """How much there is: scenes, shots, lines."""
        shots = [shot for scene in self.scenes for shot in scene.shots]
        return Counter(scenes=len(self.scenes), shots=len(shots), lines=sum(len(shot.lines) for shot in shots))
