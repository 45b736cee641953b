"""Plain prose made a story: retell(text) -> Adapted, from a fable of five sentences to a novel. No model, no network; the same text gives the same story.

The author's own sentences are told over what they show, and what is said is spoken word for word by whoever says it. A text longer than
the film is told in those of its sentences that carry it; what is left out is said in numbers.

    page.py quotes.py          chapters, paragraphs, what is told and what is said
    mentions.py cast.py        who is named; the same being under several names is one
    reading.py chinese.py      who is meant by "he", who speaks
    scenes.py choosing.py      where and when it goes on; what a shorter film tells
    parts.py staging.py        one sentence as shots, and what each shows
    wording.py telling.py casting.py    the words, the scenes, the cast
    tale.py                    whether a premise is a tale already
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from agents import lengths
from agents.adapt import Adapted, adapt
from agents.adapt.prose import casting, wording
from agents.adapt.prose.cast import kept as kept_beings
from agents.adapt.prose.choosing import chosen
from agents.adapt.prose.mentions import is_verb
from agents.adapt.prose.page import Page, page
from agents.adapt.prose.parts import LATIN, SIGNS
from agents.adapt.prose.reading import Beat, Told, read
from agents.adapt.prose.scenes import Stretch, stretches
from agents.adapt.prose.telling import Teller
from agents.asked import unmet
from storyboard import continuity, lexicon
from storyboard.breakdown import Breakdown
from storyboard.errors import BadInput
from storyboard.sound import Delivery, Voice, language_of
from storyboard.staging import Style
from storyboard.story import LEFT_OUT, Story, Substitution

FEW = 60  # beats of a tale so short that every word no shot shows is listed; of a longer text only beings, places and things are
USUAL = 600.0  # seconds of a long text's film, when nobody wishes otherwise
ROUNDS = 8  # tries to meet the wished length
NEAR = 0.06  # of the wished length
PAUSE = 14 / 24  # seconds about a line


class Wish(NamedTuple):
    """What a person asks of a tale's film. `title`: instead of its own; `seconds`: of film, None: as long as it is, ten minutes at most;
    `style` None: by the title; `named`: the title where the text has none."""

    title: str = ""
    seconds: float | None = None
    seed: int = 0
    style: Style | None = None
    named: str = ""


class Reading(NamedTuple):
    """A text as it was read, once for however many lengths."""

    page: Page
    told: Told
    scenes: list[Stretch]
    language: str


def retell(text: str, wish: Wish | None = None, onto: Story | None = None) -> Adapted:
    """The story of a text. `onto`: the story it is a later version of. BadInput when there is no sentence in it."""
    wish = wish or Wish()
    reading = _read(text)
    wished = USUAL if wish.seconds is None else wish.seconds
    budget, best = wished, None
    low, high = 0.0, 0.0  # budgets that gave too little and too much
    for _ in range(ROUNDS):
        kept = chosen(reading.told, reading.scenes, _cost(reading.language), budget)
        made = _made(reading, kept, wish, onto)
        got = made.story.frames / 24
        if best is None or abs(got - wished) < abs(best[0].story.frames / 24 - wished):
            best = (made, kept)
        if (len(kept) == len(reading.told.beats) and got <= wished) or abs(got / wished - 1) <= NEAR:
            break
        low, high = (max(low, budget), high) if got < wished else (low, min(high or budget, budget))
        budget = (low * high) ** 0.5 if 0.0 < low < high else budget * wished / got
    assert best is not None
    story = continuity.mend(best[0].story).story
    if len(reading.told.beats) <= FEW:
        story = story.model_copy(update={"substitutions": (*story.substitutions, *unmet(text, story))})
    return Adapted(story, tuple(_remarks(reading, best[1], story, wish.seconds)))


def _read(text: str) -> Reading:
    found = page(text)
    if not found.chapters:
        raise BadInput("There is no sentence in this text. Give a tale in words, as plain text or Markdown.")
    told = read(found)
    sample = " ".join(beat.text for beat in told.beats[:300])[:20_000]
    return Reading(found, told, stretches(told), language_of(sample, "en").split("-")[0])


def _made(reading: Reading, kept: set[int], wish: Wish, onto: Story | None) -> Adapted:
    roles = casting.cast(reading.told, kept)
    teller = Teller(roles.names, kept, roles.absent, reading.told.roster.beings)
    scenes = tuple(scene for one in reading.scenes if (scene := teller.scene(one)) is not None)
    first = next((b.text for b in reading.told.beats if not b.said and not b.tag), reading.told.beats[0].text)
    script = Breakdown(title=reading.page.title, logline=first[:300], author=reading.page.author, language=reading.language, people=roles.people, scenes=scenes)
    adapted = adapt(script, wish.title or reading.page.title or wish.named or _title(reading), wish.seed, wish.style, onto)
    short = len(reading.told.beats) <= FEW
    said = (*roles.crowds, *(one for one in adapted.story.substitutions if short or _is_missed(one)))
    story = adapted.story.model_copy(update={"substitutions": tuple(dict.fromkeys(said))})
    return Adapted(story, ())


def _is_missed(one: Substitution) -> bool:
    """Whether something not drawn as told is a being, a place or a thing, and not a word that only tells ("stood")."""
    if one.drawn != LEFT_OUT:
        return one.kind != "action"
    known = (lexicon.prop(one.asked), lexicon.place(one.asked), lexicon.kind(one.asked))
    return one.kind in ("character", "place", "prop") and any(known) and not is_verb(one.asked.lower())


def _title(reading: Reading) -> str:
    """Whom the text is about: "The Fox and the Stork"."""
    first = sorted(kept_beings(reading.told.roster.beings, reading.told.spoken), key=lambda b: -b.tally - 2 * b.deeds - 2 * reading.told.spoken[b.number])[:2]
    names = [wording.called(b) for b in sorted(first, key=lambda b: (b.first, b.number))]
    words = "、".join(n.removeprefix("the ") for n in names) if reading.told.chinese else " and ".join(dict.fromkeys(names))
    return (words[:1].upper() + words[1:])[:80] if words else reading.told.beats[0].text[:60]


def _cost(language: str) -> Callable[[Beat], float]:
    """Seconds that a beat takes, about."""
    known: dict[int, float] = {}
    rate = lengths.slot("It is said in so many words, as one says them in a tale.", Voice(), Delivery.PLAIN, "en") / 24 / 56
    rate = rate if language not in ("zh", "ja") else 0.26

    def cost(beat: Beat) -> float:
        if beat.number not in known:
            text = beat.text if beat.said else wording.told(beat).text
            pieces = 1 + len(text) // (LATIN if rate < 0.2 else SIGNS)
            known[beat.number] = (max(2.0 if not beat.said else 1.2, len(text) * rate) + pieces * PAUSE) if text else 0.0
        return known[beat.number]

    return cost


def _remarks(reading: Reading, kept: set[int], story: Story, seconds: float | None) -> list[str]:
    plain = [beat.number for beat in reading.told.beats if not beat.tag]
    out = []
    if len(kept) < len(reading.told.beats):
        cast = casting.cast(reading.told, kept)
        out.append(f"Compressed: of {len(plain):,} sentences and speeches {len(kept & set(plain)):,} are told; {len(cast.names)} of {max(len(cast.names), cast.wanted)} people and creatures are cast.")
    elif seconds is not None and story.frames / 24 < seconds * 0.85:
        out.append(f"The whole text is told in {story.frames / 24:.0f} seconds where {seconds:.0f} were wished; nothing is added to it.")
    return out
