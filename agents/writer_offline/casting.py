"""Casting: who plays, from the premise where it says so, invented to fit where it does not. Names, looks, clothes, voices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from agents.drafts import MOST_CAST, Member
from agents.writer_offline.knowledge import Concept, concept, group, names
from agents.writer_offline.premise import Being, Reading
from storyboard import lexicon
from storyboard.look import AIRY, NATURAL, PEOPLE, Build, Color, Extra, Garment, Hair, Hat, Kind, Marking, Skin
from storyboard.sound import VoiceBase

BESIDE = frozenset({"follow", "chase", "hunt", "catch"})  # who is followed is there
USUAL = 3  # of the colours a kind has by nature, so many are cast
SPIRITS = {
    "storm": Color.SLATE, "thunder": Color.SLATE, "cloud": Color.WHITE, "shadow": Color.BLACK, "sun": Color.GOLD,
    "star": Color.YELLOW, "fire": Color.ORANGE, "flame": Color.ORANGE, "sea": Color.TEAL, "wave": Color.TEAL, "tree": Color.GREEN,
    "snowflake": Color.WHITE, "wind": Color.SKY, "moon": Color.CREAM, "fog": Color.GREY, "alien": Color.MINT, "balloon": Color.RED,
    "pumpkin": Color.ORANGE, "oak": Color.OLIVE, "night": Color.NAVY, "death": Color.BLACK, "cactus": Color.GREEN,
}  # fmt: skip
CLOTHES = (Color.RED, Color.NAVY, Color.GOLD, Color.TEAL, Color.PURPLE, Color.GREEN, Color.ROSE, Color.BLUE, Color.RUST, Color.MINT)
WEAR: dict[str, tuple[Garment, Hat, Extra]] = {
    "lighthouse keeper": (Garment.COAT, Hat.CAP, Extra.BEARD), "fisherman": (Garment.SWEATER, Hat.FLAT, Extra.NONE),
    "sailor": (Garment.SWEATER, Hat.BERET, Extra.SCARF), "captain": (Garment.UNIFORM, Hat.CAP, Extra.NONE), "pilot": (Garment.UNIFORM, Hat.CAP, Extra.SCARF),
    "pirate": (Garment.COAT, Hat.HEADSCARF, Extra.EYEPATCH), "baker": (Garment.APRON, Hat.CHEF, Extra.NONE),
    "cook": (Garment.APRON, Hat.CHEF, Extra.NONE), "chef": (Garment.SMOCK, Hat.CHEF, Extra.SCARF), "butcher": (Garment.APRON, Hat.FLAT, Extra.NONE),
    "waiter": (Garment.VEST, Hat.NONE, Extra.BOW_TIE), "waitress": (Garment.VEST, Hat.NONE, Extra.BOW_TIE), "innkeeper": (Garment.APRON, Hat.NONE, Extra.NONE),
    "clockmaker": (Garment.VEST, Hat.NONE, Extra.GLASSES), "watchmaker": (Garment.VEST, Hat.NONE, Extra.GLASSES),
    "carpenter": (Garment.OVERALLS, Hat.FLAT, Extra.TOOLS), "mechanic": (Garment.OVERALLS, Hat.CAP, Extra.TOOLS), "engineer": (Garment.VEST, Hat.HELMET, Extra.TOOLS),
    "builder": (Garment.OVERALLS, Hat.HELMET, Extra.TOOLS), "miner": (Garment.OVERALLS, Hat.HELMET, Extra.BAG), "blacksmith": (Garment.APRON, Hat.NONE, Extra.TOOLS),
    "wizard": (Garment.ROBE, Hat.WIZARD, Extra.BEARD), "witch": (Garment.ROBE, Hat.WIZARD, Extra.NECKLACE),
    "king": (Garment.ROBE, Hat.CROWN, Extra.CAPE), "queen": (Garment.DRESS, Hat.CROWN, Extra.NECKLACE), "sultan": (Garment.ROBE, Hat.TURBAN, Extra.CAPE),
    "prince": (Garment.TUNIC, Hat.CROWN, Extra.CAPE), "princess": (Garment.DRESS, Hat.CROWN, Extra.NONE),
    "knight": (Garment.ARMOUR, Hat.HELMET, Extra.CAPE), "soldier": (Garment.UNIFORM, Hat.HELMET, Extra.NONE), "guard": (Garment.UNIFORM, Hat.HELMET, Extra.NONE),
    "farmer": (Garment.OVERALLS, Hat.STRAW, Extra.NONE), "gardener": (Garment.APRON, Hat.STRAW, Extra.TOOLS), "postman": (Garment.UNIFORM, Hat.CAP, Extra.BAG),
    "postwoman": (Garment.UNIFORM, Hat.CAP, Extra.BAG), "conductor": (Garment.UNIFORM, Hat.CAP, Extra.NONE), "judge": (Garment.ROBE, Hat.NONE, Extra.GLASSES),
    "librarian": (Garment.CARDIGAN, Hat.NONE, Extra.GLASSES), "teacher": (Garment.CARDIGAN, Hat.NONE, Extra.BOW_TIE), "lawyer": (Garment.SUIT, Hat.NONE, Extra.BAG),
    "mayor": (Garment.SUIT, Hat.TOP, Extra.NECKLACE), "banker": (Garment.SUIT, Hat.TOP, Extra.NONE), "accountant": (Garment.SUIT, Hat.NONE, Extra.GLASSES),
    "astronaut": (Garment.OVERALLS, Hat.HELMET, Extra.BAG), "inventor": (Garment.SMOCK, Hat.NONE, Extra.GLASSES), "scientist": (Garment.SMOCK, Hat.NONE, Extra.GLASSES),
    "detective": (Garment.COAT, Hat.FLAT, Extra.NONE), "thief": (Garment.SWEATER, Hat.BEANIE, Extra.BAG), "burglar": (Garment.SWEATER, Hat.BEANIE, Extra.BAG),
    "magician": (Garment.SUIT, Hat.TOP, Extra.CAPE), "shepherd": (Garment.ROBE, Hat.STRAW, Extra.NONE), "firefighter": (Garment.UNIFORM, Hat.HELMET, Extra.NONE),
    "musician": (Garment.SUIT, Hat.NONE, Extra.BOW_TIE), "dancer": (Garment.TUNIC, Hat.NONE, Extra.SCARF), "clown": (Garment.SMOCK, Hat.TOP, Extra.BOW_TIE),
    "painter": (Garment.SMOCK, Hat.BERET, Extra.SCARF), "monk": (Garment.ROBE, Hat.HOOD, Extra.NONE), "nun": (Garment.ROBE, Hat.HOOD, Extra.NECKLACE),
    "doctor": (Garment.SMOCK, Hat.NONE, Extra.BAG), "nurse": (Garment.SMOCK, Hat.NONE, Extra.TOOLS), "vet": (Garment.SMOCK, Hat.NONE, Extra.BAG),
    "explorer": (Garment.VEST, Hat.STRAW, Extra.BAG), "tailor": (Garment.VEST, Hat.NONE, Extra.GLASSES), "poet": (Garment.CARDIGAN, Hat.BERET, Extra.SCARF),
}  # fmt: skip
COUNTERPARTS: dict[str, tuple[str, ...]] = {
    "old": ("girl", "boy", "fox", "robot", "owl", "mouse", "cloud", "tortoise", "stork"), "adult": ("bear", "mouse", "ghost", "girl", "crow", "frog", "wind", "goat", "donkey"),
    "young": ("bear", "old woman", "dragon", "wolf", "robot", "ghost", "owl", "giant", "lion", "snake"), "fox": ("owl", "rabbit", "bear", "frog", "boy"),
    "wolf": ("girl", "mouse", "rabbit", "owl"), "rabbit": ("bear", "fox", "owl", "old woman"), "bear": ("mouse", "bird", "girl", "frog"),
    "cat": ("mouse", "dog", "ghost", "old woman"), "dog": ("cat", "boy", "crow", "old man"), "mouse": ("bear", "cat", "frog", "owl"),
    "frog": ("bird", "fox", "mouse", "girl"), "bird": ("fox", "bear", "boy", "robot"), "robot": ("girl", "mouse", "old man", "bird"),
    "dragon": ("mouse", "boy", "knight", "rabbit"), "spirit": ("girl", "old man", "dog", "owl", "cat"),
    "lion": ("mouse", "girl", "crow", "sheep"), "donkey": ("cat", "boy", "crow", "goat"), "sheep": ("wolf", "boy", "tortoise", "eagle"),
    "goat": ("donkey", "girl", "snake", "old woman"), "pig": ("stork", "fox", "boy", "horse"), "horse": ("girl", "mouse", "crow", "tortoise"),
    "crow": ("sheep", "old man", "cat", "lion"), "eagle": ("mouse", "tortoise", "girl", "pig"), "stork": ("frog", "old woman", "snake", "pig"),
    "snake": ("bird", "boy", "mouse", "goat"), "tortoise": ("rabbit", "eagle", "girl", "horse"), "ghost": ("girl", "old man", "dog", "owl", "pig"),
    "giant": ("mouse", "girl", "goat", "crow", "boy"),
}  # fmt: skip
HEROES = ("fox", "girl", "mouse", "old man", "robot", "bear", "boy", "rabbit", "old woman", "bird", "cat", "frog", "lion", "donkey", "sheep", "goat", "pig", "horse",
          "crow", "eagle", "stork", "snake", "tortoise", "ghost", "giant")
BODIES = {
    "kangaroo": Color.TAN, "whale": Color.SLATE, "penguin": Color.BLACK, "elephant": Color.GREY, "panda": Color.WHITE, "hippopotamus": Color.GREY,
    "snail": Color.TAN, "hedgehog": Color.BROWN, "squirrel": Color.RUST, "tiger": Color.ORANGE, "cow": Color.WHITE,
    "raven": Color.BLACK, "magpie": Color.BLACK, "owl": Color.BROWN, "duck": Color.YELLOW, "duckling": Color.YELLOW, "parrot": Color.GREEN,
    "swan": Color.WHITE, "goose": Color.WHITE, "flamingo": Color.ROSE, "seagull": Color.WHITE, "gull": Color.WHITE,
    "dove": Color.WHITE, "robin": Color.RUST, "lamb": Color.WHITE, "zebra": Color.WHITE, "camel": Color.TAN, "boar": Color.BROWN,
    "deer": Color.TAN, "giraffe": Color.YELLOW, "unicorn": Color.WHITE, "raccoon": Color.GREY, "polar": Color.WHITE, "snowman": Color.WHITE,
    "scarecrow": Color.TAN, "fish": Color.SKY, "goldfish": Color.ORANGE, "octopus": Color.PURPLE, "crab": Color.RED, "dolphin": Color.SKY,
    "bee": Color.YELLOW, "ladybird": Color.RED, "butterfly": Color.VIOLET, "beaver": Color.BROWN, "mole": Color.SLATE, "otter": Color.BROWN,
    "monkey": Color.BROWN, "badger": Color.SLATE, "walrus": Color.TAN, "seal": Color.GREY, "hippo": Color.GREY, "teapot": Color.CREAM,
}  # fmt: skip
MARKS = {  # what a being is known by, and in which colour
    "zebra": (Marking.STRIPES, Color.BLACK), "tiger": (Marking.STRIPES, Color.BLACK), "bee": (Marking.STRIPES, Color.BLACK),
    "leopard": (Marking.SPOTS, Color.BROWN), "cheetah": (Marking.SPOTS, Color.BLACK), "giraffe": (Marking.SPOTS, Color.BROWN), "cow": (Marking.SPOTS, Color.BLACK),
    "ladybird": (Marking.SPOTS, Color.BLACK), "raccoon": (Marking.MASK, Color.BLACK), "panda": (Marking.MASK, Color.BLACK),
    "badger": (Marking.BLAZE, Color.WHITE), "penguin": (Marking.BELLY, Color.WHITE), "magpie": (Marking.BELLY, Color.WHITE),
}  # fmt: skip
ACCENTS = {Kind.ROBOT: Color.CREAM, Kind.SPIRIT: Color.WHITE, Kind.GHOST: Color.SKY}
MEN = (Kind.MAN, Kind.BOY, Kind.OLD_MAN)
HEADGEAR = (Hat.NONE, Hat.NONE, Hat.NONE, Hat.CAP, Hat.STRAW, Hat.BEANIE, Hat.FLAT, Hat.BERET, Hat.TURBAN, Hat.HEADSCARF)


@dataclass(frozen=True)
class Role:
    """One of the cast: the draft that is drawn, and how the story speaks of them."""

    member: Member
    concept: Concept
    noun: str
    adjectives: tuple[str, ...]
    woman: bool
    given: bool  # named by the premise

    @property
    def name(self) -> str:
        return self.member.name


class Also(NamedTuple):
    """One more of the cast. `part`: friend, rival, twin (the other of two heroes), owner, or found (who is looked for), as in company/."""

    role: Role
    part: str


class Company(NamedTuple):
    """Everyone of one film: the hero, the one the story is about besides, and whoever else the premise names."""

    hero: Role
    other: Role
    rest: tuple[Also, ...]


def cast(reading: Reading, rng: Random, known: Mapping[str, Role] = MappingProxyType({})) -> Company:
    """The company of a premise. `known`: those a person gave, by name; they are played as they are."""
    first = reading.beings[0] if reading.beings else _invented(rng.choice(HEROES))
    told = reading.woman is not None and first.kind in PEOPLE
    first = _as(first, bool(reading.woman)) if told else _either(first, rng)
    second = _second(reading)
    given = second is not None
    if second is None:
        second = first if first.count > 1 else _counterpart(reading, first, rng)
        given = first.count > 1
    twins = given and second is first
    hero = known.get(first.name or "") or _role(first, rng, reading.woman, bool(reading.beings), tuple(known.values()))
    seen = tuple(one for name, one in known.items() if name != second.name)
    other = known.get(second.name or "") or _role(second if twins else _either(second, rng), rng, None, given, (hero, *seen))
    rest: list[Also] = []
    for being, part in _others(reading, first, second, twins):
        role = known.get(being.name or "") or _role(_either(being, rng), rng, None, True, (hero, other, *seen, *(also.role for also in rest)))
        rest.append(Also(role, part))
    return Company(hero, other, tuple(rest))


def _second(reading: Reading) -> Being | None:
    """Whom the story is about besides the hero: who is acted upon, else who goes along, else who is against."""
    others = reading.beings[1:]
    if _is_sought(reading):
        others = tuple(b for b in others if b.part != "object")
    wanted = ("rival", "object", "friend", "owner") if reading.verb in ("rival", "steal") else ("object", "friend", "rival", "owner")
    return next((b for part in wanted for b in others if b.part == part), others[0] if others else None)


def _others(reading: Reading, first: Being, second: Being, twins: bool) -> Iterator[tuple[Being, str]]:
    """Who else there is, with their part: the rest of a group, and everyone else who is named; at most MOST_CAST together."""
    alike = Being(**{**first.__dict__, "name": None})
    more = [(alike, "twin")] * (first.count - (2 if twins else 1))
    for being in reading.beings[1:]:
        nameless = Being(**{**being.__dict__, "name": None})
        played = [nameless] * (being.count - 1)
        more += [(one, _part(being, reading)) for one in (played if being is second else [being, *played])]
    yield from more[: MOST_CAST - 2]


def _part(being: Being, reading: Reading) -> str:
    if being.part == "object" and _is_sought(reading):
        return "found"
    return being.part if being.part in ("rival", "owner") else "friend"


def _is_sought(reading: Reading) -> bool:
    """Whether the story is about finding somebody, who then cannot be there from the start."""
    beside = set(lexicon.stems(reading.deed or "")) & BESIDE
    return reading.verb in ("search", "lose") and not beside and reading.object is not None and reading.object.sort == "being"


def played(being: Being, rng: Random, woman: bool | None, others: tuple[Role, ...]) -> Role:
    """Somebody a script names, as the cast has them; told at a glance from `others`."""
    return _role(being, rng, woman, True, others)


def invented(rng: Random, there: tuple[Role, ...]) -> Role:
    """One more to go with the hero, told at a glance from those who are there."""
    fitting = [n for n in COUNTERPARTS[group(there[0].member.kind)] if all(n != one.noun for one in there)] or [n for n in HEROES if all(n != one.noun for one in there)]
    return of_noun(rng.choice(fitting), rng, there)


def of_noun(noun: str, rng: Random, there: tuple[Role, ...]) -> Role:
    return _role(_invented(noun), rng, None, False, there)


def _invented(noun: str) -> Being:
    found = lexicon.kind(noun)
    assert found is not None
    return Being(noun, Kind(found.value), True, noun)


def _either(being: Being, rng: Random) -> Being:
    """Whoever is named by their work may be a woman or a man, whatever the work; a word that says which is kept."""
    says = being.noun.endswith((*lexicon.ENGLISH_MAN, *lexicon.ENGLISH_WOMAN))
    return _as(being, rng.random() < 0.5) if lexicon.is_role(being.noun) and not says else being


def _as(being: Being, woman: bool) -> Being:
    pairs = ((Kind.MAN, Kind.WOMAN), (Kind.BOY, Kind.GIRL), (Kind.OLD_MAN, Kind.OLD_WOMAN))
    kind = next((pair[woman] for pair in pairs if being.kind in pair), being.kind)
    gendered = being.noun in ("man", "woman", "boy", "girl", "old man", "old woman", "king", "queen", "prince", "princess")
    return being if gendered else Being(**{**being.__dict__, "kind": kind})


def _counterpart(reading: Reading, first: Being, rng: Random) -> Being:
    fitting = [n for n in COUNTERPARTS[group(first.kind)] if not _clash(n, reading)]
    return _invented(rng.choice(fitting or ["mouse"]))


def _clash(noun: str, reading: Reading) -> bool:
    return any(noun == b.noun for b in reading.beings)


def _role(being: Being, rng: Random, woman: bool | None, given: bool, others: tuple[Role, ...]) -> Role:
    noun = lexicon.IRREGULAR.get(being.noun, being.noun)
    if noun.endswith("s") and not noun.endswith("ss") and lexicon.kind(noun[:-1]):
        noun = noun[:-1]
    if noun == "child" and being.name:
        being = _as(Being(**{**being.__dict__, "noun": "child"}), being.name[-1] in "aeiy") if woman is None else _as(being, woman)
        noun = str(being.kind)
    if being.kind in PEOPLE and being.kind is not Kind.GIANT:
        woman = being.kind in (Kind.WOMAN, Kind.GIRL, Kind.OLD_WOMAN)
    elif woman is None:
        woman = being.name[-1] in "aeiy" if being.name else rng.random() < 0.5
    name = being.name or _name(being.kind, woman, rng, others)
    taken = tuple(o.member for o in others)
    member = _dressed(being, noun, name, rng, taken)
    member = member.model_copy(update={"voice": _voice(being.kind, woman, rng, taken)})
    adjectives = tuple(a for a in being.adjectives if a not in ("the", "other", "last", "only", "first"))[-2:]
    return Role(member, concept(noun, being.kind), noun, adjectives if given else (), woman, given)


def _name(kind: Kind, woman: bool, rng: Random, others: tuple[Role, ...]) -> str:
    small, large = (Kind.MOUSE, Kind.FROG, Kind.BIRD, Kind.RABBIT, Kind.PIG), (Kind.BEAR, Kind.DRAGON, Kind.WOLF, Kind.LION, Kind.EAGLE, Kind.GIANT)
    old = (Kind.TORTOISE, Kind.GOAT, Kind.STORK)
    sort = "small" if kind in small else "large" if kind in large else "old" if kind in old else "robot" if kind is Kind.ROBOT else "animal"
    sort = "spirit" if kind in AIRY else sort
    if kind in PEOPLE and kind is not Kind.GIANT:
        sort = "old" if group(kind) == "old" else "young"
    free = [n for n in names(sort, woman) if all(n != o.name for o in others)]
    return rng.choice([n for n in free if all(n[0] != o.name[0] for o in others)] or free)


def _dressed(being: Being, noun: str, name: str, rng: Random, taken: tuple[Member, ...]) -> Member:
    """A look that is told from the others' at a glance: no body colour and no garment colour twice."""
    kind = being.kind
    usual = NATURAL.get(kind, (Color.TAN,))[:USUAL]
    bodies = [c for c in usual if all(c != t.body for t in taken)] or list(usual)
    body = being.color or SPIRITS.get(noun) or BODIES.get(noun) or rng.choice(bodies)
    used = {c for t in taken for c in (t.garment_color, t.body)} | {body}
    cloth = [c for c in CLOTHES if c not in used]
    cloth = cloth if len(cloth) > 1 else [c for c in CLOTHES if c is not body]
    color = rng.choice(cloth)
    second = rng.choice([c for c in cloth if c != color])
    garment, hat, extra = WEAR.get(noun) or _worn(kind, rng, taken)
    person = kind in PEOPLE
    marking, accent = MARKS.get(noun) or (_marking(kind, rng), ACCENTS.get(kind, Color.CREAM if body is not Color.CREAM else Color.WHITE))
    old = kind in (Kind.OLD_MAN, Kind.OLD_WOMAN)
    if extra is Extra.BEARD and kind not in (Kind.MAN, Kind.OLD_MAN):
        extra = Extra.SCARF
    hair_color = rng.choice((Color.GREY, Color.WHITE) if old else (Color.BROWN, Color.BLACK, Color.RUST, Color.GOLD))
    return Member(
        name=name, role=_said(noun, being), asked="" if being.exact else being.asked, kind=kind, build=_build(being, kind, rng),
        body=body, accent=accent, marking=marking, skin=rng.choice(list(Skin)), hair=_hair(kind, rng) if person else Hair.NONE,
        hair_color=hair_color,
        garment=garment, garment_color=color, hat=hat, hat_color=second, extra=extra,
        extra_color=hair_color if extra is Extra.BEARD else second,
    )  # fmt: skip


