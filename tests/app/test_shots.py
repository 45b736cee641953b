"""One shot: all there is of it, a part of it again, takes and framings to choose from; the story stays as it is until a person chooses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import changes
from app.db.stories import Head
from app.settings import Settings
from app.studio import Studio
from storyboard.errors import BadInput, Conflict
from storyboard.filled import change_of
from storyboard.staging import Action
from storyboard.story import Acting
from tests.app import fakes


@pytest.fixture
def studio(given: Settings, fake_makers: None) -> Iterator[Studio]:
    with Studio(given) as opened:
        yield opened


@pytest.fixture
def head(studio: Studio) -> Head:
    return studio.add(fakes.story(scenes=1, shots=3))


def made(studio: Studio, head: Head, target: str) -> Head:
    film = studio.film(head, "tiny", target=target)
    assert film.take is not None, film.failures
    return head


# what there is of it


def test_a_shot_shows_its_own_steps_and_takes_and_how_they_stand(studio: Studio, head: Head):
    view = studio.shot(head, "s1-1", "tiny")
    assert (view.name, view.before, view.after) == ("scene 1, shot 1", None, "s1-2")
    assert [one.step.id for one in view.steps] == ["portrait:mira", "still:s1-1", "clip:s1-1", "voice:s1-1-a"]
    assert {one.state for one in view.steps} == {"will make", "may make"} and not view.takes
    assert view.media("clip:s1-1") is None
    view = studio.shot(made(studio, head, "clip:s1-1"), "s1-1", "tiny")
    (clip,) = view.of("clip:s1-1")
    assert (clip.standing, clip.seed) == ("in use", 0) and view.media("clip:s1-1") == clip.take.sha256


def test_what_has_moved_on_shows_its_last_take_as_stale(studio: Studio, head: Head):
    made(studio, head, "clip:s1-1")
    view = studio.shot(studio.edit(head.id, changes.parsed(["shot:s1-1.size=close-up"])), "s1-1", "tiny")
    assert [one.standing for one in view.of("clip:s1-1")] == ["last"]
    assert {e.step.id: e.state for e in view.steps}["still:s1-1"] == "will make"
    chosen = studio.choose(head.id, "clip:s1-1", view.of("clip:s1-1")[0].take.sha256)
    assert [one.standing for one in studio.shot(chosen, "s1-1", "tiny").of("clip:s1-1")] == ["chosen"]


def test_a_shot_that_is_not_there_is_refused(studio: Studio, head: Head):
    with pytest.raises(BadInput, match="no shot 's9-9'"):
        studio.shot(head, "s9-9")


# a part of it again


def test_a_retake_keeps_the_clip_it_is_a_part_of_and_undo_is_free(studio: Studio, head: Head):
    made(studio, head, "clip:s1-1")
    before = studio.shot(head, "s1-1", "tiny").media("clip:s1-1")
    after, said = studio.retake(head, "clip:s1-1", (1.0, 2.0), size="tiny")
    shot = studio.story(after.id).shots[0]
    assert shot.retake is not None and (shot.retake.begin, shot.retake.end, shot.retake.base, shot.retake.seed) == (24, 48, before, 1)
    assert "45 dB" in said[0]  # a seed alone changes next to nothing, and it says so
    states = {e.step.id: e.state for e in studio.explain(after, "tiny")}
    assert states["still:s1-1"] == "have" and states["clip:s1-1"] == "will make"
    view = studio.shot(made(studio, after, "clip:s1-1"), "s1-1", "tiny")
    assert view.retake is True and len(view.of("clip:s1-1")) == 2
    assert studio.shot(studio.undo(head.id), "s1-1", "tiny").media("clip:s1-1") == before


def test_a_retake_holds_while_the_shot_shows_what_it_did(studio: Studio, head: Head):
    made(studio, head, "clip:s1-1")
    studio.retake(head, "clip:s1-1", (1.0, 2.0), size="tiny")
    turned = studio.edit(head.id, changes.parsed(["shot:s1-1.angle=low angle"]))
    view = studio.shot(turned, "s1-1", "tiny")
    assert view.retake is False
    assert next(e.step for e in view.steps if e.step.id == "clip:s1-1").params.retake is None  # type: ignore[attr-defined]
    assert studio.shot(studio.undo(head.id), "s1-1", "tiny").retake is True
    again = studio.another(head.id, "clip:s1-1")
    assert studio.story(again.id).shots[0].retake.seed == 2  # type: ignore[union-attr]


def test_somebody_may_do_something_else_in_the_part(studio: Studio, head: Head):
    made(studio, head, "clip:s1-1")
    after, said = studio.retake(head, "clip:s1-1", (1.0, 2.0), (Acting(character="mira", action=Action.WAVE),), "tiny")
    clip = next(s for s in studio.plan(after, "tiny") if s.id == "clip:s1-1")
    assert clip.params.retake.staging.subjects[0].action is Action.WAVE  # type: ignore[attr-defined]
    assert clip.params.staging.subjects[0].action is Action.STAND and not said  # type: ignore[attr-defined]


def test_what_cannot_be_retaken_is_refused_with_the_reason(studio: Studio, head: Head):
    with pytest.raises(BadInput, match="not filmed yet"):
        studio.retake(head, "clip:s1-1", (1.0, 2.0), size="tiny")
    made(studio, head, "clip:s1-1")
    for part in ((2.0, 1.0), (0.0, 9.0), (-1.0, 1.0)):
        with pytest.raises(BadInput, match="is no part of shot"):
            studio.retake(head, "clip:s1-1", part, size="tiny")
    with pytest.raises(BadInput, match="oto is not in shot"):
        studio.retake(head, "clip:s1-1", (1.0, 2.0), (Acting(character="oto", action=Action.WAVE),), "tiny")
    drawn = studio.direct(head, {"clip": "drawn"})
    with pytest.raises(BadInput, match="the same again"):
        studio.retake(drawn, "clip:s1-1", (1.0, 2.0), size="tiny")


# takes and framings to choose from


def test_candidates_are_takes_beside_each_other_and_the_story_stays(studio: Studio, head: Head):
    made(studio, head, "clip:s1-1")
    job = studio.candidates(head, "clip:s1-1", 3, "tiny")
    assert job.target == "clip:s1-1#1,2,3"
    made(studio, head, job.target)
    assert studio.store.stories.head(head.id).revision == head.revision
    view = studio.shot(head, "s1-1", "tiny")
    assert sorted((one.seed, one.standing) for one in view.of("clip:s1-1")) == [(0, "in use"), (1, "other"), (2, "other"), (3, "other")]
    wanted = next(one for one in view.of("clip:s1-1") if one.seed == 2)
    assert studio.shot(studio.choose(head.id, "clip:s1-1", wanted.take.sha256), "s1-1", "tiny").media("clip:s1-1") == wanted.take.sha256
    assert studio.candidates(head, "clip:s1-1", 2, "tiny").target == "clip:s1-1#4,5"


@pytest.mark.parametrize("step", ["voice:s1-1-a", "music:score"])
def test_sounds_have_candidates_too(studio: Studio, head: Head, step: str):
    made(studio, head, studio.candidates(head, step, 2, "tiny").target)
    assert len(studio.takes(head.id, step)) == 2


def test_a_drawn_still_has_framings_instead_of_candidates(studio: Studio, head: Head):
    with pytest.raises(BadInput, match="drawn exactly"):
        studio.candidates(head, "still:s1-1", 3, "tiny")
    names = {one.name for one in studio.framings(head, "s1-1", "tiny")}
    assert {"closer", "wider", "angle-low-angle", "lens-long-lens", "facing-away"} <= names
    assert all(one.take is None for one in studio.framings(head, "s1-1", "tiny"))
    made(studio, head, "framing:s1-1")
    found = {one.name: one for one in studio.framings(head, "s1-1", "tiny")}
    assert all(one.take is not None for one in found.values())
    assert studio.store.stories.head(head.id).revision == head.revision
    closer = studio.edit(head.id, found["closer"].change)
    states = {e.step.id: e.state for e in studio.shot(closer, "s1-1", "tiny").steps}
    assert states["still:s1-1"] == "have"  # the picture that was chosen is there already


def test_too_many_candidates_and_unknown_steps_are_refused(studio: Studio, head: Head):
    for step, count in (("clip:s1-1", 0), ("clip:s1-1", 99), ("clip:s9-9", 2), ("scene:s1", 2), ("portrait:mira", 2)):
        with pytest.raises(BadInput):
            studio.candidates(head, step, count, "tiny")


# from a form to an edit


def test_a_form_gives_only_what_differs(studio: Studio, head: Head):
    story = studio.story(head.id)
    same = {"size": "wide", "camera.amount": 0.0, "scene.weather": "clear", "lines": [{"id": "s1-1-a", "text": "Line s1-1.", "speaker": "mira"}]}
    assert change_of(story, "s1-1", same) is None
    change = change_of(story, "s1-1", same | {"size": "close-up", "subjects": [{"character": "mira", "action": "waving"}], "scene.weather": "rain"})
    assert change is not None and {(op.target, op.field, op.value) for op in change.ops} == {  # type: ignore[union-attr]
        ("shot:s1-1", "size", "close-up"), ("shot:s1-1", "subjects.mira.action", "waving"), ("scene:s1", "weather", "rain"),
    }  # fmt: skip


def test_two_people_on_one_shot_meet_field_by_field(studio: Studio, head: Head):
    story = studio.story(head.id)
    mine, theirs = ({"size": "close-up"}, {"angle": "low angle", "subjects": [{"character": "mira", "emotion": "happy"}]})
    for values in (mine, theirs):
        studio.edit(head.id, change_of(story, "s1-1", values))  # type: ignore[arg-type]
    shot = studio.story(head.id).shots[0]
    assert (shot.size, shot.angle, shot.subjects[0].emotion) == ("close-up", "low angle", "happy")
    with pytest.raises(Conflict) as refused:
        studio.edit(head.id, change_of(story, "s1-1", {"size": "medium"}))  # type: ignore[arg-type]
    assert (refused.value.ours, refused.value.theirs) == ("medium", "close-up")


def test_lines_are_added_changed_moved_and_taken_out(studio: Studio, head: Head):
    def form(*lines: dict[str, object]) -> list[str]:
        change = change_of(studio.story(head.id), "s1-1", {"lines": lines})
        assert change is not None
        shot = studio.story(studio.edit(head.id, change).id).shots[0]
        return [f"{line.speaker}: {line.text}" for line in shot.lines]

    assert form({"id": "s1-1-a", "text": "Line s1-1."}, {"text": "And then?", "speaker": "mira"}) == ["mira: Line s1-1.", "mira: And then?"]
    second = studio.story(head.id).shots[0].lines[1].id
    assert form({"id": second, "text": "What then?"}, {"id": "s1-1-a", "text": "Line s1-1."}) == ["mira: What then?", "mira: Line s1-1."]
    assert form({"id": second, "text": "What then?", "speaker": None}, {"id": "s1-1-a", "text": "  "}) == ["None: What then?"]
