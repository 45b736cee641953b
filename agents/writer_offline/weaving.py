"""Weaving: what a premise adds to a plot, put into the scenes already told: what stands in the way, a motif that opens and closes the film,
whoever else is named, and remarks that only this sort of being makes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agents.writer_offline.casting import Also, Role
from agents.writer_offline.fitting import Told
from agents.writer_offline.planning import trouble_for
from agents.writer_offline.script import ShotCue, Speech, SubjectCue, Variant, company
from agents.writer_offline.telling import about, article, of_role
from agents.writer_offline.tense import is_clause, past

if TYPE_CHECKING:
    from agents.writer_offline.film import Teller

IN_ONE = 3  # of the cast in one shot
JOIN = {  # several at once: how they join, and how they are there at the end
    "friend": ("With them came {all.who}.", "{all.who} came along.", "{all.who} went too, and argued about who went first."),
    "twin": ("With {a}, as always: {all}.", "{a} did nothing without {all}.", "And where {a} was, there were {all}."),
    "rival": ("But {all.who} wanted it too.", "But there stood {all.who}, with other plans.", "But {all.who} were against it."),
}
STAY = {
    "friend": ("And {all} were there too, and glad of it.", "{all} stayed until the very end.", "{all} still argue about who was first."),
    "twin": ("{all} had known it all along.", "Ask {all}, and each will tell it differently.", "And {all}? Still where {a} is."),
    "rival": ("Even {all} had to laugh.", "{all} took off their hats.", "And {all} asked when the next one was."),
}


def weave(teller: Teller, scenes: list[Told]) -> None:
    """Everything that is not the plot's own, in its place. The scenes are changed."""
    obstacle(teller, scenes)
    remarks(teller, scenes)
    _company(teller, scenes)
    motif(teller, scenes)


def _narrated(size: str, camera: str, subjects: tuple[SubjectCue, ...], *texts: str, level: int = 0, shows: str = "") -> ShotCue:
    return ShotCue(size, camera, subjects, (Speech("n", tuple(Variant(t) for t in texts)),), level, shows=shows)


def obstacle(teller: Teller, scenes: list[Told], on_the_way: bool = True) -> None:
    """What the premise says stands in the way is said in the first scene, overcome on the way, and behind them in the last."""
    words = teller.world.obstacle.strip().rstrip(".")
    clause = is_clause(words)
    rivals = {also.role.noun for also in teller.world.rest if also.part == "rival"} | {teller.world.other.noun}
    if not words or (not clause and words.lower().split()[-1] in rivals):  # who is on the screen speaks for themselves
        return
    said, name = past(words), re.sub(r"^an? ", "the ", words)
    first = (f"But {said}.", f"There was one trouble: {said}.") if clause else (
        f"But one thing stood in the way: {said}.", f"Only one thing stood in the way: {said}.", f"Easy, but for one thing: {said}.")  # fmt: skip
    last = ("What had stood in the way was behind them now.", "And what had stood in the way? They laughed about it.") if clause else (
        f"And {name}? It was behind them now.", f"And {name}? From here it looked small.")  # fmt: skip
    teller.add(scenes[0], _narrated("mclose", "in", (SubjectCue("a", "think", "sad"),), *first))
    if on_the_way and not clause and not any(cue.macro == "crisis" for scene in teller.chosen.plot.scenes for cue in scene.shots):  # else it is overcome there
        past_it = (f"It took a whole day to get past {name}.", f"They got past {name} on the third try.", f"Twice {name} sent them back. Not the third time.")
        teller.add(_quiet(scenes)[0], _narrated("full", "hand", (SubjectCue("a", "push", "tired"),), *past_it), at=1)
    teller.add(scenes[-1], _narrated("two", "in", (SubjectCue("a", "up", "happy"), SubjectCue("b", "laugh", "happy")), *last), at=1)


