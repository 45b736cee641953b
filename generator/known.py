"""What the drawn world knows of a shot besides its still: the plate behind its figures, how near everything is, the faces its figures change,
and who stands in for those who come in later, drawn as on the character's sheet: alone, turned as they will be, in the light of the shot."""

from __future__ import annotations

from collections.abc import Collection

from generator.nets.pages import SCALE, Known, Plate, StandIn
from generator.world.expressions import Expressions, expressions, render_faces
from generator.world.keypoints import points_of
from generator.world.light import Light
from generator.world.portrait import stand_in
from generator.world.render import Shoot, render_plates
from generator.world.truth import depth_of
from storyboard.staging import Staging

SIZE = (432, 432)  # pixels of a stand-in: as large as a portrait of a film
PLAN = (64, 36)  # of a shoot that is asked for its light and draws nothing


def known_of(staging: Staging, canvas: tuple[int, int], cast: Collection[int] = (), ours: bool = True, acting: bool = True) -> Known:
    """All of it, for drawings of a `canvas` (width, height); stand-ins for the subjects in the slots of the `cast` (nets.pages.arriving says
    whom a sketch brings in). `ours`: the still is the world's own, and so are its plate and faces. `acting`: whether faces change."""
    full = (SCALE * canvas[0], SCALE * canvas[1])
    plate = Plate(*render_plates(staging, full)) if ours else None
    worn = expressions_of(staging) if acting and ours else None
    faces = render_faces(staging, full, worn) if worn else ()
    return Known(plate, stand_ins(staging, cast, worn), depth_of(staging, full), tuple(faces), worn.worn if worn else None)


def expressions_of(staging: Staging) -> Expressions:
    """The faces of a shot."""
    shoot = Shoot(staging, PLAN)
    try:
        return expressions(shoot)
    finally:
        shoot.close()


def stand_ins(staging: Staging, slots: Collection[int], acting: Expressions | None = None) -> dict[int, StandIn]:
    """By slot, of the subjects in these slots, with their faces."""
    return {slot: _stand_in(staging, slot, light, acting) for slot, light in _lights(staging).items() if slot in slots} if slots else {}


def _lights(staging: Staging) -> dict[int, Light]:
    """The light each subject stands in, by slot."""
    shoot = Shoot(staging, PLAN)
    try:
        return {actor.slot: shoot.ground.light_at(actor.x, actor.subject) for actor in shoot.actors}
    finally:
        shoot.close()


def _stand_in(staging: Staging, slot: int, light: Light, acting: Expressions | None) -> StandIn:
    faces = acting.faces.get(slot, (None,)) if acting else (None,)
    (picture, *others), blank, figure = stand_in(staging, slot, light, SIZE, faces)
    return StandIn(picture, blank, points_of(figure, SIZE), tuple(others))
