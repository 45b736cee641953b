"""Whether a premise is itself a told tale, to be retold and not to be invented from."""

from __future__ import annotations

import re

from agents.adapt.prose.chinese import is_chinese

SENTENCES, WORDS, SIGNS = 4, 60, 80  # of a premise that is itself a tale; signs where words are not parted
PAST = re.compile(r"\b(?:was|were|had|did|said|went|came|saw|took|made|gave|found|thought|told|became|ran|fell|ate|sat|stood|[a-z]{3,}ed)\b", re.IGNORECASE)


def is_tale(text: str) -> bool:
    """Four sentences and sixty words or more, most of its sentences in the past."""
    told = [p for p in re.split(r"(?<=[.!?。！？])[\"”’』」]*\s*", text) if any(c.isalnum() for c in p)]
    if len(told) < SENTENCES:
        return False
    if is_chinese(text):
        return sum(c.isalnum() for c in text) >= SIGNS
    return len(text.split()) >= WORDS and sum(bool(PAST.search(p)) for p in told) * 2 >= len(told)
