"""The cut, frame by frame: what is seen at every frame across transitions, trims, match cuts and the borders of scenes, and nothing beside."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from generator.encode import CLIP, count_frames, write_mp4
from generator.planar import height_of
from generator.scene_moviepy import MEETING, Scene, framed, make
from storyboard import cut
from storyboard.grammar import Transition
from storyboard.matching import Anchor, meet
from storyboard.params import CutParams, Framing, SceneParams, Subtitle
from storyboard.plan import plan
from storyboard.take import Media
from storyboard.timing import HANDLE
from tests.storyboard.test_trims import trimmed, with_

SIZE = (192, 108)
BLACKEST = 30  # luma below which a whole picture is black


def written(path: Path, drawings: Iterator[np.ndarray]) -> Media:
    return write_mp4(path, drawings, "12", CLIP._replace(crf=4))


def flat(path: Path, grey: int, count: int = 40) -> Media:
    return written(path, (np.full((SIZE[1], SIZE[0], 3), grey, np.uint8) for _ in range(count)))


def numbered(path: Path, count: int, start: int = 0) -> Media:
    """Drawing k says k + start in eight bars, white for each bit that is set, above a grey ground."""

    def drawing(number: int) -> np.ndarray:
        picture = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
        for bit in range(8):
            picture[:54, 24 * bit : 24 * bit + 24] = 235 if number >> bit & 1 else 20
        return picture

    return written(path, (drawing(k + start) for k in range(count)))


def number(picture: np.ndarray) -> int:
    return sum((picture[10:44, 24 * bit + 6 : 24 * bit + 18].mean() > 128) << bit for bit in range(8))


def luma(picture: np.ndarray) -> float:
    return float(picture[: height_of(picture)].mean())


def scene(clips: tuple[Media, ...], *cuts: CutParams, subtitles: tuple[Subtitle, ...] = ()) -> Scene:
    return Scene(SceneParams(cuts=cuts, cross=12, subtitles=subtitles, size=SIZE), clips)


def shot(frames: int, transition: Transition = Transition.CUT, **more: object) -> CutParams:
    return CutParams.model_validate({"frames": frames, "transition": transition, **more})


def test_every_frame_of_three_trimmed_shots_is_the_one_the_timeline_names(tmp_path: Path):
    clips = (numbered(tmp_path / "a.mp4", 40), numbered(tmp_path / "b.mp4", 40, 60), numbered(tmp_path / "c.mp4", 40, 120))
    whole = Framing(zoom=1, x=0.5, y=0.5)
    cuts = (shot(31, begin=7, closes=whole), shot(24, Transition.MATCH, begin=3, opens=whole), shot(40, Transition.WIPE))
    shown = [number(np.array(scene(clips, *cuts).frame(at))) for at in range(31 + 24 - 6)]
    wanted = [HANDLE + (7 + at) // 2 for at in range(31)] + [60 + HANDLE + (3 + at) // 2 for at in range(18)]
    assert shown == wanted
    last = scene(clips, *cuts)
    assert [number(np.array(last.frame(55 + at))) for at in range(6, 40)] == [120 + HANDLE + at // 2 for at in range(6, 40)]


def test_a_dissolve_goes_evenly_from_light_to_light(tmp_path: Path):
    dark, light = flat(tmp_path / "a.mp4", 60), flat(tmp_path / "b.mp4", 200)
    seen = [luma(np.array(one)) for film in [scene((dark, light), shot(30), shot(30, Transition.DISSOLVE))] for one in map(film.frame, range(60))]
    steps = np.diff(seen[22:38])
    assert np.all(steps >= -0.01) and seen[23] == pytest.approx(seen[0], abs=0.6) and seen[36] == pytest.approx(seen[-1], abs=0.6)
    assert (seen[29] + seen[30]) / 2 == pytest.approx((seen[0] + seen[-1]) / 2, abs=1.5)


def test_alike_pictures_dissolve_without_a_dip(tmp_path: Path):
    clips = (flat(tmp_path / "a.mp4", 150), flat(tmp_path / "b.mp4", 150))
    film = scene(clips, shot(30), shot(30, Transition.DISSOLVE))
    seen = [luma(np.array(film.frame(at))) for at in range(60)]
    assert max(seen) - min(seen) <= 1


@pytest.mark.parametrize("kind", list(Transition))
def test_only_a_fade_is_ever_black(tmp_path: Path, kind: Transition):
    clips = (flat(tmp_path / "a.mp4", 120), flat(tmp_path / "b.mp4", 160))
    film = scene(clips, shot(30), shot(30, kind))
    black = [at for at in range(60) if luma(np.array(film.frame(at))) < BLACKEST]
    assert bool(black) is (kind is Transition.FADE) and all(27 <= at <= 32 for at in black)


def boxed(path: Path, at: Anchor) -> Media:
    """A white square on grey: its middle at the anchor, half its height the anchor's size."""
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    x, y, half = at.x * SIZE[0], at.y * SIZE[1], at.size * SIZE[1]
    picture[round(y - half) : round(y + half), round(x - half) : round(x + half)] = 235
    return written(path, itertools.repeat(picture, 44))


