"""Planning: from a reading to a world (cast, places, object) and to a plot: which one, which trouble, which episodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from agents.writer_offline import casting
from agents.writer_offline.knowledge import Crisis, Motif, crises, motifs, place_words
from agents.writer_offline.premise import Object, Reading
from agents.writer_offline.premise_words import MENTAL, word_set
from agents.writer_offline.script import PlotScript, SceneCue, plots, trials
from agents.writer_offline.telling import World
from storyboard import lexicon
from storyboard.look import AIRY, BIRDS, PEOPLE, Kind
from storyboard.sound import Mood
from storyboard.staging import INDOORS, Place, Prop

ALTERNATES = {
    "friend": ("courage", "friend", "friend", "friend"),
    "lose": ("lose", "lose", "search"),
    "keep": ("secret", "promise"),
    "give": ("gift",),
    "fear": ("courage",),
}
BY_SORT = {  # where no verb says what the story is about
    "sky": ("search", "wait", "steal"), "thing": ("search", "secret", "gift", "lose", "wait", "mystery", "share", "sorry"),
    "being": ("friend", "rescue", "courage", "swap", "sorry"), "place": ("journey", "rival"), "ability": ("lose", "learn"), "skill": ("learn",),
    "": ("friend", "rescue", "learn", "journey", "rival", "courage", "mystery", "swap", "cheer"),
}  # fmt: skip
DEEDS = {  # words that say at once what the story is about
    "teach": frozenset({"teach", "tutor", "coach", "train"}), "share": frozenset({"share", "quarrel", "argue", "squabble", "bicker"}),
    "swap": frozenset({"swap", "exchange", "switch", "trade"}), "sorry": frozenset({"apologise", "apologize"}), "promise": frozenset({"promise", "swear", "vow"}),
    "cheer": frozenset({"cheer", "console", "comfort"}),
}  # fmt: skip
BUILT = frozenset({"build", "make", "construct", "invent", "fix", "repair", "assemble", "mend", "carve", "design"})  # what stands or falls; a letter or a soup does not
FLEES = frozenset({"escape", "flee"})  # what is fled from is no place to arrive at
AGAIN = ("every morning", "every night", "each morning", "each night", "every evening", "every day", "at the door", "on the doorstep")
HEAVY = (Mood.SAD, Mood.NIGHT)  # who feels so and wants nothing in particular is to be cheered up
SKILLS = ("whistle", "dance", "sing", "swim", "skate", "juggle", "paint")
FEARS = ("the dark", "the thunder", "everything that rustled", "the forest at night", "shadows")
OPEN_SKY = (Place.RIVER, Place.SEASHORE, Place.HARBOR, Place.RIVER)
HIGH = (Place.MOUNTAIN, Place.CLOUDS, Place.LIGHTHOUSE)
SEABOUND = frozenset({Place.SEA, Place.HARBOR, Place.SEASHORE, Place.LIGHTHOUSE})
TINY = frozenset({Prop.KEY, Prop.LETTER, Prop.SEED, Prop.GEAR, Prop.EGG, Prop.STAR, Prop.APPLE, Prop.FLOWER, Prop.FLUTE})
FLYING = AIRY | BIRDS | {Kind.DRAGON}
CONTESTS = word_set("race contest game match battle war fight prize medal cup crown competition tournament duel bet")  # won, not shared
MEALS = frozenset({Prop.APPLE, Prop.BREAD, Prop.BOWL})  # what is shared down to the crumbs

OWN_ENDS = {  # what is seen when the other ends trouble with a gift of their own; of other gifts, what is seen when anybody does
    "light": "B dance happy ; A up happy", "see": "B walk happy ; A walk happy", "strength": "B work happy ; A dance happy",
    "speed": "B run happy ; A run happy", "sound": "B wave happy ; A wave happy", "warmth": "B hug happy ; A laugh happy",
    "fire": "B dance happy ; A dance happy", "swim": "B hug calm ; A sit tired", "brave": "B point happy ; A dance happy",
    "clever": "B point happy ; A dance happy",
}  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """A crisis and how somebody in particular ends it: in their own way where they have one, else as anybody would."""

    crisis: Crisis
    solve: tuple[str, ...]
    ends: str


@dataclass(frozen=True)
class Chosen:
    """A world, its plot, its trouble, and what is true of it (the tags that choose words)."""

    world: World
    prop: Prop
    plot: PlotScript
    trouble: Trouble
    trouble_at: Place
    tags: frozenset[str]


def choose(reading: Reading, rng: Random, known: Mapping[str, casting.Role] = MappingProxyType({})) -> Chosen:
    hero, other, rest = casting.cast(reading, rng, known)
    thing, prop, noun = _object(reading, hero)
    plot = _plot(reading, thing, rng)
    home, away, far = _places(reading, hero, thing, plot, rng)
    skill = thing.phrase if thing.sort == "skill" else rng.choice(SKILLS)
    fear = f"the {other.noun}" if reading.verb == "friend" else reading.fear or rng.choice(FEARS)
    want, obstacle = reading.want if reading.latin else None, _obstacle(reading, hero, plot) if reading.latin else None
    world = World(hero, other, thing, noun, skill, fear, home, away, far, _motif(home, prop, rng), rest, want or "", obstacle or "", reading.premise)
    at = _crisis_place(plot, world)
    trouble = trouble_for(world, other, prop, at, rng)
    return Chosen(world, prop, plot, trouble, at, _tags(world, prop, reading))


def _obstacle(reading: Reading, hero: casting.Role, plot: PlotScript) -> str | None:
    """What the premise says stands in the way, else what the hero lacks or fears; None where the plot speaks of it anyway."""
    he = "she" if hero.woman else "he"
    if plot.name in ("dare", "courage") or reading.obstacle:
        return reading.obstacle if plot.name != "dare" else None
    if reading.lack and plot.name not in ("lose", "practise", "learn"):
        return f"{he} {reading.lack}"
    return f"{he} is afraid of {reading.fear}" if reading.fear else None


def _motif(home: Place, prop: Prop, rng: Random) -> Motif:
    """A small thing for the beginning and the end, other than the thing the story is about."""
    return rng.choice([m for m in motifs() if m.fits(home) and m.prop is not prop])


def _plot(reading: Reading, thing: Object, rng: Random) -> PlotScript:
    known = {p.name: p for p in plots()}
    if reading.fear and reading.place and reading.verb == "journey":
        return known["dare"]
    name = rng.choice(_names(reading, thing))
    bodily = thing.sort != "skill" or thing.phrase.split()[0] not in MENTAL
    return known["practise" if name == "learn" and bodily else name]


def _names(reading: Reading, thing: Object) -> tuple[str, ...]:
    """The plots that a premise may become: by its deed's own word, else by the sort of its deed, else by what it has."""
    verb, deed = reading.verb, set(lexicon.stems(reading.deed or ""))
    own = next((name for name, words in DEEDS.items() if deed & words), None)
    if own in ("share", "promise", "sorry") and thing.sort != "thing":
        own = None
    if own == "share" and verb == "rival" and thing.noun in CONTESTS:
        own = None
    if _is_riddle(reading, deed):
        return ("mystery",)
    if own:
        return (own,)
    if reading.mood in HEAVY and len(reading.beings) < 2 and (verb is None or reading.object is None):
        return ("cheer",)
    if reading.fear and verb in (None, "fear"):
        return ("courage",)
    if reading.want and deed & FLEES:
        return ("wish",)
    if verb is None:
        return ("wish",) if reading.want else BY_SORT[reading.object.sort if reading.object else "being" if len(reading.beings) > 1 else ""]
    if verb == "friend" and len(reading.beings) < 2:
        return ("friend",)
    if verb == "search" and thing.sort == "being" and deed & casting.BESIDE:
        return ("friend", "courage")
    if verb == "lose" and thing.sort == "ability":
        return ("lose",)
    if reading.want and ((verb == "build" and not deed & BUILT) or (verb == "learn" and thing.sort not in ("skill", "ability"))):
        return ("wish",)
    return ALTERNATES.get(verb, (verb,))


