"""The watcher's steps: what is read, best of several takes, retries that are only made when they are needed."""

from __future__ import annotations

import pytest

from storyboard.plan import plan
from storyboard.questions import AskedClipParams
from storyboard.steps import Step, part
from storyboard.story import Pins, Story
from storyboard.watched import standing
from storyboard.watching import Check, Reading, WatchClipParams, best
from storyboard.ways import Way, Ways


@pytest.fixture
def watched(ways: Ways) -> Ways:
    return ways.model_copy(update={"reading": Way(name="watch")})


def directed(tale: Story, **fields: object) -> Story:
    return tale.model_copy(update={"direction": tale.direction.model_copy(update=fields)})


def test_every_take_is_read_and_nothing_waits_for_it(tale: Story, ways: Ways, watched: Ways):
    steps, plain = plan(tale, watched), plan(tale, ways)
    read = {i.step for s in steps if s.kind == "reading" for i in s.inputs[:1]}
    assert {s.id for s in plain if s.kind in ("clip", "voice", "scene", "mix")} == read
    assert [s for s in steps if s.kind != "reading"] == list(plain)
    assert not any(i.step.startswith("reading:") for s in plain for i in s.inputs)
    assert steps[-1].kind == "film"


def test_of_several_takes_the_choice_has_the_clip_s_name(tale: Story, watched: Ways):
    steps = {s.id: s for s in plan(directed(tale, takes=2, retries=1), watched)}
    shot = tale.shots[0]
    names = [f"clip:{shot.id}#{shot.seeds.clip + n}" for n in range(3)]
    choice = steps[f"clip:{shot.id}"]
    assert [i.step for i in choice.inputs if i.role == "clip"] == names and choice.way.name == "best"
    assert [steps[name].unless for name in names] == [(), (), (f"reading:{names[0]}", f"reading:{names[1]}")]
    one = next(s for s in plan(tale, watched) if s.id == f"clip:{shot.id}")
    digests = {i.step: "0" * 64 for i in one.inputs}
    assert steps[names[0]].key(digests) == one.key(digests), "the first candidate is the take that was there before"
    assert f"reading:{names[2]}" in {s.id for s in part(tuple(steps.values()), f"clip:{shot.id}")}


def test_of_several_stills_of_a_net_the_choice_has_the_still_s_name(tale: Story, watched: Ways):
    published = watched.model_copy(update={"still": Way(name="published", prompt="image", reads_portraits=True)})
    steps, shot = {s.id: s for s in plan(directed(tale, stills=3, memory="none"), published)}, tale.shots[0]
    names = [f"still:{shot.id}#{shot.seeds.still + n}" for n in range(3)]
    choice = steps[f"still:{shot.id}"]
    assert [i.step for i in choice.inputs if i.role == "still"] == names and choice.way.name == "best"
    assert len({steps[name].key({f"portrait:{i.step.partition(':')[2]}": "" for i in steps[name].inputs}) for name in names}) == 3
    read = steps[f"reading:{names[0]}"]
    assert isinstance(read.params, WatchClipParams) and not read.params.is_ours and read.way == published.reading
    seeing = published.model_copy(update={"vision": Way(name="vision")})
    asked = {s.id: s for s in plan(directed(tale, stills=3, memory="none"), seeing)}[read.id]
    assert asked.way.name == "vision" and isinstance(asked.params, AskedClipParams) and asked.params.questions
    assert f"reading:{names[2]}" in {s.id for s in part(tuple(steps.values()), f"clip:{shot.id}")}


def test_a_still_that_is_drawn_or_that_a_person_chose_is_made_once(tale: Story, watched: Ways):
    assert [s.id for s in plan(directed(tale, stills=4), watched)] == [s.id for s in plan(tale, watched)]
    net = watched.model_copy(update={"still": Way(name="net", path="fp32")})
    pinned = tale.model_copy(update={"scenes": tuple(scene.model_copy(update={"shots": tuple(one.model_copy(update={"pins": Pins(still="0" * 64)}) for one in scene.shots)}) for scene in tale.scenes)})
    assert not [s.id for s in plan(directed(pinned, stills=4), net) if s.id.startswith("still:") and "#" in s.id]
    assert len([s.id for s in plan(directed(tale, stills=4), net) if s.id.startswith("still:") and "#" in s.id]) == 4 * len(tale.shots)


def test_drawn_clips_are_made_once_whatever_is_asked(tale: Story, watched: Ways):
    drawn = watched.model_copy(update={"clip": Way(name="drawn")})
    assert [s.id for s in plan(directed(tale, takes=4), drawn)] == [s.id for s in plan(tale, drawn)]


def test_a_retry_is_spared_as_soon_as_a_take_is_sound(tale: Story, watched: Ways):
    steps = {s.id: s for s in plan(directed(tale, retries=1), watched)}
    retry = next(s for s in steps.values() if s.unless)
    reading, choice = steps[f"reading:{retry.id}"], steps[retry.id.partition("#")[0]]
    first = retry.unless[0]
    behind = {i.step: "" for i in retry.inputs}
    assert standing(retry, behind, set(), lambda _: True) == "waits"
    assert standing(retry, behind | {first: ""}, set(), lambda _: False) == "ready"
    assert standing(retry, behind | {first: ""}, set(), lambda _: True) == "spared"
    assert standing(reading, behind, {retry.id}, lambda _: True) == "spared"
    made = {i.step: "" for i in choice.inputs if i.step not in (retry.id, reading.id)}
    assert standing(choice, made, {retry.id, reading.id}, lambda _: True) == "ready"
    assert standing(choice, made, set(), lambda _: True) == "waits"


def test_a_choice_hangs_on_the_takes_there_are(tale: Story, watched: Ways):
    choice: Step = next(s for s in plan(directed(tale, retries=1), watched) if s.way.name == "best")
    first, second = {i.step: i.step for i in choice.inputs[:2]}, {i.step: i.step for i in choice.inputs}
    assert choice.key(first) != choice.key(second)


def test_the_best_take_has_the_fewest_findings_then_the_better_score_then_comes_first():
    def reading(score: float, *holds: bool) -> Reading:
        return Reading(checks=tuple(Check(sort="freeze", holds=h, value=0, bound=0, words="") for h in holds), score=score)

    assert best([reading(9.0, False), reading(0.0, True)]) == 1
    assert best([reading(1.0, True), reading(2.0, True)]) == 1
    assert best([reading(1.0), reading(1.0)]) == 0
    asked = [Reading(checks=(Check(sort="count", holds=h, value=0, bound=0, is_advisory=True, words=""),)) for h in (False, True)]
    assert best(asked) == 1 and best([Reading(unread=("nothing",)), asked[0]]) == 0 and best([Reading(unread=("a", "b")), asked[0]]) == 1
    doubt = Reading(checks=(Check(sort="mouth", holds=False, value=0, bound=0, is_advisory=True, words=""),), score=1.0)
    assert doubt.findings == () and len(doubt.notes) == 1 and best([reading(0.0), doubt]) == 1
