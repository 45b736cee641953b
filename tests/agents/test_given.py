"""A cast, places and things of another film: they are in the new one as they were, whoever writes it."""

from __future__ import annotations

import pytest

import agents
from agents.brief import Brief
from agents.writer_offline import OfflineWriter
from agents.writer_offline.given import read_with
from storyboard.library import Entry, entry_of
from storyboard.memo import MemoryMemo
from storyboard.story import Story
from tests.agents.fake_endpoint import reply, serving
from tests.agents.obedient import obedient


@pytest.fixture(scope="module")
def first() -> Story:
    return agents.write("A fox named Mira looks for a red lantern in the forest", Brief(seconds=30, seed=4), OfflineWriter(), MemoryMemo())


def given(first: Story, *names: str) -> tuple[Entry, ...]:
    return tuple(entry_of(first, name) for name in names)


@pytest.mark.parametrize(
    ("premise", "beings"),
    [
        ("Mira builds a boat", ["Mira"]),
        ("An old woman called Greta meets Mira the fox at sea", ["Greta", "Mira"]),
        ("A boy steals Mira's hat", ["boy", "Mira"]),
        ("The fox Mira, and an owl", ["Mira", "owl"]),
        ("An owl teaches a fox to sing", ["owl", "Mira"]),
        ("A boy loses his hat", ["Mira"]),
        ("An old woman called Greta waits for the snow", ["Greta", "Mira"]),
        ("寻找丢失的灯", ["Mira"]),
    ],
)  # fmt: skip
def test_who_plays(first: Story, premise: str, beings: list[str]):
    reading = read_with(premise, given(first, "Mira")).reading
    assert [b.name or b.noun for b in reading.beings][: len(beings)] == beings
    assert next(b for b in reading.beings if b.name == "Mira").noun == "fox"


@pytest.mark.parametrize("premise", ["Mira builds a boat in the forest", "A clockmaker waits for the snow", "猫头鹰教唱歌"])
def test_the_embedded_writer_casts_them_as_they_are(first: Story, premise: str):
    brief = Brief(seconds=30, seed=9, given=given(first, "Mira", "the forest"))
    story = agents.write(premise, brief, OfflineWriter(), MemoryMemo())
    mira = next(c for c in story.characters if c.name == "Mira")
    assert mira == first.characters[0].model_copy(update={"id": mira.id})
    assert any(s.place == "forest" and s.seed == first.setting("the-forest").seed for s in story.settings)
    text = " ".join(line.text for shot in story.shots for line in shot.lines)
    assert "Mira" in text and "fox" in text and {p.character for shot in story.shots for p in shot.subjects} >= {mira.id}
    other = next(c for c in story.characters if c is not mira)
    assert other.name[0] != "M" and other.costumes[0].outfit.color != mira.costumes[0].outfit.color


def test_the_same_premise_without_anyone_given_is_the_story_it_was(first: Story):
    assert agents.write(first.premise, Brief(seconds=30, seed=4), OfflineWriter(), MemoryMemo()) == first


def test_a_model_is_told_of_them_and_cannot_change_them(first: Story):
    asked: list[str] = []

    def well(n: int, r: dict[str, object]) -> tuple[int, str, str]:
        asked.append(str(r["messages"]))
        return reply(obedient(r))

    with serving(well) as endpoint:
        brief = Brief(seconds=30, given=given(first, "Mira", "the forest", "the lantern"))
        story = agents.write("A storm comes", brief, agents.OpenAIWriter(agents.Endpoint(endpoint.url, "loopback")), MemoryMemo())
    assert all("Mira, a" in text and "the forest (forest)" in text for text in asked[:3])
    mira = next(c for c in story.characters if c.name == "Mira")
    assert mira == first.characters[0].model_copy(update={"id": mira.id}) and len(story.characters) > 1
    assert all(p.costume in {c.id for c in story.character(p.character).costumes} for shot in story.shots for p in shot.subjects)
