"""A moderation service behind an OpenAI-compatible endpoint (/moderations): whether it flags a text, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from storyboard.errors import BadReply
from storyboard.rules import Refusal, Said

AT_ONCE = 16  # texts of one request
LONGEST = 20_000  # characters of one text
ATTEMPTS = 2


@dataclass(frozen=True)
class Service:
    """Where texts are judged. A Moderator: `judge` raises BadReply when no whole answer comes."""

    base_url: str
    model: str = "omni-moderation-latest"
    api_key: str = field(default="none", repr=False)
    timeout_seconds: float = 20.0

    def judge(self, texts: Sequence[Said]) -> tuple[Refusal, ...]:
        found: list[Refusal] = []
        kept = [Said(one.where, one.text[:LONGEST]) for one in texts if one.text.strip()]
        for begin in range(0, len(kept), AT_ONCE):
            batch = kept[begin : begin + AT_ONCE]
            for said, verdict in zip(batch, self._asked([one.text for one in batch]), strict=True):
                if verdict:
                    found.append(Refusal(said.where, said.text[:60], f"the moderation service ({', '.join(verdict)})"))
        return tuple(found)

    def _asked(self, texts: list[str]) -> list[tuple[str, ...]]:
        """For each text the categories that are flagged; empty where none is. BadReply."""
        import openai

        client = openai.OpenAI(base_url=self.base_url, api_key=self.api_key, timeout=self.timeout_seconds, max_retries=0)
        problem = ""
        for _ in range(ATTEMPTS):
            try:
                return verdicts(client.moderations.create(model=self.model, input=texts), len(texts))
            except openai.APIConnectionError:
                problem = "it cannot be reached"
            except openai.APIStatusError as error:
                problem = f"HTTP {error.status_code}"
            except Exception as error:  # a body that is no JSON raises outside the client's tree
                problem = f"{type(error).__name__}: {str(error)[:120]}"
        raise BadReply(f"The moderation service at {self.base_url} gave no answer that can be used ({problem}).")


def verdicts(reply: Any, count: int) -> list[tuple[str, ...]]:
    """The flagged categories of each text. ValueError unless there is a whole verdict for every one."""
    rows = getattr(reply, "results", None)
    if not isinstance(rows, list) or len(rows) != count:
        raise ValueError(f"there are {len(rows) if isinstance(rows, list) else 'no'} verdicts for {count} texts")
    out = []
    for row in rows:
        flagged = getattr(row, "flagged", None)
        if not isinstance(flagged, bool):
            raise ValueError("a verdict does not say whether the text is flagged")
        named: Any = getattr(row, "categories", None)
        plain = named.model_dump(by_alias=True) if hasattr(named, "model_dump") else named if isinstance(named, dict) else {}
        out.append(tuple(str(key) for key, value in plain.items() if value is True) or ("flagged",) if flagged else ())
    return out
