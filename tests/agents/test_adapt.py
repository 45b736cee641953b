"""Other people's scripts become stories: every scene, line and character arrives, and what is not drawn as asked is said."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

import agents
from agents import Brief, OfflineWriter
from agents.adapt import Adapted, adapt
from agents.adapt.screenplays import breakdown
from app.exchange.fountain import read, screenplay
from storyboard import continuity, timing
from storyboard.edit import Change, Set, edit
from storyboard.errors import BadInput
from storyboard.grammar import Size, Transition
from storyboard.look import Color, Garment, Kind
from storyboard.memo import MemoryMemo
from storyboard.screenplay import Dialogue, Heading, Speech, parse, text
from storyboard.sound import Delivery
from storyboard.staging import Action, Hour, Place, Prop, Season, Weather
from storyboard.story import Story
from storyboard.tree import validated

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


def script(name: str) -> str:
    return (SCRIPTS / f"{name}.fountain").read_bytes().decode("utf-8-sig")


def brought(name: str) -> Adapted:
    return adapt(breakdown(parse(script(name))))


def out(story: Story) -> str:
    return text(screenplay(story))


@pytest.fixture(scope="module")
def bakery() -> Story:
    return brought("bakery").story


@pytest.mark.parametrize("name", ["bakery", "everything", "lighthouse_zh"])
def test_every_scene_and_every_word_said_arrives(name: str):
    given, story = parse(script(name)), brought(name).story
    assert len(story.scenes) == sum(isinstance(e, Heading) for e in given.elements)
    said = " ".join(p.text for e in given.elements if isinstance(e, Speech) for p in e.parts if isinstance(p, Dialogue))
    heard = " ".join(line.text for shot in story.shots for line in shot.lines)
    assert not Counter(c for c in said if c.isalnum()) - Counter(c for c in heard if c.isalnum())
    assert validated(story.model_dump(mode="json")) == story
    assert max(shot.frames for shot in story.shots) <= timing.LONGEST_SHOT and all(timing.needed(shot) <= shot.frames for shot in story.shots)


def test_the_cast_is_everyone_who_speaks_or_is_introduced(bakery: Story):
    assert [c.name for c in bakery.characters] == ["Tom", "Mary", "Kangaroo"]
    tom, mary, kangaroo = bakery.characters
    assert tom.look.kind is Kind.OLD_MAN and mary.look.kind is Kind.GIRL and kangaroo.look.kind is Kind.RABBIT
    assert tom.costumes[0].outfit.garment is Garment.APRON and tom.costumes[0].outfit.color is Color.RED
    assert bakery.title == "The Last Loaf" and bakery.writer == "Jane Doe" and bakery.logline.startswith("A baker who trusts")


def test_scenes_are_where_and_when_the_headings_say(bakery: Story):
    first, second, third = bakery.scenes
    assert (first.hour, second.hour, second.weather, third.hour) == (Hour.NIGHT, Hour.DAWN, Weather.RAIN, Hour.DAWN)
    assert first.setting == third.setting and bakery.setting(first.setting).place is Place.KITCHEN and bakery.setting(second.setting).place is Place.VILLAGE
    assert [s.shots[0].transition for s in bakery.scenes] == [Transition.FADE, Transition.CUT, Transition.DISSOLVE]


def test_lines_are_said_by_the_right_one_in_the_right_way(bakery: Story):
    said = [(line.speaker, line.text, line.delivery, line.on_screen) for shot in bakery.shots for line in shot.lines]
    assert said[0] == ("tom", "Who is there?", Delivery.WHISPER, True) and said[1] == ("mary", "Nobody. Only a mouse.", Delivery.PLAIN, False)
    assert said[2][0] == "tom" and said[5] == ("kangaroo", "For me?", Delivery.EXCITED, True)
    assert said[6][0] is None and said[-2] == ("mary", "We brought somebody!", Delivery.PLAIN, False) and said[-1][0] == "tom"
    assert {p.character for p in bakery.shots[-1].subjects} == {"tom", "mary"}


def test_deeds_and_things_are_drawn(bakery: Story):
    staged = {(p.character, p.action) for shot in bakery.shots for p in shot.subjects}
    assert {("tom", Action.WORK), ("mary", Action.SNEAK), ("mary", Action.LAUGH), ("kangaroo", Action.JUMP), ("mary", Action.GIVE), ("kangaroo", Action.TAKE)} <= staged
    assert {(p.character, bakery.thing(p.prop).prop) for shot in bakery.shots for p in shot.subjects if p.prop} == {("mary", Prop.LANTERN), ("mary", Prop.BREAD)}
    assert bakery.scenes[0].shots[0].size is Size.WIDE


def test_what_is_drawn_otherwise_is_said():
    adapted = brought("bakery")
    said = {(s.kind, s.asked, s.drawn) for s in adapted.story.substitutions}
    assert ("character", "kangaroo", "rabbit") in said and not any(asked == "CONTINUOUS" for _, asked, _ in said)
    assert adapted.words().startswith("3 scenes, 17 shots, 12 lines, 3 characters; drawn instead: kangaroo as rabbit")
    assert any("lines of the script are" in remark for remark in adapted.remarks) and any("dissolve" in remark for remark in adapted.remarks)
    assert any("1 title page entry" in remark for remark in adapted.remarks) and any("said by the first of them" in remark for remark in adapted.remarks)


def test_cuts_notes_and_titles_that_no_film_shows_are_said():
    adapted = adapt(read(script("everything")))
    left = " ".join(adapted.remarks)
    for words in ("2 section titles", "2 notes", "1 passage cut", "Sung lines are spoken", "said one after the other", "'centred text' is not shown"):
        assert words in left


def test_chinese_scripts_are_read():
    story = brought("lighthouse_zh").story
    assert story.language == "zh" and [s.hour for s in story.scenes] == [Hour.NIGHT, Hour.DAWN]
    assert [story.setting(s.setting).place for s in story.scenes] == [Place.LIGHTHOUSE, Place.FOREST]
    assert [(c.name, c.look.kind) for c in story.characters] == [("爷爷", Kind.OLD_MAN), ("狐狸", Kind.FOX)]
    assert Action.RUN in {p.action for shot in story.scenes[1].shots for p in shot.subjects}


@pytest.mark.parametrize("name", ["bakery", "everything", "lighthouse_zh"])
def test_what_came_in_goes_out_and_comes_in_the_same(name: str):
    first = out(brought(name).story)
    again = adapt(read(first)).story
    assert out(again) == first
    story = brought(name).story
    assert len(again.scenes) == len(story.scenes)
    assert sorted(c.name.casefold() for c in again.characters) == sorted(c.name.casefold() for c in story.characters)
    assert [line.text for shot in again.shots for line in shot.lines] == [line.text for shot in story.shots for line in shot.lines]
    assert [[(p.character, p.action) for p in a.subjects] for a in again.shots if not a.words] == [[(p.character, p.action) for p in a.subjects] for a in story.shots if not a.words]


@pytest.fixture(scope="module", params=["A lighthouse keeper befriends a storm", "Two mice steal the moon"])
def written(request: pytest.FixtureRequest) -> Story:
    return agents.write(request.param, Brief(), OfflineWriter(), MemoryMemo())


def test_a_story_of_the_embedded_writer_keeps_its_shots(written: Story):
    page = out(written)
    again = adapt(read(page)).story
    assert out(again) == page

    def staged(story: Story) -> list[object]:
        return [(s.id, s.size, s.frames, [(p.character, p.action, p.emotion) for p in s.subjects]) for s in story.shots]

    assert staged(again) == staged(written)


def test_an_unchanged_script_changes_nothing_of_its_story(written: Story, tale: Story):
    assert adapt(read(out(written)), onto=written).story == written
    came = adapt(read(out(tale)), onto=tale).story
    assert came.shots == tale.shots and came.characters == tale.characters and came.settings == tale.settings


def test_a_changed_line_changes_its_shot_alone(written: Story):
    kept = edit(written, Change(ops=(Set(target=f"shot:{written.shots[1].id}", field="seeds.clip", value=77), Set(target=f"shot:{written.shots[1].id}", field="prompt.more", value="mist"))))
    old = next(line for shot in kept.shots for line in shot.lines if line.speaker)
    page = out(kept)
    assert page.count(old.text) == 1
    came = adapt(read(page.replace(old.text, "No.")), onto=kept).story
    changed = [a.id for a, b in zip(came.shots, kept.shots, strict=True) if a != b]
    assert len(changed) == 1 and came.characters == kept.characters and (came.shots[1].seeds.clip, came.shots[1].prompt.more) == (77, "mist")
    assert any(line.text == "No." for shot in came.shots for line in shot.lines)


def test_scene_numbers_stay():
    page = "INT. HOUSE - DAY #12A#\n\nTom sits.\n\nEXT. WOOD - NIGHT #7#\n\nTom runs.\n\n@Tom\nHello.\n"
    story = adapt(read(page), "x").story
    assert [s.id for s in story.scenes] == ["s12a", "s7"]
    assert [e.number for e in screenplay(story).elements if isinstance(e, Heading)] == ["12A", "7"]


def test_sides_of_the_headings_stay():
    page = "INT. CAR - DAY\n\nTom waits.\n\nEXT. KITCHEN - DAY\n\nTom waits.\n\n.LIMBO\n\nTom waits.\n\nEXT./INT. SHIP - NIGHT\n\n@Tom\nHm.\n"
    story = adapt(read(page), "x").story
    assert [e.text for e in screenplay(story).elements if isinstance(e, Heading)] == ["INT. CAR - DAY", "EXT. KITCHEN - DAY", "LIMBO - DAY", "EXT./INT. SHIP - NIGHT"]
    assert {s.asked for s in story.substitutions if s.kind == "place"} >= {"INT. CAR", "EXT. KITCHEN", "LIMBO"}


def test_more_than_a_story_holds_is_refused_and_never_cut():
    for page, words in (
        ("INT. A\n\n" * 3000, "3,000 scenes or more, and a story holds 2,000"), ("INT. A\n\n" + "@Tom\nHello there my friend.\n\n" * 450, "a scene holds 200"),
        ("".join(f"INT. A\n\n@P{i}\nHi.\n\n" for i in range(61)), "61 people"), ("/* all */", "no scene in this script"), ("@A\n" + "word " * 40_000, "a scene holds 200"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=words):
            adapt(read(page), "x")


HOSTILE = ("(" * 9000, "[[" * 4000, "/*" * 4000, "\0" * 9000, "\u202eTOM\u202c\nhi", "@" + "N" * 9000 + "\nhi", "@A\n(" + "x" * 9000 + ")\nhi", "INT. " + "a - " * 3000 + "\n\nhi",
           "a" * 9000, ". " * 4000, "A " + "(" * 500 + "x" + ")" * 500 + "\nhi", "INT. A\n\n[[s1-1: wide, eye level, normal lens, static camera, 99999 frames]]\n\n" + "word " * 2000,
           "[[s1-1: close-up, eye level, normal lens, static camera, 1 frames]]\n\n[[s1-1: wide, x, y, z, 50 frames]]", "@;\nhi", "@A, B & C\nhi", "@The\nhi", "@^\nhi", "~" * 9000)  # fmt: skip


@pytest.mark.parametrize("page", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_scripts_make_a_story_or_a_sentence(page: str):
    try:
        story = adapt(read(page), "x").story
    except BadInput as error:
        assert len(str(error)) < 400
    else:
        assert validated(story.model_dump(mode="json")) == story and out(adapt(read(out(story))).story)


def test_random_scripts_arrive_whole():
    rows = ("INT. HOUSE - DAY", "EXT. WOOD", ".LIMBO - LATER", "TOM", "MARY (V.O.)", "@McX ^", "(softly)", "Hello there.", "Tom gives Mary the letter.", "She runs. He sits!", "CUT TO:",
            "> FADE OUT.", "", "", "", "[[n]]", "= why", "# act", "~la la", "> T <", "===", "A DOG barks.", "小明", "你好。", "TOM AND MARY")  # fmt: skip
    for seed in range(60):
        dice = random.Random(seed)
        page = "\n".join(dice.choice(rows) + dice.choice(("", "\n")) for _ in range(dice.randint(3, 40)))
        given = breakdown(parse(page))
        if not given.scenes:
            continue
        story = adapt(given, "x").story
        assert len(story.scenes) == len(given.scenes)
        said = "".join(line.text for scene in given.scenes for shot in scene.shots for line in shot.lines).replace(" ", "")
        assert "".join(line.text for shot in story.shots for line in shot.lines).replace(" ", "") == said
        once = out(story)
        assert out(adapt(read(once)).story) == once, page
        assert not [f for f in continuity.check(story) if f.what in ("unknown name", "too long")]


def test_a_clear_winter_comes_back_clear():
    story = agents.write("A baker finds a coin", Brief(seed=1), OfflineWriter(), MemoryMemo())
    winter = story.model_copy(update={"scenes": tuple(scene.model_copy(update={"weather": Weather.CLEAR, "season": Season.WINTER}) for scene in story.scenes)})
    back = adapt(breakdown(parse(out(winter)))).story
    assert {(scene.weather, scene.season) for scene in back.scenes} == {(Weather.CLEAR, Season.WINTER)}
