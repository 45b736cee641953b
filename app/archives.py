"""Archives: a story with all that was made for it as one file, out and in; copied, put away, and the example a new home begins with."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app import deliver
from app.db import bundles
from app.db.bundles import Told
from app.db.engine import now
from app.db.store import Store
from app.db.stories import Head
from app.exchange import archive
from app.guard import Guard
from app.settings import Settings
from storyboard.digest import file_digest
from storyboard.errors import Corrupt, Missing
from storyboard.screenplay import cleaned

ENDING = ".fabula"
EXAMPLE = "demo/in-search-of-the-fallen-star.fabula"  # of assets


class Archives:
    """The part of a Studio that moves whole stories."""

    settings: Settings
    store: Store
    guard: Guard

    def pack(self, head: Head, out: Path, lean: bool = False) -> Path:
        """The story, its history, every take and its files as one archive (.fabula). `lean`: today's revision, and of its takes what
        is seen: portraits, stills, clips and the film; voices, music and the cut are made again. LimitReached past 4 GB."""
        path = deliver.writable(out, ENDING)
        bundle, history = bundles.gather(self.store.database, head, lean)
        files = {}
        for file in bundle.files:
            try:
                files[file.sha256] = self.store.media.verified(file.kept)
            except (Missing, Corrupt):  # a take without its file is of no use elsewhere; it is made again there
                continue
        content = archive.Content(bundles.without_lost(bundle, set(files)), self.store.stories.load(head.id, head.revision), history, files)
        return deliver.place(path, lambda part: archive.write(content, part))

    def unpack(self, path: Path) -> Head:
        """An archive as a new story of this home, with its takes: all of it or nothing. BadInput, Refused, NoRoom."""
        return self._unpacked(path, is_trusted=False)

    def duplicate(self, head: Head) -> Head:
        """The story once more, to change it without changing this one. It shares every take: nothing is made twice."""
        return bundles.copy(self.store.database, head)

    def put_away(self, story: str) -> Head:
        """Kept with all it has, but not shown among the others."""
        return self.store.stories.put_away(story, True)

    def take_out(self, story: str) -> Head:
        """Shown among the others again."""
        return self.store.stories.put_away(story, False)

    def example(self) -> Head | None:
        """A finished film to look at and change, brought in once: in a home that never had a story. None in every other."""
        from generator.checkpoints import ASSETS, manifest

        if not self.store.stories.is_empty():
            return None
        listed, path = manifest().get(EXAMPLE), ASSETS / EXAMPLE
        if listed is None or not path.is_file() or file_digest(path) != listed["sha256"]:
            raise Corrupt(f"The example {path.name} is not whole. Restore it with `git checkout -- assets/demo`.")
        return self._unpacked(path, is_trusted=True)

    def _unpacked(self, path: Path, is_trusted: bool) -> Head:
        with tempfile.TemporaryDirectory(dir=self.settings.scratch) as folder:
            found = archive.read(path, Path(folder), is_trusted=is_trusted)
            bundles.proven_keys(found.bundle)
            told, today = _told(found, path)
            self.guard.story(found.story)
            for file in found.bundle.files:
                self.store.media.place(found.files[file.sha256], file.kept)
            return bundles.plant(self.store.database, found.bundle, told, today)


def _told(found: archive.Unpacked, path: Path) -> tuple[list[Told], int]:
    """The revisions to keep, and which is today's: the archive's history where it has one that can be looked through."""
    told = None if found.history is None else bundles.retold(found.history, found.story)
    if told is None or found.history is None:
        return [Told(1, None, f"brought in from {cleaned(path.name)}", None, found.story, now())], 1
    return told, found.history.today
