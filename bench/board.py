"""The board of a film of any length: what an edit, a revision and a look at it cost, and how soon a browser shows it.

    python -m bench.board [--shots 40 500 5000] [--rounds 5] [--browser 1]

Every film is made in a home of its own, as rows and files (bench/long_story.py). In the browser (Chromium by Playwright, against `fabula studio`
in another process): seconds from the address to the first card, first with a server that has not read the story yet, and from a click on "later"
until the shot stands there.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import changes
from app.settings import settings
from app.studio import Studio
from bench.long_story import long_story, made
from bench.record import at_least, record

WHAT = {
    "load_ms": "read a story, nothing known", "edit_ms": "edit one shot (median)", "board_ms": "look at a window (median)", "pulse_ms": "has anything moved?",
    "first_s": "browser: first answer, server cold", "again_s": "browser: first answer, server warm", "update_s": "browser: a shot moved (median)",
}  # fmt: skip


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """Median."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def measured(home: Path, count: int, rounds: int) -> dict[str, Any]:
    """The studio's own part, in milliseconds."""
    given = settings({"FABULA_HOME": str(home)})
    with Studio(given) as studio:
        head = studio.add(long_story(count))
        made(studio.store, head)
    with Studio(given) as studio:
        load = seconds(lambda: studio.story(head.id))
        turn = iter(range(10_000))
        edit = seconds(lambda: studio.edit(head.id, changes.parsed([f"shot:s2-2.words=Take {next(turn)}"])), rounds)
        head = studio.find(head.id)
        board = seconds(lambda: studio.board(head, "default", count // 2), rounds)
        pulse = seconds(lambda: studio.pulse(head.id), rounds)
    return {"story": head.id, **{f"{name}_ms": round(1000 * value, 1) for name, value in (("load", load), ("edit", edit), ("board", board), ("pulse", pulse))}}


def seen(home: Path, story: str, rounds: int) -> dict[str, float]:
    """The browser's part, in seconds."""
    from playwright.sync_api import sync_playwright

    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    words = [sys.executable, "-m", "app", "studio", "--port", "0", "--no-open"]
    server = subprocess.Popen(words, env={**os.environ, "FABULA_HOME": str(home), "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout is not None
        address = next(found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})

            def opened() -> None:
                page.goto(f"{address}?view=board&story={story}")
                page.locator(".board-card").first.wait_for(timeout=120_000)

            def moved() -> None:
                shot = page.locator(".board-card").first.get_attribute("data-shot")
                page.locator(f".board-card[data-shot='{shot}'] [data-do=later]").click()
                page.wait_for_function("shot => document.querySelectorAll('.board-card')[0].dataset.shot !== shot", arg=shot, timeout=120_000)

            first, again = seconds(opened), seconds(opened)
            page.wait_for_timeout(2000)  # the rest of the page
            return {"first_s": round(first, 2), "again_s": round(again, 2), "update_s": round(seconds(moved, rounds), 2)}
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shots", type=at_least(16), nargs="+", default=[40, 500, 5000])
    parser.add_argument("--rounds", type=at_least(1), default=5)
    parser.add_argument("--browser", type=int, choices=(0, 1), default=1, help="0: without a browser")
    asked = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    for count in asked.shots:
        with tempfile.TemporaryDirectory() as folder:
            row = measured(Path(folder), count, asked.rounds)
            found[str(count)] = row | (seen(Path(folder), row["story"], asked.rounds) if asked.browser else {})
            del found[str(count)]["story"]
    print(f"{'':36}" + "".join(f"{count:>10}" for count in found))
    for name, words in WHAT.items():
        if any(name in row for row in found.values()):
            print(f"{words:36}" + "".join(f"{row.get(name, ''):>10}" for row in found.values()))
    record("board", {"load_average": os.getloadavg()[0], "shots": found}, parser, asked)


if __name__ == "__main__":
    main()