def _is_riddle(reading: Reading, deed: set[str]) -> bool:
    """Whether somebody unknown leaves or takes something, again and again."""
    low = reading.premise.lower()
    return bool(deed & {"leave", "bring", "find", "steal", "take"}) and any(words in low for words in AGAIN)


def _object(reading: Reading, hero: casting.Role) -> tuple[Object, Prop, str]:
    """The object of the story, the prop that is drawn for it, and what that prop is called."""
    own = hero.concept.prop
    thing = reading.object
    prop = reading.prop or own
    noun = reading.prop_word if reading.latin and reading.prop_word and reading.prop else str(prop)
    if thing and thing.sort == "thing" and any(b.noun == thing.noun for b in reading.beings):
        thing = thing._replace(sort="being")
    if thing is None:
        phrase = f"the {noun}"
        thing = Object(phrase, noun, "thing", prop, reading.prop is not None)
    if thing.sort == "sky" or reading.verb == "fear" or (thing.sort in ("ability", "being", "place", "skill") and not reading.prop_exact):
        prop, noun = own, str(own)
    elif thing.prop:
        prop, noun = thing.prop, thing.noun
    elif thing.sort == "thing" and thing.noun:
        prop, noun = Prop.GIFT if reading.verb in ("give", "keep", "wait") else own, str(own)
        noun = str(prop)
    return thing, prop, "bread" if noun == str(Prop.BREAD) else noun