def _said(noun: str, being: Being) -> str:
    return " ".join([*being.adjectives[-2:], noun])[:80]


def _marking(kind: Kind, rng: Random) -> Marking:
    """A mark that suits the kind; one person in five has freckles."""
    plain = {Kind.LION, Kind.EAGLE, Kind.STORK, Kind.CROW, Kind.TORTOISE, Kind.SHEEP}
    if kind in PEOPLE:
        return rng.choice((Marking.FRECKLES, *(Marking.NONE,) * 4))
    if kind in AIRY or kind in plain:
        return Marking.NONE
    if kind in (Kind.FOX, Kind.WOLF, Kind.BEAR, Kind.DRAGON, Kind.BIRD):
        return rng.choice((Marking.BELLY, Marking.BELLY, Marking.SOCKS))
    if kind in (Kind.HORSE, Kind.DONKEY, Kind.GOAT):
        return rng.choice((Marking.BLAZE, Marking.SOCKS, Marking.BELLY, Marking.NONE))
    if kind is Kind.SNAKE:
        return rng.choice((Marking.STRIPES, Marking.SPOTS, Marking.NONE))
    return rng.choice((Marking.BELLY, Marking.SPOTS, Marking.STRIPES, Marking.SOCKS, Marking.PATCH, Marking.NONE))


