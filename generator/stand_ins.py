"""Who stands in for those who come into a shot that does not show them at first: drawn as on the character's sheet, alone, turned as
they will be, in the light of the shot."""

from __future__ import annotations

from collections.abc import Collection

from generator.nets.pages import StandIn
from generator.world.keypoints import points_of
from generator.world.light import Light
from generator.world.portrait import stand_in
from generator.world.render import Shoot
from storyboard.staging import Staging

SIZE = (432, 432)  # pixels: as large as a portrait of a film
PLAN = (64, 36)  # of a shoot that is asked for its light and draws nothing


def stand_ins(staging: Staging, slots: Collection[int]) -> dict[int, StandIn]:
    """By slot, of the subjects in these slots (nets.pages.missing says which a sketch brings in)."""
    return {slot: _stand_in(staging, slot, light) for slot, light in _lights(staging).items() if slot in slots} if slots else {}


def _lights(staging: Staging) -> dict[int, Light]:
    """The light each subject stands in, by slot."""
    shoot = Shoot(staging, PLAN)
    try:
        return {actor.slot: shoot.ground.light_at(actor.x, actor.subject) for actor in shoot.actors}
    finally:
        shoot.close()


def _stand_in(staging: Staging, slot: int, light: Light) -> StandIn:
    picture, figure = stand_in(staging, slot, light, SIZE)
    return StandIn(picture, points_of(figure, SIZE))
