"""Edits of shots and lines, as operations: what is said and how, what goes, how long and how near it is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.lengths import LONGEST_SHOT
from agents.revising.at import NARRATOR, Bench, plainly, puts
from agents.revising.edits import NOBODY, Edit
from storyboard import timing
from storyboard.continuity.space import LADDER
from storyboard.edit import Add, Op, Remove
from storyboard.errors import BadInput
from storyboard.grammar import Size, Transition
from storyboard.sound import Delivery
from storyboard.story import Line, Shot, Story

SHORTER, LONGER = 0.8, 1.25  # times the length of a shot
LOUDER = {Delivery.WHISPER: Delivery.PLAIN, Delivery.TENDER: Delivery.PLAIN, Delivery.TIRED: Delivery.PLAIN, Delivery.SAD: Delivery.PLAIN, Delivery.PLAIN: Delivery.SHOUT}
SOFTER = {Delivery.SHOUT: Delivery.PLAIN, Delivery.EXCITED: Delivery.PLAIN, Delivery.PLAIN: Delivery.TENDER}
BREATH = re.compile(r"(?<=[.!?;:,。！？；，、])\s*|\s+(?=(?:and|but|because|when|until|so|that|who)\b)")


def delivery(bench: Bench, edit: Edit) -> list[Op]:
    """`to`: a delivery, "louder" or "softer"."""
    known = {str(one): one for one in Delivery}
    wanted = edit.to.strip().lower()
    if wanted not in (*known, "louder", "softer"):
        raise BadInput(f"{edit.to!r} is no way to say a line; there are: {', '.join(known)}, louder, softer")
    rows = [bench.line(edit)[1]] if edit.line else [line for shot in bench.shots(edit) for line in shot.lines if bench.speaks(edit, line)]
    if not rows:
        raise BadInput("nobody says a line there")
    move = {"louder": LOUDER, "softer": SOFTER}.get(wanted, {})
    return [op for line in rows for op in puts(f"line:{line.id}", {"delivery": str(move.get(line.delivery, known.get(wanted, line.delivery)))}, line)]


def say(bench: Bench, edit: Edit) -> list[Op]:
    """A new line, the last of the shots meant: of the narrator where nobody is named. A shot that cannot hold it is followed by one that does."""
    text = " ".join(edit.to.split())
    if not text:
        raise BadInput('the words of the line are not said: put them in quotes, as in: end with "And so it was."')
    speaker = None if edit.who in (NOBODY, NARRATOR) else bench.people(edit)[0].id
    shot = bench.shots(edit)[-1]
    voice = bench.now.narrator if speaker is None else bench.now.character(speaker).voice
    slot = timing.slot_for(text, bench.now.language, voice)
    taken = {line.id for one in bench.now.shots for line in one.lines}
    line = Line(
        id=free(f"{shot.id}-l", taken), speaker=speaker, text=text[:400], slot=slot,
        on_screen=speaker in [presence.character for presence in shot.subjects],
    )  # fmt: skip
    document = line.model_dump(mode="json")
    longer = shot.model_copy(update={"lines": (*shot.lines, line)})
    if timing.needed(longer) <= LONGEST_SHOT and len(longer.lines) <= 6:
        return [Add(target=f"shot:{shot.id}", field="lines", document=document, after=shot.lines[-1].id if shot.lines else None)]
    scene = next(one for one in bench.now.scenes if shot in one.shots)
    held = shot.model_copy(update={"id": free(f"{shot.id}-b", {one.id for one in bench.now.shots}, ""), "lines": (line,), "keyframes": (), "transition": Transition.CUT, "lead": 0, "tail": 0})
    if timing.needed(held) > LONGEST_SHOT:
        raise BadInput(f'"{text}" is too long for one shot: say it in fewer words')
    held = held.model_copy(update={"frames": max(timing.SHORTEST, timing.needed(held)), "size": nearer(shot.size, 1), "pins": type(shot.pins)(), "trim": type(shot.trim)()})
    return [Add(target=f"scene:{scene.id}", field="shots", document=held.model_dump(mode="json"), after=shot.id)]


def free(stem: str, taken: set[str], first: str = "1") -> str:
    """The first id of this stem that nothing has."""
    number, name = 1, f"{stem}{first}"
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def replace(bench: Bench, edit: Edit) -> list[Op]:
    text = " ".join(edit.to.split())
    if not text:
        raise BadInput("the new words of the line are not said: put them in quotes")
    shot, line = bench.line(edit)
    _holds(bench.now, shot, line, text)
    return [*puts(f"line:{line.id}", {"text": text[:400]}, line)]


def shorten(bench: Bench, edit: Edit) -> list[Op]:
    """The line up to its first breath."""
    _, line = bench.line(edit)
    parts = [part for part in BREATH.split(line.text) if part.strip()]
    if len(parts) < 2 or len(plainly(parts[0]).split()) < 2:
        raise BadInput(f'"{line.text}" has no breath to end at: say the new words, as in: replace the line "{line.text[:20]}" with "..."')
    first = parts[0].strip().rstrip(",;:，；、")
    stop = "" if first[-1:] in ".!?。！？" else "。" if bench.now.language == "zh" else "."
    return [*puts(f"line:{line.id}", {"text": first + stop}, line)]


def _holds(story: Story, shot: Shot, line: Line, text: str) -> None:
    """BadInput when the shot cannot hold the line with these words."""
    voice = story.narrator if line.speaker is None else story.character(line.speaker).voice
    slot = timing.slot_for(text, story.language, voice, line.delivery)
    lines = tuple(one.model_copy(update={"slot": slot}) if one.id == line.id else one for one in shot.lines)
    if timing.needed(shot.model_copy(update={"lines": lines})) > LONGEST_SHOT:
        raise BadInput(f'"{text}" is too long for its shot: say it in fewer words')


def remove(bench: Bench, edit: Edit) -> list[Op]:
    """A line where one is meant (by its words, or its speaker), else a shot, else a scene."""
    if edit.line or edit.to == "last line":
        return [Remove(target=f"line:{bench.line(edit)[1].id}")]
    if edit.to == "line" or edit.who != NOBODY:
        rows = [line for shot in bench.shots(edit) for line in shot.lines if bench.speaks(edit, line)]
        if not rows:
            raise BadInput("there is no such line")
        if edit.to == "line" and len(rows) > 1:
            raise BadInput(f'there are {len(rows)} lines: say which in its own words, as in: remove the line "{rows[0].text}"')
        return [Remove(target=f"line:{line.id}") for line in rows]
    if edit.shot:
        shot = bench.shots(edit)[0]
        scene = next(one for one in bench.now.scenes if shot in one.shots)
        return _without_scene(bench.now, scene.id) if len(scene.shots) == 1 else [Remove(target=f"shot:{shot.id}")]
    if edit.scene:
        return _without_scene(bench.now, bench.scenes(edit)[0].id)
    raise BadInput("it is not said which scene, shot or line is to go")


def _without_scene(story: Story, scene: str) -> list[Op]:
    """Without the scene, and without a place that nobody comes to any more."""
    if len(story.scenes) == 1:
        raise BadInput("the film has only this scene")
    home = next(one.setting for one in story.scenes if one.id == scene)
    alone = all(one.setting != home for one in story.scenes if one.id != scene)
    return [Remove(target=f"scene:{scene}"), *([Remove(target=f"setting:{home}")] if alone else [])]


def length(bench: Bench, edit: Edit) -> list[Op]:
    """Shots held shorter or longer, within what their lines need and the longest a shot can be."""
    shorter = edit.to.strip().lower() in ("shorter", "faster")
    if not shorter and edit.to.strip().lower() not in ("longer", "slower"):
        raise BadInput(f"{edit.to!r} is no pace: say shorter or longer, faster or slower")
    ops: list[Op] = []
    for shot in bench.shots(edit):
        keyed = max((one.frame + 1 for one in shot.keyframes), default=0)
        least, most = max(timing.needed(shot), timing.even(keyed)), max(LONGEST_SHOT, shot.frames)
        frames = max(min(shot.frames, least), 2 * round(shot.frames * SHORTER / 2)) if shorter else min(most, 2 * round(shot.frames * LONGER / 2))
        ops += puts(f"shot:{shot.id}", {"frames": frames}, shot)
    if not ops:
        raise BadInput("its lines need all of it: shorten or remove a line" if shorter else f"no shot there can be longer than {LONGEST_SHOT / 24:.2f} s")
    return ops


def size(bench: Bench, edit: Edit) -> list[Op]:
    """`to`: a size, "closer" or "wider". An insert shows a thing, and stays one."""
    wanted, known = edit.to.strip().lower(), {str(one): one for one in LADDER}
    step = {"closer": 1, "nearer": 1, "wider": -1, "farther": -1}.get(wanted)
    if step is None and wanted not in known:
        raise BadInput(f"{edit.to!r} is no size of a shot; there are: {', '.join(known)}, closer, wider")
    shots = [shot for shot in bench.shots(edit) if shot.size in LADDER]
    if not shots:
        raise BadInput("that shot is an insert, which shows a thing close")
    ops = [op for shot in shots for op in puts(f"shot:{shot.id}", {"size": str(known[wanted] if step is None else nearer(shot.size, step))}, shot)]
    if not ops and step is not None:
        raise BadInput(f"it is as {'close' if step > 0 else 'wide'} as a shot can be")
    return list(ops)


def nearer(size: Size, step: int) -> Size:
    """So many sizes closer, or with a negative step wider; an insert stays one."""
    return LADDER[max(0, min(len(LADDER) - 1, LADDER.index(size) + step))] if size in LADDER else size


def narration(bench: Bench, edit: Edit) -> list[Op]:
    """`to`: "none", "less" (every second of the narrator's lines goes, never the film's first and last) or "more" (a silent shot of each
    scene is told what the scene is about, where nobody says it yet)."""
    wanted = edit.to.strip().lower()
    if wanted == "more":
        ops = list(_told(bench, edit))
        if not ops:
            raise BadInput("no scene there has a silent shot that could be told")
        return ops
    told = [line for shot in bench.shots(edit) for line in shot.lines if line.speaker is None]
    if not told:
        raise BadInput("the narrator says nothing there")
    every = [line.id for shot in bench.now.shots for line in shot.lines if line.speaker is None]
    kept = {every[0], every[-1]} if wanted == "less" else set()
    gone = [line.id for line in told if line.id not in kept]
    gone = gone[::2] if wanted == "less" else gone
    if not gone:
        raise BadInput("the narrator says only the first and the last line")
    return [Remove(target=f"line:{one}") for one in gone]


def _told(bench: Bench, edit: Edit) -> Iterator[Op]:
    said = {plainly(line.text) for shot in bench.now.shots for line in shot.lines}
    for scene in bench.scenes(edit):
        silent = next((shot for shot in scene.shots if not shot.lines and shot.id in {s.id for s in bench.shots(edit)}), None)
        text = " ".join(scene.beat.split())
        if silent is None or not text or plainly(text) in said:
            continue
        slot = timing.slot_for(text, bench.now.language, bench.now.narrator)
        line = Line(id=free(f"{silent.id}-l", set()), text=text[:400], slot=slot, on_screen=False)
        if timing.needed(silent.model_copy(update={"lines": (line,)})) <= LONGEST_SHOT:
            said.add(plainly(text))
            yield Add(target=f"shot:{silent.id}", field="lines", document=line.model_dump(mode="json"))
