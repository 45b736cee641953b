"""The six-shot film by which ways are compared: two people, two costumes, a place that is left and found again, a lantern carried through it,
six actions, and a match cut over a change of place and clothes. Every figure is seen whole, so that the readers can be asked about all of it.
"""

from __future__ import annotations

from storyboard.grammar import Camera, Move, Size, Transition
from storyboard.look import Color, Extra, Garment, Hair, Hat, Kind, Look, Outfit, Skin
from storyboard.sound import Mood, Voice
from storyboard.staging import Action, Emotion, Facing, Hour, Place, Prop, Where
from storyboard.story import Character, Costume, Line, Presence, Scene, Setting, Shot, Story, Thing
from storyboard.timing import slot_for

FRAMES = 72  # of each shot: three seconds
NARRATOR = Voice()
STILL = Camera()


def six_shots() -> Story:
    return Story(
        title="The Lantern of the Quay",
        logline="Ada carries the harbour's lantern home, reads the night away, and brings it back at dawn.",
        premise="A harbour keeper carries a lantern home for the night and brings it back at dawn.",
        writer="by hand", characters=(_ada(), _bruno()), narrator=NARRATOR,
        settings=(Setting(id="quay", name="The quay", place=Place.HARBOR, seed=7), Setting(id="room", name="Ada's room", place=Place.COTTAGE, seed=3)),
        things=(Thing(id="lantern", name="the lantern", prop=Prop.LANTERN), Thing(id="book", name="the book", prop=Prop.BOOK)),
        scenes=(_evening(), _night(), _dawn()),
    )  # fmt: skip


def _ada() -> Character:
    coat = Outfit(garment=Garment.COAT, color=Color.NAVY, hat=Hat.CAP, hat_color=Color.RED)
    dress = Outfit(garment=Garment.DRESS, color=Color.GOLD, extra=Extra.NECKLACE, extra_color=Color.TEAL)
    return Character(
        id="ada", name="Ada", identity="a woman with brown skin and black braids, who keeps the harbour's lantern",
        look=Look(kind=Kind.WOMAN, skin=Skin.BROWN, hair=Hair.BRAIDS, hair_color=Color.BLACK),
        costumes=(Costume(id="coat", words="at work: a navy coat and a red cap", outfit=coat), Costume(id="dress", words="at home: a golden dress", outfit=dress)),
    )  # fmt: skip


def _bruno() -> Character:
    return Character(
        id="bruno", name="Bruno", identity="a round old man with a white crop of hair, who fishes from the quay",
        look=Look(kind=Kind.OLD_MAN, skin=Skin.PEACH, hair=Hair.SHORT, hair_color=Color.WHITE),
        costumes=(Costume(id="day", outfit=Outfit(garment=Garment.SWEATER, color=Color.GREEN, hat=Hat.STRAW, hat_color=Color.CREAM)),),
    )  # fmt: skip


def _evening() -> Scene:
    first = _ada_does(Action.ENTER, where=Where.LEFT, facing=Facing.RIGHT)
    second = (_ada_does(Action.WAVE, where=Where.LEFT, target="bruno"), _bruno_does(Action.SIT, Where.RIGHT))
    shots = (
        _shot("s1-1", "Ada comes along the quay with the lantern.", Size.WIDE, (first,), "Ada carries the light."),
        _shot("s1-2", "Ada waves to Bruno, who sits on the quay.", Size.FULL, second, "Bruno stays with the boats."),
    )
    return Scene(id="s1", setting="quay", hour=Hour.DUSK, mood=Mood.CALM, beat="Ada takes the lantern home.", state_out=("ada holds the lantern",), shots=shots)


def _night() -> Scene:
    reads = Presence(character="ada", costume="dress", action=Action.READ, prop="book", where=Where.LEFT, facing=Facing.CAMERA)
    looks = _ada_does(Action.LOOK_UP, "dress", facing=Facing.RIGHT)
    shots = (
        _shot("s2-1", "At home Ada reads.", Size.FULL, (reads,), "At home she reads.").model_copy(update={"transition": Transition.MATCH}),
        _shot("s2-2", "Ada lifts her eyes, the lantern in her hand.", Size.WIDE, (looks,), "Is the night over?", Camera(move=Move.ZOOM, amount=0.5)),
    )
    return Scene(id="s2", setting="room", hour=Hour.NIGHT, mood=Mood.NIGHT, beat="She reads until morning.", state_in=("ada holds the lantern",), shots=shots)


def _dawn() -> Scene:
    runs = _ada_does(Action.RUN, facing=Facing.LEFT)
    last = (_ada_does(Action.GIVE, where=Where.LEFT, facing=Facing.RIGHT, target="bruno"), _bruno_does(Action.LAUGH, Where.RIGHT))
    shots = (
        _shot("s3-1", "Ada runs back to the quay.", Size.FULL, (runs,), "At dawn she runs back."),
        _shot("s3-2", "Ada holds the lantern out to Bruno, who laughs.", Size.WIDE, last, "The light is home again."),
    )
    return Scene(id="s3", setting="quay", hour=Hour.DAWN, mood=Mood.JOYFUL, beat="The lantern comes back.", state_in=("ada holds the lantern",), shots=shots)


def _ada_does(action: Action, costume: str = "coat", where: Where = Where.CENTER, facing: Facing = Facing.CAMERA, target: str | None = None) -> Presence:
    """Ada with the lantern."""
    return Presence(character="ada", costume=costume, action=action, prop="lantern", where=where, facing=facing, target=target)


def _bruno_does(action: Action, where: Where) -> Presence:
    return Presence(character="bruno", action=action, where=where, emotion=Emotion.HAPPY)


def _shot(name: str, words: str, size: Size, subjects: tuple[Presence, ...], said: str, camera: Camera = STILL) -> Shot:
    line = Line(id=f"{name}-a", text=said, slot=slot_for(said, "en", NARRATOR))
    return Shot(id=name, words=words, size=size, subjects=subjects, lines=(line,), camera=camera, frames=FRAMES)
