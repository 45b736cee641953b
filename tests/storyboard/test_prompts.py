"""Prompts: identity word for word, nobody who is off screen, whole sentences, within their lengths; and takes of old keep their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from agents.brief import Brief
from agents.writer_offline import OfflineWriter
from agents.writing import write
from storyboard import prompts
from storyboard.digest import digest
from storyboard.edit import Change, Set, edit
from storyboard.grammar import Angle, Lens, Move, Size
from storyboard.look import Kind
from storyboard.memo import MemoryMemo
from storyboard.plan import stage
from storyboard.prompts.prompt import tokens_of
from storyboard.sound import Delivery
from storyboard.staging import Action, Emotion, Facing, Hour, Prop, Season, Style, Weather, Where
from storyboard.story import Shot, Story
from storyboard.ways import Target
from tests.storyboard.test_plan import found, keys, remade

GOLDENS = Path(__file__).parent.parent / "goldens" / "prompts.json"
PREMISES = (
    "A lighthouse keeper befriends a storm", "A clockmaker's robot learns to dream", "Two mice steal the moon", "The old baker loses her sense of smell",
    "fox", "🦊🌙", "小狐狸寻找月亮", "A shy ghost wants to make friends", "Mira finds a key in the forest", "A kangaroo who wants to fly",
    "An astronaut returns home to find her garden on the moon", "A penguin named Otto travels to the desert", "Grandmother's teapot is haunted",
    "A boy and his dog build a rocket", "El zorro busca la luna", "A pirate who is afraid of water", "Two sisters quarrel over a red umbrella",
    "A wizard guards a secret book", "{a} {b.who} %s <b>&amp;</b> \\n ../../etc", "An owl who cannot sleep",
)  # fmt: skip
READERS: tuple[Target, ...] = ("wan-t2v", "wan-i2v", "image")
CAST = (
    {"id": "mira", "name": "Mira", "identity": "Mira is a small rust fox with one torn ear.", "look": {"kind": "fox"},
     "costumes": [{"id": "day", "words": "in a navy coat", "outfit": {"garment": "coat", "color": "navy"}}, {"id": "ball", "words": "A silver gown, too long"}]},
    {"id": "bo", "name": "Old Bo", "identity": "a round  grey mouse\nin blue overalls", "look": {"kind": "mouse"},
     "costumes": [{"id": "work", "words": "in blue overalls", "outfit": {"garment": "overalls"}}, {"id": "rain", "words": "in a yellow coat"}]},
    {"id": "ming", "name": "小明", "identity": "小明是一个戴红帽子的男孩。", "look": {"kind": "boy"}, "costumes": [{"id": "a"}]},
    {"id": "sea", "name": "The Sea", "identity": "", "look": {"kind": "spirit", "body": "teal"}, "costumes": [{"id": "a"}, {"id": "b", "outfit": {"hat": "crown"}}]},
    {"id": "iris", "name": "Iris", "identity": "Iris: a tall woman.", "look": {"kind": "woman"}, "costumes": [{"id": "a", "outfit": {"garment": "dress"}}]},
)  # fmt: skip
SETTINGS = [
    {"id": "a", "name": "Iris's garden", "place": "meadow"}, {"id": "b", "name": "home", "place": "cottage room"}, {"id": "c", "name": "market", "place": "village", "words": "market"},
    {"id": "d", "name": "above the clouds", "place": "above the clouds"}, {"id": "e", "name": "灯塔", "place": "lighthouse", "words": "A white tower that leans"},
]  # fmt: skip
THINGS = [{"id": f"t{n}", "name": name, "prop": str(prop)} for n, (name, prop) in enumerate([("the lamp", Prop.LANTERN), ("Iris's letter", Prop.LETTER), ("灯", Prop.STAR), ("bread", Prop.BREAD)])]
DOUBLED = re.compile(r"\b(\w+) \1\b", re.I)


def lines(dice: Random, shot: str, cast: list[str]) -> list[dict[str, Any]]:
    who = [None, *(c["id"] for c in CAST)]
    return [
        {"id": f"{shot}-{n}", "speaker": dice.choice(who), "text": "Iris said so.", "slot": 30, "on_screen": dice.random() < 0.6, "delivery": dice.choice([*Delivery])}
        for n in range(dice.randrange(3))
    ]  # fmt: skip


def any_shot(dice: Random, name: str) -> dict[str, Any]:
    cast = dice.sample([c["id"] for c in CAST], dice.choice([0, 1, 1, 2, 2, 3, 4]))
    everyone = [c["id"] for c in CAST]
    return {
        "id": name, "words": dice.choice(["", "Iris is far away.", "They wait for the tide", "“Come here!”", "雨停了"]), "frames": 120, "size": dice.choice([*Size]),
        "angle": dice.choice([*Angle]), "lens": dice.choice([*Lens]), "camera": {"move": dice.choice([*Move]), "amount": dice.choice([-1, -0.6, -0.1, 0, 0.1, 0.6, 1])},
        "subjects": [
            {"character": who, "action": dice.choice([*Action]), "emotion": dice.choice([*Emotion]), "where": dice.choice([*Where]), "facing": dice.choice([*Facing]),
             "target": dice.choice([None, *everyone]), "prop": dice.choice([None, "t0", "t1", "t2", "t3"]), "visible": dice.choice([(0, 1), (0.4, 1), (0, 0.5)]),
             "costume": dice.choice([None, "rain", "ball", "b"])}
            for who in cast
        ],
        "focus": dice.choice([None, None, "t0", "t1", "t2"]), "lines": lines(dice, name, cast), "motion": dice.random(), "transition": "dissolve",
        "prompt": {"more": dice.choice(["", "fireflies in the grass", "w" * 600]), "avoid": dice.choice(["", "smoke, cars"])},
    }  # fmt: skip


def extremes(count: int) -> Story:
    """Shots of every word of the grammar, in any company."""
    dice = Random(5)
    scenes = [
        {"id": f"s{n}", "setting": dice.choice(SETTINGS)["id"], "hour": dice.choice([*Hour]), "weather": dice.choice([*Weather]), "season": dice.choice([*Season]),
         "state_in": ["Mira: the left sleeve is torn (damage)", "bo wears a wet scarf", "Mira knows Iris", "Old Bo: Iris hit him (damage)"],
         "beat": "Iris comes.", "shots": [any_shot(dice, f"s{n}-{k}") for k in range(3)]}
        for n in range(count)
    ]  # fmt: skip
    tree = {"title": "All of it", "premise": "all", "direction": {"style": dice.choice([*Style]), "tint": "teal"}, "characters": CAST, "settings": SETTINGS, "things": THINGS, "scenes": scenes}
    return Story.model_validate(tree)


def told(story: Story, targets: tuple[Target, ...] = READERS) -> Iterator[tuple[Shot, prompts.Prompt]]:
    for scene in story.scenes:
        for shot in scene.shots:
            staging = stage(story, scene, shot)
            yield from ((shot, prompts.compile(story, scene, shot, staging, target)) for target in targets)


def of(story: Story, shot: str, target: Target, pictures: bool = True) -> prompts.Prompt:
    scene = next(scene for scene in story.scenes if shot in {s.id for s in scene.shots})
    one = next(s for s in scene.shots if s.id == shot)
    return prompts.compile(story, scene, one, stage(story, scene, one), target, pictures)


def flat(text: str) -> str:
    return " ".join(text.split())


def holds(story: Story) -> None:
    """What is true of every prompt."""
    for shot, prompt in told(story):
        text = flat(prompt.text)
        shown = [p for p in shot.subjects if prompt.target != "image" or p.visible[0] == 0.0]
        for presence in shown:
            assert flat(story.character(presence.character).identity) in text
        there = {p.character for p in shown}
        rest = text
        for one in story.characters:
            rest = rest.replace(flat(one.identity).rstrip(".") or "\0", f"<{one.id}>") if one.id in there else rest
        absent = [c.name for c in story.characters if c.id not in there and not any(c.name in story.character(t).name for t in there)]
        assert not [name for name in absent if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)], (absent, rest)
        assert prompt.tokens <= prompt.most and prompt.tokens == tokens_of(prompt.text)
        assert "  " not in prompt.text and not re.search(r"\{\w*\}|\bNone\b(?! anywhere)| [,.;]|[,.;:]{2}|\bthe the\b", rest), rest
        assert not DOUBLED.search(rest.replace("w" * 600, "")), rest
        assert not re.search(r"\ba [aeio]\w|\ban [^aeiou\W]", rest.replace("a one", "")), rest
        assert "said so" not in text and "dissolve" not in text
        assert ("holds still" in text) + ("The camera s" in text) + ("The lens" in text) < 2


@pytest.mark.parametrize("premise", PREMISES)
def test_prompts_of_the_embedded_writer_s_stories(premise: str):
    for seed in range(2):
        holds(write(premise, Brief(seed=seed), OfflineWriter(), MemoryMemo()))


def test_prompts_of_every_word_of_the_grammar():
    story = extremes(150)
    holds(story)
    shown = {w for shot, _ in told(story, ("embedded",)) for w in (shot.size, shot.angle, shot.lens, shot.camera.move, *(p.action for p in shot.subjects))}
    assert shown >= {*Size, *Angle, *Lens, *Move, *Action}


def test_every_word_has_words():
    assert {*prompts.COMPILERS} == {*prompts.TARGETS}
    for kind in Kind:
        story = Story.model_validate(extremes(1).model_dump() | {"characters": [{**c, "look": {"kind": kind}} for c in CAST]})
        holds(story)


def test_prompts_are_as_they_were(tale: Story):
    """Read a change here as the models would; raise the versions of the ways that read them."""
    rich = extremes(150)
    shots = {"tale": (tale, ("s1-1", "s1-3")), "rich": (rich, ("s3-1", "s22-1"))}
    now = {f"{name} {shot} {t}": of(story, shot, t).text for name, (story, some) in shots.items() for shot in some for t in prompts.TARGETS}
    assert now == json.loads(GOLDENS.read_text(encoding="utf-8"))


def test_who_wears_what(tale: Story):
    story = extremes(1)
    dressed = {"mira": "ball", "bo": "rain"}
    tree = story.model_dump(mode="json")
    tree["scenes"][0]["shots"][0] |= {"subjects": [{"character": who, "costume": worn} for who, worn in dressed.items()], "words": ""}
    text = of(Story.model_validate(tree), "s0-0", "wan-t2v").text
    assert "Mira's clothes: A silver gown, too long." in text
    assert "Old Bo: a round grey mouse in blue overalls." in text and "In this shot Old Bo is dressed in a yellow coat instead." in text
    assert "Visible on Mira: the left sleeve is torn." in text and "Iris hit him" not in text and "wet scarf" not in text


def test_identity_stays_when_everything_else_must_go():
    long = " ".join(f"word{n}" for n in range(70))
    tree = extremes(1).model_dump(mode="json")
    for one in tree["characters"]:
        one["identity"] = f"{one['name']} {long}"
    tree["scenes"][0]["shots"][0]["subjects"] = [{"character": c} for c in ("mira", "bo", "ming", "sea")]
    prompt = of(Story.model_validate(tree), "s0-0", "wan-t2v")
    assert prompt.text.count(long) == 4 and prompt.is_over and prompt.left_out
    assert prompt.text.startswith(f"Mira {long}. Old Bo {long}.")


def test_the_author_s_words_stand_beside_and_in_it_where_they_say_more(tale: Story):
    after = edit(tale, Change(ops=(
        Set(target="shot:s1-1", field="words", value="She follows a trail of sparks"), Set(target="shot:s1-1", field="prompt.more", value="sparks like fireflies"),
        Set(target="shot:s1-1", field="prompt.avoid", value="fire"), Set(target="shot:s1-3", field="words", value='Mira says "hello"'),
    )))  # fmt: skip
    wan, image = of(after, "s1-1", "wan-t2v"), of(after, "s1-1", "image")
    for prompt in (wan, image):
        assert "She follows a trail of sparks." in prompt.text and "Sparks like fireflies." in prompt.text
        assert prompt.words == ("She follows a trail of sparks",)
    assert wan.negative.startswith("fire, ") and "Leave out: Fire." in image.text and image.negative == ""
    assert "hello" not in of(after, "s1-3", "wan-t2v").text and of(after, "s1-3", "wan-t2v").words == ('Mira says "hello"',)
    assert of(after, "s1-1", "embedded") == of(after, "s1-1", "embedded") and "sparks" not in of(after, "s1-1", "embedded").text


def test_nothing_negative_speaks_against_the_shot(tale: Story):
    still = edit(tale, Change(ops=(Set(target="shot:s1-1", field="camera", value={"move": "pan", "amount": 0.0}),)))
    moving = edit(tale, Change(ops=(Set(target="shot:s1-1", field="camera", value={"move": "pan", "amount": -0.9}),)))
    assert "The camera holds still." in of(still, "s1-1", "wan-i2v").text and "camera movement" in of(still, "s1-1", "wan-i2v").negative
    assert "The camera quickly pans to the left." in of(moving, "s1-1", "wan-i2v").text and "camera movement" not in of(moving, "s1-1", "wan-i2v").negative
    assert not re.search(r"painting|\bstyle|drawing|artwork", of(still, "s1-1", "wan-t2v").negative)


def test_image_prompts_name_the_portraits_that_go_along(tale: Story):
    with_, without = of(tale, "s1-3", "image"), of(tale, "s1-3", "image", pictures=False)
    assert "Image 1 is Mira" in with_.text and "Bo (image 2)" in with_.text and with_.references == ("mira", "bo")
    assert "mage 1" not in without.text and without.references == ()


def test_a_feeling_has_its_way_from_shot_to_shot_of_a_scene(tale: Story):
    after = edit(tale, Change(ops=(Set(target="shot:s1-3", field="subjects.mira.emotion", value="surprised"),)))
    assert "at first calm and then surprised" in of(after, "s1-3", "wan-t2v").text
    assert "at first" not in of(after, "s1-3", "wan-i2v").text  # its first picture is surprised already


def test_pictures_of_the_embedded_film_keep_their_keys(tale: Story, ways):
    """These digests are those of the release before ways read prompts. A change here remakes every kept picture of every user."""
    told_more = edit(tale, Change(ops=(Set(target="shot:s1-1", field="prompt.more", value="sparks"), Set(target="shot:s1-1", field="prompt.avoid", value="fire"))))
    for story in (tale, told_more):
        assert pictured(story, ways) == "a177ed125f72deb37b61c7ca5ddcb79cb8aff1ca7ddab32ffa8e659eb5019cae"
        assert pictured(story, ways.model_copy(update={"still": ways.clip})) == "42e5f8196b0501691b9fe6bfa61e37e93d92a5f251e9c5c930194bd2d27658a0"
        assert pictured(story, ways.model_copy(update={"clip": ways.still})) == "92751646642ac9ebecaba1b29540f793343a043db760b6efcb39f1536a40daf9"


def pictured(story: Story, ways) -> str:
    """One digest of the keys of all its portraits, stills and clips."""
    return digest({step: key for step, key in keys(story, ways).items() if step.split(":")[0] in ("portrait", "still", "clip")})


def test_ways_that_read_prompts_get_theirs_and_hang_on_the_author_s_words(tale: Story, ways):
    reading = ways.model_copy(update={
        "still": ways.still.model_copy(update={"prompt": "image", "reads_portraits": True}), "clip": ways.clip.model_copy(update={"prompt": "wan-i2v"}),
    })  # fmt: skip
    still, clip = found(tale, reading, "still:s1-3"), found(tale, reading, "clip:s1-3")
    assert "Image 1 is Mira" in still.params.prompt and still.params.words == "what happens in s1-3"
    assert clip.params.prompt == of(tale, "s1-3", "wan-i2v").text and "subtitles" in clip.params.negative
    more = edit(tale, Change(ops=(Set(target="shot:s1-2", field="prompt.more", value="sparks"),)))
    assert remade(tale, more, reading) == {"still:s1-2", "clip:s1-2", "scene:s1", "film:film"}
    assert remade(tale, more, ways) == set()
    drawn = reading.model_copy(update={"clip": reading.clip.model_copy(update={"path": "none"})})
    assert found(tale, drawn, "clip:s1-3").params.prompt == clip.params.prompt


def test_a_way_comes_back_as_it_was(ways):
    reading = ways.still.model_copy(update={"prompt": "image"})
    assert type(reading).model_validate_json(reading.model_dump_json()) == reading
    assert "prompt" not in ways.still.model_dump()




def test_what_the_premise_asked_for_is_told_in_place_of_what_stands_in(tale: Story):
    tree = tale.model_dump(mode="json")
    tree["substitutions"] = [{"kind": "place", "asked": "airport", "drawn": "forest"}, {"kind": "prop", "asked": "violin", "drawn": "lantern"}]
    tree["settings"][0]["words"], tree["things"][0]["words"] = "airport", "violin"
    tree["things"][0]["name"] = "the violin"
    story = Story.model_validate(tree)
    text = of(story, "s1-2", "wan-t2v").text
    assert "The violin is seen close" in text and "The scene is the airport by day" in text
    assert not re.search("lantern|forest|ferns", text + of(story, "s1-1", "image").text)


def test_a_name_that_tells_what_it_is_stands_alone(tale: Story):
    after = edit(tale, Change(ops=(Set(target="setting:wood", field="name", value="the harbour"), Set(target="setting:wood", field="place", value="harbor"))))
    assert "The scene is the harbour by day" in of(after, "s1-1", "wan-t2v").text
    assert "The scene is home (a cottage room) at night" in of(tale, "s2-1", "wan-t2v").text
    assert "The lamp (a lantern) is seen close and fills the frame." in of(tale, "s1-2", "wan-t2v").text
