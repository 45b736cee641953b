"""Letters that this machine cannot draw over a picture are said beforehand, never silently missing."""

from __future__ import annotations

import pytest

from app.remarks import remarks
from generator import lettering
from storyboard.params import SceneParams, Subtitle
from storyboard.steps import Step
from storyboard.ways import Way


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch):
    """A machine without fonts of its own."""
    for known in (lettering._system, lettering._paths):
        known.cache_clear()
    monkeypatch.setattr(lettering, "ROOTS", ())
    yield
    for known in (lettering._system, lettering._paths):
        known.cache_clear()


def said(text: str, store: object) -> dict[str, str]:
    params = SceneParams(cuts=(), cross=12, subtitles=(Subtitle(start=0, end=40, text=text),), size=(768, 432))
    return remarks([Step(id="scene:s1", kind="scene", way=Way(name="moviepy"), params=params)], store)


def test_letters_without_a_font_are_named_with_what_helps(bare: None, store: object):
    told = said("กาล", store)["scene:s1"]
    assert told.startswith("3 letters are not drawn over the picture (ก า ล)") and "fonts-noto" in told and "beside the film" in told
    assert "1 letters" not in said("燈", store).get("scene:s1", "")


@pytest.mark.parametrize("text", ["Plain words, and a 😀.", "小狐狸说：“你好！”", "きつねは「はい」と言った。", "كان يا ما كان", "היה היה"])
def test_what_is_bundled_needs_no_remark(bare: None, store: object, text: str):
    assert said(text, store) == {}


def test_every_script_is_told_by_where_its_letters_come_from(bare: None):
    found = lettering.drawn_scripts()
    assert {script for script, font in found.items() if font == "bundled"} == {"Latin", "Vietnamese", "Cyrillic", "Greek", "Hebrew", "Arabic", "Chinese", "Japanese"}
    assert found["Korean"] == found["Thai"] == ""
