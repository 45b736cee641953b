"""What a format for editing programs could not say of a film: what, where, why, and what stands there instead. Pure data.

Nothing is left out in silence: whatever of the film is not in the file as the film has it is told, once for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.exchange.cutlist import Cutlist, Files, Shown
from storyboard.finish import Finish
from storyboard.grammar import Transition
from storyboard.story import Story
from storyboard.timing import RATE, seconds_of

WHOLE = "the whole film"
PROGRAM = {"otio": "OpenTimelineIO", "otioz": "OpenTimelineIO", "fcpxml": "FCPXML", "fcpxml.zip": "FCPXML", "capcut.zip": "A CapCut draft"}
PROGRAM |= {"premiere.zip": "Final Cut Pro 7's XML", "edl": "An edit decision list"}
PACKED = ("otioz", "fcpxml.zip", "capcut.zip", "premiere.zip")
SUBTITLES = {
    "OpenTimelineIO": "a track Subtitles, switched off", "FCPXML": "captions", "A CapCut draft": "a text track", "Final Cut Pro 7's XML": "none in the cut",
    "An edit decision list": "none in the cut; export srt too",
}  # fmt: skip
MIXED = {"OpenTimelineIO": "; the finished mix lies on a track that is switched off", "FCPXML": "; the finished mix is a clip that is switched off"}
UNHEARD = ("OpenTimelineIO", "Final Cut Pro 7's XML")  # where a clip's level is not played


class Unrepresented(NamedTuple):
    """Something of the film that the file does not have as the film has it."""

    what: str
    where: str
    why: str
    instead: str

    def words(self) -> str:
        return f"{self.where}: {self.what}. {self.why}. Instead: {self.instead}."


class _Told(NamedTuple):
    story: Story
    cuts: Cutlist
    files: Files
    named: str


def unrepresented(story: Story, cuts: Cutlist, files: Files, named: str) -> tuple[Unrepresented, ...]:
    """Everything that the format `named` could not say, what is missing first."""
    told = _Told(story, cuts, files, named)
    families: tuple[Callable[[_Told], Iterator[Unrepresented]], ...] = (_missing, _transitions, _cards, _subtitles, _looks, _sound, _making, _form)
    return tuple(one for family in families for one in family(told))


def report(found: Sequence[Unrepresented]) -> str:
    """The report as a text: one paragraph for each."""
    if not found:
        return "All of the film is in this file.\n"
    return "\n".join([f"{len(found)} things of the film are not in this file as the film has them.", "", *(f"{one.words()}\n" for one in found)])


def _missing(told: _Told) -> Iterator[Unrepresented]:
    steps = [(shown.name, shown.step) for shown in told.cuts.pictures if shown.shot is not None]
    steps += [(f"{track.name}, {one.name}", one.step) for track in told.cuts.tracks for one in track.sounds]
    for where, step in dict.fromkeys(steps):
        if step not in told.files:
            yield Unrepresented("its media", where, f"{step} is not made yet in this size", "an empty reference of the right length; make the film and export again")


def _transitions(told: _Told) -> Iterator[Unrepresented]:
    for shown in told.cuts.pictures:
        if shown.shot is not None and shown.joined is not Transition.CUT and (said := _transition(shown, told.named)) is not None:
            yield Unrepresented(f"the {shown.joined} it begins with", f"{shown.name} at {_clock(shown.start)}", *said)


def _transition(shown: Shown, named: str) -> tuple[str, str] | None:
    """Why, and what stands instead; None: it is there as it is."""
    program = PROGRAM[named]
    kind, opens = shown.joined, shown.before == 0
    if not shown.before + shown.after:
        return "both shots close in on it, which is done in the film and not in the clips", "a plain cut between the whole pictures"
    if program == "OpenTimelineIO" and kind is not Transition.DISSOLVE:
        return "OpenTimelineIO names no transitions but dissolves", f'a transition of type Custom named "{kind}", of the same length; a program that does not know it shows a dissolve or a cut'
    if program == "FCPXML" and kind not in (Transition.DISSOLVE, Transition.FADE):
        return f"no public document says how Final Cut Pro names its {kind}", f'a cross dissolve of the same length, named "{kind}"'
    if program in ("Final Cut Pro 7's XML", "An edit decision list"):
        return None if kind is Transition.DISSOLVE else (f"{program} is written with dissolves only", f"a dissolve of the same length{' out of black' if opens else ''}")
    if program == "A CapCut draft":
        why = "the programs make their transitions themselves, and load them when the draft is opened"
        if kind is Transition.FADE and not opens:
            return why, "the picture's strength, taken down to nothing and up again"
        return None if kind is Transition.FADE else (why, f"the program's own {kind}, of the same length, about the same cut")
    return None


def _cards(told: _Told) -> Iterator[Unrepresented]:
    for shown in told.cuts.pictures:
        if shown.shot is None:
            instead = "that part of the finished film" if "film:film" in told.files else "a stand-in of the right length without a picture"
            yield Unrepresented("the card as lettering that can be changed", f"the {shown.name} at {_clock(shown.start)}", "cards are drawn by Fabula with the film", instead)


def _subtitles(told: _Told) -> Iterator[Unrepresented]:
    if told.cuts.cues and told.story.subtitles == "burned":
        beside = "; subtitles.srt is in the package" if told.named in PACKED else ""
        yield Unrepresented("subtitles burned into the picture", WHOLE, "clips come without them, so that they can be moved", f"{SUBTITLES[PROGRAM[told.named]]}{beside}")


def _looks(told: _Told) -> Iterator[Unrepresented]:
    """What is laid over the finished picture: it is in no clip."""
    if told.story.finish != Finish():
        yield Unrepresented("the film's finish (grain, lens, bars)", WHOLE, "it is laid over the cut, not over clips", "clips as they were made; the finished film shows the look")
    if told.story.openings != "none":
        yield Unrepresented("the words that scenes begin with", WHOLE, "they are drawn over the cut", "none in the picture; a scene's place and hour are in its marker's or note's words")
    if told.story.mark is not None:
        yield Unrepresented("the invisible mark that says a machine made it", WHOLE, "it is laid over the cut", "clips without it; say so where the new cut is shown")


def _sound(told: _Told) -> Iterator[Unrepresented]:
    program, what = PROGRAM[told.named], "the mix: ducking under speech, balance by loudness, fades, the limit on peaks"
    if program == "An edit decision list":
        yield Unrepresented("all of the sound", WHOLE, "it has a picture and nothing else", "nothing; the other formats have it")
        return
    stand = "each clip at its own file's level" if program in UNHEARD else "each clip with its own level, music and ambience low enough for speech"
    yield Unrepresented(what, WHOLE, "the mix is made from all sounds together", stand + (MIXED.get(program, "") if "mix:film" in told.files else ""))
    for track in told.cuts.tracks:
        for one in track.sounds:
            if one.pan and program != "FCPXML":
                where = f"{track.name}, {one.name} at {_clock(one.start)}"
                yield Unrepresented(f"its place {one.pan:+.2f} between left and right", where, f"{program} has none that programs play", "the middle")


def _making(told: _Told) -> Iterator[Unrepresented]:
    """What a shot was made from stays in Fabula: in the cut there is what came of it."""
    for shown in told.cuts.pictures:
        shot = shown.shot
        if shot is None:
            continue
        parts = [f"{len(shot.keyframes)} pictures given for its middle"] * bool(shot.keyframes) + ["a part made anew"] * (shot.retake is not None)
        parts += ["a film of your own"] * (shot.pins.clip is not None) + ["a first picture of your own"] * (shot.pins.still is not None)
        if parts:
            yield Unrepresented(" and ".join(parts), f"{shown.name} at {_clock(shown.start)}", "a cut holds finished clips", "the clip that came of it, with its handles")


def _form(told: _Told) -> Iterator[Unrepresented]:
    program = PROGRAM[told.named]
    if program == "A CapCut draft":
        yield Unrepresented("scene markers, and notes of the shots", WHOLE, "the draft's form for them is not known", "notes.txt in the package")
        yield Unrepresented("frames as such", WHOLE, "a draft counts in millionths of a second", f"every time rounded to the nearest, less than a 40,000th of a frame at {RATE} a second")
    if program == "FCPXML" and told.cuts.cues:
        yield Unrepresented("the subtitles' places and letters", WHOLE, "captions have the program's own form", "captions of the form iTT")
    if program in ("Final Cut Pro 7's XML", "An edit decision list"):
        yield Unrepresented("notes and findings of the shots", WHOLE, f"{program} has no place for them that programs show", "nothing; otioz and fcpxml.zip have them")
    if told.named not in PACKED and told.files:
        yield Unrepresented("media that can go elsewhere", WHOLE, "the file names media where they lie on this machine, as they are: clips of 12 drawings a second", f"the same cut with its media: {'fcpxml.zip' if program == 'FCPXML' else 'otioz'}")


def _clock(frames: int) -> str:
    return f"{seconds_of(frames):.2f} s"