def _build(being: Being, kind: Kind, rng: Random) -> Build:
    words = set(being.adjectives)
    for build, said in (
        (Build.SMALL, {"small", "tiny", "little"}),
        (Build.TALL, {"tall", "big", "giant", "huge"}),
        (Build.ROUND, {"fat", "round"}),
    ):
        if words & said:
            return build
    return rng.choice((Build.PLAIN, Build.PLAIN, Build.SLIM, Build.ROUND, Build.TALL if kind is not Kind.MOUSE else Build.SMALL))


def _hair(kind: Kind, rng: Random) -> Hair:
    """Hair by which a stranger tells who is drawn; every kind has some that others have too."""
    return rng.choice({
        Kind.MAN: (Hair.SHORT, Hair.CURLY, Hair.TUFT, Hair.SHORT, Hair.AFRO, Hair.NONE),
        Kind.WOMAN: (Hair.LONG, Hair.BUN, Hair.CURLY, Hair.LONG, Hair.BOB, Hair.PONYTAIL, Hair.AFRO),
        Kind.BOY: (Hair.SHORT, Hair.TUFT, Hair.CURLY, Hair.SHORT, Hair.AFRO),
        Kind.GIRL: (Hair.BRAIDS, Hair.BRAIDS, Hair.LONG, Hair.CURLY, Hair.BOB, Hair.PONYTAIL, Hair.AFRO),
        Kind.OLD_MAN: (Hair.SHORT, Hair.NONE, Hair.TUFT, Hair.CURLY), Kind.OLD_WOMAN: (Hair.BUN, Hair.CURLY, Hair.BUN, Hair.BOB),
        Kind.GIANT: (Hair.TUFT, Hair.SHORT, Hair.CURLY, Hair.LONG),
    }[kind])  # fmt: skip


