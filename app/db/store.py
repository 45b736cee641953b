"""Store: the memory of one home. Rows <-> documents, files by digest, claims, jobs, replies."""

from __future__ import annotations

from pathlib import Path

from app.db.cards import Cards
from app.db.claims import Claims
from app.db.engine import Database
from app.db.jobs import Jobs
from app.db.ledger import Ledger
from app.db.library import Library
from app.db.media import Kept, MediaFolder, no_room
from app.db.memory import DatabaseMemo
from app.db.papers import Papers
from app.db.stories import Stories
from app.db.takes import Takes, kept_take
from app.db.upgrade import upgrade
from app.settings import Settings
from storyboard.errors import Corrupt, Missing
from storyboard.steps import Step
from storyboard.take import Media, Take
from storyboard.watching import Reading


class Store:
    """Everything that is remembered. `open_store` makes one."""

    def __init__(self, settings: Settings, database: Database):
        self.settings, self.database = settings, database
        self.media = MediaFolder(settings.media, settings.scratch)
        self.stories, self.takes, self.jobs = Stories(database), Takes(database), Jobs(database)
        self.memo, self.papers, self.library = DatabaseMemo(database), Papers(database), Library(database)
        self.cards, self.ledger = Cards(database), Ledger(database)

    def claims(self) -> Claims:
        """Claims of a worker of its own: one for each production."""
        return Claims(self.database)

    def file(self, take: Take) -> Path:
        """The take's file, verified. Missing or Corrupt."""
        return self.media.verified(kept_take(take))

    def file_of(self, sha256: str) -> tuple[Path, Kept]:
        """A file by its digest, verified, and what it holds."""
        kept = self.takes.media([sha256]).get(sha256)
        if kept is None:
            raise Missing(f"There is no file with the digest {sha256[:12]}....")
        return self.media.verified(kept), kept

    def reading(self, sha256: str) -> Reading:
        """What the watcher said of a take. Missing, Corrupt."""
        path, _ = self.file_of(sha256)
        try:
            return Reading.model_validate_json(path.read_bytes())
        except ValueError as error:
            raise Corrupt(f"The reading {path.name} is of another release. Run the film again: it is made anew.") from error

    def bring(self, media: Media) -> Kept:
        """Keep a file that is no step's take."""
        kept = self.media.accept(media)
        self.takes.add_media(kept)
        return kept

    def bring_own(self, media: Media, step: Step, story: str) -> Take:
        """Keep a person's own picture or film, as uploads or footage made it, as a take of a step."""
        return self.takes.add_own(self.media.accept(media), step, story)

    def health(self) -> str:
        """What the database says of itself. Corrupt when it is damaged."""
        return self.database.health()

    def close(self) -> None:
        self.database.close()


def open_store(settings: Settings) -> Store:
    """The store of this home, its tables brought to today's. NoRoom when the home cannot be written."""
    try:
        for folder in (settings.home, settings.media, settings.scratch, settings.logs, settings.backups):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_room(error, settings.home) from error
    database = Database(settings.database)
    upgrade(database, settings.backups)
    return Store(settings, database)
