"""States: what is to be seen on somebody begins and ends where something says so, or where time passes; and what dries does not stay wet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.continuity.finding import Finding, change, names, of_presence
from storyboard.continuity.wardrobe import spans
from storyboard.staging import INDOORS
from storyboard.states import PASSING, State, carried, words
from storyboard.states_words import BY_WEATHER, ending, spoken_of
from storyboard.story import Presence, Scene, Shot, Story

Now = dict[tuple[str, str], tuple[State, ...]]  # by character and costume


def unexplained(story: Story) -> Iterator[Finding]:
    """A state that is there or gone from one shot to the next, where no time passes and nothing tells how."""
    called, known, home = names(story), carried(story), {shot.id: scene for scene in story.scenes for shot in scene.shots}
    for span in spans(story):
        seen, last = Now(), dict[str, int]()
        for at, shot in enumerate(span):
            for one in shot.subjects:
                told = _told(home[shot.id], span[last.get(one.character, at) : at + 1])  # all since they were last in the picture
                last[one.character] = at
                dress, now = (one.character, one.costume or ""), known.get((shot.id, one.character), ())
                was = seen.get(dress)
                seen[dress] = now
                if one.state is None or was is None:
                    continue
                gained = [s for s in now if s not in was and not _causes(s, told, home[shot.id], story)]
                lost = [s for s in was if s not in now and s not in ending(told)]
                yield from _found(shot, one, str(called.get(one.character)), gained, lost)


def _told(scene: Scene, shots: Sequence[Shot]) -> str:
    """All that is said of what happens in these shots of a scene."""
    return " ".join([scene.beat, *scene.state_in, *(text for shot in shots for text in (shot.words, *(line.text for line in shot.lines)))])


def _causes(state: State, told: str, scene: Scene, story: Story) -> bool:
    outdoors = story.setting(scene.setting).place not in INDOORS
    return state in spoken_of(told) or (outdoors and BY_WEATHER.get(str(scene.weather)) is state)


def _found(shot: Shot, one: Presence, name: str, gained: list[State], lost: list[State]) -> Iterator[Finding]:
    keep = of_presence(shot.id, one.character, "state", None)
    if gained:
        fix = f"Say in the shot's words how it comes, or let {name} be as before."
        yield Finding(shot.id, "state gained", f"{name} is {words(gained)} all at once, and nothing says how", fix, (change(f"Let {name} be as before.", keep),))
    if lost:
        fix = f"Say in the shot's words how it ends, or let {name} stay {words(lost)}."
        yield Finding(shot.id, "state lost", f"{name} was {words(lost)}, and is not any more; nothing says how", fix, (change(f"Let {name} stay {words(lost)}.", keep),))


def lasting(story: Story) -> Iterator[Finding]:
    """Water and snow that are still on somebody when time has passed."""
    called, known, home = names(story), carried(story), {shot.id: scene for scene in story.scenes for shot in scene.shots}
    wet: dict[str, tuple[State, ...]] = {}
    for span in spans(story):
        met = set[str]()
        for shot in span:
            for one in shot.subjects:
                now = known.get((shot.id, one.character), ())
                still = [s for s in now if s in PASSING and s in wet.get(one.character, ()) and BY_WEATHER.get(str(home[shot.id].weather)) is not s]
                if one.character not in met and one.state is None and still:
                    name, rest = called.get(one.character), [str(s) for s in now if s not in still]
                    fix = f"Let {name} be {words(still)} no more, or say again that they are."
                    said = f"{name} was {words(still)} before time passed, and still is"
                    yield Finding(shot.id, "state lasts", said, fix, (change(fix, of_presence(shot.id, one.character, "state", rest)),))
                met.add(one.character)
                wet[one.character] = now
