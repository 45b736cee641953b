"""Writing frames, and the scene's picture: exact frames, handles in transitions, subtitles in their span, same bytes, bad clips."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from generator.bidi import from_left
from generator.captions import Caption, captions, opening, paged
from generator.clip_drawn import make as draw
from generator.encode import CLIP, Reader, count_frames, read_frames, write_mp4
from generator.finish import bar
from generator.fontfile import read_font
from generator.lettering import FONTS, _pieces, _syllables, drawable, face_for, ink, undrawn, width
from generator.planar import planes
from generator.scene_moviepy import Scene, joins, make
from storyboard.errors import BadInput, Corrupt, NoRoom
from storyboard.finish import FinishParams
from storyboard.grammar import Camera, Move, Transition
from storyboard.params import ClipParams, CutParams, SceneParams, Subtitle
from storyboard.staging import Place, Staging, Weather
from storyboard.take import Media
from storyboard.timing import HANDLE

SIZE = (96, 64)
ROOT = Path(__file__).resolve().parents[2]


def plain(value: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    return np.full((size[1], size[0], 3), value, np.uint8)


def ramp(path: Path, start: int, count: int, step: int = 1) -> Media:
    """Drawing k is one grey, start + step * k."""
    return write_mp4(path, (plain(start + step * k) for k in range(count)), "12", CLIP._replace(crf=4))


def grey(frame: np.ndarray) -> float:
    """The mean grey, 0 to 255, of a planar picture; it has no colour."""
    luma, *chroma = planes(frame)
    assert all(np.abs(plane.astype(int) - 128).max() <= 1 for plane in chroma)
    return float((luma.mean() - 16) * 255 / 219)


def scene_params(*cuts: tuple[int, Transition], subtitles: tuple[Subtitle, ...] = ()) -> SceneParams:
    made = tuple(CutParams(frames=frames, transition=transition) for frames, transition in cuts)
    return SceneParams(cuts=made, cross=12, subtitles=subtitles, size=SIZE)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Media, Media]:
    """A: 48 frames, greys 40 to 71. B: 50 frames, greys 150 to 182."""
    folder = tmp_path_factory.mktemp("clips")
    return ramp(folder / "a.mp4", 40, 32), ramp(folder / "b.mp4", 150, 33)


# --- writing and reading frames


def test_frames_come_back_as_they_went(tmp_path: Path):
    rows = np.linspace(0, 255, SIZE[1], dtype=np.uint8)[:, None, None]
    drawn = [np.broadcast_to(rows, (SIZE[1], SIZE[0], 3)) // (1 + k % 3) for k in range(9)]
    media = write_mp4(tmp_path / "x.mp4", drawn, "12")
    back = list(read_frames(media))
    assert (media.frames, media.rate, media.width, media.height, len(back)) == (9, "12", *SIZE, 9)
    assert max(np.abs(a.astype(int) - b).max() for a, b in zip(drawn, back, strict=True)) < 12
    assert [p.name for p in tmp_path.iterdir()] == ["x.mp4"]


def test_reader_finds_any_frame_by_number(clips: tuple[Media, Media]):
    reader = Reader(clips[0])
    found = [round(grey(reader.frame(k))) for k in (5, 5, 9, 2, 31)]
    reader.close()
    assert found == pytest.approx([45, 45, 49, 42, 71], abs=1)
    with pytest.raises(Corrupt, match="ends after 32"):
        reader.frame(32)


def test_reading_changes_rate_and_size(clips: tuple[Media, Media]):
    found = list(read_frames(clips[0], "24", (40, 40)))
    assert len(found) == 64 and found[0].shape == (40, 40, 3)


@pytest.mark.parametrize("frames", [[], [np.zeros((5, 4, 3), np.uint8)], [np.zeros((4, 4, 3), np.float32)], [plain(1), plain(1, (32, 32))]])
def test_frames_that_cannot_be_written_are_refused(tmp_path: Path, frames: list[np.ndarray]):
    with pytest.raises(BadInput):
        write_mp4(tmp_path / "x.mp4", frames, "12")
    assert not list(tmp_path.iterdir())


def test_a_failing_drawing_leaves_nothing(tmp_path: Path):
    def frames():
        yield plain(3)
        raise RuntimeError("the pen broke")

    with pytest.raises(RuntimeError, match="the pen broke"):
        write_mp4(tmp_path / "x.mp4", frames(), "12")
    assert not list(tmp_path.iterdir())


ENDLESS = """
import sys, resource, itertools, numpy as np
from pathlib import Path
from generator.encode import write_mp4
from storyboard.errors import NoRoom
if sys.argv[2] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
noise = np.random.default_rng(1)
frames = (noise.integers(0, 255, (96, 128, 3), dtype=np.uint8) for _ in itertools.count())
try:
    write_mp4(Path(sys.argv[1]), frames, "12")
