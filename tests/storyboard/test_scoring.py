"""What the score is told of the cut: sections, whose theme leads, where someone speaks; and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pytest

from storyboard import cut, scoring
from storyboard.edit import Change, Set, edit
from storyboard.look import Kind
from storyboard.sound import Mood


def test_scenes_are_sections_between_the_cards(tale):
    found = scoring.sections(tale)
    assert [s.card for s in found] == [True, *[False] * len(tale.scenes), True]
    assert [s.start_frame for s in found[1:-1]] == [stretch.start for stretch in cut.stretches(tale)]
    assert all(a.end_frame == b.start_frame for a, b in pairwise(found)) and found[-1].end_frame == cut.total_frames(tale)
    starts = [shown.start for shown in cut.picture(tale)]
    inside = [frame for s in found for frame in (*s.hits, *s.cuts)]
    assert sorted([*inside, *(s.start_frame for s in found[1:-1])]) == starts


def test_a_shot_belongs_to_who_speaks_in_it_else_to_who_is_there(tale):
    cast = {c.id: k for k, c in enumerate(tale.characters)}
    found = list(scoring.leads(tale, cast))
    for shown in cut.picture(tale):
        speakers = [line.speaker for line in shown.shot.lines if line.speaker is not None and line.on_screen]
        who = speakers[0] if speakers else shown.shot.subjects[0].character if shown.shot.subjects else None
        at = [lead.theme for lead in found if lead.start_frame <= shown.start < lead.end_frame]
        assert at == ([] if who is None else [cast[who]])
    assert found[0].start_frame == 0 and found[-1].end_frame == cut.total_frames(tale)


def test_speech_is_where_lines_are(tale):
    spans = scoring.speech(tale)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    for line, start in cut.dialogue(tale):
        assert any(begin <= start and start + line.slot <= end for begin, end in spans)


def test_twins_have_themes_of_their_own(tale):
    first = tale.characters[0]
    twin = first.model_copy(update={"id": "twin", "name": "Twin"})
    found = scoring.themes(tale.model_copy(update={"characters": (first, twin)}))
    assert found[0] != found[1] and found[0] == found[1].model_copy(update={"twin": 0})


def test_the_score_hangs_on_who_someone_is_and_not_on_how_they_look(tale):
    who = tale.characters[0].id

    def after(field: str, value: str):
        return scoring.scored(edit(tale, Change(ops=(Set(target=f"character:{who}", field=field, value=value),))))

    before = scoring.scored(tale)
    assert after("look.body", "grey") == before == after("name", "Vixen")
    assert after("look.kind", str(Kind.BEAR)) != before


@pytest.mark.parametrize("mood", list(Mood))
def test_the_film_rises_to_its_climax(mood):
    arc = [scoring.intensity(mood, told / 10) for told in range(1, 11)]
    assert max(arc) == arc[7] and arc[0] < arc[4] < arc[7] and all(0.15 <= one <= 1 for one in arc)
