"""write(): the one door to the story agent."""

from __future__ import annotations

from collections.abc import Callable

from agents.brief import Brief, clean_premise
from agents.writer import Remembering, Writer
from storyboard.errors import LimitReached
from storyboard.memo import Memo
from storyboard.sound import language_of
from storyboard.story import Story

ENGLISH = "offline"  # the writer that writes English whatever is asked
AT_ONCE = 2  # scenes written side by side


def write(premise: str, brief: Brief, writer: Writer, memo: Memo, progress: Callable[[str], None] | None = None) -> Story:
    """The Story of a premise. A model's replies are kept in `memo`, so a second call with the same premise and brief does not ask it again.

    `progress` is told each unit as its writing begins ("treatment", "cast", "scene 2"), and a Remark for each question a model left to
    the embedded writer. BadInput: the premise cannot be used. LimitReached: the brief's limits would be passed. BadReply: only when a
    model refuses the key or the address altogether."""
    from agents import graph
    from agents.nodes import Desk
    from agents.writer_offline import OfflineWriter
    from agents.writer_openai import OpenAIWriter

    text = clean_premise(premise)
    brief = brief.model_copy(update={"language": spoken_language(text, brief, writer)})
    if isinstance(writer, OpenAIWriter):
        writer.allow(brief.limits.calls)
    asked = writer if writer.name == ENGLISH else Remembering(writer, memo)
    desk = Desk(asked, OfflineWriter(), progress or (lambda unit: None))
    config = {"recursion_limit": graph.STEPS_AT_MOST + 60, "max_concurrency": AT_ONCE}
    state = graph.build(desk).invoke({"premise": text, "brief": brief.model_dump(mode="json"), "shots": {}, "writers": {}}, config)
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
