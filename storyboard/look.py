"""Look and Outfit: the structured appearance the drawn world can draw and a caption can say.

A Look is who someone is (kind, build, colours, marks, hair): it never changes. An Outfit is what they wear: it may.
"""

from __future__ import annotations

from storyboard.document import Doc, Word


class Kind(Word):
    MAN = "man", "a grown man"
    WOMAN = "woman", "a grown woman"
    BOY = "boy", "a boy"
    GIRL = "girl", "a girl"
    OLD_MAN = "old man", "an old man"
    OLD_WOMAN = "old woman", "an old woman"
    FOX = "fox", "a fox on two legs: pointed ears, brush"
    WOLF = "wolf", "a wolf: long muzzle, ragged cheeks"
    RABBIT = "rabbit", "a rabbit: tall ears"
    BEAR = "bear", "a bear: large and round"
    CAT = "cat", "a cat: whiskers, curved tail"
    DOG = "dog", "a dog: hanging ears"
    MOUSE = "mouse", "a mouse: big round ears, small"
    FROG = "frog", "a frog: eyes on top of the head"
    BIRD = "bird", "a small round bird: short beak and wings (owl, duck, songbird)"
    ROBOT = "robot", "a robot: box head, antenna, lamps for eyes"
    DRAGON = "dragon", "a dragon: horns, small wings, tail"
    SPIRIT = "spirit", "a cloud-like being without legs: storm, wind, sea, star"
    LION = "lion", "a lion: a great mane, a tufted tail"
    DONKEY = "donkey", "a donkey: long ears, pale muzzle"
    SHEEP = "sheep", "a sheep: wool all over, ears to the side"
    GOAT = "goat", "a goat: curved horns, chin beard"
    PIG = "pig", "a pig: disc snout, curly tail"
    HORSE = "horse", "a horse: long head, flowing mane and tail"
    CROW = "crow", "a crow: strong straight beak, sleek"
    EAGLE = "eagle", "an eagle: pale head, hooked beak, broad shoulders"
    STORK = "stork", "a stork: long red beak, long neck, long legs"
    SNAKE = "snake", "a snake: an upright coil without legs, holds things with its tail"
    TORTOISE = "tortoise", "a tortoise: a domed shell on its back, bald head"
    GHOST = "ghost", "a ghost: a being like a bed sheet, dark eyes, no legs"
    GIANT = "giant", "a giant: a huge person, small head, large hands"


class Color(Word):
    WHITE = "white", "#f2ece0"
    CREAM = "cream", "#ead9b5"
    GREY = "grey", "#8d9299"
    SLATE = "slate", "#4b5563"
    BLACK = "black", "#2b2a30"
    BROWN = "brown", "#7a5238"
    TAN = "tan", "#c49a6c"
    RUST = "rust", "#b3552e"
    ORANGE = "orange", "#e2803a"
    GOLD = "gold", "#e3b341"
    YELLOW = "yellow", "#f2d45c"
    RED = "red", "#c8413b"
    ROSE = "rose", "#dd8f9c"
    PURPLE = "purple", "#7d5ba6"
    VIOLET = "violet", "#a58bd0"
    NAVY = "navy", "#2f4270"
    BLUE = "blue", "#4a7fb5"
    SKY = "sky blue", "#9cc7de"
    TEAL = "teal", "#3c8f8b"
    MINT = "mint", "#a3cfb0"
    GREEN = "green", "#5b8f4e"
    OLIVE = "olive", "#8a8a45"

    @property
    def hex(self) -> str:
        return self.meaning


class Skin(Word):
    """Skin of people, by tone only."""

    PORCELAIN = "porcelain skin", "#f4d9c6"
    PEACH = "peach skin", "#e8b995"
    OLIVE = "olive skin", "#c99872"
    BROWN = "brown skin", "#96613f"
    DARK = "dark skin", "#5d3a27"

    @property
    def hex(self) -> str:
        return self.meaning


