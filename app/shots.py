"""Shots: what a person asks of one shot: to see all there is of it, to take a part of it again, and takes and framings to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from app import changes
from app.db.jobs import Job
from app.db.store import Store
from app.db.stories import Head
from app.explain import Explained, explain
from app.remarks import remarks
from app.settings import Settings
from app.watching import readings_of
from app.ways_of import ways
from storyboard import continuity, prompts, timing, variants
from storyboard.continuity import Finding
from storyboard.differences import shot_words
from storyboard.edit import Change
from storyboard.errors import BadInput
from storyboard.plan import OWN, stage
from storyboard.prompts import TARGETS, Prompt
from storyboard.retake import holding, shown
from storyboard.speakers import REFERENCE
from storyboard.steps import MARK, part
from storyboard.story import Acting, Retake, Scene, Shot, Story
from storyboard.take import Take
from storyboard.variants import place_of, shot_chain
from storyboard.watched import BEST
from storyboard.watching import Reading
from storyboard.ways import Ways

MOST = 8  # candidates at once
LONG, NEAR = 400, 4  # shots of a story whose lints are all looked at; scenes on either side that are, of a longer one
Standing = Literal["in use", "chosen", "last", "other"]
ALIKE = (
    "Another seed alone hardly changes what the embedded net makes of a shot (45 dB between two seeds, measured): its figures follow the drawn "
    "poses. Give somebody something else to do in the part to see a difference"
)


class Kept(NamedTuple):
    """A take of a step and how it stands: in use; chosen (a pin); last (the newest, and the step has moved on since: stale); another one."""

    step: str
    take: Take
    standing: Standing
    seed: int | None


class Framed(NamedTuple):
    """A framing to choose, and its picture, once it is made."""

    name: str
    words: str
    change: Change
    take: Take | None


@dataclass(frozen=True)
class ShotView:
    """All that a page shows of one shot. `steps`: its own and what they hang on, without readings; `retake`: whether its retake still holds (None: it has none);
    `readings`: what the watcher read of its takes, by step and digest."""

    head: Head
    story: Story
    scene: Scene
    shot: Shot
    name: str
    before: str | None
    after: str | None
    steps: tuple[Explained, ...]
    takes: tuple[Kept, ...]
    remarks: Mapping[str, str]
    findings: tuple[Finding, ...]
    prompts: tuple[Prompt, ...]
    retake: bool | None
    readings: Mapping[tuple[str, str], Reading]

    def of(self, step: str) -> list[Kept]:
        return [one for one in self.takes if one.step == step]

    def media(self, step: str) -> str | None:
        """The digest of what is there now for a step; of a step that has moved on, of what it was last. None: nothing."""
        return next((one.take.sha256 for one in self.of(step) if one.standing != "other"), None)


class Shots:
    """The part of a Studio that looks at one shot."""

    settings: Settings
    store: Store

    if TYPE_CHECKING:  # the rest of a Studio

        def story(self, wanted: str, revision: int | None = None) -> Story: ...
        def edit(self, story: str, change: Change, seen: int | None = None) -> Head: ...
        def order(self, head: Head, size: str = "default", target: str = "film", rank: int | None = None) -> Job: ...

    def shot(self, head: Head, wanted: str, size: str = "default") -> ShotView:
        """What there is of a shot, in a size. Only its own chain is looked at, so that a long film answers as soon as a short one. BadInput."""
        story = self.story(head.id, head.revision)
        scene, shot = place_of(story, wanted)
        chain, staging = shot_chain(story, wanted, self._ways(story, size)), stage(story, scene, shot)
        found = explain(chain, self.store, head.id)
        ids = [one.id for one in story.shots]
        at = ids.index(wanted)
        findings = tuple(one for one in continuity.check(around(story, scene)) if one.shot == wanted)
        takes = tuple(self._kept(head.id, found))
        read = {name: [one.take.sha256 for one in takes if one.step == name] for name in dict.fromkeys(one.step for one in takes)}
        return ShotView(
            head, story, scene, shot, shot_words(story, wanted), ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None,
            tuple(one for one in found if one.step.kind != "reading" and not one.step.id.startswith(f"{REFERENCE}:")), takes, remarks(chain, self.store), findings,
            tuple(prompts.compile(story, scene, shot, staging, target) for target in TARGETS),
            None if shot.retake is None else holding(shot, staging) is not None, readings_of(self.store, head.id, read),
        )  # fmt: skip

    def retake(self, head: Head, step: str, part: tuple[float, float], acting: tuple[Acting, ...] = (), size: str = "default") -> tuple[Head, tuple[str, ...]]:
        """Seconds [begin, end) of a shot's clip (clip:ID) made anew, the rest as it is in the take that is in use; `acting`: who does what
        else in the part. And what is to be said of it. BadInput: no such shot or range, nothing filmed yet, or a clip that is drawn the same way."""
        story = self.story(head.id, head.revision)
        scene, shot = place_of(story, step.partition(":")[2] if step.startswith("clip:") else step)
        begin, end = (timing.frames_of(seconds) for seconds in part)
        if not 0 <= begin < end <= timing.even(shot.frames):
            raise BadInput(f"{part[0]:g} to {part[1]:g} s is no part of shot {shot.id}, which is {shot.frames / 24:.2f} s long.")
        strangers = [one.character for one in acting if one.character not in {p.character for p in shot.subjects}]
        if strangers:
            raise BadInput(f"{strangers[0]} is not in shot {shot.id}; there are: {', '.join(p.character for p in shot.subjects) or 'nobody'}.")
        is_net = self._ways(story, size).clip.is_net
        if not is_net and not acting:
            raise BadInput(f"{step} is drawn exactly as its documents say, so a part of it would be the same again. Say who does something else there.")
        used = [one["params"] for one in self.store.takes.recipes(head.id, f"clip:{shot.id}")]
        asked = Retake(
            begin=begin, end=end, base=self._base(head, shot, size), of=shown(shot, stage(story, scene, shot)),
            seed=changes.unused(story, f"clip:{shot.id}", used) if is_net else 0, acting=acting,
        )  # fmt: skip
        return self.edit(head.id, changes.retaken(story, f"clip:{shot.id}", asked), head.revision), (ALIKE,) if is_net and not acting else ()

    def candidates(self, head: Head, step: str, count: int, size: str = "default") -> Job:
        """Order takes of a step (still:, clip:, voice: and an id, or music:score) with the next `count` unused seeds. The story stays as it is;
        they are kept as takes of the step, to choose from. BadInput where a step is made without chance: `framings` offers what does vary."""
        story = self.story(head.id, head.revision)
        if not 1 <= count <= MOST:
            raise BadInput(f"{count} candidates were asked for; ask for 1 to {MOST} at once.")
        first = changes.unused(story, step, [one["params"] for one in self.store.takes.recipes(head.id, step)])
        target = variants.target_of(step, range(first, first + count))
        variants.variants(story, self._ways(story, size), target)  # a step that there is not is refused here
        return self.order(head, size, target)

    def framings(self, head: Head, wanted: str, size: str = "default") -> tuple[Framed, ...]:
        """Other framings of a shot: nearer, farther, from below, turned. Each is chosen by its edit (`edit`); `order` with the target
        "framing:ID" makes their pictures."""
        story = self.story(head.id, head.revision)
        found = variants.framings(story, self._ways(story, size), wanted)
        before = part(shot_chain(story, wanted, self._ways(story, size)), f"still:{wanted}")[:-1]
        told = {one.step.id: one for one in explain([*before, *(one.step for one in found)], self.store)}
        takes = self.store.takes.get(one.key for one in told.values() if one.key and one.state == "have")
        return tuple(Framed(one.name, one.words, one.change, takes.get(told[one.step.id].key or "")) for one in found)

    def _ways(self, story: Story, size: str) -> Ways:
        return ways(size, story.direction, False, self.settings)

    def _base(self, head: Head, shot: Shot, size: str) -> str:
        """The digest of the clip that is in use, which a retake leaves as it is elsewhere. BadInput when there is none that Fabula made."""
        story = self.story(head.id, head.revision)
        chain = shot_chain(story, shot.id, self._ways(story, size))
        clip = next(one for one in explain(part(chain, f"clip:{shot.id}"), self.store) if one.step.id == f"clip:{shot.id}")
        if clip.state != "have":
            raise BadInput(f"Shot {shot.id} is not filmed yet as it is now, so there is nothing to keep of it. Make clip:{shot.id} first.")
        sha256 = clip.step.pin or self.store.takes.get([clip.key or ""])[clip.key or ""].sha256
        take = self.store.takes.of_file(sha256)
        if take is not None and take.way == OWN.name:
            raise BadInput(f"The clip of shot {shot.id} is your own film; Fabula did not make it and cannot make a part of it again. Bring the film again.")
        return sha256

    def _kept(self, story: str, steps: Iterable[Explained]) -> Iterator[Kept]:
        """A choice among candidates is not a take beside them: the candidate that it took stands as it does."""
        for one in steps:
            if one.step.id.partition(":")[0] in ("base", "keyframe", REFERENCE) or one.step.kind == "reading" or MARK in one.step.id:
                continue
            there = self.store.takes.with_recipes(story, one.step.id)
            first = there[0][1] if there else None
            now = {one.step.pin or one.key, *(take.sha256 for _, take in there if take.key == one.key and take.way == BEST.name)}
            for recipe, take in there:
                if take.way == BEST.name:
                    continue
                is_last = first is not None and (take is first or (first.way == BEST.name and first.sha256 == take.sha256))
                is_now = bool(now & {take.sha256, take.key})
                standing: Standing = ("chosen" if one.step.pin else "in use") if is_now else "last" if is_last and one.state != "have" else "other"
                yield Kept(one.step.id, take, standing, changes.seed_of(recipe["params"]))


def around(story: Story, scene: Scene) -> Story:
    """A long story's scenes near one; a shorter story as it is. What the lints find of a shot lies near it."""
    if len(story.shots) <= LONG:
        return story
    at = next(n for n, one in enumerate(story.scenes) if one.id == scene.id)
    return story.model_copy(update={"scenes": story.scenes[max(0, at - NEAR) : at + NEAR + 1]})
