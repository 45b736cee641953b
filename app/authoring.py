"""From a premise to a story: which writer runs, and with which limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.settings import Settings, shown
from app.ways_of import film_size
from storyboard import lexicon
from storyboard.errors import BadInput
from storyboard.library import Entry
from storyboard.memo import Memo
from storyboard.screenplay import cleaned
from storyboard.story import Scene, Story
from storyboard.tree import validated

Approve = Callable[[Any, str], bool]  # agents.gate.Approve
Spent = Callable[[int, int], None]  # told the tokens that one request sent and received
SCHEMA_TOKENS = 500  # of a revision's question: its schema
LONGER = 1.15  # times the wished length: a story longer than that is spoken of


@dataclass(frozen=True)
class Premise:
    """What a person asks to be written. `minutes` of film; None: the usual length; `style` None: the writer's choice.
    `pictures`: fields of the direction that say how pictures are made, where a person said so; `limits`: calls, tokens and money a model
    may take, where a person said so; `park`: what it gives no usable reply for waits; `given`: who and what of the library is in it;
    `language`: of what is said, None: the premise's own; `title`: instead of the writer's."""

    text: str
    seed: int = 0
    minutes: float | None = None
    style: str | None = None
    size: str = "default"
    pictures: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    park: bool = False
    given: tuple[Entry, ...] = ()
    language: str | None = None
    title: str = ""


@dataclass(frozen=True)
class Script:
    """Somebody else's script, shot list or tale in a file. `format`: one of app.exchange.READERS or "prose", None: by the file's ending;
    `title`: instead of its own; `minutes`: of film, for prose; `style`, `seed`, `pictures` as in Premise."""

    path: Path
    format: str | None = None
    title: str = ""
    seed: int = 0
    minutes: float | None = None
    style: str | None = None
    pictures: Mapping[str, Any] = field(default_factory=dict)


def writer_words(settings: Settings) -> str:
    """Which writer runs, for people."""
    if settings.writer == "offline":
        return "the embedded writer (offline)"
    return f"{settings.llm_model or 'a model without a name (set FABULA_LLM_MODEL)'} at {shown(settings.llm_url)}"


def said(writer: str) -> str:
    """A story's `writer` in words: "offline", a model's name, or a model's with "(parts by offline)"."""
    return writer.replace("offline", "the embedded writer")


def compose(
    premise: Premise, settings: Settings, memo: Memo, progress: Callable[[Any], None], approve: Approve | None = None, spent: Spent | None = None
) -> Story:
    """The story. BadInput for a premise or a length that cannot be used, BadReply when an endpoint refuses the key or the model.
    `progress` is told the units, and a Remark where a person gets something else than was asked for. `approve`, `spent`: see `asked_first`."""
    import agents

    wish = brief(premise)
    story: Any = agents.write(premise.text, wish, asked_first(settings, premise.limits, wish, approve, spent), memo, progress)
    return finished(story, premise, progress)


def has_levels(premise: Premise, settings: Settings) -> bool:
    """Whether a premise is written level by level. A told tale is not, by the embedded writer: it is told in its own words."""
    from agents.adapt.prose.tale import is_tale

    return settings.writer != "offline" or not is_tale(premise.text)


def asked_first(settings: Settings, limits: Mapping[str, Any], work: Any, approve: Approve | None, spent: Spent | None = None) -> Any:
    """The Writer the settings ask for. Where a person has set a budget and the model's price is known, `approve` is asked before the first
    call of each stage of `work` (a brief, a draft to be written on, the Prompt of a revision); without it, or when it says no: Unapproved.
    `spent` is told what each request took."""
    made = writer(settings, spent)
    if not limits or settings.llm_price is None or settings.writer == "offline":
        return made
    from agents.budget import Price, tokens_of
    from agents.estimate import of_calls, of_writing
    from agents.gate import Gated
    from agents.levels import Draft
    from agents.writer import Prompt

    price = Price(*settings.llm_price)
    if isinstance(work, Prompt):
        schema_and_all = tokens_of(work.system + work.user) + SCHEMA_TOKENS
        return Gated(made, {"revising": of_calls("revising", 1, price, schema_and_all)}, approve or _nobody)
    draft = work if isinstance(work, Draft) else Draft(premise="", brief=work)
    return Gated(made, of_writing(draft, price), approve or _nobody)


def _nobody(_estimate: Any, _over: str) -> bool:
    return False


def finished(story: Story, premise: Premise, progress: Callable[[Any], None]) -> Story:
    """A written story as the premise's size and pictures have it; a person is told where it is longer than wished."""
    from agents.desk import Remark

    shots = film_size(premise.size).shots
    if shots is not None and premise.minutes is not None and len(story.shots) > shots:
        progress(Remark(f"{premise.minutes:g} minutes were wished, but size {premise.size} keeps only the first {shots} shots"))
    story = story if shots is None else beginning(story, shots)
    story = directed(titled(story, premise.title), premise.pictures)
    seconds = story.frames / 24
    if premise.minutes is not None and seconds > premise.minutes * 60 * LONGER:
        progress(Remark(f"the story takes {seconds:.0f} seconds where {premise.minutes * 60:.0f} were wished: its scenes need them"))
    return story


