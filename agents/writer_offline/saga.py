"""A long film: a plot of its own in acts (long/*.txt), five places that return, and beside it a thread for each of the others
(long/threads/*.txt): why they come, what happens to them, what turns it, what they alone can do when it matters, how it ends.

In a long plot stand, besides shots:
@entries @gifts @ends              each one's reason to come, each one's deed when all hangs on it, each one's end
@first PLACE HOUR WEATHER          the next thread's first scene, there and then; @second and @third its others; @firsts: all that are left
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import NamedTuple

from agents import lengths
from agents.blocking import lens
from agents.drafts import MOST_CAST, NARRATOR, ShotDraft
from agents.writer_offline import casting
from agents.writer_offline.casting import Also, Role
from agents.writer_offline.film import Teller
from agents.writer_offline.fitting import Part, Told, fit
from agents.writer_offline.knowledge import place_words
from agents.writer_offline.planning import Chosen, choose
from agents.writer_offline.premise import Reading
from agents.writer_offline.script import PlotScript, SceneCue, company, spines, threads
from agents.writer_offline.staged import Stage
from agents.writer_offline.telling import of_role, place_slots
from agents.writer_offline.weaving import motif, obstacle, remarks, slots_of
from storyboard import timing
from storyboard.grammar import Angle, Size
from storyboard.sound import Voice
from storyboard.staging import INDOORS, Action, Hour, Place, Season, Weather

LONG = 420.0  # seconds: a film at least so long is told as a saga
SPINE_SECONDS, THREAD_SECONDS = 390.0, 70.0  # what a plot takes by itself, and what each thread adds
LEAST_CAST = 5
KEYS = "abcdef"
COUNTS = {5: "five", 6: "six"}
SCENES = {"first": "one", "second": "two", "third": "three"}
SHOTS = {"entries": "entry", "gifts": "gift", "ends": "end"}
MOST_SHOTS = 14  # of one scene, before long lines are cut (agents/drafts.py)
TOGETHER = frozenset({Action.GIVE, Action.TAKE, Action.HUG, Action.ARGUE, Action.DANCE_TOGETHER, Action.PUSH})
SMALL_ONES = ("boy", "girl", "mouse", "rabbit", "frog")  # who is met on the way, where a plot needs somebody new
TOWNS = re.compile(r"^(?:keep|save|open|reopen|run(?! away)|put on|stage|hold)\b")
RIDDLES = re.compile(r"^(?:find out|discover|learn (?:who|what|why|where)|solve|search|look for|find)\b")
SOUGHT = re.compile(r"\b(?:who|what) (?!is |are |was |were )\w+ (?:the |a |an )?((?:\w+ )?\w+)$")  # "who stole the morning"
PERSONS = {
    "we": {"their": "our", "his": "our", "her": "our", "them": "us", "themselves": "ourselves"},
    "mine": {"their": "our", "his": "my", "her": "my", "them": "us", "himself": "myself", "herself": "myself"},
}
WANTED: dict[str, dict[str, tuple[Place, ...]]] = {
    "road": {
        "far": (Place.CASTLE, Place.LIGHTHOUSE), "away": (Place.MEADOW, Place.VILLAGE, Place.HARBOR), "mid": (Place.FOREST, Place.RIVER, Place.SEASHORE),
        "deep": (Place.MOUNTAIN, Place.RIVER, Place.MEADOW),
    },
    "town": {"away": (Place.VILLAGE, Place.CITY, Place.HARBOR), "deep": (Place.FOREST,), "mid": (Place.KITCHEN, Place.WORKSHOP, Place.LIBRARY, Place.COTTAGE),
             "far": (Place.SEASHORE, Place.MEADOW, Place.RIVER)},
    "riddle": {"far": (Place.MOUNTAIN, Place.CASTLE), "away": (Place.VILLAGE, Place.CITY, Place.HARBOR), "mid": (Place.LIBRARY, Place.FOREST, Place.WORKSHOP),
               "deep": (Place.RIVER, Place.MEADOW, Place.SEASHORE)},
}  # fmt: skip


class Thread(NamedTuple):
    """Whose it is, who is with them in it, and its scenes by their names."""

    owner: Role
    partner: Role
    scenes: Mapping[str, SceneCue]


def saga(reading: Reading, rng: Random, known: Mapping[str, Role]) -> Saga:
    """Who tells the long film of this reading."""
    chosen = choose(reading, rng, known)
    spine = _spine(reading, chosen)
    want = chosen.world.want or re.sub(r"^\{a\} wants to ", "", chosen.plot.fields["want"][0])
    world = replace(chosen.world, rest=_company(chosen, rng), want=want)
    places = _places(reading, spine.name, world.hero, rng)
    world = replace(world, home=places["home"], away=places["away"], far=places["far"])
    tags = chosen.tags | ({"who"} if SOUGHT.search(want) else set())
    return Saga(replace(chosen, world=world, plot=spine, tags=tags), reading, rng, _small(chosen, spine, rng, (world.hero, world.other, *(a.role for a in world.rest))), places)


def _spine(reading: Reading, chosen: Chosen) -> PlotScript:
    """The plot that this want takes: a riddle where something is to be found out, else by the short film's plot."""
    known = {one.name: one for one in spines()}
    if RIDDLES.match(reading.want or ""):
        return known["riddle"]
    if TOWNS.match(reading.want or ""):
        return known["town"]
    return next((one for one in spines() if chosen.plot.name in one.fields["for"][0].split()), known["road"])


