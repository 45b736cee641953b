"""A person's own picture: what comes through the door, what is refused in one sentence, and the film that shows it."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app import cli, uploads
from storyboard.errors import BadInput
from storyboard.story import Story
from storyboard.upgrade import dump, load

RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(mode: str = "RGB", size: tuple[int, int] = (96, 54)) -> Image.Image:
    """Red on the left, blue on the right."""
    found = Image.new("RGB", size, RED)
    found.paste(BLUE, (size[0] // 2, 0, *size))
    return found.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def through(data: bytes, size: tuple[int, int] = (96, 54)) -> np.ndarray:
    """int [h, w, 3] of what comes out; it is plain."""
    found = Image.open(io.BytesIO(uploads.picture(data, size)))
    assert (found.format, found.mode, found.size, dict(found.info)) == ("PNG", "RGB", size, {})
    return np.asarray(found).astype(int)


def near(pixel: np.ndarray, colour: tuple[int, int, int], most: int = 12) -> bool:
    return bool(np.abs(pixel - colour).max() <= most)


def bomb() -> bytes:
    """A PNG of 20000x20000 pixels in a few kilobytes, if anyone decodes it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 2_000_000)) + chunk(b"IEND", b"")


def test_a_photograph_is_turned_upright_and_loses_what_was_attached():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera that knows where it was"  # 6: to be turned clockwise
    lying = halves().transpose(Image.Transpose.ROTATE_90)
    found = through(encoded(lying, "JPEG", quality=95, exif=exif))
    assert near(found[27, 20], RED) and near(found[27, 76], BLUE)


def test_what_is_transparent_is_white():
    clear = halves("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 48, 54))
    found = through(encoded(clear, "PNG"))
    assert near(found[27, 20], (255, 255, 255)) and near(found[27, 76], BLUE)


@pytest.mark.parametrize(("mode", "kind"), [("P", "PNG"), ("CMYK", "JPEG"), ("RGB", "WEBP"), ("YCbCr", "JPEG")])
def test_every_kind_of_colour_comes_out_as_it_is(mode: str, kind: str):
    found = through(encoded(halves(mode), kind, **({"quality": 95} if kind != "PNG" else {})))
    assert near(found[27, 20], RED, 40) and near(found[27, 76], BLUE, 40)


def test_sixteen_bits_and_grey():
    wide = Image.fromarray(np.tile(np.linspace(0, 65535, 96).astype(np.uint16), (54, 1)))
    found = through(encoded(wide, "PNG"))
    assert found[27, 2].max() < 12 and found[27, 93].min() > 243 and near(found[27, 48], (128, 128, 128))
    assert near(through(encoded(Image.new("L", (96, 54), 90), "PNG"))[0, 0], (90, 90, 90))


def test_of_an_animated_picture_the_first_is_taken():
    pictures = [Image.new("RGB", (96, 54), colour) for colour in (RED, BLUE)]
    assert near(through(encoded(pictures[0], "WEBP", save_all=True, append_images=pictures[1:], duration=100))[5, 5], RED)


def test_a_tall_picture_is_cut_about_its_middle():
    tall = Image.new("RGB", (96, 400), RED)
    tall.paste(BLUE, (0, 170, 96, 230))
    assert near(through(encoded(tall, "PNG"))[27, 48], BLUE) and near(through(encoded(tall, "PNG"))[2, 48], BLUE)


def whole(kind: str) -> bytes:
    noisy = np.random.default_rng(0).integers(0, 256, (54, 96, 3), dtype=np.uint8)
    return encoded(Image.fromarray(noisy), kind)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"a poem, renamed\n", "is text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<?xml version='1.0'?><!DOCTYPE svg><svg/>", "SVG"),
        (b"<!DOCTYPE html><html/>", "web page"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"GIF89a" + b"\0" * 40, "a GIF"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a sound"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\x89PNG\r\n\x1a\n", "is damaged or not whole"),
        (whole("PNG")[:4000], "is damaged or not whole"),
        (whole("JPEG")[:2000], "is damaged or not whole"),
        (whole("WEBP")[:500], "is damaged or not whole"),
        (b"\xff\xd8\xff" + bytes(range(256)) * 4, "is damaged or not whole"),
        (bomb(), "20000x20000 pixels; a picture may have 64 million"),
        (encoded(halves(size=(20, 400)), "PNG"), "at least 32 a side"),
    ],
)
def test_what_is_no_whole_picture_is_one_sentence(data: bytes, says: str, tmp_path: Path):
    path = tmp_path / "mine.png"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=rf"^mine\.png .*{says}") as refused:
        uploads.picture(path, (96, 54))
    assert "\n" not in str(refused.value) and "Traceback" not in str(refused.value)


def test_limits_hold(tmp_path: Path):
    small = uploads.Limits(size=1000, pixels=10_000, memory=120 * 2**20)
    with pytest.raises(BadInput, match="larger than"):
        uploads.picture(whole("PNG"), (96, 54), small)
    crowded = encoded(Image.new("RGB", (7000, 7000)), "PNG")
    with pytest.raises(BadInput, match=r"more memory|cannot be decoded"):
        uploads.picture(crowded, (96, 54), uploads.Limits(memory=120 * 2**20))
    with pytest.raises(BadInput, match="There is no file"):
        uploads.picture(tmp_path / "nosuch.png", (96, 54))
    with pytest.raises(BadInput, match="is not a file"):
        uploads.picture(tmp_path, (96, 54))
    with pytest.raises(BadInput, match="is not a file"):
        uploads.picture(Path("/dev/zero"), (96, 54))


