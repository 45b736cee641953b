"""A new name is told everywhere the old one was, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import pytest

from storyboard.edit import edit
from storyboard.errors import BadInput
from storyboard.naming import retelling
from storyboard.plan import plan
from storyboard.rename import named, rename
from storyboard.story import Story


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("Mira", "Otto", "Mira's lamp? MIRA! MIRA'S! Mira’s, two Miras, and Mirabel's.", "Otto's lamp? OTTO! OTTO'S! Otto’s, two Ottos, and Mirabel's."),
        ("Ann", "Eve", "Ann, Annabel, Hann, Anna-Ann and ann; D'Ann.", "Eve, Annabel, Hann, Anna-Ann and ann; D'Ann."),
        ("Mira", "James", "Mira's lamp. Mira's here, Mira's singing. MIRA'S", "James' lamp. James's here, James's singing. JAMES'"),
        ("James", "Mira", "James' lamp, James's lamp. 'Come, James' she said. 'James' it is.", "Mira's lamp, Mira's lamp. 'Come, Mira' she said. 'Mira' it is."),
        ("Will", "Tom", "Will you? Will will, said Will. I will. WILL! Will Will come?", "Will you? Tom will, said Tom. I will. TOM! Tom Tom come?"),
        ("May", "June", "May the wind hold, May. May I, said May?", "May the wind hold, June. May I, said June?"),
        ("Captain Ada", "Captain Otto", "Captain Ada! Ada's the captain. Aye, Captain. CAPTAIN ADA", "Captain Otto! Otto's the captain. Aye, Captain. CAPTAIN OTTO"),
        ("Captain Ada", "Nils", "Captain  Ada sails. Ada sings. The captain sleeps.", "Nils sails. Nils sings. The captain sleeps."),
        ("Ada Lovelace", "Grace Hopper", "Ada Lovelace; Ada; Lovelace's", "Grace Hopper; Grace; Hopper's"),
        ("the lantern", "the old compass", "The lantern? A lantern! Two lanterns. The Lost Lantern", "The old compass? An old compass! Two old compasses. The Lost Old compass"),
        ("the lantern", "Excalibur", "The lantern shone, a lost lantern; the lantern's light.", "Excalibur shone, a lost Excalibur; Excalibur's light."),
        ("the Storm", "Otto", "The Storm came; the Storm's eye; a storm.", "Otto came; Otto's eye; a storm."),
        ("Mira", "the Storm", "Mira ran. See Mira! MIRA", "The Storm ran. See the Storm! THE STORM"),
        ("小明", "阿花", "小明来到小明的家，小明月不在。Mira和小明", "阿花来到阿花的家，小明月不在。Mira和阿花"),
        ("Mira", "小红", "Mira来到Mira的家。", "小红来到小红的家。"),
        ("明", "红", "明天见，明。小明来了", "明天见，红。小明来了"),
        ("Zoë", "Mira", "Zoë, Zoe\u0308 and Zoe.", "Mira, Mira and Zoe."),
        ("Ada", "Ada Two", "Ada and Ada", "Ada Two and Ada Two"),
        ("Bo", r"\1 $0", "Bo (Bo)", r"\1 $0 (\1 $0)"),
        ("A.J.", "Bo", "A.J. and AXJ. came", "Bo and AXJ. came"),
    ],
)  # fmt: skip
def test_texts(old: str, new: str, before: str, after: str):
    assert retelling(old, new, ["小明月"])(before) == after


def test_names_within_names_are_left():
    said = retelling("Ann", "Eve", ["Ann Marie", "Mary Ann"])
    assert said("Ann met Ann Marie, ANN MARIE and Mary Ann.") == "Eve met Ann Marie, ANN MARIE and Mary Ann."
    assert retelling("Captain Ada", "Nils", ["Ada Smith"])("Captain Ada met Ada.") == "Nils met Ada."
    assert retelling("the lamp", "the rope", ["the lamp post"])("The lamp hung on the lamp post.") == "The rope hung on the lamp post."


@pytest.fixture
def told(tale: Story) -> Story:
    tree = tale.model_dump(mode="json")
    tree |= {"title": "Mira and the Lamp", "logline": "Mira wants the lamp.", "moral": "Mira's light.", "relations": [{"a": "mira", "b": "bo", "words": "fears Mira"}]}
    tree["settings"][1]["name"] = "Mira's house"
    tree["scenes"][0] |= {"beat": "Mira finds it", "state_in": ["Mira is out"], "state_out": ["Mira holds the lamp", "Bo sleeps"]}
    tree["scenes"][0]["shots"][0] |= {"words": "Mira walks", "sounds": ["Mira's steps"], "prompt": {"more": "Mira glows", "avoid": "a second Mira"}}
    tree["scenes"][0]["shots"][0]["lines"][0]["text"] = "Once Mira the fox went out to find a light."
    return Story.model_validate(tree)


def test_everything_that_says_the_name_says_the_new_one(told: Story, ways):
    after = edit(told, rename(told, "character:mira", "Otto"))
    text = after.model_dump_json()
    assert "Mira" not in text.replace(told.premise, "")
    assert (after.characters[0].id, after.characters[0].name, after.characters[0].identity) == ("mira", "Otto", "Otto is a small rust fox.")
    assert (after.title, after.settings[1].name, after.relations[0].words, after.moral) == ("Otto and the Lamp", "Otto's house", "fears Otto", "Otto's light.")
    assert after.scenes[0].state_out == ("Otto holds the lamp", "Bo sleeps") and after.shots[0].sounds == ("Otto's steps",)
    changed = {new.id for old, new in zip(plan(told, ways), plan(after, ways), strict=True) if old.params != new.params}
    assert changed == {"still:s1-1", "voice:n1", "scene:s1", "film:film"}  # the still is drawn to the same bytes: its shot's words are no more than asked
    assert edit(after, rename(after, "character:mira", "Mira")) == told


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every text in a tree."""
    if isinstance(value, str):
        yield path
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inside, (*path, key))


