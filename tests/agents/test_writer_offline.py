"""The embedded writer: every premise a film, each its own, always the same."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest

from agents.brief import LONGEST_PREMISE, Brief
from agents.lengths import LONGEST_SHOT
from agents.writer import Prompt
from agents.writer_offline import OfflineWriter
from agents.writer_offline.knowledge import concept, crises, place_words
from agents.writer_offline.planning import choose
from agents.writer_offline.premise import read
from agents.writer_offline.script import PlotScript, cast_of, parse, plots, trials
from agents.writer_offline.staged import ACTIONS, EMOTIONS
from agents.writer_offline.telling import SLOT, slots
from agents.writing import write
from app import authoring
from app.settings import Settings
from storyboard import timing
from storyboard.continuity import check
from storyboard.digest import digest
from storyboard.errors import BadInput, LimitReached
from storyboard.look import Kind
from storyboard.memo import MemoryMemo
from storyboard.plan import plan
from storyboard.staging import Place, Season
from storyboard.story import Limits, Story
from storyboard.ways import Ways

PREMISES = (
    "A lighthouse keeper befriends a storm", "A clockmaker's robot learns to dream", "Two mice steal the moon",
    "The old baker loses her sense of smell", "fox", "🦊🌙", "الثعلب والقمر", "小狐狸寻找月亮", "השועל והירח", "A shy ghost wants to make friends",
    "Mira finds a key in the forest", "A kangaroo who wants to fly", "An astronaut returns home to find her garden on the moon",
    "quantum tax accountant", "love", "asdf qwer zxcv", "A penguin named Otto travels to the desert", "Grandmother's teapot is haunted",
    "A boy and his dog build a rocket", "The sun forgot to rise", "El zorro busca la luna", "A pirate who is afraid of water",
    "A snail wins a race", "A whale swallows a library", "Two sisters quarrel over a red umbrella", "The wind stole my hat",
    "An owl who cannot sleep", "A postwoman brings a letter to a wolf", "!!!", "{a} {b.who} %s <b>&amp;</b> \\n ../../etc", "x" * 400,
    "A wizard guards a secret book",
)  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent.parent


@lru_cache(maxsize=512)
def story(premise: str, seed: int = 0, seconds: float = 40.0) -> Story:
    return write(premise, Brief(seed=seed, seconds=seconds), OfflineWriter(), MemoryMemo())


def spoken(tale: Story) -> list[str]:
    return [line.text for shot in tale.shots for line in shot.lines]


@pytest.mark.parametrize("premise", PREMISES)
def test_every_premise_is_a_film(premise: str, ways: Ways):
    tale = story(premise)
    assert tale.premise == " ".join(premise.split())
    assert 2 <= len(tale.characters) <= 3
    assert 8 <= len(tale.shots) <= 16
    assert 30 <= tale.frames / 24 <= 50
    assert all(timing.SHORTEST <= s.frames <= LONGEST_SHOT and timing.needed(s) <= s.frames for s in tale.shots)
    assert all(len(s.subjects) <= 2 for s in tale.shots)
    assert plan(tale, ways)[-1].kind == "film"
    assert check(tale) == []


@pytest.mark.parametrize("premise", PREMISES[:12])
def test_words_are_whole(premise: str):
    for seed in range(4):
        for text in spoken(story(premise, seed)):
            assert not SLOT.search(text) and "{" not in text.replace(premise, "")
            assert text[0].isupper() or not text[0].isalpha() or text[0].islower()
            assert text[-1] in ".!?,:;" or len(text) > 10
            assert "  " not in text and " ," not in text and ".." not in text.replace("...", "")


def test_speech_fills_its_share():
    shares = [sum(line.slot for s in t.shots for line in s.lines) / t.frames for t in map(story, PREMISES)]
    assert all(0.5 <= share <= 0.9 for share in shares)
    assert 0.55 <= sum(shares) / len(shares) <= 0.8


def test_two_premises_are_two_films():
    told = [tuple(spoken(story(p))) for p in PREMISES]
    assert len(set(told)) == len(told)
    famous = [story(p) for p in PREMISES[:4]]
    assert len({tuple(str(c.look.kind) for c in t.characters) for t in famous}) == 4
    assert len({t.scenes[0].setting for t in famous}) >= 3
    for one in famous:
        for other in famous:
            if one is not other:
                assert len(set(spoken(one)) & set(spoken(other))) <= 3


def test_seeds_differ():
    told = {tuple(spoken(story("A lighthouse keeper befriends a storm", seed))) for seed in range(8)}
    assert len(told) == 8


def test_a_seed_is_the_same_story_in_every_process():
    code = (
        "from agents import Brief, OfflineWriter, write\nfrom storyboard.memo import MemoryMemo\nfrom storyboard.digest import digest\n"
        "print(digest(write('Two mice steal the moon', Brief(seed=5), OfflineWriter(), MemoryMemo())))"
    )
    env = {"PYTHONHASHSEED": "7", "PATH": ""}
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=env).stdout
    assert other.strip() == digest(story("Two mice steal the moon", 5))


@pytest.mark.parametrize(("seconds", "least", "most"), [(24, 24, 40), (40, 36, 50), (90, 75, 115), (240, 200, 290)])
def test_length_follows_the_wish(seconds: float, least: float, most: float):
    for premise in PREMISES[:3]:
        tale = story(premise, 1, seconds)
        assert least <= tale.frames / 24 <= most
        assert check(tale) == []


@pytest.mark.parametrize("seconds", [24.0, 26.0, 28.0])
def test_a_short_wish_is_met_where_the_plot_allows(seconds: float):
    quick = ("A penguin named Otto travels to the desert", "El zorro busca la luna", "A snail wins a race")
    lengths = [story(premise, seed, seconds).frames / 24 for premise in quick for seed in range(4)]
    assert min(lengths) <= seconds + 3
    assert all(seconds <= length <= 40 for length in lengths)


@pytest.mark.parametrize("seconds", [5.0, 23.9, 3601.0])
def test_a_length_no_plot_has_is_refused(seconds: float):
    with pytest.raises(ValueError, match="seconds"):
        Brief(seconds=seconds)


@pytest.mark.parametrize(("minutes", "says"), [(0.2, "A film of 12 seconds"), (61, "A film of 3660 seconds"), (float("nan"), "nan seconds")])
def test_a_wish_no_story_can_meet_is_refused_in_a_sentence(minutes: float, says: str):
    with pytest.raises(BadInput, match=f"{says} was wished; a whole story takes 24 to 3600 seconds: wish for 0.4 to 60 minutes"):
        authoring.brief(authoring.Premise("fox", minutes=minutes))
    assert authoring.brief(authoring.Premise("fox", minutes=0.4)).seconds == 24
    assert authoring.brief(authoring.Premise("fox", size="tiny")).seconds == 24


def test_a_story_longer_than_wished_is_spoken_of(tmp_path: Path):
    offline = Settings(tmp_path, "sqlite://", 1)

    def told(minutes: float | None) -> list[str]:
        heard: list[str] = []
        premise = authoring.Premise("A clockmaker's robot learns to dream", minutes=minutes)
        authoring.compose(premise, offline, MemoryMemo(), heard.append)
        return [h for h in heard if "were wished" in h]

    assert len(told(0.4)) == 1 and "where 24 were wished" in told(0.4)[0]
    assert told(None) == [] and told(0.7) == []


def test_nothing_is_said_twice_in_a_long_film():
    for premise in PREMISES[:4]:
        told = [t for t in spoken(story(premise, 2, 240.0)) if len(t) > 30]
        assert len(told) == len(set(told))


def test_the_premise_is_read():
    keeper = read("A lighthouse keeper befriends a storm")
    assert [(b.noun, b.kind) for b in keeper.beings][1] == ("storm", Kind.SPIRIT)
    assert keeper.verb == "friend" and keeper.place is None and keeper.weather is None
    mice = read("Two mice steal the moon")
    assert mice.beings[0].count == 2 and mice.object is not None and mice.object.sort == "sky"
    baker = read("The old baker loses her sense of smell")
    assert baker.woman is True and baker.object is not None and baker.object.phrase == "her sense of smell"
    robot = read("A clockmaker's robot learns to dream")
    assert [b.noun for b in robot.beings] == ["robot", "clockmaker"] and robot.object is not None and robot.object.phrase == "dream"
    assert read("小狐狸寻找月亮").verb == "search"
    assert read("Mira finds a key").beings[0].name == "Mira"


def test_the_premise_reaches_the_film():
    tale = story("The old baker loses her sense of smell")
    assert tale.characters[0].look.kind in (Kind.OLD_WOMAN,)
    assert "sense of smell" in " ".join(spoken(tale))
    assert "storm" in " ".join(spoken(story("A lighthouse keeper befriends a storm"))).lower()
    assert story("A penguin named Otto travels to the desert").characters[0].name == "Otto"
    assert Place.DESERT in {s.place for s in story("A penguin named Otto travels to the desert").settings}


def test_a_season_reaches_every_scene():
    assert read("A fox finds a mitten in winter").season is Season.WINTER and read("A fox finds a mitten").season is None
    assert {s.season for s in story("A rabbit gathers autumn leaves").scenes} == {Season.AUTUMN}


def test_what_cannot_be_drawn_is_said():
    found = story("A kangaroo who wants to fly").substitutions
    assert ("kangaroo", "rabbit") in {(s.asked, s.drawn) for s in found}
    assert story("fox").substitutions == ()


def test_characters_are_told_apart():
    for premise in PREMISES[:20]:
        one, two = story(premise).characters[:2]
        assert one.name[0] != two.name[0] or one.name != two.name
        assert one.costumes[0].outfit.color != two.costumes[0].outfit.color
        assert one.voice != two.voice
        assert one.identity.startswith(f"{one.name}: a")


def test_moving_pictures():
    shots = [s for p in PREMISES[:16] for s in story(p).shots]
    moving = [s for s in shots if s.camera.amount or s.motion >= 0.6]
    assert len(moving) / len(shots) > 0.85
    sizes = [str(s.size) for s in shots]
    assert sizes.count("extreme wide") < 0.1 * len(sizes)
    assert "insert" in sizes and "close-up" in sizes


@pytest.mark.parametrize("premise", ["", "   \n\t", "\u200b\x00"])
def test_no_premise_is_refused(premise: str):
    with pytest.raises(BadInput, match="empty"):
        write(premise, Brief(), OfflineWriter(), MemoryMemo())


def test_a_premise_too_long_is_refused():
    with pytest.raises(BadInput, match=f"{LONGEST_PREMISE:,}"):
        write("fox " * 250_000, Brief(), OfflineWriter(), MemoryMemo())
    assert len(write("fox " * 4999, Brief(), OfflineWriter(), MemoryMemo()).shots) >= 8


def test_limits_stop_the_work():
    with pytest.raises(LimitReached, match="shots"):
        write("fox", Brief(limits=Limits(shots=3)), OfflineWriter(), MemoryMemo())
    assert write("fox", Brief(limits=Limits(calls=0)), OfflineWriter(), MemoryMemo()).shots  # it calls no model


def test_a_changed_plot_reaches_a_premise_written_before():
    class Changed(OfflineWriter):
        def ask(self, prompt: Prompt, schema: type):  # type: ignore[no-untyped-def]
            answer = super().ask(prompt, schema)
            return answer.model_copy(update={"title": "A New Plot"}) if prompt.task == "treatment" else answer

    memo = MemoryMemo()
    write("fox", Brief(), OfflineWriter(), memo)
    assert write("fox", Brief(), Changed(), memo).title == "A New Plot"


def test_progress_is_told():
    heard: list[str] = []
    write("fox", Brief(), OfflineWriter(), MemoryMemo(), heard.append)
    assert heard[:4] == ["treatment", "cast", "places", "scenes"] and "scene 1" in heard


def test_importing_agents_is_cheap():
    code = "import sys, agents; assert not {'langgraph', 'openai'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_tables_are_whole():
    assert all(place_words(p).near for p in Place)
    assert all(concept(str(k), k).solve for k in Kind)
    for place in Place:
        assert [c for c in crises() if c.fits(place)], place
    assert len(plots()) >= 12 and len(trials()) >= 12


def test_concepts_say_only_what_is_known_of_a_role():
    known = slots(choose(read("fox"), Random(0)).world)
    said = re.findall(r"\{[xo]\.([A-Za-z]+)\}", (ROOT / "agents/writer_offline/concepts.ini").read_text(encoding="utf-8"))
    assert said and {f"a.{field[0].lower()}{field[1:]}" for field in said} <= set(known)


def test_plots_are_read_strictly():
    assert isinstance(parse("x", "for: y\n== home | day | clear | calm | beat\n-- wide | in | A walk happy\nn: Hello."), PlotScript)
    with pytest.raises(ValueError, match="line 2"):
        parse("x", "for: y\nwhat is this")


def test_every_trouble_is_seen_as_well_as_told():
    for crisis in crises():
        for cues in (cast_of(crisis.opens), cast_of(crisis.ends)):
            assert cues and {c.who for c in cues} <= {"a", "b"}, crisis.name
            assert all(c.action in ACTIONS and c.emotion in EMOTIONS for c in cues), crisis.name
