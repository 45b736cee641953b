"""Edits of what is to be seen on somebody for a while: torn, wet, muddy, or clean again; from a shot on, until another ends it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agents.revising.at import Bench, puts
from agents.revising.edits import Edit
from storyboard.edit import Op
from storyboard.errors import BadInput
from storyboard.lexicon import word_set
from storyboard.states import ON_BODY, State, carried, tidied

BEGINS: Mapping[State, frozenset[str]] = MappingProxyType({
    State.TORN: word_set("torn ripped ragged tattered tear tears rip rips"), State.WET: word_set("wet soaked drenched soaking dripping"), State.MUDDY: word_set("muddy mud"),
    State.SNOWY: word_set("snowy snow-covered"), State.SOOTY: word_set("sooty soot"), State.FLOURY: word_set("floury flour"), State.BANDAGED: word_set("bandaged bandage bandages"),
})  # fmt: skip
ENDS: Mapping[str, frozenset[State]] = MappingProxyType({
    "mended": frozenset({State.TORN}), "repaired": frozenset({State.TORN}), "dry": frozenset({State.WET}), "healed": ON_BODY, "unbandaged": ON_BODY,
    "clean": frozenset({State.MUDDY, State.SNOWY, State.SOOTY, State.FLOURY}), "none": frozenset(State),
})  # fmt: skip
WORDS = frozenset().union(*BEGINS.values()) | frozenset(ENDS) - {"none"}


def named(words: list[str]) -> list[str]:
    """The words of a note that begin or end a state."""
    return [word for word in words if word.lower() in WORDS]


def stated(bench: Bench, edit: Edit) -> list[Op]:
    """From the first of the shots that shows them on."""
    words = edit.to.lower().replace(",", " ").split()
    begins = {state for state, said in BEGINS.items() if said & set(words)}
    ends = frozenset[State]().union(*(ENDS[word] for word in words if word in ENDS))
    if not begins and not ends:
        raise BadInput(f"{edit.to!r} is nothing that can be seen on somebody; there are: {', '.join(State)}, and to end it: {', '.join(ENDS)}")
    ops: list[Op] = []
    for person in bench.people(edit):
        shot = next((one for one in bench.shots(edit) if any(p.character == person.id for p in one.subjects)), None)
        if shot is None:
            raise BadInput(f"{person.name} is not seen there")
        now = carried(bench.now).get((shot.id, person.id), ())
        then = tidied((set(now) - ends) | begins)
        if then != now:
            ops += puts(f"shot:{shot.id}", {f"subjects.{person.id}.state": [str(one) for one in then]}, shot)
    return ops
