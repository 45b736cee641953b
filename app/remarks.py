"""Remarks: what a person should know of what becomes of their own pictures, and of letters that this machine cannot draw, before and after it is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.db.store import Store
from storyboard.errors import Corrupt, Missing
from storyboard.params import FilmParams, NetClipParams, SceneParams
from storyboard.plan import OWN
from storyboard.steps import Step

if TYPE_CHECKING:
    from generator.lettering import Role


def remarks(steps: Sequence[Step], store: Store) -> dict[str, str]:
    """For each clip whose still a person chose, each portrait of a person's own, and each scene, and the film, with letters in it: the sentence that has
    to be said of it, if there is one. Step id -> sentence."""
    stills = {s.id: s.pin for s in steps if s.kind == "still" and s.pin}
    found = {s.id: said for s in steps if s.kind == "portrait" and s.pin and (said := _of_portrait(s, steps, s.pin, store))}
    found |= {s.id: said for s in steps if not s.pin and (said := _of_letters(s))}
    for step in steps:
        pin = next((stills[i.step] for i in step.inputs if i.role == "still" and i.step in stills), None)
        said = "" if step.kind != "clip" or step.pin or pin is None else _said(step, pin, store)
        if said:
            found[step.id] = said
    return found


def _of_letters(step: Step) -> str:
    """Which letters over the picture no font of this machine draws, and what would help."""
    texts: list[tuple[str, Role]] = []
    if isinstance(step.params, SceneParams):
        texts = [(step.params.opening, "aside"), *((one.text, "subtitle") for one in step.params.subtitles)]
    elif isinstance(step.params, FilmParams):
        texts = [(step.params.title, "title"), *((line, "aside") for line in (*step.params.credits, *(name for part in step.params.roll for name in part.names)))]
    if all(text.isascii() for text, _ in texts):
        return ""
    from generator.lettering import help_for, undrawn

    missing = "".join(dict.fromkeys(letter for text, role in texts for letter in undrawn(text, role)))
    if not missing:
        return ""
    some = " ".join(missing[:8]) + (" ..." if len(missing) > 8 else "")
    count = "1 letter is" if len(missing) == 1 else f"{len(missing)} letters are"
    return f"{count} not drawn over the picture ({some}): {help_for(missing)}; the subtitles beside the film have them all"


def _of_portrait(step: Step, steps: Sequence[Step], pin: str, store: Store) -> str:
    """What becomes of a portrait of a person's own: which pictures are made with it, in which clothes, and how strongly."""
    take = store.takes.of_file(pin)
    if take is None or take.way != OWN.name:
        return ""
    readers = {s.kind for s in steps if not s.pin and any(i.step == step.id for i in s.inputs)}
    if not readers:
        return "no shot is made with this picture: stills and clips are drawn from the look; direction.clip=dit lets the model see it"
    weak = [s for s in steps if any(i.step == step.id for i in s.inputs) and _strength(s, step.id) == 0.0]
    if weak:
        return "strength is 0, so the model does not look at this picture; raise the strength"
    only = "stills are drawn from the look, so a shot begins with the drawn figure; direction.still=tiny lets stills see it too" if readers == {"clip"} else ""
    return "; ".join(one for one in (only, "it stands for every outfit: other clothes are told in words") if one)


def _strength(step: Step, portrait: str) -> float:
    """How strongly the step looks at a portrait."""
    at = [i.step for i in step.inputs if i.role == "portrait"].index(portrait)
    strengths = getattr(step.params, "strengths", ())
    return strengths[at] if at < len(strengths) else 1.0


def _said(step: Step, pin: str, store: Store) -> str:
    params = step.params
    if not isinstance(params, NetClipParams):
        take = store.takes.of_file(pin)
        return "it is drawn throughout, so your picture is not in it; story.direction.clip=dit would animate it" if take and take.way == OWN.name else ""
    from generator.familiar import FAMILIAR, own_drawing
    from generator.picture import read_png

    try:
        path = store.file_of(pin)[0]
    except (Missing, Corrupt):
        return ""  # making says so
    level = _level(step, params, path, store)
    if level is None or level >= FAMILIAR or own_drawing(params.staging, read_png(path)):
        return ""
    return f"the picture is unlike what the net knows ({level:.1f} dB, {FAMILIAR:.0f} are needed); only the camera moves"


def _level(step: Step, params: NetClipParams, path: Path, store: Store) -> float | None:
    """Decibels of familiarity, measured once and remembered; None where no net takes part."""
    from generator.checkpoints import paths_of

    weights = paths_of(step.kind, step.way.name).get("vae")
    if weights is None:
        return None
    key = f"familiar {(step.way.weights or '')[:16]} {params.canvas[0]}x{params.canvas[1]} {path.stem}"
    known = store.memo.get(key)
    if known is None:
        from generator.familiar import familiarity
        from generator.fitting import fitted
        from generator.nets.video_vae import load_vae
        from generator.picture import read_png

        known = f"{familiarity(load_vae(weights), fitted(read_png(path), params.canvas)):.2f}"
        store.memo.put(key, known)
    return float(known)
