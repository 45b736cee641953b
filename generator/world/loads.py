"""What stands on the stage for the sake of what a figure does: the heavy thing it pushes, the task it works at and its tool, the
thing it picks up, the bed it sleeps in. In stage units about the figure's foot; no part of the figure, which casts no truth on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.world import blocking, cast, grip, motion
from generator.world.layers import Site
from generator.world.pose import Pose, near
from generator.world.props import prop_shapes
from generator.world.scenery import across, contact, down
from generator.world.seats import FORMS
from generator.world.shapes import Point, Shape, blob, box, ellipse, limb, mix, moved, rgba, rounded
from generator.world.spots import HEAVY, OPEN, TASKS, over_shoulder
from storyboard.look import Kind
from storyboard.staging import INDOORS, Action, Facing, Prop, Staging, Subject

Shapes = list[Shape]
DARK = rgba("#241a28")


class Loads(NamedTuple):
    """Shapes painted behind the figure, and those over it."""

    behind: Shapes
    over: Shapes


def loads(site: Site, staging: Staging, slot: int, acted: tuple[Pose, Sequence[Shape]], seconds: float) -> Loads:
    """What the figure of this slot needs at this drawing: nothing, mostly. `acted`: its pose and its shapes."""
    subject, pose = staging.subjects[slot], acted[0]
    if over_shoulder(staging) or subject.facing is Facing.AWAY:
        return Loads([], [])
    if subject.action is Action.PUSH and blocking.leads(staging, slot):
        return Loads(_pushed(site, staging, subject, pose), [])
    if subject.action is Action.WORK:
        return Loads(_task(site, staging, subject, pose), [])
    if subject.action is Action.TAKE and blocking.partner(staging, slot) is None and seconds < motion.GRASPED:
        return Loads(_picked(site, staging, subject), [])
    if subject.action is Action.SLEEP and subject.look.kind is not Kind.SNAKE and staging.size in OPEN:
        return _bed(site, staging.place in INDOORS, subject, acted)
    return Loads([], [])


def _pushed(site: Site, staging: Staging, subject: Subject, pose: Pose) -> Shapes:
    high, half = blocking.bulk(staging, subject)
    ahead = motion.braced(cast.body_of(subject.look)) * cast.height(subject.look) * math.sin(pose.yaw)
    return list(moved(FORMS[HEAVY[staging.place]](site, (0.0, 0.0), high), dx=ahead + math.copysign(half, ahead)))


def _picked(site: Site, staging: Staging, subject: Subject) -> Shapes:
    """The thing on the ground, there where the hands will take it."""
    prop, tall = blocking.taken(staging, subject), cast.height(subject.look)
    holder = subject.model_copy(update={"prop": prop})
    pose = motion.pose(holder, motion.Moment(motion.GRASPED, 2.75), staging.motion, 0, 0.0)
    ends = cast.joints(holder, pose)
    hands = tuple((x / tall, y / tall) for x, y in (ends[f"{side} hand"] for side in ("left", "right") if f"{side} hand" in ends))
    x, y = (v * tall for v in grip.place(holder, hands, tall))
    k = grip.scale(tall) * tall
    return [contact((x, -0.01), 0.13 * k, 0.03 * k, rgba("#1a1a38", 0.28)), *moved(prop_shapes(prop, site.air.light()), x, min(y, -0.1 * k), k, k)]


def _task(site: Site, staging: Staging, subject: Subject, pose: Pose) -> Shapes:
    """What is worked at, then the tool in the hand before it."""
    tall, side = cast.height(subject.look), math.copysign(1.0, math.sin(pose.yaw))
    ends, main = cast.joints(subject, pose), ("left", "right")[near(pose)]
    hand = ends.get(f"{main} hand") or next(end for name, end in ends.items() if name.endswith("hand"))
    k, at = 0.35 + 0.65 * tall, side * motion.WORKED[TASKS[staging.place]] * cast.body_of(subject.look).arm * tall
    tool = subject.held is Prop.NONE
    if TASKS[staging.place] == "spade":
        return [*_earth(site, (at, 0.0), k), *(_spade(site, ends.get(f"{('right', 'left')[near(pose)]} hand", hand), hand, side, k) if tool else [])]
    if TASKS[staging.place] == "ladle":
        return [*(_ladle(site, hand, k) if tool else []), *_pot(site, (at, 0.0), k)]
    raised = min(max((pose.hands[near(pose)][1] + 0.5) / 0.6, 0.0), 1.0)
    return [*_anvil(site, (at, 0.0), k), *(_hammer(site, hand, side * (0.15 + 1.1 * raised), side, k) if tool else [])]


def _earth(site: Site, at: Point, k: float) -> Shapes:
    (x, y), soil = at, site.air.paint("#6b4a36")
    heap = blob([(x - 0.2 * k, y + 0.02), (x - 0.1 * k, y - 0.07 * k), (x + 0.02 * k, y - 0.11 * k), (x + 0.14 * k, y - 0.05 * k), (x + 0.24 * k, y + 0.02)])
    clods = [Shape(ellipse((x + dx * k, y - dy * k), r * k, 0.8 * r * k), mix(soil, DARK, 0.25), role="stone") for dx, dy, r in ((-0.24, 0.0, 0.022), (0.28, 0.01, 0.026), (0.06, 0.05, 0.02))]
    return [Shape(ellipse((x, y + 0.012), 0.3 * k, 0.03 * k), mix(soil, DARK, 0.45), role="shade"), Shape(heap, across(site.air, soil, x, 0.22 * k), role="stone"), *clods]


def _spade(site: Site, low: Point, high: Point, side: float, k: float) -> Shapes:
    """Its stick goes through both hands; the blade is beyond the lower one."""
    dx, dy = low[0] - high[0], low[1] - high[1]
    if math.hypot(dx, dy) < 0.06 * k or dy < 0.02:
        dx, dy = 0.35 * side, 0.94
    n = math.hypot(dx, dy)
    ux, uy = dx / n, dy / n
    top = (low[0] - ux * 0.4 * k, low[1] - uy * 0.4 * k)
    neck = (low[0] + ux * 0.2 * k, low[1] + uy * 0.2 * k)
    blade = [(neck[0] + (ux * a - uy * b) * k, neck[1] + (uy * a + ux * b) * k) for a, b in ((0.0, -0.062), (0.0, 0.062), (0.11, 0.06), (0.19, 0.0), (0.11, -0.06))]
    grip_ = [(top[0] - uy * b * k, top[1] + ux * b * k) for b in (-0.05, 0.05)]
    wood = site.air.paint("#9a6b45")
    return [Shape(limb([top, neck], (0.017 * k, 0.017 * k)), wood, role="wood"), Shape(limb(grip_, (0.016 * k, 0.016 * k)), wood, role="wood"),
            Shape(blob(blade, tension=0.5), site.air.paint("#8d98a6"), role="iron")]


def _pot(site: Site, at: Point, k: float) -> Shapes:
    """A kettle over a small fire."""
    (x, y), iron, air = at, site.air.paint("#4b515e"), site.air
    r, up = 0.19 * k, 0.26 * k
    logs = [Shape(limb([(x - 0.16 * k, y - 0.02 + s * 0.03 * k), (x + 0.16 * k, y - 0.02 - s * 0.03 * k)], (0.026 * k, 0.026 * k)), air.paint("#75533d"), role="wood") for s in (-1, 1)]
    fire = [Shape(blob([(x - w * k, y - 0.03), (x - 0.4 * w * k, y - h * k * 0.7), (x, y - h * k), (x + 0.5 * w * k, y - h * k * 0.6), (x + w * k, y - 0.03)]), rgba(c), role="light")
            for w, h, c in ((0.12, 0.17, "#f08a3c"), (0.06, 0.11, "#ffd36b"))]
    body = blob([(x - r, y - up - 0.2 * k), (x - 1.05 * r, y - up), (x - 0.6 * r, y - 0.1 * k), (x + 0.6 * r, y - 0.1 * k), (x + 1.05 * r, y - up), (x + r, y - up - 0.2 * k)], tension=0.7)
    rim = (x, y - up - 0.19 * k)
    return [contact((x, y), 0.26 * k, 0.04 * k, rgba("#1a1a38", 0.28)), *logs, *fire, Shape(body, across(air, iron, x, r, 1.3), role="iron"),
            Shape(ellipse(rim, r * 1.05, 0.05 * k), mix(iron, DARK, 0.4), role="iron"), Shape(ellipse((rim[0], rim[1] + 0.012), r * 0.85, 0.032 * k), air.paint("#d9924e"), role="shade")]


def _ladle(site: Site, hand: Point, k: float) -> Shapes:
    wood = site.air.paint("#b98a58")
    return [Shape(limb([(hand[0], hand[1] - 0.14 * k), (hand[0], hand[1] + 0.2 * k)], (0.02 * k, 0.018 * k)), wood, role="wood"),
            Shape(ellipse((hand[0], hand[1] - 0.15 * k), 0.03 * k, 0.03 * k), mix(wood, DARK, 0.15), role="wood")]


def _anvil(site: Site, at: Point, k: float) -> Shapes:
    """A stout block with a plank on it, and a nail that is not yet in."""
    (x, y), wood, pale = at, site.air.paint("#8a5f40"), site.air.paint("#d8ad7a")
    top = y - 0.3 * k
    block = Shape(box(x, y, 0.34 * k, 0.3 * k), across(site.air, wood, x, 0.17 * k), role="wood")
    legs = [Shape(box(x + s * 0.14 * k, y, 0.05 * k, 0.3 * k), mix(wood, DARK, 0.3), role="wood") for s in (-1, 1)]
    plank = Shape(rounded(x, top, 0.54 * k, 0.06 * k, 0.012), pale, role="wood")
    nail = Shape(box(x, top - 0.058 * k, 0.018 * k, 0.05 * k), site.air.paint("#5a606c"), role="iron")
    return [contact((x, y), 0.28 * k, 0.04 * k, rgba("#1a1a38", 0.28)), block, *legs, nail, plank]


def _hammer(site: Site, hand: Point, turn: float, side: float, k: float) -> Shapes:
    """`turn` 0: the handle lies level before the hand; it goes up with it."""
    wood, iron = site.air.paint("#9a6b45"), site.air.paint("#5c6472")
    handle = Shape(limb([(-0.06 * k * side, 0.0), (0.2 * k * side, 0.0)], (0.019 * k, 0.017 * k)), wood, role="wood")
    head = Shape(rounded(0.21 * k * side, 0.075 * k, 0.085 * k, 0.16 * k, 0.012), iron, role="iron")
    return list(moved([handle, head], *hand, turn=-turn))


def _bed(site: Site, indoors: bool, subject: Subject, acted: tuple[Pose, Sequence[Shape]]) -> Loads:
    """A cushion under the head and a blanket over the rest, which rises with the breath."""
    pose, figure = acted
    x, y, r = cast.head(subject.look, pose)
    way = math.copysign(1.0, pose.lie)
    steps: Any = [step for shape in figure if shape.part in cast.LEGS or (shape.role == "cloth" and not shape.part) for step in shape.path]
    body = [v for step in steps for v in zip(step[1::2], step[2::2], strict=True)]
    neck = cast.joints(subject, pose)["neck"][0] + 0.14 * way * r  # the chin lies on the fold
    end = max((px * way for px, _ in body), default=neck * way + 1.8 * r) + 0.12 * r
    high = (max([-py for _, py in body] + [1.1 * r]) + 0.08 * r) * (1.0 + 0.05 * math.sin(8.0 * pose.nod - 2.4))
    cover, band = site.air.paint("#b0574e" if indoors else "#5f7fa3"), site.air.paint("#f0e2c4")
    at = lambda s: neck + (way * end - neck) * s  # noqa: E731
    hump = [(at(-0.03), 0.03), (at(0.0), -0.84 * high), (at(0.2), -high), (at(0.5), -high), (at(0.82), -0.93 * high), (at(1.02), -0.6 * high), (at(1.06), 0.03)]
    fold = [(at(-0.045), 0.032), (at(-0.03), -0.84 * high), (at(0.05), -0.97 * high), (at(0.17), -high), (at(0.14), -0.4 * high), (at(0.13), 0.032)]
    seams = [Shape(blob([(at(s), -0.1 * high), (at(s - 0.02), -0.88 * high)], closed=False), None, mix(cover, band, 0.45), 0.012, "line") for s in (0.44, 0.74)]
    pillow = blob([(x - 1.5 * r, 0.02), (x - 1.6 * r, y - 0.1 * r), (x - 0.9 * r, y - 0.45 * r), (x + 0.9 * r, y - 0.45 * r), (x + 1.6 * r, y - 0.1 * r), (x + 1.5 * r, 0.02)], tension=0.8)
    under = [contact(((x + way * end) / 2, 0.0), abs(way * end - x) * 0.62, 0.05, rgba("#1a1a38", 0.28)), Shape(pillow, down(band, mix(band, DARK, 0.2), y, 0.02), role="cloth")]
    return Loads(under, [Shape(blob(hump, tension=0.8), down(mix(cover, band, 0.12), mix(cover, DARK, 0.25), -high, 0.0), role="cloth"), *seams,
                         Shape(blob(fold, tension=0.7), band, role="cloth")])
