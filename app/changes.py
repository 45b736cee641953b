"""What a person asks for, as a Change: `shot:s1-2.size=close-up`, choose this take, make another take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from storyboard.edit import Change, Set
from storyboard.errors import BadInput
from storyboard.plan import stage
from storyboard.retake import holding
from storyboard.story import Retake, Shot, Story
from storyboard.timing import drawing_at

LARGEST = 8 * 2**20  # bytes of a JSON file
SEED_FIELDS = {"portrait": "seed", "still": "seeds.still", "clip": "seeds.clip", "voice": "seed"}
PIN_FIELDS = {"portrait": "pin", "still": "pins.still", "clip": "pins.clip", "voice": "pin"}
TARGETS = {"portrait": "character", "still": "shot", "clip": "shot", "voice": "line"}


def parsed(assignments: Iterable[str], note: str = "") -> Change:
    """`TARGET.FIELD=VALUE`, as in story.title=The Lamp, shot:s1-2.camera.amount=0.5. A value is JSON if it reads as JSON, else text."""
    ops = []
    for text in assignments:
        place, equals, value = text.partition("=")
        target, dot, field = place.strip().partition(".")
        if not (equals and dot and target and field):
            raise BadInput(f"{text!r} is not TARGET.FIELD=VALUE, as in shot:s1-2.size=close-up or story.title=The Lamp.")
        ops.append(Set(target=target, field=field, value=value_of(value)))
    return changed(ops, note or "; ".join(f"{op.target}.{op.field}" for op in ops))


def assignments(change: Change) -> list[str] | None:
    """The change as `parsed` reads it; None where it is more than setting fields."""
    return [f"{op.target}.{op.field}={_said(op.value)}" for op in change.ops if isinstance(op, Set)] if all(isinstance(op, Set) for op in change.ops) else None


def _said(value: Any) -> str:
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return str(plain) if value_of(str(plain)) == value else json.dumps(value, ensure_ascii=False)


def changed(ops: Iterable[Any], note: str) -> Change:
    ops = tuple(ops)
    if not ops:
        raise BadInput("There is nothing to change. Give --set TARGET.FIELD=VALUE or --change change.json.")
    return Change(ops=ops, note=note[:200])


def value_of(text: str) -> Any:
    """JSON if it reads as JSON (numbers, true, null, lists), else the text itself."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError:
        return text


def json_of(path: Path) -> bytes:
    """The bytes of a person's JSON file; a pipe may be given too. BadInput: there is none, it cannot be read, or it has more than LARGEST."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(data) > LARGEST:
        raise BadInput(f"{path} has more than {LARGEST // 2**20} MiB, more than any JSON file that Fabula reads here.")
    return data


def read_change(path: Path) -> Change:
    """A Change from a file. BadInput says what is wrong with it."""
    try:
        return Change.model_validate_json(json_of(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"]) or "the document"
        raise BadInput(f"{path} is not a change: {where}: {first['msg']}.") from error


def chosen(story: Story, step: str, sha256: str | None) -> Change:
    """Pin a file to a step ("clip:s1-2"), or with None take the pin off."""
    kind, target = _target(step, PIN_FIELDS)
    return changed([Set(target=target, field=PIN_FIELDS[kind], value=sha256)], f"{step}: {'chose ' + sha256[:12] if sha256 else 'no choice'}")


def given(story: Story, step: str, sha256: str, at: int | Literal["end"]) -> Change:
    """A picture for a later drawing of a still's shot: the one at a frame of the shot, counted from 0 at 24 a second, or its last."""
    _, target = _target(step, {"still": ""})
    shot = next((s for s in story.shots if f"shot:{s.id}" == target), None)
    note = f"{target}: own picture at {at if at == 'end' else f'frame {at}'}"
    if at == "end" or shot is None:
        return changed([Set(target=target, field="pins.last", value=sha256)], note)
    others = [one.model_dump(mode="json") for one in shot.keyframes if drawing_at(one.frame) != drawing_at(at)]
    frames = sorted([*others, {"frame": at, "picture": sha256}], key=lambda one: one["frame"])
    return changed([Set(target=target, field="keyframes", value=frames)], note)


