"""What is to be seen and heard of a story before any of it is filmed: everyone in every outfit, every place, every thing, and a voice."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from storyboard import timing
from storyboard.errors import BadInput
from storyboard.grammar import Size
from storyboard.params import StillParams
from storyboard.plan import portrait_step
from storyboard.sound import LONGEST_TEXT, Voice, VoiceParams
from storyboard.staging import Staging
from storyboard.steps import Step
from storyboard.story import Setting, Story, Thing
from storyboard.ways import Ways

SITTING = "sitting"  # the target of a job that makes all of its pictures
SAMPLE = "sample"  # and of one that says a sentence: sample:mira, sample:narrator
NARRATOR = "narrator"
GREETING = {"en": "Hello, I am {name}. This is how I speak.", "zh": "你好,我是{name}。我就是这样说话的。"}


def sitting(story: Story, ways: Ways) -> tuple[Step, ...]:
    """A portrait for every outfit, a picture of every place and thing. `ways`: in which stills are drawn. A portrait that a film
    needs too is the very same step, and so made once."""
    return (*_portraits(story, ways), *(place_step(story, one, ways) for one in story.settings), *(thing_step(story, one, ways) for one in story.things))


def _portraits(story: Story, ways: Ways) -> Iterator[Step]:
    for one in story.characters:
        for costume in one.costumes[:1] if one.pin else one.costumes:
            yield portrait_step(story, one, costume, ways, portrait_name(one.id, costume.id if costume is not one.costumes[0] else ""))


def portrait_name(character: str, costume: str = "") -> str:
    """The step whose picture shows someone in an outfit; "": the first."""
    return f"portrait:{character}.{costume}" if costume else f"portrait:{character}"


def place_step(story: Story, setting: Setting, ways: Ways) -> Step:
    """The place with nobody in it, as the first scene there has it."""
    scene = next((one for one in story.scenes if one.setting == setting.id), story.scenes[0])
    staging = Staging(
        place=setting.place, hour=scene.hour, weather=scene.weather, season=scene.season, style=story.direction.style, tint=story.direction.tint,
        size=Size.EXTREME_WIDE, frames=1, place_seed=setting.seed, dressing=setting.dressing,
    )  # fmt: skip
    return _still(f"place:{setting.id}", staging, setting.name, ways)


def thing_step(story: Story, thing: Thing, ways: Ways) -> Step:
    """The thing, seen close, where it is first seen."""
    scene = next((one for one in story.scenes for shot in one.shots if thing.id in (shot.focus, *(p.prop for p in shot.subjects))), story.scenes[0])
    setting = story.setting(scene.setting)
    staging = Staging(
        place=setting.place, hour=scene.hour, style=story.direction.style, tint=story.direction.tint, size=Size.INSERT, focus=thing.prop, frames=1, place_seed=setting.seed, dressing=setting.dressing,
    )  # fmt: skip
    return _still(f"thing:{thing.id}", staging, thing.name, ways)


def _still(name: str, staging: Staging, about: str, ways: Ways) -> Step:
    return Step(id=name, kind="still", way=ways.still, params=StillParams(staging=staging, prompt="", size=ways.size), about=about)


def sample(story: Story, who: str, text: str = "", voice: Voice | None = None) -> VoiceParams:
    """A sentence in somebody's voice ("narrator": the narrator's), or in one that is not saved yet. Without a text: the first line they say,
    or a greeting. BadInput: there is nobody of that id, or the text is too long."""
    found = story.narrator if who == NARRATOR else next((one.voice for one in story.characters if one.id == who), None)
    if found is None:
        raise BadInput(f"There is nobody called {who!r} in the cast; there are: {', '.join([NARRATOR, *(one.id for one in story.characters)])}.")
    name = story.title if who == NARRATOR else story.character(who).name
    said = " ".join(text.split()) or _first_line(story, who) or GREETING.get(story.language, GREETING["en"]).format(name=name)
    if len(said) > LONGEST_TEXT:
        raise BadInput(f"A voice sample has at most {LONGEST_TEXT} characters; this has {len(said)}. Give a sentence or two.")
    spoken = voice or found
    try:
        return VoiceParams(text=said, voice=spoken, language=story.language, slot_frames=timing.slot_for(said, story.language, spoken))
    except ValidationError as error:
        raise BadInput(f"This voice cannot say that: {error.errors()[0]['msg']}.") from error


def sample_step(who: str, params: VoiceParams, ways: Ways) -> Step:
    """The step that says it: kept under the same key as a line of the film that is said so."""
    return Step(id=f"{SAMPLE}:{who}", kind="voice", way=ways.voice, params=params, about=params.text)


def _first_line(story: Story, who: str) -> str:
    return next((line.text for shot in story.shots for line in shot.lines if (line.speaker or NARRATOR) == who), "")

