"""The Cast page: who is in the film is seen before it is made, heard, and changed; what an edit makes again is asked about first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import PREMISE, go
from tests.browser.served import Served

Window = Callable[..., Page]
KIND = "#cast-form [data-field='look.kind']"


@pytest.fixture(scope="module")
def story(studio: Served) -> str:
    """A story of which nothing is made."""
    return str(json.loads(studio.command("write", PREMISE, "--json"))["id"])


@pytest.fixture(scope="module")
def film(studio: Served) -> str:
    """A story with its film."""
    return str(json.loads(studio.command("make", PREMISE, "--size", "tiny", "--seed", "3", "--out", str(Path(studio.home) / "film.mp4"), "--json"))["id"])


def test_everyone_is_seen_and_heard_before_any_film(window: Window, story: str):
    page = window()
    go(page, "cast", story)
    expect(page.locator("#cast-gallery .fb-nopicture")).to_have_count(0)
    page.fill("#cast-voice [name='text']", "Who is there?")
    page.click("#cast-voice [data-do='hear']")
    expect(page.locator("#cast-heard audio")).to_have_count(1)


def test_the_words_follow_the_look(window: Window, story: str):
    page = window()
    go(page, "cast", story)
    page.select_option(KIND, "bear")
    expect(page.locator("#cast-form [data-field='identity']")).to_have_value(re.compile(r"\bbear\b"))


def test_what_would_be_made_again_is_asked_first_and_no_is_no(window: Window, film: str):
    page = window()
    go(page, "cast", film)
    before = page.input_value(KIND)
    page.select_option(KIND, "giant")
    expect(page.locator(".cast-question")).to_contain_text("made again")
    page.click("[data-do='leave']")
    expect(page.locator(KIND)).to_have_value(before)
    page.select_option(KIND, "giant")
    page.click("[data-do='save']")
    expect(page.locator(KIND)).to_have_value("giant")
    expect(page.locator(".cast-question")).to_have_count(0)
