"""Alembic's entrance: upgrade.py hands it a connection that is already in a transaction."""

from alembic import context

from app.db.rows import Row


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
