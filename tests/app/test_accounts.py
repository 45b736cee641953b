"""What services cost: told before, kept in a ledger, stopped at a limit; paid once, whatever happens in between; and judged before it is sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import bills
from app.accounts import paid_words
from app.crew import LocalCrew
from app.db.ledger import Line
from app.db.store import Store, open_store
from app.production import Production, Wish
from app.settings import Settings, settings
from app.studio import Studio
from app.ways_of import ways
from storyboard.errors import BadInput, LimitReached, Stopped
from storyboard.plan import plan
from storyboard.steps import STILLS, Step, part
from storyboard.story import Direction, Limits, ShotModels, Story
from tests.app import fakes
from tests.services import Answer, Request, Services, as_json, refusal, serving

ROOT = Path(__file__).resolve().parents[2]
PRICES = {"FABULA_IMAGE_PRICE": "0.04", "FABULA_VIDEO_PRICE": "0.1", "FABULA_SPEECH_PRICE": "15"}
Otherwise = Callable[[Services, Request], Answer | None]


def told(story: Story | None = None, **direction: object) -> Story:
    return (story or fakes.story(scenes=1, shots=3)).model_copy(update={"direction": Direction(watch=False, **{"still": "api", "clip": "drawn", **direction})})


class Made:
    """One production of a story's stills, and what became of it."""

    def __init__(self, store: Store, story: Story, money: float | None = None):
        self.steps = part(plan(story, ways("tiny", story.direction, given=store.settings)), STILLS)
        self.whose = (store.stories.same(story) or store.stories.add(story)).id
        crew = LocalCrew(store.settings, 1)
        try:
            production = Production(self.steps, store, crew, Wish(self.whose, money=money))
            for _ in production.events():
                pass
        finally:
            crew.close()
        self.failures = {name: event.message for name, event in production.failures.items()}
        self.ledger = store.ledger.of(self.whose)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """A home that asks a server on loopback."""
    made: list[Store] = []

    def open_(services: Services, *names: str, **more: str) -> Store:
        given = settings({"FABULA_HOME": str(tmp_path / "home"), "FABULA_WORKERS": "1", "FABULA_IMAGE_AT_ONCE": "1", **PRICES, **services.environment("IMAGE", *names), **more})
        made.append(open_store(given))
        return made[-1]

    yield open_
    for one in made:
        one.close()


def steps(given: Settings, story: Story) -> tuple[Step, ...]:
    return plan(story, ways("tiny", story.direction, given=given))


def test_what_a_film_would_ask_is_told_before_with_its_price():
    given = settings({"FABULA_HOME": "/x", "FABULA_VIDEO_MODEL": "sora-2", **PRICES})
    found = bills.bill(steps(given, told(clip="api", voice="speech")), given)
    assert {one.service: one.amount for one in found.items} == {"image": 3, "video": 12, "speech": 2 * len("Line s1-1.")} and found.requests == 8
    assert found.money == pytest.approx(3 * 0.04 + 12 * 0.1 + 20 * 15e-6)
    assert found.words() == "Services are asked 8 times at most: 3 stills for 0.1200, 12 seconds of clips for 1.2000, 20 letters for 0.0003; 1.3203 in money."
    unknown = bills.bill(steps(given, told()), settings({"FABULA_HOME": "/x"}))
    assert unknown.money is None and "not known" in unknown.words() and bills.bill(steps(given, told(still="drawn")), given).words() == ""


def test_a_shot_s_own_model_has_its_own_price():
    given = settings({"FABULA_HOME": "/x", "FABULA_IMAGE_PRICE": "0.04,dall-e-3=0.08"})
    story = told()
    first, *others = story.scenes[0].shots
    shots = (first.model_copy(update={"models": ShotModels(still="dall-e-3")}), *others)
    dearer = story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": shots}),)})
    assert bills.bill(steps(given, dearer), given).money == pytest.approx(0.16)
    assert [step.params.model_dump().get("model") for step in steps(given, dearer) if step.kind == "still"] == ["dall-e-3", None, None]  # else no part of a key
    with pytest.raises(BadInput, match="FABULA_IMAGE_PRICE"):
        settings({"FABULA_HOME": "/x", "FABULA_IMAGE_PRICE": "dall-e-3"})


