"""What is watched: which film, whether it is today's, when its shots are seen, and what is taken away."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pysubs2
import pytest
from PIL import Image

from app import changes
from app.db.stories import Head
from app.exchange import chapters
from app.screenings import file_name
from app.settings import Settings
from app.studio import Studio
from storyboard import cut
from storyboard.cuesheet import cue_sheet
from storyboard.errors import Missing
from tests.app import fakes


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def head(studio: Studio) -> Head:
    return studio.add(fakes.story(scenes=1, shots=2))


def test_the_film_of_today_and_the_one_before(studio: Studio, head: Head):
    assert studio.screening(head, "tiny") is None and studio.screenings(head) == []
    first = studio.film(head, "tiny").take
    studio.film(head, "tiny", target="still:s1-1")
    seen = studio.screening(head, "tiny")
    assert (seen.sha256, seen.revision, seen.is_today) == (first.sha256, 1, True)
    assert studio.screening(head, "preview") is None and studio.screening(head, "tiny", "animatic") is None
    later = studio.edit(head.id, changes.parsed(["story.levels.music=-6"]))
    stale = studio.screening(later, "tiny")
    assert (stale.sha256, stale.revision, stale.is_today) == (first.sha256, 1, False)
    second = studio.film(later, "tiny").take
    assert [(one.sha256, one.revision) for one in studio.screenings(later)] == [(second.sha256, 2), (first.sha256, 1)]
    back = studio.undo(head.id)
    assert studio.screening(back, "tiny").sha256 == first.sha256 and studio.screening(back, "tiny").is_today


def test_an_edit_that_is_not_seen_leaves_the_film_todays(studio: Studio, head: Head):
    studio.film(head, "tiny")
    later = studio.edit(head.id, changes.parsed(["story.logline=Another."]))
    assert (studio.screening(later, "tiny").revision, studio.screening(later, "tiny").is_today) == (2, True)


def test_an_animatic_stands_beside_the_film(studio: Studio, head: Head):
    drawn = studio.animatic(head, "tiny").take
    assert studio.screening(head, "tiny", "animatic").sha256 == drawn.sha256 and studio.screening(head, "tiny") is None


def test_a_film_whose_file_is_gone_is_not_shown(studio: Studio, head: Head):
    studio.film(head, "tiny").path.unlink()
    assert studio.screening(head, "tiny") is None


def test_the_cue_sheet_is_the_film_with_its_cards(tale):
    found = cue_sheet(tale)
    assert found.frames == cut.total_frames(tale) and found.is_burned
    assert [(one.shot.id, one.number, one.span) for one in found.shots][:2] == [("s1-1", 1, (48, 126)), ("s1-2", 2, (126, 186))]
    assert found.shots[0].span.seconds == (2.0, 5.25)
    spans = [one.span for one in found.chapters]
    assert [one.name for one in found.chapters] == ["The Lamp", "the wood, day", "home, night", "The End"]
    assert spans[0].start == 0 and spans[-1].end == found.frames and all(a.end == b.start for a, b in itertools.pairwise(spans))
    read = pysubs2.SSAFile.from_string(chapters.vtt(tale), format_="vtt")
    assert [(one.start, one.text) for one in read][1] == (2000, "the wood, day")


def test_files_to_take_away_have_good_names():
    assert [file_name(title) for title in ("../The Lamp: 2!", "狐狸与灯", "???")] == ["the-lamp-2", "狐狸与灯", "film"]


def test_a_real_film_trimmed_and_levelled_keeps_its_clips_its_loudness_and_its_sheet(given: Settings):
    with Studio(given) as studio:
        head = studio.add(fakes.story(scenes=1, shots=2))
        with pytest.raises(Missing, match="No shot"):
            studio.contact_sheet(head, studio.explain(head, "tiny", True))
        first = studio.animatic(head, "tiny")
        sheet = studio.contact_sheet(head, studio.explain(head, "tiny", True))
        assert studio.contact_sheet(head, studio.explain(head, "tiny", True), draw=False) == sheet and Image.open(studio.file(sheet)).width > 700
        later = studio.edit(head.id, changes.parsed(["shot:s1-2.trim.begin=10", "shot:s1-2.trim.end=15", "story.levels.dialogue=-12", "story.subtitles=beside"]))
        second = studio.animatic(later, "tiny")
        assert first.take.frames - second.take.frames == 25
        assert sum(step.startswith("clip:") for step, _ in studio.takes(head.id)) == 2  # both films show the same clips
        for film in (first, second):
            lufs, dbtp = studio.loudness(film.take.sha256)
            assert lufs == pytest.approx(-16, abs=1) and dbtp <= -0.5