def _company(chosen: Chosen, rng: Random) -> tuple[Also, ...]:
    """The others, and as many more as a long film needs."""
    rest = list(chosen.world.rest)
    while len(rest) < LEAST_CAST - 2:
        there = (chosen.world.hero, chosen.world.other, *(also.role for also in rest))
        rest.append(Also(casting.invented(rng, there), "friend"))
    return tuple(rest)


def _small(chosen: Chosen, spine: PlotScript, rng: Random, there: tuple[Role, ...]) -> Role | None:
    """Whoever is met on the way, in a plot that has them."""
    named = any(s.who == "f" for scene in spine.scenes for shot in scene.shots for s in shot.subjects)
    if not named or len(there) >= MOST_CAST:
        return None
    noun = next(n for n in rng.sample(SMALL_ONES, len(SMALL_ONES)) if all(n not in (r.noun, str(r.member.kind)) for r in there))
    return casting.of_noun(noun, rng, there)


def _places(reading: Reading, spine: str, hero: Role, rng: Random) -> dict[str, Place]:
    """Five places, all different; the premise's own is where its plot goes, or where it stays."""
    found = {"home": hero.concept.home}
    if reading.place and reading.place not in (Place.SPACE, Place.CLOUDS, Place.SEA):
        found["home" if spine == "town" else "far"] = reading.place
    for key, options in WANTED[spine].items():
        if key not in found:
            free = [p for p in options if p not in found.values()] or [p for p in Place if p not in (*found.values(), *INDOORS, Place.SEA, Place.SPACE, Place.CLOUDS)]
            found[key] = rng.choice(free)
    if found["home"] is found.get("far"):
        found["home"] = next(p for p in (Place.COTTAGE, Place.KITCHEN) if p not in found.values())
    return found