except NoRoom as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", ENDLESS, str(tmp_path / "x.mp4"), "full"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == NoRoom.exit_code, done.stderr
    assert "disk is full" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_killed_writer_leaves_no_film_at_its_name(tmp_path: Path):
    writer = subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path / "x.mp4"), "kill"], cwd=ROOT)
    part, patience = tmp_path / "x.mp4.part", time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 0) and time.monotonic() < patience:
        time.sleep(0.05)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    time.sleep(0.5)
    assert part.exists() and not (tmp_path / "x.mp4").exists()


# --- the scene


def test_the_scene_has_exactly_its_frames(tmp_path: Path, clips: tuple[Media, Media]):
    params = scene_params((48, Transition.CUT), (49, Transition.DISSOLVE))
    media = make(params, {"clip": clips}, SimpleNamespace(scratch=tmp_path))
    assert (media.frames, media.rate, (media.width, media.height)) == (97, "24", SIZE)
    assert count_frames(media.path) == len(list(read_frames(media))) == 97


def test_drawings_are_held_twice_and_handles_stay_outside(clips: tuple[Media, Media]):
    scene = Scene(scene_params((48, Transition.CUT), (50, Transition.CUT)), clips)
    seen = [round(grey(scene.frame(at))) for at in range(98)]
    wanted = [40 + HANDLE + at // 2 for at in range(48)] + [150 + HANDLE + at // 2 for at in range(50)]
    assert np.abs(np.array(seen) - wanted).max() <= 1


def test_a_trimmed_shot_begins_later_in_its_clip(clips: tuple[Media, Media]):
    trimmed = (CutParams(frames=31, transition=Transition.CUT, begin=10), CutParams(frames=45, transition=Transition.DISSOLVE, begin=5))
    scene = Scene(scene_params().model_copy(update={"cuts": trimmed}), clips)
    seen = [round(grey(scene.frame(at))) for at in (0, 24, 37, 75)]
    assert seen == pytest.approx([40 + HANDLE + 5, 40 + HANDLE + 17, 150 + HANDLE + 5, 150 + HANDLE + 24], abs=1)
    too_late = (CutParams(frames=48, transition=Transition.CUT, begin=2),)
    with pytest.raises(BadInput, match="a shot of 50 frames needs 33"):
        make(scene_params().model_copy(update={"cuts": too_late}), {"clip": clips[:1]}, SimpleNamespace(scratch=Path()))


def test_a_clip_of_24_drawings_a_second_shows_each_for_a_frame(tmp_path: Path, clips: tuple[Media, Media]):
    smooth = write_mp4(tmp_path / "s.mp4", (plain(150 + k) for k in range(66)), "24", CLIP._replace(crf=4))
    params = scene_params((48, Transition.CUT), (50, Transition.DISSOLVE))
    media = make(params, {"clip": (clips[0], smooth)}, SimpleNamespace(scratch=tmp_path))
    assert (media.frames, media.rate) == (98, "24")
    scene = Scene(params, (clips[0], smooth))
    seen = [round(grey(scene.frame(at))) for at in range(98)]
    wanted = [40 + HANDLE + at // 2 for at in range(42)] + [150 + 2 * HANDLE + at - 48 for at in range(54, 98)]
    assert np.abs(np.array(seen[:42] + seen[54:]) - wanted).max() <= 1
    for at in range(42, 54):  # its handle has as many frames as one on twos
        share = (2 * (at - 42) + 1) / 24
        share = share * share * (3 - 2 * share)
        assert seen[at] == pytest.approx((44 + at // 2) * (1 - share) + (158 + at - 48) * share, abs=2)
    short = write_mp4(tmp_path / "short.mp4", (plain(k) for k in range(65)), "24")
    with pytest.raises(BadInput, match="holds 32 drawings; a shot of 50 frames needs 33"):
        make(params, {"clip": (clips[0], short)}, SimpleNamespace(scratch=tmp_path))


@pytest.mark.parametrize("smooth", [False, True])
def test_a_drawn_clip_of_either_rate_fills_its_shot(tmp_path: Path, smooth: bool):
    staging = Staging(place=Place.FOREST, weather=Weather.RAIN, camera=Camera(move=Move.PAN, amount=0.5), frames=12)
    clip = draw(ClipParams(staging=staging, size=SIZE, smooth=smooth), {}, SimpleNamespace(scratch=tmp_path))
    assert (clip.frames, clip.rate) == ((24, "24") if smooth else (12, "12"))
    scene = Scene(scene_params((8, Transition.CUT)), (clip,))
    shown = [np.array(scene.frame(at)) for at in range(8)]
    changed = [not np.array_equal(a, b) for a, b in itertools.pairwise(shown)]
    assert changed == ([True] * 7 if smooth else [False, True] * 3 + [False])


def test_a_dissolve_is_fed_from_both_handles(clips: tuple[Media, Media]):
    scene = Scene(scene_params((48, Transition.CUT), (50, Transition.DISSOLVE)), clips)
    for at in range(42, 54):
        old, new = 40 + HANDLE + at // 2, 150 + HANDLE + (at - 48) // 2
        share = (2 * (at - 42) + 1) / 24
        share = share * share * (3 - 2 * share)
        assert grey(scene.frame(at)) == pytest.approx(old * (1 - share) + new * share, abs=2)
    assert grey(scene.frame(41)) == pytest.approx(64, abs=1) and grey(scene.frame(54)) == pytest.approx(157, abs=1)


def test_fade_goes_through_black_and_a_first_shot_comes_out_of_it(clips: tuple[Media, Media]):
    scene = Scene(scene_params((48, Transition.FADE), (50, Transition.FADE)), clips)
    assert grey(scene.frame(0)) < 3 < 20 < grey(scene.frame(6)) < grey(scene.frame(12))
    assert grey(scene.frame(47)) < 4 and grey(scene.frame(48)) < 6 and grey(scene.frame(54)) > 150


def test_wipe_brings_the_new_picture_from_the_left(clips: tuple[Media, Media]):
    columns = Scene(scene_params((48, Transition.CUT), (50, Transition.WIPE)), clips).frame(48)[: SIZE[1]].mean(axis=0)
    assert columns[0] > 140 and columns[-1] < 80 and np.all(np.diff(columns) <= 1)


def test_transitions_take_no_more_than_short_shots_have():
    short = [CutParams(frames=n, transition=Transition.DISSOLVE) for n in (4, 5, 6)]
    found = joins(short, cross=40)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_subtitles_are_seen_in_their_span_only(clips: tuple[Media, Media]):
    cuts = ((48, Transition.CUT), (50, Transition.DISSOLVE))
    said = Subtitle(start=10, end=30, text="Who left you here?")
    bare, told = Scene(scene_params(*cuts), clips), Scene(scene_params(*cuts, subtitles=(said,)), clips)
    changed = [not np.array_equal(bare.frame(at), told.frame(at)) for at in range(98)]
    assert changed == [10 <= at < 30 for at in range(98)]
    assert not np.array_equal(bare.frame(20)[40:], told.frame(20)[40:]) and np.array_equal(bare.frame(20)[:20], told.frame(20)[:20])


def test_same_recipe_same_bytes_in_another_process(tmp_path: Path, clips: tuple[Media, Media]):
    params = scene_params((48, Transition.FADE), (50, Transition.WIPE), subtitles=(Subtitle(start=3, end=40, text="So it is."),))
    first = make(params, {"clip": clips}, SimpleNamespace(scratch=tmp_path)).path.read_bytes()
    code = (
        "import sys; from pathlib import Path; from types import SimpleNamespace; from storyboard.params import SceneParams\n"
        "from storyboard.take import Media; from generator.scene_moviepy import make\n"
        "clips = tuple(Media(Path(p), 'mp4', int(n), '12', 96, 64) for p, n in zip(sys.argv[3::2], sys.argv[4::2]))\n"
        "make(SceneParams.model_validate_json(sys.argv[1]), {'clip': clips}, SimpleNamespace(scratch=Path(sys.argv[2])))"
    )
    other = tmp_path / "other"
    other.mkdir()
    named = [str(part) for clip in clips for part in (clip.path, clip.frames)]
    subprocess.run([sys.executable, "-c", code, params.model_dump_json(), str(other), *named], cwd=ROOT, check=True, timeout=60)
    assert hashlib.sha256((other / "scene.mp4").read_bytes()).digest() == hashlib.sha256(first).digest()


def test_a_clip_that_is_too_short_is_refused_in_words(tmp_path: Path, clips: tuple[Media, Media]):
    params = scene_params((60, Transition.CUT), (50, Transition.CUT))
    with pytest.raises(BadInput, match=r"clip of shot 1 .* holds 32 drawings; a shot of 60 frames needs 38"):
        make(params, {"clip": clips}, SimpleNamespace(scratch=tmp_path))
    with pytest.raises(BadInput, match="2 shots and was given 1 clips"):
        make(params, {"clip": clips[:1]}, SimpleNamespace(scratch=tmp_path))


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_a_cut_off_clip_is_refused_in_words(tmp_path: Path, share: float):
    noise = np.random.default_rng(2)
    whole = write_mp4(tmp_path / "whole.mp4", (noise.integers(0, 255, (64, 96, 3), dtype=np.uint8) for _ in range(32)), "12")
    data = whole.path.read_bytes()
    cut_off = tmp_path / "cut-off.mp4"
    cut_off.write_bytes(data[: int(len(data) * share)])
    broken = Media(cut_off, "mp4", 32, "12", *SIZE)
    with pytest.raises(Corrupt, match=r"cut-off\.mp4 .*Make it again"):
        make(scene_params((48, Transition.CUT)), {"clip": (broken,)}, SimpleNamespace(scratch=tmp_path))
    assert not (tmp_path / "scene.mp4").exists()


# --- lettering


@pytest.mark.parametrize("text", ["Żółć ő ğ ş", "Где она?", "ο ουρανός", "Đêm trời đẹp quá", "“What — now…?”"])
def test_the_bundled_faces_cover_european_scripts(text: str):
    for role in ("title", "aside", "subtitle"):
        assert undrawn(text, role) == ""
        assert face_for(text, role).path.name.startswith("Alegreya")


@pytest.mark.parametrize("shaper", [True, False])
@pytest.mark.parametrize(
    ("text", "font"),
    [("שלום עולם", "NotoSansHebrew"), ("كان يا ما كان", "NotoSansArabic"), ("“狐狸说：你好！”", "NotoSansSC"), ("きつねは言いました「はい」", "NotoSansSC")],
)
def test_bundled_fonts_set_four_more_scripts_with_and_without_a_shaper(text: str, font: str, shaper: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.lettering._has_shaper", lambda: shaper)
    assert undrawn(text) == "" and face_for(text, "subtitle").path.name.startswith(font)


def test_what_needs_a_shaper_is_said_to_be_missing_without_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.lettering._has_shaper", lambda: False)
    assert undrawn("नमस्ते मन") == "नमस्ते"


def test_rows_from_the_right_stand_as_a_reader_expects():
    assert from_left("שלום, עולם! 2024 (ok) test.") == ".test (ok) 2024 !םלוע ,םולש"
    assert from_left("سلام") == "\ufee1\ufefc\ufeb3"  # meem alone, lam with alef, seen first
    assert from_left("a 12 b") == "a 12 b"


def test_what_no_font_has_is_left_out_and_never_drawn_as_boxes():
    face = face_for("Hello 😀 there", "subtitle")
    assert drawable("Hello 😀 there", face) == "Hello there"
    unknown = "\U00012000\U00012001\U00012002"
    assert face_for(unknown, "subtitle") is None and undrawn(unknown) == unknown
    assert captions([Subtitle(start=0, end=9, text=unknown)], SIZE, 20) == []


def test_all_the_chinese_that_fabula_writes_itself_is_bundled():
    root = Path(__file__).resolve().parents[2]
    files = [file for folder in ("agents", "storyboard") for kind in ("py", "json") for file in (root / folder).rglob(f"*.{kind}")]
    own = {c for file in files for c in file.read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"}
    lacking = {c for c in own if not read_font(FONTS / "NotoSansSC-Bold.otf").covers(c)}
    assert len(own) > 500 and not lacking, "run assets/fonts/build.py: it takes up what our texts say"


def subtitle(text: str) -> Caption:
    return captions([Subtitle(start=0, end=96, text=text)], (768, 432), 96)[0]


def place_and_time(text: str) -> Caption:
    params = SceneParams(cuts=(CutParams(frames=96, transition=Transition.CUT),), cross=12, subtitles=(), size=(768, 432), opening=text)
    return opening(params, 96)[0]


@pytest.mark.parametrize("written", [subtitle, place_and_time])
@pytest.mark.parametrize("ground", [16, 70, 128, 180, 235])
def test_words_are_read_on_dark_and_on_bright_pictures(ground: int, written: Callable[[str], Caption]):
    """Contrast of the letters with what is about them, by the ratio of WCAG 2: 4.5 is asked of small text."""
    frame = np.full((648, 768), 128, np.uint8)
    planes(frame)[0][:] = ground
    caption = written("Nobody ever sat in the rain for me.")
    caption.onto(frame, 48)
    box = planes(frame)[0][caption.top : caption.top + caption.cover.shape[0], caption.left : caption.left + caption.cover.shape[1]]
    letters = caption.colors[0] > 200 * 256
    near = cv2.dilate(letters.astype(np.uint8), np.ones((7, 7))).astype(bool) & ~cv2.dilate(letters.astype(np.uint8), np.ones((3, 3))).astype(bool)
    bright, dark = ((((np.median(box[part]) - 16) / 219) ** 2.2) + 0.05 for part in (letters, near))
    assert bright / dark > 4.5


@pytest.mark.parametrize("bars", [1.85, 2.39])
def test_words_over_the_picture_keep_off_the_bars(bars: float):
    finish = FinishParams(bars=bars)
    two = Subtitle(start=0, end=80, text="A line that is quite long enough to be set\nin two rows, each of them rather full.")
    params = SceneParams(cuts=(CutParams(frames=96, transition=Transition.CUT),), cross=12, subtitles=(two,), size=(768, 432), finish=finish, opening="The shore, dusk")
    rows = bar(finish, params.size)
    for caption in (*captions(params.subtitles, params.size, 96, rows), *opening(params, 96)):
        inked = np.flatnonzero((caption.cover > 3).any(axis=1)) + caption.top
        assert rows <= inked.min() and inked.max() < 432 - rows


def test_a_short_scene_has_no_words_for_place_and_time():
    params = SceneParams(cuts=(CutParams(frames=30, transition=Transition.CUT),), cross=12, subtitles=(), size=(768, 432), opening="The shore, dusk")
    assert opening(params, 30) == [] and len(opening(params, 96)) == 1


def test_thai_breaks_between_syllables_and_other_words_stay_whole():
    assert _syllables("เมื่อนานมาแล้ว") == ["เมื่", "อ", "นา", "น", "มา", "แล้", "ว"] and "".join(_syllables("ខ្មែរកាល")) == "ខ្មែរកាល"
    assert _syllables("unbreakable") == ["unbreakable"]


def test_letters_are_kerned_on_every_machine():
    face = face_for("To", "title")
    assert width("To", face, 100) == pytest.approx(width("T", face, 100) + width("o", face, 100) - 5.3, abs=1)


def test_rows_are_even_and_inside():
    text = "Far beyond the last house of the village the lantern still burned, small and stubborn."
    face = face_for(text, "subtitle")
    letters, pages = paged([text], face, (768, 432))
    (rows,) = pages
    lengths = [width(row, face, letters) for row in rows]
    assert len(rows) == 2 and max(lengths) < 0.82 * 768 and min(lengths) > 0.7 * max(lengths)
    assert " ".join(rows) == text


def test_a_long_text_is_shown_in_parts_one_after_another():
    text = "and then another thing happened " * 12
    shown = captions([Subtitle(start=5, end=200, text=text)], (768, 432), 300)
    assert len(shown) > 1 and shown[0].start == 5 and shown[-1].end == 200
    assert all(a.end == b.start for a, b in itertools.pairwise(shown))
    assert max(c.cover.shape[0] for c in shown) < 120


def test_scripts_without_spaces_break_between_letters():
    assert _pieces("夜が、星を。 a b") == ["夜", "が、", "星", "を。 ", "a ", "b "]


def test_ink_stays_inside_its_mask():
    mask = ink("Ågjpqy|Ệ", face_for("Ågjpqy|Ệ", "subtitle"), 30).mask
    assert mask.max() > 200 and not mask[0].any() and not mask[-1].any() and not mask[:, 0].any() and not mask[:, -1].any()
