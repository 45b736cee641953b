"""Whether a changed word changes what it says and nothing else: an interventional table of read-outs.

The action and the camera are changed under the same first drawing: caption, numbers and keypoints are those of the changed shot. The colour of a
garment is changed where no first drawing shows it: its wearer enters. The same is read of the drawn truth of both shots: what changes there is the
ceiling, and what changes beside it is the readers' own noise. Weather is told by the still and by what is laid before the lens, not by the net, so it has no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count as numbered
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from generator.train.evaluate.casting import ARRIVED
from generator.train.evaluate.measures import NAN, Row, mean_of
from generator.train.evaluate.reading import LOOKED, Answers, colour
from generator.train.evaluate.shots import FRAMES, SPLIT, STRIDE, Shot, can_be_read, drawn, entering
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import direction_of, from_opening
from generator.train.oracle.lessons import readable
from storyboard.grammar import Camera, Move
from storyboard.look import Color, Garment
from storyboard.staging import Action, Staging

READS = ("action", "camera", "colour")
DEEDS = (Action.WAVE, Action.JUMP, Action.DANCE, Action.CRY, Action.LAUGH, Action.SIT_DOWN, Action.LOOK_UP)
CAMERAS = tuple(Camera(move=move, amount=amount) for move in (Move.PAN, Move.TILT, Move.ZOOM) for amount in (-0.8, 0.8))
COLORS = (Color.WHITE, Color.RED, Color.NAVY, Color.GREEN, Color.YELLOW, Color.PURPLE, Color.BLACK)


class Edit(NamedTuple):
    """A shot, the word that changes, and the shot with it changed."""

    word: str
    before: Staging
    after: Staging


def edits(count: int, seed: int) -> tuple[Edit, ...]:
    """So many changes of each word."""
    shots = tuple(islice(_dressed(seed), count))
    came = tuple(islice((s for s in entering(8 * count, seed + 1, 1) if s.subjects[0].outfit.garment is not Garment.NONE), count))
    return (*(_edited("action", s) for s in shots), *(_edited("camera", s) for s in shots), *(_edited("colour", s) for s in came))


def _dressed(seed: int) -> Iterator[Staging]:
    for number in numbered(seed * STRIDE + 700_000):
        staging = readable(number, SPLIT, DEEDS)
        if staging is not None and can_be_read(staging) and len(staging.subjects) == 1 and staging.subjects[0].outfit.garment is not Garment.NONE:
            yield staging.model_copy(update={"frames": FRAMES})


def _edited(word: str, before: Staging) -> Edit:
    dice, subject = np.random.default_rng(before.seed), before.subjects[0]
    if word == "camera":
        cameras = [camera for camera in CAMERAS if camera.words() != before.camera.words().removeprefix("slow ")]
        return Edit(word, before, before.model_copy(update={"camera": cameras[dice.integers(len(cameras))]}))
    if word == "action":
        deeds = [action for action in DEEDS if action is not subject.action]
        subject = subject.model_copy(update={"action": deeds[dice.integers(len(deeds))]})
    else:
        colors = [color for color in COLORS if color is not subject.outfit.color]
        subject = subject.model_copy(update={"outfit": subject.outfit.model_copy(update={"color": colors[dice.integers(len(colors))]})})
    return Edit(word, before, before.model_copy(update={"subjects": (subject,)}))


def measure(stage: Stage, changes: Sequence[Edit]) -> Part:
    """What is read before and after each change, of clips and of the truth."""
    stage.going("obeying", [change.after for change in changes])
    details: list[dict[str, Any]] = []
    for change in changes:
        before, after = stage.shot(change.before), drawn(change.after, stage.engine.canvas, change.before)
        clips = stage.engine.clip(before, direction_of(before)), _redirected(stage, before, after)
        span = ARRIVED if change.word == "colour" else LOOKED
        said = {"true": [read(stage, shot, shot.seen, span) for shot in (before, after)]}
        said["clip"] = [read(stage, shot, clip.seen, span) for shot, clip in zip((before, after), clips, strict=True)]
        details.append({"word": change.word, "before": before.caption, "after": after.caption} | {way: _changes(*pair) for way, pair in said.items()})
    rows = []
    for word in READS:
        told = {way: {name: [e[way][name] for e in details if e["word"] == word] for name in READS} for way in ("true", "clip")}
        others = {way: [v for name in READS if name != word for v in told[way][name]] for way in told}
        own = {way: mean_of(told[way][word]) for way in told}
        rows.append(Row("obeying", f"{word} changed: its read-out changes", own["clip"], own["true"].mean, 0.0, 0.8, note="floor: held"))
        beside = mean_of(others["clip"])
        rows.append(Row("obeying", f"{word} changed: others change", beside, mean_of(others["true"]).mean, target=0.1, least=False, note="the truth's own: readers' noise"))
    return Part(tuple(rows), details)


def _redirected(stage: Stage, before: Shot, after: Shot):  # type: ignore[no-untyped-def]
    """The clip of the changed shot, from the first drawing of the other."""
    begins = Shot(after.staging, before.still, np.concatenate([before.video[:1], after.video[1:]]), after.seen, after.masks, after.figures, after.numbers, after.keypoints)
    return stage.engine.clip(begins, direction_of(begins), anchor=from_opening(begins, before))


def read(stage: Stage, shot: Shot, seen: np.ndarray, span: Sequence[int]) -> dict[str, float]:
    """The number of each read-out; nan where there is nobody to be read."""
    said: Answers = stage.oracle.answers(shot, seen)
    who = stage.oracle.who(shot, seen, span)
    return {"action": NAN if said.deed is None else float(said.deed.argmax()), "camera": float(said.way.argmax()), "colour": NAN if who is None else float(colour(who))}


def _changes(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {name: NAN if before[name] != before[name] or after[name] != after[name] else float(before[name] != after[name]) for name in READS}
