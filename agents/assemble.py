"""Drafts -> Story. Ids, identity text, costumes, places, sides and slots are bound here, by code, whoever wrote the drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from agents import blocking, lengths
from agents.asked import unmet
from agents.brief import Brief
from agents.carrying import carrying
from agents.drafts import NARRATOR, Cast, Member, Outline, Places, Said, Scenario, SceneDraft, SceneShots, Seen, ShotDraft, Treatment
from agents.given import as_given, people_with
from storyboard import naming, timing
from storyboard.caption import outfit_words
from storyboard.casting import THROATS, dressed_apart
from storyboard.continuity import mend
from storyboard.digest import digest
from storyboard.grammar import Move, Size, Transition
from storyboard.likeness import identity
from storyboard.look import PEOPLE, Color, Kind, Look, Outfit
from storyboard.sound import Mood, Voice, VoiceBase
from storyboard.staging import Action
from storyboard.story import (
    Character,
    Costume,
    Direction,
    Format,
    Line,
    Presence,
    Relation,
    Scene,
    Score,
    Seeds,
    Setting,
    Shot,
    Story,
    Substitution,
    Thing,
)  # fmt: skip

TEMPO = {
    Mood.CALM: 76,
    Mood.PLAYFUL: 112,
    Mood.WONDER: 84,
    Mood.TENSE: 98,
    Mood.SAD: 64,
    Mood.JOYFUL: 118,
    Mood.STORMY: 128,
    Mood.NIGHT: 68,
}
AIMED = frozenset({Action.GIVE, Action.TAKE, Action.HUG, Action.TALK, Action.ARGUE, Action.CHASE, Action.DANCE_TOGETHER})
MOTION = {Action.RUN: 0.9, Action.DANCE: 0.9, Action.JUMP: 0.9, Action.WALK: 0.7, Action.WORK: 0.7, Action.WAVE: 0.6, Action.SLEEP: 0.2,
          Action.CHASE: 0.9, Action.DANCE_TOGETHER: 0.9, Action.ENTER: 0.7, Action.LEAVE: 0.7, Action.PUSH: 0.7, Action.ARGUE: 0.7, Action.READ: 0.3,
          Action.THINK: 0.4}  # fmt: skip
LEANING = re.compile(r"\b(?:an?|the|of|to|for|with|in|on|at|by|from|into|and|but|or|his|her|its|their|my|your|our|this|that|very|so|no)\s*$", re.I)
JOINT = re.compile(r"(?:and|but|who|that|when|until|because|where|as|with|before|after|so|or|to|into|across|down|in|on|at) ")
NARRATORS = (VoiceBase.WOMAN, VoiceBase.MAN_DEEP)
STAGED = frozenset({  # what code decides, it also mends; words and cast are the writer's
    "line crossed", "same spot", "eyeline", "direction", "jump cut", "size leap", "no establishing", "speaker unseen", "speaker not in frame",
    "speaker in frame", "empty frame", "prop twice", "prop passed unseen", "prop taken twice", "prop pops", "wardrobe", "state gained", "state lost", "state lasts", "look-alike", "unused place", "unused prop", "too long",
    "too short",
})  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Names to ids, whatever case or article they come in."""

    proper: dict[str, str]
    people: dict[str, str]
    places: dict[str, str]
    things: dict[str, str]
    voices: dict[str, Voice]  # by character id; "" is the narrator's


