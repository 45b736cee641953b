"""What a person does and sees in the studio, in their words. Every wait is for a condition on the page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PREMISE = "A fox finds a lamp"


def ask_for_a_film(page: Page, premise: str = PREMISE) -> None:
    """The way a newcomer goes: New film, one sentence, one button."""
    page.locator("#page-stories h1").wait_for()
    page.get_by_role("link", name=re.compile("New film")).first.click()
    field = page.locator("#premise-text textarea")
    field.fill(premise)
    page.get_by_role("button", name="Make the film", exact=True).click()


def bar(page: Page) -> Locator:
    """What is being made, and what came of it."""
    return page.locator("#fb-bar")


def is_being_made(page: Page) -> None:
    """Until the worker has begun, and not more."""
    page.wait_for_url("**view=board**")
    expect(bar(page)).to_contain_text(re.compile(r"\d+ of \d+ steps"))


def is_ready(page: Page) -> str:
    """Until the film is there; what the bar says of it."""
    expect(bar(page)).to_contain_text("The film: ready.")
    return bar(page).inner_text()


def story_of(page: Page) -> str:
    found = re.search(r"story=([0-9a-f]+)", page.url)
    assert found, page.url
    return found[1]


def go(page: Page, view: str, story: str = "", **more: str) -> None:
    """To a page of the studio by its address, as from a bookmark."""
    query = "".join(f"&{name}={value}" for name, value in ({"story": story} | more).items() if value)
    page.goto(f"{page.url.split('?')[0]}?view={view}{query}")
    page.locator(f"#page-{view}").locator("h1, h2").first.wait_for()


def tab_to(page: Page, wanted: str, most: int = 80) -> None:
    """Tab, and nothing else, until what has the focus is called `wanted`."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const at = document.activeElement; return (at.getAttribute('aria-label') || (at.labels && at.labels[0] && at.labels[0].innerText) || at.innerText || '').trim(); }"
        )
        seen.append(name)
        if name.startswith(wanted):
            return
    raise AssertionError(f"no {wanted!r} among {seen}")
