"""Prompts: strict both ways, and no person's text among the rules."""

from __future__ import annotations

import pytest

from agents.prompting import SLOT, TASKS, fill, prompt, template


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_rules_and_a_question(task: str):
    system, user = template(task)
    assert not SLOT.search(system) and SLOT.search(user)


def test_a_missing_slot_fails():
    with pytest.raises(KeyError, match="premise"):
        fill("{{premise}} in {{seconds}}", {"seconds": "40"})


def test_an_extra_value_fails():
    with pytest.raises(KeyError, match="colour"):
        fill("{{premise}}", {"premise": "x", "colour": "red"})


def test_a_value_is_not_read_as_a_template():
    assert fill("{{premise}}", {"premise": "{{seconds}}"}) == "{{seconds}}"


def test_a_prompt_holds_text_and_data():
    made = prompt("treatment", {"premise": "A fox", "seconds": "40", "language": "en"}, {"premise": "A fox"}, seed=3)
    assert "A fox" in made.user and "A fox" not in made.system and made.slots == {"premise": "A fox"} and made.seed == 3