def ids(names: Iterable[str], prefix: str) -> dict[str, str]:
    """An id for each name: its letters where it has any in ASCII, else the prefix and a number; no id twice."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        slug = naming.slug(name, f"{prefix}-{number}")
        while slug in found.values():
            slug = f"{slug}-{number}"
        found[naming.key(name)] = slug
    return found


def seed_of(*parts: object) -> int:
    """A seed that depends on nothing but its parts."""
    return int(digest(*[str(p) for p in parts])[:7], 16)


class Drafts(NamedTuple):
    """What the nodes yielded: `shots` has one entry per scene of the outline. `carried`: by scene number, the state in and out."""

    treatment: Treatment
    cast: Cast
    places: Places
    outline: Outline | Scenario
    shots: tuple[SceneShots, ...]
    carried: Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType({})


def assemble(premise: str, brief: Brief, drafts: Drafts, writer: str) -> Story:
    """The Story of these drafts. Lines are given slots, long shots are split, lengths meet the wished one as near as lines allow."""
    treatment, cast, places, outline, shots, carried = drafts
    language = brief.language or "en"
    people = people_with(characters(cast, language, brief.seed), brief)
    names = Names(
        proper={naming.key(m.name): m.name for m in cast.members}, people=ids((m.name for m in cast.members), "someone"), places=ids((p.name for p in places.locales), "place"),
        things=ids((i.name for i in places.items), "thing"), voices={c.id: c.voice for c in people} | {"": narrator(people, language)},
    )  # fmt: skip
    scenes = tuple(
        scene(number, draft, kept, names, language, brief.seed)
        for number, (draft, kept) in enumerate(zip(outline.scenes, shots, strict=True), 1)
    )
    scenes = tuple(_carrying(one, *carried[n]) if n in carried else one for n, one in enumerate(scenes, 1))
    story = Story(
        title=treatment.title[:80], logline=treatment.logline, premise=premise, language=language, writer=writer[:80],
        direction=Direction(style=brief.style or treatment.style, tint=treatment.tint),
        format=Format(seconds=brief.seconds), narrator=names.voices[""], characters=people, relations=relations(cast, names),
        settings=dressed_apart(
            Setting(id=names.places[naming.key(p.name)], name=p.name, place=p.place, words=p.asked, seed=seed_of("place", p.name, brief.seed))
            for p in places.locales
        ),
        things=tuple(Thing(id=names.things[naming.key(i.name)], name=i.name, prop=i.prop, words=i.asked) for i in places.items),
        scenes=scenes, score=Score(words=treatment.turn[:200], seed=seed_of("score", premise, brief.seed)), limits=brief.limits,
        moral=treatment.moral,
    )  # fmt: skip
    story = as_given(mend(carrying(story, trusted=False), STAGED).story, brief)
    story = story.model_copy(update={"substitutions": substitutions(cast, used(places, story))})
    story = story.model_copy(update={"substitutions": (*story.substitutions, *unmet(premise, story))})
    return stretched(story, brief.seconds)


def _carrying(scene_: Scene, came: tuple[str, ...], left: tuple[str, ...]) -> Scene:
    """The scene with the state of its sequence carried in and out."""
    return scene_.model_copy(update={"state_in": (*scene_.state_in, *came), "state_out": (*scene_.state_out, *left)})


def used(places: Places, story: Story) -> Places:
    """The places and things that the story kept: those some shot shows."""
    there = {one.name for one in story.settings} | {one.name for one in story.things}
    locales = tuple(one for one in places.locales if one.name in there)
    return Places.model_construct(locales=locales, items=tuple(one for one in places.items if one.name in there))


def characters(cast: Cast, language: str, seed: int) -> tuple[Character, ...]:
    known = ids((m.name for m in cast.members), "someone")
    out: list[Character] = []
    for member in cast.members:
        look = look_of(member)
        outfit = Outfit(
            garment=member.garment, color=member.garment_color, hat=member.hat, hat_color=member.hat_color, extra=member.extra,
            extra_color=member.extra_color,
        )  # fmt: skip
        out.append(
            Character(
                id=known[naming.key(member.name)],
                name=member.name,
                role=member.role,
                identity=identity(member.name, look, outfit),
                look=look,
                costumes=(Costume(id="everyday", words=outfit_words(outfit), outfit=outfit),),
                seed=seed_of("look", member.name, seed),
                voice=voice(member, [c.voice.base for c in out], language),
            )
        )
    return tuple(out)


def look_of(member: Member) -> Look:
    person, old = member.kind in PEOPLE, member.kind in (Kind.OLD_MAN, Kind.OLD_WOMAN)
    hair_color = Color.GREY if old and "hair_color" not in member.model_fields_set else member.hair_color  # grey unless the story says otherwise
    return Look(
        kind=member.kind, build=member.build, body=member.body, accent=member.accent, marking=member.marking, skin=member.skin,
        hair=member.hair, hair_color=hair_color, eyes=Look.model_fields["eyes"].default,
    ) if person else Look(kind=member.kind, build=member.build, body=member.body, accent=member.accent, marking=member.marking)  # fmt: skip


def voice(member: Member, taken: list[VoiceBase], language: str) -> Voice:
    """The member's own throat; the second of two alike is pitched away from the first."""
    base = member.voice or THROATS[member.kind]
    twin = taken.count(base)
    slow = base in (VoiceBase.OLD_MAN, VoiceBase.LARGE, VoiceBase.SPIRIT, VoiceBase.MAN_DEEP, VoiceBase.OLD_WOMAN)
    return Voice(base=base, language=language, pitch=(0.0, 0.7, -0.7, 0.4, -0.4)[min(twin, 4)], tempo=1.1 if slow else 1.0)


