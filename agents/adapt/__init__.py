"""Somebody else's script made a story: adapt(breakdown) -> Adapted. No model, no network; the same script gives the same story.

Everything arrives: every scene, every line of dialogue word for word, everyone who speaks or is introduced. What cannot be drawn is
substituted and said (story.substitutions, remarks); what a story cannot hold is refused, never cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, NamedTuple

from pydantic import Field

from agents import blocking, lengths
from agents.adapt import people
from agents.adapt.acting import STAGED, Company, Person
from agents.adapt.coverage import Cover, Heard, Staged
from agents.adapt.onto import Known, kept_scene
from agents.adapt.places import Located, Spot, located
from agents.adapt.sentences import cut_to
from agents.asked import READ, unmet_in
from agents.assemble import TEMPO, Names, characters, ids, narrator, seed_of, shot, speaker_of, split
from agents.carrying import carrying
from agents.drafts import Cast, Member
from storyboard import lexicon, naming, timing
from storyboard.breakdown import NOBODY, Breakdown, LinePlan, ScenePlan, ShotPlan
from storyboard.casting import dressed_apart
from storyboard.errors import BadInput
from storyboard.grammar import Size, Transition
from storyboard.sound import Mood, language_of
from storyboard.staging import Emotion, Hour, Style, Weather
from storyboard.story import LEFT_OUT, Direction, Format, Scene, Score, Seeds, Setting, Shot, Story, Substitution, Thing

MOST_READ = 100  # pieces of READ letters in which what is not drawn is looked for
MOST_SCENES, MOST_SHOTS, IN_A_SCENE = 2_000, 10_000, 200
SIGNS = re.compile(r"[^\w\s.,;:!?'’-]+|_+")
TITLE, SENTENCE = 80, 600  # letters
SAID = 12  # substitutions named in one sentence
MOODS = {Emotion.SAD: Mood.SAD, Emotion.AFRAID: Mood.TENSE, Emotion.ANGRY: Mood.TENSE, Emotion.HAPPY: Mood.JOYFUL, Emotion.SURPRISED: Mood.WONDER}


class OfFile(NamedTuple):
    """A shot that is made of a picture or film: its id, the file as the script names it, and the second of the film it begins at;
    `goes_on`: it goes on where the shot before it left the film."""

    shot: str
    file: str
    begin: float
    goes_on: bool = False


class Adapted(NamedTuple):
    """The story, sentences about what of the script has no place in it, and the shots it gives pictures or films for."""

    story: Story
    remarks: tuple[str, ...]
    files: tuple[OfFile, ...] = ()

    def words(self) -> str:
        """What arrived, in one sentence: "12 scenes, 34 shots, 56 lines, 7 characters; drawn instead: kangaroo as rabbit; not shown: kettle"."""
        story = self.story
        lines = sum(len(one.lines) for one in story.shots)
        counted = (("scene", len(story.scenes)), ("shot", len(story.shots)), ("line", lines), ("character", len(story.characters)))
        drawn = [f"{one.asked} as {one.drawn}" for one in story.substitutions if one.drawn != LEFT_OUT]
        absent = [one.asked for one in story.substitutions if one.drawn == LEFT_OUT]
        said = [", ".join(f"{number:,} {what}{'' if number == 1 else 's'}" for what, number in counted)]
        return "; ".join([*said, *_listed("drawn instead", drawn), *_listed("not shown", absent)]) + "."


def _listed(what: str, words: list[str]) -> list[str]:
    """The first of them, and how many more."""
    more = [f"and {len(words) - SAID} more (in story.substitutions)"] if len(words) > SAID else []
    return [f"{what}: {', '.join([*words[:SAID], *more])}"] if words else []


class Ensemble(Cast):
    """A script's cast: as many as a story holds."""

    members: Annotated[tuple[Member, ...], Field(max_length=people.MOST)]