# in a film


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tale: Story):
    """The command line in a home of its own, with a real story of one scene in story.json: asked(words) -> (code, stdout, stderr)."""
    for name in ("FABULA_LLM_URL", "FABULA_DB", "FABULA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    scene = tale.scenes[0].model_copy(update={"shots": tale.scenes[0].shots[:2]})
    (tmp_path / "story.json").write_text(dump(tale.model_copy(update={"scenes": (scene,)})))

    def asked(*words: str) -> tuple[int, Any, str]:
        capsys.readouterr()
        code = cli.main(words)
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in words and said.out else said.out, said.err

    return asked


def states(told) -> dict[str, str]:
    return {row["id"]: row["state"] for row in told("explain", "story.json", "--size", "tiny", "--json")[1]}


@pytest.mark.parametrize("makers", ["fake", pytest.param("real", marks=pytest.mark.slow)])
def test_a_film_from_a_picture_of_ones_own(makers: str, told, tmp_path: Path, request: pytest.FixtureRequest):
    if makers == "fake":
        request.getfixturevalue("fake_makers")
    first = told("film", "story.json", "--size", "tiny", "--json")[1]
    (tmp_path / "mine.png").write_bytes(whole("PNG"))
    code, _, said = told("takes", "story.json", "--step", "still:s1-2", "--own", "nosuch.png", "--size", "tiny")
    assert code == 2 and "no file" in said and load((tmp_path / "story.json").read_bytes()).shots[1].pins.still is None
    code, words, _ = told("takes", "story.json", "--step", "still:s1-2", "--own", "mine.png", "--size", "tiny")
    assert code == 0 and "cut about its middle" in words
    now = states(told)
    assert {name for name, state in now.items() if state != "have" and not name.startswith("reading:")} == {"clip:s1-2", "scene:s1", "film:film"}
    second = told("film", "story.json", "--size", "tiny", "--json")[1]
    assert second["sha256"] != first["sha256"] and second["failures"] == [] and list(second["remarks"]) == ["clip:s1-2"] * (makers == "real")
    ways = [take["way"] for take in told("takes", "story.json", "--step", "still:s1-2", "--json")[1]]
    assert sorted(ways) == ["drawn", "own"]
    assert told("undo", "story.json")[0] == 0
    assert set(states(told).values()) == {"have"} and told("film", "story.json", "--size", "tiny", "--json")[1]["sha256"] == first["sha256"]


def test_a_person_is_told_what_becomes_of_the_picture(told, tmp_path: Path):
    (tmp_path / "noise.png").write_bytes(whole("PNG"))
    halves().save(tmp_path / "halves.png")
    strange, drawn = "clip:s1-2: the picture is unlike what the net knows", "clip:s1-2: it is drawn throughout, so your picture is not in it"
    given = "takes", "story.json", "--step", "still:s1-2", "--size", "tiny", "--own"
    assert "net knows" not in told(*given, "halves.png")[1]
    assert strange in told(*given, "noise.png")[1]
    assert strange in told("explain", "story.json", "--size", "tiny")[1] and drawn not in told("explain", "story.json", "--size", "tiny")[1]
    told("edit", "story.json", "--set", "story.direction.clip=drawn")
    assert drawn in told("explain", "story.json", "--size", "tiny")[1]


def test_own_portraits_and_later_drawings(told, tmp_path: Path):
    halves(size=(200, 120)).save(tmp_path / "mine.jpg")

    def give(*words: str) -> tuple[int, str]:
        code, _, said = told("takes", "story.json", "--own", "mine.jpg", "--size", "tiny", *words)
        return code, said

    assert give("--step", "portrait:mira")[0] == give("--step", "still:s1-2", "--at", "24")[0] == give("--step", "still:s1-2", "--at", "end")[0] == 0
    story = load((tmp_path / "story.json").read_bytes())
    shot = story.shots[1]
    assert story.character("mira").pin and shot.pins.last and shot.pins.still is None and [one.frame for one in shot.keyframes] == [24]
    assert {"keyframe:s1-2-24", "keyframe:s1-2-end", "portrait:mira"} <= {t["step"] for t in told("takes", "story.json", "--json")[1]}
    assert give("--step", "still:s1-2", "--at", "25")[0] == 0  # the same drawing: instead of the other
    assert [one.frame for one in load((tmp_path / "story.json").read_bytes()).shots[1].keyframes] == [25]
    for words, says in (
        (("--step", "clip:s1-2"), "is a picture"), (("--step", "still:s9-9"), "takes no picture"), (("--step", "portrait:mira", "--at", "3"), "takes no picture"),
        (("--step", "still:s1-2", "--at", "soon"), "give a frame"), (("--step", "still:s1-2", "--at", "100"), "keyframe at frame 100"), ((), "--step still:"),
        (("--step", "still:s1-2", "--another"), "neither"),
    ):  # fmt: skip
        code, said = give(*words)
        assert code == 2 and says in said
