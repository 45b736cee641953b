"""The page itself: it opens, nothing leaves the machine, nobody is kept out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import grave_faults
from tests.browser.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("path", ["/", "/zh/"])
def test_it_opens_in_both_languages(window: Callable[..., Page], path: str):
    page = window(path)
    page.wait_for_selector("h1")
    assert "Fabula" in page.title()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_has_no_serious_fault(window: Callable[..., Page], viewport: dict[str, int], scheme: str):
    page = window(viewport=viewport, color_scheme=scheme)
    page.wait_for_selector("h1")
    assert grave_faults(page) == []
