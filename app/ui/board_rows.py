"""The rows of the board: a scene each, with its shots as cards."""

from __future__ import annotations

from collections import Counter

from app.boards import Board, Card, Row, ShotState
from app.ui import watch
from app.ui.board_head import pager
from app.ui.board_icons import move_icon, size_icon
from app.ui.markup import Html, button, join, link, media, picture, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.grammar import Camera, Transition
from storyboard.story import Shot, Story
from storyboard.timing import seconds_of

MARKS: dict[ShotState, str] = {"made": "✓", "pinned": "✦", "stale": "↻", "will make": "○", "making": "◐", "failed": "!"}
LONGEST = 70  # characters of a line on a card


def html(t: Tongue, board: Board, place: Place) -> Html:
    """What is seen of the film."""
    return join(
        _sum(t, board), pager(t, board, place, keys=True), *(_row(t, board, row, place) for row in board.rows), pager(t, board, place, keys=False),
    )  # fmt: skip


def _sum(t: Tongue, board: Board) -> Html:
    """How many shots stand how, and what to do next."""
    cards = [card for row in board.rows for card in row.cards]
    counts = Counter(card.state for card in cards)
    said = ", ".join(f"{counts[state]} {state_words(t, state)}" for state in MARKS if counts[state])
    first = t("Here: {said}.", said=said) if board.total > len(cards) else f"{said}."
    found = sum(len(card.findings) for card in cards)
    mend = tag("span", t("Continuity: {n} to look at", n=found), " ", button(t("Mend them"), "mend"), class_="board-remarks") if found else None
    return tag("div", tag("p", first, class_="board-sum"), _next(t, counts), mend, _watched(t, cards), class_="board-state fb-row")


def _watched(t: Tongue, cards: list[Card]) -> Html | None:
    """What the watcher found in what is seen here."""
    reads = [read.reading for card in cards for read in card.reads]
    findings, notes = sum(len(one.findings) for one in reads), sum(len(one.notes) for one in reads)
    return tag("p", t("The watcher: {said}.", said=watch.count_words(t, findings, notes)), class_="board-remarks") if reads else None


def _next(t: Tongue, counts: Counter[ShotState]) -> Html | None:
    if counts["failed"]:
        return tag("p", t("Some shots could not be made: each says why. Change it, or make it again."), class_="fb-danger")
    if counts["will make"] == sum(counts.values()):
        return tag("p", t("Nothing is filmed yet. The animatic shows the whole film in seconds; or make the film."), class_="fb-quiet")
    return None


def _row(t: Tongue, board: Board, row: Row, place: Place) -> Html:
    scene, total = row.scene, len(row.scene.shots)
    setting = board.story.setting(scene.setting)
    when = ", ".join(t(one.value) for one in (scene.hour, scene.weather))
    facts = f"{setting.name}, {when} · {t(scene.mood.value)} · {t('shots: {n}', n=total)}, {_seconds(t, sum(s.frames for s in scene.shots))}"
    part = t("shots {begin} to {end} of {total} of this scene", begin=row.cards[0].number - row.first + 1, end=row.cards[-1].number - row.first + 1, total=total)
    acts = [
        button("↑", "scene-earlier", data_scene=scene.id, class_="fb-quiet", aria_label=t("Scene {n} earlier", n=row.number), title=t("Scene earlier")),
        button("↓", "scene-later", data_scene=scene.id, class_="fb-quiet", aria_label=t("Scene {n} later", n=row.number), title=t("Scene later")),
        button(t("Make this scene"), "scene", data_scene=scene.id, class_="fb-quiet"),
    ]
    head = tag(
        "header", tag("h2", t("Scene {n}", n=row.number)), tag("span", facts, class_="fb-quiet"), tag("span", *acts, class_="board-scene-acts"),
        tag("p", scene.beat) if scene.beat else None, tag("p", part, class_="fb-quiet") if len(row.cards) < total else None, class_="board-scene-head",
    )  # fmt: skip
    cards = tag("ol", *(_card(t, board.story, scene.id, card, place) for card in row.cards), class_="board-cards")
    unseen = row.cards[0].number - row.first
    before = scene.shots[unseen - 1].id if unseen else None  # what is dropped before the first card goes behind it
    return tag("section", head, cards, class_="board-scene", aria_label=t("Scene {n}", n=row.number), data_scene=scene.id, data_before=before)


