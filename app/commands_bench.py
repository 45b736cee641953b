"""What `fabula bench film` does: a story in several ways beside one another, the answers of blind readers, today's result against an earlier one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import deliver
from app.commands import tell, watched
from app.db.stories import Head
from app.film_bench_ways import asked_ways
from app.progress import Progress
from app.studio import Studio
from storyboard.errors import BadInput

if TYPE_CHECKING:
    from app.film_bench_change import Comparison

REGRESSED = 10  # exit code: something is worse than in the earlier result
SIX = ("drawn", "dit", "own")  # the ways of the six-shot film, where none are named


def bench(given: Namespace) -> int:
    if given.part != "film":
        raise BadInput("Say what to bench: `fabula bench film --story STORY --ways drawn dit`.")
    if given.answers:
        return _answered(given)
    if given.result is not None:
        return _compared(given)
    return _run(given)


def _run(given: Namespace) -> int:
    from app.film_bench import Sample, compare
    from app.film_bench_pairs import write_pairs
    from app.film_bench_report import page, words
    from app.film_bench_result import read_result
    from storyboard.rubric import sampled

    if (given.story is None) != given.six:
        raise BadInput("Say which film: --story STORY, or --six for the six-shot film that comes with Fabula.")
    if given.shots < 1:
        raise BadInput(f"--shots is {given.shots}; look at 1 or more.")
    ways = asked_ways(given.ways or (SIX if given.six else ()), given.size)
    before = None if given.against is None else read_result(given.against)
    out = _folder(given.out)
    with Studio() as studio:
        progress = Progress()
        head = _six(studio) if given.six else studio.find(given.story)
        with watched(progress) as look:
            result, filmed = compare(studio, head, ways, Sample(given.shots, given.seed), look, progress.say)
        shots = sampled(filmed[0].story, given.shots, given.seed)
        files = [deliver.written(result.model_dump_json(indent=1) + "\n", out / "result.json"), deliver.written(page(result), out / "report.html")]
        files += write_pairs(filmed, shots, given.seed, out) if len(filmed) > 1 else []
        files += [deliver.copied(one.film.path, out / f"{n}.mp4") for n, one in enumerate(filmed, 1)]
    change = None if before is None else _against(result, before)
    document: dict[str, Any] = {"result": result.model_dump(mode="json"), "files": [str(one) for one in files]}
    told = words(result) + f"\nWritten to {out}: result.json, report.html, each film by its number" + (", pairs/ for blind readers, and key.json, which they must not see." if len(filmed) > 1 else ".")
    return _told(given, document, told, change)


def _folder(out: Path) -> Path:
    path: Path = out.expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"The folder {out} cannot be made: {error.strerror}. Give another --out.") from error
    deliver.writable(path / "result.json")
    return path


def _six(studio: Studio) -> Head:
    from storyboard.six_shots import six_shots

    story = six_shots()
    return studio.store.stories.same(story) or studio.add(story, note="the six-shot film")


def _compared(given: Namespace) -> int:
    from app.film_bench_result import read_result

    if given.against is None:
        raise BadInput("Say what --result is held against: --against EARLIER.json.")
    return _told(given, {}, "", _against(read_result(given.result), read_result(given.against)))


def _against(result: Any, before: Any) -> Comparison:
    from app.film_bench_change import against

    return against(result, before)


def _told(given: Namespace, document: dict[str, Any], words: str, change: Comparison | None) -> int:
    if change is not None:
        rows = [row._asdict() | {"change": _plain(row.change._asdict())} for row in change.rows]
        document |= {"against": rows, "notes": list(change.notes), "regressions": [f"{row.way}: {row.name}" for row in change.regressions]}
        words = "\n".join(part for part in (words, change.words()) if part)
    tell(given, document, words)
    return REGRESSED if change is not None and change.regressions else 0


def _plain(mean: dict[str, Any]) -> dict[str, Any]:
    """Not a number is null."""
    return {name: None if value != value else value for name, value in mean.items()}


def _answered(given: Namespace) -> int:
    from app.film_bench_pairs import KEY, preferences, read_answers, read_key

    key, answers = read_key(given.out / KEY), [read_answers(path) for path in given.answers]
    pooled, each = preferences(key, answers), [preferences(key, [one]) for one in answers]
    lines = [one.words() for one in pooled]
    if len(answers) > 1:
        lines += [f"  {path.name}: {one.words()}" for path, several in zip(given.answers, each, strict=True) for one in several]
    document = {"pooled": [one._asdict() for one in pooled], "readers": {str(path): [one._asdict() for one in several] for path, several in zip(given.answers, each, strict=True)}}
    return tell(given, document, "\n".join(lines))


COMMANDS: dict[str, Callable[[Namespace], int]] = {"bench": bench}
