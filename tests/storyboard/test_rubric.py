"""The rubric's points and samples, and the six-shot film."""

from __future__ import annotations

from storyboard import continuity, timing
from storyboard.grammar import Size, Transition
from storyboard.rubric import MOST, POINTS, Criterion, Mark, sampled, total
from storyboard.six_shots import six_shots


def test_every_number_of_points_is_said_in_words():
    assert set(POINTS) == set(Criterion) and all(len(set(words)) == MOST + 1 for words in POINTS.values())


def test_what_nobody_could_tell_counts_for_nothing():
    marks = [Mark(shot="a", criterion=Criterion.CUT, points=2), Mark(shot="b", criterion=Criterion.CUT, points=1, is_advisory=True), Mark(shot="c", criterion=Criterion.CUT)]
    assert total(marks) == (3, 4)


def test_a_sample_is_in_the_films_order_and_the_seeds_own():
    story = six_shots()
    assert sampled(story, 9) == story.shots
    ids = [[shot.id for shot in sampled(story, 3, seed)] for seed in range(8)]
    assert all(one == sorted(one) and len(one) == 3 for one in ids) and len({tuple(one) for one in ids}) > 1
    assert ids[2] == [shot.id for shot in sampled(six_shots(), 3, 2)]


def test_six_shots_hold_all_that_the_rubric_asks():
    story = six_shots()
    shots = story.shots
    assert len(shots) * len(Criterion) * MOST == 72 and not continuity.check(story)
    assert all(shot.size in (Size.FULL, Size.WIDE) and timing.needed(shot) <= shot.frames for shot in shots)
    assert [scene.setting for scene in story.scenes] == ["quay", "room", "quay"] and shots[2].transition is Transition.MATCH
    worn = [p.costume for shot in shots for p in shot.subjects if p.character == "ada"]
    assert worn == ["coat", "coat", "dress", "dress", "coat", "coat"]
    assert len({p.action for shot in shots for p in shot.subjects}) == 8
