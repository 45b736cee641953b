"""What the Settings page tells of this home: what makes what, who writes, what is refused, whether all is well, how much room it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.settings import shown
from app.studio import Studio
from app.ui.markup import Html, button, join, tag
from app.ui.tongue import Tongue
from storyboard.errors import FabulaError
from storyboard.rules import Rules

KINDS = {
    "portrait": "Portraits", "still": "Stills", "clip": "Moving shots", "voice": "Voices", "music": "Music", "ambience": "Sounds of places", "effect": "Effects", "scene": "Scenes",
    "mix": "Mix", "film": "Film", "reading": "The watcher's readings", "memory": "Memories",
}  # fmt: skip
WAYS = {
    "drawn": "the drawn world", "dit": "the embedded video net", "wan": "published weights of Wan", "espeak": "espeak-ng", "synth": "the embedded synthesizer", "moviepy": "moviepy",
    "numpy": "the embedded mixer", "ffmpeg": "ffmpeg", "watch": "the embedded readers", "frame": "an earlier picture",
}  # fmt: skip
CHECKS = {
    "python": "Python", "home": "Home", "database": "Database", "writer": "Writer", "rules": "Rules", "weights": "Weights", "ways": "Ways", "ffmpeg": "ffmpeg",
    "voices": "Voices", "crew": "Crew", "media": "Kept files",
}  # fmt: skip
SHOWN_WORDS = 200  # of a list of rules


def html(studio: Studio, t: Tongue, checks: Sequence[Any] | None = None) -> Html:
    """`checks`: what was just looked at; None: what can be looked at in a moment."""
    parts = [_makers(studio, t), _writer(studio, t), _rules(studio, t), _checks(t, studio.doctor(everything=False) if checks is None else checks), _room(studio, t)]
    return tag("div", *parts, class_="set-parts")


def _section(words: str, *inside: Any, name: str = "") -> Html:
    return tag("section", tag("h2", words), *inside, class_=f"fb-card fb-pad set-{name}")


def _makers(studio: Studio, t: Tongue) -> Html:
    rows = []
    for kind, (way, weights) in studio.makers().items():
        net = [t("counts in {path}", path=way.path), t("steps: {n}", n=way.steps)] if way.is_net else []
        loads = [t("weights {names}", names=", ".join(weights)), tag("code", (way.weights or "")[:12])] if weights else []
        rest = [part for one in (*loads, *net) for part in (one, ", ")][:-1]
        rows.append(tag("tr", tag("th", t(KINDS[kind]), scope="row"), tag("td", t(WAYS.get(way.name, way.name))), tag("td", *rest)))
    head = tag("thead", tag("tr", *(tag("th", t(one), scope="col") for one in ("What", "Made by", "With"))))
    told = tag("p", t("A story may say otherwise of its stills and moving shots; the animatic is drawn throughout."), class_="fb-quiet")
    return _section(t("What makes what"), tag("table", head, tag("tbody", *rows), class_="set-table"), told, name="makers")


def _writer(studio: Studio, t: Tongue) -> Html:
    given = studio.settings
    if given.writer == "offline":
        told = t("The embedded writer, on this machine. A model writes when FABULA_LLM_URL and FABULA_LLM_MODEL are set; then start the studio again.")
        return _section(t("Who writes"), tag("p", told), name="writer")
    price = t("{sent} and {received} for a million tokens sent and received", sent=given.llm_price[0], received=given.llm_price[1]) if given.llm_price else t("not set")
    key = t("set; it is never shown, kept or logged") if given.llm_key else t("not set")
    facts = {t("Model"): given.llm_model or t("not set"), t("Address"): shown(given.llm_url), t("Key"): key, t("Price (FABULA_LLM_PRICE)"): price}
    return _section(t("Who writes"), _facts(facts), name="writer")


def _rules(studio: Studio, t: Tongue) -> Html:
    guard = studio.guard
    try:
        rules = guard.rules
    except FabulaError as error:
        return _section(t("What is refused here"), tag("p", str(error), class_="fb-danger"), name="rules")
    judged = tag("p", t("Every text is judged by {address} before it is kept.", address=shown(guard.url))) if guard.url else None
    where = tag("p", t("Write your rules into {path}.", path=guard.path), class_="fb-quiet")
    if rules == Rules():
        return _section(t("What is refused here"), tag("p", t("Nothing but what the writer itself will not write.")), judged, where, name="rules")
    audience = tag("p", t("For children: our list of what frightens or harms counts too.")) if rules.audience == "children" else None
    lists = [_listed(t, "Words", rules.words), _listed(t, "People who are not shown", rules.likeness), _listed(t, "Of them, these may be shown", rules.likeness_allowed)]
    return _section(t("What is refused here"), audience, *lists, judged, where, name="rules")


def _listed(t: Tongue, name: str, words: Sequence[str]) -> Html | None:
    if not words:
        return None
    more = t(" and {n} more", n=len(words) - SHOWN_WORDS) if len(words) > SHOWN_WORDS else ""
    return tag("details", tag("summary", f"{t(name)}: {len(words)}"), tag("p", ", ".join(words[:SHOWN_WORDS]), more))


def _checks(t: Tongue, found: Sequence[Any]) -> Html:
    lines = []
    for one in found:
        mark = tag("span", f"✓ {t('well')}" if one.is_well else f"✗ {t('needs a hand')}", class_=f"fb-badge {'set-well' if one.is_well else 'set-bad'}")
        lines.append(tag("li", mark, tag("strong", t(CHECKS.get(one.name, one.name))), tag("span", one.words, class_="set-words")))
    act = button(t("Look at every kept file too"), "check", id="settings-check")
    return _section(t("Is all well?"), tag("ul", *lines, class_="set-checks"), tag("p", act), name="checks")


def _room(studio: Studio, t: Tongue) -> Html:
    room = studio.room()
    facts = {
        t("Kept files"): t("{n} files, {size}", n=room.files, size=sized(room.kept)), t("Small pictures and uploads"): sized(room.spare), t("Backups"): sized(room.backups),
        t("Free on this disk"): sized(room.free), t("Where"): studio.settings.home,
    }  # fmt: skip
    sure = t("Collect what was removed more than a month ago? Films and takes that are there stay.")
    act = button(t("Clean up"), "clean", data_sure=sure, id="settings-clean")
    told = tag("span", t("What was removed is kept for a month; then this collects it."), class_="fb-quiet")
    return _section(t("Room"), _facts(facts), tag("p", act, " ", told), name="room")


def _facts(facts: dict[str, Any]) -> Html:
    return tag("dl", *(join(tag("dt", name), tag("dd", value)) for name, value in facts.items()), class_="set-facts")


def sized(size: int) -> str:
    """Bytes for people: 3.4 MB, 12 GB."""
    amount, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000 or unit == "TB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
