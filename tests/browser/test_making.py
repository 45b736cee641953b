"""A film is made, and goes on being made, whatever happens to the browser, the server and the worker."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.acts import ask_for_a_film, bar, is_being_made, is_ready, story_of, tab_to
from tests.browser.conftest import PHONE
from tests.browser.served import Served

Window = Callable[..., Page]


def test_a_premise_becomes_a_film(window: Window, studio: Served):
    page = window()
    ask_for_a_film(page, "An owl looks for the moon")
    expect(page.locator("#page-premise h1")).to_contain_text(re.compile("written|write", re.I))
    is_being_made(page)
    is_ready(page)
    page.get_by_role("link", name="Watch it").click()
    page.wait_for_url("**view=screening**")
    video = page.locator("#page-screening video").first
    video.wait_for()
    video.evaluate("one => { one.muted = true; return one.play(); }")
    page.wait_for_function("() => document.querySelector('#page-screening video').currentTime > 0.2")


def test_it_goes_on_when_the_tab_is_closed(window: Window):
    page = window(viewport=PHONE)
    ask_for_a_film(page, "A crab builds a boat")
    is_being_made(page)
    address = page.url
    page.context.close()
    back = window()
    back.goto(address)
    is_ready(back)
    assert story_of(back) in address


def test_it_is_cancelled_and_made_again(window: Window):
    page = window()
    ask_for_a_film(page, "A mole digs to the sea")
    is_being_made(page)
    bar(page).get_by_role("button", name="Stop").click()
    expect(bar(page)).to_contain_text("stopped. What is finished is kept.")
    page.reload()
    expect(bar(page)).to_contain_text("stopped. What is finished is kept.")
    bar(page).get_by_role("button", name="Try again").click()
    assert "steps made" in is_ready(page)


def test_it_survives_a_power_cut(window: Window, studio: Served):
    page = window()
    ask_for_a_film(page, "A hedgehog waits for the snow")
    is_being_made(page)
    address = page.url
    studio.kill()
    studio.start()
    page.context.close()  # the old page may be on its way back by itself
    back = window()
    back.goto(address)
    is_ready(back)
    jobs = studio.command("jobs", story_of(back))
    assert jobs.count("film") == 1 and "done" in jobs


def test_it_is_stopped_before_it_is_written(window: Window):
    page = window()
    page.goto(page.url + "?view=premise")
    page.locator("#premise-text textarea").fill("   ")
    page.get_by_role("button", name="Make the film", exact=True).click()
    expect(page.locator("#fb-notice")).to_contain_text("The premise is empty")


def test_nobody_needs_a_mouse(window: Window):
    page = window()
    page.locator("#page-stories h1").wait_for()
    tab_to(page, "New film")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=premise**")
    page.locator("#premise-text textarea").wait_for()
    tab_to(page, "Premise")
    while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
        tab_to(page, "Premise")
    page.keyboard.type("A hare races the wind")
    page.keyboard.press("Control+Enter")
    is_being_made(page)
    is_ready(page)
    tab_to(page, "Watch it")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=screening**")
    page.locator("#page-screening video").first.wait_for()
