"""What the first film and the first change cost a person: clicks, fields, seconds. In a real Chromium, against a real studio.

    python -m bench.clicks [--sizes tiny,default]

For each size, in a fresh home: from opening the page to a playing film (clicks and fields, seconds to the first picture of the film that is
seen, to the film that plays), then one line of the film is changed (seconds until its shot's new voice is heard, and until the film with it
is there). Each click and field is counted where it is done; nothing is pressed that a person would not see. `--sizes` with fewer: not kept.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from bench.record import record
from tests.browser.ready import chromium
from tests.browser.served import Served

PREMISE = "A fox finds a lamp"
LONGEST_MS = 1_200_000
SEEN = "() => [...document.querySelectorAll('#fb-main img, #fb-main video')].some(one => one.offsetParent && (one.naturalWidth || one.readyState >= 2))"


class Person:
    """Who clicks and fills, counted."""

    def __init__(self, page: Page):
        self.page, self.clicks, self.fields, self.began = page, 0, 0, time.monotonic()

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def fill(self, what: Locator, text: str) -> None:
        self.fields += 1
        what.fill(text)

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 1)


def measured(page: Page, studio: Served, size: str) -> dict[str, Any]:
    """One fresh home at one size."""
    person = Person(page)
    page.goto(studio.address)
    field = page.locator("#stories-text textarea")
    field.wait_for()
    opened = person.seconds
    person.fill(field, PREMISE)
    person.click(page.locator("#stories-make"))
    page.wait_for_url("**view=board**")
    written = person.seconds
    page.wait_for_function(SEEN)
    seen = person.seconds
    page.locator("#fb-bar").get_by_text("The film: ready.").wait_for()
    made = person.seconds
    person.click(page.get_by_role("link", name="Watch it"))
    page.locator("#page-screening video").first.wait_for()
    page.evaluate("() => { const one = document.querySelector('#page-screening video'); one.muted = true; return one.play(); }")
    page.wait_for_function("() => document.querySelector('#page-screening video').currentTime > 0.1")
    first = {"clicks": person.clicks, "fields": person.fields, "page_s": opened, "written_s": written, "first_picture_s": seen, "film_s": made, "playing_s": person.seconds}
    return {"size": size, "first_film": first, "a_line_changed": changed(page, studio)}


def changed(page: Page, studio: Served) -> dict[str, Any]:
    """A line is changed on its shot's page, then the shot is made again."""
    story = re.search(r"story=([0-9a-f]+)", page.url)
    assert story is not None
    page.goto(f"{studio.address}?view=shot&story={story[1]}")
    line = page.locator("[data-do='set'][data-target^='line:'][data-field='text']").first
    page.locator("#page-shot h1").wait_for()
    while not line.count():
        page.locator("#page-shot .fb-key-k:visible").click()
        page.wait_for_timeout(500)
    person = Person(page)
    takes = page.locator("#shot-takes section section:last-of-type li.take-card audio")
    there = takes.count()
    person.fill(line, "Oh!")
    line.press("Tab")
    page.locator("#shot-status").get_by_text(re.compile("would be made")).first.wait_for()
    saved = person.seconds
    person.click(page.locator("#shot-frame .fb-key-make:visible, #shot-takes button[data-do='another'][data-step^='voice:']").first)
    page.wait_for_function("n => document.querySelectorAll('#shot-takes section section:last-of-type li.take-card audio').length > n", arg=there)
    return {"clicks": person.clicks, "fields": person.fields, "saved_s": saved, "new_take_s": person.seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="tiny,default", help="of the films (default: tiny,default)")
    asked = parser.parse_args()
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        for size in asked.sizes.split(","):
            with tempfile.TemporaryDirectory(prefix="fabula-") as home:
                studio = Served(Path(home), size=size)
                studio.start()
                try:
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    page.set_default_timeout(LONGEST_MS)
                    rows.append(measured(page, studio, size))
                finally:
                    studio.stop()
        browser.close()
    print(f"{'size':8} {'clicks':>6} {'fields':>6} {'page s':>7} {'written s':>9} {'picture s':>9} {'playing s':>9} {'edit to take s':>14}")
    for row in rows:
        one, edit = row["first_film"], row["a_line_changed"]
        print(f"{row['size']:8} {one['clicks']:6} {one['fields']:6} {one['page_s']:7} {one['written_s']:9} {one['first_picture_s']:9} {one['playing_s']:9} {edit['new_take_s']:14}")
    record("clicks", rows, parser, asked)


if __name__ == "__main__":
    main()
