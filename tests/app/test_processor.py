"""Which path a processor gets, and what FABULA_PATH may say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import processor
from app.settings import settings
from storyboard.errors import BadInput


@pytest.fixture
def cpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def with_flags(flags: str) -> None:
        file = tmp_path / f"cpuinfo {flags}"
        file.write_text(f"processor\t: 0\nmodel name\t: Any\nflags\t\t: fpu sse2 {flags}\nbugs\t\t:\n")
        monkeypatch.setattr(processor, "CPUINFO", file)

    return with_flags


def test_a_processor_gets_the_fastest_path_it_has_instructions_for(cpu):
    for flags, path in (("avx512_bf16 avx512_vnni", "int8"), ("avx512_bf16", "bf16"), ("avx2", "fp32")):
        cpu(flags)
        assert processor.default_path() == processor.default_path("") == path


def test_a_setting_is_taken_at_its_word(cpu):
    cpu("avx512_bf16 avx512_vnni")
    assert processor.default_path("fp32") == "fp32"
    cpu("avx2")
    assert processor.default_path("bf16") == "bf16"  # slow there, and right
    with pytest.raises(BadInput, match="VNNI"):
        processor.default_path("int8")


def test_where_nothing_is_known_of_the_processor_a_setting_still_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "absent")
    assert (processor.default_path(), processor.default_path("int8")) == ("fp32", "int8")


def test_the_setting_is_read_and_checked():
    assert settings({}).path is None and settings({"FABULA_PATH": " bf16 "}).path == "bf16"
    with pytest.raises(BadInput, match="fp32, bf16, int8"):
        settings({"FABULA_PATH": "fp16"})


def test_the_path_is_known_without_torch():
    code = "import sys; from app.processor import default_path; default_path(); print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
