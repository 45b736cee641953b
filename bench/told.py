"""The embedded writer on told tales, on our own premises and on Chinese ones: is everyone cast, is what cannot be drawn said, does a film
say anything twice, how much do films share. And what a stranger makes of ten plots.

    python -m bench.told                                  # the table
    python -m bench.told --questions DIR                  # shot lists and questions for a reader, key.json for whoever marks
    python -m bench.told --questions DIR --marks FILE     # JSON {"1": [1, 0, 1, 1, 1], ...}: which of a reader's answers are right

A premise's own gold (who it names, how many) was written by hand beside it. Ten plots: every tenth of our own premises, seed 0.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from agents import Brief, OfflineWriter, write
from agents.adapt.prose.tale import is_tale
from bench.record import at_least, record
from storyboard import lexicon
from storyboard.continuity import check
from storyboard.memo import MemoryMemo
from storyboard.story import Story

SAMPLES = Path(__file__).parent / "samples"
GRAM = 5  # words
LONG = 4  # words: shorter sentences ("Come!", "I know the way.") may come again
QUESTIONS = (
    "Who is it about: what are they called, and what are they?",
    "What does this one want?",
    "What stands in the way, or goes wrong?",
    "What turns it: who does what?",
    "How does it end, and what is different from the beginning?",
)


class Sample(NamedTuple):
    """A text to be told. `named`: whom it must cast, with how many of each."""

    text: str
    named: dict[str, int]


def premises(path: Path) -> list[Sample]:
    """The blocks of a sample file: a line "premise: ..." and, among others, "characters: fox, mouse x2, pupil x2+"."""
    found: list[Sample] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(": ")
        if key == "premise":
            found.append(Sample(value, {}))
        elif key == "characters" and found:
            for word in filter(None, (w.strip() for w in value.split(","))):
                noun, _, count = word.partition(" x")
                found[-1].named[noun] = int(count.rstrip("+") or 1)
    return found


def tales(path: Path) -> list[Sample]:
    """Told tales, with the beings that title and text together name twice or more; written by hand."""
    return [Sample(one["text"], dict.fromkeys(one["named"], 1)) for one in json.loads(path.read_text(encoding="utf-8"))["tales"]]


def stems(words: str) -> set[str]:
    return {stem for token in lexicon.tokens(words.lower()) for stem in lexicon.stems(token)}


def sentences(story: Story) -> list[str]:
    said = (part.strip() for shot in story.shots for line in shot.lines for part in re.split(r"(?<=[.!?…])\s+", line.text))
    return [one for one in said if len(one.split()) >= LONG]


def grams(story: Story) -> set[tuple[str, ...]]:
    words = [w for one in sentences(story) for w in (*re.findall(r"[a-z']+", one.lower()), ".")]
    return {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def missing(sample: Sample, story: Story) -> list[str]:
    """Who is named and not cast, or not as many."""
    cast = [stems(f"{c.role} {c.name} {c.look.kind}") | {s for one in story.substitutions if one.drawn == str(c.look.kind) for s in stems(one.asked)}
            for c in story.characters]  # fmt: skip
    crowds = {s: int(one.drawn) for one in story.substitutions if one.drawn.isdecimal() for s in stems(one.asked)}

    def found(noun: str) -> int:
        return max([sum(bool(stems(noun) & one) for one in cast), *(crowds.get(s, 0) for s in stems(noun))])

    return [noun for noun, count in sample.named.items() if found(noun) < min(count, 3)]


def unclosed(story: Story) -> int:
    """Uses of people who are not cast: subjects, speakers, and names that a line introduces."""
    known = {c.id for c in story.characters}
    names = {c.name for c in story.characters}
    used = [p.character for s in story.shots for p in s.subjects] + [line.speaker for s in story.shots for line in s.lines if line.speaker]
    said = [name for s in story.shots for line in s.lines for name in re.findall(r"\b(?:named|called) ([A-Z]\w+)", line.text)]
    return sum(one not in known for one in used) + sum(not any(name in full for full in names) for name in said)


def stand_ins(story: Story) -> tuple[int, int, int]:
    """(of the cast, drawn as something near, of those not said)."""
    said = {one.drawn for one in story.substitutions if one.kind == "character"}
    near = [c for c in story.characters if (hit := lexicon.kind(c.role)) and not hit.exact]
    return len(story.characters), len(near), sum(str(c.look.kind) not in said for c in near)


def told(samples: list[Sample], seconds: float) -> Iterator[tuple[Sample, Story]]:
    """Each sample's story. A tale is as long as it is, a premise takes `seconds`."""
    for sample in samples:
        brief = Brief() if is_tale(sample.text) else Brief(seconds=seconds)
        yield sample, write(sample.text, brief, OfflineWriter(), MemoryMemo())


