"""Tables come up, go down, come up again, and are those of rows.py; an older file is copied before it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import upgrade as upgrading
from app.db.engine import Database
from app.db.store import open_store
from app.settings import Settings
from storyboard.errors import BadInput


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'a.db'}")


def test_the_newest_migration_is_the_one_named():
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(upgrading.configuration()).get_current_head() == upgrading.NEWEST


def test_up_check_down_up(database: Database):
    from alembic import command

    upgrading.migrate(database, "head")
    with database.engine.connect() as connection, connection.begin():
        config = upgrading.configuration()
        config.attributes["connection"] = connection
        command.check(config)
    upgrading.migrate(database, "base")
    assert set(sa.inspect(database.engine).get_table_names()) == {"alembic_version"}
    upgrading.migrate(database, "head")
    assert "takes" in sa.inspect(database.engine).get_table_names()


def test_a_home_of_the_first_tables_is_brought_up(database: Database, tmp_path: Path):
    upgrading.migrate(database, "0001")
    upgrading.upgrade(database, tmp_path / "backups")
    assert upgrading.standing(database) == upgrading.NEWEST
    assert "papers" in sa.inspect(database.engine).get_table_names()
    assert list((tmp_path / "backups").glob("fabula-*.db"))


def test_a_home_with_a_film_in_it_is_brought_up(database: Database, tmp_path: Path):
    upgrading.migrate(database, "0004")
    with database.writing() as session:
        for row in (
            "INSERT INTO stories (id, title, origin, revision, moves, made_at) VALUES ('a', 'The Lamp', '', 1, 0, '')",
            "INSERT INTO revisions (story, number, digest, note, touched, whole, made_at) VALUES ('a', 1, '', '', '{}', 1, '')",
            "INSERT INTO jobs (story, revision, target, rank, paper, size, state, wish, worker, fence, lease_until, attempts, last_error, progress, made_at) "
            "VALUES ('a', 1, 'film', 1, '', 'tiny', 'done', '', '', 0, 0, 1, '', '{}', '')",
        ):
            session.connection().exec_driver_sql(row)
    upgrading.upgrade(database, tmp_path / "backups")
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT title, turn = seq FROM stories").all() == [("The Lamp", 1)]
        assert len(session.connection().exec_driver_sql("SELECT * FROM revisions").all()) == 1


def test_a_copy_is_kept_before_an_upgrade(given: Settings, monkeypatch: pytest.MonkeyPatch):
    store = open_store(given)
    called = []
    monkeypatch.setattr(upgrading, "NEWEST", "9998")
    monkeypatch.setattr(upgrading, "migrate", lambda *_: called.append(1))
    upgrading.upgrade(store.database, given.backups)
    copies = list(given.backups.glob("fabula-*.db"))
    assert called and len(copies) == 1
    assert "stories" in sa.inspect(Database(f"sqlite:///{copies[0]}").engine).get_table_names()


def test_a_newer_home_is_refused(given: Settings):
    store = open_store(given)
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadInput, match="newer Fabula"):
        open_store(given)
