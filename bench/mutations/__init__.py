"""Mutation operators: each plants one named fault in a story, and says where. A change that is no fault is not planted: the rule stands
in the operator's docstring, and is applied to the story alone, never to what the lints find.

An operator is a function of a story and dice; it answers a Mutant, or None where the story has no place for the fault. What time passes
in (a dissolve, fade or wipe) parts a scene into runs; faults of continuity lie within a run.
"""

from __future__ import annotations

from bench.mutations import frame, space, things, words
from bench.mutations.planting import Mutant, Operator

__all__ = ["OPERATORS", "Mutant", "Operator"]

OPERATORS: tuple[Operator, ...] = (
    space.cross_the_line, space.swap_two, space.look_away, space.look_past, space.both_look_one_way, space.turn_back,
    space.exit_and_enter_wrong, frame.same_size, frame.shown_twice, frame.leap, frame.no_establishing, frame.hide_speaker,
    things.other_clothes, things.prop_twice, things.prop_wanders, things.given_and_kept, things.taken_already, things.hands_change,
    words.long_line, words.short_slot, words.short_shot, words.long_shot, things.idle_character, things.cut_character,
    things.idle_place, things.idle_prop, things.dangling_name, things.hour_jumps, things.weather_jumps, frame.wrong_screen,
    frame.empty_frame, space.same_spot, words.said_again, things.look_alike, words.silent,
)  # fmt: skip