class Build(Word):
    SLIM = "slim", "narrow"
    PLAIN = "plain", "as the kind usually is"
    ROUND = "round", "wide and soft"
    TALL = "tall", "a head higher than others of the kind"
    SMALL = "small", "a head lower than others of the kind"


class Marking(Word):
    NONE = "plain", "one colour"
    BELLY = "pale belly", "a lighter front"
    SPOTS = "spots", "round spots in the accent colour"
    STRIPES = "stripes", "bands in the accent colour"
    MASK = "mask", "a band of the accent colour around the eyes"
    SOCKS = "socks", "hands and feet in the accent colour"
    PATCH = "patched eye", "a patch of the accent colour round one eye"
    BLAZE = "blaze", "a bright line down the middle of the face"
    FRECKLES = "freckles", "small dots on the cheeks; people have them too"


class Hair(Word):
    """Hair of people; a tuft or crest on animals."""

    NONE = "no hair", "bald, or no tuft"
    SHORT = "short hair", "cropped"
    LONG = "long hair", "to the shoulders"
    CURLY = "curly hair", "a round crown of curls"
    BUN = "hair in a bun", "tied on top"
    BRAIDS = "two braids", "plaits at both sides"
    TUFT = "tuft", "a wild tuft on top"
    BOB = "bobbed hair", "to the chin, a straight fringe"
    PONYTAIL = "ponytail", "tied at the back of the head"
    AFRO = "afro", "a great round crown of tight curls"


class Garment(Word):
    NONE = "nothing", "bare fur, metal or mist"
    COAT = "coat", "long, buttoned"
    DRESS = "dress", "wide skirt"
    TUNIC = "tunic", "short, belted"
    OVERALLS = "overalls", "straps over a shirt"
    SWEATER = "sweater", "with a band on the chest"
    ROBE = "robe", "to the ground"
    VEST = "vest", "open, over the chest"
    APRON = "apron", "tied over a shirt, to the knee"
    SUIT = "suit", "a jacket with lapels, a shirt and a tie"
    UNIFORM = "uniform", "two rows of buttons, a belt, shoulder boards"
    SMOCK = "smock", "loose, short sleeves, a pocket on the chest"
    ARMOUR = "suit of armour", "plates of metal over the chest"
    CARDIGAN = "cardigan", "knitted, open over a shirt, large buttons"


class Hat(Word):
    NONE = "no hat", ""
    CAP = "cap", "sailor's or worker's cap"
    STRAW = "straw hat", "wide brim"
    TOP = "top hat", "tall"
    CROWN = "crown", "three points"
    HOOD = "hood", "round the head"
    BEANIE = "beanie", "knitted, with a bobble"
    WIZARD = "pointed hat", "tall, pointed, with a brim"
    CHEF = "chef's hat", "white, puffed on top"
    HELMET = "helmet", "round and hard, a ridge on top"
    HEADSCARF = "headscarf", "round the head, tied under the chin"
    TURBAN = "turban", "wound cloth, a pin in front"
    FLAT = "flat cap", "soft, a short peak"
    BERET = "beret", "soft, to one side"


class Extra(Word):
    NONE = "nothing more", ""
    SCARF = "scarf", "round the neck, one end blowing"
    GLASSES = "glasses", "round lenses"
    BEARD = "beard", "a full beard"
    BAG = "shoulder bag", "on a strap"
    CAPE = "cape", "from the shoulders"
    BOW_TIE = "bow tie", "at the throat"
    TOOLS = "pocket tools", "a pocket of tools on the chest"
    EARRINGS = "earrings", "rings at both ears"
    EYEPATCH = "eyepatch", "over one eye, on a band"
    NECKLACE = "necklace", "round beads"


