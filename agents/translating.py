"""translate(): a model translates a story's rows within the time their mouths have. There is no embedded translator: without a model, people do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import Field

from agents.prompting import prompt
from agents.writer import Prompt, Remembering, Writer, allow
from storyboard.document import Doc
from storyboard.errors import BadReply
from storyboard.memo import Memo
from storyboard.speech import LONGEST_TEXT
from storyboard.story import Limits, Story
from storyboard.translation import Row, Translation, assembled, lacking, rows, too_long

AT_ONCE = 16  # rows of one question
ROUNDS = 3  # the first, and how often what came too long, or not at all, is asked for again


class Said(Doc):
    """A row in the other language."""

    line: Annotated[str, Field(max_length=80)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class Answer(Doc):
    """The rows of one question."""

    rows: Annotated[tuple[Said, ...], Field(min_length=1, max_length=AT_ONCE)]


def translate(story: Story, language: str, writer: Writer, memo: Memo, limits: Limits | None = None, tell: Callable[[str], None] = lambda unit: None) -> Translation:
    """As much as the model gave, after at most ROUNDS: what is lacking or too long still is for the caller to say. BadReply, LimitReached."""
    allow(writer, limits or story.limits)
    asked, wanted, texts = Remembering(writer, memo), rows(story, language), dict[str, str]()
    known = {row.id: row for row in wanted}
    for turn in range(ROUNDS):
        for at in range(0, len(wanted), AT_ONCE):
            part = wanted[at : at + AT_ONCE]
            tell(f"translation, round {turn + 1}: rows {at + 1} to {at + len(part)} of {len(wanted)}")
            answer = asked.ask(asked_of(story, language, part, turn), Answer)
            texts |= {one.line: one.text for one in answer.rows if one.line in {row.id for row in part}}
        found = assembled(language, texts)
        shorter = {one.line: one.longest for one in too_long(story, found)}
        wanted = tuple(known[name]._replace(longest=shorter.get(name, known[name].longest)) for name in (*lacking(story, found), *shorter))
        if not wanted:
            break
    if not texts:
        raise BadReply(f"{writer.name} translated no line of this story. Fill in the sheet, or name another model.")
    return assembled(language, texts)


def asked_of(story: Story, language: str, part: Sequence[Row], turn: int = 0) -> Prompt:
    """The question about some rows."""
    told = [{"line": row.id, "speaker": row.speaker, "text": row.text, "longest": row.longest} for row in part]
    values = {"from": story.language, "to": language, "rows": "\n".join(f"{one['line']} ({one['speaker'] or 'seen'}, at most {one['longest']}): {one['text']}" for one in told)}
    return prompt("translate", values, {"rows": told, "language": language}, {"line": tuple(row.id for row in part)}, seed=turn)
