"""A story full of markup is text on every page, and no page asks another machine for anything (every test's window sees to that)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import go
from tests.browser.served import Served

VIEWS = ("stories", "premise", "cast", "board", "shot", "screening", "settings")
EVIL = """<img src=x onerror="window.struck=1"><script>window.struck=2</script>'"&amp;{{7*7}}${window.struck=3}"""
SHORT = """<img src=x onerror="window.struck=1">'"&amp;</textarea></title>"""
TEXTS = ("title", "logline", "premise", "words", "identity", "beat", "role", "more", "avoid")


def spoilt(tree: Any) -> Any:
    """Every text a person or a model writes, with markup after it."""
    if isinstance(tree, list):
        return [spoilt(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    found = {name: spoilt(one) for name, one in tree.items()}
    for name in TEXTS:
        if isinstance(found.get(name), str):
            found[name] = SHORT if name in ("title", "role") else f"{found[name][:60]} {SHORT}"
    if isinstance(found.get("name"), str):
        found["name"] = f"{found['name'][:8]}{SHORT}"
    return found


@pytest.fixture(scope="module")
def evil(studio: Served) -> Iterator[str]:
    """The story's id."""
    path = Path(studio.home) / "tale.json"
    studio.command("write", "A fox finds a lamp", "--size", "tiny", "--out", str(path))
    tree = spoilt(json.loads(path.read_text()))
    for scene in tree["scenes"]:
        for shot in scene["shots"]:
            for line in shot["lines"]:
                line["text"] = f"Oh! {SHORT}"
    evil = Path(studio.home) / "evil.json"
    evil.write_text(json.dumps(tree))
    story = str(json.loads(studio.command("new", str(evil), "--json"))["id"])
    studio.command("film", story, "--size", "tiny", "--out", str(Path(studio.home) / "evil.mp4"))
    yield story


@pytest.mark.parametrize("view", VIEWS)
def test_markup_in_a_story_is_text_on_every_page(window: Callable[..., Page], evil: str, view: str):
    page = window()
    go(page, view, "" if view == "stories" else evil)
    assert page.evaluate("window.struck") is None
    assert page.locator("img[src='x']").count() == 0
    if view != "settings":
        expect(page.locator("body")).to_contain_text("<img src=x onerror=")


def test_markup_in_a_premise_and_in_an_address_is_text(window: Callable[..., Page]):
    page = window()
    go(page, "premise")
    page.locator("#premise-text textarea").fill(f"A fox finds a lamp {EVIL}")
    page.get_by_role("button", name="Write the story first", exact=True).click()
    expect(page.locator("#page-premise blockquote")).to_contain_text("<script>window.struck=2</script>")
    page.goto(page.url.split("?")[0] + "?view=shot&story=" + "%3Cimg%20src%3Dx%20onerror%3D%22window.struck%3D4%22%3E")
    expect(page.locator("#fb-notice")).to_contain_text("<img src=x")
    assert page.evaluate("window.struck") is None and page.locator("img[src='x']").count() == 0
