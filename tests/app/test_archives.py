"""Archives: what goes out comes in whole, twice and in another home; nothing of a hostile one is kept."""

from __future__ import annotations

import json
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest

from app import changes
from app.db import bundles
from app.db.stories import Head
from app.exchange import archive
from app.settings import Settings, settings
from app.studio import Studio
from storyboard.digest import digest
from storyboard.errors import BadInput, Refused
from tests.app import fakes

LIKE = ("clip", "scene", "film")  # kinds whose fake makers draw a picture
Plain = dict[str, object]


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch, fake_makers: None) -> None:
    for kind in LIKE:
        monkeypatch.setitem(bundles.FORMAT, kind, "png")


@pytest.fixture
def studio(given: Settings) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Studio]:
    """Another home."""
    with Studio(settings({"FABULA_HOME": str(tmp_path / "elsewhere")})) as opened:
        yield opened


@pytest.fixture(scope="module")
def made(memory: Path) -> Iterator[tuple[Path, Path]]:
    """A home with a filmed story of two revisions, and its archive. It is made once and only looked at."""
    with pytest.MonkeyPatch.context() as patch:
        import generator
        from app import ways_of

        for kind in bundles.FORMAT:
            patch.setitem(generator.MAKERS, (kind, "fake"), fakes.MODULE)
        for kind in ways_of.USUAL:
            patch.setitem(ways_of.USUAL, kind, "fake")
        for chosen in fakes.CHOSEN:
            patch.setitem(generator.MAKERS, chosen, fakes.MODULE)
            patch.delitem(generator.WEIGHTS, chosen, raising=False)
        home = memory / "made"
        with Studio(settings({"FABULA_HOME": str(home), "FABULA_WORKERS": "1"})) as opened:
            head = opened.add(fakes.story(scenes=1, shots=2))
            opened.film(head, "tiny")
            head = opened.edit(head.id, changes.parsed(["shot:s1-1.words=another"]))
            opened.film(head, "tiny")
            yield home, opened.pack(head, memory / "lamp.fabula")


def states(studio: Studio, head: Head) -> dict[str, str]:
    return {one.step.id: one.state for one in studio.explain(head, "tiny")}


def is_untouched(studio: Studio) -> bool:
    """No story, no take, no file."""
    rows = [studio.stories(), studio.store.takes.every_media()]
    return not any(rows) and not list(studio.settings.media.rglob("*.*")) and not list(studio.settings.scratch.iterdir())


