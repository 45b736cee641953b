"""The same film in another language: a sheet of its lines for a person to fill (CSV), or a model asked, and the story that comes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app import authoring
from app.accounts import spender
from app.approvals import quiet
from app.db import bundles
from app.db.store import Store
from app.db.stories import Head
from app.guard import Guard
from app.settings import Settings
from app.uploads import text
from storyboard.errors import BadInput, Missing
from storyboard.story import Story
from storyboard.translation import Translated, Translation, assembled, rows, translated

COLUMNS = ("id", "speaker", "seconds", "text", "translation", "longest that fits")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run; an apostrophe stands before it (OWASP, CSV injection)


def sheet(story: Story, language: str, known: Translation | None = None) -> str:
    """The sheet, with what is translated already."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    done = {} if known is None else _by_row(known)
    for row in rows(story, language):
        table.writerow([row.id, _plain(row.speaker), f"{row.seconds:.1f}" if row.seconds else "", _plain(row.text), _plain(done.get(row.id, "")), row.longest])
    return out.getvalue()


def _by_row(known: Translation) -> dict[str, str]:
    named = {"story.title": known.title, "story.moral": known.moral}
    named |= {f"character:{name}": words for name, words in known.names.items()} | {f"place:{name}": words for name, words in known.places.items()}
    return named | known.lines


def _plain(words: str) -> str:
    return "'" + words if words.startswith(FORMULA) else words


def read_sheet(path: Path, language: str) -> Translation:
    """A filled sheet. BadInput says what it lacks."""
    words = text(path)
    delimiter = max(",;\t", key=words.partition("\n")[0].count)
    table = csv.DictReader(io.StringIO(words, newline=""), delimiter=delimiter)
    if not {"id", "translation"} <= set(table.fieldnames or ()):
        raise BadInput(f"{path.name} is no sheet of lines: it needs the columns id and translation. `fabula translate` writes one to fill.")
    try:
        found = {row["id"].strip(): row["translation"] or "" for row in table if (row["id"] or "").strip()}
    except csv.Error as error:
        raise BadInput(f"{path.name} cannot be read: {error}. Save it again as CSV in UTF-8.") from error
    return assembled(language, {name: words[1:] if words[:1] == "'" and words[1:].startswith(FORMULA) else words for name, words in found.items()})


class Translations:
    """The part of a Studio that gives a film another language."""

    settings: Settings
    store: Store
    guard: Guard
    approve: authoring.Approve | None

    def translate(self, head: Head, translation: Translation) -> tuple[Head, Translated]:
        """The story in the other language, as a story of its own that shares every take. BadInput names what is lacking or too long; Refused."""
        before = self.store.stories.load(head.id, head.revision)
        found = translated(before, translation)
        self.guard.story(found.story)
        copy = bundles.copy(self.store.database, head)
        return self.store.stories.change(copy.id, lambda _: (found.story, None, f"translated into {translation.language}")), found

    def asked_translation(self, head: Head, language: str, limits: Mapping[str, Any] | None = None, progress: Callable[[Any], None] = quiet) -> Translation:
        """What the model that is set makes of the story's words; parts may be lacking or too long. Missing: no model is set. LimitReached."""
        from agents.translating import asked_of, translate

        if self.settings.writer == "offline":
            raise Missing("No model is set that could translate (FABULA_LLM_URL). The sheet of lines can be filled by hand.")
        story = self.store.stories.load(head.id, head.revision)
        asked = asked_of(story, language, rows(story, language)[:16])
        writer = authoring.asked_first(self.settings, limits or {}, asked, self.approve, spender(self.store, head.id))
        return translate(story, language, writer, self.store.memo, story.limits.model_copy(update=dict(limits or {})), progress)
