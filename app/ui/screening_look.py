"""Look and telling: how the finished pictures look, what frames the film, who speaks and what plays. An edit changes no clip."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.bills import Bill
from app.ui import fields, screening_watch
from app.ui.fields import NONE, Option, Spot
from app.ui.markup import Html, tag
from app.ui.shell import Shell
from app.ui.tongue import Tongue
from app.watching import Cost
from storyboard.edit import Change
from storyboard.finish import STOCKS, Finish, Stock, amount
from storyboard.story import Story

if TYPE_CHECKING:
    from app.ui.screening import Seen

BOTH_WAYS = ("warmth", "distortion")  # amounts that go below 0
AT = partial(Spot, "story")


def html(t: Tongue, now: Seen, told: Cost | None = None, bill: Bill | None = None) -> Html:
    """`told`, `bill`: what the takes that are asked for would cost here, and at services, where that is known."""
    return tag("div", _look(t, now.story), _telling(t, now.story), _frame(t, now.story), _takes(t, now.story, told, bill), class_="screen-desk")


def edited(shell: Shell, now: Seen, data: dict[str, Any]) -> str:
    """A field of this panel as an edit; what to say of it, "" when nothing differs. BadInput, Conflict."""
    asked = fields.operation(data, fields.now(now.story, data["target"], data["field"]))
    if asked is None:
        return ""
    shell.studio.edit(now.head.id, Change(ops=(asked,), note=str(data.get("label", asked.field))))
    return shell.t("Saved. The film has it when it is made again.")


def _look(t: Tongue, story: Story) -> Html:
    finish = story.finish
    stocks = [Option(one.value, t(one.value), t(one.meaning)) for one in Stock]
    bars = {NONE: t("as the film stock has them"), "none": t("none"), "1.85": "1.85 : 1", "2.0": "2 : 1", "2.39": "2.39 : 1"}
    names = {
        "grain": t("Grain"), "vignette": t("Dark corners"), "aperture": t("Softness behind the figures"), "glow": t("Glow of bright places"),
        "fade": t("Faded colours, up to black and white"), "warmth": t("Warmth: from blue to brown"), "contrast": t("Contrast"),
        "distortion": t("Bent edges: inwards or outwards"), "aberration": t("Coloured fringes towards the corners"),
    }  # fmt: skip
    sliders = [_amount(t, finish, name, words) for name, words in names.items()]
    is_own = any(getattr(finish, name) is not None for name in names)
    hint = t("Where you set nothing, the film stock says it.")
    return tag(
        "section", tag("h2", t("Look of the film")),
        fields.choice(AT("finish.stock", finish.stock.value, t("Film stock")), stocks),
        fields.choice(AT("finish.letterbox", finish.letterbox, t("Black bars"), t("the shape that is left between them"), "none"), [Option(*one) for one in bars.items()]),
        tag("details", tag("summary", t("Each part of it")), tag("p", hint, class_="fb-quiet"), *sliders, open=is_own, id="screen-finish"), class_="fb-card fb-pad",
    )  # fmt: skip


def _amount(t: Tongue, finish: Finish, name: str, words: str) -> Html:
    usual = amount(STOCKS[finish.stock], name)
    return fields.own_slider(AT(f"finish.{name}", getattr(finish, name), words, kind="float"), usual, -1 if name in BOTH_WAYS else 0, 1, t("as the film stock has it"))


def _telling(t: Tongue, story: Story) -> Html:
    tellings = [Option("acted", t("acted"), t("the cast speaks its lines")), Option("storybook", t("as a storybook"), t("the narrator alone is heard; what the cast says is read under the picture"))]
    voices = [
        Option("espeak", t("built in"), t("clear and quick, a little like a machine")), Option("kokoro", "Kokoro", t("warm voices of a small net; `fabula voices` sets them up")),
        Option("piper", "Piper", t("natural voices of many languages; `fabula voices` sets them up")), Option("speech", t("a speech service"), t("of your own, at the address in FABULA_SPEECH_URL")),
    ]  # fmt: skip
    scores = [
        Option("synth", t("built-in instruments"), t("the score is played by the studio itself")), Option("soundfont", t("a sound font"), t("recorded instruments; `fabula weights` sets it up")),
        Option("musicgen", "MusicGen", t("a net makes it from the moods; `fabula weights` sets it up")), Option("ace", "ACE-Step", t("a larger net makes it from the moods; `fabula weights` sets it up")),
    ]  # fmt: skip
    return tag(
        "section", tag("h2", t("Telling")),
        fields.choice(AT("telling", story.telling, t("The film is")), tellings),
        fields.choice(AT("direction.voice", story.direction.voice, t("Voices")), voices),
        fields.choice(AT("direction.music", story.direction.music, t("The score is played by")), scores), class_="fb-card fb-pad",
    )  # fmt: skip


def _frame(t: Tongue, story: Story) -> Html:
    openings = [Option("none", t("nothing"), t("scenes begin without words")), Option("place and time", t("place and time"), t("each scene begins with where and when it is"))]
    ends = [Option("short", t("a short card"), t("the end, the cast, and what it was made with")), Option("full", t("a roll"), t("everyone and everything that is in the film"))]
    marks = {"0": t("says that it was made with Fabula"), NONE: t("none")}
    if story.mark:
        marks[str(story.mark)] = t("says Fabula, and the number {n}", n=story.mark)
    return tag(
        "section", tag("h2", t("Words around it")),
        fields.choice(AT("openings", story.openings, t("Scenes open with")), openings),
        fields.choice(AT("credits", story.credits, t("The film ends with")), ends),
        fields.choice(AT("mark", story.mark, t("Watermark that nobody sees"), t("`fabula provenance` finds it in the film"), "count"), [Option(*one) for one in marks.items()]), class_="fb-card fb-pad",
    )  # fmt: skip


def _takes(t: Tongue, story: Story, told: Cost | None, bill: Bill | None) -> Html:
    direction = story.direction
    return tag(
        "section", tag("h2", t("Takes")),
        fields.check(AT("direction.watch", direction.watch, t("The watcher reads every take"), t("who is there, what they do, picture, sound and cut; it changes nothing by itself"), "bool")),
        fields.check(AT("direction.vision", direction.vision, t("A model looks at every clip too"), t("of your own, at the address in FABULA_VISION_URL; what it says is a note, never a finding"), "bool")),
        tag(
            "div",
            fields.number(AT("direction.stills", direction.stills, t("Stills of each shot"), t("of a net's, the best stands, as the watcher or the vision model reads it"), "int"), 1, 8, 1),
            fields.number(AT("direction.takes", direction.takes, t("Takes of each clip"), t("the one with the fewest findings stands; each more costs as much as the first"), "int"), 1, 8, 1),
            fields.number(AT("direction.retries", direction.retries, t("Retries"), t("at most so many more takes of a clip, only where none so far is without findings"), "int"), 0, 4, 1),
            class_="fb-fields",
        ),
        None if told is None else screening_watch.cost(t, told), None if bill is None else screening_watch.bill(t, bill), class_="fb-card fb-pad",
    )  # fmt: skip
