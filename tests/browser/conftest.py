"""A Chromium, a studio for each module, and for each test a window that reaches nothing but that studio. What fails leaves pictures and the pages' text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browser.ready import chromium
from tests.browser.served import PATIENCE_S, Served

HERE = Path(__file__).parent
LEFT = HERE.parents[1] / "browser-failures"  # ignored by git
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
OURS = ("127.0.0.1", "localhost", "")
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


FAILED: pytest.StashKey[bool] = pytest.StashKey()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_S * 1000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage", ONLY_HERE])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def studio() -> Iterator[Served]:
    """A studio with an empty home (but for the example), and its worker."""
    with tempfile.TemporaryDirectory(prefix="fabula-") as folder:
        served = Served(Path(folder))
        served.start()
        yield served
        served.stop()


@pytest.fixture
def window(browser: Browser, studio: Served, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a page of the studio: window(), window("/zh/"), window(viewport=PHONE, color_scheme="dark"). Each call is a browser of its own."""
    contexts: list[BrowserContext] = []
    abroad: list[str] = []
    faults: list[str] = []

    def looked_at(request: Request) -> None:
        if urlsplit(request.url).hostname not in (*OURS, None):
            abroad.append(request.url)

    def opened(path: str = "/", **more: Any) -> Page:
        context = browser.new_context(viewport=more.pop("viewport", DESKTOP), **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_S * 1000)
        context.on("request", looked_at)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(studio.address.rstrip("/") + path)
        return page

    yield opened
    failed = request.node.stash.get(FAILED, False)
    for number, context in enumerate(contexts):
        _put_down(context, LEFT / f"{request.node.name}-{number}" if failed else None)
    assert not abroad, f"requests left this machine: {abroad}"
    assert not faults, f"scripts failed on the page: {faults}"


def _put_down(context: BrowserContext, left: Path | None) -> None:
    """Close the window; of a test that failed the pages are left as pictures and as text."""
    for number, page in enumerate(context.pages if left is not None else ()):
        assert left is not None
        left.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=left / f"page-{number}.png", full_page=True)
        (left / f"page-{number}.html").write_text(page.content(), encoding="utf-8")
    context.close()
