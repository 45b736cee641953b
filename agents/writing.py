"""write(): the one door to the story agent."""

from __future__ import annotations

from collections.abc import Callable

from agents.adapt.prose.tale import is_tale
from agents.brief import LONGEST_SECONDS, Brief, clean_premise
from agents.desk import Remark
from agents.hierarchy import shape
from agents.levels import Draft, approved, begun, taken
from agents.writer import Remembering, Writer, allow
from agents.writer_offline import LONGEST_EMBEDDED
from storyboard.errors import BadInput, LimitReached
from storyboard.memo import Memo
from storyboard.sound import language_of
from storyboard.story import Story

ENGLISH = "offline"  # the writer that writes English whatever is asked
AT_ONCE = 2  # scenes written side by side
MUCH_SHORTER = 0.85  # times the wished length: a long story shorter than that is spoken of


def write(premise: str, brief: Brief, writer: Writer, memo: Memo, progress: Callable[[str], None] | None = None) -> Story:
    """The Story of a premise. A model's replies are kept in `memo`, so a second call with the same premise and brief does not ask it again.

    `progress` is told each unit as its writing begins ("treatment", "cast", "scene 2"), and a Remark for each question a model left to
    the embedded writer. BadInput: the premise cannot be used. LimitReached: the brief's limits would be passed. BadReply: only when a
    model refuses the key or the address altogether; Parked: when `brief.park` and units wait for a usable reply."""
    if writer.name == ENGLISH and is_tale(premise):
        return _retold(premise, brief, progress or _quiet)
    story = go_on(begin(premise, brief, writer, progress), writer, memo, progress)
    assert isinstance(story, Story)
    return story


def begin(premise: str, brief: Brief, writer: Writer, progress: Callable[[str], None] | None = None) -> Draft:
    """A draft with nothing written yet. BadInput: the premise cannot be used. LimitReached: the wished length is over the limits."""
    if writer.name == ENGLISH and is_tale(premise):
        raise BadInput(
            "The premise is a told tale, which the embedded writer tells in the tale's own words: there are no levels to stop at. "
            "Leave --stop out, or set a model (FABULA_LLM_URL)."
        )
    text, tell = clean_premise(premise), progress or _quiet
    asked = brief.language or language_of(text, "en").split("-")[0]
    if writer.name == ENGLISH and asked != "en":
        tell(Remark("the embedded writer reads other languages and writes English; a model (FABULA_LLM_URL) writes in the premise's own"))
    brief = brief.model_copy(update={"language": "en" if writer.name == ENGLISH else asked})
    return Draft(premise=text, brief=possible(brief, writer, tell))


def go_on(draft: Draft, writer: Writer, memo: Memo, progress: Callable[[str], None] | None = None, stop: str | None = None) -> Story | Draft:
    """The story of a draft, or with `stop` (a level) the draft written up to it. What the draft has is taken as it is. Errors as in `write`."""
    from agents import graph
    from agents.desk import Desk
    from agents.writer_offline import OfflineWriter

    tell, brief = progress or _quiet, draft.brief
    allow(writer, brief.limits)
    own = writer.name == ENGLISH
    desk = Desk(writer if own else Remembering(writer, memo), OfflineWriter(), tell, brief.park)
    config = {"recursion_limit": graph.STEPS_AT_MOST, "max_concurrency": AT_ONCE}
    state = graph.build(desk, hierarchical=not own or bool(draft.acts), stop=stop).invoke(begun(draft), config)
    if stop is not None:
        return taken(approved(draft), state)
    story = _within(Story.model_validate(state["story"]), brief)
    if brief.seconds > LONGEST_EMBEDDED and story.frames < brief.seconds * 24 * MUCH_SHORTER:
        tell(Remark(f"the story takes {story.frames / 24:.0f} seconds where {brief.seconds:.0f} were wished: some of its parts came out shorter"))
    return story


def _retold(premise: str, brief: Brief, tell: Callable[[str], None]) -> Story:
    """The story of a premise that is itself a told tale: that tale, in its own words. As long as it is when no length is wished."""
    from agents.adapt import prose

    tell("tale")
    wish = prose.Wish(seconds=brief.seconds if "seconds" in brief.model_fields_set else None, seed=brief.seed, style=brief.style)
    adapted = prose.retell(premise, wish)
    for remark in adapted.remarks:
        tell(Remark(remark))
    story = adapted.story.model_copy(update={"premise": clean_premise(premise), "writer": ENGLISH, "limits": brief.limits})
    return _within(story, brief)


def _within(story: Story, brief: Brief) -> Story:
    """The story, when its brief allows its length. LimitReached."""
    if len(story.shots) > brief.limits.shots or story.frames > brief.limits.seconds * 24:
        raise LimitReached(
            f"The story has {len(story.shots)} shots and {story.frames / 24:.0f} seconds; the limits are {brief.limits.shots} shots and "
            f"{brief.limits.seconds:.0f} seconds. Raise the limits or wish for a shorter film."
        )
    return story


def _quiet(_unit: str) -> None:
    """Nobody follows."""


def possible(brief: Brief, writer: Writer, tell: Callable[[str], None]) -> Brief:
    """The brief with a length that the writer can tell. LimitReached, before anything is asked, when the wished length is over its limits."""
    wanted = shape(brief.seconds)
    if wanted.long and (brief.seconds > brief.limits.seconds or wanted.shots > brief.limits.shots):
        raise LimitReached(
            f"A film of {brief.seconds:.0f} seconds was wished, about {wanted.shots} shots; the limits are {brief.limits.shots} shots "
            f"and {brief.limits.seconds:.0f} seconds. Raise the limits or wish for a shorter film."
        )
    if writer.name == ENGLISH and brief.seconds > LONGEST_EMBEDDED:
        tell(Remark(
            f"the embedded writer's longest film takes {LONGEST_EMBEDDED / 60:.0f} minutes; {brief.seconds / 60:g} were wished, so it is written "
            f"for {LONGEST_EMBEDDED / 60:.0f}. A model (FABULA_LLM_URL) writes up to {LONGEST_SECONDS / 60:.0f} minutes."
        ))  # fmt: skip
        return brief.model_copy(update={"seconds": LONGEST_EMBEDDED})
    return brief
