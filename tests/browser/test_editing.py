"""A film that is there is changed: a line, a take, a picture of one's own, the order; undone; and by two people at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import PREMISE, bar, go, is_ready
from tests.browser.served import Served

Window = Callable[..., Page]


@pytest.fixture(scope="module")
def written(studio: Served) -> dict[str, Any]:
    """A story whose every part is made, to be copied for each test."""
    path = Path(studio.home) / "tale.json"
    studio.command("make", PREMISE, "--size", "tiny", "--out", str(path.with_suffix(".mp4")))
    tree: dict[str, Any] = json.loads(path.with_suffix(".story.json").read_text())
    return tree


@pytest.fixture
def film(studio: Served, written: dict[str, Any], request: pytest.FixtureRequest) -> str:
    """A story of the test's own with its film; its parts are those of the first."""
    path = Path(studio.home) / f"{request.node.name}.json"
    path.write_text(json.dumps(written | {"title": request.node.name.replace("_", " ").capitalize()}))
    made = studio.command("film", str(path), "--size", "tiny", "--out", str(path.with_suffix(".mp4")), "--json")
    return str(json.loads(made)["id"])


def told(studio: Served, story: str) -> dict[str, Any]:
    """The story as it is kept now."""
    path = Path(studio.home) / "told.json"
    studio.command("edit", story, "--set", "story.language=en", "--out", str(path))
    tree: dict[str, Any] = json.loads(path.read_text())
    return tree


def with_line(tree: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return next((shot["id"], shot["lines"][0]) for scene in tree["scenes"] for shot in scene["shots"] if shot["lines"])


def make_all(page: Page, story: str) -> str:
    """From the board, by its shortcut."""
    go(page, "board", story)
    page.locator(".fb-key-make:visible").first.wait_for()
    page.keyboard.press("Control+Enter")
    expect(bar(page)).to_contain_text(re.compile("nothing else changed|steps made"))
    return is_ready(page)


def test_a_line_is_edited_and_only_what_hangs_on_it_is_made_again(window: Window, studio: Served, film: str, written: dict[str, Any]):
    shot, line = with_line(written)
    page = window()
    go(page, "shot", film, shot=shot)
    field = page.locator(f"textarea[data-target='line:{line['id']}'][data-field='text'], input[data-target='line:{line['id']}'][data-field='text']")
    text = line["text"][: max(4, len(line["text"]) // 2)].strip(" .,!?") + "!"
    field.fill(text)
    field.press("Tab")
    expect(page.locator("#shot-status, #fb-notice").filter(has_text=re.compile("would be made|Saved")).first).to_be_visible()
    assert "nothing else changed" in make_all(page, film)
    assert with_line(told(studio, film))[1]["text"] == text


def test_another_take_is_made_and_chosen(window: Window, film: str, written: dict[str, Any]):
    shot = written["scenes"][0]["shots"][0]["id"]
    page = window()
    go(page, "shot", film, shot=shot)
    strip = page.locator(f"#shot-takes section:has(> p button[data-do='another'][data-step='clip:{shot}'])")
    expect(strip.locator("li.take-card")).to_have_count(1)
    strip.locator("button[data-do='another']").click()
    expect(strip.locator("li.take-card")).to_have_count(2)
    older = strip.locator("li.take-card").filter(has=page.locator("button[data-do='choose']:has-text('Use this take')"))
    older.locator("button[data-do='choose']").click()
    expect(page.locator("#fb-notice")).to_contain_text("This take is used from now on")
    expect(strip.locator("[data-standing='chosen']")).to_have_count(1)
    page.reload()
    expect(strip.locator("[data-standing='chosen']")).to_have_count(1)


def test_a_picture_of_ones_own_begins_a_shot(window: Window, studio: Served, film: str, written: dict[str, Any]):
    from PIL import Image

    shot = written["scenes"][0]["shots"][0]["id"]
    picture = Path(studio.home) / "own.png"
    Image.linear_gradient("L").resize((320, 180)).convert("RGB").save(picture)
    page = window()
    go(page, "shot", film, shot=shot)
    with page.expect_file_chooser() as asked:
        page.locator("#shot-first").click()
    asked.value.set_files(picture)
    expect(page.locator("#shot-given img").first).to_be_visible()
    make_all(page, film)
    rows = json.loads(studio.command("takes", film, "--step", f"still:{shot}", "--json"))
    assert rows[0]["way"] == "own"


def test_undo_brings_back_what_was(window: Window, film: str, written: dict[str, Any]):
    shot = written["scenes"][0]["shots"][0]
    page = window()
    go(page, "shot", film, shot=shot["id"])
    size = page.locator(f"select[data-target='shot:{shot['id']}'][data-field='size']")
    other = "insert" if shot["size"] != "insert" else "close-up"
    size.select_option(other)
    expect(page.locator("#shot-status")).to_contain_text("would be made")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#fb-notice")).to_contain_text("Revision 1")
    expect(size).to_have_value(shot["size"])
    expect(page.locator("#shot-status")).to_contain_text("Everything of this shot is made")
    page.get_by_role("button", name="Redo").click()
    expect(size).to_have_value(other)


def test_two_people_change_one_field_and_see_both_texts(window: Window, studio: Served, film: str, written: dict[str, Any]):
    shot = written["scenes"][0]["shots"][0]["id"]
    mine, theirs = window(), window()
    for page in (mine, theirs):
        go(page, "shot", film, shot=shot)
    what = f"[data-target='shot:{shot}'][data-field='words']"
    theirs.locator(what).fill("They dance")
    theirs.locator(what).press("Tab")
    expect(theirs.locator("#shot-status")).to_contain_text("would be made")
    expect(theirs.locator("#fb-notice .fb-bad")).to_have_count(0)
    mine.locator(what).fill("They <b>sing</b>")
    mine.locator(what).press("Tab")
    both = mine.locator("#fb-notice .fb-both")
    expect(both).to_contain_text("They <b>sing</b>")
    expect(both).to_contain_text("They dance")
    assert told(studio, film)["scenes"][0]["shots"][0]["words"] == "They dance"
    mine.get_by_role("button", name="Use mine").click()
    expect(mine.locator("#fb-notice")).to_contain_text("Yours stands now")
    assert told(studio, film)["scenes"][0]["shots"][0]["words"] == "They <b>sing</b>"
