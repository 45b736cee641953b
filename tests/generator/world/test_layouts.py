"""A place of the story stays as it is laid out: over hours, weather, seasons, sizes, angles and cameras; two rooms of a kind are told apart."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from generator.world.layers import Layer
from generator.world.light import way_round
from generator.world.places import layers_of
from generator.world.render import Shoot, render_frame
from generator.world.spots import cover_of, hideout_of
from storyboard.casting import ROOMS, built, dressed_apart
from storyboard.edit import edit
from storyboard.grammar import Angle, Camera, Lens, Move, Size
from storyboard.look import Kind, Look
from storyboard.plan import stage
from storyboard.staging import Action, Facing, Hideout, Hour, Place, Season, Staging, Style, Subject, Weather, Where
from storyboard.story import Setting, Story

BUILT = frozenset({"wall", "wood", "stone", "roof", "iron", "pane", "plank", "leather"})  # what does not grow, fade or blow away
GIRL = Subject(look=Look(kind=Kind.GIRL))


def landmarks(staging: Staging) -> Counter[tuple[float, str, tuple[float, ...]]]:
    """Where what is built stands, by depth."""
    return Counter((x.near, s.role, tuple(round(v, 3) for v in s.extent)) for x in layers_of(staging) for part in x.parts for s in part.shapes if s.role in BUILT)


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_what_is_built_stands_where_it_stands_at_every_hour_in_every_weather_and_season(place: Place) -> None:
    first = Staging(place=place, place_seed=7)
    stands = landmarks(first)
    others: list[dict[str, Any]] = [{"hour": h} for h in Hour] + [{"weather": w} for w in Weather] + [{"season": s, "hour": Hour.NIGHT} for s in Season] + [{"dressing": 2}, {"style": Style.INK}]
    for other in others:
        assert not stands - landmarks(first.model_copy(update=other)), other


@pytest.mark.parametrize("place", list(Place), ids=str)
def test_left_stays_left_in_every_framing(place: Place) -> None:
    """No size, angle, lens or camera mirrors the place, and things side by side at one depth keep their order on the picture."""
    shown = [(size, angle, lens) for size in Size if size is not Size.INSERT for angle, lens in ((Angle.EYE, Lens.NORMAL), (Angle.LOW, Lens.WIDE), (Angle.OVERHEAD, Lens.LONG), (Angle.DUTCH, Lens.NORMAL))]
    both = (GIRL.model_copy(update={"where": Where.LEFT, "facing": Facing.RIGHT}), GIRL.model_copy(update={"where": Where.RIGHT, "facing": Facing.LEFT}))
    for size, angle, lens in [*shown, (Size.MEDIUM, Angle.OVER_SHOULDER, Lens.NORMAL)]:
        for people in ((), both, both[::-1]):
            shoot = Shoot(Staging(place=place, place_seed=7, size=size, angle=angle, lens=lens, subjects=people, camera=Camera(move=Move.TRUCK, amount=0.8)), (128, 72))
            for layer, _ in shoot._layers:
                a, b, _, d, e, _ = shoot._matrix(shoot.view(0), layer)
                assert a > 0 and (layer.ground or a * e - b * d > 0), (size, angle, layer.near)
            shoot.close()


def test_a_place_is_the_same_in_every_scene_and_after_an_edit_of_something_else(tale: Story) -> None:
    def seeds(story: Story) -> dict[str, tuple[int, int]]:
        return {shot.id: (s.place_seed, s.dressing) for scene in story.scenes for shot in scene.shots for s in [stage(story, scene, shot)]}

    before = seeds(tale)
    edited = edit(tale, built(tale, "the second inn", tale.settings[0].place))
    assert seeds(edited) == before
    for scene in tale.scenes:
        assert len({before[shot.id] for shot in scene.shots}) == 1


@pytest.mark.parametrize("place", sorted(ROOMS), ids=str)
def test_two_rooms_of_a_kind_are_told_apart(place: Place) -> None:
    rooms = dressed_apart(Setting(id=f"room-{n}", name=f"Room {n}", place=place, seed=8) for n in range(4))
    assert [room.dressing for room in rooms] == [0, 1, 2, 3]
    pictures = [render_frame(Staging(place=place, place_seed=8, dressing=room.dressing), 0, (128, 72)).astype(int) for room in rooms]
    for n, one in enumerate(pictures):
        assert all((np.abs(one - other).max(2) > 16).mean() > 0.25 for other in pictures[n + 1 :])


@pytest.mark.parametrize("place", sorted(set(Place) - ROOMS - {Place.SEA, Place.CLOUDS}), ids=str)
def test_two_places_of_a_kind_outdoors_differ_by_their_seed(place: Place) -> None:
    one, other = landmarks_and_growth(place, 8), landmarks_and_growth(place, 10)
    assert way_round(8) == way_round(10) and sum((one & other).values()) < 0.75 * sum(one.values())


def landmarks_and_growth(place: Place, seed: int) -> Counter[tuple[float, str, tuple[float, ...]]]:
    layers: tuple[Layer, ...] = layers_of(Staging(place=place, place_seed=seed))
    return Counter((x.near, s.role, tuple(round(v, 3) for v in s.extent)) for x in layers for part in x.parts for s in part.shapes)


def test_a_known_room_stays_and_a_new_one_differs() -> None:
    known = Setting(id="inn", name="the inn", place=Place.COTTAGE, seed=1, dressing=2)
    again = dressed_apart([known, Setting(id="hut", name="the hut", place=Place.COTTAGE, seed=2)], [known])
    assert again[0] == known and again[1].dressing == 0


def test_what_one_hides_behind_stands_there_in_every_other_shot(tale: Story) -> None:
    """The same thing at the same spot, as high, before and after; nobody it hides, and no other place has it."""
    fox = Look(kind=Kind.FOX)
    hides = Staging(place=Place.MEADOW, size=Size.FULL, place_seed=4, subjects=(Subject(look=fox, action=Action.HIDE),))
    empty = hides.model_copy(update={"subjects": (), "size": Size.WIDE, "hideout": Hideout(look=fox)})
    shoots = [Shoot(one, (128, 72)) for one in (hides, empty)]
    at = shoots[0].actors[0].x
    cover = hideout_of(empty)
    assert cover is not None and abs(cover.x - at) < 0.25 and cover == cover_of(hides, 0)
    (near,) = (layer for layer, _ in shoots[1]._layers if layer.near == 1.0)
    assert len(near.parts) == 1 + len(next(x for x in layers_of(empty) if x.near == 1.0).parts)
    for one in shoots:
        one.close()
    scene, shot = tale.scenes[0], tale.scenes[0].shots[0]
    who = shot.subjects[0]
    peeping = shot.model_copy(update={"size": Size.FULL, "subjects": (who.model_copy(update={"action": Action.HIDE}), *shot.subjects[1:])})
    story = tale.model_copy(update={"scenes": (scene.model_copy(update={"shots": (peeping, *scene.shots[1:])}), *tale.scenes[1:])})
    for part in story.scenes:
        for one_shot in part.shots:
            stands = stage(story, part, one_shot).hideout is not None
            assert stands == (part.setting == scene.setting and one_shot is not peeping and one_shot.size is not Size.INSERT)
    assert all(stage(tale, part, one).hideout is None for part in tale.scenes for one in part.shots)
