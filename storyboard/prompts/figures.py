"""Figures: who is seen, in identity text word for word, in which clothes and state, where in the frame, doing and feeling what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.caption import look_words, outfit_words
from storyboard.grammar import Angle, Size
from storyboard.prompts.acting import FACELESS, FACES, HANDLING, TRAVEL, TURNED, UNTURNED, VOICES, doing
from storyboard.prompts.telling import Telling, held_words, sentence, tidy
from storyboard.staging import Action, Facing, Where
from storyboard.story import Character

NUMBERS = ("no figure", "one figure", "two figures", "three figures", "four figures")
SIDES = {Where.LEFT: "On the left", Where.CENTER: "In the center", Where.RIGHT: "On the right"}
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
    for fact in telling.scene.state_in:
        said = tidy(fact).rstrip(".")
        found = DAMAGE.match(said) or (None if bound else WEARS.match(said))
        if found is None or found["who"].casefold() not in names or telling.names_absent(found["what"]):
            continue
        if found.re is DAMAGE:
            yield _stopped(f"Visible on {telling.name(slot)}: {found['what']}")
        elif found["what"].casefold() not in tidy(character.identity).casefold():
            yield _stopped(f"{telling.name(slot)} wears {found['what']}")


def action(telling: Telling, slot: int, still: bool = False, arc: bool = False) -> str:
    """Where the figure is, what it does and feels: one sentence. `still`: as one moment; `arc`: from what it felt before."""
    s, name, it = telling.subject(slot), telling.name(slot), held_words(telling, slot)
    aimed = 0 <= s.target < len(telling.slots) and s.target != slot
    said = [doing(s, telling.name(s.target) if aimed else "", it, still)]
    if aimed and s.action is Action.HUG and _hugs_back(telling, slot):
        said[0] += " in return"
    if s.action in TRAVEL and aimed and s.facing in (Facing.LEFT, Facing.RIGHT):
        said[0] += f" {s.facing}"  # which side of the frame that is
    elif not (over_shoulder(telling) or s.action in UNTURNED or (aimed and s.facing is not Facing.AWAY)):
        said.append(TURNED[s.facing])
    if it and s.action not in HANDLING:
        said.append(f"holding {it}")
    if not still:
        said += [*_speech(telling, slot), *_on_screen(s.visible)]
    feeling = _feeling(telling, slot, arc)
    face = f", with {FACES[s.emotion]}" if _shows_face(telling, slot) else ""
    text = f"{place_in_frame(telling, slot)}, {name}, {feeling}, {'is ' if still else ''}{', '.join(said)}{face}"
    return _stopped(text)


def place_in_frame(telling: Telling, slot: int) -> str:
    """"On the left"; over a shoulder, near and far instead."""
    if over_shoulder(telling) and slot < 2:
        return "In the near foreground, seen from behind over one shoulder" if slot == 1 else "Beyond that shoulder, facing the camera"
    where = telling.subject(slot).where
    before = [telling.subject(k).where for k in telling.slots if k < slot]
    return f"Also {SIDES[where][0].lower()}{SIDES[where][1:]}" if where in before else SIDES[where]


def over_shoulder(telling: Telling) -> bool:
    """As the drawn world has it: the second figure's shoulder frames the first figure's face."""
    return telling.staging.angle is Angle.OVER_SHOULDER and telling.staging.size in NEAR_SIZES and len(telling.slots) > 1


def _hugs_back(telling: Telling, slot: int) -> bool:
    other = telling.subject(telling.subject(slot).target)
    return other.target == slot and other.action is Action.HUG and telling.subject(slot).target < slot


def _feeling(telling: Telling, slot: int, arc: bool) -> str:
    now, before = telling.subject(slot).emotion, _felt_before(telling, slot) if arc else None
    return str(now) if before in (None, now) else f"at first {before}, then {now}"


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
    s = telling.subject(slot)
    if not s.speech:
        return
    lines = [line for line in telling.shot.lines if line.speaker == telling.character(slot).id and line.on_screen]
    manner = VOICES[lines[0].delivery] if lines else ""
    if s.action in (Action.TALK, Action.ARGUE):
        yield from [f"speaking {manner}"] if manner else []
    else:
        yield f"speaking {manner}".strip()


def _on_screen(visible: tuple[float, float]) -> Iterator[str]:
    if visible[0] > 0.0:
        yield "coming into view partway through"
    if visible[1] < 1.0:
        yield "gone from view before the end"


def _stopped(text: str) -> str:
    return sentence(text) if text[:1].isupper() else text + ("" if text[-1] in ".!?…。！？" else ".")