def adapt(script: Breakdown, title: str = "", seed: int = 0, style: Style | None = None, onto: Story | None = None) -> Adapted:
    """The story of a script. `title`: instead of its own; `onto`: the story it is a later version of, whose cast, places and shots hold. BadInput when there is no scene in it, or more than a story holds."""
    _hold(script)
    title = title or script.title or "Untitled"
    cast = people.named(script)
    script = _resolved(script, {naming.key(line.speaker) for line in _lines(script) if line.speaker})
    roles = people.cast(cast, title, seed)
    language = onto.language if onto else script.language or language_of(" ".join(line.text for line in _lines(script))[:20_000] or title, "en").split("-")[0]
    known = Known(onto, language)
    company = Company((*known.people(), *(Person(role.name, role.member.kind, role.woman) for role in roles)))
    players = characters(Ensemble(members=tuple(role.member for role in roles)), language, seed)
    places = located(script)
    known.things(company)
    names = Names(
        proper={naming.key(role.name): role.name for role in roles}, people=ids((role.name for role in roles), "someone"),
        places=ids(places.names, "place"), things={}, voices={c.id: c.voice for c in players} | {"": narrator(players, language)},
    )  # fmt: skip
    players, names = known.cast(players, names)
    settings = {key: known.setting(_setting(key, one, names.places[naming.key(key)], seed)) for key, one in places.settings.items()}
    distinct = _distinct(settings)
    apart = {one.id: one for one in dressed_apart({one.id: one for one in distinct.values()}.values(), onto.settings if onto else ())}
    names.places.update({naming.key(key): one.id for key, one in distinct.items()})
    maker = _Maker(script, company, names, places, known, seed)
    scenes = tuple(maker.every())
    frames = sum(one.frames for scene in scenes for one in scene.shots)
    story = Story(
        title=_shortened(title, TITLE), logline=_shortened(script.logline, SENTENCE), premise=_shortened(script.logline or title, SENTENCE), language=language,
        writer=_shortened(script.author, TITLE) or NOBODY, direction=Direction(style=style or _style(title, seed)),
        format=Format(seconds=max(5.0, min(3600.0, frames / 24))), narrator=names.voices[""], characters=players,
        settings=tuple(apart.values()),
        things=tuple(Thing(id=names.things[naming.key(i.name)], name=i.name, prop=i.prop, words=i.asked) for i in company.items.values()),
        scenes=scenes, score=Score(seed=seed_of("score", title, seed)), substitutions=_substitutions(roles, company, places),
    )  # fmt: skip
    story = known.whole(story.model_copy(update={"substitutions": (*story.substitutions, *_not_seen(script, story, company.acted))}))
    story = carrying(story)
    return Adapted(story, (*script.remarks, *_remarks(script, story, maker)), tuple(maker.files))


class _Maker:
    """Scenes one after another, by the house's own assembling."""

    def __init__(self, script: Breakdown, company: Company, names: Names, places: Located, known: Known, seed: int):
        self.script, self.company, self.names, self.places, self.known, self.seed = script, company, names, places, known, seed
        self.language = known.language
        self.homes = [known.scene(one.id for one in scene.shots) for scene in script.scenes]
        self.ids = scene_ids(script, [home.id if home else "" for home in self.homes])
        self.files: list[OfFile] = []
        self.follows = 0.0  # the second of its film at which a shot would go on
        self.longer = self.blind = 0  # shots longer than the script says; inserts of nothing that can be drawn

    def every(self) -> Iterator[Scene]:
        """All scenes. BadInput as soon as their shots are more than a story holds."""
        shots = 0
        for number in range(len(self.script.scenes)):
            made = self.scene(number)
            shots += len(made.shots)
            if shots > MOST_SHOTS:
                raise too_much("shots", shots, MOST_SHOTS)
            yield made

    def scene(self, number: int) -> Scene:
        plan, where = self.script.scenes[number], self.places.scenes[number]
        drafts = Cover(plan, self.company, self._slot).shots()
        self.names.things.update(self.known.thing_ids(ids((item.name for item in self.company.items.values()), "thing")))
        side = blocking.sides(list(dict.fromkeys(one.who for draft in drafts for one in draft.subjects)) or ["nobody"])
        shots: list[Shot] = []
        for draft in drafts:
            shots += self._shots(draft, side, f"{self.ids[number]}-", len(shots))
            if len(shots) > IN_A_SCENE:
                raise _too_long(number + 1, plan, len(shots))
        mood = _mood(plan, where.hour, where.weather)
        made = Scene(
            id=self.ids[number], setting=self.names.places[naming.key(where.key)], hour=where.hour, weather=where.weather, season=where.season,
            beat=_shortened(plan.beat, SENTENCE), mood=mood, tempo=TEMPO[mood], shots=tuple(shots),
        )  # fmt: skip
        return kept_scene(made, self.homes[number])

    def _shots(self, draft: Staged, side: dict[str, blocking.Where], prefix: str, before: int) -> Iterator[Shot]:
        parts = [draft] if self.known.is_said(draft, self.names) else split(draft, self.names, self.language)
        for index, part in enumerate(parts):
            made = shot(self.known.shot_id(draft.id if index == 0 else "", prefix, before + index + 1), part, side, self.names, self.language, homeward=False)
            self.blind += part.size is Size.INSERT is not made.size and draft.id not in self.known.shots
            lines = tuple(
                line.model_copy(update={"on_screen": line.on_screen and not (isinstance(said, Heard) and said.seen is False)})
                for line, said in zip(made.lines, part.lines, strict=True)
            )
            frames = max(made.frames, timing.needed(made)) if draft.frames is None or len(parts) > 1 else max(timing.even(draft.frames), timing.needed(made))
            self.longer += draft.frames is not None and frames > timing.even(draft.frames)
            made = made.model_copy(update={
                "lines": lines, "frames": min(frames, lengths.LONGEST_SHOT), "transition": draft.transition if index == 0 else Transition.CUT,
                "seeds": Seeds(still=seed_of("still", self.seed, made.id), clip=seed_of("clip", self.seed, made.id)),
            })  # fmt: skip
            if draft.file:
                goes_on = draft.goes_on or index > 0
                begin = self.follows if goes_on else draft.begin
                self.files.append(OfFile(made.id, draft.file, begin, goes_on))
                self.follows = begin + made.frames / 24
            yield self.known.again(made, draft, first=before == 0) if index == 0 else made

    def _slot(self, heard: Heard) -> int:
        return lengths.slot(heard.text, self.names.voices[speaker_of(heard, self.names) or ""], heard.delivery, self.language)


