"""Whole films at size tiny by the real makers: the same digests in two homes, and after kill -9 of the whole group.

    python -m bench.survival [--kills 10]

Two fresh homes make one story, each in processes of its own; then a third is killed at a random moment, resumed, and compared, as often
as asked; last, the parent alone is killed. A take that was there before the resume must be there after it, made at the same moment: it was
not made again. What this does not prove: power loss (the page cache survives a kill).
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.record import at_least, record

PREMISE = "A fox finds a lamp"
Takes = dict[str, tuple[str, str]]  # key -> (sha256, made at)


def start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "FABULA_HOME": str(home)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "app", *words], env=env, stdout=quiet, stderr=quiet, start_new_session=True)


def film(home: Path, story: Path) -> subprocess.Popen[bytes]:
    return start(home, "film", str(story), "--size", "tiny", "--out", str(home.with_suffix(".mp4")))


def takes(home: Path) -> Takes:
    path = home / "fabula.db"
    if not path.exists():
        return {}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        try:
            return {key: (sha, str(at)) for key, sha, at in database.execute("SELECT key, sha256, made_at FROM takes")}
        except sqlite3.OperationalError:
            return {}  # killed before the first migration was through


def digests(found: Takes) -> dict[str, str]:
    return {key: sha for key, (sha, _) in found.items()}


def killed(home: Path, story: Path, after: float, group: bool) -> dict[str, object]:
    """One film, killed `after` seconds, then resumed."""
    process = film(home, story)
    time.sleep(after)
    (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(1.0)  # orphans of a lone parent have this long to end
    before = takes(home)
    began = time.monotonic()
    code = film(home, story).wait()
    now = takes(home)
    again = sum(now.get(key) != value for key, value in before.items())
    return {"after": round(after, 1), "group": group, "code": code, "kept": len(before), "again": again, "resumed_in": time.monotonic() - began,
            "digests": digests(now)}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=at_least(0), default=10)
    asked = parser.parse_args()
    dice = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        story = folder / "story.json"
        start(folder / "writer", "write", PREMISE, "--size", "tiny", "--out", str(story)).wait()
        began = time.monotonic()
        codes = [film(folder / home, story).wait() for home in ("one", "two")]
        seconds = (time.monotonic() - began) / 2
        whole = digests(takes(folder / "one"))
        same = whole == digests(takes(folder / "two")) and codes == [0, 0]
        rows = [killed(folder / f"k{n}", story, dice.uniform(0.1, 1.0) * seconds, group=True) for n in range(asked.kills)]
        rows.append(killed(folder / "parent", story, 0.6 * seconds, group=False))
    for row in rows:
        row["same"] = row.pop("digests") == whole
    print(f"two homes: {len(whole)} takes, {'identical' if same else 'DIFFERENT'}; one film {seconds:.1f} s")
    print(f"{'killed':8}{'after s':>8}{'kept':>6}{'again':>7}{'resumed s':>11}  same digests")
    for row in rows:
        print(f"{'group' if row['group'] else 'parent':8}{row['after']:>8}{row['kept']:>6}{row['again']:>7}{row['resumed_in']:>11.1f}  {row['same']}")
    report = {"takes": len(whole), "two_homes_identical": same, "seconds": seconds, "kills": rows}
    record("survival", report, parser, asked)


if __name__ == "__main__":
    main()
