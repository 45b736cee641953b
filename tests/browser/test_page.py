"""Every page, in a film that is made: by day and by night, on a desk and in a hand, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.acts import PREMISE, go
from tests.browser.axe import grave_faults
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.served import Served

VIEWS = ("stories", "premise", "cast", "board", "shot", "screening", "settings")
Window = Callable[..., Page]


@pytest.fixture(scope="module")
def film(studio: Served) -> str:
    """A story with its film."""
    return str(json.loads(studio.command("make", PREMISE, "--size", "tiny", "--out", str(Path(studio.home) / "film.mp4"), "--json"))["id"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_page_has_a_serious_fault(window: Window, film: str, view: str, viewport: dict[str, int], scheme: str):
    page = window(viewport=viewport, color_scheme=scheme)
    go(page, view, "" if view == "stories" else film)
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_a_new_film_has_no_serious_fault(window: Window):
    page = window()
    go(page, "premise")
    assert grave_faults(page) == []


@pytest.mark.parametrize("view", ["cast", "shot", "screening"])
def test_a_page_of_no_story_leads_home(window: Window, view: str):
    page = window(f"/?view={view}&story=nobody")
    page.locator("#home-make").wait_for()
    assert "nobody" in page.locator("#fb-notice").inner_text()


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_is_there_in_chinese(window: Window, film: str, view: str):
    page = window("/zh/")
    go(page, view, "" if view == "stories" else film)
    assert page.locator(f"#page-{view} h1, #page-{view} h2").first.inner_text().strip()
    assert grave_faults(page) == []
    assert not page.locator("html").get_attribute("lang") or page.locator("html").get_attribute("lang").startswith("zh")
