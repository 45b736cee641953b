"""Stories from elsewhere: shot lists as people write them, read into story documents. Other habits than our writers': straight cuts from
scene to scene, no costume named, voices off, three in a scene, places visited twice, a line crossed on purpose.

One line a shot: `size[@angle] | who action PLACE FACING [+thing] [=whom] ; ... | WHO: what is said / N: the narrator`, with L C R for left,
center, right and < > . ^ for faces left, right, the camera, away. `-> dissolve` before it is how it begins.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

from storyboard import timing
from storyboard.story import Shot, Story

WHERE = {"L": "left", "C": "center", "R": "right"}
FACING = {"<": "to the left", ">": "to the right", ".": "to the camera", "^": "away"}
WHO = re.compile(r"(\w+) ([a-z ]+?) ([LCR])([<>.^])(?: \+([\w-]+))?(?: =(\w+))?(?: @([\w-]+))?$")

FERRY = """
title The Last Ferry
cast ana woman red coat | jon old_man navy uniform
places quay harbor | deck open_sea
things ticket letter
== quay dusk fog
xwide | |
wide | ana running C> |
medium | jon standing R< | jon: We are full, miss. No more tonight.
mclose | ana talking L> +ticket =jon | ana: But I have a ticket, and it is for today.
insert ticket | |
medium@low angle | jon thinking R< | jon: Then the sea will have to hold one more.
full | ana walking L> +ticket ; jon pointing R< |
== deck dusk fog
-> dissolve wide | ana standing L> ; jon standing R< | N: Nobody spoke until the shore was gone.
close | ana talking C> =jon | ana: Who are all these people?
close | jon talking C< =ana | jon: Those who came too late, like you.
medium | ana surprised L> ; jon laughing R< |
"""

ROBBERS = """
title Three Under One Roof
cast ida girl green dress | tom boy gold sweater | ged old_man grey vest
places room cottage_room | yard village
things loaf loaf_of_bread
== room night storm
full | ida sitting L> ; ged sitting C. ; tom sitting R< | N: The storm had shut them in for the third night.
mclose | ged talking C. | ged: There is one loaf left. Who shall have it?
mclose | ida talking C> =tom | ida: Tom shall have it. He is the smallest.
mclose | tom talking C< =ida | tom: I am not small. I am only far away.
medium | ida giving L> +loaf =tom ; tom taking R< |
close | tom laughing C. +loaf | ida: Eat, before it laughs at you too.
-> dissolve wide | ged sleeping C. ; ida sleeping L. ; tom sleeping R. |
== yard dawn clear
-> fade wide | |
full | tom running C> +loaf |
medium | tom giving L> +loaf =ida ; ida laughing R< | tom: I kept you half.
wide | tom dancing L> ; ida dancing R< ; ged waving C. | N: And the storm was only weather again.
"""

LIGHT = """
title Somebody Left the Light On
cast mo man blue overalls | pia woman rose cardigan
places street city_street | shop workshop
things gear gear | lamp lantern
== street night rain
wide | mo walking C> +lamp |
medium | mo walking C> +lamp | mo: Every night the same light. Every night the same rain.
close | mo looking around C. |
== shop night rain
full | pia working R< +gear |
medium@over the shoulder | mo standing L^ ; pia talking R< =mo | pia: You may come in. The rain may not.
medium | mo talking L> =pia ; pia standing R< | mo: I thought somebody had forgotten the light.
close | pia talking C< =mo | pia: Nobody forgot. I am building a sun.
insert gear | |
mclose | mo talking C> | mo: With one gear?
mclose@low angle | pia laughing C< | pia: With the first one.
== shop dawn clear
-> dissolve wide | mo working L> ; pia working R< |
full@low angle | pia giving R< +gear =mo ; mo taking L> |
xwide | | N: It rose at six, a little to the left of where one expects it.
"""

SHEPHERD = """
title The Wolf Who Counted
cast nan girl white robe | wolf wolf grey -
places hill meadow | wood forest | fold village
things flute flute
== hill day clear
xwide | nan sitting C. |
mclose | nan talking C. +flute | nan: Ninety-eight, ninety-nine. One is missing again.
wide | nan walking L> +flute |
== wood day clear
wide | nan walking L> +flute |
full | nan sneaking L> +flute ; wolf sitting R< |
close | wolf talking C< =nan | wolf: Do not shout. I am counting.
close | nan talking C> =wolf | nan: Counting what?
medium | nan standing L> ; wolf talking R< =nan | wolf: Sheep. How else would I sleep?
medium@high angle | nan laughing L> ; wolf thinking R< |
== fold dusk clear
-> fade wide | nan walking L< ; wolf walking R< | N: So two went home to count together.
medium | nan sitting L> +flute ; wolf sleeping R. |
close | nan talking C> =wolf | nan: A hundred. Good night.
"""

CROSSED = """
title The Quarrel at the Well
cast ben man rust vest | cleo woman purple dress | dot crow black -
places square village
things bucket bowl
== square day clear
wide | ben standing L> ; cleo standing R< ; dot standing C. | N: There was one well and there were two houses.
medium | ben arguing L> =cleo ; cleo standing R< | ben: My grandfather dug it.
mclose | cleo arguing C< =ben | cleo: And mine was the one who held the lamp.
close | ben talking C> | ben: In daylight?
insert bucket | |
close@high angle | dot talking C. | dot: Gentle people, it is dry.
wide | cleo standing L> ; ben standing R< |
medium | cleo talking L> =ben ; ben standing R< | cleo: Then whose is it?
close | ben talking C< =cleo | ben: Nobody's. Come and help me dig.
full | ben working R< ; cleo working L> |
"""

VOICES = """
title A Letter Read Aloud
cast sam boy mint sweater | gran old_woman violet dress
places attic library | field meadow
things letter letter
== attic day clear
medium | sam reading C. +letter | gran: My dear Sam, when you read this the swallows are back.
wide | sam giving L> +letter =gran ; gran taking R< | gran: You read it too fast. Listen.
mclose | gran talking C< +letter =sam | gran: The swallows are back, and I am not there.
close | sam crying C. |
full | gran giving R< +letter =sam ; sam taking L> |
== field day clear
-> wipe xwide | |
wide | sam running C> +letter | gran: So run out and count them for me.
medium@low angle | sam looking up C. +letter | sam: Eleven. I counted eleven!
"""

BUS = """
title The Night Bus
cast lou woman teal coat | max man gold vest | kid boy red sweater
places bus theatre_stage | stop city_street
things bag basket | torch lantern
== stop night snow
wide | lou standing C. +bag |
mclose | lou looking around C> | lou: It was never this late before.
wide | lou standing L> +bag ; max entering R< | N: The driver had walked the last mile.
medium | lou standing L> +bag ; max talking R< =lou | max: She has broken down by the bridge.
close | lou talking C> =max | lou: Then we walk to her.
full | lou walking L> +bag ; max walking R> +torch |
== bus night snow
wide | lou walking L> +bag ; max walking R> +torch |
medium | kid sleeping C. |
mclose | max talking C> | max: He has been on since the harbor.
close | kid standing up C. | kid: Are we home?
medium | lou hugging L> =kid ; kid hugging R< =lou | lou: Nearly. Come and carry the light.
full | max giving L> +torch =kid ; kid taking R< |
wide | kid walking L> +torch ; lou walking C> ; max walking R> |
"""

CLOCKS = """
title Two Clocks
cast eva old_woman rose dress | rob robot grey -
places room workshop | tower castle
things gear gear
== room day clear
insert gear | |
full | eva working L> | eva: One of you is slow and one of you is fast.
close | rob talking C< | rob: Which one is right?
close | eva laughing C> | eva: The one that stops.
wide | eva working L> ; rob standing R< |
-> dissolve medium | rob working C. +gear |
full | eva sleeping L. ; rob working R. +gear | N: He worked until it was nobody's hour.
== tower dusk clear
-> fade xwide | |
wide@low angle | rob pointing L> ; eva looking up R< | rob: Now both are wrong together.
mclose@low angle | eva talking C< =rob | eva: That is called noon.
"""

HAT = """
title The Chase for the Hat
cast fay girl gold dress | crow crow black -
places park meadow | lane village | pond river
things hat basket
== park day clear
wide | fay standing C. |
full | crow chasing L> +hat ; fay running R> | fay: Give that back!
medium | fay running C> |
== lane day clear
wide | crow running R> +hat ; fay running L> |
close | crow looking around C. |
full | fay running C. | fay: I see you!
wide | fay running R< ; crow running L< +hat |
== pond day clear
wide | fay entering R< ; crow standing L> +hat |
medium | fay talking R< =crow ; crow standing L> +hat | fay: What do you want with it?
mclose | crow talking C> =fay | crow: It is going to be a nest.
mclose | fay thinking C< | fay: Then keep it until the spring.
full | crow dancing L> +hat ; fay laughing R< |
"""

COURT = """
title Court of Frogs
cast judge frog green robe | thief mouse grey - | lily girl white dress
places hall library
things crown key
== hall day clear
full | judge sitting C. |
medium | thief standing L> ; judge sitting C. ; lily standing R< | judge: Who took the key of the pond?
mclose | lily pointing C< =thief | lily: He did. I saw him swim with it.
mclose | thief talking C> =lily | thief: I cannot swim!
close | judge thinking C. |
insert crown | |
medium | thief taking L> +crown ; lily surprised R< |
close@low angle | judge talking C. | judge: Then how did it get dry?
wide | thief laughing L> +crown ; judge laughing C. ; lily laughing R< |
"""

ALL = (FERRY, ROBBERS, LIGHT, SHEPHERD, CROSSED, VOICES, BUS, CLOCKS, HAT, COURT)
SIZES = {"xwide": "extreme wide", "mclose": "medium close-up", "close": "close-up"}
FEELING = {"surprised": ("standing", "surprised"), "laughing": ("laughing", "happy"), "crying": ("crying", "sad")}


def story(text: str) -> Story:
    """The story of a shot list. ValueError names a line that is none."""
    tree: dict[str, Any] = {"premise": "a shot list", "writer": "by hand", "scenes": []}
    for line in filter(None, text.splitlines()):
        word, _, rest = line.partition(" ")
        if word == "title":
            tree |= {"title": rest, "logline": f"{rest}."}
        elif word == "cast":
            tree["characters"] = [_member(*one.split()) for one in rest.split(" | ")]
        elif word == "places":
            tree["settings"] = [{"id": i, "name": f"the {i}", "place": p.replace("_", " ")} for i, p in (one.split() for one in rest.split(" | "))]
        elif word == "things":
            tree["things"] = [{"id": i, "name": f"the {i}", "prop": p.replace("_", " ")} for i, p in (one.split() for one in rest.split(" | "))]
        elif word == "==":
            place, hour, weather = rest.split()
            tree["scenes"].append({"id": f"sc{len(tree['scenes']) + 1}", "setting": place, "hour": hour, "weather": weather, "shots": []})
        else:
            scene = tree["scenes"][-1]
            scene["shots"].append(_shot(f"{scene['id']}-{len(scene['shots']) + 1}", line))
    return Story.model_validate(tree)


def _member(name: str, kind: str, color: str, garment: str) -> dict[str, Any]:
    worn = {} if garment == "-" else {"garment": garment, "color": color}
    look = {"kind": kind.replace("_", " "), "body": color}
    return {"id": name, "name": name.capitalize(), "identity": f"{name.capitalize()} is a {kind}.", "look": look, "costumes": [{"id": "own", "outfit": worn}]}


def _shot(name: str, line: str) -> dict[str, Any]:
    transition = "cut"
    if line.startswith("-> "):
        transition, _, line = line[3:].partition(" ")
    size, who, said = [part.strip() for part in f"{line} ".split("|")]
    size, _, angle = size.partition("@")
    size, _, focus = size.partition(" ")
    made: dict[str, Any] = {"id": name, "size": SIZES.get(size, size), "angle": angle or "eye level", "transition": transition, "focus": focus or None}
    made["subjects"] = [_subject(one.strip()) for one in who.split(";") if one.strip()]
    made["lines"] = [_line(f"{name}-{n}", one.strip(), made["subjects"]) for n, one in enumerate(filter(None, said.split(" / ")), 1)]
    return made | {"frames": timing.needed(Shot.model_validate(made | {"frames": 96})), "words": line.strip()}


def _subject(text: str) -> dict[str, Any]:
    match = WHO.match(text)
    if match is None:
        raise ValueError(f"not a figure in a frame: {text!r}")
    who, action, where, facing, thing, target, costume = match.groups()
    action, emotion = FEELING.get(action, (action, "calm"))
    return {"character": who, "action": action, "emotion": emotion, "where": WHERE[where], "facing": FACING[facing], "prop": thing, "target": target, "costume": costume}


def _line(name: str, text: str, subjects: list[dict[str, Any]]) -> dict[str, Any]:
    who, _, words = text.partition(": ")
    inside = any(s["character"] == who for s in subjects)
    return {"id": name, "speaker": None if who == "N" else who, "text": words, "slot": timing.slot_for(words, "en"), "on_screen": inside}


def altered(given: Story, dice: Random) -> Story:
    """The story as somebody else might have kept it: retitled, filmed from the other side throughout, held longer, costumes named, ids of
    their own, other hours for the whole film. What was continuous stays so."""
    tree = given.model_dump(mode="json")
    tree["title"] = f"{given.title} ({dice.choice(('second draft', 'short version', 'final', 'for Mum'))})"
    mirrored, named, held, stem = dice.random() < 0.5, dice.random() < 0.5, dice.choice((0, 8, 16)), dice.choice(("sc", "scene", "part"))
    mirror = {"left": "right", "right": "left", "to the left": "to the right", "to the right": "to the left"}
    for number, scene in enumerate(tree["scenes"], 1):
        scene["id"] = f"{stem}{number}0"
        for at, shot in enumerate(scene["shots"], 1):
            shot["id"], shot["frames"] = f"{scene['id']}-{at}", min(timing.LONGEST_SHOT, shot["frames"] + held)
            for one in shot["subjects"]:
                if mirrored:
                    one["where"], one["facing"] = mirror.get(one["where"], one["where"]), mirror.get(one["facing"], one["facing"])
                one["costume"] = "own" if named else one["costume"]
    return Story.model_validate(tree)
