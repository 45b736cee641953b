"""The finished film: exact length, streams, scenes copied, cards alive, sound below its ceiling, same bytes, bad inputs in words."""

from __future__ import annotations

import itertools
import re
import wave
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from generator.cards import credits_card, title_card
from generator.encode import FILM, read_frames, run, write_mp4
from generator.film_ffmpeg import CEILING, codec, make, true_peak
from generator.roll import rolling
from storyboard.errors import BadInput, Corrupt
from storyboard.finish import Finish, FinishParams, Stock, params_of
from storyboard.look import Color
from storyboard.params import Credit, FilmParams
from storyboard.staging import Style
from storyboard.take import Media

SIZE = (128, 72)
TITLE, CREDITS = 12, 14
SCENES = (25, 38)
TOTAL = TITLE + sum(SCENES) + CREDITS


def film_params(**more: object) -> FilmParams:
    told = {"title": 'The Lamp\'s "Light"', "credits": ("The End", "Share it.", "with Mira", "made with Fabula"), "tint": None,
            "style": Style.GOUACHE, "language": "en", "title_frames": TITLE, "credits_frames": CREDITS, "size": SIZE}  # fmt: skip
    return FilmParams(**(told | more))


def moving(path: Path, count: int, seed: int, size: tuple[int, int] = SIZE) -> Media:
    chance = np.random.default_rng(seed)
    base = chance.integers(0, 200, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    return write_mp4(path, (np.roll(base, k, axis=1) for k in range(count)), "24", FILM)


def loud(path: Path, frames: int, rate: int = 44_100) -> Media:
    """Noise at full scale, which an AAC encoder overshoots."""
    samples = round(frames * rate / 24)
    sound = np.sign(np.random.default_rng(1).normal(0, 1, (samples, 2))) * 32_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.astype("<i2").tobytes())
    return Media(path, "wav", samples, str(rate))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Media, ...]]:
    folder = tmp_path_factory.mktemp("parts")
    scenes = tuple(moving(folder / f"it's-{k}.mp4", count, k) for k, count in enumerate(SCENES))
    return {"scene": scenes, "mix": (loud(folder / "mix.wav", TOTAL),)}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, inputs: dict[str, tuple[Media, ...]]) -> Media:
    return make(film_params(), inputs, SimpleNamespace(scratch=tmp_path_factory.mktemp("film")))


def test_length_streams_and_title(film: Media):
    words = run(["-i", str(film.path), "-map", "0:v", "-c", "copy", "-f", "null", "-"], "film")
    assert film.frames == TOTAL and re.findall(r"frame=\s*(\d+)", words)[-1] == str(TOTAL)
    hours, minutes, seconds = map(float, re.search(r"Duration: (\d+):(\d+):([\d.]+)", words).groups())
    assert hours == minutes == 0 and seconds == pytest.approx(TOTAL / 24, abs=0.011)
    assert re.search(r"Video: h264 \(High\).* yuv420p\(tv, bt709.*\), 128x72.* 24 fps", words)
    assert re.search(r"Audio: aac \(LC\).* 44100 Hz, stereo", words)
    assert 'title           : The Lamp\'s "Light"' in words and "creation_time" not in words
    assert film.path.read_bytes().find(b"moov") < film.path.read_bytes().find(b"mdat")
    assert [p.name for p in film.path.parent.iterdir()] == ["film.mp4"]


def test_every_frame_has_its_own_moment(film: Media):
    words = run(["-i", str(film.path), "-map", "0:v", "-vf", "showinfo", "-f", "null", "-"], "film")
    times = [int(t) for t in re.findall(r" pts:\s*(\d+)", words)]
    assert len(times) == TOTAL and set(np.diff(times)) == {512} and times[0] == 0


def test_scenes_are_copied_not_encoded_again(film: Media, inputs: dict[str, tuple[Media, ...]]):
    shown, at = list(read_frames(film)), TITLE
    for scene in inputs["scene"]:
        assert all(np.array_equal(a, b) for a, b in zip(shown[at : at + scene.frames], read_frames(scene), strict=True))
        at += scene.frames


def test_sound_keeps_its_ceiling_after_aac(film: Media):
    assert -6 < true_peak(film.path) <= CEILING


