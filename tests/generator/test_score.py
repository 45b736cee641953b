"""The composed score beside the picture: beats on cuts, keys, themes of the cast, room for voices, the end, and its MIDI file."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from generator.arrange import arranged, composed, score
from generator.beats import BEND, beats_of, sections_of
from generator.compose import bar_lengths
from generator.general_midi import DRUM_CHANNEL, PATCHES, channels
from generator.harmony import HOMES, Key, chord, distance, dominant, keys_of, pivot
from generator.midi import TICKS, file_of
from generator.music_soundfont import events
from generator.music_synth import SENDS
from generator.themes import PLAYERS, sung, theme_of, theme_of_one
from storyboard.look import Kind
from storyboard.sound import STORY_RATE, Lead, Mood, Motif, MusicParams, Section, VoiceBase

FOX, BEAR = Motif(kind=Kind.FOX, voice=VoiceBase.WOMAN_BRIGHT, seed=4), Motif(kind=Kind.BEAR, voice=VoiceBase.LARGE, seed=9)
FILM = MusicParams(
    sections=(
        Section(start_frame=0, end_frame=48, mood=Mood.CALM, tempo_bpm=80, intensity=0.4, card=True),
        Section(start_frame=48, end_frame=410, mood=Mood.CALM, tempo_bpm=80, intensity=0.5, cuts=(130, 305), hits=(222,)),
        Section(start_frame=410, end_frame=760, mood=Mood.STORMY, tempo_bpm=120, intensity=0.9, hits=(600,), cuts=(505,)),
        Section(start_frame=760, end_frame=1010, mood=Mood.JOYFUL, tempo_bpm=104, intensity=0.7, cuts=(880,)),
        Section(start_frame=1010, end_frame=1070, mood=Mood.JOYFUL, tempo_bpm=104, intensity=0.7, card=True),
    ),
    themes=(FOX, BEAR),
    leads=(Lead(start_frame=0, end_frame=222, theme=0), Lead(start_frame=222, end_frame=600, theme=1), Lead(start_frame=600, end_frame=1010, theme=0)),
    speech=((140, 220), (420, 500), (770, 870)),
    seed=3,
    total_frames=1070,
)  # fmt: skip


def test_every_scene_change_is_a_downbeat_and_most_cuts_are_on_beats():
    bars = composed(FILM)
    downbeats = {round(bar.start_s * STORY_RATE, 3) for bar in bars}
    assert {s.start_frame for s in FILM.sections} <= downbeats
    assert all(a.times[-1] == pytest.approx(b.times[0]) for a, b in pairwise(bars)) and bars[-1].times[-1] == pytest.approx(1070 / 24)
    beats = [t * STORY_RATE for bar in bars for t in bar.times]
    asked = [frame for s in FILM.sections for frame in (*s.hits, *s.cuts)]
    met = [frame for frame in asked if min(abs(beat - frame) for beat in beats) <= 1]
    assert {222, 600} <= set(met) and len(met) >= 4


def test_the_tempo_bends_no_further_than_it_may():
    dice = Random(5)
    for _ in range(30):
        cuts = [dice.randrange(60, 700) for _ in range(6)]
        section = Section(start_frame=48, end_frame=720, tempo_bpm=dice.randrange(60, 140), cuts=tuple(cuts))
        beats = beats_of(section, 4)
        lengths = [b - a for a, b in pairwise(beats.times)]
        even = (720 - 48) / STORY_RATE / beats.number
        assert all(1 - BEND - 1e-9 <= length / even <= 1 + BEND + 1e-9 for length in lengths)
        assert all(min(abs(t * STORY_RATE - frame) for t in beats.times) < 1e-6 for frame in beats.met) and set(beats.met) <= set(cuts)


def test_a_long_scene_is_no_slower_to_beat_than_it_is_long():
    section = Section(start_frame=0, end_frame=14_400, tempo_bpm=90, cuts=tuple(range(70, 14_300, 91)))
    assert len(beats_of(section, 4).met) > 100


@pytest.mark.parametrize("beats", [3, 4])
def test_any_number_of_beats_makes_bars(beats):
    for count in range(1, 30):
        lengths = bar_lengths(count, beats, False)
        assert sum(lengths) == count and (count == 1 or set(lengths) <= {2, 3, 4})


def test_each_scene_has_a_key_of_its_own_and_is_led_into():
    for seed in range(20):
        dice = Random(seed)
        keys = keys_of(dice.choice(HOMES), [dice.choice(list(Mood)) for _ in range(7)])
        for old, new in pairwise(keys):
            assert old != new and distance(old, new) <= 2
            assert all(set(pivot(old, new).classes) <= {key.pitch(k) % 12 for k in range(7)} for key in (old, new))
    bars = composed(FILM)
    firsts = {bar.section: bar for bar in reversed(bars)}
    for section in (1, 2):
        into = next(bar for bar in bars if bar.section == section and bar.last)
        assert into.chord.classes == dominant(firsts[section + 1].key).classes
    assert firsts[0].key == firsts[1].key and firsts[4].key == firsts[3].key == bars[-1].chord.key


def test_a_theme_is_who_it_belongs_to():
    assert theme_of_one(FOX) == theme_of_one(FOX.model_copy()) != theme_of_one(BEAR)
    assert theme_of_one(FOX).player in PLAYERS[FOX.voice] and theme_of_one(FOX) != theme_of_one(FOX.model_copy(update={"twin": 1}))
    assert len({theme_of(Random(seed)).motif for seed in range(60)}) > 40


def test_a_theme_sounds_where_its_character_leads():
    bars = composed(FILM)
    notes = [n for n in arranged(FILM, bars) if n.part == "melody" and n.theme >= 0]
    for lead in FILM.leads:
        inside = [b for b in bars if lead.start_frame <= b.start_s * STORY_RATE and b.times[-1] * STORY_RATE <= lead.end_frame]
        assert inside and {b.turn.theme for b in inside} == {lead.theme}
    assert {n.instrument for n in notes if n.theme == 1} == {theme_of_one(BEAR).player}
    moved = FILM.model_copy(update={"themes": (BEAR, FOX)})
    assert {n.instrument for n in score(moved) if n.part == "melody" and n.theme == 1} == {theme_of_one(FOX).player}


def test_the_motif_keeps_its_shape_in_every_harmony():
    bars = composed(FILM)
    notes = [n for n in arranged(FILM.model_copy(update={"speech": ()}), bars) if n.part == "melody" and n.theme >= 0]
    first = next(b for b in bars if b.turn.theme == 1 and b.turn.place == 0 and b.mood is Mood.CALM)
    steps = [step for _, _, step in sung(theme_of_one(BEAR), first.turn)]
    heard = [n.pitch for n in notes if n.theme == 1 and first.start_s - 0.01 <= n.start_s < first.times[-1] - 0.01]
    if len(heard) == len(steps):
        assert [(b > a) - (b < a) for a, b in pairwise(steps)] == [(b > a) - (b < a) for a, b in pairwise(heard)]


def test_less_is_played_where_someone_speaks():
    quiet, free = FILM, FILM.model_copy(update={"speech": ()})

    def under(params):
        return [n for n in score(params) if any(a + 12 <= n.start_s * STORY_RATE < b - 12 for a, b in FILM.speech)]

    assert len(under(quiet)) < 0.8 * len(under(free))
    assert sum(n.level for n in under(quiet)) < 0.6 * sum(n.level for n in under(free))
    assert not any(n.instrument in ("drum", "shaker", "tick") and n.part == "drums" for n in under(quiet))


def test_the_last_chord_falls_on_the_credits():
    bars, notes = composed(FILM), score(FILM)
    assert bars[-1].start_s * STORY_RATE == pytest.approx(1010) and bars[-1].final
    assert bars[-2].chord.classes == dominant(bars[-1].key).classes and bars[-1].chord.classes == chord(bars[-1].key, 1).classes
    assert max(n.start_s for n in notes) < 1050 / STORY_RATE


def test_music_plays_on_over_long_credits():
    long = FILM.model_copy(update={"sections": (*FILM.sections[:-1], FILM.sections[-1].model_copy(update={"end_frame": 1430})), "total_frames": 1430})
    bars = composed(long)
    rolled = [bar for bar in bars if bar.section == 4]
    assert rolled[0].start_s * STORY_RATE == pytest.approx(1010) and rolled[0].chord.root == rolled[-1].chord.root and len(rolled) > 3
    assert rolled[-1].final and rolled[-1].beats >= 3 and rolled[-2].chord.classes == dominant(rolled[-1].key).classes
    assert sum(n.part == "melody" and n.start_s > rolled[0].start_s for n in score(long)) > 8


def test_a_breath_between_scenes_keeps_its_moments():
    params = FILM.model_copy(update={"sections": (FILM.sections[1], Section(start_frame=410, end_frame=430, hits=(415,)), Section(start_frame=430, end_frame=1070))})
    found = sections_of(params)
    assert 415 in found[0].hits and 410 in found[0].cuts


def test_every_player_has_a_seat_and_a_patch():
    assert SENDS.keys() == PATCHES.keys()
    where = channels(score(FILM))
    assert len(set(where.values())) == len([n for n in where if PATCHES[n].program is not None]) + any(PATCHES[n].program is None for n in where)


def test_every_key_that_goes_down_comes_up_before_it_goes_down_again():
    notes = score(FILM)
    down: set[tuple[int, int]] = set()
    found = events(notes, channels(notes))
    for event in found:
        key = (event.channel, event.key)
        assert (key in down) == (event.velocity == 0)
        down = down | {key} if event.velocity else down - {key}
    assert not down and {e.channel for e in found} >= {0, DRUM_CHANNEL} - ({0} - {e.channel for e in found})


def _tempo(data: bytes) -> float:
    """Seconds of all beats that the file's tempo track has."""
    total, at = 0, 0
    while (at := data.find(b"\xff\x51\x03", at)) >= 0:
        total += int.from_bytes(data[at + 3 : at + 6], "big")
        at += 3
    return total / 1e6


def test_the_midi_file_is_as_long_as_the_film():
    data = file_of(FILM, "Die Lampe")
    assert data[:4] == b"MThd" and int.from_bytes(data[12:14], "big") == TICKS
    at, tracks = 14, []
    while at < len(data):
        assert data[at : at + 4] == b"MTrk"
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        tracks.append(data[at + 8 : at + 8 + size])
        at += 8 + size
    assert len(tracks) == int.from_bytes(data[10:12], "big") and all(track.endswith(b"\xff\x2f\x00") for track in tracks)
    assert b"Die Lampe" in tracks[0] and _tempo(tracks[0]) == pytest.approx(1070 / 24, abs=0.01)
    assert data == file_of(FILM, "Die Lampe")


def test_a_film_without_a_cast_has_its_own_theme():
    bare = MusicParams(total_frames=480, seed=2)
    assert {n.theme for n in score(bare)} == {-1} and any(n.part == "melody" for n in score(bare))
    assert Key(60, "ionian").pitch(0) == 60