def _card(t: Tongue, story: Story, scene: str, card: Card, place: Place) -> Html:
    shot = card.shot
    name = t("Shot {n}: {words}", n=card.number, words=shot.words or t(shot.size.value))
    state = tag("span", tag("span", MARKS[card.state], aria_hidden="true"), f" {state_words(t, card.state)}", class_="fb-badge", data_state=card.state, title=card.why or None)
    seen = card.still or (card.clip if card.clip and card.clip.format == "mp4" else None)
    still = picture(seen.sha256 if seen else None, name if seen else t("{name} (no picture yet)", name=name), draggable="false")
    play = (
        tag("button", "▶", type="button", class_="board-play", data_play=media(card.clip.sha256, card.clip.format), data_words=name, aria_label=t("Play shot {n}", n=card.number))
        if card.clip and card.clip.format == "mp4" else None
    )  # fmt: skip
    opened = link(still, Place("shot", place.story, shot.id).address, class_="board-still", aria_label=t("Open shot {n}", n=card.number), data_shot=shot.id, draggable="false")
    return tag(
        "li", tag("div", opened, play, class_="board-picture"), tag("div", tag("strong", card.number, class_="board-number"), state, _acts(t, story, card), class_="board-line"),
        tag("p", shot.words, class_="board-words") if shot.words else None, _lines(story, shot), _film_words(t, shot), _remarks(t, card),
        class_="fb-card board-card", draggable="true", data_shot=shot.id, data_scene=scene, data_state=card.state,
        aria_current="true" if shot.id == place.shot else None,
    )  # fmt: skip


def _film_words(t: Tongue, shot: Shot) -> Html:
    """Size and length; the move where there is one, and how it begins where that is no cut."""
    moves = tag("span", move_icon(shot.camera), f" {t(shot.camera.words())}") if shot.camera.words() != Camera().words() else None
    begins = tag("span", f"⤳ {t(shot.transition.value)}") if shot.transition is not Transition.CUT else None
    return tag(
        "p", tag("span", size_icon(shot.size), f" {t(shot.size.value)}"), tag("span", _seconds(t, shot.shown)), moves, begins, class_="board-film fb-quiet",
    )  # fmt: skip


def _lines(story: Story, shot: Shot) -> Html | None:
    names = {one.id: one.name for one in story.characters}
    rows = [tag("li", tag("b", f"{names[line.speaker]}: ") if line.speaker else None, _short(line.text)) for line in shot.lines]
    return tag("ul", *rows, class_="board-lines") if rows else None


def _remarks(t: Tongue, card: Card) -> Html | None:
    """Why it is not there as it should be, what continuity says of it, and what the watcher found in its takes."""
    why = tag("p", card.why, class_="fb-danger") if card.state == "failed" and card.why else None
    found = [tag("li", f"{one.detail} {one.fix}") for one in card.findings]
    found += [tag("li", tag("strong", watch.sort_words(t, one.sort)), f": {one.words}") for read in card.reads for one in (*read.reading.findings, *read.reading.notes)]
    said = tag("details", tag("summary", t("Remarks ({n})", n=len(found))), tag("ul", *found), data_kept=f"remarks-{card.shot.id}", class_="board-found") if found else None
    seen = watch.badge(t, [one.reading for one in card.reads])
    return join(why, tag("p", seen, class_="board-seen") if seen else None, said) if why or said else None


def _acts(t: Tongue, story: Story, card: Card) -> Html:
    shot, n = card.shot, card.number
    begins = [tag("option", t(one.value), value=one.value, selected=one is shot.transition) for one in Transition]
    more = [
        button(t("Make this shot"), "shot", data_shot=shot.id), button(t("Add a shot behind it"), "add", data_shot=shot.id),
        button(t("Split it in two"), "split", data_shot=shot.id),
        *(button(t("Split it at “{line}”", line=_short(line.text, 24)), "split", data_shot=shot.id, data_line=line.id) for line in shot.lines[1:]),
        tag("label", tag("span", t("It begins by")), tag("select", *begins, data_do="transition", data_shot=shot.id), class_="fb-field"),
        button(t("Take it out"), "remove", data_shot=shot.id, class_="fb-danger"),
    ]
    menu = tag(
        "details", tag("summary", tag("span", "⋯", aria_hidden="true"), tag("span", t("More for shot {n}", n=n), class_="fb-hidden"), class_="fb-button fb-quiet"),
        tag("div", *more, class_="board-menu fb-card"), class_="board-more", data_kept=f"menu-{shot.id}",
    )  # fmt: skip
    return tag(
        "span", button("‹", "earlier", data_shot=shot.id, class_="fb-quiet", aria_label=t("Shot {n} earlier", n=n), title=t("Earlier")),
        button("›", "later", data_shot=shot.id, class_="fb-quiet", aria_label=t("Shot {n} later", n=n), title=t("Later")), menu, class_="board-acts-card",
    )  # fmt: skip


def state_words(t: Tongue, state: ShotState) -> str:
    words: dict[ShotState, str] = {
        "made": t("made"), "pinned": t("chosen"), "stale": t("stale"), "will make": t("not made"), "making": t("making"), "failed": t("failed"),
    }  # fmt: skip
    return words[state]


def _seconds(t: Tongue, frames: int) -> str:
    return t("{n} s", n=f"{seconds_of(frames):.1f}")


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