def _worn(kind: Kind, rng: Random, taken: tuple[Member, ...]) -> tuple[Garment, Hat, Extra]:
    if kind in AIRY:
        return Garment.NONE, Hat.NONE, rng.choice((Extra.NONE, Extra.SCARF, Extra.NONE))
    if kind in (Kind.SNAKE, Kind.TORTOISE):  # a coil or a shell wears no coat
        return Garment.NONE, rng.choice((Hat.NONE, Hat.FLAT, Hat.BEANIE, Hat.STRAW)), rng.choice((Extra.SCARF, Extra.GLASSES, Extra.BOW_TIE))
    if kind in (Kind.ROBOT, Kind.DRAGON):
        return Garment.NONE, rng.choice((Hat.NONE, Hat.CAP, Hat.BEANIE)), rng.choice((Extra.SCARF, Extra.BAG, Extra.CAPE))
    people = [Garment.COAT, Garment.TUNIC, Garment.SWEATER, Garment.OVERALLS, Garment.VEST, Garment.CARDIGAN, Garment.SUIT, Garment.SMOCK]
    if kind in (Kind.GIRL, Kind.WOMAN, Kind.OLD_WOMAN):
        people.append(Garment.DRESS)
    if kind not in PEOPLE:
        people = [Garment.VEST, Garment.SWEATER, Garment.COAT, Garment.TUNIC, Garment.CARDIGAN, Garment.OVERALLS]
    free = [g for g in people if all(g is not t.garment for t in taken)]
    hats = [h for h in HEADGEAR if h is Hat.NONE or (all(h is not t.hat for t in taken) and not (h is Hat.HEADSCARF and kind in MEN))]
    extras = (Extra.SCARF, Extra.NONE, Extra.BAG, Extra.GLASSES, Extra.SCARF, Extra.BOW_TIE, *((Extra.BEARD,) * 3 if kind is Kind.MAN else (Extra.NECKLACE, Extra.EARRINGS)))
    return rng.choice(free), rng.choice(hats), rng.choice(extras)