def rewritten(path: Path, out: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive with other entries."""
    with zipfile.ZipFile(path) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    change(entries)
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out


def headed(change: Callable[[Plain], None]) -> Callable[[dict[str, bytes]], None]:
    """A change of archive.json."""

    def apply(entries: dict[str, bytes]) -> None:
        head = json.loads(entries["archive.json"])
        change(head)
        entries["archive.json"] = json.dumps(head).encode()

    return apply


def swapped(kind: str, make: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], None]:
    """A file of a kind with other bytes, listed under the digest that they have."""

    def apply(entries: dict[str, bytes]) -> None:
        import hashlib

        head = json.loads(entries["archive.json"])
        take = next(one for one in head["takes"] if one["kind"] == kind)
        file = next(one for one in head["files"] if one["sha256"] == take["sha256"])
        data = make(entries.pop(f"media/{file['sha256']}.{file['format']}"))
        old, new = file["sha256"], hashlib.sha256(data).hexdigest()
        file["size"] = len(data)
        entries[f"media/{new}.{file['format']}"] = data
        entries["archive.json"] = json.dumps(head).replace(f'"sha256": "{old}"', f'"sha256": "{new}"').encode()

    return apply


# out and in


def test_a_story_comes_back_with_its_history_takes_and_film(made: tuple[Path, Path], elsewhere: Studio):
    head = elsewhere.unpack(made[1])
    assert set(states(elsewhere, head).values()) == {"have"}
    assert [r.number for r in elsewhere.history(head.id)] == [1, 2] and head.revision == 2
    assert len({take.key for step, take in elsewhere.takes(head.id) if step == "still:s1-1"}) == 2
    [job] = elsewhere.jobs(head.id)
    assert job.state == "done" and job.revision == 2 and elsewhere.file(job.film or "").is_file()
    assert elsewhere.undo(head.id).revision == 1 and set(states(elsewhere, elsewhere.find(head.id)).values()) == {"have"}


def test_what_took_long_elsewhere_says_nothing_of_this_machine(made: tuple[Path, Path], elsewhere: Studio):
    elsewhere.unpack(made[1])
    assert elsewhere.store.takes.pace() == {}


def test_a_lean_archive_has_what_is_seen(made: tuple[Path, Path], elsewhere: Studio, tmp_path: Path):
    with Studio(settings({"FABULA_HOME": str(made[0])})) as studio:
        path = studio.export(studio.find("The Lamp"), tmp_path / "lean.fabula", lean=True)
    assert path.stat().st_size < made[1].stat().st_size
    head = elsewhere.unpack(path)
    found = states(elsewhere, head)
    assert {step.partition(":")[0] for step, state in found.items() if state == "have"} == {"portrait", "still", "clip"}
    assert head.revision == 1 and elsewhere.file(elsewhere.jobs(head.id)[0].film or "").is_file()


def test_brought_in_twice_it_is_two_stories_with_the_same_takes(made: tuple[Path, Path], elsewhere: Studio):
    first, second = elsewhere.unpack(made[1]), elsewhere.unpack(made[1])
    assert first.id != second.id and {t.key for _, t in elsewhere.takes(first.id)} == {t.key for _, t in elsewhere.takes(second.id)}


def test_the_first_result_owns_its_key_an_archive_does_not_replace_it(made: tuple[Path, Path], elsewhere: Studio, tmp_path: Path):
    head = elsewhere.unpack(made[1])
    before = {step: take.sha256 for step, take in elsewhere.takes(head.id)}
    other = rewritten(made[1], tmp_path / "x.fabula", swapped("portrait", lambda data: data[:-12] + chunk(b"pHYs", bytes(9)) + data[-12:]))
    again = elsewhere.unpack(other)
    assert {step: take.sha256 for step, take in elsewhere.takes(again.id)} == before


def test_a_damaged_file_goes_out_without_its_take(studio: Studio, elsewhere: Studio, made: tuple[Path, Path], tmp_path: Path):
    head = studio.unpack(made[1])
    take = next(take for step, take in studio.takes(head.id) if step == "voice:s1-1-a")
    studio.store.media.path(take.sha256, take.format).write_bytes(b"x")
    found = states(elsewhere, elsewhere.unpack(studio.pack(head, tmp_path / "x.fabula")))
    assert [step for step, state in found.items() if state == "will make"] == ["voice:s1-1-a"]


# copies, and stories put away


def test_a_copy_shares_every_take_and_changes_alone(studio: Studio, made: tuple[Path, Path]):
    head = studio.unpack(made[1])
    copy = studio.duplicate(head)
    assert set(states(studio, copy).values()) == {"have"} and studio.jobs(copy.id)[0].film == studio.jobs(head.id)[0].film
    studio.edit(copy.id, changes.parsed(["story.title=Another Lamp"]))
    assert [h.title for h in studio.stories()] == ["Another Lamp", "The Lamp"]
    studio.remove(head.id)
    studio.clean(everything=True)
    assert set(states(studio, copy).values()) == {"have"} and studio.undo(copy.id).title == "The Lamp"


def test_a_story_put_away_is_kept_and_found(studio: Studio):
    head = studio.add(fakes.story())
    assert studio.put_away(head.id).is_away and studio.find("The Lamp").is_away
    assert not studio.take_out(head.id).is_away


def test_the_example_comes_once_and_only_into_a_new_home(given: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()  # the real kinds and ways
    with Studio(given) as studio:
        head = studio.example()
        assert head is not None and studio.example() is None
        assert studio.file(studio.jobs(head.id)[0].film or "").stat().st_size > 100_000
        assert {step.partition(":")[0] for step, _ in studio.takes(head.id)} == {"portrait", "still", "clip", "film"}
        studio.remove(head.id)
        assert studio.example() is None


# strangers


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(_: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(50_000_000))) + chunk(b"IEND", b"")


def of_take(**fields: object) -> Callable[[dict[str, bytes]], None]:
    return headed(lambda head: head["takes"][0].update(fields))  # type: ignore[index]


def with_recipe(head: Plain) -> None:
    head["takes"][0]["recipe"]["params"]["seed"] = 77  # type: ignore[index]


def without_history(entries: dict[str, bytes], **fields: object) -> None:
    del entries["history.json"]
    entries["story.json"] = json.dumps(json.loads(entries["story.json"]) | fields).encode()


HOSTILE: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a path": lambda e: e.update({"../evil.png": b"x"}),
    "a path in media": lambda e: e.update({"media/../../evil.png": b"x"}),
    "an absolute path": lambda e: e.update({"/tmp/evil.png": b"x"}),
    "a folder": lambda e: e.update({"media/": b""}),
    "another kind of file": lambda e: e.update({f"media/{'a' * 64}.svg": b"<svg/>"}),
    "a file that is not listed": lambda e: e.update({f"media/{'a' * 64}.png": b"x"}),
    "a listed file that is not there": lambda e: [e.pop(n) for n in list(e) if n.endswith(".wav")],
    "no story": lambda e: e.pop("story.json"),
    "a document too large": lambda e: e.update({"story.json": b" " * (64 * 2**20 + 2)}),
    "a head that is no JSON": lambda e: e.update({"archive.json": b"{"}),
    "a head with more in it": headed(lambda h: h.update(run="rm")),
    "an archive of the future": headed(lambda h: h.update(fabula_archive=2)),
    "bytes that are not the digest's": lambda e: e.update({n: d[::-1] for n, d in e.items() if n.endswith(".png")}),
    "a picture with words in it": swapped("still", lambda d: d[:-12] + chunk(b"tEXt", b"a\0b") + d[-12:]),
    "a picture with a tail": swapped("still", lambda d: d + b"\0" * 9),
    "a picture that is a bomb": swapped("still", bomb),
    "a picture that is a web page": swapped("still", lambda d: b"<svg onload=alert(1)>"),
    "a sound with more in it": swapped("voice", lambda d: d[:4] + struct.pack("<I", len(d) + 2) + d[8:] + b"LIST\2\0\0\0xx"),
    "a take under a wrong key": of_take(key="0" * 64),
    "a take of another recipe": headed(with_recipe),
    "a take of an unknown kind": of_take(kind="shell"),
    "a recipe that is none": of_take(recipe={"way": 1, "params": [], "inputs": {}}),
    "a recipe with no number": headed(lambda h: h["takes"][0]["recipe"]["params"].update(seed=float("nan"))),  # type: ignore[index]
    "a take that never was": headed(lambda h: h["uses"].append({"step": "still:s1-1", "key": "1" * 64, "last": 1})),  # type: ignore[attr-defined]
    "a use of no step": headed(lambda h: h["uses"][0].update(step="../x")),  # type: ignore[index]
    "a film that is not there": headed(lambda h: h["job"].update(film="2" * 64)),  # type: ignore[attr-defined]
    "a story that is none": lambda e: without_history(e, scenes="x"),
    "a story of the future": lambda e: without_history(e, format_version=99),
    "a history of another story": lambda e: e.update({"story.json": e["story.json"].replace(b'"another"', b'"a third"')}),
    "a history in a ring": lambda e: e.update({"history.json": e["history.json"].replace(b'"parent":null', b'"parent":2')}),
    "a history that is torn": lambda e: e.update({"history.json": e["history.json"].replace(b'"shot:s1-2"', b'"shot:s9-9"')}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_of_a_hostile_archive_nothing_is_kept(what: str, made: tuple[Path, Path], studio: Studio, tmp_path: Path):
    path = rewritten(made[1], tmp_path / "x.fabula", HOSTILE[what])
    with pytest.raises(BadInput) as error:
        studio.unpack(path)
    assert "\n" not in str(error.value) and str(error.value).endswith((".", "!"))
    assert is_untouched(studio)


def test_zips_of_other_kinds_are_refused(made: tuple[Path, Path], studio: Studio, tmp_path: Path):
    good, path = made[1].read_bytes(), tmp_path / "x.fabula"
    link = zipfile.ZipInfo("story.json")
    link.external_attr = 0o120777 << 16
    for data in (b"", b"PK", good[:-30], b"front" + good, good + b"tail", good[:-2] + b"\1\0x", good[:-42] + b"PK\6\7" + good[-38:], good.replace(b"PK\1\2", b"PK\1\3", 1)):
        path.write_bytes(data)
        with pytest.raises(BadInput):
            studio.unpack(path)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("archive.json", b"{}")
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(BadInput, match="link"):
        studio.unpack(path)
    with zipfile.ZipFile(path, "w") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("story.json", b"{}")
        packed.writestr("story.json", b"{}")
    with pytest.raises(BadInput):
        studio.unpack(path)
    with pytest.raises(BadInput, match="not a file"):
        studio.unpack(tmp_path)
    assert is_untouched(studio)


@pytest.mark.parametrize("limits", [{"size": 1000}, {"entries": 3}, {"directory": 50}, {"unpacked": 2000}, {"document": 100}])
def test_bounds_hold_before_anything_is_unpacked(limits: dict[str, int], made: tuple[Path, Path], tmp_path: Path):
    with pytest.raises(BadInput):
        archive.read(made[1], tmp_path, archive.Limits(**limits))
    assert not list(tmp_path.iterdir())


def test_a_size_that_lies_is_counted(made: tuple[Path, Path], studio: Studio, tmp_path: Path):
    """The directory says 10 bytes, the packed stream holds a million."""
    path = tmp_path / "x.fabula"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive.json", b"{}")
        packed.writestr("story.json", b" " * 1_000_000)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10)))
    with pytest.raises(BadInput):
        studio.unpack(path)
    assert is_untouched(studio)


def test_a_film_is_decoded_not_believed(tmp_path: Path):
    from app.bundle import PackedFile
    from app.exchange.proof import proven
    from storyboard.digest import file_digest

    film = tmp_path / "a.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=12", "-frames:v", "6", "-pix_fmt", "yuv420p", str(film)]
    subprocess.run(command, check=True)

    def said(path: Path, frames: int) -> PackedFile:
        return PackedFile(sha256=file_digest(path), format="mp4", size=path.stat().st_size, frames=frames, rate="12", width=64, height=64)

    proven(film, said(film, 6))
    with pytest.raises(BadInput, match="other pictures"):
        proven(film, said(film, 7))
    listed = tmp_path / "b.mp4"
    listed.write_text(f"ffconcat version 1.0\nfile '{film}'\n")
    with pytest.raises(BadInput):
        proven(listed, said(listed, 6))
    film.write_bytes(film.read_bytes()[:-400])
    with pytest.raises(BadInput):
        proven(film, said(film, 6))


def test_rules_of_the_home_hold_for_archives(made: tuple[Path, Path], given: Settings):
    given.home.mkdir(parents=True)
    (given.home / "rules.toml").write_text('words = ["lamp"]\n')
    with Studio(given) as studio:
        with pytest.raises(Refused):
            studio.unpack(made[1])
        assert is_untouched(studio)


def test_when_the_tables_fail_there_is_no_half_story(made: tuple[Path, Path], studio: Studio, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundles, "_add_takes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        studio.unpack(made[1])
    assert not studio.stories() and not studio.store.takes.every_media()


def test_a_document_named_has_the_digest_of_the_document():
    from storyboard.digest import Named
    from storyboard.params import PictureParams

    params = PictureParams(size=(64, 64))
    assert digest("a", params) == digest("a", Named("PictureParams", json.loads(params.model_dump_json())))
