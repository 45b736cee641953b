"""rename(story, target, new name) -> Change: someone, a place, a thing or the film is called otherwise, and so does every sentence that
says the name. Ids stay, and so do looks, voices and pronouns; the premise stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from storyboard import naming
from storyboard.edit import Change, Set
from storyboard.errors import BadInput
from storyboard.story import Story

LONGEST = {"text": 400, "title": 80, "name": 80}  # characters of these fields; other sentences: SENTENCE
SENTENCE = 600
NAMED = ("character", "setting", "thing")
KIND_WORDS = {"character": "someone of the cast", "setting": "a place", "thing": "a thing"}
RESERVED = ("narrator", "title")  # what a script calls the voice without a face; what the command calls the film's own name
Plain = dict[str, Any]


class Text(NamedTuple):
    """One field of the story that may say a name: a sentence, or a list of them."""

    target: str
    field: str
    value: Any


def rename(story: Story, target: str, new: str) -> Change:
    """The edit after which `target` ("character:mira", "setting:shore", "thing:lamp", or "story": its title) is called `new`. BadInput."""
    now, new = called(story, target), _clean(new)
    if new == now:
        raise BadInput(f"{now} is the name already. Give another.")
    note = f"{now} is called {new}"[:200]
    if target == "story":
        return Change(ops=(Set(target=target, field="title", value=_short(new, "title", "the title")),), note=note)
    new = _with_article(now, new)
    _free(story, target, new)
    return Change(ops=(Set(target=target, field="name", value=_short(new, "name", "the name")), *_cascade(story, target, now, new)), note=note)


def named(story: Story, wanted: str) -> str:
    """The target of a name as a person writes it: a target itself, "title" or the film's title, or a name, whole or in part. BadInput."""
    all_ = {f"{kind}:{one.id}": one.name for kind, one in _everyone(story)}
    asked = " ".join(wanted.split())
    if asked in all_ or asked in ("story", "title"):
        return asked if asked in all_ else "story"
    tests = (lambda n: n == asked, lambda n: naming.key(n) == naming.key(asked), lambda n: naming.key(asked) in naming.key(n).split())
    for test in tests:
        found = [target for target, name in all_.items() if test(name)]
        if len(found) > 1:
            raise BadInput(f"{wanted!r} is the name of several here: {', '.join(found)}. Give one of these instead of the name.")
        if found:
            return found[0]
    if naming.key(asked) == naming.key(story.title):
        return "story"
    raise BadInput(f"Nobody and nothing here is called {wanted!r}. There are: {', '.join(all_.values())}; `title` is the film's own name.")


def called(story: Story, target: str) -> str:
    """What the target is called now. BadInput when there is no such target."""
    if target == "story":
        return story.title
    kind, _, wanted = target.partition(":")
    found = next((one.name for its, one in _everyone(story) if (its, one.id) == (kind, wanted)), None)
    if found is None:
        known = ", ".join(f"{its}:{one.id}" for its, one in _everyone(story))
        raise BadInput(f"The story has no {target!r} to rename; there are: story, {known}.")
    return found


def texts(story: Story) -> Iterator[Text]:
    """Every sentence of the story that may say a name, but names themselves and the premise."""
    tree = story.model_dump(mode="json")
    for field in ("title", "logline", "moral"):
        yield Text("story", field, tree[field])
    yield Text("story", "direction.words", tree["direction"]["words"])
    yield Text("story", "score.words", tree["score"]["words"])
    for one in tree["characters"]:
        yield from (Text(f"character:{one['id']}", field, one[field]) for field in ("role", "identity"))
        yield from (Text(f"character:{one['id']}", f"costumes.{worn['id']}.words", worn["words"]) for worn in one["costumes"])
    for kind in ("setting", "thing"):
        yield from (Text(f"{kind}:{one['id']}", "words", one["words"]) for one in tree[f"{kind}s"])
    for scene in tree["scenes"]:
        yield from (Text(f"scene:{scene['id']}", field, scene[field]) for field in ("beat", "state_in", "state_out"))
        for shot in scene["shots"]:
            yield from (Text(f"shot:{shot['id']}", field, shot[field]) for field in ("words", "sounds"))
            yield from (Text(f"shot:{shot['id']}", f"prompt.{field}", shot["prompt"][field]) for field in ("more", "avoid"))
            yield from (Text(f"line:{line['id']}", "text", line["text"]) for line in shot["lines"])


def _cascade(story: Story, target: str, now: str, new: str) -> Iterator[Set]:
    """Every field that says the old name, saying the new one."""
    kind = target.partition(":")[0]
    others = [one.name for its, one in _everyone(story) if f"{its}:{one.id}" != target and (its == "character" or kind != "character")]
    others = [name for name in others if naming.key(name) != naming.key(now) and not _owned(name, now)]
    retold = naming.retelling(now, new, others, parts=kind == "character")
    names = [Text(f"{its}:{one.id}", "name", one.name) for its, one in _everyone(story) if f"{its}:{one.id}" != target and one.name not in others]
    for text in [*texts(story), *names]:
        value = [retold(one) for one in text.value] if isinstance(text.value, list) else retold(text.value)
        if value != text.value:
            for one in value if isinstance(value, list) else [value]:
                _short(one, text.field, f"{text.field} of {text.target}")
            yield Set(target=text.target, field=text.field, value=value)
    relations = [{**one, "words": _short(retold(one["words"]), "words", "a relation")} for one in story.model_dump(mode="json")["relations"]]
    if relations != story.model_dump(mode="json")["relations"]:
        yield Set(target="story", field="relations", value=relations)


def _owned(name: str, now: str) -> bool:
    """Whether a name is made of another's: "Mira's house"."""
    return any(mark in name and naming.key(name.partition(mark)[0]) == naming.key(now) for mark in ("'s ", "’s ", "' ", "’ "))


def _everyone(story: Story) -> Iterator[tuple[str, Any]]:
    for kind, group in zip(NAMED, (story.characters, story.settings, story.things), strict=True):
        yield from ((kind, one) for one in group)


def _clean(name: str) -> str:
    kept = " ".join(name.split())
    if not any(sign.isalnum() for sign in kept):
        raise BadInput("The new name is empty. Give a name with at least one letter or digit.")
    if not kept.isprintable() or "\n" in name or "\r" in name:
        raise BadInput(f"The new name {name!r} has signs that cannot be printed in one line. Give it without them.")
    if naming.key(kept) in RESERVED:
        raise BadInput(f"{kept!r} cannot be a name: scripts call the voice without a face so. Give another.")
    return kept


def _with_article(now: str, new: str) -> str:
    """A common noun keeps the old name's article when it comes without one: "the lantern" to "compass" is "the compass"."""
    article = naming.core_of(now)[0]
    return f"{'the' if article != 'a' and article != 'an' else article} {new}" if article and new[0].islower() and not naming.core_of(new)[0] else new


def _short(value: str, field: str, where: str) -> str:
    most = LONGEST.get(field, SENTENCE)
    if len(value) > most:
        raise BadInput(f"With this name {where} would have {len(value)} characters and may have {most}. Give a shorter name, or shorten that first.")
    return value


def _free(story: Story, target: str, new: str) -> None:
    """No two of a story are called the same, or one as a part of another is called."""
    for kind, one in _everyone(story):
        if f"{kind}:{one.id}" == target:
            continue
        if naming.key(one.name) == naming.key(new):
            raise BadInput(f"{one.name} is the name of {KIND_WORDS[kind]} already ({kind}:{one.id}). Give another name, or rename that first.")