def scene_ids(script: Breakdown, before: list[str]) -> list[str]:
    """An id for every scene: that of the scene it was, else by the script's own numbers where it has any, each once, else by its place."""
    found: list[str] = []
    asked = [old or f"s{re.sub(r'[^a-z0-9]+', '-', s.number.lower()).strip('-')[:40] if s.number.isascii() else ''}" for s, old in zip(script.scenes, before, strict=True)]
    counts, taken = Counter(asked), set(filter(None, before))
    for number, (wanted, old) in enumerate(zip(asked, before, strict=True), 1):
        if not old and (wanted == "s" or wanted in taken):
            wanted = f"s{number}"
            while wanted in taken or wanted in counts:
                wanted += "x"
        taken.add(wanted)
        found.append(wanted)
    return found


def _setting(key: str, one: Spot, id_: str, seed: int) -> Setting:
    return Setting(id=id_, name=_shortened(one.name, TITLE), place=one.place, words=one.words, seed=seed_of("place", key, seed))


def _distinct(settings: dict[str, Setting]) -> dict[str, Setting]:
    """The settings, a new one renamed where its id is an older one's."""
    out: dict[str, Setting] = {}
    named: dict[str, Setting] = {}
    for key, one in settings.items():
        while named.get(one.id, one) != one:
            one = one.model_copy(update={"id": f"{one.id}-b"})
        out[key] = named[one.id] = one
    return out


