"""Ways of speaking: what is there, setting one up from a folder or over HTTP, and listening to a film's lines."""

from __future__ import annotations

import functools
import hashlib
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app import voices
from app.listening import NARRATOR, casting
from app.maker_process import services
from app.settings import maker_environment, service_environment, settings
from app.ways_of import voice_digest
from generator.neural import installed, listed
from generator.rig import Rig
from storyboard.errors import BadInput, Corrupt, Missing

MODEL, DATA = b"a model" * 999, b"voices" * 99


@pytest.fixture
def given(tmp_path: Path):
    return settings({"FABULA_HOME": str(tmp_path / "home")})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "kokoro-v1.0.onnx").write_bytes(MODEL)
    (folder / "voices-v1.0.bin").write_bytes(DATA)
    return folder


def sums(folder: Path, **other: str) -> None:
    rows = [f"{other.get(p.stem[:6], hashlib.sha256(p.read_bytes()).hexdigest())}  {p.name}" for p in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("\n".join(rows) + "\n")


def test_what_is_there_and_what_is_missing_is_said(given):
    found = {one.name: one for one in voices.offered(given)}
    assert tuple(found) == voices.WAYS and found["espeak"].is_ready and not found["speech"].is_ready
    assert "FABULA_SPEECH_URL" in found["speech"].words and "fabula voices --set-up piper" in found["piper"].words
    key = settings({"FABULA_HOME": "/x", "FABULA_SPEECH_URL": "http://u:secret@host/v1", "FABULA_SPEECH_KEY": "sk-1"})
    assert "secret" not in str(voices.offered(key)) and "sk-1" not in repr(key)


def test_a_folder_is_copied_listed_and_has_a_digest_of_its_own(given, source):
    sums(source)
    assert voice_digest("kokoro", given) is None
    assert voices.set_up(given, "kokoro", str(source)) == ["kokoro.onnx", "voices.bin"]
    assert (given.voices / "kokoro" / "kokoro.onnx").read_bytes() == MODEL
    assert listed(given.voices, "kokoro")["voices.bin"]["bytes"] == len(DATA) and voice_digest("kokoro", given)
    assert [p.name for p in given.voices.iterdir()] == ["kokoro"]


def test_a_file_that_is_not_what_was_promised_leaves_all_as_it_was(given, source):
    voices.set_up(given, "kokoro", str(source))
    before = voice_digest("kokoro", given)
    (source / "voices-v1.0.bin").write_bytes(b"other")
    sums(source, voices="0" * 64)
    with pytest.raises(Corrupt, match="Nothing was set up"):
        voices.set_up(given, "kokoro", str(source))
    assert voice_digest("kokoro", given) == before and (given.voices / "kokoro" / "voices.bin").read_bytes() == DATA


def test_over_http(given, source):
    sums(source)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(source)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        said: list[str] = []
        voices.set_up(given, "kokoro", f"http://127.0.0.1:{server.server_port}/", said.append)
        assert (given.voices / "kokoro" / "voices.bin").read_bytes() == DATA and not any("no SHA256SUMS" in one for one in said)
        (source / "voices-v1.0.bin").unlink()
        with pytest.raises(Missing, match="no file"):
            voices.set_up(given, "kokoro", f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def test_piper_voices_are_taken_with_their_descriptions(given, tmp_path):
    folder = tmp_path / "piper"
    folder.mkdir()
    for name in ("en_GB-alan-medium.onnx", "en_GB-alan-medium.onnx.json", "stray.onnx"):
        (folder / name).write_text("{}")
    assert voices.set_up(given, "piper", str(folder)) == ["en_GB-alan-medium.onnx", "en_GB-alan-medium.onnx.json"]
    with pytest.raises(BadInput, match="no folder"):
        voices.set_up(given, "piper", str(tmp_path / "nowhere"))
    with pytest.raises(BadInput, match="espeak"):
        voices.set_up(given, "espeak")


def test_a_way_that_is_not_there_is_said_and_never_replaced(given, source, tmp_path, monkeypatch):
    with pytest.raises(Missing, match="pip install kokoro-onnx"):
        installed("kokoro", Rig(tmp_path, voices=given.voices))
    monkeypatch.setattr("generator.neural.find_spec", lambda _: True)
    with pytest.raises(Missing, match="--set-up kokoro"):
        installed("kokoro", Rig(tmp_path, voices=given.voices))
    voices.set_up(given, "kokoro", str(source))
    assert set(installed("kokoro", Rig(tmp_path, voices=given.voices)).files) == {"kokoro.onnx", "voices.bin"}
    (given.voices / "kokoro" / "voices.bin").write_bytes(b"bitten")
    with pytest.raises(Corrupt, match="not what was set up"):
        installed("kokoro", Rig(tmp_path, voices=given.voices))


def test_who_shares_a_voice_is_one_speaker(tale):
    found = casting(tale)
    assert {name for both in found.values() for name in both.split(" and ")} == {NARRATOR, *(one.name for one in tale.characters)}
    same = tale.model_copy(update={"characters": tuple(c.model_copy(update={"voice": tale.narrator}) for c in tale.characters)})
    assert list(casting(same).values()) == [f"{NARRATOR} and Mira and Bo"]


def test_only_a_crew_s_makers_are_given_the_service_s_key(monkeypatch):
    monkeypatch.setenv("FABULA_SPEECH_KEY", "sk-1")
    given = settings({"FABULA_HOME": "/x", "FABULA_SPEECH_URL": "http://host/v1", "FABULA_SPEECH_KEY": "sk-1"})
    assert "FABULA_SPEECH_KEY" not in maker_environment() and service_environment(given)["FABULA_SPEECH_KEY"] == "sk-1"
    found = services(given)["speech"]
    assert (found.url, found.key) == ("http://host/v1", "sk-1") and "sk-1" not in repr(found) and "sk-1" not in repr(given)
    assert services(settings({"FABULA_HOME": "/x"})) == {}
