"""Subtitles can be read: the rules of storyboard/reading.py hold on many films and languages, and what cannot be read is named and mended."""

from __future__ import annotations

import pytest

from agents import Brief, OfflineWriter, write
from storyboard import cut, reading, timing
from storyboard.continuity import check, mend
from storyboard.memo import MemoryMemo
from storyboard.reading import pace_of, pieces, rows
from storyboard.story import Line, Story
from storyboard.subtitles import broken, cues
from storyboard.timing import Placed

CHINESE = "很久以前，森林里住着一只小狐狸，他每天晚上都抬头看着月亮，心里想着那一盏被人忘记的灯到底去了哪里。"
GERMAN = "Der Leuchtturmwärter zündete jeden Abend die Lampe an, und das Meer erzählte ihm von den Schiffen, die weit draußen vorüberfuhren."
ENGLISH = "Every night the keeper lit the lamp, and every night the sea told him something new about the ships that pass far out."


def placed(*said: tuple[str, int, int, str | None]) -> list[Placed]:
    return [Placed(Line(id=f"l{n}", text=text, slot=slot, speaker=who), start) for n, (text, start, slot, who) in enumerate(said)]


@pytest.mark.parametrize("premise", ["A fox finds a lamp", "A sailor and a ghost quarrel about the moon", "A robot learns to bake bread"])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_rule_holds_in_whole_films(premise: str, narrow: bool):
    for seed in range(3):
        story = mend(write(premise, Brief(seed=seed, seconds=60.0), OfflineWriter(), MemoryMemo())).story
        for scene in story.scenes:
            assert broken(cut.scene_subtitles(story, scene, narrow), story.language, narrow) == []


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (CHINESE, "zh"), (CHINESE[:24], "zh")])
def test_a_long_line_becomes_subtitles_of_two_rows_with_all_its_words(text: str, language: str):
    slot = timing.slot_for(text, language)
    found = cues(placed((text, 8, slot, None)), slot + 40, language)
    assert broken(found, language) == []
    joined = ("" if language == "zh" else " ").join(cue.text.replace("\n", "" if language == "zh" else " ") for cue in found)
    assert joined == text and found[0].start == 8


def test_rows_end_where_the_sense_does():
    pace = pace_of("", "en")
    assert rows("The fox looked at the moon, and then he ran into the dark wood.", "en", pace) == "The fox looked at the moon,\nand then he ran into the dark wood."
    for text in (ENGLISH, "She had never seen such a very small lamp on the top of the mountain before."):
        for row in "\n".join(rows(piece, "en", pace) for piece in pieces(text, "en", pace)).split("\n"):
            assert row.split()[-1] not in ("the", "a", "such", "of", "on", "his") and len(row) <= 42
    for row in rows(CHINESE[:26], "zh", pace_of(CHINESE, "zh")).split("\n"):
        assert row[0] not in "，。的了" and len(row) <= 16


def test_a_subtitle_stays_into_the_silence_until_it_is_read():
    text = "Look, the boat is coming home at last!"
    (alone,) = cues(placed((text, 8, 20, "mira")), 200, "en")
    assert alone.end - alone.start >= reading.frames_to_read(text, 17, pace_of(text, "en")) > 20


def test_two_who_speak_in_turn_share_a_subtitle_with_dashes():
    (both,) = cues(placed(("Who?", 8, 10, "mira"), ("Me.", 22, 10, "bo")), 80, "en")
    assert both.text == "-Who?\n-Me." and both.speakers == ("mira", "bo") and both.start == 8 and both.end >= 32


def test_a_subtitle_that_is_gone_too_soon_is_named_and_mended(tale: Story):
    tree = tale.model_dump(mode="json")
    last = tree["scenes"][0]["shots"][-1]
    last["lines"] = [{"id": "fast", "text": "Strengths, screeched thoughts, stretched through straight brought length!", "slot": 40}]
    last["frames"] = 58
    story = Story.model_validate(tree)
    named = [finding for finding in check(story) if finding.what == "unread subtitle"]
    assert named and "takes" in named[0].detail
    assert not [finding for finding in check(mend(story).story) if finding.what == "unread subtitle"]
