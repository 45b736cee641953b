"""The board: shots are moved by button, key and drag, added, split and taken out; what is stale is made again, and nothing else; the animatic plays."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from app.authoring import Premise
from app.settings import settings
from app.studio import Studio
from tests.browser.acts import bar, go
from tests.browser.served import Served

Window = Callable[..., Page]


@pytest.fixture(scope="module")
def story(studio: Served) -> str:
    """A film that is made."""
    with Studio(settings({"FABULA_HOME": str(studio.home)})) as home:
        head = home.write(Premise("A goat crosses the river", size="tiny"))
        job = home.order(head, "tiny")
        while home.job(job.id).is_open:  # a whole film: however slow the machine is
            time.sleep(0.2)
        assert home.job(job.id).state == "done"
        return head.id


@pytest.fixture
def board(window: Window, story: str) -> Page:
    page = window(viewport={"width": 1280, "height": 1400})  # all of it is seen: nothing scrolls under a card that is dragged
    go(page, "board", story)
    page.locator(".board-card").first.wait_for()
    return page


def order(page: Page) -> list[str]:
    return page.locator(".board-card").evaluate_all("cards => cards.map(card => card.dataset.shot)")


def has_order(page: Page, wanted: list[str]) -> None:
    page.wait_for_function("wanted => [...document.querySelectorAll('.board-card')].map(c => c.dataset.shot).join() === wanted", arg=",".join(wanted))


def card(page: Page, shot: str) -> Locator:
    return page.locator(f".board-card[data-shot='{shot}']")


def undo(page: Page, wanted: list[str]) -> None:
    page.get_by_role("button", name="Undo").click()
    has_order(page, wanted)


def menu(page: Page, shot: str, words: str) -> None:
    card(page, shot).locator("summary", has_text="More for shot").click()
    card(page, shot).get_by_role("button", name=words).click()


def test_shots_are_moved_by_button_and_by_key_and_the_focus_stays(board: Page):
    before = order(board)
    name, other = before[:2]
    board.get_by_role("button", name="Shot 1 later").click()
    has_order(board, [other, name, *before[2:]])
    board.wait_for_function("shot => document.activeElement.dataset.shot === shot && document.activeElement.dataset.do === 'later'", arg=name)
    card(board, name).locator("a.board-still").focus()
    board.keyboard.press("Alt+ArrowLeft")
    has_order(board, before)
    board.wait_for_function("shot => document.activeElement.matches('a.board-still') && document.activeElement.dataset.shot === shot", arg=name)
    board.keyboard.press("ArrowRight")
    assert board.evaluate("document.activeElement.dataset.shot") == other


def test_a_shot_is_dragged_behind_another(board: Page):
    before = order(board)
    last = card(board, before[-1])
    box = last.bounding_box()
    card(board, before[0]).locator(".board-words").drag_to(last, target_position={"x": box["width"] - 8, "y": box["height"] / 2})
    has_order(board, [*before[1:], before[0]])
    undo(board, before)


def test_a_shot_is_added_and_taken_out(board: Page):
    before = order(board)
    menu(board, before[0], "Add a shot behind it")
    expect(board.locator(".board-card")).to_have_count(len(before) + 1)
    new = order(board)[1]
    expect(card(board, new).locator(".fb-badge")).to_contain_text("not made")
    menu(board, new, "Take it out")
    has_order(board, before)


def test_what_is_stale_is_made_again_and_nothing_else(board: Page):
    shot = order(board)[1]
    menu(board, shot, "Split it in two")
    expect(board.locator("#fb-notice, .board-card[data-state='stale']").first).to_be_visible()
    if card(board, shot).get_attribute("data-state") != "stale":  # too short, which the notice says: the board goes on
        expect(board.locator("#fb-notice")).to_contain_text("Make it longer first")
        return
    board.get_by_role("button", name="Make stale only").click()
    expect(bar(board)).to_contain_text(re.compile(r"\d+ steps made, \d+ kept: nothing else changed"))
    expect(card(board, shot).locator(".fb-badge")).to_contain_text("made")
    board.get_by_role("button", name="Undo").click()


def test_what_would_be_made_is_told(board: Page):
    board.get_by_role("button", name="What would be made?").click()
    expect(board.locator("#board-told")).to_contain_text(re.compile("there"))
    board.locator("#board-told").get_by_role("button", name="Close").click()
    expect(board.locator("#board-told section")).to_have_count(0)


def test_the_animatic_plays_when_it_is_ready(board: Page):
    board.get_by_role("button", name="Animatic", exact=True).click()
    video = board.locator("dialog.board-box video")
    expect(video).to_be_visible()
    video.evaluate("one => { one.muted = true; return one.play(); }")
    board.wait_for_function("() => document.querySelector('dialog.board-box video').currentTime > 0.2")
    board.keyboard.press("Escape")
    expect(video).to_be_hidden()
