"""What a film says of itself: short credits, a roll with everyone, and the words its scenes open with."""

from __future__ import annotations

from storyboard import cut
from storyboard.credits import VOICES, WORDS, credits, opening, roll, roll_frames
from storyboard.sound import VoiceBase


def test_short_credits_stay_short(tale):
    assert credits(tale)[0] == "The End" and credits(tale)[-1] == "made with Fabula"
    assert cut.total_frames(tale) == cut.TITLE + tale.frames + cut.CREDITS


def test_the_roll_names_everyone_with_the_voice_they_are_heard_in(tale):
    full = tale.model_copy(update={"credits": "full", "moral": "Share it."})
    parts = {part.heading: part.names for part in roll(full)}
    for one in tale.characters:
        assert any(name.startswith(f"{one.name} | ") and str(one.voice.base) in name for name in parts["Cast and voices"])
    assert roll(full)[0].names == ("Share it.",) and roll(full)[-1].names == ("Pictures, voices and music are AI-generated",)
    assert cut.total_frames(full) == cut.TITLE + tale.frames + roll_frames(roll(full)) and roll_frames(roll(full)) % 2 == 0


def test_nobody_is_credited_with_a_voice_that_is_only_read(tale):
    told = tale.model_copy(update={"telling": "storybook"})
    cast = next(part.names for part in roll(told) if part.heading == "Cast")
    assert set(cast) >= {one.name for one in tale.characters}


def test_a_chinese_film_says_it_in_chinese(tale):
    zh = tale.model_copy(update={"language": "zh", "openings": "place and time"})
    assert credits(zh)[0] == "剧终" and {part.heading for part in roll(zh)} <= {"", *WORDS.values()} and set(VOICES) == set(VoiceBase)
    assert "，" in opening(zh, zh.scenes[0])


def test_a_scene_opens_with_words_only_where_they_are_asked_for(tale):
    scene = tale.scenes[0]
    assert opening(tale, scene) == ""
    asked = tale.model_copy(update={"openings": "place and time"})
    assert opening(asked, scene).lower() == f"{tale.setting(scene.setting).name}, {scene.hour}".lower()
    assert opening(asked.model_copy(update={"language": "eo"}), scene).lower() == tale.setting(scene.setting).name.lower()
