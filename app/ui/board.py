"""The Board page: scenes as rows, shots as cards, with what is there of each; moved, added, split and taken out; made whole or in parts.

Only a window of shots is looked at, whatever the film's length; the address names the first of them (`part`) or one among them (`shot`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.boards import WINDOW, Board
from app.ui import board_head, board_rows
from app.ui.markup import Html, tag
from app.ui.place import Place
from app.ui.shell import Answer, Page, Shell, Updates
from app.ui.sizes import size_of
from storyboard import cutting_room
from storyboard.edit import Change, Set
from storyboard.errors import BadInput, FabulaError
from storyboard.story import Story

JS = "fabulaBoard.grid(element, trigger);"
STAYS_JS = "fabulaBoard.stays(element);"
PLAYER_JS = "fabulaBoard.player(element);"
EDITS = ("earlier", "later", "drop", "scene-earlier", "scene-later", "add", "split", "remove", "transition")


def page(shell: Shell) -> Page:
    with gr.Column(visible=False, elem_id="page-board") as column:
        top, told = shell.panel("board-top", js=STAYS_JS), shell.panel("board-told")
        player = shell.panel("board-player", js=PLAYER_JS)
        grid = shell.panel("board-grid", js=JS)

    def show(place: Place) -> Updates:
        board = looked(shell, place)
        return {top: board_head.html(shell.t, board), told: "", player: board_head.player(shell, board), grid: board_rows.html(shell.t, board, place)}

    def live(place: Place) -> Updates:
        board = looked(shell, place)
        return {player: board_head.player(shell, board), grid: board_rows.html(shell.t, board, place)}

    def do(place: Place, data: dict[str, Any]) -> Answer | None:
        name = data["do"]
        if name == "jump":
            return Answer(go=place.at(part=str(data["value"]), shot=""))
        if name == "foretell":
            return Answer(updates={told: _foretold(shell, place)})
        if name == "mend":
            return Answer(_mended(shell, looked(shell, place)))
        if name in EDITS:
            shell.studio.edit(place.story, changed(shell.studio.story(place.story), data))
            return None
        return Answer(ordered(shell, place, data))

    for panel in (top, told, grid):
        shell.on(panel.do, do)
    return Page("board", column, [top, told, player, grid], show, live)


def looked(shell: Shell, place: Place) -> Board:
    """The shots at `place`."""
    head = shell.studio.find(place.story)
    size = size_of(shell.studio, head.id)
    story = shell.studio.story(head.id, head.revision)
    return shell.studio.board(head, size, begin_of(story, place))


def begin_of(story: Story, place: Place) -> int:
    """The number of the first shot to be seen: as the address says, or that of the window in which its shot is."""
    if place.part.isdecimal():
        return int(place.part[:6])
    number = next((at for at, shot in enumerate(story.shots) if shot.id == place.shot), 0) if place.shot else 0
    return number // WINDOW * WINDOW + 1


def changed(story: Story, data: dict[str, Any]) -> Change:
    """The edit a click, a key or a drop asks for. BadInput in words."""
    name, shot, scene = data["do"], str(data.get("shot", "")), str(data.get("scene", ""))
    steps = {"earlier": -1, "later": 1}
    if name in steps:
        return cutting_room.nudged(story, shot, steps[name])
    if name == "drop":
        return cutting_room.moved(story, shot, data.get("after") or None, data.get("into") or None)
    if name.startswith("scene-"):
        return cutting_room.scene_nudged(story, scene, steps[name.removeprefix("scene-")])
    if name == "add":
        return cutting_room.added(story, shot)
    if name == "split":
        return cutting_room.split(story, shot, data.get("line") or None)
    if name == "transition":
        cutting_room.place_of(story, shot)
        return Change(ops=(Set(target=f"shot:{shot}", field="transition", value=data["value"]),), note=f"shot {shot}: {data['value']}")
    return cutting_room.taken_out(story, shot)


def ordered(shell: Shell, place: Place, data: dict[str, Any]) -> str:
    """Make the film, a part of it, or the animatic: a job, whatever happens to this page. What is said of it."""
    head = shell.studio.find(place.story)
    targets = {"film": "film", "stale": "stale", "stills": "stills", "animatic": "animatic", "shot": f"shot:{data.get('shot')}", "scene": f"scene:{data.get('scene')}"}
    if data["do"] not in targets:
        raise BadInput(f"The board cannot do {data['do']!r}.")
    job = shell.studio.order(head, size_of(shell.studio, head.id), targets[data["do"]])
    return shell.t("It is made now. You may go on, or close the page.") if job.state == "making" else shell.t("Ordered. You may go on, or close the page.")


def _mended(shell: Shell, board: Board) -> str:
    change, count = shell.studio.mend_seen(board)
    if change is None:
        return shell.t("Nothing here can be mended by an edit; the words beside each shot say what would help.")
    shell.studio.edit(board.head.id, change)
    return shell.t("{n} mended in one edit; undo takes it back.", n=count)


def _foretold(shell: Shell, place: Place) -> Html:
    head = shell.studio.find(place.story)
    try:
        return board_head.foretold(shell.t, shell.studio.foretold(head, size_of(shell.studio, head.id)))
    except FabulaError as error:
        return tag("p", str(error), class_="fb-warn", role="alert")