def test_same_recipe_same_bytes(film: Media, inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    assert make(film_params(), inputs, SimpleNamespace(scratch=tmp_path)).path.read_bytes() == film.path.read_bytes()


def test_a_scene_with_other_settings_is_encoded_again(inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    odd = moving(tmp_path / "odd.mp4", 20, 5, size=(160, 90))
    assert codec(odd.path) != codec(inputs["scene"][0].path)
    media = make(film_params(), {"scene": (inputs["scene"][0], odd)}, SimpleNamespace(scratch=tmp_path))
    shown = list(read_frames(media))
    assert len(shown) == TITLE + SCENES[0] + 20 + CREDITS and {f.shape for f in shown} == {(72, 128, 3)}
    wanted = next(iter(read_frames(odd, size=SIZE)))
    assert np.abs(shown[TITLE + SCENES[0]].astype(int) - wanted).mean() < 4


def test_bad_inputs_are_refused_in_words(inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    rig = SimpleNamespace(scratch=tmp_path)
    with pytest.raises(BadInput, match="given no scenes"):
        make(film_params(), {"scene": (), "mix": ()}, rig)
    with pytest.raises(BadInput, match=r"mix lasts 50\.0 frames and the picture 89"):
        make(film_params(), inputs | {"mix": (loud(tmp_path / "short.wav", 50),)}, rig)
    first, second = inputs["scene"]
    with pytest.raises(BadInput, match=r"Scene 2 .* should hold 60 frames and holds 38"):
        make(film_params(), {"scene": (first, Media(second.path, "mp4", 60, "24", *SIZE))}, rig)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(second.path.read_bytes()[:400])
    with pytest.raises(Corrupt, match=r"broken\.mp4 cannot be read"):
        make(film_params(), {"scene": (Media(broken, "mp4", 38, "24", *SIZE),)}, rig)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("tint", [None, Color.TEAL, Color.WHITE])
def test_cards_come_out_of_black_and_never_stand_still(style: Style, tint: Color | None):
    params = film_params(style=style, tint=tint, size=(320, 180), title_frames=30, credits_frames=30)
    for card in (list(title_card(params)), list(credits_card(params))):
        light = [frame.mean() for frame in card]
        assert len(card) == 30 and light[0] < 0.2 * max(light) and light[-1] < 0.2 * max(light)
        assert all(not np.array_equal(a, b) for a, b in itertools.pairwise(card))
        assert {frame.shape for frame in card} == {(180, 320, 3)}


@pytest.mark.parametrize("title", ["A", "Donaudampfschifffahrtsgesellschaftskapitän" * 2, "Звезда", "夜の星", "word " * 16, "\U00012000"])
def test_any_title_fits_its_card(title: str):
    params = film_params(title=title[:80], size=(320, 180), title_frames=6, credits=(title[:80], "", title * 3))
    frame, closing = list(title_card(params))[3], list(credits_card(params))[3]
    assert frame.shape == closing.shape == (180, 320, 3)


def test_a_tiny_film_has_cards_too():
    assert next(title_card(film_params(size=(64, 64)))).shape == (64, 64, 3)


ROLL = (Credit(heading="Cast and voices", names=("Mira | a girl's voice", "Bo | a bear's voice")), Credit(heading="", names=("Pictures, voices and music are AI-generated",)))


def test_credits_roll_from_the_end_to_the_last_line_and_fade_under_the_bars():
    params = film_params(size=(320, 180), credits_frames=120, roll=ROLL, finish=FinishParams(bars=2.39))
    frames = [frame.astype(int).max(axis=2) for frame in rolling(params)]
    assert len(frames) == 120 and {frame.shape for frame in frames} == {(180, 320)}
    letters = [np.flatnonzero((frame > 200).sum(axis=1) > 4) for frame in frames]
    assert 60 < letters[15].min() < 95 and 75 < letters[-14].max() < 115  # both rest in the middle
    assert letters[40].min() < letters[25].min()  # upwards
    assert all(rows.min() >= 23 and rows.max() < 157 for rows in letters[10:-8] if rows.size)


def test_cards_keep_clear_of_the_bars_and_wear_the_films_look(inputs: dict[str, tuple[Media, ...]], tmp_path: Path):
    params = film_params(finish=params_of(Finish(stock=Stock.NOIR, letterbox="2.39")))
    shown = list(read_frames(make(params, inputs, SimpleNamespace(scratch=tmp_path))))
    title, credits = shown[TITLE // 2].astype(int), shown[-CREDITS // 2].astype(int)
    for card in (title, credits):
        assert card[:9].max() < 12 and card[-9:].max() < 12 and (card.max(axis=2) - card.min(axis=2)).max() < 8
    assert title.max() > 150