class Saga(Teller):
    """Tells a long plot with its threads."""

    def __init__(self, chosen: Chosen, reading: Reading, rng: Random, small: Role | None, places: dict[str, Place]):
        super().__init__(chosen, reading, rng, tight=False)
        self.places_of = places
        self.company = [self.world.hero, self.world.other, *(also.role for also in self.world.rest)]
        roles = dict(zip(KEYS, self.company, strict=False))
        if small is not None:
            roles["f"] = small
            self.world = replace(self.world, rest=(*self.world.rest, Also(small, "found")))
        self.stage = self.stage.playing(**roles)
        for key, role in roles.items():
            self.values |= of_role(key, role, self._twins(role))
        for key, place in places.items():
            self.values |= place_slots(key, place) | {f"{key}.sight": rng.choice(place_words(place).sight)}
        self.values |= self._wanted() | ({"p.a": "some bread"} if self.values["p"] == "bread" else {})

    def _twins(self, role: Role) -> bool:
        return sum(other.noun == role.noun for other in self.company) > 1

    def _wanted(self) -> dict[str, str]:
        """What is wanted, as it is told and as it is said; what it is about, in two words; how many they are."""
        want = self.say(self.world.want)
        want = want[:1].lower() + want[1:] if self.world.want[:1].islower() or self.world.want[:1] == "{" else want
        sought = SOUGHT.search(want)
        named = self.world.object.noun if self.world.object.sort in ("thing", "place", "being", "sky") else ""
        noun = sought[1] if sought else named or self.values["p"]
        count = COUNTS.get(len(self.company), str(len(self.company)))
        said = {f"want.{who}": " ".join(words.get(word, word) for word in want.split()) for who, words in PERSONS.items()}
        return {"want": want, **said, "thing": f"the {noun}", "thing.bare": noun, "thing.cap": f"the {noun.title()}", "count": count, "count.cap": count.capitalize()}

    def tell(self, seconds: float) -> list[Told]:
        self.open_threads = list(self._threads(seconds))
        self.queues = {name: list(self.open_threads) for name in SCENES}
        scenes: list[Told] = []
        for cue in self.chosen.plot.scenes:
            scenes += self._scenes(cue)
        obstacle(self, scenes, on_the_way=False)
        remarks(self, scenes)
        motif(self, scenes)
        fit(scenes, seconds + 8.0, self)
        for told in scenes:
            told.shots = list(self._views(told.shots))
        return [told for told in scenes if told.shots]

    def _threads(self, seconds: float) -> Iterator[Thread]:
        """As many threads as the length takes, each of somebody else, each another."""
        owners = [self.stage.roles[key] for key in self.chosen.plot.fields["threads"][0].split()]
        count = max(1, min(len(owners), round((seconds - SPINE_SECONDS) / THREAD_SECONDS)))
        for number, script in enumerate(self.rng.sample(threads(), count)):
            yield Thread(owners[number], owners[(number + 1) % len(owners)], {scene.place: scene for scene in script.scenes})

    def _scenes(self, cue: SceneCue) -> Iterator[Told]:
        """A scene of the plot, then those of the threads that stand behind it."""
        told = self._scene(cue, self.places_of[cue.place], cue.hour, cue.weather, {})
        yield told
        for shot in cue.shots:
            if not shot.macro:
                self.add(told, shot)
            elif shot.macro in SHOTS:
                self._each(told, SHOTS[shot.macro])
            else:
                yield from self._beside(*shot.macro.split())

    def _each(self, told: Told, name: str) -> None:
        """What everybody has in this scene of the plot: their entry, their gift, their end."""
        for thread in self.open_threads:
            for cue in thread.scenes[name].shots:
                self.add(told, cue, self._words(thread), self._on(thread))
        if name == "entry":
            owners = [thread.owner for thread in self.open_threads]
            for role in (one for one in self.company[2:] if one not in owners):
                self.add(told, company("friend")["entry"].shots[0], slots_of(self, role), self.stage.playing(c=role))

    def _beside(self, name: str, *at: str) -> Iterator[Told]:
        """The next thread's scene, or all those left: `at` says where, and when and in what weather if it is not the scene's own."""
        queue = self.queues[name.removesuffix("s")]
        count = len(queue) if name.endswith("s") else min(1, len(queue))
        for thread in queue[:count]:
            yield self._thread_scene(thread, thread.scenes[SCENES[name.removesuffix("s")]], at)
        del queue[:count]

    def _thread_scene(self, thread: Thread, cue: SceneCue, at: tuple[str, ...]) -> Told:
        place = self.places_of[at[0]]
        hour, weather = at[1:] if len(at) > 1 else (cue.hour, cue.weather)
        seen = [s for s in place_words(place).sight if s != self.values[f"{at[0]}.sight"]]
        said = self._words(thread) | place_slots("place", place) | {"place.sight": self.rng.choice(seen)}
        told = self._scene(cue, place, hour, weather, said)
        for shot in cue.shots:
            self.add(told, shot, said, self._on(thread))
        return told

    def _scene(self, cue: SceneCue, place: Place, hour: str, weather: str, words: dict[str, str]) -> Told:
        """A scene without its shots. What falls in winter is snow."""
        snows = weather == "rain" and self.reading.season is Season.WINTER
        return Told(cue, place, Weather.SNOW if snows else Weather(weather), Hour(hour), self.say(cue.beat, words)[:200])

    def seconds(self, draft: ShotDraft) -> float:
        """As in any film; a line that takes more than one shot takes the beginning and the end of each."""
        voices = {r.name: Voice(base=r.member.voice) if r.member.voice else Voice() for r in self.stage.roles.values()}
        slots = [lengths.slot(s.text, voices.get(s.speaker, Voice()), s.delivery, "en") for s in draft.lines]
        if len(slots) == 1 and slots[0] > lengths.ROOM:
            return float((slots[0] + math.ceil(slots[0] / lengths.ROOM) * (timing.LEAD + timing.GAP)) / timing.RATE)
        return super().seconds(draft)

    def _views(self, parts: list[Part]) -> Iterator[Part]:
        """The shots of a scene; one that is told in two breaths turns, at the second, to whom that is about."""
        room = MOST_SHOTS - len(parts)
        for part in parts:
            views = self._turned(part) if room > 0 else None
            room -= views is not None
            yield from views or (part,)

    def _turned(self, part: Part) -> tuple[Part, Part] | None:
        """Two shots for one whose narration is longer than a shot; None where one of the two alone would act at nobody."""
        draft = part.draft
        if len(draft.lines) != 1 or draft.lines[0].speaker != NARRATOR or len(draft.subjects) < 2 or self._fits(draft):
            return None
        if any(subject.action in TOGETHER for subject in draft.subjects):
            return None
        text = draft.lines[0].text
        marks = [m.end() for m in re.finditer(r"[.:;,] ", text) if 0.3 < m.end() / len(text) < 0.7]
        if not marks:
            return None
        middle = min(marks, key=lambda mark: abs(mark - len(text) / 2))
        first, second = (draft.lines[0].model_copy(update={"text": half.strip()}) for half in (text[:middle], text[middle:]))
        about = next((s for s in draft.subjects if s.who in second.text), draft.subjects[-1])
        size = Size.MEDIUM if draft.size in (Size.WIDE, Size.FULL) else Size.MEDIUM_CLOSE
        turned = draft.model_copy(update={"lines": (second,), "subjects": (about,), "size": size, "angle": Angle.EYE, "lens": lens(size)})
        drafts = (draft.model_copy(update={"lines": (first,)}), turned)
        one, two = (Part(one, part.level, None, self.seconds(one)) for one in drafts)
        return one, two

    def _fits(self, draft: ShotDraft) -> bool:
        return lengths.slot(draft.lines[0].text, Voice(), draft.lines[0].delivery, "en") <= lengths.ROOM

    def _words(self, thread: Thread) -> dict[str, str]:
        return of_role("c", thread.owner, self._twins(thread.owner)) | of_role("d", thread.partner, self._twins(thread.partner))

    def _on(self, thread: Thread) -> Stage:
        return self.stage.playing(c=thread.owner, d=thread.partner)