def test_retries_are_in_the_bill_and_not_in_what_is_sure():
    given = settings({"FABULA_HOME": "/x", **PRICES})
    story = told(clip="api", retries=2).model_copy(update={"direction": Direction(still="api", clip="api", retries=2)})
    wanted = steps(given, story)
    found = bills.bill(wanted, given)
    assert found.retries == 6 and "6 of them only where" in found.words()
    sure = bills.bill([one for one in wanted if not one.unless], given).money
    assert sure is not None
    bills.affordable(wanted, sure, 0.0, given)
    with pytest.raises(LimitReached, match=r"Nothing was asked"):
        bills.affordable(wanted, sure, 0.01, given)
    with pytest.raises(BadInput, match="FABULA_IMAGE_PRICE and FABULA_VIDEO_PRICE"):
        bills.affordable(wanted, 1.0, 0.0, settings({"FABULA_HOME": "/x"}))


def test_every_request_is_in_the_ledger_and_a_second_run_asks_nothing(opened: Callable[..., Store]):
    with serving() as services:
        store = opened(services)
        made, again = Made(store, told()), Made(store, told())
    assert not made.failures and len(services.asked) == 3 and again.ledger == made.ledger
    assert [(one.step, one.service, one.amount, one.money, one.paid) for one in made.ledger] == [(f"still:s1-{n}", "image", 1.0, 0.04, "yes") for n in (1, 2, 3)]
    assert store.ledger.spent(made.whose) == pytest.approx(0.12)
    assert paid_words(made.ledger) == "Services were asked 3 times, and paid for 3 stills for 0.1200."


def test_what_was_paid_for_and_never_kept_is_not_asked_again(opened: Callable[..., Store], tmp_path: Path):
    with serving() as services:
        store = opened(services)
        first = {step.id for step in Made(store, told()).steps}
        store.close()
        for path in tmp_path.glob("home/fabula.db*"):
            path.unlink()
        made = Made(opened(services), told())
    assert first and not made.failures and len(services.asked) == 3 and [one.paid for one in made.ledger] == ["no"] * 3


def test_the_next_try_says_what_became_of_those_that_were_killed(opened: Callable[..., Store]):
    with serving() as services:
        ledger = opened(services).ledger
    for paid in ("no", "yes", "perhaps"):
        for key in ("a", "b"):
            ledger.open(Line(paid, "still:s1-1", "image", "m", 1.0, 0.04, key=paid + key), None)
        number = ledger.open(Line(paid, "still:s1-1", "image", "m", 1.0, 0.04, key=f"{paid}a"), None)
        ledger.close(number, "yes", paid)
        assert [one.paid for one in ledger.of(paid)] == [paid, "asked", "yes"]


def test_a_limit_in_money_is_a_hard_stop(opened: Callable[..., Store]):
    with serving() as services:
        store = opened(services)
        made = Made(store, told(), money=0.09)
        assert len(services.asked) == 2 and store.ledger.spent(made.whose) == pytest.approx(0.08)
        assert "limits.money allows" in made.failures["still:s1-3"]
        unpriced = opened(services, FABULA_IMAGE_PRICE="")
        assert "FABULA_IMAGE_PRICE" in Made(unpriced, told(), money=0.5).failures["still:s1-3"]
    assert len(services.asked) == 2


def test_a_film_that_cannot_be_paid_is_not_begun(opened: Callable[..., Store]):
    with serving() as services:
        given = opened(services).settings
        with Studio(given) as studio:
            head = studio.add(told().model_copy(update={"limits": Limits(money=0.1)}))
            with pytest.raises(LimitReached, match=r"needs 0\.1200 of services"):
                studio.film(head, "tiny")
            assert studio.bill(head, "tiny").money == pytest.approx(0.12) and studio.jobs(head.id) == []
    assert services.asked == []


def test_refusals_cost_nothing_and_silence_is_counted_as_paid(opened: Callable[..., Store]):
    turns = [refusal(400), (0, "", b"")]
    with serving(lambda *_: turns.pop(0) if turns else None) as services:
        made = Made(opened(services), told())
    assert [one.paid for one in made.ledger] == ["no", "perhaps", "yes"] and set(made.failures) == {"still:s1-1", "still:s1-2"}
    assert "Of 1 of them no answer came" in paid_words(made.ledger)


def test_what_is_asked_and_not_answered_counts_in_full(opened: Callable[..., Store]):
    with serving() as services:
        ledger = opened(services).ledger
    line = Line("a", "still:s1-1", "image", "m", 1.0, 0.04)
    number = ledger.open(line, 0.07)
    with pytest.raises(LimitReached, match=r"0\.0400 of the 0\.07"):
        ledger.open(line, 0.07)
    ledger.close(number, "no")
    ledger.open(line, 0.07)
    assert [one.paid for one in ledger.of("a")] == ["no", "asked"]


