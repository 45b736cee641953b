"""States: what is to be seen on somebody for a while: torn clothes, wet hair, mud. A state begins in a shot and holds until one ends it.

A presence says what changes: None, as before; a list, this from here on; an empty list, nothing any more. Clothes keep their own: who puts
on another costume is clean in it, and finds the old one torn as it was left; a bandage goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from storyboard.document import Word
from storyboard.look import Garment
from storyboard.remembered import remembered

if TYPE_CHECKING:
    from storyboard.story import Story


class State(Word):
    TORN = "torn", "clothes in holes, a frayed hem; ragged fur on who wears none"
    WET = "wet", "soaked, dark and dripping"
    MUDDY = "muddy", "brown mud up the legs, splashes above"
    SNOWY = "snowy", "snow on head, shoulders and arms"
    SOOTY = "sooty", "black smudges on face, hands and clothes"
    FLOURY = "floury", "white flour on face, hands and clothes"
    BANDAGED = "bandaged", "a white bandage round the head, another round an arm"


MOST = 3  # at once: more is not seen
ON_BODY = frozenset({State.BANDAGED})  # what goes along into other clothes
PASSING = frozenset({State.WET, State.SNOWY})  # what dries and melts by itself


def tidied(states: Iterable[State]) -> tuple[State, ...]:
    """Each once, in the order of the vocabulary, so that the same states are the same value."""
    found = set(states)
    return tuple(one for one in State if one in found)


def _listed(given: Any) -> Any:
    """"torn" and "torn, wet" as lists, as people type them; "none" is the empty one."""
    if isinstance(given, str):
        given = [part for part in given.replace("+", ",").replace(" and ", ",").split(",") if part.strip()]
        given = [] if [part.strip().casefold() for part in given] == ["none"] else [part.strip().casefold() for part in given]
    if isinstance(given, (list, tuple)) and all(isinstance(one, str) and one in set(State) for one in given):
        return tidied(State(one) for one in given)
    return given


States = Annotated[tuple[State, ...], BeforeValidator(_listed), Field(max_length=MOST)]
Seen = Annotated[States, Field(exclude_if=lambda states: not states)]  # no part of a key while there is nothing to see

Carried = Mapping[tuple[str, str], tuple[State, ...]]  # by shot and character


@remembered
def carried(story: Story) -> Carried:
    """What is to be seen on whom in every shot, in film order; who has nothing is left out."""
    worn, borne, found = dict[tuple[str, str], tuple[State, ...]](), dict[str, tuple[State, ...]](), dict[tuple[str, str], tuple[State, ...]]()
    first = {one.id: one.costumes[0].id for one in story.characters}
    for shot in story.shots:
        for one in shot.subjects:
            who, dress = one.character, (one.character, one.costume or first.get(one.character, ""))
            if one.state is not None:
                worn[dress] = tuple(s for s in one.state if s not in ON_BODY)
                borne[who] = tuple(s for s in one.state if s in ON_BODY)
            if now := tidied((*worn.get(dress, ()), *borne.get(who, ()))):
                found[shot.id, who] = now
    return MappingProxyType(found)


def words(states: Iterable[State]) -> str:
    """"torn and wet"; empty when there is nothing."""
    said = [str(one) for one in states]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


SENTENCES: Mapping[State, str] = MappingProxyType({  # for models that read English
    State.TORN: "{name}'s {worn} torn: ragged holes and a frayed hem.", State.WET: "{name} is soaking wet, dark and dripping.",
    State.MUDDY: "{name} is splashed with brown mud, the legs most of all.", State.SNOWY: "{name} has fresh snow on head, shoulders and arms.",
    State.SOOTY: "{name} is smudged with black soot on face, hands and clothes.", State.FLOURY: "{name} is dusted with white flour on face, hands and clothes.",
    State.BANDAGED: "{name} has a white bandage round the head and another round one arm.",
})  # fmt: skip


def sentence(state: State, name: str, garment: Garment) -> str:
    """What a state looks like on somebody, in one sentence."""
    worn = "fur is" if garment is Garment.NONE else "overalls are" if garment is Garment.OVERALLS else f"{garment} is"
    said = SENTENCES[state].format(name=name, worn=worn)
    return f"{name}'s fur is ragged and scratched." if state is State.TORN and garment is Garment.NONE else said