def narrator(people: tuple[Character, ...], language: str) -> Voice:
    taken = {c.voice.base for c in people}
    base = next((b for b in NARRATORS if b not in taken), VoiceBase.WOMAN)
    return Voice(base=base, language=language, tempo=1.05 if base is VoiceBase.MAN_DEEP else 1.0)


def relations(cast: Cast, names: Names) -> tuple[Relation, ...]:
    first, second = cast.members[:2]
    words = cast.relation or "meets"
    return (Relation(a=names.people[naming.key(first.name)], b=names.people[naming.key(second.name)], words=words),)


def substitutions(cast: Cast, places: Places) -> tuple[Substitution, ...]:
    found = [Substitution(kind="character", asked=m.asked, drawn=str(m.kind)) for m in cast.members if m.asked]
    found += [Substitution(kind="place", asked=p.asked, drawn=str(p.place)) for p in places.locales if p.asked]
    found += [Substitution(kind="prop", asked=i.asked, drawn=str(i.prop)) for i in places.items if i.asked]
    return tuple(dict.fromkeys(found))


def scene(number: int, draft: SceneDraft, kept: SceneShots, names: Names, language: str, seed: int) -> Scene:
    named = [*draft.who, *(s.who for shot in kept.shots for s in shot.subjects)]
    who = list(dict.fromkeys(names.proper[naming.key(w)] for w in named if naming.key(w) in names.proper))
    side = blocking.sides(who or list(names.proper.values())[:1])
    last = number > 1 and draft.mood in (Mood.JOYFUL, Mood.CALM)
    drafts = [part for shot in kept.shots for part in split(shot, names, language)]
    shots = []
    for index, shot_draft in enumerate(drafts, 1):
        made = shot(f"s{number}-{index}", shot_draft, side, names, language, homeward=last)
        if index == 1 and number > 1:
            made = made.model_copy(update={"transition": Transition.FADE})
        shots.append(made.model_copy(update={"seeds": Seeds(still=seed_of("still", seed, made.id), clip=seed_of("clip", seed, made.id))}))
    return Scene(
        id=f"s{number}", setting=names.places.get(naming.key(draft.place), next(iter(names.places.values()))), hour=draft.hour,
        weather=draft.weather, season=draft.season, beat=draft.beat, mood=draft.mood, tempo=TEMPO[draft.mood], shots=tuple(shots),
        state_out=(draft.after,) if draft.after else (),
    )  # fmt: skip


def split(draft: ShotDraft, names: Names, language: str) -> list[ShotDraft]:
    """The draft, or several when its lines fill more than one shot holds: the next one goes closer, to whoever answers alone if
    somebody does. A line too long alone is cut at a breath."""
    lines = [part for line in draft.lines for part in _breaths(line, names, language)]
    groups: list[list[Said]] = [[]]
    for line in lines:
        if groups[-1] and lengths.room(_slot(s, names, language) for s in [*groups[-1], line]) > lengths.ROOM:
            groups.append([])
        groups[-1].append(line)
    closer = {Size.WIDE: Size.FULL, Size.EXTREME_WIDE: Size.WIDE, Size.FULL: Size.MEDIUM, Size.MEDIUM: Size.MEDIUM_CLOSE}
    size, out = draft.size, []
    for index, group in enumerate(groups):
        if index == 0:
            out.append(draft.model_copy(update={"lines": tuple(group)}))
            continue
        size = closer.get(size, Size.MEDIUM)
        voices = {naming.key(said.speaker) for said in group} - {NARRATOR}
        heard = tuple(s for s in draft.subjects if naming.key(s.who) in voices)
        seen = (heard[0].model_copy(update={"action": Action.TALK}),) if len(heard) == 1 else draft.subjects
        out.append(draft.model_copy(update={"lines": tuple(group), "size": size, "move": Move.DOLLY, "amount": 0.3, "subjects": seen}))
    return out