def square(picture: np.ndarray) -> tuple[float, float, float]:
    """Its middle and half height, in pixels."""
    rows, columns = np.nonzero(picture[: SIZE[1]] > 160)
    return float(columns.mean()), float(rows.mean()), float(np.ptp(rows) + 1) / 2


def test_a_match_cut_brings_both_figures_to_one_place_and_size(tmp_path: Path):
    old, new = Anchor(0.46, 0.45, 0.2), Anchor(0.51, 0.48, 0.21)
    closes, opens = meet(old, new)
    film = scene((boxed(tmp_path / "a.mp4", old), boxed(tmp_path / "b.mp4", new)), shot(70, closes=closes), shot(70, Transition.MATCH, opens=opens))
    seen = [square(np.array(film.frame(at))) for at in range(140)]
    assert seen[69] == pytest.approx(seen[70], abs=1.0)
    assert np.hypot(*np.subtract(seen[0], seen[139])[:2]) > 8  # apart where nothing was done
    assert max(np.abs(np.diff(np.array(seen), axis=0)).max(axis=1)) <= 1.6  # gently: nothing leaps
    assert len({seen[at] for at in range(70 - MEETING)}) == 1 and framed(shot(70, closes=closes), 70 - MEETING - 1) is None


def test_a_subtitle_goes_over_the_border_of_two_scenes_without_a_blink(tmp_path: Path):
    clip = flat(tmp_path / "a.mp4", 120)
    said = "I waited for you."
    one = scene((clip,), shot(40), subtitles=(Subtitle(start=28, end=60, text=said, goes_on=True),))
    two = scene((clip,), shot(40), subtitles=(Subtitle(start=-12, end=20, text=said),))
    last, first = np.array(one.frame(39)), np.array(two.frame(0))
    assert np.array_equal(last, first) and np.array_equal(np.array(one.frame(34)), last) and np.array_equal(np.array(two.frame(10)), first)
    assert not np.array_equal(np.array(two.frame(19)), first) and np.array_equal(np.array(two.frame(20)), np.array(two.frame(30)))


def test_the_film_has_the_frames_of_its_timeline(tale, ways, tmp_path: Path):
    """Trims, J and L cuts and a match cut together: scenes, sound and timeline are of one length, and a scene's file has its frames."""
    told = trimmed(with_(with_(tale, "shot:s1-3", "tail", 9), "shot:s2-2", "transition", "match cut"), "s1-2", 11, 0)
    told = with_(with_(told, "shot:s2-1", "lead", 7), "shot:s1-3", "transition", "dissolve")
    steps = {step.id: step for step in plan(told, ways)}
    scenes = {name: sum(one.frames for one in step.params.cuts) for name, step in steps.items() if step.kind == "scene"}
    assert cut.TITLE + sum(scenes.values()) + cut.CREDITS == cut.total_frames(told) == steps["mix:film"].params.total_frames
    assert cut.TITLE + scenes["scene:s1"] == next(p.start for p in cut.picture(told) if p.shot.id == "s2-1")
    params = steps["scene:s1"].params.model_copy(update={"size": SIZE})
    clips = tuple(flat(tmp_path / f"{n}.mp4", 100 + 20 * n, 60) for n in range(3))
    assert count_frames(make(params, {"clip": clips}, SimpleNamespace(scratch=tmp_path)).path) == scenes["scene:s1"]
