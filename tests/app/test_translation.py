"""An English film with a Chinese sheet: pictures are shared, voices, subtitles and cards are anew; and a model that is asked for the lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.translating import Answer, Said, translate
from agents.writer import Prompt
from app import cli
from app.studio import Studio
from app.translations import read_sheet, sheet
from storyboard.errors import BadInput
from storyboard.memo import MemoryMemo
from storyboard.params import FilmParams
from storyboard.story import Story
from storyboard.translation import lacking, rows, too_long

TEXT = "好的我们现在就一起出发去海边看看吧朋友们都在那里等着" * 4


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setenv("FABULA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("FABULA_LLM_URL", raising=False)
    with Studio() as opened:
        yield opened


def filled(words: str) -> str:
    """A sheet with Chinese in every row, as long as fits."""
    table = list(csv.DictReader(io.StringIO(words)))
    for row in table:
        row["translation"] = TEXT[: max(1, int(0.75 * int(row["longest that fits"])))]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def test_a_sheet_goes_out_and_comes_back_as_a_film_that_shares_its_pictures(studio: Studio, tale: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = studio.add(tale)
    lines, done = tmp_path / "lines.csv", tmp_path / "done.csv"
    assert cli.main(["translate", head.id, "--to", "zh", "--out", str(lines)]) == 0
    assert "No model is set" in capsys.readouterr().out
    done.write_text(filled(lines.read_text("utf-8-sig")), "utf-8-sig")
    assert cli.main(["translate", head.id, "--to", "zh", "--file", str(done), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    after = studio.find(told["id"])
    assert after.id != head.id and studio.story(after.id).language == "zh" and studio.story(head.id) == tale
    before, now = ({step.id: step for step in studio.plan(one, "tiny")} for one in (head, after))
    same = {name for name, step in now.items() if step.params == before[name].params}
    moved = {f"clip:{shot.id}" for shot in tale.shots if any(line.id in told["moved"] for line in shot.lines)}
    assert {name for name in now if name.startswith(("portrait", "still", "clip", "music", "ambience"))} - same == moved
    assert {name for name in now if name.startswith("voice")} & same == set()
    film = now["film:film"].params
    assert isinstance(film, FilmParams) and film.credits[0] == "剧终"


def test_formulas_are_defused_and_come_back_as_they_were(tale: Story, tmp_path: Path) -> None:
    formula = tale.model_copy(update={"title": "=HYPERLINK(1)"})
    words = sheet(formula, "zh")
    assert "'=HYPERLINK(1)" in words
    path = tmp_path / "lines.csv"
    path.write_text("id,translation\nstory.title,'=1\n", "utf-8")
    assert read_sheet(path, "zh").title == "=1"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="no sheet of lines"):
        read_sheet(path, "zh")


class Wordy:
    """A model that first says too much and forgets a line, then obeys."""

    name = "wordy"

    def __init__(self) -> None:
        self.asked: list[Prompt] = []

    def ask(self, prompt: Prompt, schema: type[Answer]) -> Answer:
        self.asked.append(prompt)
        longest = {one["line"]: one["longest"] for one in prompt.slots["rows"]}
        names = list(longest) if prompt.seed else list(longest)[:-1]
        return schema(rows=tuple(Said(line=name, text=(TEXT * 3)[: int(longest[name] * (0.7 if prompt.seed else 2.5))] or "好") for name in names))


def test_a_model_is_asked_again_for_what_is_too_long_or_lacking_and_no_more(tale: Story) -> None:
    writer, memo = Wordy(), MemoryMemo()
    found = translate(tale, "zh", writer, memo)
    assert lacking(tale, found) == () and too_long(tale, found) == ()
    assert {prompt.seed for prompt in writer.asked} >= {0, 1} and len(writer.asked) <= 3 * (1 + len(rows(tale, "zh")) // 16)
    asked = len(writer.asked)
    assert translate(tale, "zh", writer, memo) == found and len(writer.asked) == asked