def _voice(kind: Kind, woman: bool, rng: Random, taken: tuple[Member, ...]) -> VoiceBase:
    choices = {
        Kind.MAN: (VoiceBase.MAN, VoiceBase.MAN_LIGHT), Kind.WOMAN: (VoiceBase.WOMAN_LOW, VoiceBase.WOMAN_BRIGHT), Kind.BOY: (VoiceBase.BOY,),
        Kind.GIRL: (VoiceBase.GIRL,), Kind.OLD_MAN: (VoiceBase.OLD_MAN,), Kind.OLD_WOMAN: (VoiceBase.OLD_WOMAN,),
        Kind.MOUSE: (VoiceBase.SMALL,), Kind.BIRD: (VoiceBase.SMALL,), Kind.FROG: (VoiceBase.SMALL, VoiceBase.BOY),
        Kind.RABBIT: (VoiceBase.GIRL, VoiceBase.SMALL), Kind.BEAR: (VoiceBase.LARGE,), Kind.WOLF: (VoiceBase.LARGE, VoiceBase.MAN_DEEP),
        Kind.DRAGON: (VoiceBase.LARGE,), Kind.FOX: (VoiceBase.MAN_LIGHT, VoiceBase.WOMAN_BRIGHT), Kind.CAT: (VoiceBase.WOMAN_BRIGHT, VoiceBase.WOMAN_LOW),
        Kind.DOG: (VoiceBase.MAN_LIGHT, VoiceBase.BOY), Kind.ROBOT: (VoiceBase.ROBOT,), Kind.SPIRIT: (VoiceBase.SPIRIT,),
        Kind.LION: (VoiceBase.LARGE, VoiceBase.MAN_DEEP), Kind.DONKEY: (VoiceBase.MAN, VoiceBase.WOMAN_LOW), Kind.SHEEP: (VoiceBase.WOMAN_BRIGHT, VoiceBase.BOY),
        Kind.GOAT: (VoiceBase.OLD_MAN,) if not woman else (VoiceBase.OLD_WOMAN,), Kind.PIG: (VoiceBase.BOY, VoiceBase.GIRL),
        Kind.HORSE: (VoiceBase.WOMAN_LOW, VoiceBase.MAN), Kind.CROW: (VoiceBase.MAN_LIGHT, VoiceBase.WOMAN_BRIGHT), Kind.EAGLE: (VoiceBase.MAN_DEEP, VoiceBase.WOMAN_LOW),
        Kind.STORK: (VoiceBase.WOMAN, VoiceBase.MAN), Kind.SNAKE: (VoiceBase.WOMAN_LOW, VoiceBase.MAN_LIGHT),
        Kind.TORTOISE: (VoiceBase.OLD_WOMAN,) if woman else (VoiceBase.OLD_MAN,), Kind.GHOST: (VoiceBase.SPIRIT,), Kind.GIANT: (VoiceBase.LARGE,),
    }[kind]  # fmt: skip
    female = (VoiceBase.WOMAN, VoiceBase.WOMAN_LOW, VoiceBase.WOMAN_BRIGHT, VoiceBase.GIRL)
    male = (VoiceBase.MAN, VoiceBase.MAN_LIGHT, VoiceBase.MAN_DEEP, VoiceBase.BOY)
    choices = tuple(v for v in choices if v not in (male if woman else female)) or choices
    free = [v for v in choices if all(v is not t.voice for t in taken)]
    return rng.choice(free or [VoiceBase.WOMAN_BRIGHT, VoiceBase.WOMAN_LOW] if woman else free or [VoiceBase.MAN_LIGHT, VoiceBase.MAN])
