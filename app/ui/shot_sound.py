"""What is heard of a shot beside its lines: the sounds that are asked for, and whether its sound begins before its picture or goes on after it."""

from __future__ import annotations

from functools import partial

from app.shots import ShotView
from app.ui import fields
from app.ui.fields import Option, Spot
from app.ui.markup import Html, tag
from app.ui.tongue import Tongue
from storyboard import split_edits
from storyboard.effects import Effect


def html(t: Tongue, view: ShotView) -> Html:
    shot, shots = view.shot, view.story.shots
    at = partial(Spot, f"shot:{shot.id}")
    beside = split_edits.around(shots, next(n for n, one in enumerate(shots) if one.id == shot.id))
    lead, tail = split_edits.most_lead(beside), split_edits.most_tail(beside)
    known = [Option(one.value, t(one.value), t(one.meaning)) for one in Effect if one is not Effect.ACTING]
    before = t("J cut: it is heard while the shot before is still seen. Up to {n} s.", n=_seconds(lead))
    after = t("L cut: it is still heard while the next shot is seen already. Up to {n} s.", n=_seconds(tail))
    return tag(
        "section", tag("h2", t("What is heard beside the lines")),
        fields.several(at("sounds", list(shot.sounds), t("Sounds"), t("with commas between them: knock, footsteps. Steps and tools that are seen are heard by themselves."), "words"), known),
        tag(
            "div",
            fields.number(at("lead", shot.lead, t("Sound before its picture, in seconds"), before, "frames"), 0, _most(lead), 0.01),
            fields.number(at("tail", shot.tail, t("Sound after its picture, in seconds"), after, "frames"), 0, _most(tail), 0.01), class_="fb-fields",
        ), class_="fb-card fb-pad",
    )  # fmt: skip


def _most(frames: int) -> float:
    return round(frames / 24, 2)


def _seconds(frames: int) -> str:
    return f"{_most(frames):g}"
