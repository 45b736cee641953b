"""A film's origin: signed as it is handed over, verified by a reader that shares nothing with the signer, and read back by the command."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

import generator
from app import cli, deliver
from app.certificates import self_made
from app.exchange import export, licences
from app.exchange.provenance import Credentials, credentials_of, said, sign
from app.provenance import origin
from app.settings import settings
from bench.c2pa_reader import check
from generator.checkpoints import manifest
from generator.encode import FILM, count_frames, write_mp4
from generator.film_ffmpeg import make
from generator.film_metadata import SOURCE_TYPE
from generator.watermark import onto
from storyboard.errors import BadInput
from storyboard.story import Lora, Story
from tests.generator.test_film import film_params, moving
from tests.generator.test_watermark import drawing

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    return make(film_params(), {"scene": (moving(folder / "scene.mp4", 30, 1),)}, SimpleNamespace(scratch=folder)).path


@pytest.fixture(scope="module")
def credentials(tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    return Credentials(*self_made(tmp_path_factory.mktemp("certificate")))


def test_a_signed_film_is_whole_to_another_reader_and_a_changed_one_is_not(film: Path, credentials: Credentials, tale: Story, tmp_path: Path) -> None:
    out = deliver.film_files(film, tale, tmp_path / "film.mp4", (credentials.chain, credentials.key))[0]
    checked = check(out)
    assert checked.is_whole and checked.title == tale.title and (checked.action, checked.source) == ("c2pa.created", SOURCE_TYPE)
    assert count_frames(out) == count_frames(film) and said(out) == said(film)
    told = credentials_of(out)
    assert told is not None and told["state"] == "Valid" and told["findings"] == ["signingCredential.untrusted"]
    data = bytearray(out.read_bytes())
    data[data.rindex(b"mdat") + 100] ^= 1
    out.write_bytes(data)
    assert not check(out).content and check(out).signature
    changed = credentials_of(out)
    assert changed is not None and changed["state"] == "Invalid"


def test_a_film_without_credentials_has_none(film: Path) -> None:
    assert credentials_of(film) is None
    with pytest.raises(ValueError, match="no C2PA manifest"):
        check(film)


def test_certificates_that_cannot_sign_are_refused_in_words(film: Path, credentials: Credentials, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(BadInput, match="no private key"):
        sign(film, tmp_path / "out.mp4", "A", Credentials(credentials.chain, tmp_path / "key.pem"))
    with pytest.raises(BadInput, match=r"could not be signed"):
        sign(film, tmp_path / "out.mp4", "A", Credentials(tmp_path / "key.pem", credentials.key))
    with pytest.raises(BadInput, match="has a certificate already"):
        self_made(credentials.chain.parent)
    assert credentials.key.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput, match="must both name a file"):
        settings({"FABULA_HOME": str(tmp_path), "FABULA_C2PA_CERT": str(credentials.chain)})
    both = {"FABULA_HOME": str(tmp_path), "FABULA_C2PA_CERT": str(credentials.chain), "FABULA_C2PA_KEY": str(credentials.key)}
    assert settings(both).c2pa == (credentials.chain, credentials.key)


def test_the_command_reads_watermark_and_metadata(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = write_mp4(tmp_path / "marked.mp4", onto((drawing(k // 8) for k in range(48)), 12), "24", FILM).path
    assert cli.main(["provenance", "--json", str(marked)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["mark"]["found"] and told["mark"]["number"] == 12 and told["said"] == {} and told["credentials"] is None
    found = origin(film)
    assert not found.mark["found"] and found.said["source"] == SOURCE_TYPE
    assert "not found" in found.words() and "trainedAlgorithmicMedia" in found.words() and "Content credentials: none." in found.words()
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(BadInput, match="is text"):
        origin(tmp_path / "text.mp4")


def test_every_way_and_asset_has_its_licence_told(tale: Story, tmp_path: Path) -> None:
    assert set(generator.MAKERS) <= set(licences.TOLD)
    words = export(tale, tmp_path / "film.licences.md").read_text()
    for part in licences.parts(tale):
        assert part.licence and part.licence != licences.UNKNOWN[1], part
        assert part.name in words
    pinned = tale.model_copy(update={"characters": (tale.characters[0].model_copy(update={"pin": "0" * 64}), *tale.characters[1:])})
    assert f"portrait:{tale.characters[0].id}" in licences.table(pinned)


def test_loras_are_told_where_clips_wear_them(tale: Story):
    worn = tale.model_copy(update={"direction": tale.direction.model_copy(update={"loras": (Lora(name="ink"),)})})
    wan = worn.model_copy(update={"direction": worn.direction.model_copy(update={"clip": "wan"})})
    assert "lora-ink" in licences.table(wan) and "lora-ink" not in licences.table(worn)


def test_the_page_of_licences_names_all_that_is_installed_and_shipped() -> None:
    page = (ROOT / "docs/licences.md").read_text().lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *project["optional-dependencies"].get("provenance", ())]
    missing = [name for one in named if (name := one.split(">")[0].split("=")[0].split("[")[0]).lower() not in page]
    assert not missing
    assert {str(about["licence"]) for about in manifest().values()} <= {"Apache-2.0", "OFL-1.1"}
