"""Bring a database to today's tables. A copy of the file is kept first; two processes never upgrade at once."""

from __future__ import annotations

import io
import sqlite3
import time
from pathlib import Path

import sqlalchemy as sa

from app.db.engine import Database, plainly
from app.process import only_one
from storyboard.errors import BadInput

NEWEST = "0006"  # the last file of migrations/versions; a test holds the two together
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, backups: Path) -> None:
    """No-op when the tables are today's. BadInput when they are of a newer Fabula."""
    if standing(database) == NEWEST:
        return
    with only_one(backups / "upgrade.lock"):
        found = standing(database)
        if found == NEWEST:
            return
        if found is not None:
            _refuse_newer(found)
            backup(database, backups)
        migrate(database, "head")


def standing(database: Database) -> str | None:
    """The revision of the tables, None when there are none."""
    with plainly(database.url.render_as_string(hide_password=True)), database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def migrate(database: Database, target: str) -> None:
    """Up to, or down to, a revision, in one transaction."""
    from alembic import command

    with plainly(database.url.render_as_string(hide_password=True)), database.engine.connect() as connection, connection.begin():
        config = configuration()
        config.attributes["connection"] = connection
        (command.downgrade if target == "base" else command.upgrade)(config, target)


def configuration():  # type: ignore[no-untyped-def]  # an alembic Config, imported late
    from alembic.config import Config

    config = Config(stdout=io.StringIO())  # stdout is the answers' of the command line
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def backup(database: Database, backups: Path) -> Path | None:
    """An online copy of a SQLite file. Of other databases their own tools keep copies: None."""
    if not database.is_sqlite or not database.url.database:
        return None
    backups.mkdir(parents=True, exist_ok=True)
    path = backups / f"fabula-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.db"
    source, copy = sqlite3.connect(database.url.database), sqlite3.connect(path)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return path


def _refuse_newer(found: str) -> None:
    known = {p.name.split("_")[0] for p in (MIGRATIONS / "versions").glob("*.py")}
    if found not in known:
        raise BadInput(f"This home was written by a newer Fabula (tables {found}, this one knows {NEWEST}). Update Fabula to open it.")