class Look(Doc):
    """Who someone is, to the eye. `body` is fur, metal or mist; people wear their `skin` instead."""

    kind: Kind
    build: Build = Build.PLAIN
    body: Color = Color.TAN
    accent: Color = Color.CREAM
    marking: Marking = Marking.NONE
    skin: Skin = Skin.PEACH
    hair: Hair = Hair.NONE
    hair_color: Color = Color.BROWN
    eyes: Color = Color.BLACK

    @property
    def is_person(self) -> bool:
        return self.kind in PEOPLE


class Outfit(Doc):
    """What someone wears. Clothes change; face and voice do not."""

    garment: Garment = Garment.NONE
    color: Color = Color.BLUE
    trim: Color = Color.CREAM
    hat: Hat = Hat.NONE
    hat_color: Color = Color.RED
    extra: Extra = Extra.NONE
    extra_color: Color = Color.RED


PEOPLE = frozenset({Kind.MAN, Kind.WOMAN, Kind.BOY, Kind.GIRL, Kind.OLD_MAN, Kind.OLD_WOMAN, Kind.GIANT})
BIRDS = frozenset({Kind.BIRD, Kind.CROW, Kind.EAGLE, Kind.STORK})
AIRY = frozenset({Kind.SPIRIT, Kind.GHOST})  # without legs: they hover
# Coats, feathers and shells in the colours they have by nature, the most usual first.
NATURAL: dict[Kind, tuple[Color, ...]] = {
    Kind.FOX: (Color.RUST, Color.ORANGE, Color.GREY, Color.CREAM), Kind.WOLF: (Color.GREY, Color.SLATE, Color.BLACK, Color.WHITE),
    Kind.RABBIT: (Color.CREAM, Color.WHITE, Color.GREY, Color.BROWN, Color.TAN), Kind.BEAR: (Color.BROWN, Color.TAN, Color.BLACK, Color.WHITE),
    Kind.CAT: (Color.ORANGE, Color.BLACK, Color.GREY, Color.WHITE, Color.TAN), Kind.DOG: (Color.TAN, Color.BROWN, Color.WHITE, Color.BLACK, Color.GOLD),
    Kind.MOUSE: (Color.GREY, Color.TAN, Color.WHITE, Color.BROWN), Kind.FROG: (Color.GREEN, Color.OLIVE, Color.TEAL, Color.MINT),
    Kind.BIRD: (Color.BLACK, Color.BLUE, Color.BROWN, Color.YELLOW, Color.WHITE, Color.RED),
    Kind.ROBOT: (Color.GREY, Color.TEAL, Color.GOLD, Color.RUST, Color.SKY),
    Kind.DRAGON: (Color.GREEN, Color.RED, Color.PURPLE, Color.TEAL, Color.NAVY), Kind.SPIRIT: (Color.SKY, Color.VIOLET, Color.MINT, Color.SLATE, Color.WHITE),
    Kind.LION: (Color.GOLD, Color.TAN, Color.ORANGE), Kind.DONKEY: (Color.GREY, Color.BROWN, Color.TAN), Kind.SHEEP: (Color.CREAM, Color.WHITE, Color.BLACK, Color.GREY),
    Kind.GOAT: (Color.WHITE, Color.BROWN, Color.GREY, Color.BLACK), Kind.PIG: (Color.ROSE, Color.CREAM, Color.TAN, Color.BLACK),
    Kind.HORSE: (Color.BROWN, Color.TAN, Color.WHITE, Color.BLACK, Color.RUST), Kind.CROW: (Color.BLACK, Color.SLATE),
    Kind.EAGLE: (Color.BROWN, Color.SLATE, Color.RUST), Kind.STORK: (Color.WHITE, Color.CREAM, Color.GREY),
    Kind.SNAKE: (Color.GREEN, Color.OLIVE, Color.RUST, Color.GOLD, Color.TEAL), Kind.TORTOISE: (Color.OLIVE, Color.GREEN, Color.TAN),
    Kind.GHOST: (Color.WHITE, Color.CREAM, Color.SKY, Color.MINT, Color.VIOLET),
}  # fmt: skip