def test_no_text_of_a_story_is_forgotten(told: Story):
    """Every field that may hold free words says the name here; after the rename only what is left on purpose does."""
    tree, free = told.model_dump(mode="json"), []
    for path in [p for p in leaves(tree) if p[-1] not in ("id", "name", "premise")]:
        *way, last = path
        place = reduce(lambda found, key: found[key], way, tree)
        was, place[last] = place[last], "with Mira"
        try:
            Story.model_validate(tree)
            free.append(path)
        except ValueError:
            place[last] = was
    after = edit(Story.model_validate(tree), rename(Story.model_validate(tree), "character:mira", "Otto")).model_dump(mode="json")
    left = {path[-1] for path in free if "Mira" in str(reduce(lambda found, key: found[key], path, after))}
    assert len({path[-1] for path in free}) > 12 and left == {"writer", "still", "clip"}  # who wrote it, and a shot's models: names of programs


def test_a_thing_and_the_title(told: Story):
    after = edit(told, rename(told, "thing:lamp", "rope"))
    assert (after.things[0].name, after.title, after.logline) == ("the rope", "Mira and the Rope", "Mira wants the rope.")
    assert after.shots[2].lines[0].text == "Who left you here, little rope?"
    assert edit(told, rename(told, "story", "A Light")).title == "A Light"


def test_who_is_meant(told: Story):
    assert [named(told, one) for one in ("Mira", "mira", "thing:lamp", "Lamp", "title", "mira and the lamp", "house")] == [
        "character:mira", "character:mira", "thing:lamp", "thing:lamp", "story", "story", "setting:home"]  # fmt: skip
    with pytest.raises(BadInput, match="There are: Mira, Bo, the wood"):
        named(told, "Nobody")


@pytest.mark.parametrize(
    ("new", "says"),
    [("Bo", "character:bo"), ("The Wood", "setting:wood"), ("", "empty"), (" … ", "empty"), ("x" * 81, "81 characters"), ("Mira", "already"), ("a\nb", "one line"),
     ("Narrator", "cannot be a name"), ("O\u202etto", "printed"), ("Otto " * 15, "moral|title|identity|words|name")],
)  # fmt: skip
def test_names_that_cannot_be(told: Story, new: str, says: str):
    with pytest.raises(BadInput, match=says):
        rename(told, "character:mira", new)
