"""Time is whole frames: slots, clips, windows and subtitles."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from storyboard import cut, scoring, timing
from storyboard.story import Line


def test_seconds_to_frames_is_exact():
    assert timing.frames_of(1001 / 1000) == 24
    assert timing.frames_of(10, Fraction(24000, 1001)) == 240


def test_lines_follow_each_other_with_air_between(tale):
    for shot in tale.shots:
        ends = [(p.start, p.start + p.line.slot) for p in timing.placed(shot)]
        assert all(b[0] - a[1] >= timing.GAP for a, b in pairwise(ends))
        assert not ends or ends[-1][1] <= shot.frames


def test_a_slot_fits_its_own_text():
    for text in ("Oh!", "Where did the storm go?", "Every night the keeper lit the lamp and listened to the sea until the morning came."):
        slot = timing.slot_for(text, "en")
        assert slot % 2 == 0 and timing.fits(Line(id="l", text=text, slot=slot), "en")


def test_the_timeline_has_no_holes(tale):
    shown = list(cut.picture(tale))
    assert shown[0].start == cut.TITLE
    assert all(a.start + a.shot.frames == b.start for a, b in pairwise(shown))
    assert shown[-1].start + shown[-1].shot.frames + cut.CREDITS == cut.total_frames(tale)
    sections = scoring.sections(tale)
    assert sections[0].start_frame == 0 and sections[-1].end_frame == cut.total_frames(tale)
    assert all(a.end_frame == b.start_frame for a, b in pairwise(sections))


def test_a_scene_cannot_begin_with_a_dissolve(tale):
    assert [p.transition.value for p in cut.picture(tale)] == ["cut", "cut", "cut", "fade", "dissolve"]