def brought_in(script: Script, onto: Story | None = None) -> Any:
    """A script as a story, with what is to be said of it (agents.adapt.Adapted). `onto`: the story it is a later version of. BadInput."""
    from agents.adapt import adapt
    from app import uploads
    from app.exchange import PROSE, broken_down, incoming

    words = uploads.text(script.path)
    named = incoming(script.path, script.format, words)
    wish = brief(Premise("", script.seed, script.minutes, script.style))
    if named == PROSE:
        adapted = _retold(script, words, wish, onto)
    elif script.minutes is not None:
        raise BadInput(f"--minutes is for prose; {script.path.name} is read as {named}, which has its own length.")
    else:
        breakdown = broken_down(words, named)
        adapted = adapt(breakdown, script.title or breakdown.title or title_of(script.path), script.seed, wish.style, onto)
    return adapted._replace(story=directed(adapted.story, script.pictures))


def beside(script: Script, adapted: Any) -> list[tuple[str, Path, float, bool]]:
    """The files a shot list names for its shots: (shot id, path, second, whether it goes on from the shot before). Each lies in the list's own folder, or below. BadInput."""
    folder, found = script.path.parent.resolve(), []
    for shot, name, begin, goes_on in adapted.files:
        asked = Path(name.replace("\\", "/"))
        path = folder / asked
        if "://" in name or asked.is_absolute() or ".." in asked.parts or not path.resolve().is_relative_to(folder):
            raise BadInput(f"Shot {shot} names the file {name[:200]!r}. Give files by their names beside the list, or in a folder below it: no address, no other folder.")
        found.append((shot, path, begin, goes_on))
    return found


def _retold(script: Script, words: str, wish: Any, onto: Story | None) -> Any:
    """Prose as a story, within limits that follow from a wished length."""
    from agents.adapt import prose

    seconds = None if script.minutes is None else wish.seconds
    adapted = prose.retell(words, prose.Wish(script.title, seconds, script.seed, wish.style, title_of(script.path)), onto)
    return adapted._replace(story=adapted.story.model_copy(update={"limits": wish.limits})) if onto is None else adapted


def title_of(path: Path) -> str:
    """A title where a script has none: its file's name in words, without signs that print nothing."""
    return " ".join(cleaned(path.stem).replace("_", " ").replace("-", " ").split())[:80] or "Untitled"


def titled(story: Story, title: str) -> Story:
    """The story under a title a person gives; "": its own. BadInput."""
    return validated({**story.model_dump(mode="json"), "title": title}) if title else story


def directed(story: Story, pictures: Mapping[str, Any]) -> Story:
    """The story with its pictures made as a person says (fields of its direction). BadInput."""
    tree = story.model_dump(mode="json")
    return validated({**tree, "direction": {**tree["direction"], **pictures}}) if pictures else story


def beginning(story: Story, shots: int) -> Story:
    """The story's first shots, as many as a size allows; writers do not go below a handful."""
    scenes: list[Scene] = []
    for scene in story.scenes:
        left = shots - sum(len(s.shots) for s in scenes)
        if left > 0:
            scenes.append(scene.model_copy(update={"shots": scene.shots[:left]}))
    return story.model_copy(update={"scenes": tuple(scenes)})


def brief(premise: Premise) -> Any:
    import agents

    size = film_size(premise.size)
    wanted: dict[str, Any] = {"seed": premise.seed, "park": premise.park, "given": premise.given, "language": premise.language}
    if premise.minutes is not None:
        wanted["seconds"] = wished(premise.minutes)
    elif size.seconds is not None:  # a size's dial, not a person's wish: the story is cut to the size's shots anyway
        wanted["seconds"] = size.seconds
    if premise.style is not None:
        found = lexicon.style(premise.style)
        wanted["style"] = found.value if found else premise.style
    elif premise.given:  # a series is drawn in one way, or its portraits are others
        wanted["style"] = premise.given[0].style
    try:
        if premise.limits:
            from agents.brief import limits_for

            wanted["limits"] = limits_for(wanted.get("seconds", 0.0), **premise.limits)
        return agents.Brief(**wanted)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{first['loc'][0]}: {first['msg']} (given: {first.get('input')}).") from error


def wished(minutes: float) -> float:
    """The wished length in seconds. BadInput when no story can be told in it."""
    from agents.brief import LONGEST_SECONDS, SHORTEST_SECONDS

    seconds = minutes * 60
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise BadInput(
            f"A film of {seconds:g} seconds was wished; a whole story takes {SHORTEST_SECONDS:.0f} to {LONGEST_SECONDS:.0f} seconds: "
            f"wish for {SHORTEST_SECONDS / 60:g} to {LONGEST_SECONDS / 60:g} minutes."
        )
    return seconds


def writer(settings: Settings, spent: Spent | None = None) -> Any:
    """The Writer the settings ask for."""
    if settings.writer == "offline":
        from agents.writer_offline import OfflineWriter

        return OfflineWriter()
    from agents import Endpoint, OpenAIWriter

    if not settings.llm_model:
        raise BadInput(f"FABULA_LLM_URL is set ({shown(settings.llm_url)}) but not FABULA_LLM_MODEL. Name the model to ask, or unset both.")
    from agents.budget import Price

    price = Price(*settings.llm_price) if settings.llm_price else None
    told = {} if spent is None else {"spent": spent}
    return OpenAIWriter(Endpoint(settings.llm_url, settings.llm_model, settings.llm_key or "none", price=price, **told))