def test_only_so_many_are_asked_at_once_and_seats_of_this_machine_stay_free(opened: Callable[..., Store]):
    def slowly(known: Services, request: Request) -> None:
        time.sleep(0.3)

    with serving(slowly) as services:
        made = Made(opened(services, FABULA_IMAGE_AT_ONCE="2"), told(fakes.story(scenes=2, shots=3)))
    assert not made.failures and services.most == 2 and len(services.asked) == 6


def test_who_stops_waits_for_the_answers_that_are_paid(opened: Callable[..., Store]):
    with serving(lambda *_: time.sleep(1.0)) as services:
        store = opened(services)
        wanted = part(steps(store.settings, told()), STILLS)
        crew, head = LocalCrew(store.settings, 1), store.stories.add(told())
        try:
            production = Production(wanted, store, crew, Wish(head.id, lambda: bool(services.asked)))
            with pytest.raises(Stopped):
                list(production.events())
        finally:
            crew.close()
    assert [one.paid for one in store.ledger.of(head.id)] == ["yes"] and "still:s1-1" in production.takes and len(services.asked) == 1


def test_prompts_are_judged_before_they_are_sent(opened: Callable[..., Store], tmp_path: Path):
    def judge(known: Services, request: Request) -> Answer | None:
        if not request.path.endswith("/moderations"):
            return None
        return as_json({"results": [{"flagged": "Oto" in text, "categories": {"violence": "Oto" in text}} for text in request.told["input"]]})

    story = fakes.story(scenes=1, shots=3)
    shots = [shot.model_copy(update={"subjects": tuple(one.model_copy(update={"character": "oto"}) for one in shot.subjects)}) if n == 1 else shot for n, shot in enumerate(story.shots)]
    story = told(story.model_copy(update={"scenes": (story.scenes[0].model_copy(update={"shots": tuple(shots)}),)}))
    with serving(judge) as services:
        store = opened(services, "MODERATION")
        made = Made(store, story)
        assert set(made.failures) == {"still:s1-2"} and "moderation service (violence)" in made.failures["still:s1-2"]
        assert len(made.ledger) == 2 and not any("Oto" in one.told["prompt"] for one in services.of("/images/edits"))
        asked = len(services.of("/moderations"))
        store.settings.home.joinpath("rules.toml").write_text('words = ["oto", "mira"]\n')
        assert len(Made(store, story.model_copy(update={"title": "Again"})).ledger) == 0  # what is made stays; what is not is judged by the newer rules
    assert asked == len(services.of("/moderations"))


@pytest.mark.chaos
def test_a_process_that_is_killed_while_services_work_pays_for_no_answer_twice(tmp_path: Path):
    held = threading.Event()

    def hangs(known: Services, request: Request) -> None:
        if request.path.startswith("/v1/images") and len(known.of("/images/edits")) == 2 and not held.is_set():
            held.wait(20)

    with serving(hangs) as services:
        told_ = {name: value for name, value in os.environ.items() if not name.startswith("FABULA_")} | services.environment("IMAGE") | PRICES
        told_ |= {"FABULA_HOME": str(tmp_path / "home"), "FABULA_WORKERS": "1", "FABULA_IMAGE_AT_ONCE": "1", "PYTHONPATH": str(ROOT)}
        story = told(still="api", clip="drawn")
        (tmp_path / "a.json").write_text(story.model_dump_json())
        command = [sys.executable, "-m", "app", "film", "a.json", "--size", "tiny", "--out", "a.mp4"]
        with (tmp_path / "said.txt").open("wb") as said:
            running = subprocess.Popen(command, cwd=tmp_path, env=told_, stdout=said, stderr=said, start_new_session=True)
            until = time.monotonic() + 60
            while len(services.of("/images/edits")) < 2 and time.monotonic() < until and running.poll() is None:
                time.sleep(0.05)
            time.sleep(0.3)
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        held.set()
        done = subprocess.run(command, cwd=tmp_path, env=told_, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    keys = [one.headers["idempotency-key"] for one in services.of("/images/edits")]
    assert len(keys) == 4 and len(set(keys)) == 3 and keys[1] in keys[2:]  # only what nobody answered is asked again, under the same name
    with Studio(settings({"FABULA_HOME": str(tmp_path / "home")})) as studio:
        lines = studio.ledger(studio.find("The Lamp"))
        assert sorted(one.paid for one in lines) == ["perhaps", "yes", "yes", "yes"] and "no answer came" in paid_words(lines)