def _places(reading: Reading, hero: casting.Role, thing: Object, plot: PlotScript, rng: Random) -> tuple[Place, Place, Place]:
    home, goal = hero.concept.home, None
    if reading.place:
        if plot.name in ("journey", "rival", "gift", "dare") or thing.sort == "place":
            goal = reading.place
        else:
            home = reading.place
    if goal is home:
        home = rng.choice([p for p in place_words(home).near if p is not goal])
    barred = () if hero.member.kind in FLYING or home is Place.SPACE else (Place.CLOUDS,)
    away = _near(home, (goal, *barred) if goal else barred, rng)
    if plot.name == "steal" and thing.sort == "sky":
        away = rng.choice([p for p in HIGH if p is not home])
    if plot.name in ("gift", "dare") and goal:
        away, goal = goal, None
    far = goal or _near(away, (home, away, *barred, *(INDOORS if plot.name in ("journey", "rival", "search") else ())), rng)
    if thing.phrase == "dream" and Place.CLOUDS not in (home, away):
        far = Place.CLOUDS
    if plot.name == "grow" and Place.RIVER is not home:
        away = Place.RIVER  # they go for water
    if plot.name == "search" and thing.sort == "sky":
        far = rng.choice([p for p in OPEN_SKY if p not in (home, away)])
    return home, away, far


def _near(place: Place, taken: tuple[Place | None, ...], rng: Random) -> Place:
    """A place one can walk to: open air after a room, no open sea for land folk, no moon unless asked for."""
    options = [p for p in place_words(place).near if p not in taken and p is not place and (p is not Place.SPACE or place is Place.CLOUDS)]
    options = [p for p in options if p is not Place.SEA or place in SEABOUND] or [Place.MEADOW, Place.VILLAGE]
    open_air = [p for p in options if p not in INDOORS]
    return rng.choice(open_air if place in INDOORS and open_air else options)


def _crisis_place(plot: PlotScript, world: World) -> Place:
    scene = next((s for s in plot.scenes if any(x.macro == "crisis" for x in s.shots)), plot.scenes[-2])  # a plot may have a middle of its own
    place: Place = getattr(world, scene.place)
    return place


def trouble_for(world: World, helper: casting.Role, prop: Prop, at: Place, rng: Random, told: frozenset[str] = frozenset()) -> Trouble:
    """Trouble that fits the place and that the helper can end by being who they are, else by wit: what the premise says stands in the
    way, where it does, else one that the premise names. `told`: troubles this film has had."""
    options = [c for c in crises() if c.fits(at) and (prop in TINY or not c.tiny) and c.name not in told]
    for words in (set(lexicon.tokens(world.obstacle.lower())), set(lexicon.tokens(world.premise.lower()))):
        options = [c for c in options if words & set(c.says)] or options
    same = world.hero.concept.needs if world.hero.member.kind is helper.member.kind else ()
    own = [c for c in options if helper.concept.solutions(c) and not set(c.needs) & set(same)]
    crisis = rng.choice(own or [c for c in options if set(c.needs) & {"clever", "brave", "warmth", "sound"}] or options)
    if not own:
        return Trouble(crisis, crisis.solve, crisis.ends)
    if set(crisis.needs) & set(helper.concept.needs) == {"clever"}:  # wit is told by what is done, which the trouble knows
        return Trouble(crisis, crisis.solve, crisis.ends)
    gift = next((need for need in helper.concept.needs if need in crisis.needs), "")
    return Trouble(crisis, helper.concept.solutions(crisis), OWN_ENDS.get(gift, crisis.ends))


def _tags(world: World, prop: Prop, reading: Reading) -> frozenset[str]:
    tags = {world.object.sort, f"plot={world.object.sort}"}
    tags |= {"element"} if world.other.member.kind in AIRY else set()
    tags |= {"samekind"} if world.hero.noun == world.other.noun else set()
    tags |= {"dream"} if world.skill.split()[0] == "dream" else set()
    tags |= {"person"} if world.hero.member.kind in PEOPLE else set()
    tags |= {"food"} if prop in MEALS else set()
    tags |= {"given"} if world.other.given else set()
    taken = set(lexicon.stems(reading.deed or "")) & {"steal", "take", "lose", "vanish", "disappear"}
    tags |= set() if taken and reading.object else {"left"}  # what comes by night: left at a door, else taken
    return frozenset(tags)


def episodes(world: World, count: int, rng: Random) -> list[tuple[SceneCue, Place]]:
    """`count` episodes for a longer film, each in a place of its own, one walk from the last."""
    out: list[tuple[SceneCue, Place]] = []
    place = world.away
    pool: list[SceneCue] = []
    for _ in range(count):
        if not pool:
            pool = list(trials())
            rng.shuffle(pool)
        grounded = () if world.hero.member.kind in FLYING else (Place.CLOUDS,)
        taken = (world.home, world.far, *grounded, *(p for _, p in out[-3:]))
        place = _near(place, taken, rng)
        cue = next((c for c in reversed(pool) if c.place == "any" or place not in INDOORS), pool[-1])
        pool.remove(cue)
        out.append((cue, place))
    return out
