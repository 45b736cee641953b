"""How long a novel takes to become a story: a pseudo-novel of any length out of our own templates, imported at several lengths of film.

    python -m bench.novel --words 100000 --minutes 10

Prints a table of words, seconds, memory and the film's length, and writes bench/results/novel.json. The novel means nothing; it has what a
reader of novels meets: chapters, speakers with and without names, pronouns, people who go by several names, places, days that pass.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from random import Random

from bench.record import record

PEOPLE = (
    ("Captain Orla Finn", "the captain", "she"), ("Mr Bell", "Bell", "he"), ("Mrs Plum", "the baker", "she"), ("Tibbs", "Tibbs", "he"), ("Josefine Lund", "Josefine", "she"), ("Doctor Varga", "the doctor", "he"),
    ("Nell", "the girl", "she"), ("Old Harrow", "the old man", "he"), ("Ilka", "Ilka", "she"), ("Sergeant Roe", "the sergeant", "he"), ("Aunt Sela", "Aunt Sela", "she"), ("Pavel", "the boy", "he"),
    ("Lady Corvin", "Lady Corvin", "she"), ("Hob", "the carpenter", "he"), ("Widow Treen", "the widow", "she"), ("Anselm", "the monk", "he"), ("Rufo", "the fox", "he"), ("Greta Moss", "Greta", "she"),
)  # fmt: skip
PLACES = ("the harbour", "the forest", "the kitchen", "the market square", "the lighthouse", "the river", "the library", "the castle", "the mountain", "the village", "the workshop", "the beach")
THINGS = ("a lantern", "an old key", "a sealed letter", "a map", "a loaf of bread", "a basket of apples", "a silver flute", "a small box")
OPEN = (
    "The next morning {a} walked to {place} with {thing} under one arm.", "That evening {a} came to {place} and found nobody there.", "Three days later {a} and {b} met at {place}.", "It was still dark when {a} reached {place}.",
    "After a long winter {a} returned to {place}, where {b} was waiting.",
)  # fmt: skip
TOLD = (
    "{A} put {thing} on the table and looked at it for a long time.", "{b} laughed, but {b2} hands trembled.", "The wind rattled the shutters, and somewhere a dog barked twice.", "{b} followed {a} up the stairs and did not ask where they were going.",
    "There was a smell of tar and wet rope, and the gulls stood about on the wall as if they had been paid to.", "{A} ran down to the water before anybody could say a word.", "Nobody in the town remembered who had first hung the bell there, or why it had no rope.",
    "{b} took {thing} out of the cupboard and gave it to {a}.", "When the clock struck, {b} jumped up and knocked over the lamp.", "{A} sat down by the fire and began to cry.", "It rained all afternoon.", "{b} hid behind the door and listened.",
    "For a moment {a} thought of the house by the sea, and of all that had been lost with it.", "They went out together and shut the door behind them.",
)  # fmt: skip
SAID = (
    '"You should not have come with {thing2}," said {b}.\n\n"I had no choice," {a} replied. "They have the bell of {town}."\n\n"Then we must leave for {town} tonight."',
    '"Where is {thing2} of {town}?" asked {a}.\n\n"I threw it into the river," {b} said quietly, "and for {town} I would do it again."',
    '"Hush," whispered {b}. "Somebody from {town} is on the stairs with {thing2}."\n\n"It is only the wind that blows from {town}," said {a}, but {a1} put out the light.',
    '"{B}!" cried {a}. "You are {number} hours late!"\n\n"I am early," answered {b}. "It is the ship from {town} that is {number} hours late."',
)  # fmt: skip
FIRST, SECOND = ("Al", "Bor", "Cal", "Dun", "El", "Fen", "Gar", "Hol", "Is", "Kar", "Lun", "Mor", "Nor", "Or", "Pell", "Rin", "Sel", "Tor", "Ul", "Wen"), ("ford", "by", "ham", "wick", "mouth", "stead", "gate", "moor", "dale", "port", "combe", "fell")


def novel(words: int, seed: int = 0) -> str:
    """So many words or a few more, in chapters of about 250."""
    rng, out, count, chapter = Random(seed), ["# The Bell Without a Rope"], 0, 0
    known = [f"{name} was {short if short.startswith('the ') else 'a ' + ('woman' if he == 'she' else 'man')} of the town." for name, short, he in PEOPLE]
    while count < words:
        chapter += 1
        text = "\n\n".join([*(known[chapter - 1 :: 3] if chapter <= 3 else ()), *_chapter(rng)])
        out += [f"## Chapter {chapter}", text]
        count += len(text.split())
    return "\n\n".join(out) + "\n"


def _chapter(rng: Random) -> Iterator[str]:
    for _ in range(rng.randint(2, 3)):
        (a, short_a, he_a), (b, short_b, he_b) = rng.sample(PEOPLE, 2)
        thing = rng.choice(THINGS)
        words = {
            "place": rng.choice(PLACES), "thing": thing, "thing2": f"the {thing.split()[-1]}", "b2": "her" if he_b == "she" else "his", "a1": he_a, "a": a, "b": b, "A": he_a.capitalize() if rng.random() < 0.4 else a, "B": b, "town": rng.choice(FIRST) + rng.choice(SECOND), "number": rng.randint(2, 90),
        }  # fmt: skip
        yield rng.choice(OPEN).format(**words)
        words |= {"a": short_a, "b": short_b, "A": _capital(rng.choice((short_a, he_a)))}
        yield " ".join(_capital(rng.choice(TOLD).format(**words)) for _ in range(rng.randint(3, 6)))
        yield _capital(rng.choice(SAID).format(**words))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def measured(words: int, minutes: float) -> dict[str, float | int | str]:
    """One import: what it takes and how long the film is."""
    from agents.adapt import prose
    from storyboard import continuity

    text = novel(words)
    begun = time.perf_counter()
    adapted = prose.retell(text, prose.Wish(seconds=minutes * 60))
    spent = time.perf_counter() - begun
    story = adapted.story
    return {
        "words": len(text.split()), "wished_s": minutes * 60, "film_s": round(story.frames / 24, 1), "import_s": round(spent, 1), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "scenes": len(story.scenes), "shots": len(story.shots), "cast": len(story.characters), "findings": len(continuity.check(story)), "told": adapted.remarks[-1] if adapted.remarks else "",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, nargs="+", default=[5_000, 20_000, 100_000])
    parser.add_argument("--minutes", type=float, nargs="+", default=[10.0])
    given = parser.parse_args()
    rows = [measured(words, minutes) for words in given.words for minutes in given.minutes]
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    record("novel", {"rows": rows}, parser, given)


if __name__ == "__main__":
    main()
