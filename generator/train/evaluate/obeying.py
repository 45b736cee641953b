"""Whether a changed word changes what it says and nothing else: an interventional table of read-outs.

The action and the camera are changed under the same first drawing: caption, numbers and keypoints are those of the changed shot. The weather and the colour
of a garment are changed where there is no first drawing: the net draws it itself, from words and the pose sketch, without portraits. The same is read of the
drawn truth of both shots: what changes there is the ceiling, and what changes beside it is the readers' own noise. The weather is read by drawing: it is
that of the six in which the drawn shot is likest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count as numbered
from itertools import islice
from typing import Any, NamedTuple

import cv2
import numpy as np

from generator.fitting import fitted
from generator.measures import NAN, Row, mean_of
from generator.train.evaluate.reading import LOOKED, colour
from generator.train.evaluate.shots import SPLIT, STRIDE, Shot, can_be_read, drawn
from generator.train.evaluate.stage import Part, Stage
from generator.train.evaluate.ways import Made, direction_of, from_opening
from generator.train.oracle.lessons import readable
from generator.world.render import render_frame
from storyboard.grammar import Camera, Move
from storyboard.look import Color, Garment
from storyboard.staging import AIRLESS, INDOORS, Action, Staging, Weather

MOVING, STANDING = ("action", "camera", "colour"), ("weather", "colour")  # what is read of clips, and of stills
WORDS = {"action": MOVING, "camera": MOVING, "weather": STANDING, "colour": STANDING}
DEEDS = (Action.WAVE, Action.JUMP, Action.DANCE, Action.CRY, Action.LAUGH, Action.SIT_DOWN, Action.LOOK_UP)
CAMERAS = tuple(Camera(move=move, amount=amount) for move in (Move.PAN, Move.TILT, Move.ZOOM) for amount in (-0.8, 0.8))
COLORS = (Color.WHITE, Color.RED, Color.NAVY, Color.GREEN, Color.YELLOW, Color.PURPLE, Color.BLACK)
SMALL = (48, 27)  # of pictures compared to tell the weather
Said = dict[str, float]


class Edit(NamedTuple):
    """A shot, the word that changes, and the shot with it changed."""

    word: str
    before: Staging
    after: Staging


def edits(count: int, seed: int) -> tuple[Edit, ...]:
    """So many changes of each word."""
    shots = tuple(islice(_alone(seed), count))
    return tuple(_edited(word, staging) for word in WORDS for staging in shots)


def _alone(seed: int) -> Iterator[Staging]:
    """One figure, dressed, under open sky, before a camera that stands, doing what is easily told from something else."""
    for number in numbered(seed * STRIDE + 700_000):
        staging = readable(number, SPLIT, DEEDS)
        if staging is None or not can_be_read(staging) or len(staging.subjects) != 1 or staging.place in INDOORS | AIRLESS:
            continue
        if staging.subjects[0].outfit.garment is not Garment.NONE:
            yield staging.model_copy(update={"camera": Camera()})


def _edited(word: str, before: Staging) -> Edit:
    dice, subject = np.random.default_rng(before.seed), before.subjects[0]
    if word == "camera":
        return Edit(word, before, before.model_copy(update={"camera": CAMERAS[dice.integers(len(CAMERAS))]}))
    if word == "weather":
        weathers = [weather for weather in Weather if weather is not before.weather]
        return Edit(word, before, before.model_copy(update={"weather": weathers[dice.integers(len(weathers))]}))
    if word == "action":
        deeds = [action for action in DEEDS if action is not subject.action]
        subject = subject.model_copy(update={"action": deeds[dice.integers(len(deeds))]})
    else:
        colors = [color for color in COLORS if color is not subject.outfit.color]
        subject = subject.model_copy(update={"outfit": subject.outfit.model_copy(update={"color": colors[dice.integers(len(colors))]})})
    return Edit(word, before, before.model_copy(update={"subjects": (subject,)}))


def measure(stage: Stage, changes: Sequence[Edit]) -> Part:
    """What is read before and after each change, of what was made and of the truth."""
    stage.going("obeying", [change.after for change in changes])
    details: list[dict[str, Any]] = []
    for change in changes:
        before = stage.shot(change.before)
        after = drawn(change.after, stage.engine.canvas, change.before)
        said = _of_clips(stage, before, after) if "action" in WORDS[change.word] else _of_stills(stage, before, after)
        entry = {"word": change.word, "before": before.caption, "after": after.caption}
        details.append(entry | {way: _changes(*pair) for way, pair in said.items()})
    return Part(tuple(row for word in WORDS for row in _rows(word, [entry for entry in details if entry["word"] == word])), details)


def _rows(word: str, details: list[dict[str, Any]]) -> tuple[Row, Row]:
    own = {way: mean_of([entry[way][word] for entry in details]) for way in ("true", "made")}
    beside = {way: mean_of([v for entry in details for name, v in entry[way].items() if name != word]) for way in own}
    return (
        Row("obeying", f"{word} changed: its read-out changes", own["made"], own["true"].mean, 0.0, 0.8, note="floor: held"),
        Row("obeying", f"{word} changed: others change", beside["made"], beside["true"].mean, target=0.1, least=False, note="ceiling: the readers' noise on truth"),
    )


def _of_clips(stage: Stage, before: Shot, after: Shot) -> dict[str, list[Said]]:
    engine = stage.engine
    clips = engine.clip(before, direction_of(before)), _redirected(stage, before, after)
    pairs = list(zip((before, after), clips, strict=True))
    return {"true": [_acted(stage, shot, shot.seen) for shot, _ in pairs], "made": [_acted(stage, shot, clip.seen) for shot, clip in pairs]}


def _redirected(stage: Stage, before: Shot, after: Shot) -> Made:
    """The clip of the changed shot, from the first drawing of the other."""
    begun = replace(after, still=before.still, video=np.concatenate([before.video[:1], after.video[1:]]))
    told, known = direction_of(begun), direction_of(before).known
    return stage.engine.clip(begun, told, laid=from_opening(begun, before, known))


def _of_stills(stage: Stage, before: Shot, after: Shot) -> dict[str, list[Said]]:
    return {
        "true": [_shown(stage, shot, shot.seen[0]) for shot in (before, after)],
        "made": [_shown(stage, shot, stage.engine.still(shot)) for shot in (before, after)],
    }


def _acted(stage: Stage, shot: Shot, seen: np.ndarray) -> Said:
    """The number of each read-out of a clip; nan where there is nobody to be read."""
    said, who = stage.oracle.answers(shot, seen), stage.oracle.who(shot, seen, LOOKED)
    return {"action": NAN if said.deed is None else float(said.deed.argmax()), "camera": float(said.way.argmax()), "colour": NAN if who is None else float(colour(who))}


def _shown(stage: Stage, shot: Shot, picture: np.ndarray) -> Said:
    """The same of a still."""
    who = stage.oracle.who(shot, picture[None], (0,))
    return {"weather": float(weather_of(shot.staging, picture)), "colour": NAN if who is None else float(colour(who))}


def weather_of(staging: Staging, picture: np.ndarray) -> int:
    """The number of the weather in which the drawn shot is likest to the picture."""
    drawn_in = [render_frame(staging.model_copy(update={"weather": weather}), 0, (256, 144)) for weather in Weather]
    small = [_even(fitted(one, SMALL)) for one in (picture, *drawn_in)]
    return int(np.argmin([np.abs(one - small[0]).mean() for one in small[1:]]))


def _even(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.0)


def _changes(before: Said, after: Said) -> Said:
    return {name: NAN if before[name] != before[name] or after[name] != after[name] else float(before[name] != after[name]) for name in before}
