"""What a person does on the Cast page, as a change of the story; and the question before one that makes things again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.stories import Head
from app.ui import fields
from app.ui.markup import Html, button, tag
from app.ui.place import Place
from app.ui.shell import Answer, Shell
from storyboard import casting
from storyboard.edit import Change, edit
from storyboard.look import Kind
from storyboard.rename import called
from storyboard.sitting import NARRATOR
from storyboard.staging import Place as Ground
from storyboard.staging import Prop
from storyboard.story import Story

AT_ONCE = ("portrait",)  # kinds that are made again without asking: they cost a second
MADE = ("cast", "built", "furnished", "dress")  # what puts somebody or something new on the page


def asked(shell: Shell, head: Head, story: Story, data: Mapping[str, Any], values: Mapping[str, Any]) -> Change | None:
    """The change that was asked for; None: nothing differs."""
    do = data["do"]
    if do == "set":
        op = fields.operation(data, fields.now(story, data["target"], data["field"]))
        return None if op is None else Change(ops=(op,), note=f"{_owner(story, op.target)}: {data.get('label', op.field)}")
    if do == "save":
        return Change.model_validate_json(data["change"])
    if do == "rename":
        return shell.studio.renaming(head, data["target"], data["value"])[0] if data["value"].strip() else None
    if do == "recast":
        return shell.studio.recasting(head, data["value"], f"character:{data['who']}")[0] if data["value"] else None
    if do == "wear":
        return casting.wearing(story, data["value"], data["who"], data["costume"]) if data["value"] else None
    return _brought(story, do, data, values)


def _owner(story: Story, target: str) -> str:
    """Who or what a field is of, by name; of a relation, both."""
    if target.startswith("story.relations."):
        return " > ".join(called(story, f"character:{one}") for one in target.removeprefix("story.relations.").split(">"))
    return called(story, target)


def _brought(story: Story, do: str, data: Mapping[str, Any], values: Mapping[str, Any]) -> Change | None:
    """Somebody or something comes, goes or is said."""
    if do == "cast":
        return casting.cast(story, values["name"], Kind(values["kind"]))
    if do == "built":
        return casting.built(story, values["name"], Ground(values["kind"]))
    if do == "furnished":
        return casting.furnished(story, values["name"], Prop(values["kind"]))
    if do == "dress":
        return casting.dressed(story, data["who"], values["name"], story.character(data["who"]).costume(data["costume"]).outfit)
    if do == "undress":
        return casting.undressed(story, data["who"], data["costume"])
    if do == "relate":
        return casting.relate(story, data["a"], values["b"], values["words"])
    if do == "unrelate":
        return casting.unrelate(story, data["a"], data["b"])
    if do == "relay":
        return casting.relaid(story, data["target"].partition(":")[2])
    return casting.removed(story, data["target"]) if do == "remove" else None


def offer(shell: Shell, place: Place, head: Head, wanted: tuple[Change, bool], pending: Any) -> Answer:
    """Make the change, if a person has said so, or if nothing that was made hangs on it; else show what would be made again, and ask."""
    change, is_sure = wanted
    t, found = shell.t, shell.studio.foreseen(head, change)
    again = [one for one in (*found.remade.will, *found.remade.may) if one.partition(":")[0] not in AT_ONCE]
    if again and not is_sure:
        return Answer(updates={pending: _question(shell, found)})
    shell.studio.edit(head.id, found.change)
    after = shell.studio.story(head.id)
    said = " ".join((t("Saved: {what}.", what=change.note) if change.note else t("Saved."), *found.remarks))
    return Answer(said, go=place.at(part=_next(place, after, change)))


def _next(place: Place, after: Story, change: Change) -> str:
    """Whom we look at then: who is new, else whom we looked at; nobody in particular when that one is gone."""
    for op in change.ops:
        if op.op == "add" and op.target == "story" and op.field in ("characters", "settings", "things"):
            return f"{op.field.removesuffix('s')}:{op.document['id']}"
        if op.op == "add" and op.field == "costumes":
            return f"{op.target}.{op.document['id']}"
    target = place.part.partition(".")[0]
    known = {f"{kind}:{one.id}" for kind, group in (("character", after.characters), ("setting", after.settings), ("thing", after.things)) for one in group}
    return place.part if target in known or target == NARRATOR else ""


def _question(shell: Shell, found: Any) -> Html:
    """What would change, what would be made again, what stays as it is written; and the two answers."""
    t = shell.t
    rows = [tag("li", row.words()) for row in found.rows[:8]]
    more = tag("li", t("and {n} more", n=len(found.rows) - 8)) if len(found.rows) > 8 else None
    data = {"data_change": found.change.model_dump_json()}
    voiced = any(getattr(op, "field", "").startswith(("voice.", "narrator.")) for op in found.change.ops)
    who = next((op.target.removeprefix("character:") for op in found.change.ops), NARRATOR).replace("story", NARRATOR)
    hear_it = button(t("Hear it first"), "hear", data_who=who, **data) if voiced else None
    return tag(
        "section", tag("h2", t("Shall this be changed?")), tag("ul", *rows, more), tag("p", found.remade.words()),
        *(tag("p", one, class_="fb-warn") for one in found.remarks),
        tag("p", button(t("Change it"), "save", class_="fb-primary", **data), button(t("Leave it as it is"), "leave"), hear_it, class_="fb-row"),
        tag("p", t("Nothing is made before you make the film again. Undo brings everything back."), class_="fb-quiet"),
        class_="fb-card fb-pad cast-question", role="alertdialog", aria_label=t("Shall this be changed?"), tabindex="-1",
    )  # fmt: skip


def hear(shell: Shell, head: Head, story: Story, data: Mapping[str, Any], values: Mapping[str, Any]) -> Answer:
    """Order a sentence in the voice of somebody, as it is or as a change that is not saved would have it."""
    who = data["who"]
    after = edit(story, Change.model_validate_json(data["change"])) if data.get("change") else story
    voice = after.narrator if who == NARRATOR else after.character(who).voice
    shell.studio.hear(head, who, values.get("text", ""), voice)
    return Answer(updates={})
