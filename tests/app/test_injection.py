"""Orders and tricks in scripts from outside, by every kind of element, every column and the file's name: they are text in the story, and text
wherever the story's text ends. No file is made or read, no address asked, no spreadsheet, subtitle or filter command comes of them."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from app import authoring
from app.exchange import FORMATS, export
from app.exchange.shotlist_in import NAMES
from storyboard.cut import timed
from storyboard.screenplay import parse, text
from storyboard.story import Story, dangling
from tests.agents.test_injection import HIDDEN, strings
from tests.agents.test_injection import TRICKS as WORDS

SHEETS = ('=HYPERLINK("http://127.0.0.1:9/injected","x")', "@SUM(1+1)*cmd|'/C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd")
FILTERS = ("{\\an8}{\\fs200}x", "00:00:00,000 --> 00:09:00,000", "<v Root><00:00:01.000>x</v>", "',drawtext=textfile=/etc/passwd:x='", "movie=/etc/passwd [in]; [in] null",
           "[out](file:///etc/passwd)", "![x](http://127.0.0.1:9/injected)", "a | b\n\n# heading", "[[s1-1: wide, eye level, a, b, 60 frames]]")  # fmt: skip
TRICKS = (*WORDS, *SHEETS, *FILTERS)
FORMULA = re.compile(r"[=+\-@\t\r\n]")


def fountain(trick: str) -> str:
    """A screenplay with the trick in every kind of element; where its own rows would end the element, they do."""
    return (
        f"Title: {trick}\nAuthor: {trick}\nNotes: {trick}\n\nINT. HOUSE {trick} - DAY #1#\n\n= {trick}\n\nTom walks. {trick}\n\n!{trick}\n\n[[{trick}]]\n\n@{trick}\n({trick})\n{trick}\n\n"
        f"@TOM ({trick})\n{trick}\n\n@MARY ^\n{trick}\n~{trick}\n\n> {trick}\n\n> {trick} <\n\n# {trick}\n\n.{trick}\n\n~{trick}\n\n/* {trick} */\n\nMary sits.\n"
    )


def row(trick: str) -> dict[str, str]:
    """A row with the trick in every column that is known, and in one that is not."""
    return dict.fromkeys(NAMES, trick) | {"lines": f"TOM: {trick}", "equipment": trick}


def table(trick: str) -> str:
    out = io.StringIO()
    rows = csv.DictWriter(out, list(row(trick)))
    rows.writeheader()
    rows.writerows([row(trick), {"words": "Tom walks.", "lines": "TOM: Hello."}])
    return out.getvalue()


DOORS = {
    "x.fountain": fountain, "x.csv": table, "x.json": lambda trick: json.dumps({"title": trick, "shots": [row(trick), {"words": trick, "cast": [trick, "Tom"]}]}),
    "name": lambda trick: "INT. HOUSE\n\nTom walks.\n\n@TOM\nHello.\n",
}  # fmt: skip


def file_name(trick: str) -> str:
    """The trick as a file's name, as far as a disk takes it."""
    return re.sub(r"[/\x00\ud800-\udfff]", "∕", trick)[:60] + ".fountain"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("number", range(len(TRICKS)))
def test_a_script_from_outside_is_text(door: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    trick = TRICKS[number]
    path = tmp_path / (file_name(trick) if door == "name" else door)
    path.write_text(DOORS[door](trick), encoding="utf-8", errors="replace", newline="\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    touched: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: touched.append(address))
    monkeypatch.setattr(subprocess.Popen, "__init__", lambda self, *a, **k: touched.append(a))
    adapted = authoring.brought_in(authoring.Script(path))
    story, said = adapted.story, [adapted.words(), *adapted.remarks]
    assert Story.model_validate_json(story.model_dump_json()) == story and dangling(story) == []
    assert not [one for one in [*strings(story.model_dump(mode="json")), *said] if HIDDEN.search(one)]
    assert all(re.fullmatch(r"[a-z][a-z0-9_-]*", one.id) for one in (*story.characters, *story.settings, *story.things, *story.scenes, *story.shots))
    for ending in FORMATS:
        path = export(story, tmp_path / f"out.{ending}", {})
        if ending in ("otioz", "mid") or ending.endswith(".zip"):
            packed(ending, path)
        else:
            held(story, ending, path.read_text(encoding="utf-8"))
    assert touched == [] and list(inside.iterdir()) == [] and not list(tmp_path.rglob("injected*"))


def packed(ending: str, path: Path) -> None:
    """Names inside are plain and stay inside, texts are whole."""
    if ending == "mid":
        assert path.read_bytes().startswith(b"MThd")
        return
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        for name in found.namelist():
            assert re.fullmatch(r"[\w .,()-]+(/[\w .,()-]+)*", name) and ".." not in name, name
            words = found.read(name).decode("utf-8")
            if name.endswith((".xml", ".fcpxml")):
                ElementTree.fromstring(words)
            if name.endswith(".json"):
                json.loads(words)


def held(story: Story, ending: str, page: str) -> None:
    """Every text of the story stays in its own place of the page."""
    shots = len(story.shots)
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(page, newline="")))
        assert len(rows) == shots + 1 and not [cell for one in rows for cell in one if FORMULA.match(cell)]
    elif ending == "md":
        assert len(page.splitlines()) == shots + 2 and not re.search(r"(?<!\\)!?\[[^\]]*\]\(", page) and "<" not in page
    elif ending in ("srt", "vtt", "chapters.vtt"):
        times = re.findall(r"^\d\d:\d\d:\d\d[.,]\d{3} --> \d\d:\d\d:\d\d[.,]\d{3}$", page, re.MULTILINE)
        assert len(times) >= (len(story.scenes) if ending == "chapters.vtt" else len(list(timed(story)))) and page.count("-->") == len(times)
        bare = re.sub(r"^<v [^<>\n]+>(.*?)</v>$", r"\1", page, flags=re.MULTILINE | re.DOTALL)
        assert ending == "srt" or not re.search(r"<|&(?!amp;|lt;|gt;)", bare)
    elif ending == "fountain":
        assert text(parse(page)) == page
        assert sum(e.kind == "heading" for e in parse(page).elements) == len(story.scenes)
    elif ending == "otio":
        clips = otio.adapters.read_from_string(page, "otio_json").find_clips()
        assert not any(isinstance(one.media_reference, otio.schema.ExternalReference) for one in clips)
    elif ending == "fcpxml":
        root = ElementTree.fromstring(page)
        assert page.count("<!") == 1 and len(list(root.iter("asset-clip"))) + len(list(root.iter("video"))) >= shots
        assert not [one for one in root.iter() for name in ("src", "href") if one.get(name, "").startswith(("http", "file:///etc"))]
    elif ending == "edl":
        rows = [row for row in page.splitlines() if row]
        assert not [row for row in rows if not re.match(r"TITLE: |FCM: |\d{3,}  |\* |M2 ", row)] and sum(row[:1].isdigit() for row in rows) >= shots
    elif ending == "licences.md":
        assert not re.search(r"(?<!\\)!?\[[^\]]*\]\(", page) and "<" not in page
    else:
        json.loads(page)