def motif(teller: Teller, scenes: list[Told]) -> None:
    """The small thing: after the first shot, where things are at their worst, and as the film's last picture."""
    motif = teller.world.motif
    index = teller.rng.randrange(len(motif.first))
    low = next((t for t in scenes[1:-1] if t.cue.mood in ("sad", "tense", "stormy")), scenes[len(scenes) // 2])
    for told, text, at, level in ((scenes[0], motif.first, 1, 1), (low, motif.low, None, 2), (scenes[-1], motif.last, None, 1)):
        part = teller.add(told, _narrated("insert", "in", (), text[index % len(text)], level=level, shows="M"), at=at)
        if part and level == 1:
            part.bond = "motif"


def remarks(teller: Teller, scenes: list[Told]) -> None:
    """In the quiet of the way, each says what only their sort would say."""
    quiet = _quiet(scenes)
    spoken = [(key, role) for key, role in teller.stage.roles.items()]
    for number, told in enumerate(quiet[::2]):
        key, role = spoken[(number + 1) % len(spoken)]
        fresh = tuple(Variant(about(text, key, "a" if key == "b" else "b")) for text in role.concept.says)
        fresh = tuple(v for v in fresh if v.text not in teller.used)
        if fresh:
            teller.add(told, ShotCue("close", "in", (SubjectCue(key, "talk", "calm"),), (Speech(key, fresh),), level=2))


def _quiet(scenes: list[Told]) -> list[Told]:
    """The scenes on the way that have no trouble of their own."""
    return [t for t in scenes[1:-1] if t.cue.mood not in ("tense", "stormy", "sad")] or scenes[1:-1] or scenes


def _company(teller: Teller, scenes: list[Told]) -> None:
    """Whoever else is named: they come, they do what only they can do, they are there at the end. In a short film together."""
    rest = teller.world.rest
    joined = [also for also in rest if also.part != "found"] if teller.tight and len(rest) > 1 else []
    for part in dict.fromkeys(also.part for also in joined):
        sort = [also for also in joined if also.part == part]
        shots = -(-len(sort) // IN_ONE)
        for number in range(shots):
            _together(teller, scenes, sort[number::shots])
    for number, also in enumerate(rest):
        if also not in joined:
            _one(teller, scenes, also, number)


def _one(teller: Teller, scenes: list[Told], also: Also, number: int) -> None:
    script, stage = company(also.part), teller.stage.playing(c=also.role)
    said = slots_of(teller, also.role)
    early = _entrance(also, scenes)
    for index, cue in enumerate(script["entry"].shots, 1):
        teller.add(early, cue, said, stage, at=index if also.part == "found" else None)
    quiet = _quiet(scenes)
    told = quiet[number % len(quiet)]
    for cue in script["deed"].shots:
        if cue.macro == "crisis":
            _ended(teller, told, also.role)
        elif (part := teller.add(told, cue, said, stage)) and part.level == 1:
            part.bond = f"deed of {also.role.name}"
    for cue in script["finale"].shots:
        teller.add(scenes[-1], cue, said, stage, at=max(0, len(scenes[-1].shots) - 1))


def _entrance(also: Also, scenes: list[Told]) -> Told:
    """The scene in which this one comes: the first, the second, or where the way ends."""
    if also.part == "found":
        return next((t for t in scenes[1:] if t.cue.place == "far"), scenes[-1])
    return scenes[0] if also.part in ("twin", "owner") or len(scenes) < 3 else scenes[1]


def _ended(teller: Teller, told: Told, helper: Role) -> None:
    """A trouble that this one of the cast ends, for longer films."""
    trouble = trouble_for(teller.world, helper, teller.chosen.prop, told.place, teller.rng, told=frozenset(teller.troubles))
    teller.troubles.add(trouble.crisis.name)
    words = of_role("b", helper, False) | teller.trouble_words(trouble)
    stage = teller.stage.playing(b=helper)
    for cue in stage.crisis(trouble.crisis.opens, trouble.ends):
        part = teller.add(told, replace(cue, level=cue.level + 1), words, stage)
        if part and part.level == 1:
            part.bond = f"deed of {helper.name}"


def _together(teller: Teller, scenes: list[Told], rest: list[Also]) -> None:
    """Several at once: one shot in which they join, one at the end."""
    stage = teller.stage.playing(**{key: also.role for key, also in zip("cde", rest, strict=False)})
    part = rest[0].part
    who = _listed([f"{article(' '.join((*also.role.adjectives, also.role.noun)))} named {also.role.name}" for also in rest])
    slots = {"all": _listed([also.role.name for also in rest]), "all.who": who}
    came = tuple(SubjectCue(key, "stand", "calm") for key in stage.roles if key in "cde")
    glad = tuple(SubjectCue(key, "wave", "happy") for key in stage.roles if key in "cde")
    early = scenes[0] if part in ("twin", "owner") or len(scenes) < 3 else scenes[1]
    teller.add(early, _narrated("full", "in", came, *JOIN.get(part, JOIN["friend"])), slots, stage)
    teller.add(scenes[-1], _narrated("full", "out", glad, *STAY.get(part, STAY["friend"])), slots, stage, at=max(0, len(scenes[-1].shots) - 1))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def slots_of(teller: Teller, role: Role) -> dict[str, str]:
    """The slots of one more of the cast."""
    chosen = {f"c.{name}": about(teller.rng.choice(getattr(role.concept, name)), "c", "a") for name in ("routine", "lack", "flaw", "habit")}
    twins = role.noun in (teller.world.hero.noun, teller.world.other.noun)
    return of_role("c", role, twins) | chosen
