"""The one loop, with makers of milliseconds: look up, make, keep; failures, damage, stops, and what explain foretells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.changes import chosen, parsed
from app.crew import LocalCrew
from app.db.store import Store
from app.explain import explain
from app.production import Production, Wish, produce
from app.ways_of import ways
from storyboard.edit import edit
from storyboard.errors import NoRoom, Stopped
from storyboard.plan import plan
from storyboard.steps import Step
from storyboard.story import Story
from storyboard.take import Event
from tests.app import fakes

pytestmark = pytest.mark.usefixtures("fake_makers")
Log = Callable[[str], list[str]]


def steps(story: Story | None = None) -> tuple[Step, ...]:
    return plan(story or fakes.story(), ways(direction=fakes.story().direction))


def run(store: Store, crew: LocalCrew, story: Story | None = None, wish: Wish | None = None) -> list[Event]:
    return list(produce(steps(story), store, crew, wish))


def states(events: list[Event]) -> Counter[str]:
    return Counter(e.state for e in events if e.state != "making")


def test_a_film_is_made_once_and_then_kept(store: Store, crew: LocalCrew, log: Log):
    first = run(store, crew)
    assert states(first) == {"made": 25}
    assert first[-1].step == "film:film" and first[-1].take is not None and first[-1].done == first[-1].total == 25
    made = len(log("end"))
    second = run(store, crew)
    assert states(second) == {"kept": 25} and len(log("end")) == made
    assert {e.step: e.take.sha256 for e in second if e.take} == {e.step: e.take.sha256 for e in first if e.take}


def test_equal_keys_of_a_plan_are_made_once(store: Store, crew: LocalCrew, log: Log):
    story = fakes.story()
    twin = story.scenes[0].shots[0].model_copy(update={"id": "s1-9", "lines": (story.shots[0].lines[0].model_copy(update={"id": "s1-9-a"}),)})
    scene = story.scenes[0].model_copy(update={"shots": (*story.scenes[0].shots, twin)})
    story = story.model_copy(update={"scenes": (scene, story.scenes[1])})
    events = run(store, crew, story)
    takes = {e.step: e.take for e in events if e.take}
    assert takes["clip:s1-9"] == takes["clip:s1-1"]
    assert len(log("end")) == len(set(log("end"))) < len(steps(story))


def test_only_what_hangs_on_an_edit_is_made_again(store: Store, crew: LocalCrew):
    run(store, crew)
    edited = edit(fakes.story(), parsed(["shot:s1-2.size=close-up"]))
    made = [e.step for e in run(store, crew, edited) if e.state == "made"]
    assert made == ["still:s1-2", "clip:s1-2", "scene:s1", "film:film"]
    retitled = edit(edited, parsed(["story.title=Other"]))
    assert [e.step for e in run(store, crew, retitled) if e.state == "made"] == ["film:film"]


def test_one_bad_step_never_stops_the_rest(store: Store, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_BAD", "shot s1-2")
    production = Production(steps(), store, own_crew)
    events = list(production.events())
    assert states(events) == {"made": 21, "failed": 1, "waits": 3}
    assert {s: e.state for s, e in production.failures.items()} == {
        "still:s1-2": "failed", "clip:s1-2": "waits", "scene:s1": "waits", "film:film": "waits",
    }  # fmt: skip
    assert "this one always fails" in production.failures["still:s1-2"].message
    monkeypatch.delenv("FAKE_BAD")
    own_crew.close()
    assert states(run(store, own_crew)) == {"kept": 21, "made": 4}


def test_a_killed_maker_costs_its_step_one_more_try_then_fails(store: Store, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_DIE", "music")
    production = Production(steps(), store, own_crew)
    list(production.events())
    assert production.failures["music:score"].state == "failed"
    assert "killed (SIGKILL" in production.failures["music:score"].message and "2 times" in production.failures["music:score"].message


@pytest.mark.parametrize("harm", ["flip", "cut", "gone", "swap"])
def test_a_damaged_input_is_found_before_use_and_made_anew(store: Store, crew: LocalCrew, harm: str):
    takes = {e.step: e.take for e in run(store, crew) if e.take}
    take = takes["clip:s1-3"]
    path = store.media.path(take.sha256, take.format)
    data = path.read_bytes()
    if harm == "flip":
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    if harm == "cut":
        path.write_bytes(data[:-9])
    if harm == "gone":
        path.unlink()
    if harm == "swap":
        other = takes["clip:s1-1"]
        path.write_bytes(store.media.path(other.sha256, other.format).read_bytes())
    edited = edit(fakes.story(), parsed(["shot:s1-2.size=close-up"]))
    made = [e.step for e in run(store, crew, edited) if e.state == "made"]
    assert sorted(made) == sorted(["clip:s1-3", "still:s1-2", "clip:s1-2", "scene:s1", "film:film"])
    assert path.read_bytes() == data


def test_a_damaged_film_is_made_anew(store: Store, crew: LocalCrew):
    film = run(store, crew)[-1].take
    assert film is not None
    path = store.media.path(film.sha256, film.format)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert [e.step for e in run(store, crew) if e.state == "made"] == ["film:film"]
    assert path.read_bytes() == data


def test_a_stop_keeps_what_is_finished(store: Store, own_crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAKE_PAUSE", "0.02")
    seen: list[Event] = []
    with pytest.raises(Stopped):
        for event in produce(steps(), store, own_crew, Wish(None, lambda: sum(e.state == "made" for e in seen) >= 6)):
            seen.append(event)
    kept = {e.step for e in seen if e.state == "made"}
    again = run(store, own_crew)
    assert kept <= {e.step for e in again if e.state == "kept"}
    assert again[-1].step == "film:film"


def test_a_chosen_take_is_used_and_a_lost_one_named(store: Store, crew: LocalCrew):
    events = run(store, crew)
    other = next(e.take for e in events if e.step == "clip:s1-1" and e.take)
    pinned = edit(fakes.story(), chosen(fakes.story(), "clip:s1-2", other.sha256))
    assert {e.step for e in run(store, crew, pinned) if e.state == "made"} == {"scene:s1", "film:film"}
    lost = edit(fakes.story(), chosen(fakes.story(), "clip:s1-2", "0" * 64))
    failed = [e for e in run(store, crew, lost) if e.state == "failed"]
    assert [e.step for e in failed] == ["clip:s1-2"] and "Choose another" in failed[0].message


def test_a_way_without_a_maker_fails_its_steps_only(store: Store, crew: LocalCrew):
    plan_ = tuple(s.model_copy(update={"way": s.way.model_copy(update={"name": "nosuch"})}) if s.kind == "music" else s for s in steps())
    production = Production(plan_, store, crew)
    list(production.events())
    assert "no way 'nosuch'" in production.failures["music:score"].message
    assert production.failures["film:film"].state == "waits"


def test_what_another_worker_makes_is_waited_for(store: Store, crew: LocalCrew, tmp_path: Path, log: Log):
    one = next(s for s in steps() if s.kind == "music")
    key = one.key({})
    theirs = store.claims()
    claim = theirs.take(key)
    assert claim is not None
    production = Production(steps(), store, crew)
    given = False
    for event in production.events():
        if event.state == "made" and not given and production.done > 10:
            from tests.app.fake_makers import wav

            store.takes.keep(claim, one, [], (store.media.accept(wav(tmp_path / "m.wav", "ee" * 32)), 1.0))
            given = True
    assert given and production.takes["music:score"].sha256 and "music" not in {e.split("-")[0] for e in log("start")}
    assert "film:film" in production.takes


def test_a_full_disk_stops_with_a_plain_sentence(store: Store, crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    def full(_media: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.media, "_accept", full)
    with pytest.raises(NoRoom, match="disk is full"):
        run(store, crew)
    monkeypatch.undo()


def test_explain_foretells(store: Store, crew: LocalCrew):
    head = store.stories.add(fakes.story())
    before = {e.step.id: e.state for e in explain(steps(), store, head.id)}
    assert before["still:s1-1"] == "will make" and before["film:film"] == "may make"
    run(store, crew, wish=Wish(head.id))
    assert {e.state for e in explain(steps(), store, head.id)} == {"have"}
    after = {e.step.id: e for e in explain(steps(edit(fakes.story(), parsed(["character:mira.seed=5"]))), store, head.id)}
    assert after["portrait:mira"].state == "will make" and after["portrait:mira"].why == "changed: params.seed"
    plain = after["film:film"].plain()
    assert {"kind", "way", "version", "weights", "steps", "state", "key"} <= plain.keys()
    new_way = tuple(s.model_copy(update={"way": s.way.model_copy(update={"version": s.way.version + 1})}) if s.id == "music:score" else s for s in steps())
    found = {e.step.id: e for e in explain(new_way, store, head.id)}
    assert found["music:score"].why == "changed: way.version"
    assert (found["mix:film"].state, found["mix:film"].why) == ("may make", "hangs on music:score")


def test_explain_and_production_agree(store: Store, crew: LocalCrew):
    run(store, crew)
    story = edit(fakes.story(), parsed(["shot:s2-1.camera.move=pan", "shot:s2-1.camera.amount=0.5", "line:s1-1-a.text=Something else."]))
    told = {e.step.id: e.state for e in explain(steps(story), store)}
    done = {e.step: e.state for e in run(store, crew, story) if e.state != "making"}
    assert {s for s, state in told.items() if state == "have"} == {s for s, state in done.items() if state == "kept"}


def test_the_pace_is_learnt(store: Store, crew: LocalCrew):
    run(store, crew)
    assert {kind for kind, _, _ in store.takes.pace()} == {"portrait", "still", "clip", "voice", "music", "ambience", "scene", "mix", "film"}
    production = Production(steps(), store, crew)
    assert production.left_s() < 20


def test_a_maker_that_is_not_exact_re_keys_what_follows(store: Store, crew: LocalCrew, monkeypatch: pytest.MonkeyPatch):
    takes = {e.step: e.take for e in run(store, crew) if e.take}
    take = takes["still:s1-2"]
    store.media.path(take.sha256, take.format).unlink()
    real = store.media.accept

    def other(media):  # type: ignore[no-untyped-def]
        if media.format == "png" and not other.done:
            other.done = True
            media.path.write_bytes(media.path.read_bytes() + b"\0" * 4)
        return real(media)

    other.done = False
    monkeypatch.setattr(store.media, "accept", other)
    again = {e.step: e.take for e in run(store, crew) if e.take}
    assert again["still:s1-2"].sha256 != take.sha256
    assert again["clip:s1-2"].key != takes["clip:s1-2"].key and again["film:film"].key != takes["film:film"].key
    assert replace(again["clip:s1-1"]) == takes["clip:s1-1"]
