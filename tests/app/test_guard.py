"""What a home's rules and its moderation service refuse: one sentence, and nothing that was written is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.authoring import Premise
from app.doctor import checks
from app.guard import Guard
from app.settings import Settings, settings
from app.studio import Studio
from storyboard.edit import Change, Set
from storyboard.errors import BadInput, Refused
from storyboard.rules import Said
from tests.agents.fake_endpoint import HANG_UP, serving


@pytest.fixture
def rules(given: Settings):
    def put(text: str) -> Settings:
        given.home.mkdir(parents=True, exist_ok=True)
        (given.home / "rules.toml").write_text(text)
        return given

    return put


def verdict(word: str, number: int, request: dict[str, Any]) -> tuple[int, str, str]:
    rows = [{"flagged": word in text, "categories": {"violence": word in text, "hate": False}, "category_scores": {}} for text in request["input"]]
    return 200, "application/json", json.dumps({"id": "m", "model": "m", "results": rows})


def test_without_rules_everything_passes(given: Settings):
    Guard(given).check([Said("the premise", "gun murder cocaine")])


def test_a_premise_is_refused_before_anything_is_written(rules: Any):
    with Studio(rules('words = ["basket"]')) as studio, pytest.raises(Refused, match=r'^The premise says "basket", which .* does not allow: say it otherwise'):
        studio.write(Premise("A fox steals a basket", size="tiny"))


def test_a_refused_story_is_kept_as_a_draft(rules: Any):
    with Studio(rules('words = ["narrow"]\nlikeness = ["fox"]')) as studio, pytest.raises(Refused):
        studio.write(Premise("A fox learns to sail"))
    with Studio(rules("")) as studio:
        title = studio.write(Premise("A fox learns to sail")).title
        studio.remove(studio.stories()[0].id)
    with Studio(rules(f'words = ["{title}"]')) as studio:
        with pytest.raises(Refused, match=r"The title says.*It is kept as draft"):
            studio.write(Premise("A fox learns to sail"))
        assert studio.stories() == []
        (draft,) = studio.drafts()
    with Studio(rules("words = []")) as studio:
        head = studio.go_on(studio.find_draft(draft.id))
        assert studio.stories() == [head]


def test_notes_edits_and_files_are_judged(rules: Any, tmp_path: Path):
    with Studio(rules("")) as studio:
        head = studio.write(Premise("A fox learns to sail", size="tiny"))
        studio.save(head, tmp_path / "story.json")
    text = (tmp_path / "story.json").read_text()
    with Studio(rules('words = ["dynamite"]')) as studio:
        with pytest.raises(Refused, match="The note"):
            studio.revise(head, "end with dynamite")
        with pytest.raises(Refused, match="The title"):
            studio.edit(head.id, Change(ops=(Set(target="story", field="title", value="Dynamite"),)))
        (tmp_path / "other.json").write_text(text.replace(head.title, "Dynamite"))
        with pytest.raises(Refused, match="The title"):
            studio.bring(tmp_path / "other.json")
        assert studio.story(head.id).title and len(studio.history(head.id)) == 1


def test_an_edit_answers_only_for_its_own_words(rules: Any):
    with Studio(rules("")) as studio:
        head = studio.write(Premise("A fox learns to sail", size="tiny"))
    with Studio(rules('words = ["fox"]')) as studio:
        assert studio.edit(head.id, Change(ops=(Set(target="story", field="title", value="Sails"),))).revision == 2


def test_rules_that_cannot_be_read_are_said(rules: Any, tmp_path: Path):
    for text, said in (("x = 1", "no 'x'; there are: words"), ("words = 3", "words: give a list"), ("words = [", "not TOML"), ('audience = "cats"', "audience.*'cats'")):
        with pytest.raises(BadInput, match=said):
            Guard(rules(text)).check([Said("the premise", "a fox")])
    with pytest.raises(BadInput, match="is no file"):
        settings({"FABULA_HOME": str(tmp_path), "FABULA_RULES": str(tmp_path / "none.toml")})


def test_rules_with_a_mistake_stop_what_is_judged_and_nothing_else(rules: Any):
    with Studio(rules("")) as studio:
        head = studio.write(Premise("A fox learns to sail", size="tiny"))
        studio.edit(head.id, Change(ops=(Set(target="story", field="title", value="Sails"),)))
    with Studio(rules("words = [")) as studio:
        assert studio.undo(head.id).title == head.title and len(studio.stories()) == 1
        assert [one.words for one in checks(studio) if one.name == "rules" and not one.is_well and "not TOML" in one.words]
        with pytest.raises(BadInput, match="not TOML"):
            studio.write(Premise("A fox learns to sail", size="tiny"))


def moderated(given: Settings, url: str) -> Guard:
    return Guard(settings({"FABULA_HOME": str(given.home), "FABULA_MODERATION_URL": url, "FABULA_MODERATION_KEY": "secret-key"}))


def test_a_service_judges_every_text(given: Settings):
    with serving(lambda n, request: verdict("cliff", n, request)) as endpoint:
        guard = moderated(given, endpoint.url)
        guard.check([Said("the premise", f"text {n}") for n in range(40)])
        assert [len(request["input"]) for request in endpoint.asked] == [16, 16, 8]
        with pytest.raises(Refused, match=r'Line 2 says "over the cliff", which the moderation service \(violence\) does not allow'):
            guard.check([Said("line 1", "fine"), Said("line 2", "over the cliff")])
    assert "secret-key" not in repr(guard.service)


@pytest.mark.parametrize("play", [
    lambda n, r: (500, "application/json", "{}"), lambda n, r: (200, "text/html", "<html>"), lambda n, r: (200, "application/json", '{"results": []}'),
    lambda n, r: (HANG_UP, "", ""), lambda n, r: (200, "application/json", '{"results": [{"flagged": "no"}]}'),
])  # fmt: skip
def test_a_service_that_does_not_answer_stops_the_work_or_not_as_a_person_says(given: Settings, rules: Any, play: Any):
    with serving(play) as endpoint:
        with pytest.raises(Refused, match="What is not judged is not kept"):
            moderated(given, endpoint.url).check([Said("the premise", "a fox")])
        rules('when_unreachable = "go on"')
        told: list[Any] = []
        moderated(given, endpoint.url).check([Said("the premise", "a fox")], told.append)
    assert "It goes on without" in told[0] and told[0].stays
