"""Likeness: someone's look and clothes in words, as the identity sentence says them, and those words kept true when the look is edited.

Words that Fabula made of a look follow the look; words that a person wrote stay as they are, and `unsaid` tells which.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.caption import look_words, outfit_words
from storyboard.look import Look, Outfit
from storyboard.story import Character, Costume, Story


def likeness(look: Look, outfit: Outfit) -> str:
    """ "a girl with peach skin and brown long hair in a red coat"."""
    return f"{look_words(look)} {outfit_words(outfit)}".strip()


def identity(name: str, look: Look, outfit: Outfit) -> str:
    """The identity sentence that a look and the everyday clothes give."""
    return f"{name}: {likeness(look, outfit)}."


def retold(before: Story, after: Story) -> Story:
    """The edited story with the words of its cast made true again: identity sentences and costume words that said what the look and the
    clothes were, and that the edit did not itself write, say what they are."""
    old = {one.id: one for one in before.characters}
    people = tuple(one if one == old.get(one.id, one) else _retold(old[one.id], one) for one in after.characters)
    return after if people == after.characters else after.model_copy(update={"characters": people})


def unsaid(before: Story, after: Story) -> tuple[str, ...]:
    """What a person should know of an edit, in sentences: words of somebody's own that stay, though the look or the clothes have changed."""
    old = {one.id: one for one in before.characters}
    return tuple(said for one in after.characters if one.id in old for said in _unsaid(old[one.id], one))


def _unsaid(was: Character, now: Character) -> Iterator[str]:
    is_seen = likeness(was.look, was.costumes[0].outfit) != likeness(now.look, now.costumes[0].outfit)
    if is_seen and now.identity == was.identity and now.identity:
        yield f"{now.name} is told of in words of your own, which stay: {now.identity!r}. Write them anew if they no longer fit."
    for costume in now.costumes:
        other = _costume(was, costume.id)
        if other is not None and outfit_words(other.outfit) != outfit_words(costume.outfit) and costume.words == other.words != "":
            yield f"{now.name}'s outfit {costume.id} is told of in words of your own, which stay: {costume.words!r}."


def _retold(was: Character, now: Character) -> Character:
    costumes = tuple(_redressed(_costume(was, one.id), one) for one in now.costumes)
    said = _sentence(was, now) if now.identity == was.identity else now.identity
    return now.model_copy(update={"costumes": costumes, "identity": said[:600]})


def _sentence(was: Character, now: Character) -> str:
    """The identity with what it says of the look and of the clothes said anew, each where it is found."""
    old, new = was.costumes[0].outfit, now.costumes[0].outfit
    whole = likeness(was.look, old)
    if whole in was.identity:
        return was.identity.replace(whole, likeness(now.look, new))
    said = was.identity.replace(look_words(was.look), look_words(now.look))
    worn = outfit_words(old)
    return " ".join(said.replace(worn, outfit_words(new)).split()) if worn and worn in said else said


def _redressed(was: Costume | None, now: Costume) -> Costume:
    if was is None or now.words != was.words or not was.words or was.words != outfit_words(was.outfit):
        return now
    return now.model_copy(update={"words": outfit_words(now.outfit)})


def _costume(of: Character, wanted: str) -> Costume | None:
    return next((one for one in of.costumes if one.id == wanted), None)
