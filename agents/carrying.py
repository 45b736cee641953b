"""What the words of a film do to its people: who falls into the water is wet afterwards, a torn coat stays torn until somebody mends it.

Read from what the shots say happens and what the narrator tells, never from what somebody says; drawn from the next shot on, or at once where the
words say how somebody already is. Water and snow are gone when time has passed, dirt when a night has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from storyboard.continuity.space import joined
from storyboard.staging import Hour
from storyboard.states import MOST, ON_BODY, PASSING, State, tidied
from storyboard.states_words import ENDS, HAPPENS, IS, ending, spoken_of
from storyboard.story import Presence, Scene, Shot, Story

SENTENCE = re.compile(r"[^.!?。！？;；]+[.!?。！？;；]?")
UNREAL = re.compile(r"(?:\b(?:not|no|never|almost|nearly|without|to|would|will|could|should|might|must|can|cannot|if|let's|let us|want(?:s|ed)? (?:a|the)|how)|n['’]t|没有?|差点|想要?|要|会|敢|别|不)\s*(?:[\w’'-]+\s+){0,2}$", re.I)
THEY = re.compile(r"\b(?:they|them|both|all of them|everyone)\b|他们|她们|大家|它们", re.I)
ONE = re.compile(r"\b(?:he|she|his|her|him)\b|他|她", re.I)
DAMAGE = re.compile(r"^(?P<who>.+?): (?P<what>.+) \(damage\)$")  # a fact of a long film's state


def carrying(story: Story, trusted: bool = True) -> Story:
    """The story with the states its words tell of; a state that a shot has by itself holds. `trusted`: even where no word speaks of it; small
    models fill in whatever they are offered."""
    work = _Work(story, trusted)
    scenes = [work.scene(at, scene) for at, scene in enumerate(story.scenes)]
    return story if all(a is b for a, b in zip(scenes, story.scenes, strict=True)) else story.model_copy(update={"scenes": tuple(scenes)})


LATELY = 3  # shots in which a state may have been spoken of
OF_A_DAY = frozenset({State.MUDDY, State.SOOTY, State.FLOURY})  # what is washed off overnight


class _Work:
    """The cast by what they are called, and what is to be seen on whom so far. `due`: from when they are next in a shot."""

    def __init__(self, story: Story, trusted: bool) -> None:
        self.story, self.trusted = story, trusted
        self.told: list[str] = []  # what was said in the last shots
        self.now: dict[str, frozenset[State]] = {}
        self.due: dict[str, frozenset[State]] = {}
        self.pattern, self.called = _names(story)
        self.last = ""  # whom the sentence before was about

    def scene(self, at: int, scene: Scene) -> Scene:
        if at and not joined(self.story.scenes[at - 1], scene):
            slept = self.story.scenes[at - 1].hour in (Hour.DUSK, Hour.NIGHT) and scene.hour in (Hour.DAWN, Hour.DAY)
            for who in {*self.now, *self.due}:
                self._put(who, ends=PASSING | OF_A_DAY if slept else PASSING)
        for fact in filter(None, map(DAMAGE.match, scene.state_in)):
            for who in self._mentioned(fact["who"]):
                self._put(who, begins={state for state in State if IS[state].search(fact["what"])})
        self.told = [*self.told[-LATELY:], scene.beat, *scene.state_in]
        shots = [self._shot(shot) for shot in scene.shots]
        return scene if all(a is b for a, b in zip(shots, scene.shots, strict=True)) else scene.model_copy(update={"shots": tuple(shots)})

    def _shot(self, shot: Shot) -> Shot:
        texts = [*(found for text in (shot.words, *(line.text for line in shot.lines if line.speaker is None)) for found in SENTENCE.findall(text))]
        for text in texts:
            for who, state in self._told(text, shot, IS):
                self._put(who, begins={state})
        said = " ".join([shot.words, *(line.text for line in shot.lines)])
        people = tuple(self._appearing(one, " ".join([*self.told, said])) for one in shot.subjects)
        self.told = [*self.told[-LATELY:], said]
        for text in texts:
            for who, state in self._told(text, shot, HAPPENS):
                self._put(who, begins={state})
            for who, state in self._told(text, shot, ENDS):
                self._put(who, ends={state})
            self.last = next(iter(self._mentioned(text)), self.last)
        return shot if people == shot.subjects else shot.model_copy(update={"subjects": people})

    def _appearing(self, one: Presence, told: str) -> Presence:
        who = one.character
        was = self.now.get(who, frozenset())
        now = self.due.pop(who, was)
        if one.state is not None and self.trusted:  # what the story says holds
            self.now[who] = frozenset(one.state)
            return one
        if one.state is not None:
            now |= {state for state in one.state if state in spoken_of(told)}
            now -= {state for state in now - {*one.state} if state in ending(told)}
        self.now[who] = now
        state = None if now == was else _few(now)
        return one if state == one.state else one.model_copy(update={"state": state})

    def _put(self, who: str, begins: Iterable[State] = (), ends: Iterable[State] = ()) -> None:
        have = self.due.get(who, self.now.get(who, frozenset()))
        self.due[who] = (have | frozenset(begins)) - frozenset(ends)

    def _told(self, text: str, shot: Shot, table: Mapping[State, re.Pattern[str]]) -> Iterator[tuple[str, State]]:
        """Of whom a sentence tells which states."""
        for state, pattern in table.items():
            hit = pattern.search(text)
            if hit is None or UNREAL.search(text[: hit.start()]):
                continue
            aimed = table is ENDS or state in ON_BODY  # done to another
            who = self._meant(text, hit, shot, aimed)
            have = [one for one in who if state in self.due.get(one, self.now.get(one, frozenset()))]
            yield from ((one, state) for one in (have if table is ENDS else who))

    def _meant(self, text: str, hit: re.Match[str], shot: Shot, aimed: bool) -> list[str]:
        """Whom the words at a place mean: named in them, else nearest before or after; all who are there for "they"; else who is there alone."""
        found = [(one.start(), self.called[one[0].casefold()]) for one in self.pattern.finditer(text)]
        inside, before, after = [w for at, w in found if hit.start() <= at < hit.end()], [w for at, w in found if at < hit.start()], [w for at, w in found if at >= hit.end()]
        if inside:
            return inside[:1]
        there = [one.character for one in shot.subjects]
        if aimed and (after or before):
            return [*after, *reversed(before)]
        if before or after:
            return before if " and " in text[: hit.start()] and len(set(before)) > 1 else [before[-1] if before else after[0]]
        if self.last and ONE.search(text):
            return [self.last]
        return there if THEY.search(text) or len(there) == 1 or hit.re is HAPPENS[State.SNOWY] else []  # a snowstorm takes all

    def _mentioned(self, text: str) -> list[str]:
        return [self.called[one[0].casefold()] for one in self.pattern.finditer(text)][:1]


def _few(states: frozenset[State]) -> tuple[State, ...]:
    """As many as are seen at once; what lasts before what dries."""
    kept = sorted(tidied(states), key=lambda state: state in PASSING)[:MOST]
    return tidied(kept)


def _names(story: Story) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every name, and whose it is; a first name where only one has it."""
    called = {one.name.casefold(): one.id for one in story.characters}
    firsts = [one.name.split()[-1 if one.name.casefold().startswith("the ") else 0].casefold() for one in story.characters]
    called |= {first: one.id for first, one in zip(firsts, story.characters, strict=True) if firsts.count(first) == 1 and len(first) > 2 and first not in called}
    names = sorted(called, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" if n.isascii() else re.escape(n) for n in names) or r"(?!)", re.I), called
