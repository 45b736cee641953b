"""Figures: who is seen, in identity text word for word, in which clothes and state, where in the frame, doing and feeling what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard import states
from storyboard.caption import look_words, outfit_words
from storyboard.grammar import Angle, Size
from storyboard.look import AIRY, BIRDS, PEOPLE, Kind
from storyboard.prompts.acting import CROSSING, FACELESS, FACES, HANDLING, PLAIN, SPOTS, TRAVEL, TURNED, UNTURNED, VOICES, doing
from storyboard.prompts.telling import Telling, held_words, sentence, stop, tidy
from storyboard.staging import Action, Facing
from storyboard.story import Character

NUMBERS = ("no figure", "one figure", "two figures", "three figures", "four figures")
UPRIGHT = frozenset({Kind.ROBOT, Kind.DRAGON, Kind.SNAKE})  # nothing to add
NEAR_SIZES = (Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE)  # in which a shoulder frames a face
FACE_SIZES = (Size.FULL, Size.MEDIUM, Size.MEDIUM_CLOSE, Size.CLOSE, Size.EXTREME_CLOSE)  # in which a face can be read
DAMAGE = re.compile(r"^(?P<who>.+?): (?P<what>.+) \(damage\)$")
WEARS = re.compile(r"^(?P<who>.+?) wears (?P<what>.+)$")


def identity(character: Character) -> str:
    """Who it is: the identity text, word for word, with the name before it where it has none."""
    said, name = tidy(character.identity), tidy(character.name)
    if not said:
        return f"{name} is {look_words(character.look)}."
    return _stopped(said if name.casefold() in said.casefold() else f"{name}: {said}")


def build(telling: Telling) -> str:
    """How figures are built that a model would draw otherwise: animals here go upright, spirits are of cloud."""
    animals, said = [], []
    for slot in telling.slots:
        look, told = telling.character(slot).look, telling.character(slot).identity.casefold()
        if look.kind is Kind.SPIRIT and not any(word in told for word in ("cloud", "mist", "smoke", "wave", "leg")):
            said.append(f"{telling.name(slot)} has a cloud-like body without legs.")
        elif look.kind not in PEOPLE | BIRDS | AIRY | UPRIGHT and not any(word in told for word in ("four legs", "all fours", "upright", "two legs")):
            animals.append(telling.name(slot))
    if animals:
        said.append(f"{animals[0]} stands upright like a person." if len(animals) == 1 else "The animals stand upright like people.")
    return " ".join(said)


def clothes(telling: Telling, slot: int) -> str:
    """What is worn in this shot, where the identity text does not say it already."""
    character, name = telling.character(slot), telling.name(slot)
    first, costume = character.costumes[0], character.costume(telling.shot.subjects[slot].costume)
    worn, usual = tidy(costume.words) or outfit_words(costume.outfit), tidy(first.words) or outfit_words(first.outfit)
    told = tidy(character.identity).casefold()
    instead = costume.id != first.id and bool(usual) and usual.casefold() in told
    if not worn:
        return f"In this shot {name} is without these clothes." if instead and not character.look.is_person else ""
    if worn.casefold().rstrip(".") in told and not instead:
        return ""
    if not worn.casefold().startswith("in "):
        return _stopped(f"{name}'s clothes{' in this shot' if instead else ''}: {worn}")
    return f"In this shot {name} is dressed {worn.rstrip('.')} instead." if instead else f"{name} is dressed {worn.rstrip('.')}."


def state(telling: Telling, slot: int) -> Iterator[str]:
    """Damage and clothes that the story carries into the scene; clothes that the shot itself binds come first."""
    character, presence = telling.character(slot), telling.shot.subjects[slot]
    bound = character.costume(presence.costume).id != character.costumes[0].id
    names = {tidy(character.name).casefold(), character.id}
    worn = character.costume(presence.costume).outfit.garment
    yield from (states.sentence(one, telling.name(slot), worn) for one in telling.subject(slot).state)
    for fact in telling.scene.state_in:
        said = tidy(fact).rstrip(".")
        found = DAMAGE.match(said) or (None if bound else WEARS.match(said))
        if found is None or found["who"].casefold() not in names or telling.names_absent(found["what"]):
            continue
        if found.re is DAMAGE:
            yield _stopped(f"Visible on {telling.name(slot)}: {found['what']}")
        elif found["what"].casefold() not in tidy(character.identity).casefold():
            yield _stopped(f"{telling.name(slot)} wears {found['what']}")


def action(telling: Telling, slot: int, arc: bool = False) -> str:
    """Where the figure is, what it does and feels: one sentence. `arc`: from what it felt before."""
    s, name, still = telling.subject(slot), telling.name(slot), telling.still
    aimed = s.target != slot and s.target in telling.slots
    it = held_words(telling, slot) or (held_words(telling, s.target) if aimed and s.action is Action.TAKE else "")
    said = [("is " if still else "") + doing(s, telling.name(s.target) if aimed else "", it, still) + _manner(telling, slot, aimed)]
    if not (over_shoulder(telling) or s.action in UNTURNED or (aimed and s.facing is not Facing.AWAY)):
        said.append(TURNED[s.facing])
    if it and s.action not in HANDLING:
        said.append(f"holding {it}")
    if not still:
        said += [*_speech(telling, slot), *([] if s.action in CROSSING else _on_screen(s.visible))]
    said.append(_feeling(telling, slot, arc) + (f", with {FACES[s.emotion]}" if _shows_face(telling, slot) else ""))
    first = 2 if s.action in PLAIN and said[1].startswith("facing") else 1  # "stands facing right"
    shown = f"{name} (image {slot + 1})" if still and telling.pictures else name
    return _stopped(f"{place_in_frame(telling, slot)}{shown} {', '.join([' '.join(said[:first]), *said[first:]])}")


def _manner(telling: Telling, slot: int, aimed: bool) -> str:
    """What is added to the action itself: a hug given back, the way one goes, the voice one talks in."""
    s = telling.subject(slot)
    if aimed and s.action is Action.HUG and _hugs_back(telling, slot):
        return " in return"
    if aimed and s.action in TRAVEL and s.facing in (Facing.LEFT, Facing.RIGHT):
        return f" {s.facing}"  # which side of the frame that is
    return " " + voice if not telling.still and s.action is Action.TALK and (voice := _voice(telling, slot)) else ""


def place_in_frame(telling: Telling, slot: int) -> str:
    """"On the left, "; over a shoulder, near and far instead; empty for one who is still to come in."""
    if over_shoulder(telling) and slot < 2:
        return "In the near foreground, seen from behind, " if slot == 1 else "Farther back, facing the camera, "
    where = telling.subject(slot).where
    if telling.subject(slot).action is Action.ENTER and not telling.still:
        return ""
    before = [telling.subject(k).where for k in telling.slots if k < slot]
    return f"{'Also ' + SPOTS[where] if where in before else sentence(SPOTS[where])[:-1]}, "


def over_shoulder(telling: Telling) -> bool:
    """As the drawn world has it: the second figure's shoulder frames the first figure's face."""
    return telling.staging.angle is Angle.OVER_SHOULDER and telling.staging.size in NEAR_SIZES and {0, 1} <= {*telling.slots}


def _hugs_back(telling: Telling, slot: int) -> bool:
    other = telling.subject(telling.subject(slot).target)
    return other.target == slot and other.action is Action.HUG and telling.subject(slot).target < slot


def _feeling(telling: Telling, slot: int, arc: bool) -> str:
    now, before = telling.subject(slot).emotion, _felt_before(telling, slot) if arc else None
    return str(now) if before in (None, now) else f"at first {before} and then {now}"


def _felt_before(telling: Telling, slot: int) -> str | None:
    """What the character felt when last seen in this scene."""
    found = None
    for shot in telling.scene.shots:
        if shot.id == telling.shot.id:
            return found
        found = next((p.emotion for p in shot.subjects if p.character == telling.character(slot).id), found)
    return found


def _shows_face(telling: Telling, slot: int) -> bool:
    s = telling.subject(slot)
    turned = (slot == 1) if over_shoulder(telling) else s.facing is Facing.AWAY
    return telling.staging.size in FACE_SIZES and not turned and s.action not in FACELESS


def _speech(telling: Telling, slot: int) -> Iterator[str]:
    """How the figure speaks, when it is seen to; what it says is heard elsewhere."""
    if telling.subject(slot).speech and telling.subject(slot).action not in (Action.TALK, Action.ARGUE):
        yield f"speaking {_voice(telling, slot)}".strip()


def _voice(telling: Telling, slot: int) -> str:
    lines = [line for line in telling.shot.lines if line.speaker == telling.character(slot).id and line.on_screen]
    return VOICES[lines[0].delivery] if lines else ""


def _on_screen(visible: tuple[float, float]) -> Iterator[str]:
    if visible[0] > 0.0:
        yield "coming into view partway through"
    if visible[1] < 1.0:
        yield "gone from view before the end"


def _stopped(text: str) -> str:
    """Ended with a stop; a name at the head keeps its small letter."""
    return text + stop(text)