def _hold(script: Breakdown) -> None:
    """BadInput when the script is none, or more than a story."""
    if not script.scenes:
        raise BadInput("There is no scene in this script: no heading, no action, no line. Give a screenplay in Fountain, or a shot list with words.")
    tally = script.tally()
    if tally["scenes"] > MOST_SCENES:
        raise too_much("scenes", tally["scenes"], MOST_SCENES)
    if max(tally["shots"], tally["lines"]) > MOST_SHOTS:
        raise too_much("shots and lines", max(tally["shots"], tally["lines"]), MOST_SHOTS)
    for number, scene in enumerate(script.scenes, 1):  # two short answers may share a shot, and a shot has room for so many letters at most
        least = max(len(scene.shots) // 2, sum(len(line.text) for shot in scene.shots for line in shot.lines) // 400)
        if least > IN_A_SCENE:
            raise _too_long(number, scene, least)


def too_much(what: str, number: int, most: int) -> BadInput:
    """What is said of a script that no story holds. `number`: where counting stopped."""
    return BadInput(f"The script has {number:,} {what} or more, and a story holds {most:,}. Split it into parts and bring them in one by one.")


def _too_long(number: int, scene: ScenePlan, shots: int) -> BadInput:
    where = scene.place[:60] or "without a heading"
    return BadInput(f"Scene {number} ({where}) takes {shots:,} shots or more, and a scene holds {IN_A_SCENE}. Put a heading into its middle.")


def _lines(script: Breakdown) -> Iterator[LinePlan]:
    return (line for scene in script.scenes for one in scene.shots for line in one.lines)


def _resolved(script: Breakdown, cues: set[str]) -> Breakdown:
    """The script with every line given to one speaker; whoever joins in is named in the manner."""
    alone = {cue for cue in cues if len(people.GROUP.split(cue)) == 1}

    def line(one: LinePlan) -> LinePlan:
        if one.speaker is None:
            return one
        first, *others = people.speakers(one.speaker, alone)
        return one.model_copy(update={"speaker": first, "joined": bool(others), "manner": ", ".join(filter(None, [one.manner, f"with {', '.join(map(people.proper, others))}"]))}) if others else one

    def resolved(one: ShotPlan) -> ShotPlan:
        return one.model_copy(update={"lines": tuple(map(line, one.lines))}) if one.lines else one

    return script.model_copy(update={"scenes": tuple(s.model_copy(update={"shots": tuple(map(resolved, s.shots))}) for s in script.scenes)})


def _substitutions(roles: list[people.casting.Role], company: Company, places: Located) -> tuple[Substitution, ...]:
    found = [Substitution(kind="character", asked=r.member.asked, drawn=str(r.member.kind)) for r in roles if r.member.asked]
    found += places.substitutions
    found += [Substitution(kind="prop", asked=i.asked, drawn=str(i.prop)) for i in company.items.values() if i.asked]
    return tuple(dict.fromkeys(found))


def _not_seen(script: Breakdown, story: Story, acted: set[str]) -> Iterator[Substitution]:
    """What the action asks to be seen and no shot shows as asked, each once. `acted`: words that shots do show."""
    told = SIGNS.sub(" ", " ".join(one.words for scene in script.scenes for one in scene.shots if not (one.file or STAGED.fullmatch(one.words))))
    chunks = islice(cut_to(told, READ), MOST_READ)
    found = unmet_in(chunks, story)
    known = {one.asked.lower() for one in story.substitutions} | {word.lower() for c in story.characters for word in c.name.split()}
    worn = (lexicon.garment, lexicon.hat)
    return (
        one for one in found
        if one.asked.lower() not in known and not any(look(one.asked) for look in worn) and (one.drawn != LEFT_OUT or one.asked.lower() not in acted)
    )  # fmt: skip


def _remarks(script: Breakdown, story: Story, maker: _Maker) -> Iterator[str]:
    said, heard = sum(1 for _ in _lines(script)), sum(len(one.lines) for one in story.shots)
    if heard != said:
        yield f"{said:,} lines of the script are {heard:,} here: long ones are said over several shots, word for word."
    if any(line.joined for line in _lines(script)):
        yield "What several say at once is said by the first of them."
    planned, shots = script.tally()["shots"], len(story.shots)
    if script.listed and planned != shots:
        yield f"{planned} shots of the list are {shots} here: a shot lasts {lengths.LONGEST_SHOT / 24:.2f} s at most, longer ones go on in a second, closer one."
    joined = [s for s in story.scenes[1:] if s.shots[0].transition in (Transition.DISSOLVE, Transition.WIPE)]
    if joined:
        yield f"{len(joined)} scene{'s begin' if len(joined) > 1 else ' begins'} with a dissolve or wipe, which is made as a fade through black."
    if maker.blind:
        yield f"{maker.blind} insert{'s show' if maker.blind > 1 else ' shows'} nothing that can be drawn close, and {'are' if maker.blind > 1 else 'is'} drawn as a close-up."
    if maker.longer:
        yield f"{maker.longer} shot{'s are' if maker.longer > 1 else ' is'} longer than the script says, so that all is heard (two seconds at least)."
    seconds = story.frames / 24
    if shots > story.limits.shots or seconds > story.limits.seconds:
        yield f"The film would have {shots} shots and {seconds:.0f} s; story.limits stops at {story.limits.shots} and {story.limits.seconds:.0f}: raise them with `fabula edit` to make it."
    for text, most, what in ((script.logline, SENTENCE, "logline"), *((scene.beat, SENTENCE, "synopsis") for scene in script.scenes)):
        if len(text) > most:
            yield f"A {what} of {len(text)} letters is kept to its first {most}."


def _mood(plan: ScenePlan, hour: Hour, weather: Weather) -> Mood:
    """By what most of those it shows feel, else by the first feeling the scene's words tell, then by weather and hour."""
    felt = Counter(one.emotion for shot in plan.shots for one in shot.seen or () if one.emotion in MOODS)
    if felt:
        return MOODS[felt.most_common(1)[0][0]]
    hit = lexicon.emotion(" ".join(one.words for one in plan.shots)[:2000])
    if hit is not None and hit.exact and hit.value in MOODS:
        return MOODS[hit.value]
    return Mood.STORMY if weather is Weather.STORM else Mood.NIGHT if hour is Hour.NIGHT else Mood.CALM


def _style(title: str, seed: int) -> Style:
    styles = list(Style)
    return styles[seed_of("style", title, seed) % len(styles)]


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