def measure(rows: list[tuple[Sample, Story]]) -> dict[str, Any]:
    """One row of the table."""
    stories = [story for _, story in rows]
    lines = [sentences(story) for story in stories]
    again = sum(len(one) - len(set(one)) for one in lines)
    shared = Counter(gram for story in stories for gram in grams(story))
    share = [sum(shared[g] > 1 for g in own) / max(1, len(own)) for own in map(grams, stories)]
    cast = [stand_ins(story) for story in stories]
    absent = [(sample.text[:60], missing(sample, story)) for sample, story in rows]
    named = sum(len(sample.named) for sample, _ in rows)
    return {
        "films": len(rows), "shots": sum(len(s.shots) for s in stories), "minutes": round(sum(s.frames for s in stories) / 24 / 60, 1),
        "uses of somebody not cast": sum(map(unclosed, stories)),
        "named": named, "named and cast": named - sum(len(names) for _, names in absent),
        "not cast": [f"{text}: {', '.join(names)}" for text, names in absent if names],
        "cast": sum(c for c, _, _ in cast), "stand-ins": sum(n for _, n, _ in cast), "stand-ins not said": sum(u for _, _, u in cast),
        "sentences": sum(map(len, lines)), "sentences said before in their film": again,
        "5-grams shared with another film": round(sum(share) / max(1, len(share)), 3),
        "films that share a title": len(rows) - len({s.title for s in stories}),
        "continuity findings": sum(len(check(s)) for s in stories),
    }  # fmt: skip


def shapes(samples: list[Sample]) -> Counter[str]:
    """Which plot each premise became."""
    from random import Random

    from agents.writer_offline.planning import choose
    from agents.writer_offline.premise import read

    return Counter(choose(read(s.text), Random(f"fabula offline 1|{s.text}|0")).plot.name for s in samples)


def shot_list(story: Story) -> str:
    """What a reader is given: the shots, and nothing of what was meant by them."""
    names = {c.id: c.name for c in story.characters}
    out = []
    for scene in story.scenes:
        out.append(f"\n{story.setting(scene.setting).name}, {scene.hour}, {scene.weather}")
        for shot in scene.shots:
            seen = "; ".join(f"{names[p.character]} {p.action}, {p.emotion}" for p in shot.subjects)
            thing = story.thing(shot.focus).name if shot.focus else ""
            heard = "".join(f'\n      {names.get(line.speaker or "", "narrator")}: "{line.text}"' for line in shot.lines)
            out.append(f"  {shot.size}: {seen or thing}{heard}")
    return "\n".join(out)


def ask(folder: Path, samples: list[Sample], seconds: float) -> None:
    """Ten shot lists with five questions each, and the key."""
    from agents.writer_offline.film import film

    folder.mkdir(parents=True, exist_ok=True)
    pages, key = [], {}
    for number, (sample, story) in enumerate(told(samples, seconds), 1):
        pages.append(f"# {number}\n{shot_list(story)}\n\n" + "\n".join(f"{n}. {question}" for n, question in enumerate(QUESTIONS, 1)))
        plan = film(sample.text, 0, seconds).treatment
        hero = story.characters[0]
        key[str(number)] = {"premise": sample.text, "answers": [f"{hero.name}, {hero.role}", plan.want, plan.obstacle, plan.turn, plan.ending]}
    (folder / "plots.md").write_text("\n\n".join(pages) + "\n", encoding="utf-8")
    (folder / "key.json").write_text(json.dumps(key, indent=1, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=at_least(24), default=40)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--marks", type=Path)
    asked = parser.parse_args()
    own = premises(SAMPLES / "own.txt")
    if asked.marks:
        marks = json.loads(asked.marks.read_text())
        right, count = sum(map(sum, marks.values())), sum(map(len, marks.values()))
        print(f"{right} of {count} answers are right: {right / count:.0%}")
        for number, question in enumerate(QUESTIONS):
            print(f"  {sum(row[number] for row in marks.values())} of {len(marks)}  {question}")
        return
    if asked.questions:
        ask(asked.questions, own[::10], asked.seconds)
        return
    found = {}
    for name, samples in (("tales", tales(SAMPLES / "tales.json")), ("own", own), ("chinese", premises(SAMPLES / "chinese.txt"))):
        row = found[name] = measure(list(told(samples, asked.seconds)))
        print(name)
        for what, value in row.items():
            print(f"  {what:36} {value if not isinstance(value, list) else len(value)}")
            for line in value if isinstance(value, list) else ():
                print(f"      {line}")
    found["own"]["plots"] = dict(shapes(own).most_common())
    print("plots of our own premises:", found["own"]["plots"])
    record("told", found, parser, asked)


if __name__ == "__main__":
    main()
