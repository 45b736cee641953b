"""A person's own films become clips to learn from: cut at their cuts, sifted, with words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app import weights
from generator.encode import write_mp4
from generator.train import clips, identity
from generator.train.data import open_clips
from generator.train.films import Wanted, bucket
from storyboard.take import Media
from tests.generator.published import tiny_models
from tests.services import KEY, Answer, Request, Services, as_json, serving

SMALL = ("--side", "64", "--frames", "5", "9")


def scene(seed: int, frames: int, speed: int = 2, size: tuple[int, int] = (128, 72)) -> list[np.ndarray]:
    """A speckled picture with a square that goes across it."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(40 * (seed % 4), 40 * (seed % 4) + 60, (size[1] // 8, size[0] // 8, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    made = []
    for at in range(frames):
        frame = ground.copy()
        frame[8:24, speed * at : speed * at + 24] = 255 - frame[:16, :24]
        made.append(frame)
    return made


def film(path: Path, frames: list[np.ndarray], words: str = "A square goes by.") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_mp4(path, frames, "24")
    if words:
        path.with_suffix(".txt").write_text(words)


def gathered(films: Path, out: Path, *more: str) -> None:
    clips.main(["--films", str(films), "--out", str(out), *SMALL, *more])


def test_a_film_is_cut_at_its_cuts_and_what_is_worth_nothing_is_counted(tmp_path: Path, capsys):
    black = [np.zeros((72, 128, 3), np.uint8)] * 9
    grey = [np.full((72, 128, 3), 90 + 3 * at, np.uint8) for at in range(9)]
    film(tmp_path / "films" / "one.mp4", [*scene(1, 12), *scene(2, 9, speed=0), *scene(3, 15), *black])
    film(tmp_path / "films" / "soft.mov", grey, "Grey.")
    film(tmp_path / "films" / "tiny.mp4", scene(0, 9, size=(64, 36)), "Tiny.")
    gathered(tmp_path / "films", tmp_path / "out", "--name", "Mira")
    told = capsys.readouterr().out
    assert told.startswith("3 films, 4 scenes, 3 clips kept"), told
    for why in ("1 smaller than 128x64", "1 in which nothing moves", "1 passages of black", "1 that are not sharp"):
        assert why in told
    found = open_clips(tmp_path / "out", "train")
    lengths = sorted(found.array(n, "video").shape for n in range(found.count))
    assert lengths == [(5, 64, 128, 3), (9, 64, 128, 3), (9, 64, 128, 3)]
    assert {found.caption(n) for n in range(found.count)} == {"Mira. A square goes by."}
    for n in range(found.count):
        video = found.array(n, "video").astype(np.int16)
        assert np.abs(np.diff(video, axis=0)).mean(axis=(1, 2, 3)).max() < 8  # no cut inside


def test_clips_have_the_shape_that_is_nearest():
    shapes = [bucket(Media(Path("a.mp4"), "mp4", 1, "24", *size), Wanted()) for size in ((1920, 1080), (1080, 1920), (1000, 1000), (1440, 1080))]
    assert shapes == [(864, 480), (480, 864), (640, 640), (736, 544)] and all(side % 32 == 0 for shape in shapes for side in shape)


def test_what_cannot_be_used_is_one_sentence(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    film(tmp_path / "silent" / "one.mp4", scene(1, 9), "")
    film(tmp_path / "good" / "one.mp4", scene(1, 9))
    film(tmp_path / "still" / "one.mp4", scene(1, 9, speed=0))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "one.mp4").write_bytes(b"no film at all")
    for folder, more, says in (
        ("nowhere", (), "There is no folder"), ("empty", (), "holds no films"), ("silent", (), "Write it into one.txt beside it"), ("bad", (), "cannot be read as a film"),
        ("still", (), "Nothing is left to learn from"), ("good", ("--frames", "6"), r"1 \+ 4 n frames"), ("good", ("--vision-url", "http://localhost"), "give both, or neither"),
    ):  # fmt: skip
        with pytest.raises(SystemExit, match=says):
            gathered(tmp_path / folder, tmp_path / "out", *more)
    assert not list((tmp_path / "out").glob("*.safetensors"))
    gathered(tmp_path / "good", tmp_path / "out")
    with pytest.raises(SystemExit, match="holds shards already"):
        gathered(tmp_path / "good", tmp_path / "out")


def test_a_vision_model_says_what_is_seen_and_is_asked_once(tmp_path: Path):
    film(tmp_path / "films" / "one.mp4", [*scene(1, 9), *scene(3, 9)], "")
    (tmp_path / "key.txt").write_text(f"{KEY}\n")

    def eye(_: Services, request: Request) -> Answer:
        return as_json({"choices": [{"message": {"role": "assistant", "content": f"Mira is a square.\nThere are {len(request.told['messages'][0]['content']) - 1} pictures."}}]})

    with serving(eye) as services:
        words = ("--vision-url", services.url, "--vision-model", "eye", "--vision-key", str(tmp_path / "key.txt"), "--name", "Mira")
        gathered(tmp_path / "films", tmp_path / "out", *words)
        asked = services.of("chat/completions")
        assert len(asked) == 2 and "is called Mira" in asked[0].told["messages"][0]["content"][0]["text"] and asked[0].headers["authorization"] == f"Bearer {KEY}"
        for file in (tmp_path / "out").glob("*.safetensors"):
            file.unlink()
        gathered(tmp_path / "films", tmp_path / "out", *words)
        assert len(services.of("chat/completions")) == 2  # what was answered is kept
    found = open_clips(tmp_path / "out", "train")
    assert [found.caption(n) for n in range(found.count)] == ["Mira is a square. There are 3 pictures."] * 2
    assert KEY.encode() not in b"".join(file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file())


def test_a_model_learns_from_the_clips_of_a_film(tmp_path: Path):
    tiny_models.ti2v(tmp_path / "base")
    film(tmp_path / "films" / "one.mp4", [*scene(1, 9), *scene(3, 5)])
    gathered(tmp_path / "films", tmp_path / "shards", "--name", "Mira")
    out = tmp_path / "weights"
    identity.main(["--base", str(tmp_path / "base"), "--clips", str(tmp_path / "shards"), "--out", str(out), "--steps", "4", "--threads", "1", "--rank", "2", "--batch", "2"])
    assert len(list((out / "work" / "latents").rglob("*.safetensors"))) == 2  # clips of two lengths
    assert set(weights.bring(tmp_path / "home", str(out), "lora-mira").files) == {"lora-mira/lora.safetensors"}
