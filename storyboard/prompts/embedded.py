"""The embedded nets: they read the caption grammar and no other word, so it is the caption, as training has it."""

from __future__ import annotations

from storyboard.caption import caption
from storyboard.prompts.prompt import Prompt, tokens_of
from storyboard.prompts.telling import Telling, tidy

MOST = 128  # tokens; the embedded text encoder reads whole words


def prompt(telling: Telling) -> Prompt:
    """Nothing negative: these nets were never taught by guidance what not to make, and know no word outside their captions."""
    text = caption(telling.staging)
    return Prompt(target="embedded", text=text, words=beside(telling), tokens=tokens_of(text), most=MOST)


def beside(telling: Telling) -> tuple[str, ...]:
    """The author's own words: of the shot, of the scene."""
    return tuple(words for words in (tidy(telling.shot.words), tidy(telling.scene.beat)) if words)
