"""What the drawn world knows of a shot besides its still: the plate behind its figures, how near everything is, and who stands in for those
who come in later, drawn as on the character's sheet: alone, turned as they will be, in the light of the shot."""

from __future__ import annotations

from collections.abc import Collection

from generator.nets.pages import SCALE, Known, Plate, StandIn
from generator.world.keypoints import points_of
from generator.world.light import Light
from generator.world.portrait import stand_in
from generator.world.render import Shoot, render_plates
from generator.world.truth import depth_of
from storyboard.staging import Staging

SIZE = (432, 432)  # pixels of a stand-in: as large as a portrait of a film
PLAN = (64, 36)  # of a shoot that is asked for its light and draws nothing


def known_of(staging: Staging, canvas: tuple[int, int], cast: Collection[int] = (), ours: bool = True) -> Known:
    """All of it, for drawings of a `canvas` (width, height); stand-ins for the subjects in the slots of the `cast` (nets.pages.missing says
    whom a sketch brings in). `ours`: the still is the world's own, and so is its plate."""
    full = (SCALE * canvas[0], SCALE * canvas[1])
    plate = Plate(*render_plates(staging, full)) if ours else None
    return Known(plate, stand_ins(staging, cast), depth_of(staging, full))


def stand_ins(staging: Staging, slots: Collection[int]) -> dict[int, StandIn]:
    """By slot, of the subjects in these slots."""
    return {slot: _stand_in(staging, slot, light) for slot, light in _lights(staging).items() if slot in slots} if slots else {}


def _lights(staging: Staging) -> dict[int, Light]:
    """The light each subject stands in, by slot."""
    shoot = Shoot(staging, PLAN)
    try:
        return {actor.slot: shoot.ground.light_at(actor.x, actor.subject) for actor in shoot.actors}
    finally:
        shoot.close()


def _stand_in(staging: Staging, slot: int, light: Light) -> StandIn:
    picture, blank, figure = stand_in(staging, slot, light, SIZE)
    return StandIn(picture, blank, points_of(figure, SIZE))