def _breaths(line: Said, names: Names, language: str) -> list[Said]:
    if _slot(line, names, language) <= lengths.ROOM or len(line.text) < 12:
        return [line]
    marks = [m.end() for m in re.finditer(r"[.!?;:,。！？，、؟،]\s*|\s+", line.text)][:-1] or [len(line.text) // 2]
    marks = _before_joints(line.text, marks)
    strong = [m for m in marks if not line.text[m - 1].isspace() or line.text[m - 2 : m - 1] in ".!?;:,"]
    near = min((m for m in (strong or marks)), key=lambda m: abs(m - len(line.text) / 2))
    if not 0.2 < near / len(line.text) < 0.8:
        near = min(marks, key=lambda m: abs(m - len(line.text) / 2))
    halves = (line.text[:near].strip(), line.text[near:].strip())
    return [part for half in halves if half for part in _breaths(line.model_copy(update={"text": half}), names, language)]


def _before_joints(text: str, marks: list[int]) -> list[int]:
    """The marks at which a voice would pause: after punctuation, or before a joining word; else those that part no small word from what
    it belongs to; all of them when there are none such."""
    joints = [m for m in marks if not text[m - 1].isspace() or text[m - 2] in ".!?;:," or JOINT.match(text[m:])]
    apart = [m for m in marks if not LEANING.search(text[:m])]
    middle = ([m for m in row if 0.2 < m / len(text) < 0.8] for row in (joints, apart))
    return next(filter(None, middle), marks)


def _slot(line: Said, names: Names, language: str) -> int:
    speaker = speaker_of(line, names)
    return lengths.slot(line.text, names.voices[speaker or ""], line.delivery, language)


def speaker_of(line: Said, names: Names) -> str | None:
    return None if line.speaker.lower() == NARRATOR else names.people.get(naming.key(line.speaker))


def shot(id_: str, draft: ShotDraft, side: dict[str, blocking.Where], names: Names, language: str, homeward: bool) -> Shot:
    seen = {
        naming.key(s.who): s.model_copy(update={"who": names.proper[naming.key(s.who)]})
        for s in draft.subjects
        if naming.key(s.who) in names.people
    }
    draft = draft.model_copy(update={"subjects": tuple(seen.values())})
    present = [names.people[key] for key in seen]
    lines = tuple(
        Line(id=f"{id_}-l{n}", speaker=speaker_of(line, names), text=line.text, delivery=line.delivery, slot=_slot(line, names, language),
             on_screen=speaker_of(line, names) in present)
        for n, line in enumerate(draft.lines, 1)
    )  # fmt: skip
    focus = names.things.get(naming.key(draft.shows)) if draft.shows else None
    size = draft.size
    if size is Size.INSERT and focus is None:
        focus = next(iter(names.things.values()), None)
        size = Size.INSERT if focus else Size.CLOSE
    motion = max((MOTION.get(s.action, 0.5) for s in seen.values()), default=0.3)
    shown = tuple(presence(s, draft, side, names, homeward) for s in draft.subjects) if size is not Size.INSERT else ()
    return Shot(
        id=id_, words=words(draft), size=size, angle=draft.angle, lens=draft.lens,
        camera=blocking.camera(draft, [s.where for s in shown]), focus=focus if size is Size.INSERT else None, lines=lines,
        subjects=shown, motion=motion, transition=draft.transition, frames=lengths.frames(line.slot for line in lines),
    )  # fmt: skip


def presence(seen: Seen, draft: ShotDraft, side: dict[str, blocking.Where], names: Names, homeward: bool) -> Presence:
    where, facing = blocking.place(seen, draft, side, homeward)
    others = [s.who for s in draft.subjects if s.who != seen.who]
    aimed = seen.action in AIMED and others
    return Presence(
        character=names.people[naming.key(seen.who)], costume="everyday", action=seen.action,
        target=names.people.get(naming.key(others[0])) if aimed else None, emotion=seen.emotion,
        prop=names.things.get(naming.key(seen.holds)) if seen.holds else None, where=where, facing=facing, state=seen.state,
    )  # fmt: skip


def words(draft: ShotDraft) -> str:
    """What happens, in words, when the writer said none."""
    if draft.words:
        return draft.words
    if draft.shows and not draft.subjects:
        return f"{draft.shows}, seen close."
    return "; ".join(f"{s.who} {s.action}, {s.emotion}" for s in draft.subjects)


def stretched(story: Story, seconds: float) -> Story:
    """The story with a little air in each shot when it is shorter than wished: never past the longest shot, never over a second each."""
    missing = timing.frames_of(seconds) - story.frames
    if missing <= 0:
        return story
    each = timing.even(min(24, -(-missing // len(story.shots))))
    scenes = []
    for scene_ in story.scenes:
        shots = []
        for shot_ in scene_.shots:
            more = max(0, min(each, lengths.LONGEST_SHOT - shot_.frames, timing.even(max(missing, 0))))
            missing -= more
            shots.append(shot_.model_copy(update={"frames": shot_.frames + more}))
        scenes.append(scene_.model_copy(update={"shots": tuple(shots)}))
    return story.model_copy(update={"scenes": tuple(scenes)})
