"""The README's commands run as they stand, in a fresh home, at the size `tiny`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def commands() -> list[str]:
    """The `fabula ...` lines of the README's console blocks that ask for `--size tiny` or make nothing."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("fabula ")]


def test_the_readme_names_its_test_command():
    assert re.search(r"^make test$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_commands_run_in_order(tmp_path: Path):
    env = {**os.environ, "FABULA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    lines = commands()
    assert len(lines) >= 8
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        done = subprocess.run([sys.executable, "-m", "app", *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr[-2000:]}"
    assert (tmp_path / "lamp.mp4").stat().st_size > 10_000
