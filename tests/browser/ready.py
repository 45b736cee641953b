"""What the browser tests need beside the environment: an installed Chromium, and axe-core from npm. `python -m tests.browser.ready` sees to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = "axe-core@4.14.1"
HERE = Path(sys.prefix) / "axe"  # in the environment: nothing of it is committed


def chromium() -> str:
    """The browser's path. SystemExit says in one sentence how to get one."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit(f"The browser tests need Chromium, and none of {', '.join(NAMES)} is here: install one, as with `apt-get install chromium`.")
    return found


def axe() -> Path:
    """axe-core's script. SystemExit when it was not fetched."""
    path = HERE / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        raise SystemExit("axe-core is not here: `make test-browser` fetches it, or `python -m tests.browser.ready`.")
    return path


def fetch_axe() -> None:
    """By npm, once. SystemExit says in one sentence what is wrong."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("The browser tests fetch axe-core with npm, which is not here: install it, as with `apt-get install npm`.")
    HERE.mkdir(parents=True, exist_ok=True)
    words = [npm, "install", "--prefix", str(HERE), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error", AXE]
    if subprocess.run(words, cwd=HERE, check=False).returncode:
        raise SystemExit(f"npm could not fetch {AXE}; its words are above. Is its registry in reach?")


def main() -> None:
    chromium()
    if not (HERE / "node_modules" / "axe-core" / "axe.min.js").is_file():
        fetch_axe()
    axe()


if __name__ == "__main__":
    main()
