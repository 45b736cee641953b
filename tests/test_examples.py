"""The scripts in examples/ do what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.served import Served

ROOT = Path(__file__).resolve().parent.parent


def test_five_lines_make_a_film(tmp_path: Path):
    """The script itself; the makers are fakes."""
    code = f"import runpy; from tests.app import fakes; fakes.install(); runpy.run_path({str(ROOT / 'examples' / 'film.py')!r})"
    lines = [line for line in (ROOT / "examples" / "film.py").read_text().split('"""')[2].splitlines() if line]
    assert len(lines) <= 5
    home = os.environ | {"FABULA_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=home, check=True)
    assert all((tmp_path / name).stat().st_size for name in ("film.mp4", "film.srt", "film.story.json"))


def test_a_film_is_ordered_over_the_network(tmp_path: Path):
    """The script itself, against a real studio and its worker; the makers are fakes."""
    served = Served(tmp_path / "home", "tests.app.fakes")
    worker = subprocess.Popen([sys.executable, "-m", "tests.app.fakes", "worker"], cwd=ROOT, env=served.environment, stderr=subprocess.DEVNULL)
    try:
        while not (served.home / "worker.lock").exists():
            assert worker.poll() is None
        served.start()
        words = [sys.executable, str(ROOT / "examples" / "over_the_network.py"), served.address, "A fox finds a lamp", "fox.mp4", "tiny"]
        subprocess.run(words, cwd=tmp_path, env=served.environment, check=True)
        assert (tmp_path / "fox.mp4").stat().st_size
    finally:
        served.stop()
        worker.terminate()
        worker.wait(60)
