"""A file of premises becomes a folder of films. One bad premise, or one film that fails, never stops the rest."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from app import deliver
from app.asking import Approver
from app.authoring import Premise
from app.progress import Progress
from app.studio import Studio
from app.worker import Look
from storyboard.errors import BadInput, FabulaError, NoRoom, Stopped, Unapproved

MOST = 10_000  # premises in one file


@dataclass(frozen=True)
class Done:
    """What became of one premise."""

    premise: str
    is_well: bool
    words: str


def premises(file: Path) -> list[str]:
    """The lines that say something; those that begin with # are notes."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {file}.") from error
    except OSError as error:
        raise BadInput(f"The file of premises {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInput(f"{file} is not UTF-8 text (line {line}). Save it as UTF-8.") from error
    found = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not found or len(found) > MOST:
        raise BadInput(f"{file} holds {len(found)} premises; give 1 to {MOST}, one a line.")
    return found


def run(studio: Studio, given: Namespace, look: Look, progress: Progress) -> list[Done]:
    """Every premise in turn. A stop, a full disk and a budget that nobody approves end it; anything else is noted and the next begins."""
    wanted = premises(given.file)
    limits = {name: value for name in ("calls", "tokens", "money") if (value := getattr(given, name)) is not None}
    studio.approve = Approver(progress, given.approve, len(wanted))
    given.out.mkdir(parents=True, exist_ok=True)
    cast = studio.given(given.with_ or ())
    done: list[Done] = []
    for number, premise in enumerate(wanted, 1):
        progress.say(f"{number} of {len(wanted)}: {premise[:70]}")
        out = given.out / f"{number:03}-{slug(premise)}.mp4"
        try:
            head = studio.write(Premise(premise, given.seed, size=given.size, limits=limits, given=cast), progress.writing)
            files = studio.deliver(studio.film(head, given.size, look), deliver.writable(out, ".mp4"))
            done.append(Done(premise, True, str(files[0])))
        except (Stopped, NoRoom):
            raise
        except Unapproved as error:
            raise Unapproved(f"{error} That is for one film; the file asks for {len(wanted)}.") from error
        except FabulaError as error:
            progress.say(f"failed: {error}")
            done.append(Done(premise, False, str(error)))
    return done


def slug(premise: str) -> str:
    """A file name a person can read."""
    return re.sub(r"[^a-z0-9]+", "-", premise.lower()).strip("-")[:40].strip("-") or "film"
