"""The embedded nets: they read the caption grammar and no other word, so it is the caption, as training has it."""

from __future__ import annotations

import re

from storyboard.caption import caption
from storyboard.prompts.prompt import Prompt
from storyboard.prompts.telling import Telling, tidy

MOST = 96  # words and signs: the places of the embedded text encoder
WORD = re.compile(r"<s\d>|[a-z0-9]+|[^\sa-z0-9]")


def prompt(telling: Telling) -> Prompt:
    """Nothing negative: these nets were never taught by guidance what not to make, and know no word outside their captions."""
    text = caption(telling.staging)
    return Prompt(target="embedded", text=text, words=beside(telling), tokens=len(WORD.findall(text.lower())), most=MOST)


def beside(telling: Telling) -> tuple[str, ...]:
    """The author's own words: of the shot, of the scene."""
    return tuple(words for words in (tidy(telling.shot.words), tidy(telling.scene.beat)) if words)
