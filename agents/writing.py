"""write(): the one door to the story agent."""

from __future__ import annotations

from collections.abc import Callable

from agents.brief import LONGEST_SECONDS, Brief, clean_premise
from agents.writer import Remembering, Writer
from storyboard.errors import BadInput, LimitReached
from storyboard.memo import Memo
from storyboard.sound import language_of
from storyboard.story import Story

ENGLISH = "offline"  # the writer that writes English whatever is asked
AT_ONCE = 2  # scenes written side by side


def write(premise: str, brief: Brief, writer: Writer, memo: Memo, progress: Callable[[str], None] | None = None) -> Story:
    """The Story of a premise. Replies are kept in `memo`, so a second call with the same premise, brief and writer asks nobody.

    `progress` is told each unit as its writing begins ("treatment", "cast", "scene 2"). BadInput: the premise or the brief cannot be
    used. LimitReached: the brief's limits would be passed. BadReply: only when a model refuses the key or the address altogether."""
    from agents import graph
    from agents.nodes import Desk
    from agents.writer_offline import OfflineWriter

    text = clean_premise(premise)
    brief = brief.model_copy(update={"language": spoken_language(text, brief, writer)})
    if brief.seconds > LONGEST_SECONDS:
        raise BadInput(f"A story of {brief.seconds:.0f} seconds was wished; the writer goes up to {LONGEST_SECONDS:.0f}. Wish for less.")
    desk = Desk(Remembering(writer, memo), OfflineWriter(), progress or (lambda unit: None), brief.limits.calls or 400)
    config = {"recursion_limit": graph.STEPS_AT_MOST + 60, "max_concurrency": AT_ONCE}
    state = graph.build(desk).invoke({"premise": text, "brief": brief.model_dump(mode="json"), "shots": {}, "parts": []}, config)
    story = Story.model_validate(state["story"])
    if len(story.shots) > brief.limits.shots or story.frames > brief.limits.seconds * 24:
        raise LimitReached(
            f"The story has {len(story.shots)} shots and {story.frames / 24:.0f} seconds; the limits are {brief.limits.shots} shots and "
            f"{brief.limits.seconds:.0f} seconds. Raise the limits or wish for a shorter film."
        )
    return story


def spoken_language(premise: str, brief: Brief, writer: Writer) -> str:
    """The language of the spoken text: the brief's, else the premise's script's; the embedded writer writes English only."""
    if writer.name == ENGLISH:
        return "en"
    return brief.language or language_of(premise, "en").split("-")[0]