DRAWN = {"portrait": "character's look or costume", "still": "shot (size, angle, who, where, light)", "clip": "shot"}  # what to change instead


def another(story: Story, step: str, used: Iterable[Mapping[str, Any]]) -> Change:
    """A new seed for a step, the next that none of its takes (`used`: their params) has used; a pin comes off."""
    return seeded(story, step, unused(story, step, used))


def unused(story: Story, step: str, used: Iterable[Mapping[str, Any]]) -> int:
    """The next seed that neither the step nor any of its takes (`used`: their params) has. BadInput where a step is made without chance."""
    kind, _ = ("music", "") if step == "music:score" else _target(step, SEED_FIELDS)
    if kind in DRAWN and getattr(story.direction, kind, "drawn") == "drawn":
        raise BadInput(f"{step} is drawn exactly as its documents say, so another take would be the same picture. Change the {DRAWN[kind]} instead.")
    return max([_seed_now(story, step), *(seed_of(p) for p in used)]) + 1


def seeded(story: Story, step: str, seed: int) -> Change:
    """A step with this seed, as whatever its recipe makes: a pin comes off. Of a clip that is retaken, the retake's."""
    if step == "music:score":
        return changed([Set(target="story", field="score.seed", value=seed)], "another score")
    kind, target = _target(step, SEED_FIELDS)
    field = "retake.seed" if kind == "clip" and _retake(story, step) is not None else SEED_FIELDS[kind]
    return changed([Set(target=target, field=field, value=seed), Set(target=target, field=PIN_FIELDS[kind], value=None)], f"another take of {step}")


def retaken(story: Story, step: str, retake: Retake) -> Change:
    """Only a part of a clip is made anew; nothing is chosen for it any more."""
    _, target = _target(step, {"clip": ""})
    note = f"{step}: {retake.begin / 24:.2f} to {retake.end / 24:.2f} s again"
    ops = [Set(target=target, field="retake", value=retake.model_dump(mode="json")), Set(target=target, field="pins.clip", value=None)]
    return changed(ops, note)


def _target(step: str, fields: Mapping[str, str]) -> tuple[str, str]:
    kind, colon, name = step.partition(":")
    if not colon or kind not in fields:
        raise BadInput(f"{step!r} is not a step with takes to choose from; name one as portrait:, still:, clip: or voice: and its id.")
    return kind, f"{TARGETS[kind]}:{name}"


def seed_of(params: Mapping[str, Any]) -> int:
    """The seed in a take's params: a still's is its staging's; 0 where there is none."""
    staging, own = params.get("staging"), params.get("seed")
    return int(own if own is not None else staging.get("seed", 0) if isinstance(staging, Mapping) else 0)


def _seed_now(story: Story, step: str) -> int:
    kind, _, name = step.partition(":")
    if kind == "music":
        return story.score.seed
    if kind == "portrait":
        return next((c.seed for c in story.characters if c.id == name), 0)
    if kind == "voice":
        return next((line.seed for shot in story.shots for line in shot.lines if line.id == name), 0)
    shot: Shot | None = next((s for s in story.shots if s.id == name), None)
    if shot is None:
        return 0
    return max(shot.seeds.clip, shot.retake.seed) if kind == "clip" and shot.retake is not None else getattr(shot.seeds, kind)


def _retake(story: Story, step: str) -> Retake | None:
    """The retake of a clip that its shot still shows."""
    found = ((scene, shot) for scene in story.scenes for shot in scene.shots if f"clip:{shot.id}" == step)
    return next((holding(shot, stage(story, scene, shot)) for scene, shot in found), None)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")
