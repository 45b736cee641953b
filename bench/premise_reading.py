"""How well the embedded writer reads premises: what it makes of each, held against what was written down by hand beside it.

    python -m bench.premise_reading [--misses]      # --misses: also what was read otherwise

who: share of the beings read that the premise names (precision), and of those named that were read in their number (recall). want: its
verb and its last noun are in what was read. obstacle: at least half of its words are. place, prop: one of those named is the one read.
mood: the same. Where a premise says nothing of something, nothing is counted. own.txt was written for this; its last thirty blocks were
set aside while the reader was made; four general faults they showed were then mended (the first run on them: recall 93 %, want 90 %).
"""

from __future__ import annotations

import argparse
import re
from typing import NamedTuple

from agents.writer_offline.premise import Being, Reading, read
from agents.writer_offline.reading.english_words import SMALL_TAGS
from bench.gold import SAMPLES, Gold, stems
from bench.gold import read as blocks
from bench.record import record
from storyboard import lexicon

COLUMNS = ("precision", "recall", "want", "obstacle", "place", "prop", "mood")


class Score(NamedTuple):
    """How many were right, of how many."""

    right: int = 0
    of: int = 0

    def plus(self, right: int, of: int) -> Score:
        return Score(self.right + right, self.of + of)


def names(being: Being) -> set[str]:
    return stems(" ".join([being.noun, being.asked, being.name or "", *being.adjectives]))


def who(gold: str, beings: tuple[Being, ...]) -> tuple[Score, Score]:
    """Precision and recall of the beings."""
    wanted = [re.fullmatch(r"(.+?)(?: x(\d+)(\+)?)?", part.strip()) for part in gold.split(",")]
    asked = [(stems(m[1].split()[-1]), int(m[2] or 0), bool(m[3])) for m in wanted if m]
    right = sum(any(words & names(b) for words, _, _ in asked) for b in beings)
    free, met = list(beings), 0
    for words, count, more in asked:
        counted = [b for b in free if words & names(b) and (not count or b.count == count or (more and b.count >= count))]
        if counted:
            met += 1
            if len(counted) > 1 or any(words & w for w, c, m in asked if (w, c, m) != (words, count, more)):
                free.remove(counted[0])
    return Score(right, len(beings)), Score(met, len(asked))


def marked(gold: Gold, reading: Reading) -> dict[str, Score]:
    """A score for each column of which the premise says something."""
    said, out = gold.said, dict[str, Score]()
    if "characters" in said:
        out["precision"], out["recall"] = who(said["characters"], reading.beings)
    if "want" in said:
        words, heard = said["want"].split(), stems(reading.want or "")
        out["want"] = Score(int(bool(stems(words[0]) & heard and stems(words[-1]) & heard)), 1)
    if "obstacle" in said:
        plain = [w for w in said["obstacle"].split() if w not in SMALL_TAGS or w in ("without", "cannot", "nobody", "one", "before")]
        heard = stems((reading.obstacle or "").replace(" has no ", " without "))
        out["obstacle"] = Score(int(2 * sum(bool(stems(w) & heard) for w in plain) >= len(plain)), 1)
    if "places" in said:
        named = [p.strip() for p in said["places"].split(",")]
        same = any(stems(p.split()[-1]) & stems(reading.place_word or "") or ((hit := lexicon.place(p)) and hit.value is reading.place) for p in named)
        out["place"] = Score(int(bool(same)), 1)
    if "props" in said:
        heard = stems(" ".join([reading.prop_word or "", reading.object.noun if reading.object else ""]))
        out["prop"] = Score(int(any(stems(p) & heard for p in said["props"].split(","))), 1)
    if "mood" in said:
        out["mood"] = Score(int(reading.mood == said["mood"]), 1)
    return out


def measure(samples: list[Gold], misses: bool) -> dict[str, Score]:
    total = dict.fromkeys(COLUMNS, Score())
    for gold in samples:
        reading = read(gold.premise)
        for column, score in marked(gold, reading).items():
            total[column] = total[column].plus(*score)
            if misses and score.right < score.of:
                heard = {"want": reading.want, "obstacle": reading.obstacle, "place": reading.place_word, "prop": reading.prop_word, "mood": reading.mood}
                found = heard.get(column, [(b.noun, b.name, b.count) for b in reading.beings])
                field = {"precision": "characters", "recall": "characters", "place": "places", "prop": "props"}.get(column, column)
                print(f"{column}: {gold.premise[:110]}\n    said {gold.said[field]!r}, read {found!r}")
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--without-aside", action="store_true", help="leave the blocks set aside unread")
    asked = parser.parse_args()
    own = blocks(SAMPLES / "own.txt")
    only_who = [Gold(g.premise, {"characters": g.said["characters"]}) for g in blocks(SAMPLES / "premises.txt")]
    sets = {
        "own": [g for g in own if "aside" not in g.said], "own, set aside": [g for g in own if "aside" in g.said and not asked.without_aside],
        "chinese": blocks(SAMPLES / "chinese.txt"), "premises": only_who,
    }  # fmt: skip
    results = {}
    print(f"{'':16}{'premises':>9}" + "".join(f"{name:>14}" for name in COLUMNS))
    for name, samples in sets.items():
        total = measure(samples, asked.misses)
        shares = "".join(f"{f'{s.right}/{s.of} {s.right / s.of:.0%}' if s.of else '-':>14}" for s in total.values())
        print(f"{name:16}{len(samples):9}{shares}")
        results[name] = {"premises": len(samples), **{column: {"right": s.right, "of": s.of} for column, s in total.items() if s.of}}
    record("premise_reading", results, parser, argparse.Namespace(without_aside=asked.without_aside, misses=False))


if __name__ == "__main__":
    main()
